'use strict';

// WHATWG URL and URLSearchParams. The parser, serializer and IDNA live in the `url` binding: it turns a text into a
// normalized href and the positions of its components. This file cuts components out of the href.

const { codes } = require('internal/errors');
const {
  customInspectSymbol, getConstructorOf, isWindows, kEnumerableProperty, removeColors,
} = require('internal/util');
const { validateFunction, validateObject, validateString } = require('internal/validators');

const binding = internalBinding('url');
const { urlComponents } = binding;

// A component that is not there.
const kOmitted = 4294967295;

const kProtocol = 0;
const kHost = 1;
const kHostname = 2;
const kPort = 3;
const kUsername = 4;
const kPassword = 5;
const kPathname = 6;
const kSearch = 7;
const kHash = 8;
const kHref = 9;
const urlUpdateActions = {
  kProtocol, kHost, kHostname, kPort, kUsername, kPassword, kPathname, kSearch, kHash, kHref,
};

// scheme_type values of the binding.
const kNotSpecial = 1;
const kFile = 6;

// The href and the positions of its parts:
//
//   https://user:pass@example.com:1234/foo/bar?baz#quux
//        |      |    |          | ^^^^|       |   |
//        |      |    |          | port|       |   hash_start
//        |      |    |          |     |       search_start
//        |      |    |          |     pathname_start
//        |      |    |          host_end
//        |      |    host_start (the '@', if there is one)
//        |      username_end
//        protocol_end
class URLContext {
  href = '';
  protocol_end = 0;
  username_end = 0;
  host_start = 0;
  host_end = 0;
  pathname_start = 0;
  search_start = 0;
  hash_start = 0;
  port = 0;
  scheme_type = 1;

  get hasPort() {
    return this.port !== kOmitted;
  }

  get hasSearch() {
    return this.search_start !== kOmitted;
  }

  get hasHash() {
    return this.hash_start !== kOmitted;
  }
}

const contextForInspect = Symbol('context');

let setSearchSymbol;
let makeSearchParams;

// ---------------------------------------------------------------------------------------------------------------------
// application/x-www-form-urlencoded

function hexDigit(code) {
  if (code >= 48 && code <= 57) return code - 48;
  if (code >= 65 && code <= 70) return code - 55;
  if (code >= 97 && code <= 102) return code - 87;
  return -1;
}

function decodeFormComponent(text) {
  if (text.includes('+')) text = text.replaceAll('+', ' ');
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Bad sequences stay; bad UTF-8 becomes replacement characters.
  }
  const { Buffer } = require('buffer');
  const bytes = Buffer.from(text, 'utf8');
  let length = 0;
  for (let i = 0; i < bytes.length; i++) {
    let byte = bytes[i];
    if (byte === 37 && i + 2 < bytes.length) {
      const high = hexDigit(bytes[i + 1]);
      const low = hexDigit(bytes[i + 2]);
      if (high !== -1 && low !== -1) {
        byte = high * 16 + low;
        i += 2;
      }
    }
    bytes[length++] = byte;
  }
  return bytes.utf8Slice(0, length);
}

// A flat list: name, value, name, value.
function parseParams(text) {
  const list = [];
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('&', start);
    if (end === -1) end = text.length;
    if (end > start) {
      const equal = text.indexOf('=', start);
      if (equal === -1 || equal > end) list.push(decodeFormComponent(text.slice(start, end)), '');
      else list.push(decodeFormComponent(text.slice(start, equal)), decodeFormComponent(text.slice(equal + 1, end)));
    }
    start = end + 1;
  }
  return list;
}

let formTable;
function encodeFormComponent(text) {
  const { encodeStr, noEscapeTable } = require('internal/querystring');
  // A space becomes +, so it passes through the encoder and is replaced afterwards.
  formTable ??= noEscapeTable('*-._ ');
  const encoded = encodeStr(text, formTable);
  return encoded.includes(' ') ? encoded.replaceAll(' ', '+') : encoded;
}

function serializeParams(list) {
  let text = '';
  for (let i = 0; i < list.length; i += 2) {
    if (i !== 0) text += '&';
    text += `${encodeFormComponent(list[i])}=${encodeFormComponent(list[i + 1])}`;
  }
  return text;
}

