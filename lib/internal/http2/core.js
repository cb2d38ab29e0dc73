'use strict';

// Sessions, streams, servers and connect. The state of the protocol is native (lib/bindings/http2.md): it is given what the socket
// reads, and the session here writes to the socket what it has to send.

const EventEmitter = require('events');
const net = require('net');
const { Duplex } = require('stream');
const { Buffer } = require('buffer');
const { codes, AbortError } = require('internal/errors');
const {
  ERR_HTTP2_ALTSVC_INVALID_ORIGIN, ERR_HTTP2_ALTSVC_LENGTH, ERR_HTTP2_CONNECT_AUTHORITY, ERR_HTTP2_CONNECT_PATH,
  ERR_HTTP2_CONNECT_SCHEME, ERR_HTTP2_GOAWAY_SESSION, ERR_HTTP2_HEADERS_AFTER_RESPOND, ERR_HTTP2_HEADERS_SENT,
  ERR_HTTP2_INFO_STATUS_NOT_ALLOWED, ERR_HTTP2_INVALID_INFO_STATUS, ERR_HTTP2_INVALID_ORIGIN,
  ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH, ERR_HTTP2_INVALID_SESSION, ERR_HTTP2_INVALID_STREAM,
  ERR_HTTP2_MAX_PENDING_SETTINGS_ACK, ERR_HTTP2_NESTED_PUSH, ERR_HTTP2_NO_SOCKET_MANIPULATION, ERR_HTTP2_ORIGIN_LENGTH,
  ERR_HTTP2_OUT_OF_STREAMS, ERR_HTTP2_PAYLOAD_FORBIDDEN, ERR_HTTP2_PING_CANCEL, ERR_HTTP2_PING_LENGTH, ERR_HTTP2_PUSH_DISABLED,
  ERR_HTTP2_SEND_FILE, ERR_HTTP2_SEND_FILE_NOSEEK, ERR_HTTP2_SESSION_ERROR, ERR_HTTP2_SETTINGS_CANCEL, ERR_HTTP2_SOCKET_BOUND,
  ERR_HTTP2_SOCKET_UNBOUND, ERR_HTTP2_STATUS_101, ERR_HTTP2_STATUS_INVALID, ERR_HTTP2_STREAM_CANCEL, ERR_HTTP2_STREAM_ERROR,
  ERR_HTTP2_TRAILERS_ALREADY_SENT, ERR_HTTP2_TRAILERS_NOT_READY, ERR_HTTP2_UNSUPPORTED_PROTOCOL, ERR_INVALID_ARG_TYPE,
  ERR_INVALID_ARG_VALUE, ERR_INVALID_CHAR, ERR_OUT_OF_RANGE, ERR_SOCKET_CLOSED,
} = codes;
const {
  validateAbortSignal, validateBuffer, validateFunction, validateInt32, validateInteger, validateNumber, validateString, validateUint32,
} = require('internal/validators');
const {
  assertValidPseudoHeaderResponse, assertValidPseudoHeaderTrailer, assertWithinRange, getDefaultSettings, kProxySocket, kSensitiveHeaders,
  kSocket, mapToFields, NghttpError, settingIds, settingsList, settingsObject, toHeaderObject, validateSettings,
} = require('internal/http2/util');
const { constants, nameForErrorCode } = require('internal/http2/constants');
const { utcDate } = require('internal/http');

const { NGHTTP2_CANCEL, NGHTTP2_NO_ERROR, NGHTTP2_INTERNAL_ERROR, NGHTTP2_REFUSED_STREAM } = constants;
const kSession = Symbol('session');
const kOptions = Symbol('options');
const kHandle = Symbol('kHandle');
const kState = Symbol('state');
const kType = Symbol('type');
const kTimeout = Symbol('timeout');
const kServer = Symbol('server');
const kID = Symbol('id');
const kInit = Symbol('init');
const kSentHeaders = Symbol('sent-headers');
const kSentTrailers = Symbol('sent-trailers');
const kInfoHeaders = Symbol('sent-info-headers');
const kOrigin = Symbol('origin');
const kAuthority = Symbol('authority');
const kProtocol = Symbol('protocol');
const kBound = Symbol('http2-session');
const SERVER = 0;
const CLIENT = 1;
const kMaxInt = 2 ** 32 - 1;
const kTakeLimit = 64 * 1024;
const noop = () => {};

let binding;
function nativeSession(type, options) {
  binding ??= internalBinding('http2');
  return new binding.Session(type, options.maxHeaderListPairs === undefined ? (type === SERVER ? 128 : 128) : Math.max(options.maxHeaderListPairs, type === SERVER ? 4 : 1),
                             options.peerMaxConcurrentStreams, options.maxDeflateDynamicTableSize, options.maxSessionInvalidFrames);
}

// Timers: every activity refreshes them.
function setTimeoutOf(msecs, callback) {
  if (this.destroyed) return this;
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) throw new ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  this.timeout = msecs;
  clearTimeout(this[kTimeout]);
  if (msecs === 0) {
    this[kTimeout] = null;
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.removeListener('timeout', callback);
    }
  } else {
    this[kTimeout] = setTimeout(() => this._onTimeout(), msecs);
    this[kTimeout].unref();
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.once('timeout', callback);
    }
  }
  return this;
}
function refresh(o) {
  if (o[kTimeout]) o[kTimeout].refresh();
}

const proxySocketHandler = {
  get(session, prop) {
    switch (prop) {
      case 'setTimeout':
      case 'ref':
      case 'unref':
        return session[prop].bind(session);
      case 'destroy':
      case 'emit':
      case 'end':
      case 'pause':
      case 'read':
      case 'resume':
      case 'write':
      case 'setEncoding':
      case 'setKeepAlive':
      case 'setNoDelay':
        throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
      default: {
        const socket = session[kSocket];
        if (socket === undefined) throw new ERR_HTTP2_SOCKET_UNBOUND();
        const value = socket[prop];
        return typeof value === 'function' ? value.bind(socket) : value;
      }
    }
  },
  getPrototypeOf(session) {
    const socket = session[kSocket];
    if (socket === undefined) throw new ERR_HTTP2_SOCKET_UNBOUND();
    return Reflect.getPrototypeOf(socket);
  },
  set(session, prop, value) {
    switch (prop) {
      case 'setTimeout':
      case 'ref':
      case 'unref':
        session[prop] = value;
        return true;
      case 'destroy':
      case 'emit':
      case 'end':
      case 'pause':
      case 'read':
      case 'resume':
      case 'write':
      case 'setEncoding':
      case 'setKeepAlive':
      case 'setNoDelay':
        throw new ERR_HTTP2_NO_SOCKET_MANIPULATION();
      default: {
        const socket = session[kSocket];
        if (socket === undefined) throw new ERR_HTTP2_SOCKET_UNBOUND();
        socket[prop] = value;
        return true;
      }
    }
  },
};

class Http2Session extends EventEmitter {
  constructor(type, options, socket) {
    super();
    if (socket[kBound] !== undefined) throw new ERR_HTTP2_SOCKET_BOUND();
    socket[kBound] = this;
    this[kState] = {
      closed: false, destroyed: false, destroyCode: NGHTTP2_NO_ERROR, goawayCode: null, goawayLastStreamID: null,
      streams: new Map(), pendingStreams: new Set(), pendingAck: 0, settingsCallbacks: [], pings: [], writing: false, scheduled: false,
      originSet: undefined, localSettings: undefined, remoteSettings: undefined, socketClosed: false, started: false,
    };
    this[kOptions] = options;
    this[kType] = type;
    this[kProxySocket] = null;
    this[kSocket] = socket;
    this[kTimeout] = null;
    this[kHandle] = undefined;
    this.timeout = 0;
    const onError = (err) => { socketOnError(this, err); };
    const onClose = () => { socketOnClose(this); };
    socket.on('error', onError);
    socket.on('close', onClose);
    if (typeof socket.disableRenegotiation === 'function') socket.disableRenegotiation();
    if (typeof socket.setNoDelay === 'function') socket.setNoDelay();
    if (socket.connecting || socket.secureConnecting) {
      const event = socket instanceof require('tls').TLSSocket || socket.secureConnecting ? 'secureConnect' : 'connect';
      socket.once(event, () => {
        try {
          setupSession(this, socket, type, options);
        } catch (err) {
          socket.destroy(err);
        }
      });
    } else {
      setupSession(this, socket, type, options);
    }
  }

