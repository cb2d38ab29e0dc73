'use strict';

// The public `buffer` module. Number methods live in internal/buffer; texts are converted by the `buffer` binding.

const { codes, genericNodeError, hide } = require('internal/errors');
const {
  validateArray, validateBuffer, validateInteger, validateNumber, validateString,
} = require('internal/validators');
const {
  customInspectSymbol, defineLazyProperties, encodingsMap, kIsEncodingSymbol, lazyDOMException, normalizeEncoding,
} = require('internal/util');
const { isAnyArrayBuffer, isArrayBufferView, isUint8Array, isTypedArray } = require('internal/util/types');
const { FastBuffer, addBufferPrototypeMethods, createUnsafeBuffer } = require('internal/buffer');

const {
  atob: nativeAtob,
  btoa: nativeBtoa,
  byteLengthUtf8,
  compare: nativeCompare,
  compareOffset,
  copy: nativeCopy,
  fill: nativeFill,
  indexOfBuffer,
  indexOfNumber,
  indexOfString,
  isAscii: nativeIsAscii,
  isUtf8: nativeIsUtf8,
  kMaxLength,
  kStringMaxLength,
  swap16: nativeSwap16,
  swap32: nativeSwap32,
  swap64: nativeSwap64,
  asciiSlice, base64Slice, base64urlSlice, hexSlice, latin1Slice, ucs2Slice, utf8Slice,
  base64Write, base64urlWrite, hexWrite, latin1Write, ucs2Write, utf8Write,
} = internalBinding('buffer');

const { trunc } = Math;
const typedArrayProto = Object.getPrototypeOf(Uint8Array.prototype);
const typedArrayFill = Function.prototype.call.bind(typedArrayProto.fill);
const typedArraySet = Function.prototype.call.bind(typedArrayProto.set);
const typedArrayByteLength = Function.prototype.call.bind(
  Object.getOwnPropertyDescriptor(typedArrayProto, 'byteLength').get);

Buffer.poolSize = 64 * 1024;
let poolOffset;
let allocPool;

FastBuffer.prototype.constructor = Buffer;
Buffer.prototype = FastBuffer.prototype;
addBufferPrototypeMethods(Buffer.prototype);

function createPool() {
  allocPool = createUnsafeBuffer(Buffer.poolSize).buffer;
  require('internal/buffer').markAsUntransferable(allocPool);
  poolOffset = 0;
}

