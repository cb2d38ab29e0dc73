'use strict';

// The primary's side of cluster.

const EventEmitter = require('events');
const { fork } = require('child_process');
const { receiver, send } = require('internal/cluster/messages');
const Worker = require('internal/cluster/worker');
const { validatePort } = require('internal/validators');

const cluster = new EventEmitter();
const intercom = new EventEmitter();
const SCHED_NONE = 1;
const SCHED_RR = 2;
const minPort = 1024;
const maxPort = 65535;

module.exports = cluster;

const handles = new Map();
cluster.isWorker = false;
cluster.isMaster = true; // the old name
cluster.isPrimary = true;
cluster.Worker = Worker;
cluster.workers = {};
cluster.settings = {};
cluster.SCHED_NONE = SCHED_NONE;
cluster.SCHED_RR = SCHED_RR;

let ids = 0;
let debugPortOffset = 1;
let initialized = false;

let schedulingPolicy = process.env.NODE_CLUSTER_SCHED_POLICY;
if (schedulingPolicy === 'rr') schedulingPolicy = SCHED_RR;
else if (schedulingPolicy === 'none') schedulingPolicy = SCHED_NONE;
else schedulingPolicy = process.platform === 'win32' ? SCHED_NONE : SCHED_RR;
cluster.schedulingPolicy = schedulingPolicy;

cluster.setupPrimary = function(options) {
  const settings = {
    args: process.argv.slice(2),
    exec: process.argv[1],
    execArgv: process.execArgv,
    silent: false,
    ...cluster.settings,
    ...options,
  };
  cluster.settings = settings;
  if (initialized) {
    process.nextTick(emitSetup, settings);
    return;
  }
  initialized = true;
  schedulingPolicy = cluster.schedulingPolicy; // settled with the first worker
  if (schedulingPolicy !== SCHED_NONE && schedulingPolicy !== SCHED_RR) {
    require('assert')(false, `Bad cluster.schedulingPolicy: ${schedulingPolicy}`);
  }
  process.nextTick(emitSetup, settings);
};
cluster.setupMaster = cluster.setupPrimary; // the old name

function emitSetup(settings) {
  cluster.emit('setup', settings);
}

function createWorkerProcess(id, env) {
  const { settings } = cluster;
  const execArgv = [...settings.execArgv];
  const isInspect = (s) => /--inspect(?:-brk|-port)?|--debug-port/.test(s);
  if (settings.inspectPort != null || execArgv.some(isInspect) || (process.env.NODE_OPTIONS && isInspect(process.env.NODE_OPTIONS))) {
    let inspectPort;
    if ('inspectPort' in settings) {
      inspectPort = typeof settings.inspectPort === 'function' ? settings.inspectPort() : settings.inspectPort;
      validatePort(inspectPort);
    } else {
      inspectPort = process.debugPort + debugPortOffset;
      if (inspectPort > maxPort) inspectPort = inspectPort - maxPort + minPort - 1;
      debugPortOffset++;
    }
    execArgv.push(`--inspect-port=${inspectPort}`);
  }
  return fork(settings.exec, settings.args, {
    cwd: settings.cwd,
    env: { ...process.env, ...env, NODE_UNIQUE_ID: `${id}` },
    serialization: settings.serialization,
    silent: settings.silent,
    windowsHide: settings.windowsHide,
    execArgv,
    stdio: settings.stdio,
    gid: settings.gid,
    uid: settings.uid,
  });
}

function removeWorker(worker) {
  delete cluster.workers[worker.id];
  if (Object.keys(cluster.workers).length === 0) intercom.emit('disconnect');
}

function removeHandlesForWorker(worker) {
  for (const [key, handle] of handles) {
    if (handle.remove(worker)) handles.delete(key);
  }
}

