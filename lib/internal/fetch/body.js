'use strict';
// Bodies of requests and responses. A body in memory, or one that comes from a connection, becomes a web stream only when somebody asks
// for the stream; text(), json() and the like read it without one.

const { kState, illegalInvocation } = require('internal/fetch/util');
const { Buffer } = require('buffer');
const { isAnyArrayBuffer } = require('internal/util/types');

class Body {
  constructor(source, length) {
    this.source = source; // undefined, string, Uint8Array or Blob
    this.length = length; // in bytes, null when not known
    this.node = undefined; // a Readable of the connection
    this.web = undefined; // the public ReadableStream
    this.used = false; // read without a stream
    this.error = undefined; // holds the reason when the response was aborted: { reason }
  }
  // stream is the public stream.
  get stream() {
    if (this.web === undefined) this.web = makeStream(this);
    return this.web;
  }
  get disturbed() {
    return this.used || (this.web !== undefined && slot(this.web).disturbed);
  }
  get locked() {
    return this.used || (this.web !== undefined && slot(this.web).reader !== undefined);
  }
}

let streamState;
function slot(stream) {
  streamState ??= require('internal/webstreams/util').kState;
  return stream[streamState];
}

function fromBytes(bytes) {
  return new Body(bytes, bytes.byteLength);
}
// fromNode is the body that a Readable gives.
function fromNode(readable) {
  const body = new Body(undefined, null);
  body.node = readable;
  return body;
}

function makeStream(body) {
  const { publicStream, acquireDefaultReader } = require('internal/webstreams/readablestream');
  const bs = require('internal/webstreams/bytestream');
  if (body.used) {
    const s = bs.createReadableByteStream();
    bs.byteControllerClose(s.controller);
    s.disturbed = true;
    acquireDefaultReader(s);
    return publicStream(s);
  }
  const { node, source } = body;
  if (node !== undefined) return publicStream(streamOfNode(body, node));
  if (source !== undefined && typeof source !== 'string' && !ArrayBuffer.isView(source)) {
    if (isGenerator(source)) return streamOfIterable(source);
    return source.stream();
  }
  let bytes = source;
  const s = bs.createReadableByteStream(undefined, () => {
    if (bytes === undefined) return kDone;
    if (typeof bytes === 'string') bytes = Buffer.from(bytes);
    const chunk = new Uint8Array(bytes);
    bytes = undefined;
    if (chunk.byteLength > 0) bs.byteControllerEnqueue(s.controller, chunk);
    bs.byteControllerClose(s.controller);
    if (chunk.byteLength === 0) respondZero(bs, s.controller);
    return kDone;
  }, undefined, 0);
  return publicStream(s);
}
const kDone = Promise.resolve();
function respondZero(bs, controller) {
  if (controller.pendingPullIntos.length > 0) bs.respond(controller, 0);
}

function streamOfNode(body, node) {
  const bs = require('internal/webstreams/bytestream');
  let ended = false;
  const s = bs.createReadableByteStream(undefined, () => {
    node.resume();
    return kDone;
  }, (reason) => {
    ended = true;
    node.destroy();
    return kDone;
  }, 0);
  node.pause();
  node.on('data', (chunk) => {
    if (ended) return;
    bs.byteControllerEnqueue(s.controller, new Uint8Array(chunk));
    if (s.reader === undefined || s.reader.requests.length === 0) node.pause();
  });
  node.on('end', () => {
    if (ended) return;
    ended = true;
    bs.byteControllerClose(s.controller);
    respondZero(bs, s.controller);
  });
  node.on('error', (e) => {
    if (ended) return;
    ended = true;
    bs.byteControllerError(s.controller, e);
  });
  return s;
}

function isGenerator(source) {
  return typeof source[Symbol.asyncIterator] === 'function' && require('internal/blob').isBlob(source) === false;
}
function streamOfIterable(iterable) {
  const { publicStream } = require('internal/webstreams/readablestream');
  const bs = require('internal/webstreams/bytestream');
  let iterator;
  const s = bs.createReadableByteStream(undefined, async () => {
    iterator ??= iterable[Symbol.asyncIterator]();
    const { done, value } = await iterator.next();
    if (done) {
      queueMicrotask(() => {
        bs.byteControllerClose(s.controller);
        respondZero(bs, s.controller);
      });
    } else {
      const chunk = new Uint8Array(typeof value === 'string' ? Buffer.from(value) : value);
      if (chunk.byteLength > 0) bs.byteControllerEnqueue(s.controller, chunk);
    }
  }, async (reason) => { await iterator?.return?.(reason); }, 0);
  return publicStream(s);
}

