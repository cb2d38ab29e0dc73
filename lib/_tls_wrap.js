'use strict';

// TLSSocket, Server and connect. The native TLSWrap is a stream handle over another handle, so that everything about reading, writing
// and closing is net.Socket's.

const net = require('net');
const EE = require('events');
const { Buffer } = require('buffer');
const { isIP } = require('internal/net');
const { ConnResetException, codes } = require('internal/errors');
const {
  ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_ALPN_CALLBACK_INVALID_RESULT, ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS,
  ERR_TLS_HANDSHAKE_TIMEOUT, ERR_TLS_INVALID_CONTEXT, ERR_TLS_INVALID_STATE, ERR_TLS_RENEGOTIATION_DISABLED,
  ERR_TLS_REQUIRED_SERVER_NAME, ERR_TLS_SNI_FROM_SERVER, ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK,
} = codes;
const {
  validateBuffer, validateFunction, validateInt32, validateNumber, validateObject, validateString, validateUint32,
} = require('internal/validators');
const common = require('_tls_common');
const { tlsWrap } = common;

const kConnectOptions = Symbol('connect-options');
const kIsVerified = Symbol('verified');
const kPendingSession = Symbol('pendingSession');
const kErrorEmitted = Symbol('error-emitted');
const kHandshakeTimeout = Symbol('handshake-timeout');
const kDisableRenegotiation = Symbol('disable-renegotiation');
const kKeyCert = Symbol('key-cert');
const kOwner = Symbol('tls-socket');
const noop = () => {};

let tlsModule;
function tls() {
  return tlsModule ??= require('tls');
}

// The TLSWrap class with the methods of the handle below, made on first use.
let TLSWrap;
function wrapClass() {
  if (TLSWrap !== undefined) return TLSWrap;
  TLSWrap = tlsWrap().TLSWrap;
  const proto = TLSWrap.prototype;
  for (const name of ['open', 'bind', 'listen', 'connect', 'connect6', 'bind6', 'getsockname', 'getpeername', 'setNoDelay',
                      'setKeepAlive', 'setSimultaneousAccepts', 'setPendingInstances', 'setBlocking', 'setTypeOfService',
                      'getTypeOfService']) {
    Object.defineProperty(proto, name, {
      __proto__: null, configurable: true, writable: true, enumerable: false,
      value: function(...args) { return typeof this._parent?.[name] === 'function' ? this._parent[name](...args) : -22; },
    });
  }
  const { close, ref, unref } = proto;
  proto.close = function(cb) {
    // The handle below is closed with this one: by its socket if it has one.
    const parentSocket = this._parentWrap;
    Reflect.apply(close, this, []);
    if (parentSocket) {
      if (parentSocket.destroyed && (parentSocket._handle === null || parentSocket.closed)) {
        if (cb) process.nextTick(cb);
        return;
      }
      if (cb) parentSocket.once('close', () => cb());
      parentSocket.destroy();
      return;
    }
    this._parent.close(cb);
  };
  proto.reset = function(cb) {
    if (typeof this._parent?.reset !== 'function') return -22;
    Reflect.apply(close, this, []);
    return this._parent.reset(cb);
  };
  proto.ref = function() { this._parent?.ref?.(); Reflect.apply(ref, this, []); };
  proto.unref = function() { this._parent?.unref?.(); Reflect.apply(unref, this, []); };
  return TLSWrap;
}

