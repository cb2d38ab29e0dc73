'use strict';
// Helpers of both module systems.

const { BuiltinModule } = require('internal/bootstrap/realm');
const pkg = require('internal/modules/package_json_reader');

let cjsConditions;
let cjsConditionsArray;
let esmConditions;

function initConditions() {
  const { getOptionValue } = require('internal/options');
  const user = getOptionValue('--conditions') ?? [];
  const addons = getOptionValue('--addons') === false ? [] : ['node-addons'];
  const sync = getOptionValue('--require-module') === false ? [] : ['module-sync'];
  const common = addons.concat(sync, user);
  cjsConditionsArray = ['require', 'node'].concat(common);
  cjsConditions = new Set(cjsConditionsArray);
  esmConditions = new Set(['node', 'import'].concat(common));
}
function getCjsConditions() {
  if (cjsConditions === undefined) initConditions();
  return cjsConditions;
}
function getCjsConditionsArray() {
  if (cjsConditions === undefined) initConditions();
  return cjsConditionsArray;
}
function getEsmConditions() {
  if (esmConditions === undefined) initConditions();
  return esmConditions;
}

function stripBOM(content) {
  return content.charCodeAt(0) === 0xFEFF ? content.slice(1) : content;
}

// loadBuiltinModule gives the BuiltinModule of an id that programs may require, loaded; undefined for others.
function loadBuiltinModule(id) {
  if (!BuiltinModule.canBeRequiredByUsers(id) && !(id.startsWith('internal/') && BuiltinModule.canBeRequiredWithoutScheme(id))) return undefined;
  const mod = BuiltinModule.map.get(id);
  if (mod === undefined) return undefined;
  mod.compileForPublicLoader();
  return mod;
}

function extname(filename) {
  const slash = filename.lastIndexOf('/');
  const base = slash < 0 ? filename : filename.slice(slash + 1);
  const dot = base.lastIndexOf('.');
  return dot <= 0 ? '' : base.slice(dot);
}

// getFormatOfFile: 'module', 'commonjs', 'json', ... by extension and package type; undefined when only the syntax can tell.
function getFormatOfFile(filename) {
  switch (extname(filename)) {
    case '.mjs': return 'module';
    case '.cjs': return 'commonjs';
    case '.json': return 'json';
    case '.wasm': return 'wasm';
    case '.node': return 'addon';
    case '.mts': return 'module-typescript';
    case '.cts': return 'commonjs-typescript';
    case '.js': {
      const type = pkg.getPackageType(filename);
      return type === 'none' ? undefined : type;
    }
    case '.ts': {
      const type = pkg.getPackageType(filename);
      return type === 'none' ? 'typescript' : `${type}-typescript`;
    }
    case '': {
      const type = pkg.getPackageType(filename);
      return type === 'none' ? undefined : type;
    }
    default: return null;
  }
}

function assertBufferOrString(body, allowString, hookName) {
  if (allowString && typeof body === 'string') return;
  const { isArrayBufferView, isAnyArrayBuffer } = require('internal/util/types');
  if (isArrayBufferView(body) || isAnyArrayBuffer(body)) return;
  const { codes: { ERR_INVALID_RETURN_PROPERTY_VALUE } } = require('internal/errors');
  throw new ERR_INVALID_RETURN_PROPERTY_VALUE(`${allowString ? 'string, ' : ''}array buffer, or typed array`, hookName, 'source', body);
}
function stringify(body) {
  if (typeof body === 'string') return body;
  assertBufferOrString(body, false, 'load');
  const { TextDecoder } = require('internal/encoding');
  return new TextDecoder().decode(body);
}

// urlOrPath of an error message: file URLs as paths.
function displayName(base) {
  if (typeof base === 'string' && base.startsWith('file:')) {
    try { return require('internal/url').fileURLToPath(base); } catch { return base; }
  }
  return base;
}

// reportDependency tells the process of --watch what was loaded.
let reportsDependencies;
function reportDependency(kind, name) {
  reportsDependencies ??= process.env.WATCH_REPORT_DEPENDENCIES !== undefined;
  if (reportsDependencies && process.send) process.send({ [kind]: [name] });
}

let startedUserCode = false;

module.exports = {
  getCjsConditions,
  getCjsConditionsArray,
  getEsmConditions,
  initConditions,
  stripBOM,
  loadBuiltinModule,
  extname,
  getFormatOfFile,
  stringify,
  displayName,
  reportDependency,
  hasStartedUserCJSExecution: () => startedUserCode,
  setHasStartedUserCJSExecution() { startedUserCode = true; },
};
