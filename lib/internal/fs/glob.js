'use strict';

// Glob patterns over the file system: *, ?, [..], {a,b}, **, and the extended groups @( +( *( ?( !(.

const path = require('path');
const fs = require('fs');
const { validateFunction, validateObject, validateString, validateStringArray } = require('internal/validators');
const { DirentFromStats } = require('internal/fs/utils');

const isWindows = process.platform === 'win32';
const kGlobstar = Symbol('**');
const kMaxBraces = 10000;

// Expands braces into the list of patterns without them.
function expandBraces(pattern) {
  const out = [];
  const work = [pattern];
  while (work.length > 0 && out.length < kMaxBraces) {
    const p = work.pop();
    const open = findBrace(p);
    if (open === null) {
      out.push(p);
      continue;
    }
    const [start, end, parts] = open;
    for (let i = parts.length - 1; i >= 0; i--) work.push(p.slice(0, start) + parts[i] + p.slice(end + 1));
  }
  return out;
}

// The first brace group with a comma or a range: [start, end, alternatives].
function findBrace(p) {
  for (let i = 0; i < p.length; i++) {
    if (p[i] === '\\') {
      i++;
      continue;
    }
    if (p[i] !== '{') continue;
    let depth = 0;
    let last = i + 1;
    const parts = [];
    for (let j = i; j < p.length; j++) {
      const c = p[j];
      if (c === '\\') j++;
      else if (c === '{') depth++;
      else if (c === ',' && depth === 1) {
        parts.push(p.slice(last, j));
        last = j + 1;
      } else if (c === '}' && --depth === 0) {
        parts.push(p.slice(last, j));
        if (parts.length > 1) return [i, j, parts];
        const m = /^(?:(-?\d+)\.\.(-?\d+)|([a-zA-Z])\.\.([a-zA-Z]))(?:\.\.(-?\d+))?$/.exec(parts[0]);
        if (m) return [i, j, range(m)];
        break;
      }
    }
  }
  return null;
}

function range(m) {
  const num = m[1] !== undefined;
  const a = num ? +m[1] : m[3].charCodeAt(0);
  const b = num ? +m[2] : m[4].charCodeAt(0);
  const step = Math.max(1, Math.abs(m[5] ? +m[5] : 1));
  const width = num && (/^-?0\d/.test(m[1]) || /^-?0\d/.test(m[2])) ? Math.max(m[1].length, m[2].length) : 0;
  const out = [];
  for (let v = a; a <= b ? v <= b : v >= b; v += a <= b ? step : -step) {
    out.push(num ? String(v).padStart(width, '0') : String.fromCharCode(v));
    if (out.length >= kMaxBraces) break;
  }
  return out;
}

// One path segment as a RegExp source.
function segmentSource(seg) {
  let src = '';
  let i = 0;
  const closers = [];
  while (i < seg.length) {
    const c = seg[i];
    if ('@+*?!'.includes(c) && seg[i + 1] === '(') {
      closers.push(c);
      src += c === '!' ? '(?:(?!(?:' : '(?:';
      i += 2;
    } else if (c === ')' && closers.length > 0) {
      const kind = closers.pop();
      src += kind === '@' ? ')' : kind === '!' ? `)${closers.length === 0 && i === seg.length - 1 ? '$' : ''})[^/]*?)` : `)${kind}`;
      i++;
    } else if (c === '|' && closers.length > 0) {
      src += '|';
      i++;
    } else if (c === '*') {
      while (seg[i + 1] === '*') i++;
      src += '[^/]*?';
      i++;
    } else if (c === '?') {
      src += '[^/]';
      i++;
    } else if (c === '[') {
      let j = i + 1;
      if (seg[j] === '!' || seg[j] === '^') j++;
      if (seg[j] === ']') j++;
      while (j < seg.length && seg[j] !== ']') {
        if (seg[j] === '[' && seg[j + 1] === ':') j = Math.max(j, seg.indexOf(':]', j) + 1);
        j++;
      }
      if (j >= seg.length) {
        src += '\\[';
        i++;
      } else {
        src += classSource(seg.slice(i + 1, j));
        i = j + 1;
      }
    } else if (c === '\\' && i + 1 < seg.length) {
      src += escape(seg[i + 1]);
      i += 2;
    } else {
      src += escape(c);
      i++;
    }
  }
  return src;
}

