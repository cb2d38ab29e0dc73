'use strict';
// parseEnv: the format of .env files.

function parseEnv(text) {
  const out = {};
  const src = text.replace(/\r\n?/g, '\n');
  const n = src.length;
  let i = 0;
  while (i < n) {
    // start of a line
    while (i < n && (src[i] === ' ' || src[i] === '\t' || src[i] === '\n')) i++;
    if (i >= n) break;
    if (src[i] === '#') {
      i = nextLine(src, i);
      continue;
    }
    const eq = src.indexOf('=', i);
    const nl = src.indexOf('\n', i);
    if (eq === -1 || (nl !== -1 && nl < eq)) {
      i = nextLine(src, i);
      continue;
    }
    let key = src.slice(i, eq).trim();
    if (key.startsWith('export ')) key = key.slice(7).trim();
    i = eq + 1;
    while (i < n && (src[i] === ' ' || src[i] === '\t')) i++;
    if (key === '') {
      i = nextLine(src, i);
      continue;
    }
    if (i >= n || src[i] === '\n') {
      out[key] = '';
      i++;
      continue;
    }
    const q = src[i];
    if (q === '"' || q === "'" || q === '`') {
      const end = src.indexOf(q, i + 1);
      if (end !== -1) {
        let value = src.slice(i + 1, end);
        if (q === '"') value = value.replace(/\\n/g, '\n');
        out[key] = value;
        i = nextLine(src, end);
        continue;
      }
    }
    const end = src.indexOf('\n', i);
    let value = src.slice(i, end === -1 ? n : end);
    const hash = value.indexOf('#');
    if (hash !== -1) value = value.slice(0, hash);
    out[key] = value.trim();
    i = end === -1 ? n : end + 1;
  }
  return out;
}
function nextLine(src, i) {
  const nl = src.indexOf('\n', i);
  return nl === -1 ? src.length : nl + 1;
}

module.exports = { parseEnv };
