'use strict';

// TLS: TLSSocket, Server, connect and secure contexts. The native TLSWrap is a stream handle (lib/bindings/tls_wrap.md), so that
// everything about reading, writing and closing is net.Socket's.

const net = require('net');
const EE = require('events');
const { Buffer } = require('buffer');
const { isIP } = require('internal/net');
const { ConnResetException, codes } = require('internal/errors');
const {
  ERR_INVALID_ARG_TYPE, ERR_TLS_CERT_ALTNAME_INVALID, ERR_TLS_HANDSHAKE_TIMEOUT, ERR_TLS_INVALID_PROTOCOL_VERSION,
  ERR_TLS_REQUIRED_SERVER_NAME, ERR_METHOD_NOT_IMPLEMENTED,
} = codes;
const { validateFunction, validateNumber, validateString } = require('internal/validators');

let binding;
function tlsWrap() {
  return binding ??= internalBinding('tls_wrap');
}

const DEFAULT_MIN_VERSION = 'TLSv1.2';
const DEFAULT_MAX_VERSION = 'TLSv1.3';
const DEFAULT_CIPHERS = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:' +
  'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:' +
  'DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:' +
  'ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA';

class SecureContext {
  constructor(options) {
    const { minVersion = module.exports.DEFAULT_MIN_VERSION, maxVersion = module.exports.DEFAULT_MAX_VERSION } = options;
    for (const [v, name] of [[minVersion, 'minVersion'], [maxVersion, 'maxVersion']]) {
      if (!['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'].includes(v)) {
        throw new ERR_TLS_INVALID_PROTOCOL_VERSION(v, name === 'minVersion' ? 'minimum' : 'maximum');
      }
    }
    checkMaterial(options.key, 'options.key');
    checkMaterial(options.cert, 'options.cert');
    checkMaterial(options.ca, 'options.ca');
    // Throws for keys and certificates that cannot be read.
    this.context = new (tlsWrap().SecureContext)({
      minVersion, maxVersion, key: options.key, cert: options.cert, ca: options.ca, crl: options.crl, pfx: options.pfx,
      passphrase: options.passphrase, ciphers: options.ciphers, ecdhCurve: options.ecdhCurve,
      sessionIdContext: options.sessionIdContext, sessionTimeout: options.sessionTimeout, ticketKeys: options.ticketKeys,
      allowPartialTrustChain: !!options.allowPartialTrustChain,
    });
  }
}

function checkMaterial(value, name) {
  for (const v of Array.isArray(value) ? value : [value]) {
    const inner = v !== null && typeof v === 'object' && !ArrayBuffer.isView(v) ? v.pem ?? v.buf : v;
    if (inner != null && typeof inner !== 'string' && !ArrayBuffer.isView(inner)) {
      throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], inner);
    }
  }
}

function createSecureContext(options) {
  return new SecureContext(options ?? {});
}

// A list of names in the wire format of ALPN.
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    const parts = [];
    for (const p of protocols) {
      const b = Buffer.from(p);
      if (b.length > 255) throw new codes.ERR_OUT_OF_RANGE('The byte length of the protocol', '<= 255', b.length);
      parts.push(Buffer.from([b.length]), b);
    }
    out.ALPNProtocols = Buffer.concat(parts);
  } else if (ArrayBuffer.isView(protocols)) {
    out.ALPNProtocols = Buffer.from(protocols.buffer.slice(protocols.byteOffset, protocols.byteOffset + protocols.byteLength));
  }
}

function unfqdn(host) {
  return host.replace(/[.]$/, '');
}

function checkWildcard(hostParts, pattern, wildcards) {
  if (!pattern) return false;
  const patternParts = unfqdn(pattern).toLowerCase().split('.');
  if (hostParts.length !== patternParts.length || patternParts.includes('')) return false;
  for (const s of patternParts) if (/[^\x21-\x7e]/.test(s)) return false;
  for (let i = hostParts.length - 1; i > 0; i--) if (hostParts[i] !== patternParts[i]) return false;
  const host = hostParts[0];
  const first = patternParts[0];
  const stars = first.split('*');
  if (stars.length === 1 || first.includes('xn--')) return host === first;
  if (!wildcards || stars.length > 2 || patternParts.length <= 2) return false;
  const [prefix, suffix] = stars;
  return prefix.length + suffix.length <= host.length && host.startsWith(prefix) && host.endsWith(suffix);
}

