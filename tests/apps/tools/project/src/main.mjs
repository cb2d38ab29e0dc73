import { add, unused } from './math.js';
import made from 'virtual';
export default add(1, 2) + made;
export const text = 'REPLACED';
export const lazy = () => import('./lazy.js');
