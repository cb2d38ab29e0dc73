'use strict';

// ChildProcess, the stdio table and the IPC channel.

const EventEmitter = require('events');
const net = require('net');
const { Buffer } = require('buffer');
const {
  ErrnoException, codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_SYNC_FORK_INPUT, ERR_IPC_CHANNEL_CLOSED, ERR_IPC_DISCONNECTED,
    ERR_IPC_ONE_PIPE, ERR_IPC_SYNC_FORK, ERR_MISSING_ARGS, ERR_UNKNOWN_SIGNAL,
  },
} = require('internal/errors');
const { validateArray, validateObject, validateOneOf, validateString } = require('internal/validators');

const UV_EOF = -4095;

// The stdio option as a list of { type: 'ignore'|'pipe'|'fd'|'wrap'|'inherit', ... }.
function getValidStdio(stdio, sync) {
  let ipc;
  let ipcFd;
  if (typeof stdio === 'string') {
    switch (stdio) {
      case 'ignore': case 'overlapped': case 'pipe': stdio = [stdio, stdio, stdio]; break;
      case 'inherit': stdio = [0, 1, 2]; break;
      default: throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
    }
  } else if (!Array.isArray(stdio)) {
    throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  }
  stdio = stdio.slice();
  while (stdio.length < 3) stdio.push(undefined);

  const out = [];
  const cleanup = () => {
    for (const s of out) s.handle?.close?.();
  };
  for (let i = 0; i < stdio.length; i++) {
    let s = stdio[i];
    // By default the first three are pipes, the others nothing.
    if (s == null) s = i < 3 ? 'pipe' : 'ignore';
    if (s === 'ignore') {
      out.push({ type: 'ignore' });
    } else if (s === 'pipe' || s === 'overlapped' || (typeof s === 'number' && s < 0)) {
      const a = { type: s === 'overlapped' ? 'overlapped' : 'pipe', readable: i === 0, writable: i !== 0 };
      if (!sync) {
        const { Pipe, constants } = internalBinding('pipe_wrap');
        a.handle = new Pipe(constants.SOCKET);
      }
      out.push(a);
    } else if (s === 'ipc') {
      if (sync || ipc !== undefined) {
        cleanup();
        throw sync ? new ERR_IPC_SYNC_FORK() : new ERR_IPC_ONE_PIPE();
      }
      const { Pipe, constants } = internalBinding('pipe_wrap');
      ipc = new Pipe(constants.IPC);
      ipcFd = i;
      out.push({ type: 'pipe', handle: ipc, ipc: true });
    } else if (s === 'inherit') {
      out.push({ type: 'inherit', fd: i });
    } else if (typeof s === 'number' || typeof s.fd === 'number') {
      out.push({ type: 'fd', fd: typeof s === 'number' ? s : s.fd });
    } else if (s._handle) {
      out.push({ type: 'wrap', handle: s._handle });
    } else if (ArrayBuffer.isView(s) || typeof s === 'string') {
      if (!sync) {
        cleanup();
        throw new ERR_INVALID_SYNC_FORK_INPUT(typeof s === 'string' ? s : require('util').inspect(s));
      }
      out.push({ type: 'pipe', readable: i === 0, writable: i !== 0, input: s });
    } else {
      cleanup();
      throw new ERR_INVALID_ARG_VALUE('stdio', s);
    }
  }
  return { stdio: out, ipc, ipcFd };
}

function ChildProcess() {
  Reflect.apply(EventEmitter, this, []);
  this._closesNeeded = 1;
  this._closesGot = 0;
  this.connected = false;
  this.signalCode = null;
  this.exitCode = null;
  this.killed = false;
  this.spawnfile = null;

  this._handle = new (internalBinding('process_wrap').Process)();
  this._handle.onexit = (exitCode, signalCode) => {
    if (signalCode) this.signalCode = signalCode;
    else this.exitCode = exitCode;
    if (this.stdin) this.stdin.destroy();
    if (this._handle) {
      this._handle.close();
      this._handle = null;
    }
    if (exitCode < 0) {
      const err = new ErrnoException(exitCode, this.spawnfile ? 'spawn ' + this.spawnfile : 'spawn');
      if (this.spawnfile) err.path = this.spawnfile;
      err.spawnargs = this.spawnargs.slice(1);
      this.emit('error', err);
    } else {
      this.emit('exit', this.exitCode, this.signalCode);
    }
    // Streams that nobody reads must still end, so that 'close' can come.
    process.nextTick(flushStdio, this);
    maybeClose(this);
  };
}
Object.setPrototypeOf(ChildProcess.prototype, EventEmitter.prototype);
Object.setPrototypeOf(ChildProcess, EventEmitter);

