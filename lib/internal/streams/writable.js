'use strict';

const EE = require('events');
const { Stream } = require('internal/streams/legacy');
const { Buffer } = require('buffer');
const destroyImpl = require('internal/streams/destroy');
const eos = require('internal/streams/end-of-stream');
const { addAbortSignal } = require('internal/streams/add-abort-signal');
const { getHighWaterMark, getDefaultHighWaterMark } = require('internal/streams/state');
const {
  kObjectMode, kErrorEmitted, kAutoDestroy, kEmitClose, kDestroyed, kClosed, kCloseEmitted, kConstructed,
  defineBits, nop,
} = require('internal/streams/utils');
const { AbortError, codes } = require('internal/errors');
const {
  ERR_INVALID_ARG_TYPE, ERR_METHOD_NOT_IMPLEMENTED, ERR_MULTIPLE_CALLBACK, ERR_STREAM_ALREADY_FINISHED,
  ERR_STREAM_CANNOT_PIPE, ERR_STREAM_DESTROYED, ERR_STREAM_NULL_VALUES, ERR_STREAM_WRITE_AFTER_END,
  ERR_UNKNOWN_ENCODING,
} = codes;

module.exports = Writable;
Writable.WritableState = WritableState;

const { errorOrDestroy } = destroyImpl;

Object.setPrototypeOf(Writable.prototype, Stream.prototype);
Object.setPrototypeOf(Writable, Stream);

const kOnFinished = Symbol('kOnFinished');
const kCorkedWrites = Symbol('kCorkedWrites');

const kFinalCalled = 1 << 9;
const kNeedDrain = 1 << 10;
const kEnding = 1 << 11;
const kFinished = 1 << 12;
const kDecodeStrings = 1 << 13;
const kWriting = 1 << 14;
const kBufferProcessing = 1 << 15;
const kSync = 1 << 16;
const kPrefinished = 1 << 17;
const kEnded = 1 << 18;
const kAllNoop = 1 << 19;
const kExpectWriteCb = 1 << 20;
const kAfterTick = 1 << 21;

function WritableState(options, stream, isDuplex) {
  let bits = kEmitClose | kAutoDestroy | kConstructed | kSync | kDecodeStrings | kAllNoop;
  if (options?.objectMode || (isDuplex && options?.writableObjectMode)) bits |= kObjectMode;
  if (options?.decodeStrings === false) bits &= ~kDecodeStrings;
  if (options?.emitClose === false) bits &= ~kEmitClose;
  if (options?.autoDestroy === false) bits &= ~kAutoDestroy;
  this.state = bits;
  this.highWaterMark = options ? getHighWaterMark(this, options, 'writableHighWaterMark', isDuplex) :
    getDefaultHighWaterMark(false);
  this.defaultEncoding = 'utf8';
  this.length = 0;
  this.corked = 0;
  this.onwrite = null; // Made at the first write: many streams are never written to.
  this.writecb = null;
  this.writelen = 0;
  this.afterWriteTickInfo = null;
  this.buffered = [];
  this.bufferedIndex = 0;
  this.pendingcb = 0;
  this.errored = null;
  this[kOnFinished] = null;

  const defaultEncoding = options?.defaultEncoding;
  if (defaultEncoding != null && defaultEncoding !== 'utf8' && defaultEncoding !== 'utf-8') {
    if (!Buffer.isEncoding(defaultEncoding)) throw new ERR_UNKNOWN_ENCODING(defaultEncoding);
    this.defaultEncoding = defaultEncoding;
  }
}

defineBits(WritableState.prototype, {
  objectMode: kObjectMode, finalCalled: kFinalCalled, needDrain: kNeedDrain, ending: kEnding, ended: kEnded,
  finished: kFinished, destroyed: kDestroyed, decodeStrings: kDecodeStrings, writing: kWriting, sync: kSync,
  bufferProcessing: kBufferProcessing, constructed: kConstructed, prefinished: kPrefinished,
  errorEmitted: kErrorEmitted, emitClose: kEmitClose, autoDestroy: kAutoDestroy, closed: kClosed,
  closeEmitted: kCloseEmitted, allNoop: kAllNoop,
});

WritableState.prototype.getBuffer = function getBuffer() {
  return this.buffered.slice(this.bufferedIndex);
};

Object.defineProperty(WritableState.prototype, 'bufferedRequestCount', {
  __proto__: null,
  get() { return this.buffered.length - this.bufferedIndex; },
});

