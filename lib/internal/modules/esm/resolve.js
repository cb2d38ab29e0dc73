'use strict';
// Package resolution (exports, imports, self reference) for both module systems, and the resolver of ES modules.

const {
  codes: {
    ERR_INVALID_MODULE_SPECIFIER,
    ERR_INVALID_PACKAGE_CONFIG,
    ERR_INVALID_PACKAGE_TARGET,
    ERR_MODULE_NOT_FOUND,
    ERR_PACKAGE_IMPORT_NOT_DEFINED,
    ERR_PACKAGE_PATH_NOT_EXPORTED,
    ERR_UNSUPPORTED_DIR_IMPORT,
    ERR_UNSUPPORTED_RESOLVE_REQUEST,
    ERR_UNKNOWN_BUILTIN_MODULE,
  },
} = require('internal/errors');
const { BuiltinModule } = require('internal/bootstrap/realm');
const pkg = require('internal/modules/package_json_reader');
const binding = internalBinding('modules');

const encodedSep = /%2F|%5C/i;

let urlModule;
function url() {
  return urlModule ??= require('internal/url');
}
function basePath(base) {
  if (base === undefined) return undefined;
  return base.startsWith('file:') ? url().fileURLToPath(base) : base;
}

// ---- targets

const namedSegment = '(?:\\.|%2e)(?:\\.|%2e)?|(?:n|%6e|%4e)(?:o|%6f|%4f)(?:d|%64|%44)(?:e|%65|%45)(?:_|%5f)(?:m|%6d|%4d)(?:o|%6f|%4f)(?:d|%64|%44)(?:u|%75|%55)(?:l|%6c|%4c)(?:e|%65|%45)(?:s|%73|%53)';
let forbiddenSegment; // '.', '..', 'node_modules', also percent-encoded
function segmentIsInvalid(s) {
  forbiddenSegment ??= new RegExp(`(^|\\\\|/)(?:${namedSegment})(\\\\|/|$)`, 'i');
  return forbiddenSegment.test(s);
}
// An empty segment (a//b, a leading or trailing slash) still works, with a warning.
function hasEmptySegment(s) {
  return s === '' || /^[\\/]|[\\/]$|[\\/][\\/]/.test(s);
}

const warned = new Set();
function emitInvalidSegmentWarning(target, request, match, dir, internal, base, isTarget) {
  const { getOptionValue } = require('internal/options');
  if (process.noDeprecation || !getOptionValue('--pending-deprecation')) return;
  const double = /[\\/][\\/]/.test(isTarget ? target : request);
  process.emitWarning(
    `Use of deprecated ${double ? 'double slash' : 'leading or trailing slash matching'} resolving "${target}" for module ` +
      `request "${request}" ${request !== match ? `matched to "${match}" ` : ''}in the "${internal ? 'imports' : 'exports'}" ` +
      `field module resolution of the package at ${dir}/package.json${base ? ` imported from ${basePath(base)}` : ''}.`,
    'DeprecationWarning', 'DEP0166');
}
function emitTrailingSlashPatternWarning(match, dir, base) {
  const { getOptionValue } = require('internal/options');
  if (process.noDeprecation || !getOptionValue('--pending-deprecation')) return;
  const key = `${dir}\x00${match}`;
  if (warned.has(key)) return;
  warned.add(key);
  process.emitWarning(
    `Use of deprecated trailing slash pattern mapping "${match}" in the "exports" field module resolution of the package at ` +
      `${dir}/package.json${base ? ` imported from ${basePath(base)}` : ''}. Mapping specifiers ending in "/" is no longer supported.`,
    'DeprecationWarning', 'DEP0155');
}
function emitLegacyIndexWarning(path, dir, base, main) {
  if (process.noDeprecation || base === undefined) return;
  if (require('internal/modules/helpers').getFormatOfFile(path) !== 'module') return;
  const from = basePath(base);
  const file = path.slice(dir.length + 1);
  if (!main) {
    process.emitWarning(`No "main" or "exports" field defined in the package.json for ${dir}/ resolving the main entry point ` +
      `"${file}", imported from ${from}.\nDefault "index" lookups for the main are deprecated for ES modules.`, 'DeprecationWarning', 'DEP0151');
  } else if (normalizeJoin(main[0] === '/' ? '/' : dir, main) !== path) {
    process.emitWarning(`Package ${dir}/ has a "main" field set to "${main}", excluding the full filename and extension to the ` +
      `resolved file at "${file}", imported from ${from}.\n Automatic extension resolution of the "main" field is deprecated for ES modules.`,
    'DeprecationWarning', 'DEP0151');
  }
}

