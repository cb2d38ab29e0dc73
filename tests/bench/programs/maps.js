// tag: builtin. Map and Set with numbers, strings and objects as keys.
const objs = Array.from({ length: 300 }, (_, i) => ({ i })), strs = objs.map((o) => 'key' + o.i);
function run(n) { let s = 0; while (n--) { const m = new Map(), st = new Set(); for (let i = 0; i < 300; i++) { m.set(objs[i], i); m.set(strs[i], i); m.set(i, i); st.add(i % 50); } for (let i = 0; i < 300; i++) s = (s + m.get(objs[i]) + m.get(strs[i]) + (st.has(i) ? 1 : 0)) | 0; for (const [, v] of m) s ^= v; for (let i = 0; i < 300; i += 2) m.delete(i); s += m.size; } return s; }
