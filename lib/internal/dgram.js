'use strict';

// What dgram shares with child_process and cluster.

const kState = Symbol('state symbol');

// handleOf returns the handle of a socket.
function handleOf(socket) {
  return socket[kState].handle;
}

// createHandle makes a bound handle, or returns a negative number: the error.
function createHandle(address, port, addressType, fd, flags) {
  const { UDP } = internalBinding('udp_wrap');
  const handle = new UDP();
  let err;
  if (Number.isInteger(fd) && fd > 0) err = handle.open(fd);
  else err = handle.bind(address || (addressType === 'udp4' ? '0.0.0.0' : '::'), port || 0, flags | 0);
  if (err) {
    handle.close();
    return err;
  }
  return handle;
}

module.exports = { createHandle, handleOf, kState };
