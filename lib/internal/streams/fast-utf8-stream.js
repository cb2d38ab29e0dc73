'use strict';

// fs.Utf8Stream: a writer of text for logs. What is written gathers until there is enough for a write; one write at a time is under way.

const EventEmitter = require('events');
const fs = require('fs');
const path = require('path');
const { Buffer } = require('buffer');
const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_OPERATION_FAILED } } = require('internal/errors');
const {
  validateBoolean, validateFunction, validateObject, validateOneOf, validateUint32,
} = require('internal/validators');

const BUSY_WRITE_TIMEOUT = 100;
const MAX_WRITE = 16 * 1024;

function sleep(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}

const isBusy = (err) => err.code === 'EAGAIN' || err.code === 'EBUSY';

class Utf8Stream extends EventEmitter {
  #fs = fs;
  #bufs = []; // what waits: strings, or lists of Buffers
  #sizes = []; // of the lists
  #len = 0; // of all that is not written
  #current = ''; // what is being written
  #fd = -1;
  #file = null;
  #mode;
  #append;
  #mkdir;
  #sync;
  #fsync;
  #binary;
  #minLength;
  #maxLength;
  #maxWrite;
  #highWaterMark;
  #retryEAGAIN;
  #periodicFlush;
  #timer;
  #writing = false;
  #ending = false;
  #opening = false;
  #reopening = false;
  #destroyed = false;
  #drainScheduled = false;
  #flushPending = false;

  constructor(options = {}) {
    super();
    validateObject(options, 'options');
    let { fd } = options;
    const {
      dest, minLength, maxLength, maxWrite, periodicFlush, sync, append = true, mkdir, retryEAGAIN, fsync, contentMode = 'utf8', mode,
      fs: overrides,
    } = options;
    fd ??= dest;
    if (overrides !== undefined) {
      validateObject(overrides, 'options.fs');
      const names = ['write', 'writeSync', 'fsync', 'fsyncSync', 'close', 'open', 'openSync', 'mkdir', 'mkdirSync'];
      for (const name of names) if (overrides[name] !== undefined) validateFunction(overrides[name], `options.fs.${name}`);
      this.#fs = { ...fs, ...overrides };
    }
    if (minLength != null) validateUint32(minLength, 'options.minLength');
    if (maxLength != null) validateUint32(maxLength, 'options.maxLength');
    if (maxWrite != null) validateUint32(maxWrite, 'options.maxWrite');
    if (periodicFlush != null) validateUint32(periodicFlush, 'options.periodicFlush');
    if (sync != null) validateBoolean(sync, 'options.sync');
    if (append != null) validateBoolean(append, 'options.append');
    if (mkdir != null) validateBoolean(mkdir, 'options.mkdir');
    if (fsync != null) validateBoolean(fsync, 'options.fsync');
    if (retryEAGAIN != null) validateFunction(retryEAGAIN, 'options.retryEAGAIN');
    validateOneOf(contentMode, 'options.contentMode', ['utf8', 'buffer']);
    this.#mode = mode;
    this.#append = append;
    this.#mkdir = mkdir ?? false;
    this.#sync = sync ?? false;
    this.#fsync = fsync ?? false;
    this.#binary = contentMode === 'buffer';
    this.#minLength = minLength || 0;
    this.#maxLength = maxLength || 0;
    this.#maxWrite = maxWrite || MAX_WRITE;
    this.#periodicFlush = periodicFlush || 0;
    this.#retryEAGAIN = retryEAGAIN ?? (() => true);
    this.#highWaterMark = Math.max(this.#minLength, 16387);
    this.#current = this.#binary ? Buffer.alloc(0) : '';
    if (this.#minLength >= this.#maxWrite) {
      throw new ERR_INVALID_ARG_VALUE('minLength', minLength, `should be smaller than maxWrite (${this.#maxWrite})`);
    }
    if (typeof fd === 'number') {
      this.#fd = fd;
      process.nextTick(() => this.emit('ready'));
    } else if (typeof fd === 'string') {
      this.#open(fd);
    } else {
      throw new ERR_INVALID_ARG_TYPE('fd', ['number', 'string'], fd);
    }
    this.on('newListener', (name) => {
      if (name === 'drain') this.#drainScheduled = false;
    });
    if (this.#periodicFlush !== 0) {
      this.#timer = setInterval(() => this.flush(null), this.#periodicFlush);
      this.#timer.unref();
    }
  }

