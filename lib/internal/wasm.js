'use strict';

// The WebAssembly object over the binding's decoder and interpreter (bindings/wasm).

const binding = internalBinding('wasm');

function errorClass(name) {
  const C = { [name]: class extends Error {
    constructor(message, options) {
      super(message, options);
    }
  } }[name];
  Object.defineProperty(C.prototype, 'name', { __proto__: null, value: name, writable: true, enumerable: false, configurable: true });
  return C;
}
const CompileError = errorClass('CompileError');
const LinkError = errorClass('LinkError');
const RuntimeError = errorClass('RuntimeError');

const handles = new WeakMap(); // object or exported function -> handle
const objects = new WeakMap(); // handle -> object
function wrap(handle) {
  const f = binding.functionOf(handle);
  handles.set(f, handle);
  return f;
}
binding.register(CompileError, LinkError, RuntimeError, wrap, (f) => (typeof f === 'function' ? handles.get(f) : undefined));

function objectOf(C, handle) {
  let o = objects.get(handle);
  if (o === undefined) {
    o = Object.create(C.prototype);
    handles.set(o, handle);
    objects.set(handle, o);
  }
  return o;
}
function own(o, C, method) {
  const h = typeof o === 'object' && o !== null && o instanceof C ? handles.get(o) : undefined;
  if (h === undefined) throw new TypeError(`WebAssembly.${method}: Receiver is not a WebAssembly.${C.name}`);
  return h;
}
function source(v, what, index = 0) {
  if (!ArrayBuffer.isView(v) && !(v instanceof ArrayBuffer) && Object.prototype.toString.call(v) !== '[object SharedArrayBuffer]' && Object.prototype.toString.call(v) !== '[object ArrayBuffer]') {
    throw new TypeError(`${what}: Argument ${index} must be a buffer source`);
  }
  return v;
}
function size(what, name, v, max) {
  const n = Number(v);
  const bad = (text) => new TypeError(`${what}: Property '${name}': value ${String(v)} is ${text}`);
  if (!Number.isFinite(n)) throw bad(Number.isNaN(n) ? 'not a number'.replace('not a number', 'not convertible to a valid number') : 'above the upper bound');
  const i = Math.trunc(n);
  if (i < 0) throw bad('below the lower bound');
  if (i > max) throw bad('above the upper bound');
  return i;
}
function descriptor(what, d, max) {
  if (typeof d !== 'object' && typeof d !== 'function' || d === null) throw new TypeError(`${what}: Argument 0 must be a ${what.includes('Memory') ? 'memory' : 'table'} descriptor`);
  const initial = d.initial ?? d.minimum;
  if (initial === undefined) throw new TypeError(`${what}: Property 'initial' is required`);
  const min = size(what, 'initial', initial, max);
  let most;
  if (d.maximum !== undefined) {
    most = size(what, 'maximum', d.maximum, max === 65536 ? 65536 : 0xffffffff);
    if (most < min) throw new RangeError(`${what}: Property 'maximum': value ${most} is below the lower bound ${min}`);
  }
  return [min, most];
}

class Module {
  constructor(bytes) {
    const h = binding.compile(source(bytes, 'WebAssembly.Module()'), 'WebAssembly.Module()');
    handles.set(this, h);
  }
  static imports(module) {
    return binding.imports(moduleHandle(module, 'WebAssembly.Module.imports()')).map(([m, name, kind]) => ({ module: m, name, kind }));
  }
  static exports(module) {
    return binding.exports(moduleHandle(module, 'WebAssembly.Module.exports()')).map(([name, kind]) => ({ name, kind }));
  }
  static customSections(module, name) {
    const h = moduleHandle(module, 'WebAssembly.Module.customSections()');
    if (name === undefined) throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    return binding.customSections(h, String(name));
  }
}
function moduleHandle(m, what, index = 0) {
  const h = typeof m === 'object' && m !== null && m instanceof Module ? handles.get(m) : undefined;
  if (h === undefined) throw new TypeError(`${what}: Argument ${index} must be a WebAssembly.Module`);
  return h;
}

