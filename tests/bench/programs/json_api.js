// tag: builtin. A JSON endpoint: parse a body, validate, change a store, answer with a page of it.
const store = new Map(); for (let i = 0; i < 200; i++) store.set(i, { id: i, name: 'item ' + i, price: i * 1.25, tags: ['a' + (i % 7), 'b' + (i % 5)] });
const bodies = Array.from({ length: 20 }, (_, i) => JSON.stringify({ id: i * 9, name: 'changed ' + i, price: i / 3, tags: ['x', 'y' + i], note: null }));
function handle(body) { const { id, ...rest } = JSON.parse(body); if (typeof rest.name !== 'string' || !Array.isArray(rest.tags)) return '{"error":"bad"}'; const old = store.get(id); const now = { ...old, ...rest, version: ((old && old.version) || 0) + 1 }; store.set(id, now); const page = [...store.values()].filter((x) => x.price > 10).slice(0, 10).map(({ id, name, tags }) => ({ id, name, tags: tags.join(',') })); return JSON.stringify({ ok: true, item: now, page }); }
function run(n) { let s = 0; while (n--) for (const b of bodies) s += handle(b).length; return s; }
