'use strict';

// TCP and pipes: Socket, Server and what goes with them.

const EventEmitter = require('events');
const stream = require('stream');
const { Buffer } = require('buffer');
const internalNet = require('internal/net');
const { isIP, isIPv4, isIPv6, normalizedArgsSymbol, makeSyncWrite, ownerSymbol: kSocketOf } = internalNet;
const {
  codes, ErrnoException, ExceptionWithHostPort, NodeAggregateError,
  UVExceptionWithHostPort, genericNodeError,
} = require('internal/errors');
const {
  ERR_INVALID_ADDRESS_FAMILY, ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_FD_TYPE,
  ERR_INVALID_HANDLE_TYPE, ERR_INVALID_IP_ADDRESS, ERR_IP_BLOCKED, ERR_MISSING_ARGS, ERR_SERVER_ALREADY_LISTEN,
  ERR_SERVER_NOT_RUNNING, ERR_SOCKET_CLOSED, ERR_SOCKET_CLOSED_BEFORE_CONNECTION,
} = codes;
const {
  validateAbortSignal, validateBoolean, validateFunction, validateInt32, validateNumber, validatePort, validateString,
} = require('internal/validators');

const UV_EOF = -4095;
const UV_EADDRINUSE = -98;
const UV_EINVAL = -22;
const UV_ENOTCONN = -107;
const DEFAULT_IPV4_ADDR = '0.0.0.0';
const DEFAULT_IPV6_ADDR = '::';
const isWindows = process.platform === 'win32';
const noop = () => {};

const kBytesRead = Symbol('kBytesRead');
const kBytesWritten = Symbol('kBytesWritten');
const kSetNoDelay = Symbol('kSetNoDelay');
const kSetKeepAlive = Symbol('kSetKeepAlive');
const kSetKeepAliveInitialDelay = Symbol('kSetKeepAliveInitialDelay');
const kTimeout = Symbol('timeout');
const kTypeOfService = Symbol('kTypeOfService');
const kBuffer = Symbol('kBuffer');
const kBufferCb = Symbol('kBufferCb');
const kBufferGen = Symbol('kBufferGen');
const kLastWriteQueueSize = Symbol('lastWriteQueueSize');

let tcpBinding;
function tcpWrap() {
  return tcpBinding ??= internalBinding('tcp_wrap');
}
let pipeBinding;
function pipeWrap() {
  return pipeBinding ??= internalBinding('pipe_wrap');
}
let dns;
let blockListModule;
function blockLists() {
  return blockListModule ??= require('internal/blocklist');
}

const channelNames = ['net.client.socket', 'net.server.socket'];
let channels = null;
// The diagnostics channels exist once somebody has asked for diagnostics_channel.
function channel(i) {
  if (channels === null) {
    const dc = require('diagnostics_channel');
    channels = [dc.channel(channelNames[0]), dc.channel(channelNames[1])];
  }
  return channels[i];
}

let autoSelectFamilyDefault = true;
let autoSelectFamilyAttemptTimeoutDefault = 500;

function getDefaultAutoSelectFamily() {
  return autoSelectFamilyDefault;
}
function setDefaultAutoSelectFamily(value) {
  validateBoolean(value, 'value');
  autoSelectFamilyDefault = value;
}
function getDefaultAutoSelectFamilyAttemptTimeout() {
  return autoSelectFamilyAttemptTimeoutDefault;
}
function setDefaultAutoSelectFamilyAttemptTimeout(value) {
  validateInt32(value, 'value', 1);
  autoSelectFamilyAttemptTimeoutDefault = value < 10 ? 10 : value;
}

function guessFdKind(fd) {
  return internalBinding('util').guessHandleType(fd);
}

function createHandle(fd, isServer) {
  validateInt32(fd, 'fd', 0);
  let type = guessFdKind(fd);
  if (typeof type === 'number') type = ['TCP', 'TTY', 'UDP', 'FILE', 'PIPE', 'UNKNOWN', 'INVALID'][type];
  if (type === 'PIPE') {
    const { Pipe, constants } = pipeWrap();
    return new Pipe(isServer ? constants.SERVER : constants.SOCKET);
  }
  if (type === 'TCP') {
    const { TCP, constants } = tcpWrap();
    return new TCP(isServer ? constants.SERVER : constants.SOCKET);
  }
  throw new ERR_INVALID_FD_TYPE(type);
}

function isTCP(handle) {
  return tcpBinding !== undefined && handle instanceof tcpBinding.TCP;
}
function isPipe(handle) {
  return pipeBinding !== undefined && handle instanceof pipeBinding.Pipe;
}

// toNumber('8000') is 8000; anything that is not a port number is false.
function toNumber(x) {
  return (x = Number(x)) >= 0 ? x : false;
}

function isPipeName(s) {
  return typeof s === 'string' && toNumber(s) === false;
}

function createServer(options, connectionListener) {
  return new Server(options, connectionListener);
}

function connect(...args) {
  const normalized = normalizeArgs(args);
  const options = normalized[0];
  const socket = new Socket(options);
  if (options.timeout) socket.setTimeout(options.timeout);
  return socket.connect(normalized);
}

// The forms (options[, cb]), (path[, cb]), (port[, host][, cb]) as [options, cb|null].
function normalizeArgs(args) {
  let arr;
  if (args.length === 0) {
    arr = [{}, null];
    arr[normalizedArgsSymbol] = true;
    return arr;
  }
  const arg0 = args[0];
  let options = {};
  if (typeof arg0 === 'object' && arg0 !== null) {
    options = arg0;
  } else if (isPipeName(arg0)) {
    options.path = arg0;
  } else {
    options.port = arg0;
    if (args.length > 1 && typeof args[1] === 'string') options.host = args[1];
  }
  const cb = args[args.length - 1];
  arr = [options, typeof cb === 'function' ? cb : null];
  arr[normalizedArgsSymbol] = true;
  return arr;
}

