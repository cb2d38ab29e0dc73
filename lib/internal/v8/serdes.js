'use strict';
// v8.serialize and deserialize: the structured clone wire format, version 15.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { Buffer } = require('buffer');
const types = require('internal/util/types');

const kVersion = 15;
const T = (c) => c.charCodeAt(0);
const scratch = new DataView(new ArrayBuffer(8));
const scratchBytes = new Uint8Array(scratch.buffer);

function dataCloneError(message) {
  return new globalThis.DOMException(message, 'DataCloneError');
}
function describe(value) {
  if (typeof value === 'function' || typeof value === 'symbol') return String(value);
  return `#<${value?.constructor?.name || 'Object'}>`;
}

class Serializer {
  #buf = Buffer.allocUnsafe(256);
  #len = 0;
  #ids = new Map();
  #transferred = new Map();
  #viewsAsHostObjects = false;
  #reserve(n) {
    if (this.#len + n <= this.#buf.length) return;
    const next = Buffer.allocUnsafe(Math.max(this.#buf.length * 2, this.#len + n));
    this.#buf.copy(next, 0, 0, this.#len);
    this.#buf = next;
  }
  #byte(b) {
    this.#reserve(1);
    this.#buf[this.#len++] = b;
  }
  #tag(c) { this.#byte(T(c)); }
  #varint(n) {
    while (n >= 0x80) {
      this.#byte((n % 128) | 0x80);
      n = Math.floor(n / 128);
    }
    this.#byte(n);
  }
  writeHeader() {
    this.#byte(0xFF);
    this.#byte(kVersion);
  }
  releaseBuffer() {
    const out = Buffer.from(this.#buf.subarray(0, this.#len));
    this.#buf = Buffer.allocUnsafe(256);
    this.#len = 0;
    return out;
  }
  transferArrayBuffer(id, arrayBuffer) {
    this.#transferred.set(arrayBuffer, id);
  }
  writeUint32(value) { this.#varint(value >>> 0); }
  writeUint64(hi, lo) {
    let n = (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
    while (n >= 0x80n) {
      this.#byte(Number(n & 0x7Fn) | 0x80);
      n >>= 7n;
    }
    this.#byte(Number(n));
  }
  writeDouble(value) {
    scratch.setFloat64(0, value, true);
    this.#raw(scratchBytes);
  }
  writeRawBytes(source) {
    if (!ArrayBuffer.isView(source) && !types.isAnyArrayBuffer(source)) throw new ERR_INVALID_ARG_TYPE('source', ['Buffer', 'TypedArray', 'DataView'], source);
    this.#raw(ArrayBuffer.isView(source) ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength) : new Uint8Array(source));
  }
  #raw(bytes) {
    this.#reserve(bytes.length);
    this.#buf.set(bytes, this.#len);
    this.#len += bytes.length;
  }
  _setTreatArrayBufferViewsAsHostObjects(flag) { this.#viewsAsHostObjects = flag; }
  #string(s) {
    let oneByte = true;
    for (let i = 0; i < s.length; i++) {
      if (s.charCodeAt(i) > 255) {
        oneByte = false;
        break;
      }
    }
    if (oneByte) {
      this.#tag('"');
      this.#varint(s.length);
      this.#raw(Buffer.from(s, 'latin1'));
    } else {
      const bytes = Buffer.from(s, 'utf16le');
      // Two-byte characters are aligned.
      if ((this.#len + 1 + varintLength(bytes.length)) % 2 !== 0) this.#byte(0);
      this.#tag('c');
      this.#varint(bytes.length);
      this.#raw(bytes);
    }
  }
  #bigint(n) {
    const negative = n < 0n;
    let v = negative ? -n : n;
    const bytes = [];
    while (v > 0n) {
      bytes.push(Number(v & 0xFFn));
      v >>= 8n;
    }
    while (bytes.length % 8 !== 0) bytes.push(0);
    this.#varint((bytes.length << 1) | (negative ? 1 : 0));
    this.#raw(Uint8Array.from(bytes));
  }
  #number(n) {
    if (Number.isInteger(n) && n >= -(2 ** 31) && n < 2 ** 31 && !Object.is(n, -0)) {
      this.#tag('I');
      this.#varint(((n << 1) ^ (n >> 31)) >>> 0);
    } else {
      this.#tag('N');
      this.writeDouble(n);
    }
  }
  writeValue(value) {
    this.#value(value, 0);
    return true;
  }
  #value(value, depth) {
    switch (typeof value) {
      case 'undefined': return this.#tag('_');
      case 'boolean': return this.#tag(value ? 'T' : 'F');
      case 'number': return this.#number(value);
      case 'bigint':
        this.#tag('Z');
        return this.#bigint(value);
      case 'string': return this.#string(value);
      case 'object':
        if (value === null) return this.#tag('0');
        if (depth > 4000) throw new RangeError('Maximum call stack size exceeded');
        return this.#object(value, depth + 1);
      default:
        throw this.#error(value);
    }
  }
  #error(value) {
    const message = `${describe(value)} could not be cloned.`;
    const get = this._getDataCloneError;
    return typeof get === 'function' ? Reflect.construct(get, [message], get === Error ? Error : get) : dataCloneError(message);
  }
  #properties(value, keys, depth) {
    let count = 0;
    for (const key of keys) {
      if (!Object.prototype.propertyIsEnumerable.call(value, key)) continue;
      if (typeof key === 'string' && isIndex(key)) this.#number(+key);
      else this.#string(key);
      this.#value(value[key], depth);
      count++;
    }
    return count;
  }
  #object(value, depth) {
    const id = this.#ids.get(value);
    if (id !== undefined) {
      this.#tag('^');
      this.#varint(id);
      return;
    }
    if (ArrayBuffer.isView(value) && !this.#viewsAsHostObjects && !this.#ids.has(value.buffer)) {
      // The buffer comes first, then the view of it.
      this.#object(value.buffer, depth);
    }
    this.#ids.set(value, this.#ids.size);
    if (Array.isArray(value)) {
      const { length } = value;
      const keys = Object.keys(value);
      let dense = true;
      for (let i = 0; i < length; i++) {
        if (!(i in value)) {
          dense = false;
          break;
        }
      }
      if (dense) {
        this.#tag('A');
        this.#varint(length);
        for (let i = 0; i < length; i++) this.#value(value[i], depth);
        const n = this.#properties(value, keys.filter((k) => !isIndex(k)), depth);
        this.#tag('$');
        this.#varint(n);
        this.#varint(length);
      } else {
        this.#tag('a');
        this.#varint(length);
        const n = this.#properties(value, keys, depth);
        this.#tag('@');
        this.#varint(n);
        this.#varint(length);
      }
      return;
    }
    if (types.isDate(value)) {
      this.#tag('D');
      this.writeDouble(Date.prototype.getTime.call(value));
    } else if (types.isBooleanObject(value)) {
      this.#tag(Boolean.prototype.valueOf.call(value) ? 'y' : 'x');
    } else if (types.isNumberObject(value)) {
      this.#tag('n');
      this.writeDouble(Number.prototype.valueOf.call(value));
    } else if (types.isBigIntObject(value)) {
      this.#tag('z');
      this.#bigint(BigInt.prototype.valueOf.call(value));
    } else if (types.isStringObject(value)) {
      this.#tag('s');
      this.#string(String.prototype.valueOf.call(value));
    } else if (types.isRegExp(value)) {
      this.#tag('R');
      this.#string(value.source);
      let flags = 0;
      for (const [c, bit] of [['g', 1], ['i', 2], ['m', 4], ['y', 8], ['u', 16], ['s', 32], ['d', 128], ['v', 256]]) if (value.flags.includes(c)) flags |= bit;
      this.#varint(flags);
    } else if (types.isMap(value)) {
      this.#tag(';');
      const entries = [...Map.prototype.entries.call(value)];
      for (const [k, v] of entries) {
        this.#value(k, depth);
        this.#value(v, depth);
      }
      this.#tag(':');
      this.#varint(entries.length * 2);
    } else if (types.isSet(value)) {
      this.#tag("'");
      const entries = [...Set.prototype.values.call(value)];
      for (const v of entries) this.#value(v, depth);
      this.#tag(',');
      this.#varint(entries.length);
    } else if (types.isSharedArrayBuffer(value)) {
      if (typeof this._getSharedArrayBufferId !== 'function') throw this.#error(value);
      this.#tag('u');
      this.#varint(this._getSharedArrayBufferId(value) >>> 0);
    } else if (types.isAnyArrayBuffer(value)) {
      const t = this.#transferred.get(value);
      if (t !== undefined) {
        this.#tag('t');
        this.#varint(t);
      } else {
        this.#tag('B');
        this.#varint(value.byteLength);
        this.#raw(new Uint8Array(value));
      }
    } else if (ArrayBuffer.isView(value)) {
      if (this.#viewsAsHostObjects) {
        this.#host(value);
      } else {
        this.#tag('V');
        this.#varint(T(viewTag(value)));
        this.#varint(value.byteOffset);
        this.#varint(value.byteLength);
        this.#varint(0);
      }
    } else if (types.isNativeError(value)) {
      this.#nativeError(value, depth);
    } else if (types.isProxy(value) || types.isPromise(value) || types.isWeakMap(value) || types.isWeakSet(value) || types.isGeneratorObject(value) || types.isSymbolObject(value)) {
      throw this.#error(value);
    } else if (types.isExternal?.(value)) {
      this.#host(value);
    } else {
      this.#tag('o');
      const n = this.#properties(value, Object.keys(value), depth);
      this.#tag('{');
      this.#varint(n);
    }
  }
  #host(value) {
    this.#tag('\\');
    if (typeof this._writeHostObject !== 'function') throw this.#error(value);
    this._writeHostObject(value);
  }
  #nativeError(value, depth) {
    this.#tag('r');
    const proto = { EvalError: 'E', RangeError: 'R', ReferenceError: 'F', SyntaxError: 'S', TypeError: 'T', URIError: 'U' }[value.name];
    if (proto) this.#tag(proto);
    const d = Object.getOwnPropertyDescriptor(value, 'message');
    if (d !== undefined) {
      this.#tag('m');
      this.#string(String(d.value));
    }
    if (Object.hasOwn(value, 'cause')) {
      this.#tag('c');
      this.#value(value.cause, depth);
    }
    if (typeof value.stack === 'string') {
      this.#tag('s');
      this.#string(value.stack);
    }
    this.#tag('.');
  }
}
function varintLength(n) {
  let k = 1;
  while (n >= 0x80) {
    n = Math.floor(n / 128);
    k++;
  }
  return k;
}
function isIndex(key) {
  const n = +key;
  return `${n}` === key && n >= 0 && n < 0xFFFFFFFF && Number.isInteger(n);
}
const viewTags = [['Int8Array', 'b'], ['Uint8Array', 'B'], ['Uint8ClampedArray', 'C'], ['Int16Array', 'w'], ['Uint16Array', 'W'], ['Int32Array', 'd'], ['Uint32Array', 'D'],
  ['Float16Array', 'h'], ['Float32Array', 'f'], ['Float64Array', 'F'], ['BigInt64Array', 'q'], ['BigUint64Array', 'Q'], ['DataView', '?']];
