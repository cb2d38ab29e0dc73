function destructure([a, , b = 1, ...c], { d, [a]: e, f: { g } = {}, ...h }) { [a.x, b] = [b, a]; ({ d: a[b()] } = c); return h; }
function compound(o, k) { o.x += 1; o[k] ||= 2; o[k]--; let v = o?.a?.[k]?.(1); v ??= delete o?.b; return typeof v === 'string' && v == null; }
function tdz() { f(); let x = 1; const c = x; function f() { return x; } x = c; c = x; }