  get encrypted() {
    const socket = this[kSocket];
    if (!this[kHandle] || socket === undefined) return undefined;
    return !!socket.encrypted;
  }
  get alpnProtocol() {
    const socket = this[kSocket];
    if (!this[kHandle] || socket === undefined) return undefined;
    if (socket.encrypted) return socket.alpnProtocol;
    return 'h2c';
  }
  get originSet() {
    if (!this.encrypted || this.destroyed) return undefined;
    return [...originSet(this)];
  }
  get connecting() {
    const state = this[kState];
    return !state.destroyed && !state.started;
  }
  get closed() { return this[kState].closed; }
  get destroyed() { return this[kState].destroyed; }
  get type() { return this[kType]; }
  get pendingSettingsAck() { return this[kState].pendingAck > 0; }
  get socket() {
    const proxy = this[kProxySocket];
    if (proxy === null) return this[kProxySocket] = new Proxy(this, proxySocketHandler);
    return proxy;
  }
  get state() {
    if (this.connecting || this.destroyed) return {};
    const v = this[kHandle].state();
    return {
      effectiveLocalWindowSize: v[0], effectiveRecvDataLength: v[1], nextStreamID: v[2], localWindowSize: v[3], lastProcStreamID: v[4],
      remoteWindowSize: v[5], outboundQueueSize: v[6], deflateDynamicTableSize: v[7], inflateDynamicTableSize: v[8],
    };
  }
  get localSettings() {
    const state = this[kState];
    if (this.destroyed || this.connecting || !this[kHandle]) return {};
    return state.localSettings ??= settingsObject(this[kHandle].localSettings());
  }
  get remoteSettings() {
    const state = this[kState];
    if (this.destroyed || this.connecting || !this[kHandle]) return {};
    return state.remoteSettings ??= settingsObject(this[kHandle].remoteSettings());
  }

  setNextStreamID(id) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    validateNumber(id, 'id');
    if (id <= 0 || id > kMaxInt) throw new ERR_OUT_OF_RANGE('id', `> 0 and <= ${kMaxInt}`, id);
    this[kHandle].setNextStreamID(id);
  }
  setLocalWindowSize(windowSize) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    validateInt32(windowSize, 'windowSize', 0);
    this[kHandle].setLocalWindowSize(windowSize);
    schedule(this);
  }

  ping(payload, callback) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (typeof payload === 'function') {
      callback = payload;
      payload = undefined;
    }
    if (payload) {
      validateBuffer(payload, 'payload');
      if (payload.byteLength !== 8) throw new ERR_HTTP2_PING_LENGTH();
    }
    validateFunction(callback, 'callback');
    if (this.connecting) {
      this.once('connect', () => this.ping(payload, callback));
      return;
    }
    const state = this[kState];
    if (state.pings.length >= (this[kOptions].maxOutstandingPings ?? 10)) {
      process.nextTick(callback, new ERR_HTTP2_PING_CANCEL());
      return false;
    }
    if (!payload) {
      payload = Buffer.alloc(8);
      payload.writeDoubleBE(Date.now());
    }
    state.pings.push({ payload, callback, start: performance.now() });
    this[kHandle].ping(payload);
    schedule(this);
    return true;
  }

  settings(settings, callback) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (settings === null || typeof settings !== 'object') throw new ERR_INVALID_ARG_TYPE('settings', 'Object', settings);
    validateSettings(settings);
    if (callback !== undefined) validateFunction(callback, 'callback');
    const state = this[kState];
    if (state.pendingAck >= (this[kOptions].maxOutstandingSettings ?? 10)) throw new ERR_HTTP2_MAX_PENDING_SETTINGS_ACK();
    state.pendingAck++;
    const copy = { ...settings };
    if (this.connecting) {
      this.once('connect', () => submitSettings(this, copy, callback));
      return;
    }
    submitSettings(this, copy, callback);
  }

  goaway(code = NGHTTP2_NO_ERROR, lastStreamID = 0, opaqueData) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (opaqueData !== undefined) validateBuffer(opaqueData, 'opaqueData');
    validateNumber(code, 'code');
    validateNumber(lastStreamID, 'lastStreamID');
    if (this.connecting) {
      this.once('connect', () => this.goaway(code, lastStreamID, opaqueData));
      return;
    }
    this[kHandle].goaway(code, lastStreamID, opaqueData);
    schedule(this);
  }

  destroy(error = NGHTTP2_NO_ERROR, code) {
    if (this.destroyed) return;
    if (typeof error === 'number') {
      code = error;
      error = code !== NGHTTP2_NO_ERROR ? new ERR_HTTP2_SESSION_ERROR(code) : undefined;
    }
    if (code === undefined && error != null) code = NGHTTP2_INTERNAL_ERROR;
    closeSession(this, code, error);
  }

  close(callback) {
    if (this.closed || this.destroyed) return;
    this[kState].closed = true;
    if (typeof callback === 'function') this.once('close', callback);
    if (this[kHandle]) this.goaway();
    maybeDestroySession(this);
  }

  ref() {
    const socket = this[kSocket];
    if (socket && typeof socket.ref === 'function') socket.ref();
  }
  unref() {
    const socket = this[kSocket];
    if (socket && typeof socket.unref === 'function') socket.unref();
  }

  _onTimeout() {
    if (this.destroyed) return;
    const state = this[kState];
    if (state.writing && state.lastProgress !== state.progress) {
      state.lastProgress = state.progress;
      refresh(this);
      return;
    }
    this.emit('timeout');
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, opts) {
    if (typeof depth === 'number' && depth < 0) return this;
    const obj = {
      type: this[kType], closed: this.closed, destroyed: this.destroyed, state: this.state, localSettings: this.localSettings,
      remoteSettings: this.remoteSettings,
    };
    return `Http2Session ${require('util').format(obj)}`;
  }
}
Http2Session.prototype.setTimeout = setTimeoutOf;
Object.defineProperty(Http2Session.prototype.setTimeout, 'name', { __proto__: null, value: 'setTimeout' });

function originSet(session) {
  const state = session[kState];
  if (state.originSet !== undefined) return state.originSet;
  const socket = session[kSocket];
  const set = state.originSet = new Set();
  if (socket.servername != null) {
    let host = socket.servername;
    if (host === false) host = socket.remoteFamily === 'IPv6' ? `[${socket.remoteAddress}]` : socket.remoteAddress;
    let origin = `https://${host}`;
    if (socket.remotePort !== 443 && session[kType] === CLIENT) origin += `:${socket.remotePort}`;
    set.add(new URL(origin).origin);
  }
  return set;
}

function submitSettings(session, settings, callback) {
  if (session.destroyed) return;
  session[kState].settingsCallbacks.push({ callback, start: performance.now(), counted: true });
  session[kHandle].settings(settingsList(settings));
  schedule(session);
}

// The socket is connected: the native session begins.
function setupSession(session, socket, type, options) {
  const state = session[kState];
  if (state.destroyed) {
    socket.destroy();
    return;
  }
  const handle = nativeSession(type, options);
  session[kHandle] = handle;
  state.started = true;
  handle.onheaders = (id, kind, end, headers, sensitive, parent) => onHeaders(session, id, kind, end, headers, sensitive, parent);
  handle.ondata = (id, chunk) => {
    const stream = state.streams.get(id);
    if (stream !== undefined && !stream.destroyed) stream._onData(chunk);
    else handle.consume(id, chunk.length);
  };
  handle.onend = (id) => { state.streams.get(id)?._onEnd(); };
  handle.onwritten = (id) => { state.streams.get(id)?._onWritten(); };
  handle.onstreamclose = (id, code) => { state.streams.get(id)?._onClose(code); };
  handle.ongoaway = (code, last, data) => onGoaway(session, code, last, data);
  handle.onsettings = () => {
    state.remoteSettings = undefined;
    session.emit('remoteSettings', session.remoteSettings);
  };
  handle.onsettingsack = () => {
    state.localSettings = undefined;
    const entry = state.settingsCallbacks.shift();
    if (entry?.counted) state.pendingAck--;
    if (entry?.callback) Reflect.apply(entry.callback, session, [null, session.localSettings, performance.now() - entry.start]);
    session.emit('localSettings', session.localSettings);
  };
  handle.onping = (payload) => { session.emit('ping', payload); };
  handle.onpingack = (payload) => {
    const p = state.pings.shift();
    if (p === undefined) {
      // Nobody has asked.
      session.destroy(new NghttpError(-505), constants.NGHTTP2_PROTOCOL_ERROR);
      return;
    }
    Reflect.apply(p.callback, session, [null, performance.now() - p.start, payload]);
  };
  handle.onpriority = noop;
  handle.onaltsvc = (stream, origin, alt) => {
    // Either the stream says the origin or the frame does.
    if ((stream === 0) === (origin === '')) return;
    session.emit('altsvc', alt, origin, stream);
  };
  handle.onorigin = (origins) => {
    if (!session.encrypted || session.destroyed) return;
    const set = originSet(session);
    for (const o of origins) set.add(o);
    session.emit('origin', origins);
  };
  handle.onerror = (number, code) => {
    const err = new NghttpError(number);
    process.nextTick(() => { if (!session.destroyed) session.destroy(err, code); });
    state.protocolError = code;
  };
  const initial = typeof options.settings === 'object' && options.settings !== null ? { ...options.settings } : {};
  if (type === CLIENT && initial.enablePush === undefined) initial.enablePush = true;
  const list = settingsList(initial);
  state.pendingAck++;
  state.settingsCallbacks.push({ callback: undefined, start: performance.now(), counted: true });
  handle.start(type === SERVER || options.settings === undefined ? settingsList(options.settings ?? {}) : list);
  if (options.remoteCustomSettings !== undefined) state.remoteCustom = options.remoteCustomSettings;

  // The bytes of the socket go to the native side.
  socket.on('data', (chunk) => {
    if (state.destroyed) return;
    refresh(session);
    state.receiving = true;
    handle.receive(chunk);
    state.receiving = false;
    flush(session);
  });
  socket.on('end', () => { if (!state.destroyed && session[kType] === SERVER) socket.end(); });
  schedule(session);
  process.nextTick(() => {
    if (session.destroyed && !session[kSocket]) return;
    if (state.onConnect) for (const f of state.onConnect) f();
    state.onConnect = undefined;
    session.emit('connect', session, socket);
  });
}

