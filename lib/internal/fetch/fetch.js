'use strict';
// fetch(): the algorithm and its network part over node:http and node:https.

const { bare, isBadPort, isRedirectStatus, isNullBodyStatus, sameOrigin } = require('internal/fetch/util');
const { HeaderList } = require('internal/fetch/headers');
const { ResponseState, responseOf } = require('internal/fetch/response');
const { makeState } = require('internal/fetch/request');
const { fromBytes, fromNode, Body, readAll } = require('internal/fetch/body');
const { Buffer } = require('buffer');

const kConnectTimeout = 10_000;
const kHeadersTimeout = 300_000;
const kBodyTimeout = 300_000;

let agents;
function agentFor(protocol) {
  agents ??= { http: undefined, https: undefined };
  if (protocol === 'https:') {
    return agents.https ??= new (require('https').Agent)({ keepAlive: true, scheduling: 'lifo', timeout: 0 });
  }
  return agents.http ??= new (require('http').Agent)({ keepAlive: true, scheduling: 'lifo', timeout: 0 });
}

// networkError is the rejection of fetch().
function networkError(cause) {
  return bare(TypeError, 'fetch failed', cause === undefined ? undefined : { cause });
}

class FetchState {
  constructor(request, resolve, reject) {
    this.request = request;
    this.resolve = resolve;
    this.reject = reject;
    this.done = false; // the promise is settled
    this.finished = false; // nothing can be aborted any more
    this.client = undefined; // the ClientRequest
    this.responseState = undefined;
    this.node = undefined; // the Readable of the response's body
    this.redirects = 0;
    this.onAbort = undefined;
    this.startTime = 0;
  }
  fail(cause) {
    if (this.done) return;
    this.done = true;
    this.cleanup();
    this.reject(networkError(cause));
  }
  cleanup() {
    this.finished = true;
    if (this.onAbort !== undefined) {
      this.request.signalSource.removeEventListener('abort', this.onAbort);
      this.onAbort = undefined;
    }
  }
  // abort ends everything with the reason of the signal.
  abort(reason) {
    if (this.finished) return;
    this.cleanup();
    const { body } = this.request;
    if (body !== null && body.web !== undefined) cancelUpload(body, reason);
    if (!this.done) {
      this.done = true;
      this.reject(reason);
    } else if (this.responseState !== undefined) {
      this.responseState.aborted = { reason };
    }
    if (this.node !== undefined) this.node.destroy(reason);
    this.client?.destroy(reason);
  }
}

function cancelUpload(body, reason) {
  const { streamCancel } = require('internal/webstreams/readablestream');
  const { slot } = require('internal/fetch/body');
  const s = slot(body.web);
  if (s.state !== 'readable') return;
  try {
    streamCancel(s, reason).catch(() => {});
  } catch { /* it is going away */ }
}

function fetch(input, init = undefined) {
  let request;
  try {
    request = makeState(input, init);
  } catch (e) {
    return Promise.reject(e);
  }
  const signal = request.signalSource;
  if (signal !== undefined && signal.aborted) {
    if (request.body !== null && request.body.web !== undefined) cancelUpload(request.body, signal.reason);
    return Promise.reject(signal.reason);
  }
  return new Promise((resolve, reject) => {
    const state = new FetchState(request, resolve, reject);
    state.startTime = require('internal/perf/utils').now();
    if (signal !== undefined) {
      state.onAbort = () => state.abort(signal.reason);
      const { kResistStopPropagation } = require('internal/event_target');
      signal.addEventListener('abort', state.onAbort, { __proto__: null, once: true, [kResistStopPropagation]: true });
    }
    defaults(request);
    mainFetch(state);
  });
}

function defaults(request) {
  const { headers } = request;
  if (!headers.has('accept')) headers.append('accept', '*/*');
  if (!headers.has('accept-language')) headers.append('accept-language', '*');
}

