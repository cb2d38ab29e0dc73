'use strict';

// HTTPS: http over tls.

const tls = require('tls');
const { Agent: HttpAgent } = require('_http_agent');
const { ClientRequest } = require('_http_client');
const {
  Server: HttpServer, setupConnectionsTracking, storeHTTPOptions, _connectionListener, httpServerPreClose,
} = require('_http_server');
const { validateObject } = require('internal/validators');

function Server(opts, requestListener) {
  if (!(this instanceof Server)) return new Server(opts, requestListener);
  let ALPNProtocols = ['http/1.1'];
  if (typeof opts === 'function') {
    requestListener = opts;
    opts = { __proto__: null };
  } else if (opts == null) {
    opts = { __proto__: null };
  } else {
    validateObject(opts, 'options');
    // The user's own choice of protocols wins.
    if (opts.ALPNProtocols || opts.ALPNCallback) ALPNProtocols = undefined;
    opts = { __proto__: null, ...opts };
  }
  if (ALPNProtocols) opts.ALPNProtocols = ALPNProtocols;
  Reflect.apply(storeHTTPOptions, this, [opts]);
  Reflect.apply(tls.Server, this, [{ noDelay: true, ...opts }, _connectionListener]);
  this.httpAllowHalfOpen = false;
  if (requestListener) this.addListener('request', requestListener);
  this.addListener('tlsClientError', function addClientError(err, conn) {
    if (!this.emit('clientError', err, conn)) conn.destroy(err);
  });
  this.timeout = 0;
  this.maxHeadersCount = null;
  this.on('listening', setupConnectionsTracking);
}
Object.setPrototypeOf(Server.prototype, tls.Server.prototype);
Object.setPrototypeOf(Server, tls.Server);

Server.prototype.closeAllConnections = HttpServer.prototype.closeAllConnections;
Server.prototype.closeIdleConnections = HttpServer.prototype.closeIdleConnections;
Server.prototype.setTimeout = HttpServer.prototype.setTimeout;
Server.prototype.close = function close() {
  httpServerPreClose(this);
  Reflect.apply(tls.Server.prototype.close, this, arguments);
  return this;
};
Server.prototype[Symbol.asyncDispose] = HttpServer.prototype[Symbol.asyncDispose];

function createServer(opts, requestListener) {
  return new Server(opts, requestListener);
}

function createConnection(...args) {
  let options;
  if (args[0] !== null && typeof args[0] === 'object') options = { ...args[0] };
  else if (args[1] !== null && typeof args[1] === 'object') options = { ...args[1] };
  else if (args[2] !== null && typeof args[2] === 'object') options = { ...args[2] };
  else options = {};
  if (typeof args[0] === 'number') options.port = args[0];
  if (typeof args[1] === 'string') options.host = args[1];
  if (options._agentKey) {
    const session = this._getSession(options._agentKey);
    if (session) options = { session, ...options };
  }
  const socket = tls.connect(options);
  if (options._agentKey) {
    socket.on('session', (session) => { this._cacheSession(options._agentKey, session); });
    socket.once('close', (err) => {
      if (err) this._evictSession(options._agentKey);
    });
  }
  return socket;
}

function Agent(options) {
  if (!(this instanceof Agent)) return new Agent(options);
  options = { __proto__: null, ...options };
  options.defaultPort ??= 443;
  options.protocol ??= 'https:';
  Reflect.apply(HttpAgent, this, [options]);
  this.maxCachedSessions = this.options.maxCachedSessions;
  if (this.maxCachedSessions === undefined) this.maxCachedSessions = 100;
  this._sessionCache = { map: {}, list: [] };
}
Object.setPrototypeOf(Agent.prototype, HttpAgent.prototype);
Object.setPrototypeOf(Agent, HttpAgent);
Agent.prototype.createConnection = createConnection;

// Connections may be shared only when all of this is the same.
Agent.prototype.getName = function getName(options = {}) {
  let name = Reflect.apply(HttpAgent.prototype.getName, this, [options]);
  const add = (v) => { name += ':' + (v ? String(v) : ''); };
  const addDefined = (v) => { name += ':' + (v !== undefined ? String(v) : ''); };
  add(options.ca);
  add(options.cert);
  add(options.clientCertEngine);
  add(options.ciphers);
  add(options.key);
  add(options.pfx);
  addDefined(options.rejectUnauthorized);
  name += ':' + (options.servername && options.servername !== options.host ? options.servername : '');
  add(options.minVersion);
  add(options.maxVersion);
  add(options.secureProtocol);
  add(options.crl);
  addDefined(options.honorCipherOrder);
  add(options.ecdhCurve);
  add(options.dhparam);
  addDefined(options.secureOptions);
  add(options.sessionIdContext);
  name += ':' + (options.sigalgs ? JSON.stringify(options.sigalgs) : '');
  add(options.privateKeyIdentifier);
  add(options.privateKeyEngine);
  return name;
};

Agent.prototype._getSession = function _getSession(key) {
  return this._sessionCache.map[key];
};
Agent.prototype._cacheSession = function _cacheSession(key, session) {
  if (this.maxCachedSessions === 0) return;
  if (this._sessionCache.map[key]) {
    this._sessionCache.map[key] = session;
    return;
  }
  if (this._sessionCache.list.length >= this.maxCachedSessions) {
    delete this._sessionCache.map[this._sessionCache.list.shift()];
  }
  this._sessionCache.list.push(key);
  this._sessionCache.map[key] = session;
};
Agent.prototype._evictSession = function _evictSession(key) {
  const index = this._sessionCache.list.indexOf(key);
  if (index === -1) return;
  this._sessionCache.list.splice(index, 1);
  delete this._sessionCache.map[key];
};

let globalAgent;

function request(...args) {
  let options = {};
  if (typeof args[0] === 'string') {
    options = require('internal/url').urlToHttpOptions(new URL(args.shift()));
  } else if (args[0] instanceof URL) {
    options = require('internal/url').urlToHttpOptions(args.shift());
  }
  if (args[0] && typeof args[0] !== 'function') Object.assign(options, args.shift());
  options._defaultAgent = module.exports.globalAgent;
  args.unshift(options);
  return Reflect.construct(ClientRequest, args);
}

function get(input, options, cb) {
  const req = request(input, options, cb);
  req.end();
  return req;
}

module.exports = {
  Agent,
  get globalAgent() { return globalAgent ??= new Agent({ keepAlive: true, scheduling: 'lifo', timeout: 5000 }); },
  set globalAgent(v) { globalAgent = v; },
  Server,
  createServer,
  get,
  request,
};