// Writes what the native side has to send, after the running code.
function schedule(session) {
  const state = session[kState];
  if (state.scheduled || state.receiving || !session[kHandle]) return;
  state.scheduled = true;
  process.nextTick(flushNow, session);
}
function flushNow(session) {
  session[kState].scheduled = false;
  flush(session);
}
function flush(session) {
  const state = session[kState];
  const handle = session[kHandle];
  const socket = session[kSocket];
  if (state.writing || handle === undefined || socket === undefined || socket.destroyed) return;
  const out = handle.take(kTakeLimit);
  if (out === undefined) {
    if (handle.wantsWrite()) schedule(session);
    return;
  }
  state.writing = true;
  state.progress = (state.progress ?? 0) + 1;
  refresh(session);
  const done = () => {
    state.writing = false;
    if (session[kHandle]?.wantsWrite()) flush(session);
    else if (state.afterWrite) state.afterWrite();
  };
  socket.write(out, done);
}

function socketOnError(session, err) {
  // That the peer is gone while this side writes, or after it said so, is no error.
  if (err.syscall === 'write' && (err.code === 'EPIPE' || err.code === 'ECONNRESET') ||
      err.code === 'ECONNRESET' && session[kState].goawayCode !== null) {
    session.destroy();
    return;
  }
  session.destroy(err);
}

function socketOnClose(session) {
  const state = session[kState];
  state.socketClosed = true;
  if (session.destroyed) return;
  const err = session.connecting ? new ERR_SOCKET_CLOSED() : null;
  for (const stream of [...state.streams.values()]) stream.close(NGHTTP2_CANCEL);
  for (const stream of [...state.pendingStreams]) stream.close(NGHTTP2_CANCEL);
  state.closed = true;
  closeSession(session, NGHTTP2_NO_ERROR, err ?? undefined);
}

function maybeDestroySession(session) {
  const state = session[kState];
  if (state.closed && !state.destroyed && state.streams.size === 0 && state.pendingStreams.size === 0) {
    // What is still to be written goes first.
    const finish = () => {
      if (!state.destroyed && state.streams.size === 0 && state.pendingStreams.size === 0) session.destroy();
    };
    if (session[kHandle] && !session[kSocket]?.destroyed && (state.writing || session[kHandle].wantsWrite())) {
      state.afterWrite = () => {
        state.afterWrite = null;
        finish();
      };
      schedule(session);
    } else {
      setImmediate(finish);
    }
  }
}

function closeSession(session, code, error) {
  const state = session[kState];
  const socket = session[kSocket];
  const handle = session[kHandle];
  state.destroyed = true;
  state.destroyCode = code || NGHTTP2_NO_ERROR;
  clearTimeout(session[kTimeout]);
  session[kTimeout] = null;
  session.timeout = 0;
  const cancel = error ? new ERR_HTTP2_STREAM_CANCEL(error) : undefined;
  for (const stream of [...state.pendingStreams]) {
    stream.destroy(cancel ?? new ERR_HTTP2_STREAM_CANCEL());
  }
  for (const stream of [...state.streams.values()]) stream.destroy(error);
  for (const p of state.pings) process.nextTick(p.callback, new ERR_HTTP2_PING_CANCEL());
  state.pings = [];
  for (const s of state.settingsCallbacks) if (s.callback) Reflect.apply(s.callback, session, [new ERR_HTTP2_SETTINGS_CANCEL()]);
  state.settingsCallbacks = [];

  const finish = () => {
    session[kHandle] = undefined;
    if (socket) {
      socket[kBound] = undefined;
      if (!socket.destroyed && error) socket.destroy(error);
      else if (!socket.destroyed) socket.destroy();
    }
    process.nextTick(() => {
      if (error) session.emit('error', error);
      session.emit('close');
    });
  };
  if (handle === undefined || socket === undefined || socket.destroyed) {
    session[kSocket] = undefined;
    finish();
    return;
  }
  if (state.protocolError === undefined) handle.goaway(code ?? NGHTTP2_NO_ERROR, 0, undefined);
  const last = handle.take(1 << 30);
  session[kSocket] = undefined;
  if (last !== undefined && socket.writable) socket.write(last);
  if (socket.writable) {
    let once = false;
    const go = () => {
      if (once) return;
      once = true;
      setImmediate(finish);
    };
    socket.end(go);
    socket.once('close', go);
  } else {
    setImmediate(finish);
  }
}

function onGoaway(session, code, lastStreamID, opaque) {
  if (session.destroyed) return;
  const state = session[kState];
  state.goawayCode = code;
  state.goawayLastStreamID = lastStreamID;
  if (code === NGHTTP2_NO_ERROR) {
    session.emit('goaway', code, lastStreamID, opaque);
    session.close();
  } else {
    session.emit('goaway', code, lastStreamID, opaque);
    // The peer is going to close: streams beyond its last one are gone.
    session.destroy(new ERR_HTTP2_SESSION_ERROR(code), NGHTTP2_NO_ERROR);
  }
}

function onHeaders(session, id, kind, end, headers, sensitive, parent) {
  if (session.destroyed) return;
  refresh(session);
  const state = session[kState];
  const obj = toHeaderObject(headers, sensitive);
  const flags = end ? 5 : 4;
  let stream = state.streams.get(id);
  if (stream === undefined) {
    if (kind === 4) {
      // A push promise; `parent` is the request it belongs to.
      stream = new ClientHttp2Stream(session, id, {});
      stream._pushed = true;
      stream.end();
      stream._localDone = true;
      state.streams.set(id, stream);
      publish(stream, 'created', { headers: obj });
      publish(stream, 'start', { headers: obj });
      session.emit('stream', stream, obj, flags, headers);
      return;
    }
    stream = new ServerHttp2Stream(session, id, {}, obj);
    state.streams.set(id, stream);
    publish(stream, 'created', { headers: obj });
    if (session.closed) {
      stream.close(NGHTTP2_REFUSED_STREAM);
      return;
    }
    stream.headRequest = obj[':method'] === 'HEAD';
    if (end) {
      stream._endAfterHeaders = true;
      stream._onEnd();
    }
    if (session.listenerCount('stream') === 0) {
      // Nobody wants streams.
      session[kHandle].rst(id, NGHTTP2_REFUSED_STREAM);
      return;
    }
    publish(stream, 'start', { headers: obj });
    session.emit('stream', stream, obj, flags, headers);
    return;
  }
  if (stream.destroyed) return;
  refresh(stream);
  let event;
  switch (kind) {
    case 1:
      if (obj[':status'] === 100 || (obj[':status'] >= 100 && obj[':status'] < 200)) {
        event = obj[':status'] === 100 ? 'continue' : 'headers';
        if (obj[':status'] === 100) {
          stream.emit('continue');
          stream.emit('headers', obj, flags, headers);
          return;
        }
      } else {
        event = 'response';
      }
      break;
    case 2:
      event = 'push';
      break;
    default:
      event = 'trailers';
  }
  if (end) {
    if (event === 'response') stream._endAfterHeaders = true;
  }
  if (event === 'response' || event === 'push') publish(stream, 'finish', { headers: obj, flags });
  stream.emit(event, obj, flags, headers);
  if (end) stream._onEnd();
}