function resetBuffer(state) {
  state.buffered = [];
  state.bufferedIndex = 0;
  state.state |= kAllNoop;
}

function Writable(options) {
  // instanceof would be fooled by the hasInstance below for Duplex, which has the state of both.
  if (!(this instanceof Writable)) return new Writable(options);

  if (this._events === undefined || this._events === null) {
    this._events = { close: undefined, error: undefined, prefinish: undefined, finish: undefined, drain: undefined };
  }
  this._writableState = new WritableState(options, this, false);
  if (options) {
    if (typeof options.write === 'function') this._write = options.write;
    if (typeof options.writev === 'function') this._writev = options.writev;
    if (typeof options.destroy === 'function') this._destroy = options.destroy;
    if (typeof options.final === 'function') this._final = options.final;
    if (typeof options.construct === 'function') this._construct = options.construct;
    if (options.signal) addAbortSignal(options.signal, this);
  }
  Stream.call(this, options);
  if (this._construct != null) {
    destroyImpl.construct(this, () => { Writable.constructed(this); });
  }
}

// Continues with what was written before _construct was done.
function constructed(stream) {
  const state = stream._writableState;
  if (!state.writing) clearBuffer(stream, state);
  if (needFinish(state)) finishMaybe(stream, state);
}
Object.defineProperty(Writable, 'constructed', { __proto__: null, value: constructed });

Object.defineProperty(Writable, Symbol.hasInstance, {
  __proto__: null,
  value: function(object) {
    if (Function.prototype[Symbol.hasInstance].call(this, object)) return true;
    if (this !== Writable) return false;
    return !!object && object._writableState instanceof WritableState;
  },
});

Writable.prototype.pipe = function() {
  errorOrDestroy(this, new ERR_STREAM_CANNOT_PIPE());
};

function writeChunk(stream, chunk, encoding, cb) {
  if (cb == null || typeof cb !== 'function') cb = nop;
  const state = stream._writableState;

  if (chunk === null) throw new ERR_STREAM_NULL_VALUES();
  if ((state.state & kObjectMode) === 0) {
    if (!encoding) {
      encoding = (state.state & kDecodeStrings) !== 0 && typeof chunk !== 'string' ? 'buffer' : state.defaultEncoding;
    } else if (encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
      throw new ERR_UNKNOWN_ENCODING(encoding);
    }
    if (typeof chunk === 'string') {
      if ((state.state & kDecodeStrings) !== 0) {
        chunk = Buffer.from(chunk, encoding);
        encoding = 'buffer';
      }
    } else if (chunk instanceof Buffer) {
      encoding = 'buffer';
    } else if (ArrayBuffer.isView(chunk)) {
      chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      encoding = 'buffer';
    } else {
      throw new ERR_INVALID_ARG_TYPE('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
    }
  }

  let err;
  if ((state.state & kEnding) !== 0) err = new ERR_STREAM_WRITE_AFTER_END();
  else if ((state.state & kDestroyed) !== 0) err = new ERR_STREAM_DESTROYED('write');
  if (err !== undefined) {
    process.nextTick(cb, err);
    errorOrDestroy(stream, err, true);
    return err;
  }
  state.pendingcb++;
  return writeOrBuffer(stream, state, chunk, encoding, cb);
}

Writable.prototype.write = function(chunk, encoding, cb) {
  if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }
  return writeChunk(this, chunk, encoding, cb) === true;
};

Writable.prototype.cork = function() {
  this._writableState.corked++;
};

Writable.prototype.uncork = function() {
  const state = this._writableState;
  if (state.corked) {
    state.corked--;
    if ((state.state & kWriting) === 0) clearBuffer(this, state);
  }
};

Writable.prototype.setDefaultEncoding = function setDefaultEncoding(encoding) {
  if (typeof encoding === 'string') encoding = encoding.toLowerCase();
  if (!Buffer.isEncoding(encoding)) throw new ERR_UNKNOWN_ENCODING(encoding);
  this._writableState.defaultEncoding = encoding;
  return this;
};

