'use strict';

const dns = require('dns');
const utils = require('internal/dns/utils');
const { codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS } } = require('internal/errors');
const { validatePort, validateString } = require('internal/validators');
const { isIP } = require('internal/net');

function lookup(hostname, options) {
  if (hostname) validateString(hostname, 'hostname');
  const all = options !== null && typeof options === 'object' && options.all;
  return new Promise((resolve, reject) => {
    dns.lookup(hostname, options ?? {}, (err, address, family) => {
      if (err) reject(err);
      else resolve(all ? address : { address, family });
    });
  });
}

function lookupService(address, port) {
  if (arguments.length !== 2) throw new ERR_MISSING_ARGS('address', 'port');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
  return new Promise((resolve, reject) => {
    dns.lookupService(address, +port, (err, hostname, service) => {
      if (err) reject(err);
      else resolve({ hostname, service });
    });
  });
}

// call calls the method with a callback; bad arguments throw at once.
function call(resolver, name, args) {
  const { promise, resolve, reject } = Promise.withResolvers();
  if (name === 'resolve') {
    args = [args[0], args[1] === undefined ? 'A' : args[1]];
    validateString(args[0], 'name');
    validateString(args[1], 'rrtype');
  }
  resolver[name](...args, (err, result) => (err ? reject(err) : resolve(result)));
  return promise;
}

// The same methods with promises: one callback Resolver does the work.
class Resolver {
  #inner;
  constructor(options) { this.#inner = new utils.Resolver(options); }
  cancel() { this.#inner.cancel(); }
  getServers() { return this.#inner.getServers(); }
  setServers(servers) { this.#inner.setServers(servers); }
  setLocalAddress(ipv4, ipv6) { this.#inner.setLocalAddress(ipv4, ipv6); }
  _call(name, args) {
    return call(this.#inner, name, args);
  }
}

module.exports = {
  lookup, lookupService, Resolver,
  getDefaultResultOrder: utils.getDefaultResultOrder,
  setDefaultResultOrder: utils.setDefaultResultOrder,
  setServers: utils.setServers,
  getServers: () => utils.getDefaultResolver().getServers(),
  ...utils.errorCodes,
};
for (const name of utils.resolverMethods) {
  if (name === 'getServers') continue;
  Resolver.prototype[name] = function(...args) { return this._call(name, args); };
  module.exports[name] = function(...args) {
    return call(utils.getDefaultResolver(), name, args);
  };
}
