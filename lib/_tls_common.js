'use strict';

// Secure contexts: what tls.createSecureContext reads of its options, given to the native SecureContext (lib/bindings/tls_wrap.md).

const { codes } = require('internal/errors');
const {
  ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_TLS_INVALID_PROTOCOL_METHOD,
  ERR_TLS_INVALID_PROTOCOL_VERSION, ERR_TLS_PROTOCOL_VERSION_CONFLICT,
} = codes;
const { validateBuffer, validateInt32, validateObject, validateString } = require('internal/validators');

let binding;
// The binding, with the command line's and the environment's trust loaded on first use.
function tlsWrap() {
  if (binding === undefined) {
    binding = internalBinding('tls_wrap');
    const { getOptionValue } = require('internal/options');
    const file = process.env.NODE_EXTRA_CA_CERTS;
    const failed = binding.loadTrust(!!getOptionValue('--use-system-ca') || process.env.NODE_USE_SYSTEM_CA === '1',
                                     !!getOptionValue('--use-openssl-ca'), file || '');
    if (failed !== undefined) {
      const reason = failed.includes('no such file') ? 'error:80000002:system library::No such file or directory' : failed;
      process.emitWarning(`Ignoring extra certs from \`${file}\`, load failed: ${reason}`);
    }
  }
  return binding;
}

const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const SSL_OP_NO_TICKET = 0x4000;

// The versions that a method of OpenSSL stands for: [min, max], where 0 is the default.
function protocolOfMethod(method) {
  const m = /^(TLS|SSLv23|TLSv1|TLSv1_1|TLSv1_2|SSLv2|SSLv3)(_server|_client)?_method$/.exec(method);
  if (m === null) throw new ERR_TLS_INVALID_PROTOCOL_METHOD(`Unknown method: ${method}`);
  switch (m[1]) {
    case 'SSLv2': throw new ERR_TLS_INVALID_PROTOCOL_METHOD('SSLv2 methods disabled');
    case 'SSLv3': throw new ERR_TLS_INVALID_PROTOCOL_METHOD('SSLv3 methods disabled');
    case 'TLS': return ['TLSv1', 'TLSv1.3'];
    case 'SSLv23': return ['TLSv1', 'TLSv1.2'];
    default: {
      const v = m[1].replace('_', '.');
      return [v, v];
    }
  }
}

function validateKeyOrCertOption(name, value) {
  if (typeof value !== 'string' && !ArrayBuffer.isView(value)) {
    throw new ERR_INVALID_ARG_TYPE(name, ['string', 'Buffer', 'TypedArray', 'DataView'], value);
  }
}

