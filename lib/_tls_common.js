'use strict';

// The deprecated module of the same name.
const tls = require('tls');
module.exports = {
  SecureContext: tls.SecureContext, createSecureContext: tls.createSecureContext,
  translatePeerCertificate(c) { return c || null; },
};
