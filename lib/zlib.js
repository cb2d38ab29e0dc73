'use strict';

// Compression streams and their one-call forms. The native handle takes whole chunks: see lib/bindings/zlib.md.

const { Transform, finished } = require('stream');
const { Buffer, kMaxLength } = require('buffer');
const {
  codes: {
    ERR_BROTLI_INVALID_PARAM, ERR_BUFFER_TOO_LARGE, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE, ERR_TRAILING_JUNK_AFTER_STREAM_END,
    ERR_ZSTD_INVALID_PARAM,
  }, genericNodeError,
} = require('internal/errors');
const { checkRangesOrGetDefault, validateFunction, validateFiniteNumber, validateUint32 } = require('internal/validators');
const binding = internalBinding('zlib');
const { zlib: constants } = internalBinding('constants');

const {
  Z_NO_FLUSH, Z_PARTIAL_FLUSH, Z_FULL_FLUSH, Z_FINISH, Z_BLOCK, Z_MIN_CHUNK, Z_MIN_WINDOWBITS, Z_MAX_WINDOWBITS,
  Z_MIN_LEVEL, Z_MAX_LEVEL, Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_CHUNK, Z_DEFAULT_COMPRESSION, Z_DEFAULT_STRATEGY,
  Z_DEFAULT_WINDOWBITS, Z_DEFAULT_MEMLEVEL, Z_FIXED,
  DEFLATE, DEFLATERAW, INFLATE, INFLATERAW, GZIP, GUNZIP, UNZIP, BROTLI_DECODE, BROTLI_ENCODE, ZSTD_COMPRESS, ZSTD_DECOMPRESS,
  BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_FLUSH, BROTLI_OPERATION_FINISH, BROTLI_OPERATION_EMIT_METADATA,
  ZSTD_e_continue, ZSTD_e_flush, ZSTD_e_end,
} = constants;

const kFlushFlag = Symbol('kFlushFlag');
const kError = Symbol('kError');
// How much one call of the handle may give; more is fetched by further calls.
const kMaxOutputPerCall = 1024 * 1024;

const codes = {
  Z_OK: constants.Z_OK, Z_STREAM_END: constants.Z_STREAM_END, Z_NEED_DICT: constants.Z_NEED_DICT,
  Z_ERRNO: constants.Z_ERRNO, Z_STREAM_ERROR: constants.Z_STREAM_ERROR, Z_DATA_ERROR: constants.Z_DATA_ERROR,
  Z_MEM_ERROR: constants.Z_MEM_ERROR, Z_BUF_ERROR: constants.Z_BUF_ERROR, Z_VERSION_ERROR: constants.Z_VERSION_ERROR,
};
for (const key of Object.keys(codes)) codes[codes[key]] = key;

const FLUSH_BOUND = [
  [Z_NO_FLUSH, Z_BLOCK],
  [BROTLI_OPERATION_PROCESS, BROTLI_OPERATION_EMIT_METADATA],
  [ZSTD_e_continue, ZSTD_e_end],
];

const kZlibDefaults = { flush: Z_NO_FLUSH, finishFlush: Z_FINISH, fullFlush: Z_FULL_FLUSH };
const kBrotliDefaults = {
  flush: BROTLI_OPERATION_PROCESS, finishFlush: BROTLI_OPERATION_FINISH, fullFlush: BROTLI_OPERATION_FLUSH,
};
const kZstdDefaults = { flush: ZSTD_e_continue, finishFlush: ZSTD_e_end, fullFlush: ZSTD_e_flush };

