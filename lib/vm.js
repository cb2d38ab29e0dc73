'use strict';
// Module vm.

const binding = internalBinding('contextify');
const { ContextifyScript } = binding;
const {
  codes: { ERR_INVALID_ARG_TYPE },
} = require('internal/errors');
const {
  validateArray, validateBoolean, validateBuffer, validateInt32, validateObject, validateOneOf, validateString, validateStringArray, validateUint32,
} = require('internal/validators');

const constants = Object.freeze({
  __proto__: null,
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
});
let contextCounter = 0;

function isContext(object) {
  validateObject(object, 'object', require('internal/validators').kValidateObjectAllowObjects);
  return binding.isContext(object);
}

function registerImport(referrer, importModuleDynamically, filename, name) {
  const { registerDynamicImport } = require('internal/modules/esm/utils');
  if (importModuleDynamically === undefined) {
    registerDynamicImport(referrer, null);
    return;
  }
  if (importModuleDynamically === constants.USE_MAIN_CONTEXT_DEFAULT_LOADER) {
    require('internal/util').emitExperimentalWarning('vm.USE_MAIN_CONTEXT_DEFAULT_LOADER');
    registerDynamicImport(referrer, /^(\/|[a-z][\w+.-]+:)/i.test(filename) ? filename : undefined);
    return;
  }
  if (typeof importModuleDynamically !== 'function')
    throw new ERR_INVALID_ARG_TYPE(`options.${name}`, 'function', importModuleDynamically);
  if (!require('internal/options').getOptionValue('--experimental-vm-modules')) {
    registerDynamicImport(referrer, async () => {
      const { codes: { ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG } } = require('internal/errors');
      throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING_FLAG();
    });
    return;
  }
  registerDynamicImport(referrer, async (specifier, owner, attributes, phase) => {
    const m = await importModuleDynamically(specifier, owner, attributes, phase === 1 ? 'source' : 'evaluation');
    const { isModuleNamespaceObject } = require('internal/util/types');
    if (isModuleNamespaceObject(m)) return m;
    const { Module, evaluateForImport } = require('internal/vm/module');
    if (!m || typeof m !== 'object' || !(m instanceof Module)) {
      const { codes: { ERR_VM_MODULE_NOT_MODULE } } = require('internal/errors');
      throw new ERR_VM_MODULE_NOT_MODULE();
    }
    return evaluateForImport(m);
  });
}

class Script extends ContextifyScript {
  constructor(code, options = {}) {
    code = `${code}`;
    if (typeof options === 'string') options = { filename: options };
    else validateObject(options, 'options');
    const { filename = 'evalmachine.<anonymous>', lineOffset = 0, columnOffset = 0, cachedData, produceCachedData = false, importModuleDynamically } = options;
    validateString(filename, 'options.filename');
    validateInt32(lineOffset, 'options.lineOffset');
    validateInt32(columnOffset, 'options.columnOffset');
    if (cachedData !== undefined && !ArrayBuffer.isView(cachedData))
      throw new ERR_INVALID_ARG_TYPE('options.cachedData', ['Buffer', 'TypedArray', 'DataView'], cachedData);
    validateBoolean(produceCachedData, 'options.produceCachedData');
    super(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, undefined);
    registerImport(this, importModuleDynamically, filename, 'importModuleDynamically');
  }
  runInThisContext(options) {
    const { breakOnSigint, args } = runArgs(null, options);
    if (breakOnSigint && process.listenerCount('SIGINT') > 0) return withoutSigint(super.runInContext, this, args);
    return super.runInContext(...args);
  }
  runInContext(contextifiedObject, options) {
    validateContext(contextifiedObject);
    const { breakOnSigint, args } = runArgs(contextifiedObject, options);
    if (breakOnSigint && process.listenerCount('SIGINT') > 0) return withoutSigint(super.runInContext, this, args);
    return super.runInContext(...args);
  }
  runInNewContext(contextObject, options) {
    const context = createContext(contextObject, contextOptions(options));
    return this.runInContext(context, options);
  }
}
function validateContext(contextifiedObject) {
  validateObject(contextifiedObject, 'contextifiedObject', require('internal/validators').kValidateObjectAllowObjects);
  if (!isContextSafe(contextifiedObject)) {
    throw new ERR_INVALID_ARG_TYPE('contextifiedObject', 'vm.Context', contextifiedObject);
  }
}
function isContextSafe(o) {
  return o !== null && (typeof o === 'object' || typeof o === 'function') && binding.isContext(o);
}
function runArgs(contextifiedObject, options = {}) {
  validateObject(options, 'options');
  let { timeout } = options;
  if (timeout === undefined) timeout = -1;
  else validateUint32(timeout, 'options.timeout', true);
  const { displayErrors = true, breakOnSigint = false } = options;
  validateBoolean(displayErrors, 'options.displayErrors');
  validateBoolean(breakOnSigint, 'options.breakOnSigint');
  return { breakOnSigint, args: [contextifiedObject, timeout, displayErrors, breakOnSigint, options[Symbol.for('vm.breakOnFirstLine')] ?? false] };
}
// Listeners of SIGINT are set aside while the script may be stopped by it.
function withoutSigint(fn, thisArg, args) {
  const listeners = process.listeners('SIGINT');
  process.removeAllListeners('SIGINT');
  try {
    return fn.apply(thisArg, args);
  } finally {
    for (const l of listeners) process.addListener('SIGINT', l);
  }
}
function contextOptions(options) {
  if (!options) return {};
  const { contextName, contextOrigin, contextCodeGeneration, microtaskMode } = options;
  if (contextName !== undefined) validateString(contextName, 'options.contextName');
  if (contextOrigin !== undefined) validateString(contextOrigin, 'options.contextOrigin');
  let codeGeneration;
  if (contextCodeGeneration !== undefined) {
    validateObject(contextCodeGeneration, 'options.contextCodeGeneration');
    const { strings, wasm } = contextCodeGeneration;
    if (strings !== undefined) validateBoolean(strings, 'options.contextCodeGeneration.strings');
    if (wasm !== undefined) validateBoolean(wasm, 'options.contextCodeGeneration.wasm');
    codeGeneration = { strings, wasm };
  }
  if (microtaskMode !== undefined) validateString(microtaskMode, 'options.microtaskMode');
  return { name: contextName, origin: contextOrigin, codeGeneration, microtaskMode };
}