function classSource(body) {
  let neg = false;
  if (body[0] === '!' || body[0] === '^') {
    neg = true;
    body = body.slice(1);
  }
  body = body.replace(/\[:(\w+):\]|[\\\]^[]/g, (m, name) => {
    switch (name) {
      case undefined: return '\\' + m;
      case 'alnum': return '\\p{L}\\p{Nl}\\p{Nd}';
      case 'alpha': return '\\p{L}\\p{Nl}';
      case 'digit': return '\\p{Nd}';
      case 'lower': return '\\p{Ll}';
      case 'upper': return '\\p{Lu}';
      case 'punct': return '\\p{P}';
      case 'space': return '\\s';
      case 'word': return '\\p{L}\\p{Nl}\\p{Nd}\\p{Pc}';
      case 'xdigit': return 'A-Fa-f0-9';
      default: return '';
    }
  });
  return `[${neg ? '^/' : ''}${body}]`;
}

function escape(c) {
  return /[\\^$.*+?()[\]{}|/]/.test(c) ? '\\' + c : c;
}

const hasMagic = (seg) => /[*?[\]!+@(]/.test(seg) && /[*?[]|[@+!]\(/.test(seg);

// A matcher of one segment: a string, kGlobstar, or a RegExp.
function compileSegment(seg) {
  if (seg === '**') return kGlobstar;
  if (!hasMagic(seg)) return seg.replace(/\\(.)/g, '$1');
  let re;
  try {
    re = new RegExp(`^${segmentSource(seg)}$`, isWindows || process.platform === 'darwin' ? 'ui' : 'u');
  } catch {
    return seg;
  }
  re.dot = seg[0] === '.' || seg.startsWith('\\.');
  return re;
}

function compile(pattern, windows = isWindows) {
  if (windows) pattern = pattern.replaceAll('\\', '/');
  return expandBraces(pattern).map((p) => {
    const absolute = p.startsWith('/') || (windows && /^[a-zA-Z]:\//.test(p));
    let segs = p.split('/');
    const trailing = segs.length > 1 && segs[segs.length - 1] === '';
    segs = segs.filter((s, i) => s !== '' && (s !== '.' || segs.length === 1));
    const compiled = [];
    for (const s of segs) {
      const c = compileSegment(s);
      if (c === kGlobstar && compiled[compiled.length - 1] === kGlobstar) continue;
      compiled.push(c);
    }
    return { absolute, trailing, segs: compiled };
  });
}

function matchSegment(seg, name) {
  if (typeof seg === 'string') return isWindows ? seg.toLowerCase() === name.toLowerCase() : seg === name;
  return seg.test(name);
}

// Whole-path match, memoised over (path index, pattern index).
function matchParts(segs, parts) {
  const n = parts.length;
  let row = new Array(n + 1).fill(false);
  row[0] = true;
  for (const seg of segs) {
    const next = new Array(n + 1).fill(false);
    if (seg === kGlobstar) {
      let reach = false;
      for (let i = 0; i <= n; i++) {
        reach ||= row[i];
        next[i] = reach;
      }
    } else {
      for (let i = 0; i < n; i++) if (row[i] && matchSegment(seg, parts[i])) next[i + 1] = true;
    }
    row = next;
  }
  return row[n];
}

function matchGlobPattern(p, pattern, windows = isWindows) {
  validateString(p, 'path');
  validateString(pattern, 'pattern');
  if (windows) p = p.replaceAll('\\', '/');
  const absolute = p.startsWith('/');
  const parts = p.split('/').filter((s) => s !== '' && s !== '.');
  return compile(pattern, windows).some((c) => c.absolute === absolute && matchParts(c.segs, parts));
}

class Glob {
  #root;
  #exclude;
  #excludePatterns = null;
  #patterns;
  #withFileTypes;
  #followSymlinks;
  #results = new Set();

  constructor(pattern, options = {}) {
    validateObject(options, 'options');
    const { exclude, cwd, withFileTypes, followSymlinks } = options;
    this.#root = require('internal/url').toPathIfFileURL(cwd) ?? '.';
    this.#withFileTypes = !!withFileTypes;
    this.#followSymlinks = followSymlinks === true;
    if (exclude != null) {
      if (Array.isArray(exclude)) {
        validateStringArray(exclude, 'options.exclude');
        this.#excludePatterns = exclude.flatMap((p) => compile(p));
      } else {
        validateFunction(exclude, 'options.exclude');
        this.#exclude = exclude;
      }
    }
    let patterns;
    if (typeof pattern === 'object') {
      validateStringArray(pattern, 'patterns');
      patterns = pattern;
    } else {
      validateString(pattern, 'patterns');
      patterns = [pattern];
    }
    this.#patterns = patterns.flatMap((p) => compile(p));
  }

  #full(rel, absolute) {
    if (absolute) return '/' + rel;
    return rel === '' ? this.#root : path.resolve(this.#root, rel);
  }

  #dirent(full, name, follow) {
    const st = (follow ? fs.statSync : fs.lstatSync)(full, { throwIfNoEntry: false });
    return st === undefined ? null : new DirentFromStats(name, st, path.dirname(full));
  }

  #isExcluded(rel, dirent) {
    if (this.#exclude) return !!this.#exclude(this.#withFileTypes ? dirent : rel === '' ? '.' : rel);
    if (this.#excludePatterns) {
      const parts = rel.split('/').filter(Boolean);
      const absParts = path.resolve(this.#root, rel).split('/').filter(Boolean);
      return this.#excludePatterns.some((c) => matchParts(c.segs, c.absolute ? absParts : parts));
    }
    return false;
  }

  globSync() {
    return [...this.#walk()];
  }

  async* glob() {
    for (const m of this.#walk()) yield m;
  }

  * #walk() {
    for (const p of this.#patterns) yield* this.#expand(p, [], 0, new Set());
  }

  * #emit(pattern, parts, dirent) {
    let out = parts.join(path.sep);
    if (pattern.absolute) out = path.sep + out;
    else if (out === '') out = '.';
    if (pattern.trailing) {
      if (!dirent.isDirectory()) return;
      if (!out.endsWith(path.sep)) out += path.sep;
    }
    if (this.#results.has(out)) return;
    this.#results.add(out);
    yield this.#withFileTypes ? dirent : out;
  }

  * #expand(pattern, parts, index, visited) {
    const { segs, absolute } = pattern;
    // Literal segments need no listing.
    while (index < segs.length && typeof segs[index] === 'string') {
      parts = [...parts, segs[index++]];
      if (index < segs.length) continue;
    }
    const rel = parts.join('/');
    const key = `${rel}\0${index}`;
    if (visited.has(key)) return;
    visited.add(key);
    const full = this.#full(rel, absolute);
    if (index === segs.length) {
      const dirent = this.#dirent(full, parts.length ? parts[parts.length - 1] : path.basename(path.resolve(full)), pattern.trailing);
      if (dirent === null) return;
      if (this.#isExcluded(rel, dirent)) return;
      yield* this.#emit(pattern, parts, dirent);
      return;
    }
    const seg = segs[index];
    if (seg === kGlobstar) {
      yield* this.#expand(pattern, parts, index + 1, visited);
    }
    let entries;
    try {
      entries = fs.readdirSync(full, { withFileTypes: true });
    } catch {
      return;
    }
    for (const e of entries) {
      const childParts = [...parts, e.name];
      const childRel = childParts.join('/');
      if (seg === kGlobstar) {
        if (this.#isExcluded(childRel, e)) continue;
        const isDir = e.isDirectory() || (this.#followSymlinks && e.isSymbolicLink() &&
          !!this.#dirent(path.join(full, e.name), e.name, true)?.isDirectory());
        if (isDir) yield* this.#expand(pattern, childParts, index, visited);
        else if (segs.length === index + 1) yield* this.#emit(pattern, childParts, e);
        else if (segs.length === index + 2 && segs[index + 1] !== kGlobstar && matchSegment(segs[index + 1], e.name)) {
          yield* this.#emit(pattern, childParts, e);
        } else if (e.isSymbolicLink()) {
          // A link is followed by explicit segments only.
          yield* this.#expand(pattern, childParts, index + 1, new Set());
        }
      } else if (matchSegment(seg, e.name)) {
        if (this.#isExcluded(childRel, e)) continue;
        if (index + 1 === segs.length) yield* this.#emit(pattern, childParts, e);
        else if (e.isDirectory() || e.isSymbolicLink()) yield* this.#expand(pattern, childParts, index + 1, visited);
      }
    }
  }
}

module.exports = { Glob, matchGlobPattern };