class ServerHttp2Session extends Http2Session {
  constructor(options, socket, server) {
    super(SERVER, options, socket);
    this[kServer] = server;
    server?.[kSessions]?.add(this);
  }
  get server() { return this[kServer]; }
  altsvc(alt, originOrStream) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    let stream = 0;
    let origin;
    if (typeof originOrStream === 'string') {
      origin = new URL(originOrStream).origin;
      if (origin === 'null') throw new ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    } else if (typeof originOrStream === 'number') {
      if (originOrStream >>> 0 !== originOrStream || originOrStream === 0) {
        throw new ERR_OUT_OF_RANGE('originOrStream', `> 0 && < ${2 ** 32}`, originOrStream);
      }
      stream = originOrStream;
    } else if (originOrStream !== undefined) {
      if (originOrStream !== null && typeof originOrStream === 'object') origin = originOrStream.origin;
      if (typeof origin !== 'string') throw new ERR_INVALID_ARG_TYPE('originOrStream', ['string', 'number', 'URL', 'object'], originOrStream);
      if (origin === 'null' || origin.length === 0) throw new ERR_HTTP2_ALTSVC_INVALID_ORIGIN();
    }
    validateString(alt, 'alt');
    if (!/^[\x09\x20-\x5b\x5d-\x7e\x80-\xff]*$/.test(alt)) throw new ERR_INVALID_CHAR('alt');
    origin ||= '';
    if (Buffer.byteLength(origin) + Buffer.byteLength(alt) > 16382) throw new ERR_HTTP2_ALTSVC_LENGTH();
    this[kHandle].altsvc(stream, origin, alt);
    schedule(this);
  }
  origin(...origins) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (origins.length === 0) return;
    const list = [];
    let len = 0;
    for (let origin of origins) {
      if (typeof origin === 'string') origin = new URL(origin).origin;
      else if (origin != null && typeof origin === 'object') origin = origin.origin;
      if (typeof origin !== 'string') throw new ERR_INVALID_ARG_TYPE('origin', ['string', 'URL', 'object'], origin);
      if (origin === 'null' || origin.length === 0) throw new ERR_HTTP2_INVALID_ORIGIN();
      list.push(origin);
      len += origin.length + 2;
    }
    if (len > 16382) throw new ERR_HTTP2_ORIGIN_LENGTH();
    this[kHandle].origin(list);
    schedule(this);
  }
}

class ClientHttp2Session extends Http2Session {
  constructor(options, socket) {
    super(CLIENT, options, socket);
    this[kAuthority] = undefined;
    this[kProtocol] = undefined;
  }
  request(headersParam, options) {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_SESSION();
    if (this.closed) throw new ERR_HTTP2_GOAWAY_SESSION();
    refresh(this);
    if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    options = { ...options };
    let headers;
    let fields;
    let method;
    if (Array.isArray(headersParam)) {
      if (headersParam.length % 2 === 1) throw new ERR_INVALID_ARG_VALUE('headers', headersParam);
      const find = (n) => {
        for (let i = 0; i < headersParam.length; i += 2) if (headersParam[i].toLowerCase() === n) return headersParam[i + 1];
      };
      headers = headersParam.slice();
      if (headersParam[kSensitiveHeaders]) headers[kSensitiveHeaders] = headersParam[kSensitiveHeaders];
      method = find(':method');
      const added = [];
      if (method === undefined) {
        method = 'GET';
        added.push(':method', 'GET');
      }
      const connect = method === 'CONNECT';
      if (!connect || find(':protocol') !== undefined) {
        if (find(':authority') === undefined && find('host') === undefined) added.push(':authority', this[kAuthority]);
        if (find(':scheme') === undefined) added.push(':scheme', this[kProtocol].slice(0, -1));
        if (find(':path') === undefined) added.push(':path', '/');
      }
      const sens = headers[kSensitiveHeaders];
      headers = added.concat(headers);
      if (sens) headers[kSensitiveHeaders] = sens;
    } else {
      if (headersParam !== undefined && (headersParam === null || typeof headersParam !== 'object')) {
        throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headersParam);
      }
      headers = { __proto__: null, ...headersParam };
      if (headers[':method'] === undefined) headers[':method'] = 'GET';
      method = headers[':method'];
      if (method !== 'CONNECT' || headers[':protocol'] !== undefined) {
        if (headers[':authority'] === undefined && headers.host === undefined) headers[':authority'] = this[kAuthority];
        if (headers[':scheme'] === undefined) headers[':scheme'] = this[kProtocol].slice(0, -1);
        if (headers[':path'] === undefined) headers[':path'] = '/';
      } else {
        if (headers[':authority'] === undefined) throw new ERR_HTTP2_CONNECT_AUTHORITY();
        if (headers[':scheme'] !== undefined) throw new ERR_HTTP2_CONNECT_SCHEME();
        if (headers[':path'] !== undefined) throw new ERR_HTTP2_CONNECT_PATH();
      }
      const path = headers[':path'];
      if (typeof path === 'string' && /[^\x21-\xff]/.test(path)) {
        throw new codes.ERR_UNESCAPED_CHARACTERS(':path');
      }
    }
    setOptions(options, method);
    fields = mapToFields(headers);
    const stream = new ClientHttp2Stream(this, undefined, {});
    stream[kSentHeaders] = Array.isArray(headers) ? sentObject(headers) : headers;
    stream[kOrigin] = `${headers[':scheme']}://${headers[':authority']}`;
    stream._method = method;
    publish(stream, 'created', { headers: stream[kSentHeaders] });
    if (options.endStream) {
      stream._localDone = true;
      stream.end();
    }
    if (options.waitForTrailers) stream._waitForTrailers = true;
    const { signal } = options;
    if (signal) {
      validateAbortSignal(signal, 'options.signal');
      const aborter = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
      if (signal.aborted) {
        aborter();
      } else {
        signal.addEventListener('abort', aborter, { once: true });
        stream.once('close', () => signal.removeEventListener('abort', aborter));
      }
    }
    const state = this[kState];
    const go = () => {
      state.pendingStreams.delete(stream);
      if (stream.destroyed) return;
      if (this.destroyed || stream.closed) {
        stream._startedLate = true;
        if (stream.closed) stream.destroy();
        return;
      }
      const id = this[kHandle].request(fields, !!options.endStream);
      if (id < 0) {
        const err = id === -1 ? new ERR_HTTP2_OUT_OF_STREAMS() : new ERR_HTTP2_GOAWAY_SESSION();
        // There will be no more streams here.
        if (id === -1) stream._noStream = true;
        process.nextTick(() => stream.destroy(err));
        return;
      }
      stream[kInit](id);
      publish(stream, 'start', { headers: stream[kSentHeaders] });
      schedule(this);
    };
    state.pendingStreams.add(stream);
    if (this.connecting) (state.onConnect ??= []).push(go);
    else go();
    return stream;
  }
}

// The object form of headers given as an array.
function sentObject(list) {
  const obj = { __proto__: null };
  for (let i = 0; i < list.length; i += 2) {
    const old = obj[list[i]];
    if (old === undefined) obj[list[i]] = list[i + 1];
    else if (Array.isArray(old)) old.push(list[i + 1]);
    else obj[list[i]] = [old, list[i + 1]];
  }
  if (list[kSensitiveHeaders]) obj[kSensitiveHeaders] = list[kSensitiveHeaders];
  return obj;
}

function setOptions(options, method) {
  if (options.endStream === undefined) {
    options.endStream = method === 'GET' || method === 'HEAD' || method === 'DELETE';
  } else if (typeof options.endStream !== 'boolean') {
    throw new ERR_INVALID_ARG_VALUE('options.endStream', options.endStream);
  }
  if (options.weight !== undefined || options.parent !== undefined || options.exclusive !== undefined || options.silent !== undefined) warnPriority();
  if (options.waitForTrailers !== undefined && typeof options.waitForTrailers !== 'boolean') {
    throw new ERR_INVALID_ARG_VALUE('options.waitForTrailers', options.waitForTrailers);
  }
}

