'use strict';

const { SocketAddress } = require('internal/socketaddress');
const { toBigInt } = require('internal/net');
const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
const { validateInt32, validateString } = require('internal/validators');

function toAddress(value, family, name) {
  if (SocketAddress.isSocketAddress(value)) return value;
  validateString(value, name);
  validateString(family, 'family');
  return new SocketAddress({ address: value, family });
}

class BlockList {
  #rules = [];

  static isBlockList(value) {
    return value !== null && typeof value === 'object' && #rules in value;
  }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    if (depth < 0) return this;
    return `BlockList ${inspect({ rules: this.rules }, { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }

  addAddress(address, family = 'ipv4') {
    const a = toAddress(address, family, 'address');
    const v = toBigInt(a.address);
    this.#rules.unshift({ lo: v, hi: v, family: a.family, text: `Address: ${label(a.family)} ${a.address}` });
  }

  addRange(start, end, family = 'ipv4') {
    const s = toAddress(start, family, 'start');
    const e = toAddress(end, family, 'end');
    const lo = toBigInt(s.address);
    const hi = toBigInt(e.address);
    if (lo > hi) throw new ERR_INVALID_ARG_VALUE('start', start, 'must come before end');
    this.#rules.unshift({ lo, hi, family: s.family, text: `Range: ${label(s.family)} ${s.address}-${e.address}` });
  }

  addSubnet(network, prefix, family = 'ipv4') {
    const n = toAddress(network, family, 'network');
    validateInt32(prefix, 'prefix', 0, n.family === 'ipv4' ? 32 : 128);
    const bits = BigInt(n.family === 'ipv4' ? 32 - prefix : 128 - prefix);
    const v = toBigInt(n.address);
    const lo = v >> bits << bits;
    this.#rules.unshift({
      lo, hi: lo + (1n << bits) - 1n, family: n.family,
      text: `Subnet: ${label(n.family)} ${n.address}/${prefix}`,
    });
  }

  check(address, family = 'ipv4') {
    let a = address;
    if (!SocketAddress.isSocketAddress(a)) {
      validateString(address, 'address');
      validateString(family, 'family');
      try {
        a = new SocketAddress({ address, family });
      } catch {
        return false;
      }
    }
    const v = toBigInt(a.address);
    // IPv4 rules also hold for mapped addresses: both have the same number here.
    return this.#rules.some((r) => v >= r.lo && v <= r.hi);
  }

  get rules() {
    return this.#rules.map((r) => r.text);
  }

  toJSON() {
    return this.rules;
  }

  fromJSON(data) {
    if (typeof data === 'string') data = JSON.parse(data);
    for (const rule of data) {
      const [kind, fam, what] = rule.split(/: | /);
      const family = fam.toLowerCase();
      if (kind === 'Address') this.addAddress(what, family);
      else if (kind === 'Range') this.addRange(...what.split('-'), family);
      else if (kind === 'Subnet') this.addSubnet(what.split('/')[0], Number(what.split('/')[1]), family);
    }
  }
}

function label(family) {
  return family === 'ipv4' ? 'IPv4' : 'IPv6';
}

module.exports = { BlockList };
