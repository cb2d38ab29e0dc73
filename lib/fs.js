'use strict';

// The fs module: synchronous and callback forms. `binding.op(...)` throws or returns, `binding.opAsync(..., cb)` calls back.

const binding = internalBinding('fs');
const { Buffer } = require('buffer');
const {
  AbortError, aggregateTwoErrors,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE },
} = require('internal/errors');
const {
  parseFileMode, validateBoolean, validateBuffer, validateEncoding, validateFunction, validateInteger, validateObject,
} = require('internal/validators');
const {
  constants, copyObject, decodeName, Dirent, eisdir, getDirents, getOptions, getStatsFromBinding,
  getStatFsFromBinding, getValidatedFd, getValidatedPath, getValidMode, join, kMaxUserId, Stats,
  stringToFlags, stringToSymlinkType, toUnixTimestamp, validateBufferArray, validateCpOptions,
  validateOffsetLengthRead, validateOffsetLengthWrite, validatePosition, validateRmOptions, validateRmdirOptions,
  validateStringAfterArrayBufferView, wantsBytes, warnOnNonPortableTemplate,
} = require('internal/fs/utils');
const { F_OK, O_WRONLY } = constants;
const { isView } = ArrayBuffer;
const isUserFd = (v) => Number.isInteger(v) && v >= 0 && v <= 0x7fffffff;

let fs;

function makeCallback(cb) {
  validateFunction(cb, 'cb');
  return cb;
}

function statsCallback(cb) {
  validateFunction(cb, 'cb');
  return (err, stats) => {
    if (err) cb(err);
    else cb(null, stats === undefined ? undefined : getStatsFromBinding(stats));
  };
}

function nameCallback(cb, encoding) {
  validateFunction(cb, 'cb');
  if (!wantsBytes(encoding) || encoding === 'buffer') return cb;
  return (err, v) => {
    if (err) cb(err);
    else cb(null, Array.isArray(v) ? v.map((n) => decodeName(n, encoding)) : decodeName(v, encoding));
  };
}

function access(path, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = F_OK;
  }
  path = getValidatedPath(path);
  callback = makeCallback(callback);
  mode = getValidMode(mode, 'access');
  binding.accessAsync(path, mode, callback);
}

function accessSync(path, mode) {
  binding.access(getValidatedPath(path), getValidMode(mode, 'access'));
}

function exists(path, callback) {
  validateFunction(callback, 'cb');
  try {
    path = getValidatedPath(path);
  } catch {
    return callback(false);
  }
  binding.accessAsync(path, F_OK, (err) => callback(!err));
}
Object.defineProperty(exists, Symbol.for('nodejs.util.promisify.custom'), {
  __proto__: null,
  value: function exists(path) {
    return new Promise((resolve) => fs.exists(path, resolve));
  },
});

let existsWarned = false;
function existsSync(path) {
  try {
    path = getValidatedPath(path);
  } catch (err) {
    if (!existsWarned && err?.code === 'ERR_INVALID_ARG_TYPE') {
      existsWarned = true;
      process.emitWarning('Passing invalid argument types to fs.existsSync is deprecated', 'DeprecationWarning', 'DEP0187');
    }
    return false;
  }
  return binding.exists(path);
}

function checkAborted(signal, callback) {
  if (signal?.aborted) {
    callback(new AbortError(undefined, { cause: signal.reason }));
    return true;
  }
  return false;
}

// Whole-file reads are one operation of the binding.
function readFile(path, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, { flag: 'r' });
  const signal = options.signal;
  if (checkAborted(signal, callback)) return;
  const target = isUserFd(path) ? path : getValidatedPath(path);
  const flags = isUserFd(path) ? 0 : stringToFlags(options.flag, 'options.flag');
  const encoding = options.encoding;
  const utf8 = encoding === 'utf8' || encoding === 'utf-8';
  if (signal) {
    const inner = callback;
    callback = (err, data) => {
      if (!checkAborted(signal, inner)) inner(err, data);
    };
  }
  if (utf8) {
    binding.readFileUtf8Async(target, flags, callback);
  } else if (encoding && encoding !== 'buffer') {
    binding.readFileAsync(target, flags, (err, data) => {
      if (err) return callback(err);
      try {
        data = data.toString(encoding);
      } catch (e) {
        return callback(e);
      }
      callback(null, data);
    });
  } else {
    binding.readFileAsync(target, flags, callback);
  }
}

function readFileSync(path, options) {
  options = getOptions(options, { flag: 'r' });
  const target = isUserFd(path) ? path : getValidatedPath(path);
  const flags = isUserFd(path) ? 0 : stringToFlags(options.flag, 'options.flag');
  const encoding = options.encoding;
  if (encoding === 'utf8' || encoding === 'utf-8') return binding.readFileUtf8(target, flags);
  const data = binding.readFile(target, flags);
  return encoding && encoding !== 'buffer' ? data.toString(encoding) : data;
}

function close(fd, callback = (err) => { if (err) throw err; }) {
  fd = getValidatedFd(fd);
  callback = makeCallback(callback);
  binding.closeAsync(fd, callback);
}