class Http2Stream extends Duplex {
  constructor(session, id, options) {
    super({ ...options, allowHalfOpen: true, decodeStrings: false, autoDestroy: false, emitClose: true });
    this[kSession] = session;
    this[kTimeout] = null;
    this.timeout = 0;
    this[kState] = { closed: false, rstCode: NGHTTP2_NO_ERROR, aborted: false, nativeClosed: false, trailersReady: false, cb: null, unread: 0 };
    this[kID] = undefined;
    this._ended = false;
    if (id !== undefined) this[kInit](id);
    else this.cork(); // what is written before the stream has a number goes out together
    this.on('pause', noop);
  }
  [kInit](id) {
    this[kID] = id;
    this[kSession][kState].streams.set(id, this);
    if (this.writableCorked > 0) this.uncork();
    this.emit('ready');
  }
  get id() { return this[kID]; }
  get pending() { return this[kID] === undefined; }
  get session() { return this[kSession]; }
  get closed() { return this[kState].closed; }
  get aborted() { return this[kState].aborted; }
  get rstCode() { return this[kState].rstCode; }
  get endAfterHeaders() { return !!this._endAfterHeaders; }
  get sentHeaders() { return this[kSentHeaders]; }
  get sentTrailers() { return this[kSentTrailers]; }
  get sentInfoHeaders() { return this[kInfoHeaders]; }
  get bufferSize() { return this.writableLength; }
  get headersSent() { return !!this[kState].responded; }
  get state() {
    const id = this[kID];
    if (this.destroyed || id === undefined) return {};
    const v = this[kSession][kHandle]?.streamState(id);
    if (!v) return {};
    return { state: v[0], weight: v[1], sumDependencyWeight: v[2], localClose: v[3], remoteClose: v[4], localWindowSize: v[5] };
  }
  _onTimeout() {
    if (this.destroyed) return;
    const { cb } = this[kState];
    const progress = this[kSession]?.[kState].progress;
    if (cb !== null && progress !== this._lastProgress) {
      this._lastProgress = progress;
      refresh(this);
      return;
    }
    this.emit('timeout');
  }
  [Symbol.for('nodejs.util.inspect.custom')](depth, opts) {
    if (typeof depth === 'number' && depth < 0) return this;
    const obj = {
      id: this[kID] || '<pending>', closed: this.closed, destroyed: this.destroyed, state: this.state,
      readableState: this._readableState, writableState: this._writableState,
    };
    return `Http2Stream ${require('util').format(obj)}`;
  }
  priority() {
    if (this.destroyed) throw new ERR_HTTP2_INVALID_STREAM();
    warnPriority();
  }

  _onData(chunk) {
    refresh(this);
    const session = this[kSession];
    if (this.push(chunk)) session[kHandle]?.consume(this[kID], chunk.length);
    else this[kState].unread += chunk.length;
  }
  _onEnd() {
    if (this._ended) return;
    this._ended = true;
    this.push(null);
    // An empty body must not keep the stream open.
    if (this.readableFlowing === null && this.readableLength === 0 && this.listenerCount('readable') === 0) this.read(0);
  }
  _onWritten() {
    refresh(this);
    const { cb } = this[kState];
    this[kState].cb = null;
    if (cb) cb();
  }
  _onClose(code) {
    const state = this[kState];
    state.nativeClosed = true;
    if (this.destroyed) return;
    if (!state.closed) {
      state.closed = true;
      state.rstCode = code;
      if (!this.writableEnded && code !== NGHTTP2_NO_ERROR) abort(this);
      if (!this.writableEnded) this.end();
    }
    publishClose(this);
    this._ended = true;
    this.push(null);
    if (state.cb) {
      const { cb } = state;
      state.cb = null;
      cb();
    }
    if (code !== NGHTTP2_NO_ERROR) {
      // What was read may still be taken.
      this.destroy();
      return;
    }
    if (this[kSession][kType] === SERVER && !this._readableState.didRead && this.readableFlowing === null) this.resume();
    else this.read(0);
    maybeDestroyStream(this);
  }

  _read() {
    const state = this[kState];
    if (this.destroyed) return;
    if (state.unread > 0 && this[kID] !== undefined) {
      const n = state.unread;
      state.unread = 0;
      const session = this[kSession];
      session[kHandle]?.consume(this[kID], n);
      schedule(session);
    }
  }
  _write(data, encoding, cb) {
    publish(this, 'bodyChunkSent', { writev: false, data, encoding });
    this._send(typeof data === 'string' ? Buffer.from(data, encoding) : data, cb);
  }
  _writev(chunks, cb) {
    publish(this, 'bodyChunkSent', { writev: true, data: chunks.allBuffers ? chunks.map((c) => c.chunk) : chunks, encoding: '' });
    const list = chunks.map(({ chunk, encoding }) => (typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk));
    this._send(list.length === 1 ? list[0] : Buffer.concat(list), cb);
  }
  _send(data, cb) {
    if (this.pending) {
      this.once('ready', () => this._send(data, cb));
      return;
    }
    if (!this.headersSent && this[kSession][kType] === SERVER) this[kProceed]?.();
    const session = this[kSession];
    refresh(this);
    if (this.destroyed || session[kHandle] === undefined) {
      cb();
      return;
    }
    // The last write and the end of the stream go out together.
    const w = this._writableState;
    const last = w.ending && w.length === data.length && !this._waitForTrailers && !this._localDone;
    if (!session[kHandle].data(this[kID], data, last)) {
      cb();
      return;
    }
    if (last) this._localDone = true;
    this[kState].cb = cb;
    schedule(session);
  }
  _final(cb) {
    if (this.pending) {
      this.once('ready', () => this._final(cb));
      return;
    }
    publish(this, 'bodySent');
    if (this[kSession][kType] === SERVER && !this.headersSent && !this.closed) this[kProceed]?.();
    cb();
    const session = this[kSession];
    if (session[kType] === SERVER && !this._ended) {
      // An answer is complete and nobody reads the request: the client need not send the rest.
      setImmediate(() => {
        if (!this.destroyed && !this.closed && !this._ended && this._localDone && this.readableFlowing === null &&
            this.listenerCount('readable') === 0) this.close(NGHTTP2_NO_ERROR);
      });
    }
    if (this._localDone || session[kHandle] === undefined || this[kState].nativeClosed) {
      process.nextTick(maybeDestroyStream, this);
      return;
    }
    if (this._waitForTrailers) {
      this[kState].trailersReady = true;
      process.nextTick(() => {
        if (this.destroyed) return;
        if (!this.emit('wantTrailers') && !this[kSentTrailers]) {
          this._localDone = true;
          session[kHandle]?.data(this[kID], undefined, true);
          schedule(session);
        }
      });
      return;
    }
    this._localDone = true;
    session[kHandle].data(this[kID], undefined, true);
    schedule(session);
  }

  sendTrailers(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this[kSentTrailers]) throw new ERR_HTTP2_TRAILERS_ALREADY_SENT();
    if (!this[kState].trailersReady) throw new ERR_HTTP2_TRAILERS_NOT_READY();
    if (headers === null || typeof headers !== 'object') throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headers);
    headers = { __proto__: null, ...headers };
    const fields = mapToFields(headers, assertValidPseudoHeaderTrailer);
    this[kSentTrailers] = headers;
    this._localDone = true;
    const session = this[kSession];
    session[kHandle]?.trailers(this[kID], fields);
    schedule(session);
  }

  close(code = NGHTTP2_NO_ERROR, callback) {
    validateInteger(code, 'code', 0, kMaxInt);
    if (callback !== undefined) validateFunction(callback, 'callback');
    if (this.closed) return;
    if (callback !== undefined) this.once('close', callback);
    closeStream(this, code, true);
  }

  _destroy(err, cb) {
    const session = this[kSession];
    const state = this[kState];
    const sessionState = session[kState];
    const sessionCode = sessionState.goawayCode || sessionState.destroyCode;
    let code = NGHTTP2_NO_ERROR;
    if (state.closed) code = state.rstCode;
    else if (err != null) code = sessionCode || (err.name === 'AbortError' ? NGHTTP2_CANCEL : NGHTTP2_INTERNAL_ERROR);
    else code = sessionCode || NGHTTP2_NO_ERROR;
    clearTimeout(this[kTimeout]);
    this[kTimeout] = null;
    if (!state.closed) closeStream(this, code, false);
    const id = this[kID];
    if (id !== undefined) {
      if (!state.nativeClosed && session[kHandle] !== undefined && !session.destroyed) {
        state.nativeClosed = true;
        session[kHandle].rst(id, state.rstCode);
        schedule(session);
      }
      sessionState.streams.delete(id);
    }
    sessionState.pendingStreams.delete(this);
    if (state.cb) {
      const done = state.cb;
      state.cb = null;
      done(err ?? undefined);
    }
    const name = nameForErrorCode[state.rstCode] ?? state.rstCode;
    if (err == null && state.rstCode !== NGHTTP2_NO_ERROR && state.rstCode !== NGHTTP2_CANCEL) {
      err = new ERR_HTTP2_STREAM_ERROR(name);
    }
    publishClose(this);
    if (err != null) publish(this, 'error', { error: err });
    cb(err);
    setImmediate(maybeDestroySession, session);
  }
}
let warnedPriority = false;
function warnPriority() {
  if (warnedPriority) return;
  warnedPriority = true;
  process.emitWarning('Priority signaling has been deprecated as of RFC 9113.', 'DeprecationWarning', 'DEP0194');
}
const kProceed = Symbol('proceed');
Http2Stream.prototype.setTimeout = setTimeoutOf;
Http2Stream.prototype[kTimeout] = null;