function Socket(options) {
  if (!(this instanceof Socket)) return new Socket(options);
  if (options?.objectMode) {
    throw new ERR_INVALID_ARG_VALUE('options.objectMode', options.objectMode, 'is not supported');
  } else if (options?.readableObjectMode || options?.writableObjectMode) {
    throw new ERR_INVALID_ARG_VALUE(
      `options.${options.readableObjectMode ? 'readableObjectMode' : 'writableObjectMode'}`,
      options.readableObjectMode || options.writableObjectMode, 'is not supported');
  }
  if (options?.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }

  this.connecting = false;
  this._hadError = false;
  this._handle = null;
  this._parent = null;
  this._host = null;
  this._pendingData = null;
  this._pendingEncoding = '';
  this._peername = undefined;
  this._sockname = undefined;
  this.server = null;
  this._server = null;
  this.timeout = 0;
  this[kTimeout] = null;
  this[kBytesRead] = 0;
  this[kBytesWritten] = 0;
  this[kLastWriteQueueSize] = 0;

  if (typeof options === 'number') options = { fd: options };
  else options = { ...options };

  options.allowHalfOpen = Boolean(options.allowHalfOpen);
  // 'close' is emitted by _destroy once the handle is closed.
  options.emitClose = false;
  options.autoDestroy = true;
  // Strings are given to the handle as they are.
  options.decodeStrings = false;
  stream.Duplex.call(this, options);

  if (options.handle) {
    this._handle = options.handle;
  } else if (options.fd !== undefined) {
    const { fd } = options;
    this._handle = createHandle(fd, false);
    const err = this._handle.open(fd);
    if (err) throw new ErrnoException(err, 'open');
    if ((fd === 1 || fd === 2) && isPipe(this._handle) && isWindows) {
      this._handle.setBlocking?.(true);
    }
    if ((fd === 1 || fd === 2) && isPipe(this._handle)) {
      // stdout and stderr write synchronously.
      const err = this._handle.setBlocking ? this._handle.setBlocking(true) : 0;
      if (err) throw new ErrnoException(err, 'setBlocking');
      this._writev = null;
      this._write = makeSyncWrite(fd);
      this._handle.bytesWritten ??= 0;
    }
  }

  if (options.blockList) {
    if (!blockLists().BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
  const { onread } = options;
  if (onread !== null && typeof onread === 'object' &&
      (onread.buffer instanceof Uint8Array || typeof onread.buffer === 'function') &&
      typeof onread.callback === 'function') {
    if (typeof onread.buffer === 'function') {
      this[kBuffer] = true;
      this[kBufferGen] = onread.buffer;
    } else {
      this[kBuffer] = onread.buffer;
    }
    this[kBufferCb] = onread.callback;
  } else {
    this[kBuffer] = null;
  }
  this[kSetNoDelay] = Boolean(options.noDelay);
  this[kSetKeepAlive] = Boolean(options.keepAlive);
  this[kSetKeepAliveInitialDelay] = Math.trunc(options.keepAliveInitialDelay / 1000) || 0;

  // The end of the readable side closes the writable one unless half-open is allowed.
  this.on('end', onReadableStreamEnd);

  if (this._handle) initSocketHandle(this);

  if (options.handle) {
    // Reading starts with the first read().
    if (options.manualStart !== true && options.readable !== false && options.pauseOnCreate) {
      this._handle.reading = false;
      this._handle.readStop();
      this.readableFlowing = false;
    } else if (!options.manualStart) {
      this.read(0);
    }
  } else if (options.fd !== undefined && options.readable !== false && !options.manualStart) {
    if (options.pauseOnCreate) {
      this._handle.reading = false;
      this._handle.readStop();
      this.readableFlowing = false;
    } else {
      this.read(0);
    }
  }
}
Object.setPrototypeOf(Socket.prototype, stream.Duplex.prototype);
Object.setPrototypeOf(Socket, stream.Duplex);

function initSocketHandle(self) {
  self._undestroy();
  self._sockname = undefined;
  const handle = self._handle;
  handle[kSocketOf] = self;
  handle.onread = onStreamRead;
  if (self[kBuffer]) {
    if (self[kBuffer] === true) self[kBuffer] = self[kBufferGen]();
    handle.useUserBuffer?.(self[kBuffer]);
  }
}

// handle.onread(nread, buffer)
function onStreamRead(nread, buf) {
  const self = this[kSocketOf];
  if (!self || self.destroyed) return;
  updateTimer(self);
  if (nread > 0) {
    if (self[kBuffer]) {
      let target = self[kBuffer];
      if (buf && buf !== target) {
        // The native side did not use the user's buffer: copy in pieces.
        for (let off = 0; off < nread;) {
          const n = Math.min(target.byteLength, nread - off);
          target.set(buf.subarray(off, off + n), 0);
          off += n;
          const more = self[kBufferCb](n, target) !== false;
          if (self[kBufferGen]) {
            const next = self[kBufferGen]();
            if (next) target = self[kBuffer] = next;
          }
          if (!more) {
            this.reading = false;
            if (!self.destroyed) this.readStop();
          }
        }
        return;
      }
      const more = self[kBufferCb](nread, target);
      if (self[kBufferGen]) {
        const next = self[kBufferGen]();
        if (next) {
          self[kBuffer] = next;
          this.useUserBuffer?.(next);
        }
      }
      if (more === false) {
        this.reading = false;
        if (!self.destroyed) {
          const err = this.readStop();
          if (err) self.destroy(new ErrnoException(err, 'read'));
        }
      }
      return;
    }
    if (self.push(buf) === false) {
      this.reading = false;
      if (!self.destroyed) {
        const err = this.readStop();
        if (err) self.destroy(new ErrnoException(err, 'read'));
      }
    }
    return;
  }
  if (nread === 0) return;
  if (nread !== UV_EOF) {
    self.destroy(new ErrnoException(nread, 'read'));
    return;
  }
  // The other end has sent FIN.
  if (self._readableState.endEmitted) {
    if (self.writable === false || self.writableFinished) self.destroy();
  } else {
    self.push(null);
    self.read(0);
  }
}

function onReadableStreamEnd() {
  if (!this.allowHalfOpen) this.write = writeAfterFIN;
}

function writeAfterFIN(chunk, encoding, cb) {
  if (!this.writableEnded) return Reflect.apply(stream.Duplex.prototype.write, this, arguments);
  if (typeof encoding === 'function') cb = encoding;
  const er = genericNodeError('This socket has been ended by the other party', { code: 'EPIPE' });
  if (typeof cb === 'function') process.nextTick(cb, er);
  this.destroy(er);
  return false;
}

Socket.prototype._unrefTimer = function _unrefTimer() {
  for (let s = this; s !== null && s !== undefined; s = s._parent) {
    if (s[kTimeout]) s[kTimeout].refresh();
  }
};

function updateTimer(self) {
  if (self[kTimeout] !== null) self[kTimeout].refresh();
  if (self._parent) self._parent._unrefTimer?.();
}

Socket.prototype.setTimeout = function setTimeoutOf(msecs, callback) {
  if (this.destroyed) return this;
  validateNumber(msecs, 'msecs');
  if (msecs < 0 || !Number.isFinite(msecs)) {
    throw new codes.ERR_OUT_OF_RANGE('msecs', 'a non-negative finite number', msecs);
  }
  if (msecs > 0x7fffffff) {
    process.emitWarning(`${msecs} does not fit into a 32-bit signed integer.\nTimer duration was truncated to 2147483647.`,
                        'TimeoutOverflowWarning');
    msecs = 0x7fffffff;
  }
  this.timeout = msecs;
  if (this[kTimeout] !== null) clearTimeout(this[kTimeout]);
  if (msecs === 0) {
    this[kTimeout] = null;
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.removeListener('timeout', callback);
    }
  } else {
    this[kTimeout] = setTimeout(onSocketTimeout, msecs, this);
    this[kTimeout].unref();
    if (callback !== undefined) {
      validateFunction(callback, 'callback');
      this.once('timeout', callback);
    }
  }
  return this;
};
Object.defineProperty(Socket.prototype.setTimeout, 'name', { __proto__: null, value: 'setTimeout' });

function onSocketTimeout(self) {
  self._onTimeout();
}

Socket.prototype._onTimeout = function() {
  const handle = this._handle;
  const lastWriteQueueSize = this[kLastWriteQueueSize];
  if (lastWriteQueueSize > 0 && handle) {
    // Bytes that went out since the last look are activity.
    const { writeQueueSize } = handle;
    if (lastWriteQueueSize !== writeQueueSize) {
      this[kLastWriteQueueSize] = writeQueueSize;
      this._unrefTimer();
      return;
    }
  }
  this.emit('timeout');
};

Socket.prototype.setNoDelay = function(enable) {
  enable = Boolean(enable === undefined ? true : enable);
  if (!this._handle) {
    this[kSetNoDelay] = enable;
    return this;
  }
  if (this._handle.setNoDelay && enable !== this[kSetNoDelay]) {
    this[kSetNoDelay] = enable;
    this._handle.setNoDelay(enable);
  }
  return this;
};

Socket.prototype.setKeepAlive = function(enable, initialDelayMsecs, intervalMsecs, count) {
  enable = Boolean(enable);
  const initialDelay = Math.trunc(initialDelayMsecs / 1000) || 0;
  const interval = Math.trunc(intervalMsecs / 1000) || 0;
  if (!this._handle) {
    this[kSetKeepAlive] = enable;
    this[kSetKeepAliveInitialDelay] = initialDelay;
    return this;
  }
  if (!this._handle.setKeepAlive) return this;
  if (enable !== this[kSetKeepAlive] || (enable && this[kSetKeepAliveInitialDelay] !== initialDelay)) {
    this[kSetKeepAlive] = enable;
    this[kSetKeepAliveInitialDelay] = initialDelay;
    if (interval || count) this._handle.setKeepAlive(enable, initialDelay, interval, count | 0);
    else this._handle.setKeepAlive(enable, initialDelay);
  }
  return this;
};

Socket.prototype.setTypeOfService = function(tos) {
  if (typeof tos !== 'number' || Number.isNaN(tos)) throw new ERR_INVALID_ARG_TYPE('tos', 'number', tos);
  validateInt32(tos, 'tos', 0, 255);
  if (!this._handle || this.connecting) {
    this[kTypeOfService] = tos;
    return this;
  }
  if (this._handle?.setTypeOfService) {
    const err = this._handle.setTypeOfService(tos);
    if (err && !isWindows) throw new ErrnoException(err, 'setTypeOfService');
  }
  return this;
};
Socket.prototype.getTypeOfService = function() {
  if (!this._handle || this.connecting) return this[kTypeOfService] ?? 0;
  if (!this._handle.getTypeOfService) return 0;
  const tos = this._handle.getTypeOfService();
  if (tos < 0) throw new ErrnoException(tos, 'getTypeOfService');
  return tos;
};

Socket.prototype.address = function() {
  return this._getsockname();
};

Object.defineProperties(Socket.prototype, {
  _connecting: { __proto__: null, get() { return this.connecting; } },
  pending: {
    __proto__: null,
    get() { return !this._handle || this.connecting; },
    configurable: true,
  },
  readyState: {
    __proto__: null,
    get() {
      if (this.connecting) return 'opening';
      if (this.readable && this.writable) return 'open';
      if (this.readable && !this.writable) return 'readOnly';
      if (!this.readable && this.writable) return 'writeOnly';
      return 'closed';
    },
  },
  bufferSize: {
    __proto__: null,
    get() {
      if (this._handle) return this.writableLength;
    },
  },
});

function tryReadStart(socket) {
  socket._handle.reading = true;
  const err = socket._handle.readStart();
  if (err) socket.destroy(new ErrnoException(err, 'read'));
}

Socket.prototype.pause = function() {
  if (this[kBuffer] && !this.connecting && this._handle?.reading) {
    this._handle.reading = false;
    if (!this.destroyed) {
      const err = this._handle.readStop();
      if (err) this.destroy(new ErrnoException(err, 'read'));
    }
  }
  return stream.Duplex.prototype.pause.call(this);
};

Socket.prototype.resume = function() {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) tryReadStart(this);
  return stream.Duplex.prototype.resume.call(this);
};

