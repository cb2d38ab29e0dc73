'use strict';
// The CommonJS loader: class Module with the members that programs read and patch.

const { BuiltinModule } = require('internal/bootstrap/realm');
const binding = internalBinding('modules');
const { compileFunctionForCJSLoader, containsModuleSyntax } = internalBinding('contextify');
const helpers = require('internal/modules/helpers');
const pkg = require('internal/modules/package_json_reader');
const path = require('path');
const { stripBOM, getCjsConditions } = helpers;
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_MODULE_SPECIFIER,
    ERR_REQUIRE_ESM,
    ERR_UNKNOWN_BUILTIN_MODULE,
  },
} = require('internal/errors');

const kIsMainSymbol = Symbol('kIsMainSymbol');
const kIsExecuting = Symbol('kIsExecuting');
const kURL = Symbol('kURL');
const kFormat = Symbol('kFormat');
const kModuleSource = Symbol('kModuleSource');
const kESMJob = Symbol('kESMJob');
const kExportNames = Symbol('kExportNames');
const parentOf = new WeakMap();
const isPreloading = { value: false };

let hooksModule;
function customHooks() {
  return hooksModule ??= require('internal/modules/customization_hooks');
}

let statCache = null;
function stat(filename) {
  if (statCache !== null) {
    const r = statCache.get(filename);
    if (r !== undefined) return r;
  }
  const r = Module._stat === defaultStat ? binding.stat(filename) : Module._stat(filename);
  if (statCache !== null && r >= 0) statCache.set(filename, r);
  return r;
}
function defaultStat(filename) {
  return binding.stat(filename);
}

const realpathCache = new Map();
function toRealPath(p) {
  let r = realpathCache.get(p);
  if (r === undefined) realpathCache.set(p, r = binding.realpath(p));
  return r;
}

function Module(id = '', parent) {
  this.id = id;
  this.path = path.dirname(id);
  Object.defineProperty(this, 'exports', { value: {}, writable: true, enumerable: true, configurable: true });
  parentOf.set(this, parent);
  updateChildren(parent, this, false);
  this.filename = null;
  this.loaded = false;
  this.children = [];
}

function updateChildren(parent, child, scan) {
  const children = parent?.children;
  if (children && !(scan && children.includes(child))) children.push(child);
}

Module._stat = defaultStat;
Object.defineProperty(Module, '_stat', { enumerable: false });
Module._cache = { __proto__: null };
Module._pathCache = { __proto__: null };
Module._extensions = { __proto__: null };
Module.globalPaths = [];

let patched = false;
let wrap = function(script) {
  return Module.wrapper[0] + script + Module.wrapper[1];
};
const wrapper = ['(function (exports, require, module, __filename, __dirname) { ', '\n});'];
const wrapperProxy = new Proxy(wrapper, {
  set(target, property, value, receiver) {
    patched = true;
    return Reflect.set(target, property, value, receiver);
  },
  defineProperty(target, property, descriptor) {
    patched = true;
    return Object.defineProperty(target, property, descriptor);
  },
});
Object.defineProperty(Module, 'wrap', {
  enumerable: false, configurable: true,
  get() { return wrap; },
  set(value) {
    patched = true;
    wrap = value;
  },
});
Object.defineProperty(Module, 'wrapper', {
  enumerable: false, configurable: true,
  get() { return wrapperProxy; },
  set(value) {
    patched = true;
    Object.defineProperty(Module, 'wrapper', { value, writable: true, enumerable: false, configurable: true });
  },
});

let parentWarned = false;
function warnParent() {
  if (parentWarned || !require('internal/options').getOptionValue('--pending-deprecation')) return;
  parentWarned = true;
  process.emitWarning('module.parent is deprecated due to accuracy issues. Please use require.main to find program entry point instead.',
    'DeprecationWarning', 'DEP0144');
}
Object.defineProperty(Module.prototype, 'constructor', { value: Module, writable: true, enumerable: false, configurable: true });
Object.defineProperty(Module.prototype, 'isPreloading', {
  configurable: true, enumerable: false, get() { return isPreloading.value; },
});
Object.defineProperty(Module.prototype, 'parent', {
  configurable: true, enumerable: false,
  get() {
    warnParent();
    return parentOf.get(this);
  },
  set(value) {
    warnParent();
    parentOf.set(this, value);
  },
});

Module.isBuiltin = BuiltinModule.isBuiltin;

// ---- resolution

