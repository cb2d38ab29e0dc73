'use strict';

// The deprecated `punycode` module: RFC 3492.

const { isInsideNodeModules } = require('internal/util');
if (!isInsideNodeModules(100, true)) {
  process.emitWarning('The `punycode` module is deprecated. Please use a userland alternative instead.',
    'DeprecationWarning', 'DEP0040');
}

const kMaxInt = 2147483647;
const kBase = 36;
const kTMin = 1;
const kTMax = 26;
const kSkew = 38;
const kDamp = 700;
const kInitialBias = 72;
const kInitialN = 128;

function fail(kind) {
  switch (kind) {
    case 'overflow': throw new RangeError('Overflow: input needs wider integers to process');
    case 'not-basic': throw new RangeError('Illegal input >= 0x80 (not a basic code point)');
  }
  throw new RangeError('Invalid input');
}

// Applies fn to each label; an email address keeps its local part.
function mapDomain(domain, fn) {
  const parts = domain.split('@');
  let prefix = '';
  if (parts.length > 1) {
    prefix = `${parts[0]}@`;
    domain = parts[1];
  }
  // The other full stops that IDNA allows.
  return prefix + domain.replace(/[\u3002\uFF0E\uFF61]/g, '.').split('.').map(fn).join('.');
}

function ucs2decode(string) {
  const output = [];
  let i = 0;
  while (i < string.length) {
    const value = string.charCodeAt(i++);
    if (value >= 0xD800 && value <= 0xDBFF && i < string.length) {
      const extra = string.charCodeAt(i++);
      if ((extra & 0xFC00) === 0xDC00) {
        output.push(((value & 0x3FF) << 10) + (extra & 0x3FF) + 0x10000);
      } else {
        output.push(value);
        i--;
      }
    } else {
      output.push(value);
    }
  }
  return output;
}

function ucs2encode(codePoints) {
  return String.fromCodePoint(...codePoints);
}

function basicToDigit(code) {
  if (code >= 0x30 && code < 0x3A) return 26 + (code - 0x30);
  if (code >= 0x41 && code < 0x5B) return code - 0x41;
  if (code >= 0x61 && code < 0x7B) return code - 0x61;
  return kBase;
}

function digitToBasic(digit) {
  return digit < 26 ? digit + 97 : digit + 22;
}

function adapt(delta, numPoints, firstTime) {
  let k = 0;
  delta = firstTime ? Math.floor(delta / kDamp) : delta >> 1;
  delta += Math.floor(delta / numPoints);
  for (; delta > ((kBase - kTMin) * kTMax) >> 1; k += kBase) delta = Math.floor(delta / (kBase - kTMin));
  return Math.floor(k + ((kBase - kTMin + 1) * delta) / (delta + kSkew));
}

function threshold(k, bias) {
  if (k <= bias) return kTMin;
  return k >= bias + kTMax ? kTMax : k - bias;
}

function decode(input) {
  const output = [];
  let i = 0;
  let n = kInitialN;
  let bias = kInitialBias;
  const basic = Math.max(input.lastIndexOf('-'), 0);
  for (let j = 0; j < basic; ++j) {
    if (input.charCodeAt(j) >= 0x80) fail('not-basic');
    output.push(input.charCodeAt(j));
  }
  for (let index = basic > 0 ? basic + 1 : 0; index < input.length;) {
    const oldi = i;
    for (let w = 1, k = kBase; ; k += kBase) {
      if (index >= input.length) fail('invalid-input');
      const digit = basicToDigit(input.charCodeAt(index++));
      if (digit >= kBase) fail('invalid-input');
      if (digit > Math.floor((kMaxInt - i) / w)) fail('overflow');
      i += digit * w;
      const t = threshold(k, bias);
      if (digit < t) break;
      if (w > Math.floor(kMaxInt / (kBase - t))) fail('overflow');
      w *= kBase - t;
    }
    const out = output.length + 1;
    bias = adapt(i - oldi, out, oldi === 0);
    if (Math.floor(i / out) > kMaxInt - n) fail('overflow');
    n += Math.floor(i / out);
    i %= out;
    output.splice(i++, 0, n);
  }
  return String.fromCodePoint(...output);
}

function encode(input) {
  input = ucs2decode(input);
  let n = kInitialN;
  let delta = 0;
  let bias = kInitialBias;
  let output = '';
  for (const value of input) if (value < 0x80) output += String.fromCharCode(value);
  const basicLength = output.length;
  let handled = basicLength;
  if (basicLength) output += '-';
  while (handled < input.length) {
    let m = kMaxInt;
    for (const value of input) if (value >= n && value < m) m = value;
    if (m - n > Math.floor((kMaxInt - delta) / (handled + 1))) fail('overflow');
    delta += (m - n) * (handled + 1);
    n = m;
    for (const value of input) {
      if (value < n && ++delta > kMaxInt) fail('overflow');
      if (value !== n) continue;
      let q = delta;
      for (let k = kBase; ; k += kBase) {
        const t = threshold(k, bias);
        if (q < t) break;
        output += String.fromCharCode(digitToBasic(t + ((q - t) % (kBase - t))));
        q = Math.floor((q - t) / (kBase - t));
      }
      output += String.fromCharCode(digitToBasic(q));
      bias = adapt(delta, handled + 1, handled === basicLength);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return output;
}

function toUnicode(input) {
  return mapDomain(input, (label) => (/^xn--/.test(label) ? decode(label.slice(4).toLowerCase()) : label));
}

function toASCII(input) {
  return mapDomain(input, (label) => (/[^\0-\x7F]/.test(label) ? `xn--${encode(label)}` : label));
}

module.exports = {
  version: '2.1.0',
  ucs2: { decode: ucs2decode, encode: ucs2encode },
  decode,
  encode,
  toASCII,
  toUnicode,
};
