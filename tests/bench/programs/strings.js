// tag: builtin. charCodeAt, slice, indexOf, split, join, replace, case, comparison.
const text = 'the quick brown fox jumps over the lazy dog '.repeat(20);
function run(n) { let s = 0; while (n--) { for (let i = 0; i < text.length; i++) s = (s * 31 + text.charCodeAt(i)) | 0; const words = text.split(' '); for (const w of words) { s += w.length; if (w === 'fox') s++; if (w < 'lazy') s--; } s += words.join('-').length + text.indexOf('lazy dog', 500) + text.toUpperCase().lastIndexOf('FOX') + text.replaceAll('o', '0').length + text.slice(5, 50).trim().padEnd(60).length; } return s; }