function closeSync(fd) {
  binding.close(getValidatedFd(fd));
}

function open(path, flags, mode, callback) {
  path = getValidatedPath(path);
  if (arguments.length < 3) {
    callback = flags;
    flags = 'r';
    mode = 0o666;
  } else if (typeof mode === 'function') {
    callback = mode;
    mode = 0o666;
  } else {
    mode = parseFileMode(mode, 'mode', 0o666);
  }
  const flagsNumber = stringToFlags(flags);
  callback = makeCallback(callback);
  binding.openAsync(path, flagsNumber, mode, callback);
}

function openSync(path, flags, mode) {
  return binding.open(getValidatedPath(path), stringToFlags(flags), parseFileMode(mode, 'mode', 0o666));
}

function openAsBlobSync(path, options) {
  return openBlob(path, options);
}

function openAsBlob(path, options) {
  return Promise.resolve(openBlob(path, options));
}

function openBlob(path, options = {}) {
  validateObject(options, 'options');
  const type = options.type || '';
  if (typeof type !== 'string') throw new ERR_INVALID_ARG_TYPE('options.type', 'string', type);
  path = getValidatedPath(path);
  const { mtimeMs, size } = module.exports.statSync(path);
  const notReadable = () => {
    const { DOMException } = globalThis;
    return new DOMException('The blob could not be read', 'NotReadableError');
  };
  // The file must still be the one that was opened.
  const read = async (start, end) => {
    const { promises } = module.exports;
    let handle;
    try {
      handle = await promises.open(path, 'r');
      const now = await handle.stat();
      if (now.mtimeMs !== mtimeMs || now.size !== size) throw notReadable();
      const bytes = new Uint8Array(end - start);
      let have = 0;
      while (have < bytes.length) {
        const { bytesRead } = await handle.read(bytes, have, bytes.length - have, start + have);
        if (bytesRead === 0) throw notReadable();
        have += bytesRead;
      }
      return bytes;
    } catch {
      throw notReadable();
    } finally {
      await handle?.close();
    }
  };
  return require('internal/blob').createBlobFromSource(size, read, { type });
}


function finishReadArguments(buffer, offset, length, position) {
  if (buffer.byteLength === 0) {
    throw new ERR_INVALID_ARG_VALUE('buffer', buffer, 'is empty and cannot be written');
  }
  validateOffsetLengthRead(offset, length, buffer.byteLength);
  if (position == null) position = -1;
  else validatePosition(position, 'position', length);
  return position;
}

function read(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = getValidatedFd(fd);
  let offset = offsetOrOptions;
  let params = null;
  if (arguments.length <= 4) {
    if (arguments.length === 4) {
      // fs.read(fd, buffer, options, callback)
      if (offset !== null && offset !== undefined) validateObject(offset, 'options', 1);
      callback = length;
      params = offsetOrOptions;
    } else if (arguments.length === 3) {
      // fs.read(fd, bufferOrParams, callback)
      if (!isView(buffer)) {
        params = buffer;
        if (params != null) validateObject(params, 'options', 1);
        ({ buffer = Buffer.alloc(16384) } = params ?? {});
      }
      callback = offsetOrOptions;
    } else {
      callback = buffer;
      buffer = Buffer.alloc(16384);
    }
    if (params !== undefined && params !== null) validateObject(params, 'options', 1);
    ({ offset = 0, length = buffer?.byteLength - offset, position = null } = params ?? {});
  }
  validateBuffer(buffer);
  validateFunction(callback, 'cb');
  if (offset == null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length |= 0;
  if (length === 0) {
    return process.nextTick(() => callback(null, 0, buffer));
  }
  position = finishReadArguments(buffer, offset, length, position);
  binding.readAsync(fd, buffer, offset, length, position, (err, bytesRead) => {
    callback(err, bytesRead || 0, buffer);
  });
}
const kCustomPromisifyArgs = Symbol.for('nodejs.util.promisify.customArgs');
function setPromisifyArgs(fn, names) {
  let sym = kCustomPromisifyArgs;
  try { sym = require('internal/util').customPromisifyArgs ?? sym; } catch { /* not there yet */ }
  Object.defineProperty(fn, sym, { __proto__: null, value: names, enumerable: false });
}
setPromisifyArgs(read, ['bytesRead', 'buffer']);

function readSync(fd, buffer, offsetOrOptions, length, position) {
  fd = getValidatedFd(fd);
  validateBuffer(buffer);
  let offset = offsetOrOptions;
  if (arguments.length <= 3 || (offset !== null && typeof offset === 'object')) {
    if (offsetOrOptions !== undefined && offsetOrOptions !== null) {
      validateObject(offsetOrOptions, 'options', 1);
    }
    ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? {});
  }
  if (offset === undefined || offset === null) offset = 0;
  else validateInteger(offset, 'offset', 0);
  length |= 0;
  if (length === 0) return 0;
  position = finishReadArguments(buffer, offset, length, position);
  return binding.read(fd, buffer, offset, length, position);
}