function mainFetch(state) {
  const { request } = state;
  const { url } = request;
  if (isBadPort(url)) {
    state.fail(new Error('bad port'));
    return;
  }
  switch (url.protocol) {
    case 'http:': case 'https:':
      network(state);
      return;
    case 'data:': {
      const { processDataURL } = require('internal/fetch/mime');
      const data = processDataURL(url);
      if (data === undefined) {
        state.fail(new Error('invalid data: URL'));
        return;
      }
      const r = new ResponseState();
      r.statusText = 'OK';
      r.headers = new HeaderList();
      r.headers.append('Content-Type', data.type);
      r.body = fromBytes(data.bytes);
      finish(state, r);
      return;
    }
    case 'blob:':
      blobFetch(state, url);
      return;
    case 'about:':
      state.fail(new Error('about scheme is not supported'));
      return;
    case 'file:':
      state.fail(new Error('not implemented... yet...'));
      return;
    default:
      state.fail(new Error('unknown scheme'));
  }
}

function blobFetch(state, url) {
  const { request } = state;
  const { resolveObjectURL } = require('internal/blob');
  if (url.search !== '') {
    state.fail(new Error('NetworkError when attempting to fetch resource.'));
    return;
  }
  const blob = resolveObjectURL(url.href.split('#')[0]);
  if (request.method !== 'GET' || blob === undefined) {
    state.fail(new Error('invalid method'));
    return;
  }
  const r = new ResponseState();
  r.headers = new HeaderList();
  const range = request.headers.get('range');
  let body = blob;
  if (range === undefined) {
    r.statusText = 'OK';
    r.headers.append('Content-Length', `${blob.size}`);
    r.headers.append('Content-Type', blob.type);
  } else {
    const m = /^bytes[\t ]*=[\t ]*(\d*)[\t ]*-[\t ]*(\d*)$/.exec(range);
    if (m === null || (m[1] === '' && m[2] === '')) {
      state.fail(new Error('failed to fetch the data URL'));
      return;
    }
    let start; let end;
    if (m[1] === '') {
      start = Math.max(0, blob.size - +m[2]);
      end = blob.size - 1;
    } else {
      start = +m[1];
      if (start >= blob.size || (m[2] !== '' && +m[2] < start)) {
        state.fail(new Error("Range start is greater than the blob's size."));
        return;
      }
      end = m[2] === '' || +m[2] >= blob.size ? blob.size - 1 : +m[2];
    }
    body = blob.slice(start, end + 1, blob.type);
    r.status = 206;
    r.statusText = 'Partial Content';
    r.headers.append('Content-Length', `${body.size}`);
    r.headers.append('Content-Type', blob.type);
    r.headers.append('Content-Range', `bytes ${start}-${end}/${blob.size}`);
  }
  r.body = new Body(body, body.size);
  finish(state, r);
}

// finish settles the promise with a response, after the check of its integrity.
function finish(state, r) {
  const { request } = state;
  r.type = 'basic';
  r.guard = 'immutable';
  r.urls = request.urls;
  state.responseState = r;
  if (request.integrity !== '' && r.body !== null) {
    const { matches } = require('internal/fetch/integrity');
    readAll(r.body).then((bytes) => {
      if (!matches(bytes, request.integrity)) {
        state.fail(new Error('integrity mismatch'));
        return;
      }
      r.body = fromBytes(new Uint8Array(bytes));
      settle(state, r);
    }, (e) => state.fail(e));
    return;
  }
  settle(state, r);
}
function settle(state, r) {
  if (state.done) return;
  state.done = true;
  if (state.node === undefined) state.cleanup();
  state.resolve(responseOf(r));
}

// ---- network