function createContext(contextObject = {}, options = {}) {
  if (contextObject === constants.DONT_CONTEXTIFY) {
    validateObject(options, 'options');
    return binding.makeContext(contextObject, normalizeContextOptions(options), constants.DONT_CONTEXTIFY);
  }
  if (contextObject === null || (typeof contextObject !== 'object' && typeof contextObject !== 'function'))
    throw new ERR_INVALID_ARG_TYPE('contextObject', 'Object', contextObject);
  if (binding.isContext(contextObject)) return contextObject;
  validateObject(options, 'options');
  binding.makeContext(contextObject, normalizeContextOptions(options));
  return contextObject;
}
function normalizeContextOptions(options) {
  const { name = `VM Context ${++contextCounter}`, origin, codeGeneration, microtaskMode } = options;
  validateString(name, 'options.name');
  if (origin !== undefined) validateString(origin, 'options.origin');
  let strings = true;
  let wasm = true;
  if (codeGeneration !== undefined) {
    validateObject(codeGeneration, 'options.codeGeneration');
    ({ strings = true, wasm = true } = codeGeneration);
    validateBoolean(strings, 'options.codeGeneration.strings');
    validateBoolean(wasm, 'options.codeGeneration.wasm');
  }
  if (microtaskMode !== undefined) validateOneOf(microtaskMode, 'options.microtaskMode', ['afterEvaluate']);
  const out = { name, codeGeneration: { strings, wasm } };
  if (origin !== undefined) out.origin = origin;
  if (microtaskMode !== undefined) out.microtaskMode = microtaskMode;
  return out;
}

function createScript(code, options) {
  return new Script(code, options);
}
function withFilename(options) {
  return typeof options === 'string' ? { filename: options } : options;
}
function runInContext(code, contextifiedObject, options) {
  validateContext(contextifiedObject);
  options = typeof options === 'string' ? { filename: options } : { ...options };
  return createScript(code, options).runInContext(contextifiedObject, options);
}
function runInNewContext(code, contextObject, options) {
  options = withFilename(options);
  contextObject = createContext(contextObject, contextOptions(options));
  options = { ...options };
  return createScript(code, options).runInNewContext(contextObject, options);
}
function runInThisContext(code, options) {
  options = withFilename(options);
  return createScript(code, options).runInThisContext(options);
}

function compileFunction(code, params, options = {}) {
  validateString(code, 'code');
  validateObject(options, 'options');
  if (params !== undefined) validateStringArray(params, 'params');
  const { filename = '', columnOffset = 0, lineOffset = 0, cachedData, produceCachedData = false, parsingContext, contextExtensions = [], importModuleDynamically } = options;
  validateString(filename, 'options.filename');
  validateInt32(columnOffset, 'options.columnOffset');
  validateInt32(lineOffset, 'options.lineOffset');
  if (cachedData !== undefined) validateBuffer(cachedData, 'options.cachedData');
  validateBoolean(produceCachedData, 'options.produceCachedData');
  if (parsingContext !== undefined && !isContextSafe(parsingContext)) throw new ERR_INVALID_ARG_TYPE('options.parsingContext', 'Context', parsingContext);
  validateArray(contextExtensions, 'options.contextExtensions');
  for (let i = 0; i < contextExtensions.length; i++) validateObject(contextExtensions[i], `options.contextExtensions[${i}]`, require('internal/validators').kValidateObjectAllowNullable);
  const result = binding.compileFunction(code, filename, lineOffset, columnOffset, cachedData, produceCachedData, parsingContext, contextExtensions, params);
  const fn = result.function;
  if (produceCachedData) {
    fn.cachedDataProduced = result.cachedDataProduced ?? false;
    if (result.cachedData !== undefined) fn.cachedData = result.cachedData;
  }
  if (cachedData !== undefined) fn.cachedDataRejected = result.cachedDataRejected ?? true;
  registerImport(fn, importModuleDynamically, filename, 'importModuleDynamically');
  return fn;
}

function measureMemory(options = {}) {
  require('internal/util').emitExperimentalWarning?.('vm.measureMemory');
  validateObject(options, 'options');
  const { mode = 'summary', execution = 'default' } = options;
  validateOneOf(mode, 'options.mode', ['summary', 'detailed']);
  validateOneOf(execution, 'options.execution', ['default', 'eager']);
  return Promise.resolve(binding.measureMemory()).then((measured) => {
    const shape = (bytes) => ({ __proto__: null, jsMemoryEstimate: bytes, jsMemoryRange: [bytes, measured.limit] });
    const [current, ...others] = measured.contexts;
    const total = { jsMemoryEstimate: measured.used, jsMemoryRange: [measured.used, measured.limit] };
    if (mode === 'summary') return { total };
    return { total, current: shape(current), other: others.map(shape) };
  });
}

module.exports = {
  Script,
  createContext,
  createScript,
  runInContext,
  runInNewContext,
  runInThisContext,
  isContext,
  compileFunction,
  measureMemory,
  constants,
};
if (require('internal/options').getOptionValue('--experimental-vm-modules')) {
  Object.assign(module.exports, require('internal/vm/module').publicClasses);
}
