'use strict';

// URLPattern. Not implemented yet: constructing one throws.

const { codes } = require('internal/errors');

class URLPattern {
  constructor() {
    throw new codes.ERR_METHOD_NOT_IMPLEMENTED('URLPattern');
  }
}

module.exports = { URLPattern };
