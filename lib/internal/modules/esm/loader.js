'use strict';
// The ES module loader: resolve, load, compile, link, evaluate.

const binding = internalBinding('module_wrap');
const { ModuleWrap, kInstantiated, kEvaluated, kErrored } = binding;
const modulesBinding = internalBinding('modules');
const { BuiltinModule } = require('internal/bootstrap/realm');
const { defaultResolve, formatOf } = require('internal/modules/esm/resolve');
const hooks = require('internal/modules/customization_hooks');
const helpers = require('internal/modules/helpers');
const {
  codes: {
    ERR_IMPORT_ATTRIBUTE_MISSING,
    ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE,
    ERR_IMPORT_ATTRIBUTE_UNSUPPORTED,
    ERR_INVALID_ARG_TYPE,
    ERR_INVALID_RETURN_PROPERTY_VALUE,
    ERR_INVALID_URL,
    ERR_REQUIRE_ASYNC_MODULE,
    ERR_REQUIRE_CYCLE_MODULE,
    ERR_UNKNOWN_FILE_EXTENSION,
    ERR_UNKNOWN_MODULE_FORMAT,
    ERR_UNSUPPORTED_ESM_URL_SCHEME,
  },
} = require('internal/errors');

function fileURLToPath(u) {
  return require('internal/url').fileURLToPath(u);
}

// A ModuleJob is a module of the graph: its record and the jobs it imports.
class ModuleJob {
  constructor(url, format, wrap) {
    this.url = url;
    this.format = format;
    this.wrap = wrap;
    this.requests = undefined;
    this.linked = undefined;
    this.evaluation = undefined; // promise
    this.evaluating = false;
  }
  isEvaluated() {
    const s = this.wrap.getStatus();
    return s >= kEvaluated;
  }
}

// ---- attributes

function checkAttributeKeys(url, attributes) {
  const keys = Object.keys(attributes);
  for (const key of keys) {
    if (key !== 'type') throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED(key, attributes[key], url);
  }
}
function checkAttributes(url, format, attributes) {
  checkAttributeKeys(url, attributes);
  const expected = format === 'json' ? 'json' : undefined;
  const { type } = attributes;
  if (type !== undefined && type !== 'json' && type !== 'css' && type !== 'text' && type !== 'bytes')
    throw new ERR_IMPORT_ATTRIBUTE_UNSUPPORTED('type', type, url);
  if (expected === type) return;
  if (format == null) return;
  if (type === undefined) throw new ERR_IMPORT_ATTRIBUTE_MISSING(url, 'type', expected);
  throw new ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE(url, type);
}

// ---- load

