'use strict';

// fs.promises and FileHandle.

const binding = internalBinding('fs');
const EventEmitter = require('events');
const { Buffer } = require('buffer');
const {
  AbortError, aggregateTwoErrors,
  codes: { ERR_INVALID_ARG_VALUE, ERR_INVALID_STATE, ERR_METHOD_NOT_IMPLEMENTED },
} = require('internal/errors');
const {
  validateAbortSignal, validateBoolean, validateBuffer, validateEncoding, validateInteger, validateObject,
  validateOneOf, parseFileMode,
} = require('internal/validators');
const {
  constants, copyObject, decodeName, eisdir, getDirents, getOptions, getStatsFromBinding, getStatFsFromBinding,
  getValidatedPath, getValidMode, kMaxUserId, stringToFlags, stringToSymlinkType, toUnixTimestamp,
  validateBufferArray, validateCpOptions, validateOffsetLengthRead, validateOffsetLengthWrite, validatePosition,
  validateRmOptions, validateRmdirOptions, validateStringAfterArrayBufferView, wantsBytes, warnOnNonPortableTemplate,
} = require('internal/fs/utils');
const { isView } = ArrayBuffer;

const kHandle = Symbol('kHandle');
const kRefs = Symbol('kRefs');
const kClosePromise = Symbol('kClosePromise');
const kCloseResolve = Symbol('kCloseResolve');
const kCloseReject = Symbol('kCloseReject');
const kRef = Symbol('kRef');
const kUnref = Symbol('kUnref');
const kLocked = Symbol('kLocked');
const kFdClose = Symbol('kFdClose');

// Calls binding[name + 'Async'] and gives its promise.
function op(name, ...args) {
  return new Promise((resolve, reject) => {
    binding[name + 'Async'](...args, (err, result) => {
      if (err) {
        Error.captureStackTrace(err);
        reject(err);
      } else {
        resolve(result);
      }
    });
  });
}

class FileHandle extends EventEmitter {
  constructor(fd) {
    super();
    this[kHandle] = fd;
    this[kRefs] = 1;
    this[kClosePromise] = null;
  }

  getAsyncId() { return 0; }
  get fd() { return this[kHandle]; }

  appendFile(data, options) { return use(writeFile, this, data, options); }
  chmod(mode) { return use(fchmod, this, mode); }
  chown(uid, gid) { return use(fchown, this, uid, gid); }
  datasync() { return use(fdatasync, this); }
  sync() { return use(fsync, this); }
  read(buffer, offset, length, position) { return use(read, this, buffer, offset, length, position); }
  readv(buffers, position) { return use(readv, this, buffers, position); }
  readFile(options) { return use(readFile, this, options); }
  readLines(options = undefined) {
    return require('readline').createInterface({
      input: this.createReadStream(options),
      crlfDelay: Infinity,
    });
  }
  stat(options) { return use(fstat, this, options); }
  truncate(len = 0) { return use(ftruncate, this, len); }
  utimes(atime, mtime) { return use(futimes, this, atime, mtime); }
  write(buffer, offset, length, position) { return use(write, this, buffer, offset, length, position); }
  writev(buffers, position) { return use(writev, this, buffers, position); }
  writeFile(data, options) { return use(writeFile, this, data, options); }

  close = () => {
    if (this[kHandle] === -1) return Promise.resolve();
    if (this[kClosePromise]) return this[kClosePromise];
    this[kRefs]--;
    if (this[kRefs] === 0) {
      this[kClosePromise] = this[kFdClose]().finally(() => { this[kClosePromise] = undefined; });
    } else {
      // Streams still use it: the last one closes.
      this[kClosePromise] = new Promise((resolve, reject) => {
        this[kCloseResolve] = resolve;
        this[kCloseReject] = reject;
      }).finally(() => {
        this[kClosePromise] = undefined;
        this[kCloseReject] = undefined;
        this[kCloseResolve] = undefined;
      });
    }
    this.emit('close');
    return this[kClosePromise];
  };

