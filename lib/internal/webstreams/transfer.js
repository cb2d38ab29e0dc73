'use strict';
// Transferring streams (WHATWG Streams, 8.2): the data go through a message channel.

const { DOMException } = require('internal/domexception');
const { kState, Deferred, kResolved, setHandled, then } = require('internal/webstreams/util');
const rs = require('internal/webstreams/readablestream');
const ws = require('internal/webstreams/writablestream');
const ts = require('internal/webstreams/transformstream');
const { ReadableStream } = rs;
const { WritableStream } = ws;
const { TransformStream } = ts;
const { kTransfer, kTransferList, kDeserialize, kTransferable, markTransferMode } = require('internal/worker/js_transferable');

const kPorts = Symbol('ports');

function makePorts(state) {
  if (state[kPorts] === undefined) {
    const { MessageChannel } = require('internal/worker/io');
    state[kPorts] = new MessageChannel();
  }
  return state[kPorts];
}
function dataCloneError(message) {
  return new DOMException(message, 'DataCloneError');
}

// errors cross as themselves when they can be cloned.
function send(port, type, value) {
  port.postMessage({ type, value });
}
function sendHandlingError(port, type, value) {
  try {
    send(port, type, value);
    return kResolved;
  } catch (error) {
    sendError(port, error);
    return Promise.reject(error);
  }
}
function sendError(port, error) {
  try {
    send(port, 'error', error);
  } catch {
    try { send(port, 'error', undefined); } catch { /* the port is gone */ }
  }
}

// crossRealmWritable writes to port: a WritableStream for the side that stays.
function crossRealmWritable(port) {
  let backpressure = new Deferred();
  const stream = ws.createWritableStream(undefined, (chunk) => {
    if (backpressure === undefined) backpressure = Deferred.resolved();
    return then(backpressure.promise, () => {
      backpressure = new Deferred();
      return then(sendHandlingError(port, 'chunk', chunk), undefined, (error) => {
        port.close();
        throw error;
      });
    });
  }, () => {
    send(port, 'close');
    port.close();
    return kResolved;
  }, (reason) => {
    try {
      sendError(port, reason);
    } finally {
      port.close();
    }
    return kResolved;
  });
  port.on('message', ({ type, value }) => {
    if (type === 'pull') {
      if (backpressure !== undefined) {
        backpressure.resolve();
        backpressure = Deferred.resolved();
      }
    } else if (type === 'error') {
      ws.controllerErrorIfNeeded(stream.controller, value);
      backpressure?.resolve();
    }
  });
  port.on('messageerror', (error) => {
    sendError(port, error);
    ws.controllerErrorIfNeeded(stream.controller, error);
    port.close();
  });
  port.unref();
  return stream;
}

// crossRealmReadable reads from port. keepAlive: a pending read keeps the process alive.
function crossRealmReadable(port, keepAlive) {
  const stream = rs.createReadableStream(undefined, () => {
    send(port, 'pull');
    return kResolved;
  }, (reason) => {
    try {
      sendError(port, reason);
    } finally {
      port.close();
    }
    return kResolved;
  }, 0);
  const c = stream.controller;
  port.on('message', ({ type, value }) => {
    switch (type) {
      case 'chunk':
        rs.defaultControllerEnqueue(c, value);
        break;
      case 'close':
        rs.defaultControllerClose(c);
        port.close();
        break;
      case 'error':
        rs.defaultControllerError(c, value);
        port.close();
        break;
    }
    if (stream.reader === undefined || stream.reader.requests.length === 0) port.unref();
  });
  port.on('messageerror', (error) => {
    sendError(port, error);
    rs.defaultControllerError(c, error);
    port.close();
  });
  port.unref();
  if (!keepAlive) return stream;
  const { pull } = c;
  c.pull = () => {
    if (stream.reader !== undefined && stream.reader.requests.length > 0) port.ref();
    return pull();
  };
  return stream;
}

function define(cls, list, transfer) {
  Object.defineProperty(cls.prototype, kTransferList, { __proto__: null, value: list, configurable: true });
  Object.defineProperty(cls.prototype, kTransfer, { __proto__: null, value: transfer, configurable: true });
  markTransferMode(cls.prototype, kTransferable);
}

define(ReadableStream, function() {
  if (this[kState].reader !== undefined) {
    this[kState].detached = true;
    throw dataCloneError('Cannot transfer a locked ReadableStream');
  }
  return [makePorts(this[kState]).port2];
}, function() {
  const state = this[kState];
  if (state.reader !== undefined) throw dataCloneError('Cannot transfer a locked ReadableStream');
  const { port1, port2 } = makePorts(state);
  state.detached = true;
  setHandled(rs.pipeTo(state, crossRealmWritable(port1), { preventAbort: false, preventCancel: false, preventClose: false, signal: undefined }));
  return { data: { port: port2 }, deserializeInfo: 'internal/webstreams/transfer:transferredReadable' };
});

define(WritableStream, function() {
  if (this[kState].writer !== undefined) throw dataCloneError('Cannot transfer a locked WritableStream');
  return [makePorts(this[kState]).port2];
}, function() {
  const state = this[kState];
  if (state.writer !== undefined) throw dataCloneError('Cannot transfer a locked WritableStream');
  const { port1, port2 } = makePorts(state);
  state.detached = true;
  setHandled(rs.pipeTo(crossRealmReadable(port1, false), state, { preventAbort: false, preventCancel: false, preventClose: false, signal: undefined }));
  return { data: { port: port2 }, deserializeInfo: 'internal/webstreams/transfer:transferredWritable' };
});

define(TransformStream, function() {
  const { readable, writable } = this[kState];
  if (readable.reader !== undefined) throw dataCloneError('Cannot transfer a locked ReadableStream');
  if (writable.writer !== undefined) throw dataCloneError('Cannot transfer a locked WritableStream');
  return [rs.publicStream(readable), ws.publicStream(writable)];
}, function() {
  const { readable, writable } = this[kState];
  this[kState].detached = true;
  return { data: { readable: rs.publicStream(readable), writable: ws.publicStream(writable) }, deserializeInfo: 'internal/webstreams/transfer:transferredTransform' };
});

// ---- the other side

function shell(cls, fill) {
  const object = Object.create(cls.prototype);
  Object.defineProperty(object, kDeserialize, { __proto__: null, value: fill, configurable: true });
  return object;
}
function adopt(object, state) {
  delete object[kDeserialize];
  object[kState] = state;
  state.obj = object;
}
function transferredReadable() {
  return shell(ReadableStream, function({ port }) { adopt(this, crossRealmReadable(port, true)); });
}
function transferredWritable() {
  return shell(WritableStream, function({ port }) { adopt(this, crossRealmWritable(port)); });
}
function transferredTransform() {
  return shell(TransformStream, function({ readable, writable }) {
    const state = new ts.StreamState();
    state.readable = readable[kState];
    state.writable = writable[kState];
    adopt(this, state);
  });
}

module.exports = { transferredReadable, transferredWritable, transferredTransform };
