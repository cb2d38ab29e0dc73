'use strict';

// Addresses: tests, parsing, and what net, dgram and dns share.

function isIPv4(s) {
  s = `${s}`;
  let part = -1;
  let dots = 0;
  let digits = 0;
  if (s.length > 15) return false;
  for (let i = 0; i < s.length; i++) {
    const c = s.charCodeAt(i);
    if (c === 46) {
      if (part < 0 || ++dots > 3) return false;
      part = -1;
      digits = 0;
    } else if (c >= 48 && c <= 57) {
      if (digits > 0 && part === 0) return false; // no leading zeroes
      part = (part < 0 ? 0 : part * 10) + c - 48;
      if (++digits > 3 || part > 255) return false;
    } else {
      return false;
    }
  }
  return dots === 3 && part >= 0;
}

// The 8 groups of an IPv6 address (without zone), or null.
function parseIPv6(s) {
  if (s.length < 2 || s.length > 45) return null;
  const head = [];
  const tail = [];
  let cur = head;
  let i = 0;
  if (s[0] === ':') {
    if (s[1] !== ':') return null;
    cur = tail;
    i = 2;
  }
  let expectGroup = i === 0;
  while (i < s.length) {
    let j = i;
    let v = 0;
    while (j < s.length) {
      const c = s.charCodeAt(j);
      const d = c >= 48 && c <= 57 ? c - 48 : c >= 97 && c <= 102 ? c - 87 : c >= 65 && c <= 70 ? c - 55 : -1;
      if (d < 0) break;
      v = v * 16 + d;
      if (j - i >= 4) return null;
      j++;
    }
    if (s[j] === '.') {
      const v4 = s.slice(i);
      if (!isIPv4(v4)) return null;
      const p = v4.split('.').map(Number);
      cur.push(p[0] << 8 | p[1], p[2] << 8 | p[3]);
      expectGroup = false;
      i = s.length;
      break;
    }
    if (j === i) return null;
    cur.push(v);
    expectGroup = false;
    i = j;
    if (i === s.length) break;
    if (s[i] !== ':') return null;
    i++;
    if (s[i] === ':') {
      if (cur === tail) return null;
      cur = tail;
      i++;
    } else {
      expectGroup = true;
    }
  }
  if (expectGroup) return null;
  const n = head.length + tail.length;
  if (cur === head) return n === 8 ? head : null;
  if (n > 7) return null;
  return [...head, ...new Array(8 - n).fill(0), ...tail];
}

function isIPv6(s) {
  s = `${s}`;
  const z = s.indexOf('%');
  if (z !== -1) {
    if (!/^[-0-9a-zA-Z.:]+$/.test(s.slice(z + 1))) return false;
    s = s.slice(0, z);
  }
  return parseIPv6(s) !== null;
}

function isIP(s) {
  if (isIPv4(s)) return 4;
  if (isIPv6(s)) return 6;
  return 0;
}

// The 16 bytes of an address as a BigInt; IPv4 as its mapped form.
function toBigInt(s) {
  if (isIPv4(s)) {
    return 0xffff00000000n | BigInt(s.split('.').reduce((a, p) => a * 256 + Number(p), 0));
  }
  const groups = parseIPv6(s.split('%')[0]);
  if (groups === null) return null;
  let v = 0n;
  for (const g of groups) v = v << 16n | BigInt(g);
  return v;
}

// makeSyncWrite is the _write of sockets whose writes are done when they return: standard output.
function makeSyncWrite(fd) {
  return function(chunk, enc, cb) {
    if (typeof chunk === 'string') chunk = require('buffer').Buffer.from(chunk, enc);
    const status = this._handle.writeSync(chunk);
    if (status < 0) {
      const { ErrnoException } = require('internal/errors');
      return cb(new ErrnoException(status, 'write'));
    }
    cb();
  };
}

module.exports = {
  clusterWorker: null, // the module cluster in a worker
  ownerSymbol: Symbol('owner_symbol'),
  kReinitializeHandle: Symbol('kReinitializeHandle'),
  isIP, isIPv4, isIPv6, parseIPv6, toBigInt, makeSyncWrite,
  normalizedArgsSymbol: Symbol('normalizedArgs'),
};
