'use strict';

// http.Server and ServerResponse.

const net = require('net');
const EE = require('events');
const assertOk = (v) => { if (!v) throw new codes.ERR_INTERNAL_ASSERTION(); };
const {
  parsers, freeParser, continueExpression, kIncomingMessage, HTTPParser, isLenient, getMaxHeaderSize,
  _checkInvalidHeaderChar: checkInvalidHeaderChar, prepareError,
} = require('_http_common');
const { OutgoingMessage, kUniqueHeaders, parseUniqueHeadersOption, validateHeaderName } = require('_http_outgoing');
const { kOutHeaders, kNeedDrain } = require('internal/http');
const { IncomingMessage } = require('_http_incoming');
const { ConnResetException, codes } = require('internal/errors');
const {
  ERR_HTTP_HEADERS_SENT, ERR_HTTP_INVALID_STATUS_CODE, ERR_HTTP_REQUEST_TIMEOUT, ERR_HTTP_SOCKET_ASSIGNED,
  ERR_HTTP_SOCKET_ENCODING, ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR, ERR_OUT_OF_RANGE,
} = codes;
const {
  validateBoolean, validateFunction, validateInteger, validateLinkHeaderValue, validateObject,
} = require('internal/validators');

const kServerResponse = Symbol('ServerResponse');
const kConnections = Symbol('http.server.connections');
const kConnectionsCheckingInterval = Symbol('http.server.connectionsCheckingInterval');
const kState = Symbol('kState');

const STATUS_CODES = {
  100: 'Continue', 101: 'Switching Protocols', 102: 'Processing', 103: 'Early Hints',
  200: 'OK', 201: 'Created', 202: 'Accepted', 203: 'Non-Authoritative Information', 204: 'No Content',
  205: 'Reset Content', 206: 'Partial Content', 207: 'Multi-Status', 208: 'Already Reported', 226: 'IM Used',
  300: 'Multiple Choices', 301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified',
  305: 'Use Proxy', 307: 'Temporary Redirect', 308: 'Permanent Redirect',
  400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found',
  405: 'Method Not Allowed', 406: 'Not Acceptable', 407: 'Proxy Authentication Required', 408: 'Request Timeout',
  409: 'Conflict', 410: 'Gone', 411: 'Length Required', 412: 'Precondition Failed', 413: 'Payload Too Large',
  414: 'URI Too Long', 415: 'Unsupported Media Type', 416: 'Range Not Satisfiable', 417: 'Expectation Failed',
  418: "I'm a Teapot", 421: 'Misdirected Request', 422: 'Unprocessable Entity', 423: 'Locked',
  424: 'Failed Dependency', 425: 'Too Early', 426: 'Upgrade Required', 428: 'Precondition Required',
  429: 'Too Many Requests', 431: 'Request Header Fields Too Large', 451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable',
  504: 'Gateway Timeout', 505: 'HTTP Version Not Supported', 506: 'Variant Also Negotiates',
  507: 'Insufficient Storage', 508: 'Loop Detected', 509: 'Bandwidth Limit Exceeded', 510: 'Not Extended',
  511: 'Network Authentication Required',
};

let channels = null;
function getChannels() {
  if (channels === null) {
    const dc = require('diagnostics_channel');
    channels = {
      start: dc.channel('http.server.request.start'),
      created: dc.channel('http.server.response.created'),
      finish: dc.channel('http.server.response.finish'),
    };
  }
  return channels;
}

function ServerResponse(req, options) {
  OutgoingMessage.call(this, options);
  if (req.method === 'HEAD') this._hasBody = false;
  this.req = req;
  this.sendDate = true;
  this._sent100 = false;
  this._expect_continue = false;
  if (req.httpVersionMajor < 1 || req.httpVersionMinor < 1) {
    this.useChunkedEncodingByDefault = /(?:^|\W)chunked(?:$|\W)/i.test(req.headers.te);
    this.shouldKeepAlive = false;
  }
  const c = getChannels();
  if (c.created.hasSubscribers) c.created.publish({ request: req, response: this });
}
Object.setPrototypeOf(ServerResponse.prototype, OutgoingMessage.prototype);
Object.setPrototypeOf(ServerResponse, OutgoingMessage);