function toUSVString(value) {
  return `${value}`.toWellFormed();
}

// ---------------------------------------------------------------------------------------------------------------------

let searchParamsList;

class URLSearchParams {
  #searchParams = [];

  // The URL whose query this is; null when there is none.
  #context = null;

  static {
    setSearchSymbol = (params, search) => {
      params.#searchParams = search === '' || search === undefined ? [] : parseParams(search);
    };
    makeSearchParams = (url, search) => {
      const params = new URLSearchParams();
      params.#context = url;
      if (search) params.#searchParams = parseParams(search);
      return params;
    };
    searchParamsList = (params) => params.#searchParams;
  }

  constructor(init = undefined) {
    if (init === undefined) return;
    if ((init !== null && typeof init === 'object') || typeof init === 'function') {
      const method = init[Symbol.iterator];
      if (method === this[Symbol.iterator] && #searchParams in init) {
        this.#searchParams = init.#searchParams.slice();
      } else if (method != null) {
        if (typeof method !== 'function') throw new codes.ERR_ARG_NOT_ITERABLE('Query pairs');
        for (const pair of init) {
          if (pair == null) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
          if (Array.isArray(pair)) {
            if (pair.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
            this.#searchParams.push(toUSVString(pair[0]), toUSVString(pair[1]));
            continue;
          }
          if ((typeof pair !== 'object' && typeof pair !== 'function') || typeof pair[Symbol.iterator] !== 'function') {
            throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
          }
          const values = [...pair];
          if (values.length !== 2) throw new codes.ERR_INVALID_TUPLE('Each query pair', '[name, value]');
          this.#searchParams.push(toUSVString(values[0]), toUSVString(values[1]));
        }
      } else {
        // A record. Well-formed conversion may make two keys equal: the later one wins.
        const visited = new Map();
        for (const key of Reflect.ownKeys(init)) {
          const desc = Reflect.getOwnPropertyDescriptor(init, key);
          if (desc === undefined || !desc.enumerable) continue;
          const name = toUSVString(key);
          const value = toUSVString(init[key]);
          const at = visited.get(name);
          if (at !== undefined) this.#searchParams[at] = value;
          else visited.set(name, this.#searchParams.push(name, value) - 1);
        }
      }
    } else {
      init = toUSVString(init);
      this.#searchParams = init ? parseParams(init[0] === '?' ? init.slice(1) : init) : [];
    }
  }

  [customInspectSymbol](recurseTimes, ctx) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');
    const separator = ', ';
    const innerOpts = { ...ctx };
    if (recurseTimes !== null) innerOpts.depth = recurseTimes - 1;
    const { inspect } = require('internal/util/inspect');
    const list = this.#searchParams;
    const output = [];
    for (let i = 0; i < list.length; i += 2) output.push(`${inspect(list[i], innerOpts)} => ${inspect(list[i + 1], innerOpts)}`);
    let length = -separator.length;
    for (const text of output) length += removeColors(text).length + separator.length;
    if (length > ctx.breakLength) return `${this.constructor.name} {\n  ${output.join(',\n  ')} }`;
    if (output.length !== 0) return `${this.constructor.name} { ${output.join(separator)} }`;
    return `${this.constructor.name} {}`;
  }

  get size() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    return this.#searchParams.length / 2;
  }

