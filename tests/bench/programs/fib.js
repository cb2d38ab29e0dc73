// tag: js. Recursion.
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
function run(n) { let s = 0; while (n--) s += fib(20); return s; }