ServerResponse.prototype._finish = function _finish() {
  const c = getChannels();
  if (c.finish.hasSubscribers) {
    c.finish.publish({ request: this.req, response: this, socket: this.socket, server: this.socket?.server });
  }
  OutgoingMessage.prototype._finish.call(this);
};

ServerResponse.prototype.statusCode = 200;
ServerResponse.prototype.statusMessage = undefined;

function onServerResponseClose() {
  // detachSocket may have happened meanwhile.
  if (this._httpMessage) {
    this._httpMessage.destroyed = true;
    this._httpMessage._closed = true;
    this._httpMessage.emit('close');
  }
}

ServerResponse.prototype.assignSocket = function assignSocket(socket) {
  if (socket._httpMessage) throw new ERR_HTTP_SOCKET_ASSIGNED();
  socket._httpMessage = this;
  socket.on('close', onServerResponseClose);
  this.socket = socket;
  this.emit('socket', socket);
  this._flush();
};

ServerResponse.prototype.detachSocket = function detachSocket(socket) {
  assertOk(socket._httpMessage === this);
  socket.removeListener('close', onServerResponseClose);
  socket._httpMessage = null;
  this.socket = null;
};

ServerResponse.prototype.writeInformation = function writeInformation(statusCode, headers, cb) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  validateInteger(statusCode, 'statusCode', 100, 199);
  if (statusCode === 101) throw new ERR_OUT_OF_RANGE('statusCode', 'an informational status code other than 101', statusCode);
  if (typeof headers === 'function') {
    cb = headers;
    headers = undefined;
  }
  let head = `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n`;
  if (headers) {
    for (const key of Object.keys(headers)) {
      validateHeaderName(key);
      if (checkInvalidHeaderChar(headers[key])) throw new ERR_INVALID_CHAR('header content', key);
      head += `${key}: ${headers[key]}\r\n`;
    }
  }
  this._writeRaw(head + '\r\n', 'ascii', cb);
};

ServerResponse.prototype.writeContinue = function writeContinue(cb) {
  this._writeRaw('HTTP/1.1 100 Continue\r\n\r\n', 'ascii', cb);
  this._sent100 = true;
};

ServerResponse.prototype.writeProcessing = function writeProcessing(cb) {
  this._writeRaw('HTTP/1.1 102 Processing\r\n\r\n', 'ascii', cb);
};

ServerResponse.prototype.writeEarlyHints = function writeEarlyHints(hints, cb) {
  let head = 'HTTP/1.1 103 Early Hints\r\n';
  validateObject(hints, 'hints');
  if (hints.link === null || hints.link === undefined) return;
  const link = validateLinkHeaderValue(hints.link);
  if (link.length === 0) return;
  if (checkInvalidHeaderChar(link)) throw new ERR_INVALID_CHAR('header content', 'Link');
  head += 'Link: ' + link + '\r\n';
  for (const key of Object.keys(hints)) {
    if (key !== 'link') {
      validateHeaderName(key);
      if (checkInvalidHeaderChar(hints[key])) throw new ERR_INVALID_CHAR('header content', key);
      head += key + ': ' + hints[key] + '\r\n';
    }
  }
  this._writeRaw(head + '\r\n', 'ascii', cb);
};

ServerResponse.prototype._implicitHeader = function _implicitHeader() {
  this.writeHead(this.statusCode);
};

