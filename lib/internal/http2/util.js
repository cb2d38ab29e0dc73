'use strict';

// Header lists, settings and small things of http2.

const { codes, hideStackFrames } = require('internal/errors');
const {
  ERR_HTTP2_HEADER_SINGLE_VALUE, ERR_HTTP2_INVALID_CONNECTION_HEADERS, ERR_HTTP2_INVALID_PSEUDOHEADER,
  ERR_HTTP2_INVALID_SETTING_VALUE, ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS, ERR_INVALID_ARG_TYPE, ERR_INVALID_HTTP_TOKEN,
} = codes;
const { _checkIsHttpToken: checkIsHttpToken } = require('_http_common');

const kSensitiveHeaders = Symbol('sensitiveHeaders');
const kSocket = Symbol('socket');
const kProxySocket = Symbol('proxySocket');
const kRequest = Symbol('request');
const MAX_ADDITIONAL_SETTINGS = 10;

// Headers that may be there only once.
const singleValueHeaders = new Set([
  ':status', ':method', ':authority', ':scheme', ':path', ':protocol',
  'access-control-allow-credentials', 'access-control-max-age', 'access-control-request-method', 'age', 'authorization',
  'content-encoding', 'content-language', 'content-length', 'content-location', 'content-md5', 'content-range', 'content-type',
  'date', 'dnt', 'etag', 'expires', 'from', 'host', 'if-match', 'if-modified-since', 'if-none-match', 'if-range',
  'if-unmodified-since', 'last-modified', 'location', 'max-forwards', 'proxy-authorization', 'range', 'referer', 'retry-after',
  'tk', 'upgrade-insecure-requests', 'user-agent', 'x-content-type-options',
]);

const requestPseudo = new Set([':method', ':authority', ':scheme', ':path', ':protocol']);
const responsePseudo = new Set([':status']);

function assertValidPseudoHeader(key) {
  if (!requestPseudo.has(key) && !responsePseudo.has(key)) throw new ERR_HTTP2_INVALID_PSEUDOHEADER(key);
}
function assertValidPseudoHeaderResponse(key) {
  if (key !== ':status') throw new ERR_HTTP2_INVALID_PSEUDOHEADER(key);
}
function assertValidPseudoHeaderTrailer(key) {
  throw new ERR_HTTP2_INVALID_PSEUDOHEADER(key);
}

function isIllegalConnectionSpecificHeader(name, value) {
  switch (name) {
    case 'connection':
    case 'upgrade':
    case 'http2-settings':
    case 'keep-alive':
    case 'proxy-connection':
    case 'transfer-encoding':
      return true;
    case 'te':
      return value !== 'trailers';
    default:
      return false;
  }
}

// A header object, or an array [name, value, ...], as [name, value, sensitive, ...] for the native side; pseudo-headers come first.
function mapToFields(map, assertPseudo = assertValidPseudoHeader) {
  const pseudo = [];
  const fields = [];
  const singles = new Set();
  const never = new Set();
  const list = map[kSensitiveHeaders];
  if (list !== undefined) {
    if (!Array.isArray(list)) throw new ERR_INVALID_ARG_TYPE('headers[http2.neverIndex]', 'Array', list);
    for (const n of list) never.add(n.toLowerCase());
  }
  const add = (rawKey, value) => {
    if (value === undefined || rawKey === '') return;
    const key = rawKey.toLowerCase();
    let many = false;
    if (Array.isArray(value)) {
      if (value.length === 0) return;
      if (value.length === 1) {
        value = String(value[0]);
      } else {
        if (singleValueHeaders.has(key)) throw new ERR_HTTP2_HEADER_SINGLE_VALUE(key);
        many = true;
      }
    } else {
      value = String(value);
    }
    if (singleValueHeaders.has(key)) {
      if (singles.has(key)) throw new ERR_HTTP2_HEADER_SINGLE_VALUE(key);
      singles.add(key);
    }
    const secret = never.has(key);
    if (key[0] === ':') {
      assertPseudo(key);
      pseudo.push(key, value, secret);
      return;
    }
    if (!checkIsHttpToken(key)) throw new ERR_INVALID_HTTP_TOKEN('Header name', rawKey);
    if (isIllegalConnectionSpecificHeader(key, value)) throw new ERR_HTTP2_INVALID_CONNECTION_HEADERS(key);
    if (many) for (const v of value) fields.push(key, String(v), secret);
    else fields.push(key, value, secret);
  };
  if (Array.isArray(map)) {
    for (let i = 0; i < map.length; i += 2) add(map[i], map[i + 1]);
  } else {
    for (const key of Object.keys(map)) add(key, map[key]);
  }
  return pseudo.length === 0 ? fields : pseudo.concat(fields);
}

// [name, value, ...] as the object that events give.
function toHeaderObject(headers, sensitive) {
  const obj = { __proto__: null };
  for (let n = 0; n < headers.length; n += 2) {
    const name = headers[n];
    let value = headers[n + 1];
    if (name === ':status') value |= 0;
    const existing = obj[name];
    if (existing === undefined) {
      obj[name] = name === 'set-cookie' ? [value] : value;
    } else if (!singleValueHeaders.has(name)) {
      if (name === 'cookie') obj[name] = `${existing}; ${value}`;
      else if (name === 'set-cookie') existing.push(value);
      else obj[name] = `${existing}, ${value}`;
    }
  }
  obj[kSensitiveHeaders] = sensitive ?? [];
  return obj;
}

