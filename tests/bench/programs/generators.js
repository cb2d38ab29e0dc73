// tag: js. Generators, delegation, iteration with for-of, spread and destructuring.
function* range(a, b) { for (let i = a; i < b; i++) yield i; } function* evens(it) { for (const x of it) if ((x & 1) === 0) yield x; } function* tree(d) { if (d) { yield* tree(d - 1); yield d; yield* tree(d - 1); } }
function run(n) { let s = 0; while (n--) { for (const x of evens(range(0, 1000))) s += x; for (const x of tree(7)) s += x; const [a, b, ...c] = range(0, 20); s += a + b + c.length + Math.max(...range(0, 30)); } return s; }
