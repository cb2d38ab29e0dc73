'use strict';
// ByteLengthQueuingStrategy and CountQueuingStrategy.

const { codes: { ERR_INVALID_THIS, ERR_MISSING_OPTION, ERR_INVALID_ARG_TYPE } } = require('internal/errors');
const { kState, inspectAs, defineInterface } = require('internal/webstreams/util');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

function readInit(init) {
  if (init === null || (typeof init !== 'object' && typeof init !== 'function')) throw new ERR_INVALID_ARG_TYPE('init', 'Object', init);
  const { highWaterMark } = init;
  if (highWaterMark === undefined) throw new ERR_MISSING_OPTION('init.highWaterMark');
  return +highWaterMark;
}
// The size functions are the same for every object of the realm and are no constructors.
const byteLengthSize = { size(chunk) { return chunk.byteLength; } }.size;
const countSize = { size() { return 1; } }.size;

class ByteLengthQueuingStrategy {
  constructor(init) {
    this[kState] = { kind: 1, highWaterMark: readInit(init) };
  }
  get highWaterMark() {
    if (this?.[kState]?.kind !== 1) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return this[kState].highWaterMark;
  }
  get size() {
    if (this?.[kState]?.kind !== 1) throw new ERR_INVALID_THIS('ByteLengthQueuingStrategy');
    return byteLengthSize;
  }
  [kInspect](depth, options) {
    return inspectAs(this, this.constructor.name, { highWaterMark: this.highWaterMark }, depth, options);
  }
}
defineInterface(ByteLengthQueuingStrategy, ['highWaterMark', 'size']);

class CountQueuingStrategy {
  constructor(init) {
    this[kState] = { kind: 2, highWaterMark: readInit(init) };
  }
  get highWaterMark() {
    if (this?.[kState]?.kind !== 2) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return this[kState].highWaterMark;
  }
  get size() {
    if (this?.[kState]?.kind !== 2) throw new ERR_INVALID_THIS('CountQueuingStrategy');
    return countSize;
  }
  [kInspect](depth, options) {
    return inspectAs(this, this.constructor.name, { highWaterMark: this.highWaterMark }, depth, options);
  }
}
defineInterface(CountQueuingStrategy, ['highWaterMark', 'size']);

module.exports = { ByteLengthQueuingStrategy, CountQueuingStrategy };
