'use strict';

const { isIP } = require('internal/net');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS }, DNSException } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateNumber, validateOneOf, validatePort, validateString,
} = require('internal/validators');
const utils = require('internal/dns/utils');
const cares = internalBinding('cares_wrap');
const { Resolver, AI_ADDRCONFIG, AI_ALL, AI_V4MAPPED, validateHints, defaultOrder, orderNumber, errorCodes } = utils;

function onlookup(hostname, all, family, callback) {
  return (err, addresses) => {
    if (err) return callback(new DNSException(err, 'getaddrinfo', hostname));
    if (all) {
      callback(null, addresses.map((address) => ({ address, family: family || isIP(address) })));
    } else {
      callback(null, addresses[0], family || isIP(addresses[0]));
    }
  };
}

const validFamilies = [0, 4, 6];

// The options of lookup, checked: shared with the promise form.
function parseLookupOptions(options) {
  let hints = 0;
  let family = 0;
  let all = false;
  let order = defaultOrder();
  if (options === null || options === undefined) return { hints, family, all, order };
  if (typeof options === 'number') {
    validateOneOf(options, 'family', validFamilies);
    return { hints, family: options, all, order };
  }
  if (typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', ['integer', 'object'], options);
  if (options.hints != null) {
    validateNumber(options.hints, 'options.hints');
    hints = options.hints >>> 0;
    validateHints(hints);
  }
  if (options.family != null) {
    switch (options.family) {
      case 'IPv4': family = 4; break;
      case 'IPv6': family = 6; break;
      default:
        validateOneOf(options.family, 'options.family', validFamilies);
        family = options.family;
    }
  }
  if (options.all != null) {
    validateBoolean(options.all, 'options.all');
    all = options.all;
  }
  if (options.verbatim != null) {
    validateBoolean(options.verbatim, 'options.verbatim');
    order = options.verbatim ? 'verbatim' : 'ipv4first';
  }
  if (options.order != null) {
    validateOneOf(options.order, 'options.order', ['ipv4first', 'ipv6first', 'verbatim']);
    order = options.order;
  }
  return { hints, family, all, order };
}

function lookup(hostname, options, callback) {
  if (hostname) validateString(hostname, 'hostname');
  if (typeof options === 'function') {
    callback = options;
    options = null;
  } else {
    validateFunction(callback, 'callback');
  }
  const { hints, family, all, order } = parseLookupOptions(options);
  if (!hostname) throw new ERR_INVALID_ARG_VALUE('hostname', hostname, 'must be a non-empty string');
  const ipFamily = isIP(hostname);
  if (ipFamily) {
    if (all) process.nextTick(callback, null, [{ address: hostname, family: ipFamily }]);
    else process.nextTick(callback, null, hostname, ipFamily);
    return {};
  }
  const req = { callback, family, hostname };
  const err = cares.getaddrinfo(hostname, family, hints, orderNumber(order), onlookup(hostname, all, family, callback));
  if (err) {
    process.nextTick(callback, new DNSException(err, 'getaddrinfo', hostname));
    return {};
  }
  return req;
}

Object.defineProperty(lookup, require('internal/util').customPromisifyArgs ?? Symbol('args'), {
  __proto__: null, value: ['address', 'family'], enumerable: false,
});

function lookupService(address, port, callback) {
  if (arguments.length !== 3) throw new ERR_MISSING_ARGS('address', 'port', 'callback');
  if (isIP(address) === 0) throw new ERR_INVALID_ARG_VALUE('address', address);
  validatePort(port);
  validateFunction(callback, 'callback');
  port = +port;
  cares.getnameinfo(address, port, (err, hostname, service) => {
    if (err) callback(new DNSException(err, 'getnameinfo', address));
    else callback(null, hostname, service);
  });
  return { callback, hostname: address, port };
}

module.exports = {
  lookup,
  lookupService,
  Resolver,
  getDefaultResultOrder: utils.getDefaultResultOrder,
  setDefaultResultOrder: utils.setDefaultResultOrder,
  setServers: utils.setServers,
  ADDRCONFIG: AI_ADDRCONFIG,
  ALL: AI_ALL,
  V4MAPPED: AI_V4MAPPED,
  ...errorCodes,
};
utils.bindDefaultResolver(module.exports, Resolver.prototype);
Object.defineProperties(module.exports, {
  promises: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require('dns/promises'); },
  },
});
