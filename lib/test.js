'use strict';
// Module node:test.

const harness = require('internal/test_runner/harness');
const { test, suite, before, after, beforeEach, afterEach } = harness;

module.exports = test;
Object.assign(module.exports, {
  after,
  afterEach,
  before,
  beforeEach,
  describe: suite,
  getTestContext: harness.getTestContext,
  it: test,
  run(options) {
    return require('internal/test_runner/runner').run(options);
  },
  suite,
  test,
});
let mock;
let snapshot;
const lazy = (name, get) => Object.defineProperty(module.exports, name, { __proto__: null, configurable: true, enumerable: true, get });
lazy('mock', () => mock ??= new (require('internal/test_runner/mock').MockTracker)());
lazy('snapshot', () => {
  if (snapshot === undefined) {
    const { setDefaultSnapshotSerializers, setResolveSnapshotPath } = require('internal/test_runner/snapshot');
    snapshot = { __proto__: null, setDefaultSnapshotSerializers, setResolveSnapshotPath };
  }
  return snapshot;
});
lazy('assert', () => harness.assert);