Socket.prototype.read = function(n) {
  if (this[kBuffer] && !this.connecting && this._handle && !this._handle.reading) tryReadStart(this);
  return Reflect.apply(stream.Duplex.prototype.read, this, [n]);
};

Socket.prototype._read = function(n) {
  if (this.connecting || !this._handle) this.once('connect', () => this._read(n));
  else if (!this._handle.reading) tryReadStart(this);
};

Socket.prototype.end = function(data, encoding, callback) {
  stream.Duplex.prototype.end.call(this, data, encoding, callback);
  return this;
};

Socket.prototype.resetAndDestroy = function() {
  if (this._handle) {
    if (!isTCP(this._handle)) throw new ERR_INVALID_HANDLE_TYPE();
    if (this.connecting) this.once('connect', () => this._reset());
    else this._reset();
  } else {
    this.destroy(new ERR_SOCKET_CLOSED());
  }
  return this;
};

Socket.prototype._reset = function() {
  this.resetAndClosing = true;
  return this.destroy();
};

Socket.prototype.destroySoon = function() {
  if (this.writable) this.end();
  if (this.writableFinished) this.destroy();
  else this.once('finish', this.destroy);
};

Socket.prototype._final = function(cb) {
  if (this.connecting) {
    const onConnect = () => {
      this.off('close', onClose);
      this._final(cb);
    };
    const onClose = () => this.off('connect', onConnect);
    this.once('connect', onConnect);
    this.once('close', onClose);
    return;
  }
  if (!this._handle) return cb();
  const err = this._handle.shutdown((status) => {
    // A peer that is gone already is as good as shut down.
    if (status < 0 && status !== UV_ENOTCONN && !this.destroyed) return cb(new ErrnoException(status, 'shutdown'));
    cb();
  });
  if (err === UV_ENOTCONN) return cb();
  if (err) return cb(new ErrnoException(err, 'shutdown'));
};

Socket.prototype._destroy = function(exception, cb) {
  this.connecting = false;
  for (let s = this; s !== null && s !== undefined; s = s._parent) {
    if (s[kTimeout]) {
      clearTimeout(s[kTimeout]);
      s[kTimeout] = null;
    }
  }
  if (this._handle) {
    const isException = exception ? true : false;
    this[kBytesRead] = this._handle.bytesRead;
    this[kBytesWritten] = this._handle.bytesWritten;
    const handle = this._handle;
    if (this.resetAndClosing) {
      this.resetAndClosing = false;
      const err = handle.reset(() => { this.emit('close', isException); });
      if (err) this.emit('error', new ErrnoException(err, 'reset'));
    } else if (this._closeAfterHandlingError) {
      // TLS: the alert must get out first.
      setImmediate(() => handle.close(() => { this.emit('close', isException); }));
    } else {
      handle.close(() => { this.emit('close', isException); });
    }
    handle.onread = noop;
    this._handle = null;
    this._sockname = undefined;
    cb(exception);
  } else {
    cb(exception);
    process.nextTick(emitCloseNT, this);
  }

  if (this._server) {
    this._server._connections--;
    this._server._emitCloseIfDrained?.();
  }
};

