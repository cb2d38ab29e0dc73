'use strict';
// Pattern strings of URLPattern (WHATWG URL Pattern, 2): tokens, parts, regular expressions, and back to text.

const kFixed = 0;
const kRegexp = 1;
const kSegment = 2;
const kFullWildcard = 3;

class PatternError extends TypeError {
  get isPatternError() { return true; }
}
function fail(why) { return new PatternError(why); }

const nameStart = () => /[\p{ID_Start}$_]/u;
const namePart = () => /[\p{ID_Continue}$\u200c\u200d]/u;

class Token {
  constructor(type, index, value) {
    this.type = type;
    this.index = index;
    this.value = value;
  }
}

// tokenize, 2.1.2. lenient: an error becomes an invalid-char token.
function tokenize(input, lenient) {
  const out = [];
  const isStart = nameStart();
  const isPart = namePart();
  let index = 0;
  const charAt = (i) => {
    if (i >= input.length) return '';
    const c = input.codePointAt(i);
    return c > 0xFFFF ? input.slice(i, i + 2) : input[i];
  };
  const add = (type, next, valueAt, valueLength = next - valueAt) => {
    out.push(new Token(type, index, input.slice(valueAt, valueAt + valueLength)));
    index = next;
  };
  const error = (next, valueAt) => {
    if (!lenient) throw fail('invalid token');
    add('invalid-char', next, valueAt);
  };
  while (index < input.length) {
    const ch = charAt(index);
    const after = index + ch.length;
    switch (ch) {
      case '*': add('asterisk', after, index); continue;
      case '+': case '?': add('other-modifier', after, index); continue;
      case '\\': {
        if (after >= input.length) {
          error(after, index);
          continue;
        }
        const escaped = charAt(after);
        add('escaped-char', after + escaped.length, after);
        continue;
      }
      case '{': add('open', after, index); continue;
      case '}': add('close', after, index); continue;
      case ':': {
        let at = after;
        const from = at;
        while (at < input.length) {
          const c = charAt(at);
          if (!(at === from ? isStart : isPart).test(c)) break;
          at += c.length;
        }
        if (at <= from) {
          error(from, index);
          continue;
        }
        add('name', at, from);
        continue;
      }
      case '(': {
        let depth = 1;
        let at = after;
        const from = at;
        let bad = false;
        while (at < input.length) {
          const c = charAt(at);
          if (c.codePointAt(0) > 127) {
            error(from, index);
            bad = true;
            break;
          }
          if (at === from && c === '?') {
            error(from, index);
            bad = true;
            break;
          }
          if (c === '\\') {
            if (at + 1 >= input.length) {
              error(from, index);
              bad = true;
              break;
            }
            const e = charAt(at + 1);
            if (e.codePointAt(0) > 127) {
              error(from, index);
              bad = true;
              break;
            }
            at += 1 + e.length;
            continue;
          }
          at += c.length;
          if (c === ')') {
            depth--;
            if (depth === 0) break;
          } else if (c === '(') {
            depth++;
            if (at >= input.length || input[at] !== '?') {
              error(from, index);
              bad = true;
              break;
            }
          }
        }
        if (bad) continue;
        if (depth !== 0) {
          error(from, index);
          continue;
        }
        const n = at - from - 1;
        if (n === 0) {
          error(from, index);
          continue;
        }
        add('regexp', at, from, n);
        continue;
      }
    }
    add('char', after, index);
  }
  out.push(new Token('end', input.length, ''));
  return out;
}

class Part {
  constructor(type, value, modifier) {
    this.type = type;
    this.value = value;
    this.modifier = modifier; // '', '?', '*', '+'
    this.name = '';
    this.prefix = '';
    this.suffix = '';
  }
}

function escapeRegexp(s) {
  return s.replace(/[.+*?^${}()[\]|/\\]/g, '\\$&');
}
function escapePattern(s) {
  return s.replace(/[+*?:{}()\\]/g, '\\$&');
}
function segmentWildcard(options) {
  return `[^${escapeRegexp(options.delimiter)}]+?`;
}

