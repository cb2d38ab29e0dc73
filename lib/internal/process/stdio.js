'use strict';
// process.stdin, process.stdout, process.stderr: made on first use, by kind of the descriptor.

let stdin;
let stdout;
let stderr;

function dummyDestroy(err, cb) {
  cb(err);
  this._undestroy();
  // A standard stream that was "destroyed" says so, but stays open.
  if (!this._writableState.emitClose) process.nextTick(() => { this.emit('close'); });
}

function guessHandleType(fd) {
  return internalBinding('util').guessHandleType(fd);
}
function handleTypeName(fd) {
  const t = guessHandleType(fd);
  return typeof t === 'number' ? ['TCP', 'TTY', 'UDP', 'FILE', 'PIPE', 'UNKNOWN', 'INVALID'][t] : t;
}

function createWritableStdioStream(fd) {
  let stream;
  switch (handleTypeName(fd)) {
    case 'TTY': {
      const tty = require('tty');
      stream = new tty.WriteStream(fd);
      stream._type = 'tty';
      break;
    }
    case 'FILE': {
      const SyncWriteStream = require('internal/fs/sync_write_stream');
      stream = new SyncWriteStream(fd, { autoClose: false });
      stream._type = 'fs';
      break;
    }
    case 'PIPE':
    case 'TCP': {
      const net = require('net');
      // A pipe that is also the IPC channel is shared.
      if (process.channel && process.channel.fd === fd) {
        const fs = require('internal/fs/sync_write_stream');
        stream = new fs(fd, { autoClose: false });
        stream._type = 'fs';
        break;
      }
      stream = new net.Socket({ fd, readable: false, writable: true });
      // Older programs read this.
      stream._type = 'pipe';
      stream._handle?.setBlocking?.(true);
      break;
    }
    default: {
      // A descriptor that is closed or of an unknown kind: writes go nowhere.
      const { Writable } = require('stream');
      stream = new Writable({ write(buf, enc, cb) { cb(); } });
    }
  }
  stream.fd = fd;
  stream._isStdio = true;
  return stream;
}

function getStdout() {
  if (stdout) return stdout;
  stdout = createWritableStdioStream(1);
  stdout.destroySoon = stdout.destroy;
  stdout._destroy = dummyDestroy;
  if (stdout.isTTY) process.on('SIGWINCH', refreshStdout);
  return stdout;
}
function refreshStdout() {
  stdout._refreshSize?.();
}
function getStderr() {
  if (stderr) return stderr;
  stderr = createWritableStdioStream(2);
  stderr.destroySoon = stderr.destroy;
  stderr._destroy = dummyDestroy;
  if (stderr.isTTY) process.on('SIGWINCH', () => stderr._refreshSize?.());
  return stderr;
}

function getStdin() {
  if (stdin) return stdin;
  const fd = 0;
  switch (handleTypeName(fd)) {
    case 'TTY': {
      const tty = require('tty');
      stdin = new tty.ReadStream(fd);
      break;
    }
    case 'FILE': {
      const fs = require('fs');
      stdin = new fs.ReadStream(null, { fd, autoClose: false });
      break;
    }
    case 'PIPE':
    case 'TCP': {
      const net = require('net');
      stdin = new net.Socket({ fd, readable: true, writable: false, manualStart: true });
      stdin._type = 'pipe';
      break;
    }
    default: {
      const { Readable } = require('stream');
      stdin = new Readable({ read() {} });
      stdin.push(null);
    }
  }
  stdin.fd = fd;
  // Reading starts only when somebody listens; a paused stdin does not keep the process alive.
  if (stdin._handle?.readStop) {
    stdin._handle.reading = false;
    stdin._readableState.reading = false;
    stdin._handle.readStop();
  }
  stdin.on('pause', () => {
    process.nextTick(() => {
      if (!stdin._handle) return;
      if (stdin._handle.reading && !stdin.readableFlowing) {
        stdin._handle.reading = false;
        stdin._handle.readStop();
        const state = stdin._readableState;
        state.reading = false;
      }
    });
  });
  return stdin;
}

function define(name, getter) {
  Object.defineProperty(process, name, { __proto__: null, configurable: true, enumerable: true, get: getter });
}
function installStdio() {
  define('stdout', getStdout);
  define('stderr', getStderr);
  define('stdin', getStdin);
  process.openStdin = function openStdin() {
    process.stdin.resume();
    return process.stdin;
  };
}

module.exports = { installStdio, getStdin, getStdout, getStderr, createWritableStdioStream, handleTypeName };