const settingIds = [
  ['headerTableSize', 1], ['enablePush', 2], ['maxConcurrentStreams', 3], ['initialWindowSize', 4], ['maxFrameSize', 5],
  ['maxHeaderListSize', 6], ['enableConnectProtocol', 8],
];

function getDefaultSettings() {
  return {
    __proto__: null, headerTableSize: 4096, enablePush: true, initialWindowSize: 65535, maxFrameSize: 16384,
    maxConcurrentStreams: 4294967295, maxHeaderSize: 65535, maxHeaderListSize: 65535, enableConnectProtocol: false,
  };
}

const assertWithinRange = hideStackFrames((name, value, min = 0, max = Infinity) => {
  if (value !== undefined && (typeof value !== 'number' || value < min || value > max)) {
    throw new ERR_HTTP2_INVALID_SETTING_VALUE.RangeError(name, value, min, max);
  }
});

const kMaxInt = 2 ** 32 - 1;
function validateSettings(settings) {
  if (settings === undefined) return;
  if (settings.customSettings !== undefined && settings.customSettings !== null) {
    const custom = settings.customSettings;
    const ids = Object.keys(custom);
    if (ids.length > MAX_ADDITIONAL_SETTINGS) throw new ERR_HTTP2_TOO_MANY_CUSTOM_SETTINGS();
    for (const id of ids) {
      assertWithinRange('customSettings:id', Number(id), 0, 0xffff);
      assertWithinRange('customSettings:value', Number(custom[id]), 0, kMaxInt);
    }
  }
  assertWithinRange('headerTableSize', settings.headerTableSize, 0, kMaxInt);
  assertWithinRange('initialWindowSize', settings.initialWindowSize, 0, 2 ** 31 - 1);
  assertWithinRange('maxFrameSize', settings.maxFrameSize, 16384, 2 ** 24 - 1);
  assertWithinRange('maxConcurrentStreams', settings.maxConcurrentStreams, 0, kMaxInt);
  assertWithinRange('maxHeaderListSize', settings.maxHeaderListSize, 0, kMaxInt);
  assertWithinRange('maxHeaderSize', settings.maxHeaderSize, 0, kMaxInt);
  for (const name of ['enablePush', 'enableConnectProtocol']) {
    if (settings[name] !== undefined && typeof settings[name] !== 'boolean') {
      throw new ERR_HTTP2_INVALID_SETTING_VALUE(name, settings[name]);
    }
  }
}

// The settings as [id, value, ...].
function settingsList(settings) {
  const out = [];
  for (const [name, id] of settingIds) {
    let v = settings[name];
    if (name === 'maxHeaderListSize' && settings.maxHeaderSize !== undefined) v = settings.maxHeaderSize;
    if (v !== undefined) out.push(id, typeof v === 'number' ? v : v ? 1 : 0);
  }
  if (settings.customSettings) {
    for (const id of Object.keys(settings.customSettings)) out.push(Number(id), Number(settings.customSettings[id]));
  }
  return out;
}

// What the native side reports: seven values, then pairs of custom settings.
function settingsObject(v) {
  const out = {
    headerTableSize: v[0], enablePush: !!v[1], initialWindowSize: v[3], maxFrameSize: v[4], maxConcurrentStreams: v[2],
    maxHeaderListSize: v[5] === kMaxInt ? 65535 : v[5], maxHeaderSize: v[5] === kMaxInt ? 65535 : v[5], enableConnectProtocol: !!v[6],
  };
  if (v.length > 7) {
    out.customSettings = {};
    for (let i = 7; i < v.length; i += 2) out.customSettings[v[i]] = v[i + 1];
  }
  return out;
}

// An error of the native side, with nghttp2's number and text.
class NghttpError extends Error {
  constructor(errno) {
    super(nghttpText(errno));
    this.code = 'ERR_HTTP2_ERROR';
    this.errno = errno;
  }
  toString() { return `${this.name} [${this.code}]: ${this.message}`; }
}
function nghttpText(n) {
  switch (n) {
    case -505: return 'Protocol error';
    case -522: return 'The length of the frame is invalid';
    case -523: return 'Header compression/decompression error';
    case -524: return 'Flow control error';
    case -534: return 'Internal error';
    case -903: return 'Received bad client magic byte string';
    case -904: return 'Flooding was detected in this HTTP/2 session, and it must be closed';
    case -509: return 'Stream ID not available';
    default: return 'Unknown error code';
  }
}

module.exports = {
  assertValidPseudoHeader, assertValidPseudoHeaderResponse, assertValidPseudoHeaderTrailer, assertWithinRange,
  getDefaultSettings, isIllegalConnectionSpecificHeader, kProxySocket, kRequest, kSensitiveHeaders, kSocket, mapToFields, NghttpError,
  settingIds, settingsList, settingsObject, toHeaderObject, validateSettings, MAX_ADDITIONAL_SETTINGS,
};
