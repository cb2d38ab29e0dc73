'use strict';
// Module node:test/reporters.

const get = (name) => require('internal/test_runner/reporters')[name];
Object.defineProperties(module.exports, {
  __proto__: null,
  dot: { __proto__: null, configurable: true, enumerable: true, get() { return get('dot'); } },
  junit: { __proto__: null, configurable: true, enumerable: true, get() { return get('junit'); } },
  spec: {
    __proto__: null, configurable: true, enumerable: true,
    get() {
      const Spec = get('SpecReporter');
      function spec(...args) { return new Spec(...args); }
      spec.prototype = Spec.prototype;
      return spec;
    },
  },
  tap: { __proto__: null, configurable: true, enumerable: true, get() { return get('tap'); } },
  lcov: {
    __proto__: null, configurable: true, enumerable: true,
    get() {
      const Lcov = get('LcovReporter');
      function lcov(...args) { return new Lcov(...args); }
      lcov.prototype = Lcov.prototype;
      return lcov;
    },
  },
});