function link(what, h, imports) {
  const wanted = binding.imports(h);
  if (imports !== undefined && (typeof imports !== 'object' && typeof imports !== 'function' || imports === null)) throw new TypeError(`${what}: Argument 1 must be an object`);
  if (wanted.length && imports === undefined) throw new TypeError(`${what}: Imports argument must be present and must be an object`);
  return wanted.map(([module, name, kind, type], i) => {
    const o = imports[module];
    if (typeof o !== 'object' && typeof o !== 'function' || o === null) throw new TypeError(`${what}: Import #${i} "${module}": module is not an object or function`);
    const v = o[name];
    if (kind === 'function') return typeof v === 'function' ? handles.get(v) ?? v : undefined;
    if (kind === 'global' && !(v instanceof Global)) {
      const fits = type === 'i64' ? typeof v === 'bigint' : type === 'externref' || (type === 'funcref' ? v === null || handles.has(v) : typeof v === 'number');
      if (type.startsWith('mut ') || !fits) return undefined;
      return binding.newGlobal(type, false, v);
    }
    return typeof v === 'object' && v !== null ? handles.get(v) : undefined;
  });
}
function instantiated(target, what, h, imports) {
  const exports = { __proto__: null };
  for (const [name, kind, value] of binding.instantiate(h, link(what, h, imports))) {
    exports[name] = kind === 'function' ? value : objectOf(kind === 'memory' ? Memory : kind === 'table' ? Table : Global, value);
  }
  Object.defineProperty(target, 'exports', { __proto__: null, value: Object.freeze(exports), enumerable: true, configurable: true });
  return target;
}
class Instance {
  constructor(module, imports) {
    instantiated(this, 'WebAssembly.Instance()', moduleHandle(module, 'WebAssembly.Instance()'), imports);
  }
}

class Memory {
  constructor(d) {
    const [min, max] = descriptor('WebAssembly.Memory()', d, 65536);
    if (d.shared) throw new TypeError('WebAssembly.Memory(): shared memories are not supported');
    const h = binding.newMemory(min, max);
    handles.set(this, h);
    objects.set(h, this);
  }
  grow(delta) {
    const h = own(this, Memory, 'Memory.grow()');
    const n = size('WebAssembly.Memory.grow()', 'delta', delta, 0xffffffff);
    const old = binding.memoryGrow(h, n);
    if (old < 0) throw new RangeError('WebAssembly.Memory.grow(): Maximum memory size exceeded');
    return old;
  }
  get buffer() { return binding.memoryBuffer(own(this, Memory, 'Memory.buffer')); }
}

class Table {
  constructor(d, value) {
    if (typeof d !== 'object' || d === null) throw new TypeError('WebAssembly.Table(): Argument 0 must be a table descriptor');
    const element = String(d.element);
    if (element !== 'anyfunc' && element !== 'externref') throw new TypeError('WebAssembly.Table(): Descriptor property \'element\' must be a WebAssembly reference type');
    const [min, max] = descriptor('WebAssembly.Table()', d, 10000000);
    const h = binding.newTable(element, min, max, value === undefined && (element === 'anyfunc' || arguments.length < 2) ? (element === 'anyfunc' ? null : undefined) : value);
    handles.set(this, h);
    objects.set(h, this);
  }
  get length() { return binding.tableLength(own(this, Table, 'Table.length')); }
  grow(delta, value) {
    const h = own(this, Table, 'Table.grow()');
    const old = binding.tableGrow(h, size('WebAssembly.Table.grow()', 'delta', delta, 0xffffffff), value === undefined ? null : value);
    if (old < 0) throw new RangeError('WebAssembly.Table.grow(): failed to grow table by ' + delta);
    return old;
  }
  get(index) { return binding.tableGet(...at(this, index, 'get')); }
  set(index, value) {
    const [h, i] = at(this, index, 'set');
    if (value === undefined) value = null;
    if (!binding.tableAccepts(h, value)) throw new TypeError('WebAssembly.Table.set(): Argument 1 is invalid for table: function-typed object must be null (if nullable) or a Wasm function object');
    binding.tableSet(h, i, value);
  }
}
function at(t, index, method) {
  const h = own(t, Table, `Table.${method}()`);
  const i = Number(index);
  if (!(i >= 0 && Math.trunc(i) < binding.tableLength(h))) throw new RangeError(`WebAssembly.Table.${method}(): invalid address ${index} in ${'funcref'} table of size ${binding.tableLength(h)}`);
  return [h, Math.trunc(i)];
}

class Global {
  constructor(d, value) {
    if (typeof d !== 'object' || d === null) throw new TypeError('WebAssembly.Global(): Argument 0 must be a global descriptor');
    const type = String(d.value);
    if (!['i32', 'i64', 'f32', 'f64', 'externref', 'anyfunc'].includes(type)) throw new TypeError('WebAssembly.Global(): Descriptor property \'value\' must be a WebAssembly type');
    if (value === undefined) value = type === 'i64' ? 0n : type === 'anyfunc' ? null : type === 'externref' ? undefined : 0;
    const h = binding.newGlobal(type, Boolean(d.mutable), value);
    handles.set(this, h);
    objects.set(h, this);
  }
  get value() { return binding.globalGet(own(this, Global, 'Global.value')); }
  set value(v) {
    if (!binding.globalSet(own(this, Global, 'Global.value'), v)) throw new TypeError('set WebAssembly.Global.value): Can\'t set the value of an immutable global.');
  }
  valueOf() { return binding.globalGet(own(this, Global, 'Global.valueOf()')); }
}