  [kFdClose]() {
    const fd = this[kHandle];
    this[kHandle] = -1;
    return op('close', fd);
  }

  async [Symbol.asyncDispose]() {
    await this.close();
  }

  readableWebStream(options = {}) {
    if (this[kHandle] === -1) throw new ERR_INVALID_STATE('The FileHandle is closed');
    if (this[kClosePromise]) throw new ERR_INVALID_STATE('The FileHandle is closing');
    if (this[kLocked]) throw new ERR_INVALID_STATE('The FileHandle is locked');
    this[kLocked] = true;
    validateObject(options, 'options');
    const { type = 'bytes', autoClose = false } = options;
    validateBoolean(autoClose, 'options.autoClose');
    if (type !== 'bytes') {
      process.emitWarning('A non-"bytes" options.type has no effect. A byte-oriented stream is always created.',
                          'ExperimentalWarning');
    }
    const { ReadableStream } = require('stream/web');
    const handle = this;
    const ondone = async () => {
      handle[kUnref]();
      if (autoClose) await handle.close();
    };
    const readable = new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: 16384,
      async pull(controller) {
        const view = controller.byobRequest.view;
        const { bytesRead } = await handle.read(view, view.byteOffset, view.byteLength);
        if (bytesRead === 0) {
          controller.close();
          await ondone();
        }
        controller.byobRequest.respond(bytesRead);
      },
      async cancel() {
        await ondone();
      },
    });
    this[kRef]();
    this.once('close', () => {
      if (readable.locked === false) readable.cancel().catch(() => {});
    });
    return readable;
  }

  createReadStream(options = undefined) {
    const { ReadStream } = require('internal/fs/streams');
    return new ReadStream(undefined, { ...options, fd: this });
  }

  createWriteStream(options = undefined) {
    const { WriteStream } = require('internal/fs/streams');
    return new WriteStream(undefined, { ...options, fd: this });
  }

  [kRef]() { this[kRefs]++; }
  [kUnref]() {
    this[kRefs]--;
    if (this[kRefs] === 0) {
      this[kFdClose]().then(this[kCloseResolve], this[kCloseReject]);
    }
  }
}

// Keeps the handle open while fn works on it.
async function use(fn, handle, ...args) {
  if (handle[kRefs] === undefined) throw new ERR_METHOD_NOT_IMPLEMENTED('FileHandle with a wrong this');
  if (handle.fd === -1) {
    const err = new Error('file closed');
    err.code = 'EBADF';
    err.syscall = fn.name;
    throw err;
  }
  try {
    handle[kRef]();
    return await fn(handle, ...args);
  } finally {
    handle[kUnref]();
  }
}

async function withClose(handle, fn) {
  let result;
  try {
    result = await fn(handle);
  } catch (opError) {
    try {
      await handle.close();
    } catch (closeError) {
      throw aggregateTwoErrors(closeError, opError);
    }
    throw opError;
  }
  await handle.close();
  return result;
}

function checkAborted(signal) {
  if (signal?.aborted) throw new AbortError(undefined, { cause: signal.reason });
}

async function access(path, mode = constants.F_OK) {
  await op('access', getValidatedPath(path), getValidMode(mode, 'access'));
}

async function cp(src, dest, options) {
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  return require('internal/fs/cp').cpAsync(src, dest, options);
}

async function copyFile(src, dest, mode) {
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  await op('copyFile', src, dest, getValidMode(mode, 'copyFile'));
}

async function open(path, flags, mode) {
  path = getValidatedPath(path);
  const flagsNumber = stringToFlags(flags);
  mode = parseFileMode(mode, 'mode', 0o666);
  return new FileHandle(await op('open', path, flagsNumber, mode));
}