  append(name, value) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    this.#searchParams.push(toUSVString(name), toUSVString(value));
    this.#changed();
  }

  delete(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const list = this.#searchParams;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let i = 0; i < list.length;) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) list.splice(i, 2);
      else i += 2;
    }
    this.#changed();
  }

  get(name) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const list = this.#searchParams;
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === name) return list[i + 1];
    return null;
  }

  getAll(name) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const list = this.#searchParams;
    const values = [];
    name = toUSVString(name);
    for (let i = 0; i < list.length; i += 2) if (list[i] === name) values.push(list[i + 1]);
    return values;
  }

  has(name, value = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('name');
    const list = this.#searchParams;
    name = toUSVString(name);
    if (value !== undefined) value = toUSVString(value);
    for (let i = 0; i < list.length; i += 2) {
      if (list[i] === name && (value === undefined || list[i + 1] === value)) return true;
    }
    return false;
  }

  set(name, value) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('name', 'value');
    const list = this.#searchParams;
    name = toUSVString(name);
    value = toUSVString(value);
    let found = false;
    for (let i = 0; i < list.length;) {
      if (list[i] !== name) {
        i += 2;
      } else if (!found) {
        list[i + 1] = value;
        found = true;
        i += 2;
      } else {
        list.splice(i, 2);
      }
    }
    if (!found) list.push(name, value);
    this.#changed();
  }

  sort() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    const list = this.#searchParams;
    const pairs = [];
    for (let i = 0; i < list.length; i += 2) pairs.push([list[i], list[i + 1]]);
    // Stable, by code units.
    pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
    for (let i = 0; i < pairs.length; i++) {
      list[i * 2] = pairs[i][0];
      list[i * 2 + 1] = pairs[i][1];
    }
    this.#changed();
  }

  entries() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(this, 'key+value');
  }

  forEach(callback, thisArg = undefined) {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    validateFunction(callback, 'callback');
    // The list may change meanwhile.
    for (let i = 0; i < this.#searchParams.length; i += 2) {
      Reflect.apply(callback, thisArg, [this.#searchParams[i + 1], this.#searchParams[i], this]);
    }
  }

  keys() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(this, 'key');
  }

  values() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    return new URLSearchParamsIterator(this, 'value');
  }

  toString() {
    if (typeof this !== 'object' || this === null || !(#searchParams in this)) throw new codes.ERR_INVALID_THIS('URLSearchParams');
    return serializeParams(this.#searchParams);
  }

  #changed() {
    if (this.#context !== null) updateSearch(this.#context, this);
  }
}

Object.defineProperties(URLSearchParams.prototype, {
  append: kEnumerableProperty,
  delete: kEnumerableProperty,
  get: kEnumerableProperty,
  getAll: kEnumerableProperty,
  has: kEnumerableProperty,
  set: kEnumerableProperty,
  sort: kEnumerableProperty,
  entries: kEnumerableProperty,
  forEach: kEnumerableProperty,
  keys: kEnumerableProperty,
  values: kEnumerableProperty,
  size: kEnumerableProperty,
  toString: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams' },
  [Symbol.iterator]: {
    __proto__: null, configurable: true, writable: true, value: URLSearchParams.prototype.entries,
  },
});

class URLSearchParamsIterator {
  #target;
  #kind;
  #index = 0;

  constructor(target, kind) {
    this.#target = target;
    this.#kind = kind;
  }

  next() {
    if (typeof this !== 'object' || this === null || !(#target in this)) {
      throw new codes.ERR_INVALID_THIS('URLSearchParamsIterator');
    }
    const list = searchParamsList(this.#target);
    const index = this.#index;
    if (index >= list.length) return { value: undefined, done: true };
    this.#index += 2;
    let value;
    if (this.#kind === 'key') value = list[index];
    else if (this.#kind === 'value') value = list[index + 1];
    else value = [list[index], list[index + 1]];
    return { value, done: false };
  }

  [customInspectSymbol](recurseTimes, ctx) {
    if (typeof recurseTimes === 'number' && recurseTimes < 0) return ctx.stylize('[Object]', 'special');
    const innerOpts = { ...ctx };
    if (recurseTimes !== null) innerOpts.depth = recurseTimes - 1;
    const { inspect } = require('internal/util/inspect');
    const list = searchParamsList(this.#target);
    const output = [];
    for (let i = this.#index; i < list.length; i += 2) {
      if (this.#kind === 'key') output.push(inspect(list[i], innerOpts));
      else if (this.#kind === 'value') output.push(inspect(list[i + 1], innerOpts));
      else output.push(inspect([list[i], list[i + 1]], innerOpts));
    }
    const breakLine = inspect(output, innerOpts).includes('\n');
    const text = output.map((p) => p).join(', ');
    if (breakLine) return `URLSearchParams Iterator {\n  ${output.join(',\n  ')} }`;
    return `URLSearchParams Iterator { ${text} }`;
  }
}

// Generic iterator methods come from %Iterator.prototype%.
delete URLSearchParamsIterator.prototype.constructor;
Object.setPrototypeOf(URLSearchParamsIterator.prototype, Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())));
Object.defineProperties(URLSearchParamsIterator.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URLSearchParams Iterator' },
  next: kEnumerableProperty,
});

// ---------------------------------------------------------------------------------------------------------------------

let updateSearch;
let contextOf;

class URL {
  #context = new URLContext();
  #searchParams;
  #searchParamsModified = false;

  static {
    updateSearch = (url, params) => {
      // The text is made when somebody reads it.
      url.#searchParamsModified = true;
      void params;
    };
    contextOf = (url) => {
      url.#flush();
      return url.#context;
    };
  }

  constructor(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    const href = binding.parse(input, base, false);
    if (href === undefined) throw new codes.ERR_INVALID_URL(input, base);
    this.#update(href);
  }

  static parse(input, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    input = `${input}`;
    if (base !== undefined) base = `${base}`;
    const href = binding.parse(input, base, false);
    return href === undefined ? null : new URL(href);
  }

  static canParse(url, base = undefined) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    url = `${url}`;
    if (base !== undefined) return binding.canParse(url, `${base}`);
    return binding.canParse(url);
  }

  [customInspectSymbol](depth, opts) {
    this.#flush();
    if (typeof depth === 'number' && depth < 0) return this;
    const constructor = getConstructorOf(this) || URL;
    const obj = { __proto__: { constructor: this.constructor === URL ? URL : constructor } };
    obj.href = this.href;
    obj.origin = this.origin;
    obj.protocol = this.protocol;
    obj.username = this.username;
    obj.password = this.password;
    obj.host = this.host;
    obj.hostname = this.hostname;
    obj.port = this.port;
    obj.pathname = this.pathname;
    obj.search = this.search;
    obj.searchParams = this.searchParams;
    obj.hash = this.hash;
    if (opts.showHidden) obj[contextForInspect] = this.#context;
    return `${constructor.name} ${require('internal/util/inspect').inspect(obj, opts)}`;
  }

  // Takes over a new href with the components the binding just stored.
  #update(href) {
    const ctx = this.#context;
    const previousSearch = this.#searchParams === undefined ? '' : this.#cut(ctx.search_start, ctx.hash_start);
    ctx.href = href;
    ctx.protocol_end = urlComponents[0];
    ctx.username_end = urlComponents[1];
    ctx.host_start = urlComponents[2];
    ctx.host_end = urlComponents[3];
    ctx.port = urlComponents[4];
    ctx.pathname_start = urlComponents[5];
    ctx.search_start = urlComponents[6];
    ctx.hash_start = urlComponents[7];
    ctx.scheme_type = urlComponents[8];
    if (this.#searchParams !== undefined) {
      const search = this.#cut(ctx.search_start, ctx.hash_start);
      if (search !== previousSearch) setSearchSymbol(this.#searchParams, search.slice(1));
    }
  }

  // Writes changed search parameters into the href.
  #flush() {
    if (!this.#searchParamsModified) return;
    this.#searchParamsModified = false;
    const text = this.#searchParams.toString();
    const href = binding.update(this.#context.href, kSearch, text);
    if (href) {
      const params = this.#searchParams;
      this.#searchParams = undefined;
      this.#update(href);
      this.#searchParams = params;
    }
  }

  #cut(start, end) {
    if (start === kOmitted) return '';
    const { href } = this.#context;
    return href.slice(start, end === kOmitted ? href.length : end);
  }

  #set(action, value) {
    this.#flush();
    const href = binding.update(this.#context.href, action, value);
    if (href) this.#update(href);
    return href;
  }

  toString() {
    this.#flush();
    return this.#context.href;
  }

  get href() {
    this.#flush();
    return this.#context.href;
  }

  set href(value) {
    value = `${value}`;
    void this.#context;
    this.#flush();
    const href = binding.parse(value, undefined, false);
    if (href === undefined) throw new codes.ERR_INVALID_URL(value);
    this.#update(href);
  }

  get origin() {
    const ctx = this.#context;
    this.#flush();
    switch (ctx.scheme_type) {
      case kFile: return 'null';
      case kNotSpecial: {
        if (ctx.href.startsWith('blob:')) {
          const path = this.pathname;
          if (path.length > 0) {
            const inner = URL.parse(path);
            if (inner !== null && (inner.protocol === 'http:' || inner.protocol === 'https:')) return inner.origin;
          }
        }
        return 'null';
      }
    }
    return `${ctx.href.slice(0, ctx.protocol_end)}//${this.host}`;
  }

  get protocol() {
    const ctx = this.#context;
    return ctx.href.slice(0, ctx.protocol_end);
  }

  set protocol(value) {
    void this.#context;
    this.#set(kProtocol, `${value}`);
  }

  get username() {
    const ctx = this.#context;
    if (ctx.protocol_end + 2 < ctx.username_end) return ctx.href.slice(ctx.protocol_end + 2, ctx.username_end);
    return '';
  }

  set username(value) {
    void this.#context;
    this.#set(kUsername, `${value}`);
  }

  get password() {
    const ctx = this.#context;
    if (ctx.host_start - ctx.username_end > 0) return ctx.href.slice(ctx.username_end + 1, ctx.host_start);
    return '';
  }

  set password(value) {
    void this.#context;
    this.#set(kPassword, `${value}`);
  }

  get host() {
    const ctx = this.#context;
    let start = ctx.host_start;
    if (ctx.host_end > start && ctx.href[start] === '@') start++;
    if (start === ctx.host_end) return '';
    return ctx.href.slice(start, ctx.hasPort ? ctx.pathname_start : ctx.host_end);
  }

  set host(value) {
    void this.#context;
    this.#set(kHost, `${value}`);
  }

  get hostname() {
    const ctx = this.#context;
    let start = ctx.host_start;
    if (ctx.host_end > start && ctx.href[start] === '@') start++;
    return ctx.href.slice(start, ctx.host_end);
  }

  set hostname(value) {
    void this.#context;
    this.#set(kHostname, `${value}`);
  }

  get port() {
    const ctx = this.#context;
    return ctx.hasPort ? `${ctx.port}` : '';
  }

  set port(value) {
    void this.#context;
    this.#set(kPort, `${value}`);
  }

  get pathname() {
    const ctx = this.#context;
    this.#flush();
    let end = ctx.href.length;
    if (ctx.hasSearch) end = ctx.search_start;
    else if (ctx.hasHash) end = ctx.hash_start;
    return ctx.href.slice(ctx.pathname_start, end);
  }

  set pathname(value) {
    void this.#context;
    this.#set(kPathname, `${value}`);
  }

  get search() {
    this.#flush();
    const ctx = this.#context;
    const text = this.#cut(ctx.search_start, ctx.hash_start);
    return text.length <= 1 ? '' : text;
  }

  set search(value) {
    void this.#context;
    this.#set(kSearch, toUSVString(value));
  }

  get searchParams() {
    if (this.#searchParams === undefined) {
      const ctx = this.#context;
      this.#searchParams = makeSearchParams(this, this.#cut(ctx.search_start, ctx.hash_start).slice(1));
    }
    return this.#searchParams;
  }

  get hash() {
    const ctx = this.#context;
    this.#flush();
    if (!ctx.hasHash || ctx.href.length - ctx.hash_start <= 1) return '';
    return ctx.href.slice(ctx.hash_start);
  }

  set hash(value) {
    void this.#context;
    this.#set(kHash, `${value}`);
  }

  toJSON() {
    this.#flush();
    return this.#context.href;
  }

  static createObjectURL(obj) {
    return require('internal/blob').createObjectURL(obj);
  }

  static revokeObjectURL(url) {
    if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('url');
    require('internal/blob').revokeObjectURL(`${url}`);
  }

  // `instanceof` for objects of this realm only.
  static isInstance(object) {
    return object !== null && typeof object === 'object' && #context in object;
  }
}

const { isInstance: isURLInstance } = URL;
delete URL.isInstance;

Object.defineProperties(URL.prototype, {
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'URL' },
  toString: kEnumerableProperty,
  href: kEnumerableProperty,
  origin: kEnumerableProperty,
  protocol: kEnumerableProperty,
  username: kEnumerableProperty,
  password: kEnumerableProperty,
  host: kEnumerableProperty,
  hostname: kEnumerableProperty,
  port: kEnumerableProperty,
  pathname: kEnumerableProperty,
  search: kEnumerableProperty,
  searchParams: kEnumerableProperty,
  hash: kEnumerableProperty,
  toJSON: kEnumerableProperty,
});

Object.defineProperties(URL, {
  canParse: { __proto__: null, configurable: true, writable: true, enumerable: true },
  createObjectURL: kEnumerableProperty,
  revokeObjectURL: kEnumerableProperty,
  parse: kEnumerableProperty,
});

// ---------------------------------------------------------------------------------------------------------------------
// Functions

function isURL(self) {
  return Boolean(self?.href && self.protocol && self.auth === undefined && self.path === undefined);
}

// The options of http.request for a URL object.
function urlToHttpOptions(url) {
  validateObject(url, 'url', 6);
  const { hostname, pathname, port, username, password, search } = url;
  const options = {
    __proto__: null,
    // User properties of the object are kept.
    ...url,
    protocol: url.protocol,
    hostname: hostname && hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
    hash: url.hash,
    search,
    pathname,
    path: `${pathname || ''}${search || ''}`,
    href: url.href,
  };
  if (port !== '') options.port = Number(port);
  if (username || password) options.auth = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return options;
}

function getPathFromURLWin32(url) {
  const { hostname } = url;
  let { pathname } = url;
  for (let n = 0; n < pathname.length; n++) {
    if (pathname[n] !== '%') continue;
    const third = pathname.codePointAt(n + 2) | 0x20;
    if ((pathname[n + 1] === '2' && third === 102) || (pathname[n + 1] === '5' && third === 99)) {
      throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded \\ or / characters', url);
    }
  }
  pathname = decodeURIComponent(pathname.replaceAll('/', '\\'));
  // A host makes a UNC path.
  if (hostname !== '') return `\\\\${binding.domainToUnicode(hostname)}${pathname}`;
  const letter = pathname.codePointAt(1) | 0x20;
  if (letter < 97 || letter > 122 || pathname.charAt(2) !== ':') {
    throw new codes.ERR_INVALID_FILE_URL_PATH('must be absolute', url);
  }
  return pathname.slice(1);
}

function getPathFromURLPosix(url) {
  if (url.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  const { pathname } = url;
  for (let n = 0; n < pathname.length; n++) {
    if (pathname[n] === '%' && pathname[n + 1] === '2' && (pathname.codePointAt(n + 2) | 0x20) === 102) {
      throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', url);
    }
  }
  return decodeURIComponent(pathname);
}

function toFileURL(path) {
  if (typeof path === 'string') path = new URL(path);
  else if (!isURL(path)) throw new codes.ERR_INVALID_ARG_TYPE('path', ['string', 'URL'], path);
  if (path.protocol !== 'file:') throw new codes.ERR_INVALID_URL_SCHEME('file');
  return path;
}

function fileURLToPath(path, options = undefined) {
  const windows = options?.windows ?? isWindows;
  path = toFileURL(path);
  return windows ? getPathFromURLWin32(path) : getPathFromURLPosix(path);
}

// The bytes of the path: percent sequences need not be UTF-8.
function fileURLToPathBuffer(path, options = undefined) {
  const windows = options?.windows ?? isWindows;
  path = toFileURL(path);
  const { Buffer } = require('buffer');
  const { unescapeBuffer } = require('querystring');
  if (windows) return Buffer.from(getPathFromURLWin32(path));
  if (path.hostname !== '') throw new codes.ERR_INVALID_FILE_URL_HOST(process.platform);
  if (/%2f/i.test(path.pathname)) {
    throw new codes.ERR_INVALID_FILE_URL_PATH('must not include encoded / characters', path);
  }
  return unescapeBuffer(path.pathname);
}

// Characters that the parser would drop, take for delimiters, or leave as they are.
const pathEscapes = {
  '__proto__': null, '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '?': '%3F', '#': '%23', '[': '%5B',
  ']': '%5D', '^': '%5E', '|': '%7C', '~': '%7E',
};

function pathToFileURL(filepath, options = undefined) {
  validateString(filepath, 'path');
  const windows = options?.windows ?? isWindows;
  const isUNC = windows && filepath.startsWith('\\\\');
  const path = require('path');
  let resolved = isUNC ? filepath : (windows ? path.win32.resolve(filepath) : path.posix.resolve(filepath));
  if (isUNC || (windows && resolved.startsWith('\\\\'))) {
    // \\server\share\resource, or \\?\UNC\server\share\resource
    const isExtended = resolved.startsWith('\\\\?\\UNC\\');
    const prefixLength = isExtended ? 8 : 2;
    const hostnameEnd = resolved.indexOf('\\', prefixLength);
    if (hostnameEnd === -1) {
      throw new codes.ERR_INVALID_ARG_VALUE('path', resolved, 'Missing UNC resource path');
    }
    if (hostnameEnd === 2) throw new codes.ERR_INVALID_ARG_VALUE('path', resolved, 'Empty UNC servername');
    const hostname = resolved.slice(prefixLength, hostnameEnd);
    const rest = resolved.slice(hostnameEnd).replaceAll('\\', '/').replace(/[%\n\r\t?#[\]^|~]/g, (c) => pathEscapes[c]);
    const url = new URL('file://');
    url.hostname = hostname;
    url.pathname = rest;
    return url;
  }
  // resolve() drops trailing separators.
  const last = filepath.charCodeAt(filepath.length - 1);
  if ((last === 47 || (windows && last === 92)) && resolved.at(-1) !== (windows ? '\\' : '/')) resolved += '/';
  if (windows) resolved = resolved.replaceAll('\\', '/');
  const encoded = resolved.replace(/[%\\\n\r\t?#[\]^|~]/g, (c) => pathEscapes[c]);
  return new URL(windows && encoded[0] !== '/' ? `file:///${encoded}` : `file://${encoded}`);
}

function toPathIfFileURL(fileURLOrPath) {
  if (!isURL(fileURLOrPath)) return fileURLOrPath;
  return fileURLToPath(fileURLOrPath);
}

function domainToASCII(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return binding.domainToASCII(`${domain}`);
}

function domainToUnicode(domain) {
  if (arguments.length < 1) throw new codes.ERR_MISSING_ARGS('domain');
  return binding.domainToUnicode(`${domain}`);
}

function getURLHref(url) {
  return contextOf(url).href;
}

function getURLOrigin(url) {
  return url.origin;
}

// Protocols of the legacy parser: no host checks, no host, and slashes after the colon.
const unsafeProtocol = new Set(['javascript', 'javascript:']);
const hostlessProtocol = new Set(['javascript', 'javascript:']);
const slashedProtocol = new Set(['http', 'http:', 'https', 'https:', 'ftp', 'ftp:', 'gopher', 'gopher:', 'file', 'file:',
  'ws', 'ws:', 'wss', 'wss:']);

{
  const { markTransferMode, kUncloneable } = require('internal/worker/js_transferable');
  markTransferMode(URL.prototype, kUncloneable);
  markTransferMode(URLSearchParams.prototype, kUncloneable);
}

module.exports = {
  fileURLToPath,
  fileURLToPathBuffer,
  pathToFileURL,
  toPathIfFileURL,
  URL,
  URLSearchParams,
  domainToASCII,
  domainToUnicode,
  urlToHttpOptions,
  isURL,
  isURLInstance,
  getURLHref,
  getURLOrigin,
  urlUpdateActions,
  unsafeProtocol,
  hostlessProtocol,
  slashedProtocol,
};

Object.defineProperty(module.exports, 'URLPattern', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() {
    return require('internal/url_pattern').URLPattern;
  },
});
