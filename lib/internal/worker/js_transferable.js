'use strict';
// How objects of classes written in JavaScript are cloned and transferred. A class that takes part gives its prototype the property
// mode: a sum of kCloneable and kTransferable, or kUncloneable. Native code calls the functions below when it meets one:
//   object[kClone]()         { data, deserializeInfo }: data is cloned in its place
//   object[kTransferList]()  what else is transferred with it
//   object[kTransfer]()      { data, deserializeInfo } of an object in a transfer list
// deserializeInfo is 'module:function'; the function makes an empty object, whose [kDeserialize](data) fills it on the other side.

const binding = internalBinding('messaging');

const mode = binding.transferModeSymbol ?? Symbol('transferMode');
const kUncloneable = 0;
const kCloneable = 1;
const kTransferable = 2;
const kUntransferable = 4;
const kClone = Symbol('clone');
const kTransfer = Symbol('transfer');
const kTransferList = Symbol('transferList');
const kDeserialize = Symbol('deserialize');

// markTransferMode sets the mode of a prototype or a single object.
function markTransferMode(object, value) {
  Object.defineProperty(object, mode, { __proto__: null, value, enumerable: false, configurable: true, writable: true });
}

// markUncloneable says that the objects for which isInstance is true cannot be cloned.
function markUncloneable(prototype, isInstance) {
  Object.defineProperty(prototype, mode, {
    __proto__: null, configurable: true,
    get() { return isInstance(this) ? kUncloneable : undefined; },
  });
}

// markLazyTransfer says that objects of a prototype can be transferred, and that a module knows how.
function markLazyTransfer(prototype, id) {
  Object.defineProperty(prototype, mode, {
    __proto__: null, configurable: true,
    get() {
      require(id);
      return this[mode];
    },
  });
}

function clone(object) { return object[kClone](); }
function transfer(object) { return object[kTransfer](); }
function transferList(object) {
  const fn = object[kTransferList];
  return fn === undefined ? [] : Reflect.apply(fn, object, []);
}
function create(info) {
  const colon = info.lastIndexOf(':');
  return require(info.slice(0, colon))[info.slice(colon + 1)]();
}
function deserialize(object, data) { object[kDeserialize](data); }

module.exports = {
  mode, kUncloneable, kCloneable, kTransferable, kUntransferable, kClone, kTransfer, kTransferList, kDeserialize, markTransferMode, markUncloneable, markLazyTransfer, clone, transfer, transferList, create, deserialize,
};
