function* gen(a, b = a) { try { const r = yield a; yield* r; } finally { b(); } }
async function af(x) { for await (const y of x) await y; return x; }
async function* ag() { yield await 1; return 2; }
const arrow = async (x) => x;
