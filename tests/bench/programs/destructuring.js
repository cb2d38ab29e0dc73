// tag: js. Array and object patterns, defaults, rest, spread.
function f({ a, b = 2, c: { d = 3, ...more } = {} }, [x, , y = 5, ...zs]) { return a + b + d + x + y + zs.length + (more.e ?? 0); } const o1 = { a: 1, c: { e: 4, g: 1 } }, o2 = { a: 1, b: 7 }, arr = [1, 2, 3, 4, 5];
function run(n) { let s = 0; while (n--) for (let i = 0; i < 1000; i++) { let [p, q] = [i, s & 7]; [p, q] = [q, p]; s = (s + f(i & 1 ? o1 : o2, arr) + p - q) | 0; const { length } = arr, copy = { ...o2, i }; s += copy.i - length; } return s; }