function tryFile(requestPath, isMain) {
  if (stat(requestPath) !== 0) return undefined;
  const { getOptionValue } = require('internal/options');
  if (getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks')) return path.resolve(requestPath);
  return toRealPath(requestPath);
}
function tryExtensions(basePath, exts, isMain) {
  for (let i = 0; i < exts.length; i++) {
    const filename = tryFile(basePath + exts[i], isMain);
    if (filename) return filename;
  }
  return false;
}
Module._readPackage = function _readPackage(requestPath) {
  const c = pkg.read(path.join(requestPath, 'package.json'));
  return c;
};
Object.defineProperty(Module, '_readPackage', { enumerable: false });
function tryPackage(requestPath, exts, isMain, originalPath) {
  const jsonPath = path.join(requestPath, 'package.json');
  const { main, pjsonPath } = pkg.read(jsonPath);
  if (!main) return tryExtensions(path.resolve(requestPath, 'index'), exts, isMain);
  const filename = path.resolve(requestPath, main);
  let actual = tryFile(filename, isMain) || tryExtensions(filename, exts, isMain) || tryExtensions(path.resolve(filename, 'index'), exts, isMain);
  if (!actual) {
    actual = tryExtensions(path.resolve(requestPath, 'index'), exts, isMain);
    if (!actual) {
      const err = new Error(`Cannot find module '${filename}'. Please verify that the package.json has a valid "main" entry`);
      err.code = 'MODULE_NOT_FOUND';
      err.path = pjsonPath;
      err.requestPath = originalPath;
      throw err;
    }
    process.emitWarning(`Invalid 'main' field in '${pjsonPath}' of '${main}'. Please either fix that or report it to the module author`,
      'DeprecationWarning', 'DEP0128');
  }
  return actual;
}

function resolveExports(nmPath, request, conditions) {
  const m = /^((?:@[^/\\%]+\/)?[^./\\%][^/\\%]*)(\/.*)?$/.exec(request);
  if (m === null) return undefined;
  const pkgPath = path.resolve(nmPath, m[1]);
  const config = pkg.read(`${pkgPath}/package.json`);
  if (config.exists && config.exports != null) {
    const { packageExportsResolve } = require('internal/modules/esm/resolve');
    const expansion = `.${m[2] ?? ''}`;
    return checkResolved(packageExportsResolve(pkgPath, expansion, config, undefined, conditions ?? getCjsConditions()), null, pkgPath);
  }
  return undefined;
}
function checkResolved(resolved, parentPath, pkgPath) {
  if (resolved.startsWith('node:')) return resolved;
  if (/%2F|%5C/i.test(resolved))
    throw new ERR_INVALID_MODULE_SPECIFIER(resolved, 'must not include encoded "/" or "\\" characters', parentPath);
  const actual = tryFile(resolved, false);
  if (actual) return actual;
  const err = new Error(`Cannot find module '${resolved}'`);
  err.code = 'MODULE_NOT_FOUND';
  err.path = path.resolve(pkgPath, 'package.json');
  throw err;
}
function trySelf(parentPath, request, conditions) {
  if (!parentPath) return undefined;
  const scope = pkg.getNearestScope(parentPath);
  if (!scope.exists || scope.exports == null || scope.name === undefined) return undefined;
  let expansion;
  if (request === scope.name) expansion = '.';
  else if (request.startsWith(`${scope.name}/`)) expansion = `.${request.slice(scope.name.length)}`;
  else return undefined;
  const { packageExportsResolve } = require('internal/modules/esm/resolve');
  const dir = path.dirname(scope.pjsonPath);
  return checkResolved(packageExportsResolve(dir, expansion, scope, parentPath, conditions ?? getCjsConditions()), parentPath, dir);
}

Module._findPath = function(request, paths, isMain, conditions = undefined) {
  const absolute = path.isAbsolute(request);
  if (absolute) paths = [''];
  else if (!paths || paths.length === 0) return false;

  const cacheKey = request + '\x00' + (paths.length === 1 ? paths[0] : paths.join('\x00')) + (conditions ? `\x00${[...conditions].join()}` : '');
  const entry = Module._pathCache[cacheKey];
  if (entry) return entry;

  let trailingSlash = request.length > 0 && request.charCodeAt(request.length - 1) === 47;
  if (!trailingSlash) trailingSlash = request === '.' || request === '..' || request.endsWith('/.') || request.endsWith('/..');
  const isRelative = request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../');
  let exts;
  for (let i = 0; i < paths.length; i++) {
    const curPath = paths[i];
    if (curPath && !isRelative && stat(curPath) < 1) continue;
    if (!absolute) {
      const viaExports = resolveExports(curPath, request, conditions);
      if (viaExports) return viaExports;
    }
    const basePath = path.resolve(curPath, request);
    let filename;
    const rc = stat(basePath);
    if (!trailingSlash) {
      if (rc === 0) filename = tryFile(basePath, isMain);
      if (!filename) {
        exts ??= Object.keys(Module._extensions);
        filename = tryExtensions(basePath, exts, isMain);
      }
    }
    if (!filename && rc === 1) {
      exts ??= Object.keys(Module._extensions);
      filename = tryPackage(basePath, exts, isMain, request);
    }
    if (filename) {
      Module._pathCache[cacheKey] = filename;
      return filename;
    }
  }
  return false;
};

Module._nodeModulePaths = function(from) {
  from = path.resolve(from);
  if (process.platform !== 'win32') {
    if (from === '/') return ['/node_modules'];
    const paths = [];
    for (let end = from.length; end > 0; end = from.lastIndexOf('/', end - 1)) {
      const dir = from.slice(0, end);
      if (!dir.endsWith('/node_modules')) paths.push(`${dir}/node_modules`);
      if (end === 0) break;
    }
    paths.push('/node_modules');
    return paths;
  }
  const paths = [];
  for (let dir = from; ; dir = path.dirname(dir)) {
    if (!/[\\/]node_modules$/.test(dir)) paths.push(path.join(dir, 'node_modules'));
    if (path.dirname(dir) === dir) break;
  }
  return paths;
};

let modulePaths = [];
Module._initPaths = function() {
  const win = process.platform === 'win32';
  const home = win ? process.env.USERPROFILE : process.env.HOME;
  const nodePath = process.env.NODE_PATH;
  const prefix = win ? path.resolve(process.execPath, '..') : path.resolve(process.execPath, '..', '..');
  const paths = [path.resolve(prefix, 'lib', 'node')];
  if (home) {
    paths.unshift(path.resolve(home, '.node_libraries'));
    paths.unshift(path.resolve(home, '.node_modules'));
  }
  if (nodePath) paths.unshift(...nodePath.split(path.delimiter).filter(Boolean));
  modulePaths = paths;
  Module.globalPaths = modulePaths.slice();
};

Module._resolveLookupPaths = function(request, parent) {
  if (BuiltinModule.normalizeRequirableId(request)) return null;
  // Not relative: node_modules of the parent, then the global folders.
  if (request[0] !== '.' || (request.length > 1 && request[1] !== '.' && request[1] !== '/' && (process.platform !== 'win32' || request[1] !== '\\'))) {
    let paths;
    if (parent?.paths?.length) paths = modulePaths.length ? parent.paths.concat(modulePaths) : parent.paths.slice();
    else paths = modulePaths.slice();
    return paths.length > 0 ? paths : null;
  }
  if (!parent?.id || !parent.filename) return ['.'].concat(Module._nodeModulePaths('.'), modulePaths);
  return [path.dirname(parent.filename)];
};

Module._resolveFilename = function(request, parent, isMain, options) {
  if (BuiltinModule.normalizeRequirableId(request)) return request;
  let conditions = options?.conditions;
  if (conditions !== undefined && !(conditions instanceof Set)) conditions = new Set(conditions);
  let paths;
  if (typeof options === 'object' && options !== null) {
    if (Array.isArray(options.paths)) {
      const isRelative = request === '.' || request === '..' || request.startsWith('./') || request.startsWith('../') ||
        (process.platform === 'win32' && (request.startsWith('.\\') || request.startsWith('..\\')));
      if (isRelative) {
        paths = options.paths;
      } else {
        const fake = new Module('', null);
        paths = [];
        for (let i = 0; i < options.paths.length; i++) {
          fake.paths = Module._nodeModulePaths(options.paths[i]);
          const lookup = Module._resolveLookupPaths(request, fake);
          for (let j = 0; j < lookup.length; j++) if (!paths.includes(lookup[j])) paths.push(lookup[j]);
        }
      }
    } else if (options.paths === undefined) {
      paths = Module._resolveLookupPaths(request, parent);
    } else {
      throw new ERR_INVALID_ARG_VALUE('options.paths', options.paths);
    }
  } else {
    paths = Module._resolveLookupPaths(request, parent);
  }

  if (request[0] === '#' && (parent?.filename || parent?.id === '<repl>' || parent?.id === 'internal/preload')) {
    const parentPath = parent.filename ?? (process.cwd() + path.sep);
    const scope = pkg.getNearestScope(parentPath);
    if (scope.exists && scope.imports != null) {
      const { packageImportsResolve } = require('internal/modules/esm/resolve');
      return checkResolved(packageImportsResolve(request, parentPath, conditions ?? getCjsConditions()), parentPath, scope.pjsonPath);
    }
  }

  const parentPath = trySelfParentPath(parent);
  const selfResolved = trySelf(parentPath, request, conditions);
  if (selfResolved) {
    Module._pathCache[request + '\x00' + (paths === null ? '' : paths.length === 1 ? paths[0] : paths.join('\x00'))] = selfResolved;
    return selfResolved;
  }
  const filename = Module._findPath(request, paths, isMain, conditions);
  if (filename) return filename;
  const requireStack = [];
  for (let cursor = parent; cursor; cursor = parentOf.get(cursor)) requireStack.push(cursor.filename || cursor.id);
  let message = `Cannot find module '${request}'`;
  if (requireStack.length > 0) message += '\nRequire stack:\n- ' + requireStack.join('\n- ');
  const err = new Error(message);
  err.code = 'MODULE_NOT_FOUND';
  err.requireStack = requireStack;
  throw err;
};
function trySelfParentPath(parent) {
  if (!parent) return undefined;
  if (parent.filename) return parent.filename;
  if (parent.id === '<repl>' || parent.id === 'internal/preload') {
    try { return process.cwd() + path.sep; } catch { return undefined; }
  }
  return undefined;
}

// ---- loading

const relativeResolveCache = { __proto__: null };
let requireDepth = 0;

Module._load = function(request, parent, isMain) {
  let relResolveCacheIdentifier;
  if (parent) {
    // A relative request of the same directory was resolved before: skip the resolution.
    relResolveCacheIdentifier = `${parent.path}\x00${request}`;
    const filename = relativeResolveCache[relResolveCacheIdentifier];
    if (filename !== undefined) {
      const cached = Module._cache[filename];
      if (cached !== undefined) {
        updateChildren(parent, cached, true);
        if (!cached.loaded) return getExportsForCircularRequire(cached);
        return cached.exports;
      }
      delete relativeResolveCache[relResolveCacheIdentifier];
    }
  }
  if (customHooks().hasResolveHooks() || customHooks().hasLoadHooks()) return loadWithHooks(request, parent, isMain);

  if (request.startsWith('node:')) {
    const id = request.slice(5);
    const mod = BuiltinModule.canBeRequiredByUsers(id) && !id.startsWith('internal/') ? helpers.loadBuiltinModule(id) : undefined;
    if (mod === undefined) throw new ERR_UNKNOWN_BUILTIN_MODULE(request);
    return mod.exports;
  }
  const filename = Module._resolveFilename(request, parent, isMain);
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    updateChildren(parent, cached, true);
    if (cached.loaded) return cached.exports;
    // An import() of the same file put it here but did not run it.
    if (!cached[kIsCachedByESMLoader] || cached[kIsExecuting]) return getExportsForCircularRequire(cached);
    cached[kIsCachedByESMLoader] = false;
    return runLoad(cached, filename, parent, relResolveCacheIdentifier);
  }
  const builtin = BuiltinModule.normalizeRequirableId(filename);
  if (builtin !== undefined) {
    const mod = helpers.loadBuiltinModule(builtin);
    return mod.exports;
  }
  const module = new Module(filename, parent);
  if (isMain) setMain(module);
  Module._cache[filename] = module;
  return runLoad(module, filename, parent, relResolveCacheIdentifier);
};
const kIsCachedByESMLoader = Symbol('kIsCachedByESMLoader');