class Tag {
  constructor() { throw new TypeError('WebAssembly.Tag(): exceptions are not supported'); }
}
class Exception {
  constructor() { throw new TypeError('WebAssembly.Exception(): exceptions are not supported'); }
}

function compiled(what, bytes) {
  const m = Object.create(Module.prototype);
  handles.set(m, binding.compile(bytes, what));
  return m;
}
function copy(bytes) {
  return ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice() : new Uint8Array(bytes).slice();
}
async function responseBytes(what, input) {
  const r = await input;
  if (typeof Response !== 'function' || !(r instanceof Response)) throw new TypeError(`${what}: Argument 0 must be a Response or a Promise resolving to one`);
  const { codes: { ERR_WEBASSEMBLY_RESPONSE } } = require('internal/errors');
  const bad = (text) => (ERR_WEBASSEMBLY_RESPONSE ? new ERR_WEBASSEMBLY_RESPONSE(text) : Object.assign(new TypeError(`WebAssembly response ${text}`), { code: 'ERR_WEBASSEMBLY_RESPONSE' }));
  if (r.headers.get('Content-Type') !== 'application/wasm') throw bad(`has unsupported MIME type '${r.headers.get('Content-Type') ?? ''}'`);
  if (!r.ok) throw bad(`has status code ${r.status}`);
  if (r.bodyUsed) throw bad('body has already been used');
  return new Uint8Array(await r.arrayBuffer());
}

const WebAssembly = Object.create(Object.prototype, { [Symbol.toStringTag]: { value: 'WebAssembly', configurable: true } });
const functions = {
  compile(bytes) {
    return new Promise((resolve) => {
      const b = copy(source(bytes, 'WebAssembly.compile()'));
      resolve(Promise.resolve().then(() => compiled('WebAssembly.compile()', b)));
    });
  },
  validate(bytes) { return binding.validate(source(bytes, 'WebAssembly.validate()')); },
  instantiate(bytes) {
    const imports = arguments[1];
    return new Promise((resolve) => {
      const what = 'WebAssembly.instantiate()';
      if (imports !== undefined && (typeof imports !== 'object' && typeof imports !== 'function' || imports === null)) throw new TypeError(`${what}: Argument 1 must be an object`);
      if (typeof bytes === 'object' && bytes !== null && bytes instanceof Module) {
        const h = moduleHandle(bytes, what);
        resolve(Promise.resolve().then(() => instantiated(Object.create(Instance.prototype), what, h, imports)));
        return;
      }
      if (typeof bytes !== 'object' || bytes === null) throw new TypeError(`${what}: Argument 0 must be a buffer source or a WebAssembly.Module`);
      const b = copy(source(bytes, what));
      resolve(Promise.resolve().then(() => {
        const module = compiled(what, b);
        return { module, instance: instantiated(Object.create(Instance.prototype), what, handles.get(module), imports) };
      }));
    });
  },
  async compileStreaming(input) { return compiled('WebAssembly.compileStreaming()', await responseBytes('WebAssembly.compileStreaming()', input)); },
  async instantiateStreaming(input) {
    const imports = arguments[1];
    return functions.instantiate(await responseBytes('WebAssembly.instantiateStreaming()', input), imports);
  },
};
const namespace = { ...functions, Module, Instance, Table, Memory, Global, Tag, Exception, CompileError, LinkError, RuntimeError };
for (const [name, value] of Object.entries(namespace)) Object.defineProperty(WebAssembly, name, { __proto__: null, value, writable: true, enumerable: name in functions, configurable: true });
for (const C of [Module, Instance, Table, Memory, Global, Tag, Exception]) {
  Object.defineProperty(C.prototype, Symbol.toStringTag, { __proto__: null, value: 'WebAssembly.' + C.name, configurable: true });
  Object.defineProperty(C, 'length', { __proto__: null, value: 1, configurable: true });
  for (const o of [C, C.prototype]) {
    for (const [k, d] of Object.entries(Object.getOwnPropertyDescriptors(o))) {
      if (k !== 'constructor' && k !== 'prototype' && (typeof d.value === 'function' || d.get)) Object.defineProperty(o, k, { ...d, enumerable: true });
    }
  }
}

module.exports = { WebAssembly };
