'use strict';
// Histograms of perf_hooks: values in buckets of three significant digits.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kSkip = Symbol('kSkipThrow');
const kMaxDefault = Number.MAX_SAFE_INTEGER;

class Histogram {
  #counts = new Map(); // highest equivalent value -> count
  #figures; #lowest; #highest;
  #count = 0; #exceeds = 0; #min = Infinity; #max = 0; #sum = 0; #sumSquares = 0;
  #sorted;
  constructor(skip = undefined, lowest = 1, highest = kMaxDefault, figures = 3) {
    if (skip !== kSkip) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#lowest = lowest;
    this.#highest = highest;
    this.#figures = figures;
  }
  #bucket(v) {
    const limit = 2 * 10 ** this.#figures;
    let unit = 1;
    while (v / unit >= limit) unit *= 2;
    return Math.floor(v / unit) * unit + unit - 1;
  }
  static add(h, value, n = 1) {
    if (value > h.#highest) {
      h.#exceeds += n;
      return;
    }
    const b = h.#bucket(value);
    h.#counts.set(b, (h.#counts.get(b) ?? 0) + n);
    h.#count += n;
    if (value < h.#min) h.#min = value;
    if (b > h.#max) h.#max = b;
    h.#sum += value * n;
    h.#sumSquares += value * value * n;
    h.#sorted = undefined;
  }
  static merge(a, b) {
    for (const [v, n] of b.#counts) Histogram.add(a, v, n);
    a.#exceeds += b.#exceeds;
  }
  static dump(h) {
    return { lowest: h.#lowest, highest: h.#highest, figures: h.#figures, counts: [...h.#counts], exceeds: h.#exceeds };
  }
  get count() { return this.#count; }
  get countBigInt() { return BigInt(this.#count); }
  get exceeds() { return this.#exceeds; }
  get exceedsBigInt() { return BigInt(this.#exceeds); }
  get min() { return this.#count === 0 ? 9223372036854776000 : this.#min; }
  get minBigInt() { return this.#count === 0 ? 9223372036854775807n : BigInt(this.#min); }
  get max() { return this.#max; }
  get maxBigInt() { return BigInt(this.#max); }
  get mean() { return this.#count === 0 ? NaN : this.#sum / this.#count; }
  get stddev() {
    if (this.#count === 0) return NaN;
    const mean = this.#sum / this.#count;
    return Math.sqrt(Math.max(0, this.#sumSquares / this.#count - mean * mean));
  }
  #values() {
    return this.#sorted ??= [...this.#counts].sort((a, b) => a[0] - b[0]);
  }
  percentile(p) {
    validateNumber(p, 'percentile');
    if (!(p > 0 && p <= 100)) throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', p);
    if (this.#count === 0) return 0;
    const want = Math.max(1, Math.ceil(p / 100 * this.#count));
    let n = 0;
    for (const [v, c] of this.#values()) {
      n += c;
      if (n >= want) return v;
    }
    return this.#max;
  }
  percentileBigInt(p) { return BigInt(this.percentile(p)); }
  get percentiles() {
    const out = new Map();
    if (this.#count === 0) {
      out.set(100, 0);
      return out;
    }
    let p = 0;
    let step = 50;
    while (p < 100) {
      out.set(p, this.percentile(p === 0 ? 1e-9 : p));
      p += step;
      if (100 - p <= step / 2 || step > 100 - p) step = Math.max((100 - p) / 2, 0);
      step = (100 - p) / 2;
      if (step < 100 / this.#count / 4 || step < 0.01) break;
    }
    out.set(100, this.#max);
    return out;
  }
  get percentilesBigInt() {
    const out = new Map();
    for (const [k, v] of this.percentiles) out.set(k, BigInt(v));
    return out;
  }
  reset() {
    this.#counts.clear();
    this.#count = this.#exceeds = this.#max = this.#sum = this.#sumSquares = 0;
    this.#min = Infinity;
    this.#sorted = undefined;
  }
  toJSON() {
    return { count: this.count, min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, percentiles: Object.fromEntries(this.percentiles) };
  }
  [kInspect](depth, options) {
    const { inspect } = require('internal/util/inspect');
    return `Histogram ${inspect({ min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, count: this.count, percentiles: this.percentiles },
      { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
}
const { add, merge, dump } = Histogram;
delete Histogram.add;
delete Histogram.merge;
delete Histogram.dump;

class RecordableHistogram extends Histogram {
  #last;
  record(val) {
    if (typeof val === 'bigint') {
      add(this, Number(val));
      return;
    }
    if (!Number.isInteger(val)) throw new ERR_INVALID_ARG_TYPE('val', ['integer', 'bigint'], val);
    if (val < 1 || val > Number.MAX_SAFE_INTEGER) throw new ERR_OUT_OF_RANGE('val', 'a safe integer greater than 0', val);
    add(this, val);
  }
  recordDelta() {
    const t = process.hrtime.bigint();
    if (this.#last !== undefined) add(this, Math.max(1, Number(t - this.#last)));
    this.#last = t;
  }
  add(other) {
    if (!(other instanceof RecordableHistogram)) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    merge(this, other);
  }
}

function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = kMaxDefault, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new ERR_INVALID_ARG_TYPE('options.highest', `an integer of at least ${2n * BigInt(lowest)}`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kSkip, Number(lowest), Number(highest), figures);
}
function importHistogram(data) {
  validateObject(data, 'data');
  const h = new RecordableHistogram(kSkip, data.lowest, data.highest, data.figures);
  for (const [v, n] of data.counts ?? []) add(h, v, n);
  return h;
}
function createSlidingWindowHistogram() {
  throw require('internal/stub').notImplemented('createSlidingWindowHistogram()');
}

class IntervalHistogram extends Histogram {
  #timer; #last; #resolution;
  static make(resolution) {
    const h = new IntervalHistogram(kSkip, 1, 3.6e12, 3);
    h.#resolution = resolution;
    return h;
  }
  enable() {
    if (this.#timer !== undefined) return false;
    this.#last = process.hrtime.bigint();
    this.#timer = require('timers').setInterval(() => {
      const t = process.hrtime.bigint();
      const delay = Number(t - this.#last);
      this.#last = t;
      if (delay > 0) add(this, delay);
    }, this.#resolution);
    this.#timer.unref();
    return true;
  }
  disable() {
    if (this.#timer === undefined) return false;
    require('timers').clearInterval(this.#timer);
    this.#timer = undefined;
    return true;
  }
  [Symbol.dispose]() { this.disable(); }
}
const makeInterval = IntervalHistogram.make;
delete IntervalHistogram.make;
Object.defineProperty(IntervalHistogram, 'name', { value: 'ELDHistogram' });

function monitorEventLoopDelay(options = {}) {
  validateObject(options, 'options');
  const { resolution = 10 } = options;
  validateInteger(resolution, 'options.resolution', 1);
  return makeInterval(resolution);
}

module.exports = { Histogram, RecordableHistogram, createHistogram, createSlidingWindowHistogram, importHistogram, exportHistogram: dump, monitorEventLoopDelay };
