'use strict';

// The class behind Buffer, and its methods that read and write numbers.

const { codes } = require('internal/errors');
const binding = internalBinding('buffer');

const { floor } = Math;

// Buffer.prototype is FastBuffer.prototype; instances are made with this class.
class FastBuffer extends Uint8Array {
  // An explicit constructor keeps the iterator protocol of Uint8Array's rest arguments out of the way.
  constructor(bufferOrLength, byteOffset, length) {
    super(bufferOrLength, byteOffset, length);
  }
}

// One scratch cell seen as floats and as bytes.
const float32 = new Float32Array(1);
const float32Bytes = new Uint8Array(float32.buffer);
const float64 = new Float64Array(1);
const float64Bytes = new Uint8Array(float64.buffer);
float32[0] = -1; // 0xBF800000
const bigEndian = float32Bytes[3] === 0;

// ---------------------------------------------------------------------------------------------------------------------
// Errors

function offsetType(offset, name = 'offset') {
  return new codes.ERR_INVALID_ARG_TYPE(name, 'number', offset);
}

// The error of a bad position: not an integer, buffer too short, or out of range.
function outOfBounds(value, length, name) {
  if (floor(value) !== value) {
    if (typeof value !== 'number') return offsetType(value, name);
    return new codes.ERR_OUT_OF_RANGE(name || 'offset', 'an integer', value);
  }
  if (length < 0) return new codes.ERR_BUFFER_OUT_OF_BOUNDS();
  return new codes.ERR_OUT_OF_RANGE(name || 'offset', `>= ${name ? 1 : 0} and <= ${length}`, value);
}

function badOffset(buffer, offset, byteLength) {
  if (typeof offset !== 'number') return offsetType(offset);
  return outOfBounds(offset, buffer.length - (byteLength + 1));
}

// The error of a value that does not fit; byteLength is the number of bytes minus one.
function valueRange(value, min, max, byteLength) {
  const n = typeof min === 'bigint' ? 'n' : '';
  let range;
  if (byteLength > 3) {
    const bits = (byteLength + 1) * 8;
    if (min === 0 || min === 0n) range = `>= 0${n} and < 2${n} ** ${bits}${n}`;
    else range = `>= -(2${n} ** ${bits - 1}${n}) and < 2${n} ** ${bits - 1}${n}`;
  } else {
    range = `>= ${min}${n} and <= ${max}${n}`;
  }
  return new codes.ERR_OUT_OF_RANGE('value', range, value);
}

function badByteLength(byteLength) {
  return outOfBounds(byteLength, 6, 'byteLength');
}

// ---------------------------------------------------------------------------------------------------------------------
// Fixed sizes

function readUInt8(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  if (first === undefined) throw outOfBounds(offset, this.length - 1);
  return first;
}

function readUInt16LE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 2);
  return first + last * 0x100;
}

function readUInt16BE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 2);
  return last + first * 0x100;
}

function readUInt32LE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 4);
  return first + this[offset + 1] * 0x100 + this[offset + 2] * 0x10000 + last * 0x1000000;
}

function readUInt32BE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 4);
  return last + this[offset + 2] * 0x100 + this[offset + 1] * 0x10000 + first * 0x1000000;
}

function readInt8(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  if (first === undefined) throw outOfBounds(offset, this.length - 1);
  return first | (first & 0x80) * 0x1fffffe;
}

function readInt16LE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 2);
  const value = first + last * 0x100;
  return value | (value & 0x8000) * 0x1fffe;
}

function readInt16BE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 1];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 2);
  const value = last + first * 0x100;
  return value | (value & 0x8000) * 0x1fffe;
}

function readInt32LE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 4);
  return first + this[offset + 1] * 0x100 + this[offset + 2] * 0x10000 + (last << 24);
}

function readInt32BE(offset = 0) {
  if (typeof offset !== 'number') throw offsetType(offset);
  const first = this[offset];
  const last = this[offset + 3];
  if (first === undefined || last === undefined) throw outOfBounds(offset, this.length - 4);
  return last + this[offset + 2] * 0x100 + this[offset + 1] * 0x10000 + (first << 24);
}

function writeUInt8(value, offset = 0) {
  value = +value;
  if (typeof offset !== 'number') throw offsetType(offset);
  if (value > 0xff || value < 0) throw valueRange(value, 0, 0xff, 0);
  if (this[offset] === undefined) throw outOfBounds(offset, this.length - 1);
  this[offset] = value;
  return offset + 1;
}