function readv(fd, buffers, position, callback) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  callback ||= position;
  validateFunction(callback, 'cb');
  if (typeof position !== 'number') position = -1;
  binding.readvAsync(fd, buffers, position, (err, n) => callback(err, n || 0, buffers));
}
setPromisifyArgs(readv, ['bytesRead', 'buffers']);

function readvSync(fd, buffers, position) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  return binding.readv(fd, buffers, typeof position === 'number' ? position : -1);
}

function write(fd, buffer, offsetOrOptions, length, position, callback) {
  fd = getValidatedFd(fd);
  let offset = offsetOrOptions;
  if (isView(buffer)) {
    callback ||= position || length || offset;
    validateFunction(callback, 'cb');
    if (typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? {});
    }
    if (offset == null || typeof offset === 'function') offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = buffer.byteLength - offset;
    if (typeof position !== 'number') position = -1;
    validateOffsetLengthWrite(offset, length, buffer.byteLength);
    binding.writeAsync(fd, buffer, offset, length, position, (err, n) => callback(err, n || 0, buffer));
    return;
  }
  validateStringAfterArrayBufferView(buffer, 'buffer');
  if (typeof position !== 'function') {
    if (typeof offset === 'function') {
      position = offset;
      offset = null;
    } else {
      position = length;
    }
    length = 'utf8';
  }
  const str = buffer;
  validateEncoding(str, length);
  callback = position;
  validateFunction(callback, 'cb');
  binding.writeStringAsync(fd, str, typeof offset === 'number' ? offset : -1, length || 'utf8',
                           (err, n) => callback(err, n || 0, buffer));
}
setPromisifyArgs(write, ['bytesWritten', 'buffer']);

function writeSync(fd, buffer, offsetOrOptions, length, position) {
  fd = getValidatedFd(fd);
  let offset = offsetOrOptions;
  if (isView(buffer)) {
    if (position === undefined) position = null;
    if (typeof offset === 'object') {
      ({ offset = 0, length = buffer.byteLength - offset, position = null } = offsetOrOptions ?? {});
    }
    if (offset == null) offset = 0;
    else validateInteger(offset, 'offset', 0);
    if (typeof length !== 'number') length = buffer.byteLength - offset;
    validateOffsetLengthWrite(offset, length, buffer.byteLength);
    return binding.write(fd, buffer, offset, length, typeof position === 'number' ? position : -1);
  }
  validateStringAfterArrayBufferView(buffer, 'buffer');
  validateEncoding(buffer, length);
  if (offset === undefined) offset = null;
  return binding.writeString(fd, buffer, typeof offset === 'number' ? offset : -1, length || 'utf8');
}

function writev(fd, buffers, position, callback) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  callback ||= position;
  validateFunction(callback, 'cb');
  if (buffers.length === 0) {
    process.nextTick(callback, null, 0, buffers);
    return;
  }
  if (typeof position !== 'number') position = -1;
  binding.writevAsync(fd, buffers, position, (err, n) => callback(err, n || 0, buffers));
}
setPromisifyArgs(writev, ['bytesWritten', 'buffers']);

function writevSync(fd, buffers, position) {
  fd = getValidatedFd(fd);
  validateBufferArray(buffers);
  if (buffers.length === 0) return 0;
  return binding.writev(fd, buffers, typeof position === 'number' ? position : -1);
}

function rename(oldPath, newPath, callback) {
  callback = makeCallback(callback);
  binding.renameAsync(getValidatedPath(oldPath, 'oldPath'), getValidatedPath(newPath, 'newPath'), callback);
}

function renameSync(oldPath, newPath) {
  binding.rename(getValidatedPath(oldPath, 'oldPath'), getValidatedPath(newPath, 'newPath'));
}

function truncate(path, len, callback) {
  if (typeof path === 'number') return fs.ftruncate(path, len, callback);
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  } else if (len === undefined) {
    len = 0;
  }
  validateInteger(len, 'len');
  len = Math.max(0, len);
  validateFunction(callback, 'cb');
  fs.open(path, 'r+', (er, fd) => {
    if (er) return callback(er);
    binding.ftruncateAsync(fd, len, (er) => {
      fs.close(fd, (er2) => callback(aggregateTwoErrors(er2, er)));
    });
  });
}

function truncateSync(path, len) {
  if (len === undefined) len = 0;
  if (typeof path === 'number') return fs.ftruncateSync(path, len);
  const fd = fs.openSync(path, 'r+');
  try {
    fs.ftruncateSync(fd, len);
  } finally {
    fs.closeSync(fd);
  }
}

function ftruncate(fd, len = 0, callback) {
  if (typeof len === 'function') {
    callback = len;
    len = 0;
  }
  fd = getValidatedFd(fd);
  validateInteger(len, 'len');
  len = Math.max(0, len);
  callback = makeCallback(callback);
  binding.ftruncateAsync(fd, len, callback);
}

function ftruncateSync(fd, len = 0) {
  fd = getValidatedFd(fd);
  validateInteger(len, 'len');
  binding.ftruncate(fd, len < 0 ? 0 : len);
}

function rmdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  validateRmdirOptions(options);
  binding.rmdirAsync(path, callback);
}

