'use strict';
// module.registerHooks(): synchronous resolve and load hooks of both module systems. Hooks registered last run first.

const {
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_PROPERTY_VALUE, ERR_INVALID_RETURN_VALUE, ERR_LOADER_CHAIN_INCOMPLETE },
} = require('internal/errors');

const resolveHooks = [];
const loadHooks = [];

class ModuleHooks {
  constructor(resolve, load) {
    this.resolve = resolve;
    this.load = load;
    if (resolve) resolveHooks.push(this);
    if (load) loadHooks.push(this);
    Object.freeze(this);
  }
  deregister() {
    remove(resolveHooks, this);
    remove(loadHooks, this);
  }
}
function remove(list, item) {
  const i = list.indexOf(item);
  if (i !== -1) list.splice(i, 1);
}

function registerHooks(hooks) {
  const { resolve, load } = hooks;
  if (resolve !== undefined && typeof resolve !== 'function') throw new ERR_INVALID_ARG_TYPE('hooks.resolve', 'function', resolve);
  if (load !== undefined && typeof load !== 'function') throw new ERR_INVALID_ARG_TYPE('hooks.load', 'function', load);
  return new ModuleHooks(resolve, load);
}

function chain(list, name, defaultStep, validate, initialContext) {
  function step(i) {
    return (arg, context) => {
      const merged = context === undefined ? { ...initialContext } : { ...initialContext, ...context };
      if (i < 0) return defaultStep(arg, merged);
      let nextCalled = false;
      const next = (a, c) => {
        nextCalled = true;
        return step(i - 1)(a, c);
      };
      const result = list[i][name](arg, merged, next);
      if (result === null || typeof result !== 'object') throw new ERR_INVALID_RETURN_VALUE('an object', `${name} hook`, result);
      if (!nextCalled && !result.shortCircuit) throw new ERR_LOADER_CHAIN_INCOMPLETE(name);
      validate(result);
      return result;
    };
  }
  return step(list.length - 1);
}

function validateResolve(result) {
  const { url, format } = result;
  if (typeof url !== 'string') throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', 'resolve', 'url', url);
  if (format != null && typeof format !== 'string') throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', 'resolve', 'format', format);
}
function validateLoad(result) {
  const { format, source } = result;
  if (format != null && typeof format !== 'string') throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', 'load', 'format', format);
  if (source != null && typeof source !== 'string' && !ArrayBuffer.isView(source) && !(source instanceof ArrayBuffer)) {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', 'load', 'source', source);
  }
}

function runResolve(specifier, parentURL, conditions, importAttributes, defaultStep) {
  const context = { conditions: [...conditions], importAttributes: importAttributes ?? { __proto__: null }, parentURL };
  return chain(resolveHooks, 'resolve', defaultStep, validateResolve, context)(specifier, context);
}
function runLoad(url, format, conditions, importAttributes, defaultStep) {
  const context = { format, conditions: [...conditions], importAttributes: importAttributes ?? { __proto__: null } };
  return chain(loadHooks, 'load', defaultStep, validateLoad, context)(url, context);
}

module.exports = {
  registerHooks,
  runResolve,
  runLoad,
  hasResolveHooks: () => resolveHooks.length > 0,
  hasLoadHooks: () => loadHooks.length > 0,
};
