'use strict';
// WebSocket (WHATWG WebSockets): the client side.

const { EventTarget, Event, defineEventHandler, kTrustEvent } = require('internal/event_target');
const { MessageEvent } = require('internal/worker/message_event');
const { CloseEvent, ErrorEvent } = require('internal/websocket/events');
const { encodeFrame, FrameReader, kText, kBinary, kClose, kPing, kPong } = require('internal/websocket/frames');
const { illegalInvocation, requireArguments, isToken, usvString } = require('internal/fetch/util');
const { DOMException } = require('internal/domexception');
const { Buffer } = require('buffer');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kEnumerable = { __proto__: null, enumerable: true };

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;
const kGUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const kCloseTimeout = 3000;

function trusted(extra) {
  return { ...extra, [kTrustEvent]: true };
}

class WebSocket extends EventTarget {
  #url; #readyState = CONNECTING; #protocol = ''; #extensions = ''; #binaryType = 'blob'; #bufferedAmount = 0;
  #request; #socket; #reader; #sendQueue = undefined;
  #closeSent = false; #closeReceived = false; #code = 1005; #reason = ''; #timer; #failed = false;

  constructor(url, protocols = []) {
    requireArguments(arguments.length, 1, 'WebSocket constructor');
    let headers;
    if (protocols !== null && typeof protocols === 'object' && typeof protocols[Symbol.iterator] !== 'function') {
      headers = protocols.headers;
      protocols = protocols.protocols ?? [];
    }
    if (typeof protocols === 'string' || protocols === null || typeof protocols !== 'object') protocols = [`${protocols}`];
    else protocols = [...protocols].map((p) => `${p}`);
    super();
    url = usvString(url, 'WebSocket constructor', 'url');
    let parsed;
    try {
      parsed = new URL(url);
    } catch (e) {
      throw new DOMException(`TypeError: ${e.message}`, 'SyntaxError');
    }
    if (parsed.protocol === 'http:') parsed.protocol = 'ws:';
    else if (parsed.protocol === 'https:') parsed.protocol = 'wss:';
    if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:') {
      throw new DOMException('expected a ws: or wss: url', 'SyntaxError');
    }
    if (parsed.hash !== '' || parsed.href.endsWith('#')) throw new DOMException('hash', 'SyntaxError');
    if (protocols.length !== new Set(protocols.map((p) => p.toLowerCase())).size || !protocols.every(isToken)) {
      throw new DOMException('Invalid Sec-WebSocket-Protocol value', 'SyntaxError');
    }
    this.#url = parsed;
    this.#connect(parsed, protocols, headers);
  }

  // ---- opening

  #connect(url, protocols, headers) {
    const key = require('crypto').randomBytes(16).toString('base64');
    const secure = url.protocol === 'wss:';
    const { HeaderList, fill } = require('internal/fetch/headers');
    const list = new HeaderList();
    if (headers !== undefined) fill({ list, guard: 'request' }, headers);
    const raw = ['host', url.host, 'connection', 'upgrade', 'upgrade', 'websocket'];
    for (const [lower, entry] of list.map) {
      switch (lower) {
        case 'host': case 'connection': case 'upgrade': case 'sec-websocket-key': case 'sec-websocket-version': case 'sec-websocket-protocol':
        case 'sec-websocket-extensions': continue;
      }
      raw.push(entry.name, entry.value);
    }
    raw.push('sec-websocket-key', key, 'sec-websocket-version', '13');
    if (protocols.length > 0) raw.push('sec-websocket-protocol', protocols.join(', '));
    raw.push('sec-websocket-extensions', 'permessage-deflate; client_max_window_bits');
    const defaults = ['accept', '*/*', 'accept-language', '*', 'sec-fetch-mode', 'websocket', 'user-agent', 'node', 'pragma', 'no-cache', 'cache-control', 'no-cache',
      'accept-encoding', 'gzip, deflate'];
    for (let i = 0; i < defaults.length; i += 2) if (!list.has(defaults[i])) raw.push(defaults[i], defaults[i + 1]);
    if (url.username !== '' || url.password !== '') {
      raw.push('authorization', `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`);
    }
    const { isBadPort } = require('internal/fetch/util');
    const { hostname } = url;
    const host = hostname[0] === '[' ? hostname.slice(1, -1) : hostname;
    const httpUrl = { protocol: secure ? 'https:' : 'http:', port: url.port };
    if (isBadPort(httpUrl)) {
      process.nextTick(() => this.#fail(new Error('bad port'), 'Received network error or non-101 status code.'));
      return;
    }
    const options = {
      __proto__: null, hostname: host, port: url.port === '' ? (secure ? 443 : 80) : +url.port, path: `${url.pathname}${url.search}`, method: 'GET', headers: raw,
      agent: false, setHost: false,
    };
    if (secure && require('net').isIP(host) === 0) options.servername = host;
    let req;
    try {
      req = this.#request = secure ? require('https').request(options) : require('http').request(options);
    } catch (e) {
      process.nextTick(() => this.#fail(e, 'Received network error or non-101 status code.'));
      return;
    }
    req.on('error', (e) => this.#fail(e, 'Received network error or non-101 status code.'));
    req.on('response', (res) => {
      res.destroy();
      this.#fail(undefined, 'Received network error or non-101 status code.');
    });
    req.on('upgrade', (res, socket, head) => {
      if (this.#readyState !== CONNECTING) {
        socket.destroy();
        return;
      }
      const h = res.headers;
      const refuse = (why) => {
        socket.destroy();
        this.#fail(undefined, why);
      };
      if (h.upgrade?.toLowerCase() !== 'websocket') return refuse('Server did not set Upgrade header to "websocket".');
      if (!h.connection?.toLowerCase().split(/\s*,\s*/).includes('upgrade')) return refuse('Server did not set Connection header to "upgrade".');
      const digest = require('crypto').createHash('sha1').update(key + kGUID).digest('base64');
      if (h['sec-websocket-accept'] !== digest) return refuse('Incorrect hash received in Sec-WebSocket-Accept header.');
      const extensions = h['sec-websocket-extensions'];
      let deflate;
      if (extensions !== undefined && extensions !== '') {
        deflate = parseExtensions(extensions);
        if (deflate === undefined) return refuse('Sec-WebSocket-Extensions header does not match.');
      }
      const protocol = h['sec-websocket-protocol'];
      if (protocol !== undefined && !protocols.includes(protocol)) return refuse('Protocol was not set in the opening handshake.');
      this.#opened(socket, head, protocol ?? '', extensions ?? '', deflate);
      return undefined;
    });
    req.end();
  }

  #opened(socket, head, protocol, extensions, deflate) {
    this.#socket = socket;
    this.#protocol = protocol;
    this.#extensions = extensions;
    socket.setTimeout?.(0);
    socket.setNoDelay?.(true);
    this.#reader = new FrameReader({
      message: (opcode, bytes) => this.#onMessage(opcode, bytes),
      control: (opcode, bytes) => this.#onControl(opcode, bytes),
      fail: (code, reason) => this.#failConnection(code, reason),
    }, deflate);
    socket.on('data', (chunk) => this.#reader.push(chunk));
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
    socket.on('close', () => this.#onSocketClose());
    this.#readyState = OPEN;
    this.dispatchEvent(new Event('open', trusted()));
    if (head !== undefined && head.length > 0) this.#reader.push(head);
  }

  // #fail ends a connection that was never there.
  #fail(cause, message) {
    if (this.#readyState === CLOSED || this.#failed) return;
    this.#failed = true;
    this.#readyState = CLOSED;
    this.#request?.destroy();
    // The events say nothing, as Node's; the reason is the cause of the error.
    const error = new TypeError('', { cause: cause ?? new Error(message) });
    this.dispatchEvent(new ErrorEvent('error', { error, message: '' }));
    this.dispatchEvent(new CloseEvent('close', { wasClean: false, code: 1006, reason: '' }));
  }

  // #failConnection is "fail the WebSocket connection" on an open one.
  #failConnection(code, reason) {
    if (this.#failed || this.#readyState === CLOSED) return;
    this.#failed = true;
    if (!this.#closeSent) {
      this.#closeSent = true;
      this.#socket.write(encodeFrame(kClose, closePayload(code, reason)));
    }
    this.#readyState = CLOSING;
    this.#reader.stop();
    this.dispatchEvent(new ErrorEvent('error', trusted({ error: new TypeError(reason), message: reason })));
    this.#code = code;
    this.#socket.end();
    this.#socket.destroySoon?.();
  }

  // ---- receiving

  #onMessage(opcode, bytes) {
    if (this.#readyState !== OPEN) return;
    let data;
    if (opcode === kText) {
      if (!internalBinding('buffer').isUtf8(bytes)) {
        this.#failConnection(1007, 'Received invalid UTF-8 in text frame.');
        return;
      }
      data = bytes.utf8Slice(0, bytes.length);
    } else if (this.#binaryType === 'blob') {
      const { Blob } = require('internal/blob');
      data = new Blob([bytes]);
    } else {
      data = new Uint8Array(bytes).buffer;
    }
    this.dispatchEvent(new MessageEvent('message', trusted({ data, origin: this.#url.origin })));
  }

  #onControl(opcode, bytes) {
    if (opcode === kPing) {
      if (!this.#closeReceived && !this.#closeSent) this.#socket.write(encodeFrame(kPong, bytes));
      return;
    }
    if (opcode === kPong) return;
    if (bytes.length === 1) {
      this.#failConnection(1002, 'Received close frame with a 1-byte body.');
      return;
    }
    let code = 1005;
    let reason = '';
    if (bytes.length >= 2) {
      code = bytes.readUInt16BE(0);
      const text = bytes.subarray(2);
      const valid = (code >= 1000 && code < 1015 && code !== 1004 && code !== 1005 && code !== 1006) || (code >= 3000 && code <= 4999);
      if (!valid || !internalBinding('buffer').isUtf8(text)) {
        this.#failConnection(1002, 'Invalid status code');
        return;
      }
      reason = text.utf8Slice(0, text.length);
    }
    this.#code = code;
    this.#reason = reason;
    this.#closeReceived = true;
    this.#readyState = CLOSING;
    if (!this.#closeSent) {
      this.#closeSent = true;
      this.#socket.write(encodeFrame(kClose, bytes.length >= 2 ? closePayload(code, '') : Buffer.alloc(0)));
    }
    this.#reader.stop();
    this.#socket.end();
  }

  #onSocketClose() {
    clearTimeout(this.#timer);
    if (this.#readyState === CLOSED) return;
    this.#reader.stop();
    const wasClean = this.#closeSent && this.#closeReceived;
    let code = this.#code;
    const reason = this.#reason;
    this.#readyState = CLOSED;
    if (!wasClean && !this.#failed) {
      code = 1006;
      this.dispatchEvent(new ErrorEvent('error', { error: new TypeError(''), message: '' }));
    }
    this.dispatchEvent(new CloseEvent('close', trusted({ wasClean, code, reason })));
  }

  // ---- sending

  close(code = undefined, reason = undefined) {
    brand(this);
    if (code !== undefined) {
      code = clampShort(code);
      if (code !== 1000 && (code < 3000 || code > 4999)) throw new DOMException('invalid code', 'InvalidAccessError');
    }
    let bytes = 0;
    if (reason !== undefined) {
      reason = usvString(reason, 'WebSocket.close', 'reason');
      bytes = Buffer.byteLength(reason);
      if (bytes > 123) throw new DOMException(`Reason must be less than 123 bytes; received ${bytes}`, 'SyntaxError');
    }
    if (this.#readyState === CLOSING || this.#readyState === CLOSED) return;
    if (this.#readyState === CONNECTING) {
      this.#readyState = CLOSING;
      process.nextTick(() => this.#fail(undefined, 'Connection was closed before it was established.'));
      return;
    }
    this.#readyState = CLOSING;
    const send = () => {
      if (this.#closeSent) return;
      this.#closeSent = true;
      this.#socket.write(encodeFrame(kClose, code === undefined && reason === undefined ? Buffer.alloc(0) : closePayload(code ?? 1000, reason ?? '')));
      this.#timer = setTimeout(() => this.#socket.destroy(), kCloseTimeout);
      this.#timer.unref?.();
    };
    if (this.#sendQueue !== undefined) this.#sendQueue = this.#sendQueue.then(send);
    else send();
  }

  send(data) {
    brand(this);
    requireArguments(arguments.length, 1, 'WebSocket.send');
    const { isBlob } = require('internal/blob');
    const { isAnyArrayBuffer } = require('internal/util/types');
    let opcode = kBinary;
    let bytes;
    if (isBlob(data)) {
      if (this.#readyState === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
      if (this.#readyState !== OPEN) return;
      const { size } = data;
      this.#bufferedAmount += size;
      const sync = this.#sendQueue === undefined ? require('internal/blob').getBlobDataSync(data) : undefined;
      if (sync !== undefined) this.#write(kBinary, sync, size);
      else this.#queue(async () => this.#write(kBinary, await data.bytes(), size));
      return;
    }
    if (isAnyArrayBuffer(data)) {
      bytes = new Uint8Array(data);
    } else if (ArrayBuffer.isView(data)) {
      bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    } else {
      bytes = Buffer.from(usvString(data, 'WebSocket.send', 'data'));
      opcode = kText;
    }
    if (this.#readyState === CONNECTING) throw new DOMException('Sent before connected.', 'InvalidStateError');
    if (this.#readyState !== OPEN) return;
    const n = bytes.byteLength;
    this.#bufferedAmount += n;
    if (this.#sendQueue !== undefined) {
      const frame = encodeFrame(opcode, bytes);
      this.#queue(async () => this.#writeFrame(frame, n));
    } else {
      this.#write(opcode, bytes, n);
    }
  }
  #queue(task) {
    const mine = this.#sendQueue = (this.#sendQueue ?? Promise.resolve()).then(task).then(() => {
      if (this.#sendQueue === mine) this.#sendQueue = undefined;
    });
  }
  #write(opcode, bytes, n) {
    this.#writeFrame(encodeFrame(opcode, bytes), n);
  }
  #writeFrame(frame, n) {
    this.#socket.write(frame, () => { this.#bufferedAmount -= n; });
  }

  get readyState() { brand(this); return this.#readyState; }
  get bufferedAmount() { brand(this); return this.#bufferedAmount; }
  get url() { brand(this); return this.#url.href; }
  get extensions() { brand(this); return this.#extensions; }
  get protocol() { brand(this); return this.#protocol; }
  get binaryType() { brand(this); return this.#binaryType; }
  set binaryType(type) {
    brand(this);
    this.#binaryType = type === 'blob' || type === 'arraybuffer' ? type : 'blob';
  }
  static isBranded(v) { return v !== null && typeof v === 'object' && #readyState in v; }
  [kInspect](depth, options) {
    const { inspect } = require('internal/util/inspect');
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { url, readyState, protocol, extensions, binaryType, bufferedAmount } = this;
    return `WebSocket ${inspect({ url, readyState, protocol, extensions, binaryType, bufferedAmount }, opts)}`;
  }
}
const { isBranded } = WebSocket;
delete WebSocket.isBranded;
function brand(v) {
  if (!isBranded(v)) throw illegalInvocation();
}
for (const [name, value] of [['CONNECTING', 0], ['OPEN', 1], ['CLOSING', 2], ['CLOSED', 3]]) {
  const d = { __proto__: null, value, enumerable: true, configurable: false, writable: false };
  Object.defineProperty(WebSocket, name, d);
  Object.defineProperty(WebSocket.prototype, name, d);
}
for (const type of ['open', 'error', 'close', 'message']) defineEventHandler(WebSocket.prototype, type);
Object.defineProperties(WebSocket.prototype, {
  url: kEnumerable, readyState: kEnumerable, bufferedAmount: kEnumerable, close: kEnumerable, send: kEnumerable, binaryType: kEnumerable, extensions: kEnumerable,
  protocol: kEnumerable, [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'WebSocket' },
});
Object.defineProperty(WebSocket, 'length', { __proto__: null, configurable: true, value: 1 });

function clampShort(v) {
  v = +v;
  if (Number.isNaN(v)) return 0;
  v = Math.min(Math.max(v, 0), 65535);
  const floor = Math.floor(v);
  const diff = v - floor;
  return diff < 0.5 ? floor : diff > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
}
function closePayload(code, reason) {
  const text = Buffer.from(reason);
  const out = Buffer.allocUnsafe(2 + text.length);
  out.writeUInt16BE(code, 0);
  text.copy(out, 2);
  return out;
}
// parseExtensions accepts permessage-deflate alone: { noContext, windowBits }, or undefined.
function parseExtensions(text) {
  const parts = text.split(';').map((s) => s.trim());
  if (parts[0].toLowerCase() !== 'permessage-deflate' || text.includes(',')) return undefined;
  const out = { noContext: false, windowBits: 15 };
  for (let i = 1; i < parts.length; i++) {
    const [name, value] = parts[i].split('=').map((s) => s.trim());
    switch (name.toLowerCase()) {
      case 'server_no_context_takeover': out.noContext = true; break;
      case 'client_no_context_takeover': break;
      case 'server_max_window_bits': case 'client_max_window_bits': {
        const bits = value?.replace(/^"|"$/g, '');
        if (!/^(8|9|1[0-5])$/.test(bits ?? '')) return undefined;
        if (name.toLowerCase()[0] === 's') out.windowBits = +bits;
        break;
      }
      default: return undefined;
    }
  }
  return out;
}

module.exports = { WebSocket };
