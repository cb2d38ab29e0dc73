'use strict';
// Response (WHATWG Fetch).

const { kState, illegalInvocation, requireArguments, byteString, usvString, isHeaderValue, isRedirectStatus, isNullBodyStatus, inspectObject, defineInterface } =
  require('internal/fetch/util');
const { HeaderList, headersOf, fill } = require('internal/fetch/headers');
const { extract, cloneBody, bodyOf, bodyUsed, mixin } = require('internal/fetch/body');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

class ResponseState {
  constructor() {
    this.type = 'default';
    this.status = 200;
    this.statusText = '';
    this.headers = undefined; // HeaderList
    this.headersObject = undefined;
    this.guard = 'response';
    this.urls = []; // URL objects
    this.body = null;
    this.aborted = undefined; // { reason }
  }
}

class Response {
  constructor(body = null, init = undefined) {
    if (body === kNew) {
      this[kState] = init;
      return;
    }
    const state = this[kState] = new ResponseState();
    state.headers = new HeaderList();
    initialize(state, init, 'Response constructor');
    if (body !== null && body !== undefined) {
      const [b, type] = extract(body);
      attach(state, b, type);
    }
  }
  static error() {
    const state = new ResponseState();
    state.type = 'error';
    state.status = 0;
    state.headers = new HeaderList();
    state.guard = 'immutable';
    return responseOf(state);
  }
  static json(data, init = undefined) {
    requireArguments(arguments.length, 1, 'Response.json');
    const text = JSON.stringify(data);
    if (text === undefined) throw new TypeError('Value is not JSON serializable');
    const state = new ResponseState();
    state.headers = new HeaderList();
    initialize(state, init, 'Response.json');
    const [b] = extract(text);
    attach(state, b, 'application/json');
    return responseOf(state);
  }
  static redirect(url, status = 302) {
    requireArguments(arguments.length, 1, 'Response.redirect');
    url = usvString(url, 'Response.redirect', 'url');
    status = toShort(status);
    let parsed;
    try {
      parsed = new URL(url);
    } catch (cause) {
      throw new TypeError(`Failed to parse URL from ${url}`, { cause });
    }
    if (!isRedirectStatus(status)) throw new RangeError(`Invalid status code ${status}`);
    const state = new ResponseState();
    state.status = status;
    state.headers = new HeaderList();
    state.headers.append('location', parsed.href);
    state.guard = 'immutable';
    return responseOf(state);
  }
  get type() { return stateOf(this).type; }
  get url() {
    const { urls } = stateOf(this);
    if (urls.length === 0) return '';
    const url = urls[urls.length - 1];
    return url.hash === '' ? url.href.replace(/#$/, '') : url.href.slice(0, -url.hash.length);
  }
  get redirected() { return stateOf(this).urls.length > 1; }
  get status() { return stateOf(this).status; }
  get ok() {
    const { status } = stateOf(this);
    return status >= 200 && status <= 299;
  }
  get statusText() { return stateOf(this).statusText; }
  get headers() {
    const state = stateOf(this);
    return state.headersObject ??= headersOf(state.headers, state.guard);
  }
  get body() { return bodyOf(this); }
  get bodyUsed() { return bodyUsed(this); }
  clone() {
    const state = stateOf(this);
    if (state.body !== null && (state.body.disturbed || state.body.locked)) throw new TypeError('Response.clone: Body has already been consumed.');
    const copy = new ResponseState();
    copy.type = state.type;
    copy.status = state.status;
    copy.statusText = state.statusText;
    copy.headers = HeaderList.from(state.headers);
    copy.guard = state.guard;
    copy.urls = state.urls.slice();
    copy.aborted = state.aborted;
    if (state.body !== null) copy.body = cloneBody(state.body);
    return responseOf(copy);
  }
  [kInspect](depth, options) {
    stateOf(this);
    const { status, statusText, headers, body, bodyUsed, ok, redirected, type, url } = this;
    return inspectObject('Response', { status, statusText, headers, body, bodyUsed, ok, redirected, type, url }, depth, options);
  }
}
const kNew = Symbol('new');
Object.defineProperty(Response, 'length', { __proto__: null, configurable: true, value: 0 });
mixin(Response);
defineInterface(Response, ['type', 'url', 'status', 'ok', 'redirected', 'statusText', 'headers', 'clone', 'body', 'bodyUsed']);
for (const name of ['error', 'json', 'redirect']) Object.defineProperty(Response, name, { __proto__: null, enumerable: true });

function toShort(v) {
  v = Math.trunc(+v);
  if (!Number.isFinite(v)) return 0;
  return ((v % 65536) + 65536) % 65536;
}

// initialize is "initialize a response", without the body.
function initialize(state, init, context) {
  if (init === undefined || init === null) return;
  if (typeof init !== 'object' && typeof init !== 'function') throw new TypeError(`${context}: init ("${String(init)}") is not an Object.`);
  const { headers, status, statusText } = init;
  if (status !== undefined) {
    const s = toShort(status);
    if (s < 200 || s > 599) throw new RangeError('init["status"] must be in the range of 200 to 599, inclusive.');
    state.status = s;
  }
  if (statusText !== undefined) {
    const text = byteString(statusText, context, 'statusText');
    if (!isHeaderValue(text) || /[\x00-\x08\x0a-\x1f\x7f]/.test(text)) throw new TypeError('Invalid statusText');
    state.statusText = text;
  }
  if (headers !== undefined) fill({ list: state.headers, guard: state.guard }, headers);
}
function attach(state, body, type) {
  if (isNullBodyStatus(state.status)) throw new TypeError(`Response constructor: Invalid response status code ${state.status}`);
  state.body = body;
  if (type !== null && !state.headers.has('content-type')) state.headers.append('content-type', type);
}

function stateOf(r) {
  const state = r?.[kState];
  if (!(state instanceof ResponseState)) throw illegalInvocation();
  return state;
}
function responseOf(state) {
  return new Response(kNew, state);
}

require('internal/worker/js_transferable').markUncloneable(Response.prototype, (v) => v[kState] !== undefined);

module.exports = { Response, ResponseState, responseOf };
