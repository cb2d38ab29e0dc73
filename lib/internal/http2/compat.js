'use strict';

// Http2ServerRequest and Http2ServerResponse: the interface of http's IncomingMessage and ServerResponse over a stream.

const Stream = require('stream');
const { Readable } = Stream;
const { codes } = require('internal/errors');
const {
  ERR_HTTP2_HEADERS_SENT, ERR_HTTP2_INFO_STATUS_NOT_ALLOWED, ERR_HTTP2_INVALID_HEADER_VALUE, ERR_HTTP2_INVALID_STREAM,
  ERR_HTTP2_NO_SOCKET_MANIPULATION, ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED, ERR_HTTP2_STATUS_INVALID, ERR_INVALID_ARG_VALUE,
  ERR_INVALID_CALLBACK, ERR_INVALID_HTTP_TOKEN, ERR_STREAM_WRITE_AFTER_END, ERR_INVALID_ARG_TYPE, ERR_HTTP2_STREAM_CANCEL,
} = codes;
const { validateFunction, validateString } = require('internal/validators');
const {
  isIllegalConnectionSpecificHeader, kSensitiveHeaders, assertValidPseudoHeader,
} = require('internal/http2/util');
const { constants } = require('internal/http2/constants');
const { _checkInvalidHeaderChar: checkInvalidHeaderChar, _checkIsHttpToken: checkIsHttpToken } = require('_http_common');

const kHeaders = Symbol('headers');
const kRawHeaders = Symbol('rawHeaders');
const kTrailers = Symbol('trailers');
const kRawTrailers = Symbol('rawTrailers');
const kStream = Symbol('stream');
const kState = Symbol('state');
const kResponse = Symbol('response');
const kRequest = Symbol('request');
const kProxy = Symbol('proxy');
const kAborted = Symbol('aborted');

let warnedMessage = false;
function statusMessageWarn() {
  if (warnedMessage) return;
  warnedMessage = true;
  process.emitWarning('Status message is not supported by HTTP/2 (RFC7540 8.1.2.4)', 'UnsupportedWarning');
}
let warnedConnection = false;
function connectionHeaderWarn() {
  if (warnedConnection) return;
  warnedConnection = true;
  process.emitWarning('The provided connection header is not valid, the value will be dropped from the header and will never be in use.',
                      'UnsupportedWarning');
}

const proxySocketHandler = {
  has(stream, prop) {
    const ref = stream.session !== undefined ? stream.session.socket : stream;
    return (prop in stream) || (prop in ref);
  },
  get(stream, prop) {
    switch (prop) {
      case 'on':
      case 'once':
      case 'end':
      case 'emit':
      case 'destroy':
        return stream[prop].bind(stream);
      case 'writable':
      case 'destroyed':
        return stream[prop];
      case 'readable': {
        if (stream.destroyed) return false;
        const request = stream[kRequest];
        return request ? request.readable : stream.readable;
      }
      case 'setTimeout': {
        const { session } = stream;
        if (session !== undefined) return session.setTimeout.bind(session);
        return stream.setTimeout.bind(stream);
      }
      case 'write':
      case 'read':
      case 'pause':
      case 'resume':
        throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
      default: {
        const ref = stream.session !== undefined ? stream.session.socket : stream;
        const value = ref[prop];
        return typeof value === 'function' ? value.bind(ref) : value;
      }
    }
  },
  getPrototypeOf(stream) {
    if (stream.session !== undefined) return Reflect.getPrototypeOf(stream.session.socket);
    return Reflect.getPrototypeOf(stream);
  },
  set(stream, prop, value) {
    switch (prop) {
      case 'writable':
      case 'readable':
      case 'destroyed':
      case 'on':
      case 'once':
      case 'end':
      case 'emit':
      case 'destroy':
        stream[prop] = value;
        return true;
      case 'setTimeout': {
        const { session } = stream;
        if (session !== undefined) session.setTimeout = value;
        else stream.setTimeout = value;
        return true;
      }
      case 'write':
      case 'read':
      case 'pause':
      case 'resume':
        throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
      default: {
        const ref = stream.session !== undefined ? stream.session.socket : stream;
        ref[prop] = value;
        return true;
      }
    }
  },
};