function ZlibBase(opts, mode, initArgs, { flush, finishFlush, fullFlush }) {
  let chunkSize = Z_DEFAULT_CHUNK;
  let maxOutputLength = kMaxLength;
  let flushBoundIdx = 0;
  if (mode === BROTLI_ENCODE || mode === BROTLI_DECODE) flushBoundIdx = 1;
  else if (mode === ZSTD_COMPRESS || mode === ZSTD_DECOMPRESS) flushBoundIdx = 2;

  if (opts) {
    chunkSize = opts.chunkSize;
    if (!validateFiniteNumber(chunkSize, 'options.chunkSize')) chunkSize = Z_DEFAULT_CHUNK;
    else if (chunkSize < Z_MIN_CHUNK) throw new ERR_OUT_OF_RANGE('options.chunkSize', `>= ${Z_MIN_CHUNK}`, chunkSize);
    const [lo, hi] = FLUSH_BOUND[flushBoundIdx];
    flush = checkRangesOrGetDefault(opts.flush, 'options.flush', lo, hi, flush);
    finishFlush = checkRangesOrGetDefault(opts.finishFlush, 'options.finishFlush', lo, hi, finishFlush);
    maxOutputLength = checkRangesOrGetDefault(opts.maxOutputLength, 'options.maxOutputLength', 1, kMaxLength, kMaxLength);
    if (opts.encoding || opts.objectMode || opts.writableObjectMode) {
      opts = { ...opts };
      opts.encoding = null;
      opts.objectMode = false;
      opts.writableObjectMode = false;
    }
  }
  Reflect.apply(Transform, this, [{ autoDestroy: true, ...opts }]);
  this[kError] = null;
  this.bytesWritten = 0;
  const handle = new binding.Zlib(mode);
  const err = handle.init(initArgs);
  if (err) throw err;
  this._handle = handle;
  this._mode = mode;
  this._chunkSize = chunkSize;
  this._defaultFlushFlag = flush;
  this._finishFlushFlag = finishFlush;
  this._defaultFullFlushFlag = fullFlush;
  this._info = opts?.info;
  this._maxOutputLength = maxOutputLength;
  this._rejectGarbageAfterEnd = opts?.rejectGarbageAfterEnd === true;
  this._ended = false;
}
Object.setPrototypeOf(ZlibBase.prototype, Transform.prototype);
Object.setPrototypeOf(ZlibBase, Transform);

Object.defineProperty(ZlibBase.prototype, '_closed', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return !this._handle; },
});
Object.defineProperty(ZlibBase.prototype, 'bytesRead', {
  __proto__: null,
  configurable: true,
  enumerable: true,
  get() { return this.bytesWritten; },
  set(value) { this.bytesWritten = value; },
});

ZlibBase.prototype.reset = function() {
  if (!this._handle) throw new (require('internal/errors').codes.ERR_INTERNAL_ASSERTION)('zlib binding closed');
  this._ended = false;
  return this._handle.reset();
};

ZlibBase.prototype._flush = function(callback) {
  this._transform(Buffer.alloc(0), '', callback);
};

ZlibBase.prototype._final = function(callback) {
  callback();
};

// Flush kinds in the order of their strength.
const kFlushOrder = [Z_NO_FLUSH, Z_BLOCK, Z_PARTIAL_FLUSH, constants.Z_SYNC_FLUSH, Z_FULL_FLUSH, Z_FINISH];
function maxFlush(a, b) {
  return kFlushOrder.indexOf(a) > kFlushOrder.indexOf(b) ? a : b;
}

const kFlushBuffers = [];
function flushBuffer(kind) {
  // An empty Buffer that carries the flush kind through the Writable's queue.
  const b = kFlushBuffers[kind] ??= Buffer.alloc(0);
  b[kFlushFlag] = kind;
  return b;
}

ZlibBase.prototype.flush = function(kind, callback) {
  if (typeof kind === 'function' || (kind === undefined && !callback)) {
    callback = kind;
    kind = this._defaultFullFlushFlag;
  }
  if (this.writableFinished) {
    if (callback) process.nextTick(callback);
  } else if (this.writableEnded) {
    if (callback) this.once('end', callback);
  } else {
    this.write(flushBuffer(kind), '', callback);
  }
};