function viewTag(value) {
  const name = types.isDataView(value) ? 'DataView' : value[Symbol.toStringTag];
  return viewTags.find((e) => e[0] === name)[1];
}

class Deserializer {
  #buf; #pos = 0; #objects = []; #transferred = new Map(); #version = kVersion;
  constructor(buffer) {
    if (!ArrayBuffer.isView(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
    this.buffer = buffer;
    this.#buf = Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  #fail() {
    return new Error('Unable to deserialize cloned data.');
  }
  #byte() {
    if (this.#pos >= this.#buf.length) throw this.#fail();
    return this.#buf[this.#pos++];
  }
  #varint() {
    let n = 0;
    let scale = 1;
    for (;;) {
      const b = this.#byte();
      n += (b & 0x7F) * scale;
      if (b < 0x80) return n;
      scale *= 128;
      if (scale > 2 ** 49) throw this.#fail();
    }
  }
  readHeader() {
    if (this.#buf[this.#pos] === 0xFF) {
      this.#pos++;
      this.#version = this.#varint();
      if (this.#version > kVersion) throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
    } else {
      throw new Error('Unable to deserialize cloned data due to invalid or unsupported version.');
    }
    return true;
  }
  getWireFormatVersion() { return this.#version; }
  transferArrayBuffer(id, arrayBuffer) { this.#transferred.set(id, arrayBuffer); }
  readUint32() { return this.#varint() >>> 0; }
  readUint64() {
    let n = 0n;
    let shift = 0n;
    for (;;) {
      const b = this.#byte();
      n |= BigInt(b & 0x7F) << shift;
      if (b < 0x80) break;
      shift += 7n;
    }
    return [Number((n >> 32n) & 0xFFFFFFFFn), Number(n & 0xFFFFFFFFn)];
  }
  readDouble() {
    if (this.#pos + 8 > this.#buf.length) throw new Error('ReadDouble() failed');
    const v = this.#buf.readDoubleLE(this.#pos);
    this.#pos += 8;
    return v;
  }
  _readRawBytes(length) {
    if (this.#pos + length > this.#buf.length) throw new Error('ReadRawBytes() failed');
    const offset = this.#pos;
    this.#pos += length;
    return offset;
  }
  readRawBytes(length) {
    const offset = this._readRawBytes(length);
    return Buffer.from(this.buffer.buffer, this.buffer.byteOffset + offset, length);
  }
  #bytes(n) {
    if (n > this.#buf.length - this.#pos) throw this.#fail();
    const r = this.#buf.subarray(this.#pos, this.#pos + n);
    this.#pos += n;
    return r;
  }
  #tag() {
    let t;
    do t = this.#byte(); while (t === 0);
    return String.fromCharCode(t);
  }
  readValue() {
    return this.#value(0);
  }
  #bigint() {
    const bits = this.#varint();
    const bytes = this.#bytes(bits >>> 1);
    let n = 0n;
    for (let i = bytes.length - 1; i >= 0; i--) n = (n << 8n) | BigInt(bytes[i]);
    return bits & 1 ? -n : n;
  }
  #stringOf(tag) {
    switch (tag) {
      case '"': return this.#bytes(this.#varint()).latin1Slice();
      case 'c': return this.#bytes(this.#varint()).utf16leSlice();
      case 'S': return this.#bytes(this.#varint()).utf8Slice();
      default: throw this.#fail();
    }
  }
  #add(o) {
    this.#objects.push(o);
    return o;
  }
  #value(depth) {
    if (depth > 4000) throw new RangeError('Maximum call stack size exceeded');
    const tag = this.#tag();
    const v = this.#valueOf(tag, depth + 1);
    // A buffer may be followed by the view of it.
    if (v !== null && typeof v === 'object' && (tag === 'B' || tag === 't' || tag === 'u') && this.#buf[this.#pos] === T('V')) {
      this.#pos++;
      return this.#view(v);
    }
    return v;
  }
  #view(buffer) {
    const sub = String.fromCharCode(this.#varint());
    const offset = this.#varint();
    const length = this.#varint();
    if (this.#version >= 14) this.#varint();
    const e = viewTags.find((x) => x[1] === sub);
    if (e === undefined || offset + length > buffer.byteLength) throw this.#fail();
    const Ctor = globalThis[e[0]];
    return this.#add(new Ctor(buffer, offset, length / (Ctor.BYTES_PER_ELEMENT ?? 1)));
  }
  #properties(o, end, depth) {
    let n = 0;
    for (;;) {
      const tag = this.#tag();
      if (tag === end) {
        if (this.#varint() !== n) throw this.#fail();
        return;
      }
      const key = this.#valueOf(tag, depth);
      if (typeof key !== 'string' && typeof key !== 'number') throw this.#fail();
      Object.defineProperty(o, key, { value: this.#value(depth), writable: true, enumerable: true, configurable: true });
      n++;
    }
  }
  #valueOf(tag, depth) {
    switch (tag) {
      case '_': return undefined;
      case '0': return null;
      case 'T': return true;
      case 'F': return false;
      case '-': return undefined;
      case 'I': {
        const n = this.#varint() >>> 0;
        return (n >>> 1) ^ -(n & 1);
      }
      case 'U': return this.#varint();
      case 'N': return this.readDouble();
      case 'Z': return this.#bigint();
      case '"': case 'c': case 'S': return this.#stringOf(tag);
      case '^': {
        const id = this.#varint();
        if (id >= this.#objects.length) throw this.#fail();
        return this.#objects[id];
      }
      case 'o': {
        const o = this.#add({});
        this.#properties(o, '{', depth);
        return o;
      }
      case 'A': {
        const length = this.#varint();
        if (length > this.#buf.length - this.#pos) throw this.#fail();
        const a = this.#add(new Array(length));
        for (let i = 0; i < length; i++) {
          if (this.#buf[this.#pos] === T('-')) {
            this.#pos++;
            continue;
          }
          a[i] = this.#value(depth);
        }
        this.#properties(a, '$', depth);
        this.#varint();
        return a;
      }
      case 'a': {
        const a = this.#add([]);
        a.length = this.#varint();
        this.#properties(a, '@', depth);
        this.#varint();
        return a;
      }
      case 'D': return this.#add(new Date(this.readDouble()));
      case 'y': return this.#add(Object(true));
      case 'x': return this.#add(Object(false));
      case 'n': return this.#add(Object(this.readDouble()));
      case 'z': return this.#add(Object(this.#bigint()));
      case 's': return this.#add(Object(this.#stringOf(this.#tag())));
      case 'R': {
        const source = this.#stringOf(this.#tag());
        const bits = this.#varint();
        let flags = '';
        for (const [c, bit] of [['d', 128], ['g', 1], ['i', 2], ['m', 4], ['s', 32], ['u', 16], ['v', 256], ['y', 8]]) if (bits & bit) flags += c;
        return this.#add(new RegExp(source, flags));
      }
      case ';': {
        const m = this.#add(new Map());
        for (;;) {
          const t = this.#tag();
          if (t === ':') break;
          const k = this.#valueOf(t, depth);
          m.set(k, this.#value(depth));
        }
        if (this.#varint() !== m.size * 2) throw this.#fail();
        return m;
      }
      case "'": {
        const s = this.#add(new Set());
        for (;;) {
          const t = this.#tag();
          if (t === ',') break;
          s.add(this.#valueOf(t, depth));
        }
        if (this.#varint() !== s.size) throw this.#fail();
        return s;
      }
      case 'B': {
        const bytes = this.#bytes(this.#varint());
        return this.#add(Uint8Array.prototype.slice.call(bytes).buffer.slice(0));
      }
      case 't': return this.#add(this.#transferred.get(this.#varint()));
      case 'u': {
        const id = this.#varint();
        return this.#add(this._getSharedArrayBuffer ? this._getSharedArrayBuffer(id) : this.#transferred.get(id));
      }
      case '\\': {
        if (typeof this._readHostObject !== 'function') throw this.#fail();
        const at = this.#objects.length;
        this.#objects.push(undefined);
        const o = this._readHostObject();
        this.#objects[at] = o;
        return o;
      }
      case 'r': return this.#nativeError(depth);
      default: throw this.#fail();
    }
  }
  #nativeError(depth) {
    const at = this.#objects.length;
    this.#objects.push(undefined);
    let Ctor = Error;
    let message;
    let stack;
    let cause;
    let hasCause = false;
    for (;;) {
      const t = this.#tag();
      if (t === '.') break;
      switch (t) {
        case 'E': Ctor = EvalError; break;
        case 'R': Ctor = RangeError; break;
        case 'F': Ctor = ReferenceError; break;
        case 'S': Ctor = SyntaxError; break;
        case 'T': Ctor = TypeError; break;
        case 'U': Ctor = URIError; break;
        case 'm': message = this.#stringOf(this.#tag()); break;
        case 's': stack = this.#stringOf(this.#tag()); break;
        case 'c':
          hasCause = true;
          cause = this.#value(depth);
          break;
        default: throw this.#fail();
      }
    }
    const e = message === undefined ? new Ctor() : new Ctor(message);
    if (hasCause) Object.defineProperty(e, 'cause', { value: cause, writable: true, configurable: true, enumerable: false });
    Object.defineProperty(e, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
    this.#objects[at] = e;
    return e;
  }
}
Object.defineProperty(Serializer.prototype, '_getDataCloneError', { value: Error, writable: true, configurable: true, enumerable: true });

// Views travel as host objects: their kind, length and bytes.
const hostTypes = ['Int8Array', 'Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float32Array', 'Float64Array',
  'DataView', 'FastBuffer', 'BigInt64Array', 'BigUint64Array', 'Float16Array'];

class DefaultSerializer extends Serializer {
  constructor() {
    super();
    this._setTreatArrayBufferViewsAsHostObjects(true);
  }
  _writeHostObject(abView) {
    let i = 10;
    if (!Buffer.isBuffer(abView)) {
      const name = types.isDataView(abView) ? 'DataView' : abView?.[Symbol.toStringTag];
      i = hostTypes.indexOf(name);
      if (i === -1) throw new this._getDataCloneError(`Unserializable host object: ${require('internal/util/inspect').inspect(abView)}`);
    }
    this.writeUint32(i);
    this.writeUint32(abView.byteLength);
    this.writeRawBytes(new Uint8Array(abView.buffer, abView.byteOffset, abView.byteLength));
  }
}
class DefaultDeserializer extends Deserializer {
  _readHostObject() {
    const index = this.readUint32();
    const length = this.readUint32();
    const offset = this._readRawBytes(length);
    const start = this.buffer.byteOffset + offset;
    if (index === 10) return Buffer.from(this.buffer.buffer, start, length);
    const Ctor = globalThis[hostTypes[index]];
    const size = Ctor.BYTES_PER_ELEMENT ?? 1;
    if (start % size === 0) return new Ctor(this.buffer.buffer, start, length / size);
    const copy = new Uint8Array(length);
    copy.set(new Uint8Array(this.buffer.buffer, start, length));
    return new Ctor(copy.buffer, 0, length / size);
  }
}

function serialize(value) {
  const ser = new DefaultSerializer();
  ser.writeHeader();
  ser.writeValue(value);
  return ser.releaseBuffer();
}
function deserialize(buffer) {
  if (!ArrayBuffer.isView(buffer)) throw new ERR_INVALID_ARG_TYPE('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
  const der = new DefaultDeserializer(buffer);
  der.readHeader();
  return der.readValue();
}

module.exports = { Serializer, Deserializer, DefaultSerializer, DefaultDeserializer, serialize, deserialize };
