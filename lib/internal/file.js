'use strict';

// File: a Blob with a name and a time.

const { Blob, cloneData, fillClone } = require('internal/blob');
const { kClone, kDeserialize } = require('internal/worker/js_transferable');
const { codes } = require('internal/errors');
const { customInspectSymbol, kEnumerableProperty } = require('internal/util');

let setFields;

class File extends Blob {
  #name;
  #lastModified;

  static {
    setFields = (file, name, lastModified) => {
      file.#name = name;
      file.#lastModified = lastModified;
    };
  }

  constructor(fileBits, fileName, options = { __proto__: null }) {
    if (arguments.length < 2) throw new codes.ERR_MISSING_ARGS('fileBits', 'fileName');
    super(fileBits, options);
    let { lastModified } = options ?? { __proto__: null };
    lastModified = lastModified === undefined ? Date.now() : toLongLong(lastModified);
    this.#name = `${fileName}`.toWellFormed();
    this.#lastModified = lastModified;
  }

  [kClone]() {
    return { data: { blob: cloneData(this), name: this.#name, lastModified: this.#lastModified }, deserializeInfo: 'internal/file:clonedFile' };
  }

  get name() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('File');
    return this.#name;
  }

  get lastModified() {
    if (!(#name in this)) throw new codes.ERR_INVALID_THIS('File');
    return this.#lastModified;
  }

  [customInspectSymbol](depth, options) {
    if (depth < 0) return options.stylize('[File]', 'special');
    const opts = { ...options, depth: options.depth == null ? null : options.depth - 1 };
    const { size, type } = this;
    return `File ${require('internal/util/inspect').inspect({ size, type, name: this.#name, lastModified: this.#lastModified }, opts)}`;
  }
}

// clonedFile makes a file that takes over the bytes of its clone data.
function clonedFile() {
  const file = new File([], '', { lastModified: 0 });
  Object.defineProperty(file, kDeserialize, {
    __proto__: null, configurable: true,
    value({ blob, name, lastModified }) {
      delete this[kDeserialize];
      fillClone(this, blob);
      setFields(this, name, lastModified);
    },
  });
  return file;
}

function toLongLong(value) {
  value = Math.trunc(+value);
  return Number.isFinite(value) ? Number(BigInt.asIntN(64, BigInt(value))) : 0;
}

Object.defineProperties(File.prototype, {
  name: kEnumerableProperty,
  lastModified: kEnumerableProperty,
  [Symbol.toStringTag]: { __proto__: null, configurable: true, value: 'File' },
});

module.exports = { File, clonedFile };