function TLSSocket(socket, opts) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, opts);
  const options = { ...opts };
  let enableTrace = options.enableTrace;
  if (enableTrace == null) enableTrace = false;
  else if (typeof enableTrace !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.enableTrace', 'boolean', enableTrace);

  if (options.ALPNProtocols) tls().convertALPNProtocols(options.ALPNProtocols, options);
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._securePending = false;
  this._newSessionPending = false;
  this._controlReleased = false;
  this.secureConnecting = true;
  this._SNICallback = null;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this[kPendingSession] = null;
  this[kIsVerified] = false;
  this[kErrorEmitted] = false;
  this[kHandshakeTimeout] = null;
  this.encrypted = true;

  let wrap = null;
  if (socket) {
    if (socket instanceof net.Socket && socket._handle) {
      wrap = socket;
    } else {
      wrap = new (require('internal/js_stream_socket'))(socket);
    }
    this._parent = wrap;
  }
  const handle = this._wrapHandle(wrap, null);
  Reflect.apply(net.Socket, this, [{
    handle,
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    pauseOnCreate: options.pauseOnConnect,
    manualStart: true,
    highWaterMark: options.highWaterMark,
    onread: !socket ? options.onread : null,
    signal: options.signal,
  }]);
  // net.Socket has made these anew.
  this._parent = wrap;
  if (options.server) this.server = options.server;
  this._init(socket, wrap);
  if (enableTrace) this.enableTrace();
  // Whoever made the socket may add listeners first.
  if (socket) process.nextTick(initRead, this, socket);
  else this.once('connect', this._start);
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

function initRead(self) {
  if (self.destroyed || !self._handle) return;
  if (self.connecting) return;
  self._start();
}

TLSSocket.prototype._wrapHandle = function(wrap, handle) {
  const options = this._tlsOptions;
  if (wrap) {
    handle = wrap.jsHandle ?? wrap._handle;
  } else if (!handle) {
    if (options.pipe || options.path) {
      const { Pipe, constants } = internalBinding('pipe_wrap');
      handle = new Pipe(constants.SOCKET);
    } else {
      const { TCP, constants } = internalBinding('tcp_wrap');
      handle = new TCP(constants.SOCKET);
    }
  }
  const context = options.secureContext || tls().createSecureContext(options);
  const native = context.context;
  if (native === undefined) throw new ERR_TLS_INVALID_CONTEXT('context');
  options.secureContext = context;
  const res = new (wrapClass())(handle, native, !!options.isServer);
  res._parent = handle;
  res._parentWrap = wrap;
  res.reading = false;
  res[kOwner] = this;
  return res;
};

// net.js, when one of several attempts to connect has won with a handle of its own.
TLSSocket.prototype._wrapConnectedHandle = function(handle) {
  const old = this._handle;
  const res = this._wrapHandle(null, handle);
  this._setup(res);
  if (old._servername) res.setServername(old._servername);
  if (old._session) res.setSession(old._session);
  return res;
};

// Tells the native side what the options say, and listens to it.
TLSSocket.prototype._setup = function(ssl) {
  const options = this._tlsOptions;
  const { server } = options;
  const isServer = !!options.isServer;
  const requestCert = !!options.requestCert || !isServer;
  const rejectUnauthorized = options.rejectUnauthorized !== false;
  this._requestCert = requestCert;
  this._rejectUnauthorized = rejectUnauthorized;
  ssl.setVerifyMode(requestCert, rejectUnauthorized);
  if (options.ALPNProtocols) ssl.setALPN(options.ALPNProtocols);
  ssl.onhandshakedone = () => this._finishInit();
  ssl.onerror = (err) => onerror(this, err);
  ssl.onkeylog = (line) => {
    if (isServer) server?.emit('keylog', line, this);
    else this.emit('keylog', line);
  };
  ssl.onsession = (session) => {
    if (this[kIsVerified]) this.emit('session', session);
    else this[kPendingSession] = session;
  };
  if (isServer) {
    this._SNICallback = options.SNICallback ?? null;
    ssl.onclienthello = (servername, protocols, done) => onClientHello(this, servername, protocols, done);
    ssl.onnewsession = (id, data, done) => {
      this._newSessionPending = true;
      let once = false;
      const finish = () => {
        if (once) return;
        once = true;
        this._newSessionPending = false;
        done();
        if (this._securePending) this._finishInit();
        this._securePending = false;
      };
      if (!server?.emit('newSession', id, data, finish)) finish();
    };
    ssl.onresumesession = (id, done) => {
      let once = false;
      const finish = (err, data) => {
        if (once) {
          this.destroy(new ERR_MULTIPLE_CALLBACK());
          return;
        }
        once = true;
        if (err) {
          this.destroy(err);
          done(true);
          return;
        }
        done(false, data ?? null);
      };
      if (!server?.emit('resumeSession', id, finish)) finish(null, null);
    };
  }
  this._hooks = () => {
    ssl.setHooks(
      isServer && (!!this._SNICallback || !!options.ALPNCallback || server?.listenerCount('OCSPRequest') > 0),
      isServer && server?.listenerCount('newSession') > 0, isServer && server?.listenerCount('resumeSession') > 0,
      isServer ? server?.listenerCount('keylog') > 0 : this.listenerCount('keylog') > 0);
  };
};

function onClientHello(self, servername, protocols, done) {
  const options = self._tlsOptions;
  const { server } = options;
  const fail = (err) => {
    self._failed = err;
    done(true);
    if (!self.destroyed) onerror(self, err);
  };
  const staple = (context, proto) => {
    if (!(server?.listenerCount('OCSPRequest') > 0)) {
      done(false, context?.context, proto);
      return;
    }
    const used = context ?? options.secureContext;
    const raw = used.context.getCertificate();
    let once = false;
    server.emit('OCSPRequest', raw, null, (err, response) => {
      if (once) return fail(new ERR_MULTIPLE_CALLBACK());
      once = true;
      if (err) return self.destroy(err);
      done(false, context?.context, proto, response ?? undefined);
    });
  };
  const alpn = (context) => {
    if (!options.ALPNCallback || protocols.length === 0) return staple(context, undefined);
    const result = Reflect.apply(options.ALPNCallback, self, [{ servername: servername, protocols }]);
    if (self[kKeyCert]) context = self[kKeyCert];
    if (result === undefined) return staple(context, false);
    if (!protocols.includes(result)) {
      return fail(new ERR_TLS_ALPN_CALLBACK_INVALID_RESULT(result, protocols));
    }
    staple(context, result);
  };
  if (!self._SNICallback || !servername) return alpn(undefined);
  let once = false;
  self._SNICallback(servername, (err, context) => {
    if (once) return fail(new ERR_MULTIPLE_CALLBACK());
    once = true;
    if (err) return fail(err);
    if (self.destroyed) return;
    if (context && context.context === undefined) {
      if (context instanceof (tlsWrap().SecureContext)) context = { context };
      else return fail(new Error('Invalid SNI context'));
    }
    alpn(context || undefined);
  });
}

// An error of TLS itself.
function onerror(self, err) {
  if (self._hadError) return;
  self._hadError = true;
  if (self._secureEstablished) {
    if (self._tlsOptions.isServer && self._rejectUnauthorized && /peer did not return a certificate/.test(err.message)) self.destroy();
    else self._emitTLSError(err);
    return;
  }
  if (self._tlsOptions.isServer) {
    self._emitTLSError(err);
    self.destroy();
  } else {
    self.destroy(err);
  }
}

TLSSocket.prototype._init = function(socket, wrap) {
  const options = this._tlsOptions;
  const ssl = this._handle;
  this.ssl = ssl;
  this.server = options.server ?? null;
  this._setup(ssl);
  if (options.handshakeTimeout > 0) {
    this[kHandshakeTimeout] = setTimeout(() => { this._handleTimeout(); }, options.handshakeTimeout);
    this[kHandshakeTimeout].unref?.();
  }
  this.on('close', () => clearTimeout(this[kHandshakeTimeout]));
  if (wrap) {
    this.connecting = !!socket.connecting;
    if (socket.connecting) {
      this.connecting = true;
      socket.once('connect', () => {
        this.connecting = false;
        this._start();
        this.emit('connect');
      });
    }
    if (socket.readableLength > 0 && wrap === socket) {
      let chunk;
      while ((chunk = socket.read()) !== null) ssl.receive(typeof chunk === 'string' ? Buffer.from(chunk, 'latin1') : chunk);
    }
    wrap.on('error', (err) => { if (!this.destroyed) this.destroy(err); });
    wrap.on('close', () => { if (!this.destroyed) this.destroy(); });
    if (wrap === socket) {
      this._peername = undefined;
      socket.setTimeout(0);
    }
  }
};

TLSSocket.prototype._start = function() {
  if (this._started || !this._handle) return;
  if (this.connecting) {
    this.once('connect', this._start);
    return;
  }
  this._started = true;
  this.ssl = this._handle;
  this._hooks();
  this._handle.start();
  this.read(0);
};

TLSSocket.prototype._handleTimeout = function() {
  this._emitTLSError(new ERR_TLS_HANDSHAKE_TIMEOUT());
};

TLSSocket.prototype._emitTLSError = function(err) {
  const e = this._tlsError(err);
  if (e) this.destroy(e);
};
TLSSocket.prototype._tlsError = function(err) {
  this.emit('_tlsError', err);
  return this._controlReleased ? err : null;
};
TLSSocket.prototype._releaseControl = function() {
  if (this._controlReleased) return false;
  this._controlReleased = true;
  this.removeListener('error', onServerSocketError);
  return true;
};

TLSSocket.prototype._finishInit = function() {
  if (!this._handle || this._secureEstablished) return;
  if (this._newSessionPending) {
    this._securePending = true;
    return;
  }
  this.alpnProtocol = this._handle.getALPN();
  if (this.servername === null) this.servername = this._handle.getServername();
  this._secureEstablished = true;
  this.secureConnecting = false;
  clearTimeout(this[kHandshakeTimeout]);
  this.emit('secure');
  // Listeners of 'secure' reject a peer by destroying the socket: what was written so far stays here.
  if (!this.destroyed) this._handle?.accept();
};

TLSSocket.prototype._destroySSL = function() {
  this.ssl = null;
  this[kPendingSession] = null;
  this[kIsVerified] = false;
};

function certificateOf(handle, raw) {
  return handle.legacyCertificate(raw);
}

TLSSocket.prototype.getPeerCertificate = function(detailed) {
  if (!this._handle) return null;
  const certs = detailed ? this._handle.getChain() : this._handle.getPeerCertificates();
  if (certs.length === 0) return {};
  const leaf = certificateOf(this._handle, certs[0]);
  if (detailed) {
    let last = leaf;
    for (let i = 1; i < certs.length; i++) {
      const next = certificateOf(this._handle, certs[i]);
      last.issuerCertificate = next;
      last = next;
    }
    // A root is its own issuer.
    if (require('util').isDeepStrictEqual(last.subject, last.issuer)) last.issuerCertificate = last;
  }
  return leaf;
};
TLSSocket.prototype.getCertificate = function() {
  if (!this._handle) return null;
  const raw = this._handle.getLocalCertificate();
  return raw ? certificateOf(this._handle, raw) : {};
};
TLSSocket.prototype.getPeerX509Certificate = function() {
  const certs = this._handle?.getPeerCertificates();
  return certs?.length > 0 ? new (require('crypto').X509Certificate)(certs[0]) : undefined;
};
TLSSocket.prototype.getX509Certificate = function() {
  const raw = this._handle?.getLocalCertificate();
  return raw ? new (require('crypto').X509Certificate)(raw) : undefined;
};
TLSSocket.prototype.setSession = function(session) {
  if (typeof session === 'string') session = Buffer.from(session, 'latin1');
  if (!this._handle) return;
  this._handle._session = session;
  this._handle.setSession(session);
};
TLSSocket.prototype.setServername = function(name) {
  validateString(name, 'name');
  if (this._tlsOptions.isServer) throw new ERR_TLS_SNI_FROM_SERVER();
  if (!this._handle) return;
  this._handle._servername = name;
  this._handle.setServername(name);
};
TLSSocket.prototype.setMaxSendFragment = function setMaxSendFragment(size) {
  validateInt32(size, 'size');
  // crypto/tls chooses the size of records itself.
  return size >= 512 && size <= 16384;
};
TLSSocket.prototype.setKeyCert = function(context) {
  this[kKeyCert] = context instanceof common.SecureContext ? context : tls().createSecureContext(context);
  this._tlsOptions.secureContext = this[kKeyCert];
};
TLSSocket.prototype.exportKeyingMaterial = function(length, label, context) {
  validateUint32(length, 'length', true);
  validateString(label, 'label');
  if (context !== undefined) validateBuffer(context, 'context');
  if (!this._secureEstablished || !this._handle) throw new ERR_TLS_INVALID_STATE();
  return this._handle.exportKeyingMaterial(length, label, context);
};
TLSSocket.prototype.disableRenegotiation = function disableRenegotiation() {
  this[kDisableRenegotiation] = true;
};
TLSSocket.prototype.renegotiate = function(options, callback) {
  validateObject(options, 'options');
  if (callback !== undefined) validateFunction(callback, 'callback');
  if (this.destroyed) return;
  // crypto/tls does not start renegotiations, and TLS 1.3 has none.
  const err = this[kDisableRenegotiation] ? new ERR_TLS_RENEGOTIATION_DISABLED() :
    Object.assign(new Error('error:0A00010A:SSL routines::wrong ssl version'), {
      library: 'SSL routines', reason: 'wrong ssl version', code: 'ERR_SSL_WRONG_SSL_VERSION',
    });
  if (callback) process.nextTick(callback, err);
  return false;
};
TLSSocket.prototype.enableTrace = function() {
  process.emitWarning('TLS packet traces are not available');
};
TLSSocket.prototype.getCipher = function() { return this._handle ? this._handle.getCipher() : undefined; };
TLSSocket.prototype.getProtocol = function() { return this._handle ? this._handle.getProtocol() : null; };
TLSSocket.prototype.getSession = function() { return this._handle ? this._handle.getSession() : undefined; };
TLSSocket.prototype.getTLSTicket = function() { return this._handle ? this._handle.getTLSTicket() : undefined; };
TLSSocket.prototype.isSessionReused = function() { return this._handle ? this._handle.isSessionReused() : undefined; };
TLSSocket.prototype.getEphemeralKeyInfo = function() { return this._handle ? this._handle.getEphemeralKeyInfo() : null; };
TLSSocket.prototype.getSharedSigalgs = function() { return this._handle ? this._handle.getSharedSigalgs() : undefined; };
// crypto/tls gives the first Finished message of TLS 1.2 only: the client's in a full handshake.
TLSSocket.prototype.getFinished = function() {
  return this._handle && !this._tlsOptions.isServer === !this._handle.isSessionReused() ? this._handle.getUnique() : undefined;
};
TLSSocket.prototype.getPeerFinished = function() {
  return this._handle && !this._tlsOptions.isServer !== !this._handle.isSessionReused() ? this._handle.getUnique() : undefined;
};

TLSSocket.prototype._destroy = function(err, cb) {
  clearTimeout(this[kHandshakeTimeout]);
  Reflect.apply(net.Socket.prototype._destroy, this, [err, cb]);
};

// Servers.

function onServerSocketError(err) {
  if (this._controlReleased) return;
  onSocketTLSError.call(this, err);
}
function onSocketTLSError(err) {
  if (!this._controlReleased && !this[kErrorEmitted]) {
    this[kErrorEmitted] = true;
    clearTimeout(this[kHandshakeTimeout]);
    this._tlsOptions.server.emit('tlsClientError', err, this);
  }
}
function onSocketClose() {
  if (!this._controlReleased && !this[kErrorEmitted]) {
    this[kErrorEmitted] = true;
    const e = new ConnResetException('socket hang up');
    this._tlsOptions.server.emit('tlsClientError', e, this);
  }
}
function onServerSocketSecure() {
  if (this._requestCert) {
    const verifyError = this._handle.verifyError();
    if (verifyError) {
      this.authorizationError = verifyError.code;
      if (this._rejectUnauthorized) this.destroy();
    } else {
      this.authorized = true;
    }
  }
  if (!this.destroyed && this._releaseControl()) {
    this._handle.accept();
    this._tlsOptions.server.emit('secureConnection', this);
  }
}

function onConnection(rawSocket) {
  const server = this;
  const socket = new TLSSocket(rawSocket, {
    secureContext: server._sharedCreds,
    isServer: true,
    server,
    requestCert: server.requestCert,
    rejectUnauthorized: server.rejectUnauthorized,
    handshakeTimeout: server[kHandshakeTimeout],
    ALPNProtocols: server.ALPNProtocols,
    ALPNCallback: server.ALPNCallback,
    SNICallback: server[kSNICallback] ?? (server._contexts.length > 0 ? SNICallback : undefined),
    enableTrace: server[kEnableTrace],
    pauseOnConnect: server.pauseOnConnect,
    pskCallback: server[kPskCallback],
    highWaterMark: server.highWaterMark,
  });
  socket.on('secure', onServerSocketSecure);
  socket.on('close', onSocketClose);
  socket.on('_tlsError', onSocketTLSError);
  socket.on('error', onServerSocketError);
}

const kSNICallback = Symbol('snicallback');
const kEnableTrace = Symbol('enableTrace');
const kPskCallback = Symbol('pskcallback');
const kPskIdentityHint = Symbol('pskidentityhint');

function SNICallback(servername, callback) {
  const contexts = this._tlsOptions.server._contexts;
  for (let i = contexts.length - 1; i >= 0; i--) {
    const elem = contexts[i];
    if (elem[0].test(servername)) {
      callback(null, elem[1]);
      return;
    }
  }
  callback(null, undefined);
}

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options == null || typeof options === 'object') {
    options = options ?? {};
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  this.ALPNCallback = options.ALPNCallback;
  if (this.ALPNCallback !== undefined && this.ALPNCallback !== null) {
    validateFunction(this.ALPNCallback, 'options.ALPNCallback');
    if (options.ALPNProtocols) throw new ERR_TLS_ALPN_CALLBACK_WITH_PROTOCOLS();
  }
  if (options.sessionTimeout !== undefined) this.sessionTimeout = options.sessionTimeout;
  if (options.ticketKeys !== undefined) this.ticketKeys = options.ticketKeys;
  if (options.ALPNProtocols) tls().convertALPNProtocols(options.ALPNProtocols, this);
  this.setSecureContext(options);
  this[kHandshakeTimeout] = options.handshakeTimeout || 120_000;
  this[kSNICallback] = options.SNICallback;
  this[kPskCallback] = options.pskCallback;
  this[kPskIdentityHint] = options.pskIdentityHint;
  validateNumber(this[kHandshakeTimeout], 'options.handshakeTimeout');
  if (this[kSNICallback]) validateFunction(this[kSNICallback], 'options.SNICallback');
  if (this[kPskCallback]) validateFunction(this[kPskCallback], 'options.pskCallback');
  if (this[kPskIdentityHint]) validateString(this[kPskIdentityHint], 'options.pskIdentityHint');
  Reflect.apply(net.Server, this, [options, onConnection]);
  if (listener) this.on('secureConnection', listener);
  this[kEnableTrace] = options.enableTrace;
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

const contextOptions = ['pfx', 'key', 'passphrase', 'cert', 'clientCertEngine', 'ca', 'minVersion', 'maxVersion', 'secureProtocol',
                        'crl', 'sigalgs', 'ciphers', 'ecdhCurve', 'dhparam', 'honorCipherOrder', 'secureOptions', 'sessionIdContext',
                        'sessionTimeout', 'ticketKeys', 'privateKeyIdentifier', 'privateKeyEngine', 'allowPartialTrustChain'];

Server.prototype.setSecureContext = function(options) {
  validateObject(options, 'options');
  const opts = {};
  for (const name of contextOptions) {
    if (options[name] !== undefined) opts[name] = options[name];
    if (name === 'sessionTimeout' || name === 'ticketKeys' || name === 'allowPartialTrustChain') continue;
    this[name] = options[name] || undefined;
  }
  if (options.ticketKeys === undefined && this.ticketKeys !== undefined) opts.ticketKeys = this.ticketKeys;
  this.honorCipherOrder = options.honorCipherOrder !== undefined ? !!options.honorCipherOrder : true;
  if (!this.sessionIdContext) {
    this.sessionIdContext = process.argv.join(' ').slice(0, 32);
  }
  const old = this._sharedCreds;
  this._sharedCreds = tls().createSecureContext(opts);
  // Tickets stay good when only the certificate changes.
  if (old && opts.ticketKeys === undefined) this._sharedCreds.context.setTicketKeys(old.context.getTicketKeys());
};
Server.prototype._getServerData = function() {
  return { ticketKeys: this.getTicketKeys().toString('hex') };
};
Server.prototype._setServerData = function(data) {
  this.setTicketKeys(Buffer.from(data.ticketKeys, 'hex'));
};
Server.prototype.getTicketKeys = function() { return this._sharedCreds.context.getTicketKeys(); };
Server.prototype.setTicketKeys = function(keys) {
  validateBuffer(keys);
  require('assert')(keys.byteLength === 48, 'Session ticket keys must be a 48-byte buffer');
  this._sharedCreds.context.setTicketKeys(keys);
};
Server.prototype.setOptions = function(options) {
  if (options.requestCert === true) this.requestCert = true;
  else this.requestCert = false;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
};
Server.prototype.addContext = function(servername, context) {
  if (!servername) throw new ERR_TLS_REQUIRED_SERVER_NAME();
  const re = new RegExp(`^${servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*')}$`);
  const secureContext = context instanceof common.SecureContext ? context : tls().createSecureContext(context);
  this._contexts.push([re, secureContext]);
};
Server.prototype[EE.captureRejectionSymbol] = function(err, event, sock) {
  switch (event) {
    case 'secureConnection':
      sock.destroy(err);
      break;
    default:
      Reflect.apply(net.Server.prototype[EE.captureRejectionSymbol], this, [err, event, sock]);
  }
};

function createServer(options, listener) {
  return new Server(options, listener);
}

// Clients.

function normalizeConnectArgs(args) {
  const normalized = net._normalizeArgs(args);
  let options = normalized[0];
  const cb = normalized[1];
  // (port, host, options) and (port, options): the options are merged in.
  if (args[1] !== null && typeof args[1] === 'object') options = { ...options, ...args[1] };
  else if (args[2] !== null && typeof args[2] === 'object') options = { ...options, ...args[2] };
  return [options, cb];
}

function onConnectSecure() {
  const options = this[kConnectOptions];
  let verifyError = this._handle.verifyError();
  if (verifyError && (verifyError.code === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' || verifyError.code === 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' ||
      verifyError.code === 'SELF_SIGNED_CERT_IN_CHAIN' || verifyError.code === 'DEPTH_ZERO_SELF_SIGNED_CERT' ||
      verifyError.code === 'UNABLE_TO_GET_ISSUER_CERT')) {
    verifyError.message += '; if the root CA is installed locally, try running Node.js with --use-system-ca';
  }
  // The names were checked when the session was made.
  if (!verifyError && !this.isSessionReused()) {
    const hostname = options.servername || options.host || options.socket?._host || 'localhost';
    const cert = this.getPeerCertificate(true);
    verifyError = options.checkServerIdentity(hostname, cert);
  }
  if (verifyError) {
    this.authorized = false;
    this.authorizationError = verifyError.code || verifyError.message;
    if (options.rejectUnauthorized !== false) {
      this.destroy(verifyError);
      return;
    }
  } else {
    this.authorized = true;
  }
  if (options.requestOCSP) this.emit('OCSPResponse', this._handle.getOCSPResponse());
  this.secureConnecting = false;
  this[kIsVerified] = true;
  const session = this[kPendingSession];
  this[kPendingSession] = null;
  this._controlReleased = true;
  this._handle.accept();
  this.emit('secureConnect');
  if (session && !this.destroyed) this.emit('session', session);
  this.removeListener('end', onConnectEnd);
}

function onConnectEnd() {
  if (this._hadError || this._secureEstablished) return;
  const options = this[kConnectOptions];
  this._hadError = true;
  const error = new ConnResetException('Client network socket disconnected before secure TLS connection was established');
  error.path = options.path;
  error.host = options.host;
  error.port = options.port;
  error.localAddress = options.localAddress;
  this.destroy(error);
}

function connect(...args) {
  let [options, cb] = normalizeConnectArgs(args);
  const { getAllowUnauthorized } = require('internal/options');
  const allowUnauthorized = getAllowUnauthorized();
  options = {
    rejectUnauthorized: !allowUnauthorized,
    ciphers: tls().DEFAULT_CIPHERS,
    checkServerIdentity: tls().checkServerIdentity,
    minDHSize: 1024,
    ...options,
  };
  if (!options.keepAlive) options.singleUse = true;
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  validateNumber(options.minDHSize, 'options.minDHSize', 1);
  if (options.pskCallback !== undefined && options.pskCallback !== null) validateFunction(options.pskCallback, 'options.pskCallback');

  const context = options.secureContext || tls().createSecureContext(options);
  const tlssock = new TLSSocket(options.socket, {
    allowHalfOpen: options.socket ? options.socket.allowHalfOpen : options.allowHalfOpen,
    pipe: !!options.path,
    secureContext: context,
    isServer: false,
    requestCert: true,
    rejectUnauthorized: options.rejectUnauthorized !== false,
    session: options.session,
    ALPNProtocols: options.ALPNProtocols,
    requestOCSP: options.requestOCSP,
    enableTrace: options.enableTrace,
    highWaterMark: options.highWaterMark,
    onread: options.onread,
    signal: options.signal,
    lookup: options.lookup,
  });
  tlssock._rejectUnauthorized = options.rejectUnauthorized !== false;
  tlssock[kConnectOptions] = options;
  if (cb) tlssock.once('secureConnect', cb);
  if (!options.socket) {
    // A handle of its own: connect it as net does.
    if (options.timeout) tlssock.setTimeout(options.timeout);
    tlssock.connect(options, tlssock._start);
  }
  tlssock._releaseControl();
  tlssock._controlReleased = true;
  if (options.session) tlssock.setSession(options.session);
  if (options.servername) {
    if (isIP(options.servername)) {
      process.emitWarning('Setting the TLS ServerName to an IP address is not permitted by RFC 6066. This will be ignored in a future version.',
                          'DeprecationWarning', 'DEP0123');
    }
    tlssock.setServername(options.servername);
  } else if (options.servername === undefined) {
    // No name asked for: none is sent, as OpenSSL does.
  }
  if (options.socket && !options.socket.connecting) tlssock._start();
  tlssock.on('secure', onConnectSecure);
  tlssock.prependListener('end', onConnectEnd);
  return tlssock;
}

module.exports = { TLSSocket, Server, createServer, connect };