function emitCloseNT(s) {
  s.emit('close', s.errored ? true : false);
}

Socket.prototype._getpeername = function() {
  if (!this._handle?.getpeername || this.connecting) return this._peername || {};
  if (!this._peername) {
    const out = {};
    const err = this._handle.getpeername(out);
    if (err) return out;
    this._peername = out;
  }
  return this._peername;
};

Socket.prototype._getsockname = function() {
  if (!this._handle?.getsockname) return {};
  if (!this._sockname) {
    const out = {};
    const err = this._handle.getsockname(out);
    if (err) return {};
    this._sockname = out;
  }
  return this._sockname;
};

function protoGetter(name, callback) {
  Object.defineProperty(Socket.prototype, name, {
    __proto__: null, configurable: false, enumerable: true, get: callback,
  });
}
protoGetter('bytesRead', function bytesRead() {
  return this._handle ? this._handle.bytesRead : this[kBytesRead];
});
protoGetter('remoteAddress', function remoteAddress() { return this._getpeername().address; });
protoGetter('remoteFamily', function remoteFamily() { return this._getpeername().family; });
protoGetter('remotePort', function remotePort() { return this._getpeername().port; });
protoGetter('localAddress', function localAddress() { return this._getsockname().address; });
protoGetter('localPort', function localPort() { return this._getsockname().port; });
protoGetter('localFamily', function localFamily() { return this._getsockname().family; });
protoGetter('_bytesDispatched', function _bytesDispatched() {
  return this._handle ? this._handle.bytesWritten : this[kBytesWritten];
});
protoGetter('bytesWritten', function bytesWritten() {
  let bytes = this._bytesDispatched;
  const data = this._pendingData;
  const encoding = this._pendingEncoding;
  const writableBuffer = this.writableBuffer;
  if (!writableBuffer) return undefined;
  for (const el of writableBuffer) {
    bytes += typeof el.chunk === 'string' ? Buffer.byteLength(el.chunk, el.encoding) : el.chunk.length;
  }
  if (Array.isArray(data)) {
    for (let i = 0; i < data.length; i++) {
      const chunk = data[i];
      bytes += data.allBuffers || chunk instanceof Buffer ? (chunk.length ?? chunk.chunk.length) :
        Buffer.byteLength(chunk.chunk, chunk.encoding);
    }
  } else if (data) {
    bytes += typeof data !== 'string' ? data.length : Buffer.byteLength(data, encoding);
  }
  return bytes;
});

Socket.prototype._writeGeneric = function(writev, data, encoding, cb) {
  // What is written before the connection is there waits here; Writable sees one pending write.
  if (this.connecting) {
    this._pendingData = data;
    this._pendingEncoding = encoding;
    const onClose = () => { cb(new ERR_SOCKET_CLOSED_BEFORE_CONNECTION()); };
    this.once('connect', function connect() {
      this.off('close', onClose);
      this._writeGeneric(writev, data, encoding, cb);
    });
    this.once('close', onClose);
    return;
  }
  this._pendingData = null;
  this._pendingEncoding = '';
  const handle = this._handle;
  if (!handle) {
    cb(new ERR_SOCKET_CLOSED());
    return false;
  }
  updateTimer(this);
  // One closure per asynchronous write; a result of 1 means done, without a callback.
  const done = (status) => this._afterWrite(status, cb);
  let r;
  if (writev) {
    const n = data.length;
    const chunks = new Array(n);
    let encodings = null;
    for (let i = 0; i < n; i++) {
      const entry = data[i];
      chunks[i] = entry.chunk;
      if (typeof entry.chunk === 'string') {
        encodings ??= new Array(n).fill('');
        encodings[i] = entry.encoding;
      }
    }
    r = handle.writev(chunks, encodings, done);
  } else if (typeof data === 'string') {
    r = handle.writeString(data, encoding, done);
  } else {
    r = handle.writeBuffer(data, done);
  }
  if (r === 1) {
    this[kLastWriteQueueSize] = 0;
    cb();
  } else if (r < 0) {
    cb(new ErrnoException(r, 'write'));
  } else {
    this[kLastWriteQueueSize] = handle.writeQueueSize || 1;
  }
};

Socket.prototype._afterWrite = function(status, cb) {
  this[kLastWriteQueueSize] = 0;
  if (this.destroyed) {
    cb(new codes.ERR_STREAM_DESTROYED('write'));
    return;
  }
  if (status < 0) {
    const er = new ErrnoException(status, 'write');
    cb(er);
    return;
  }
  updateTimer(this);
  cb();
};

Socket.prototype._writev = function(chunks, cb) {
  this._writeGeneric(true, chunks, '', cb);
};

Socket.prototype._write = function(data, encoding, cb) {
  this._writeGeneric(false, data, encoding, cb);
};

Socket.prototype.connect = function(...args) {
  let normalized;
  if (Array.isArray(args[0]) && args[0][normalizedArgsSymbol]) normalized = args[0];
  else normalized = normalizeArgs(args);
  const options = normalized[0];
  const cb = normalized[1];

  if (cb !== null) this.once('connect', cb);
  if (this.connecting) return this;
  if (options.port === undefined && options.path == null) {
    throw new ERR_MISSING_ARGS(['options', 'port', 'path']);
  }
  if (channel(0).hasSubscribers) channel(0).publish({ socket: this });

  if (this.write !== stream.Duplex.prototype.write) this.write = stream.Duplex.prototype.write;

  if (this.destroyed) {
    this._handle = null;
    this._peername = undefined;
    this._sockname = undefined;
  }
  if (this._readableState.endEmitted || this.destroyed) this._undestroy();

  const { path } = options;
  const pipe = !!path;
  if (!this._handle) {
    if (pipe) {
      const { Pipe, constants } = pipeWrap();
      this._handle = new Pipe(constants.SOCKET);
    } else {
      const { TCP, constants } = tcpWrap();
      this._handle = new TCP(constants.SOCKET);
    }
    initSocketHandle(this);
  }
  this._unrefTimer();
  this.connecting = true;

  if (pipe) {
    validateString(path, 'options.path');
    internalConnect(this, path);
  } else {
    lookupAndConnect(this, options);
  }
  return this;
};