function writeUInt16LE(value, offset = 0) {
  value = +value;
  if (value > 0xffff || value < 0) throw valueRange(value, 0, 0xffff, 1);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 1] === undefined) throw badOffset(this, offset, 1);
  this[offset] = value;
  value >>>= 8;
  this[offset + 1] = value;
  return offset + 2;
}

function writeUInt16BE(value, offset = 0) {
  value = +value;
  if (value > 0xffff || value < 0) throw valueRange(value, 0, 0xffff, 1);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 1] === undefined) throw badOffset(this, offset, 1);
  this[offset + 1] = value;
  value >>>= 8;
  this[offset] = value;
  return offset + 2;
}

function writeUInt32LE(value, offset = 0) {
  value = +value;
  if (value > 0xffffffff || value < 0) throw valueRange(value, 0, 0xffffffff, 3);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 3] === undefined) throw badOffset(this, offset, 3);
  this[offset] = value;
  value >>>= 8;
  this[offset + 1] = value;
  value >>>= 8;
  this[offset + 2] = value;
  value >>>= 8;
  this[offset + 3] = value;
  return offset + 4;
}

function writeUInt32BE(value, offset = 0) {
  value = +value;
  if (value > 0xffffffff || value < 0) throw valueRange(value, 0, 0xffffffff, 3);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 3] === undefined) throw badOffset(this, offset, 3);
  this[offset + 3] = value;
  value >>>= 8;
  this[offset + 2] = value;
  value >>>= 8;
  this[offset + 1] = value;
  value >>>= 8;
  this[offset] = value;
  return offset + 4;
}

function writeInt8(value, offset = 0) {
  value = +value;
  if (typeof offset !== 'number') throw offsetType(offset);
  if (value > 0x7f || value < -0x80) throw valueRange(value, -0x80, 0x7f, 0);
  if (this[offset] === undefined) throw outOfBounds(offset, this.length - 1);
  this[offset] = value;
  return offset + 1;
}

function writeInt16LE(value, offset = 0) {
  value = +value;
  if (value > 0x7fff || value < -0x8000) throw valueRange(value, -0x8000, 0x7fff, 1);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 1] === undefined) throw badOffset(this, offset, 1);
  this[offset] = value;
  value >>>= 8;
  this[offset + 1] = value;
  return offset + 2;
}

function writeInt16BE(value, offset = 0) {
  value = +value;
  if (value > 0x7fff || value < -0x8000) throw valueRange(value, -0x8000, 0x7fff, 1);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 1] === undefined) throw badOffset(this, offset, 1);
  this[offset + 1] = value;
  value >>>= 8;
  this[offset] = value;
  return offset + 2;
}

function writeInt32LE(value, offset = 0) {
  value = +value;
  if (value > 0x7fffffff || value < -0x80000000) throw valueRange(value, -0x80000000, 0x7fffffff, 3);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 3] === undefined) throw badOffset(this, offset, 3);
  this[offset] = value;
  value >>>= 8;
  this[offset + 1] = value;
  value >>>= 8;
  this[offset + 2] = value;
  value >>>= 8;
  this[offset + 3] = value;
  return offset + 4;
}

function writeInt32BE(value, offset = 0) {
  value = +value;
  if (value > 0x7fffffff || value < -0x80000000) throw valueRange(value, -0x80000000, 0x7fffffff, 3);
  if (typeof offset !== 'number' || this[offset] === undefined || this[offset + 3] === undefined) throw badOffset(this, offset, 3);
  this[offset + 3] = value;
  value >>>= 8;
  this[offset + 2] = value;
  value >>>= 8;
  this[offset + 1] = value;
  value >>>= 8;
  this[offset] = value;
  return offset + 4;
}
// ---------------------------------------------------------------------------------------------------------------------
// 1 to 6 bytes

function readUIntLE(offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  return readVariable(this, offset, byteLength, true, false);
}

function readUIntBE(offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  return readVariable(this, offset, byteLength, false, false);
}

function readIntLE(offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  return readVariable(this, offset, byteLength, true, true);
}

function readIntBE(offset, byteLength) {
  if (offset === undefined) throw new codes.ERR_INVALID_ARG_TYPE('offset', 'number', offset);
  return readVariable(this, offset, byteLength, false, true);
}

function readVariable(buffer, offset, byteLength, little, signed) {
  if (!(byteLength >= 1 && byteLength <= 6) || floor(byteLength) !== byteLength) throw badByteLength(byteLength);
  if (typeof offset !== 'number') throw offsetType(offset);
  if (buffer[offset] === undefined || buffer[offset + byteLength - 1] === undefined) {
    throw outOfBounds(offset, buffer.length - byteLength);
  }
  let value = 0;
  let scale = 1;
  for (let i = 0; i < byteLength; i++) {
    value += buffer[little ? offset + i : offset + byteLength - 1 - i] * scale;
    scale *= 0x100;
  }
  return signed && value >= scale / 2 ? value - scale : value;
}

