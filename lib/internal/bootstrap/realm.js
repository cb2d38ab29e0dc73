'use strict';
// The table of builtin modules. This is the first file that runs; its `require` is undefined.
// module.exports = { BuiltinModule, require, internalBinding }.

const { builtinIds, compileFunction } = internalBinding('builtins');

// Ids that programs may require, sorted; those after the blank line only with the node: scheme.
const publicIds = [
  '_http_agent', '_http_client', '_http_common', '_http_incoming', '_http_outgoing', '_http_server',
  '_tls_common', '_tls_wrap', 'assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console', 'constants',
  'crypto', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs', 'fs/promises', 'http', 'http2', 'https',
  'inspector', 'inspector/promises', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode',
  'querystring', 'readline', 'readline/promises', 'repl', 'stream', 'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder',
  'sys', 'timers', 'timers/promises', 'tls', 'trace_events', 'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'wasi', 'worker_threads', 'zlib',
];
const schemeOnlyIds = ['ffi', 'sea', 'sqlite', 'test', 'test/reporters'];

const schemeOnly = new Set(schemeOnlyIds);
const withoutScheme = new Set(publicIds);
const map = new Map();
const moduleLoadList = [];

class BuiltinModule {
  constructor(id) {
    this.filename = `${id}.js`;
    this.id = id;
    this.canBeRequiredByUsers = withoutScheme.has(id) || schemeOnly.has(id);
    this.exports = {};
    this.loaded = false;
    this.loading = false;
    this.exportKeys = undefined;
    this.module = undefined; // the ES module facade
  }
  static map = map;

  static exists(id) {
    return id.startsWith('internal/') || map.has(id);
  }
  static canBeRequiredByUsers(id) {
    return withoutScheme.has(id) || schemeOnly.has(id);
  }
  static canBeRequiredWithoutScheme(id) {
    return withoutScheme.has(id);
  }
  // normalizeRequirableId gives the id behind a request ('fs', 'node:fs'), or undefined.
  static normalizeRequirableId(id) {
    if (id.startsWith('node:')) {
      const normalized = id.slice(5);
      if (BuiltinModule.canBeRequiredByUsers(normalized)) return normalized;
    } else if (withoutScheme.has(id)) {
      return id;
    }
    return undefined;
  }
  static isBuiltin(id) {
    return (withoutScheme.has(id) && !id.startsWith('internal/')) || (typeof id === 'string' && id.startsWith('node:') && BuiltinModule.canBeRequiredByUsers(id.slice(5)));
  }
  static getSchemeOnlyModuleNames() {
    return schemeOnlyIds.slice();
  }
  static getCanBeRequiredByUsersWithoutSchemeList() {
    return publicIds.slice();
  }
  static getAllBuiltinModuleIds() {
    return [...publicIds, ...schemeOnlyIds.map((id) => `node:${id}`)];
  }
  // exposeInternals lets programs require internal/... (--expose-internals, for tests).
  static exposeInternals() {
    for (const id of builtinIds) if (id.startsWith('internal/')) withoutScheme.add(id);
  }

  compileForPublicLoader() {
    this.compileForInternalLoader();
    return this.exports;
  }
  getExportKeys() {
    return this.exportKeys ??= Object.keys(this.exports);
  }
  // getESMFacade makes the synthetic ES module of this builtin.
  getESMFacade() {
    if (this.module !== undefined) return this.module;
    const { ModuleWrap } = internalBinding('module_wrap');
    const builtin = this;
    const names = [...this.getExportKeys().filter((k) => k !== 'default'), 'default'];
    this.module = new ModuleWrap(`node:${this.id}`, names, function() {
      builtin.setExports(this);
    });
    this.module.link([]);
    this.module.instantiate();
    this.module.evaluate(-1, false);
    return this.module;
  }
  setExports(wrap) {
    for (const name of this.getExportKeys()) {
      if (name === 'default') continue;
      let value;
      try { value = this.exports[name]; } catch { /* a getter that throws has no value yet */ }
      wrap.setExport(name, value);
    }
    wrap.setExport('default', this.exports);
  }
  syncExports() {
    if (this.module !== undefined) this.setExports(this.module);
  }

  compileForInternalLoader() {
    if (this.loaded || this.loading) return this.exports;
    this.loading = true;
    try {
      const fn = compileFunction(this.id);
      fn(this.exports, requireBuiltin, this, process, internalBinding);
      this.loaded = true;
      moduleLoadList.push(`NativeModule ${this.id}`);
    } finally {
      this.loading = false;
    }
    return this.exports;
  }
}

for (let i = 0; i < builtinIds.length; i++) map.set(builtinIds[i], new BuiltinModule(builtinIds[i]));
for (const id of publicIds) if (!map.has(id)) map.set(id, new BuiltinModule(id));
for (const id of schemeOnlyIds) if (!map.has(id)) map.set(id, new BuiltinModule(id));

function requireBuiltin(id) {
  const mod = map.get(id);
  if (mod === undefined) throw new TypeError(`Missing internal module '${id}'`);
  if (mod.loaded || mod.loading) return mod.exports;
  return mod.compileForInternalLoader();
}

// internal/bootstrap/realm is itself a module that others require.
const self = map.get('internal/bootstrap/realm') ?? new BuiltinModule('internal/bootstrap/realm');
map.set('internal/bootstrap/realm', self);
self.exports = { BuiltinModule, require: requireBuiltin, internalBinding, moduleLoadList };
self.loaded = true;
module.exports = self.exports;
