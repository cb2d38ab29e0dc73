'use strict';

// The global console: an object with an empty prototype of its own, as the Console Standard wants.

const { Console, kBindStreamsLazy, kBindProperties } = require('internal/console/constructor');

const globalConsole = { __proto__: {} };

for (const key of Reflect.ownKeys(Console.prototype)) {
  if (key === 'constructor') continue;
  const desc = Reflect.getOwnPropertyDescriptor(Console.prototype, key);
  if (typeof desc.value === 'function') {
    const name = desc.value.name;
    desc.value = desc.value.bind(globalConsole);
    Object.defineProperty(desc.value, 'name', { __proto__: null, value: typeof key === 'string' ? key : name, configurable: true });
  }
  Reflect.defineProperty(globalConsole, key, desc);
}

globalConsole[kBindProperties](true, 'auto');

globalConsole.Console = Console;
// These speak to the inspector only.
globalConsole.profile = function profile() {};
globalConsole.profileEnd = function profileEnd() {};
globalConsole.timeStamp = function timeStamp() {};
globalConsole.context = function context() {
  return globalConsole;
};
globalConsole.createTask = function createTask(name) {
  if (typeof name !== 'string' || name.length === 0) {
    throw new Error('First argument must be a non-empty string.');
  }
  return {
    run(fn) {
      return fn();
    },
  };
};

globalConsole[kBindStreamsLazy](process);

module.exports = globalConsole;
