import { greet, type Options } from './greet.js';
enum Colour { Red = 1, Green, Blue = Red | 4 }
namespace Shapes { export const sides = (n: number): string => `${n} sides`; }
abstract class Base<T extends object> { constructor(protected readonly value: T) {} abstract show(): string; }
class Shown extends Base<{ a: number }> { #secret = 1; static count = 0; show(): string { Shown.count++; return `${this.value.a}${this.#secret ?? 0}`; } }
export async function* numbers(limit: number): AsyncGenerator<number> { for (let i = 0; i < limit; i++) yield i; }
const options: Options = { name: 'world', loud: true };
console.log(greet(options), Colour.Blue, Shapes.sides(3), new Shown({ a: 1 }).show(), options?.missing ?? 'none');