// Slices of the pool begin at multiples of 8.
function alignPool() {
  if (poolOffset & 0x7) {
    poolOffset |= 0x7;
    poolOffset++;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Encodings

class Encoding {
  constructor(name, encodingVal, byteLength, write, slice) {
    this.encoding = name;
    this.encodingVal = encodingVal;
    this.byteLength = byteLength;
    this.write = write;
    this.slice = slice;
  }
}

function base64ByteLength(string) {
  const { length } = string;
  let bytes = length;
  if (length > 0 && string.charCodeAt(length - 1) === 0x3D) bytes--;
  if (bytes > 1 && string.charCodeAt(bytes - 1) === 0x3D && bytes < length) bytes--;
  return (bytes * 3) >>> 2;
}

const encodingOps = {
  __proto__: null,
  utf8: new Encoding('utf8', encodingsMap.utf8, byteLengthUtf8, utf8Write, utf8Slice),
  utf16le: new Encoding('utf16le', encodingsMap.utf16le, (string) => string.length * 2, ucs2Write, ucs2Slice),
  latin1: new Encoding('latin1', encodingsMap.latin1, (string) => string.length, latin1Write, latin1Slice),
  ascii: new Encoding('ascii', encodingsMap.ascii, (string) => string.length, latin1Write, asciiSlice),
  base64: new Encoding('base64', encodingsMap.base64, base64ByteLength, base64Write, base64Slice),
  base64url: new Encoding('base64url', encodingsMap.base64url, base64ByteLength, base64urlWrite, base64urlSlice),
  hex: new Encoding('hex', encodingsMap.hex, (string) => string.length >>> 1, hexWrite, hexSlice),
};

function getEncodingOps(encoding) {
  if (encoding === 'utf8') return encodingOps.utf8;
  encoding = `${encoding}`;
  if (encoding === '') return undefined;
  const name = normalizeEncoding(encoding);
  return name === undefined ? undefined : encodingOps[name];
}

// ---------------------------------------------------------------------------------------------------------------------
// Construction

let warned = false;
function showFlaggedDeprecation() {
  if (warned || process.noDeprecation) return;
  const { isInsideNodeModules } = require('internal/util');
  if (isInsideNodeModules(100, true)) return;
  warned = true;
  process.emitWarning('Buffer() is deprecated due to security and usability issues. Please use the Buffer.alloc(), ' +
    'Buffer.allocUnsafe(), or Buffer.from() methods instead.', 'DeprecationWarning', 'DEP0005', showFlaggedDeprecation);
}

function Buffer(arg, encodingOrOffset, length) {
  showFlaggedDeprecation();
  if (typeof arg === 'number') {
    if (typeof encodingOrOffset === 'string') throw new codes.ERR_INVALID_ARG_TYPE('string', 'string', arg);
    return Buffer.alloc(arg);
  }
  return Buffer.from(arg, encodingOrOffset, length);
}

Object.defineProperty(Buffer, Symbol.species, {
  __proto__: null,
  configurable: true,
  enumerable: false,
  get() {
    return FastBuffer;
  },
});

const kFromTypes = ['string', 'Buffer', 'ArrayBuffer', 'Array', 'Array-like Object'];

function firstArgument(value) {
  const { determineSpecificType } = require('internal/errors');
  const err = new codes.ERR_INVALID_ARG_TYPE('first argument', kFromTypes, value);
  // The documented wording of this one error.
  Object.defineProperty(err, 'message', {
    __proto__: null,
    value: 'The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an ' +
      `Array-like Object. Received ${determineSpecificType(value)}`,
    writable: true,
    enumerable: false,
    configurable: true,
  });
  return hide(err, Buffer.from);
}

Buffer.from = function from(value, encodingOrOffset, length) {
  if (typeof value === 'string') return fromString(value, encodingOrOffset);
  if (typeof value === 'object' && value !== null) {
    if (isAnyArrayBuffer(value)) return fromArrayBuffer(value, encodingOrOffset, length);
    const valueOf = value.valueOf && value.valueOf();
    if (valueOf != null && valueOf !== value && (typeof valueOf === 'string' || typeof valueOf === 'object')) {
      return from(valueOf, encodingOrOffset, length);
    }
    const buffer = fromObject(value);
    if (buffer) return buffer;
    if (typeof value[Symbol.toPrimitive] === 'function') {
      const primitive = value[Symbol.toPrimitive]('string');
      if (typeof primitive === 'string') return fromString(primitive, encodingOrOffset);
    }
  }
  throw firstArgument(value);
};

Buffer.copyBytesFrom = function copyBytesFrom(view, offset, length) {
  if (!isTypedArray(view)) throw new codes.ERR_INVALID_ARG_TYPE('view', ['TypedArray'], view);
  const viewLength = view.length;
  if (viewLength === 0) return new FastBuffer();
  let start = 0;
  let end = viewLength;
  if (offset !== undefined) {
    validateInteger(offset, 'offset', 0);
    if (offset >= viewLength) return new FastBuffer();
    start = offset;
  }
  if (length !== undefined) {
    validateInteger(length, 'length', 0);
    end = Math.min(start + length, viewLength);
  }
  if (end <= start) return new FastBuffer();
  const elementSize = view.byteLength / viewLength;
  const source = new Uint8Array(view.buffer, view.byteOffset + start * elementSize, (end - start) * elementSize);
  return fromArrayLike(source);
};

Buffer.of = function of(...items) {
  const newObj = createUnsafeBuffer(items.length);
  for (let i = 0; i < items.length; i++) newObj[i] = items[i];
  return newObj;
};

Object.setPrototypeOf(Buffer, Uint8Array);

Buffer.alloc = function alloc(size, fill, encoding) {
  validateSize(size, alloc);
  if (fill !== undefined && fill !== 0 && size > 0) {
    return fillImpl(createUnsafeBuffer(size), fill, 0, size, encoding);
  }
  return new FastBuffer(size);
};

Buffer.allocUnsafe = function allocUnsafe(size) {
  validateSize(size, allocUnsafe);
  return allocate(size);
};

Buffer.allocUnsafeSlow = function allocUnsafeSlow(size) {
  validateSize(size, allocUnsafeSlow);
  return createUnsafeBuffer(size);
};

function validateSize(size, caller) {
  if (typeof size !== 'number') throw hide(new codes.ERR_INVALID_ARG_TYPE('size', 'number', size), caller);
  if (!(size >= 0 && size <= kMaxLength)) {
    throw hide(new codes.ERR_OUT_OF_RANGE('size', `>= 0 && <= ${kMaxLength}`, size), caller);
  }
}

function allocate(size) {
  if (size <= 0) return new FastBuffer();
  if (size < Buffer.poolSize >>> 1) {
    if (allocPool === undefined) createPool();
    if (size > allocPool.byteLength - poolOffset) createPool();
    const buffer = new FastBuffer(allocPool, poolOffset, trunc(size));
    poolOffset += size;
    alignPool();
    return buffer;
  }
  return createUnsafeBuffer(size);
}

function fromString(string, encoding) {
  let ops;
  if (typeof encoding !== 'string' || encoding.length === 0) {
    ops = encodingOps.utf8;
  } else {
    ops = getEncodingOps(encoding);
    if (ops === undefined) throw hide(new codes.ERR_UNKNOWN_ENCODING(encoding), Buffer.from);
  }
  if (string.length === 0) return new FastBuffer();
  const length = ops.byteLength(string);
  if (length === 0) return new FastBuffer();
  if (length >= Buffer.poolSize >>> 1) {
    const buffer = createUnsafeBuffer(length);
    const written = ops.write(buffer, string, 0, length);
    return written === length ? buffer : new FastBuffer(buffer.buffer, 0, written);
  }
  if (allocPool === undefined || length > allocPool.byteLength - poolOffset) createPool();
  let buffer = new FastBuffer(allocPool, poolOffset, length);
  const written = ops.write(buffer, string, 0, length);
  // base64 and hex may give less than the text promised.
  if (written !== length) buffer = new FastBuffer(allocPool, poolOffset, written);
  poolOffset += written;
  alignPool();
  return buffer;
}

function fromArrayBuffer(object, byteOffset, length) {
  if (byteOffset === undefined) {
    byteOffset = 0;
  } else {
    byteOffset = +byteOffset;
    if (byteOffset !== byteOffset) byteOffset = 0;
  }
  const maxLength = object.byteLength - byteOffset;
  if (maxLength < 0) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (length !== undefined) {
    length = +length;
    if (length > 0) {
      if (length > maxLength) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS('length');
    } else {
      length = 0;
    }
  }
  return new FastBuffer(object, byteOffset, length);
}

function fromArrayLike(object) {
  if (object.length <= 0) return new FastBuffer();
  const { length } = object;
  if (length < Buffer.poolSize >>> 1) {
    if (allocPool === undefined || length > allocPool.byteLength - poolOffset) createPool();
    const buffer = new FastBuffer(allocPool, poolOffset, length);
    if (isUint8Array(object)) typedArraySet(buffer, object, 0);
    else fillFrom(buffer, object, length);
    poolOffset += length;
    alignPool();
    return buffer;
  }
  const buffer = new FastBuffer(length);
  typedArraySet(buffer, object, 0);
  return buffer;
}

function fillFrom(buffer, object, length) {
  for (let i = 0; i < length; i++) buffer[i] = object[i];
}

function fromObject(object) {
  if (object.length !== undefined || isAnyArrayBuffer(object.buffer)) {
    if (typeof object.length !== 'number') return new FastBuffer();
    return fromArrayLike(object);
  }
  if (object.type === 'Buffer' && Array.isArray(object.data)) return fromArrayLike(object.data);
  return undefined;
}

Buffer.isBuffer = function isBuffer(b) {
  return b instanceof Buffer;
};

Buffer.compare = function compare(buf1, buf2) {
  if (!isUint8Array(buf1)) throw new codes.ERR_INVALID_ARG_TYPE('buf1', ['Buffer', 'Uint8Array'], buf1);
  if (!isUint8Array(buf2)) throw new codes.ERR_INVALID_ARG_TYPE('buf2', ['Buffer', 'Uint8Array'], buf2);
  if (buf1 === buf2) return 0;
  return nativeCompare(buf1, buf2);
};

Buffer.isEncoding = function isEncoding(encoding) {
  return typeof encoding === 'string' && encoding.length !== 0 && normalizeEncoding(encoding) !== undefined;
};
Buffer[kIsEncodingSymbol] = Buffer.isEncoding;

Buffer.concat = function concat(list, length) {
  validateArray(list, 'list');
  if (list.length === 0) return new FastBuffer();
  if (length === undefined) {
    length = 0;
    for (let i = 0; i < list.length; i++) {
      const buffer = list[i];
      if (!isUint8Array(buffer)) {
        throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], buffer);
      }
      length += typedArrayByteLength(buffer);
    }
    const buffer = allocate(length);
    let position = 0;
    for (let i = 0; i < list.length; i++) {
      typedArraySet(buffer, list[i], position);
      position += typedArrayByteLength(list[i]);
    }
    return buffer;
  }
  validateInteger(length, 'length', 0);
  for (let i = 0; i < list.length; i++) {
    if (!isUint8Array(list[i])) {
      throw new codes.ERR_INVALID_ARG_TYPE(`list[${i}]`, ['Buffer', 'Uint8Array'], list[i]);
    }
  }
  const buffer = allocate(length);
  let position = 0;
  for (let i = 0; i < list.length && position < length; i++) {
    let part = list[i];
    if (part.length > length - position) part = new Uint8Array(part.buffer, part.byteOffset, length - position);
    typedArraySet(buffer, part, position);
    position += part.length;
  }
  if (position < length) typedArrayFill(buffer, 0, position, length);
  return buffer;
};

