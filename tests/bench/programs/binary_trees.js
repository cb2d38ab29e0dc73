// tag: js. Allocation of short-lived trees beside a long-lived one.
class T { constructor(l, r) { this.l = l; this.r = r; } } const make = (d) => d === 0 ? new T(null, null) : new T(make(d - 1), make(d - 1)); const check = (t) => t.l === null ? 1 : 1 + check(t.l) + check(t.r); const long = make(14);
function run(n) { let s = 0; while (n--) { for (let i = 0; i < 8; i++) s += check(make(8)); } return s + long.l.r.l.l === null; }
