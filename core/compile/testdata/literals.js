const o = { a: 1, b: -2, c: null, d() { return super.x; }, 'e f': f, 1: 2, get g() { return 1; }, set g(v) { }, [f]: class { }, ...o2, __proto__: p };
const arr = [1, , 'x', f, ...f, 2]; const re = /a+/gi, big = 10n, t = `a${f}b${1}`, tag = f.x`a\u{41}${1}`; const n = 1.5 + 2 * 3, neg = -n;
f(...arr); new f(1, 2, 3); f.a.b(1, 2, 3); new f(...arr); f(1)(2)`${3}`;
