'use strict';

// UDP sockets.

const EventEmitter = require('events');
const { Buffer } = require('buffer');
const { codes, ErrnoException, ExceptionWithHostPort } = require('internal/errors');
const {
  ERR_BUFFER_OUT_OF_BOUNDS, ERR_INVALID_ARG_TYPE, ERR_IP_BLOCKED, ERR_MISSING_ARGS, ERR_SOCKET_ALREADY_BOUND, ERR_SOCKET_BAD_BUFFER_SIZE,
  ERR_SOCKET_BAD_TYPE, ERR_SOCKET_BUFFER_SIZE, ERR_SOCKET_DGRAM_IS_CONNECTED, ERR_SOCKET_DGRAM_NOT_CONNECTED,
  ERR_SOCKET_DGRAM_NOT_RUNNING,
} = codes;
const { validateAbortSignal, validateFunction, validateNumber, validatePort, validateString, validateUint32 } = require('internal/validators');

const BIND_UNBOUND = 0;
const BIND_BINDING = 1;
const BIND_BOUND = 2;
const DISCONNECTED = 0;
const CONNECTING = 1;
const CONNECTED = 2;
const { kState } = require('internal/dgram');
const internalNet = require('internal/net');
const { ownerSymbol } = internalNet;

function Socket(type, listener) {
  EventEmitter.call(this);
  let options = {};
  if (type !== null && typeof type === 'object') {
    options = type;
    type = options.type;
  }
  if (type !== 'udp4' && type !== 'udp6') throw new ERR_SOCKET_BAD_TYPE();
  const { lookup, recvBufferSize, sendBufferSize, signal } = options;
  if (lookup !== undefined) validateFunction(lookup, 'lookup');
  if (recvBufferSize !== undefined) validateUint32(recvBufferSize, 'options.recvBufferSize');
  if (sendBufferSize !== undefined) validateUint32(sendBufferSize, 'options.sendBufferSize');
  require('internal/util').publishTo('udp.socket', () => ({ socket: this }));
  this.type = type;
  const { UDP } = internalBinding('udp_wrap');
  const handle = new UDP();
  handle.owner = this;
  handle[ownerSymbol] = this;
  this[kState] = {
    handle, receiving: false, bindState: BIND_UNBOUND, connectState: DISCONNECTED, queue: undefined,
    reuseAddr: options.reuseAddr, reusePort: options.reusePort, ipv6Only: options.ipv6Only, recvBufferSize, sendBufferSize,
    lookup: lookup ?? ((host, family, cb) => require('dns').lookup(host, family, cb)), blockList: options.receiveBlockList,
    sendBlockList: options.sendBlockList,
  };
  if (typeof listener === 'function') this.on('message', listener);
  if (signal !== undefined) {
    validateAbortSignal(signal, 'options.signal');
    const onAborted = () => { if (this[kState].handle) this.close(); };
    if (signal.aborted) {
      onAborted();
    } else {
      signal.addEventListener('abort', onAborted, { once: true });
      this.once('close', () => signal.removeEventListener('abort', onAborted));
    }
  }
}
Object.setPrototypeOf(Socket.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Socket, EventEmitter);

function createSocket(type, listener) {
  return new Socket(type, listener);
}

function running(socket) {
  const state = socket[kState];
  if (!state.handle) throw new ERR_SOCKET_DGRAM_NOT_RUNNING();
  return state;
}

function resolve(socket, address, callback) {
  const v6 = socket.type === 'udp6';
  socket[kState].lookup(address || (v6 ? '::1' : '127.0.0.1'), v6 ? 6 : 4, callback);
}

function startListening(socket) {
  const state = socket[kState];
  state.handle.onmessage = onMessage;
  state.handle.onerror = (status) => { socket.emit('error', new ErrnoException(status, 'recvmsg')); };
  state.handle.recvStart();
  state.receiving = true;
  state.bindState = BIND_BOUND;
  if (state.recvBufferSize) bufferSize(socket, state.recvBufferSize, true);
  if (state.sendBufferSize) bufferSize(socket, state.sendBufferSize, false);
  socket.emit('listening');
}

// handle.onmessage(buffer, { address, family, port, size })
function onMessage(buf, rinfo) {
  const self = this.owner;
  const { blockList } = self[kState];
  if (blockList?.check(rinfo.address, rinfo.family.toLowerCase())) return;
  self.emit('message', buf, rinfo);
}