ServerResponse.prototype.writeHead = function writeHead(statusCode, reason, obj) {
  if (this._header) throw new ERR_HTTP_HEADERS_SENT('write');
  const originalStatusCode = statusCode;
  statusCode |= 0;
  if (statusCode < 100 || statusCode > 999) throw new ERR_HTTP_INVALID_STATUS_CODE(originalStatusCode);

  if (typeof reason === 'string') {
    this.statusMessage = reason;
  } else {
    this.statusMessage ||= STATUS_CODES[statusCode] || 'unknown';
    obj ??= reason;
  }
  this.statusCode = statusCode;

  let headers;
  if (this[kOutHeaders]) {
    // Slow case: what setHeader() and writeHead() give is merged.
    if (Array.isArray(obj)) {
      if (obj.length > 0 && Array.isArray(obj[0])) {
        for (const [k] of obj) if (k) this.removeHeader(k);
        for (const [k, v] of obj) if (k) this.appendHeader(k, v);
      } else {
        if (obj.length % 2 !== 0) throw new ERR_INVALID_ARG_VALUE('headers', obj);
        // Given headers replace; repeated ones among them are kept.
        for (let n = 0; n < obj.length; n += 2) this.removeHeader(obj[n]);
        for (let n = 0; n < obj.length; n += 2) if (obj[n]) this.appendHeader(obj[n], obj[n + 1]);
      }
    } else if (obj) {
      for (const k of Object.keys(obj)) if (k) this.setHeader(k, obj[k]);
    }
    headers = this[kOutHeaders];
  } else {
    headers = obj;
  }
  if (checkInvalidHeaderChar(this.statusMessage)) throw new ERR_INVALID_CHAR('statusMessage');

  const statusLine = `HTTP/1.1 ${statusCode} ${this.statusMessage}\r\n`;
  if (statusCode === 204 || statusCode === 304 || (statusCode >= 100 && statusCode <= 199)) this._hasBody = false;
  // A client still sending what we never asked for must not reuse the connection.
  if (this._expect_continue && !this._sent100) this.shouldKeepAlive = false;

  this._storeHeader(statusLine, headers);
  return this;
};
ServerResponse.prototype.writeHeader = ServerResponse.prototype.writeHead;

function storeHTTPOptions(options) {
  this[kIncomingMessage] = options.IncomingMessage || IncomingMessage;
  this[kServerResponse] = options.ServerResponse || ServerResponse;

  const { maxHeaderSize, insecureHTTPParser, requestTimeout, headersTimeout, keepAliveTimeout,
    connectionsCheckingInterval, requireHostHeader, joinDuplicateHeaders, rejectNonStandardBodyWrites } = options;
  if (maxHeaderSize !== undefined) validateInteger(maxHeaderSize, 'maxHeaderSize', 0);
  this.maxHeaderSize = maxHeaderSize;
  if (insecureHTTPParser !== undefined) validateBoolean(insecureHTTPParser, 'options.insecureHTTPParser');
  this.insecureHTTPParser = insecureHTTPParser;
  if (options.httpValidation !== undefined) this.httpValidation = options.httpValidation;

  if (requestTimeout !== undefined) {
    validateInteger(requestTimeout, 'requestTimeout', 0);
    this.requestTimeout = requestTimeout;
  } else {
    this.requestTimeout = 300_000;
  }
  if (headersTimeout !== undefined) {
    validateInteger(headersTimeout, 'headersTimeout', 0);
    this.headersTimeout = headersTimeout;
  } else {
    this.headersTimeout = Math.min(60_000, this.requestTimeout > 0 ? this.requestTimeout : 60_000);
  }
  if (this.requestTimeout > 0 && this.headersTimeout > 0 && this.headersTimeout > this.requestTimeout) {
    throw new ERR_OUT_OF_RANGE('headersTimeout', '<= requestTimeout', headersTimeout);
  }
  if (keepAliveTimeout !== undefined) {
    validateInteger(keepAliveTimeout, 'keepAliveTimeout', 0);
    this.keepAliveTimeout = keepAliveTimeout;
  } else {
    this.keepAliveTimeout = 5_000;
  }
  if (options.keepAliveTimeoutBuffer !== undefined) {
    validateInteger(options.keepAliveTimeoutBuffer, 'keepAliveTimeoutBuffer', 0);
    this.keepAliveTimeoutBuffer = options.keepAliveTimeoutBuffer;
  } else {
    this.keepAliveTimeoutBuffer = 1000;
  }
  if (connectionsCheckingInterval !== undefined) {
    validateInteger(connectionsCheckingInterval, 'connectionsCheckingInterval', 0);
    this.connectionsCheckingInterval = connectionsCheckingInterval;
  } else {
    this.connectionsCheckingInterval = 30_000;
  }
  if (requireHostHeader !== undefined) validateBoolean(requireHostHeader, 'options.requireHostHeader');
  this.requireHostHeader = requireHostHeader ?? true;
  if (joinDuplicateHeaders !== undefined) validateBoolean(joinDuplicateHeaders, 'options.joinDuplicateHeaders');
  this.joinDuplicateHeaders = joinDuplicateHeaders;
  if (rejectNonStandardBodyWrites !== undefined) {
    validateBoolean(rejectNonStandardBodyWrites, 'options.rejectNonStandardBodyWrites');
  }
  this.rejectNonStandardBodyWrites = rejectNonStandardBodyWrites ?? false;
  if (options.shouldUpgradeCallback !== undefined) {
    validateFunction(options.shouldUpgradeCallback, 'options.shouldUpgradeCallback');
    this.shouldUpgradeCallback = options.shouldUpgradeCallback;
  } else {
    this.shouldUpgradeCallback = function() {
      return this.listenerCount('upgrade') > 0;
    };
  }
}

