'use strict';
// Module cluster: workers are forked processes with messages; sharing of listening sockets needs handle passing and is not there yet.

const EventEmitter = require('events');

const isWorker = !!process.env.NODE_UNIQUE_ID;
const cluster = new EventEmitter();
module.exports = cluster;

class Worker extends EventEmitter {
  constructor(options = {}) {
    super();
    this.exitedAfterDisconnect = undefined;
    this.state = options.state || 'none';
    this.id = options.id | 0;
    this.process = options.process;
    if (this.process) {
      this.process.on('error', (code, signal) => this.emit('error', code, signal));
      this.process.on('message', (message, handle) => {
        if (message?.cmd === 'NODE_CLUSTER') return;
        this.emit('message', message, handle);
      });
    }
  }
  kill() { this.destroy.apply(this, arguments); }
  send() { return this.process.send.apply(this.process, arguments); }
  isDead() { return this.process.exitCode !== null || this.process.signalCode !== null; }
  isConnected() { return this.process.connected; }
  disconnect() {
    this.exitedAfterDisconnect = true;
    this.process.disconnect();
    return this;
  }
  destroy(signo) {
    this.exitedAfterDisconnect = true;
    const signal = signo || 'SIGTERM';
    this.process.kill(signal);
  }
}

cluster.isWorker = isWorker;
cluster.isMaster = !isWorker;
cluster.isPrimary = !isWorker;
cluster.Worker = Worker;
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = 1;
cluster.SCHED_RR = 2;
cluster.schedulingPolicy = process.env.NODE_CLUSTER_SCHED_POLICY === 'none' ? 1 : 2;

let ids = 0;
let initialized = false;
cluster.setupPrimary = function setupPrimary(options) {
  cluster.settings = {
    args: process.argv.slice(2), exec: process.argv[1], execArgv: process.execArgv, silent: false, ...cluster.settings, ...options,
  };
  initialized = true;
  process.nextTick(() => cluster.emit('setup', cluster.settings));
};
cluster.setupMaster = cluster.setupPrimary;
cluster.fork = function fork(env) {
  if (!initialized) cluster.setupPrimary();
  const id = ++ids;
  const { fork: forkProcess } = require('child_process');
  const s = cluster.settings;
  const proc = forkProcess(s.exec, s.args, {
    cwd: s.cwd, env: { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` }, silent: s.silent, execArgv: s.execArgv, stdio: s.stdio, gid: s.gid,
    uid: s.uid, serialization: s.serialization, windowsHide: s.windowsHide,
  });
  const worker = new Worker({ id, process: proc });
  worker.on('message', (message, handle) => cluster.emit('message', worker, message, handle));
  proc.once('exit', (exitCode, signalCode) => {
    if (!worker.isConnected()) delete cluster.workers[id];
    worker.state = 'dead';
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    worker.emit('exit', exitCode, signalCode);
    cluster.emit('exit', worker, exitCode, signalCode);
  });
  proc.once('disconnect', () => {
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    delete cluster.workers[id];
    worker.state = 'disconnected';
    worker.emit('disconnect');
    cluster.emit('disconnect', worker);
  });
  proc.on('message', (message) => {
    if (message?.cmd !== 'NODE_CLUSTER') return;
    if (message.act === 'online') {
      worker.state = 'online';
      worker.emit('online');
      cluster.emit('online', worker);
    } else if (message.act === 'listening') {
      worker.state = 'listening';
      worker.emit('listening', message.address);
      cluster.emit('listening', worker, message.address);
    }
  });
  cluster.workers[id] = worker;
  process.nextTick(() => cluster.emit('fork', worker));
  return worker;
};
cluster.disconnect = function disconnect(cb) {
  const list = Object.values(cluster.workers);
  if (list.length === 0) {
    process.nextTick(() => {
      cluster.emit('disconnect');
      cb?.();
    });
    return;
  }
  let left = list.length;
  for (const w of list) {
    w.once('disconnect', () => { if (--left === 0) cb?.(); });
    if (w.isConnected()) w.disconnect();
  }
};
if (isWorker) {
  for (const name of ['setupPrimary', 'setupMaster', 'fork', 'disconnect', 'settings', 'SCHED_NONE', 'SCHED_RR', 'schedulingPolicy']) delete cluster[name];
  delete cluster.workers;
  // _setupWorker runs once in a worker, before the program.
  cluster._setupWorker = function() {
    delete cluster._setupWorker;
    cluster.worker = new Worker({ id: +process.env.NODE_UNIQUE_ID | 0, process, state: 'online' });
    process.once('disconnect', () => {
      cluster.worker.emit('disconnect');
      if (!cluster.worker.exitedAfterDisconnect) process.exit(0);
    });
    process.send?.({ cmd: 'NODE_CLUSTER', act: 'online' });
  };
  cluster.worker = undefined;
}
