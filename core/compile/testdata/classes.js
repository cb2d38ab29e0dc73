class A { #p = 1; static #q() {} static s = this.#q(); get #a() { return this.#p; } m(o) { return #p in o && o.#a; } static { this.t = 1; } ['c' + 1] = 2; }
class B extends A { constructor(...args) { super(...args); this.y = super.m(() => this); } static async *g() { yield* super.g; } }
class C extends B { }
