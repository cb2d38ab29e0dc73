'use strict';
// Finds the names that a CommonJS source exports, without running it: for `import { name } from './file.cjs'`.
// parse(source) -> { exports: string[], reexports: string[] }

const kIdent = 1;
const kString = 2;
const kPunct = 3;
const kOther = 4; // numbers, templates, regular expressions

const keywordsBeforeRegExp = new Set(['return', 'typeof', 'instanceof', 'in', 'of', 'new', 'delete', 'void', 'throw', 'case', 'do', 'else', 'await', 'yield']);

function isIdStart(c) {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 36 || c === 95 || c > 127 || c === 92;
}
function isIdPart(c) {
  return isIdStart(c) || (c >= 48 && c <= 57);
}

// tokenize gives parallel arrays of kinds and texts.
function tokenize(src) {
  const kinds = [];
  const texts = [];
  const n = src.length;
  const braces = []; // true = a template's ${
  let i = 0;
  if (src.startsWith('#!')) {
    i = src.indexOf('\n');
    if (i < 0) i = n;
  }
  function push(kind, text) {
    kinds.push(kind);
    texts.push(text);
  }
  function regexAllowed() {
    const k = kinds.length - 1;
    if (k < 0) return true;
    if (kinds[k] === kPunct) return texts[k] !== ')' && texts[k] !== ']' && texts[k] !== '}';
    if (kinds[k] === kIdent) return keywordsBeforeRegExp.has(texts[k]);
    return false;
  }
  function template(start) {
    // from after ` or }: to the closing ` or to ${
    let j = start;
    while (j < n) {
      const c = src.charCodeAt(j);
      if (c === 92) j += 2;
      else if (c === 96) return j + 1;
      else if (c === 36 && src.charCodeAt(j + 1) === 123) {
        braces.push(true);
        return j + 2;
      } else j++;
    }
    return n;
  }
  while (i < n) {
    const c = src.charCodeAt(i);
    if (c === 32 || c === 10 || c === 9 || c === 13 || c === 0xFEFF || c === 0xA0) {
      i++;
    } else if (c === 47 && src.charCodeAt(i + 1) === 47) {
      const e = src.indexOf('\n', i);
      i = e < 0 ? n : e + 1;
    } else if (c === 47 && src.charCodeAt(i + 1) === 42) {
      const e = src.indexOf('*/', i + 2);
      i = e < 0 ? n : e + 2;
    } else if (isIdStart(c)) {
      let j = i + 1;
      while (j < n && isIdPart(src.charCodeAt(j))) j++;
      push(kIdent, src.slice(i, j));
      i = j;
    } else if (c === 34 || c === 39) {
      let j = i + 1;
      let simple = true;
      while (j < n) {
        const d = src.charCodeAt(j);
        if (d === 92) {
          simple = false;
          j += 2;
        } else if (d === c) {
          break;
        } else if (d === 10) {
          break;
        } else {
          j++;
        }
      }
      const raw = src.slice(i + 1, j);
      push(kString, simple ? raw : unescape(raw));
      i = j + 1;
    } else if (c >= 48 && c <= 57) {
      let j = i + 1;
      while (j < n && (isIdPart(src.charCodeAt(j)) || src[j] === '.')) j++;
      push(kOther, '0');
      i = j;
    } else if (c === 96) {
      push(kOther, '`');
      i = template(i + 1);
    } else if (c === 125 && braces.length > 0 && braces[braces.length - 1] === true) {
      braces.pop();
      i = template(i + 1);
    } else if (c === 47 && regexAllowed()) {
      let j = i + 1;
      let inClass = false;
      while (j < n) {
        const d = src.charCodeAt(j);
        if (d === 92) j++;
        else if (d === 91) inClass = true;
        else if (d === 93) inClass = false;
        else if (d === 47 && !inClass) break;
        else if (d === 10) break;
        j++;
      }
      j++;
      while (j < n && isIdPart(src.charCodeAt(j))) j++;
      push(kOther, '/');
      i = j;
    } else {
      if (c === 123) braces.push(false);
      else if (c === 125) braces.pop();
      if (c === 46 && src.charCodeAt(i + 1) === 46 && src.charCodeAt(i + 2) === 46) {
        push(kPunct, '...');
        i += 3;
      } else if (c === 61 && (src.charCodeAt(i + 1) === 61 || src.charCodeAt(i + 1) === 62)) {
        let j = i + 2;
        if (src.charCodeAt(j) === 61) j++;
        push(kPunct, src.slice(i, j));
        i = j;
      } else {
        push(kPunct, src[i]);
        i++;
      }
    }
  }
  return { kinds, texts };
}
function unescape(raw) {
  return raw.replace(/\\(u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|[\s\S])/g, (m, all, a, b, c) => {
    if (a) return String.fromCodePoint(Number.parseInt(a, 16));
    if (b) return String.fromCharCode(Number.parseInt(b, 16));
    if (c) return String.fromCharCode(Number.parseInt(c, 16));
    switch (all) {
      case 'n': return '\n';
      case 't': return '\t';
      case 'r': return '\r';
      case 'b': return '\b';
      case 'f': return '\f';
      case 'v': return '\v';
      case '0': return '\0';
      case '\n': case '\r\n': return '';
      default: return all;
    }
  });
}

