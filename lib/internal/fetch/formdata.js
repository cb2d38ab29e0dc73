'use strict';
// FormData, and the two formats it travels in.

const { kState, illegalInvocation, requireArguments, usvString, inspectObject, defineInterface, defineIterable } = require('internal/fetch/util');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

class EntryList {
  constructor() {
    this.items = []; // [name, value]
  }
}

class FormData {
  constructor(form = undefined) {
    if (form !== undefined) throw new TypeError('FormData constructor: Argument 1 could not be converted to: undefined.');
    this[kState] = new EntryList();
  }
  append(name, value, filename = undefined) {
    const list = listOf(this);
    requireArguments(arguments.length, 2, 'FormData.append');
    list.items.push(makeEntry('FormData.append', arguments.length, name, value, filename));
  }
  delete(name) {
    const list = listOf(this);
    requireArguments(arguments.length, 1, 'FormData.delete');
    name = usvString(name, 'FormData.delete', 'name');
    list.items = list.items.filter((e) => e[0] !== name);
  }
  get(name) {
    const { items } = listOf(this);
    requireArguments(arguments.length, 1, 'FormData.get');
    name = usvString(name, 'FormData.get', 'name');
    for (let i = 0; i < items.length; i++) if (items[i][0] === name) return items[i][1];
    return null;
  }
  getAll(name) {
    const { items } = listOf(this);
    requireArguments(arguments.length, 1, 'FormData.getAll');
    name = usvString(name, 'FormData.getAll', 'name');
    return items.filter((e) => e[0] === name).map((e) => e[1]);
  }
  has(name) {
    const { items } = listOf(this);
    requireArguments(arguments.length, 1, 'FormData.has');
    name = usvString(name, 'FormData.has', 'name');
    return items.some((e) => e[0] === name);
  }
  set(name, value, filename = undefined) {
    const list = listOf(this);
    requireArguments(arguments.length, 2, 'FormData.set');
    const entry = makeEntry('FormData.set', arguments.length, name, value, filename);
    const at = list.items.findIndex((e) => e[0] === entry[0]);
    if (at < 0) {
      list.items.push(entry);
    } else {
      list.items[at] = entry;
      list.items = list.items.filter((e, i) => i <= at || e[0] !== entry[0]);
    }
  }
  [kInspect](depth, options) {
    const fields = {};
    for (const [name, value] of listOf(this).items) {
      if (!Object.hasOwn(fields, name)) fields[name] = value;
      else if (Array.isArray(fields[name])) fields[name].push(value);
      else fields[name] = [fields[name], value];
    }
    return inspectObject('FormData', fields, depth, options);
  }
}
defineInterface(FormData, ['append', 'delete', 'get', 'getAll', 'has', 'set']);
defineIterable(FormData, 'FormData', (f) => listOf(f).items);

function listOf(f) {
  const list = f?.[kState];
  if (!(list instanceof EntryList)) throw illegalInvocation();
  return list;
}
function isFormData(v) {
  return v !== null && typeof v === 'object' && v[kState] instanceof EntryList;
}

function makeEntry(context, count, name, value, filename) {
  name = usvString(name, context, 'name');
  const { isBlob } = require('internal/blob');
  if (count >= 3 && !isBlob(value)) throw new TypeError(`${context}: Expected value ("${String(value)}") to be an instance of Blob.`);
  if (!isBlob(value)) return [name, usvString(value, context, 'value')];
  const { File } = require('internal/file');
  if (filename !== undefined) filename = usvString(filename, context, 'filename');
  if (!(value instanceof File)) value = new File([value], filename ?? 'blob', { type: value.type });
  else if (filename !== undefined) value = new File([value], filename, { type: value.type, lastModified: value.lastModified });
  return [name, value];
}

// ---- multipart/form-data

const escapeName = (s) => s.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');

// encodeMultipart gives { blob, type }.
function encodeMultipart(form) {
  const { Blob } = require('internal/blob');
  const boundary = `----formdata-undici-0${String(Math.floor(Math.random() * 1e11)).padStart(11, '0')}`;
  const parts = [];
  for (const [name, value] of listOf(form).items) {
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(name.replace(/\r\n|\r|\n/g, '\r\n'))}"`;
    if (typeof value === 'string') {
      parts.push(`${head}\r\n\r\n${value.replace(/\r\n|\r|\n/g, '\r\n')}\r\n`);
    } else {
      parts.push(`${head}; filename="${escapeName(value.name)}"\r\nContent-Type: ${value.type || 'application/octet-stream'}\r\n\r\n`, value, '\r\n');
    }
  }
  parts.push(`--${boundary}--\r\n`);
  return { blob: new Blob(parts), type: `multipart/form-data; boundary=${boundary}` };
}