// Events of the stream as events of the request.
function onStreamData(chunk) {
  const request = this[kRequest];
  if (request !== undefined && !request.push(chunk)) this.pause();
}
function onStreamTrailers(trailers, flags, rawTrailers) {
  const request = this[kRequest];
  if (request !== undefined) {
    Object.assign(request[kTrailers], trailers);
    delete request[kTrailers][kSensitiveHeaders];
    request[kRawTrailers].push(...rawTrailers);
  }
}
function onStreamEnd() {
  const request = this[kRequest];
  if (request !== undefined) request.push(null);
}
function onStreamError(error) {
  const request = this[kRequest];
  if (request !== undefined) request.emit('error', error);
}
function onRequestPause() { this[kStream].pause(); }
function onRequestResume() { this[kStream].resume(); }
function onStreamDrain() {
  const response = this[kResponse];
  if (response !== undefined) response.emit('drain');
}
function onStreamAbortedRequest() {
  const request = this[kRequest];
  if (request !== undefined && request[kState].closed === false) {
    request[kAborted] = true;
    request.emit('aborted');
  }
}
function onStreamAbortedResponse() {}
function onStreamTrailersReady() {
  this.sendTrailers(this[kResponse][kTrailers]);
}
function onStreamCloseResponse() {
  const res = this[kResponse];
  if (res === undefined) return;
  const state = res[kState];
  if (this.headRequest !== state.headRequest) return;
  state.closed = true;
  this[kProxy] = null;
  this.removeListener('wantTrailers', onStreamTrailersReady);
  this[kResponse] = undefined;
  res.emit('finish');
  res.emit('close');
}
function onStreamCloseRequest() {
  const req = this[kRequest];
  if (req === undefined) return;
  req[kState].closed = true;
  req.push(null);
  this[kRequest] = undefined;
  req.emit('close');
}
function onStreamTimeout(kind) {
  return function(...args) {
    const o = this[kind];
    if (o !== undefined) o.emit('timeout', ...args);
  };
}

class Http2ServerRequest extends Readable {
  constructor(stream, headers, options, rawHeaders) {
    super({ autoDestroy: false, ...options });
    this[kState] = { closed: false, didRead: false };
    // The pseudo-headers are among them, as on the stream.
    this[kHeaders] = headers;
    this[kRawHeaders] = rawHeaders;
    this[kTrailers] = {};
    this[kRawTrailers] = [];
    this[kStream] = stream;
    this[kAborted] = false;
    stream[kProxy] = null;
    stream[kRequest] = this;
    stream.on('trailers', onStreamTrailers);
    stream.on('end', onStreamEnd);
    stream.on('error', onStreamError);
    stream.on('aborted', onStreamAbortedRequest);
    stream.on('close', onStreamCloseRequest);
    stream.on('timeout', onStreamTimeout(kRequest));
    this.on('pause', onRequestPause);
    this.on('resume', onRequestResume);
  }
  get aborted() { return this[kAborted]; }
  get complete() {
    return this[kAborted] || this.readableEnded || this[kState].closed || this[kStream].destroyed;
  }
  get stream() { return this[kStream]; }
  get headers() { return this[kHeaders]; }
  get rawHeaders() { return this[kRawHeaders]; }
  get trailers() { return this[kTrailers]; }
  get rawTrailers() { return this[kRawTrailers]; }
  get httpVersionMajor() { return 2; }
  get httpVersionMinor() { return 0; }
  get httpVersion() { return '2.0'; }
  get socket() {
    const stream = this[kStream];
    const proxy = stream[kProxy];
    if (proxy == null) return stream[kProxy] = new Proxy(stream, proxySocketHandler);
    return proxy;
  }
  get connection() { return this.socket; }
  _read(nread) {
    const state = this[kState];
    if (!state.didRead) {
      state.didRead = true;
      this[kStream].on('data', onStreamData);
    } else {
      process.nextTick((s) => s.resume(), this[kStream]);
    }
  }
  get method() { return this[kHeaders][':method']; }
  set method(method) {
    validateString(method, 'method');
    if (method.trim() === '') throw new ERR_INVALID_ARG_VALUE('method', method);
    this[kHeaders][':method'] = method;
  }
  get authority() {
    const a = this[kHeaders][':authority'];
    return a !== undefined ? a : this[kHeaders].host;
  }
  get scheme() { return this[kHeaders][':scheme']; }
  get url() { return this[kHeaders][':path']; }
  set url(url) { this[kHeaders][':path'] = url; }
  setTimeout(msecs, callback) {
    if (!this[kState].closed) this[kStream].setTimeout(msecs, callback);
    return this;
  }
}

