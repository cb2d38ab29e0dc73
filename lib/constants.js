'use strict';
// Module constants: those of os, fs and crypto in one object (deprecated).

const constants = internalBinding('constants');
Object.assign(exports, constants.os.dlopen, constants.os.errno, constants.os.priority, constants.os.signals, constants.fs, constants.crypto);