async function read(handle, bufferOrParams, offset, length, position) {
  let buffer = bufferOrParams;
  if (!isView(buffer)) {
    // handle.read([options])
    if (bufferOrParams != null) validateObject(bufferOrParams, 'options', 1);
    ({ buffer = Buffer.alloc(16384), offset = 0, length = buffer.byteLength - (offset ?? 0), position = null } =
      bufferOrParams ?? {});
    validateBuffer(buffer);
  } else if (offset !== null && typeof offset === 'object') {
    // handle.read(buffer, options)
    ({ offset = 0, length = buffer.byteLength - (offset ?? 0), position = null } = offset);
  }
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length ??= buffer.byteLength - offset;
  if (length === 0) return { __proto__: null, bytesRead: length, buffer };
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  if (position == null) position = -1;
  else validatePosition(position, 'position', length);
  const bytesRead = (await op('read', handle.fd, buffer, offset, length, position)) || 0;
  return { __proto__: null, bytesRead, buffer };
}

async function readv(handle, buffers, position) {
  validateBufferArray(buffers);
  if (typeof position !== 'number') position = -1;
  const bytesRead = (await op('readv', handle.fd, buffers, position)) || 0;
  return { __proto__: null, bytesRead, buffers };
}

async function write(handle, buffer, offsetOrOptions, length, position) {
  if (buffer?.byteLength === 0) return { __proto__: null, bytesWritten: 0, buffer };
  let offset = offsetOrOptions;
  if (isView(buffer)) {
    if (typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? {});
    }
    if (offset == null) offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = buffer.byteLength - offset;
    if (typeof position !== 'number') position = -1;
    validateOffsetLengthWrite(offset, length, buffer.byteLength);
    const bytesWritten = (await op('write', handle.fd, buffer, offset, length, position)) || 0;
    return { __proto__: null, bytesWritten, buffer };
  }
  validateStringAfterArrayBufferView(buffer, 'buffer');
  validateEncoding(buffer, length);
  const bytesWritten = (await op('writeString', handle.fd, buffer, typeof offset === 'number' ? offset : -1,
                                 length || 'utf8')) || 0;
  return { __proto__: null, bytesWritten, buffer };
}

async function writev(handle, buffers, position) {
  validateBufferArray(buffers);
  if (typeof position !== 'number') position = -1;
  if (buffers.length === 0) return { __proto__: null, bytesWritten: 0, buffers };
  const bytesWritten = (await op('writev', handle.fd, buffers, position)) || 0;
  return { __proto__: null, bytesWritten, buffers };
}

async function rename(oldPath, newPath) {
  oldPath = getValidatedPath(oldPath, 'oldPath');
  newPath = getValidatedPath(newPath, 'newPath');
  await op('rename', oldPath, newPath);
}

async function truncate(path, len = 0) {
  const fd = await open(path, 'r+');
  return withClose(fd, (h) => ftruncate(h, len));
}

async function ftruncate(handle, len = 0) {
  validateInteger(len, 'len');
  await op('ftruncate', handle.fd, Math.max(0, len));
}

async function rm(path, options) {
  path = getValidatedPath(path);
  options = validateRmOptions(options);
  if (!options.recursive) {
    const stats = await op('lstat', path, false, false);
    if (stats !== undefined && getStatsFromBinding(stats).isDirectory()) throw eisdir(path);
  }
  await op('rm', path, options.recursive, options.force, options.maxRetries, options.retryDelay);
}

async function rmdir(path, options) {
  path = getValidatedPath(path);
  validateRmdirOptions(options);
  await op('rmdir', path);
}

async function fdatasync(handle) { await op('fdatasync', handle.fd); }
async function fsync(handle) { await op('fsync', handle.fd); }

async function mkdir(path, options) {
  if (typeof options === 'number' || typeof options === 'string') options = { mode: options };
  const recursive = options?.recursive ?? false;
  path = getValidatedPath(path);
  validateBoolean(recursive, 'options.recursive');
  const mode = options?.mode === undefined ? 0o777 : parseFileMode(options.mode, 'options.mode');
  const result = await op('mkdir', path, mode, recursive);
  return recursive ? result : undefined;
}

