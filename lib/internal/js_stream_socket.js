'use strict';

// A net.Socket over any Duplex of JavaScript: the handle below is a JSStream, which TLS reads and writes on its goroutines.

const net = require('net');
const { codes } = require('internal/errors');

let binding;

class JSStreamSocket extends net.Socket {
  constructor(stream) {
    binding ??= internalBinding('js_stream');
    const handle = new binding.JSStream();
    stream.on('error', (err) => this.emit('error', err));
    // Only its methods for TLS are used: net.Socket itself never reads it.
    super({ manualStart: true });
    this.jsHandle = handle;
    this.stream = stream;
    handle.onwrite = (id, chunk) => {
      if (stream.destroyed || stream.writableEnded) {
        handle.finish(id, -32);
        return;
      }
      stream.write(chunk, (err) => handle.finish(id, err ? (err.errno < 0 ? err.errno : -32) : 0));
    };
    handle.onshutdown = (id) => {
      const done = () => handle.finish(id, 0);
      if (stream.destroyed || stream.writableFinished) done();
      else {
        stream.once('close', done);
        stream.end(done);
      }
    };
    handle.ondrain = () => stream.resume();
    const onData = (chunk) => {
      if (typeof chunk === 'string' || stream.readableObjectMode) {
        stream.pause();
        stream.removeListener('data', onData);
        this.emit('error', new codes.ERR_STREAM_WRAP());
        return;
      }
      if (!handle.feed(chunk)) stream.pause();
    };
    stream.on('data', onData);
    stream.resume();
    stream.once('end', () => handle.feedEnd());
    stream.once('close', () => {
      handle.feedEnd();
      if (!this.destroyed) this.destroy();
    });
    this.once('close', () => {
      handle.close();
      if (!stream.destroyed) stream.destroy();
    });
    if (stream.readableEnded || stream.destroyed) handle.feedEnd();
  }
  static get StreamWrap() { return JSStreamSocket; }
  get bytesRead() { return this.stream.bytesRead; }
}

module.exports = JSStreamSocket;
