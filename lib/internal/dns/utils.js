'use strict';

// The Resolver, server lists and defaults shared by dns and dns/promises.

const { isIP } = require('internal/net');
const {
  codes: { ERR_DNS_SET_SERVERS_FAILED, ERR_INVALID_ARG_VALUE, ERR_INVALID_IP_ADDRESS }, DNSException,
} = require('internal/errors');
const { validateArray, validateFunction, validateInt32, validateOneOf, validateString, validateUint32 } =
  require('internal/validators');
const cares = internalBinding('cares_wrap');

const AI_ADDRCONFIG = 32;
const AI_ALL = 16;
const AI_V4MAPPED = 8;
const orders = ['verbatim', 'ipv4first', 'ipv6first'];

const errorCodes = {
  NODATA: 'ENODATA', FORMERR: 'EFORMERR', SERVFAIL: 'ESERVFAIL', NOTFOUND: 'ENOTFOUND', NOTIMP: 'ENOTIMP',
  REFUSED: 'EREFUSED', BADQUERY: 'EBADQUERY', BADNAME: 'EBADNAME', BADFAMILY: 'EBADFAMILY', BADRESP: 'EBADRESP',
  CONNREFUSED: 'ECONNREFUSED', TIMEOUT: 'ETIMEOUT', EOF: 'EOF', FILE: 'EFILE', NOMEM: 'ENOMEM',
  DESTRUCTION: 'EDESTRUCTION', BADSTR: 'EBADSTR', BADFLAGS: 'EBADFLAGS', NONAME: 'ENONAME', BADHINTS: 'EBADHINTS',
  NOTINITIALIZED: 'ENOTINITIALIZED', LOADIPHLPAPI: 'ELOADIPHLPAPI', ADDRGETNETWORKPARAMS: 'EADDRGETNETWORKPARAMS',
  CANCELLED: 'ECANCELLED',
};