function setupConnectionsTracking() {
  this[kConnections] ??= new Set();
  if (this[kConnectionsCheckingInterval]) clearInterval(this[kConnectionsCheckingInterval]);
  this[kConnectionsCheckingInterval] = setInterval(checkConnections.bind(this), this.connectionsCheckingInterval);
  this[kConnectionsCheckingInterval].unref();
}

function httpServerPreClose(server) {
  server.closeIdleConnections();
  clearInterval(server[kConnectionsCheckingInterval]);
}

function Server(options, requestListener) {
  if (!(this instanceof Server)) return new Server(options, requestListener);
  if (typeof options === 'function') {
    requestListener = options;
    options = {};
  } else if (options == null) {
    options = {};
  } else {
    validateObject(options, 'options');
    options = { ...options };
  }
  storeHTTPOptions.call(this, options);
  net.Server.call(this, {
    allowHalfOpen: true,
    noDelay: options.noDelay ?? true,
    keepAlive: options.keepAlive,
    keepAliveInitialDelay: options.keepAliveInitialDelay,
    highWaterMark: options.highWaterMark,
    blockList: options.blockList,
  });
  if (requestListener) this.on('request', requestListener);

  // Half-open connections of clients are closed by us, see socketOnEnd.
  this.httpAllowHalfOpen = false;
  this.on('connection', connectionListener);
  this.on('listening', setupConnectionsTracking);
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.maxRequestsPerSocket = 0;
  this[kConnections] = new Set();
  this[kUniqueHeaders] = parseUniqueHeadersOption(options.uniqueHeaders);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

Server.prototype.close = function close() {
  httpServerPreClose(this);
  Reflect.apply(net.Server.prototype.close, this, arguments);
  return this;
};

Server.prototype[Symbol.asyncDispose] = function() {
  return new Promise((resolve, reject) => {
    this.close((err) => (err && err.code !== 'ERR_SERVER_NOT_RUNNING' ? reject(err) : resolve()));
  });
};

Server.prototype.closeAllConnections = function closeAllConnections() {
  for (const socket of this[kConnections]) socket.destroy();
};

Server.prototype.closeIdleConnections = function closeIdleConnections() {
  for (const socket of this[kConnections]) {
    if (socket._httpMessage && !socket._httpMessage.finished) continue;
    const { parser } = socket;
    if (parser && parser.messageStart !== 0 && parser.incoming === null) continue;
    if (parser?.incoming && !parser.incoming.complete) continue;
    socket.destroy();
  }
};

Server.prototype.setTimeout = function setTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback) this.on('timeout', callback);
  return this;
};