// bindInWorker takes the handle that the primary has bound.
function bindInWorker(self, cluster, options, port) {
  const state = self[kState];
  cluster._getServer(self, options, (err, handle) => {
    if (err) {
      state.bindState = BIND_UNBOUND;
      self.emit('error', new ExceptionWithHostPort(err, 'bind', options.address, port));
      return;
    }
    // Closed meanwhile.
    if (!state.handle) {
      handle.close();
      return;
    }
    // What was asked of the unbound handle holds for this one.
    if (!state.handle.hasRef()) handle.unref();
    state.handle.close();
    handle.owner = self;
    handle[ownerSymbol] = self;
    state.handle = handle;
    startListening(self);
  });
}

Socket.prototype.bind = function(port_, address_) {
  const state = running(this);
  if (state.bindState !== BIND_UNBOUND) throw new ERR_SOCKET_ALREADY_BOUND();
  state.bindState = BIND_BINDING;
  let port = port_;
  const cb = arguments.length && arguments[arguments.length - 1];
  if (typeof cb === 'function') {
    const removeListeners = () => {
      this.removeListener('error', removeListeners);
      this.removeListener('listening', onListening);
    };
    const onListening = () => {
      removeListeners();
      Reflect.apply(cb, this, []);
    };
    this.on('error', removeListeners);
    this.on('listening', onListening);
  }
  if (port !== null && typeof port === 'object' && typeof port.recvStart === 'function') {
    state.handle.close();
    state.handle = port;
    port.owner = this;
    port[ownerSymbol] = this;
    state.handle = port;
    startListening(this);
    return this;
  }
  let address;
  let fd;
  let exclusive = !!state.reusePort;
  if (port !== null && typeof port === 'object') {
    address = port.address || '';
    exclusive = !!port.exclusive;
    fd = port.fd;
    port = port.port;
  } else {
    address = typeof address_ === 'function' ? '' : address_;
  }
  const cluster = exclusive ? null : internalNet.clusterWorker;
  if (Number.isInteger(fd) && fd > 0) {
    if (cluster !== null) {
      bindInWorker(this, cluster, { address: null, port: null, addressType: this.type, fd, flags: null }, undefined);
      return this;
    }
    const err = state.handle.open(fd);
    if (err) throw new ErrnoException(err, 'open');
    startListening(this);
    return this;
  }
  if (!address) address = this.type === 'udp4' ? '0.0.0.0' : '::';
  resolve(this, address, (err, ip) => {
    if (!state.handle) return;
    if (err) {
      state.bindState = BIND_UNBOUND;
      this.emit('error', err);
      return;
    }
    const flags = (state.reuseAddr ? 4 : 0) | (state.ipv6Only ? 1 : 0) | (state.reusePort ? 8 : 0);
    if (cluster !== null) {
      bindInWorker(this, cluster, { address: ip, port, addressType: this.type, fd: -1, flags }, port);
      return;
    }
    const status = state.handle.bind(ip, port || 0, flags);
    if (status) {
      state.bindState = BIND_UNBOUND;
      this.emit('error', new ExceptionWithHostPort(status, 'bind', ip, port));
      return;
    }
    startListening(this);
  });
  return this;
};