let order = null;
function defaultOrder() {
  if (order === null) {
    order = 'verbatim';
    for (const arg of [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')]) {
      if (arg.startsWith('--dns-result-order=')) order = arg.slice(19);
    }
  }
  return order;
}
const orderNumber = (o) => orders.indexOf(o);

function setDefaultResultOrder(value) {
  validateOneOf(value, 'dnsOrder', ['verbatim', 'ipv4first', 'ipv6first']);
  order = value;
}
function getDefaultResultOrder() {
  return defaultOrder();
}

function validateHints(hints) {
  if ((hints & ~(AI_ADDRCONFIG | AI_ALL | AI_V4MAPPED)) !== 0) throw new ERR_INVALID_ARG_VALUE('hints', hints);
}

// Splits 'host', 'host:port', '[v6]:port' into what setServers of the binding takes.
function parseServer(serv, i) {
  validateString(serv, `servers[${i}]`);
  let ipVersion = isIP(serv);
  if (ipVersion !== 0) return [ipVersion, serv, 53];
  const m6 = /^\[([^[\]]*)\](?::(\d+))?$/.exec(serv);
  if (m6) {
    ipVersion = isIP(m6[1]);
    if (ipVersion !== 0) return [ipVersion, m6[1], m6[2] ? Number(m6[2]) : 53];
  }
  const m4 = /^([^:]+):(\d+)$/.exec(serv);
  if (m4) {
    ipVersion = isIP(m4[1]);
    if (ipVersion !== 0) return [ipVersion, m4[1], Number(m4[2])];
  }
  throw new ERR_INVALID_IP_ADDRESS(serv);
}

// Base of both Resolver classes: owns the native channel, made at the first use.
class ResolverBase {
  #channel = null;
  #timeout;
  #maxTimeout;
  #tries;

  constructor(options = undefined) {
    const { timeout = -1, tries = 4, maxTimeout } = options ?? {};
    validateInt32(timeout, 'options.timeout', -1);
    validateInt32(tries, 'options.tries', 1);
    if (maxTimeout !== undefined) validateUint32(maxTimeout, 'options.maxTimeout');
    this.#timeout = timeout;
    this.#maxTimeout = maxTimeout ?? 0;
    this.#tries = tries;
  }

  get _handle() {
    return this.#channel ??= new cares.ChannelWrap(this.#timeout, this.#tries, this.#maxTimeout);
  }

  cancel() {
    this._handle.cancel();
  }

  getServers() {
    return (this._handle.getServers() || []).map((val) => {
      if (typeof val === 'string') return val;
      if (!val[1] || val[1] === 53) return val[0];
      return `${isIP(val[0]) === 6 ? `[${val[0]}]` : val[0]}:${val[1]}`;
    });
  }

  setServers(servers) {
    validateArray(servers, 'servers');
    const parsed = [];
    servers.forEach((serv, i) => { parsed.push(parseServer(serv, i)); });
    const err = this._handle.setServers(parsed.map(([v, h, p]) => (p === 53 ? h : v === 6 ? `[${h}]:${p}` : `${h}:${p}`)));
    if (err !== 0) throw new ERR_DNS_SET_SERVERS_FAILED('There are pending queries.', servers);
  }

  setLocalAddress(ipv4, ipv6) {
    validateString(ipv4, 'ipv4');
    if (ipv6 !== undefined) validateString(ipv6, 'ipv6');
    let v4 = '';
    let v6 = '';
    for (const address of ipv6 === undefined ? [ipv4] : [ipv4, ipv6]) {
      const version = isIP(address);
      if (version === 0) throw new ERR_INVALID_ARG_VALUE('address', address, 'is no IP address');
      if ((version === 4 ? v4 : v6) !== '') {
        throw new ERR_INVALID_ARG_VALUE('address', address, `is a second IPv${version} address`);
      }
      if (version === 4) v4 = address;
      else v6 = address;
    }
    this._handle.setLocalAddress(v4, v6);
  }
}

const rrtypes = {
  __proto__: null,
  ANY: 'Any', A: '4', AAAA: '6', CAA: 'Caa', CNAME: 'Cname', MX: 'Mx', NS: 'Ns', TXT: 'Txt', TLSA: 'Tlsa', SRV: 'Srv',
  PTR: 'Ptr', NAPTR: 'Naptr', SOA: 'Soa',
};
const syscallOf = (rrtype) => `query${rrtype[0]}${rrtype.slice(1).toLowerCase()}`;

class Resolver extends ResolverBase {
  resolve(hostname, rrtype, callback) {
    let method;
    if (typeof rrtype === 'string') {
      method = rrtypes[rrtype];
    } else if (typeof rrtype === 'function') {
      callback = rrtype;
      method = '4';
    } else {
      throw new (require('internal/errors').codes.ERR_INVALID_ARG_TYPE)('rrtype', 'string', rrtype);
    }
    if (method === undefined) throw new ERR_INVALID_ARG_VALUE('rrtype', rrtype);
    return this[`resolve${method}`](hostname, callback);
  }

  reverse(ip, callback) {
    validateString(ip, 'name');
    validateFunction(callback, 'callback');
    if (isIP(ip) === 0) {
      const err = new Error(`getHostByAddr EINVAL ${ip}`);
      err.errno = -22;
      err.code = 'EINVAL';
      err.syscall = 'getHostByAddr';
      err.hostname = ip;
      throw err;
    }
    this._handle.query('PTR-REVERSE', ip, false, (err, result) => {
      if (err) callback(new DNSException(err, 'getHostByAddr', ip));
      else callback(null, result);
    });
    return { bindingName: 'getHostByAddr', callback, hostname: ip };
  }
}

for (const rrtype of Object.keys(rrtypes)) {
  const name = `resolve${rrtypes[rrtype]}`;
  const fn = function(hostname, options, callback) {
    if (arguments.length <= 2) {
      callback = options;
      options = undefined;
    }
    validateString(hostname, 'name');
    validateFunction(callback, 'callback');
    const ttl = !!(options && typeof options === 'object' && options.ttl);
    this._handle.query(rrtype, hostname, ttl, (err, result) => {
      if (err) callback(new DNSException(err, syscallOf(rrtype), hostname));
      else callback(null, result);
    });
    return { bindingName: syscallOf(rrtype), callback, hostname, ttl };
  };
  Object.defineProperty(fn, 'name', { __proto__: null, value: syscallOf(rrtype) });
  Object.defineProperty(Resolver.prototype, name, {
    __proto__: null, value: fn, writable: true, configurable: true, enumerable: true,
  });
}

let defaultResolver = null;
function getDefaultResolver() {
  return defaultResolver ??= new Resolver();
}

function setServers(servers) {
  const resolver = new Resolver();
  resolver.setServers(servers);
  defaultResolver = resolver;
}

const resolverMethods = ['getServers', 'resolve', 'reverse', ...Object.keys(rrtypes).map((t) => `resolve${rrtypes[t]}`)];

function bindDefaultResolver(target) {
  for (const name of resolverMethods) {
    target[name] = function(...args) {
      const r = getDefaultResolver();
      return r[name](...args);
    };
    Object.defineProperty(target[name], 'name', { __proto__: null, value: `bound ${name}` });
  }
}

module.exports = {
  AI_ADDRCONFIG, AI_ALL, AI_V4MAPPED, bindDefaultResolver, defaultOrder, errorCodes, getDefaultResolver,
  getDefaultResultOrder, orderNumber, Resolver, ResolverBase, resolverMethods, rrtypes, setDefaultResultOrder, setServers,
  syscallOf, validateHints,
};
