'use strict';
// vm.Module, vm.SourceTextModule, vm.SyntheticModule (--experimental-vm-modules).

const { ModuleWrap, kUninstantiated, kInstantiating, kInstantiated, kEvaluating, kEvaluated, kErrored } = internalBinding('module_wrap');
const {
  codes: {
    ERR_INVALID_ARG_TYPE, ERR_INVALID_THIS, ERR_VM_MODULE_CACHED_DATA_REJECTED, ERR_MODULE_LINK_MISMATCH, ERR_VM_MODULE_ALREADY_LINKED, ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA,
    ERR_VM_MODULE_DIFFERENT_CONTEXT, ERR_VM_MODULE_LINK_FAILURE, ERR_VM_MODULE_NOT_MODULE, ERR_VM_MODULE_STATUS,
  },
} = require('internal/errors');
const { validateArray, validateFunction, validateInt32, validateObject, validateString, validateBoolean, validateUint32 } = require('internal/validators');
const { isModuleNamespaceObject } = require('internal/util/types');
const kInspect = Symbol.for('nodejs.util.inspect.custom');

const sourceOf = new WeakMap();
// Modules without an identifier are numbered, in each context from 0.
let mainContextModules = 0;
const contextModules = new WeakMap();
function nextIdentifier(context) {
  if (context === undefined) return `vm:module(${mainContextModules++})`;
  const n = contextModules.get(context) ?? 0;
  contextModules.set(context, n + 1);
  return `vm:module(${n})`;
}
function isCachedDataOf(data, sourceText) {
  return internalBinding('contextify').isCachedDataOf(data, sourceText);
}
const wrapOf = new WeakMap();
const contextOf = new WeakMap();
const linkingOf = new WeakMap();

function wrapOfThis(self, name) {
  const wrap = wrapOf.get(self);
  if (wrap === undefined) throw new ERR_INVALID_THIS(name);
  return wrap;
}
function statusName(wrap, linking) {
  if (wrap === undefined) return 'unlinked';
  switch (wrap.getStatus()) {
    case kUninstantiated: return linking === 'linked' ? 'linked' : linking === 'linking' ? 'linking' : 'unlinked';
    case kInstantiating: return 'linking';
    case kInstantiated: return 'linked';
    case kEvaluating: return 'evaluating';
    case kEvaluated: return 'evaluated';
    case kErrored: return 'errored';
    default: return 'unlinked';
  }
}

const kEvaluate = Symbol('evaluate');

class Module {
  constructor(options) {
    if (new.target === Module) throw new TypeError('Module is not a constructor');
    const { context, identifier } = options;
    if (context !== undefined) {
      validateObject(context, 'context');
      if (!internalBinding('contextify').isContext(context)) throw new ERR_INVALID_ARG_TYPE('options.context', 'vm.Context', context);
    }
    if (identifier !== undefined) validateString(identifier, 'options.identifier');
    contextOf.set(this, context);
  }
  get identifier() {
    return wrapOfThis(this, 'Module').url;
  }
  get context() {
    wrapOfThis(this, 'Module');
    return contextOf.get(this);
  }
  get status() {
    return statusName(wrapOfThis(this, 'Module'), linkingOf.get(this));
  }
  get namespace() {
    const wrap = wrapOfThis(this, 'Module');
    if (wrap.getStatus() < kInstantiated && linkingOf.get(this) !== 'linked') throw new ERR_VM_MODULE_STATUS('must not be unlinked or linking');
    return wrap.getNamespace();
  }
  get error() {
    const wrap = wrapOfThis(this, 'Module');
    if (wrap.getStatus() !== kErrored) throw new ERR_VM_MODULE_STATUS('must be errored');
    return wrap.getError();
  }
  async link(linker) {
    validateFunction(linker, 'linker');
    if (linkingOf.get(this) === 'linked' || this.status === 'linked') throw new ERR_VM_MODULE_ALREADY_LINKED();
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    await linkGraph(this, linker);
    wrapOfThis(this, 'Module').instantiate();
  }
  // The module's own promise is the result: a synchronous evaluation is settled when this returns.
  evaluate(options = {}) {
    try {
      return evaluateModule(this, options);
    } catch (e) {
      return Promise.reject(e);
    }
  }
  [kEvaluate](options) {
    validateObject(options, 'options');
    let { timeout } = options;
    if (timeout === undefined) timeout = -1;
    else validateUint32(timeout, 'options.timeout', true);
    const { breakOnSigint = false } = options;
    validateBoolean(breakOnSigint, 'options.breakOnSigint');
    const { status } = this;
    if (status !== 'linked' && status !== 'evaluated' && status !== 'errored' && !(this instanceof SyntheticModule && status === 'unlinked'))
      throw new ERR_VM_MODULE_STATUS('must be one of linked, evaluated, or errored');
    return wrapOfThis(this, 'Module').evaluate(timeout, breakOnSigint);
  }
  [kInspect](depth, options) {
    if (typeof depth === 'number' && depth < 0) return this;
    const { inspect } = require('internal/util/inspect');
    const o = Object.create(this.constructor.prototype);
    for (const key of ['status', 'identifier', 'context']) Object.defineProperty(o, key, { value: this[key], enumerable: true });
    return inspect(o, { ...options, customInspect: false });
  }
}