// extract is "extract a body with type": [Body, type or null].
function extract(object, keepalive = false) {
  if (typeof object === 'string') {
    return [new Body(object, Buffer.byteLength(object)), 'text/plain;charset=UTF-8'];
  }
  if (object !== null && typeof object === 'object') {
    if (isAnyArrayBuffer(object)) return [fromBytes(new Uint8Array(object.slice(0))), null];
    if (ArrayBuffer.isView(object)) {
      return [fromBytes(new Uint8Array(object.buffer.slice(object.byteOffset, object.byteOffset + object.byteLength))), null];
    }
    const { isURLSearchParams } = require('internal/url');
    if (isURLSearchParams?.(object) ?? object instanceof URLSearchParams) {
      const text = object.toString();
      return [new Body(text, Buffer.byteLength(text)), 'application/x-www-form-urlencoded;charset=UTF-8'];
    }
    const { isBlob } = require('internal/blob');
    if (isBlob(object)) return [new Body(object, object.size), object.type === '' ? null : object.type];
    const { isFormData, encodeMultipart } = require('internal/fetch/formdata');
    if (isFormData(object)) {
      const { blob, type } = encodeMultipart(object);
      return [new Body(blob, blob.size), type];
    }
    const { isReadableStream } = require('internal/webstreams/readablestream');
    if (isReadableStream(object)) {
      if (keepalive) throw new TypeError('keepalive');
      const s = slot(object);
      if (s.disturbed || s.reader !== undefined) throw new TypeError('Response body object should not be disturbed or locked');
      const body = new Body(undefined, null);
      body.web = object;
      return [body, null];
    }
    if (typeof object[Symbol.asyncIterator] === 'function') {
      if (keepalive) throw new TypeError('keepalive');
      return [new Body(object, null), null];
    }
  }
  const text = `${object}`.toWellFormed();
  return [new Body(text, Buffer.byteLength(text)), 'text/plain;charset=UTF-8'];
}

// clone gives a second body and changes the first to share with it.
function cloneBody(body) {
  const { source } = body;
  if (body.web === undefined && body.node === undefined && !(source !== undefined && typeof source === 'object' && !ArrayBuffer.isView(source) && isGenerator(source))) {
    return new Body(source, body.length);
  }
  const { streamTee, publicStream } = require('internal/webstreams/readablestream');
  const [a, b] = streamTee(slot(body.stream), true);
  body.web = publicStream(a);
  body.node = undefined;
  if (source !== undefined && typeof source === 'object' && !ArrayBuffer.isView(source)) body.source = undefined;
  const copy = new Body(body.source, body.length);
  copy.web = publicStream(b);
  return copy;
}

// ---- reading whole bodies

function concat(chunks) {
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}

function readNode(node) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    node.on('data', (chunk) => { chunks.push(chunk); });
    node.on('end', () => resolve(concat(chunks)));
    node.on('error', reject);
    node.on('close', () => { if (!node.readableEnded) reject(node.errored ?? new TypeError('terminated')); });
    if (node.errored) reject(node.errored);
  });
}

// readStream reads a web stream of byte chunks.
function readStream(stream) {
  const { acquireDefaultReader, defaultReaderRead } = require('internal/webstreams/readablestream');
  const reader = acquireDefaultReader(slot(stream));
  return new Promise((resolve, reject) => {
    const chunks = [];
    const request = {
      chunk(value) {
        if (!ArrayBuffer.isView(value) || value[Symbol.toStringTag] !== 'Uint8Array') {
          reject(new TypeError('Received non-Uint8Array chunk'));
          return;
        }
        chunks.push(value);
        // Deep queues must not become a deep stack.
        queueMicrotask(next);
      },
      close() { resolve(concat(chunks)); },
      error(e) { reject(e); },
    };
    function next() { defaultReaderRead(reader, request); }
    next();
  });
}