function setMain(module) {
  Object.defineProperty(process, 'mainModule', { value: module, writable: true, enumerable: true, configurable: true });
  module.id = '.';
  module[kIsMainSymbol] = true;
}

function runLoad(module, filename, parent, relId) {
  if (relId !== undefined) relativeResolveCache[relId] = filename;
  let threw = true;
  try {
    module.load(filename);
    threw = false;
  } finally {
    if (threw) {
      delete Module._cache[filename];
      if (relId !== undefined) {
        delete relativeResolveCache[relId];
        const children = parent?.children;
        if (Array.isArray(children)) {
          const i = children.indexOf(module);
          if (i !== -1) children.splice(i, 1);
        }
      }
    } else if (module.exports && !isProxy(module.exports) && Object.getPrototypeOf(module.exports) === circularProxyPrototype) {
      Object.setPrototypeOf(module.exports, Object.prototype);
    }
  }
  return module.exports;
}
// loadCached runs a module that an import() has put into the cache with its source.
function loadCached(module, filename, isMain) {
  if (isMain) setMain(module);
  module[kIsCachedByESMLoader] = false;
  return runLoad(module, filename, undefined, undefined);
}
function isProxy(v) {
  return typeof v === 'object' && internalBinding('types')?.isProxy?.(v) === true;
}