function rmdirSync(path, options) {
  path = getValidatedPath(path);
  validateRmdirOptions(options);
  binding.rmdir(path);
}

function rm(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  path = getValidatedPath(path);
  options = validateRmOptions(options);
  callback = makeCallback(callback);
  if (options.recursive) {
    binding.rmAsync(path, true, options.force, options.maxRetries, options.retryDelay, callback);
    return;
  }
  binding.lstatAsync(path, false, false, (err, stats) => {
    if (err) return callback(err.code === 'ENOENT' && options.force ? null : err);
    if (stats === undefined) {
      if (options.force) return callback(null);
      return binding.rmAsync(path, false, false, 0, 0, callback);
    }
    if (getStatsFromBinding(stats).isDirectory()) return callback(eisdir(path));
    binding.rmAsync(path, false, options.force, options.maxRetries, options.retryDelay, callback);
  });
}

function rmSync(path, options) {
  path = getValidatedPath(path);
  options = validateRmOptions(options);
  if (!options.recursive) {
    const stats = binding.lstat(path, false, false);
    if (stats !== undefined && getStatsFromBinding(stats).isDirectory()) throw eisdir(path);
  }
  binding.rm(path, options.recursive, options.force, options.maxRetries, options.retryDelay);
}

function fdatasync(fd, callback) {
  fd = getValidatedFd(fd);
  callback = makeCallback(callback);
  binding.fdatasyncAsync(fd, callback);
}
function fdatasyncSync(fd) {
  binding.fdatasync(getValidatedFd(fd));
}
function fsync(fd, callback) {
  fd = getValidatedFd(fd);
  callback = makeCallback(callback);
  binding.fsyncAsync(fd, callback);
}
function fsyncSync(fd) {
  binding.fsync(getValidatedFd(fd));
}

function mkdirOptions(options) {
  let mode = 0o777;
  let recursive = false;
  if (typeof options === 'number' || typeof options === 'string') {
    mode = parseFileMode(options, 'mode');
  } else if (options) {
    if (options.recursive !== undefined) {
      recursive = options.recursive;
      validateBoolean(recursive, 'options.recursive');
    }
    if (options.mode !== undefined) mode = parseFileMode(options.mode, 'options.mode');
  }
  return { mode, recursive };
}

function mkdir(path, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  const { mode, recursive } = mkdirOptions(options);
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  binding.mkdirAsync(path, mode, recursive, callback);
}

function mkdirSync(path, options) {
  const { mode, recursive } = mkdirOptions(options);
  const result = binding.mkdir(getValidatedPath(path), mode, recursive);
  if (recursive) return result;
}

// Directories of a recursive listing, breadth first; names relative to the start.
function readdirRecursive(basePath, options, callback) {
  const context = { basePath, withFileTypes: !!options.withFileTypes, encoding: options.encoding };
  const results = [];
  const queue = [[basePath, '']];
  const next = () => {
    if (queue.length === 0) return callback(null, results);
    const [dir, prefix] = queue.shift();
    binding.readdirAsync(dir, wantsBytes(options.encoding), true, (err, result) => {
      if (err) return callback(err);
      try {
        collect(context, dir, prefix, result, results, queue);
      } catch (e) {
        return callback(e);
      }
      next();
    });
  };
  next();
}

function readdirSyncRecursive(basePath, options) {
  const context = { basePath, withFileTypes: !!options.withFileTypes, encoding: options.encoding };
  const results = [];
  const queue = [[basePath, '']];
  while (queue.length > 0) {
    const [dir, prefix] = queue.shift();
    collect(context, dir, prefix, binding.readdir(dir, wantsBytes(options.encoding), true), results, queue);
  }
  return results;
}

function collect(context, dir, prefix, result, results, queue) {
  const dirents = getDirents(dir, result, lstatSync);
  const pathMod = require('path');
  for (const dirent of dirents) {
    const rel = typeof dirent.name === 'string' ? (prefix === '' ? dirent.name : pathMod.join(prefix, dirent.name)) :
      prefix === '' ? dirent.name : join(prefix, dirent.name);
    if (context.withFileTypes) {
      dirent.name = decodeName(dirent.name, context.encoding);
      results.push(dirent);
    } else {
      results.push(decodeName(rel, context.encoding));
    }
    if (dirent.isDirectory()) queue.push([join(dir, rel === dirent.name ? rel : dirent.name), rel]);
  }
}

function decodeListing(result, path, options) {
  if (options.withFileTypes) {
    const dirents = getDirents(path, result, lstatSync);
    for (let i = 0; i < dirents.length; i++) dirents[i].name = decodeName(dirents[i].name, options.encoding);
    return dirents;
  }
  if (wantsBytes(options.encoding) && options.encoding !== 'buffer') {
    for (let i = 0; i < result.length; i++) result[i] = decodeName(result[i], options.encoding);
  }
  return result;
}