function writeUIntLE(value, offset, byteLength) {
  return writeVariable(this, value, offset, byteLength, true, false);
}

function writeUIntBE(value, offset, byteLength) {
  return writeVariable(this, value, offset, byteLength, false, false);
}

function writeIntLE(value, offset, byteLength) {
  return writeVariable(this, value, offset, byteLength, true, true);
}

function writeIntBE(value, offset, byteLength) {
  return writeVariable(this, value, offset, byteLength, false, true);
}

function writeVariable(buffer, value, offset, byteLength, little, signed) {
  if (!(byteLength >= 1 && byteLength <= 6) || floor(byteLength) !== byteLength) throw badByteLength(byteLength);
  value = +value;
  const scale = 2 ** (8 * byteLength);
  const min = signed ? -scale / 2 : 0;
  const max = signed ? scale / 2 - 1 : scale - 1;
  if (byteLength === 1 && typeof offset !== 'number') throw offsetType(offset);
  if (value > max || value < min) throw valueRange(value, min, max, byteLength - 1);
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + byteLength - 1] === undefined) {
    throw badOffset(buffer, offset, byteLength - 1);
  }
  value = Math.trunc(value);
  if (value !== value) value = 0;
  if (value < 0) value += scale;
  for (let i = 0; i < byteLength; i++) {
    const byte = value % 0x100;
    buffer[little ? offset + i : offset + byteLength - 1 - i] = byte;
    value = (value - byte) / 0x100;
  }
  return offset + byteLength;
}

// ---------------------------------------------------------------------------------------------------------------------
// 8 bytes

function halves(buffer, offset) {
  if (typeof offset !== 'number') throw offsetType(offset);
  if (buffer[offset] === undefined || buffer[offset + 7] === undefined) throw outOfBounds(offset, buffer.length - 8);
}

function word(buffer, offset, little) {
  if (little) {
    return buffer[offset] + buffer[offset + 1] * 0x100 + buffer[offset + 2] * 0x10000 + buffer[offset + 3] * 0x1000000;
  }
  return buffer[offset] * 0x1000000 + buffer[offset + 1] * 0x10000 + buffer[offset + 2] * 0x100 + buffer[offset + 3];
}

function readBigUInt64LE(offset = 0) {
  halves(this, offset);
  return BigInt(word(this, offset, true)) + (BigInt(word(this, offset + 4, true)) << 32n);
}

function readBigUInt64BE(offset = 0) {
  halves(this, offset);
  return (BigInt(word(this, offset, false)) << 32n) + BigInt(word(this, offset + 4, false));
}

function readBigInt64LE(offset = 0) {
  halves(this, offset);
  return BigInt(word(this, offset, true)) + (BigInt(word(this, offset + 4, true) | 0) << 32n);
}

function readBigInt64BE(offset = 0) {
  halves(this, offset);
  return (BigInt(word(this, offset, false) | 0) << 32n) + BigInt(word(this, offset + 4, false));
}

function writeBig(buffer, value, offset, min, max, little) {
  if (value > max || value < min) throw valueRange(value, min, max, 7);
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + 7] === undefined) throw badOffset(buffer, offset, 7);
  let low = Number(value & 0xffffffffn);
  let high = Number((value >> 32n) & 0xffffffffn);
  for (let i = 0; i < 4; i++) {
    buffer[little ? offset + i : offset + 7 - i] = low;
    buffer[little ? offset + 4 + i : offset + 3 - i] = high;
    low >>>= 8;
    high >>>= 8;
  }
  return offset + 8;
}

function writeBigUInt64LE(value, offset = 0) {
  return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, true);
}

function writeBigUInt64BE(value, offset = 0) {
  return writeBig(this, value, offset, 0n, 0xffffffffffffffffn, false);
}

function writeBigInt64LE(value, offset = 0) {
  return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, true);
}

function writeBigInt64BE(value, offset = 0) {
  return writeBig(this, value, offset, -0x8000000000000000n, 0x7fffffffffffffffn, false);
}

// ---------------------------------------------------------------------------------------------------------------------
// Floats

function readFloat(buffer, offset, forwards) {
  if (typeof offset !== 'number') throw offsetType(offset);
  if (buffer[offset] === undefined || buffer[offset + 3] === undefined) throw outOfBounds(offset, buffer.length - 4);
  for (let i = 0; i < 4; i++) float32Bytes[forwards ? i : 3 - i] = buffer[offset + i];
  return float32[0];
}

