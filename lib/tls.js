'use strict';

// The public module: names, constants and the check of server names; contexts are in _tls_common, sockets in _tls_wrap.

const { Buffer } = require('buffer');
const { isIP } = require('internal/net');
const { codes } = require('internal/errors');
const { ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_TLS_CERT_ALTNAME_FORMAT, ERR_TLS_CERT_ALTNAME_INVALID } = codes;
const { validateOneOf } = require('internal/validators');
const common = require('_tls_common');
const { getOptionValue } = require('internal/options');

const defaultCiphers = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:' +
  'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:' +
  'DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:' +
  'ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA';

function defaultMinVersion() {
  if (getOptionValue('--tls-min-v1.0')) return 'TLSv1';
  if (getOptionValue('--tls-min-v1.1')) return 'TLSv1.1';
  if (getOptionValue('--tls-min-v1.2')) return 'TLSv1.2';
  if (getOptionValue('--tls-min-v1.3')) return 'TLSv1.3';
  return 'TLSv1.2';
}
function defaultMaxVersion() {
  if (getOptionValue('--tls-max-v1.3')) return 'TLSv1.3';
  if (getOptionValue('--tls-max-v1.2')) return 'TLSv1.2';
  return 'TLSv1.3';
}

// A list of names in the wire format of ALPN.
function convertALPNProtocols(protocols, out) {
  if (Array.isArray(protocols)) {
    const parts = [];
    for (const p of protocols) {
      const b = Buffer.from(p);
      if (b.length > 255) throw new ERR_OUT_OF_RANGE(`The byte length of the protocol at index ${parts.length / 2} exceeds the maximum length.`, '<= 255', b.length, true);
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


// The lists do not change but by setDefaultCACertificates: made once, frozen.
const lists = { __proto__: null };
function getCACertificates(type = 'default') {
  validateOneOf(type, 'type', ['default', 'system', 'bundled', 'extra']);
  return lists[type] ??= Object.freeze(common.tlsWrap().getCACertificates(type));
}
function setDefaultCACertificates(certs) {
  if (!Array.isArray(certs)) throw new ERR_INVALID_ARG_TYPE('certs', 'Array', certs);
  for (let i = 0; i < certs.length; i++) {
    if (typeof certs[i] !== 'string' && !ArrayBuffer.isView(certs[i])) {
      throw new ERR_INVALID_ARG_TYPE(`certs[${i}]`, ['string', 'ArrayBufferView'], certs[i]);
    }
  }
  common.tlsWrap().setDefaultCACertificates(certs);
  lists.default = undefined;
}

let ciphers;
function getCiphers() {
  return [...ciphers ??= common.tlsWrap().getCiphers().sort()];
}

let wrap;
const lazy = (name) => {
  Object.defineProperty(module.exports, name, {
    __proto__: null, configurable: true, enumerable: true,
    get() { return (wrap ??= require('_tls_wrap'))[name]; },
    set(v) { Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, writable: true, value: v }); },
  });
};

module.exports = {
  CLIENT_RENEG_LIMIT: 3,
  CLIENT_RENEG_WINDOW: 600,
  DEFAULT_CIPHERS: getOptionValue('--tls-cipher-list') || defaultCiphers,
  DEFAULT_ECDH_CURVE: 'auto',
  DEFAULT_MIN_VERSION: defaultMinVersion(),
  DEFAULT_MAX_VERSION: defaultMaxVersion(),
  getCiphers,
  getCACertificates,
  setDefaultCACertificates,
  convertALPNProtocols,
  checkServerIdentity,
  createSecureContext: common.createSecureContext,
  SecureContext: common.SecureContext,
};
lazy('TLSSocket');
lazy('Server');
lazy('createServer');
lazy('connect');
Object.defineProperty(module.exports, 'rootCertificates', {
  __proto__: null, configurable: false, enumerable: true, get() { return getCACertificates('bundled'); },
});