function loadWithHooks(request, parent, isMain) {
  const hooks = customHooks();
  const { pathToFileURL, fileURLToPath } = require('internal/url');
  const parentURL = parent?.filename ? `${pathToFileURL(parent.filename)}` : undefined;
  let filename;
  let format;
  const toURL = (f) => (f.startsWith('node:') ? f : BuiltinModule.normalizeRequirableId(f) !== undefined ? `node:${f}` : path.isAbsolute(f) ? `${pathToFileURL(f)}` : f);
  const resolved = hooks.runResolve(request, parentURL, helpers.getCjsConditionsArray(), undefined, (spec, context) => {
    let f;
    if (spec.startsWith('node:')) {
      if (!BuiltinModule.isBuiltin(spec)) throw new ERR_UNKNOWN_BUILTIN_MODULE(spec);
      f = spec;
    } else {
      f = spec.startsWith('file:') ? fileURLToPath(spec) : Module._resolveFilename(spec, parent, isMain, context?.conditions && { conditions: context.conditions, paths: undefined });
    }
    return { url: toURL(f), format: f.startsWith('node:') || BuiltinModule.normalizeRequirableId(f) !== undefined ? 'builtin' : undefined };
  });
  const url = `${resolved.url}`;
  format = resolved.format;
  filename = url.startsWith('file:') ? fileURLToPath(url) : url;
  if (url.startsWith('node:')) {
    const id = url.slice(5);
    if (!hooks.hasLoadHooks()) return helpers.loadBuiltinModule(id).exports;
    const r = hooks.runLoad(url, format ?? 'builtin', helpers.getCjsConditionsArray(), undefined, defaultLoadForHooks);
    if (r.format === undefined || r.format === 'builtin' || r.source == null) {
      const mod = helpers.loadBuiltinModule(id);
      if (mod === undefined) throw new ERR_UNKNOWN_BUILTIN_MODULE(url);
      return mod.exports;
    }
    format = r.format;
  }
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    updateChildren(parent, cached, true);
    return cached.loaded ? cached.exports : getExportsForCircularRequire(cached);
  }
  const module = new Module(filename, parent);
  module[kURL] = url;
  module[kFormat] = format;
  if (isMain) setMain(module);
  Module._cache[filename] = module;
  return runLoad(module, filename, parent, undefined);
}
function defaultLoadForHooks(url, context) {
  const { fileURLToPath } = require('internal/url');
  if (url.startsWith('node:')) return { format: 'builtin', source: null };
  const filename = url.startsWith('file:') ? fileURLToPath(url) : url;
  const format = context?.format ?? helpers.getFormatOfFile(filename) ?? undefined;
  return { format, source: readSource(filename) };
}