function invalidTarget(subpath, target, dir, internal, base) {
  if (typeof target === 'object' && target !== null) target = JSON.stringify(target, null, '');
  else target = `${target}`;
  return new ERR_INVALID_PACKAGE_TARGET(`${dir}/`, subpath, target, internal, base && basePath(base));
}
function invalidSubpath(request, match, dir, internal, base) {
  const reason = `request is not a valid match in pattern "${match}" for the "${internal ? 'imports' : 'exports'}" resolution of ${dir}/package.json`;
  return new ERR_INVALID_MODULE_SPECIFIER(request, reason, base && basePath(base));
}

// targetToPath: a target is a URL relative to the package.
function targetToPath(dir, target, base) {
  if (target.indexOf('%') < 0 && target.indexOf('?') < 0 && target.indexOf('#') < 0 && target.indexOf('\\') < 0) {
    return normalizeJoin(dir, target);
  }
  const u = new (url().URL)(target, `${url().pathToFileURL(`${dir}/package.json`)}`);
  if (encodedSep.test(u.pathname)) {
    throw new ERR_INVALID_MODULE_SPECIFIER(u.pathname, 'must not include encoded "/" or "\\" characters', base && basePath(base));
  }
  return url().fileURLToPath(u);
}
function normalizeJoin(dir, target) {
  const parts = target.split('/');
  const out = [];
  for (const p of parts) {
    if (p === '' || p === '.') continue;
    if (p === '..') out.pop();
    else out.push(p);
  }
  const trailing = target.endsWith('/') ? '/' : '';
  return `${dir === '/' ? '' : dir}/${out.join('/')}${trailing}`;
}