function writeOrBuffer(stream, state, chunk, encoding, callback) {
  const len = (state.state & kObjectMode) !== 0 ? 1 : chunk.length;
  state.length += len;
  const ret = state.length < state.highWaterMark;
  if (!ret) state.state |= kNeedDrain;

  if ((state.state & (kWriting | kConstructed)) !== kConstructed || state.corked || state.errored !== null) {
    state.buffered.push({ chunk, encoding, callback });
    if (callback !== nop) state.state &= ~kAllNoop;
  } else {
    state.writelen = len;
    state.writecb = callback;
    state.state |= kWriting | kSync | kExpectWriteCb;
    if (state.onwrite === null) state.onwrite = (er) => { onwrite(stream, er); };
    stream._write(chunk, encoding, state.onwrite);
    state.state &= ~kSync;
  }
  return ret && state.errored === null && (state.state & kDestroyed) === 0;
}

function doWrite(stream, state, writev, len, chunk, encoding, cb) {
  state.writelen = len;
  state.writecb = cb;
  state.state |= kWriting | kSync | kExpectWriteCb;
  if (state.onwrite === null) state.onwrite = (er) => { onwrite(stream, er); };
  if ((state.state & kDestroyed) !== 0) state.onwrite(new ERR_STREAM_DESTROYED('write'));
  else if (writev) stream._writev(chunk, state.onwrite);
  else stream._write(chunk, encoding, state.onwrite);
  state.state &= ~kSync;
}

function onwriteError(stream, state, er, cb) {
  --state.pendingcb;
  cb(er);
  // Buffered writes will never be done: their callbacks hear it too.
  errorBuffer(state);
  errorOrDestroy(stream, er);
}

function onwrite(stream, er) {
  const state = stream._writableState;
  if ((state.state & kExpectWriteCb) === 0) {
    errorOrDestroy(stream, new ERR_MULTIPLE_CALLBACK());
    return;
  }
  const sync = (state.state & kSync) !== 0;
  const cb = state.writecb;
  state.writecb = null;
  state.state &= ~(kWriting | kExpectWriteCb);
  state.length -= state.writelen;
  state.writelen = 0;

  if (er) {
    er.stack;
    if (!state.errored) state.errored = er;
    // The readable side must know too, to not emit 'end'.
    if (stream._readableState && !stream._readableState.errored) stream._readableState.errored = er;
    if (sync) process.nextTick(onwriteError, stream, state, er, cb);
    else onwriteError(stream, state, er, cb);
    return;
  }

  if (state.buffered.length > state.bufferedIndex) clearBuffer(stream, state);

  if (sync) {
    const needDrain = (state.state & (kNeedDrain | kEnding | kDestroyed)) === kNeedDrain && state.length === 0;
    const needTick = needDrain || (state.state & kDestroyed) !== 0 || cb !== nop;
    // Several synchronous writes with one callback end in one tick.
    if (cb === nop) {
      if ((state.state & kAfterTick) === 0 && needTick) {
        process.nextTick(afterWrite, stream, state, 1, cb);
        state.state |= kAfterTick;
      } else {
        state.pendingcb--;
        if ((state.state & kEnding) !== 0) finishMaybe(stream, state, true);
      }
    } else if (state.afterWriteTickInfo !== null && state.afterWriteTickInfo.cb === cb) {
      state.afterWriteTickInfo.count++;
    } else {
      state.afterWriteTickInfo = { count: 1, cb, stream, state };
      process.nextTick(afterWriteTick, state.afterWriteTickInfo);
      state.state |= kAfterTick;
    }
  } else {
    afterWrite(stream, state, 1, cb);
  }
}

function afterWriteTick(info) {
  info.state.afterWriteTickInfo = null;
  afterWrite(info.stream, info.state, info.count, info.cb);
}

function afterWrite(stream, state, count, cb) {
  state.state &= ~kAfterTick;
  if ((state.state & (kNeedDrain | kEnding | kDestroyed)) === kNeedDrain && state.length === 0) {
    state.state &= ~kNeedDrain;
    stream.emit('drain');
  }
  while (count-- > 0) {
    state.pendingcb--;
    cb(null);
  }
  if ((state.state & kDestroyed) !== 0) errorBuffer(state);
  if ((state.state & kEnding) !== 0) finishMaybe(stream, state, true);
}

function errorBuffer(state) {
  if ((state.state & kWriting) !== 0) return;
  for (let n = state.bufferedIndex; n < state.buffered.length; ++n) {
    const { chunk, callback } = state.buffered[n];
    state.length -= (state.state & kObjectMode) !== 0 ? 1 : chunk.length;
    callback(state.errored ?? new ERR_STREAM_DESTROYED('write'));
  }
  callFinishedCallbacks(state, state.errored ?? new ERR_STREAM_DESTROYED('end'));
  resetBuffer(state);
}