function readDouble(buffer, offset, forwards) {
  if (typeof offset !== 'number') throw offsetType(offset);
  if (buffer[offset] === undefined || buffer[offset + 7] === undefined) throw outOfBounds(offset, buffer.length - 8);
  for (let i = 0; i < 8; i++) float64Bytes[forwards ? i : 7 - i] = buffer[offset + i];
  return float64[0];
}

function writeFloat(buffer, value, offset, forwards) {
  value = +value;
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + 3] === undefined) throw badOffset(buffer, offset, 3);
  float32[0] = value;
  for (let i = 0; i < 4; i++) buffer[offset + i] = float32Bytes[forwards ? i : 3 - i];
  return offset + 4;
}

function writeDouble(buffer, value, offset, forwards) {
  value = +value;
  if (typeof offset !== 'number' || buffer[offset] === undefined || buffer[offset + 7] === undefined) throw badOffset(buffer, offset, 7);
  float64[0] = value;
  for (let i = 0; i < 8; i++) buffer[offset + i] = float64Bytes[forwards ? i : 7 - i];
  return offset + 8;
}

function readFloatLE(offset = 0) {
  return readFloat(this, offset, !bigEndian);
}

function readFloatBE(offset = 0) {
  return readFloat(this, offset, bigEndian);
}

function readDoubleLE(offset = 0) {
  return readDouble(this, offset, !bigEndian);
}

function readDoubleBE(offset = 0) {
  return readDouble(this, offset, bigEndian);
}

function writeFloatLE(value, offset = 0) {
  return writeFloat(this, value, offset, !bigEndian);
}

function writeFloatBE(value, offset = 0) {
  return writeFloat(this, value, offset, bigEndian);
}

function writeDoubleLE(value, offset = 0) {
  return writeDouble(this, value, offset, !bigEndian);
}

function writeDoubleBE(value, offset = 0) {
  return writeDouble(this, value, offset, bigEndian);
}

// ---------------------------------------------------------------------------------------------------------------------
// Strings: thin methods over the binding. Positions out of range throw.

function bounds(buffer, start, end) {
  const length = buffer.length;
  start = start === undefined ? 0 : Math.trunc(start) || 0;
  end = end === undefined ? length : Math.trunc(end) || 0;
  if (start < 0 || end < 0) throw new codes.ERR_OUT_OF_RANGE(start < 0 ? 'start' : 'end', `>= 0 && <= ${length}`, start < 0 ? start : end);
  if (end < start) end = start;
  if (end > length) throw indexOutOfRange();
  return end;
}

function indexOutOfRange() {
  const err = new RangeError('Index out of range');
  err.code = 'ERR_OUT_OF_RANGE';
  return err;
}

function makeSlice(native) {
  return function(start, end) {
    if (!(this instanceof Uint8Array) && !ArrayBuffer.isView(this)) {
      throw new codes.ERR_INVALID_ARG_TYPE('argument', 'Buffer', this);
    }
    end = bounds(this, start, end);
    start = start === undefined ? 0 : Math.trunc(start) || 0;
    return start >= end ? '' : native(this, start, end);
  };
}

function makeWrite(native) {
  return function(string, offset, length) {
    if (typeof string !== 'string') throw new codes.ERR_INVALID_ARG_TYPE('argument', 'string', string);
    const size = this.byteLength;
    offset = offset === undefined ? 0 : offset;
    if (typeof offset !== 'number' || offset < 0 || offset > size) {
      throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
    }
    const rest = size - offset;
    if (length === undefined) length = rest;
    else if (length < 0 || length > rest) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    if (length > rest) length = rest;
    return length === 0 ? 0 : native(this, string, offset, length);
  };
}

