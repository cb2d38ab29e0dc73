'use strict';

// Colors the text of a regular expression for util.inspect: the palette is used cyclically by nesting level, so that
// a bracket, what it contains, and the operators between the parts are told apart.

function highlight(text, colors, palette) {
  const codes = palette.map((name) => colors[name] ?? [0, 0]);
  let out = '';
  let depth = 1;
  let i = 1;

  const emit = (piece, offset) => {
    // Unbalanced text cannot go below the first color.
    const code = codes[Math.max(depth + offset, 0) % codes.length];
    out += `\u001b[${code[0]}m${piece}\u001b[${code[1]}m`;
  };

  const hexRun = (from, count) => {
    let n = 0;
    while (n < count && /[0-9a-fA-F]/.test(text[from + n] ?? '')) n++;
    return n === count;
  };

  // \x, \u{...}, \p{...}, \k<...>, \12 and so on; i stands on the backslash.
  const escape = () => {
    const next = text[i + 1];
    if (next === undefined) {
      emit('\\', 1);
      i++;
      return;
    }
    if ((next === 'p' || next === 'P' || next === 'u') && text[i + 2] === '{') {
      const end = text.indexOf('}', i + 3);
      if (end !== -1) {
        emit(`\\${next}{`, 0);
        emit(text.slice(i + 3, end), 1);
        emit('}', 0);
        i = end + 1;
        return;
      }
      emit(`\\${next}{`, 1);
      i += 3;
      return;
    }
    if (next === 'k' && text[i + 2] === '<') {
      const end = text.indexOf('>', i + 3);
      if (end !== -1) {
        emit('\\k<', -1);
        emit(text.slice(i + 3, end), 0);
        emit('>', -1);
        i = end + 1;
        return;
      }
    }
    if (next === 'x' && hexRun(i + 2, 2)) {
      emit(text.slice(i, i + 4), 1);
      i += 4;
      return;
    }
    if (next >= '0' && next <= '9') {
      let end = i + 2;
      while (text[end] >= '0' && text[end] <= '9') end++;
      emit(text.slice(i, end), 1);
      i = end;
      return;
    }
    emit(text.slice(i, i + 2), 1);
    i += 2;
  };

  const characterClass = () => {
    emit('[', 0);
    i++;
    depth++;
    if (text[i] === '^') {
      emit('^', 0);
      i++;
    }
    let sawAtom = false;
    while (i < text.length && text[i] !== ']') {
      const char = text[i];
      if (char === '\\') {
        depth--;
        if ((text[i + 1] === 'p' || text[i + 1] === 'P' || text[i + 1] === 'u') && text[i + 2] === '{') depth++;
        escape();
        if (out.length > 0) depth = classDepth;
        sawAtom = true;
        continue;
      }
      if (char === '-' && sawAtom && text[i + 1] !== ']' && i + 1 < text.length) {
        emit('-', 1);
        i++;
        sawAtom = false;
        continue;
      }
      emit(char, 0);
      sawAtom = true;
      i++;
    }
    depth--;
    if (text[i] === ']') {
      emit(']', 0);
      i++;
    }
  };
  let classDepth = 0;

  emit('/', -1);
  while (i < text.length) {
    const char = text[i];
    if (char === '\\') {
      escape();
    } else if (char === '/') {
      emit('/', -1);
      i++;
      if (i < text.length) emit(text.slice(i), 0);
      return out;
    } else if (char === '[') {
      classDepth = depth + 1;
      characterClass();
    } else if (char === '(') {
      emit('(', 0);
      i++;
      const lookaround = /^\?(?:<?[=!]|:)/.exec(text.slice(i, i + 3));
      if (lookaround !== null) {
        emit(lookaround[0], 0);
        i += lookaround[0].length;
      } else if (text[i] === '?' && text[i + 1] === '<') {
        const end = text.indexOf('>', i);
        if (end !== -1) {
          emit('?<', 0);
          emit(text.slice(i + 2, end), 1);
          emit('>', 0);
          i = end + 1;
        }
      } else if (text[i] === '?') {
        emit('?', 1);
        i++;
      }
      depth++;
    } else if (char === ')') {
      depth--;
      emit(')', 0);
      i++;
    } else if (char === '{' && /^\{\d+(?:,\d*)?\}/.test(text.slice(i))) {
      const { 1: low, 2: high } = /^\{(\d+)(,\d*)?\}/.exec(text.slice(i));
      emit('{', 0);
      emit(low, 2);
      i += 1 + low.length;
      if (high !== undefined) {
        emit(',', 1);
        if (high.length > 1) emit(high.slice(1), 2);
        i += high.length;
      }
      emit('}', 0);
      i++;
    } else if (char === '*' || char === '+' || char === '?' || char === '^' || char === '$' || char === '|' || char === ',') {
      emit(char, 3);
      i++;
    } else if (char === '.') {
      emit('.', 2);
      i++;
    } else {
      emit(char, 1);
      i++;
    }
  }
  return out;
}

module.exports = { highlight };