function readdir(path, options, callback) {
  callback = makeCallback(typeof options === 'function' ? options : callback);
  options = getOptions(options);
  path = getValidatedPath(path);
  if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
  if (options.recursive) {
    // Kept as given: withFileTypes reports the parent's path in the same form.
    return readdirRecursive(path, options, callback);
  }
  binding.readdirAsync(path, wantsBytes(options.encoding), !!options.withFileTypes, (err, result) => {
    if (err) return callback(err);
    let list;
    try {
      list = decodeListing(result, path, options);
    } catch (e) {
      return callback(e);
    }
    callback(null, list);
  });
}

function readdirSync(path, options) {
  options = getOptions(options);
  path = getValidatedPath(path);
  if (options.recursive != null) validateBoolean(options.recursive, 'options.recursive');
  if (options.recursive) return readdirSyncRecursive(path, options);
  const result = binding.readdir(path, wantsBytes(options.encoding), !!options.withFileTypes);
  return decodeListing(result, path, options);
}

function fstat(fd, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  fd = getValidatedFd(fd);
  callback = statsCallback(callback);
  binding.fstatAsync(fd, !!options?.bigint, callback);
}

function lstat(path, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  callback = statsCallback(callback);
  path = getValidatedPath(path);
  binding.lstatAsync(path, !!options?.bigint, true, callback);
}

function stat(path, options = { bigint: false, throwIfNoEntry: true }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  callback = statsCallback(callback);
  path = getValidatedPath(path);
  binding.statAsync(path, !!options?.bigint, options?.throwIfNoEntry !== false, callback);
}

function statfs(path, options = { bigint: false }, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = {};
  }
  validateFunction(callback, 'cb');
  path = getValidatedPath(path);
  binding.statfsAsync(path, !!options?.bigint, (err, s) => {
    if (err) callback(err);
    else callback(null, getStatFsFromBinding(s));
  });
}

function fstatSync(fd, options = { bigint: false }) {
  return getStatsFromBinding(binding.fstat(getValidatedFd(fd), !!options?.bigint));
}

function lstatSync(path, options = { bigint: false, throwIfNoEntry: true }) {
  const s = binding.lstat(getValidatedPath(path), !!options?.bigint, options?.throwIfNoEntry !== false);
  return s === undefined ? undefined : getStatsFromBinding(s);
}

function statSync(path, options = { bigint: false, throwIfNoEntry: true }) {
  const s = binding.stat(getValidatedPath(path), !!options?.bigint, options?.throwIfNoEntry !== false);
  return s === undefined ? undefined : getStatsFromBinding(s);
}

function statfsSync(path, options = { bigint: false }) {
  return getStatFsFromBinding(binding.statfs(getValidatedPath(path), !!options?.bigint));
}

function readlink(path, options, callback) {
  callback = makeCallback(typeof options === 'function' ? options : callback);
  options = getOptions(options);
  path = getValidatedPath(path, 'path');
  binding.readlinkAsync(path, wantsBytes(options.encoding), nameCallback(callback, options.encoding));
}

function readlinkSync(path, options) {
  options = getOptions(options);
  return decodeName(binding.readlink(getValidatedPath(path, 'path'), wantsBytes(options.encoding)), options.encoding);
}

function symlink(target, path, type, callback) {
  if (callback === undefined) {
    callback = makeCallback(type);
    type = undefined;
  } else {
    if (type != null) require('internal/validators').validateOneOf(type, 'type', ['dir', 'file', 'junction']);
    callback = makeCallback(callback);
  }
  target = getValidatedPath(target, 'target');
  path = getValidatedPath(path);
  binding.symlinkAsync(target, path, stringToSymlinkType(type), callback);
}

function symlinkSync(target, path, type) {
  if (type != null) require('internal/validators').validateOneOf(type, 'type', ['dir', 'file', 'junction']);
  binding.symlink(getValidatedPath(target, 'target'), getValidatedPath(path), stringToSymlinkType(type));
}

function link(existingPath, newPath, callback) {
  callback = makeCallback(callback);
  existingPath = getValidatedPath(existingPath, 'existingPath');
  newPath = getValidatedPath(newPath, 'newPath');
  binding.linkAsync(existingPath, newPath, callback);
}

function linkSync(existingPath, newPath) {
  binding.link(getValidatedPath(existingPath, 'existingPath'), getValidatedPath(newPath, 'newPath'));
}

function unlink(path, callback) {
  callback = makeCallback(callback);
  binding.unlinkAsync(getValidatedPath(path), callback);
}
function unlinkSync(path) {
  binding.unlink(getValidatedPath(path));
}

function fchmod(fd, mode, callback) {
  fd = getValidatedFd(fd);
  mode = parseFileMode(mode, 'mode');
  callback = makeCallback(callback);
  binding.fchmodAsync(fd, mode, callback);
}
function fchmodSync(fd, mode) {
  binding.fchmod(getValidatedFd(fd), parseFileMode(mode, 'mode'));
}

