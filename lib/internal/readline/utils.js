'use strict';
// Escape sequences, widths and the key decoder of readline.

const kEscape = '\x1b';

function CSI(strings, ...args) {
  let s = `${kEscape}[`;
  for (let i = 0; i < strings.length; i++) s += strings[i] + (i < args.length ? args[i] : '');
  return s;
}
CSI.kEscape = kEscape;
CSI.kClearToLineBeginning = CSI`1K`;
CSI.kClearToLineEnd = CSI`0K`;
CSI.kClearLine = CSI`2K`;
CSI.kClearScreenDown = CSI`0J`;

function charLengthLeft(str, i) {
  if (i <= 0) return 0;
  if ((i > 1 && str.codePointAt(i - 2) >= 0x10000) || str.codePointAt(i - 1) >= 0x10000) return 2;
  return 1;
}
function charLengthAt(str, i) {
  if (str.length <= i) return 1;
  return str.codePointAt(i) >= 0x10000 ? 2 : 1;
}

function functionKey(code) {
  switch (code) {
    case 'OP': case '[P': case '[11~': case '[[A': return 'f1';
    case 'OQ': case '[Q': case '[12~': case '[[B': return 'f2';
    case 'OR': case '[R': case '[13~': case '[[C': return 'f3';
    case 'OS': case '[S': case '[14~': case '[[D': return 'f4';
    case '[15~': case '[[E': return 'f5';
    case '[17~': return 'f6';
    case '[18~': return 'f7';
    case '[19~': return 'f8';
    case '[20~': return 'f9';
    case '[21~': return 'f10';
    case '[23~': return 'f11';
    case '[24~': return 'f12';
    case '[200~': return 'paste-start';
    case '[201~': return 'paste-end';
    case '[A': case 'OA': case '[a': case 'Oa': return 'up';
    case '[B': case 'OB': case '[b': case 'Ob': return 'down';
    case '[C': case 'OC': case '[c': case 'Oc': return 'right';
    case '[D': case 'OD': case '[d': case 'Od': return 'left';
    case '[E': case 'OE': case '[e': case 'Oe': return 'clear';
    case '[F': case 'OF': case '[4~': case '[8~': case '[8$': case '[8^': return 'end';
    case '[H': case 'OH': case '[1~': case '[7~': case '[7$': case '[7^': return 'home';
    case '[2~': case '[2$': case '[2^': return 'insert';
    case '[3~': case '[3$': case '[3^': return 'delete';
    case '[5~': case '[[5~': case '[5$': case '[5^': return 'pageup';
    case '[6~': case '[[6~': case '[6$': case '[6^': return 'pagedown';
    case '[Z': return 'tab';
    default: return 'undefined';
  }
}

// emitKeys decodes what a terminal sends: a generator that is fed one character at a time.
function* emitKeys(stream) {
  for (;;) {
    let ch = yield;
    let s = ch;
    let escaped = false;
    const key = { sequence: null, name: undefined, ctrl: false, meta: false, shift: false };
    if (ch === kEscape) {
      escaped = true;
      s += (ch = yield);
      if (ch === kEscape) s += (ch = yield);
    }
    if (escaped && (ch === 'O' || ch === '[')) {
      let code = ch;
      let modifier = 0;
      if (ch === 'O') {
        s += (ch = yield);
        if (ch >= '0' && ch <= '9') {
          modifier = (ch >> 0) - 1;
          s += (ch = yield);
        }
        code += ch;
      } else {
        s += (ch = yield);
        if (ch === '[') {
          code += ch;
          s += (ch = yield);
        }
        const cmdStart = s.length - 1;
        if (ch >= '0' && ch <= '9') {
          s += (ch = yield);
          if (ch >= '0' && ch <= '9') {
            s += (ch = yield);
            if (ch >= '0' && ch <= '9') s += (ch = yield);
          }
        }
        if (ch === ';') {
          s += (ch = yield);
          if (ch >= '0' && ch <= '9') s += yield;
        }
        const cmd = s.slice(cmdStart);
        let match;
        if ((match = /^(?:(\d\d?)(?:;(\d))?([~^$])|(\d{3}~))$/.exec(cmd))) {
          if (match[4]) {
            code += match[4];
          } else {
            code += match[1] + match[3];
            modifier = (match[2] || 1) - 1;
          }
        } else if ((match = /^((\d;)?(\d))?([A-Za-z])$/.exec(cmd))) {
          code += match[4];
          modifier = (match[3] || 1) - 1;
        } else {
          code += cmd;
        }
      }
      key.ctrl = !!(modifier & 4);
      key.meta = !!(modifier & 10);
      key.shift = !!(modifier & 1);
      key.code = code;
      key.name = functionKey(code);
      if (/^(\[[a-e]|\[[235678]\$|\[Z)$/.test(code)) key.shift = true;
      if (/^(O[a-e]|\[[2-8]\^)$/.test(code)) key.ctrl = true;
    } else if (ch === '\r') {
      key.name = 'return';
      key.meta = escaped;
    } else if (ch === '\n') {
      key.name = 'enter';
      key.meta = escaped;
    } else if (ch === '\t') {
      key.name = 'tab';
      key.meta = escaped;
    } else if (ch === '\b' || ch === '\x7f') {
      key.name = 'backspace';
      key.meta = escaped;
    } else if (ch === kEscape) {
      key.name = 'escape';
      key.meta = escaped;
    } else if (ch === ' ') {
      key.name = 'space';
      key.meta = escaped;
    } else if (!escaped && ch <= '\x1a') {
      key.name = String.fromCharCode(ch.charCodeAt(0) + 96);
      key.ctrl = true;
    } else if (/^[0-9A-Za-z]$/.test(ch)) {
      key.name = ch.toLowerCase();
      key.shift = /^[A-Z]$/.test(ch);
      key.meta = escaped;
    } else if (escaped) {
      key.name = ch.length ? undefined : 'escape';
      key.meta = true;
    }
    key.sequence = s;
    if (s.length !== 0 && (key.name !== undefined || escaped)) {
      stream.emit('keypress', escaped ? undefined : s, key);
    } else if (charLengthAt(s, 0) === s.length) {
      stream.emit('keypress', s, key);
    }
  }
}

function commonPrefix(strings) {
  if (strings.length === 0) return '';
  if (strings.length === 1) return strings[0];
  const sorted = strings.toSorted();
  const min = sorted[0];
  const max = sorted[sorted.length - 1];
  for (let i = 0; i < min.length; i++) if (min[i] !== max[i]) return min.slice(0, i);
  return min;
}

module.exports = { CSI, charLengthAt, charLengthLeft, commonPrefix, emitKeys };