const circularProxyPrototype = new Proxy({}, {
  get(target, prop) {
    if (prop in target || prop === '__esModule') return target[prop];
    emitCircularWarning(prop);
    return undefined;
  },
  getOwnPropertyDescriptor(target, prop) {
    if (Object.prototype.hasOwnProperty.call(target, prop) || prop === '__esModule') return Reflect.getOwnPropertyDescriptor(target, prop);
    emitCircularWarning(prop);
    return undefined;
  },
});
function emitCircularWarning(prop) {
  process.emitWarning(`Accessing non-existent property '${String(prop)}' of module exports inside circular dependency`);
}
function getExportsForCircularRequire(module) {
  const job = module[kESMJob];
  if (job !== undefined && !job.isEvaluated()) {
    const parent = parentOf.get(module);
    throw require('internal/modules/esm/loader').cycleError('require() ES', module.id, parent?.filename);
  }
  const exports = module.exports;
  if (exports !== null && typeof exports === 'object' && !isProxy(exports) && Object.getPrototypeOf(exports) === Object.prototype &&
      !exports.__esModule) {
    // Reading what is not there yet gives a warning while the module is being loaded.
    Object.setPrototypeOf(exports, circularProxyPrototype);
  }
  return exports;
}

function findLongestRegisteredExtension(filename) {
  const name = path.basename(filename);
  let start = 0;
  let index;
  while ((index = name.indexOf('.', start)) !== -1) {
    start = index + 1;
    if (index === 0) continue; // .dotfile
    const ext = name.slice(index);
    if (Module._extensions[ext]) return ext;
  }
  return '.js';
}

Module.prototype.load = function(filename) {
  helpers.reportDependency('watch:require', filename);
  this.filename ??= filename;
  this.paths ??= Module._nodeModulePaths(path.dirname(filename));
  const extension = findLongestRegisteredExtension(filename);
  if (extension === '.js' && helpers.extname(filename) === '.mjs' && !Module._extensions['.mjs']) {
    loadESMFromCJS(this, filename, 'module', undefined);
  } else {
    Module._extensions[extension](this, filename);
  }
  this.loaded = true;
  loadedExports.set(this, this.exports);
};
// What module.exports was when the module had been loaded: import gives that, whatever is assigned later.
const loadedExports = new WeakMap();
function exportsAtLoad(module) {
  return loadedExports.has(module) ? loadedExports.get(module) : module.exports;
}

