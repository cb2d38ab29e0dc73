'use strict';

// Blob: immutable bytes with a type. The bytes are a list of sources; memory is one kind of source, a file another.

const { codes } = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');
const { isAnyArrayBuffer } = require('internal/util/types');
const { validateObject, kValidateObjectAllowObjectsAndNull } = require('internal/validators');

const { kClone, kDeserialize, kCloneable, markTransferMode } = require('internal/worker/js_transferable');

const kSources = Symbol('kSources');
const kType = Symbol('kType');
const kSize = Symbol('kSize');
const kHandle = kSources;

const kChunkSize = 65536;
const disallowedType = /[^\u0020-\u007E]/;

// Bytes in memory. Nobody else holds the array.
class MemorySource {
  constructor(bytes) {
    this.bytes = bytes;
    this.size = bytes.byteLength;
  }

  slice(start, end) {
    return new MemorySource(this.bytes.subarray(start, end));
  }

  readSync(start, end) {
    return this.bytes.subarray(start, end);
  }

  async read(start, end) {
    return this.bytes.subarray(start, end);
  }
}

// Bytes that come from elsewhere: read(start, end) gives a promise of a Uint8Array.
class ExternalSource {
  constructor(size, read, start = 0, check = undefined) {
    this.size = size;
    this.external = read;
    this.start = start;
    this.verify = check;
  }

  slice(start, end) {
    return new ExternalSource(end - start, this.external, this.start + start, this.verify);
  }

  read(start, end) {
    return this.external(this.start + start, this.start + end);
  }
}

function isBlob(object) {
  return object?.[kSources] !== undefined;
}

function getSource(source, endings) {
  if (isBlob(source)) return source[kSources];
  if (isAnyArrayBuffer(source)) return [new MemorySource(new Uint8Array(source.slice(0)))];
  if (ArrayBuffer.isView(source)) {
    return [new MemorySource(new Uint8Array(source.buffer, source.byteOffset, source.byteLength).slice())];
  }
  let text = `${source}`.toWellFormed();
  if (endings === 'native') text = text.replace(/\r\n|\r|\n/g, process.platform === 'win32' ? '\r\n' : '\n');
  return [new MemorySource(new (require('internal/encoding').TextEncoder)().encode(text))];
}

class Blob {
  constructor(sources = [], options = { __proto__: null }) {
    if (sources === null || (typeof sources !== 'object' && typeof sources !== 'function') || typeof sources[Symbol.iterator] !== 'function') {
      throw new codes.ERR_INVALID_ARG_TYPE('sources', 'a sequence', sources);
    }
    // In the order of Web IDL: the parts are converted before the options are read.
    const parts = [];
    for (const source of sources) parts.push(isBlob(source) || isAnyArrayBuffer(source) || ArrayBuffer.isView(source) ? source : `${source}`);
    if (options !== undefined) validateObject(options, 'options', kValidateObjectAllowObjectsAndNull);
    let endings = options?.endings ?? 'transparent';
    endings = `${endings}`;
    if (endings !== 'transparent' && endings !== 'native') {
      throw new codes.ERR_INVALID_ARG_VALUE('options.endings', endings);
    }
    let type = options?.type ?? '';
    type = `${type}`;
    const list = [];
    let size = 0;
    for (let i = 0; i < parts.length; i++) {
      for (const part of getSource(parts[i], endings)) {
        if (part.size === 0) continue;
        list.push(part);
        size += part.size;
      }
    }
    if (size > 0xFFFFFFFF && size > internalBinding('buffer').kMaxLength) throw new codes.ERR_BUFFER_TOO_LARGE(0xFFFFFFFF);
    initialize(this, list, size, disallowedType.test(type) ? '' : type.toLowerCase());
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return options.stylize('[Blob]', 'special');
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    return `Blob ${require('internal/util/inspect').inspect({ size: this.size, type: this.type }, opts)}`;
  }