cluster.fork = function(env) {
  cluster.setupPrimary();
  const id = ++ids;
  const workerProcess = createWorkerProcess(id, env);
  const worker = new Worker({ id, process: workerProcess });
  worker.on('message', function(message, handle) {
    cluster.emit('message', this, message, handle);
  });
  worker.process.once('exit', (exitCode, signalCode) => {
    // Messages may still be on their way: with the channel open 'disconnect' cleans up.
    if (!worker.isConnected()) {
      removeHandlesForWorker(worker);
      removeWorker(worker);
    }
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    worker.state = 'dead';
    worker.emit('exit', exitCode, signalCode);
    cluster.emit('exit', worker, exitCode, signalCode);
  });
  worker.process.once('disconnect', () => {
    removeHandlesForWorker(worker);
    // The process may go on without its channel.
    if (worker.isDead()) removeWorker(worker);
    worker.exitedAfterDisconnect = !!worker.exitedAfterDisconnect;
    worker.state = 'disconnected';
    worker.emit('disconnect');
    cluster.emit('disconnect', worker);
  });
  worker.process.on('internalMessage', receiver(worker, onmessage));
  process.nextTick(emitFork, worker);
  cluster.workers[worker.id] = worker;
  return worker;
};

function emitFork(worker) {
  cluster.emit('fork', worker);
}

cluster.disconnect = function(cb) {
  const workers = Object.values(cluster.workers);
  if (workers.length === 0) {
    process.nextTick(() => intercom.emit('disconnect'));
  } else {
    for (const worker of workers) {
      if (worker.isConnected()) worker.disconnect();
    }
  }
  if (typeof cb === 'function') intercom.once('disconnect', cb);
};

function onmessage(message, handle) {
  switch (message.act) {
    case 'online': online(this); break;
    case 'queryServer': queryServer(this, message); break;
    case 'listening': listening(this, message); break;
    case 'exitedAfterDisconnect':
      this.exitedAfterDisconnect = true;
      send(this.process, { ack: message.seq });
      break;
    case 'close': {
      const shared = handles.get(message.key);
      if (shared?.remove(this)) handles.delete(message.key);
      break;
    }
  }
}

function online(worker) {
  worker.state = 'online';
  worker.emit('online');
  cluster.emit('online', worker);
}

function queryServer(worker, message) {
  // A worker that is going away opens nothing any more.
  if (worker.exitedAfterDisconnect) return;
  const key = `${message.address}:${message.port}:${message.addressType}:${message.fd}:${message.index}`;
  let handle = handles.get(key);
  if (handle === undefined) {
    let { address } = message;
    // Paths of sockets are short: take the relative one if that is shorter.
    if (message.port < 0 && typeof address === 'string' && process.platform !== 'win32') {
      address = require('path').relative(process.cwd(), address);
      if (message.address.length < address.length) address = message.address;
    }
    const { RoundRobinHandle, SharedHandle } = require('internal/cluster/handles');
    const udp = message.addressType === 'udp4' || message.addressType === 'udp6';
    handle = schedulingPolicy !== SCHED_RR || udp ? new SharedHandle(key, address, message) : new RoundRobinHandle(key, address, message);
    handles.set(key, handle);
  }
  handle.data ||= message.data;
  handle.add(worker, (errno, reply, shared) => {
    const { data } = handle;
    if (errno) handles.delete(key);
    send(worker.process, { errno, key, ack: message.seq, data, ...reply }, shared);
  });
}

function listening(worker, message) {
  const info = { addressType: message.addressType, address: message.address, port: message.port, fd: message.fd };
  worker.state = 'listening';
  worker.emit('listening', info);
  cluster.emit('listening', worker, info);
}

Worker.prototype.disconnect = function() {
  this.exitedAfterDisconnect = true;
  send(this.process, { act: 'disconnect' });
  removeHandlesForWorker(this);
  removeWorker(this);
  return this;
};

Worker.prototype.destroy = function(signo) {
  this.process.kill(signo || 'SIGTERM');
};
