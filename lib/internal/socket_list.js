'use strict';

// Connections that a server has given to another process: the sender asks the receiver how many are left.

const EventEmitter = require('events');
const { codes: { ERR_CHILD_CLOSED_BEFORE_REPLY } } = require('internal/errors');

// SocketListSend is at the side of the server.
class SocketListSend extends EventEmitter {
  constructor(child, key) {
    super();
    this.key = key;
    this.child = child;
    child.once('exit', () => this.emit('exit', this));
  }

  _request(request, answer, swallowErrors, callback) {
    const { child, key } = this;
    const gone = () => {
      child.removeListener('internalMessage', onReply);
      if (swallowErrors) callback(null);
      else callback(new ERR_CHILD_CLOSED_BEFORE_REPLY());
    };
    const onReply = (message) => {
      if (message.cmd !== answer || message.key !== key) return;
      child.removeListener('disconnect', gone);
      child.removeListener('internalMessage', onReply);
      callback(null, message);
    };
    if (!child.connected) {
      gone();
      return;
    }
    child._send({ cmd: request, key }, undefined, { swallowErrors });
    child.once('disconnect', gone);
    child.on('internalMessage', onReply);
  }

  close(callback) {
    this._request('NODE_SOCKET_NOTIFY_CLOSE', 'NODE_SOCKET_ALL_CLOSED', true, callback);
  }

  getConnections(callback) {
    this._request('NODE_SOCKET_GET_COUNT', 'NODE_SOCKET_COUNT', false, (err, message) => {
      if (err) return callback(err);
      callback(null, message.count);
    });
  }
}

// SocketListReceive is where the connections are now.
class SocketListReceive extends EventEmitter {
  constructor(child, key) {
    super();
    this.connections = 0;
    this.key = key;
    this.child = child;
    const allClosed = () => {
      if (child.connected) child._send({ cmd: 'NODE_SOCKET_ALL_CLOSED', key }, undefined, { swallowErrors: true });
    };
    child.on('internalMessage', (message) => {
      if (message.key !== key) return;
      if (message.cmd === 'NODE_SOCKET_NOTIFY_CLOSE') {
        if (this.connections === 0) allClosed();
        else this.once('empty', allClosed);
      } else if (message.cmd === 'NODE_SOCKET_GET_COUNT') {
        if (child.connected) child._send({ cmd: 'NODE_SOCKET_COUNT', key, count: this.connections });
      }
    });
  }

  add(object) {
    this.connections++;
    object.socket.once('close', () => {
      if (--this.connections === 0) this.emit('empty', this);
    });
  }
}

module.exports = { SocketListReceive, SocketListSend };
