'use strict';
// Module wasi.

const { stubClass } = require('internal/stub');
const WASI = stubClass('WASI');
module.exports = { WASI };
