'use strict';
const vm = require('vm');
const kUninstantiated = 0, kInstantiating = 1, kInstantiated = 2, kEvaluating = 3, kEvaluated = 4, kErrored = 5;
module.exports = (h) => {
  const toWrap = new WeakMap();
  const out = {
    kUninstantiated, kInstantiating, kInstantiated, kEvaluating, kEvaluated, kErrored,
    dynamicCallback: undefined, metaCallback: undefined,
    setImportModuleDynamicallyCallback(fn) { out.dynamicCallback = fn; },
    setInitializeImportMetaObjectCallback(fn) { out.metaCallback = fn; },
  };
  out.ModuleWrap = class ModuleWrap {
    #m; #linked = false; #instantiated = false; #children = [];
    constructor(url, a, b, c, context) {
      this.url = url;
      this.context = context;
      if (Array.isArray(a)) {
        this.synthetic = true;
        const self = this;
        this.#m = new vm.SyntheticModule(a, function() { b.call(self); }, { identifier: url, context });
      } else {
        this.#m = new vm.SourceTextModule(a, {
          identifier: url, lineOffset: b, columnOffset: c, context,
          initializeImportMeta: (meta) => out.metaCallback(this, meta),
          importModuleDynamically: (s, _r, attributes) => out.dynamicCallback(this, url, s, attributes, 2),
        });
      }
      toWrap.set(this.#m, this);
    }
    getModuleRequests() {
      return this.synthetic ? [] : this.#m.moduleRequests.map((r) => ({ specifier: r.specifier, attributes: r.attributes, phase: r.phase }));
    }
    link(wraps) {
      this.#children = wraps;
      if (!this.synthetic) this.#m.linkRequests(wraps.map((w) => w.#m));
      this.#linked = true;
    }
    instantiate() { if (!this.#instantiated) { if (!this.synthetic) this.#m.instantiate(); this.#instantiated = true; } }
    evaluate(timeout, breakOnSigint) {
      const inst = (w, seen) => { if (seen.has(w)) return; seen.add(w); w.#instantiated = true; for (const c of w.#children) inst(c, seen); };
      inst(this, new Set());
      if (this.#m.status === 'unlinked' && this.synthetic) { /* nothing to link */ }
      const o = {};
      if (timeout > 0) o.timeout = timeout;
      if (breakOnSigint) o.breakOnSigint = true;
      return this.#m.evaluate(o);
    }
    getNamespace() { return this.#m.namespace; }
    getStatus() {
      switch (this.#m.status) {
        case 'unlinked': return this.#instantiated ? kInstantiated : kUninstantiated;
        case 'linking': return kInstantiating;
        case 'linked': return this.#instantiated ? kInstantiated : kUninstantiated;
        case 'evaluating': return kEvaluating;
        case 'evaluated': return kEvaluated;
        default: return kErrored;
      }
    }
    getError() { return this.#m.error; }
    setExport(name, value) { this.#m.setExport(name, value); }
    hasTopLevelAwait() { return this.synthetic ? false : this.#m.hasTopLevelAwait(); }
    isGraphAsync(seen = new Set()) {
      if (seen.has(this)) return false;
      seen.add(this);
      return this.hasTopLevelAwait() || this.#children.some((c) => c.isGraphAsync(seen));
    }
  };
  void h;
  return out;
};