function lookupAndConnect(self, options) {
  const { localAddress, localPort } = options;
  const host = options.host || 'localhost';
  if (options.host != null) validateString(options.host, 'options.host');
  let { port, autoSelectFamilyAttemptTimeout, autoSelectFamily } = options;

  if (localAddress && !isIP(localAddress)) throw new ERR_INVALID_IP_ADDRESS(localAddress);
  if (localPort) validateNumber(localPort, 'options.localPort');
  if (port !== undefined) {
    if (typeof port !== 'number' && typeof port !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('options.port', ['number', 'string'], port);
    }
    validatePort(port);
  }
  port |= 0;
  if (autoSelectFamily != null) validateBoolean(autoSelectFamily, 'options.autoSelectFamily');
  else autoSelectFamily = autoSelectFamilyDefault;
  if (autoSelectFamilyAttemptTimeout != null) {
    validateInt32(autoSelectFamilyAttemptTimeout, 'options.autoSelectFamilyAttemptTimeout', 1);
    if (autoSelectFamilyAttemptTimeout < 10) autoSelectFamilyAttemptTimeout = 10;
  } else {
    autoSelectFamilyAttemptTimeout = autoSelectFamilyAttemptTimeoutDefault;
  }

  const addressType = isIP(host);
  if (addressType) {
    process.nextTick(() => {
      if (self.connecting) internalConnect(self, host, port, addressType, localAddress, localPort);
    });
    return;
  }
  if (options.lookup != null) validateFunction(options.lookup, 'options.lookup');
  dns ??= require('dns');
  const dnsopts = { family: socketToDnsFamily(options.family), hints: options.hints || 0 };
  if (!isWindows && dnsopts.family !== 4 && dnsopts.family !== 6 && dnsopts.hints === 0) {
    dnsopts.hints = dns.ADDRCONFIG;
  }
  self._host = host;
  const lookup = options.lookup || dns.lookup;

  if (dnsopts.family !== 4 && dnsopts.family !== 6 && !localAddress && autoSelectFamily) {
    dnsopts.all = true;
    lookupAndConnectMultiple(self, lookup, host, port, dnsopts, localPort, autoSelectFamilyAttemptTimeout);
    return;
  }
  lookup(host, dnsopts, function emitLookup(err, ip, addressType) {
    self.emit('lookup', err, ip, addressType, host);
    if (!self.connecting) return;
    if (err) {
      process.nextTick(connectErrorNT, self, err);
    } else if (typeof ip !== 'string' || !isIP(ip)) {
      process.nextTick(connectErrorNT, self, new ERR_INVALID_IP_ADDRESS(ip));
    } else if (addressType !== 4 && addressType !== 6) {
      process.nextTick(connectErrorNT, self, new ERR_INVALID_ADDRESS_FAMILY(addressType, options.host, options.port));
    } else {
      self._unrefTimer();
      internalConnect(self, ip, port, addressType, localAddress, localPort);
    }
  });
}

function lookupAndConnectMultiple(self, lookup, host, port, dnsopts, localPort, timeout) {
  lookup(host, dnsopts, function emitLookup(err, addresses) {
    if (!self.connecting) {
      self.emit('lookup', err, undefined, undefined, host);
      return;
    }
    if (err) {
      self.emit('lookup', err, undefined, undefined, host);
      process.nextTick(connectErrorNT, self, err);
      return;
    }
    // Families alternate, beginning with the first one given.
    const first = [];
    const second = [];
    for (const { address: ip, family: addressType } of addresses) {
      self.emit('lookup', err, ip, addressType, host);
      if (!self.connecting) return;
      if (isIP(ip) && (addressType === 4 || addressType === 6)) {
        (first.length === 0 || first[0].family === addressType ? first : second).push({ address: ip, family: addressType });
      }
    }
    if (first.length === 0) {
      const { address, family } = addresses[0] ?? {};
      process.nextTick(connectErrorNT, self, isIP(address) ?
        new ERR_INVALID_ADDRESS_FAMILY(family, host, port) : new ERR_INVALID_IP_ADDRESS(address));
      return;
    }
    const list = [];
    for (let i = 0; i < Math.max(first.length, second.length); i++) {
      if (i < first.length) list.push(first[i]);
      if (i < second.length) list.push(second[i]);
    }
    self._unrefTimer();
    if (list.length === 1) {
      internalConnect(self, list[0].address, port, list[0].family, null, localPort);
      return;
    }
    self.autoSelectFamilyAttemptedAddresses = [];
    internalConnectMultiple({ socket: self, addresses: list, current: 0, port, localPort, timeout, errors: [], pending: 0, done: false });
  });
}

function internalConnectMultiple(context) {
  const self = context.socket;
  if (!self.connecting || context.done) return;
  if (context.current === context.addresses.length) {
    if (context.pending > 0) return;
    context.done = true;
    if (context.errors.length === 0) self.destroy(new codes.ERR_SOCKET_CONNECTION_TIMEOUT());
    else if (context.errors.length === 1) self.destroy(context.errors[0]);
    else self.destroy(new NodeAggregateError(context.errors));
    return;
  }
  const index = context.current++;
  const { address, family } = context.addresses[index];
  const last = context.current === context.addresses.length;
  const { TCP, constants } = tcpWrap();
  // The first attempt has the socket's own handle.
  const handle = index === 0 ? self._handle : new TCP(constants.SOCKET);
  const address2 = `${address}:${context.port}`;
  self.autoSelectFamilyAttemptedAddresses.push(address2);

  if (self.blockList?.check(address, `ipv${family}`)) {
    context.errors.push(new ERR_IP_BLOCKED(address));
    internalConnectMultiple(context);
    return;
  }
  let err = 0;
  if (context.localPort) {
    err = handle.bind(family === 4 ? DEFAULT_IPV4_ADDR : DEFAULT_IPV6_ADDR, context.localPort, 0);
    err = checkBindError(err, context.localPort, handle);
  }
  self.emit('connectionAttempt', address, context.port, family);
  let timer = null;
  let abandoned = false;
  if (!err) {
    context.pending++;
    err = handle.connect(address, context.port, (status) => {
      context.pending--;
      clearTimeout(timer);
      if (context.done || !self.connecting) {
        if (handle !== self._handle) handle.close();
        return;
      }
      if (status === 0) {
        context.done = true;
        if (handle !== self._handle) {
          const old = self._handle;
          old.onread = noop;
          old.close();
          // TLS goes over the handle that has won.
          self._handle = self._wrapConnectedHandle ? self._wrapConnectedHandle(handle) : handle;
          initSocketHandle(self);
          self.connecting = true;
        }
        afterConnect(status, self._handle, address, context.port, true, true);
        return;
      }
      const ex = createConnectionError(status, handle, address, context.port);
      context.errors.push(ex);
      self.emit('connectionAttemptFailed', address, context.port, family, ex);
      if (handle !== self._handle) handle.close();
      if (!abandoned || context.current === context.addresses.length) internalConnectMultiple(context);
    });
    if (err) context.pending--;
  }
  if (err) {
    const ex = createConnectionError(err, handle, address, context.port);
    context.errors.push(ex);
    self.emit('connectionAttemptFailed', address, context.port, family, ex);
    internalConnectMultiple(context);
    return;
  }
  if (!last) {
    timer = setTimeout(() => {
      abandoned = true;
      self.emit('connectionAttemptTimeout', address, context.port, family);
      internalConnectMultiple(context);
    }, context.timeout);
  }
}