function clearBuffer(stream, state) {
  if ((state.state & (kDestroyed | kBufferProcessing | kConstructed)) !== kConstructed || state.corked ||
      state.buffered.length === state.bufferedIndex) {
    return;
  }
  const objectMode = (state.state & kObjectMode) !== 0;
  const buffered = state.buffered;
  let i = state.bufferedIndex;
  const count = buffered.length - i;

  state.state |= kBufferProcessing;
  if (count > 1 && stream._writev) {
    state.pendingcb -= count - 1;
    const callback = (state.state & kAllNoop) !== 0 ? nop : (err) => {
      for (let n = i; n < buffered.length; ++n) buffered[n].callback(err);
    };
    // With callbacks the array is still read later, so it is not the one handed out.
    const chunks = (state.state & kAllNoop) !== 0 && i === 0 ? buffered : buffered.slice(i);
    chunks.allBuffers = allBuffers(chunks);
    doWrite(stream, state, true, state.length, chunks, '', callback);
    resetBuffer(state);
  } else {
    do {
      const { chunk, encoding, callback } = buffered[i];
      buffered[i++] = null;
      doWrite(stream, state, false, objectMode ? 1 : chunk.length, chunk, encoding, callback);
    } while (i < buffered.length && (state.state & kWriting) === 0);
    if (i === buffered.length) {
      resetBuffer(state);
    } else if (i > 256) {
      buffered.splice(0, i);
      state.bufferedIndex = 0;
    } else {
      state.bufferedIndex = i;
    }
  }
  state.state &= ~kBufferProcessing;
}

function allBuffers(chunks) {
  for (let i = 0; i < chunks.length; i++) if (chunks[i].encoding !== 'buffer') return false;
  return true;
}

Writable.prototype._write = function(chunk, encoding, cb) {
  if (this._writev) this._writev([{ chunk, encoding }], cb);
  else throw new ERR_METHOD_NOT_IMPLEMENTED('_write()');
};

Writable.prototype._writev = null;

Writable.prototype.end = function(chunk, encoding, cb) {
  const state = this._writableState;
  if (typeof chunk === 'function') {
    cb = chunk;
    chunk = null;
    encoding = null;
  } else if (typeof encoding === 'function') {
    cb = encoding;
    encoding = null;
  }

  let err;
  if (chunk !== null && chunk !== undefined) {
    const ret = writeChunk(this, chunk, encoding);
    if (ret instanceof Error) err = ret;
  }
  if (state.corked) {
    state.corked = 1;
    this.uncork();
  }

  if (err !== undefined) {
    // Already reported by the write.
  } else if (state.errored === null && (state.state & kEnding) === 0) {
    state.state |= kEnding;
    finishMaybe(this, state, true);
    state.state |= kEnded;
  } else if ((state.state & kFinished) !== 0) {
    err = new ERR_STREAM_ALREADY_FINISHED('end');
  } else if ((state.state & kDestroyed) !== 0) {
    err = new ERR_STREAM_DESTROYED('end');
  }

  if (typeof cb === 'function') {
    if (err) {
      process.nextTick(cb, err);
    } else if (state.errored !== null) {
      process.nextTick(cb, state.errored);
    } else if ((state.state & kFinished) !== 0) {
      process.nextTick(cb);
    } else {
      (state[kOnFinished] ??= []).push(cb);
    }
  }
  return this;
};

function needFinish(state) {
  return (state.state & (kEnding | kDestroyed | kConstructed | kFinished | kWriting | kErrorEmitted | kCloseEmitted)) ===
    (kEnding | kConstructed) && state.length === 0 && state.errored === null &&
    state.buffered.length === 0;
}

function callFinal(stream, state) {
  let called = false;
  function onFinish(err) {
    if (called) {
      errorOrDestroy(stream, err ?? new ERR_MULTIPLE_CALLBACK());
      return;
    }
    called = true;
    state.pendingcb--;
    if (err) {
      callFinishedCallbacks(state, err);
      errorOrDestroy(stream, err, (state.state & kSync) !== 0);
    } else if (needFinish(state)) {
      state.state |= kPrefinished;
      stream.emit('prefinish');
      // Some libraries count on 'finish' not coming inside _final.
      state.pendingcb++;
      process.nextTick(finish, stream, state);
    }
  }
  state.state |= kSync;
  state.pendingcb++;
  try {
    stream._final(onFinish);
  } catch (err) {
    onFinish(err);
  }
  state.state &= ~kSync;
}

