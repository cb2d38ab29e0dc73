// tag: builtin. A page from templates: escaping by replace with a function, rows joined, interpolation.
const esc = (s) => String(s).replace(/[&<>"]/g, (c) => c === '&' ? '&amp;' : c === '<' ? '&lt;' : c === '>' ? '&gt;' : '&quot;');
const users = Array.from({ length: 30 }, (_, i) => ({ name: `U${i} <x&y>`, mail: `u${i}@example.org`, age: 20 + i }));
const row = (u, i) => `<tr class="${i % 2 ? 'odd' : 'even'}"><td>${esc(u.name)}</td><td>${esc(u.mail)}</td><td>${u.age}</td></tr>`;
const page = (title, rows) => `<!doctype html><title>${esc(title)}</title><table>${rows.map(row).join('\n')}</table>`;
function run(n) { let s = 0; while (n--) s += page('Users & "more"', users).length; return s; }
