'use strict';
// Module node:test/reporters: not available yet.

const { define } = require('internal/stub');
module.exports = define({}, 'reporters', ['dot', 'junit', 'lcov', 'spec', 'tap']);