async function linkGraph(module, linker) {
  linkingOf.set(module, 'linking');
  const wrap = wrapOf.get(module);
  const requests = wrap.getModuleRequests();
  const children = [];
  try {
    // All requests of this module come before those of its dependencies.
    const modules = await Promise.all(requests.map(async ({ specifier, attributes }) => {
      const m = await linker(specifier, module, { attributes, assert: attributes });
      if (!m || typeof m !== 'object' || !wrapOf.has(m)) throw new ERR_VM_MODULE_NOT_MODULE();
      if (m.context !== module.context) throw new ERR_VM_MODULE_DIFFERENT_CONTEXT();
      if (m.status === 'errored') throw new ERR_VM_MODULE_LINK_FAILURE(`request for '${specifier}' resolved to an errored module`, m.error);
      return m;
    }));
    for (const m of modules) {
      if (m.status === 'unlinked') await linkGraph(m, linker);
      children.push(wrapOf.get(m));
    }
  } catch (e) {
    linkingOf.delete(module);
    throw e;
  }
  wrap.link(children);
  linkingOf.set(module, 'linked');
}

class SourceTextModule extends Module {
  constructor(sourceText, options = {}) {
    validateString(sourceText, 'sourceText');
    validateObject(options, 'options');
    super(options);
    const { lineOffset = 0, columnOffset = 0, initializeImportMeta, importModuleDynamically, context, identifier, cachedData } = options;
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (initializeImportMeta !== undefined) validateFunction(initializeImportMeta, 'options.initializeImportMeta');
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData)) throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    if (cachedData !== undefined && !isCachedDataOf(cachedData, sourceText)) throw new ERR_VM_MODULE_CACHED_DATA_REJECTED();
    const wrap = new ModuleWrap(identifier ?? nextIdentifier(context), sourceText, lineOffset, columnOffset, context);
    sourceOf.set(this, sourceText);
    wrapOf.set(this, wrap);
    const { registerDynamicImport, registerImportMeta } = require('internal/modules/esm/utils');
    registerImportMeta(wrap, (meta) => { initializeImportMeta?.(meta, this); });
    if (importModuleDynamically !== undefined && typeof importModuleDynamically !== 'function') {
      throw new ERR_INVALID_ARG_TYPE('options.importModuleDynamically', 'function', importModuleDynamically);
    }
    registerDynamicImport(wrap, importModuleDynamically === undefined ? null : async (specifier, owner, attributes) => {
      const m = await importModuleDynamically(specifier, this, attributes);
      if (isModuleNamespaceObject(m)) return m;
      if (m === null || typeof m !== 'object' || !wrapOf.has(m)) throw new ERR_VM_MODULE_NOT_MODULE();
      return evaluateForImport(m);
    });
  }
  get moduleRequests() {
    return Object.freeze(wrapOfThis(this, 'SourceTextModule').getModuleRequests().map(({ specifier, attributes, phase }) =>
      Object.freeze({ __proto__: null, specifier, attributes: Object.freeze({ __proto__: null, ...attributes }), phase: phase === 1 ? 'source' : 'evaluation' })));
  }
  get dependencySpecifiers() {
    return Object.freeze(this.moduleRequests.map((r) => r.specifier));
  }
  linkRequests(modules) {
    validateArray(modules, 'modules');
    if (this.status !== 'unlinked') throw new ERR_VM_MODULE_STATUS('must be unlinked');
    const wraps = modules.map((m) => {
      if (!wrapOf.has(m)) throw new ERR_VM_MODULE_NOT_MODULE();
      if (m.context !== this.context) throw new ERR_VM_MODULE_DIFFERENT_CONTEXT();
      return wrapOf.get(m);
    });
    if (wraps.length !== this.moduleRequests.length) throw new ERR_MODULE_LINK_MISMATCH(`Expected ${this.moduleRequests.length} modules, got ${modules.length}`);
    wrapOfThis(this, 'SourceTextModule').link(wraps);
    linkingOf.set(this, 'linked');
  }
  instantiate() {
    if (this.status === 'unlinked') throw new ERR_VM_MODULE_LINK_FAILURE('linkRequests() was not called');
    wrapOfThis(this, 'SourceTextModule').instantiate();
  }
  hasTopLevelAwait() {
    return wrapOfThis(this, 'SourceTextModule').hasTopLevelAwait();
  }
  hasAsyncGraph() {
    const { status } = this;
    if (status === 'unlinked' || status === 'linking' || wrapOfThis(this, 'SourceTextModule').getStatus() < kInstantiated) {
      throw new ERR_VM_MODULE_STATUS('must be instantiated');
    }
    return wrapOfThis(this, 'SourceTextModule').isGraphAsync();
  }
  createCachedData() {
    const { status } = this;
    if (status === 'evaluating' || status === 'evaluated' || status === 'errored') throw new ERR_VM_MODULE_CANNOT_CREATE_CACHED_DATA();
    return internalBinding('contextify').createCachedData(sourceOf.get(this));
  }
}

