// tag: js. Making and calling closures, captured variables that change.
function counter(step) { let c = 0; return () => (c += step); }
function compose(...fs) { return (x) => { for (const f of fs) x = f(x); return x; }; }
function run(n) { let s = 0; while (n--) { for (let i = 0; i < 500; i++) { const c = counter(i); c(); c(); s += c(); } const f = compose((x) => x + 1, (x) => x * 2, (x) => x - s % 3); for (let i = 0; i < 500; i++) s = f(i) % 1000; } return s; }