async function readdir(path, options) {
  options = copyObject(getOptions(options));
  path = getValidatedPath(path);
  if (options.recursive) {
    return new Promise((resolve, reject) => {
      require('fs').readdir(path, options, (err, list) => (err ? reject(err) : resolve(list)));
    });
  }
  const result = await op('readdir', path, wantsBytes(options.encoding), !!options.withFileTypes);
  if (options.withFileTypes) {
    const dirents = getDirents(path, result, require('fs').lstatSync);
    for (const d of dirents) d.name = decodeName(d.name, options.encoding);
    return dirents;
  }
  return result.map((n) => decodeName(n, options.encoding));
}

async function readlink(path, options) {
  options = getOptions(options);
  return decodeName(await op('readlink', getValidatedPath(path, 'oldPath'), wantsBytes(options.encoding)), options.encoding);
}

async function symlink(target, path, type) {
  validateOneOf(type, 'type', ['dir', 'file', 'junction', null, undefined]);
  target = getValidatedPath(target, 'target');
  path = getValidatedPath(path);
  await op('symlink', target, path, stringToSymlinkType(type));
}

async function fstat(handle, options = { bigint: false }) {
  return getStatsFromBinding(await op('fstat', handle.fd, !!options.bigint));
}
async function lstat(path, options = { bigint: false }) {
  return getStatsFromBinding(await op('lstat', getValidatedPath(path), !!options.bigint, true));
}
async function stat(path, options = { bigint: false, throwIfNoEntry: true }) {
  const s = await op('stat', getValidatedPath(path), !!options.bigint, options.throwIfNoEntry !== false);
  return s === undefined ? undefined : getStatsFromBinding(s);
}
async function statfs(path, options = { bigint: false }) {
  return getStatFsFromBinding(await op('statfs', getValidatedPath(path), !!options.bigint));
}

async function link(existingPath, newPath) {
  existingPath = getValidatedPath(existingPath, 'existingPath');
  newPath = getValidatedPath(newPath, 'newPath');
  await op('link', existingPath, newPath);
}
async function unlink(path) { await op('unlink', getValidatedPath(path)); }

async function fchmod(handle, mode) { await op('fchmod', handle.fd, parseFileMode(mode, 'mode')); }
async function chmod(path, mode) {
  path = getValidatedPath(path);
  await op('chmod', path, parseFileMode(mode, 'mode'));
}
async function lchmod(path, mode) {
  if (constants.O_SYMLINK === undefined) throw new ERR_METHOD_NOT_IMPLEMENTED('lchmod()');
  const fd = await open(path, constants.O_WRONLY | constants.O_SYMLINK);
  return withClose(fd, (h) => fchmod(h, mode));
}

function checkIds(uid, gid) {
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
}
async function lchown(path, uid, gid) {
  path = getValidatedPath(path);
  checkIds(uid, gid);
  await op('lchown', path, uid, gid);
}
async function fchown(handle, uid, gid) {
  checkIds(uid, gid);
  await op('fchown', handle.fd, uid, gid);
}
async function chown(path, uid, gid) {
  path = getValidatedPath(path);
  checkIds(uid, gid);
  await op('chown', path, uid, gid);
}