// The diagnostics channels http2.client.stream.* and http2.server.stream.*: only once somebody has loaded diagnostics_channel.
const diagnostics = require('internal/bootstrap/realm').BuiltinModule.map.get('diagnostics_channel');
const clientChannels = { __proto__: null };
const serverChannels = { __proto__: null };
function publish(stream, what, data) {
  if (!diagnostics.loaded) return;
  const server = stream[kSession][kType] === SERVER;
  const channel = (server ? serverChannels : clientChannels)[what] ??=
    require('diagnostics_channel').channel(`http2.${server ? 'server' : 'client'}.stream.${what}`);
  if (channel.hasSubscribers) channel.publish({ stream, ...data });
}

function publishClose(stream) {
  const state = stream[kState];
  if (state.closePublished) return;
  state.closePublished = true;
  publish(stream, 'close');
}

function abort(stream) {
  const state = stream[kState];
  if (state.aborted || stream.writableEnded) return;
  state.aborted = true;
  stream.emit('aborted');
}

// Marks a stream closed and, when nothing is left to send (or at once for an error), resets it.
function closeStream(stream, code, reset) {
  const state = stream[kState];
  state.closed = true;
  state.rstCode = code;
  stream.setTimeout(0);
  stream.removeAllListeners('timeout');
  const { writableEnded } = stream;
  if (!writableEnded) {
    abort(stream);
    stream._closing = true;
    stream.end();
  }
  if (!reset) return;
  const finish = () => {
    const session = stream[kSession];
    if (stream.pending) {
      // Not sent yet: nothing to reset.
      stream._ended = true;
      stream.push(null);
      stream.destroy();
      return;
    }
    if (!state.nativeClosed && session[kHandle] !== undefined) {
      session[kHandle].rst(stream[kID], code);
      schedule(session);
    } else if (!stream.destroyed) {
      stream._onClose(code);
    }
  };
  if (code === NGHTTP2_NO_ERROR && writableEnded && !stream.writableFinished && stream[kSession][kType] === SERVER && !stream.pending) {
    stream.once('finish', finish);
  } else if (stream.pending) {
    const session = stream[kSession];
    if (session.connecting && code === NGHTTP2_NO_ERROR) stream.once('ready', finish);
    else process.nextTick(finish);
    if (session.connecting && code === NGHTTP2_NO_ERROR) {
      session.once('connect', () => process.nextTick(() => { if (stream.pending && !stream.destroyed) stream.destroy(); }));
    }
  } else {
    finish();
  }
}

function maybeDestroyStream(stream) {
  const state = stream[kState];
  if (stream.destroyed || !state.nativeClosed) return;
  if (!stream.writableFinished && stream.writableLength > 0) {
    stream.destroy();
    return;
  }
  if (stream.readableEnded || stream._readableState.endEmitted) {
    stream.destroy();
    return;
  }
  if (!stream._waitEnd) {
    stream._waitEnd = true;
    stream.once('end', () => process.nextTick(maybeDestroyStream, stream));
  }
}

const statusOf = (h) => h[':status'];

class ServerHttp2Stream extends Http2Stream {
  constructor(session, id, options, headers) {
    super(session, id, options);
    this[kProtocol] = headers?.[':scheme'];
    this[kAuthority] = headers?.[':authority'] ?? headers?.host;
    this.headRequest = false;
  }
  // Writing begins the response.
  [kProceed]() { this.respond(); }
  get pushAllowed() {
    return !this.destroyed && !this.closed && !this.session.closed && !this.session.destroyed && this[kSession].remoteSettings.enablePush;
  }

  pushStream(headers, options, callback) {
    if (!this.pushAllowed) throw new ERR_HTTP2_PUSH_DISABLED();
    if (this._isPush) throw new ERR_HTTP2_NESTED_PUSH();
    const session = this[kSession];
    if (typeof options === 'function') {
      callback = options;
      options = undefined;
    }
    validateFunction(callback, 'callback');
    if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    options = { ...options, endStream: undefined };
    if (headers !== undefined && (headers === null || typeof headers !== 'object')) throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headers);
    headers = { __proto__: null, ...headers };
    headers[':method'] ??= 'GET';
    headers[':authority'] ??= this[kAuthority];
    headers[':scheme'] ??= this[kProtocol];
    headers[':path'] ??= '/';
    const head = headers[':method'] === 'HEAD';
    const fields = mapToFields(headers);
    const id = session[kHandle].push(this[kID], fields, head);
    if (id < 0) {
      const err = id === -1 ? new ERR_HTTP2_OUT_OF_STREAMS() : new ERR_HTTP2_INVALID_STREAM();
      process.nextTick(callback, err);
      return;
    }
    const stream = new ServerHttp2Stream(session, id, {}, headers);
    stream[kSentHeaders] = headers;
    stream._isPush = true;
    stream.headRequest = head;
    stream._onEnd();
    if (head) stream._headPush = true;
    publish(stream, 'created', { headers });
    publish(stream, 'start', { headers });
    schedule(session);
    process.nextTick(callback, null, stream, headers, 0);
  }

  respond(headersParam, options) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    refresh(this);
    if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
    options = { ...options };
    const { headers, status } = prepareResponse(headersParam, options.sendDate);
    options.endStream = !!options.endStream;
    if (status === 204 || status === 205 || status === 304 || this.headRequest) options.endStream = true;
    if (options.waitForTrailers) {
      if (!options.endStream) this._waitForTrailers = true;
    }
    const fields = mapToFields(headers, assertValidPseudoHeaderResponse);
    this[kSentHeaders] = Array.isArray(headers) ? sentObject(headers) : headers;
    this[kState].responded = true;
    if (options.endStream) {
      this._localDone = true;
    }
    const session = this[kSession];
    session[kHandle]?.headers(this[kID], fields, options.endStream);
    publish(this, 'finish', { headers: this[kSentHeaders], flags: options.endStream ? 5 : 4 });
    schedule(session);
    if (options.endStream) this.end();
  }

  additionalHeaders(headers) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_AFTER_RESPOND();
    if (headers === null || typeof headers !== 'object') throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headers);
    refresh(this);
    headers = { __proto__: null, ...headers };
    if (statusOf(headers) != null) {
      const status = headers[':status'] |= 0;
      if (status === 101) throw new ERR_HTTP2_STATUS_101();
      if (status < 100 || status >= 200) throw new ERR_HTTP2_INVALID_INFO_STATUS(status);
    }
    const fields = mapToFields(headers, assertValidPseudoHeaderResponse);
    (this[kInfoHeaders] ??= []).push(headers);
    const session = this[kSession];
    session[kHandle]?.headers(this[kID], fields, false);
    schedule(session);
  }

  respondWithFD(fd, headersParam, options) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    options = fileOptions(options);
    if (fd !== null && typeof fd === 'object' && typeof fd.fd === 'number') fd = fd.fd;
    if (typeof fd !== 'number') throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'FileHandle'], fd);
    validateInt32(fd, 'fd', 0);
    const { headers, status } = prepareResponse(headersParam, options.sendDate);
    if (status === 204 || status === 205 || status === 304 || this.headRequest) throw new ERR_HTTP2_PAYLOAD_FORBIDDEN(status);
    if (options.statCheck) {
      require('fs').fstat(fd, (err, stat) => {
        if (this.destroyed || this.closed) return;
        if (err) {
          this.destroy(err);
          return;
        }
        const statOptions = { offset: options.offset ?? 0, length: options.length ?? -1 };
        if (Reflect.apply(options.statCheck, this, [stat, headers, statOptions]) === false) return;
        sendFD(this, fd, headers, { ...options, offset: statOptions.offset, length: statOptions.length }, false);
      });
      return;
    }
    sendFD(this, fd, headers, options, false);
  }

  respondWithFile(path, headersParam, options) {
    if (this.destroyed || this.closed) throw new ERR_HTTP2_INVALID_STREAM();
    if (this.headersSent) throw new ERR_HTTP2_HEADERS_SENT();
    options = fileOptions(options);
    const { headers, status } = prepareResponse(headersParam, options.sendDate);
    if (status === 204 || status === 205 || status === 304 || this.headRequest) throw new ERR_HTTP2_PAYLOAD_FORBIDDEN(status);
    const fs = require('fs');
    const fail = (err) => {
      if (options.onError) options.onError(err);
      else this.destroy(err);
    };
    fs.open(path, 'r', (err, fd) => {
      if (err) {
        fail(err);
        return;
      }
      if (this.destroyed || this.closed) {
        fs.close(fd, noop);
        return;
      }
      fs.fstat(fd, (err, stat) => {
        const give = (e) => {
          fs.close(fd, noop);
          fail(e);
        };
        if (err) return give(err);
        if (this.destroyed || this.closed) return fs.close(fd, noop);
        if (!stat.isFile()) {
          const isDirectory = stat.isDirectory();
          if (options.offset !== undefined || options.offset > 0 || options.length !== undefined || isDirectory) {
            return give(isDirectory ? new ERR_HTTP2_SEND_FILE() : new ERR_HTTP2_SEND_FILE_NOSEEK());
          }
        }
        const statOptions = { offset: options.offset ?? 0, length: options.length ?? -1 };
        if (options.statCheck && (Reflect.apply(options.statCheck, this, [stat, headers, statOptions]) === false || this.headersSent)) {
          fs.close(fd, noop);
          return;
        }
        if (stat.isFile()) {
          const rest = Math.max(0, stat.size - statOptions.offset);
          statOptions.length = statOptions.length < 0 ? rest : Math.min(rest, statOptions.length);
          headers['content-length'] = statOptions.length;
        }
        sendFD(this, fd, headers, { ...options, offset: statOptions.offset, length: statOptions.length }, true);
      });
    });
  }
}

