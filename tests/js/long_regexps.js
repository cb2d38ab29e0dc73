// Literals with long patterns are made anew at every evaluation, however their strings are kept.
const words = Array.from({ length: 300 }, (_, i) => 'w' + i);
const make = new Function(`return /^(?:${words.join('|')})$/${'g'}`);
let hits = 0;
const seen = new Set();
for (let i = 0; i < 310; i++) {
  const re = make();
  seen.add(re);
  if (re.test('w' + i)) hits++;
}
print(hits, seen.size, make().lastIndex, make().source.length, make().flags);
const many = [];
for (let i = 0; i < 300; i++) many.push(new Function(`return /${'x'.repeat(300)}${i}/`));
let ok = 0;
for (let round = 0; round < 2; round++) for (let i = 0; i < 300; i++) if (many[i]().test('x'.repeat(300) + i)) ok++;
print(ok);