async function utimes(path, atime, mtime) {
  path = getValidatedPath(path);
  await op('utimes', path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}
async function futimes(handle, atime, mtime) {
  atime = toUnixTimestamp(atime, 'atime');
  mtime = toUnixTimestamp(mtime, 'mtime');
  await op('futimes', handle.fd, atime, mtime);
}
async function lutimes(path, atime, mtime) {
  path = getValidatedPath(path);
  await op('lutimes', path, toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

async function realpath(path, options) {
  options = getOptions(options);
  return decodeName(await op('realpath', getValidatedPath(path), wantsBytes(options.encoding), 'realpath'), options.encoding);
}

async function mkdtemp(prefix, options) {
  options = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  return decodeName(await op('mkdtemp', prefix, wantsBytes(options.encoding)), options.encoding);
}

async function mkdtempDisposable(prefix, options) {
  const cwd = process.cwd();
  const path = await mkdtemp(prefix, options);
  const fullPath = require('path').resolve(cwd, String(path));
  const remove = async () => { await rm(fullPath, { recursive: true, force: true }); };
  return {
    __proto__: null,
    path,
    remove,
    async [Symbol.asyncDispose]() { await remove(); },
  };
}

const kWriteChunk = 512 * 1024;

async function writeAll(handle, data, signal, encoding) {
  if (data !== null && typeof data === 'object' && !isView(data)) {
    for await (const buf of data) {
      checkAborted(signal);
      const toWrite = isView(buf) ? buf : Buffer.from(buf, encoding || 'utf8');
      let remaining = toWrite.byteLength;
      while (remaining > 0) {
        const size = Math.min(kWriteChunk, remaining);
        const { bytesWritten } = await write(handle, toWrite, toWrite.byteLength - remaining, size);
        remaining -= bytesWritten;
        checkAborted(signal);
      }
    }
    return;
  }
  data = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let remaining = data.byteLength;
  while (remaining > 0) {
    checkAborted(signal);
    const { bytesWritten } = await write(handle, data, data.byteLength - remaining, Math.min(kWriteChunk, remaining));
    remaining -= bytesWritten;
  }
}

function isCustomIterable(obj) {
  return obj !== null && typeof obj === 'object' && !isView(obj) &&
    (typeof obj[Symbol.asyncIterator] === 'function' || typeof obj[Symbol.iterator] === 'function');
}

async function writeFile(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
  const flag = options.flag || 'w';
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  if (!isView(data) && !isCustomIterable(data)) {
    validateStringAfterArrayBufferView(data, 'data');
    data = Buffer.from(data, options.encoding || 'utf8');
  }
  validateAbortSignal(options.signal, 'options.signal');
  if (path instanceof FileHandle) return writeAll(path, data, options.signal, options.encoding);
  checkAborted(options.signal);
  const fd = await open(path, flag, options.mode);
  return withClose(fd, async (h) => {
    await writeAll(h, data, options.signal, options.encoding);
    if (flush) await fsync(h);
  });
}

async function appendFile(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a', flush: false });
  options = copyObject(options);
  options.flag ||= 'a';
  return writeFile(path, data, options);
}

async function readFile(path, options) {
  options = getOptions(options, { flag: 'r' });
  const signal = options.signal;
  checkAborted(signal);
  const target = path instanceof FileHandle ? path.fd : getValidatedPath(path);
  const flags = path instanceof FileHandle ? 0 : stringToFlags(options.flag || 'r', 'options.flag');
  const { encoding } = options;
  const utf8 = encoding === 'utf8' || encoding === 'utf-8';
  const data = await op(utf8 ? 'readFileUtf8' : 'readFile', target, flags);
  checkAborted(signal);
  return !utf8 && encoding && encoding !== 'buffer' ? data.toString(encoding) : data;
}

async function* glob(pattern, options) {
  const { Glob } = require('internal/fs/glob');
  yield* new Glob(pattern, options).glob();
}

function opendir(path, options) {
  return new Promise((resolve, reject) => {
    require('internal/fs/dir').opendir(path, options, (err, dir) => (err ? reject(err) : resolve(dir)));
  });
}

function watch(filename, options) {
  return require('internal/fs/watchers').watch(filename, options);
}

module.exports = {
  exports: {
    access, copyFile, cp, glob, open, opendir, rename, truncate, rm, rmdir, mkdir, readdir, readlink, symlink,
    lstat, stat, statfs, link, unlink, chmod, lchmod, lchown, chown, utimes, lutimes, realpath, mkdtemp,
    mkdtempDisposable, writeFile, appendFile, readFile, watch, constants,
  },
  FileHandle, kRef, kUnref,
};