function fileOptions(options) {
  if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  options = { ...options };
  if (options.offset !== undefined && typeof options.offset !== 'number') throw new ERR_INVALID_ARG_VALUE('options.offset', options.offset);
  if (options.length !== undefined && typeof options.length !== 'number') throw new ERR_INVALID_ARG_VALUE('options.length', options.length);
  if (options.statCheck !== undefined && typeof options.statCheck !== 'function') throw new ERR_INVALID_ARG_VALUE('options.statCheck', options.statCheck);
  return options;
}

function sendFD(stream, fd, headers, options, own) {
  const fs = require('fs');
  const { offset = 0, length = -1 } = options;
  stream.respond(headers, { waitForTrailers: options.waitForTrailers });
  const read = { fd, autoClose: own, emitClose: own };
  if (offset > 0 || own) read.start = offset > 0 ? offset : undefined;
  if (length >= 0) {
    if (length === 0) {
      if (own) fs.close(fd, noop);
      stream.end();
      return;
    }
    read.start ??= 0;
    read.end = read.start + length - 1;
  }
  const source = fs.createReadStream(null, read);
  source.on('error', (err) => { stream.destroy(err); });
  stream.once('close', () => {
    if (source.destroyed) return;
    source.unpipe(stream);
    if (own) source.destroy();
  });
  source.pipe(stream);
}

function prepareResponse(headersParam, sendDate) {
  let headers;
  let status;
  if (Array.isArray(headersParam)) {
    headers = headersParam.slice();
    if (headersParam[kSensitiveHeaders]) headers[kSensitiveHeaders] = headersParam[kSensitiveHeaders];
    let date = false;
    for (let i = 0; i < headers.length; i += 2) {
      const n = headers[i].toLowerCase();
      if (n === ':status') status = headers[i + 1] |= 0;
      if (n === 'date') date = true;
    }
    if (status === undefined) {
      status = 200;
      headers.unshift(':status', 200);
    }
    if (!date && sendDate !== false) headers.push('date', utcDate());
  } else {
    if (headersParam !== undefined && (headersParam === null || typeof headersParam !== 'object')) {
      throw new ERR_INVALID_ARG_TYPE('headers', 'Object', headersParam);
    }
    headers = { __proto__: null, ...headersParam };
    if (headers[':status'] === undefined || headers[':status'] === null) headers[':status'] = 200;
    if ((sendDate === undefined || sendDate) && headers.date === undefined) headers.date = utcDate();
    status = headers[':status'] |= 0;
  }
  if (status < 200 || status > 599) throw new ERR_HTTP2_STATUS_INVALID(status);
  return { headers, status };
}

class ClientHttp2Stream extends Http2Stream {
  constructor(session, id, options) {
    super(session, id, options);
    this[kState].responded = true;
  }
}

// Servers.

const kSessions = Symbol('sessions');

function initializeOptions(options) {
  if (options !== undefined && (options === null || typeof options !== 'object' || Array.isArray(options))) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  options = { ...options };
  if (options.settings !== undefined && (options.settings === null || typeof options.settings !== 'object')) {
    throw new ERR_INVALID_ARG_TYPE('options.settings', 'Object', options.settings);
  }
  validateSettings(options.settings);
  options.settings = { ...options.settings };
  for (const [name, max] of [['maxSessionInvalidFrames', kMaxInt], ['maxSessionRejectedStreams', kMaxInt]]) {
    if (options[name] !== undefined) validateUint32(options[name], name);
  }
  if (options.unknownProtocolTimeout !== undefined) validateUint32(options.unknownProtocolTimeout, 'unknownProtocolTimeout');
  else options.unknownProtocolTimeout = 10_000;
  const http1 = { ...options.http1Options };
  const http = require('_http_server');
  options.Http1IncomingMessage = http1.IncomingMessage || options.Http1IncomingMessage || require('_http_incoming').IncomingMessage;
  options.Http1ServerResponse = http1.ServerResponse || options.Http1ServerResponse || http.ServerResponse;
  const compat = require('internal/http2/compat');
  options.Http2ServerRequest ||= compat.Http2ServerRequest;
  options.Http2ServerResponse ||= compat.Http2ServerResponse;
  return options;
}

function sessionOnStream(server, session) {
  return (stream, headers, flags, rawHeaders) => server.emit('stream', stream, headers, flags, rawHeaders);
}

function connectionListener(socket) {
  const server = this;
  const options = server[kOptions] || {};
  if (socket.alpnProtocol === false || socket.alpnProtocol === 'http/1.1') {
    if (options.allowHTTP1 === true) {
      socket.server[Symbol.for('http1')] ??= true;
      const http = require('_http_server');
      return Reflect.apply(http._connectionListener, server, [socket]);
    }
    if (!server.emit('unknownProtocol', socket)) {
      const timer = setTimeout(() => { if (!socket.destroyed) socket.destroy(); }, options.unknownProtocolTimeout);
      timer.unref?.();
      socket.once('close', () => clearTimeout(timer));
      const body = (socket.alpnProtocol === false ? 'Missing' : 'Unknown') + ' ALPN Protocol, expected `h2` to be available.\n' +
        'If this is a HTTP request: The server was not configured with the `allowHTTP1` option or a listener for the `unknownProtocol` event.\n';
      socket.end('HTTP/1.0 403 Forbidden\r\n' + 'Content-Type: text/plain\r\n' + `Content-Length: ${body.length}\r\n\r\n${body}`);
    }
    return;
  }
  // Errors of the socket belong to the session from here.
  const session = new ServerHttp2Session(options, socket, server);
  session.on('stream', sessionOnStream(server, session));
  session.on('error', (err) => server.emit('sessionError', err, session));
  session.on('priority', (stream, parent, weight, exclusive) => stream.emit('priority', parent, weight, exclusive));
  session[kNativeClosed] = false;
  session.on('close', () => server[kSessions].delete(session));
  session.on('timeout', () => {
    if (session.destroyed) return;
    if (!server.emit('timeout', session)) session.destroy();
  });
  if (server.timeout) session.setTimeout(server.timeout);
  socket[kServer] = server;
  server.emit('session', session);
}
const kNativeClosed = Symbol('native-closed');

function setupCompat(ev) {
  if (ev === 'request') {
    this.removeListener('newListener', setupCompat);
    const options = this[kOptions];
    const { onServerStream } = require('internal/http2/compat');
    this.on('stream', onServerStream.bind(this, options.Http2ServerRequest, options.Http2ServerResponse));
  }
}

function setupServer(server, options, requestListener) {
  server[kOptions] = options;
  server[kSessions] = new Set();
  server.timeout = 0;
  server.on('newListener', setupCompat);
  if (typeof requestListener === 'function') server.on('request', requestListener);
}