function byteLength(string, encoding) {
  if (typeof string !== 'string') {
    if (isArrayBufferView(string) || isAnyArrayBuffer(string)) return string.byteLength;
    throw new codes.ERR_INVALID_ARG_TYPE('string', ['string', 'Buffer', 'ArrayBuffer'], string);
  }
  if (string.length === 0) return 0;
  if (encoding) {
    const ops = getEncodingOps(encoding);
    if (ops !== undefined) return ops.byteLength(string);
  }
  return byteLengthUtf8(string);
}
Buffer.byteLength = byteLength;

// ---------------------------------------------------------------------------------------------------------------------
// Methods

Object.defineProperty(Buffer.prototype, 'parent', {
  __proto__: null,
  enumerable: true,
  configurable: true,
  get() {
    if (!(this instanceof Buffer)) return undefined;
    return this.buffer;
  },
});
Object.defineProperty(Buffer.prototype, 'offset', {
  __proto__: null,
  enumerable: true,
  configurable: true,
  get() {
    if (!(this instanceof Buffer)) return undefined;
    return this.byteOffset;
  },
});

function toInteger(n, defaultValue) {
  n = +n;
  if (!Number.isNaN(n) && n >= Number.MIN_SAFE_INTEGER && n <= Number.MAX_SAFE_INTEGER) {
    return n % 1 === 0 ? n : Math.floor(n);
  }
  return defaultValue;
}