Server.prototype[EE.captureRejectionSymbol] = function(err, event, ...args) {
  switch (event) {
    case 'request': {
      const res = args[1];
      if (!res.headersSent && !res.writableEnded) {
        for (const name of res.getHeaderNames()) res.removeHeader(name);
        res.statusCode = 500;
        res.end(STATUS_CODES[500]);
      } else {
        res.destroy();
      }
      break;
    }
    default:
      net.Server.prototype[EE.captureRejectionSymbol].call(this, err, event, ...args);
  }
};

// Closes connections whose request takes too long to arrive.
function checkConnections() {
  if (this.headersTimeout === 0 && this.requestTimeout === 0) return;
  const now = performance.now();
  for (const socket of this[kConnections]) {
    const { parser } = socket;
    if (!parser) continue;
    const start = parser.messageStart || (parser._requests === 0 ? parser._connectedAt : 0);
    if (!start) continue;
    const age = now - start;
    if ((this.headersTimeout > 0 && !parser.headersCompleted && age >= this.headersTimeout) ||
        (this.requestTimeout > 0 && age >= this.requestTimeout)) {
      socketOnError.call(socket, new ERR_HTTP_REQUEST_TIMEOUT());
    }
  }
}

// What a connection knows: one object, instead of closures per connection.
class ConnectionState {
  constructor(server, socket) {
    this.server = server;
    this.socket = socket;
    this.outgoing = []; // responses waiting for their turn (pipelining)
    this.incoming = []; // requests under way
    this.outgoingData = 0; // bytes those responses hold
    this.requestsCount = 0;
    this.keepAliveTimeoutSet = false;
  }
}

function connectionListener(socket) {
  const server = this;
  if (socket[kState]) return;
  const state = socket[kState] = new ConnectionState(server, socket);
  socket.server = server;
  server[kConnections]?.add(socket);

  if (server.timeout && typeof socket.setTimeout === 'function') socket.setTimeout(server.timeout);
  socket.on('timeout', socketOnTimeout);

  const parser = parsers.alloc();
  const lenient = server.insecureHTTPParser === undefined ? isLenient() : server.insecureHTTPParser;
  parser.initialize(HTTPParser.REQUEST, server.maxHeaderSize || getMaxHeaderSize(), lenient ? HTTPParser.kLenientAll : 0);
  parser.socket = socket;
  parser._connectedAt = performance.now();
  parser._requests = 0;
  socket.parser = parser;
  if (typeof server.maxHeadersCount === 'number') parser.maxHeaderPairs = server.maxHeadersCount << 1;

  socket.on('data', socketOnData);
  socket.on('error', socketOnError);
  socket.on('end', socketOnEnd);
  socket.on('close', socketOnClose);
  socket.on('drain', socketOnDrain);
  socket.on('resume', onSocketResume);
  socket.on('pause', onSocketPause);
  parser.onIncoming = parserOnIncoming;

  // The parser reads straight from the socket as long as nobody else looks at its data.
  socket._paused = false;
  if (socket._handle && !socket._handle._consumed && socket.constructor === net.Socket && parser.consume !== undefined) {
    if (parser.consume(socket._handle)) {
      parser._consumed = true;
      socket._handle._consumed = true;
      parser.onExecute = onParserExecute;
      socket.on = socketOnWrap;
      socket.addListener = socketOnWrap;
      socket.prependListener = socketOnWrap;
      if (!socket._handle.reading) socket.read(0);
    }
  }
  socket.setEncoding = socketSetEncoding;
  getChannels();
  return state;
}

