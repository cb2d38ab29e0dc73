'use strict';
// Members of public modules that do not exist yet: there to be seen, throwing ERR_METHOD_NOT_IMPLEMENTED when used.

const { codes: { ERR_METHOD_NOT_IMPLEMENTED } } = require('internal/errors');

function stubMethod(name) {
  return { [name]() { throw notImplemented(name); } }[name];
}
function stubClass(name) {
  return { [name]: class { constructor() { throw notImplemented(name); } } }[name];
}
function notImplemented(name) {
  return new ERR_METHOD_NOT_IMPLEMENTED(name);
}
// define puts stubs on target: functions, or classes for names with a capital letter.
function define(target, prefix, names) {
  for (const name of names) {
    const full = prefix ? `${prefix}.${name}` : name;
    const fn = /^[A-Z]/.test(name) ? stubClass(full) : stubMethod(full);
    Object.defineProperty(fn, 'name', { value: name });
    target[name] = fn;
  }
  return target;
}

module.exports = { define, notImplemented, stubClass, stubMethod };