function resolveTargetString(target, subpath, match, dir, base, pattern, internal, isPathMap, conditions) {
  if (subpath !== '' && !pattern && target[target.length - 1] !== '/') throw invalidTarget(match, target, dir, internal, base);
  if (!target.startsWith('./')) {
    if (internal && !target.startsWith('../') && !target.startsWith('/')) {
      let isURL = false;
      if (/^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(target)) {
        try { new (url().URL)(target); isURL = true; } catch { /* a name with a colon */ }
      }
      if (isURL && !target.startsWith('node:')) throw invalidTarget(match, target, dir, internal, base);
      const exportTarget = pattern ? target.replaceAll('*', () => subpath) : target + subpath;
      return packageResolve(exportTarget, `${dir}/package.json`, conditions);
    }
    throw invalidTarget(match, target, dir, internal, base);
  }
  if (segmentIsInvalid(target.slice(2))) throw invalidTarget(match, target, dir, internal, base);
  const request = pattern ? match.replace('*', () => subpath) : match + subpath;
  if (!isPathMap && hasEmptySegment(target.slice(2))) {
    emitInvalidSegmentWarning(pattern ? target.replaceAll('*', () => subpath) : target, request, match, dir, internal, base, true);
  }
  if (!normalizeJoin(dir, target.replace(/[?#].*$/s, '')).startsWith(dir === '/' ? '/' : `${dir}/`)) throw invalidTarget(match, target, dir, internal, base);
  if (subpath === '') return targetToPath(dir, target, base);
  if (segmentIsInvalid(subpath)) throw invalidSubpath(request, match, dir, internal, base);
  if (!isPathMap && hasEmptySegment(subpath)) {
    emitInvalidSegmentWarning(pattern ? target.replaceAll('*', () => subpath) : target, request, match, dir, internal, base, false);
  }
  if (pattern) return targetToPath(dir, target.replaceAll('*', () => subpath), base);
  return targetToPath(dir, target + subpath, base);
}

function isArrayIndex(key) {
  const n = +key;
  return `${n}` === key && n >= 0 && n < 0xFFFF_FFFF;
}

// resolveTarget: a path or {builtin}, undefined (no condition matched) or null (blocked).
function resolveTarget(target, subpath, packageSubpath, dir, base, pattern, internal, isPathMap, conditions) {
  if (typeof target === 'string') return resolveTargetString(target, subpath, packageSubpath, dir, base, pattern, internal, isPathMap, conditions);
  if (Array.isArray(target)) {
    if (target.length === 0) return null;
    let lastException;
    for (let i = 0; i < target.length; i++) {
      let r;
      try {
        r = resolveTarget(target[i], subpath, packageSubpath, dir, base, pattern, internal, isPathMap, conditions);
      } catch (e) {
        lastException = e;
        if (e.code !== 'ERR_INVALID_PACKAGE_TARGET') throw e;
        continue;
      }
      if (r === undefined) continue;
      if (r === null) {
        lastException = null;
        continue;
      }
      return r;
    }
    if (lastException == null) return lastException;
    throw lastException;
  }
  if (typeof target === 'object' && target !== null) {
    const keys = Object.keys(target);
    for (let i = 0; i < keys.length; i++) {
      if (isArrayIndex(keys[i]))
        throw new ERR_INVALID_PACKAGE_CONFIG(`${dir}/package.json`, base && basePath(base), '"exports" cannot contain numeric property keys.');
    }
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (key === 'default' || conditions.has(key)) {
        const r = resolveTarget(target[key], subpath, packageSubpath, dir, base, pattern, internal, isPathMap, conditions);
        if (r === undefined) continue;
        return r;
      }
    }
    return undefined;
  }
  if (target === null) return null;
  throw invalidTarget(packageSubpath, target, dir, internal, base);
}

function patternKeyCompare(a, b) {
  const ia = a.indexOf('*');
  const ib = b.indexOf('*');
  const la = ia === -1 ? a.length : ia + 1;
  const lb = ib === -1 ? b.length : ib + 1;
  if (la > lb) return -1;
  if (lb > la) return 1;
  if (ia === -1) return 1;
  if (ib === -1) return -1;
  if (a.length > b.length) return -1;
  if (b.length > a.length) return 1;
  return 0;
}

function isConditionalExportsMainSugar(exports, dir, base) {
  if (typeof exports === 'string' || Array.isArray(exports)) return true;
  if (typeof exports !== 'object' || exports === null) return false;
  let isSugar = false;
  let i = 0;
  for (const key of Object.keys(exports)) {
    const current = key === '' || key[0] !== '.';
    if (i++ === 0) {
      isSugar = current;
    } else if (isSugar !== current) {
      throw new ERR_INVALID_PACKAGE_CONFIG(`${dir}/package.json`, base && basePath(base),
        '"exports" cannot contain some keys starting with \'.\' and some not.' +
        ' The exports object must either be an object of package subpath keys' +
        ' or an object of main entry condition name keys only.');
    }
  }
  return isSugar;
}

function bestPattern(map, request) {
  let best = '';
  let bestSubpath;
  const keys = Object.keys(map);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const star = key.indexOf('*');
    if (star !== -1 && request.startsWith(key.slice(0, star))) {
      const trailer = key.slice(star + 1);
      if (request.length >= key.length && request.endsWith(trailer) && patternKeyCompare(best, key) === 1 && key.lastIndexOf('*') === star) {
        best = key;
        bestSubpath = request.slice(star, request.length - trailer.length);
      }
    }
  }
  return best === '' ? undefined : { key: best, subpath: bestSubpath };
}

// packageExportsResolve gives the absolute path behind `subpath` ('.', './x') of the package in dir.
function packageExportsResolve(dir, subpath, config, base, conditions) {
  let { exports } = config;
  if (isConditionalExportsMainSugar(exports, dir, base)) exports = { '.': exports };
  if (Object.prototype.hasOwnProperty.call(exports, subpath) && !subpath.includes('*') && !subpath.endsWith('/')) {
    const r = resolveTarget(exports[subpath], '', subpath, dir, base, false, false, false, conditions);
    if (r == null) throw new ERR_PACKAGE_PATH_NOT_EXPORTED(`${dir}/`, subpath, base && basePath(base));
    return r;
  }
  const match = bestPattern(exports, subpath);
  if (match !== undefined) {
    if (subpath.endsWith('/')) emitTrailingSlashPatternWarning(subpath, dir, base);
    const r = resolveTarget(exports[match.key], match.subpath, match.key, dir, base, true, false, subpath.endsWith('/'), conditions);
    if (r == null) throw new ERR_PACKAGE_PATH_NOT_EXPORTED(`${dir}/`, subpath, base && basePath(base));
    return r;
  }
  throw new ERR_PACKAGE_PATH_NOT_EXPORTED(`${dir}/`, subpath, base && basePath(base));
}

// packageImportsResolve resolves '#name' from a file (path or file URL).
function packageImportsResolve(name, base, conditions) {
  const from = basePath(base);
  if (name === '#' || name.endsWith('/')) {
    throw new ERR_INVALID_MODULE_SPECIFIER(name, 'is not a valid internal imports specifier name', from);
  }
  const scope = pkg.getNearestScope(from);
  if (scope.exists) {
    const dir = scope.pjsonPath.slice(0, -'/package.json'.length);
    const { imports } = scope;
    if (imports) {
      if (Object.prototype.hasOwnProperty.call(imports, name) && !name.includes('*')) {
        const r = resolveTarget(imports[name], '', name, dir, base, false, true, false, conditions);
        if (r != null) return r;
      } else {
        const match = bestPattern(imports, name);
        if (match !== undefined) {
          const r = resolveTarget(imports[match.key], match.subpath, match.key, dir, base, true, true, false, conditions);
          if (r != null) return r;
        }
      }
    }
    throw new ERR_PACKAGE_IMPORT_NOT_DEFINED(name, `${dir}/`, from);
  }
  throw new ERR_PACKAGE_IMPORT_NOT_DEFINED(name, undefined, from);
}

function parsePackageName(specifier, base) {
  let sep = specifier.indexOf('/');
  let valid = true;
  let isScoped = false;
  if (specifier[0] === '@') {
    isScoped = true;
    if (sep === -1 || specifier.length === 0) valid = false;
    else sep = specifier.indexOf('/', sep + 1);
  }
  const packageName = sep === -1 ? specifier : specifier.slice(0, sep);
  if (/^\.|%|\\/.test(packageName)) valid = false;
  if (!valid) throw new ERR_INVALID_MODULE_SPECIFIER(specifier, 'is not a valid package name', base && basePath(base));
  return { packageName, packageSubpath: '.' + (sep === -1 ? '' : specifier.slice(sep)), isScoped };
}

function isFile(path) {
  return binding.stat(path) === 0;
}

// legacyMain finds index.js and friends for an ES module import of a package without exports.
function legacyMain(dir, main, base) {
  if (main) {
    for (const s of ['', '.js', '.json', '.node', '/index.js', '/index.json', '/index.node']) {
      const p = normalizeJoin(dir, `${main.startsWith('./') ? main : `./${main}`}${s}`);
      if (isFile(p)) {
        emitLegacyIndexWarning(p, dir, base, main);
        return p;
      }
    }
  }
  for (const s of ['index.js', 'index.json', 'index.node']) {
    const p = `${dir}/${s}`;
    if (isFile(p)) {
      emitLegacyIndexWarning(p, dir, base, main);
      return p;
    }
  }
  throw new ERR_MODULE_NOT_FOUND(`${dir}/index.js`, base && basePath(base), undefined);
}

// packageResolve: a bare specifier from a file, as an ES module would. Gives a path, or 'node:x'.
function packageResolve(specifier, base, conditions) {
  if (BuiltinModule.canBeRequiredWithoutScheme(specifier)) return `node:${specifier}`;
  if (specifier.startsWith('node:') && BuiltinModule.isBuiltin(specifier)) return specifier;
  const from = basePath(base);
  const { packageName, packageSubpath } = parsePackageName(specifier, base);
  // self reference
  const scope = pkg.getNearestScope(from);
  if (scope.exists && scope.exports != null && scope.name === packageName) {
    return packageExportsResolve(scope.pjsonPath.slice(0, -'/package.json'.length), packageSubpath, scope, base, conditions);
  }
  let dir = from;
  for (;;) {
    const i = dir.lastIndexOf('/');
    dir = i > 0 ? dir.slice(0, i) : '';
    if (!dir.endsWith('/node_modules')) {
      const pdir = `${dir}/node_modules/${packageName}`;
      if (binding.stat(pdir) === 1) {
        const config = pkg.read(`${pdir}/package.json`, base, specifier);
        if (config.exports != null) return packageExportsResolve(pdir, packageSubpath, config, base, conditions);
        if (packageSubpath === '.') return legacyMain(pdir, config.main, base);
        return targetToPath(pdir, packageSubpath, base);
      }
    }
    if (dir === '') break;
  }
  throw new ERR_MODULE_NOT_FOUND(packageName, from, null);
}

// ---- the resolver of ES modules

function finalizeResolution(resolved, base, preserveSymlinks) {
  if (encodedSep.test(resolved.pathname)) {
    throw new ERR_INVALID_MODULE_SPECIFIER(resolved.pathname, 'must not include encoded "/" or "\\" characters', basePath(base));
  }
  let path;
  try {
    path = url().fileURLToPath(resolved);
  } catch (err) {
    err.input ??= `${resolved}`;
    err.module ??= basePath(base);
    throw err;
  }
  const st = binding.stat(path.endsWith('/') ? path.slice(0, -1) || '/' : path);
  if (st === 1) throw new ERR_UNSUPPORTED_DIR_IMPORT(path, basePath(base), `${resolved}`);
  if (st !== 0) {
    if (process.env.WATCH_REPORT_DEPENDENCIES && process.send) process.send({ 'watch:require': [path || resolved.pathname] });
    throw new ERR_MODULE_NOT_FOUND(path || resolved.pathname, base && basePath(base), `${resolved}`);
  }
  if (!preserveSymlinks) {
    const real = binding.realpath(path);
    if (real !== path || resolved.pathname.includes('%')) {
      const { search, hash } = resolved;
      resolved = url().pathToFileURL(real + (path.endsWith('/') ? '/' : ''));
      resolved.search = search;
      resolved.hash = hash;
    }
  }
  return resolved;
}

function isRelative(specifier) {
  if (specifier === '') return false;
  if (specifier[0] === '/') return true;
  if (specifier[0] === '.') {
    if (specifier.length === 1 || specifier[1] === '/') return true;
    if (specifier[1] === '.' && (specifier.length === 2 || specifier[2] === '/')) return true;
  }
  return false;
}

// moduleResolve gives a URL object.
function moduleResolve(specifier, base, conditions, preserveSymlinks) {
  const { URL, pathToFileURL } = url();
  let resolved;
  if (isRelative(specifier)) {
    if (base.startsWith('data:') && specifier[0] !== undefined) {
      throw new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
    }
    try {
      resolved = new URL(specifier, base);
    } catch (cause) {
      const e = new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
      e.cause = cause;
      throw e;
    }
  } else if (base.startsWith('file:') && specifier[0] === '#') {
    const r = packageImportsResolve(specifier, base, conditions);
    resolved = r.startsWith('node:') ? new URL(r) : pathToFileURL(r);
  } else {
    let parsed;
    if (specifier.indexOf(':') > 0 || specifier.startsWith('file:')) {
      try { parsed = new URL(specifier); } catch { parsed = undefined; }
    }
    if (parsed !== undefined) {
      resolved = parsed;
    } else {
      if (base.startsWith('data:') && !BuiltinModule.canBeRequiredWithoutScheme(specifier)) {
        throw new ERR_UNSUPPORTED_RESOLVE_REQUEST(specifier, base);
      }
      const r = packageResolve(specifier, base, conditions);
      resolved = r.startsWith('node:') ? new URL(r) : pathToFileURL(r);
    }
  }
  if (resolved.protocol !== 'file:') return resolved;
  return finalizeResolution(resolved, base, preserveSymlinks);
}

// defaultResolve(specifier, {parentURL, conditions}) -> { url, format }
function defaultResolve(specifier, context = {}) {
  const { parentURL } = context;
  const conditions = context.conditions ? new Set(context.conditions) : require('internal/modules/helpers').getEsmConditions();
  const { getOptionValue } = require('internal/options');
  let base = parentURL;
  if (base === undefined) base = `${url().pathToFileURL(`${process.cwd()}/`)}`;
  const isMain = parentURL === undefined;
  let resolved;
  try {
    resolved = moduleResolve(specifier, base, conditions, getOptionValue(isMain ? '--preserve-symlinks-main' : '--preserve-symlinks'));
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND' || error.code === 'ERR_UNSUPPORTED_DIR_IMPORT') addHint(error, specifier, base);
    throw error;
  }
  const { protocol } = resolved;
  if (protocol === 'node:' && !BuiltinModule.canBeRequiredByUsers(resolved.pathname)) throw new ERR_UNKNOWN_BUILTIN_MODULE(resolved.href);
  return { __proto__: null, url: resolved.href, format: formatOf(resolved, context) };
}

// addHint adds "Did you mean to import ...?" to the stack when CommonJS would have found the file.
function addHint(error, specifier, base) {
  if (!base.startsWith('file:')) return;
  if (specifier[0] === '#') return;
  const { Module } = require('internal/modules/cjs/loader');
  const path = require('path');
  const parentPath = basePath(base);
  const tmp = new Module(parentPath, null);
  tmp.filename = parentPath;
  tmp.paths = Module._nodeModulePaths(path.dirname(parentPath));
  let found;
  try {
    found = Module._resolveFilename(specifier, tmp, false);
  } catch {
    return;
  }
  if (isRelative(specifier)) {
    const rel = path.relative(path.dirname(parentPath), found).replace(/\\/g, '/');
    found = rel.startsWith('../') ? rel : `./${rel}`;
  } else if (!path.isAbsolute(specifier)) {
    const i = found.lastIndexOf('/node_modules/');
    if (i >= 0) found = found.slice(i + '/node_modules/'.length);
  }
  const lines = error.stack.split('\n');
  const message = `Did you mean to import ${JSON.stringify(found)}?`;
  lines[0] += `\n${message}`;
  try {
    Object.defineProperty(error, 'stack', { value: lines.join('\n'), writable: true, configurable: true, enumerable: false });
    error.message += `\n${message}`;
  } catch { /* frozen */ }
}

// ---- formats

const mimeFormats = [[/^(text|application)\/javascript(;|$)/i, 'module'], [/^application\/json(;|$)/i, 'json'], [/^application\/wasm(;|$)/i, 'wasm']];

function formatOf(u, context) {
  switch (u.protocol) {
    case 'node:': return 'builtin';
    case 'data:': {
      const m = /^([^/]+\/[^;,]+)[^,]*?(;base64)?,/.exec(u.pathname);
      const mime = m ? m[1] : null;
      if (mime === null) return null;
      for (const [re, f] of mimeFormats) if (re.test(mime)) return f;
      return null;
    }
    case 'file:': {
      const f = require('internal/modules/helpers').getFormatOfFile(url().fileURLToPath(u));
      return f === null ? unknownExtension(u, context) : f;
    }
    default: return null;
  }
}
function unknownExtension() {
  return null; // an error when it is loaded
}

module.exports = {
  defaultResolve,
  moduleResolve,
  packageExportsResolve,
  packageImportsResolve,
  packageResolve,
  parsePackageName,
  formatOf,
  isRelative,
};