// readAll reads a body to its end: a Uint8Array or Buffer of its own or somebody's memory.
function readAll(body) {
  if (body.web !== undefined) return readStream(body.web);
  const { node, source } = body;
  body.used = true;
  if (node !== undefined) return readNode(node);
  if (source === undefined) return Promise.resolve(Buffer.alloc(0));
  if (typeof source === 'string') return Promise.resolve(Buffer.from(source));
  if (ArrayBuffer.isView(source)) return Promise.resolve(source);
  if (isGenerator(source)) {
    return readStream(streamOfIterable(source));
  }
  return source.bytes();
}

function decodeText(bytes) {
  const { utf8Slice } = internalBinding('buffer');
  const text = utf8Slice(bytes, 0, bytes.length);
  return text.charCodeAt(0) === 0xFEFF ? text.slice(1) : text;
}

// consume is "consume body": owner is a Request or Response object, convert makes the result of the bytes.
function consume(owner, convert) {
  const state = owner?.[kState];
  if (state === undefined || !('body' in state)) return Promise.reject(illegalInvocation());
  const { body } = state;
  if (body !== null && (body.disturbed || body.locked)) {
    return Promise.reject(new TypeError(body.disturbed ? 'Body is unusable: Body has already been read' : 'Body is unusable: Body is locked'));
  }
  if (state.aborted !== undefined) return Promise.reject(state.aborted.reason);
  if (body === null) {
    try {
      return Promise.resolve(convert(Buffer.alloc(0), state));
    } catch (e) {
      return Promise.reject(e);
    }
  }
  let reading;
  try {
    reading = readAll(body);
  } catch (e) {
    return Promise.reject(e);
  }
  return reading.then((bytes) => convert(bytes, state));
}

// Conversions of consume().
const toArrayBuffer = (bytes) => new Uint8Array(bytes).buffer;
const toBytes = (bytes) => new Uint8Array(bytes);
const toText = (bytes) => decodeText(bytes);
const toJSON = (bytes) => JSON.parse(decodeText(bytes));
const toBlob = (bytes, state) => {
  const { Blob } = require('internal/blob');
  const { extractMIMEType, serializeMIMEType } = require('internal/fetch/mime');
  const mime = extractMIMEType(state.headers.get('content-type'));
  return new Blob([bytes], { type: mime === undefined ? '' : serializeMIMEType(mime) });
};
const toFormData = (bytes, state) => {
  const { extractMIMEType } = require('internal/fetch/mime');
  const { decodeMultipart, decodeUrlencoded } = require('internal/fetch/formdata');
  const mime = extractMIMEType(state.headers.get('content-type'));
  if (mime?.essence === 'multipart/form-data') {
    return decodeMultipart(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), mime.parameters.get('boundary'));
  }
  if (mime?.essence === 'application/x-www-form-urlencoded') return decodeUrlencoded(internalBinding('buffer').utf8Slice(bytes, 0, bytes.length));
  throw new TypeError('Content-Type was not one of "multipart/form-data" or "application/x-www-form-urlencoded".');
};

function bodyOf(owner) {
  const state = owner?.[kState];
  if (state === undefined || !('body' in state)) throw illegalInvocation();
  return state.body === null ? null : state.body.stream;
}
function bodyUsed(owner) {
  const state = owner?.[kState];
  if (state === undefined || !('body' in state)) throw illegalInvocation();
  return state.body !== null && state.body.disturbed;
}

// mixin gives a class the methods of Body.
function mixin(cls) {
  const members = {
    blob() { return consume(this, toBlob); },
    arrayBuffer() { return consume(this, toArrayBuffer); },
    text() { return consume(this, toText); },
    json() { return consume(this, toJSON); },
    formData() { return consume(this, toFormData); },
    bytes() { return consume(this, toBytes); },
    textStream() {
      const state = this?.[kState];
      if (state === undefined || !('body' in state)) throw illegalInvocation();
      const { ReadableStream } = require('internal/webstreams/readablestream');
      const { TextDecoderStream } = require('internal/webstreams/encoding');
      if (state.body !== null && (state.body.disturbed || state.body.locked)) throw new TypeError('Body is unusable: Body has already been read');
      const stream = state.body === null ? new ReadableStream({ start(c) { c.close(); } }) : state.body.stream;
      return stream.pipeThrough(new TextDecoderStream());
    },
  };
  const ds = Object.getOwnPropertyDescriptors(members);
  for (const key of Object.keys(ds)) Object.defineProperty(cls.prototype, key, ds[key]);
}

module.exports = { Body, fromBytes, fromNode, extract, cloneBody, bodyOf, bodyUsed, readAll, readStream, mixin, slot };
