'use strict';
// Callbacks of the engine for dynamic import() and import.meta.

const binding = internalBinding('module_wrap');

// Referrer object (ModuleWrap, ContextifyScript, compiled function) -> base URL, or a callback of vm.
const referrers = new WeakMap();

// registerDynamicImport says where import() inside referrer starts from: a URL, a path or a name, or a function(specifier, referrer, attributes).
function registerDynamicImport(referrer, baseOrCallback, ownReferrer = referrer) {
  referrers.set(referrer, { target: baseOrCallback, owner: ownReferrer });
}
const metaInitializers = new WeakMap();
function registerImportMeta(wrap, fn) {
  metaInitializers.set(wrap, fn);
}

function toBase(name) {
  if (name === undefined || name === null) return undefined;
  if (/^[a-zA-Z][a-zA-Z0-9+.-]+:/.test(name)) return name;
  const { pathToFileURL } = require('internal/url');
  const path = require('path');
  if (path.isAbsolute(name)) return pathToFileURL(name).href;
  return `${pathToFileURL(process.cwd())}/${name}`;
}

// importModuleDynamically is called by the engine for import(): it gives a promise of the namespace.
async function importModuleDynamically(referrer, referrerName, specifier, attributes, phase) {
  const entry = referrer !== undefined && referrer !== null ? referrers.get(referrer) : undefined;
  if (entry !== undefined && typeof entry.target === 'function') {
    const m = await entry.target(specifier, entry.owner, attributes, phase);
    return m;
  }
  if (entry !== undefined && entry.target === null) {
    const { codes: { ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING } } = require('internal/errors');
    throw new ERR_VM_DYNAMIC_IMPORT_CALLBACK_MISSING();
  }
  await null; // import() never runs the module before the current job has ended
  const base = toBase(entry !== undefined ? entry.target : referrerName);
  const { getLoader } = require('internal/modules/esm/loader');
  return getLoader().import(specifier, base, attributes ?? { __proto__: null });
}

function initializeImportMeta(wrap, meta) {
  const fn = metaInitializers.get(wrap);
  if (fn !== undefined) {
    fn(meta, wrap);
    return;
  }
  const { url } = wrap;
  if (url.startsWith('file:')) {
    const { fileURLToPath } = require('internal/url');
    const path = require('path');
    const filename = fileURLToPath(url);
    meta.dirname = path.dirname(filename);
    meta.filename = filename;
  }
  const { getLoader } = require('internal/modules/esm/loader');
  meta.main = getLoader().mainURL === url;
  meta.resolve = function resolve(specifier, parent) {
    let base = url;
    if (parent !== undefined && require('internal/options').getOptionValue('--experimental-import-meta-resolve')) {
      if (typeof parent !== 'string' && !require('internal/url').isURL(parent)) {
        const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
        throw new ERR_INVALID_ARG_TYPE('parentURL', ['string', 'URL'], parent);
      }
      base = `${parent}`;
    }
    return getLoader().resolveForMeta(specifier, base);
  };
  meta.url = url;
}

let done = false;
function initializeESM() {
  if (done) return;
  done = true;
  binding.setImportModuleDynamicallyCallback(importModuleDynamically);
  binding.setInitializeImportMetaObjectCallback(initializeImportMeta);
}

module.exports = { initializeESM, registerDynamicImport, registerImportMeta, importModuleDynamically, toBase };
