'use strict';
// URLPattern (WHATWG URL Pattern): the class and the constructor string parser. Patterns themselves: internal/url_pattern_parse.

const { codes: { ERR_CONSTRUCT_CALL_REQUIRED, ERR_INVALID_ARG_TYPE, ERR_INVALID_URL_PATTERN } } = require('internal/errors');
const { tokenize, escapePattern, compile } = require('internal/url_pattern_parse');

const kComponents = ['protocol', 'username', 'password', 'hostname', 'port', 'pathname', 'search', 'hash'];

function isSpecial(scheme) {
  switch (scheme) {
    case 'http': case 'https': case 'ws': case 'wss': case 'ftp': case 'file': return true;
  }
  return false;
}
function defaultPort(scheme) {
  switch (scheme) {
    case 'http': case 'ws': return '80';
    case 'https': case 'wss': return '443';
    case 'ftp': return '21';
  }
  return undefined;
}

class Invalid extends Error {}
function invalid(why) { return new Invalid(why); }

// ---- canonicalization of the parts of a URL

function dummy() { return new URL('https://dummy.invalid/'); }

function canonProtocol(v) {
  if (v === '') return '';
  let u;
  try {
    u = new URL(`${v}://dummy.invalid/`);
  } catch {
    throw invalid('protocol');
  }
  return u.protocol.slice(0, -1);
}
function canonUsername(v) {
  if (v === '') return '';
  const u = dummy();
  u.username = v;
  return u.username;
}
function canonPassword(v) {
  if (v === '') return '';
  const u = dummy();
  u.password = v;
  return u.password;
}
function canonHostname(v) {
  if (v === '') return '';
  const u = dummy();
  // Past one of these the URL parser would see another part of a URL.
  if (/[#/?@\\:<>|^ %]/.test(v.replace(/%[0-9a-fA-F]{2}/g, '')) && v[0] !== '[') {
    const cut = /^[^#/?\\:]*/.exec(v)[0];
    if (/[@:<>|^ ]/.test(v) || cut === '') throw invalid('hostname');
    v = cut;
  }
  u.hostname = v;
  if (u.hostname === 'dummy.invalid' && v.toLowerCase() !== 'dummy.invalid') throw invalid('hostname');
  return u.hostname;
}
function canonOpaqueHostname(v) {
  if (v === '') return '';
  const u = new URL('x://dummy.invalid/');
  u.hostname = v;
  if (u.hostname === 'dummy.invalid' && v !== 'dummy.invalid') throw invalid('hostname');
  return u.hostname;
}
function canonIPv6(v) {
  for (let i = 0; i < v.length; i++) {
    if (!/[0-9a-fA-F[\]:]/.test(v[i])) throw invalid('hostname');
  }
  return v.toLowerCase();
}
function canonPort(v, protocol) {
  if (v === '') return '';
  v = v.replace(/[\t\n\r]/g, '');
  const digits = /^[0-9]+/.exec(v)?.[0];
  if (digits === undefined || +digits > 65535) throw invalid('port');
  const port = `${+digits}`;
  return protocol !== undefined && defaultPort(protocol) === port ? '' : port;
}
function canonPathname(v) {
  if (v === '') return '';
  const leading = v[0] === '/';
  const u = dummy();
  u.pathname = leading ? v : `/-${v}`;
  return leading ? u.pathname : u.pathname.slice(2);
}
function percentEncodeC0(v) {
  let out = '';
  for (const ch of v) {
    const c = ch.codePointAt(0);
    if (c > 0x1F && c <= 0x7E) out += ch;
    else out += encodeURIComponent(ch.isWellFormed() ? ch : '\ufffd');
  }
  return out;
}
function canonOpaquePathname(v) {
  return v === '' ? '' : percentEncodeC0(v.replace(/[\t\n\r]/g, ''));
}
function canonSearch(v) {
  if (v === '') return '';
  const u = dummy();
  u.search = `?${v}`;
  return u.search.slice(1);
}
function canonHash(v) {
  if (v === '') return '';
  const u = dummy();
  u.hash = `#${v}`;
  return u.hash.slice(1);
}

// ---- processing a URLPatternInit

function stripOne(v, ch, end) {
  if (end) return v.endsWith(ch) ? v.slice(0, -1) : v;
  return v.startsWith(ch) ? v.slice(1) : v;
}
function processProtocol(v, type) {
  v = stripOne(v, ':', true);
  return type === 'pattern' ? v : canonProtocol(v);
}
function processHostname(v, type, protocol) {
  if (type === 'pattern') return v;
  return protocol === undefined || protocol === '' || isSpecial(protocol) ? canonHostname(v) : canonOpaqueHostname(v);
}
function processPort(v, protocol, type) {
  return type === 'pattern' ? v : canonPort(v, protocol);
}
function processPathname(v, protocol, type) {
  if (type === 'pattern') return v;
  return protocol === undefined || protocol === '' || isSpecial(protocol) ? canonPathname(v) : canonOpaquePathname(v);
}
function isAbsolutePathname(v, type) {
  if (v === '') return false;
  if (v[0] === '/') return true;
  if (type === 'url' || v.length < 2) return false;
  return (v[0] === '\\' || v[0] === '{') && v[1] === '/';
}

// processInit gives the canonical members. defaults are the members to start from.
function processInit(init, type, defaults) {
  const r = { ...defaults };
  let base;
  if (init.baseURL !== undefined) {
    try {
      base = new URL(init.baseURL);
    } catch {
      throw invalid('baseURL');
    }
    const str = (s) => (type === 'pattern' ? escapePattern(s) : s);
    if (init.protocol === undefined) r.protocol = str(base.protocol.slice(0, -1));
    if (type !== 'pattern' && init.protocol === undefined && init.hostname === undefined && init.port === undefined && init.username === undefined) r.username = str(base.username);
    if (type !== 'pattern' && init.protocol === undefined && init.hostname === undefined && init.port === undefined && init.username === undefined &&
        init.password === undefined) r.password = str(base.password);
    if (init.protocol === undefined && init.hostname === undefined) r.hostname = str(base.hostname);
    if (init.protocol === undefined && init.hostname === undefined && init.port === undefined) r.port = base.port;
    if (init.protocol === undefined && init.hostname === undefined && init.port === undefined && init.pathname === undefined) r.pathname = str(base.pathname);
    if (init.protocol === undefined && init.hostname === undefined && init.port === undefined && init.pathname === undefined && init.search === undefined) {
      r.search = str(base.search.slice(1));
    }
    if (init.protocol === undefined && init.hostname === undefined && init.port === undefined && init.pathname === undefined && init.search === undefined &&
        init.hash === undefined) r.hash = str(base.hash.slice(1));
  }
  if (init.protocol !== undefined) r.protocol = processProtocol(init.protocol, type);
  if (init.username !== undefined) r.username = type === 'pattern' ? init.username : canonUsername(init.username);
  if (init.password !== undefined) r.password = type === 'pattern' ? init.password : canonPassword(init.password);
  if (init.hostname !== undefined) r.hostname = processHostname(init.hostname, type, r.protocol);
  if (init.port !== undefined) r.port = processPort(init.port, r.protocol, type);
  if (init.pathname !== undefined) {
    r.pathname = init.pathname;
    if (base !== undefined && !isOpaquePath(base) && !isAbsolutePathname(r.pathname, type)) {
      const path = type === 'pattern' ? escapePattern(base.pathname) : base.pathname;
      const slash = path.lastIndexOf('/');
      if (slash >= 0) r.pathname = path.slice(0, slash + 1) + r.pathname;
    }
    r.pathname = processPathname(r.pathname, r.protocol, type);
  }
  if (init.search !== undefined) {
    const v = stripOne(init.search, '?');
    r.search = type === 'pattern' ? v : canonSearch(v);
  }
  if (init.hash !== undefined) {
    const v = stripOne(init.hash, '#');
    r.hash = type === 'pattern' ? v : canonHash(v);
  }
  return r;
}
function isOpaquePath(url) {
  return !isSpecial(url.protocol.slice(0, -1)) && !url.pathname.startsWith('/') && url.pathname !== '';
}

function readInit(value) {
  const init = {};
  for (const key of ['baseURL', 'hash', 'hostname', 'password', 'pathname', 'port', 'protocol', 'search', 'username']) {
    const v = value[key];
    if (v !== undefined) init[key] = `${v}`.toWellFormed();
  }
  return init;
}

// ---- constructor strings

// parseConstructorString splits a pattern for a whole URL into its parts.
function parseConstructorString(input) {
  const tokens = tokenize(input, true);
  const result = {};
  let start = 0; // of the component, a token index
  let index = 0;
  let increment = 1;
  let group = 0;
  let brackets = 0;
  let special = false;
  let state = 'init';

  const safe = (i) => (i < tokens.length ? tokens[i] : tokens[tokens.length - 1]);
  const nonSpecial = (i, v) => {
    const t = safe(i);
    return t.value === v && (t.type === 'char' || t.type === 'escaped-char' || t.type === 'invalid-char');
  };
  const isProtocolSuffix = () => nonSpecial(index, ':');
  const nextIsAuthoritySlashes = () => nonSpecial(index + 1, '/') && nonSpecial(index + 2, '/');
  const isIdentityTerminator = () => nonSpecial(index, '@');
  const isPasswordPrefix = () => nonSpecial(index, ':');
  const isPortPrefix = () => nonSpecial(index, ':');
  const isPathnameStart = () => nonSpecial(index, '/');
  const isSearchPrefix = () => {
    if (nonSpecial(index, '?')) return true;
    if (tokens[index].value !== '?') return false;
    if (tokens[index].type !== 'other-modifier') return false;
    const p = index - 1;
    if (p < 0) return true;
    const prev = safe(p);
    return !(prev.type === 'name' || prev.type === 'regexp' || prev.type === 'close' || prev.type === 'asterisk');
  };
  const isHashPrefix = () => nonSpecial(index, '#');
  const componentString = () => input.slice(safe(start).index, tokens[index].index);
  const rewind = () => {
    index = start;
    increment = 0;
  };
  const changeState = (next, skip) => {
    if (state !== 'init' && state !== 'authority' && state !== 'done') result[state] = componentString();
    if (state !== 'init' && next !== 'done') {
      // Parts between the two that were not there are empty.
      if (['protocol', 'authority', 'username', 'password'].includes(state) && ['port', 'pathname', 'search', 'hash'].includes(next) && result.hostname === undefined) result.hostname = '';
      if (['protocol', 'authority', 'username', 'password', 'hostname', 'port'].includes(state) && ['search', 'hash'].includes(next) && result.pathname === undefined) {
        result.pathname = special ? '/' : '';
      }
      if (['protocol', 'authority', 'username', 'password', 'hostname', 'port', 'pathname'].includes(state) && next === 'hash' && result.search === undefined) result.search = '';
    }
    state = next;
    index += skip;
    start = index;
    increment = 0;
  };
  const rewindAndSet = (next) => {
    rewind();
    state = next;
  };

  while (index < tokens.length) {
    increment = 1;
    const token = tokens[index];
    if (token.type === 'end') {
      if (state === 'init') {
        rewind();
        if (isHashPrefix()) {
          changeState('hash', 1);
        } else if (isSearchPrefix()) {
          changeState('search', 1);
        } else {
          changeState('pathname', 0);
        }
        index += increment;
        continue;
      }
      if (state === 'authority') {
        rewindAndSet('hostname');
        index += increment;
        continue;
      }
      changeState('done', 0);
      break;
    }
    if (token.type === 'open') {
      group++;
      index += increment;
      continue;
    }
    if (group > 0) {
      if (token.type === 'close') {
        group--;
      } else {
        index += increment;
        continue;
      }
    }
    switch (state) {
      case 'init':
        if (isProtocolSuffix()) rewindAndSet('protocol');
        break;
      case 'protocol':
        if (isProtocolSuffix()) {
          const component = compileProtocol(componentString());
          special = matchesSpecial(component);
          let next = 'pathname';
          let skip = 1;
          if (nextIsAuthoritySlashes()) {
            next = 'authority';
            skip = 3;
          } else if (special) {
            next = 'authority';
          }
          changeState(next, skip);
        }
        break;
      case 'authority':
        if (isIdentityTerminator()) rewindAndSet('username');
        else if (isPathnameStart() || isSearchPrefix() || isHashPrefix()) rewindAndSet('hostname');
        break;
      case 'username':
        if (isPasswordPrefix()) changeState('password', 1);
        else if (isIdentityTerminator()) changeState('hostname', 1);
        break;
      case 'password':
        if (isIdentityTerminator()) changeState('hostname', 1);
        break;
      case 'hostname':
        if (nonSpecial(index, '[')) brackets++;
        else if (nonSpecial(index, ']')) brackets--;
        else if (isPortPrefix() && brackets === 0) changeState('port', 1);
        else if (isPathnameStart()) changeState('pathname', 0);
        else if (isSearchPrefix()) changeState('search', 1);
        else if (isHashPrefix()) changeState('hash', 1);
        break;
      case 'port':
        if (isPathnameStart()) changeState('pathname', 0);
        else if (isSearchPrefix()) changeState('search', 1);
        else if (isHashPrefix()) changeState('hash', 1);
        break;
      case 'pathname':
        if (isSearchPrefix()) changeState('search', 1);
        else if (isHashPrefix()) changeState('hash', 1);
        break;
      case 'search':
        if (isHashPrefix()) changeState('hash', 1);
        break;
    }
    index += increment;
  }
  if (result.hostname !== undefined && result.port === undefined) result.port = '';
  return result;
}

const kDefaultOptions = { delimiter: '', prefix: '' };
const kHostnameOptions = { delimiter: '.', prefix: '' };
const kPathnameOptions = { delimiter: '/', prefix: '/' };

function compileProtocol(v) {
  return compile(v, canonProtocol, kDefaultOptions, false);
}
function matchesSpecial(component) {
  return ['http', 'https', 'ws', 'wss', 'ftp', 'file'].some((s) => component.regexp.test(s));
}

// ---- the class

class URLPatternState {
  constructor(input, base, ignoreCase) {
    let init;
    if (typeof input === 'string') {
      init = parseConstructorString(input);
      if (base === undefined && init.protocol === undefined) throw invalid('base URL');
      if (base !== undefined) init.baseURL = base;
    } else {
      if (base !== undefined) throw invalid('base URL');
      init = readInit(input);
    }
    const p = processInit(init, 'pattern', {});
    for (const key of kComponents) p[key] ??= '*';
    if (isSpecial(p.protocol) && p.port === defaultPort(p.protocol)) p.port = '';
    this.protocol = compileProtocol(p.protocol);
    this.username = compile(p.username, canonUsername, kDefaultOptions, false);
    this.password = compile(p.password, canonPassword, kDefaultOptions, false);
    const ipv6 = /^(?:\[|\{\[|\\\[)/.test(p.hostname);
    if (ipv6) this.hostname = compile(p.hostname, canonIPv6, kHostnameOptions, false);
    else if (matchesSpecial(this.protocol) || p.protocol === '*') this.hostname = compile(p.hostname, canonHostname, kHostnameOptions, false);
    else this.hostname = compile(p.hostname, canonOpaqueHostname, kHostnameOptions, false);
    this.port = compile(p.port, (v) => canonPort(v, undefined), kDefaultOptions, false);
    if (matchesSpecial(this.protocol)) this.pathname = compile(p.pathname, canonPathname, kPathnameOptions, ignoreCase);
    else this.pathname = compile(p.pathname, canonOpaquePathname, kDefaultOptions, ignoreCase);
    this.search = compile(p.search, canonSearch, kDefaultOptions, ignoreCase);
    this.hash = compile(p.hash, canonHash, kDefaultOptions, ignoreCase);
  }

  match(input, base) {
    const inputs = [input];
    let v;
    if (typeof input !== 'string') {
      if (base !== undefined) throw new TypeError('baseURL must not be given with an object');
      try {
        const empty = {};
        for (const key of kComponents) empty[key] = '';
        v = processInit(readInit(input), 'url', empty);
      } catch (e) {
        if (e instanceof Invalid) return null;
        throw e;
      }
    } else {
      let url;
      try {
        url = base === undefined ? new URL(input) : new URL(input, base);
      } catch {
        return null;
      }
      if (base !== undefined) inputs.push(base);
      v = {
        protocol: url.protocol.slice(0, -1), username: url.username, password: url.password, hostname: url.hostname, port: url.port, pathname: url.pathname,
        search: url.search.slice(1), hash: url.hash.slice(1),
      };
    }
    const result = { __proto__: null };
    const parts = {};
    for (const key of kComponents) {
      const component = this[key];
      const m = component.regexp.exec(v[key]);
      if (m === null) return null;
      const groups = {};
      for (let i = 1; i < m.length; i++) groups[component.names[i - 1]] = m[i];
      parts[key] = { groups, input: v[key] };
    }
    for (const key of ['hash', 'hostname']) result[key] = parts[key];
    result.inputs = inputs;
    for (const key of ['password', 'pathname', 'port', 'protocol', 'search', 'username']) result[key] = parts[key];
    return result;
  }
}

const states = new WeakMap();
function stateOf(v) {
  const s = v !== null && typeof v === 'object' ? states.get(v) : undefined;
  if (s === undefined) throw new TypeError('Illegal invocation');
  return s;
}
function argError(message) {
  const e = new ERR_INVALID_ARG_TYPE('input', 'Object', undefined);
  Object.defineProperty(e, 'message', { __proto__: null, value: message, configurable: true, enumerable: false, writable: true });
  return e;
}
function isObject(v) {
  return v !== null && (typeof v === 'object' || typeof v === 'function');
}

function URLPattern(...args) {
  if (new.target === undefined) throw new ERR_CONSTRUCT_CALL_REQUIRED('URLPattern');
  let [input, second, third] = args;
  let base;
  let options;
  if (input === undefined || input === null) input = {};
  else if (typeof input !== 'string' && !isObject(input)) throw argError('Input must be an object or a string');
  if (args.length > 1 && second !== undefined && second !== null) {
    if (typeof second === 'string') base = second;
    else if (isObject(second)) options = second;
    else throw argError('second argument must be a string or object');
  }
  if (args.length > 2 && third !== undefined && third !== null) {
    if (!isObject(third)) throw argError('options must be an object');
    if (typeof second !== 'string') throw argError('baseURL must be a string');
    options = third;
  }
  const { ignoreCase = false } = options ?? {};
  if (typeof input === 'string') input = input.toWellFormed();
  let state;
  try {
    state = new URLPatternState(input, base, !!ignoreCase);
  } catch (e) {
    if (e instanceof Invalid || e instanceof SyntaxError || e?.isPatternError) throw new ERR_INVALID_URL_PATTERN('Failed to construct URLPattern');
    throw e;
  }
  const self = new.target === URLPattern ? this : Reflect.construct(Object, [], new.target);
  states.set(self, state);
  return self;
}

function checkArgs(input, base) {
  if (input === undefined || input === null) input = {};
  else if (typeof input !== 'string' && !isObject(input)) throw argError('URLPattern input needs to be a string or an object');
  if (base !== undefined && base !== null && typeof base !== 'string') throw argError('baseURL must be a string');
  return [typeof input === 'string' ? input.toWellFormed() : input, base ?? undefined];
}

for (const key of kComponents) {
  Object.defineProperty(URLPattern.prototype, key, {
    __proto__: null, enumerable: true, configurable: false,
    get: { get() { return stateOf(this)[key].pattern; } }.get,
  });
}
Object.defineProperty(URLPattern.prototype, 'hasRegExpGroups', {
  __proto__: null, enumerable: true, configurable: false,
  get: { get() {
    const s = stateOf(this);
    return kComponents.some((key) => s[key].hasRegExpGroups);
  } }.get,
});
const methods = {
  exec(input = undefined, base = undefined) {
    const s = stateOf(this);
    return s.match(...checkArgs(input, base));
  },
  test(input = undefined, base = undefined) {
    const s = stateOf(this);
    return s.match(...checkArgs(input, base)) !== null;
  },
};
for (const key of ['exec', 'test']) {
  Object.defineProperty(URLPattern.prototype, key, { __proto__: null, value: methods[key], writable: true, enumerable: true, configurable: true });
}
delete URLPattern.prototype.constructor;
Object.defineProperty(URLPattern.prototype, 'constructor', { __proto__: null, value: URLPattern, writable: true, enumerable: false, configurable: true });
Object.defineProperty(URLPattern.prototype, Symbol.toStringTag, { __proto__: null, value: 'URLPattern', configurable: true });
Object.defineProperty(URLPattern, 'prototype', { __proto__: null, writable: false });
Object.defineProperty(URLPattern, 'length', { __proto__: null, value: 0, configurable: true });

require('internal/worker/js_transferable').markUncloneable(URLPattern.prototype, (v) => states.has(v));

module.exports = { URLPattern };
