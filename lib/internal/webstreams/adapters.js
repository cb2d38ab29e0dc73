'use strict';
// Between Node streams and web streams: toWeb and fromWeb.

const {
  AbortError, codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_STREAM_PREMATURE_CLOSE },
} = require('internal/errors');
const { validateBoolean, validateObject, validateOneOf } = require('internal/validators');
const { isDestroyed, isReadable, isWritable, isWritableEnded, isReadableEnded, isReadableNodeStream, isWritableNodeStream } = require('internal/streams/utils');
const { kState, Deferred, then, setHandled, nop } = require('internal/webstreams/util');
const rs = require('internal/webstreams/readablestream');
const { WritableStream, isWritableStream } = require('internal/webstreams/writablestream');
const { ReadableStream, isReadableStream } = rs;
const { CountQueuingStrategy, ByteLengthQueuingStrategy } = require('internal/webstreams/queuingstrategies');
const { Buffer } = require('buffer');
const eos = require('internal/streams/end-of-stream');
const { destroyer } = require('internal/streams/destroy');

// A stream closed early is an aborted one on the web side; errors of zlib are TypeErrors there.
function webError(error) {
  if (error?.code === 'ERR_STREAM_PREMATURE_CLOSE') return new AbortError(undefined, { cause: error });
  const code = error?.code;
  if (typeof code === 'string' && (code.startsWith('Z_') || code.startsWith('ERR__ERROR_FORMAT') || code.startsWith('ERR_PADDING') ||
      code === 'ERR_TRAILING_JUNK_AFTER_STREAM_END' || code === 'ERR_BROTLI_DECOMPRESSION_FAILED' || code.startsWith('ERR_BROTLI_DECODER_'))) {
    const e = new TypeError(error.message, { cause: error });
    e.code = code;
    return e;
  }
  return error;
}
function throwLater(error) {
  process.nextTick(() => { throw error; });
}

// ---- Writable -> WritableStream

function newWritableStreamFromStreamWritable(streamWritable, options = { __proto__: null }) {
  // Only the write side is looked at: an http.OutgoingMessage will do.
  const isWritableLike = isWritableNodeStream(streamWritable) || typeof streamWritable?._writableState === 'object';
  if (!isWritableLike) throw new ERR_INVALID_ARG_TYPE('streamWritable', 'stream.Writable', streamWritable);
  if (isDestroyed(streamWritable) || !isWritable(streamWritable)) {
    const writable = new WritableStream();
    writable.close();
    return writable;
  }
  const highWaterMark = streamWritable.writableHighWaterMark;
  const strategy = streamWritable.writableObjectMode ? new CountQueuingStrategy({ highWaterMark }) : { highWaterMark };
  let controller;
  let backpressure;
  let closed;

  function onDrain() {
    backpressure?.resolve();
  }
  const cleanup = eos(streamWritable, (error) => {
    error = webError(error);
    cleanup();
    // Errors that come after this one have nobody to go to.
    streamWritable.on('error', nop);
    if (error != null) {
      backpressure?.reject(error);
      // A failed close is told by the promise of close.
      if (closed !== undefined) {
        closed.reject(error);
        closed = undefined;
      }
      controller.error(error);
      controller = undefined;
      return;
    }
    if (closed !== undefined) {
      closed.resolve();
      closed = undefined;
      return;
    }
    controller.error(new AbortError());
    controller = undefined;
  });
  streamWritable.on('drain', onDrain);

  return new WritableStream({
    start(c) { controller = c; },
    write(chunk) {
      try {
        if (options?.[kValidateChunk] !== undefined) options[kValidateChunk](chunk);
        if (streamWritable.writableNeedDrain || !streamWritable.write(chunk)) {
          backpressure = new Deferred();
          setHandled(backpressure.promise);
          return then(backpressure.promise, () => { backpressure = undefined; });
        }
      } catch (error) {
        if (options?.[kDestroyOnSyncError] && !isDestroyed(streamWritable)) destroyer(streamWritable, error);
        throw error;
      }
      return undefined;
    },
    abort(reason) { destroyer(streamWritable, reason); },
    close() {
      if (closed === undefined && !isWritableEnded(streamWritable)) {
        closed = new Deferred();
        streamWritable.end();
        return closed.promise;
      }
      if (closed === undefined) return Promise.resolve();
      return closed.promise;
    },
  }, strategy);
}
const kValidateChunk = Symbol('kValidateChunk');
const kDestroyOnSyncError = Symbol('kDestroyOnSyncError');

// ---- WritableStream -> Writable