class Http2ServerResponse extends Stream {
  constructor(stream, options) {
    super(options);
    this[kState] = { closed: false, ending: false, destroyed: false, headRequest: false, sendDate: true, statusCode: 200 };
    this[kHeaders] = { __proto__: null };
    this[kTrailers] = { __proto__: null };
    this[kStream] = stream;
    stream[kProxy] = null;
    stream[kResponse] = this;
    this.writable = true;
    this.req = stream[kRequest];
    stream.on('drain', onStreamDrain);
    stream.on('aborted', onStreamAbortedResponse);
    stream.on('close', onStreamCloseResponse);
    stream.on('wantTrailers', onStreamTrailersReady);
    stream.on('timeout', onStreamTimeout(kResponse));
  }
  // What is writable about the stream.
  get _header() { return this.headersSent; }
  get writableEnded() { return this[kState].ending; }
  get finished() { return this[kState].ending; }
  get socket() {
    // As http: none once the response is over.
    if (this[kState].closed) return undefined;
    const stream = this[kStream];
    const proxy = stream[kProxy];
    if (proxy == null) return stream[kProxy] = new Proxy(stream, proxySocketHandler);
    return proxy;
  }
  get connection() { return this.socket; }
  get stream() { return this[kStream]; }
  get headersSent() { return this[kStream].headersSent; }
  get sendDate() { return this[kState].sendDate; }
  set sendDate(bool) { this[kState].sendDate = Boolean(bool); }
  get statusCode() { return this[kState].statusCode; }
  set statusCode(code) {
    code |= 0;
    if (code >= 100 && code < 200) throw new ERR_HTTP2_INFO_STATUS_NOT_ALLOWED();
    if (code < 100 || code > 599) throw new ERR_HTTP2_STATUS_INVALID(code);
    this[kState].statusCode = code;
  }
  get writableCorked() { return this[kStream].writableCorked; }
  get writableHighWaterMark() { return this[kStream].writableHighWaterMark; }
  get writableFinished() { return this[kStream].writableFinished; }
  get writableLength() { return this[kStream].writableLength; }
  get statusMessage() {
    statusMessageWarn();
    return '';
  }
  set statusMessage(msg) { statusMessageWarn(); }

