// Tables whose keys are powers of two, as enumerations of flags have, take memory by what is in them.
const kept = [];
for (let round = 0; round < 8; round++) {
  const table = round & 1 ? [] : {};
  for (let i = 0; i < 27; i++) table[table[1 << i] = 'flag' + i] = 1 << i;
  kept.push(table);
}
print(kept.length, Object.keys(kept[0]).length, kept[1].length, kept[0][1 << 26], kept[1][1 << 20], kept[0].flag9);

// Filling the gaps makes them fast again or not; either way they hold the same.
const t = [];
for (let i = 0; i < 14; i++) t[1 << i] = i;
for (let i = 0; i < 10000; i++) t[i] ??= -i;
let sum = 0;
for (let i = 0; i < 10000; i++) sum += t[i];
print(t.length, sum, t[4096], t[4097], t.indexOf(13));
const o = {};
for (let i = 5000; i > 0; i -= 3) o[i] = i;
for (let i = 0; i < 5000; i += 7) o[i] = -i;
print(Object.keys(o).length, Object.keys(o).slice(0, 6).join(), o[4998], o[4997]);