class SyntheticModule extends Module {
  constructor(exportNames, evaluateCallback, options = {}) {
    if (!Array.isArray(exportNames) || exportNames.some((e) => typeof e !== 'string'))
      throw new ERR_INVALID_ARG_TYPE('exportNames', 'Array of unique strings', exportNames);
    exportNames.forEach((name, i) => {
      if (exportNames.indexOf(name, i + 1) !== -1) {
        const { codes: { ERR_INVALID_ARG_VALUE } } = require('internal/errors');
        throw new ERR_INVALID_ARG_VALUE(`exportNames.${name}`, name, 'is duplicated');
      }
    });
    validateFunction(evaluateCallback, 'evaluateCallback');
    validateObject(options, 'options');
    super(options);
    const wrap = new ModuleWrap(options.identifier ?? nextIdentifier(options.context), exportNames, () => evaluateCallback.call(this), undefined, options.context);
    wrapOf.set(this, wrap);
    wrap.link([]);
    linkingOf.set(this, 'linked');
    wrap.instantiate();
  }
  async link() {
    // There is nothing to link.
  }
  setExport(name, value) {
    wrapOfThis(this, 'SyntheticModule');
    validateString(name, 'name');
    wrapOfThis(this, 'SyntheticModule').setExport(name, value);
  }
}

function evaluateModule(m, options) {
  return Module.prototype[kEvaluate].call(m, options);
}
async function evaluateForImport(m) {
  if (m.status === 'unlinked') {
    throw new ERR_VM_MODULE_STATUS('must not be unlinked');
  }
  await m.evaluate();
  return m.namespace;
}

module.exports = { Module, evaluateForImport, publicClasses: { Module, SourceTextModule, SyntheticModule } };