  get type() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    return this[kType];
  }

  get size() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    return this[kSize];
  }

  slice(start = 0, end = this[kSize], contentType = '') {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    const size = this[kSize];
    start = clamp(start, size);
    end = clamp(end, size);
    contentType = `${contentType}`;
    contentType = disallowedType.test(contentType) ? '' : contentType.toLowerCase();
    const span = Math.max(end - start, 0);
    return create(sliceSources(this[kSources], start, start + span), span, contentType);
  }

  async arrayBuffer() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    return (await readAll(this)).buffer;
  }

  async bytes() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    return readAll(this);
  }

  async text() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    return new (require('internal/encoding').TextDecoder)().decode(await readAll(this));
  }

  textStream() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    const { TextDecoderStream } = require('stream/web');
    return this.stream().pipeThrough(new TextDecoderStream());
  }

  stream() {
    if (!isBlob(this)) throw new codes.ERR_INVALID_THIS('Blob');
    const { ReadableStream } = require('stream/web');
    const blob = this;
    let position = 0;
    return new ReadableStream({
      type: 'bytes',
      async pull(controller) {
        if (position === 0) await verify(blob);
        const end = nextEnd(blob, position);
        if (position < end) {
          const chunk = await readRange(blob[kSources], position, end);
          position = end;
          controller.enqueue(chunk);
        }
        if (position >= blob[kSize]) {
          controller.close();
          controller.byobRequest?.respond(0);
        }
      },
    }, { highWaterMark: 0 });
  }
}

function clamp(value, size) {
  value = Number(value);
  if (Number.isNaN(value)) value = 0;
  // [Clamp]: halves go to the even number.
  const floor = Math.floor(value);
  const rest = value - floor;
  if (Number.isFinite(value)) value = rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1;
  return value < 0 ? Math.max(size + value, 0) : Math.min(value, size);
}

function initialize(blob, sources, size, type) {
  Object.defineProperties(blob, {
    [kSources]: { __proto__: null, value: sources, configurable: true },
    [kSize]: { __proto__: null, value: size, configurable: true },
    [kType]: { __proto__: null, value: type, configurable: true },
  });
}

function create(sources, size, type) {
  const blob = Object.create(Blob.prototype);
  initialize(blob, sources, size, type);
  return blob;
}

function sliceSources(sources, start, end) {
  const out = [];
  let position = 0;
  for (const source of sources) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, source.size);
    if (from < to) out.push(from === 0 && to === source.size ? source : source.slice(from, to));
    position += source.size;
    if (position >= end) break;
  }
  return out;
}

// nextEnd is where the chunk of a stream that begins at position ends: with its source, or sooner.
function nextEnd(blob, position) {
  let end = 0;
  for (const source of blob[kSources]) {
    end += source.size;
    if (end > position) return Math.min(end, position + kChunkSize);
  }
  return blob[kSize];
}

// verify rejects when something outside of memory has changed; also what is empty may have.
async function verify(blob) {
  for (const source of blob[kSources]) if (source.verify !== undefined) await source.verify();
}

async function readRange(sources, start, end) {
  const out = new Uint8Array(end - start);
  let at = 0;
  for (const source of sliceSources(sources, start, end)) {
    const bytes = await source.read(0, source.size);
    out.set(bytes, at);
    at += source.size;
  }
  return out;
}

async function readAll(blob) {
  await verify(blob);
  return readRange(blob[kSources], 0, blob[kSize]);
}

// The bytes at once; undefined when some of them are not in memory.
function getBlobDataSync(blob) {
  const out = new Uint8Array(blob[kSize]);
  let at = 0;
  for (const source of blob[kSources]) {
    if (source.readSync === undefined) return undefined;
    out.set(source.readSync(0, source.size), at);
    at += source.size;
  }
  return out;
}

// A blob whose bytes read(start, end) -> Promise<Uint8Array> gives; for fs.openAsBlob.
function createBlobFromSource(size, read, { type = '' } = { __proto__: null }) {
  return create([new ExternalSource(size, read)], size, type);
}

