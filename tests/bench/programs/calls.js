// tag: js. Calls of small functions with one to four arguments, methods, and default parameters.
function id(x) { return x; } function add(a, b) { return a + b; } function four(a, b, c, d) { return a - b + c - d; } function dflt(a, b = 2) { return a * b; }
const obj = { k: 3, m(x) { return x + this.k; } };
function run(n) { let s = 0; while (n--) for (let i = 0; i < 10000; i++) s = (add(id(i), s) + four(i, 1, 2, 3) + dflt(i) + obj.m(i)) | 0; return s; }
