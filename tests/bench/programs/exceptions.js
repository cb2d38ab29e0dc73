// tag: js. try, catch and finally, thrown and not thrown, through several frames.
function thrower(d, v) { if (d === 0) throw v; try { return thrower(d - 1, v); } finally { count++; } } let count = 0; class E extends Error {}
function run(n) { let s = 0; while (n--) { for (let i = 0; i < 300; i++) { try { if (i & 1) thrower(4, i); s++; } catch (e) { s += e; } } for (let i = 0; i < 20; i++) { try { throw new E('message ' + i); } catch (e) { if (e instanceof E) s += e.message.length; } } for (let i = 0; i < 2000; i++) { try { s = (s + i) | 0; } finally { s ^= 1; } } } return s + count; }
