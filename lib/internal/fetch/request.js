'use strict';
// Request (WHATWG Fetch).

const { kState, illegalInvocation, requireArguments, byteString, usvString, isToken, inspectObject, defineInterface } = require('internal/fetch/util');
const { HeaderList, headersOf, fill } = require('internal/fetch/headers');
const { Body, extract, cloneBody, bodyOf, bodyUsed, mixin } = require('internal/fetch/body');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

class RequestState {
  constructor() {
    this.method = 'GET';
    this.urls = [];
    this.headers = undefined;
    this.headersObject = undefined;
    this.guard = 'request';
    this.body = null;
    this.referrer = 'client'; // 'client', 'no-referrer' or a URL
    this.referrerPolicy = '';
    this.mode = 'cors';
    this.credentials = 'same-origin';
    this.cache = 'default';
    this.redirect = 'follow';
    this.integrity = '';
    this.keepalive = false;
    this.duplex = 'half';
    this.signalSource = undefined; // the signal it follows
    this.signal = undefined; // its own, made when asked for
    this.dispatcher = undefined;
    this.aborted = undefined;
  }
  get url() { return this.urls[this.urls.length - 1]; }
}

const kReferrerPolicies = ['', 'no-referrer', 'no-referrer-when-downgrade', 'same-origin', 'origin', 'strict-origin', 'origin-when-cross-origin',
  'strict-origin-when-cross-origin', 'unsafe-url'];
const kModes = ['navigate', 'same-origin', 'no-cors', 'cors'];
const kCredentials = ['omit', 'same-origin', 'include'];
const kCaches = ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'];
const kRedirects = ['follow', 'error', 'manual'];

function enumeration(value, allowed, context = undefined) {
  const s = `${value}`;
  if (!allowed.includes(s)) throw new TypeError(`${context}: ${s} is not an accepted type. Expected one of ${allowed.join(', ')}.`);
  return s;
}

function normalizeMethod(method) {
  switch (method.toUpperCase()) {
    case 'DELETE': case 'GET': case 'HEAD': case 'OPTIONS': case 'POST': case 'PUT': return method.toUpperCase();
  }
  return method;
}
let warnedPatch = false;

function isRequest(v) {
  return v !== null && typeof v === 'object' && v[kState] instanceof RequestState;
}