function flushStdio(subprocess) {
  const { stdio } = subprocess;
  if (!stdio) return;
  for (const stream of stdio) {
    if (!stream || !stream.readable || stream._flushed) continue;
    if (stream.listenerCount?.('readable') > 0 || stream.readableFlowing === false || stream._readableState.readableListening) continue;
    stream.resume();
  }
}

function maybeClose(subprocess) {
  subprocess._closesGot++;
  if (subprocess._closesGot === subprocess._closesNeeded) {
    subprocess.emit('close', subprocess.exitCode, subprocess.signalCode);
  }
}

ChildProcess.prototype.spawn = function spawn(options) {
  validateObject(options, 'options');
  const { stdio, ipc, ipcFd } = getValidStdio(options.stdio || 'pipe', false);
  options.stdio = stdio;
  const serialization = options.serialization || 'json';
  validateOneOf(options.serialization, 'options.serialization', [undefined, 'json', 'advanced']);
  if (ipc !== undefined) {
    options.envPairs ??= [];
    validateArray(options.envPairs, 'options.envPairs');
    options.envPairs.push(`NODE_CHANNEL_FD=${ipcFd}`);
    options.envPairs.push(`NODE_CHANNEL_SERIALIZATION_MODE=${serialization}`);
  }
  validateString(options.file, 'options.file');
  this.spawnfile = options.file;
  this.spawnargs = options.args ?? [];

  const err = this._handle.spawn(options);
  // Errors that depend on the file come as events.
  const late = [-13, -11, -24, -23, -2]; // EACCES EAGAIN EMFILE ENFILE ENOENT
  if (late.includes(err)) {
    process.nextTick(onErrorNT, this, err);
    if (err === -24 || err === -23) return err;
  } else if (err) {
    for (const s of stdio) if (s.type === 'pipe') s.handle.close();
    this._handle.close();
    this._handle = null;
    throw new ErrnoException(err, 'spawn');
  } else {
    process.nextTick(onSpawnNT, this);
  }
  this.pid = this._handle.pid;

  for (let i = 0; i < stdio.length; i++) {
    const s = stdio[i];
    if (s.type === 'ignore' || s.type === 'inherit') continue;
    if (s.ipc) {
      this._closesNeeded++;
      continue;
    }
    if (s.type === 'wrap') {
      s.handle.reading = false;
      s.handle.readStop?.();
      continue;
    }
    if (s.handle) {
      s.socket = this.pid !== 0 && this.pid !== undefined || err ? createSocket(s.handle, i > 0) : null;
      if (i > 0 && s.socket && !err) {
        this._closesNeeded++;
        s.socket.on('close', () => { maybeClose(this); });
      }
    }
  }
  this.stdin = stdio.length >= 1 && stdio[0].socket !== undefined ? stdio[0].socket : null;
  this.stdout = stdio.length >= 2 && stdio[1].socket !== undefined ? stdio[1].socket : null;
  this.stderr = stdio.length >= 3 && stdio[2].socket !== undefined ? stdio[2].socket : null;
  this.stdio = stdio.map((s) => (s.socket === undefined ? null : s.socket));
  if (ipc !== undefined) setupChannel(this, ipc, serialization);
  return err;
};

function createSocket(handle, readable) {
  return new net.Socket({ handle, readable });
}

function onErrorNT(self, err) {
  self._handle?.onexit(err, '');
}
function onSpawnNT(self) {
  self.emit('spawn');
}

ChildProcess.prototype.kill = function kill(sig) {
  const { signals } = internalBinding('constants').os;
  let signal;
  if (sig === 0) signal = 0;
  else if (sig === undefined) signal = signals.SIGTERM;
  else if (typeof sig === 'number') {
    signal = Object.values(signals).includes(sig) ? sig : undefined;
  } else {
    signal = signals[String(sig).toUpperCase()];
  }
  if (signal === undefined) throw new ERR_UNKNOWN_SIGNAL(sig);
  if (this._handle) {
    const err = this._handle.kill(signal);
    if (err === 0) {
      this.killed = true;
      return true;
    }
    if (err === -3) {
      // Gone already.
    } else if (err === -22 || err === -38) {
      throw new ErrnoException(err, 'kill');
    } else {
      this.emit('error', new ErrnoException(err, 'kill'));
    }
  }
  return false;
};

ChildProcess.prototype[Symbol.dispose] = function() {
  if (!this.killed) this.kill();
};
ChildProcess.prototype.ref = function() {
  this._handle?.ref();
};
ChildProcess.prototype.unref = function() {
  this._handle?.unref();
};