// The parser reads from the handle: pausing the socket must stop that.
function onSocketResume() {
  if (this._paused) {
    this.pause();
    return;
  }
  if (this._handle && !this._handle.reading) {
    this._handle.reading = true;
    this._handle.readStart();
  }
}
function onSocketPause() {
  if (this._handle?.reading) {
    this._handle.reading = false;
    this._handle.readStop();
  }
}

function socketSetEncoding() {
  throw new ERR_HTTP_SOCKET_ENCODING();
}

function unconsume(parser, socket) {
  if (parser._consumed) {
    parser._consumed = false;
    parser.unconsume();
    if (socket._handle) socket._handle._consumed = false;
    delete socket.on;
    delete socket.addListener;
    delete socket.prependListener;
  }
}

// Who listens for data of the raw socket gets it, so the parser must let go.
function socketOnWrap(ev, fn) {
  const res = net.Socket.prototype.on.call(this, ev, fn);
  if (ev === 'data' || ev === 'readable') unconsume(this.parser, this);
  return res;
}

function updateOutgoingData(socket, state, delta) {
  state.outgoingData += delta;
  if (socket._paused && state.outgoingData < socket.writableHighWaterMark) socketOnDrain.call(socket);
}

function socketOnDrain() {
  const state = this[kState];
  const needPause = state.outgoingData > this.writableHighWaterMark;
  if (this._paused && !needPause) {
    this._paused = false;
    if (this.parser) this.parser.resume();
    this.resume();
  }
  const msg = this._httpMessage;
  if (msg && !msg.finished && msg[kNeedDrain]) {
    msg[kNeedDrain] = false;
    msg.emit('drain');
  }
}

function socketOnTimeout() {
  const { parser, server } = this;
  const req = parser?.incoming;
  const reqTimeout = req && !req.complete && req.emit('timeout', this);
  const res = this._httpMessage;
  const resTimeout = res?.emit('timeout', this);
  const serverTimeout = server.emit('timeout', this);
  if (!reqTimeout && !resTimeout && !serverTimeout) this.destroy();
}

function socketOnClose() {
  const state = this[kState];
  if (!state) return; // called by somebody else
  state.server[kConnections]?.delete(this);
  freeParser(this.parser, null, this);
  abortIncoming(state.incoming);
}

function abortIncoming(incoming) {
  while (incoming.length) {
    const req = incoming.shift();
    req.destroy(new ConnResetException('aborted'));
  }
}

function socketOnEnd() {
  const state = this[kState];
  const { parser, server } = this;
  if (parser) {
    const ret = parser.finish();
    if (ret instanceof Error) {
      prepareError(ret, parser);
      socketOnError.call(this, ret);
      return;
    }
  }
  if (!server.httpAllowHalfOpen) {
    abortIncoming(state.incoming);
    this.end();
  } else if (state.outgoing.length) {
    state.outgoing[state.outgoing.length - 1]._last = true;
  } else if (this._httpMessage) {
    this._httpMessage._last = true;
  } else {
    this.end();
  }
}

function socketOnData(d) {
  if (!this.parser) return;
  onExecuted(this, this.parser.execute(d), d);
}

// parser.onExecute, when the parser reads from the handle itself.
function onParserExecute(ret, d) {
  const { socket } = this;
  if (socket === null) return;
  if (socket.timeout) socket._unrefTimer();
  onExecuted(socket, ret, d);
}

const badRequest = `HTTP/1.1 400 ${STATUS_CODES[400]}\r\nConnection: close\r\n\r\n`;
const requestTimeout = `HTTP/1.1 408 ${STATUS_CODES[408]}\r\nConnection: close\r\n\r\n`;
const headerFieldsTooLarge = `HTTP/1.1 431 ${STATUS_CODES[431]}\r\nConnection: close\r\n\r\n`;
const payloadTooLarge = `HTTP/1.1 413 ${STATUS_CODES[413]}\r\nConnection: close\r\n\r\n`;
const noop = () => {};

