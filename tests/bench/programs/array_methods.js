// tag: builtin. map, filter, reduce, forEach, find, slice, concat, indexOf, spread.
const base = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 1000);
function run(n) { let s = 0; while (n--) { const a = base.map((x) => x + 1).filter((x) => x % 3 !== 0); s += a.reduce((x, y) => x + y, 0); base.forEach((x) => { s ^= x; }); s += base.find((x) => x === 500) + base.indexOf(999) + base.slice(100, 200).concat(a).length + [...a, ...base].length + (base.some((x) => x > 998) ? 1 : 0); } return s; }
