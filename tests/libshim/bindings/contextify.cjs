'use strict';
const vm = require('vm');
const { containsModuleSyntax } = require('internal/test/binding').internalBinding('contextify');
module.exports = (h) => {
  // import() inside compiled code goes to the callback that our library registered.
  const dyn = (ref) => async (specifier, _r, attributes) => {
    const mw = h.internalBinding('module_wrap');
    return mw.dynamicCallback(ref.it, ref.name, specifier, attributes, 2);
  };
  class ContextifyScript {
    #script;
    constructor(code, filename, lineOffset, columnOffset, cachedData, produceCachedData) {
      const ref = { it: this, name: filename };
      this.#script = new vm.Script(code, { filename, lineOffset, columnOffset, cachedData, produceCachedData, importModuleDynamically: dyn(ref) });
      this.cachedDataRejected = this.#script.cachedDataRejected;
      this.sourceMapURL = this.#script.sourceMapURL;
    }
    runInContext(context, timeout, displayErrors, breakOnSigint) {
      const o = { displayErrors, breakOnSigint };
      if (timeout > 0) o.timeout = timeout;
      return context === null ? this.#script.runInThisContext(o) : this.#script.runInContext(context, o);
    }
    createCachedData() { return this.#script.createCachedData(); }
  }
  const compile = (code, params, filename, o = {}) => {
    const ref = { it: undefined, name: filename };
    const fn = vm.compileFunction(code, params, { filename, ...o, importModuleDynamically: dyn(ref) });
    ref.it = fn;
    return fn;
  };
  return {
    ContextifyScript,
    compileFunctionForCJSLoader: (source, filename) => compile(source.startsWith('#!') ? '//' + source : source, ['exports', 'require', 'module', '__filename', '__dirname'], filename),
    containsModuleSyntax: (source, filename) => containsModuleSyntax(source, filename),
    compileFunction(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, contextExtensions, params) {
      return { function: compile(code, params ?? [], filename, { lineOffset, columnOffset, parsingContext, contextExtensions }) };
    },
    makeContext: (obj, o) => vm.createContext(obj, o),
    isContext: (o) => vm.isContext(o),
    measureMemory: () => undefined,
  };
};