// fill in the state of a new Request from its arguments; also what fetch() does with its own.
function makeState(input, init) {
  const state = new RequestState();
  let fallbackSignal;
  let inputBody = null;
  let inputRequest;
  if (!isRequest(input)) {
    const text = typeof input === 'string' ? input : usvString(input, 'Request constructor', 'input');
    let url;
    try {
      url = new URL(text);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${text}`, { cause });
    }
    if (url.username !== '' || url.password !== '') {
      throw new TypeError(`Request cannot be constructed from a URL that includes credentials: ${text}`);
    }
    state.urls.push(url);
    state.headers = new HeaderList();
  } else {
    inputRequest = input[kState];
    state.method = inputRequest.method;
    state.urls.push(inputRequest.url);
    state.headers = HeaderList.from(inputRequest.headers);
    state.referrer = inputRequest.referrer;
    state.referrerPolicy = inputRequest.referrerPolicy;
    state.mode = inputRequest.mode;
    state.credentials = inputRequest.credentials;
    state.cache = inputRequest.cache;
    state.redirect = inputRequest.redirect;
    state.integrity = inputRequest.integrity;
    state.keepalive = inputRequest.keepalive;
    state.dispatcher = inputRequest.dispatcher;
    fallbackSignal = inputRequest.signal ?? inputRequest.signalSource;
    inputBody = inputRequest.body;
  }
  if (init === undefined || init === null) {
    state.signalSource = fallbackSignal;
    if (inputBody !== null) takeBody(state, inputRequest, input);
    return state;
  }
  if (typeof init !== 'object' && typeof init !== 'function') throw new TypeError(`Request constructor: init ("${String(init)}") is not an Object.`);

  if (init.window !== undefined && init.window !== null) throw new TypeError(`'window' option '${init.window}' must be null`);
  const { referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, method, headers, body, signal, duplex, dispatcher, priority } = init;
  if (dispatcher !== undefined) state.dispatcher = dispatcher;
  if (priority !== undefined) enumeration(priority, ['high', 'low', 'auto']);
  if (referrer !== undefined) {
    const text = usvString(referrer, 'Request constructor', 'referrer');
    if (text === '') {
      state.referrer = 'no-referrer';
    } else {
      let url;
      try {
        url = new URL(text);
      } catch (cause) {
        throw new TypeError(`Referrer "${text}" is not a valid URL.`, { cause });
      }
      state.referrer = url.protocol === 'about:' && url.pathname === 'client' ? 'client' : url;
    }
  }
  if (referrerPolicy !== undefined) state.referrerPolicy = enumeration(referrerPolicy, kReferrerPolicies);
  if (mode !== undefined) {
    const m = enumeration(mode, kModes);
    if (m === 'navigate') throw new TypeError('Request constructor: invalid request mode navigate.');
    state.mode = m;
  }
  if (credentials !== undefined) state.credentials = enumeration(credentials, kCredentials);
  if (cache !== undefined) state.cache = enumeration(cache, kCaches);
  if (state.cache === 'only-if-cached' && state.mode !== 'same-origin') {
    throw new TypeError("'only-if-cached' can be set only with 'same-origin' mode");
  }
  if (redirect !== undefined) state.redirect = enumeration(redirect, kRedirects);
  if (integrity !== undefined) state.integrity = `${integrity}`;
  if (keepalive !== undefined) state.keepalive = !!keepalive;
  if (method !== undefined) {
    const m = byteString(method, 'Request constructor', 'method');
    if (!isToken(m)) throw new TypeError(`'${m}' is not a valid HTTP method.`);
    switch (m.toUpperCase()) {
      case 'CONNECT': case 'TRACE': case 'TRACK': throw new TypeError(`'${m}' HTTP method is unsupported.`);
    }
    if (m === 'patch' && !warnedPatch) {
      warnedPatch = true;
      process.emitWarning('Using `patch` is highly likely to result in a `405 Method Not Allowed`. `PATCH` is much more likely to succeed.', { code: 'UNDICI-FETCH-patch' });
    }
    state.method = normalizeMethod(m);
  }
  if (signal !== undefined) {
    if (signal !== null) {
      const { isAbortSignal } = require('internal/abort_controller');
      if (!isAbortSignal(signal)) throw new TypeError(`RequestInit: Expected signal ("${String(signal)}") to be an instance of AbortSignal.`);
      state.signalSource = signal;
    }
  } else {
    state.signalSource = fallbackSignal;
  }
  if (duplex !== undefined) state.duplex = enumeration(duplex, ['half'], 'RequestInit.duplex');
  if (headers !== undefined) {
    const list = new HeaderList();
    fill({ list, guard: 'request' }, headers);
    state.headers = list;
  }
  if (((body !== undefined && body !== null) || inputBody !== null) && (state.method === 'GET' || state.method === 'HEAD')) {
    throw new TypeError('Request with GET/HEAD method cannot have body.');
  }
  if (body !== undefined && body !== null) {
    const [b, type] = extract(body, state.keepalive);
    if (b.length === null && duplex === undefined) throw new TypeError('RequestInit: duplex option is required when sending a body.');
    state.body = b;
    if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
  } else if (inputBody !== null) {
    takeBody(state, inputRequest, input);
  }
  return state;
}

// takeBody moves the body of a Request into a new one.
function takeBody(state, from) {
  const { body } = from;
  if (body.disturbed || body.locked) throw new TypeError('Cannot construct a Request with a Request object that has already been used.');
  if (body.web === undefined && body.node === undefined) {
    state.body = new Body(body.source, body.length);
  } else {
    const { TransformStream } = require('internal/webstreams/transformstream');
    const identity = new TransformStream();
    state.body = new Body(undefined, body.length);
    state.body.web = body.stream.pipeThrough(identity);
  }
  body.used = true;
}

class Request {
  constructor(input, init = undefined) {
    if (input === kNew) {
      this[kState] = init;
      return;
    }
    requireArguments(arguments.length, 1, 'Request constructor');
    this[kState] = makeState(input, init);
  }
  get method() { return stateOf(this).method; }
  get url() { return stateOf(this).urls[0].href; }
  get headers() {
    const state = stateOf(this);
    return state.headersObject ??= headersOf(state.headers, state.guard);
  }
  get destination() { stateOf(this); return ''; }
  get referrer() {
    const { referrer } = stateOf(this);
    if (referrer === 'no-referrer') return '';
    if (referrer === 'client') return 'about:client';
    return referrer.href;
  }
  get referrerPolicy() { return stateOf(this).referrerPolicy; }
  get mode() { return stateOf(this).mode; }
  get credentials() { return stateOf(this).credentials; }
  get cache() { return stateOf(this).cache; }
  get redirect() { return stateOf(this).redirect; }
  get integrity() { return stateOf(this).integrity; }
  get keepalive() { return stateOf(this).keepalive; }
  get isReloadNavigation() { stateOf(this); return false; }
  get isHistoryNavigation() { stateOf(this); return false; }
  get signal() {
    const state = stateOf(this);
    if (state.signal === undefined) {
      const { AbortController, AbortSignal } = require('internal/abort_controller');
      state.signal = state.signalSource === undefined ? new AbortController().signal : AbortSignal.any([state.signalSource]);
    }
    return state.signal;
  }
  get body() { return bodyOf(this); }
  get bodyUsed() { return bodyUsed(this); }
  get duplex() { stateOf(this); return 'half'; }
  clone() {
    const state = stateOf(this);
    if (state.body !== null && (state.body.disturbed || state.body.locked)) throw new TypeError('unusable');
    const copy = new RequestState();
    for (const key of ['method', 'guard', 'referrer', 'referrerPolicy', 'mode', 'credentials', 'cache', 'redirect', 'integrity', 'keepalive', 'dispatcher']) copy[key] = state[key];
    copy.urls = state.urls.slice();
    copy.headers = HeaderList.from(state.headers);
    copy.signalSource = this.signal;
    if (state.body !== null) copy.body = cloneBody(state.body);
    return new Request(kNew, copy);
  }
  [kInspect](depth, options) {
    stateOf(this);
    const {
      method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, isReloadNavigation,
      isHistoryNavigation, signal,
    } = this;
    return inspectObject('Request', {
      method, url, headers, destination, referrer, referrerPolicy, mode, credentials, cache, redirect, integrity, keepalive, isReloadNavigation,
      isHistoryNavigation, signal,
    }, depth, options);
  }
}
const kNew = Symbol('new');
mixin(Request);
defineInterface(Request, ['method', 'url', 'headers', 'redirect', 'clone', 'signal', 'duplex', 'destination', 'body', 'bodyUsed', 'isHistoryNavigation',
  'isReloadNavigation', 'keepalive', 'integrity', 'cache', 'credentials', 'referrerPolicy', 'referrer', 'mode']);

function stateOf(r) {
  const state = r?.[kState];
  if (!(state instanceof RequestState)) throw illegalInvocation();
  return state;
}

require('internal/worker/js_transferable').markUncloneable(Request.prototype, (v) => v[kState] !== undefined);

module.exports = { Request, RequestState, makeState };
