'use strict';
// Module process: the process object.
module.exports = process;