Socket.prototype.connect = function(port, address, callback) {
  port = validatePort(port, 'Port', false);
  if (typeof address === 'function') {
    callback = address;
    address = '';
  } else if (address === undefined) {
    address = '';
  }
  validateString(address, 'address');
  const state = running(this);
  if (state.connectState !== DISCONNECTED) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  state.connectState = CONNECTING;
  if (state.bindState === BIND_UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  const go = () => {
    if (callback) this.once('connect', callback);
    resolve(this, address, (ex, ip) => {
      if (!state.handle) return;
      let err = ex;
      if (!err && state.sendBlockList?.check(ip, `ipv${this.type === 'udp6' ? 6 : 4}`)) err = new ERR_IP_BLOCKED(ip);
      if (!err) {
        const status = state.handle.connect(ip, port);
        if (status) err = new ExceptionWithHostPort(status, 'connect', address, port);
      }
      if (err) {
        state.connectState = DISCONNECTED;
        process.nextTick(() => {
          if (callback) {
            this.removeListener('connect', callback);
            callback(err);
          } else {
            this.emit('error', err);
          }
        });
        return;
      }
      state.connectState = CONNECTED;
      process.nextTick(() => this.emit('connect'));
    });
  };
  if (state.bindState !== BIND_BOUND) enqueue(this, go);
  else go();
};

Socket.prototype.disconnect = function() {
  const state = running(this);
  if (state.connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const err = state.handle.disconnect();
  if (err) throw new ErrnoException(err, 'connect');
  state.connectState = DISCONNECTED;
};

function enqueue(socket, fn) {
  const state = socket[kState];
  if (state.queue === undefined) {
    state.queue = [];
    socket.once('listening', () => {
      const { queue } = state;
      state.queue = undefined;
      for (const f of queue) f();
    });
  }
  state.queue.push(fn);
}

function toView(data, name) {
  if (typeof data === 'string') return Buffer.from(data);
  if (ArrayBuffer.isView(data)) return data instanceof Uint8Array ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  throw new ERR_INVALID_ARG_TYPE(name, ['Buffer', 'TypedArray', 'DataView', 'string'], data);
}

function slice(buffer, offset, length) {
  buffer = toView(buffer, 'buffer');
  offset >>>= 0;
  length >>>= 0;
  if (offset > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('offset');
  if (offset + length > buffer.byteLength) throw new ERR_BUFFER_OUT_OF_BOUNDS('length');
  return buffer.subarray(offset, offset + length);
}

// send(msg[, offset, length][, port][, address][, callback])
Socket.prototype.send = function(buffer, offset, length, port, address, callback) {
  const state = this[kState];
  const connected = state.connectState === CONNECTED;
  if (!connected) {
    if (address || (port && typeof port !== 'function')) {
      buffer = slice(buffer, offset, length);
    } else {
      callback = port;
      port = offset;
      address = length;
    }
  } else {
    if (typeof length === 'number') {
      buffer = slice(buffer, offset, length);
      if (typeof port === 'function') {
        callback = port;
        port = null;
      }
    } else {
      callback = offset;
    }
    if (port || address) throw new ERR_SOCKET_DGRAM_IS_CONNECTED();
  }
  let list;
  if (Array.isArray(buffer)) {
    list = new Array(buffer.length);
    for (let i = 0; i < buffer.length; i++) {
      if (typeof buffer[i] !== 'string' && !ArrayBuffer.isView(buffer[i])) {
        throw new ERR_INVALID_ARG_TYPE('buffer list arguments', ['Buffer', 'TypedArray', 'DataView', 'string'], buffer);
      }
      list[i] = toView(buffer[i], 'buffer list arguments');
    }
  }
  else list = [toView(buffer, 'buffer')];
  if (!connected) port = validatePort(port, 'Port', false);
  if (typeof callback !== 'function') callback = undefined;
  if (typeof address === 'function') {
    callback = address;
    address = undefined;
  } else if (address != null) {
    validateString(address, 'address');
  }
  running(this);
  if (state.bindState === BIND_UNBOUND) this.bind({ port: 0, exclusive: true }, null);
  if (list.length === 0) list.push(Buffer.alloc(0));

  const fail = (err) => {
    if (callback) process.nextTick(callback, err);
    else process.nextTick(() => this.emit('error', err));
  };
  const doSend = (ex, ip) => {
    if (ex) return fail(ex);
    if (!state.handle) return;
    if (ip && state.sendBlockList?.check(ip, `ipv${this.type === 'udp6' ? 6 : 4}`)) return fail(new ERR_IP_BLOCKED(ip));
    let total = 0;
    for (const b of list) total += b.byteLength;
    const done = (status) => {
      if (!callback) return;
      if (status < 0) callback(new ExceptionWithHostPort(status, 'send', address, port));
      else callback(null, total);
    };
    // 1: sent at once; 0: pending.
    const r = connected ? state.handle.send(list, 0, null, done) : state.handle.send(list, port, ip, done);
    if (r === 1) {
      if (callback) process.nextTick(callback, null, total);
    } else if (r < 0 && callback) {
      process.nextTick(callback, new ExceptionWithHostPort(r, 'send', address, port));
    }
  };
  const go = () => {
    if (connected) doSend(null, null);
    else resolve(this, address, doSend);
  };
  if (state.bindState !== BIND_BOUND) enqueue(this, go);
  else go();
};

Socket.prototype.close = function(callback) {
  const state = this[kState];
  if (typeof callback === 'function') this.on('close', callback);
  if (state.queue !== undefined) {
    state.queue.push(() => this.close());
    return this;
  }
  running(this);
  if (state.receiving) {
    state.handle.recvStop();
    state.receiving = false;
  }
  state.handle.close();
  state.handle = null;
  process.nextTick(() => this.emit('close'));
  return this;
};

Socket.prototype[Symbol.asyncDispose] = async function() {
  if (!this[kState].handle) return;
  await new Promise((resolve) => { this.close(resolve); });
};

Socket.prototype.address = function() {
  const state = running(this);
  const out = {};
  const err = state.handle.getsockname(out);
  if (err) throw new ErrnoException(err, 'getsockname');
  return out;
};
Socket.prototype.remoteAddress = function() {
  const state = running(this);
  if (state.connectState !== CONNECTED) throw new ERR_SOCKET_DGRAM_NOT_CONNECTED();
  const out = {};
  const err = state.handle.getpeername(out);
  if (err) throw new ErrnoException(err, 'getpeername');
  return out;
};

function setter(name, validate) {
  Socket.prototype[name] = function(arg) {
    validate?.(arg);
    const state = running(this);
    const err = state.handle[name](name === 'setBroadcast' || name === 'setMulticastLoopback' ? (arg ? 1 : 0) : arg);
    if (err) throw new ErrnoException(err, name);
    return name === 'setBroadcast' ? undefined : arg;
  };
}
setter('setBroadcast');
setter('setMulticastLoopback');
setter('setTTL', (v) => validateNumber(v, 'ttl'));
setter('setMulticastTTL', (v) => validateNumber(v, 'ttl'));
setter('setMulticastInterface', (v) => validateString(v, 'interfaceAddress'));

for (const name of ['addMembership', 'dropMembership']) {
  Socket.prototype[name] = function(multicastAddress, interfaceAddress) {
    if (!multicastAddress) throw new ERR_MISSING_ARGS('multicastAddress');
    const state = running(this);
    const err = state.handle[name](multicastAddress, interfaceAddress);
    if (err) throw new ErrnoException(err, name);
  };
}
for (const name of ['addSourceSpecificMembership', 'dropSourceSpecificMembership']) {
  Socket.prototype[name] = function(sourceAddress, groupAddress, interfaceAddress) {
    validateString(sourceAddress, 'sourceAddress');
    validateString(groupAddress, 'groupAddress');
    const state = running(this);
    const err = state.handle[name](sourceAddress, groupAddress, interfaceAddress);
    if (err) throw new ErrnoException(err, name);
  };
}

function bufferSize(self, size, recv) {
  if (size >>> 0 !== size) throw new ERR_SOCKET_BAD_BUFFER_SIZE();
  const ctx = {};
  const ret = running(self).handle.bufferSize(size, recv, ctx);
  if (ret === undefined) throw new ERR_SOCKET_BUFFER_SIZE(ctx);
  return ret;
}
Socket.prototype.setRecvBufferSize = function(size) { bufferSize(this, size, true); };
Socket.prototype.setSendBufferSize = function(size) { bufferSize(this, size, false); };
Socket.prototype.getRecvBufferSize = function() { return bufferSize(this, 0, true); };
Socket.prototype.getSendBufferSize = function() { return bufferSize(this, 0, false); };
Socket.prototype.getSendQueueSize = function() { return running(this).handle.getSendQueueSize(); };
Socket.prototype.getSendQueueCount = function() { return running(this).handle.getSendQueueCount(); };
Socket.prototype.ref = function() {
  this[kState].handle?.ref();
  return this;
};
Socket.prototype.unref = function() {
  this[kState].handle?.unref();
  return this;
};
Socket.prototype.sendto = function(buffer, offset, length, port, address, callback) {
  validateNumber(offset, 'offset');
  validateNumber(length, 'length');
  validateNumber(port, 'port');
  validateString(address, 'address');
  this.send(buffer, offset, length, port, address, callback);
};

module.exports = { createSocket, Socket };
