'use strict';
// errors binding: Node's own, with the symbol by which Node's stack formatter recognizes coded errors.
module.exports = (h) => ({ ...h.realBinding('errors'), kIsNodeError: h.nodeRequire('internal/errors').kIsNodeError });