// rawHeaders is the header list of a request as node:http takes it.
function rawHeaders(request, url, bodyLength, chunked) {
  const { headers } = request;
  const raw = ['host', url.host, 'connection', headers.get('connection') ?? 'keep-alive'];
  for (const [lower, entry] of headers.map) {
    switch (lower) {
      case 'host': case 'connection': case 'content-length': case 'transfer-encoding': case 'keep-alive': case 'upgrade': case 'expect': continue;
    }
    raw.push(entry.name, entry.value);
  }
  if (request.referrer !== 'client' && request.referrer !== 'no-referrer') {
    const at = raw.findIndex((v, i) => i % 2 === 0 && v.toLowerCase() === 'referer');
    const value = referrerFor(request, url);
    if (value !== undefined) {
      if (at >= 0) raw[at + 1] += `, ${value}`;
      else raw.push('referer', value);
    }
  }
  raw.push('sec-fetch-mode', request.mode);
  if (!headers.has('user-agent')) raw.push('user-agent', 'node');
  if (request.cache === 'default' && (headers.has('if-modified-since') || headers.has('if-none-match') || headers.has('if-unmodified-since') ||
      headers.has('if-match') || headers.has('if-range'))) {
    request.cache = 'no-store';
  }
  if (request.cache === 'no-cache' && !headers.has('cache-control')) raw.push('cache-control', 'max-age=0');
  if (request.cache === 'no-store' || request.cache === 'reload') {
    if (!headers.has('pragma')) raw.push('pragma', 'no-cache');
    if (!headers.has('cache-control')) raw.push('cache-control', 'no-cache');
  }
  if (headers.has('range')) raw.push('accept-encoding', 'identity');
  else if (!headers.has('accept-encoding')) raw.push('accept-encoding', url.protocol === 'https:' ? 'br, gzip, deflate' : 'gzip, deflate');
  if (bodyLength !== undefined) raw.push('content-length', `${bodyLength}`);
  else if (chunked) raw.push('transfer-encoding', 'chunked');
  return raw;
}

function referrerFor(request, url) {
  const { referrer } = request;
  const policy = request.referrerPolicy === '' ? 'strict-origin-when-cross-origin' : request.referrerPolicy;
  const full = `${referrer.origin}${referrer.pathname}${referrer.search}`;
  const origin = `${referrer.origin}/`;
  const same = sameOrigin(referrer, url);
  const downgrade = referrer.protocol === 'https:' && url.protocol === 'http:';
  switch (policy) {
    case 'no-referrer': return undefined;
    case 'origin': return origin;
    case 'unsafe-url': return full;
    case 'strict-origin': return downgrade ? undefined : origin;
    case 'same-origin': return same ? full : undefined;
    case 'origin-when-cross-origin': return same ? full : origin;
    case 'no-referrer-when-downgrade': return downgrade ? undefined : full;
    default: return same ? full : downgrade ? undefined : origin;
  }
}

function network(state) {
  const { request } = state;
  const { url, body, method } = request;
  // What is sent at once, and how long it is.
  let bytes;
  let length;
  let chunked = false;
  if (body !== null) {
    const { source } = body;
    if (body.web === undefined && (typeof source === 'string' || ArrayBuffer.isView(source))) {
      bytes = typeof source === 'string' ? Buffer.from(source) : Buffer.from(source.buffer, source.byteOffset, source.byteLength);
      length = bytes.byteLength;
    } else if (body.web === undefined && body.length !== null) {
      const data = require('internal/blob').getBlobDataSync(source);
      if (data !== undefined) bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      length = body.length;
    } else if (body.length !== null) {
      length = body.length;
    } else {
      chunked = true;
    }
  } else if (method === 'POST' || method === 'PUT' || method === 'PATCH') {
    length = 0;
  }

  let client;
  const { protocol, hostname } = url;
  try {
    const http = require('_http_client');
    const secure = protocol === 'https:';
    const headers = rawHeaders(request, url, length, chunked);
    const options = {
      __proto__: null,
      protocol,
      hostname: hostname[0] === '[' ? hostname.slice(1, -1) : hostname,
      port: url.port === '' ? (secure ? 443 : 80) : +url.port,
      path: `${url.pathname}${url.search}`,
      method,
      headers,
      agent: agentFor(protocol),
      setHost: false,
    };
    if (secure && !isAddress(options.hostname)) options.servername = options.hostname;
    client = secure ? require('https').request(options) : new http.ClientRequest(options);
  } catch (e) {
    state.fail(e);
    return;
  }
  state.client = client;
  let socket;
  let gotResponse = false;
  let timer;
  const channels = channelsFor(state, client);

  client.on('socket', (s) => {
    socket = s;
    if (s.connecting) {
      timer = setTimeout(() => {
        const e = connectTimeout(`Connect Timeout Error (attempted address: ${hostname}:${url.port || (protocol === 'https:' ? 443 : 80)}, timeout: ${kConnectTimeout}ms)`);
        client.destroy(e);
      }, kConnectTimeout);
      const clear = () => {
        clearTimeout(timer);
        timer = undefined;
      };
      s.once(protocol === 'https:' ? 'secureConnect' : 'connect', clear);
      s.once('close', clear);
    }
  });
  client.on('error', (e) => {
    clearTimeout(timer);
    if (gotResponse || state.finished) return;
    channels?.error(e);
    state.fail(mapError(e, socket));
  });
  client.on('response', (res) => {
    gotResponse = true;
    client.setTimeout?.(0);
    channels?.headers(res);
    onResponse(state, client, res);
  });
  if (bytes !== undefined) {
    client.end(bytes);
  } else if (body === null) {
    client.end();
  } else {
    upload(state, client, body);
  }
  client.setTimeout?.(kHeadersTimeout, () => {
    if (gotResponse) return;
    client.destroy(headersTimeout());
  });
}

