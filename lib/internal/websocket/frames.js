'use strict';
// Frames of the WebSocket protocol (RFC 6455) and permessage-deflate (RFC 7692), from the side of a client.

const { Buffer } = require('buffer');

const kText = 1;
const kBinary = 2;
const kClose = 8;
const kPing = 9;
const kPong = 10;
const kMaxMessage = 128 * 1024 * 1024;

// encodeFrame makes a masked frame with FIN set.
function encodeFrame(opcode, payload) {
  const n = payload.length;
  let head = 6;
  if (n > 65535) head = 14;
  else if (n > 125) head = 8;
  const frame = Buffer.allocUnsafe(head + n);
  frame[0] = 0x80 | opcode;
  if (head === 6) {
    frame[1] = 0x80 | n;
  } else if (head === 8) {
    frame[1] = 0x80 | 126;
    frame.writeUInt16BE(n, 2);
  } else {
    frame[1] = 0x80 | 127;
    frame.writeUInt32BE(Math.floor(n / 0x100000000), 2);
    frame.writeUInt32BE(n >>> 0, 6);
  }
  const mask = require('crypto').randomBytes(4);
  frame[head - 4] = mask[0];
  frame[head - 3] = mask[1];
  frame[head - 2] = mask[2];
  frame[head - 1] = mask[3];
  for (let i = 0; i < n; i++) frame[head + i] = payload[i] ^ mask[i & 3];
  return frame;
}

// FrameReader takes the bytes of a connection and calls message(opcode, Buffer), control(opcode, Buffer) and fail(code, reason).
class FrameReader {
  constructor(handler, deflate) {
    this.handler = handler;
    this.deflate = deflate; // undefined or { noContext, windowBits }
    this.chunks = [];
    this.size = 0;
    this.opcode = 0; // of the message under way
    this.compressed = false;
    this.fragments = [];
    this.fragmentsSize = 0;
    this.inflate = undefined;
    this.waiting = false; // for the decompression of a message
    this.stopped = false;
  }
  push(chunk) {
    if (this.stopped) return;
    this.chunks.push(chunk);
    this.size += chunk.length;
    this.run();
  }
  stop() {
    this.stopped = true;
    this.chunks = [];
    this.size = 0;
    this.inflate?.close();
    this.inflate = undefined;
  }
  // peek joins the first n bytes.
  peek(n) {
    const { chunks } = this;
    if (chunks[0].length >= n) return chunks[0];
    this.chunks = [Buffer.concat(chunks)];
    return this.chunks[0];
  }
  take(n) {
    const b = this.peek(n);
    this.size -= n;
    if (b.length === n) this.chunks.shift();
    else this.chunks[0] = b.subarray(n);
    return b.length === n ? b : b.subarray(0, n);
  }
  fail(code, reason) {
    this.stopped = true;
    this.handler.fail(code, reason);
  }
  run() {
    while (!this.stopped && !this.waiting && this.size >= 2) {
      const b = this.peek(2);
      const fin = (b[0] & 0x80) !== 0;
      const rsv1 = (b[0] & 0x40) !== 0;
      const opcode = b[0] & 15;
      if ((b[0] & 0x30) !== 0 || (rsv1 && this.deflate === undefined)) return this.fail(1002, 'Expected RSV1 to be clear.');
      if (opcode > kPong || (opcode > 2 && opcode < 8)) return this.fail(1002, 'Invalid opcode received');
      if ((b[1] & 0x80) !== 0) return this.fail(1002, 'Frame cannot be masked');
      let n = b[1] & 127;
      let head = 2;
      if (opcode >= 8) {
        if (!fin) return this.fail(1002, 'Control frames must not be fragmented');
        if (n > 125) return this.fail(1002, 'Payload length for control frame is too large');
        if (rsv1) return this.fail(1002, 'Expected RSV1 to be clear.');
      }
      if (n === 126) {
        if (this.size < 4) return undefined;
        n = this.peek(4).readUInt16BE(2);
        head = 4;
      } else if (n === 127) {
        if (this.size < 10) return undefined;
        const h = this.peek(10);
        const high = h.readUInt32BE(2);
        if (high > 0x1FFFFF) return this.fail(1009, 'Received payload length > 2^31 bytes.');
        n = high * 0x100000000 + h.readUInt32BE(6);
        head = 10;
      }
      if (n > kMaxMessage || (opcode < 8 && this.fragmentsSize + n > kMaxMessage)) return this.fail(1009, 'Message too large');
      if (opcode < 8) {
        if (opcode === 0 && this.opcode === 0) return this.fail(1002, 'Unexpected continuation frame');
        if (opcode !== 0 && this.opcode !== 0) return this.fail(1002, 'Expected continuation frame');
        if (opcode === 0 && rsv1) return this.fail(1002, 'Expected RSV1 to be clear.');
      }
      if (this.size < head + n) return undefined;
      this.take(head);
      const payload = n === 0 ? Buffer.alloc(0) : this.take(n);
      if (opcode >= 8) {
        this.handler.control(opcode, payload);
        continue;
      }
      if (opcode !== 0) {
        this.opcode = opcode;
        this.compressed = rsv1;
      }
      this.fragments.push(payload);
      this.fragmentsSize += n;
      if (!fin) continue;
      const all = this.fragments.length === 1 ? this.fragments[0] : Buffer.concat(this.fragments);
      const type = this.opcode;
      this.opcode = 0;
      this.fragments = [];
      this.fragmentsSize = 0;
      if (this.compressed) this.decompress(type, all);
      else this.handler.message(type, all);
    }
    return undefined;
  }
  decompress(type, bytes) {
    if (this.inflate === undefined) {
      const zlib = require('zlib');
      this.inflate = zlib.createInflateRaw({ windowBits: this.deflate.windowBits });
      this.inflate.on('error', () => { if (!this.stopped) this.fail(1007, 'Failed to decompress message'); });
    }
    this.waiting = true;
    const { inflate } = this;
    const out = [];
    let size = 0;
    const onData = (d) => {
      out.push(d);
      size += d.length;
      if (size > kMaxMessage && !this.stopped) this.fail(1009, 'Message too large');
    };
    inflate.on('data', onData);
    inflate.write(bytes);
    inflate.write(Buffer.from([0, 0, 255, 255]));
    inflate.flush(() => {
      if (this.stopped) return;
      inflate.removeListener('data', onData);
      if (this.deflate.noContext) {
        inflate.close();
        this.inflate = undefined;
      }
      this.waiting = false;
      this.handler.message(type, Buffer.concat(out));
      this.run();
    });
  }
}

module.exports = { encodeFrame, FrameReader, kText, kBinary, kClose, kPing, kPong };