function socketOnError(e) {
  // Ignore further errors.
  this.removeListener('error', socketOnError);
  if (this.listenerCount('error') === 0) this.on('error', noop);
  const { server } = this;
  if (!server.emit('clientError', e, this)) {
    // Answer if nothing has been answered yet; a response under way cannot be repaired.
    const res = this._httpMessage;
    if (this.writable && (!res || !res._headerSent)) {
      let response;
      switch (e.code) {
        case 'HPE_HEADER_OVERFLOW': response = headerFieldsTooLarge; break;
        case 'HPE_CHUNK_EXTENSIONS_OVERFLOW': response = payloadTooLarge; break;
        case 'ERR_HTTP_REQUEST_TIMEOUT': response = requestTimeout; break;
        default: response = badRequest;
      }
      // The error closes the socket once the answer is out.
      this.write(response, () => this.destroy(e));
    } else {
      this.destroy(e);
    }
  }
}

// After each execute of the parser: errors, upgrades, back-pressure.
function onExecuted(socket, ret, d) {
  const { parser, server } = socket;
  if (ret instanceof Error) {
    prepareError(ret, parser ?? { getCurrentBuffer: noop }, d);
    socketOnError.call(socket, ret);
  } else if (parser?.incoming?.upgrade) {
    const req = parser.incoming;
    const eventName = req.method === 'CONNECT' ? 'connect' : 'upgrade';
    const bytesParsed = ret;
    unconsume(parser, socket);
    parser.finish();
    freeParser(parser, req, socket);
    removeHttpListeners(socket);
    socket.readableFlowing = null;
    // A parser that reads from the handle hands no buffer over when it used all of it.
    const bodyHead = d === undefined ? Buffer.alloc(0) : d.slice(bytesParsed, d.length);
    if (server.listenerCount(eventName) > 0) {
      socket.setEncoding = net.Socket.prototype.setEncoding;
      const handled = server.emit(eventName, req, socket, bodyHead);
      if (!handled) socket.destroy();
    } else {
      socket.destroy();
    }
    return;
  }
  if (socket._paused && socket.parser) {
    socket.parser.pause();
  }
}

function removeHttpListeners(socket) {
  const state = socket[kState];
  state.server[kConnections]?.delete(socket);
  socket.removeListener('data', socketOnData);
  socket.removeListener('end', socketOnEnd);
  socket.removeListener('close', socketOnClose);
  socket.removeListener('drain', socketOnDrain);
  socket.removeListener('resume', onSocketResume);
  socket.removeListener('pause', onSocketPause);
  socket.removeListener('error', socketOnError);
  socket.removeListener('timeout', socketOnTimeout);
}

function clearIncoming(req) {
  const { socket } = req;
  const parser = socket?.parser;
  if (parser && parser.incoming === req) {
    if (req.readableEnded) parser.incoming = null;
    else req.on('end', clearIncomingOnEnd);
  }
}
function clearIncomingOnEnd() {
  clearIncoming(this);
}

// 'prefinish' of a response: its turn is over.
function resOnFinish() {
  const res = this;
  const { req } = res;
  // stream.destroy() takes the socket from a request.
  const socket = res.socket ?? req.socket;
  if (!socket) return;
  const state = socket[kState];
  const { server } = state;
  if (state.incoming[0] === req) state.incoming.shift();
  else {
    const i = state.incoming.indexOf(req);
    if (i !== -1) state.incoming.splice(i, 1);
  }
  // If the user never read the request, let it go by.
  if (!req._consuming && !req.readableDidRead) req._dump();
  if (res.socket === socket) res.detachSocket(socket);
  clearIncoming(req);
  process.nextTick(emitCloseNT, res);

  if (res._last) {
    if (typeof socket.destroySoon === 'function') socket.destroySoon();
    else socket.end();
  } else if (state.outgoing.length === 0) {
    if (server.keepAliveTimeout && typeof socket.setTimeout === 'function') {
      socket.setTimeout(server.keepAliveTimeout + server.keepAliveTimeoutBuffer);
      state.keepAliveTimeoutSet = true;
    }
  } else {
    // The next pipelined response gets the socket.
    const m = state.outgoing.shift();
    m?.assignSocket(socket);
  }
}