// parsePattern, 2.1.5: a list of parts.
function parsePattern(input, options, encode) {
  const tokens = tokenize(input, false);
  const segment = segmentWildcard(options);
  const parts = [];
  let pending = '';
  let index = 0;
  let nextName = 0;
  const consume = (type) => {
    const t = tokens[index];
    if (t.type !== type) return undefined;
    index++;
    return t;
  };
  const modifierToken = () => consume('other-modifier') ?? consume('asterisk');
  const regexpOrWildcard = (name) => {
    const t = consume('regexp');
    return name === undefined && t === undefined ? consume('asterisk') : t;
  };
  const flushPending = () => {
    if (pending === '') return;
    const v = encode(pending);
    pending = '';
    parts.push(new Part(kFixed, v, ''));
  };
  const isDuplicate = (name) => parts.some((p) => p.name === name);
  const addPart = (prefix, name, token, suffix, modifier) => {
    const m = modifier === undefined ? '' : modifier.value;
    if (name === undefined && token === undefined && m === '') {
      pending += prefix;
      return;
    }
    flushPending();
    if (name === undefined && token === undefined) {
      if (prefix === '') return;
      parts.push(new Part(kFixed, encode(prefix), m));
      return;
    }
    let value;
    if (token === undefined) value = segment;
    else if (token.type === 'asterisk') value = '.*';
    else value = token.value;
    let type = kRegexp;
    if (value === segment) {
      type = kSegment;
      value = '';
    } else if (value === '.*') {
      type = kFullWildcard;
      value = '';
    }
    const part = new Part(type, value, m);
    if (name !== undefined) part.name = name.value;
    else if (token !== undefined) part.name = `${nextName++}`;
    if (isDuplicate(part.name)) throw fail('duplicate name');
    part.prefix = encode(prefix);
    part.suffix = encode(suffix);
    parts.push(part);
  };
  const consumeText = () => {
    let s = '';
    for (;;) {
      const t = consume('char') ?? consume('escaped-char');
      if (t === undefined) return s;
      s += t.value;
    }
  };

  while (index < tokens.length) {
    const char = consume('char');
    const name = consume('name');
    let token = regexpOrWildcard(name);
    if (name !== undefined || token !== undefined) {
      let prefix = char === undefined ? '' : char.value;
      if (prefix !== '' && prefix !== options.prefix) {
        pending += prefix;
        prefix = '';
      }
      flushPending();
      addPart(prefix, name, token, '', modifierToken());
      continue;
    }
    const fixed = char ?? consume('escaped-char');
    if (fixed !== undefined) {
      pending += fixed.value;
      continue;
    }
    if (consume('open') !== undefined) {
      const prefix = consumeText();
      const n = consume('name');
      token = regexpOrWildcard(n);
      const suffix = consumeText();
      if (consume('close') === undefined) throw fail('expected }');
      addPart(prefix, n, token, suffix, modifierToken());
      continue;
    }
    flushPending();
    if (consume('end') === undefined) throw fail('unexpected token');
  }
  return parts;
}

// regexpOf makes the regular expression of a part list and the names of its groups.
function regexpOf(parts, options) {
  let s = '^';
  const names = [];
  for (const part of parts) {
    if (part.type === kFixed) {
      s += part.modifier === '' ? escapeRegexp(part.value) : `(?:${escapeRegexp(part.value)})${part.modifier}`;
      continue;
    }
    names.push(part.name);
    let value = part.value;
    if (part.type === kSegment) value = segmentWildcard(options);
    else if (part.type === kFullWildcard) value = '.*';
    if (part.prefix === '' && part.suffix === '') {
      s += part.modifier === '' || part.modifier === '?' ? `(${value})${part.modifier}` : `((?:${value})${part.modifier})`;
      continue;
    }
    const prefix = escapeRegexp(part.prefix);
    const suffix = escapeRegexp(part.suffix);
    if (part.modifier === '' || part.modifier === '?') {
      s += `(?:${prefix}(${value})${suffix})${part.modifier}`;
      continue;
    }
    s += `(?:${prefix}((?:${value})(?:${suffix}${prefix}(?:${value}))*)${suffix})`;
    if (part.modifier === '*') s += '?';
  }
  return { source: `${s}$`, names };
}

// patternText is "generate a pattern string".
function patternText(parts, options) {
  let s = '';
  const isPart = namePart();
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    const previous = i > 0 ? parts[i - 1] : undefined;
    const next = i + 1 < parts.length ? parts[i + 1] : undefined;
    if (part.type === kFixed) {
      s += part.modifier === '' ? escapePattern(part.value) : `{${escapePattern(part.value)}}${part.modifier}`;
      continue;
    }
    const custom = !/^[0-9]/.test(part.name);
    let grouping = part.suffix !== '' || (part.prefix !== '' && part.prefix !== options.prefix);
    if (!grouping && custom && part.type === kSegment && part.modifier === '' && next !== undefined && next.prefix === '' && next.suffix === '') {
      if (next.type === kFixed) grouping = next.value.length > 0 && isPart.test(String.fromCodePoint(next.value.codePointAt(0)));
      else grouping = /^[0-9]/.test(next.name);
    }
    if (!grouping && part.prefix === '' && previous !== undefined && previous.type === kFixed && previous.value !== '') {
      const last = previous.value[previous.value.length - 1];
      grouping = last === options.prefix;
    }
    if (grouping) s += '{';
    s += escapePattern(part.prefix);
    if (custom) s += `:${part.name}`;
    if (part.type === kRegexp) {
      s += `(${part.value})`;
    } else if (part.type === kSegment && !custom) {
      s += `(${segmentWildcard(options)})`;
    } else if (part.type === kFullWildcard) {
      if (!custom && (previous === undefined || previous.type === kFixed || previous.modifier !== '' || grouping || part.prefix !== '')) s += '*';
      else s += '(.*)';
    }
    if (part.type === kSegment && custom && part.suffix !== '' && isPart.test(String.fromCodePoint(part.suffix.codePointAt(0)))) s += '\\';
    s += escapePattern(part.suffix);
    if (grouping) s += '}';
    s += part.modifier;
  }
  return s;
}

// compile makes a component: { pattern, regexp, names, hasRegExpGroups }.
function compile(input, encode, options, ignoreCase) {
  const parts = parsePattern(input, options, encode);
  const { source, names } = regexpOf(parts, options);
  let regexp;
  try {
    regexp = new RegExp(source, ignoreCase ? 'vi' : 'v');
  } catch {
    throw fail('invalid regular expression');
  }
  return { pattern: patternText(parts, options), regexp, names, hasRegExpGroups: parts.some((p) => p.type === kRegexp) };
}

module.exports = { tokenize, parsePattern, escapePattern, compile };