ZlibBase.prototype.close = function(callback) {
  if (callback) finished(this, callback);
  this.destroy();
};

ZlibBase.prototype._destroy = function(err, callback) {
  closeHandle(this);
  callback(err);
};

function closeHandle(engine) {
  engine._handle?.close();
  engine._handle = null;
}

ZlibBase.prototype._transform = function(chunk, encoding, cb) {
  let flushFlag = this._defaultFlushFlag;
  if (typeof chunk[kFlushFlag] === 'number') {
    flushFlag = chunk[kFlushFlag];
  } else if (this.writableEnded && this.writableLength === chunk.byteLength) {
    // The last chunk.
    flushFlag = this._mode >= BROTLI_DECODE ? this._finishFlushFlag : maxFlush(flushFlag, this._finishFlushFlag);
  }
  processChunk(this, chunk, flushFlag, cb);
};

function processChunk(self, chunk, flushFlag, cb) {
  const handle = self._handle;
  if (!handle) return process.nextTick(cb);
  if (self._ended && chunk.byteLength > 0 && isDecoder(self._mode)) {
    if (self._rejectGarbageAfterEnd) return cb(new ERR_TRAILING_JUNK_AFTER_STREAM_END());
    return process.nextTick(cb);
  }
  self.bytesWritten += chunk.byteLength;
  const step = (input) => {
    handle.write(flushFlag, input, Math.max(self._chunkSize, Math.min(kMaxOutputPerCall, self._chunkSize * 8)), (err, out, unused, more, ended) => {
      if (self.destroyed || !self._handle) {
        cb();
        return;
      }
      if (err) {
        self.destroy(fixError(self, err));
        return;
      }
      let room = true;
      for (let off = 0; out !== null && off < out.byteLength; off += self._chunkSize) {
        const part = off === 0 && out.byteLength <= self._chunkSize ? out : out.subarray(off, off + self._chunkSize);
        room = self.push(part);
        if (self.destroyed || !self._handle) {
          cb();
          return;
        }
      }
      if (more) {
        if (room) {
          step(null);
        } else {
          // Wait until the output has been read.
          const oldRead = self._read;
          self._read = (n) => {
            self._read = oldRead;
            step(null);
            self._read(n);
          };
        }
        return;
      }
      if (ended && !self._ended && isDecoder(self._mode)) {
        self._ended = true;
        self.bytesWritten -= unused;
        if (unused > 0 && self._rejectGarbageAfterEnd) {
          self.destroy(new ERR_TRAILING_JUNK_AFTER_STREAM_END());
          return;
        }
        if (unused > 0) self.push(null);
      }
      cb();
    });
  };
  step(chunk);
}

function isDecoder(mode) {
  return mode === INFLATE || mode === GUNZIP || mode === INFLATERAW || mode === UNZIP || mode === BROTLI_DECODE ||
    mode === ZSTD_DECOMPRESS;
}

function fixError(self, err) {
  const error = genericNodeError(err.message, { errno: err.errno, code: err.code });
  self[kError] = error;
  return error;
}

// All of a chunk at once: what the synchronous forms and some packages call.
ZlibBase.prototype._processChunk = function(chunk, flushFlag, cb) {
  if (typeof cb === 'function') processChunk(this, chunk, flushFlag, cb);
  else return processChunkSync(this, chunk, flushFlag);
};

