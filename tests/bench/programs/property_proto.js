// tag: js. Methods and accessors found one to three prototypes away, and properties that are missing.
class A { constructor() { this.f = 1; } one() { return this.f; } get g() { return this.f + 1; } } class B extends A { two() { return this.one() + 1; } } class C extends B { three() { return this.two() + super.one(); } }
const c = new C(), objs = [new A(), new B(), new C()];
function run(n) { let s = 0; while (n--) for (let i = 0; i < 5000; i++) { s = (s + c.one() + c.two() + c.three() + c.g + objs[i % 3].one()) | 0; if (c.missing !== undefined) s++; } return s; }