function parse(source) {
  const { kinds, texts } = tokenize(source);
  const n = kinds.length;
  const names = new Set();
  let reexports = new Set();
  const starReexports = new Set();
  const imported = new Map(); // variable -> specifier, for Babel's export * loop

  const is = (i, t) => i < n && texts[i] === t && kinds[i] !== kString;
  // exportsRef: index after `exports` or `module.exports` at i, or -1.
  function exportsRef(i) {
    if (kinds[i] !== kIdent) return -1;
    if (texts[i] === 'exports') return i > 0 && is(i - 1, '.') ? -1 : i + 1;
    if (texts[i] === 'module' && is(i + 1, '.') && is(i + 2, 'exports')) return i > 0 && is(i - 1, '.') ? -1 : i + 3;
    return -1;
  }
  // requireCall: require('x') at i -> [specifier, index after], or undefined.
  function requireCall(i) {
    if (is(i, 'require') && kinds[i] === kIdent && is(i + 1, '(') && kinds[i + 2] === kString && is(i + 3, ')')) return [texts[i + 2], i + 4];
    // _interopRequireWildcard(require('x')) and the like
    if (kinds[i] === kIdent && is(i + 1, '(') && is(i + 2, 'require')) {
      const r = requireCall(i + 2);
      if (r && is(r[1], ')')) return [r[0], r[1] + 1];
    }
    return undefined;
  }
  function objectLiteral(i) {
    // at { of module.exports = {
    let j = i + 1;
    while (j < n) {
      if (is(j, '}')) return;
      if (is(j, '...')) {
        const r = requireCall(j + 1);
        if (r) {
          reexports.add(r[0]);
          j = r[1];
          if (is(j, ',')) j++;
          continue;
        }
        if (kinds[j + 1] !== kIdent) return;
        j += 2;
        if (is(j, ',')) j++;
        continue;
      }
      if (kinds[j] === kIdent || kinds[j] === kString) {
        if (kinds[j] === kIdent && (texts[j] === 'get' || texts[j] === 'set') && kinds[j + 1] === kIdent) return;
        const name = texts[j];
        if (is(j + 1, ':')) {
          // A value that is no identifier ends the list without this name, a longer expression with it.
          if (kinds[j + 2] !== kIdent) return;
          names.add(name);
          if (is(j + 3, ',') || is(j + 3, '}')) {
            j += 3;
          } else {
            return;
          }
        } else if (kinds[j] === kIdent) {
          names.add(name);
          j++;
          if (!is(j, ',') && !is(j, '}')) return;
        } else {
          return;
        }
        if (is(j, ',')) j++;
        continue;
      }
      return;
    }
  }

  for (let i = 0; i < n; i++) {
    if (kinds[i] !== kIdent) continue;
    const t = texts[i];
    if (t === 'exports' || t === 'module') {
      const after = exportsRef(i);
      if (after < 0) continue;
      if (is(after, '.') && kinds[after + 1] === kIdent) {
        if (is(after + 2, '=')) names.add(texts[after + 1]);
        i = after + 1 < n && is(after + 2, '=') ? after + 1 : i;
      } else if (is(after, '[') && kinds[after + 1] === kString && is(after + 2, ']')) {
        if (is(after + 3, '=')) names.add(texts[after + 1]);
      } else if (is(after, '=') && t === 'module') {
        // The last assignment to module.exports decides about re-exports.
        reexports = new Set();
        let v = after + 1;
        // module.exports = exports = ...
        while (exportsRef(v) > 0 && is(exportsRef(v), '=')) v = exportsRef(v) + 1;
        if (is(v, '{')) {
          objectLiteral(v);
        } else {
          const r = requireCall(v);
          if (r) reexports.add(r[0]);
        }
      }
    } else if (t === 'Object' && is(i + 1, '.')) {
      if (is(i + 2, 'defineProperty') && is(i + 3, '(')) {
        const after = exportsRef(i + 4);
        if (after > 0 && is(after, ',') && kinds[after + 1] === kString && is(after + 2, ',') && is(after + 3, '{')) {
          const name = texts[after + 1];
          let j = after + 4;
          if (is(j, 'enumerable') && is(j + 1, ':') && (is(j + 2, 'true') || (is(j + 2, '!') && kinds[j + 3] === kOther)) ) {
            j += is(j + 2, 'true') ? 3 : 4;
            if (is(j, ',')) j++;
            if (is(j, 'value') && is(j + 1, ':')) names.add(name);
            else if (is(j, 'get')) {
              // get: function () { return a.b; }   get() { return a['b'] }   get: () => a.b
              let k = j + 1;
              if (is(k, ':')) k++;
              if (is(k, 'function')) k++;
              if (kinds[k] === kIdent && is(k + 1, '(')) k++;
              if (is(k, '(') && is(k + 1, ')')) {
                k += 2;
                if (is(k, '=>')) k++;
                if (is(k, '{')) k++;
                if (is(k, 'return')) k++;
                if (kinds[k] === kIdent) names.add(name);
              }
            }
          } else if (is(j, 'value') && is(j + 1, ':')) {
            names.add(name);
          }
        }
      } else if (is(i + 2, 'keys') && is(i + 3, '(') && kinds[i + 4] === kIdent && is(i + 5, ')') && is(i + 6, '.') && is(i + 7, 'forEach')) {
        // Babel: Object.keys(_x).forEach(function (key) { ... exports[key] = _x[key] ... })
        const spec = imported.get(texts[i + 4]);
        if (spec !== undefined) {
          for (let j = i + 8; j < i + 120 && j < n; j++) {
            const a = exportsRef(j);
            if ((a > 0 && is(a, '[') && kinds[a + 1] === kIdent && is(a + 2, ']')) ||
                (is(j, 'defineProperty') && exportsRef(j + 2) > 0)) {
              starReexports.add(spec);
              break;
            }
          }
        }
      }
    } else if ((t === '__exportStar' || t === '__export' || t === '_export_star') && is(i + 1, '(')) {
      const r = requireCall(i + 2);
      if (r) starReexports.add(r[0]);
    } else if (t === 'tslib' || t === 'tslib_1') {
      if (is(i + 1, '.') && is(i + 2, '__exportStar') && is(i + 3, '(')) {
        const r = requireCall(i + 4);
        if (r) starReexports.add(r[0]);
      }
    } else if ((t === 'var' || t === 'let' || t === 'const') && kinds[i + 1] === kIdent && is(i + 2, '=')) {
      const r = requireCall(i + 3);
      if (r) imported.set(texts[i + 1], r[0]);
    }
  }
  // esbuild: 0 && (module.exports = { a, b }) was seen above as an object literal.
  return { exports: [...names], reexports: [...new Set([...reexports, ...starReexports])] };
}

module.exports = { parse };
