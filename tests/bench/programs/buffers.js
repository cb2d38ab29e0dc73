// tag: js. A binary protocol on Uint8Array and DataView: frames written and read, a checksum.
const buf = new Uint8Array(8192), view = new DataView(buf.buffer); const crc = new Uint32Array(256); for (let i = 0; i < 256; i++) { let c = i; for (let k = 0; k < 8; k++) c = c & 1 ? 0xEDB88320 ^ (c >>> 1) : c >>> 1; crc[i] = c; }
function sum(from, to) { let c = 0xFFFFFFFF; for (let i = from; i < to; i++) c = crc[(c ^ buf[i]) & 255] ^ (c >>> 8); return (c ^ 0xFFFFFFFF) >>> 0; }
function write() { let at = 0; for (let i = 0; i < 40; i++) { const n = 16 + (i * 7) % 64; view.setUint16(at, n); view.setUint8(at + 2, i); view.setFloat64(at + 3, i * 1.5); for (let k = 11; k < n; k++) buf[at + k] = (i + k) & 255; view.setUint32(at + n, sum(at, at + n), true); at += n + 4; } return at; }
function read(end) { let at = 0, s = 0; while (at < end) { const n = view.getUint16(at); if (view.getUint32(at + n, true) !== sum(at, at + n)) throw new Error('checksum'); s += view.getUint8(at + 2) + view.getFloat64(at + 3) + buf.subarray(at + 11, at + n).length; at += n + 4; } return s; }
function run(n) { let s = 0; while (n--) s += read(write()); return s; }