  setTrailer(name, value) {
    validateString(name, 'name');
    name = name.trim().toLowerCase();
    checkHeader(name, value);
    this[kTrailers][name] = value;
  }
  addTrailers(headers) {
    for (const key of Object.keys(headers)) this.setTrailer(key, headers[key]);
  }
  getHeader(name) {
    validateString(name, 'name');
    return this[kHeaders][name.trim().toLowerCase()];
  }
  getHeaderNames() { return Object.keys(this[kHeaders]); }
  getHeaders() { return Object.assign({ __proto__: null }, this[kHeaders]); }
  hasHeader(name) {
    validateString(name, 'name');
    return Object.hasOwn(this[kHeaders], name.trim().toLowerCase());
  }
  removeHeader(name) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    name = name.trim().toLowerCase();
    if (name === 'date') {
      this[kState].sendDate = false;
      return;
    }
    delete this[kHeaders][name];
  }
  setHeader(name, value) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    this._set(name, value);
  }
  appendHeader(name, value) {
    validateString(name, 'name');
    if (this[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    name = name.trim().toLowerCase();
    checkHeader(name, value);
    if (isIllegalConnectionSpecificHeader(name, value)) {
      if (name === 'connection') connectionHeaderWarn();
      return;
    }
    if (name[0] === ':') assertValidPseudoHeader(name);
    else if (!checkIsHttpToken(name)) throw new ERR_INVALID_HTTP_TOKEN('Header name', name);
    const old = this[kHeaders][name];
    if (old === undefined) this[kHeaders][name] = value;
    else this[kHeaders][name] = [].concat(old, value);
  }
  _set(name, value) {
    name = name.trim().toLowerCase();
    checkHeader(name, value);
    if (isIllegalConnectionSpecificHeader(name, value)) {
      if (name === 'connection') connectionHeaderWarn();
      return;
    }
    if (name[0] === ':') throw new ERR_HTTP2_PSEUDOHEADER_NOT_ALLOWED();
    if (!checkIsHttpToken(name)) throw new ERR_INVALID_HTTP_TOKEN('Header name', name);
    this[kHeaders][name] = value;
  }
  setHeaders(headers) {
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    if (!headers || Array.isArray(headers) || typeof headers.keys !== 'function' || typeof headers.get !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('headers', ['Headers', 'Map'], headers);
    }
    for (const [k, v] of headers) this.setHeader(k, v);
    return this;
  }
  flushHeaders() {
    if (!this[kState].closed && !this[kStream].headersSent) this.writeHead(this[kState].statusCode);
  }
  writeHead(statusCode, statusMessage, headers) {
    const state = this[kState];
    if (state.closed || this[kStream].destroyed || this[kStream].closed) return this;
    if (this[kStream].headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    if (typeof statusMessage === 'string') statusMessageWarn();
    if (headers === undefined && typeof statusMessage === 'object') headers = statusMessage;
    if (Array.isArray(headers)) {
      if (headers.length > 0 && Array.isArray(headers[0])) {
        for (const [k, v] of headers) this._set(k, v);
      } else {
        if (headers.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', headers);
        const seen = new Set();
        for (let i = 0; i < headers.length; i += 2) {
          const k = headers[i].trim().toLowerCase();
          if (seen.has(k)) {
            this.appendHeader(k, headers[i + 1]);
          } else {
            seen.add(k);
            this._set(k, headers[i + 1]);
          }
        }
      }
    } else if (headers !== null && typeof headers === 'object') {
      for (const key of Object.keys(headers)) this._set(key, headers[key]);
    }
    state.statusCode = statusCode;
    const code = statusCode | 0;
    if (code < 100 || code > 599) throw new ERR_HTTP2_STATUS_INVALID(code);
    this._begin();
    return this;
  }
  cork() { this[kStream].cork(); }
  uncork() { this[kStream].uncork(); }
  write(chunk, encoding, cb) {
    const state = this[kState];
    if (typeof encoding === 'function') {
      cb = encoding;
      encoding = 'utf8';
    }
    let err;
    if (state.ending) err = new ERR_STREAM_WRITE_AFTER_END();
    else if (state.closed) err = new ERR_HTTP2_INVALID_STREAM();
    else if (state.destroyed) return false;
    if (err) {
      if (typeof cb === 'function') process.nextTick(cb, err);
      this.destroy(err);
      return false;
    }
    const stream = this[kStream];
    if (!stream.headersSent) this.writeHead(state.statusCode);
    // A response without a body, such as one to HEAD.
    if (stream._localDone && stream.writableEnded) {
      if (typeof cb === 'function') process.nextTick(cb);
      return true;
    }
    return stream.write(chunk, encoding, cb);
  }
  end(chunk, encoding, cb) {
    const stream = this[kStream];
    const state = this[kState];
    if (typeof chunk === 'function') {
      cb = chunk;
      chunk = null;
    } else if (typeof encoding === 'function') {
      cb = encoding;
      encoding = 'utf8';
    }
    if ((state.closed || state.ending) && state.headRequest === stream.headRequest) {
      if (typeof cb === 'function') process.nextTick(cb);
      return this;
    }
    if (chunk !== null && chunk !== undefined) this.write(chunk, encoding);
    state.headRequest = stream.headRequest;
    state.ending = true;
    if (typeof cb === 'function') {
      if (stream.writableEnded) this.once('finish', cb);
      else stream.once('finish', cb);
    }
    if (!stream.headersSent) {
      if (!(stream.destroyed || stream.closed)) this._begin(true);
    }
    if (state.closed || stream.destroyed) Reflect.apply(onStreamCloseResponse, stream, []);
    else stream.end();
    return this;
  }
  destroy(err) {
    if (this[kState].destroyed) return;
    this[kState].destroyed = true;
    this[kStream].destroy(err);
  }
  setTimeout(msecs, callback) {
    if (this[kState].closed) return;
    this[kStream].setTimeout(msecs, callback);
  }
  createPushResponse(headers, callback) {
    validateFunction(callback, 'callback');
    if (this[kState].closed) {
      const err = new ERR_HTTP2_INVALID_STREAM();
      process.nextTick(callback, err);
      return;
    }
    this[kStream].pushStream(headers, {}, (err, stream, headers, options) => {
      if (err) {
        callback(err);
        return;
      }
      callback(null, new Http2ServerResponse(stream));
    });
  }
  _begin(endStream) {
    const state = this[kState];
    const headers = this[kHeaders];
    headers[':status'] = state.statusCode;
    const options = { endStream: endStream && Object.keys(this[kTrailers]).length === 0, waitForTrailers: true, sendDate: state.sendDate };
    this[kStream].respond(headers, options);
    delete headers[':status'];
  }
  // Informational headers.
  writeContinue() {
    const stream = this[kStream];
    if (stream.headersSent || this[kState].closed) return false;
    stream.additionalHeaders({ ':status': 100 });
    return true;
  }
  writeInformation(statusCode, headers) {
    const stream = this[kStream];
    if (stream.headersSent || this[kState].closed) return false;
    stream.additionalHeaders({ ...headers, ':status': statusCode });
    return true;
  }
  writeEarlyHints(hints) {
    if (hints === null || typeof hints !== 'object') throw new ERR_INVALID_ARG_TYPE('hints', 'Object', hints);
    const headers = { __proto__: null };
    const { validateLinkHeaderValue } = require('internal/validators');
    const link = validateLinkHeaderValue(hints.link);
    for (const key of Object.keys(hints)) if (key !== 'link') headers[key] = hints[key];
    if (link.length === 0) return false;
    const stream = this[kStream];
    if (stream.headersSent || this[kState].closed) return false;
    stream.additionalHeaders({ ...headers, ':status': 103, 'Link': link });
    return true;
  }
}

function checkHeader(name, value) {
  if (name === '') throw new ERR_INVALID_HTTP_TOKEN('Header name', name);
  if (value === undefined || value === null) throw new ERR_HTTP2_INVALID_HEADER_VALUE(value, name);
  if (!checkIsHttpToken(name) && name[0] !== ':') throw new ERR_INVALID_HTTP_TOKEN('Header name', name);
  for (const v of Array.isArray(value) ? value : [value]) {
    if (checkInvalidHeaderChar(String(v))) throw new codes.ERR_INVALID_CHAR('header content', name);
  }
}

// The 'stream' event of a server as 'request', 'checkContinue', 'checkExpectation' or 'connect'.
function onServerStream(Request, Response, stream, headers, flags, rawHeaders) {
  const server = this;
  const request = new Request(stream, headers, undefined, rawHeaders);
  const response = new Response(stream);
  // CONNECT wants a listener of its own or gets an answer.
  if (headers[':method'] === 'CONNECT' && headers[':protocol'] === undefined) {
    if (!server.emit('connect', request, response)) {
      response.statusCode = constants.HTTP_STATUS_METHOD_NOT_ALLOWED;
      response.end();
    }
    return;
  }
  if (headers.expect !== undefined) {
    if (headers.expect === '100-continue') {
      if (server.listenerCount('checkContinue')) {
        server.emit('checkContinue', request, response);
      } else {
        response.writeContinue();
        server.emit('request', request, response);
      }
    } else if (server.listenerCount('checkExpectation')) {
      server.emit('checkExpectation', request, response);
    } else {
      response.statusCode = constants.HTTP_STATUS_EXPECTATION_FAILED;
      response.end();
    }
    return;
  }
  server.emit('request', request, response);
}

module.exports = { onServerStream, Http2ServerRequest, Http2ServerResponse };