function dataURL(url) {
  const m = /^data:([^/]+\/[^;,]+)?([^,]*?)(;base64)?,([\s\S]*)$/.exec(url.replace(/#.*$/, ''));
  if (m === null) throw new ERR_INVALID_URL(url);
  const { Buffer } = require('buffer');
  return Buffer.from(decodeURIComponent(m[4]), m[3] ? 'base64' : 'utf8').toString();
}

function checkScheme(url) {
  if (url.startsWith('file:') || url.startsWith('data:') || url.startsWith('node:')) return;
  throw new ERR_UNSUPPORTED_ESM_URL_SCHEME(new (require('internal/url').URL)(url), ['file', 'data']);
}

// defaultLoad(url, {format, importAttributes}) -> {format, source}. forHooks: the source of a CommonJS module is wanted too.
function defaultLoad(url, context, forHooks = false) {
  let { format } = context;
  const attributes = context.importAttributes ?? { __proto__: null };
  checkAttributeKeys(url, attributes);
  if (url.startsWith('node:')) {
    checkAttributes(url, 'builtin', attributes);
    return { __proto__: null, format: 'builtin', source: null };
  }
  checkScheme(url);
  let source;
  if (url.startsWith('data:')) {
    source = dataURL(url);
    format ??= formatOf(new (require('internal/url').URL)(url));
    if (format === null) throw unknownFormat(/^data:([^;,]*)/.exec(url)[1] || 'text/plain', url);
  } else {
    const filename = fileURLToPath(url);
    if (format === undefined || format === null) format = helpers.getFormatOfFile(filename);
    if (format === null) throw new ERR_UNKNOWN_FILE_EXTENSION(helpers.extname(filename), filename);
    if (format === 'wasm') source = require('fs').readFileSync(filename);
    else if (format !== 'commonjs' || forHooks) source = modulesBinding.readFile(filename);
    if (format === undefined || format === 'typescript') {
      source ??= modulesBinding.readFile(filename);
      if (format === 'typescript') {
        const js = require('internal/modules/typescript').stripTypeScriptModuleTypes(source, filename);
        format = internalBinding('contextify').containsModuleSyntax(js, filename) ? 'module-typescript' : 'commonjs-typescript';
      } else {
        format = detectFormat(source, filename);
        if (format === 'commonjs' && !forHooks) source = null;
      }
    }
  }
  checkAttributes(url, format, attributes);
  return { __proto__: null, format, source: source ?? null };
}
function unknownFormat(format, url) {
  return new ERR_UNKNOWN_MODULE_FORMAT(format, url);
}
function detectFormat(source, filename) {
  if (!internalBinding('contextify').containsModuleSyntax(source, filename)) return 'commonjs';
  warnTypelessPackage(filename);
  return 'module';
}

const typelessWarned = new Set();
// warnTypelessPackage: the package.json of a file that turned out to be an ES module does not say so.
function warnTypelessPackage(filename) {
  const { pjsonPath } = require('internal/modules/package_json_reader').getNearestScope(filename);
  if (pjsonPath === undefined || typelessWarned.has(pjsonPath)) return;
  typelessWarned.add(pjsonPath);
  process.emitWarning(`Module type of ${require('internal/url').pathToFileURL(filename)} is not specified and it doesn't parse as CommonJS.\n` +
    'Reparsing as ES module because module syntax was detected. This incurs a performance overhead.\n' +
    `To eliminate this warning, add "type": "module" to ${pjsonPath}.`, { code: 'MODULE_TYPELESS_PACKAGE_JSON' });
}

// ---- translators

function compileModule(url, source) {
  const wrap = new ModuleWrap(url, helpers.stripBOM(source), 0, 0);
  return wrap;
}

const cjsParseCache = new Map(); // filename -> { names, }

function cjsExportNames(filename, source, seen = new Set()) {
  const cached = cjsParseCache.get(filename);
  if (cached !== undefined) return cached;
  const names = new Set();
  seen.add(filename);
  let parsed;
  try {
    source ??= modulesBinding.readFile(filename);
    parsed = require('internal/modules/cjs/lexer').parse(source);
  } catch {
    parsed = { exports: [], reexports: [] };
  }
  for (const n of parsed.exports) if (n.isWellFormed()) names.add(n);
  if (parsed.reexports.length > 0) {
    const { Module } = require('internal/modules/cjs/loader');
    const path = require('path');
    const fake = new Module(filename, null);
    fake.filename = filename;
    fake.paths = Module._nodeModulePaths(path.dirname(filename));
    for (const spec of parsed.reexports) {
      let resolved;
      try {
        resolved = Module._resolveFilename(spec, fake);
      } catch {
        continue;
      }
      if (BuiltinModule.normalizeRequirableId(resolved) !== undefined) {
        const mod = helpers.loadBuiltinModule(BuiltinModule.normalizeRequirableId(resolved));
        for (const n of mod.getExportKeys()) names.add(n);
        continue;
      }
      if (seen.has(resolved)) continue;
      const ext = helpers.extname(resolved);
      if (ext === '.js' || ext === '.cjs' || !Module._extensions[ext]) for (const n of cjsExportNames(resolved, undefined, seen)) names.add(n);
    }
  }
  cjsParseCache.set(filename, names);
  return names;
}

// translateCommonJS makes the synthetic module of a CommonJS file.
function translateCommonJS(url, source, isMain) {
  const { Module, kModuleSource, kIsCachedByESMLoader, kFormat, exportsAtLoad, loadCached, wrapModuleLoad } = require('internal/modules/cjs/loader');
  const filename = url.startsWith('file:') ? fileURLToPath(url) : url;
  const cachedModule = Module._cache[filename];
  const names = new Set(cjsExportNames(filename, source === null || source === undefined ? undefined : helpers.stringify(source)));
  if (cachedModule?.loaded && cachedModule.exports !== null && (typeof cachedModule.exports === 'object' || typeof cachedModule.exports === 'function')) {
    for (const k of Object.keys(cachedModule.exports)) names.add(k);
  }
  names.delete('default');
  names.delete('module.exports');
  const exportNames = [...names, 'default', 'module.exports'];
  return new ModuleWrap(url, exportNames, function() {
    let mod = Module._cache[filename];
    let exports;
    if (mod?.loaded) {
      exports = exportsAtLoad(mod);
    } else {
      if (mod === undefined && source != null) {
        mod = new Module(filename);
        mod.filename = filename;
        mod.paths = Module._nodeModulePaths(mod.path);
        mod[kModuleSource] = helpers.stringify(source);
        mod[kFormat] = 'commonjs';
        mod[kIsCachedByESMLoader] = true;
        Module._cache[filename] = mod;
        exports = loadCached(mod, filename, isMain);
      } else {
        exports = wrapModuleLoad(filename, undefined, isMain);
      }
    }
    const isObject = exports !== null && (typeof exports === 'object' || typeof exports === 'function');
    for (const name of names) {
      if (!isObject || !Object.prototype.hasOwnProperty.call(exports, name)) continue;
      let value;
      try { value = exports[name]; } catch { /* a getter that throws */ }
      this.setExport(name, value);
    }
    this.setExport('default', exports);
    this.setExport('module.exports', exports);
  });
}

function translateJSON(url, source) {
  const { Module, exportsAtLoad } = require('internal/modules/cjs/loader');
  let filename;
  if (url.startsWith('file:')) {
    filename = fileURLToPath(url);
    const cached = Module._cache[filename];
    if (cached?.loaded) {
      const exports = exportsAtLoad(cached);
      return new ModuleWrap(url, ['default'], function() { this.setExport('default', exports); });
    }
  }
  let value;
  try {
    value = JSON.parse(helpers.stripBOM(helpers.stringify(source)));
  } catch (err) {
    err.message = `${filename ?? url}: ${err.message}`;
    throw err;
  }
  return new ModuleWrap(url, ['default'], function() {
    // A require() of the same file may have run in the meantime: both give one object.
    const cached = filename === undefined ? undefined : Module._cache[filename];
    this.setExport('default', cached?.loaded ? exportsAtLoad(cached) : value);
  });
}

// translateWasm makes the module of a WebAssembly file: what it imports are ES modules, its exports are bindings.
function translateWasm(url, source) {
  require('internal/util').emitExperimentalWarning('Importing WebAssembly module instances');
  const { WebAssembly } = globalThis;
  const compiled = new WebAssembly.Module(source);
  const names = WebAssembly.Module.exports(compiled).map((x) => x.name);
  const wanted = WebAssembly.Module.imports(compiled);
  const reserved = (s) => s.startsWith('wasm:') || s.startsWith('wasm-js:');
  const bad = wanted.find((x) => reserved(x.name) || x.module.startsWith('wasm-js:'));
  if (bad !== undefined) throw new WebAssembly.LinkError(`Invalid Wasm import name "${bad.name}" in ${url}`);
  const badExport = names.find(reserved);
  if (badExport !== undefined) throw new WebAssembly.LinkError(`Invalid Wasm export name "${badExport}" in ${url}`);
  const imports = [...new Set(wanted.map((x) => x.module))];
  const text = imports.map((s, i) => `import * as i${i} from ${JSON.stringify(s)};\n`).join('') +
    `import.meta.instantiate({ __proto__: null${imports.map((s, i) => `, ${JSON.stringify(s)}: i${i}`).join('')} });\n` +
    names.map((n, i) => `const e${i} = import.meta.exports[${JSON.stringify(n)}];\nexport { e${i} as ${JSON.stringify(n)} };\n`).join('');
  const wrap = new ModuleWrap(url, text, 0, 0);
  require('internal/modules/esm/utils').registerImportMeta(wrap, (meta) => {
    meta.instantiate = (importObject) => {
      const { exports } = new WebAssembly.Instance(compiled, importObject);
      const values = { __proto__: null };
      // A global is exported by its value.
      for (const n of names) values[n] = exports[n] instanceof WebAssembly.Global ? exports[n].value : exports[n];
      meta.exports = values;
    };
  });
  return wrap;
}

function translate(url, format, source, isMain, hook = 'load') {
  switch (format) {
    case 'module':
      return compileModule(url, sourceText(source, hook));
    case 'commonjs':
      return translateCommonJS(url, source, isMain);
    case 'json':
      return translateJSON(url, source);
    case 'wasm':
      return translateWasm(url, source);
    case 'builtin': {
      const mod = helpers.loadBuiltinModule(url.slice(5));
      return mod.getESMFacade();
    }
    case 'module-typescript':
      return compileModule(url, require('internal/modules/typescript').stripTypeScriptModuleTypes(helpers.stringify(source), url));
    case 'commonjs-typescript': {
      return translateCommonJS(url, null, isMain); // its require strips the types
    }
    default:
      throw unknownFormat(format, url);
  }
}

function sourceText(source, hook) {
  if (source === null || source === undefined || typeof source === 'boolean' || typeof source === 'bigint') {
    throw new ERR_INVALID_RETURN_PROPERTY_VALUE('string, array buffer, or typed array', hook, 'source', source);
  }
  return helpers.stringify(source);
}

// ---- the loader

class ModuleLoader {
  constructor() {
    this.map = new Map(); // url + type -> job
    this.hooks = undefined; // AsyncHooks of module.register() and --experimental-loader
    this.hooksLoader = undefined; // the graph that the hooks themselves live in
    this.registering = undefined; // a promise while hooks are being loaded or initialised
    this.isHooksLoader = false;
    this.mainURL = undefined;
    this.evalIndex = 0;
  }

  resolve(specifier, parentURL, attributes) {
    if (hooks.hasResolveHooks()) {
      return hooks.runResolve(specifier, parentURL, helpers.getEsmConditions(), attributes, (s, ctx) => defaultResolve(s, ctx));
    }
    return defaultResolve(specifier, { parentURL });
  }
  resolveForMeta(specifier, base) {
    try {
      return this.resolve(`${specifier}`, base, { __proto__: null }).url;
    } catch (error) {
      if (error?.code === 'ERR_UNSUPPORTED_DIR_IMPORT' || (error?.code === 'ERR_MODULE_NOT_FOUND' && error.url)) return error.url;
      throw error;
    }
  }
  loadModule(url, format, attributes) {
    if (hooks.hasLoadHooks()) {
      return hooks.runLoad(url, format, helpers.getEsmConditions(), attributes, (u, ctx) => defaultLoad(u, ctx, true));
    }
    return defaultLoad(url, { format, importAttributes: attributes });
  }

  // getJob makes (or finds) the job of a specifier and links everything below it.
  getJob(specifier, parentURL, attributes, isMain = false, source) {
    const { url, format } = this.resolve(specifier, parentURL, attributes);
    return this.getJobForURL(url, format, attributes, isMain, source);
  }
  getJobForURL(url, format, attributes, isMain, source) {
    const key = attributes.type === undefined ? url : `${url}\x00${attributes.type}`;
    let job = this.map.get(key);
    if (job !== undefined) {
      if (isMain) this.mainURL ??= url;
      return job;
    }
    if (isMain) this.mainURL ??= url;
    let loaded;
    if (source !== undefined && source !== null) loaded = { format: 'module', source };
    else loaded = this.loadModule(url, format, attributes);
    job = this.makeJob(url, loaded.format, loaded.source, isMain);
    this.map.set(key, job);
    try {
      this.link(job);
    } catch (e) {
      this.map.delete(key);
      throw e;
    }
    return job;
  }
  makeJob(url, format, source, isMain, hook) {
    helpers.reportDependency('watch:import', url);
    const job = new ModuleJob(url, format, translate(url, format, source, isMain, hook));
    if (this.isHooksLoader && format === 'module') {
      const { registerDynamicImport } = require('internal/modules/esm/utils');
      registerDynamicImport(job.wrap, (specifier, _, attributes) => this.import(specifier, url, attributes ?? { __proto__: null }));
    }
    return job;
  }
  isAsync() {
    return this.hooks !== undefined || this.registering !== undefined;
  }
  link(job) {
    if (job.linked !== undefined) return;
    const { wrap } = job;
    if (job.format === 'builtin') {
      job.linked = [];
      return;
    }
    const requests = wrap.getModuleRequests();
    job.requests = requests;
    job.linked = [];
    const wraps = new Array(requests.length);
    for (let i = 0; i < requests.length; i++) {
      const child = this.getJob(requests[i].specifier, job.url, requests[i].attributes);
      job.linked.push(child);
      wraps[i] = child.wrap;
    }
    wrap.link(wraps);
  }

  instantiate(job) {
    if (job.wrap.getStatus() >= kInstantiated) return;
    try {
      job.wrap.instantiate();
    } catch (e) {
      explainMissingExport(e, job);
      throw e;
    }
  }
  // run evaluates a linked job: a promise.
  async run(job) {
    this.instantiate(job);
    try {
      await job.wrap.evaluate(-1, false);
    } catch (e) {
      explainReferenceError(e, job.url);
      throw e;
    }
    return job.wrap.getNamespace();
  }

  async import(specifier, parentURL, attributes, isMain = false, source = undefined) {
    const dc = importChannel();
    const load = async () => {
      const job = this.isAsync() ? await this.getJobAsync(specifier, parentURL, attributes, isMain) : this.getJob(specifier, parentURL, attributes, isMain, source);
      return this.run(job);
    };
    if (dc.hasSubscribers) return dc.tracePromise(load, { __proto__: null, parentURL, url: specifier });
    return load();
  }

  // eval runs text as a module (-e with --input-type=module).
  async eval(source, url) {
    const job = this.makeJob(url, 'module', source, false);
    this.map.set(url, job);
    this.entryJob = job;
    this.mainURL ??= url;
    if (this.isAsync()) await this.linkAsync(job);
    else this.link(job);
    return this.run(job);
  }

  importSyncForRequire(mod, filename, source, parentName, onJob) {
    const { pathToFileURL } = require('internal/url');
    const url = filename.startsWith('node:') || filename.startsWith('data:') ? filename : pathToFileURL(filename).href;
    let job = this.map.get(url);
    if (job === undefined) {
      job = this.makeJob(url, 'module', source ?? modulesBinding.readFile(filename), false);
      this.map.set(url, job);
      onJob(job);
      try {
        this.link(job);
      } catch (e) {
        this.map.delete(url);
        throw e;
      }
    } else {
      onJob(job);
      if (job.evaluating || (job.wrap.getStatus() > kInstantiated && job.wrap.getStatus() < kEvaluated)) {
        throw cycleError('require() ES', filename, parentName);
      }
    }
    if (job.wrap.getStatus() < kEvaluated) checkCycle(job, new Set());
    const { wrap } = job;
    if (wrap.getStatus() === kErrored) throw wrap.getError();
    this.instantiate(job);
    if (wrap.getStatus() >= kEvaluated && wrap.getStatus() !== kErrored) {
      if (wrap.isGraphAsync()) throw new ERR_REQUIRE_ASYNC_MODULE(filename, parentName);
      return job;
    }
    if (wrap.isGraphAsync()) throw new ERR_REQUIRE_ASYNC_MODULE(filename, parentName);
    job.evaluating = true;
    try {
      const p = wrap.evaluate(-1, false);
      // A graph without top-level await is done now; its failure is thrown here, not reported as unhandled.
      p.then(undefined, () => {});
    } finally {
      job.evaluating = false;
    }
    if (wrap.getStatus() === kErrored) {
      const e = wrap.getError();
      explainReferenceError(e, job.url);
      throw e;
    }
    return job;
  }

  // ---- module.register(): asynchronous hooks, for import only.

  async resolveAsync(specifier, parentURL, attributes) {
    while (this.registering !== undefined) await this.registering;
    if (this.hooks === undefined) return this.resolve(specifier, parentURL, attributes);
    return this.hooks.resolve(specifier, parentURL, attributes, [...helpers.getEsmConditions()]);
  }
  async loadAsync(url, format, attributes) {
    if (this.hooks === undefined) return this.loadModule(url, format, attributes);
    return this.hooks.load(url, format, attributes, [...helpers.getEsmConditions()]);
  }
  async getJobAsync(specifier, parentURL, attributes, isMain) {
    const { url, format, importAttributes = attributes } = await this.resolveAsync(specifier, parentURL, attributes);
    const key = importAttributes.type === undefined ? url : `${url}\x00${importAttributes.type}`;
    if (isMain) this.mainURL ??= url;
    const known = this.map.get(key);
    if (known !== undefined) {
      await known.linking;
      return known;
    }
    this.pendingLoads ??= new Map();
    let pending = this.pendingLoads.get(key);
    if (pending === undefined) {
      pending = this.loadJobAsync(url, format, importAttributes, isMain, key);
      this.pendingLoads.set(key, pending);
    }
    const job = await pending;
    await job.linking;
    return job;
  }
  async loadJobAsync(url, format, importAttributes, isMain, key) {
    try {
      const loaded = await this.loadAsync(url, format, importAttributes);
      const job = this.makeJob(url, loaded.format, loaded.source, isMain, loaded.hook);
      this.map.set(key, job);
      job.linking = this.linkAsync(job);
      job.linking.then(() => { job.linking = undefined; }, () => { this.map.delete(key); });
      return job;
    } finally {
      this.pendingLoads.delete(key);
    }
  }
  async linkAsync(job) {
    if (job.linked !== undefined) return;
    job.linked = [];
    if (job.format === 'builtin') return;
    const requests = job.wrap.getModuleRequests();
    job.requests = requests;
    const children = await Promise.all(requests.map((r) => this.requestAsync(r, job)));
    job.linked = children;
    job.wrap.link(children.map((c) => c.wrap));
  }
  // requestAsync is getJobAsync for a static import: it does not wait for jobs that are waiting for this one (cycles).
  async requestAsync(request, job) {
    const { url, format, importAttributes = request.attributes } = await this.resolveAsync(request.specifier, job.url, request.attributes);
    const key = importAttributes.type === undefined ? url : `${url}\x00${importAttributes.type}`;
    let child = this.map.get(key);
    if (child === undefined) {
      this.pendingLoads ??= new Map();
      let pending = this.pendingLoads.get(key);
      if (pending === undefined) {
        pending = this.loadJobAsync(url, format, importAttributes, false, key);
        this.pendingLoads.set(key, pending);
      }
      child = await pending;
    }
    if (child.linking !== undefined && !waitsFor(child, job, new Set())) {
      job.waiting ??= new Set();
      job.waiting.add(child);
      try {
        await child.linking;
      } finally {
        job.waiting.delete(child);
      }
    }
    return child;
  }

  register(specifier, parentURL, options) {
    const { isURL, pathToFileURL } = require('internal/url');
    if (parentURL !== undefined && parentURL !== null && typeof parentURL === 'object' && !isURL(parentURL)) {
      options = parentURL;
      parentURL = options.parentURL;
    }
    const base = parentURL === undefined || parentURL === 'data:' ? pathToFileURL(`${process.cwd()}/`).href : `${parentURL}`;
    let data = options?.data;
    if (options?.transferList !== undefined) data = globalThis.structuredClone(data, { transfer: options.transferList });
    this.registerHooks(`${specifier}`, base, data);
  }
  // registerHooks loads the hooks at once where nothing asynchronous is in the way; what is left over is waited for by the next import.
  registerHooks(specifier, base, data) {
    if (this.hooksLoader === undefined) {
      this.hooksLoader = new ModuleLoader();
      this.hooksLoader.isHooksLoader = true;
    }
    const loader = this.hooksLoader;
    const add = (url, ns) => {
      if (this.hooks === undefined) {
        const { AsyncHooks } = require('internal/modules/esm/hooks');
        this.hooks = new AsyncHooks((s, context) => hookedResolve(s, context), (u, context) => defaultLoad(u, context));
        loader.hooks = this.hooks;
      }
      const { initialize } = ns;
      const pending = typeof initialize === 'function' ? initialize(data) : undefined;
      if (pending !== null && typeof pending?.then === 'function') return Promise.resolve(pending).then(() => { this.hooks.add(url, ns); });
      this.hooks.add(url, ns);
      return undefined;
    };
    if (!loader.isAsync() && this.registering === undefined) {
      const job = loader.getJob(specifier, base, { __proto__: null });
      loader.instantiate(job);
      if (!job.isEvaluated()) {
        const done = job.wrap.evaluate(-1, false);
        done.then(undefined, () => {});
        if (job.wrap.getStatus() === kErrored) throw job.wrap.getError();
        if (job.wrap.isGraphAsync()) {
          this.queueRegistration(() => done.then(() => add(job.url, job.wrap.getNamespace())));
          return;
        }
      }
      if (job.wrap.getStatus() === kErrored) throw job.wrap.getError();
      const pending = add(job.url, job.wrap.getNamespace());
      if (pending !== undefined) this.queueRegistration(() => pending);
      return;
    }
    this.queueRegistration(async () => {
      const job = await loader.getJobAsync(specifier, base, { __proto__: null }, false);
      const ns = await loader.run(job);
      await add(job.url, ns);
    });
  }
  queueRegistration(fn) {
    const p = this.registering === undefined ? fn() : this.registering.then(fn);
    this.registering = p;
    const done = () => { if (this.registering === p) this.registering = undefined; };
    p.then(done, (e) => {
      if (this.registering === p) this.registering = undefined;
      this.registrationError ??= e;
    });
  }
}
// hookedResolve is the default step of the resolve hooks.
function hookedResolve(specifier, context) {
  const { url, format } = defaultResolve(specifier, context);
  return { __proto__: null, url, format: format ?? undefined };
}
function cycleError(what, name, parentName) {
  return new ERR_REQUIRE_CYCLE_MODULE(`Cannot ${what} Module ${name} in a cycle.${parentName ? ` (from ${parentName})` : ''}` +
    ' A cycle involving require(esm) is not allowed to maintain invariants mandated by the ECMAScript specification.' +
    ' Try making at least part of the dependency in the graph lazily loaded.');
}
function isExecutingCommonJS(job) {
  if (!job.format.startsWith('commonjs') || !job.url.startsWith('file:')) return false;
  const { Module, kIsExecuting } = require('internal/modules/cjs/loader');
  return Module._cache[fileURLToPath(job.url)]?.[kIsExecuting] === true;
}
// checkCycle: nothing below a module that is required may be in the middle of its evaluation.
function checkCycle(job, seen) {
  seen.add(job);
  for (let i = 0; i < job.linked.length; i++) {
    const child = job.linked[i];
    if (seen.has(child)) continue;
    const status = child.wrap.getStatus();
    if (child.evaluating || (status > kInstantiated && status < kEvaluated) || isExecutingCommonJS(child)) {
      throw cycleError(child.format.startsWith('commonjs') ? 'import CommonJS' : 'import', job.requests[i].specifier, job.url.startsWith('file:') ? fileURLToPath(job.url) : job.url);
    }
    if (status < kEvaluated) checkCycle(child, seen);
  }
}
function waitsFor(job, target, seen) {
  if (job === target) return true;
  if (seen.has(job)) return false;
  seen.add(job);
  if (job.waiting !== undefined) for (const w of job.waiting) if (waitsFor(w, target, seen)) return true;
  return false;
}

let dcImport;
function importChannel() {
  return dcImport ??= require('diagnostics_channel').tracingChannel('module.import');
}

// The engine's "does not provide an export named" says more when the other side is CommonJS.
function explainMissingExport(e, job) {
  if (e?.name !== 'SyntaxError') return;
  const m = /The requested module '(.*)' does not provide an export named '(.+)'/.exec(e.message);
  if (m === null) return;
  const [, specifier, name] = m;
  let child;
  const seen = new Set();
  const search = (j) => {
    if (seen.has(j) || child !== undefined) return;
    seen.add(j);
    (j.requests ?? []).forEach((r, i) => {
      if (r.specifier === specifier && j.linked[i].format?.startsWith('commonjs')) child ??= j.linked[i];
      if (j.linked[i]) search(j.linked[i]);
    });
  };
  search(job);
  if (child === undefined) return;
  const header = `${e.name}: ${e.message}`;
  e.message = `Named export '${name}' not found. The requested module '${specifier}' is a CommonJS module, which may not support all ` +
    'module.exports as named exports.\nCommonJS modules can always be imported via the default export, for example using:' +
    `\n\nimport pkg from '${specifier}';\nconst {${name}} = pkg;\n`;
  if (typeof e.stack === 'string' && e.stack.includes(header)) {
    const stack = e.stack.replace(header, () => `${e.name}: ${e.message}`);
    Object.defineProperty(e, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  }
}
function explainReferenceError(e, url) {
  if (e?.name !== 'ReferenceError' || typeof e.message !== 'string') return;
  const m = /^(exports|__dirname|__filename|module|require) is not defined$/.exec(e.message);
  if (m === null) return;
  const header = `ReferenceError: ${e.message}`;
  let message = `${e.message} in ES module scope`;
  if (m[1] === 'require') message += ', you can use import instead';
  if (url.startsWith('file:')) {
    const filename = fileURLToPath(url);
    if (helpers.extname(filename) === '.js') {
      const scope = require('internal/modules/package_json_reader').getNearestScope(filename);
      if (scope.type === 'module') {
        message += '\nThis file is being treated as an ES module because it has a \'.js\' file extension and ' +
          `'${scope.pjsonPath}' contains "type": "module". To treat it as a CommonJS script, rename it to use the '.cjs' file extension.`;
      }
    }
  }
  try {
    const stack = typeof e.stack === 'string' ? e.stack.replace(header, () => `ReferenceError: ${message}`) : undefined;
    e.message = message;
    if (stack !== undefined) Object.defineProperty(e, 'stack', { value: stack, writable: true, configurable: true, enumerable: false });
  } catch { /* frozen */ }
}

// requiredModuleFacade gives the namespace that require(esm) shows for a module with a default export: __esModule is added.
const facades = new WeakMap();
function requiredModuleFacade(wrap) {
  let ns = facades.get(wrap);
  if (ns === undefined) {
    const facade = new ModuleWrap('node:internal/require_module_default_facade',
      "export * from 'original'; export { default } from 'original'; export const __esModule = true;", 0, 0);
    facade.link(facade.getModuleRequests().map(() => wrap));
    facade.instantiate();
    facade.evaluate(-1, false);
    ns = facade.getNamespace();
    facades.set(wrap, ns);
  }
  return ns;
}

let loader;
function getLoader() {
  return loader ??= new ModuleLoader();
}

module.exports = { cycleError, warnTypelessPackage, getLoader, ModuleLoader, requiredModuleFacade, cjsExportNames, defaultLoad };
