'use strict';
// module.register() and --experimental-loader: asynchronous resolve and load hooks of import. They run on this thread, in a module
// graph of their own (see ModuleLoader.hooksLoader), the one registered last first.

const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_RETURN_PROPERTY_VALUE,
    ERR_INVALID_RETURN_VALUE,
    ERR_LOADER_CHAIN_INCOMPLETE,
  },
} = require('internal/errors');
const { isAnyArrayBuffer, isArrayBufferView } = require('internal/util/types');

let warnedAssertions = false;
function warnImportAssertions() {
  if (warnedAssertions) return;
  warnedAssertions = true;
  process.emitWarning('Use `importAttributes` instead of `importAssertions`', 'ExperimentalWarning');
}
// importAssertions is the old name of importAttributes: it works, with a warning.
function withAssertionAlias(context) {
  return Object.defineProperty(context, 'importAssertions', {
    __proto__: null, configurable: true, enumerable: false,
    get() {
      warnImportAssertions();
      return this.importAttributes;
    },
    set(value) {
      warnImportAssertions();
      this.importAttributes = value;
    },
  });
}
function mergeContext(context, given) {
  if (given === undefined || given === null || given === context) return context;
  for (const key of Object.keys(given)) {
    if (key === 'importAssertions' && given.importAttributes === undefined) {
      warnImportAssertions();
      context.importAttributes = given[key];
    } else if (key !== 'importAssertions') {
      context[key] = given[key];
    }
  }
  return context;
}

function isURLString(s) {
  return require('internal/url').URL.canParse(s);
}

class AsyncHooks {
  // chains of { fn, url }, the default step first
  constructor(defaultResolve, defaultLoad) {
    this.resolveChain = [{ fn: defaultResolve, url: 'node:internal/modules/esm/resolve' }];
    this.loadChain = [{ fn: defaultLoad, url: 'node:internal/modules/esm/load' }];
  }
  add(url, { resolve, load }) {
    if (resolve) this.resolveChain.push({ fn: resolve, url });
    if (load) this.loadChain.push({ fn: load, url });
  }

  async resolve(specifier, parentURL, importAttributes, conditions) {
    const context = withAssertionAlias({ conditions, importAttributes: { __proto__: null, ...importAttributes }, parentURL });
    const { output, id } = await runChain(this.resolveChain, 'resolve', 'nextResolve', specifier, context, (where, next, ctx) => {
      if (typeof next !== 'string' && !require('internal/url').isURL(next)) throw new ERR_INVALID_ARG_TYPE(`${where} specifier`, 'string', next);
      checkContext(where, ctx);
    });
    if (output.importAssertions !== undefined && output.importAttributes === undefined) {
      warnImportAssertions();
      output.importAttributes = output.importAssertions;
    }
    const { url, format, importAttributes: attributes } = output;
    if (typeof url !== 'string' || !isURLString(url)) throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a URL string', id, 'url', url);
    if (attributes != null && typeof attributes !== 'object') {
      throw new ERR_INVALID_RETURN_PROPERTY_VALUE('an object', id, 'importAttributes', attributes);
    }
    if (format != null && typeof format !== 'string') throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', id, 'format', format);
    return { __proto__: null, url, format, importAttributes: attributes ?? importAttributes };
  }

  async load(url, format, importAttributes, conditions) {
    const context = withAssertionAlias({ format, conditions, importAttributes: { __proto__: null, ...importAttributes } });
    const { output, id } = await runChain(this.loadChain, 'load', 'nextLoad', url, context, (where, next, ctx) => {
      if (typeof next !== 'string') throw new ERR_INVALID_ARG_TYPE(`${where} url`, 'string', next);
      if (!isURLString(next)) throw new ERR_INVALID_ARG_VALUE(`${where} url`, next, 'should be a URL string');
      checkContext(where, ctx);
    });
    const { format: loadedFormat, source } = output;
    if (loadedFormat != null && typeof loadedFormat !== 'string') {
      throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string', id, 'format', loadedFormat);
    }
    if (source != null && typeof source !== 'string' && !isAnyArrayBuffer(source) && !isArrayBufferView(source)) {
      throw new ERR_INVALID_RETURN_PROPERTY_VALUE('a string, an ArrayBuffer, or a TypedArray', id, 'source', source);
    }
    return { __proto__: null, format: loadedFormat, source, hook: id };
  }
}

function checkContext(where, context) {
  if (context !== undefined && (context === null || typeof context !== 'object' || Array.isArray(context))) {
    throw new ERR_INVALID_ARG_TYPE(`${where} context`, 'Object', context);
  }
}

// runChain calls the last hook of the chain; each gets a next() that calls the one before it.
async function runChain(chain, hookName, nextName, argument, context, checkArguments) {
  let shortCircuited = false;
  let finished = false;
  let current = chain.length - 1;
  const idOf = (i) => `${chain[i].url} '${hookName}'`;
  function makeNext(index) {
    // index: the hook that is called; -1 cannot happen, the default step does not call next.
    const next = async (arg0 = undefined, ctx = undefined) => {
      checkArguments(`${idOf(Math.min(index + 1, chain.length - 1))} hook's ${nextName}()`, arg0, ctx);
      mergeContext(context, ctx);
      return call(index, arg0);
    };
    Object.defineProperty(next, 'name', { value: nextName, configurable: true });
    return next;
  }
  async function call(index, arg0) {
    current = index;
    if (index === 0) finished = true;
    const { fn } = chain[index];
    const output = index === 0 ? await fn(arg0, context) : await fn(arg0, context, makeNext(index - 1));
    if (output === null || typeof output !== 'object') {
      throw new ERR_INVALID_RETURN_VALUE('an object', index === chain.length - 1 ? `${idOf(index)} hook's ${nextName}()` : `${idOf(index)} hook's ${nextName}()`, output);
    }
    if (output.shortCircuit === true) shortCircuited = true;
    return output;
  }
  const output = await call(chain.length - 1, argument);
  if (!finished && !shortCircuited) throw new ERR_LOADER_CHAIN_INCOMPLETE(idOf(current));
  return { output, id: idOf(current) };
}

module.exports = { AsyncHooks };