function emitCloseNT(self) {
  if (!self._closed) {
    self.destroyed = true;
    self._closed = true;
    self.emit('close');
  }
}

// parser.onIncoming of servers.
function parserOnIncoming(req, keepAlive) {
  const { socket } = this;
  const state = socket[kState];
  const { server } = state;
  this._requests++;

  if (state.keepAliveTimeoutSet) {
    // The idle timer of the connection gives way to the server's own.
    socket.setTimeout(server.timeout || 0);
    state.keepAliveTimeoutSet = false;
  }

  if (req.upgrade) {
    req.upgrade = req.method === 'CONNECT' || !!server.shouldUpgradeCallback(req);
    if (req.upgrade) return 2;
  }
  state.incoming.push(req);

  // A slow reader must not make us buffer responses without end.
  if (!socket._paused) {
    const ws = socket._writableState;
    if (ws.needDrain || state.outgoingData >= socket.writableHighWaterMark) {
      socket._paused = true;
      socket.pause();
    }
  }

  const res = new server[kServerResponse](req, {
    highWaterMark: socket.writableHighWaterMark,
    rejectNonStandardBodyWrites: server.rejectNonStandardBodyWrites,
  });
  res._keepAliveTimeout = server.keepAliveTimeout;
  res._maxRequestsPerSocket = server.maxRequestsPerSocket;
  res._onPendingData = (delta) => updateOutgoingData(socket, state, delta);
  res.shouldKeepAlive = keepAlive;
  res[kUniqueHeaders] = server[kUniqueHeaders];

  const c = getChannels();
  if (c.start.hasSubscribers) c.start.publish({ request: req, response: res, socket, server });

  if (socket._httpMessage) state.outgoing.push(res);
  else res.assignSocket(socket);
  res.on('finish', resOnFinish);

  let handled = false;
  if (req.httpVersionMajor === 1 && req.httpVersionMinor === 1) {
    // Every 1.1 request names its host.
    if (server.requireHostHeader && req.headers.host === undefined) {
      res.writeHead(400, ['Connection', 'close']);
      res.end();
      return 0;
    }
    const isRequestsLimitSet = typeof server.maxRequestsPerSocket === 'number' && server.maxRequestsPerSocket > 0;
    if (isRequestsLimitSet) {
      state.requestsCount++;
      res.maxRequestsOnConnectionReached = server.maxRequestsPerSocket <= state.requestsCount;
    }
    if (isRequestsLimitSet && server.maxRequestsPerSocket < state.requestsCount) {
      handled = true;
      server.emit('dropRequest', req, socket);
      res.writeHead(503);
      res.end();
    } else if (req.headers.expect !== undefined) {
      handled = true;
      if (continueExpression.test(req.headers.expect)) {
        res._expect_continue = true;
        if (server.listenerCount('checkContinue') > 0) {
          server.emit('checkContinue', req, res);
        } else {
          res.writeContinue();
          server.emit('request', req, res);
        }
      } else if (server.listenerCount('checkExpectation') > 0) {
        server.emit('checkExpectation', req, res);
      } else {
        res.writeHead(417);
        res.end();
      }
    }
  }
  if (!handled) server.emit('request', req, res);
  return 0;
}

module.exports = {
  STATUS_CODES,
  Server,
  ServerResponse,
  setupConnectionsTracking,
  storeHTTPOptions,
  _connectionListener: connectionListener,
  kServerResponse,
  httpServerPreClose,
  kConnectionsCheckingInterval,
};