let lchmod;
let lchmodSync;
if (constants.O_SYMLINK !== undefined) {
  lchmod = function lchmod(path, mode, callback) {
    validateFunction(callback, 'cb');
    mode = parseFileMode(mode, 'mode');
    fs.open(path, O_WRONLY | constants.O_SYMLINK, (err, fd) => {
      if (err) return callback(err);
      fs.fchmod(fd, mode, (err) => {
        fs.close(fd, (err2) => callback(aggregateTwoErrors(err2, err)));
      });
    });
  };
  lchmodSync = function lchmodSync(path, mode) {
    const fd = fs.openSync(path, O_WRONLY | constants.O_SYMLINK);
    try {
      fs.fchmodSync(fd, mode);
    } finally {
      fs.closeSync(fd);
    }
  };
}

function chmod(path, mode, callback) {
  path = getValidatedPath(path);
  mode = parseFileMode(mode, 'mode');
  callback = makeCallback(callback);
  binding.chmodAsync(path, mode, callback);
}
function chmodSync(path, mode) {
  path = getValidatedPath(path);
  binding.chmod(path, parseFileMode(mode, 'mode'));
}

function checkIds(uid, gid) {
  validateInteger(uid, 'uid', -1, kMaxUserId);
  validateInteger(gid, 'gid', -1, kMaxUserId);
}

function lchown(path, uid, gid, callback) {
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  checkIds(uid, gid);
  binding.lchownAsync(path, uid, gid, callback);
}
function lchownSync(path, uid, gid) {
  path = getValidatedPath(path);
  checkIds(uid, gid);
  binding.lchown(path, uid, gid);
}
// fs.Stats as programs see it: making one is deprecated, asking whether something is one is not.
let statsClass;
function deprecatedStats() {
  if (statsClass === undefined) {
    statsClass = require('util').deprecate(Stats, 'fs.Stats constructor is deprecated.', 'DEP0180');
  }
  return statsClass;
}

function fchown(fd, uid, gid, callback) {
  fd = getValidatedFd(fd);
  checkIds(uid, gid);
  callback = makeCallback(callback);
  binding.fchownAsync(fd, uid, gid, callback);
}
function fchownSync(fd, uid, gid) {
  fd = getValidatedFd(fd);
  checkIds(uid, gid);
  binding.fchown(fd, uid, gid);
}
function chown(path, uid, gid, callback) {
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  checkIds(uid, gid);
  binding.chownAsync(path, uid, gid, callback);
}
function chownSync(path, uid, gid) {
  path = getValidatedPath(path);
  checkIds(uid, gid);
  binding.chown(path, uid, gid);
}

function utimes(path, atime, mtime, callback) {
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  binding.utimesAsync(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}
function utimesSync(path, atime, mtime) {
  binding.utimes(getValidatedPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime));
}
function futimes(fd, atime, mtime, callback) {
  fd = getValidatedFd(fd);
  atime = toUnixTimestamp(atime, 'atime');
  mtime = toUnixTimestamp(mtime, 'mtime');
  callback = makeCallback(callback);
  binding.futimesAsync(fd, atime, mtime, callback);
}
function futimesSync(fd, atime, mtime) {
  binding.futimes(getValidatedFd(fd), toUnixTimestamp(atime, 'atime'), toUnixTimestamp(mtime, 'mtime'));
}
function lutimes(path, atime, mtime, callback) {
  callback = makeCallback(callback);
  path = getValidatedPath(path);
  binding.lutimesAsync(path, toUnixTimestamp(atime), toUnixTimestamp(mtime), callback);
}
function lutimesSync(path, atime, mtime) {
  binding.lutimes(getValidatedPath(path), toUnixTimestamp(atime), toUnixTimestamp(mtime));
}

function writeData(data, encoding) {
  if (isView(data)) return data;
  validateStringAfterArrayBufferView(data, 'data');
  return Buffer.from(data, encoding || 'utf8');
}

// Writes all of a view, chunk by chunk when a signal may end it in between.
function writeAll(fd, isUserFd, buffer, offset, length, signal, flush, callback) {
  const closeWith = (err) => {
    if (isUserFd) callback(err);
    else fs.close(fd, (err2) => callback(aggregateTwoErrors(err2, err)));
  };
  if (signal?.aborted) {
    return closeWith(new AbortError(undefined, { cause: signal.reason }));
  }
  fs.write(fd, buffer, offset, length, null, (writeErr, written) => {
    if (writeErr) return closeWith(writeErr);
    if (written === length) {
      if (!flush) return closeWith(null);
      fs.fsync(fd, closeWith);
      return;
    }
    writeAll(fd, isUserFd, buffer, offset + written, length - written, signal, flush, callback);
  });
}

function writeFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
  const flag = options.flag || 'w';
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  data = writeData(data, options.encoding);
  const signal = options.signal;

  if (isUserFd(path)) {
    writeAll(path, true, data, 0, data.byteLength, signal, flush, callback);
    return;
  }
  if (checkAborted(signal, callback)) return;
  fs.open(path, flag, options.mode, (openErr, fd) => {
    if (openErr) callback(openErr);
    else writeAll(fd, false, data, 0, data.byteLength, signal, flush, callback);
  });
}