function createConnectionError(status, handle, address, port, withLocal) {
  const sockname = {};
  let details;
  if (withLocal && handle.getsockname && handle.getsockname(sockname) === 0 && sockname.address && sockname.port) {
    details = `${sockname.address}:${sockname.port}`;
  }
  const ex = new ExceptionWithHostPort(status, 'connect', address, port, details);
  if (details) {
    ex.localAddress = sockname.address;
    ex.localPort = sockname.port;
  }
  return ex;
}

function socketToDnsFamily(family) {
  switch (family) {
    case 'IPv4': return 4;
    case 'IPv6': return 6;
    default: return family;
  }
}

function connectErrorNT(self, err) {
  self.destroy(err);
}

function checkBindError(err, port, handle) {
  // The error may come late: an ephemeral port already bound shows only in getsockname.
  if (err === 0 && port > 0 && handle.getsockname) {
    const out = {};
    err = handle.getsockname(out);
    if (err === 0 && port !== out.port) err = UV_EADDRINUSE;
  }
  return err;
}

// observeConnect begins an entry of type net for PerformanceObserver; afterConnect ends it.
function observeConnect(self, host, port) {
  if (require('internal/bootstrap/realm').BuiltinModule.map.get('internal/perf/performance')?.loaded !== true) return;
  const perf = require('internal/perf/performance');
  if (perf.hasObserver('net')) perf.startPerf(self, kPerfConnect, { type: 'net', name: 'connect', detail: { host, port } });
}
const kPerfConnect = Symbol('kPerfConnect');

function internalConnect(self, address, port, addressType, localAddress, localPort) {
  if (!self.connecting || !self._handle) return;
  let err;
  if (localAddress || localPort) {
    localAddress ||= addressType === 4 ? DEFAULT_IPV4_ADDR : DEFAULT_IPV6_ADDR;
    err = self._handle.bind(localAddress, localPort | 0, 0);
    err = checkBindError(err, localPort, self._handle);
    if (err) {
      self.destroy(new ExceptionWithHostPort(err, 'bind', localAddress, localPort));
      return;
    }
  }
  const handle = self._handle;
  if (addressType === 4 || addressType === 6) {
    if (self.blockList?.check(address, `ipv${addressType}`)) {
      process.nextTick(connectErrorNT, self, new ERR_IP_BLOCKED(address));
      return;
    }
    self.emit('connectionAttempt', address, port, addressType);
    observeConnect(self, address, port);
    err = handle.connect(address, port, (status) => {
      if (status !== 0 && !self.destroyed) {
        self.emit('connectionAttemptFailed', address, port, addressType, createConnectionError(status, handle, address, port, !!localAddress));
      }
      afterConnect(status, handle, address, port, true, true, !!localAddress);
    });
  } else {
    err = handle.connect(address, (status, readable, writable) => {
      afterConnect(status, handle, address, undefined, readable !== false, writable !== false);
    });
  }
  if (err) self.destroy(createConnectionError(err, handle, address, port));
}

function afterConnect(status, handle, address, port, readable, writable, withLocal) {
  const self = handle[kSocketOf];
  // Destroyed, or another attempt has won.
  if (!self || self.destroyed || self._handle !== handle) return;
  self.connecting = false;
  self._sockname = undefined;

  if (status === 0 && self[kPerfConnect] !== undefined) require('internal/perf/performance').stopPerf(self, kPerfConnect);
  if (status !== 0) {
    self.destroy(createConnectionError(status, handle, address, port, withLocal));
    return;
  }
  if (self.readable && !readable) {
    self.push(null);
    self.read();
  }
  if (self.writable && !writable) self.end();
  self._unrefTimer();
  if (self[kSetNoDelay] && handle.setNoDelay) handle.setNoDelay(true);
  if (self[kTypeOfService] !== undefined && handle.setTypeOfService) handle.setTypeOfService(self[kTypeOfService]);
  if (self[kSetKeepAlive] && handle.setKeepAlive) handle.setKeepAlive(true, self[kSetKeepAliveInitialDelay]);
  self.emit('connect');
  self.emit('ready');
  if (readable && !self.isPaused()) self.read(0);
}

Socket.prototype.ref = function() {
  if (!this._handle) {
    this.once('connect', this.ref);
    return this;
  }
  if (typeof this._handle.ref === 'function') this._handle.ref();
  return this;
};

Socket.prototype.unref = function() {
  if (!this._handle) {
    this.once('connect', this.unref);
    return this;
  }
  if (typeof this._handle.unref === 'function') this._handle.unref();
  return this;
};

function Server(options, connectionListener) {
  if (!(this instanceof Server)) return new Server(options, connectionListener);
  EventEmitter.call(this);

  if (typeof options === 'function') {
    connectionListener = options;
    options = {};
    this.on('connection', connectionListener);
  } else if (options == null || typeof options === 'object') {
    options = { ...options };
    if (typeof connectionListener === 'function') this.on('connection', connectionListener);
  } else {
    throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  }
  if (options.keepAliveInitialDelay !== undefined) {
    validateNumber(options.keepAliveInitialDelay, 'options.keepAliveInitialDelay');
    if (options.keepAliveInitialDelay < 0) options.keepAliveInitialDelay = 0;
  }
  if (options.highWaterMark !== undefined) {
    validateNumber(options.highWaterMark, 'options.highWaterMark');
    if (options.highWaterMark < 0) options.highWaterMark = stream.getDefaultHighWaterMark();
  }
  this._connections = 0;
  this._handle = null;
  this._usingWorkers = false;
  this._workers = [];
  this._unref = false;
  this._listeningId = 1;
  this.allowHalfOpen = options.allowHalfOpen || false;
  this.pauseOnConnect = !!options.pauseOnConnect;
  this.noDelay = Boolean(options.noDelay);
  this.keepAlive = Boolean(options.keepAlive);
  this.keepAliveInitialDelay = Math.trunc(options.keepAliveInitialDelay / 1000) || 0;
  this.highWaterMark = options.highWaterMark ?? stream.getDefaultHighWaterMark();
  if (options.blockList) {
    if (!blockLists().BlockList.isBlockList(options.blockList)) {
      throw new ERR_INVALID_ARG_TYPE('options.blockList', 'net.BlockList', options.blockList);
    }
    this.blockList = options.blockList;
  }
}
Object.setPrototypeOf(Server.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Server, EventEmitter);

