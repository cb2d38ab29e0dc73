// tag: js. Own properties of one shape, read and written.
class V { constructor(x, y, z) { this.x = x; this.y = y; this.z = z; } }
const vs = []; for (let i = 0; i < 200; i++) vs.push(new V(i, i + 1, i + 2));
function run(n) { let s = 0; while (n--) for (let k = 0; k < 20; k++) for (let i = 0; i < vs.length; i++) { const v = vs[i]; v.x = (v.y + v.z) & 1023; v.y = v.x ^ i; s = (s + v.x + v.y) | 0; } return s; }
