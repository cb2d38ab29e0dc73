var v = 1; let l = 2; const c = 3;
function sloppy(a, b) { arguments[0] = 2; eval('var z = 1'); return [this, a, z, l]; }
with (v) { x = y; f(); }
{ function hoisted() { return v; } }
(function self() { 'use strict'; undeclared = self; return new.target; })();
