'use strict';

// MIMEType and MIMEParams, after the WHATWG MIME Sniffing standard.

const { codes } = require('internal/errors');

const notToken = /[^!#$%&'*+\-.^_`|~A-Za-z0-9]/;
const notQuotedString = /[^\t\x20-~\x80-\xFF]/;
const whitespaceEnd = /[^\r\n\t ]|$/;
const whitespaceStart = /[\r\n\t ]*$/;
const semicolonOrWhitespaceEnd = /[;]|$/;

function toASCIILower(text) {
  return text.replace(/[A-Z]/g, (c) => c.toLowerCase());
}

function parseTypeAndSubtype(text) {
  let position = text.search(whitespaceEnd);
  const typeEnd = text.indexOf('/', position);
  const trimmedType = typeEnd === -1 ? text.slice(position) : text.slice(position, typeEnd);
  const invalidType = trimmedType.search(notToken);
  if (trimmedType === '' || invalidType !== -1 || typeEnd === -1) {
    throw new codes.ERR_INVALID_MIME_SYNTAX('type', text, invalidType);
  }
  position = typeEnd + 1;
  const type = toASCIILower(trimmedType);
  const subtypeEnd = text.indexOf(';', position);
  const rawSubtype = subtypeEnd === -1 ? text.slice(position) : text.slice(position, subtypeEnd);
  position += rawSubtype.length;
  if (subtypeEnd !== -1) position++;
  const trimmedSubtype = rawSubtype.slice(0, rawSubtype.search(whitespaceStart));
  const invalidSubtype = trimmedSubtype.search(notToken);
  if (trimmedSubtype === '' || invalidSubtype !== -1) {
    throw new codes.ERR_INVALID_MIME_SYNTAX('subtype', text, trimmedSubtype);
  }
  return { type, subtype: toASCIILower(trimmedSubtype), rest: text.slice(position) };
}

function encode(value) {
  if (value.length === 0) return '""';
  if (!notToken.test(value)) return value;
  return `"${value.replace(/["\\]/g, '\\$&')}"`;
}

class MIMEParams {
  #data = new Map();
  #processed = true;
  #text = null;

  // Parsing waits until somebody looks.
  static instantiate(text) {
    const params = new MIMEParams();
    params.#text = text;
    params.#processed = false;
    return params;
  }

  delete(name) {
    this.#parse();
    this.#data.delete(name);
  }

  get(name) {
    this.#parse();
    const { 0: value = null } = this.#data.has(name) ? [this.#data.get(name)] : [];
    return value;
  }

  has(name) {
    this.#parse();
    return this.#data.has(name);
  }

  set(name, value) {
    this.#parse();
    name = `${name}`;
    value = `${value}`;
    const invalidName = name.search(notToken);
    if (name.length === 0 || invalidName !== -1) {
      throw new codes.ERR_INVALID_MIME_SYNTAX('parameter name', name, invalidName);
    }
    const invalidValue = value.search(notQuotedString);
    if (invalidValue !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('parameter value', value, invalidValue);
    this.#data.set(name, value);
  }

  *entries() {
    this.#parse();
    yield* this.#data.entries();
  }

  *keys() {
    this.#parse();
    yield* this.#data.keys();
  }

  *values() {
    this.#parse();
    yield* this.#data.values();
  }

  toString() {
    this.#parse();
    let text = '';
    for (const { 0: key, 1: value } of this.#data) text += `${text.length > 0 ? ';' : ''}${key}=${encode(value)}`;
    return text;
  }

  #parse() {
    if (this.#processed) return;
    this.#processed = true;
    const text = this.#text;
    let position = 0;
    while (position < text.length) {
      position += text.slice(position).search(whitespaceEnd);
      const afterName = text.slice(position);
      const nameEnd = afterName.search(/[;=]|$/);
      const name = toASCIILower(afterName.slice(0, nameEnd));
      position += nameEnd;
      if (position < text.length) {
        if (text[position] === ';') {
          position++;
          continue;
        }
        position++;
      }
      if (position >= text.length) break;
      let value;
      if (text[position] === '"') {
        let out = '';
        let i = position + 1;
        for (; i < text.length && text[i] !== '"'; i++) {
          if (text[i] === '\\' && i + 1 < text.length) i++;
          else if (text[i] === '\\') {
            out += '\\';
            break;
          }
          out += text[i];
        }
        value = out;
        position = i < text.length ? i + 1 : i;
        const skip = text.slice(position).search(semicolonOrWhitespaceEnd);
        position += skip + 1;
      } else {
        const end = text.slice(position).search(semicolonOrWhitespaceEnd);
        const raw = text.slice(position, position + end);
        position += end + 1;
        value = raw.slice(0, raw.search(whitespaceStart));
        if (value === '') continue;
      }
      if (name !== '' && !notToken.test(name) && !notQuotedString.test(value) && !this.#data.has(name)) {
        this.#data.set(name, value);
      }
    }
    this.#text = null;
  }
}

const { instantiate } = MIMEParams;
delete MIMEParams.instantiate;

Object.defineProperties(MIMEParams.prototype, {
  [Symbol.iterator]: {
    __proto__: null, configurable: true, value: MIMEParams.prototype.entries, writable: true,
  },
  toJSON: {
    __proto__: null, configurable: true, value: MIMEParams.prototype.toString, writable: true,
  },
});

class MIMEType {
  #type;
  #subtype;
  #parameters;

  constructor(string) {
    string = `${string}`;
    const { type, subtype, rest } = parseTypeAndSubtype(string);
    this.#type = type;
    this.#subtype = subtype;
    this.#parameters = instantiate(rest);
  }

  get type() {
    return this.#type;
  }

  set type(value) {
    value = `${value}`;
    const invalid = value.search(notToken);
    if (value.length === 0 || invalid !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('type', value, invalid);
    this.#type = toASCIILower(value);
  }

  get subtype() {
    return this.#subtype;
  }

  set subtype(value) {
    value = `${value}`;
    const invalid = value.search(notToken);
    if (value.length === 0 || invalid !== -1) throw new codes.ERR_INVALID_MIME_SYNTAX('subtype', value, invalid);
    this.#subtype = toASCIILower(value);
  }

  get essence() {
    return `${this.#type}/${this.#subtype}`;
  }

  get params() {
    return this.#parameters;
  }

  toString() {
    let text = `${this.#type}/${this.#subtype}`;
    const parameters = this.#parameters.toString();
    if (parameters.length > 0) text += `;${parameters}`;
    return text;
  }
}

Object.defineProperty(MIMEType.prototype, 'toJSON', {
  __proto__: null, configurable: true, value: MIMEType.prototype.toString, writable: true,
});

module.exports = { MIMEParams, MIMEType };
