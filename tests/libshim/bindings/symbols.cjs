'use strict';
module.exports = (h) => ({ ...h.realBinding('symbols'), handle_onclose: Symbol('handle_onclose') });
