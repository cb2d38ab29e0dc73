'use strict';
// A Writable over a descriptor that writes at once: standard output and error when they are files.

const Writable = require('internal/streams/writable');
const { closeSync, writeSync } = require('fs');

function SyncWriteStream(fd, options) {
  Writable.call(this, { autoDestroy: true });
  options ||= {};
  this.fd = fd;
  this.readable = false;
  this.autoClose = options.autoClose === undefined ? true : options.autoClose;
}
Object.setPrototypeOf(SyncWriteStream.prototype, Writable.prototype);
Object.setPrototypeOf(SyncWriteStream, Writable);

SyncWriteStream.prototype._write = function(chunk, encoding, callback) {
  try {
    let offset = 0;
    while (offset < chunk.length) {
      try {
        offset += writeSync(this.fd, chunk, offset, chunk.length - offset);
      } catch (err) {
        if (err.code !== 'EAGAIN') throw err;
      }
    }
  } catch (err) {
    callback(err);
    return;
  }
  callback();
};

SyncWriteStream.prototype._destroy = function(err, callback) {
  if (this.fd === null) {
    callback(err);
    return;
  }
  if (this.autoClose) closeSync(this.fd);
  this.fd = null;
  callback(err);
};

SyncWriteStream.prototype.destroySoon = SyncWriteStream.prototype.end;

module.exports = SyncWriteStream;