function writeFileSync(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'w', flush: false });
  const flush = options.flush ?? false;
  validateBoolean(flush, 'options.flush');
  const flag = options.flag || 'w';
  const isFd = isUserFd(path);
  data = writeData(data, options.encoding);
  if (flush) {
    const fd = isFd ? path : fs.openSync(path, flag, options.mode);
    try {
      const bytes = typeof data === 'string' ? require('buffer').Buffer.from(data, options.encoding || 'utf8') : data;
      let at = 0;
      while (at < bytes.byteLength) at += fs.writeSync(fd, bytes, at, bytes.byteLength - at);
      fs.fsyncSync(fd);
    } finally {
      if (!isFd) fs.closeSync(fd);
    }
    return;
  }
  binding.writeFile(isFd ? path : getValidatedPath(path), data, isFd ? 0 : stringToFlags(flag),
                    parseFileMode(options.mode, 'mode', 0o666), flush);
}

function appendFile(path, data, options, callback) {
  callback ||= options;
  validateFunction(callback, 'cb');
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a' });
  options = copyObject(options);
  if (!options.flag || isUserFd(path)) options.flag = 'a';
  fs.writeFile(path, data, options, callback);
}

function appendFileSync(path, data, options) {
  options = getOptions(options, { encoding: 'utf8', mode: 0o666, flag: 'a' });
  options = copyObject(options);
  if (!options.flag || isUserFd(path)) options.flag = 'a';
  fs.writeFileSync(path, data, options);
}

function watch(filename, options, listener) {
  if (typeof options === 'function') listener = options;
  options = getOptions(options);
  options = { persistent: true, recursive: false, ...options };
  if (options.persistent === undefined) options.persistent = true;
  if (options.recursive === undefined) options.recursive = false;
  const { FSWatcher } = require('internal/fs/watchers');
  if (options.ignore != null) require('internal/validators').validateIgnoreOption?.(options.ignore, 'options.ignore');
  const watcher = new FSWatcher();
  watcher.start(getValidatedPath(filename, 'filename'), options);
  if (listener) watcher.addListener('change', listener);
  if (options.signal) {
    if (options.signal.aborted) {
      process.nextTick(() => watcher.close());
    } else {
      const listener = () => watcher.close();
      options.signal.addEventListener('abort', listener);
      watcher.once('close', () => options.signal.removeEventListener('abort', listener));
    }
  }
  return watcher;
}

const statWatchers = new Map();
function watchFile(filename, options, listener) {
  filename = require('path').resolve(String(getValidatedPath(filename, 'filename')));
  if (options === null || typeof options !== 'object') {
    listener = options;
    options = null;
  }
  options = { interval: 5007, persistent: true, ...options };
  validateFunction(listener, 'listener');
  let watcher = statWatchers.get(filename);
  if (watcher === undefined) {
    const { StatWatcher } = require('internal/fs/watchers');
    watcher = new StatWatcher(options.bigint);
    watcher.start(filename, options.interval, options.persistent);
    statWatchers.set(filename, watcher);
  }
  watcher.addListener('change', listener);
  return watcher;
}

function unwatchFile(filename, listener) {
  filename = require('path').resolve(String(getValidatedPath(filename, 'filename')));
  const watcher = statWatchers.get(filename);
  if (watcher === undefined) return;
  const before = watcher.listenerCount('change');
  if (typeof listener === 'function') watcher.removeListener('change', listener);
  else watcher.removeAllListeners('change');
  if (watcher.listenerCount('change') === 0 && before >= 0) {
    watcher.stop();
    statWatchers.delete(filename);
  }
}

// realpath in JavaScript would lstat every component; the binding does it in one call. The errors say lstat, as Node's do.
function realpath(path, options, callback) {
  callback = makeCallback(typeof options === 'function' ? options : callback);
  options = getOptions(options);
  path = pathForRealpath(path);
  binding.realpathAsync(path, wantsBytes(options.encoding), 'lstat', nameCallback(callback, options.encoding));
}
function pathForRealpath(path) {
  path = getValidatedPath(typeof path === 'string' || path instanceof Uint8Array || path?.href ? path : `${path}`);
  return require('path').resolve(typeof path === 'string' ? path : Buffer.from(path).toString());
}
function realpathSync(path, options) {
  options = getOptions(options);
  return decodeName(binding.realpath(pathForRealpath(path), wantsBytes(options.encoding), 'lstat'), options.encoding);
}
realpath.native = function(path, options, callback) {
  callback = makeCallback(callback || options);
  options = getOptions(options);
  path = getValidatedPath(path);
  binding.realpathAsync(path, wantsBytes(options.encoding), 'realpath', nameCallback(callback, options.encoding));
};
realpathSync.native = function(path, options) {
  options = getOptions(options);
  return decodeName(binding.realpath(getValidatedPath(path), wantsBytes(options.encoding), 'realpath'), options.encoding);
};

function mkdtemp(prefix, options, callback) {
  callback = makeCallback(typeof options === 'function' ? options : callback);
  options = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  binding.mkdtempAsync(prefix, wantsBytes(options.encoding), nameCallback(callback, options.encoding));
}