function processChunkSync(self, chunk, flushFlag) {
  const handle = self._handle;
  if (!handle) throw new (require('internal/errors').codes.ERR_INTERNAL_ASSERTION)('zlib binding closed');
  const buffers = [];
  let total = 0;
  let input = chunk;
  for (;;) {
    let r;
    try {
      r = handle.writeSync(flushFlag, input, kMaxOutputPerCall);
    } catch (err) {
      closeHandle(self);
      throw fixError(self, err);
    }
    const [out, unused, more, ended] = r;
    if (out !== null && out.byteLength > 0) {
      buffers.push(out);
      total += out.byteLength;
      if (total > self._maxOutputLength) {
        closeHandle(self);
        throw new ERR_BUFFER_TOO_LARGE(self._maxOutputLength);
      }
    }
    if (!more) {
      self.bytesWritten = chunk.byteLength - unused;
      if (ended && unused > 0 && self._rejectGarbageAfterEnd) {
        closeHandle(self);
        throw new ERR_TRAILING_JUNK_AFTER_STREAM_END();
      }
      break;
    }
    input = null;
  }
  closeHandle(self);
  if (total === 0) return Buffer.alloc(0);
  return buffers.length === 1 ? buffers[0] : Buffer.concat(buffers, total);
}

function Zlib(opts, mode) {
  let windowBits = Z_DEFAULT_WINDOWBITS;
  let level = Z_DEFAULT_COMPRESSION;
  let memLevel = Z_DEFAULT_MEMLEVEL;
  let strategy = Z_DEFAULT_STRATEGY;
  let dictionary;
  if (opts) {
    // 0 means the size in the header of the data, for decoders.
    if ((opts.windowBits == null || opts.windowBits === 0) && (mode === INFLATE || mode === GUNZIP || mode === UNZIP)) {
      windowBits = 0;
    } else {
      // zlib cannot do 8 for gzip.
      const min = Z_MIN_WINDOWBITS + (mode === GZIP ? 1 : 0);
      windowBits = checkRangesOrGetDefault(opts.windowBits, 'options.windowBits', min, Z_MAX_WINDOWBITS, Z_DEFAULT_WINDOWBITS);
    }
    level = checkRangesOrGetDefault(opts.level, 'options.level', Z_MIN_LEVEL, Z_MAX_LEVEL, Z_DEFAULT_COMPRESSION);
    memLevel = checkRangesOrGetDefault(opts.memLevel, 'options.memLevel', Z_MIN_MEMLEVEL, Z_MAX_MEMLEVEL, Z_DEFAULT_MEMLEVEL);
    strategy = checkRangesOrGetDefault(opts.strategy, 'options.strategy', Z_DEFAULT_STRATEGY, Z_FIXED, Z_DEFAULT_STRATEGY);
    dictionary = opts.dictionary;
    if (dictionary !== undefined && !ArrayBuffer.isView(dictionary)) {
      if (dictionary instanceof ArrayBuffer) dictionary = Buffer.from(dictionary);
      else throw new ERR_INVALID_ARG_TYPE('options.dictionary', ['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], dictionary);
    }
  }
  Reflect.apply(ZlibBase, this, [opts, mode, { windowBits, level, memLevel, strategy, dictionary }, kZlibDefaults]);
  this._level = level;
  this._strategy = strategy;
}
Object.setPrototypeOf(Zlib.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zlib, ZlibBase);

Zlib.prototype.params = function params(level, strategy, callback) {
  checkRangesOrGetDefault(level, 'level', Z_MIN_LEVEL, Z_MAX_LEVEL);
  checkRangesOrGetDefault(strategy, 'strategy', Z_DEFAULT_STRATEGY, Z_FIXED);
  if (this._level !== level || this._strategy !== strategy) {
    this.flush(constants.Z_SYNC_FLUSH, () => {
      if (!this._handle) return;
      this._handle.params(level, strategy);
      if (!this.destroyed) {
        this._level = level;
        this._strategy = strategy;
        if (callback) callback();
      }
    });
  } else {
    process.nextTick(callback);
  }
};

let warned = false;
function warnWithoutNew(name) {
  if (warned) return;
  warned = true;
  process.emitWarning(`Instantiating ${name} without the 'new' keyword has been deprecated.`, 'DeprecationWarning', 'DEP0184');
}

function makeClass(name, mode, Base) {
  const C = {
    [name]: function(opts) {
      if (!(this instanceof C)) {
        warnWithoutNew(name);
        return new C(opts);
      }
      Reflect.apply(Base, this, [opts, mode]);
    },
  }[name];
  Object.setPrototypeOf(C.prototype, Base.prototype);
  Object.setPrototypeOf(C, Base);
  return C;
}

const Deflate = makeClass('Deflate', DEFLATE, Zlib);
const Inflate = makeClass('Inflate', INFLATE, Zlib);
const Gzip = makeClass('Gzip', GZIP, Zlib);
const Gunzip = makeClass('Gunzip', GUNZIP, Zlib);
const InflateRaw = makeClass('InflateRaw', INFLATERAW, Zlib);
const Unzip = makeClass('Unzip', UNZIP, Zlib);
function DeflateRaw(opts) {
  if (!(this instanceof DeflateRaw)) {
    warnWithoutNew('DeflateRaw');
    return new DeflateRaw(opts);
  }
  // zlib takes 8 as 9 in this format.
  if (opts?.windowBits === 8) opts = { ...opts, windowBits: 9 };
  Reflect.apply(Zlib, this, [opts, DEFLATERAW]);
}
Object.setPrototypeOf(DeflateRaw.prototype, Zlib.prototype);
Object.setPrototypeOf(DeflateRaw, Zlib);

function maxParam(prefixes) {
  let max = 0;
  for (const key of Object.keys(constants)) {
    if (prefixes.some((p) => key.startsWith(p)) && typeof constants[key] === 'number') max = Math.max(max, constants[key]);
  }
  return max;
}

// Parameters as an array indexed by their number, 2^32-1 where nothing is set.
function collectParams(params, max, InvalidParam) {
  const out = new Uint32Array(max + 1).fill(0xffffffff);
  if (params) {
    for (const origKey of Object.keys(params)) {
      const key = +origKey;
      if (Number.isNaN(key) || key < 0 || key > max || out[key] !== 0xffffffff) {
        throw new InvalidParam(origKey);
      }
      const value = params[origKey];
      if (typeof value !== 'number' && typeof value !== 'boolean') {
        throw new ERR_INVALID_ARG_TYPE('options.params[key]', 'number', value);
      }
      out[key] = value;
    }
  }
  return out;
}

function Brotli(opts, mode) {
  const params = collectParams(opts?.params, maxParam(['BROTLI_PARAM_', 'BROTLI_DECODER_PARAM_']), ERR_BROTLI_INVALID_PARAM);
  const dictionary = opts?.dictionary;
  Reflect.apply(ZlibBase, this, [opts, mode, { params, dictionary }, kBrotliDefaults]);
}
Object.setPrototypeOf(Brotli.prototype, Zlib.prototype);
Object.setPrototypeOf(Brotli, Zlib);
const BrotliCompress = makeClass('BrotliCompress', BROTLI_ENCODE, Brotli);
const BrotliDecompress = makeClass('BrotliDecompress', BROTLI_DECODE, Brotli);

function Zstd(opts, mode) {
  const params = collectParams(opts?.params, maxParam(mode === ZSTD_COMPRESS ? ['ZSTD_c_'] : ['ZSTD_d_']), ERR_ZSTD_INVALID_PARAM);
  const pledgedSrcSize = opts?.pledgedSrcSize;
  Reflect.apply(ZlibBase, this, [opts, mode, { params, pledgedSrcSize, dictionary: opts?.dictionary }, kZstdDefaults]);
}
Object.setPrototypeOf(Zstd.prototype, ZlibBase.prototype);
Object.setPrototypeOf(Zstd, ZlibBase);
const ZstdCompress = makeClass('ZstdCompress', ZSTD_COMPRESS, Zstd);
const ZstdDecompress = makeClass('ZstdDecompress', ZSTD_DECOMPRESS, Zstd);

function checkInput(buffer) {
  if (typeof buffer === 'string') return Buffer.from(buffer);
  if (ArrayBuffer.isView(buffer)) {
    return buffer instanceof Uint8Array ? buffer : Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  }
  if (buffer instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && buffer instanceof SharedArrayBuffer)) {
    return Buffer.from(buffer);
  }
  throw new ERR_INVALID_ARG_TYPE('buffer', ['string', 'Buffer', 'TypedArray', 'DataView', 'ArrayBuffer'], buffer);
}

function convenience(C, name, sync) {
  if (sync) {
    return {
      [name](buffer, opts) {
        const engine = new C(opts);
        return finishSync(engine, buffer);
      },
    }[name];
  }
  return {
    [name](buffer, opts, callback) {
      if (typeof opts === 'function') {
        callback = opts;
        opts = {};
      }
      validateFunction(callback, 'callback');
      return collect(new C(opts), checkInput(buffer), callback);
    },
  }[name];
}

function finishSync(engine, buffer) {
  const input = checkInput(buffer);
  const result = processChunkSync(engine, input, engine._finishFlushFlag);
  return engine._info ? { buffer: result, engine } : result;
}

function collect(engine, buffer, callback) {
  const buffers = [];
  let nread = 0;
  let failed = false;
  engine.on('data', (chunk) => {
    if (failed) return;
    buffers.push(chunk);
    nread += chunk.length;
    if (nread > engine._maxOutputLength) {
      failed = true;
      engine.close();
      callback(new ERR_BUFFER_TOO_LARGE(engine._maxOutputLength));
    }
  });
  engine.on('error', (err) => {
    if (failed) return;
    failed = true;
    callback(err);
  });
  engine.on('end', () => {
    if (failed) return;
    failed = true;
    const result = nread === 0 ? Buffer.alloc(0) : buffers.length === 1 ? buffers[0] : Buffer.concat(buffers, nread);
    engine.close();
    if (engine._info) callback(null, { buffer: result, engine });
    else callback(null, result);
  });
  engine.end(buffer);
}

function crc32(data, value = 0) {
  if (typeof data !== 'string' && !ArrayBuffer.isView(data)) {
    throw new ERR_INVALID_ARG_TYPE('data', ['Buffer', 'TypedArray', 'DataView', 'string'], data);
  }
  validateUint32(value, 'value');
  return binding.crc32(data, value);
}

function creator(C) {
  return function(opts) { return new C(opts); };
}

module.exports = {
  crc32,
  Deflate, Inflate, Gzip, Gunzip, DeflateRaw, InflateRaw, Unzip, BrotliCompress, BrotliDecompress, ZstdCompress, ZstdDecompress,
};
const table = [
  ['deflate', Deflate], ['gzip', Gzip], ['deflateRaw', DeflateRaw], ['unzip', Unzip], ['inflate', Inflate],
  ['gunzip', Gunzip], ['inflateRaw', InflateRaw], ['brotliCompress', BrotliCompress],
  ['brotliDecompress', BrotliDecompress], ['zstdCompress', ZstdCompress], ['zstdDecompress', ZstdDecompress],
];
for (const [name, C] of table) {
  module.exports[name] = convenience(C, name, false);
  module.exports[name + 'Sync'] = convenience(C, name + 'Sync', true);
  Object.defineProperty(module.exports, 'create' + C.name, {
    __proto__: null, configurable: false, enumerable: true, value: creator(C),
  });
}
Object.defineProperties(module.exports, {
  constants: { __proto__: null, enumerable: true, value: Object.freeze(constants) },
  codes: { __proto__: null, enumerable: true, writable: false, value: Object.freeze(codes) },
});
// The names of before `constants`, without those of Brotli.
for (const name of Object.keys(constants)) {
  if (!name.startsWith('BROTLI')) {
    Object.defineProperty(module.exports, name, { __proto__: null, configurable: false, enumerable: false, writable: false, value: constants[name] });
  }
}