Module.prototype.require = function(id) {
  if (typeof id !== 'string') throw new ERR_INVALID_ARG_TYPE('id', 'string', id);
  if (id === '') throw new ERR_INVALID_ARG_VALUE('id', id, 'must be a non-empty string');
  requireDepth++;
  try {
    return loadTraced(id, this);
  } finally {
    requireDepth--;
  }
};

let channels;
// loadTraced is Module._load with the diagnostics channels module.require.*.
function loadTraced(id, parent, isMain = false) {
  if (channels === undefined) {
    const dc = require('diagnostics_channel');
    channels = dc.tracingChannel('module.require');
  }
  if (!channels.hasSubscribers) return Module._load(id, parent, isMain);
  return channels.traceSync(Module._load, { __proto__: null, parentFilename: parent?.filename, id }, Module, id, parent, isMain);
}

// makeRequireFunction makes the require of a module.
function makeRequireFunction(mod) {
  const require = function require(path) {
    return mod.require(path);
  };
  function resolve(request, options) {
    if (typeof request !== 'string') throw new ERR_INVALID_ARG_TYPE('request', 'string', request);
    if (customHooks().hasResolveHooks()) return resolveWithHooks(request, mod, options);
    return Module._resolveFilename(request, mod, false, options);
  }
  require.resolve = resolve;
  function paths(request) {
    if (typeof request !== 'string') throw new ERR_INVALID_ARG_TYPE('request', 'string', request);
    return Module._resolveLookupPaths(request, mod);
  }
  resolve.paths = paths;
  Object.defineProperty(require, 'main', { __proto__: null, value: process.mainModule, writable: true, enumerable: true, configurable: true });
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}
function resolveWithHooks(request, mod, options) {
  const { pathToFileURL, fileURLToPath } = require('internal/url');
  const parentURL = mod?.filename ? `${pathToFileURL(mod.filename)}` : undefined;
  const r = customHooks().runResolve(request, parentURL, helpers.getCjsConditionsArray(), undefined, (spec) => {
    const f = spec.startsWith('file:') ? fileURLToPath(spec) : Module._resolveFilename(spec, mod, false, options);
    return { url: BuiltinModule.isBuiltin(f) ? f : `${pathToFileURL(f)}` };
  });
  return `${r.url}`.startsWith('file:') ? fileURLToPath(r.url) : r.url;
}

function readSource(filename) {
  return binding.readFile(filename);
}

// loadSource reads a module's text through the load hooks when there are any.
function loadSource(mod, filename, formatFromNode) {
  if (mod[kModuleSource] !== undefined) {
    return { source: mod[kModuleSource], format: mod[kFormat] };
  }
  if (customHooks().hasLoadHooks()) {
    const { pathToFileURL } = require('internal/url');
    const url = mod[kURL] ?? (path.isAbsolute(filename) ? `${pathToFileURL(filename)}` : filename);
    const r = customHooks().runLoad(url, mod[kFormat] ?? formatFromNode, helpers.getCjsConditionsArray(), undefined, defaultLoadForHooks);
    if (r.format != null) mod[kFormat] = r.format;
    if (r.source != null) return { source: helpers.stringify(r.source), format: r.format ?? formatFromNode };
    return { source: readSource(filename), format: r.format ?? formatFromNode };
  }
  return { source: readSource(filename), format: mod[kFormat] ?? formatFromNode };
}

Module._extensions['.js'] = function(module, filename) {
  let formatFromNode;
  switch (helpers.extname(filename)) {
    case '.cjs': formatFromNode = 'commonjs'; break;
    case '.mjs': formatFromNode = 'module'; break;
    case '.ts': case '.cts': case '.mts': return loadTS(module, filename);
    default: formatFromNode = undefined;
  }
  if (formatFromNode === undefined && (filename.endsWith('.js') || helpers.extname(filename) === '')) {
    const type = helpers.extname(filename) === '.js' ? pkg.getPackageType(filename) : 'none';
    if (type === 'module' || type === 'commonjs') formatFromNode = type;
  }
  const { source, format } = loadSource(module, filename, formatFromNode);
  if (format === 'module') return loadESMFromCJS(module, filename, 'module', source);
  if (format === 'json') {
    module.exports = JSON.parse(stripBOM(source));
    return;
  }
  if (typeof format === 'string' && format.endsWith('-typescript')) {
    const { stripTypeScriptModuleTypes } = require('internal/modules/typescript');
    const js = stripTypeScriptModuleTypes(source, filename);
    if (format === 'module-typescript') return loadESMFromCJS(module, filename, 'module', js);
    return module._compile(js, filename, 'commonjs');
  }
  module._compile(source, filename, format);
};

