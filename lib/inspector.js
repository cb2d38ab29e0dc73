'use strict';
// Module inspector: no debugger protocol yet.

const EventEmitter = require('events');
const { define, notImplemented } = require('internal/stub');
const { codes: { ERR_INSPECTOR_NOT_ACTIVE, ERR_INSPECTOR_NOT_CONNECTED, ERR_INVALID_ARG_TYPE } } = require('internal/errors');

class Session extends EventEmitter {
  connect() { throw notImplemented('inspector.Session.connect'); }
  connectToMainThread() { throw notImplemented('inspector.Session.connectToMainThread'); }
  post(method) {
    if (typeof method !== 'string') throw new ERR_INVALID_ARG_TYPE('method', 'string', method);
    throw new ERR_INSPECTOR_NOT_CONNECTED();
  }
  disconnect() {}
}
function url() { return undefined; }
function close() {}
function waitForDebugger() { throw new ERR_INSPECTOR_NOT_ACTIVE(); }
function domain(name, methods) { return define({}, `inspector.${name}`, methods); }

// The console of the inspector: nobody listens.
const console_ = {};
for (const name of ['debug', 'error', 'info', 'log', 'warn', 'dir', 'dirxml', 'table', 'trace', 'group', 'groupCollapsed', 'groupEnd', 'clear', 'count', 'countReset',
  'assert', 'profile', 'profileEnd', 'time', 'timeLog', 'timeEnd', 'timeStamp', 'context']) console_[name] = { [name]() {} }[name];

module.exports = {
  open: define({}, 'inspector', ['open']).open,
  close,
  url,
  waitForDebugger,
  console: console_,
  Session,
  Network: domain('Network', ['requestWillBeSent', 'responseReceived', 'loadingFinished', 'loadingFailed', 'dataReceived', 'dataSent', 'webSocketCreated',
    'webSocketClosed', 'webSocketHandshakeResponseReceived']),
  NetworkResources: domain('NetworkResources', ['put']),
  DOMStorage: domain('DOMStorage', ['domStorageItemAdded', 'domStorageItemRemoved', 'domStorageItemUpdated', 'domStorageItemsCleared', 'registerStorage']),
};
