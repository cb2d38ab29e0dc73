'use strict';
// MIME types (WHATWG MIME Sniffing) and data: URLs (WHATWG Fetch).

const { isToken, normalizeValue } = require('internal/fetch/util');

function isQuotedChar(c) {
  return c === 9 || (c >= 32 && c <= 126) || (c >= 128 && c <= 255);
}
function allQuoted(s) {
  for (let i = 0; i < s.length; i++) if (!isQuotedChar(s.charCodeAt(i))) return false;
  return true;
}

// parseMIMEType gives { type, subtype, essence, parameters: Map } or undefined.
function parseMIMEType(input) {
  input = normalizeValue(input);
  const slash = input.indexOf('/');
  if (slash <= 0) return undefined;
  const type = input.slice(0, slash);
  if (!isToken(type)) return undefined;
  let at = input.indexOf(';', slash);
  if (at < 0) at = input.length;
  const subtype = normalizeValue(input.slice(slash + 1, at)).trimEnd();
  if (!isToken(subtype)) return undefined;
  const parameters = new Map();
  while (at < input.length) {
    at++;
    while (at < input.length && ' \t\n\r'.includes(input[at])) at++;
    let end = at;
    while (end < input.length && input[end] !== ';' && input[end] !== '=') end++;
    const name = input.slice(at, end).toLowerCase();
    at = end;
    if (at >= input.length) break;
    if (input[at] === ';') continue;
    at++;
    if (at >= input.length) break;
    let value;
    if (input[at] === '"') {
      value = '';
      at++;
      while (at < input.length && input[at] !== '"') {
        if (input[at] === '\\' && at + 1 < input.length) at++;
        value += input[at++];
      }
      while (at < input.length && input[at] !== ';') at++;
    } else {
      end = at;
      while (end < input.length && input[end] !== ';') end++;
      value = input.slice(at, end).replace(/[ \t\n\r]+$/, '');
      at = end;
      if (value === '') continue;
    }
    if (isToken(name) && allQuoted(value) && !parameters.has(name)) parameters.set(name, value);
  }
  const lowerType = type.toLowerCase();
  const lowerSubtype = subtype.toLowerCase();
  return { type: lowerType, subtype: lowerSubtype, essence: `${lowerType}/${lowerSubtype}`, parameters };
}

function serializeMIMEType(m) {
  let s = m.essence;
  for (const [name, value] of m.parameters) s += `;${name}=${value !== '' && isToken(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`}`;
  return s;
}

// extractMIMEType is "extract a MIME type" from a combined content-type header.
function extractMIMEType(header) {
  if (header === undefined || header === null) return undefined;
  let charset;
  let essence;
  let result;
  for (const value of splitHeader(header)) {
    const m = parseMIMEType(value);
    if (m === undefined || m.essence === '*/*') continue;
    result = m;
    if (m.essence !== essence) {
      charset = m.parameters.get('charset');
      essence = m.essence;
    } else if (!m.parameters.has('charset') && charset !== undefined) {
      m.parameters.set('charset', charset);
    }
  }
  return result;
}
// splitHeader splits at commas outside of quotes.
function splitHeader(s) {
  const out = [];
  let from = 0;
  let quoted = false;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === 34) {
      quoted = !quoted;
    } else if (c === 92 && quoted) {
      i++;
    } else if (c === 44 && !quoted) {
      out.push(s.slice(from, i).trim());
      from = i + 1;
    }
  }
  out.push(s.slice(from).trim());
  return out;
}

function hexValue(c) {
  if (c >= 48 && c <= 57) return c - 48;
  c |= 32;
  return c >= 97 && c <= 102 ? c - 87 : -1;
}
function percentDecode(bytes) {
  const out = new Uint8Array(bytes.length);
  let n = 0;
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i];
    if (b === 37 && i + 2 < bytes.length) {
      const hi = hexValue(bytes[i + 1]);
      const lo = hexValue(bytes[i + 2]);
      if (hi >= 0 && lo >= 0) {
        out[n++] = hi * 16 + lo;
        i += 2;
        continue;
      }
    }
    out[n++] = b;
  }
  return out.slice(0, n);
}
// forgivingBase64 gives a binary string or undefined.
function forgivingBase64(s) {
  s = s.replace(/[\t\n\f\r ]/g, '');
  if (s.length % 4 === 0) s = s.replace(/==?$/, '');
  if (s.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(s)) return undefined;
  return require('buffer').Buffer.from(s, 'base64');
}

// processDataURL gives { type, bytes } or undefined. url is a URL object.
function processDataURL(url) {
  const { hash, href } = url;
  const input = (hash === '' ? href.replace(/#$/, '') : href.slice(0, -hash.length)).slice(5);
  const comma = input.indexOf(',');
  if (comma < 0) return undefined;
  let mime = input.slice(0, comma).replace(/^[\t\n\f\r ]+|[\t\n\f\r ]+$/g, '');
  let bytes = percentDecode(require('buffer').Buffer.from(input.slice(comma + 1), 'utf8'));
  const base64 = /;\u0020*base64$/i.exec(mime);
  if (base64 !== null) {
    const { Buffer } = require('buffer');
    const decoded = forgivingBase64(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).latin1Slice());
    if (decoded === undefined) return undefined;
    bytes = new Uint8Array(decoded);
    mime = mime.slice(0, base64.index);
  }
  if (mime.startsWith(';')) mime = `text/plain${mime}`;
  const parsed = parseMIMEType(mime);
  return { type: parsed === undefined ? 'text/plain;charset=US-ASCII' : serializeMIMEType(parsed), bytes };
}

module.exports = { parseMIMEType, serializeMIMEType, extractMIMEType, processDataURL };
