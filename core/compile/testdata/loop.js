function sum(n) { let s = 0; for (let i = 0; i < n; i++) { if (i % 3 === 0) continue; s += i * 2; } return s; }
function each(list) { for (const x of list) if (x) break; for (var k in list) list[k]++; }
function closures() { const fs = []; for (let i = 0; i < 3; i++) fs.push(() => i); return fs; }
