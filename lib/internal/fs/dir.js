'use strict';

// fs.Dir: a directory read entry by entry. The binding lists a directory at once; what is spared here is only the Dirents.

const binding = internalBinding('fs');
const { codes: { ERR_DIR_CLOSED, ERR_DIR_CONCURRENT_OPERATION, ERR_INVALID_THIS } } = require('internal/errors');
const { validateFunction, validateUint32, validateBoolean } = require('internal/validators');
const { decodeName, getDirents, getOptions, getValidatedPath, join, wantsBytes } = require('internal/fs/utils');

class Dir {
  #path;
  #options;
  #entries = null;
  #index = 0;
  #closed = false;
  #operationQueue = null;
  #queue;

  constructor(entries, path, options) {
    if (entries == null) throw new (require('internal/errors').codes.ERR_MISSING_ARGS)('handle');
    this.#entries = entries;
    this.#path = path;
    this.#options = { bufferSize: 32, ...getOptions(options, { encoding: 'utf8' }) };
    validateUint32(this.#options.bufferSize, 'options.bufferSize', true);
    this.#queue = this.#options.recursive ? [] : null;
  }

  static #check(self) {
    if (typeof self !== 'object' || self === null || !(#path in self)) throw new ERR_INVALID_THIS('Dir');
  }

  get path() {
    Dir.#check(this);
    return this.#path;
  }

  // The next Dirent, or null; for recursive listings the directories found are read when the list at hand is used up.
  #next() {
    for (;;) {
      const entries = this.#entries;
      if (this.#index < entries.length) {
        const d = entries[this.#index++];
        if (this.#queue !== null && d.isDirectory()) this.#queue.push(join(d.parentPath, d.name));
        if (typeof d.name !== 'string') d.name = decodeName(d.name, this.#options.encoding);
        return d;
      }
      if (this.#queue === null || this.#queue.length === 0) return null;
      const path = this.#queue.shift();
      this.#entries = readEntries(path, this.#options);
      this.#index = 0;
    }
  }

  read(callback) {
    Dir.#check(this);
    if (callback === undefined) {
      return new Promise((resolve, reject) => {
        this.#readImpl(true, (err, result) => (err ? reject(err) : resolve(result)));
      });
    }
    validateFunction(callback, 'callback');
    this.#readImpl(true, callback);
  }

  #readImpl(maybeSync, callback) {
    if (this.#closed === true) throw new ERR_DIR_CLOSED();
    if (this.#operationQueue !== null) {
      this.#operationQueue.push(() => { this.#readImpl(maybeSync, callback); });
      return;
    }
    this.#operationQueue = [];
    setImmediate(() => {
      let err = null;
      let result;
      try {
        result = this.#next();
      } catch (e) {
        err = e;
      }
      const queue = this.#operationQueue;
      this.#operationQueue = null;
      for (const op of queue) op();
      if (err) callback(err);
      else callback(null, result);
    });
  }

  readSync() {
    Dir.#check(this);
    if (this.#closed === true) throw new ERR_DIR_CLOSED();
    if (this.#operationQueue !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    return this.#next();
  }

  close(callback) {
    Dir.#check(this);
    if (callback === undefined) {
      if (this.#closed === true) return Promise.reject(new ERR_DIR_CLOSED());
      return new Promise((resolve, reject) => {
        this.close((err) => (err ? reject(err) : resolve()));
      });
    }
    validateFunction(callback, 'callback');
    if (this.#closed === true) {
      process.nextTick(callback, new ERR_DIR_CLOSED());
      return;
    }
    if (this.#operationQueue !== null) {
      this.#operationQueue.push(() => { this.close(callback); });
      return;
    }
    this.#closed = true;
    this.#entries = [];
    process.nextTick(callback, null);
  }

  closeSync() {
    Dir.#check(this);
    if (this.#closed === true) throw new ERR_DIR_CLOSED();
    if (this.#operationQueue !== null) throw new ERR_DIR_CONCURRENT_OPERATION();
    this.#closed = true;
    this.#entries = [];
  }

  async* entries() {
    Dir.#check(this);
    try {
      for (;;) {
        const result = await this.read();
        if (result === null) break;
        yield result;
      }
    } finally {
      if (!this.#closed) await this.close();
    }
  }

  [Symbol.dispose]() {
    if (this.#closed) return;
    this.closeSync();
  }

  async [Symbol.asyncDispose]() {
    if (this.#closed) return;
    await this.close();
  }
}
Object.defineProperty(Dir.prototype, Symbol.asyncIterator, {
  __proto__: null, value: Dir.prototype.entries, enumerable: false, writable: true, configurable: true,
});

function readEntries(path, options) {
  const result = binding.readdir(path, wantsBytes(options.encoding), true);
  return getDirents(path, result, require('fs').lstatSync);
}

// Errors of an opendir carry that name.
function asOpendir(err) {
  if (err && err.syscall === 'scandir') {
    err.syscall = 'opendir';
    err.message = err.message.replace(/, scandir /, ', opendir ');
  }
  return err;
}

function checkOptions(options) {
  options = getOptions(options, { encoding: 'utf8' });
  if (options.bufferSize !== undefined) validateUint32(options.bufferSize, 'options.bufferSize', true);
  if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
  return options;
}

function opendir(path, options, callback) {
  callback = typeof options === 'function' ? options : callback;
  validateFunction(callback, 'callback');
  path = getValidatedPath(path);
  options = checkOptions(options);
  binding.readdirAsync(path, wantsBytes(options.encoding), true, (err, result) => {
    if (err) return callback(asOpendir(err));
    let dir;
    try {
      dir = new Dir(getDirents(path, result, require('fs').lstatSync), path, options);
    } catch (e) {
      return callback(e);
    }
    callback(null, dir);
  });
}

function opendirSync(path, options) {
  path = getValidatedPath(path);
  options = checkOptions(options);
  try {
    return new Dir(readEntries(path, options), path, options);
  } catch (err) {
    throw asOpendir(err);
  }
}

module.exports = { Dir, opendir, opendirSync };