function isAddress(host) {
  return require('net').isIP(host) !== 0;
}

class SocketError extends Error {
  constructor(message, socket) {
    super(message);
    this.name = 'SocketError';
    this.code = 'UND_ERR_SOCKET';
    if (socket) {
      this.socket = {
        localAddress: socket.localAddress, localPort: socket.localPort, remoteAddress: socket.remoteAddress, remotePort: socket.remotePort,
        remoteFamily: socket.remoteFamily, timeout: undefined, bytesWritten: socket.bytesWritten, bytesRead: socket.bytesRead,
      };
    }
  }
}
class CodedError extends Error {
  constructor(name, code, message) {
    super(message);
    Object.defineProperty(this, 'name', { __proto__: null, value: name, configurable: true, writable: true, enumerable: false });
    this.code = code;
  }
}
function connectTimeout(message) { return new CodedError('ConnectTimeoutError', 'UND_ERR_CONNECT_TIMEOUT', message); }
function headersTimeout() { return new CodedError('HeadersTimeoutError', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error'); }
function bodyTimeout() { return new CodedError('BodyTimeoutError', 'UND_ERR_BODY_TIMEOUT', 'Body Timeout Error'); }

// mapError turns what node:http says into what fetch() says.
function mapError(e, socket) {
  if (e?.code === 'ECONNRESET' && (e.message === 'socket hang up' || e.message === 'aborted')) return new SocketError('other side closed', socket);
  if (typeof e?.code === 'string' && e.code.startsWith('HPE_')) {
    const p = new CodedError('HTTPParserError', e.code, `Response does not match the HTTP/1.1 protocol (${e.reason ?? e.message})`);
    p.data = e.rawPacket?.toString();
    return p;
  }
  return e;
}
// upload sends a body that is not in memory.
async function upload(state, client, body) {
  try {
    const reader = body.stream.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!ArrayBuffer.isView(value) || value[Symbol.toStringTag] !== 'Uint8Array') throw new TypeError('Received non-Uint8Array chunk');
      if (client.destroyed) {
        reader.cancel(state.request.signalSource?.reason).catch(() => {});
        return;
      }
      if (value.byteLength > 0 && !client.write(Buffer.from(value.buffer, value.byteOffset, value.byteLength))) {
        await new Promise((resolve) => {
          client.once('drain', resolve);
          client.once('close', resolve);
        });
      }
    }
    client.end();
  } catch (e) {
    if (!state.done) {
      state.fail(e);
    }
    client.destroy(e);
  }
}

