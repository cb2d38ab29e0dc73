'use strict';
// An error may carry a function under this symbol: it gives the stack to print when the error ends the process.
module.exports = { kEnhanceStackBeforeInspector: Symbol('kEnhanceStackBeforeInspector') };
