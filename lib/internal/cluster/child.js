'use strict';

// A worker's side of cluster: servers ask the primary for their sockets.

const EventEmitter = require('events');
const { receiver, send } = require('internal/cluster/messages');
const Worker = require('internal/cluster/worker');
const internalNet = require('internal/net');
const { ownerSymbol } = internalNet;

const cluster = new EventEmitter();
const handles = new Map();
const indexes = new Map();
const TIMEOUT_MAX = 2 ** 31 - 1;
const noop = () => {};

module.exports = cluster;

internalNet.clusterWorker = cluster;
cluster.isWorker = true;
cluster.isMaster = false; // the old name
cluster.isPrimary = false;
cluster.worker = null;
cluster.Worker = Worker;

cluster._setupWorker = function() {
  const worker = new Worker({ id: +process.env.NODE_UNIQUE_ID | 0, process, state: 'online' });
  cluster.worker = worker;
  process.once('disconnect', () => {
    process.channel = null;
    worker.emit('disconnect');
    // Without its primary, and not asked to go on, a worker ends.
    if (!worker.exitedAfterDisconnect) process.exit(0);
  });
  process.on('internalMessage', receiver(worker, onmessage));
  tell({ act: 'online' });
  function onmessage(message, handle) {
    if (message.act === 'newconn') onconnection(message, handle);
    else if (message.act === 'disconnect') Reflect.apply(disconnect, worker, [true]);
  }
};

function tell(message, cb) {
  return send(process, message, null, cb);
}

// obj is a net.Server or a dgram.Socket; cb(errno, handle).
cluster._getServer = function(obj, options, cb) {
  let { address } = options;
  // The primary may have another working directory.
  if (options.port < 0 && typeof address === 'string' && process.platform !== 'win32') address = require('path').resolve(address);
  const indexesKey = [address, options.port, options.addressType, options.fd].join(':');
  let indexSet = indexes.get(indexesKey);
  if (indexSet === undefined) {
    indexSet = { nextIndex: 0, set: new Set() };
    indexes.set(indexesKey, indexSet);
  }
  const index = indexSet.nextIndex++;
  indexSet.set.add(index);
  const message = { act: 'queryServer', index, data: null, ...options };
  message.address = address;
  if (obj._getServerData) message.data = obj._getServerData();
  tell(message, (reply, handle) => {
    if (typeof obj._setServerData === 'function') obj._setServerData(reply.data);
    if (handle) shared(reply, { handle, indexesKey, index }, cb);
    else roundRobin(reply, { indexesKey, index }, cb);
  });
  obj.once('listening', () => {
    // Closed meanwhile.
    if (!indexes.has(indexesKey)) return;
    cluster.worker.state = 'listening';
    const where = obj.address();
    message.act = 'listening';
    message.port = where?.port || options.port;
    tell(message);
  });
};

function forget(indexesKey, index) {
  const indexSet = indexes.get(indexesKey);
  if (!indexSet) return;
  indexSet.set.delete(index);
  if (indexSet.set.size === 0) indexes.delete(indexesKey);
}

// A socket that all workers accept from.
function shared(message, { handle, indexesKey, index }, cb) {
  const { key } = message;
  const { close } = handle;
  handle.close = function() {
    tell({ act: 'close', key });
    handles.delete(key);
    forget(indexesKey, index);
    return Reflect.apply(close, handle, arguments);
  };
  handles.set(key, handle);
  cb(message.errno, handle);
}

// A stand-in for the primary's socket: connections come as messages.
function roundRobin(message, { indexesKey, index }, cb) {
  if (message.errno) return cb(message.errno, null);
  let { key } = message;
  let alive = null;
  const handle = {
    listen() { return 0; },
    close() {
      handle.unref();
      if (key === undefined) return;
      tell({ act: 'close', key });
      handles.delete(key);
      forget(indexesKey, index);
      key = undefined;
    },
    ref() { alive ??= setInterval(noop, TIMEOUT_MAX); },
    unref() {
      if (alive === null) return;
      clearInterval(alive);
      alive = null;
    },
  };
  handle.ref();
  if (message.sockname) {
    handle.getsockname = function(out) {
      if (key !== undefined) Object.assign(out, message.sockname);
      return 0;
    };
  }
  handles.set(key, handle);
  cb(0, handle);
}

function onconnection(message, handle) {
  const { key } = message;
  const server = handles.get(key);
  let accepted = server !== undefined && handle !== undefined;
  if (accepted && server[ownerSymbol]) {
    const self = server[ownerSymbol];
    if (self.maxConnections != null && self._connections >= self.maxConnections) accepted = !!self.dropMaxConnection;
  }
  tell({ ack: message.seq, accepted });
  if (accepted) server.onconnection(0, handle);
  else handle?.close();
}

function disconnect(byPrimary) {
  this.exitedAfterDisconnect = true;
  let waiting = 1;
  const check = () => {
    if (--waiting !== 0) return;
    // The primary must know before the channel goes.
    if (byPrimary) process.disconnect();
    else tell({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
  };
  for (const handle of [...handles.values()]) {
    waiting++;
    if (handle[ownerSymbol]) handle[ownerSymbol].close(check);
    else handle.close(check);
  }
  handles.clear();
  check();
}

Worker.prototype.disconnect = function() {
  if (this.state !== 'disconnecting' && this.state !== 'destroying') {
    this.state = 'disconnecting';
    Reflect.apply(disconnect, this, []);
  }
  return this;
};

Worker.prototype.destroy = function() {
  if (this.state === 'destroying') return;
  this.exitedAfterDisconnect = true;
  if (!this.isConnected()) {
    process.exit(0);
  } else {
    this.state = 'destroying';
    tell({ act: 'exitedAfterDisconnect' }, () => process.disconnect());
    process.once('disconnect', () => process.exit(0));
  }
};
