// tag: builtin. parse and stringify of a document of some kilobytes.
const doc = { users: Array.from({ length: 60 }, (_, i) => ({ id: i, name: 'User ' + i, mail: `u${i}@example.org`, tags: ['a', 'b', 'c' + i], score: i / 7, active: i % 2 === 0, address: { city: 'Zürich', zip: 8000 + i, geo: [47.3 + i, 8.5] }, note: i % 5 ? null : 'line\n"quoted"' })) }; const text = JSON.stringify(doc);
function run(n) { let s = 0; while (n--) { s += JSON.parse(text).users.length; s += JSON.stringify(doc).length; } return s; }