function newStreamWritableFromWritableStream(writableStream, options = { __proto__: null }) {
  if (!isWritableStream(writableStream)) throw new ERR_INVALID_ARG_TYPE('writableStream', 'WritableStream', writableStream);
  validateObject(options, 'options');
  const { highWaterMark, decodeStrings = true, objectMode = false, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  validateBoolean(decodeStrings, 'options.decodeStrings');
  const writer = writableStream.getWriter();
  let closed = false;
  const { Writable } = require('stream');

  const writable = new Writable({
    highWaterMark,
    objectMode,
    decodeStrings,
    signal,
    writev(chunks, callback) {
      const done = (error) => {
        // An error goes to the listener of destroy when the stream is closed by now.
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      then(writer.ready, () => then(Promise.all(chunks.map((data) => writer.write(data.chunk))), () => done(), (e) => done(e ?? new AbortError())),
        (e) => done(e ?? new AbortError()));
    },
    write(chunk, encoding, callback) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) {
        const enc = encoding;
        chunk = Buffer.from(chunk, enc);
        chunk = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      }
      const done = (error) => {
        try {
          callback(error);
        } catch (e) {
          destroyer(writable, e);
        }
      };
      then(writer.ready, () => then(writer.write(chunk), () => done(), done), done);
    },
    destroy(error, callback) {
      const done = () => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      if (!closed) {
        if (error != null) then(writer.abort(error), done, done);
        else then(writer.close(), done, done);
        return;
      }
      done();
    },
    final(callback) {
      const done = (error) => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      if (!closed) then(writer.close(), () => done(), done);
      else done();
    },
  });

  then(writer.closed, () => {
    closed = true;
    if (!isWritableEnded(writable)) destroyer(writable, new ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    closed = true;
    destroyer(writable, error);
  });
  return writable;
}

// ---- Readable -> ReadableStream

function newReadableStreamFromStreamReadable(streamReadable, options = { __proto__: null }) {
  if (typeof streamReadable?._readableState !== 'object' || !isReadableNodeStream(streamReadable)) {
    throw new ERR_INVALID_ARG_TYPE('streamReadable', 'stream.Readable', streamReadable);
  }
  validateObject(options, 'options');
  if (options.type !== undefined) validateOneOf(options.type, 'options.type', ['bytes', undefined]);
  const isBYOB = options.type === 'bytes';

  const dead = isDestroyed(streamReadable);
  if (!dead && isReadableEnded(streamReadable)) return closedReadable(isBYOB);
  if (dead || !isReadable(streamReadable)) {
    if (!dead) return closedReadable(isBYOB);
    // Destroyed before its end.
    const error = streamReadable.errored;
    const stream = isBYOB ? new ReadableStream({ type: 'bytes' }) : new ReadableStream();
    if (error != null || !isReadableEnded(streamReadable)) {
      rs.controllerError(stream[kState].controller, error ?? new AbortError(undefined, { cause: new ERR_STREAM_PREMATURE_CLOSE() }));
    } else {
      stream.cancel();
    }
    return stream;
  }

  const objectMode = streamReadable.readableObjectMode;
  const highWaterMark = streamReadable.readableHighWaterMark;
  let strategy;
  if (isBYOB) strategy = { highWaterMark };
  else if (options.strategy) strategy = options.strategy;
  else if (objectMode) strategy = new CountQueuingStrategy({ highWaterMark });
  else strategy = new ByteLengthQueuingStrategy({ highWaterMark });

  let controller;
  let wasCanceled = false;

  function onData(chunk) {
    // The bytes of a Buffer are copied: the web side may transfer what it gets.
    if (Buffer.isBuffer(chunk) && !objectMode) chunk = new Uint8Array(chunk);
    try {
      controller.enqueue(chunk);
    } catch (error) {
      destroyer(streamReadable, error);
      return;
    }
    if (controller.desiredSize <= 0) streamReadable.pause();
  }
  streamReadable.pause();
  const cleanup = eos(streamReadable, { writable: false }, (error) => {
    error = webError(error);
    cleanup();
    streamReadable.on('error', nop);
    if (error) {
      controller.error(error);
      return;
    }
    if (wasCanceled) return;
    controller.close();
    if (isBYOB) controller.byobRequest?.respond(0);
  });
  streamReadable.on('data', onData);

  return new ReadableStream({
    type: isBYOB ? 'bytes' : undefined,
    start(c) {
      controller = c;
      if (streamReadable.readableEnded) c.close();
    },
    pull() { streamReadable.resume(); },
    cancel(reason) {
      wasCanceled = true;
      destroyer(streamReadable, reason);
    },
  }, strategy);
}
function closedReadable(isBYOB) {
  const stream = isBYOB ? new ReadableStream({ type: 'bytes' }) : new ReadableStream();
  stream.cancel();
  return stream;
}

// ---- ReadableStream -> Readable

function newStreamReadableFromReadableStream(readableStream, options = { __proto__: null }) {
  if (!isReadableStream(readableStream)) throw new ERR_INVALID_ARG_TYPE('readableStream', 'ReadableStream', readableStream);
  validateObject(options, 'options');
  const { highWaterMark, encoding, objectMode = false, signal } = options;
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  validateBoolean(objectMode, 'options.objectMode');
  const reader = readableStream.getReader();
  let closed = false;
  const { Readable } = require('stream');

  const readable = new Readable({
    objectMode,
    highWaterMark,
    encoding,
    signal,
    read() {
      then(reader.read(), (chunk) => {
        if (chunk.done) readable.push(null);
        else readable.push(chunk.value);
      }, (error) => destroyer(readable, error));
    },
    destroy(error, callback) {
      const done = () => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      if (!closed) {
        then(reader.cancel(error), done, done);
        return;
      }
      done();
    },
  });

  then(reader.closed, () => { closed = true; }, (error) => {
    closed = true;
    destroyer(readable, error);
  });
  return readable;
}

// ---- Duplex

function newReadableWritablePairFromDuplex(duplex, options = { __proto__: null }) {
  if (typeof duplex?._writableState !== 'object' || typeof duplex?._readableState !== 'object') {
    throw new ERR_INVALID_ARG_TYPE('duplex', 'stream.Duplex', duplex);
  }
  validateObject(options, 'options');
  const type = options.readableType ?? options.type;
  if (isDestroyed(duplex)) {
    const writable = new WritableStream();
    const readable = new ReadableStream({ type });
    writable.close();
    readable.cancel();
    return { readable, writable };
  }
  let writable;
  if (isWritable(duplex)) {
    writable = newWritableStreamFromStreamWritable(duplex, options);
  } else {
    writable = new WritableStream();
    writable.close();
  }
  const readable = isReadable(duplex) ? newReadableStreamFromStreamReadable(duplex, type === undefined ? undefined : { type }) : closedReadable(type === 'bytes');
  return { writable, readable };
}

function newStreamDuplexFromReadableWritablePair(pair = { __proto__: null }, options = { __proto__: null }) {
  validateObject(pair, 'pair');
  const { readable: readableStream, writable: writableStream } = pair;
  if (!isReadableStream(readableStream)) throw new ERR_INVALID_ARG_TYPE('pair.readable', 'ReadableStream', readableStream);
  if (!isWritableStream(writableStream)) throw new ERR_INVALID_ARG_TYPE('pair.writable', 'WritableStream', writableStream);
  validateObject(options, 'options');
  const { allowHalfOpen = false, objectMode = false, encoding, decodeStrings = true, highWaterMark, signal } = options;
  validateBoolean(objectMode, 'options.objectMode');
  if (encoding !== undefined && !Buffer.isEncoding(encoding)) throw new ERR_INVALID_ARG_VALUE('options.encoding', encoding);
  const writer = writableStream.getWriter();
  const reader = readableStream.getReader();
  let writableClosed = false;
  let readableClosed = false;
  const { Duplex } = require('stream');

  const duplex = new Duplex({
    allowHalfOpen,
    highWaterMark,
    objectMode,
    encoding,
    decodeStrings,
    signal,
    writev(chunks, callback) {
      const done = (error) => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      then(writer.ready, () => then(Promise.all(chunks.map((data) => writer.write(data.chunk))), () => done(), done), done);
    },
    write(chunk, enc, callback) {
      if (typeof chunk === 'string' && decodeStrings && !objectMode) {
        chunk = Buffer.from(chunk, enc);
        chunk = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      }
      const done = (error) => {
        try {
          callback(error);
        } catch (e) {
          destroyer(duplex, e);
        }
      };
      then(writer.ready, () => then(writer.write(chunk), () => done(), done), done);
    },
    final(callback) {
      const done = (error) => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      if (!writableClosed) then(writer.close(), () => done(), done);
      else done();
    },
    read() {
      then(reader.read(), (chunk) => {
        if (chunk.done) duplex.push(null);
        else duplex.push(chunk.value);
      }, (error) => destroyer(duplex, error));
    },
    destroy(error, callback) {
      const done = () => {
        try {
          callback(error);
        } catch (e) {
          throwLater(e);
        }
      };
      if (!writableClosed || !readableClosed) {
        const waits = [];
        if (!writableClosed) waits.push(error != null ? writer.abort(error) : writer.close());
        if (!readableClosed) waits.push(reader.cancel(error));
        then(Promise.all(waits), done, done);
        return;
      }
      done();
    },
  });

  then(writer.closed, () => {
    writableClosed = true;
    if (!isWritableEnded(duplex)) destroyer(duplex, new ERR_STREAM_PREMATURE_CLOSE());
  }, (error) => {
    writableClosed = true;
    readableClosed = true;
    destroyer(duplex, error);
  });
  then(reader.closed, () => { readableClosed = true; }, (error) => {
    writableClosed = true;
    readableClosed = true;
    destroyer(duplex, error);
  });
  return duplex;
}

module.exports = {
  newWritableStreamFromStreamWritable, newStreamWritableFromWritableStream, newReadableStreamFromStreamReadable, newStreamReadableFromReadableStream,
  newReadableWritablePairFromDuplex, newStreamDuplexFromReadableWritablePair, kValidateChunk, kDestroyOnSyncError,
};