function createServerHandle(address, port, addressType, fd, flags) {
  let err = 0;
  let handle;
  let isTCPHandle = false;
  if (typeof fd === 'number' && fd >= 0) {
    try {
      handle = createHandle(fd, true);
    } catch {
      return UV_EINVAL;
    }
    err = handle.open(fd);
    if (err) return err;
    return handle;
  }
  if (port === -1 && addressType === -1) {
    const { Pipe, constants } = pipeWrap();
    handle = new Pipe(constants.SERVER);
  } else {
    const { TCP, constants } = tcpWrap();
    handle = new TCP(constants.SERVER);
    isTCPHandle = true;
  }
  if (address || isTCPHandle) {
    if (!address) {
      // Try dual-stack first, then IPv4 alone.
      err = handle.bind(DEFAULT_IPV6_ADDR, port, flags | 0);
      if (err) {
        handle.close();
        return createServerHandle(DEFAULT_IPV4_ADDR, port, 4, null, flags);
      }
    } else if (isTCPHandle) {
      err = handle.bind(address, port, flags | 0);
    } else {
      err = handle.bind(address);
    }
  }
  if (err) {
    handle.close();
    return err;
  }
  return handle;
}

function setupListenHandle(address, port, addressType, backlog, fd, flags) {
  if (!this._handle) {
    let rval = null;
    if (!address && typeof fd !== 'number') {
      rval = createServerHandle(DEFAULT_IPV6_ADDR, port, 6, fd, flags);
      if (typeof rval === 'number') {
        rval = null;
        address = DEFAULT_IPV4_ADDR;
        addressType = 4;
      } else {
        address = DEFAULT_IPV6_ADDR;
        addressType = 6;
      }
    }
    if (rval === null) rval = createServerHandle(address, port, addressType, fd, flags);
    if (typeof rval === 'number') {
      const error = new UVExceptionWithHostPort(rval, 'listen', address, port);
      require('internal/util').publishTo('tracing:net.server.listen:error', () => ({ server: this, error }));
      process.nextTick(emitErrorNT, this, error);
      return;
    }
    this._handle = rval;
  }
  this._handle.onconnection = onconnection;
  this._handle[kSocketOf] = this;
  const err = this._handle.listen(backlog || 511);
  if (err) {
    const ex = new UVExceptionWithHostPort(err, 'listen', address, port);
    require('internal/util').publishTo('tracing:net.server.listen:error', () => ({ server: this, error: ex }));
    this._handle.close();
    this._handle = null;
    process.nextTick(emitErrorNT, this, ex);
    return;
  }
  if (addressType === -1 || port === -1) this._pipeName ??= address;
  this._connectionKey = `${addressType}:${address}:${port}`;
  if (this._unref) this.unref();
  process.nextTick(emitListeningNT, this);
}
Server.prototype._listen2 = setupListenHandle;

function emitErrorNT(self, err) {
  self.emit('error', err);
}
function emitListeningNT(self) {
  if (self._handle) require('internal/util').publishTo('tracing:net.server.listen:asyncEnd', () => ({ server: self }));
  if (self._handle) self.emit('listening');
}

function listenInCluster(server, address, port, addressType, backlog, fd, exclusive, flags, options) {
  exclusive = !!exclusive;
  // Only a cluster worker shares its listening sockets.
  if (exclusive || internalNet.clusterWorker === null) {
    server._listen2(address, port, addressType, backlog, fd, flags);
    return;
  }
  const serverQuery = { address, port, addressType, fd, flags, backlog, ...options };
  const listeningId = server._listeningId;
  internalNet.clusterWorker._getServer(server, serverQuery, function listenOnPrimaryHandle(err, handle) {
    if (listeningId !== server._listeningId) {
      handle.close();
      return;
    }
    err = checkBindError(err, port, handle);
    if (err) {
      return server.emit('error', new ExceptionWithHostPort(err, 'bind', address, port));
    }
    server._handle = handle;
    server._listen2(address, port, addressType, backlog, fd, flags);
  });
}

function addServerAbortSignalOption(self, options) {
  if (options?.signal === undefined) return;
  validateAbortSignal(options.signal, 'options.signal');
  const { signal } = options;
  const onAborted = () => { self.close(); };
  if (signal.aborted) {
    process.nextTick(onAborted);
  } else {
    signal.addEventListener('abort', onAborted, { once: true });
    self.once('close', () => signal.removeEventListener('abort', onAborted));
  }
}

Server.prototype.listen = function(...args) {
  const normalized = normalizeArgs(args);
  let options = normalized[0];
  const cb = normalized[1];
  if (this._handle) throw new ERR_SERVER_ALREADY_LISTEN();
  if (cb !== null) this.once('listening', cb);
  const backlogFromArgs = toNumber(args.length > 1 && args[1]) || toNumber(args.length > 2 && args[2]);

  options = options._handle || options.handle || options;
  const flags = getFlags(options);
  const { TCP } = tcpWrap();
  if (options instanceof TCP) {
    this._handle = options;
    listenInCluster(this, null, -1, -1, backlogFromArgs, undefined, true);
    return this;
  }
  addServerAbortSignalOption(this, options);
  require('internal/util').publishTo('tracing:net.server.listen:asyncStart', () => ({ server: this, options }));
  if (typeof options.fd === 'number' && options.fd >= 0) {
    listenInCluster(this, null, null, null, backlogFromArgs, options.fd);
    return this;
  }
  // A missing or null port means any free one.
  if (args.length === 0 || typeof args[0] === 'function' ||
      (options.port === undefined && 'port' in options) || options.port === null) {
    options.port = 0;
  }
  let backlog;
  if (typeof options.port === 'number' || typeof options.port === 'string') {
    validatePort(options.port, 'options.port');
    backlog = options.backlog || backlogFromArgs;
    if (options.reusePort === true) options.exclusive = true;
    if (options.host) {
      lookupAndListen(this, options.port | 0, options.host, backlog, options.exclusive, flags);
    } else {
      listenInCluster(this, null, options.port | 0, 4, backlog, undefined, options.exclusive, flags);
    }
    return this;
  }
  if (options.path && isPipeName(options.path)) {
    const pipeName = this._pipeName = options.path;
    if (pipeName[0] === '\0' && (options.readableAll || options.writableAll)) {
      throw new ERR_INVALID_ARG_VALUE('options', options, 'can not set readableAll or writableAllt to true when path is abstract unix socket');
    }
    backlog = options.backlog || backlogFromArgs;
    listenInCluster(this, pipeName, -1, -1, backlog, undefined, options.exclusive, undefined, {
      readableAll: options.readableAll, writableAll: options.writableAll,
    });
    if (!this._handle) return this; // The error comes with the next tick.
    let mode = 0;
    const { constants } = pipeWrap();
    if (options.readableAll === true) mode |= constants.UV_READABLE ?? 1;
    if (options.writableAll === true) mode |= constants.UV_WRITABLE ?? 2;
    if (mode !== 0) {
      const err = this._handle.fchmod(mode);
      if (err) {
        this._handle.close();
        this._handle = null;
        throw new ErrnoException(err, 'uv_pipe_chmod');
      }
    }
    return this;
  }
  if (!('port' in options || 'path' in options)) {
    throw new ERR_INVALID_ARG_VALUE('options', options, 'must have the property "port" or "path"');
  }
  throw new ERR_INVALID_ARG_VALUE('options', options);
};

