'use strict';

// ChildProcess, the stdio table and the IPC channel.

const EventEmitter = require('events');
const net = require('net');
const { Buffer } = require('buffer');
const {
  ErrnoException, codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE, ERR_INVALID_HANDLE_TYPE, ERR_INVALID_SYNC_FORK_INPUT, ERR_IPC_CHANNEL_CLOSED, ERR_IPC_DISCONNECTED,
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
  require('internal/util').publishTo('child_process', () => ({ process: this }));
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
  const { publishTo } = require('internal/util');
  publishTo('tracing:child_process.spawn:start', () => ({ process: this, options }));

  const err = this._handle.spawn(options.args === undefined ? options : { ...options, args: options.args.map(String) });
  // Errors that depend on the file come as events.
  const late = [-13, -11, -24, -23, -2]; // EACCES EAGAIN EMFILE ENFILE ENOENT
  if (err) publishTo('tracing:child_process.spawn:error', () => ({ process: this, options, error: new ErrnoException(err, 'spawn') }));
  else publishTo('tracing:child_process.spawn:end', () => ({ process: this }));
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

const MAX_RETRANSMISSIONS = 3;

// How objects travel: prepare() gives the handle to send and adds what the other side must know to the message, sent() runs once it
// is on its way, arrived() makes the object of the handle at the other side.
const passing = {
  'net.Native': {
    prepare: (message, handle) => handle,
    arrived(target, message, handle, done) { done(handle); },
  },
  'net.Server': {
    prepare: (message, server) => server._handle,
    arrived(target, message, handle, done) {
      const server = new net.Server();
      server.listen(handle, () => { done(server); });
    },
  },
  'net.Socket': {
    prepare(message, socket, target, options) {
      const handle = socket._handle;
      if (!handle) return null;
      const { server } = socket;
      if (server) {
        // The server counts connections that live elsewhere.
        message.key = server._connectionKey;
        target._socketLists ??= { send: {}, got: {} };
        const known = target._socketLists.send[message.key] !== undefined;
        const list = socketList('send', target, message.key);
        if (!options.keepOpen) {
          if (!known) server._setupWorker(list);
          server._connections--;
        }
      }
      if (!options.keepOpen) {
        handle.onread = () => {};
        handle.readStop?.();
        socket._handle = null;
        socket.setTimeout(0);
        if (socket.parser) require('_http_common').freeParser(socket.parser, null, socket);
      }
      return handle;
    },
    sent(handle, options, target) {
      if (!handle || options.keepOpen) return;
      if (target._pendingMessage) target._pendingMessage.close = handle;
      else handle.close();
    },
    arrived(target, message, handle, done) {
      const socket = new net.Socket({ handle, readable: true, writable: true });
      if (message.key) {
        target._socketLists ??= { send: {}, got: {} };
        socketList('got', target, message.key).add({ socket });
      }
      done(socket);
    },
  },
  'dgram.Native': {
    prepare: (message, handle) => handle,
    arrived(target, message, handle, done) { done(handle); },
  },
  'dgram.Socket': {
    prepare(message, socket) {
      message.dgramType = socket.type;
      return require('internal/dgram').handleOf(socket);
    },
    arrived(target, message, handle, done) {
      const socket = new (require('dgram').Socket)(message.dgramType);
      socket.bind(handle, () => { done(socket); });
    },
  },
};

function socketList(kind, target, key) {
  const lists = target._socketLists[kind];
  if (lists[key] === undefined) {
    const { SocketListReceive, SocketListSend } = require('internal/socket_list');
    lists[key] = kind === 'send' ? new SocketListSend(target, key) : new SocketListReceive(target, key);
  }
  return lists[key];
}

function typeOfHandle(handle) {
  if (handle instanceof net.Socket) return 'net.Socket';
  if (handle instanceof net.Server) return 'net.Server';
  if (handle instanceof internalBinding('tcp_wrap').TCP || handle instanceof internalBinding('pipe_wrap').Pipe) return 'net.Native';
  if (handle instanceof require('dgram').Socket) return 'dgram.Socket';
  if (handle instanceof internalBinding('udp_wrap').UDP) return 'dgram.Native';
  throw new ERR_INVALID_HANDLE_TYPE();
}

function isInternal(message) {
  return message !== null && typeof message === 'object' && typeof message.cmd === 'string' && message.cmd.startsWith('NODE_');
}

// Messages are lines of JSON ('json'), or a 4-byte big-endian length and v8.serialize() data ('advanced').
function setupChannel(target, channel, serializationMode) {
  const control = new Control(channel);
  target.channel = control;
  Object.defineProperty(target, '_channel', {
    __proto__: null,
    configurable: true,
    enumerable: true,
    get() { return target.channel; },
    set(v) { target.channel = v; },
  });
  target._handleQueue = null;
  target._pendingMessage = null;
  target.connected = true;
  let pendingData = Buffer.alloc(0);
  let pendingMessages = []; // until somebody listens
  let reading = false; // part of a message has come
  const advanced = serializationMode === 'advanced';

  target.on('newListener', function onNewListener(name) {
    if (name !== 'message' || pendingMessages.length === 0) return;
    const list = pendingMessages;
    pendingMessages = [];
    process.nextTick(() => {
      for (let i = 0; i < list.length; i++) target.emit('message', list[i][0], list[i][1]);
    });
  });

  function deliver(message, handle, internal) {
    if (!target.channel && !internal) {
      // Disconnected meanwhile: what had come still arrives.
    }
    process.nextTick(() => {
      if (internal) target.emit('internalMessage', message, handle);
      else if (target.listenerCount('message') > 0) target.emit('message', message, handle);
      else pendingMessages.push([message, handle]);
    });
  }

  function closePending() {
    const p = target._pendingMessage;
    target._pendingMessage = null;
    p?.close?.close();
  }

  // An answer to a sent handle: what had to wait goes out.
  function answered(acknowledged) {
    const pending = target._pendingMessage;
    let again = false;
    if (pending) {
      if (acknowledged) {
        closePending();
      } else if (pending.retransmissions++ >= MAX_RETRANSMISSIONS) {
        closePending();
        process.emitWarning('Handle did not reach the receiving process correctly', 'SentHandleNotReceivedWarning');
      } else {
        again = true;
      }
    }
    const queue = target._handleQueue;
    target._handleQueue = null;
    if (again) target._send(pending.message, pending.handle, pending.options, pending.callback);
    if (queue !== null) for (const q of queue) target._send(q.message, q.handle, q.options, q.callback);
    if (!target.connected && target.channel && !target._handleQueue) target._disconnect();
  }

  function received(message) {
    if (!isInternal(message)) return deliver(message, undefined, false);
    if (message.cmd === 'NODE_HANDLE_ACK') return answered(true);
    if (message.cmd === 'NODE_HANDLE_NACK') return answered(false);
    if (message.cmd !== 'NODE_HANDLE') return deliver(message, undefined, true);
    const handle = channel.takeHandle();
    if (handle === null) {
      target._send({ cmd: 'NODE_HANDLE_NACK' }, null, { swallowErrors: true });
      return;
    }
    target._send({ cmd: 'NODE_HANDLE_ACK' }, null, { swallowErrors: true });
    process.nextTick(() => {
      passing[message.type].arrived(target, message, handle, (object) => { deliver(message.msg, object, isInternal(message.msg)); });
    });
  }

  channel.onread = (nread, buf) => {
    if (nread > 0) {
      pendingData = pendingData.length === 0 ? buf : Buffer.concat([pendingData, buf]);
      let offset = 0;
      for (;;) {
        let message;
        if (advanced) {
          if (pendingData.length - offset < 4) break;
          const size = pendingData.readUInt32BE(offset);
          if (pendingData.length - offset < 4 + size) {
            if (offset === 0 && size > pendingData.length * 2) return collect(size + 4);
            break;
          }
          message = deserialize(pendingData.subarray(offset + 4, offset + 4 + size));
          offset += 4 + size;
        } else {
          const nl = pendingData.indexOf(10, offset);
          if (nl === -1) break;
          message = JSON.parse(pendingData.toString('utf8', offset, nl));
          offset = nl + 1;
        }
        received(message);
      }
      if (offset > 0) pendingData = pendingData.subarray(offset);
      reading = pendingData.length > 0;
    } else if (nread < 0) {
      channel.onread = () => {};
      const had = target.channel;
      target.channel = null;
      if (target._pendingMessage) closePending();
      channel.close();
      if (had !== null || target.connected) process.nextTick(finishDisconnect);
    }
  };

  // collect gathers the parts of a long message in one buffer of its size.
  function collect(size) {
    const whole = Buffer.allocUnsafe(size);
    let have = pendingData.copy(whole);
    pendingData = Buffer.alloc(0);
    reading = true;
    const usual = channel.onread;
    channel.onread = (nread, buf) => {
      if (nread < 0) {
        channel.onread = usual;
        usual(nread, buf);
        return;
      }
      const n = Math.min(size - have, nread);
      whole.set(n === nread ? buf : buf.subarray(0, n), have);
      have += n;
      if (have < size) return;
      channel.onread = usual;
      usual(size, whole);
      if (n < nread) usual(nread - n, buf.subarray(n));
    };
  }

  let disconnected = false;
  function finishDisconnect() {
    if (disconnected) return;
    disconnected = true;
    target.connected = false;
    target.emit('disconnect');
    if (target instanceof ChildProcess) maybeClose(target);
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
    options = { swallowErrors: false, ...options };
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
    if (typeof options === 'boolean') options = { swallowErrors: options };
    options ??= {};
    if (!this.channel) return false;
    let object;
    let sending = null;
    let wire = message;
    if (handle) {
      if (this._handleQueue !== null) {
        this._handleQueue.push({ message, handle, options, callback });
        return this._handleQueue.length === 1;
      }
      const type = typeOfHandle(handle);
      wire = { cmd: 'NODE_HANDLE', type, msg: message };
      object = passing[type];
      sending = object.prepare(wire, handle, target, options);
      // A handle that was closed meanwhile: the message goes without it.
      if (!sending) {
        wire = message;
        object = undefined;
      }
    } else if (this._handleQueue !== null && !(message?.cmd === 'NODE_HANDLE_ACK' || message?.cmd === 'NODE_HANDLE_NACK')) {
      this._handleQueue.push({ message, handle, options, callback });
      return this._handleQueue.length === 1;
    }
    let bytes;
    if (advanced) {
      const body = serialize(wire);
      bytes = Buffer.allocUnsafe(4 + body.length);
      bytes.writeUInt32BE(body.length, 0);
      bytes.set(body, 4);
    } else {
      bytes = Buffer.from(JSON.stringify(wire) + '\n');
    }
    let closeLater;
    const done = (status) => {
      control.unrefCounted();
      closeLater?.close();
      if (typeof callback === 'function') callback(status < 0 ? new ErrnoException(status, 'write') : null);
    };
    if (sending) target._pendingMessage = { message, handle, options, callback, retransmissions: 0, close: undefined };
    const r = sending ? channel.writeHandle(bytes, sending, done) : channel.writeBuffer(bytes, done);
    if (r >= 0) {
      if (r === 0) control.refCounted();
      else if (typeof callback === 'function') process.nextTick(callback, null);
      if (sending) {
        target._handleQueue ??= [];
        object.sent?.(sending, options, target);
      }
    } else {
      if (sending) {
        target._pendingMessage = null;
        if (!options.keepOpen && object === passing['net.Socket']) sending.close();
      }
      if (!options.swallowErrors) {
        const err = new ErrnoException(r, 'write');
        if (typeof callback === 'function') process.nextTick(callback, err);
        else process.nextTick(() => this.emit('error', err));
      }
    }
    return (channel.writeQueueSize ?? 0) < 65536 * 2;
  };

  target.disconnect = function() {
    if (!this.connected) {
      this.emit('error', new ERR_IPC_DISCONNECTED());
      return;
    }
    // Handles under way are waited for.
    this.connected = false;
    if (this._handleQueue === null) this._disconnect();
  };
  target._disconnect = function() {
    this.channel = null;
    if (this._pendingMessage) closePending();
    let fired = false;
    const finish = () => {
      if (fired) return;
      fired = true;
      channel.close();
      finishDisconnect();
    };
    // A message that has come in part is waited for.
    if (reading) {
      target.once('message', finish);
      target.once('internalMessage', finish);
      return;
    }
    process.nextTick(finish);
  };

  channel.readStart();
  return control;
}

// The 'advanced' form: what structured cloning can say, Buffers as Buffers.
function serialize(message) {
  const v8 = require('v8');
  const ser = new v8.DefaultSerializer();
  ser.writeHeader();
  ser.writeValue(message);
  return ser.releaseBuffer();
}
function deserialize(buffer) {
  const v8 = require('v8');
  const des = new v8.DefaultDeserializer(buffer);
  des.readHeader();
  return des.readValue();
}

module.exports = { ChildProcess, getValidStdio, setupChannel };