class SecureContext {
  constructor(secureProtocol, secureOptions, minVersion, maxVersion) {
    let range;
    if (secureProtocol) {
      if (minVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(minVersion, secureProtocol);
      if (maxVersion != null) throw new ERR_TLS_PROTOCOL_VERSION_CONFLICT(maxVersion, secureProtocol);
    }
    const tls = require('tls');
    const min = minVersion ?? tls.DEFAULT_MIN_VERSION;
    const max = maxVersion ?? tls.DEFAULT_MAX_VERSION;
    if (!versions.includes(min)) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(min, 'minimum');
    if (!versions.includes(max)) throw new ERR_TLS_INVALID_PROTOCOL_VERSION(max, 'maximum');
    this.context = new (tlsWrap().SecureContext)();
    if (secureProtocol) range = protocolOfMethod(secureProtocol);
    let lo = versions.indexOf(range ? range[0] : min);
    let hi = versions.indexOf(range ? range[1] : max);
    if (secureOptions) {
      validateInt32(secureOptions | 0, 'secureOptions');
      const off = [0x4000000, 0x10000000, 0x8000000, 0x20000000];
      while (hi >= lo && (secureOptions & off[hi])) hi--;
      while (lo < hi && (secureOptions & off[lo])) lo++;
      if (hi < 0) hi = 0;
      if (secureOptions & SSL_OP_NO_TICKET) this.context.disableTickets();
    }
    this.context.setVersions(versions[lo], versions[hi]);
  }
}

const list = (v) => (Array.isArray(v) ? v : [v]);
const isSet = (v) => v !== undefined && v !== null && v !== '' && v !== false;

function configSecureContext(context, options, name) {
  validateObject(options, name);
  const {
    allowPartialTrustChain, ca, cert, ciphers, clientCertEngine, crl, dhparam, ecdhCurve, key, passphrase, pfx,
    privateKeyIdentifier, privateKeyEngine, sessionIdContext, sessionTimeout, sigalgs, ticketKeys,
  } = options;

  if (isSet(ca)) {
    for (const c of list(ca)) {
      validateKeyOrCertOption(`${name}.ca`, c);
      context.addCACert(c);
    }
  }
  if (allowPartialTrustChain) context.setPartialTrust();
  if (isSet(cert)) {
    for (const c of list(cert)) {
      if (!isSet(c)) continue;
      validateKeyOrCertOption(`${name}.cert`, c);
      context.setCert(c);
    }
  }
  if (isSet(key)) {
    for (const k of list(key)) {
      if (k === undefined || k === null || k === '') continue;
      const pem = Array.isArray(key) && k?.pem !== undefined ? k.pem : k;
      const pass = k?.passphrase !== undefined ? k.passphrase : passphrase;
      validateKeyOrCertOption(`${name}.key`, pem);
      if (pass !== undefined && pass !== null) validateString(pass, `${name}.passphrase`);
      context.setKey(pem, pass);
    }
  }
  if (sigalgs !== undefined && sigalgs !== null) {
    validateString(sigalgs, `${name}.sigalgs`);
    if (sigalgs === '') throw new ERR_INVALID_ARG_VALUE(`${name}.sigalgs`, sigalgs);
  }
  if (privateKeyIdentifier !== undefined && privateKeyIdentifier !== null) {
    if (privateKeyEngine === undefined || privateKeyEngine === null) {
      throw new ERR_INVALID_ARG_VALUE(`${name}.privateKeyEngine`, privateKeyEngine);
    }
    if (key) throw new ERR_INVALID_ARG_VALUE(`${name}.privateKeyIdentifier`, privateKeyIdentifier);
    for (const [n, v] of [['privateKeyIdentifier', privateKeyIdentifier], ['privateKeyEngine', privateKeyEngine]]) {
      if (typeof v !== 'string') throw new ERR_INVALID_ARG_TYPE(`${name}.${n}`, ['string', 'null', 'undefined'], v);
    }
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
  if (ciphers !== undefined && ciphers !== null) validateString(ciphers, `${name}.ciphers`);
  context.setCiphers(ciphers || require('tls').DEFAULT_CIPHERS);

  validateString(ecdhCurve ?? 'auto', `${name}.ecdhCurve`);
  const curves = ecdhCurve ?? require('tls').DEFAULT_ECDH_CURVE;
  if (curves !== 'auto') context.setECDHCurve(curves);

  if (dhparam !== undefined && dhparam !== null) {
    validateKeyOrCertOption(`${name}.dhparam`, dhparam);
    if (dhparam !== 'auto') {
      const bits = context.setDHParam(dhparam);
      if (bits < 1024) {
        throw new codes.ERR_INVALID_ARG_VALUE('options.dhparam', dhparam, 'DH parameter is less than 1024 bits');
      }
      if (bits < 2048) process.emitWarning('DH parameter is less than 2048 bits', 'SecurityWarning');
    }
  }
  if (isSet(crl)) {
    for (const c of list(crl)) {
      validateKeyOrCertOption(`${name}.crl`, c);
      context.addCRL(c);
    }
  }
  if (sessionIdContext !== undefined && sessionIdContext !== null) validateString(sessionIdContext, `${name}.sessionIdContext`);
  if (isSet(pfx)) {
    for (const p of list(pfx)) {
      const buf = p?.buf !== undefined ? p.buf : p;
      const pass = p?.passphrase !== undefined ? p.passphrase : passphrase;
      context.loadPKCS12(require('internal/crypto/util').toBuf?.(buf) ?? buf, pass ?? '');
    }
  }
  if (isSet(clientCertEngine)) {
    if (typeof clientCertEngine !== 'string') {
      throw new ERR_INVALID_ARG_TYPE(`${name}.clientCertEngine`, ['string', 'null', 'undefined'], clientCertEngine);
    }
    throw new ERR_CRYPTO_CUSTOM_ENGINE_NOT_SUPPORTED();
  }
  if (ticketKeys !== undefined && ticketKeys !== null) {
    validateBuffer(ticketKeys, `${name}.ticketKeys`);
    if (ticketKeys.byteLength !== 48) {
      throw new ERR_INVALID_ARG_VALUE(`${name}.ticketKeys`, ticketKeys.byteLength, 'must be exactly 48 bytes');
    }
    context.setTicketKeys(ticketKeys);
  }
  if (sessionTimeout !== undefined && sessionTimeout !== null) validateInt32(sessionTimeout, `${name}.sessionTimeout`, 0);
}

function createSecureContext(options) {
  options ||= {};
  const { honorCipherOrder, minVersion, maxVersion, secureProtocol } = options;
  let { secureOptions } = options;
  if (secureOptions !== undefined && secureOptions !== null) {
    require('internal/validators').validateInteger(secureOptions, 'secureOptions');
  }
  if (honorCipherOrder) secureOptions |= 0x400000;
  const c = new SecureContext(secureProtocol, secureOptions, minVersion, maxVersion);
  configSecureContext(c.context, options, 'options');
  return c;
}

// The peer's certificate in its legacy form: infoAccess as an object of lists.
function translatePeerCertificate(c) {
  if (!c) return null;
  if (c.issuerCertificate != null && c.issuerCertificate !== c) c.issuerCertificate = translatePeerCertificate(c.issuerCertificate);
  if (c.infoAccess != null && typeof c.infoAccess === 'string') {
    const info = c.infoAccess;
    c.infoAccess = { __proto__: null };
    for (const line of info.split('\n')) {
      const i = line.indexOf(':');
      if (i === -1) continue;
      (c.infoAccess[line.slice(0, i)] ??= []).push(line.slice(i + 1));
    }
  }
  return c;
}

module.exports = { SecureContext, createSecureContext, translatePeerCertificate, tlsWrap };
