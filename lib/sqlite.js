'use strict';
// Module node:sqlite: not available yet.

const { define } = require('internal/stub');
module.exports = define({}, '', ['DatabaseSync', 'Session', 'StatementSync', 'backup']);
module.exports.constants = {
  __proto__: null,
  SQLITE_CHANGESET_OMIT: 0, SQLITE_CHANGESET_REPLACE: 1, SQLITE_CHANGESET_ABORT: 2, SQLITE_CHANGESET_DATA: 1,
  SQLITE_CHANGESET_NOTFOUND: 2, SQLITE_CHANGESET_CONFLICT: 3, SQLITE_CHANGESET_CONSTRAINT: 4, SQLITE_CHANGESET_FOREIGN_KEY: 5,
};
