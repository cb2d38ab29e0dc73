// tag: js. One site that sees four shapes.
const os = []; for (let i = 0; i < 200; i++) os.push([{ v: i, a: 1 }, { a: 1, v: i }, { a: 1, b: 2, v: i }, { c: 0, v: i }][i % 4]);
function get(o) { return o.v; } function set(o, x) { o.v = x; }
function run(n) { let s = 0; while (n--) for (let k = 0; k < 20; k++) for (let i = 0; i < os.length; i++) { s = (s + get(os[i])) & 0xffff; set(os[i], s); } return s; }
