// tag: js. Primes below 20,000.
function run(n) { let c = 0; while (n--) { const p = []; for (let i = 0; i <= 20000; i++) p[i] = true; c = 0; for (let i = 2; i <= 20000; i++) if (p[i]) { c++; for (let j = i * 2; j <= 20000; j += i) p[j] = false; } } return c; }
