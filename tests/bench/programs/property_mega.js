// tag: js. One site that sees 64 shapes, and keyed access with changing names.
const os = [], names = []; for (let i = 0; i < 64; i++) { const o = {}; o['p' + i] = i; o.v = i; o.w = 1; os.push(o); names.push('p' + i); }
function run(n) { let s = 0; while (n--) for (let k = 0; k < 40; k++) for (let i = 0; i < 64; i++) { const o = os[i]; s = (s + o.v + o.w + o[names[i]]) & 0xffff; o.v = s; } return s; }