function splitAltNames(altNames) {
  const out = [];
  let cur = '';
  let quoted = false;
  for (let i = 0; i < altNames.length; i++) {
    const c = altNames[i];
    if (c === '"') quoted = !quoted;
    if (c === ',' && !quoted && altNames[i + 1] === ' ') {
      out.push(cur);
      cur = '';
      i++;
    } else {
      cur += c;
    }
  }
  out.push(cur);
  return out.map((s) => {
    const q = s.indexOf('"');
    return q === -1 ? s : s.slice(0, q) + JSON.parse(s.slice(q));
  });
}

function checkServerIdentity(hostname, cert) {
  const { subject } = cert;
  const altNames = cert.subjectaltname;
  const dnsNames = [];
  const ips = [];
  hostname = '' + hostname;
  if (altNames) {
    for (const name of splitAltNames(altNames)) {
      if (name.startsWith('DNS:')) dnsNames.push(name.slice(4));
      else if (name.startsWith('IP Address:')) ips.push(name.slice(11).trim().toLowerCase());
    }
  }
  let valid = false;
  let reason = 'Unknown reason';
  hostname = unfqdn(hostname);
  if (isIP(hostname)) {
    const { toBigInt } = require('internal/net');
    const v = toBigInt(hostname);
    valid = ips.some((ip) => toBigInt(ip) === v);
    if (!valid) reason = `IP: ${hostname} is not in the cert's list: ${ips.join(', ')}`;
  } else if (dnsNames.length > 0 || subject?.CN) {
    const hostParts = hostname.toLowerCase().split('.');
    if (dnsNames.length > 0) {
      valid = dnsNames.some((p) => checkWildcard(hostParts, p, true));
      if (!valid) reason = `Host: ${hostname}. is not in the cert's altnames: ${altNames}`;
    } else {
      const { CN } = subject;
      valid = Array.isArray(CN) ? CN.some((p) => checkWildcard(hostParts, p, true)) : checkWildcard(hostParts, CN, true);
      if (!valid) reason = `Host: ${hostname}. is not cert's CN: ${CN}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  if (!valid) return new ERR_TLS_CERT_ALTNAME_INVALID(reason, hostname, cert);
}

function TLSSocket(socket, opts) {
  if (!(this instanceof TLSSocket)) return new TLSSocket(socket, opts);
  const options = { ...opts };
  this._tlsOptions = options;
  this._secureEstablished = false;
  this._securePending = false;
  this.secureConnecting = true;
  this.servername = null;
  this.alpnProtocol = null;
  this.authorized = false;
  this.authorizationError = null;
  this.encrypted = true;
  this._SNICallback = null;
  this._parentSocket = socket ?? null;

  const context = options.secureContext ?? createSecureContext(options);
  options.secureContext = context;
  if (socket && !socket._handle && !socket.connecting) {
    throw new ERR_METHOD_NOT_IMPLEMENTED('tls over a stream without a handle');
  }
  const wrap = (handle) => {
    const w = new (tlsWrap().TLSWrap)(handle, context.context, !!options.isServer, {
      alpn: options.ALPNProtocols, requestCert: !!options.requestCert, rejectUnauthorized: options.rejectUnauthorized !== false,
      hasSNICallback: typeof options.SNICallback === 'function', hasALPNCallback: typeof options.ALPNCallback === 'function',
      session: options.session,
    });
    w.onhandshakedone = (err) => { onHandshakeDone(this, err); };
    w.onsession = (session) => { this.emit('session', session); };
    w.onkeylog = (line) => { this.emit('keylog', line); };
    w.onservername = (name, cb) => {
      options.SNICallback(name, (err, ctx) => cb(err, ctx?.context ?? ctx));
    };
    w.onalpn = (servername, protocols) => options.ALPNCallback({ servername, protocols });
    return w;
  };
  this._wrapHandle = wrap;
  Reflect.apply(net.Socket, this, [{
    handle: socket?._handle ? wrap(socket._handle) : undefined,
    allowHalfOpen: socket ? socket.allowHalfOpen : options.allowHalfOpen,
    pauseOnCreate: options.pauseOnConnect,
    manualStart: true,
    highWaterMark: options.highWaterMark,
    onread: !socket ? options.onread : null,
    signal: options.signal,
    lookup: options.lookup,
  }]);
  if (socket) {
    this._parent = socket;
    // The outer socket has no reads of its own any more.
    socket.on('close', () => { if (!this.destroyed) this.destroy(); });
    this.on('close', () => { socket.destroy(); });
    this.connecting = socket.connecting;
    if (socket.connecting) {
      socket.once('connect', () => {
        adopt(this, socket);
      });
    }
  }
  if (options.isServer) this._start();
}
Object.setPrototypeOf(TLSSocket.prototype, net.Socket.prototype);
Object.setPrototypeOf(TLSSocket, net.Socket);

TLSSocket.prototype._start = function() {
  if (this._started || !this._handle) return;
  this._started = true;
  if (this.servername === null && this._tlsOptions.servername) this._handle.setServername(this._tlsOptions.servername);
  this._handle.start();
  this.read(0);
};

function onHandshakeDone(self, err) {
  if (self.destroyed) return;
  const options = self._tlsOptions;
  if (err) {
    self.secureConnecting = false;
    if (options.isServer) {
      self.emit('_tlsError', err);
      options.server?.emit('tlsClientError', err, self);
      self.destroy();
    } else {
      self.destroy(err);
    }
    return;
  }
  self.secureConnecting = false;
  self._secureEstablished = true;
  self.alpnProtocol = self._handle.getALPNNegotiatedProtocol() || false;
  self.servername = self._handle.getServername() || (options.isServer ? false : self.servername ?? options.servername);
  self.emit('secure');
}

const handleGetter = (name, dflt) => function(...args) {
  return this._handle?.[name] ? this._handle[name](...args) : dflt;
};
Object.assign(TLSSocket.prototype, {
  getPeerCertificate(detailed) { return this._handle ? this._handle.getPeerCertificate(!!detailed) ?? {} : null; },
  getCertificate: handleGetter('getCertificate', null),
  getCipher: handleGetter('getCipher', null),
  getProtocol: handleGetter('getProtocol', null),
  getSession: handleGetter('getSession'),
  getTLSTicket: handleGetter('getTLSTicket'),
  getFinished: handleGetter('getFinished'),
  getPeerFinished: handleGetter('getPeerFinished'),
  getEphemeralKeyInfo: handleGetter('getEphemeralKeyInfo', null),
  getSharedSigalgs: handleGetter('getSharedSigalgs', null),
  exportKeyingMaterial: handleGetter('exportKeyingMaterial'),
  isSessionReused() { return !!this._handle?.isSessionReused(); },
  getPeerX509Certificate() { throw new ERR_METHOD_NOT_IMPLEMENTED('tlsSocket.getPeerX509Certificate()'); },
  getX509Certificate() { throw new ERR_METHOD_NOT_IMPLEMENTED('tlsSocket.getX509Certificate()'); },
  renegotiate() { throw new ERR_METHOD_NOT_IMPLEMENTED('tlsSocket.renegotiate()'); },
  setServername(name) {
    validateString(name, 'name');
    this._handle.setServername(name);
  },
  setSession(session) { this._handle?.setSession(typeof session === 'string' ? Buffer.from(session, 'latin1') : session); },
  setMaxSendFragment(size) { return this._handle.setMaxSendFragment?.(size) ?? true; },
  disableRenegotiation() {},
  enableTrace() {},
});

function Server(options, listener) {
  if (!(this instanceof Server)) return new Server(options, listener);
  if (typeof options === 'function') {
    listener = options;
    options = {};
  } else if (options == null || typeof options === 'object') {
    options = { ...options };
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  this._contexts = [];
  this.requestCert = options.requestCert === true;
  this.rejectUnauthorized = options.rejectUnauthorized !== false;
  this.ALPNProtocols = undefined;
  if (options.ALPNProtocols) convertALPNProtocols(options.ALPNProtocols, this);
  if (options.SNICallback) validateFunction(options.SNICallback, 'options.SNICallback');
  this._handshakeTimeout = options.handshakeTimeout ?? 120_000;
  validateNumber(this._handshakeTimeout, 'options.handshakeTimeout');
  this.SNICallback = options.SNICallback;
  this._tlsOptions = options;
  this.setSecureContext(options);
  Reflect.apply(net.Server, this, [options, onConnection]);
  if (listener) this.on('secureConnection', listener);
}
Object.setPrototypeOf(Server.prototype, net.Server.prototype);
Object.setPrototypeOf(Server, net.Server);

Server.prototype.setSecureContext = function(options) {
  this._sharedCreds = createSecureContext(options);
};
Server.prototype.addContext = function(servername, context) {
  if (!servername) throw new ERR_TLS_REQUIRED_SERVER_NAME();
  const re = new RegExp(`^${servername.replace(/([.^$+?\-\\[\]{}])/g, '\\$1').replaceAll('*', '[^.]*')}$`);
  this._contexts.push([re, context instanceof SecureContext ? context : createSecureContext(context)]);
};
Server.prototype.getTicketKeys = function() { return this._sharedCreds.context.getTicketKeys(); };
Server.prototype.setTicketKeys = function(keys) { this._sharedCreds.context.setTicketKeys(keys); };
Server.prototype[EE.captureRejectionSymbol] = function(err, event, sock) {
  if (event === 'secureConnection') sock.destroy(err);
  else Reflect.apply(net.Server.prototype[EE.captureRejectionSymbol], this, [err, event, sock]);
};

function onConnection(rawSocket) {
  const server = this;
  const sni = server.SNICallback ?? (server._contexts.length > 0 ? (name, cb) => {
    const found = server._contexts.findLast(([re]) => re.test(name));
    cb(null, found?.[1]);
  } : undefined);
  const socket = new TLSSocket(rawSocket, {
    secureContext: server._sharedCreds, isServer: true, server, requestCert: server.requestCert,
    rejectUnauthorized: server.rejectUnauthorized, ALPNProtocols: server.ALPNProtocols, ALPNCallback: server._tlsOptions.ALPNCallback,
    SNICallback: sni, pauseOnConnect: server.pauseOnConnect,
  });
  let timer = null;
  if (server._handshakeTimeout > 0) {
    timer = setTimeout(() => {
      server.emit('tlsClientError', new ERR_TLS_HANDSHAKE_TIMEOUT(), socket);
      socket.destroy();
    }, server._handshakeTimeout);
    timer.unref();
  }
  socket.on('secure', () => {
    clearTimeout(timer);
    if (server.requestCert) {
      const verifyError = socket._handle.verifyError();
      if (verifyError) {
        socket.authorizationError = verifyError.code;
        if (server.rejectUnauthorized) {
          socket.destroy();
          return;
        }
      } else {
        socket.authorized = true;
      }
    }
    socket.server = server;
    server.emit('secureConnection', socket);
  });
  socket.on('close', () => {
    clearTimeout(timer);
    if (!socket._secureEstablished && !socket._errorReported && socket._started && !socket.errored) {
      socket._errorReported = true;
      server.emit('tlsClientError', new ConnResetException('socket hang up'), socket);
    }
  });
  socket.on('_tlsError', () => { socket._errorReported = true; });
  socket.on('error', (err) => {
    if (!socket._secureEstablished && !socket._errorReported) {
      socket._errorReported = true;
      server.emit('tlsClientError', err, socket);
    }
  });
}

function createServer(options, listener) {
  return new Server(options, listener);
}

function connect(...args) {
  const normalized = net._normalizeArgs(args);
  let options = normalized[0];
  const cb = normalized[1];
  // tls.connect(port, host, options, cb)
  if (args[1] !== null && typeof args[1] === 'object') options = { ...options, ...args[1] };
  else if (args[2] !== null && typeof args[2] === 'object') options = { ...options, ...args[2] };
  const allowUnauthorized = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  options = {
    rejectUnauthorized: !allowUnauthorized, ciphers: module.exports.DEFAULT_CIPHERS, checkServerIdentity, minDHSize: 1024, ...options,
  };
  if (!options.keepAlive) options.singleUse = true;
  validateFunction(options.checkServerIdentity, 'options.checkServerIdentity');
  const context = options.secureContext || createSecureContext(options);
  const hostname = options.servername || options.host || options.socket?._host || 'localhost';
  if (options.ALPNProtocols) {
    const out = {};
    convertALPNProtocols(options.ALPNProtocols, out);
    options.ALPNProtocols = out.ALPNProtocols;
  }
  if (options.servername === undefined && !isIP(hostname)) options.servername = hostname;
  const tlssock = new TLSSocket(options.socket, { ...options, secureContext: context, isServer: false });
  if (cb) tlssock.once('secureConnect', cb);
  tlssock.on('secure', () => {
    let verifyError = tlssock._handle.verifyError();
    if (!verifyError && !tlssock.isSessionReused()) {
      verifyError = options.checkServerIdentity(hostname, tlssock.getPeerCertificate(true));
    }
    if (verifyError) {
      tlssock.authorized = false;
      tlssock.authorizationError = verifyError.code || verifyError.message;
      if (options.rejectUnauthorized !== false) {
        tlssock.destroy(verifyError);
        return;
      }
    } else {
      tlssock.authorized = true;
    }
    tlssock.emit('secureConnect');
  });
  tlssock.prependListener('end', function onConnectEnd() {
    if (!tlssock._secureEstablished && !tlssock.destroyed) {
      const error = new ConnResetException('Client network socket disconnected before secure TLS connection was established');
      error.path = options.path;
      error.host = options.host;
      error.port = options.port;
      error.localAddress = options.localAddress;
      tlssock.destroy(error);
    }
  });
  if (!options.socket) {
    // net.Socket makes a plain handle and connects it; the TLS one takes its place before anything is read.
    if (options.timeout) tlssock.setTimeout(options.timeout);
    const raw = net.connect({ ...options, allowHalfOpen: true, timeout: undefined, signal: undefined, onread: undefined, manualStart: true }, () => {
      raw.pause();
      if (tlssock.destroyed) {
        raw.destroy();
        return;
      }
      adopt(tlssock, raw);
    });
    tlssock.connecting = true;
    tlssock._parentSocket = raw;
    raw.on('error', (err) => tlssock.destroy(err));
    raw.on('lookup', (...a) => tlssock.emit('lookup', ...a));
    tlssock.on('close', () => raw.destroy());
  } else if (!options.socket.connecting) {
    tlssock._start();
  }
  return tlssock;
}

// Gives tlssock a TLS handle over the connected raw socket.
function adopt(tlssock, raw) {
  const carrier = new net.Socket({ handle: tlssock._wrapHandle(raw._handle), manualStart: true });
  const handle = carrier._handle;
  for (const sym of Object.getOwnPropertySymbols(handle)) if (handle[sym] === carrier) handle[sym] = tlssock;
  carrier._handle = null;
  tlssock._handle = handle;
  tlssock.connecting = false;
  tlssock._start();
  tlssock.emit('connect');
  tlssock.emit('ready');
}

function getCiphers() {
  return tlsWrap().getCiphers();
}

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS,
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION,
  DEFAULT_MAX_VERSION,
  getCiphers,
  getCACertificates(type = 'default') { return tlsWrap().getCACertificates(type); },
  setDefaultCACertificates(certs) { tlsWrap().setDefaultCACertificates(certs); },
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext,
  SecureContext,
  TLSSocket,
  Server,
  createServer,
  connect,
};
Object.defineProperty(module.exports, 'rootCertificates', {
  __proto__: null, configurable: false, enumerable: true, get() { return tlsWrap().getCACertificates('bundled'); },
});
