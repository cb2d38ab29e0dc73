'use strict';

// HTTP/2: see internal/http2/core (sessions and streams) and internal/http2/compat (request and response).

const {
  connect, constants, createServer, createSecureServer, getDefaultSettings, getPackedSettings, getUnpackedSettings, performServerHandshake,
} = require('internal/http2/core');
const { Http2ServerRequest, Http2ServerResponse } = require('internal/http2/compat');
const { kSensitiveHeaders: sensitiveHeaders } = require('internal/http2/util');

module.exports = {
  connect, constants, createServer, createSecureServer, getDefaultSettings, getPackedSettings, getUnpackedSettings, performServerHandshake,
  sensitiveHeaders, Http2ServerRequest, Http2ServerResponse,
};
