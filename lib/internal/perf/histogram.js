'use strict';
// Histograms of perf_hooks: values in buckets that keep a number of significant digits.

const { codes: { ERR_ILLEGAL_CONSTRUCTOR, ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_OUT_OF_RANGE } } = require('internal/errors');
const { validateInteger, validateNumber, validateObject } = require('internal/validators');
const { kClone, kDeserialize, kCloneable, markTransferMode } = require('internal/worker/js_transferable');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const kSkip = Symbol('kSkipThrow');
const kMaxDefault = Number.MAX_SAFE_INTEGER;

// Core is what a histogram and its clones in the same thread share.
class Core {
  constructor(lowest, highest, figures) {
    this.counts = new Map(); // highest equivalent value -> count
    this.figures = figures;
    this.lowest = lowest;
    this.highest = highest;
    this.count = 0;
    this.exceeds = 0;
    this.min = Infinity;
    this.max = 0;
    this.sum = 0;
    this.sumSquares = 0;
    this.sorted = undefined;
    this.id = 0;
  }
  bucket(v) {
    const limit = 2 * 10 ** this.figures;
    let unit = 1;
    while (v / unit >= limit) unit *= 2;
    return Math.floor(v / unit) * unit + unit - 1;
  }
  add(value, n = 1) {
    if (value > this.highest) {
      this.exceeds += n;
      return;
    }
    const b = this.bucket(value);
    this.counts.set(b, (this.counts.get(b) ?? 0) + n);
    this.count += n;
    if (value < this.min) this.min = value;
    if (b > this.max) this.max = b;
    this.sum += value * n;
    this.sumSquares += value * value * n;
    this.sorted = undefined;
  }
  merge(other) {
    for (const [v, n] of other.counts) this.add(v, n);
    this.exceeds += other.exceeds;
  }
  values() {
    return this.sorted ??= [...this.counts].sort((a, b) => a[0] - b[0]);
  }
  dump() {
    const { lowest, highest, figures, counts, exceeds, min } = this;
    return { lowest, highest, figures, counts: [...counts], exceeds, min: this.count === 0 ? undefined : min };
  }
  static from({ lowest, highest, figures, counts, exceeds = 0, min }) {
    const core = new Core(lowest, highest, figures);
    for (const [v, n] of counts ?? []) core.add(v, n);
    core.exceeds += exceeds;
    if (min !== undefined) core.min = min;
    return core;
  }
  percentile(p) {
    if (this.count === 0) return 0;
    const want = Math.max(1, Math.ceil(p / 100 * this.count));
    let n = 0;
    for (const [v, c] of this.values()) {
      n += c;
      if (n >= want) return v;
    }
    return this.max;
  }
  // percentiles steps through the values in ever smaller steps of the percentile, one per half of the distance to 100.
  percentiles() {
    const out = new Map();
    if (this.count === 0) {
      out.set(100, 0);
      return out;
    }
    const values = this.values();
    let p = 0;
    let seen = 0;
    for (let i = 0; i < values.length; i++) {
      const [v, c] = values[i];
      seen += c;
      const reached = 100 * seen / this.count;
      while (p <= reached) {
        out.set(p, v);
        const half = 2 ** (Math.floor(Math.log2(100 / (100 - p))) + 1);
        p += 100 / half;
        if (seen >= this.count || p >= 100) break;
      }
      if (seen >= this.count) break;
    }
    out.set(100, values[values.length - 1][0]);
    return out;
  }
}

const cores = new Map(); // id -> core, of what was cloned
let nextId = 1;
let thread;
function threadId() {
  return thread ??= require('worker_threads').threadId;
}

let coreOf;
let setCore;

