'use strict';
// process.permission (--permission).

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

module.exports = Object.freeze({
  has(scope, reference) {
    if (typeof scope !== 'string') throw new ERR_INVALID_ARG_TYPE('scope', 'string', scope);
    if (reference != null) {
      if (require('buffer').Buffer.isBuffer(reference)) reference = reference.toString();
      else if (typeof reference !== 'string') throw new ERR_INVALID_ARG_TYPE('reference', 'string', reference);
    }
    return internalBinding('permission').has(scope, reference);
  },
  drop(scope, reference) {
    if (typeof scope !== 'string') throw new ERR_INVALID_ARG_TYPE('scope', 'string', scope);
    return internalBinding('permission').drop?.(scope, reference);
  },
});
