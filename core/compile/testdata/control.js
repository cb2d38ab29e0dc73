function finals(a) { outer: for (;;) { try { if (a()) return 1; if (a(1)) break outer; if (a(2)) continue; } finally { a.done(); } } return 2; }
function tri(a) { try { a(); } catch { return a; } }
function sw(x) { switch (x) { case 1: return 'a'; case 2: case 3: return 'b'; case 5: break; default: return 'd'; } return 'e'; }
function sws(x) { switch (x) { case 'a': return 1; default: return 2; case 'b': return 3; } }