class Histogram {
  #core;
  constructor(skip = undefined, core = undefined) {
    if (skip !== kSkip) throw new ERR_ILLEGAL_CONSTRUCTOR();
    this.#core = core;
  }
  static {
    coreOf = (h) => {
      if (h === null || typeof h !== 'object' || !(#core in h)) throw new ERR_INVALID_THIS('Histogram');
      return h.#core;
    };
    setCore = (h, core) => { h.#core = core; };
  }
  get count() { return coreOf(this).count; }
  get countBigInt() { return BigInt(coreOf(this).count); }
  get exceeds() { return coreOf(this).exceeds; }
  get exceedsBigInt() { return BigInt(coreOf(this).exceeds); }
  get min() {
    const c = coreOf(this);
    return c.count === 0 ? 9223372036854776000 : c.min;
  }
  get minBigInt() {
    const c = coreOf(this);
    return c.count === 0 ? 9223372036854775807n : BigInt(c.min);
  }
  get max() { return coreOf(this).max; }
  get maxBigInt() { return BigInt(coreOf(this).max); }
  get mean() {
    const c = coreOf(this);
    return c.count === 0 ? NaN : c.sum / c.count;
  }
  get stddev() {
    const c = coreOf(this);
    if (c.count === 0) return NaN;
    const mean = c.sum / c.count;
    return Math.sqrt(Math.max(0, c.sumSquares / c.count - mean * mean));
  }
  percentile(p) {
    const c = coreOf(this);
    validateNumber(p, 'percentile');
    if (!(p > 0 && p <= 100)) throw new ERR_OUT_OF_RANGE('percentile', '> 0 && <= 100', p);
    return c.percentile(p);
  }
  percentileBigInt(p) { return BigInt(this.percentile(p)); }
  get percentiles() { return coreOf(this).percentiles(); }
  get percentilesBigInt() {
    const out = new Map();
    for (const [k, v] of coreOf(this).percentiles()) out.set(k, BigInt(v));
    return out;
  }
  reset() {
    const c = coreOf(this);
    c.counts.clear();
    c.count = c.exceeds = c.max = c.sum = c.sumSquares = 0;
    c.min = Infinity;
    c.sorted = undefined;
  }
  toJSON() {
    return { count: this.count, min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, percentiles: Object.fromEntries(this.percentiles) };
  }
  [kInspect](depth, options) {
    if (depth < 0) return options?.stylize?.(`[${this.constructor.name}]`, 'special') ?? this;
    const { inspect } = require('internal/util/inspect');
    return `Histogram ${inspect({ min: this.min, max: this.max, mean: this.mean, exceeds: this.exceeds, stddev: this.stddev, count: this.count, percentiles: this.percentiles },
      { ...options, depth: options.depth == null ? null : options.depth - 1 })}`;
  }
  // A clone in the same thread shows the same values; in another one it is a copy.
  [kClone]() {
    const core = coreOf(this);
    if (core.id === 0) {
      core.id = nextId++;
      cores.set(core.id, new WeakRef(core));
    }
    return {
      data: { id: core.id, thread: threadId(), dump: core.dump() },
      deserializeInfo: `internal/perf/histogram:${this instanceof RecordableHistogram ? 'clonedRecordable' : 'cloned'}`,
    };
  }
}
markTransferMode(Histogram.prototype, kCloneable);

function shell(h) {
  Object.defineProperty(h, kDeserialize, {
    __proto__: null, configurable: true,
    value({ id, thread: from, dump }) {
      delete this[kDeserialize];
      const shared = from === threadId() ? cores.get(id)?.deref() : undefined;
      setCore(this, shared ?? Core.from(dump));
    },
  });
  return h;
}
function cloned() { return shell(new Histogram(kSkip)); }
function clonedRecordable() { return shell(new RecordableHistogram(kSkip)); }

class RecordableHistogram extends Histogram {
  #last;
  record(val) {
    const core = coreOf(this);
    if (typeof val === 'bigint') {
      core.add(Number(val));
      return;
    }
    if (!Number.isInteger(val)) throw new ERR_INVALID_ARG_TYPE('val', ['integer', 'bigint'], val);
    if (val < 1 || val > Number.MAX_SAFE_INTEGER) throw new ERR_OUT_OF_RANGE('val', 'a safe integer greater than 0', val);
    core.add(val);
  }
  recordDelta() {
    const core = coreOf(this);
    const t = process.hrtime.bigint();
    if (this.#last !== undefined) core.add(Math.max(1, Number(t - this.#last)));
    this.#last = t;
  }
  add(other) {
    if (!(other instanceof RecordableHistogram)) throw new ERR_INVALID_ARG_TYPE('other', 'RecordableHistogram', other);
    coreOf(this).merge(coreOf(other));
  }
}

function createHistogram(options = {}) {
  validateObject(options, 'options');
  const { lowest = 1, highest = kMaxDefault, figures = 3 } = options;
  if (typeof lowest !== 'bigint') validateInteger(lowest, 'options.lowest', 1, Number.MAX_SAFE_INTEGER);
  if (typeof highest !== 'bigint') validateInteger(highest, 'options.highest', 2 * Number(lowest), Number.MAX_SAFE_INTEGER);
  else if (highest < 2n * BigInt(lowest)) throw new ERR_INVALID_ARG_TYPE('options.highest', `an integer of at least ${2n * BigInt(lowest)}`, highest);
  validateInteger(figures, 'options.figures', 1, 5);
  return new RecordableHistogram(kSkip, new Core(Number(lowest), Number(highest), figures));
}
function importHistogram(data) {
  validateObject(data, 'data');
  return new RecordableHistogram(kSkip, Core.from(data));
}
function createSlidingWindowHistogram() {
  throw require('internal/stub').notImplemented('createSlidingWindowHistogram()');
}

class IntervalHistogram extends Histogram {
  #timer; #last; #resolution;
  static make(resolution) {
    const h = new IntervalHistogram(kSkip, new Core(1, 3.6e12, 3));
    h.#resolution = resolution;
    return h;
  }
  enable() {
    if (this.#timer !== undefined) return false;
    const core = coreOf(this);
    this.#last = process.hrtime.bigint();
    this.#timer = require('timers').setInterval(() => {
      const t = process.hrtime.bigint();
      const delay = Number(t - this.#last);
      this.#last = t;
      if (delay > 0) core.add(delay);
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

module.exports = {
  Histogram, RecordableHistogram, createHistogram, createSlidingWindowHistogram, importHistogram, exportHistogram: (h) => coreOf(h).dump(), monitorEventLoopDelay, cloned,
  clonedRecordable,
};