Module._extensions['.json'] = function(module, filename) {
  const { source, format } = loadSource(module, filename, 'json');
  if (format !== undefined && format !== 'json' && format !== null) {
    module._compile(source, filename, format);
    return;
  }
  try {
    module.exports = JSON.parse(stripBOM(source));
  } catch (err) {
    err.message = `${filename}: ${err.message}`;
    fixStack(err);
    throw err;
  }
};
// The stack's header was made with the old message.
function fixStack(err) {
  const { stack } = err;
  if (typeof stack !== 'string') return;
  const at = stack.indexOf('\n    at ');
  try {
    Object.defineProperty(err, 'stack', {
      value: `${err.name}: ${err.message}${at < 0 ? '' : stack.slice(at)}`, writable: true, configurable: true, enumerable: false,
    });
  } catch { /* frozen */ }
}

Module._extensions['.node'] = function(module, filename) {
  return process.dlopen(module, path.toNamespacedPath(filename));
};

function loadTS(module, filename) {
  const { stripTypeScriptModuleTypes } = require('internal/modules/typescript');
  const format = helpers.getFormatOfFile(filename);
  const { source } = loadSource(module, filename, format);
  const js = stripTypeScriptModuleTypes(source, filename);
  if (format === 'module-typescript') return loadESMFromCJS(module, filename, 'module', js);
  module._compile(js, filename, format === 'commonjs-typescript' ? 'commonjs' : undefined);
}

function installTypeScriptExtensions() {
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--strip-types') === false) return;
  Module._extensions['.cts'] = loadTS;
  Module._extensions['.ts'] = loadTS;
  Module._extensions['.mts'] = loadTS;
}

function reconstructParentName(module) {
  const parent = parentOf.get(module);
  return parent?.filename ?? parent?.id;
}

function warnRequireModule(filename, parent, mode) {
  if (mode === 'no-node-modules' && parent?.filename && /[\\/]node_modules[\\/]/.test(parent.filename)) return;
  let by = parent?.filename || parent?.id;
  by = by === 'internal/preload' ? '--require' : by ? `CommonJS module ${by}` : 'CommonJS module';
  const message = `${by} is loading ES Module ${filename} using require().\n` +
    'Support for loading ES Module in require() is an experimental feature and might change at any time';
  require('internal/process/warning').emitWarningSync(message, 'ExperimentalWarning', undefined, Module.prototype.require);
}

// loadESMFromCJS is require(esm).
function loadESMFromCJS(mod, filename, format, source) {
  const { getOptionValue } = require('internal/options');
  const loaderModule = require('internal/modules/esm/loader');
  if (mod[kIsMainSymbol] || mod.id === '.') {
    // The main file turned out to be an ES module.
    const { runEntry } = require('internal/modules/esm/entry');
    const { pathToFileURL } = require('internal/url');
    runEntry((loader) => loader.import(pathToFileURL(filename).href, undefined, { __proto__: null }, true, source));
    mod.exports = mod.exports ?? {};
    return;
  }
  if (getOptionValue('--require-module') === false) {
    const parentName = reconstructParentName(mod);
    throw new ERR_REQUIRE_ESM(filename, false, parentName, pkg.getNearestScope(filename).pjsonPath);
  }
  const parent = parentOf.get(mod);
  const trace = getOptionValue('--trace-require-module');
  if (trace && trace !== 'false') warnRequireModule(filename, parent, trace);
  const job = loaderModule.getLoader().importSyncForRequire(mod, filename, source, parent?.filename ?? parent?.id, (j) => { mod[kESMJob] = j; });
  const namespace = job.wrap.getNamespace();
  if (Object.prototype.hasOwnProperty.call(namespace, 'module.exports')) {
    mod.exports = namespace['module.exports'];
  } else if (!Object.prototype.hasOwnProperty.call(namespace, 'default') || Object.prototype.hasOwnProperty.call(namespace, '__esModule')) {
    mod.exports = namespace;
  } else {
    mod.exports = loaderModule.requiredModuleFacade(job.wrap);
  }
}

