import def, { named as n } from 'x'; import * as ns from 'y'; export { n as m } from 'z'; export * from 'w';
export let a = 1; export default class { } export function f() { return [def, n, ns, a++, import.meta]; }
await f(import('q'));
