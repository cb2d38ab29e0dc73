'use strict';

// Several processes that share their servers: the primary's side or the worker's.

module.exports = Object.hasOwn(process.env, 'NODE_UNIQUE_ID') ? require('internal/cluster/child') : require('internal/cluster/primary');