function updateSettings(settings) {
  if (settings === null || typeof settings !== 'object') throw new ERR_INVALID_ARG_TYPE('settings', 'Object', settings);
  validateSettings(settings);
  this[kOptions].settings = { ...this[kOptions].settings, ...settings };
}
function setServerTimeout(msecs, callback) {
  this.timeout = msecs;
  if (callback !== undefined) {
    validateFunction(callback, 'callback');
    this.on('timeout', callback);
  }
  return this;
}
function closeServerSessions(server) {
  for (const session of server[kSessions]) session.close();
}
function captured(server, base, err, event, args) {
  switch (event) {
    case 'stream': {
      const [stream] = args;
      if (stream.headersSent) stream.destroy(err);
      else {
        stream.respond({ ':status': 500 });
        stream.end();
      }
      break;
    }
    case 'request': {
      const [, res] = args;
      if (!res.headersSent && !res.finished) {
        for (const name of res.getHeaderNames()) res.removeHeader(name);
        res.statusCode = 500;
        res.end(require('_http_server').STATUS_CODES[500]);
      } else {
        res.destroy();
      }
      break;
    }
    default:
      Reflect.apply(base, server, [err, event, ...args]);
  }
}

class Http2Server extends net.Server {
  constructor(options, requestListener) {
    options = initializeOptions(options);
    super(options, connectionListener);
    setupServer(this, options, requestListener);
  }
  close(cb) {
    const r = super.close(cb);
    closeServerSessions(this);
    return r;
  }
  async [Symbol.asyncDispose]() {
    return new Promise((resolve, reject) => this.close((err) => (err ? reject(err) : resolve())));
  }
  [EventEmitter.captureRejectionSymbol](err, event, ...args) {
    captured(this, net.Server.prototype[EventEmitter.captureRejectionSymbol], err, event, args);
  }
}
Http2Server.prototype.setTimeout = setServerTimeout;
Http2Server.prototype.updateSettings = updateSettings;

let Http2SecureServer;
function secureServerClass() {
  if (Http2SecureServer !== undefined) return Http2SecureServer;
  const tls = require('tls');
  const http = require('_http_server');
  Http2SecureServer = class Http2SecureServer extends tls.Server {
    constructor(options, requestListener) {
      options = initializeOptions(options);
      if (!options.ALPNCallback) {
        options.ALPNProtocols = ['h2'];
        if (options.allowHTTP1 === true) options.ALPNProtocols.push('http/1.1');
      }
      super(options, connectionListener);
      setupServer(this, options, requestListener);
      if (options.allowHTTP1 === true) {
        this.headersTimeout = 60_000;
        this.requestTimeout = 300_000;
        this.connectionsCheckingInterval = 30_000;
        Reflect.apply(http.storeHTTPOptions, this, [{
          ...options, ...options.http1Options, IncomingMessage: options.Http1IncomingMessage, ServerResponse: options.Http1ServerResponse,
        }]);
        this.timeout = 0;
        this.on('listening', http.setupConnectionsTracking);
      }
      this.on('tlsClientError', (err, conn) => { if (!this.emit('clientError', err, conn)) conn.destroy(err); });
    }
    close(cb) {
      if (this[kOptions].allowHTTP1 === true) http.httpServerPreClose(this);
      const r = super.close(cb);
      closeServerSessions(this);
      return r;
    }
    closeIdleConnections() {
      if (this[kOptions].allowHTTP1 === true) Reflect.apply(http.Server.prototype.closeIdleConnections, this, []);
    }
    async [Symbol.asyncDispose]() {
      return new Promise((resolve, reject) => this.close((err) => (err ? reject(err) : resolve())));
    }
    [EventEmitter.captureRejectionSymbol](err, event, ...args) {
      captured(this, tls.Server.prototype[EventEmitter.captureRejectionSymbol], err, event, args);
    }
  };
  Http2SecureServer.prototype.setTimeout = setServerTimeout;
  Http2SecureServer.prototype.updateSettings = updateSettings;
  return Http2SecureServer;
}

function createServer(options, handler) {
  if (typeof options === 'function') {
    handler = options;
    options = undefined;
  }
  return new Http2Server(options, handler);
}
function createSecureServer(options, handler) {
  return new (secureServerClass())(options, handler);
}

function connect(authority, options, listener) {
  if (typeof options === 'function') {
    listener = options;
    options = undefined;
  }
  if (options !== undefined && (options === null || typeof options !== 'object')) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  options = { ...options };
  for (const [name, max] of [['maxReservedRemoteStreams', kMaxInt]]) {
    if (options[name] !== undefined) assertUint(options[name], name);
  }
  if (options.settings !== undefined) validateSettings(options.settings);
  if (typeof authority === 'string') authority = new URL(authority);
  if (authority === null || typeof authority !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('authority', ['string', 'Object', 'URL'], authority);
  }
  const protocol = authority.protocol || options.protocol || 'https:';
  const port = '' + (authority.port !== '' && authority.port !== undefined ? authority.port : (authority.protocol === 'http:' ? 80 : 443));
  let host = 'localhost';
  if (authority.hostname) {
    host = authority.hostname;
    if (host[0] === '[') host = host.slice(1, -1);
  } else if (authority.host) {
    host = authority.host;
  }
  let socket;
  if (typeof options.createConnection === 'function') {
    socket = options.createConnection(authority, options);
  } else {
    switch (protocol) {
      case 'http:':
        socket = net.connect({ port, host, ...options });
        break;
      case 'https:':
        socket = require('tls').connect(port, host, secureOptions(options, net.isIP(host) ? undefined : host));
        break;
      default:
        throw new ERR_HTTP2_UNSUPPORTED_PROTOCOL(protocol);
    }
  }
  const session = new ClientHttp2Session(options, socket);
  session[kAuthority] = `${options.servername || host}:${port}`;
  const defaultPort = protocol === 'https:' ? '443' : '80';
  if (port === defaultPort) session[kAuthority] = options.servername || (host.includes(':') ? `[${host}]` : host);
  else if (host.includes(':') && !options.servername) session[kAuthority] = `[${host}]:${port}`;
  session[kProtocol] = protocol;
  if (typeof listener === 'function') session.once('connect', listener);
  return session;
}
function assertUint(v, name) {
  validateUint32(v, name);
}

function secureOptions(options, servername) {
  options = { ...options };
  options.ALPNProtocols ??= ['h2'];
  if (servername !== undefined && options.servername === undefined) options.servername = servername;
  return options;
}

// connect as a promise.
Object.defineProperty(connect, require('util').promisify.custom, {
  __proto__: null,
  value: (authority, options) => new Promise((resolve, reject) => {
    const session = connect(authority, options, () => {
      session.removeListener('error', reject);
      resolve(session);
    });
    session.once('error', reject);
  }),
});

function getPackedSettings(settings) {
  validateSettings(settings);
  const list = settingsList(settings ?? {});
  const b = Buffer.alloc(list.length * 3);
  for (let i = 0; i < list.length; i += 2) {
    b.writeUInt16BE(list[i], i * 3);
    b.writeUInt32BE(list[i + 1] >>> 0, i * 3 + 2);
  }
  return b;
}

function getUnpackedSettings(buf, options = {}) {
  if (!ArrayBuffer.isView(buf) || buf.length === undefined) throw new ERR_INVALID_ARG_TYPE('buf', ['Buffer', 'TypedArray'], buf);
  if (buf.length % 6 !== 0) throw new ERR_HTTP2_INVALID_PACKED_SETTINGS_LENGTH();
  const settings = {};
  for (let i = 0; i < buf.length; i += 6) {
    const id = (buf[i] << 8) | buf[i + 1];
    const value = ((buf[i + 2] << 24) | (buf[i + 3] << 16) | (buf[i + 4] << 8) | buf[i + 5]) >>> 0;
    const row = settingIds.find((r) => r[1] === id);
    if (row === undefined) {
      (settings.customSettings ??= {})[id] = value;
    } else if (row[0] === 'enablePush' || row[0] === 'enableConnectProtocol') {
      settings[row[0]] = value !== 0;
    } else {
      settings[row[0]] = value;
      if (row[0] === 'maxHeaderListSize') settings.maxHeaderSize = value;
    }
  }
  if (options != null && options.validate) validateSettings(settings);
  return settings;
}

function performServerHandshake(socket, options = {}) {
  options = initializeOptions(options);
  return new ServerHttp2Session(options, socket, undefined);
}

module.exports = {
  connect, constants, createServer, createSecureServer, getDefaultSettings, getPackedSettings, getUnpackedSettings, performServerHandshake,
  Http2Session, Http2Stream, ServerHttp2Session, ClientHttp2Session, kState, assertWithinRange,
};