function getFlags(options) {
  let flags = 0;
  const { constants } = tcpWrap();
  if (options.ipv6Only === true) flags |= constants.UV_TCP_IPV6ONLY ?? 1;
  if (options.reusePort === true) flags |= constants.UV_TCP_REUSEPORT ?? 2;
  return flags;
}

function lookupAndListen(self, port, address, backlog, exclusive, flags) {
  const listeningId = self._listeningId;
  if (isIP(address)) {
    // No look-up, but not in this call either.
    if (internalNet.clusterWorker === null) {
      listenInCluster(self, address, port, isIP(address), backlog, undefined, exclusive, flags);
      return;
    }
  }
  dns ??= require('dns');
  dns.lookup(address, { all: true }, (err, addresses) => {
    if (listeningId !== self._listeningId) return;
    if (err) {
      self.emit('error', err);
      return;
    }
    // An address of a link alone is of no use without its interface: take another if there is one.
    const { address: ip, family } = addresses.find((a) => !(a.family === 6 && /^fe[89ab]/i.test(a.address))) ?? addresses[0];
    listenInCluster(self, ip, port, family, backlog, undefined, exclusive, flags);
  });
}

Object.defineProperty(Server.prototype, 'listening', {
  __proto__: null,
  get() { return !!this._handle; },
  configurable: true,
  enumerable: true,
});

Server.prototype.address = function() {
  if (this._handle?.getsockname) {
    const out = {};
    const err = this._handle.getsockname(out);
    if (err) throw new ErrnoException(err, 'address');
    return out.address === undefined && this._pipeName ? this._pipeName : out;
  }
  if (this._pipeName) return this._pipeName;
  return null;
};

// handle.onconnection(status, clientHandle)
function onconnection(status, clientHandle) {
  const self = this[kSocketOf];
  if (status) {
    self.emit('error', new ErrnoException(status, 'accept'));
    return;
  }
  if (self.maxConnections != null && self._connections >= self.maxConnections) {
    if (clientHandle.getsockname || clientHandle.getpeername) {
      const data = {};
      let out = {};
      if (clientHandle.getsockname?.(out) === 0) {
        data.localAddress = out.address;
        data.localPort = out.port;
        data.localFamily = out.family;
      }
      out = {};
      if (clientHandle.getpeername?.(out) === 0) {
        data.remoteAddress = out.address;
        data.remotePort = out.port;
        data.remoteFamily = out.family;
      }
      clientHandle.close();
      self.emit('drop', data);
    } else {
      clientHandle.close();
      self.emit('drop');
    }
    return;
  }
  if (self.blockList && clientHandle.getpeername) {
    const remote = {};
    clientHandle.getpeername(remote);
    const addressType = isIP(remote.address);
    if (addressType && self.blockList.check(remote.address, `ipv${addressType}`)) {
      clientHandle.close();
      return;
    }
  }
  const socket = new Socket({
    handle: clientHandle,
    allowHalfOpen: self.allowHalfOpen,
    pauseOnCreate: self.pauseOnConnect,
    readable: true,
    writable: true,
    readableHighWaterMark: self.highWaterMark,
    writableHighWaterMark: self.highWaterMark,
  });
  if (self.noDelay && clientHandle.setNoDelay) {
    socket[kSetNoDelay] = true;
    clientHandle.setNoDelay(true);
  }
  if (self.keepAlive && clientHandle.setKeepAlive) {
    socket[kSetKeepAlive] = true;
    socket[kSetKeepAliveInitialDelay] = self.keepAliveInitialDelay;
    clientHandle.setKeepAlive(true, self.keepAliveInitialDelay);
  }
  self._connections++;
  socket.server = self;
  socket._server = self;
  self.emit('connection', socket);
  if (channel(1).hasSubscribers) channel(1).publish({ socket });
}

Server.prototype.getConnections = function(cb) {
  const self = this;
  function end(err, connections) {
    process.nextTick(cb, err, connections);
  }
  if (!this._usingWorkers) {
    end(null, this._connections);
    return this;
  }
  let left = this._workers.length;
  let total = this._connections;
  function oncount(err, count) {
    if (err) {
      left = -1;
      return end(err);
    }
    total += count;
    if (--left === 0) return end(null, total);
  }
  for (let n = 0; n < self._workers.length; n++) self._workers[n].getConnections(oncount);
  return this;
};

Server.prototype.close = function(cb) {
  this._listeningId++;
  if (typeof cb === 'function') {
    if (!this._handle) {
      this.once('close', function close() { cb(new ERR_SERVER_NOT_RUNNING()); });
    } else {
      this.once('close', cb);
    }
  }
  if (this._handle) {
    this._handle.close();
    this._handle = null;
  }
  if (this._usingWorkers) {
    let left = this._workers.length;
    const onWorkerClose = () => {
      if (--left !== 0) return;
      this._connections = 0;
      this._emitCloseIfDrained();
    };
    this._connections++;
    for (let n = 0; n < this._workers.length; n++) this._workers[n].close(onWorkerClose);
  } else {
    this._emitCloseIfDrained();
  }
  return this;
};

Server.prototype._emitCloseIfDrained = function() {
  if (this._handle || this._connections) return;
  process.nextTick(emitServerCloseNT, this);
};

function emitServerCloseNT(self) {
  self.emit('close');
}

Server.prototype[Symbol.asyncDispose] = async function() {
  if (!this._handle) return;
  await new Promise((resolve, reject) => {
    this.close((err) => (err ? reject(err) : resolve()));
  });
};

Server.prototype[EventEmitter.captureRejectionSymbol] = function(err, event, sock) {
  switch (event) {
    case 'connection':
      sock.destroy(err);
      break;
    default:
      this.emit('error', err);
  }
};

Server.prototype._setupWorker = function(socketList) {
  this._usingWorkers = true;
  this._workers.push(socketList);
  socketList.once('exit', (socketList) => {
    this._workers.splice(this._workers.indexOf(socketList), 1);
  });
};

Server.prototype.ref = function() {
  this._unref = false;
  if (this._handle) this._handle.ref();
  return this;
};

Server.prototype.unref = function() {
  this._unref = true;
  if (this._handle) this._handle.unref();
  return this;
};

module.exports = {
  _createServerHandle: createServerHandle,
  _normalizeArgs: normalizeArgs,
  get BlockList() { return blockLists().BlockList; },
  get SocketAddress() { return require('internal/socketaddress').SocketAddress; },
  connect,
  createConnection: connect,
  createServer,
  isIP,
  isIPv4,
  isIPv6,
  Server,
  Socket,
  Stream: Socket,
  getDefaultAutoSelectFamily,
  setDefaultAutoSelectFamily,
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
};