function onResponse(state, client, res) {
  const { request } = state;
  const status = res.statusCode;
  if (isRedirectStatus(status) && request.redirect !== 'manual') {
    const location = res.headers.location;
    if (request.redirect === 'error') {
      res.resume();
      state.fail(new Error('unexpected redirect'));
      return;
    }
    if (location !== undefined) {
      res.resume(); // the connection is used again
      res.on('error', () => {});
      redirect(state, status, location);
      return;
    }
  }
  const r = new ResponseState();
  r.status = status;
  r.statusText = res.statusMessage;
  r.headers = HeaderList.fromRaw(res.rawHeaders);
  if (request.method === 'HEAD' || isNullBodyStatus(status) || request.method === 'CONNECT') {
    res.resume();
    res.on('error', () => {});
    state.cleanup();
    finish(state, r);
    resourceTiming(state, r);
    return;
  }
  const readable = bodyReadable(state, client, res, r.headers.get('content-encoding'));
  state.node = readable;
  r.body = fromNode(readable);
  finish(state, r);
}

// bodyReadable decodes the body and gives its errors the shape they have in fetch.
function bodyReadable(state, client, res, encoding) {
  const { Readable } = require('stream');
  let decoders;
  if (encoding !== undefined && encoding !== '' && state.request.method !== 'HEAD') {
    const zlib = require('zlib');
    const codings = encoding.toLowerCase().split(',').map((s) => s.trim());
    decoders = [];
    for (let i = codings.length - 1; i >= 0; i--) {
      switch (codings[i]) {
        case 'x-gzip': case 'gzip':
          decoders.push(zlib.createGunzip({ flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH }));
          continue;
        case 'deflate': decoders.push(inflateAny(zlib)); continue;
        case 'br': decoders.push(zlib.createBrotliDecompress({ flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH })); continue;
        case 'zstd': decoders.push(zlib.createZstdDecompress({ flush: zlib.constants.ZSTD_e_continue, finishFlush: zlib.constants.ZSTD_e_end })); continue;
      }
      decoders = undefined;
      break;
    }
  }
  const source = decoders === undefined || decoders.length === 0 ? res : decoders[decoders.length - 1];
  const terminated = (e) => {
    const { aborted } = state.responseState ?? {};
    if (aborted !== undefined) return aborted.reason;
    const cause = mapError(e, client.socket ?? res.socket);
    return new TypeError('terminated', { cause });
  };
  const socket = client.socket ?? res.socket;
  let onTimeout;
  if (socket?.setTimeout !== undefined) {
    onTimeout = () => res.destroy(bodyTimeout());
    socket.setTimeout(kBodyTimeout, onTimeout);
  }
  const out = new Readable({
    highWaterMark: 65536,
    read() { source.resume(); },
    destroy(err, cb) {
      // Whoever gives up the body gives up the connection.
      state.cleanup();
      if (!res.complete || !res.readableEnded) client.destroy();
      if (source !== res) source.destroy();
      cb(err);
    },
  });
  out.on('error', () => {});
  source.on('data', (chunk) => { if (!out.push(chunk)) source.pause(); });
  source.on('end', () => {
    if (onTimeout !== undefined) {
      socket.removeListener('timeout', onTimeout);
      socket.setTimeout(0);
    }
    out.push(null);
    state.cleanup();
    resourceTiming(state, state.responseState);
  });
  if (source !== res) {
    const { pipeline } = require('stream');
    pipeline([res, ...decoders], (e) => { if (e) out.destroy(terminated(e)); });
  } else {
    res.on('error', (e) => out.destroy(terminated(e)));
    res.on('close', () => { if (!res.readableEnded && !out.destroyed) out.destroy(terminated(res.errored ?? new SocketError('other side closed', socket))); });
  }
  source.pause();
  return out;
}