function prefinish(stream, state) {
  if ((state.state & (kPrefinished | kFinalCalled)) !== 0) return;
  if (typeof stream._final === 'function' && (state.state & kDestroyed) === 0) {
    state.state |= kFinalCalled;
    callFinal(stream, state);
  } else {
    state.state |= kPrefinished;
    stream.emit('prefinish');
  }
}

function finishMaybe(stream, state, sync) {
  if (!needFinish(state)) return;
  prefinish(stream, state);
  if (state.pendingcb !== 0) return;
  if (sync) {
    state.pendingcb++;
    process.nextTick(finishIfNeeded, stream, state);
  } else if (needFinish(state)) {
    state.pendingcb++;
    finish(stream, state);
  }
}

function finishIfNeeded(stream, state) {
  if (needFinish(state)) finish(stream, state);
  else state.pendingcb--;
}

function finish(stream, state) {
  state.pendingcb--;
  state.state |= kFinished;
  callFinishedCallbacks(state, null);
  stream.emit('finish');
  if ((state.state & kAutoDestroy) !== 0) {
    const rState = stream._readableState;
    if (!rState || (rState.autoDestroy && (rState.endEmitted || rState.readable === false))) stream.destroy();
  }
}

function callFinishedCallbacks(state, err) {
  const callbacks = state[kOnFinished];
  if (callbacks === null) return;
  state[kOnFinished] = null;
  for (let i = 0; i < callbacks.length; i++) callbacks[i](err);
}

Object.defineProperties(Writable.prototype, {
  closed: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.closed : false; },
  },
  destroyed: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.destroyed : false; },
    set(value) {
      if (this._writableState) this._writableState.destroyed = value;
    },
  },
  writable: {
    __proto__: null,
    get() {
      const w = this._writableState;
      // w.writable === false means that the user has said so.
      return !!w && w.writable !== false && (w.state & (kDestroyed | kEnding | kEnded)) === 0 && w.errored === null;
    },
    set(val) {
      if (this._writableState) this._writableState.writable = !!val;
    },
  },
  writableFinished: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.finished : false; },
  },
  writableObjectMode: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.objectMode : false; },
  },
  writableBuffer: {
    __proto__: null,
    get() { return this._writableState?.getBuffer(); },
  },
  writableEnded: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.ending : false; },
  },
  writableNeedDrain: {
    __proto__: null,
    get() {
      const w = this._writableState;
      return !!w && (w.state & (kDestroyed | kEnding | kNeedDrain)) === kNeedDrain;
    },
  },
  writableHighWaterMark: {
    __proto__: null,
    get() { return this._writableState?.highWaterMark; },
  },
  writableCorked: {
    __proto__: null,
    get() { return this._writableState ? this._writableState.corked : 0; },
  },
  writableLength: {
    __proto__: null,
    get() { return this._writableState?.length; },
  },
  errored: {
    __proto__: null,
    enumerable: false,
    get() { return this._writableState ? this._writableState.errored : null; },
  },
  writableAborted: {
    __proto__: null,
    get() {
      const w = this._writableState;
      return !!(w.writable !== false && (w.destroyed || w.errored) && !w.finished);
    },
  },
});

Writable.prototype.destroy = function(err, cb) {
  const state = this._writableState;
  if ((state.state & kDestroyed) === 0 &&
      (state.buffered.length > state.bufferedIndex || state[kOnFinished] !== null)) {
    process.nextTick(errorBuffer, state);
  }
  destroyImpl.destroy.call(this, err, cb);
  return this;
};
Writable.prototype._undestroy = destroyImpl.undestroy;
Writable.prototype._destroy = function(err, cb) {
  cb(err);
};

Writable.prototype[EE.captureRejectionSymbol] = function(err) {
  this.destroy(err);
};

Writable.prototype[Symbol.asyncDispose] = async function() {
  let error;
  if (!this.destroyed) {
    error = this.writableFinished ? null : new AbortError();
    this.destroy(error);
  }
  await new Promise((resolve, reject) => {
    eos(this, (err) => (err && err.name !== 'AbortError' ? reject(err) : resolve(null)));
  });
};

Writable.fromWeb = function(writableStream, options) {
  return require('internal/webstreams/adapters').newStreamWritableFromWritableStream(writableStream, options);
};

Writable.toWeb = function(streamWritable) {
  return require('internal/webstreams/adapters').newWritableStreamFromStreamWritable(streamWritable);
};
