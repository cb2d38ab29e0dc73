import { add, unused } from './math.js';
import data from './data.json';
export const result = add(1, data.n) ** 2;
export class Thing { #x = 1; static y = 2; get x() { return this.#x ?? Thing.y; } async *gen() { yield* [1, 2]; } }
export default async () => { const { default: lazy } = await import('./lazy.js'); return lazy?.(result); };
console.log(`result ${result}`, new Thing().x);