// createBlobFromFilePath is a blob over a file, which must stay as it is now; undefined when it cannot be read.
function createBlobFromFilePath(path, { type = '' } = { __proto__: null }) {
  const fs = require('fs');
  let stats;
  try {
    stats = fs.statSync(path, { bigint: true });
  } catch {
    return undefined;
  }
  const { size, mtimeNs } = stats;
  const changed = () => {
    const { DOMException } = require('internal/domexception');
    return new DOMException('The blob could not be read', 'NotReadableError');
  };
  const check = async () => {
    let now;
    try {
      now = await fs.promises.stat(path, { bigint: true });
    } catch {
      throw changed();
    }
    if (now.size !== size || now.mtimeNs !== mtimeNs) throw changed();
  };
  const read = async (start, end) => {
    await check();
    const handle = await fs.promises.open(path);
    try {
      const bytes = new Uint8Array(end - start);
      let at = 0;
      while (at < bytes.length) {
        const { bytesRead } = await handle.read(bytes, at, bytes.length - at, start + at);
        if (bytesRead === 0) throw changed();
        at += bytesRead;
      }
      return bytes;
    } finally {
      await handle.close();
    }
  };
  return create([new ExternalSource(Number(size), read, 0, check)], Number(size), disallowedType.test(type) ? '' : type.toLowerCase());
}

Object.defineProperty(Blob.prototype, Symbol.toStringTag, { __proto__: null, configurable: true, value: 'Blob' });
Object.defineProperties(Blob.prototype, {
  size: kEnumerableProperty,
  type: kEnumerableProperty,
  slice: kEnumerableProperty,
  stream: kEnumerableProperty,
  textStream: kEnumerableProperty,
  text: kEnumerableProperty,
  arrayBuffer: kEnumerableProperty,
  bytes: kEnumerableProperty,
});

// ---------------------------------------------------------------------------------------------------------------------
// Cloning: what is in memory. Files stay where they are.

function cloneData(blob) {
  const parts = [];
  for (const source of blob[kSources]) {
    if (source.bytes === undefined) throw new codes.ERR_INVALID_STATE('File-backed Blobs are not cloneable');
    parts.push(source.bytes);
  }
  return { parts, size: blob[kSize], type: blob[kType] };
}
function fillClone(blob, { parts, size, type }) {
  delete blob[kDeserialize];
  initialize(blob, parts.map((part) => new MemorySource(part)), size, type);
}
function clonedBlob() {
  const blob = Object.create(Blob.prototype);
  Object.defineProperty(blob, kDeserialize, { __proto__: null, configurable: true, value(data) { fillClone(this, data); } });
  return blob;
}
Object.defineProperty(Blob.prototype, kClone, {
  __proto__: null, configurable: true,
  value() { return { data: cloneData(this), deserializeInfo: 'internal/blob:clonedBlob' }; },
});
markTransferMode(Blob.prototype, kCloneable);

// ---------------------------------------------------------------------------------------------------------------------
// URL.createObjectURL

const store = new Map();

function createObjectURL(blob) {
  if (!isBlob(blob)) throw new codes.ERR_INVALID_ARG_TYPE('obj', 'Blob', blob);
  const id = require('internal/crypto/random').randomUUID();
  store.set(id, blob);
  return `blob:nodedata:${id}`;
}

function objectId(url) {
  if (typeof url !== 'string' || !url.startsWith('blob:nodedata:')) return undefined;
  return url.slice('blob:nodedata:'.length);
}

function revokeObjectURL(url) {
  const id = objectId(url);
  if (id !== undefined) store.delete(id);
}

function resolveObjectURL(url) {
  url = `${url}`;
  const id = objectId(url);
  if (id === undefined) return undefined;
  const blob = store.get(id);
  return blob === undefined ? undefined : create(blob[kSources], blob[kSize], blob[kType]);
}

module.exports = {
  Blob,
  cloneData,
  clonedBlob,
  createBlobFromFilePath,
  createBlobFromSource,
  createObjectURL,
  revokeObjectURL,
  getBlobDataSync,
  isBlob,
  kHandle,
  fillClone,
  kType,
  resolveObjectURL,
};