function mkdtempSync(prefix, options) {
  options = getOptions(options);
  prefix = getValidatedPath(prefix, 'prefix');
  warnOnNonPortableTemplate(prefix);
  return decodeName(binding.mkdtemp(prefix, wantsBytes(options.encoding)), options.encoding);
}

function mkdtempDisposableSync(prefix, options) {
  const path = mkdtempSync(prefix, options);
  const fullPath = require('path').resolve(process.cwd(), String(path));
  const remove = () => module.exports.rmSync(fullPath, { recursive: true, force: true });
  return {
    path,
    remove,
    [Symbol.dispose]() { remove(); },
  };
}

function copyFile(src, dest, mode, callback) {
  if (typeof mode === 'function') {
    callback = mode;
    mode = 0;
  }
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  callback = makeCallback(callback);
  mode = getValidMode(mode, 'copyFile');
  binding.copyFileAsync(src, dest, mode, callback);
}

function copyFileSync(src, dest, mode) {
  binding.copyFile(getValidatedPath(src, 'src'), getValidatedPath(dest, 'dest'), getValidMode(mode, 'copyFile'));
}

function cp(src, dest, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = makeCallback(callback);
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  require('internal/fs/cp').cpAsync(src, dest, options).then(
    () => process.nextTick(callback, null), (err) => process.nextTick(callback, err));
}

function cpSync(src, dest, options) {
  options = validateCpOptions(options);
  src = getValidatedPath(src, 'src');
  dest = getValidatedPath(dest, 'dest');
  require('internal/fs/cp').cpSync(src, dest, options);
}

function glob(pattern, options, callback) {
  if (typeof options === 'function') {
    callback = options;
    options = undefined;
  }
  callback = makeCallback(callback);
  const { Glob } = require('internal/fs/glob');
  const g = new Glob(pattern, options);
  (async () => {
    const out = [];
    for await (const m of g.glob()) out.push(m);
    return out;
  })().then((res) => process.nextTick(callback, null, res), (err) => process.nextTick(callback, err));
}

function globSync(pattern, options) {
  const { Glob } = require('internal/fs/glob');
  return new Glob(pattern, options).globSync();
}

function createReadStream(path, options) {
  return new (streams().ReadStream)(path, options);
}
function createWriteStream(path, options) {
  return new (streams().WriteStream)(path, options);
}

let streamsModule;
function streams() {
  return streamsModule ??= require('internal/fs/streams');
}
const overridden = { __proto__: null };

function opendir(path, options, callback) {
  return require('internal/fs/dir').opendir(path, options, callback);
}
function opendirSync(path, options) {
  return require('internal/fs/dir').opendirSync(path, options);
}

function _toUnixTimestamp(time, name) {
  return toUnixTimestamp(time, name);
}

module.exports = fs = {
  appendFile, appendFileSync, access, accessSync, chown, chownSync, chmod, chmodSync, close, closeSync,
  copyFile, copyFileSync, cp, cpSync, createReadStream, createWriteStream, exists, existsSync,
  fchown, fchownSync, fchmod, fchmodSync, fdatasync, fdatasyncSync, fstat, fstatSync, fsync, fsyncSync,
  ftruncate, ftruncateSync, futimes, futimesSync, glob, globSync, lchown, lchownSync, lchmod, lchmodSync,
  link, linkSync, lstat, lstatSync, lutimes, lutimesSync, mkdir, mkdirSync, mkdtemp, mkdtempSync,
  mkdtempDisposableSync, open, openSync, openAsBlob, openAsBlobSync, readdir, readdirSync, read, readSync, readv, readvSync,
  readFile, readFileSync, readlink, readlinkSync, realpath, realpathSync, rename, renameSync, rm, rmSync,
  rmdir, rmdirSync, stat, statfs, statSync, statfsSync, symlink, symlinkSync, truncate, truncateSync,
  unwatchFile, unlink, unlinkSync, utimes, utimesSync, watch, watchFile, writeFile, writeFileSync,
  write, writeSync, writev, writevSync, Dirent,
  get Stats() { return deprecatedStats(); },

  get ReadStream() { return overridden.ReadStream ?? streams().ReadStream; },
  set ReadStream(val) { overridden.ReadStream = val; },
  get WriteStream() { return overridden.WriteStream ?? streams().WriteStream; },
  set WriteStream(val) { overridden.WriteStream = val; },
  get FileReadStream() { return overridden.FileReadStream ?? streams().ReadStream; },
  set FileReadStream(val) { overridden.FileReadStream = val; },
  get FileWriteStream() { return overridden.FileWriteStream ?? streams().WriteStream; },
  set FileWriteStream(val) { overridden.FileWriteStream = val; },
  get Utf8Stream() { return require('internal/streams/fast-utf8-stream'); },

  _toUnixTimestamp,
};

Object.defineProperties(fs, {
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  Dir: { __proto__: null, enumerable: true, configurable: true, get() { return require('internal/fs/dir').Dir; } },
  opendir: { __proto__: null, enumerable: true, configurable: true, writable: true, value: opendir },
  opendirSync: { __proto__: null, enumerable: true, configurable: true, writable: true, value: opendirSync },
  promises: {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return require('internal/fs/promises').exports; },
  },
});
