'use strict';

// The deprecated module of the same name.
const tls = require('tls');
module.exports = { TLSSocket: tls.TLSSocket, Server: tls.Server, createServer: tls.createServer, connect: tls.connect };
