// tag: builtin. sort with a comparator, of numbers and of objects, and the default order of strings.
const base = Array.from({ length: 1000 }, (_, i) => (i * 7919 + 13) % 10007);
function run(n) { let s = 0; while (n--) { s += base.slice().sort((a, b) => a - b)[10]; s += base.map((k) => ({ k })).sort((a, b) => b.k - a.k)[0].k; s += base.slice(0, 300).map(String).sort()[5].length; } return s; }