function wrapSafe(filename, content, module, format) {
  if (patched) {
    const { ContextifyScript } = internalBinding('contextify');
    const script = new ContextifyScript(Module.wrap(content), filename, 0, 0, undefined, false, undefined);
    require('internal/modules/esm/utils').registerDynamicImport(script, filename);
    return { fn: script.runInContext(null, -1, true, false, false), esm: false };
  }
  try {
    return { fn: compileFunctionForCJSLoader(content, filename), esm: false };
  } catch (err) {
    if (err?.name !== 'SyntaxError') throw err;
    const { getOptionValue } = require('internal/options');
    const detect = format !== 'commonjs' && getOptionValue('--detect-module') !== false &&
      (process.mainModule === module || getOptionValue('--require-module') !== false);
    if (detect && containsModuleSyntax(content, filename)) return { fn: undefined, esm: true };
    if (process.mainModule === module) warnUnloadableESM(err, filename);
    throw err;
  }
}
function warnUnloadableESM(err, filename) {
  if (!/^(Cannot use import statement outside a module|Cannot use 'import\.meta' outside a module|Unexpected token 'export')/.test(err.message)) return;
  require('internal/process/warning').emitWarningSync(
    `Failed to load the ES module: ${filename}. Make sure to set "type": "module" in the nearest package.json file or use the .mjs extension.`);
}

Module.prototype._compile = function(content, filename, format) {
  content = stripBOM(content);
  if (format === 'module') return loadESMFromCJS(this, filename, 'module', content);
  const { fn, esm } = wrapSafe(filename, content, this, format);
  if (esm) {
    require('internal/modules/esm/loader').warnTypelessPackage(filename);
    return loadESMFromCJS(this, filename, 'module', content);
  }
  const dirname = path.dirname(filename);
  const require_ = makeRequireFunction(this);
  const exports = this.exports;
  if (requireDepth === 0) statCache = new Map();
  helpers.setHasStartedUserCJSExecution();
  this[kIsExecuting] = true;
  let result;
  try {
    if (this[kIsMainSymbol] && require('internal/options').getOptionValue('--inspect-brk')) {
      result = internalBinding('inspector').callAndPauseOnStart?.(fn, exports, exports, require_, this, filename, dirname);
    } else {
      result = fn.call(exports, exports, require_, this, filename, dirname);
    }
  } finally {
    this[kIsExecuting] = false;
    if (requireDepth === 0) statCache = null;
  }
  return result;
};

// ---- createRequire, preload, builtins

function createRequireFromPath(filename) {
  const trailing = filename.endsWith('/') || (process.platform === 'win32' && filename.endsWith('\\'));
  const proxyPath = trailing ? path.join(filename, 'noop.js') : filename;
  const m = new Module(proxyPath);
  m.filename = proxyPath;
  m.paths = Module._nodeModulePaths(m.path);
  return makeRequireFunction(m);
}
Module.createRequire = function createRequire(filenameOrURL) {
  const { isURL, fileURLToPath } = require('internal/url');
  let filepath;
  if (isURL(filenameOrURL) || (typeof filenameOrURL === 'string' && !path.isAbsolute(filenameOrURL))) {
    try {
      filepath = fileURLToPath(filenameOrURL);
    } catch {
      throw new ERR_INVALID_ARG_VALUE('filename', filenameOrURL, 'must be a file URL object, file URL string, or absolute path string');
    }
  } else if (typeof filenameOrURL !== 'string') {
    throw new ERR_INVALID_ARG_VALUE('filename', filenameOrURL, 'must be a file URL object, file URL string, or absolute path string');
  } else {
    filepath = filenameOrURL;
  }
  return createRequireFromPath(filepath);
};

Module._preloadModules = function(requests) {
  if (!Array.isArray(requests)) return;
  isPreloading.value = true;
  const parent = new Module('internal/preload', null);
  try {
    parent.paths = Module._nodeModulePaths(process.cwd());
  } catch (e) {
    if (e.code !== 'ENOENT') {
      isPreloading.value = false;
      throw e;
    }
  }
  for (let n = 0; n < requests.length; n++) parent.require(requests[n]);
  isPreloading.value = false;
};

Module.syncBuiltinESMExports = function syncBuiltinESMExports() {
  for (const mod of BuiltinModule.map.values()) if (mod.canBeRequiredByUsers && mod.loaded) mod.syncExports();
};

Module.runMain = function runMain(main = process.argv[1]) {
  return require('internal/modules/run_main').executeUserEntryPoint(main);
};
Module.Module = Module;

// initializeCJS runs once at start-up.
function initializeCJS() {
  if (Module.builtinModules === undefined) {
    Module.builtinModules = Object.freeze(BuiltinModule.getAllBuiltinModuleIds());
  }
  Module._initPaths();
  installTypeScriptExtensions();
}

// wrapModuleLoad is the entry of the main file.
function wrapModuleLoad(request, parent, isMain) {
  return loadTraced(request, parent, isMain);
}

module.exports = {
  Module,
  initializeCJS,
  makeRequireFunction,
  wrapModuleLoad,
  readSource,
  toRealPath,
  kURL,
  kFormat,
  kModuleSource,
  kIsMainSymbol,
  kIsCachedByESMLoader,
  kIsExecuting,
  kESMJob,
  kExportNames,
  exportsAtLoad,
  loadCached,
};
