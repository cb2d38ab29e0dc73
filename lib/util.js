'use strict';
const i = require('internal/util/inspect');
module.exports = { ...i, types: require('internal/util/types') };
