'use strict';
const dns = require('dns');
const lookup = dns.lookup, lookupService = dns.lookupService;
const R = dns.Resolver;
module.exports = {
  getaddrinfo(host, family, hints, order, cb) {
    lookup(host, { all: true, family, hints, order: ['verbatim', 'ipv4first', 'ipv6first'][order] }, (err, list) =>
      (err ? cb(err.code, null) : cb(0, list.map((a) => a.address))));
  },
  getnameinfo(addr, port, cb) {
    lookupService(addr, port, (err, h, s) => (err ? cb(err.code) : cb(0, h, s)));
  },
  ChannelWrap: class ChannelWrap {
    constructor(timeout, tries) { this.r = new R({ timeout, tries }); }
    getServers() { return this.r.getServers(); }
    setServers(list) { this.r.setServers(list); return 0; }
    setLocalAddress(a, b) { this.r.setLocalAddress(a, b); }
    cancel() { this.r.cancel(); }
    query(rrtype, name, ttl, cb) {
      const done = (err, r) => (err ? cb(err.code) : cb(0, r));
      if (rrtype === 'PTR-REVERSE') this.r.reverse(name, done);
      else if (ttl && (rrtype === 'A' || rrtype === 'AAAA')) this.r['resolve' + (rrtype === 'A' ? 4 : 6)](name, { ttl }, done);
      else this.r.resolve(name, rrtype, done);
    }
  },
};
