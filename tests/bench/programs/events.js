// tag: js. Emitters with several listeners, middleware chains of closures, a router by segments.
class Emitter { constructor() { this.map = new Map(); } on(k, f) { const l = this.map.get(k); if (l) l.push(f); else this.map.set(k, [f]); return this; } emit(k, ...args) { const l = this.map.get(k); if (!l) return false; for (const f of l) f.apply(this, args); return true; } }
const compose = (fs) => (ctx) => { const go = (i) => i < fs.length ? fs[i](ctx, () => go(i + 1)) : undefined; go(0); return ctx; };
const routes = {}; const add = (path, f) => { let t = routes; for (const p of path.split('/')) { const k = p[0] === ':' ? '*' : p; t = t[k] ?? (t[k] = { name: p }); } t.f = f; };
for (const p of ['users', 'users/:id', 'users/:id/posts', 'posts', 'posts/:id/comments/:c']) add(p, (params) => Object.keys(params).length);
function route(path) { const params = {}; let t = routes; for (const p of path) { const d = t[p]; if (d) t = d; else if (t['*']) { t = t['*']; params[t.name] = p; } else return -1; } return t.f(params); }
const paths = ['users', 'users/7', 'users/8/posts', 'posts/3/comments/9', 'nope'].map((p) => p.split('/'));
const chain = compose([(c, next) => { c.n++; next(); }, (c, next) => { c.log = 'a'; next(); c.log += 'b'; }, (c, next) => { c.r = route(c.path); next(); }]);
function run(n) { let s = 0; const e = new Emitter(); e.on('req', (c) => { s += chain(c).r; }).on('req', (c) => { s += c.n; }).on('end', () => { s++; }); while (n--) for (let i = 0; i < 200; i++) { e.emit('req', { path: paths[i % 5], n: 0, log: '', r: 0 }); e.emit('end'); } return s; }
