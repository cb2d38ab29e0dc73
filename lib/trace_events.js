'use strict';
// Module trace_events: categories are accepted, nothing is traced.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_TRACE_EVENTS_CATEGORY_REQUIRED } } = require('internal/errors');
const kInspect = Symbol.for('nodejs.util.inspect.custom');
const enabledTracings = new Set();

class Tracing {
  #categories; #enabled = false;
  constructor(categories) {
    this.#categories = categories;
  }
  enable() {
    this.#enabled = true;
    enabledTracings.add(this);
  }
  disable() {
    this.#enabled = false;
    enabledTracings.delete(this);
  }
  get enabled() { return this.#enabled; }
  get categories() { return this.#categories.join(','); }
  [kInspect](depth, opts) {
    if (typeof depth === 'number' && depth < 0) return this;
    return `Tracing ${require('internal/util/inspect').inspect({ enabled: this.enabled, categories: this.categories }, opts)}`;
  }
}

function createTracing(options) {
  if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  if (!Array.isArray(options.categories)) throw new ERR_INVALID_ARG_TYPE('options.categories', 'string[]', options.categories);
  options.categories.forEach((c, i) => { if (typeof c !== 'string') throw new ERR_INVALID_ARG_TYPE(`options.categories[${i}]`, 'string', c); });
  if (options.categories.length <= 0) throw new ERR_TRACE_EVENTS_CATEGORY_REQUIRED();
  return new Tracing(options.categories.slice());
}
function getEnabledCategories() {
  const set = new Set();
  for (const t of enabledTracings) for (const c of t.categories.split(',')) set.add(c);
  return set.size === 0 ? undefined : [...set].sort().join(',');
}

module.exports = { createTracing, getEnabledCategories };
