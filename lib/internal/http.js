'use strict';

// The Date header, made once a second, and symbols shared by the http modules.

let cache = '';
let until = 0;

function utcDate() {
  const now = Date.now();
  if (now >= until) {
    cache = new Date(now).toUTCString();
    until = now - now % 1000 + 1000;
  }
  return cache;
}

module.exports = {
  kOutHeaders: Symbol('kOutHeaders'),
  kNeedDrain: Symbol('kNeedDrain'),
  kProxyConfig: Symbol('kProxyConfig'),
  utcDate,
};