function addBufferPrototypeMethods(proto) {
  proto.readBigUInt64LE = readBigUInt64LE;
  proto.readBigUInt64BE = readBigUInt64BE;
  proto.readBigUint64LE = readBigUInt64LE;
  proto.readBigUint64BE = readBigUInt64BE;
  proto.readBigInt64LE = readBigInt64LE;
  proto.readBigInt64BE = readBigInt64BE;
  proto.writeBigUInt64LE = writeBigUInt64LE;
  proto.writeBigUInt64BE = writeBigUInt64BE;
  proto.writeBigUint64LE = writeBigUInt64LE;
  proto.writeBigUint64BE = writeBigUInt64BE;
  proto.writeBigInt64LE = writeBigInt64LE;
  proto.writeBigInt64BE = writeBigInt64BE;

  proto.readUIntLE = readUIntLE;
  proto.readUInt32LE = readUInt32LE;
  proto.readUInt16LE = readUInt16LE;
  proto.readUInt8 = readUInt8;
  proto.readUIntBE = readUIntBE;
  proto.readUInt32BE = readUInt32BE;
  proto.readUInt16BE = readUInt16BE;
  proto.readUintLE = readUIntLE;
  proto.readUint32LE = readUInt32LE;
  proto.readUint16LE = readUInt16LE;
  proto.readUint8 = readUInt8;
  proto.readUintBE = readUIntBE;
  proto.readUint32BE = readUInt32BE;
  proto.readUint16BE = readUInt16BE;
  proto.readIntLE = readIntLE;
  proto.readInt32LE = readInt32LE;
  proto.readInt16LE = readInt16LE;
  proto.readInt8 = readInt8;
  proto.readIntBE = readIntBE;
  proto.readInt32BE = readInt32BE;
  proto.readInt16BE = readInt16BE;

  proto.writeUIntLE = writeUIntLE;
  proto.writeUInt32LE = writeUInt32LE;
  proto.writeUInt16LE = writeUInt16LE;
  proto.writeUInt8 = writeUInt8;
  proto.writeUIntBE = writeUIntBE;
  proto.writeUInt32BE = writeUInt32BE;
  proto.writeUInt16BE = writeUInt16BE;
  proto.writeUintLE = writeUIntLE;
  proto.writeUint32LE = writeUInt32LE;
  proto.writeUint16LE = writeUInt16LE;
  proto.writeUint8 = writeUInt8;
  proto.writeUintBE = writeUIntBE;
  proto.writeUint32BE = writeUInt32BE;
  proto.writeUint16BE = writeUInt16BE;
  proto.writeIntLE = writeIntLE;
  proto.writeInt32LE = writeInt32LE;
  proto.writeInt16LE = writeInt16LE;
  proto.writeInt8 = writeInt8;
  proto.writeIntBE = writeIntBE;
  proto.writeInt32BE = writeInt32BE;
  proto.writeInt16BE = writeInt16BE;

  proto.readFloatLE = readFloatLE;
  proto.readFloatBE = readFloatBE;
  proto.readDoubleLE = readDoubleLE;
  proto.readDoubleBE = readDoubleBE;
  proto.writeFloatLE = writeFloatLE;
  proto.writeFloatBE = writeFloatBE;
  proto.writeDoubleLE = writeDoubleLE;
  proto.writeDoubleBE = writeDoubleBE;

  proto.asciiSlice = makeSlice(binding.asciiSlice);
  proto.base64Slice = makeSlice(binding.base64Slice);
  proto.base64urlSlice = makeSlice(binding.base64urlSlice);
  proto.latin1Slice = makeSlice(binding.latin1Slice);
  proto.hexSlice = makeSlice(binding.hexSlice);
  proto.ucs2Slice = makeSlice(binding.ucs2Slice);
  proto.utf8Slice = makeSlice(binding.utf8Slice);
  proto.asciiWrite = makeWrite(binding.latin1Write);
  proto.base64Write = makeWrite(binding.base64Write);
  proto.base64urlWrite = makeWrite(binding.base64urlWrite);
  proto.latin1Write = makeWrite(binding.latin1Write);
  proto.hexWrite = makeWrite(binding.hexWrite);
  proto.ucs2Write = makeWrite(binding.ucs2Write);
  proto.utf8Write = makeWrite(binding.utf8Write);
}

// A buffer whose bytes are not cleared.
function createUnsafeBuffer(size) {
  if (size <= 64) return new FastBuffer(size);
  return new FastBuffer(binding.createUnsafeArrayBuffer(size));
}

const kUntransferable = new WeakSet();
function markAsUntransferable(object) {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) return;
  kUntransferable.add(object);
  // An object that is no buffer says it itself.
  if (!internalBinding('util').markAsUntransferable?.(object) && !ArrayBuffer.isView(object)) {
    const { markTransferMode, kUntransferable: mode } = require('internal/worker/js_transferable');
    markTransferMode(object, mode);
  }
}

function isMarkedAsUntransferable(object) {
  if (object == null || (typeof object !== 'object' && typeof object !== 'function')) return false;
  return kUntransferable.has(object);
}

module.exports = {
  FastBuffer,
  addBufferPrototypeMethods,
  markAsUntransferable,
  isMarkedAsUntransferable,
  createUnsafeBuffer,
  asciiWrite: binding.latin1Write,
  latin1Write: binding.latin1Write,
  utf8Write: binding.utf8Write,
};