  get append() { return this.#append; }
  get contentMode() { return this.#binary ? 'buffer' : 'utf8'; }
  get fd() { return this.#fd; }
  get file() { return this.#file; }
  get fsync() { return this.#fsync; }
  get maxLength() { return this.#maxLength; }
  get minLength() { return this.#minLength; }
  get mkdir() { return this.#mkdir; }
  get mode() { return this.#mode; }
  get periodicFlush() { return this.#periodicFlush; }
  get sync() { return this.#sync; }
  get writing() { return this.#writing; }

  #open(file) {
    this.#opening = true;
    this.#writing = true;
    this.#drainScheduled = false;
    const opened = (err, fd) => {
      const again = this.#reopening;
      this.#reopening = false;
      this.#writing = false;
      this.#opening = false;
      if (err) {
        if (this.#sync) {
          process.nextTick(() => { if (this.listenerCount('error') > 0) this.emit('error', err); });
        } else {
          this.emit('error', err);
        }
        return;
      }
      this.#fd = fd;
      this.#file = file;
      if (this.#sync) process.nextTick(() => this.emit('ready'));
      else this.emit('ready');
      if (this.#destroyed) return;
      if ((!this.#writing && this.#len > this.#minLength) || this.#flushPending) this.#write();
      else if (again && !this.#writing) process.nextTick(() => this.emit('drain'));
    };
    const flags = this.#append ? 'a' : 'w';
    if (this.#sync) {
      let fd;
      try {
        if (this.#mkdir) this.#fs.mkdirSync(path.dirname(file), { recursive: true });
        fd = this.#fs.openSync(file, flags, this.#mode);
      } catch (err) {
        opened(err);
        throw err;
      }
      opened(null, fd);
    } else if (this.#mkdir) {
      this.#fs.mkdir(path.dirname(file), { recursive: true }, (err) => {
        if (err) return opened(err);
        this.#fs.open(file, flags, this.#mode, opened);
      });
    } else {
      this.#fs.open(file, flags, this.#mode, opened);
    }
  }

  #check() {
    if (this.#destroyed) throw new ERR_INVALID_STATE('Utf8Stream is destroyed');
  }

  write(data) {
    this.#check();
    if (this.#binary ? !Buffer.isBuffer(data) : typeof data !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('data', this.#binary ? 'Buffer' : 'string', data);
    }
    const len = this.#len + data.length;
    if (this.#maxLength && len > this.#maxLength) {
      this.emit('drop', data);
      return this.#len < this.#highWaterMark;
    }
    const bufs = this.#bufs;
    const last = bufs.length - 1;
    if (this.#binary) {
      if (last < 0 || this.#sizes[last] + data.length > this.#maxWrite) {
        bufs.push([data]);
        this.#sizes.push(data.length);
      } else {
        bufs[last].push(data);
        this.#sizes[last] += data.length;
      }
    } else if (last < 0 || bufs[last].length + data.length > this.#maxWrite) {
      bufs.push(data);
    } else {
      bufs[last] += data;
    }
    this.#len = len;
    if (!this.#writing && len >= this.#minLength && this.#fd >= 0) this.#write();
    return this.#len < this.#highWaterMark;
  }

  // The next piece to write.
  #take() {
    if (!this.#binary) return this.#bufs.shift() ?? '';
    this.#sizes.shift();
    const list = this.#bufs.shift();
    return list === undefined ? Buffer.alloc(0) : list.length === 1 ? list[0] : Buffer.concat(list);
  }

  #writeSync(data) {
    return this.#binary ? this.#fs.writeSync(this.#fd, data) : this.#fs.writeSync(this.#fd, data, 'utf8');
  }

  #write() {
    this.#writing = true;
    if (this.#current.length === 0) this.#current = this.#take();
    if (this.#sync) {
      let n;
      try {
        n = this.#writeSync(this.#current);
      } catch (err) {
        this.#written(err);
        return;
      }
      this.#written(null, n);
    } else {
      this.#writeAsync();
    }
  }

  #writeAsync() {
    const done = (err, n) => this.#written(err, n);
    if (this.#binary) this.#fs.write(this.#fd, this.#current, done);
    else this.#fs.write(this.#fd, this.#current, 'utf8', done);
  }

  // What remains of data after n bytes: a character that was written in part is written again.
  #rest(data, n) {
    let done = data.length;
    if (n !== undefined) {
      if (this.#binary) {
        done = n;
      } else if (Buffer.byteLength(data) !== n) {
        const bytes = Buffer.from(data);
        while (n > 0 && n < bytes.length && (bytes[n] & 0xc0) === 0x80) n--;
        done = bytes.toString('utf8', 0, n).length;
      }
    }
    this.#len = Math.max(this.#len - done, 0);
    return this.#binary ? data.subarray(done) : data.slice(done);
  }

  #written(err, n) {
    if (err) {
      if (isBusy(err) && this.#retryEAGAIN(err, this.#current.length, this.#len - this.#current.length)) {
        if (this.#sync) {
          sleep(BUSY_WRITE_TIMEOUT);
          this.#written(null, 0);
        } else {
          setTimeout(() => this.#writeAsync(), BUSY_WRITE_TIMEOUT);
        }
      } else {
        this.#writing = false;
        this.emit('error', err);
      }
      return;
    }
    this.emit('write', n);
    this.#current = this.#rest(this.#current, n);
    if (this.#current.length > 0) {
      if (!this.#sync) {
        this.#writeAsync();
        return;
      }
      try {
        do {
          this.#current = this.#rest(this.#current, this.#writeSync(this.#current));
        } while (this.#current.length > 0);
      } catch (e) {
        this.#written(e);
        return;
      }
    }
    if (this.#fsync) this.#fs.fsyncSync(this.#fd);
    if (this.#reopening) {
      this.#writing = false;
      this.#reopening = false;
      this.reopen();
    } else if (this.#len > this.#minLength) {
      this.#write();
    } else if (this.#ending) {
      if (this.#len > 0) {
        this.#write();
      } else {
        this.#writing = false;
        this.#close();
      }
    } else {
      this.#writing = false;
      if (!this.#sync) {
        this.emit('drain');
      } else if (!this.#drainScheduled) {
        this.#drainScheduled = true;
        process.nextTick(() => {
          if (this.listenerCount('drain') === 0) return;
          this.#drainScheduled = false;
          this.emit('drain');
        });
      }
    }
  }

  flush(callback) {
    if (callback != null) validateFunction(callback, 'cb');
    if (this.#destroyed) {
      const err = new ERR_INVALID_STATE('Utf8Stream is destroyed');
      if (callback) {
        callback(err);
        return;
      }
      throw err;
    }
    if (this.#minLength <= 0) {
      callback?.();
      return;
    }
    if (callback) this.#afterDrain(callback);
    if (this.#writing || this.#fd < 0) return;
    if (this.#bufs.length === 0) {
      this.#bufs.push(this.#binary ? [] : '');
      if (this.#binary) this.#sizes.push(0);
    }
    this.#write();
  }

  #afterDrain(callback) {
    this.#flushPending = true;
    const onDrain = () => {
      this.removeListener('error', onError);
      if (this.#destroyed || this.#fsync) {
        this.#flushPending = false;
        callback();
        return;
      }
      try {
        this.#fs.fsync(this.#fd, (err) => {
          this.#flushPending = false;
          // The descriptor may be closed by now.
          if (err && err.code !== 'EBADF') callback(err);
          else callback();
        });
      } catch (err) {
        callback(err);
      }
    };
    const onError = (err) => {
      this.#flushPending = false;
      this.removeListener('drain', onDrain);
      callback(err);
    };
    this.once('drain', onDrain);
    this.once('error', onError);
  }

  flushSync() {
    this.#check();
    if (this.#fd < 0) throw new ERR_INVALID_STATE('Invalid file descriptor');
    let data = this.#binary ? Buffer.alloc(0) : '';
    if (!this.#writing && this.#current.length > 0) {
      data = this.#current;
      this.#current = this.#binary ? Buffer.alloc(0) : '';
    }
    while (this.#bufs.length > 0 || data.length > 0) {
      if (data.length === 0) data = this.#take();
      try {
        if (data.length > 0) data = this.#rest(data, this.#writeSync(data));
      } catch (err) {
        if (!isBusy(err) || !this.#retryEAGAIN(err, data.length, this.#len - data.length)) {
          this.#bufs.unshift(this.#binary ? [data] : data);
          if (this.#binary) this.#sizes.unshift(data.length);
          throw err;
        }
        sleep(BUSY_WRITE_TIMEOUT);
      }
    }
    try {
      this.#fs.fsyncSync(this.#fd);
    } catch {
      // Pipes and the like cannot be synchronised.
    }
  }

  reopen(file) {
    this.#check();
    if (this.#opening) {
      this.once('ready', () => this.reopen(file));
      return;
    }
    if (this.#ending) return;
    if (!this.#file) throw new ERR_OPERATION_FAILED('Unable to reopen a file descriptor, you must pass a file to SonicBoom');
    if (file) this.#file = file;
    this.#reopening = true;
    if (this.#writing) return;
    const old = this.#fd;
    this.once('ready', () => {
      if (old !== this.#fd) {
        this.#fs.close(old, (err) => { if (err) this.emit('error', err); });
      }
    });
    this.#open(this.#file);
  }

  end() {
    this.#check();
    if (this.#opening) {
      this.once('ready', () => this.end());
      return;
    }
    if (this.#ending) return;
    this.#ending = true;
    if (this.#writing) return;
    if (this.#len > 0 && this.#fd >= 0) this.#write();
    else this.#close();
  }

  destroy() {
    if (!this.#destroyed) this.#close();
  }

  [Symbol.dispose]() {
    this.destroy();
  }

  #close() {
    if (this.#fd === -1) {
      this.once('ready', () => this.#close());
      return;
    }
    if (this.#timer !== undefined) clearInterval(this.#timer);
    this.#destroyed = true;
    this.#bufs = [];
    this.#sizes = [];
    const closed = (err) => {
      if (err) {
        this.emit('error', err);
        return;
      }
      if (this.#ending && !this.#writing) this.emit('finish');
      this.emit('close');
    };
    const close = () => {
      // Standard output stays open.
      if (this.#fd !== 1 && this.#fd !== 2) this.#fs.close(this.#fd, closed);
      else process.nextTick(closed);
    };
    if (this.#fsync) {
      close();
      return;
    }
    try {
      this.#fs.fsync(this.#fd, close);
    } catch {
      close();
    }
  }
}

module.exports = Utf8Stream;
