'use strict';

// The `querystring` module.

const { Buffer } = require('buffer');
const { encodeStr, noEscapeTable, isHexDigit } = require('internal/querystring');

const QueryString = module.exports = {
  unescapeBuffer,
  unescape: qsUnescape,
  escape: qsEscape,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};

function hexValue(code) {
  if (code <= 57) return code - 48;
  return (code & 0xDF) - 55;
}

// Decodes percent sequences to bytes; bad sequences stay as they are.
function unescapeBuffer(s, decodeSpaces) {
  const out = Buffer.allocUnsafe(s.length);
  let index = 0;
  let outIndex = 0;
  const maxLength = s.length - 2;
  while (index < s.length) {
    let code = s.charCodeAt(index);
    if (code === 43 && decodeSpaces) {
      out[outIndex++] = 32;
      index++;
      continue;
    }
    if (code === 37 && index < maxLength) {
      const high = s.charCodeAt(index + 1);
      const low = s.charCodeAt(index + 2);
      if (isHexDigit(high) && isHexDigit(low)) {
        code = hexValue(high) * 16 + hexValue(low);
        index += 2;
      }
    }
    out[outIndex++] = code;
    index++;
  }
  return outIndex === s.length ? out : out.slice(0, outIndex);
}

function qsUnescape(s, decodeSpaces) {
  try {
    return decodeURIComponent(s);
  } catch {
    return QueryString.unescapeBuffer(s, decodeSpaces).toString();
  }
}

let table;
function escapeTable() {
  return table ??= noEscapeTable("!'()*-._~");
}

function qsEscape(str) {
  if (typeof str !== 'string') {
    if (typeof str === 'object') str = String(str);
    else str += '';
  }
  return encodeStr(str, escapeTable());
}

function stringifyPrimitive(v) {
  switch (typeof v) {
    case 'string': return v;
    case 'number': return Number.isFinite(v) ? `${v}` : '';
    case 'bigint': return `${v}`;
    case 'boolean': return v ? 'true' : 'false';
  }
  return '';
}

function encodeStringified(v, encode) {
  switch (typeof v) {
    case 'string': return v.length > 0 ? encode(v) : '';
    case 'number':
      if (!Number.isFinite(v)) return '';
      // Only numbers in exponent form have characters that need escaping.
      return Math.abs(v) < 1e21 ? `${v}` : encode(`${v}`);
    case 'bigint': return `${v}`;
    case 'boolean': return v ? 'true' : 'false';
  }
  return '';
}

function encodeStringifiedCustom(v, encode) {
  return encode(stringifyPrimitive(v));
}

function stringify(obj, sep, eq, options) {
  sep ||= '&';
  eq ||= '=';
  let encode = QueryString.escape;
  if (options && typeof options.encodeURIComponent === 'function') encode = options.encodeURIComponent;
  const convert = encode === qsEscape ? encodeStringified : encodeStringifiedCustom;
  if (obj === null || typeof obj !== 'object') return '';
  let fields = '';
  for (const key of Object.keys(obj)) {
    const v = obj[key];
    const ks = convert(key, encode) + eq;
    if (Array.isArray(v)) {
      if (v.length === 0) continue;
      if (fields) fields += sep;
      for (let j = 0; j < v.length; ++j) {
        if (j > 0) fields += sep;
        fields += ks;
        fields += convert(v[j], encode);
      }
    } else {
      if (fields) fields += sep;
      fields += ks;
      fields += convert(v, encode);
    }
  }
  return fields;
}

function decodeStr(s, decoder) {
  try {
    return decoder(s);
  } catch {
    return QueryString.unescape(s, true);
  }
}

// Only real escape sequences need the decoder; it would lose other characters next to bad ones.
function hasEscape(text) {
  return text.includes('%') && /%[0-9a-fA-F]{2}/.test(text);
}

function addKeyVal(obj, key, value, customDecode, decode) {
  if (key.length > 0 && (customDecode || hasEscape(key))) key = decodeStr(key, decode);
  if (value.length > 0 && (customDecode || hasEscape(value))) value = decodeStr(value, decode);
  const current = obj[key];
  if (current === undefined) {
    obj[key] = value;
  } else if (Array.isArray(current)) {
    // A value list; a key that was given as one value is still a string.
    current[current.length] = value;
  } else {
    obj[key] = [current, value];
  }
}

function parse(qs, sep, eq, options) {
  const obj = { __proto__: null };
  if (typeof qs !== 'string' || qs.length === 0) return obj;
  const sepText = sep ? `${sep}` : '&';
  const eqText = eq ? `${eq}` : '=';
  let pairs = 1000;
  if (options && typeof options.maxKeys === 'number') pairs = options.maxKeys > 0 ? options.maxKeys : -1;
  let decode = QueryString.unescape;
  if (options && typeof options.decodeURIComponent === 'function') decode = options.decodeURIComponent;
  const customDecode = decode !== qsUnescape;
  const plusChar = customDecode ? '%20' : ' ';

  let at = 0;
  while (at <= qs.length) {
    let end = sepText === '' ? -1 : qs.indexOf(sepText, at);
    if (end === -1) end = qs.length;
    if (end > at) {
      const part = qs.slice(at, end);
      const eqAt = part.indexOf(eqText);
      let key = eqAt === -1 ? part : part.slice(0, eqAt);
      let value = eqAt === -1 ? '' : part.slice(eqAt + eqText.length);
      if (key.includes('+')) key = key.replaceAll('+', plusChar);
      if (value.includes('+')) value = value.replaceAll('+', plusChar);
      addKeyVal(obj, key, value, customDecode, decode);
    }
    // Empty parts count too.
    if (--pairs === 0) return obj;
    at = end + (sepText.length || 1);
  }
  return obj;
}
