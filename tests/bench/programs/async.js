// tag: js. async functions, promise chains and Promise.all.
const leaf = async (x) => x + 1; async function mid(x) { return (await leaf(x)) + (await leaf(x + 1)); }
async function run(n) { let s = 0; while (n--) { for (let i = 0; i < 100; i++) s += await mid(i); s += (await Promise.all(Array.from({ length: 50 }, (_, i) => mid(i)))).length; let p = Promise.resolve(0); for (let i = 0; i < 50; i++) p = p.then((v) => v + i); s += await p; } return s; }
