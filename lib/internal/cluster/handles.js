'use strict';

// The sockets that the primary holds for its workers: RoundRobinHandle accepts and gives out the connections one by one, SharedHandle
// gives the socket itself to every worker.

const { send } = require('internal/cluster/messages');

class RoundRobinHandle {
  constructor(key, address, { port, fd, flags, backlog, readableAll, writableAll }) {
    const net = require('net');
    this.key = key;
    this.all = new Map();
    this.free = new Map();
    this.handles = [];
    this.handle = null;
    this.server = net.createServer();
    if (fd >= 0) {
      this.server.listen({ fd, backlog });
    } else if (port >= 0) {
      this.server.listen({ port, host: address, ipv6Only: Boolean(flags & internalBinding('tcp_wrap').constants.UV_TCP_IPV6ONLY), backlog });
    } else {
      this.server.listen({ path: address, backlog, readableAll, writableAll });
    }
    this.server.once('listening', () => {
      this.handle = this.server._handle;
      this.handle.onconnection = (err, handle) => this.distribute(err, handle);
      this.server._handle = null;
      this.server = null;
    });
  }

  add(worker, reply) {
    this.all.set(worker.id, worker);
    const done = () => {
      if (this.handle?.getsockname) {
        const sockname = {};
        this.handle.getsockname(sockname);
        reply(null, { sockname: sockname.address === undefined ? undefined : sockname }, null);
      } else {
        reply(null, null, null);
      }
      this.handoff(worker);
    };
    if (this.server === null) {
      done();
      return;
    }
    this.server.once('listening', done);
    this.server.once('error', (err) => { reply(err.errno, null); });
  }

  remove(worker) {
    if (!this.all.delete(worker.id)) return false;
    this.free.delete(worker.id);
    if (this.all.size !== 0) return false;
    for (const handle of this.handles.splice(0)) handle.close();
    this.handle?.close();
    this.handle = null;
    return true;
  }

  distribute(err, handle) {
    if (!handle) return;
    // No worker is left to take it.
    if (this.handle === null) {
      handle.close();
      return;
    }
    this.handles.push(handle);
    for (const [id, worker] of this.free) {
      this.free.delete(id);
      this.handoff(worker);
      return;
    }
  }

  handoff(worker) {
    if (!this.all.has(worker.id)) return;
    const handle = this.handles.shift();
    if (handle === undefined) {
      this.free.set(worker.id, worker);
      return;
    }
    send(worker.process, { act: 'newconn', key: this.key }, handle, (reply) => {
      if (reply.accepted) handle.close();
      else this.distribute(0, handle); // the worker is closing: another takes it
      this.handoff(worker);
    });
  }
}

class SharedHandle {
  constructor(key, address, { port, addressType, fd, flags }) {
    this.key = key;
    this.workers = new Map();
    this.handle = null;
    this.errno = 0;
    const made = addressType === 'udp4' || addressType === 'udp6' ?
      require('internal/dgram').createHandle(address, port, addressType, fd, flags) :
      require('net')._createServerHandle(address, port, addressType, fd, flags);
    if (typeof made === 'number') this.errno = made;
    else this.handle = made;
    // An address in use shows when it listens.
    if (this.handle?.fd === -1) {
      this.errno = this.handle.listen(0);
      this.handle.close();
      this.handle = null;
    }
  }

  add(worker, reply) {
    this.workers.set(worker.id, worker);
    reply(this.errno, null, this.handle);
  }

  remove(worker) {
    if (!this.workers.delete(worker.id)) return false;
    if (this.workers.size !== 0) return false;
    this.handle?.close();
    this.handle = null;
    return true;
  }
}

module.exports = { RoundRobinHandle, SharedHandle };