function failParsing(why) {
  return new TypeError('Failed to parse body as FormData.', { cause: new TypeError(why) });
}

// decodeMultipart parses bytes (a Buffer).
function decodeMultipart(buffer, boundary) {
  if (boundary === undefined || boundary.length < 1 || boundary.length > 70 + 0) {
    if (boundary === undefined || boundary.length === 0) throw failParsing('missing boundary in content-type header');
  }
  const { Buffer } = require('buffer');
  const form = new FormData();
  const list = listOf(form);
  const dash = Buffer.from(`--${boundary}`);
  const end = Buffer.from(`\r\n--${boundary}`);
  let at = 0;
  // Empty lines may come before and after.
  while (at + 1 < buffer.length && buffer[at] === 13 && buffer[at + 1] === 10) at += 2;
  const { File } = require('internal/file');
  for (;;) {
    if (buffer.length - at < dash.length || buffer.compare(dash, 0, dash.length, at, at + dash.length) !== 0) throw failParsing('expected a value starting with -- and the boundary');
    at += dash.length;
    if (buffer[at] === 45 && buffer[at + 1] === 45) return form;
    while (buffer[at] === 32 || buffer[at] === 9) at++;
    if (buffer[at] !== 13 || buffer[at + 1] !== 10) throw failParsing('expected CRLF');
    at += 2;
    let name;
    let filename;
    let type;
    for (;;) {
      const eol = buffer.indexOf('\r\n', at, 'latin1');
      if (eol < 0) throw failParsing('unexpected end of headers');
      if (eol === at) {
        at += 2;
        break;
      }
      const line = buffer.utf8Slice(at, eol);
      at = eol + 2;
      const colon = line.indexOf(':');
      if (colon <= 0) throw failParsing('expected : in a header');
      const key = line.slice(0, colon).trim().toLowerCase();
      const value = line.slice(colon + 1).trim();
      if (key === 'content-disposition') ({ name, filename } = parseDisposition(value));
      else if (key === 'content-type') type = value;
    }
    if (name === undefined) throw failParsing('header name is null');
    const next = buffer.indexOf(end, at);
    if (next < 0) throw failParsing('expected boundary after body');
    if (filename === undefined) {
      list.items.push([name, buffer.utf8Slice(at, next).replace(/^\ufeff/, '')]);
    } else {
      list.items.push([name, new File([buffer.subarray(at, next)], filename, { type: type ?? 'text/plain' })]);
    }
    at = next + 2;
  }
}

function parseDisposition(value) {
  if (!/^form-data\s*;/i.test(value)) throw failParsing('expected form-data for content-disposition header');
  let name;
  let filename;
  const unescape = (s) => s.replace(/%0A/gi, '\n').replace(/%0D/gi, '\r').replace(/%22/g, '"');
  const re = /;\s*(name|filename)(\*?)\s*=\s*(?:"([^"]*)"|([^;\s]*))/gi;
  for (let m; (m = re.exec(value)) !== null;) {
    let v = m[3] !== undefined ? unescape(m[3]) : m[4];
    if (m[2] === '*') {
      const e = /^utf-8''(.*)$/i.exec(v);
      if (e === null) continue;
      try { v = decodeURIComponent(e[1]); } catch { continue; }
    }
    if (m[1].toLowerCase() === 'name') name = v;
    else filename = v;
  }
  return { name, filename };
}

function decodeUrlencoded(text) {
  const { URLSearchParams } = require('internal/url');
  const form = new FormData();
  const list = listOf(form);
  for (const [name, value] of new URLSearchParams(text)) list.items.push([name, value]);
  return form;
}

require('internal/worker/js_transferable').markUncloneable(FormData.prototype, (v) => v[kState] !== undefined);

module.exports = { FormData, isFormData, encodeMultipart, decodeMultipart, decodeUrlencoded };