// The channel object of process and ChildProcess: counts the listeners that keep the loop alive.
class Control extends EventEmitter {
  #channel;
  #refs = 0;
  #refExplicitlySet = false;
  constructor(channel) {
    super();
    this.#channel = channel;
  }
  refCounted() {
    if (++this.#refs === 1 && !this.#refExplicitlySet) this.#channel.ref();
  }
  unrefCounted() {
    if (--this.#refs === 0 && !this.#refExplicitlySet) {
      this.#channel.unref();
      this.emit('unref');
    }
  }
  ref() {
    this.#refExplicitlySet = true;
    this.#channel.ref();
  }
  unref() {
    this.#refExplicitlySet = true;
    this.#channel.unref();
  }
  get fd() { return this.#channel ? this.#channel.fd : undefined; }
}

// Messages are lines of JSON ('json'), or a 4-byte big-endian length and v8.serialize() data ('advanced').
function setupChannel(target, channel, serializationMode) {
  const control = new Control(channel);
  target.channel = control;
  Object.defineProperty(target, '_channel', { __proto__: null, configurable: true, get() { return target.channel; }, set(v) { target.channel = v; } });
  target._handleQueue = null;
  target._pendingMessage = null;
  target.connected = true;
  let pendingData = Buffer.alloc(0);
  const advanced = serializationMode === 'advanced';

  function deliver(message) {
    if (message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_')) {
      if (message.cmd === 'NODE_HANDLE_ACK' || message.cmd === 'NODE_HANDLE_NACK') return;
      target.emit('internalMessage', message, undefined);
      return;
    }
    process.nextTick(() => { target.emit('message', message, undefined); });
  }

  channel.onread = (nread, buf) => {
    if (nread > 0) {
      pendingData = pendingData.length === 0 ? buf : Buffer.concat([pendingData, buf]);
      for (;;) {
        let message;
        if (advanced) {
          if (pendingData.length < 4) break;
          const size = pendingData.readUInt32BE(0);
          if (pendingData.length < 4 + size) break;
          message = require('v8').deserialize(pendingData.subarray(4, 4 + size));
          pendingData = pendingData.subarray(4 + size);
        } else {
          const nl = pendingData.indexOf(10);
          if (nl === -1) break;
          message = JSON.parse(pendingData.toString('utf8', 0, nl));
          pendingData = pendingData.subarray(nl + 1);
        }
        deliver(message);
      }
    } else if (nread < 0) {
      channel.onread = () => {};
      channel.close();
      target.channel = null;
      if (target.connected || nread !== UV_EOF) finishDisconnect();
      maybeClose2(target);
    }
  };

  let disconnected = false;
  function finishDisconnect() {
    if (disconnected) return;
    disconnected = true;
    target.connected = false;
    target.emit('disconnect');
  }
  function maybeClose2(t) {
    if (t instanceof ChildProcess) maybeClose(t);
  }

  target.send = function(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    if (this.connected) return this._send(message, handle, options, callback);
    const ex = new ERR_IPC_CHANNEL_CLOSED();
    if (typeof callback === 'function') process.nextTick(callback, ex);
    else process.nextTick(() => this.emit('error', ex));
    return false;
  };

  target._send = function(message, handle, options, callback) {
    if (message === undefined) throw new ERR_MISSING_ARGS('message');
    if (typeof message !== 'string' && typeof message !== 'object' && typeof message !== 'number' && typeof message !== 'boolean') {
      throw new ERR_INVALID_ARG_TYPE('message', ['string', 'object', 'number', 'boolean'], message);
    }
    if (handle) throw new (require('internal/errors').codes.ERR_METHOD_NOT_IMPLEMENTED)('sending of handles');
    let bytes;
    if (advanced) {
      const body = require('v8').serialize(message);
      bytes = Buffer.allocUnsafe(4 + body.length);
      bytes.writeUInt32BE(body.length, 0);
      bytes.set(body, 4);
    } else {
      bytes = Buffer.from(JSON.stringify(message) + '\n');
    }
    const done = (status) => {
      if (typeof callback === 'function') callback(status < 0 ? new ErrnoException(status, 'write') : null);
    };
    const r = channel.writeBuffer(bytes, done);
    if (r === 1) {
      if (typeof callback === 'function') process.nextTick(callback, null);
    } else if (r < 0) {
      const err = new ErrnoException(r, 'write');
      if (typeof callback === 'function') process.nextTick(callback, err);
      else this.emit('error', err);
    }
    return (channel.writeQueueSize ?? 0) < 65536 * 2;
  };

  target.disconnect = function() {
    if (!this.connected) {
      this.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    this._disconnect();
  };
  target._disconnect = function() {
    this.connected = false;
    const ch = channel;
    this.channel = null;
    ch.close();
    process.nextTick(() => {
      finishDisconnect();
      maybeClose2(target);
    });
  };

  channel.readStart();
  return control;
}

module.exports = { ChildProcess, getValidStdio, setupChannel };
