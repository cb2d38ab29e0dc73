'use strict';
// package.json files: read once, kept by path.

const binding = internalBinding('modules');
const { codes: { ERR_INVALID_PACKAGE_CONFIG } } = require('internal/errors');

const cache = new Map(); // path of package.json -> config (exists false when there is none)
const nearest = new Map(); // directory -> config of the nearest scope, or undefined

const none = Object.freeze({
  __proto__: null, exists: false, pjsonPath: undefined, data: undefined, name: undefined, main: undefined, exports: undefined, imports: undefined, type: 'none',
});

function read(jsonPath, base, specifier) {
  let c = cache.get(jsonPath);
  if (c !== undefined) return c;
  const text = binding.readPackageJSON(jsonPath);
  if (text === undefined) {
    cache.set(jsonPath, none);
    return none;
  }
  let data;
  try {
    data = JSON.parse(text);
  } catch (err) {
    const from = base === undefined ? undefined : `${specifier === undefined ? '' : `"${specifier}" from `}${pathOf(base)}`;
    const e = new ERR_INVALID_PACKAGE_CONFIG(jsonPath, from, err.message);
    e.path = jsonPath;
    throw e;
  }
  if (data === null || typeof data !== 'object' || Array.isArray(data)) data = {};
  const own = (key) => (Object.prototype.hasOwnProperty.call(data, key) ? data[key] : undefined);
  const name = own('name');
  const main = own('main');
  const exports = own('exports');
  const imports = own('imports');
  const type = own('type');
  c = {
    __proto__: null,
    exists: true,
    pjsonPath: jsonPath,
    data,
    name: typeof name === 'string' ? name : undefined,
    main: typeof main === 'string' ? main : undefined,
    exports,
    imports: imports !== null && typeof imports === 'object' ? imports : undefined,
    type: type === 'commonjs' || type === 'module' ? type : 'none',
  };
  cache.set(jsonPath, c);
  return c;
}
function pathOf(base) {
  return base.startsWith('file:') ? require('internal/url').fileURLToPath(base) : base;
}

function dirname(p) {
  const i = p.lastIndexOf('/');
  const j = process.platform === 'win32' ? Math.max(i, p.lastIndexOf('\\')) : i;
  return j <= 0 ? (j === 0 ? '/' : '.') : p.slice(0, j);
}

// getNearestScope gives the config of the nearest package.json at or above the file's directory; none when there is none.
function getNearestScope(filename) {
  return scopeOfDir(dirname(filename));
}
function scopeOfDir(dir) {
  const known = nearest.get(dir);
  if (known !== undefined) return known;
  let result;
  const base = dir.slice(dir.lastIndexOf('/') + 1);
  if (base === 'node_modules') {
    result = none; // node_modules itself belongs to no package
  } else {
    const c = read(dir === '/' ? '/package.json' : `${dir}/package.json`);
    if (c.exists) {
      result = c;
    } else {
      const up = dirname(dir);
      result = up === dir || dir === '.' ? none : scopeOfDir(up);
    }
  }
  nearest.set(dir, result);
  return result;
}
function getPackageType(filename) {
  return getNearestScope(filename).type;
}

// findPackageJSON is module.findPackageJSON.
function findPackageJSON(specifier, base = 'data:') {
  const { codes: { ERR_INVALID_ARG_TYPE, ERR_MISSING_ARGS } } = require('internal/errors');
  if (arguments.length === 0 || specifier === undefined) throw new ERR_MISSING_ARGS('specifier');
  const { fileURLToPath, isURL } = require('internal/url');
  const path = require('path');
  if (typeof specifier !== 'string' && !isURL(specifier)) throw new ERR_INVALID_ARG_TYPE('specifier', ['string', 'URL'], specifier);
  let spec = `${specifier}`;
  let parent = typeof base === 'string' || isURL(base) ? `${base}` : undefined;
  if (parent === undefined) throw new ERR_INVALID_ARG_TYPE('base', ['string', 'URL'], base);
  if (parent.startsWith('file:')) parent = fileURLToPath(parent);
  if (spec.startsWith('file:')) spec = fileURLToPath(spec);
  if (path.isAbsolute(spec) || spec.startsWith('./') || spec.startsWith('../') || spec === '.' || spec === '..') {
    const abs = path.isAbsolute(spec) ? spec : path.resolve(path.dirname(parent), spec);
    const isDir = binding.stat(abs) === 1;
    let real = abs;
    try { real = binding.realpath(abs); } catch { /* may not exist */ }
    const c = isDir ? scopeOfDir(real.replace(/\/+$/, '') || '/') : getNearestScope(real);
    return c.exists ? c.pjsonPath : undefined;
  }
  const { parsePackageName } = require('internal/modules/esm/resolve');
  const { packageName } = parsePackageName(spec, parent);
  let dir = path.dirname(parent);
  for (;;) {
    const file = path.join(dir, 'node_modules', packageName, 'package.json');
    if (read(file).exists) {
      try { return binding.realpath(file); } catch { return file; }
    }
    const up = path.dirname(dir);
    if (up === dir) return undefined;
    dir = up;
  }
}

function clearCaches() {
  cache.clear();
  nearest.clear();
}

module.exports = { read, getNearestScope, scopeOfDir, getPackageType, findPackageJSON, clearCaches, none };