Buffer.prototype.copy = function copy(target, targetStart, sourceStart, sourceEnd) {
  return copyImpl(this, target, targetStart, sourceStart, sourceEnd);
};

function copyImpl(source, target, targetStart, sourceStart, sourceEnd) {
  if (!isArrayBufferView(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (!isArrayBufferView(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (targetStart === undefined) {
    targetStart = 0;
  } else {
    targetStart = Number.isInteger(targetStart) ? targetStart : toInteger(targetStart, 0);
    if (targetStart < 0) throw new codes.ERR_OUT_OF_RANGE('targetStart', '>= 0', targetStart);
  }
  if (sourceStart === undefined) {
    sourceStart = 0;
  } else {
    sourceStart = Number.isInteger(sourceStart) ? sourceStart : toInteger(sourceStart, 0);
    if (sourceStart < 0 || sourceStart > source.byteLength) {
      throw new codes.ERR_OUT_OF_RANGE('sourceStart', `>= 0 && <= ${source.byteLength}`, sourceStart);
    }
  }
  if (sourceEnd === undefined) {
    sourceEnd = source.byteLength;
  } else {
    sourceEnd = Number.isInteger(sourceEnd) ? sourceEnd : toInteger(sourceEnd, 0);
    if (sourceEnd < 0) throw new codes.ERR_OUT_OF_RANGE('sourceEnd', '>= 0', sourceEnd);
  }
  if (targetStart >= target.byteLength || sourceStart >= sourceEnd) return 0;
  let count = sourceEnd - sourceStart;
  const room = target.byteLength - targetStart;
  if (count > room) count = room;
  const available = source.byteLength - sourceStart;
  if (count > available) count = available;
  if (count <= 0) return 0;
  nativeCopy(source, target, targetStart, sourceStart, count);
  return count;
}

Buffer.prototype.toString = function toString(encoding, start, end) {
  if (arguments.length === 0) return utf8Slice(this, 0, this.length);
  const len = this.length;
  if (start <= 0) start = 0;
  else if (start >= len) return '';
  else start = trunc(start) || 0;
  if (end === undefined || end > len) end = len;
  else end = trunc(end) || 0;
  if (end <= start) return '';
  if (encoding === undefined) return utf8Slice(this, start, end);
  const ops = getEncodingOps(encoding);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return ops.slice(this, start, end);
};

Buffer.prototype.equals = function equals(otherBuffer) {
  if (!isUint8Array(otherBuffer)) {
    throw new codes.ERR_INVALID_ARG_TYPE('otherBuffer', ['Buffer', 'Uint8Array'], otherBuffer);
  }
  if (this === otherBuffer) return true;
  const length = typedArrayByteLength(this);
  if (length !== typedArrayByteLength(otherBuffer)) return false;
  return length === 0 || nativeCompare(this, otherBuffer) === 0;
};

let INSPECT_MAX_BYTES = 50;

Buffer.prototype[customInspectSymbol] = function inspect(recurseTimes, ctx) {
  const max = INSPECT_MAX_BYTES;
  const actualMax = Math.min(max, this.length);
  const remaining = this.length - max;
  let text = hexSlice(this, 0, actualMax).replace(/(.{2})/g, '$1 ').trim();
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  if (ctx) {
    let extras = false;
    const { getOwnNonIndexProperties, constants: { ALL_PROPERTIES, ONLY_ENUMERABLE } } = internalBinding('util');
    const filter = ctx.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE;
    const object = { __proto__: null };
    for (const key of getOwnNonIndexProperties(this, filter)) {
      extras = true;
      object[key] = this[key];
    }
    if (extras) {
      if (this.length !== 0) text += ', ';
      // '[Object: null prototype] {' and '}' are 26 and 2 characters.
      text += require('internal/util/inspect').inspect(object, { ...ctx, breakLength: Infinity, compact: true }).slice(27, -2);
    }
  }
  let constructorName = 'Buffer';
  try {
    const { constructor } = this;
    if (typeof constructor === 'function' && Object.hasOwn(constructor, 'name')) constructorName = constructor.name;
  } catch {
    // The default name.
  }
  return `<${constructorName} ${text}>`;
};
Buffer.prototype.inspect = Buffer.prototype[customInspectSymbol];

Buffer.prototype.compare = function compare(target, targetStart, targetEnd, sourceStart, sourceEnd) {
  if (!isUint8Array(target)) throw new codes.ERR_INVALID_ARG_TYPE('target', ['Buffer', 'Uint8Array'], target);
  if (arguments.length === 1) return nativeCompare(this, target);
  if (targetStart === undefined) targetStart = 0;
  else validateInteger(targetStart, 'targetStart', 0);
  if (targetEnd === undefined) targetEnd = target.length;
  else validateInteger(targetEnd, 'targetEnd', 0, target.length);
  if (sourceStart === undefined) sourceStart = 0;
  else validateInteger(sourceStart, 'sourceStart', 0);
  if (sourceEnd === undefined) sourceEnd = this.length;
  else validateInteger(sourceEnd, 'sourceEnd', 0, this.length);
  if (sourceStart >= sourceEnd) return targetStart >= targetEnd ? 0 : -1;
  if (targetStart >= targetEnd) return 1;
  return compareOffset(this, target, targetStart, sourceStart, targetEnd, sourceEnd);
};

// Both directions of searching. byteOffset and end may be encodings (the position then missing); end limits the
// bytes looked at.
function bidirectionalIndexOf(buffer, value, byteOffset, end, encoding, forwards) {
  validateBuffer(buffer);
  if (typeof byteOffset === 'string') {
    encoding = byteOffset;
    byteOffset = undefined;
  } else {
    if (typeof end === 'string') {
      encoding = end;
      end = undefined;
    }
    if (byteOffset > 0x7fffffff) byteOffset = 0x7fffffff;
    else if (byteOffset < -0x80000000) byteOffset = -0x80000000;
  }
  byteOffset = +byteOffset;
  if (Number.isNaN(byteOffset)) byteOffset = forwards ? 0 : (buffer.length || buffer.byteLength);
  if (end !== undefined) {
    const length = buffer.byteLength;
    end = trunc(end);
    if (!(end > 0)) end = 0;
    if (end < length) {
      if (byteOffset < 0) byteOffset = Math.max(0, byteOffset + length);
      buffer = new FastBuffer(buffer.buffer, buffer.byteOffset, end);
    }
  }
  if (typeof value === 'number') return indexOfNumber(buffer, value >>> 0, byteOffset, forwards);
  let ops;
  if (encoding === undefined) ops = encodingOps.utf8;
  else ops = getEncodingOps(encoding);
  if (typeof value === 'string') {
    if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    if (ops === encodingOps.utf8 || ops === encodingOps.utf16le || ops === encodingOps.latin1) {
      return indexOfString(buffer, value, byteOffset, ops.encodingVal, forwards);
    }
    return indexOfBuffer(buffer, fromString(value, ops.encoding), byteOffset, ops.encodingVal, forwards);
  }
  if (isUint8Array(value)) {
    const encodingVal = ops === undefined ? encodingsMap.utf8 : ops.encodingVal;
    return indexOfBuffer(buffer, value, byteOffset, encodingVal, forwards);
  }
  throw new codes.ERR_INVALID_ARG_TYPE('value', ['number', 'string', 'Buffer', 'Uint8Array'], value);
}

Buffer.prototype.indexOf = function indexOf(value, byteOffset, end, encoding) {
  return bidirectionalIndexOf(this, value, byteOffset, end, encoding, true);
};

Buffer.prototype.lastIndexOf = function lastIndexOf(value, byteOffset, end, encoding) {
  return bidirectionalIndexOf(this, value, byteOffset, end, encoding, false);
};

Buffer.prototype.includes = function includes(value, byteOffset, end, encoding) {
  return bidirectionalIndexOf(this, value, byteOffset, end, encoding, true) !== -1;
};

Buffer.prototype.fill = function fill(value, offset, end, encoding) {
  return fillImpl(this, value, offset, end, encoding);
};

function fillImpl(buf, value, offset, end, encoding) {
  if (typeof value === 'string') {
    if (offset === undefined || typeof offset === 'string') {
      encoding = offset;
      offset = 0;
      end = buf.length;
    } else if (typeof end === 'string') {
      encoding = end;
      end = buf.length;
    }
    const normalized = encoding === undefined ? 'utf8' : typeof encoding === 'string' ? normalizeEncoding(encoding) : undefined;
    if (normalized === undefined) {
      validateString(encoding, 'encoding');
      throw new codes.ERR_UNKNOWN_ENCODING(encoding);
    }
    if (value.length === 0) {
      value = 0;
    } else if (value.length === 1) {
      if (normalized === 'utf8') {
        const code = value.charCodeAt(0);
        if (code < 128) value = code;
      } else if (normalized === 'latin1') {
        value = value.charCodeAt(0);
      }
    }
    encoding = normalized;
  } else {
    encoding = undefined;
  }
  if (offset === undefined) {
    offset = 0;
    end = buf.length;
  } else {
    validateInteger(offset, 'offset', 0);
    if (end === undefined) end = buf.length;
    else validateInteger(end, 'end', 0, buf.length);
    if (offset >= end) return buf;
  }
  if (typeof value !== 'string' && !isUint8Array(value)) value = +value & 255;
  if (typeof value === 'number') {
    const byteLen = typedArrayByteLength(buf);
    const fillLength = end - offset;
    if (offset > end || fillLength + offset > byteLen) throw new codes.ERR_BUFFER_OUT_OF_BOUNDS();
    typedArrayFill(buf, value, offset, end);
    return buf;
  }
  const result = nativeFill(buf, value, offset, end, encoding);
  if (result < 0) {
    if (result === -1) throw new codes.ERR_INVALID_ARG_VALUE('value', value);
    throw new codes.ERR_BUFFER_OUT_OF_BOUNDS();
  }
  return buf;
}

Buffer.prototype.write = function write(string, offset, length, encoding) {
  if (typeof string !== 'string') {
    const err = new codes.ERR_INVALID_ARG_TYPE('argument', 'string', string);
    err.message = 'argument must be a string';
    throw err;
  }
  if (offset === undefined) {
    if (length === undefined && encoding === undefined) return utf8Write(this, string, 0, this.length);
    if (typeof length === 'string') {
      encoding = length;
      length = undefined;
    }
    offset = 0;
    length = length === undefined ? this.length : length;
  } else if (length === undefined && typeof offset === 'string') {
    encoding = offset;
    length = this.length;
    offset = 0;
  } else {
    validateInteger(offset, 'offset', 0, this.length);
    const remaining = this.length - offset;
    if (length === undefined) {
      length = remaining;
    } else if (typeof length === 'string') {
      encoding = length;
      length = remaining;
    } else {
      validateInteger(length, 'length', 0, this.length);
      if (length > remaining) length = remaining;
    }
  }
  if (!encoding || encoding === 'utf8') return utf8Write(this, string, offset, length);
  const ops = getEncodingOps(encoding);
  if (ops === undefined) throw new codes.ERR_UNKNOWN_ENCODING(encoding);
  return ops.write(this, string, offset, length);
};

Buffer.prototype.toJSON = function toJSON() {
  if (this.length > 0) {
    const data = new Array(this.length);
    for (let i = 0; i < this.length; ++i) data[i] = this[i];
    return { type: 'Buffer', data };
  }
  return { type: 'Buffer', data: [] };
};

function adjustOffset(offset, length) {
  offset = trunc(offset);
  if (offset === 0 || offset !== offset) return 0;
  if (offset < 0) {
    offset += length;
    return offset > 0 ? offset : 0;
  }
  return offset < length ? offset : length;
}

Buffer.prototype.subarray = function subarray(start, end) {
  const srcLength = this.length;
  start = adjustOffset(start, srcLength);
  end = end !== undefined ? adjustOffset(end, srcLength) : srcLength;
  return new FastBuffer(this.buffer, this.byteOffset + start, end > start ? end - start : 0);
};

Buffer.prototype.slice = function slice(start, end) {
  return this.subarray(start, end);
};

function swap(b, n, m) {
  const i = b[n];
  b[n] = b[m];
  b[m] = i;
}

Buffer.prototype.swap16 = function swap16() {
  const len = this.length;
  if (len % 2 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE('16-bits');
  // Small buffers are not worth a call of native code.
  if (len < 128) {
    for (let i = 0; i < len; i += 2) swap(this, i, i + 1);
    return this;
  }
  nativeSwap16(this);
  return this;
};

Buffer.prototype.swap32 = function swap32() {
  const len = this.length;
  if (len % 4 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE('32-bits');
  if (len < 192) {
    for (let i = 0; i < len; i += 4) {
      swap(this, i, i + 3);
      swap(this, i + 1, i + 2);
    }
    return this;
  }
  nativeSwap32(this);
  return this;
};

Buffer.prototype.swap64 = function swap64() {
  const len = this.length;
  if (len % 8 !== 0) throw new codes.ERR_INVALID_BUFFER_SIZE('64-bits');
  if (len < 192) {
    for (let i = 0; i < len; i += 8) {
      swap(this, i, i + 7);
      swap(this, i + 1, i + 6);
      swap(this, i + 2, i + 5);
      swap(this, i + 3, i + 4);
    }
    return this;
  }
  nativeSwap64(this);
  return this;
};

Buffer.prototype.toLocaleString = Buffer.prototype.toString;

// ---------------------------------------------------------------------------------------------------------------------
// Functions of the module

function transcodeName(encoding) {
  switch (normalizeEncoding(encoding)) {
    case 'utf8': return 'utf8';
    case 'utf16le': return 'utf16le';
    case 'latin1': return 'latin1';
    case 'ascii': return 'ascii';
  }
  return undefined;
}

function transcodeError(code, errno) {
  return genericNodeError(`Unable to transcode Buffer [${code}]`, { code, errno });
}

function transcode(source, fromEncoding, toEncoding) {
  if (!isUint8Array(source)) throw new codes.ERR_INVALID_ARG_TYPE('source', ['Buffer', 'Uint8Array'], source);
  if (source.length === 0) return Buffer.alloc(0);
  const from = transcodeName(fromEncoding);
  const to = transcodeName(toEncoding);
  if (from === undefined || to === undefined) throw transcodeError('U_ILLEGAL_ARGUMENT_ERROR', 1);
  let text;
  if (from === 'ascii') {
    text = latin1Slice(source, 0, source.length).replace(/[\x80-\xff]/g, '\ufffd');
  } else {
    text = encodingOps[from].slice(source, 0, source.length);
    if (from === 'utf16le' && !text.isWellFormed()) {
      if (to === 'utf8') throw transcodeError('U_INVALID_CHAR_FOUND', 10);
    }
  }
  if (to === 'latin1' || to === 'ascii') {
    const max = to === 'latin1' ? 0xff : 0x7f;
    let out = '';
    for (const char of text) out += char.codePointAt(0) > max ? '?' : char;
    return fromString(out, 'latin1');
  }
  return fromString(text, to);
}

function btoa(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const result = nativeBtoa(`${input}`);
  if (result === -1) throw lazyDOMException('Invalid character', 'InvalidCharacterError');
  return result;
}

function atob(input) {
  if (arguments.length === 0) throw new codes.ERR_MISSING_ARGS('input');
  const result = nativeAtob(`${input}`);
  switch (result) {
    case -2:
      throw lazyDOMException('Invalid character', 'InvalidCharacterError');
    case -1:
      throw lazyDOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
  }
  return result;
}

function isUtf8(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return nativeIsUtf8(input);
  throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

function isAscii(input) {
  if (isTypedArray(input) || isAnyArrayBuffer(input)) return nativeIsAscii(input);
  throw new codes.ERR_INVALID_ARG_TYPE('input', ['ArrayBuffer', 'Buffer', 'TypedArray'], input);
}

module.exports = {
  Buffer,
  transcode,
  isUtf8,
  isAscii,
  kMaxLength,
  kStringMaxLength,
  btoa,
  atob,
};

Object.defineProperties(module.exports, {
  constants: {
    __proto__: null,
    configurable: false,
    enumerable: true,
    value: Object.defineProperties({}, {
      MAX_LENGTH: { __proto__: null, value: kMaxLength, writable: false, enumerable: true },
      MAX_STRING_LENGTH: { __proto__: null, value: kStringMaxLength, writable: false, enumerable: true },
    }),
  },
  INSPECT_MAX_BYTES: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() {
      return INSPECT_MAX_BYTES;
    },
    set(value) {
      validateNumber(value, 'INSPECT_MAX_BYTES', 0);
      INSPECT_MAX_BYTES = value;
    },
  },
});

defineLazyProperties(module.exports, 'internal/blob', ['Blob', 'resolveObjectURL']);
defineLazyProperties(module.exports, 'internal/file', ['File']);