// inflateAny is deflate with or without the zlib wrapper: the first byte tells.
function inflateAny(zlib) {
  const { Transform } = require('stream');
  let inner;
  return new Transform({
    transform(chunk, encoding, cb) {
      if (inner === undefined) {
        if (chunk.length === 0) { cb(); return; }
        const flush = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
        inner = (chunk[0] & 0x0F) === 0x08 ? zlib.createInflate(flush) : zlib.createInflateRaw(flush);
        inner.on('data', (d) => this.push(d));
        inner.on('error', (e) => this.destroy(e));
      }
      inner.write(chunk, cb);
    },
    flush(cb) {
      if (inner === undefined) { cb(); return; }
      inner.on('end', () => cb());
      inner.end();
    },
  });
}

function redirect(state, status, location) {
  const { request } = state;
  let url;
  try {
    // The bytes of the header are UTF-8 perhaps.
    let text = location;
    if (/[\x80-\xff]/.test(text)) text = Buffer.from(text, 'latin1').toString('utf8');
    url = new URL(text, request.url);
  } catch (e) {
    state.fail(e);
    return;
  }
  if (url.hash === '' && request.url.hash !== '') url.hash = request.url.hash;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    state.fail(new Error('URL scheme must be a HTTP(S) scheme'));
    return;
  }
  if (state.redirects === 20) {
    state.fail(new Error('redirect count exceeded'));
    return;
  }
  state.redirects++;
  if (request.mode === 'cors' && (url.username !== '' || url.password !== '') && !sameOrigin(request.url, url)) {
    state.fail(new Error('cross origin not allowed for request mode "cors"'));
    return;
  }
  if (status !== 303 && request.body !== null && request.body.web !== undefined && request.body.source === undefined) {
    state.fail(undefined);
    return;
  }
  if (((status === 301 || status === 302) && request.method === 'POST') || (status === 303 && request.method !== 'GET' && request.method !== 'HEAD')) {
    request.method = 'GET';
    request.body = null;
    for (const name of ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']) request.headers.delete(name);
  }
  if (!sameOrigin(request.url, url)) {
    for (const name of ['authorization', 'proxy-authorization', 'cookie', 'host']) request.headers.delete(name);
  }
  request.urls.push(url);
  mainFetch(state);
}

// ---- observers

function resourceTiming(state, r) {
  if (r === undefined || !internalPerformanceLoaded()) return;
  const { now } = require('internal/perf/utils');
  const end = now();
  const { performance } = require('internal/perf/performance');
  performance.markResourceTiming({
    startTime: state.startTime, redirectStartTime: 0, redirectEndTime: 0, postRedirectStartTime: state.startTime, finalServiceWorkerStartTime: 0,
    finalNetworkResponseStartTime: 0, finalNetworkRequestStartTime: 0, endTime: end, encodedBodySize: 0, decodedBodySize: 0, finalConnectionTimingInfo: null,
  }, state.request.urls[0].href, 'fetch', globalThis, '', { encodedSize: 0, decodedSize: 0 }, r.status);
}
// The timeline costs something only in programs that look at it.
function internalPerformanceLoaded() {
  return require('internal/bootstrap/realm').BuiltinModule.map.get('internal/perf/performance')?.loaded === true;
}

function channelsFor(state, client) {
  const dc = require('diagnostics_channel');
  const create = dc.channel('undici:request:create');
  const headers = dc.channel('undici:request:headers');
  const error = dc.channel('undici:request:error');
  if (!create.hasSubscribers && !headers.hasSubscribers && !error.hasSubscribers) return undefined;
  const { request } = state;
  const message = {
    origin: request.url.origin, completed: false, method: request.method, path: `${request.url.pathname}${request.url.search}`,
    headers: request.headers.pairs().flat(), addHeader(name, value) { client.setHeader?.(name, value); },
  };
  create.publish({ request: message });
  return {
    headers(res) {
      headers.publish({ request: message, response: { statusCode: res.statusCode, headers: res.rawHeaders.map((v) => Buffer.from(v)), statusText: res.statusMessage } });
    },
    error(e) { error.publish({ request: message, error: e }); },
  };
}

module.exports = { fetch };
