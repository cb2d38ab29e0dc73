'use strict';
// Module module.

const { Module } = require('internal/modules/cjs/loader');
const { registerHooks } = require('internal/modules/customization_hooks');
const { findPackageJSON } = require('internal/modules/package_json_reader');
const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

Module.registerHooks = registerHooks;
if (Module.builtinModules === undefined) {
  Module.builtinModules = Object.freeze(require('internal/bootstrap/realm').BuiltinModule.getAllBuiltinModuleIds());
}
Module.register = function register(specifier, parentURL = undefined, options = undefined) {
  return require('internal/modules/esm/loader').getLoader().register(specifier, parentURL, options);
};

const compileCacheStatus = Object.freeze({ __proto__: null, FAILED: 0, ENABLED: 1, ALREADY_ENABLED: 2, DISABLED: 3 });
Module.constants = Object.freeze({ __proto__: null, compileCacheStatus });
Module.enableCompileCache = function enableCompileCache(options) {
  // Code is kept in the image and by the engine: there is no cache on disk.
  if (options !== undefined && typeof options !== 'string' && (options === null || typeof options !== 'object'))
    throw new ERR_INVALID_ARG_TYPE('cacheDir', 'string', options);
  return { __proto__: null, status: compileCacheStatus.DISABLED };
};
Module.findPackageJSON = findPackageJSON;
Module.flushCompileCache = function flushCompileCache() {};
Module.getCompileCacheDir = function getCompileCacheDir() { return undefined; };
Module.stripTypeScriptTypes = function stripTypeScriptTypes(code, options) {
  return require('internal/modules/typescript').stripTypeScriptTypes(code, options);
};
Module.findSourceMap = function findSourceMap(sourceURL) {
  return require('internal/source_map').findSourceMap(sourceURL);
};
Object.defineProperty(Module, 'SourceMap', {
  enumerable: true, configurable: true, get() { return require('internal/source_map').SourceMap; },
});
let sourceMaps = { enabled: false, nodeModules: false, generatedCode: false };
Module.getSourceMapsSupport = function getSourceMapsSupport() {
  return Object.freeze({ __proto__: null, ...sourceMaps });
};
Module.setSourceMapsSupport = function setSourceMapsSupport(enabled, options = {}) {
  if (typeof enabled !== 'boolean') throw new ERR_INVALID_ARG_TYPE('enabled', 'boolean', enabled);
  if (options === null || typeof options !== 'object' || Array.isArray(options)) throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const { nodeModules = false, generatedCode = false } = options;
  if (typeof nodeModules !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.nodeModules', 'boolean', nodeModules);
  if (typeof generatedCode !== 'boolean') throw new ERR_INVALID_ARG_TYPE('options.generatedCode', 'boolean', generatedCode);
  sourceMaps = { enabled, nodeModules, generatedCode };
  process.setSourceMapsEnabled(enabled);
};

module.exports = Module;
