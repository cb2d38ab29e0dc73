'use strict';

// Percent-encoding shared by querystring and the legacy url module.

const { codes } = require('internal/errors');

const kHex = '0123456789ABCDEF';

function hexByte(byte) {
  return `%${kHex[byte >> 4]}${kHex[byte & 15]}`;
}

// Encodes str as UTF-8 percent sequences; noEscapeTable[c] is 1 for the ASCII characters that stay.
function encodeStr(str, noEscapeTable) {
  const len = str.length;
  if (len === 0) return '';
  let out = '';
  let last = 0;
  for (let i = 0; i < len; i++) {
    let c = str.charCodeAt(i);
    if (c < 0x80) {
      if (noEscapeTable[c] === 1) continue;
      if (last < i) out += str.slice(last, i);
      last = i + 1;
      out += hexByte(c);
      continue;
    }
    if (last < i) out += str.slice(last, i);
    if (c < 0x800) {
      last = i + 1;
      out += hexByte(0xC0 | (c >> 6)) + hexByte(0x80 | (c & 0x3F));
      continue;
    }
    if (c < 0xD800 || c >= 0xE000) {
      last = i + 1;
      out += hexByte(0xE0 | (c >> 12)) + hexByte(0x80 | ((c >> 6) & 0x3F)) + hexByte(0x80 | (c & 0x3F));
      continue;
    }
    // A surrogate pair.
    ++i;
    if (i >= len) throw new codes.ERR_INVALID_URI();
    const c2 = str.charCodeAt(i) & 0x3FF;
    last = i + 1;
    c = 0x10000 + (((c & 0x3FF) << 10) | c2);
    out += hexByte(0xF0 | (c >> 18)) + hexByte(0x80 | ((c >> 12) & 0x3F)) + hexByte(0x80 | ((c >> 6) & 0x3F)) +
      hexByte(0x80 | (c & 0x3F));
  }
  if (last === 0) return str;
  if (last < len) return out + str.slice(last);
  return out;
}

// A table of 128 entries: 1 for letters, digits and the given characters.
function noEscapeTable(extra) {
  const table = new Int8Array(128);
  for (let c = 48; c <= 57; c++) table[c] = 1;
  for (let c = 65; c <= 90; c++) table[c] = table[c + 32] = 1;
  for (let i = 0; i < extra.length; i++) table[extra.charCodeAt(i)] = 1;
  return table;
}

function isHexDigit(code) {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102);
}

module.exports = { encodeStr, noEscapeTable, isHexDigit };
