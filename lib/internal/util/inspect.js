'use strict';

// util.inspect and util.format.
//
// formatValue(ctx, value, level) gives the text of one value. `ctx` is the merged options object plus the state of one
// inspect() call: seen (the objects being printed, outermost first), circular (object -> reference number), indent (the
// column at which the current value's lines start) and depthNow (the level of the innermost object begun last).

const {
  getOwnNonIndexProperties,
  getPromiseDetails,
  getProxyDetails,
  previewEntries,
  getConstructorName: nativeConstructorName,
  getExternalValue,
  constants: { ALL_PROPERTIES, ONLY_ENUMERABLE, kPending, kRejected },
} = internalBinding('util');
const types = require('internal/util/types');
const {
  isAnyArrayBuffer, isArgumentsObject, isArrayBuffer, isAsyncFunction, isBigIntObject, isBooleanObject, isBoxedPrimitive,
  isDataView, isDate, isExternal, isGeneratorFunction, isMap, isMapIterator, isModuleNamespaceObject, isNativeError,
  isNumberObject, isPromise, isRegExp, isSet, isSetIterator, isStringObject, isTypedArray, isWeakMap, isWeakSet,
} = types;

const { isArray } = Array;
const {
  getOwnPropertyDescriptor, getOwnPropertyNames, getOwnPropertySymbols, getPrototypeOf, hasOwn, keys: objectKeys,
} = Object;
const propertyIsEnumerable = Function.prototype.call.bind(Object.prototype.propertyIsEnumerable);
const functionToString = Function.prototype.call.bind(Function.prototype.toString);
const regExpToString = Function.prototype.call.bind(RegExp.prototype.toString);
const dateToISOString = Function.prototype.call.bind(Date.prototype.toISOString);
const dateToString = Function.prototype.call.bind(Date.prototype.toString);
const dateGetTime = Function.prototype.call.bind(Date.prototype.getTime);
const symbolToString = Function.prototype.call.bind(Symbol.prototype.toString);
const setValues = Function.prototype.call.bind(Set.prototype.values);
const mapEntries = Function.prototype.call.bind(Map.prototype.entries);
const setSize = Function.prototype.call.bind(getOwnPropertyDescriptor(Set.prototype, 'size').get);
const mapSize = Function.prototype.call.bind(getOwnPropertyDescriptor(Map.prototype, 'size').get);
const typedArrayProto = getPrototypeOf(Uint8Array.prototype);
const typedArrayLength = Function.prototype.call.bind(getOwnPropertyDescriptor(typedArrayProto, 'length').get);
const typedArrayTag = Function.prototype.call.bind(getOwnPropertyDescriptor(typedArrayProto, Symbol.toStringTag).get);
const errorToString = Function.prototype.call.bind(Error.prototype.toString);

const kCustom = Symbol.for('nodejs.util.inspect.custom');

// How the entries of an object are laid out.
const kObject = 0;
const kArrayElement = 1;
const kArrayLike = 2;

const kMinLineWidth = 16;
const kMaxBudget = 2 ** 27;

const inspectDefaultOptions = {
  showHidden: false,
  depth: 2,
  colors: false,
  customInspect: true,
  showProxy: false,
  maxArrayLength: 100,
  maxStringLength: 10000,
  breakLength: 80,
  compact: 3,
  sorted: false,
  getters: false,
  numericSeparator: false,
};
Object.seal(inspectDefaultOptions);

let errorsModule;
function lazyErrors() {
  return errorsModule ??= require('internal/errors');
}

let utilModule;
function lazyUtil() {
  return utilModule ??= require('internal/util');
}

let builtInNames;
// True for the name of a constructor that ECMAScript (or the engine) defines globally.
function isBuiltInName(name) {
  builtInNames ??= new Set(('Object Function Array Number Boolean String Symbol Date Promise RegExp Error AggregateError ' +
    'EvalError RangeError ReferenceError SyntaxError TypeError URIError ArrayBuffer Uint8Array Int8Array Uint16Array ' +
    'Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
    'BigInt64Array DataView Map BigInt Set Iterator WeakMap WeakSet WeakRef Proxy FinalizationRegistry ' +
    'Atomics JSON Math Intl Reflect Infinity NaN SuppressedError DisposableStack ' +
    'AsyncDisposableStack Temporal WebAssembly').split(' '));
  return builtInNames.has(name);
}

// ---------------------------------------------------------------------------------------------------------------------
// Entry points

function inspect(value, opts) {
  const ctx = {
    budget: {},
    indent: 0,
    seen: [],
    depthNow: 0,
    circular: undefined,
    userOptions: undefined,
    stylize: stylizeNoColor,
    showHidden: inspectDefaultOptions.showHidden,
    depth: inspectDefaultOptions.depth,
    colors: inspectDefaultOptions.colors,
    customInspect: inspectDefaultOptions.customInspect,
    showProxy: inspectDefaultOptions.showProxy,
    maxArrayLength: inspectDefaultOptions.maxArrayLength,
    maxStringLength: inspectDefaultOptions.maxStringLength,
    breakLength: inspectDefaultOptions.breakLength,
    compact: inspectDefaultOptions.compact,
    sorted: inspectDefaultOptions.sorted,
    getters: inspectDefaultOptions.getters,
    numericSeparator: inspectDefaultOptions.numericSeparator,
  };
  if (arguments.length > 1) {
    // inspect(value, showHidden, depth, colors) is the old form.
    if (arguments.length > 2) {
      if (arguments[2] !== undefined) ctx.depth = arguments[2];
      if (arguments.length > 3 && arguments[3] !== undefined) ctx.colors = arguments[3];
    }
    if (typeof opts === 'boolean') {
      ctx.showHidden = opts;
    } else if (opts) {
      for (const key of objectKeys(opts)) {
        if (hasOwn(inspectDefaultOptions, key) || key === 'stylize') ctx[key] = opts[key];
        else if (ctx.userOptions === undefined) ctx.userOptions = opts;
      }
    }
  }
  if (ctx.colors) ctx.stylize = stylizeWithColor;
  if (ctx.maxArrayLength === null) ctx.maxArrayLength = Infinity;
  if (ctx.maxStringLength === null) ctx.maxStringLength = Infinity;
  return formatValue(ctx, value, 0, false);
}

inspect.custom = kCustom;

Object.defineProperty(inspect, 'defaultOptions', {
  __proto__: null,
  get() {
    return inspectDefaultOptions;
  },
  set(options) {
    require('internal/validators').validateObject(options, 'options');
    Object.assign(inspectDefaultOptions, options);
  },
});

// Codes of Select Graphic Rendition: [on, off].
inspect.colors = {
  __proto__: null,
  reset: [0, 0],
  bold: [1, 22],
  dim: [2, 22],
  italic: [3, 23],
  underline: [4, 24],
  blink: [5, 25],
  inverse: [7, 27],
  hidden: [8, 28],
  strikethrough: [9, 29],
  doubleunderline: [21, 24],
  black: [30, 39],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  white: [37, 39],
  bgBlack: [40, 49],
  bgRed: [41, 49],
  bgGreen: [42, 49],
  bgYellow: [43, 49],
  bgBlue: [44, 49],
  bgMagenta: [45, 49],
  bgCyan: [46, 49],
  bgWhite: [47, 49],
  framed: [51, 54],
  overlined: [53, 55],
  gray: [90, 39],
  redBright: [91, 39],
  greenBright: [92, 39],
  yellowBright: [93, 39],
  blueBright: [94, 39],
  magentaBright: [95, 39],
  cyanBright: [96, 39],
  whiteBright: [97, 39],
  bgGray: [100, 49],
  bgRedBright: [101, 49],
  bgGreenBright: [102, 49],
  bgYellowBright: [103, 49],
  bgBlueBright: [104, 49],
  bgMagentaBright: [105, 49],
  bgCyanBright: [106, 49],
  bgWhiteBright: [107, 49],
};

function colorAlias(target, alias) {
  Object.defineProperty(inspect.colors, alias, {
    __proto__: null,
    get() {
      return this[target];
    },
    set(value) {
      this[target] = value;
    },
    configurable: true,
    enumerable: false,
  });
}
colorAlias('gray', 'grey');
colorAlias('gray', 'blackBright');
colorAlias('bgGray', 'bgGrey');
colorAlias('bgGray', 'bgBlackBright');
colorAlias('dim', 'faint');
colorAlias('strikethrough', 'crossedout');
colorAlias('strikethrough', 'strikeThrough');
colorAlias('strikethrough', 'crossedOut');
colorAlias('hidden', 'conceal');
colorAlias('inverse', 'swapColors');
colorAlias('inverse', 'swapcolors');
colorAlias('doubleunderline', 'doubleUnderline');

inspect.styles = Object.assign({ __proto__: null }, {
  special: 'cyan',
  number: 'yellow',
  bigint: 'yellow',
  boolean: 'yellow',
  undefined: 'grey',
  null: 'bold',
  string: 'green',
  symbol: 'green',
  date: 'magenta',
  regexp: highlightRegExp,
  module: 'underline',
});

function stylizeWithColor(text, styleType) {
  const style = inspect.styles[styleType];
  if (style !== undefined) {
    const color = inspect.colors[style];
    if (color !== undefined) return `\u001b[${color[0]}m${text}\u001b[${color[1]}m`;
    if (typeof style === 'function') return style(text);
  }
  return text;
}

function stylizeNoColor(text) {
  return text;
}

const regExpPalette = ['green', 'red', 'yellow', 'cyan', 'magenta'];
highlightRegExp.colors = regExpPalette;

// Colors the source of a regular expression: groups by nesting level, classes, escapes, quantifiers.
function highlightRegExp(source) {
  return require('internal/util/inspect_regexp').highlight(source, inspect.colors,
    highlightRegExp.colors?.length > 0 ? highlightRegExp.colors : regExpPalette);
}

// The options a custom inspect function receives.
function getUserOptions(ctx, crossContext) {
  const options = {
    stylize: ctx.stylize,
    showHidden: ctx.showHidden,
    depth: ctx.depth,
    colors: ctx.colors,
    customInspect: ctx.customInspect,
    showProxy: ctx.showProxy,
    maxArrayLength: ctx.maxArrayLength,
    maxStringLength: ctx.maxStringLength,
    breakLength: ctx.breakLength,
    compact: ctx.compact,
    sorted: ctx.sorted,
    getters: ctx.getters,
    numericSeparator: ctx.numericSeparator,
    ...ctx.userOptions,
  };
  if (crossContext) {
    // No object of this realm may be reachable from a function of another one.
    Object.setPrototypeOf(options, null);
    for (const key of objectKeys(options)) {
      if ((typeof options[key] === 'object' || typeof options[key] === 'function') && options[key] !== null) {
        delete options[key];
      }
    }
    options.stylize = Object.setPrototypeOf((value, flavour) => {
      let text;
      try {
        text = `${ctx.stylize(value, flavour)}`;
      } catch {
        // The text stays undefined; the value itself is returned.
      }
      return typeof text === 'string' ? text : value;
    }, null);
  }
  return options;
}

// ---------------------------------------------------------------------------------------------------------------------
// Values

function formatValue(ctx, value, level, inTypedArray) {
  if (typeof value !== 'object' && typeof value !== 'function') {
    if (isUndetectable(value)) return formatRaw(ctx, value, level, inTypedArray);
    return formatPrimitive(ctx.stylize, value, ctx);
  }
  if (value === null) return ctx.stylize('null', 'null');

  const original = value;
  const proxy = getProxyDetails(value, !!ctx.showProxy);
  if (proxy !== undefined) {
    if (proxy === null || (ctx.showProxy && proxy[0] === null)) return ctx.stylize('<Revoked Proxy>', 'special');
    if (ctx.showProxy) return formatProxy(ctx, proxy, level);
    value = proxy;
  }

  if (ctx.customInspect) {
    const custom = value[kCustom];
    if (typeof custom === 'function' && custom !== inspect && !isPrototypeObject(value, original, proxy)) {
      const depth = ctx.depth === null ? null : ctx.depth - level;
      const crossContext = proxy !== undefined || !(original instanceof Object);
      const result = Reflect.apply(custom, original, [depth, getUserOptions(ctx, crossContext), inspect]);
      if (result !== original) {
        const text = typeof result === 'string' ? result : formatValue(ctx, result, level, false);
        return text.replaceAll('\n', `\n${' '.repeat(ctx.indent)}`);
      }
    }
  }

  if (ctx.seen.includes(value)) {
    let index = 1;
    if (ctx.circular === undefined) {
      ctx.circular = new Map();
      ctx.circular.set(value, index);
    } else {
      index = ctx.circular.get(value);
      if (index === undefined) {
        index = ctx.circular.size + 1;
        ctx.circular.set(value, index);
      }
    }
    return ctx.stylize(`[Circular *${index}]`, 'special');
  }
  if (proxy !== undefined) {
    return `${ctx.stylize('Proxy(', 'special')}${formatProxyTarget(ctx, value, level)}${ctx.stylize(')', 'special')}`;
  }
  return formatRaw(ctx, value, level, inTypedArray);
}

// The target may be a proxy itself; its custom function has been asked already.
function formatProxyTarget(ctx, value, level) {
  if (getProxyDetails(value, false) !== undefined) return formatValue(ctx, value, level, false);
  return formatRaw(ctx, value, level, false);
}

// document.all-like objects: typeof says undefined.
function isUndetectable(value) {
  return typeof value === 'undefined' && value !== undefined;
}

// A class's own prototype object is shown as it is: its custom function is meant for instances.
function isPrototypeObject(value) {
  const { constructor } = value;
  return typeof constructor === 'function' && constructor.prototype === value;
}

function formatProxy(ctx, proxy, level) {
  if (level > ctx.depth && ctx.depth !== null) return ctx.stylize('Proxy [Array]', 'special');
  level += 1;
  ctx.indent += 2;
  const parts = [formatValue(ctx, proxy[0], level, false), formatValue(ctx, proxy[1], level, false)];
  ctx.indent -= 2;
  return layout(ctx, parts, '', ['Proxy [', ']'], kArrayLike, level);
}

// The name of the nearest constructor in the prototype chain that value is an instance of; null when there is no
// prototype; a composite text when the chain is unusual. Collects inherited properties into protoProps (showHidden).
function constructorNameOf(value, ctx, level, protoProps) {
  let object = value;
  let firstProto;
  while (object || isUndetectable(object)) {
    const desc = getOwnPropertyDescriptor(object, 'constructor');
    if (desc !== undefined && typeof desc.value === 'function' && desc.value.name !== '' && isInstance(value, desc.value)) {
      if (protoProps !== undefined && (firstProto !== object || !isBuiltInName(desc.value.name))) {
        addPrototypeProperties(ctx, value, firstProto || value, level, protoProps);
      }
      return String(desc.value.name);
    }
    object = getPrototypeOf(object);
    if (firstProto === undefined) firstProto = object;
  }
  if (firstProto === null) return null;
  const name = nativeConstructorName(value);
  if (level > ctx.depth && ctx.depth !== null) return `${name} <Complex prototype>`;
  const protoName = constructorNameOf(firstProto, ctx, level + 1, protoProps);
  if (protoName === null) {
    return `${name} <${inspect(firstProto, { ...publicOptions(ctx), customInspect: false, depth: -1 })}>`;
  }
  return `${name} <${protoName}>`;
}

function publicOptions(ctx) {
  const options = {};
  for (const key of objectKeys(inspectDefaultOptions)) options[key] = ctx[key];
  return options;
}

function isInstance(value, constructor) {
  try {
    return value instanceof constructor;
  } catch {
    return false;
  }
}

function addPrototypeProperties(ctx, main, object, level, output) {
  let depth = 0;
  let keys;
  let known;
  do {
    if (depth !== 0 || main === object) {
      object = getPrototypeOf(object);
      if (object === null) break;
      const desc = getOwnPropertyDescriptor(object, 'constructor');
      if (desc !== undefined && typeof desc.value === 'function' && isBuiltInName(desc.value.name)) break;
    }
    if (depth === 0) known = new Set();
    else for (const key of keys) known.add(key);
    keys = Reflect.ownKeys(object);
    ctx.seen.push(main);
    for (const key of keys) {
      if (key === 'constructor' || hasOwn(main, key) || (depth !== 0 && known.has(key))) continue;
      const desc = getOwnPropertyDescriptor(object, key);
      if (typeof desc.value === 'function') continue;
      const text = formatProperty(ctx, object, level, key, kObject, desc, main);
      output.push(ctx.colors ? `\u001b[2m${text}\u001b[22m` : text);
    }
    ctx.seen.pop();
  } while (++depth !== 3);
}

// 'Foo(2) [tag] ' in front of the opening bracket.
function prefixOf(constructor, tag, fallback, size = '') {
  if (constructor === null) {
    if (tag !== '' && fallback !== tag) return `[${fallback}${size}: null prototype] [${tag}] `;
    return `[${fallback}${size}: null prototype] `;
  }
  if (tag !== '' && constructor !== tag) {
    // Intl.NumberFormat says it all.
    if (tag.endsWith(`.${constructor}`)) return `${tag}${size} `;
    return `${constructor}${size} [${tag}] `;
  }
  return `${constructor}${size} `;
}

// The prefix of an object that is of no special kind.
function objectPrefix(value, constructor, tag) {
  let fallback = 'Object';
  if (constructor === null) {
    fallback = nativeConstructorName(value);
    if (tag !== '' && fallback === tag) fallback = 'Object';
  }
  return prefixOf(constructor, tag, fallback);
}

function getKeys(value, showHidden) {
  const symbols = getOwnPropertySymbols(value);
  if (showHidden) {
    const keys = getOwnPropertyNames(value);
    if (symbols.length !== 0) keys.push(...symbols);
    return keys;
  }
  let keys;
  try {
    keys = objectKeys(value);
  } catch (err) {
    // A module namespace with an uninitialized binding.
    if (!isModuleNamespaceObject(value)) throw err;
    keys = getOwnPropertyNames(value);
  }
  for (let i = 0; i < symbols.length; i++) {
    const symbol = symbols[i];
    if (propertyIsEnumerable(value, symbol)) keys.push(symbol);
  }
  return keys;
}

function toStringTagOf(value, ctx, constructor) {
  let tag = value[Symbol.toStringTag];
  if (typeof tag !== 'string') return '';
  if (tag !== '' && (ctx.showHidden ? hasOwn : propertyIsEnumerable)(value, Symbol.toStringTag)) return '';
  return tag;
}

function formatRaw(ctx, value, level, inTypedArray) {
  let keys;
  let protoProps;
  if (ctx.showHidden && (level <= ctx.depth || ctx.depth === null)) protoProps = [];
  const constructor = constructorNameOf(value, ctx, level, protoProps);
  if (protoProps !== undefined && protoProps.length === 0) protoProps = undefined;
  const tag = toStringTagOf(value, ctx, constructor);

  let base = '';
  let format = formatNothing;
  let braces;
  let layoutType = kObject;
  let done = false;
  const filter = ctx.showHidden ? ALL_PROPERTIES : ONLY_ENUMERABLE;

  if (constructor === null || value[Symbol.iterator]) {
    done = true;
    if (isArray(value)) {
      const prefix = constructor !== 'Array' || tag !== '' ?
        prefixOf(constructor, tag, 'Array', `(${value.length})`) : '';
      keys = getOwnNonIndexProperties(value, filter);
      braces = [`${prefix}[`, ']'];
      if (value.length === 0 && keys.length === 0 && protoProps === undefined) return `${braces[0]}]`;
      layoutType = kArrayLike;
      format = formatArray;
    } else if (isSet(value)) {
      const size = setSize(value);
      const prefix = prefixOf(constructor, tag, 'Set', `(${size})`);
      keys = getKeys(value, ctx.showHidden);
      format = formatSet;
      if (size === 0 && keys.length === 0 && protoProps === undefined) return `${prefix}{}`;
      braces = [`${prefix}{`, '}'];
    } else if (isMap(value)) {
      const size = mapSize(value);
      const prefix = prefixOf(constructor, tag, 'Map', `(${size})`);
      keys = getKeys(value, ctx.showHidden);
      format = formatMap;
      if (size === 0 && keys.length === 0 && protoProps === undefined) return `${prefix}{}`;
      braces = [`${prefix}{`, '}'];
    } else if (isTypedArray(value)) {
      keys = getOwnNonIndexProperties(value, filter);
      const fallback = constructor === null ? typedArrayTag(value) : '';
      const size = typedArrayLength(value);
      braces = [`${prefixOf(constructor, tag, fallback, `(${size})`)}[`, ']'];
      if (size === 0 && keys.length === 0 && protoProps === undefined && !ctx.showHidden) return `${braces[0]}]`;
      format = formatTypedArray;
      layoutType = kArrayLike;
    } else if (isMapIterator(value)) {
      keys = getKeys(value, ctx.showHidden);
      braces = iteratorBraces('Map', tag);
      format = formatIterator;
    } else if (isSetIterator(value)) {
      keys = getKeys(value, ctx.showHidden);
      braces = iteratorBraces('Set', tag);
      format = formatIterator;
    } else {
      done = false;
    }
  }
  if (!done) {
    braces = ['{', '}'];
    if (isArgumentsObject(value)) {
      keys = getKeys(value, ctx.showHidden);
      braces[0] = `${constructor === null ? prefixOf(constructor, tag, 'Arguments') : '[Arguments] '}{`;
      if (keys.length === 0 && protoProps === undefined) return `${braces[0]}}`;
    } else {
      keys = getKeys(value, ctx.showHidden);
      const bare = keys.length === 0 && protoProps === undefined;
      if (typeof value === 'function') {
        base = functionBase(ctx, value, constructor, tag);
        if (bare) return ctx.stylize(base, 'special');
      } else if (constructor === 'Object') {
        if (tag !== '') braces[0] = `${objectPrefix(value, constructor, tag)}{`;
        if (bare) return `${braces[0]}}`;
      } else if (isRegExp(value)) {
        base = regExpToString(constructor !== null ? value : new RegExp(value));
        const prefix = prefixOf(constructor, tag, 'RegExp');
        if (prefix !== 'RegExp ') base = `${prefix}${base}`;
        base = ctx.stylize(base, 'regexp');
        if (bare || (level > ctx.depth && ctx.depth !== null)) return base;
      } else if (isDate(value)) {
        base = Number.isNaN(dateGetTime(value)) ? dateToString(value) : dateToISOString(value);
        const prefix = prefixOf(constructor, tag, 'Date');
        if (prefix !== 'Date ') base = `${prefix}${base}`;
        if (bare) return ctx.stylize(base, 'date');
      } else if (isErrorLike(value)) {
        base = formatError(value, constructor, tag, ctx, keys);
        if (keys.length === 0 && protoProps === undefined) return base;
      } else if (isAnyArrayBuffer(value)) {
        const prefix = prefixOf(constructor, tag, isArrayBuffer(value) ? 'ArrayBuffer' : 'SharedArrayBuffer');
        if (inTypedArray && bare) return `${prefix}{ [byteLength]: ${formatPrimitive(ctx.stylize, value.byteLength, ctx)} }`;
        format = inTypedArray ? formatArrayBufferLength : formatArrayBuffer;
        braces[0] = `${prefix}{`;
      } else if (isDataView(value)) {
        braces[0] = `${prefixOf(constructor, tag, 'DataView')}{`;
        format = formatDataView;
      } else if (isPromise(value)) {
        braces[0] = `${prefixOf(constructor, tag, 'Promise')}{`;
        format = formatPromise;
      } else if (isWeakSet(value)) {
        braces[0] = `${prefixOf(constructor, tag, 'WeakSet')}{`;
        format = ctx.showHidden ? formatWeakSet : formatWeakCollection;
      } else if (isWeakMap(value)) {
        braces[0] = `${prefixOf(constructor, tag, 'WeakMap')}{`;
        format = ctx.showHidden ? formatWeakMap : formatWeakCollection;
      } else if (isModuleNamespaceObject(value)) {
        braces[0] = `${prefixOf(constructor, tag, 'Module')}{`;
        format = formatNamespace;
      } else if (isBoxedPrimitive(value)) {
        base = boxedBase(value, ctx, keys, constructor, tag);
        if (keys.length === 0 && protoProps === undefined) return base;
      } else {
        if (bare) {
          if (isExternal(value)) return ctx.stylize(`[External: ${getExternalValue(value).toString(16)}]`, 'special');
          return `${objectPrefix(value, constructor, tag)}{}`;
        }
        braces[0] = `${objectPrefix(value, constructor, tag)}{`;
      }
    }
  }

  if (level > ctx.depth && ctx.depth !== null) {
    const name = objectPrefix(value, constructor, tag).slice(0, -1);
    return ctx.stylize(constructor === null ? name : `[${name}]`, 'special');
  }

  level += 1;
  ctx.seen.push(value);
  ctx.depthNow = level;
  let output;
  const indent = ctx.indent;
  try {
    output = format(ctx, value, level, braces, keys);
    for (let i = 0; i < keys.length; i++) output.push(formatProperty(ctx, value, level, keys[i], layoutType));
    if (protoProps !== undefined) output.push(...protoProps);
  } catch (err) {
    if (!lazyErrors().isStackOverflowError(err)) throw err;
    ctx.seen.pop();
    ctx.indent = indent;
    const name = objectPrefix(value, constructor, tag).slice(0, -1);
    return ctx.stylize(`[${name}: Inspection interrupted prematurely. Maximum call stack size exceeded.]`, 'special');
  }
  if (ctx.circular !== undefined) {
    const index = ctx.circular.get(value);
    if (index !== undefined) {
      const reference = ctx.stylize(`<ref *${index}>`, 'special');
      if (ctx.compact !== true) base = base === '' ? reference : `${reference} ${base}`;
      else braces[0] = `${reference} ${braces[0]}`;
    }
  }
  ctx.seen.pop();

  if (ctx.sorted) {
    const comparator = ctx.sorted === true ? undefined : ctx.sorted;
    if (layoutType === kObject) {
      output.sort(comparator);
    } else if (keys.length > 1) {
      const start = output.length - keys.length;
      const sorted = output.slice(start).sort(comparator);
      output.splice(start, keys.length, ...sorted);
    }
  }

  const text = layout(ctx, output, base, braces, layoutType, level, value);
  const budget = (ctx.budget[ctx.indent] || 0) + text.length;
  ctx.budget[ctx.indent] = budget;
  // Huge outputs stop going deeper instead of running out of memory.
  if (budget > kMaxBudget) ctx.depth = -1;
  return text;
}

function iteratorBraces(type, tag) {
  if (tag !== `${type} Iterator`) {
    if (tag !== '') tag += '] [';
    tag += `${type} Iterator`;
  }
  return [`[${tag}] {`, '}'];
}

function isErrorLike(value) {
  return isNativeError(value) || value instanceof Error;
}

function boxedBase(value, ctx, keys, constructor, tag) {
  let primitive;
  let type;
  if (isNumberObject(value)) {
    primitive = Number.prototype.valueOf.call(value);
    type = 'Number';
  } else if (isStringObject(value)) {
    primitive = String.prototype.valueOf.call(value);
    type = 'String';
    // The index keys come first and are the text itself.
    keys.splice(0, primitive.length);
  } else if (isBooleanObject(value)) {
    primitive = Boolean.prototype.valueOf.call(value);
    type = 'Boolean';
  } else if (isBigIntObject(value)) {
    primitive = BigInt.prototype.valueOf.call(value);
    type = 'BigInt';
  } else {
    primitive = Symbol.prototype.valueOf.call(value);
    type = 'Symbol';
  }
  let base = `[${type}`;
  if (type !== constructor) base += constructor === null ? ' (null prototype)' : ` (${constructor})`;
  base += `: ${formatPrimitive(stylizeNoColor, primitive, ctx)}]`;
  if (tag !== '' && tag !== constructor) base += ` [${tag}]`;
  if (keys.length !== 0 || ctx.stylize === stylizeNoColor) return base;
  return ctx.stylize(base, type.toLowerCase());
}

function isClassSource(source) {
  if (!source.startsWith('class') || !source.endsWith('}')) return false;
  const body = source.slice(5, -1);
  const bracket = body.indexOf('{');
  if (bracket === -1) return false;
  if (!body.slice(0, bracket).includes('(')) return true;
  // `class A extends f() {`: comments may hide anything, so they go first.
  const head = body.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*\n/g, ' ');
  return /^(\s+[^(]*?)\s*\{/.test(head) || /^\s+(?:[\w$]+\s+)?extends\s/.test(head);
}

function functionBase(ctx, value, constructor, tag) {
  if (isClassSource(functionToString(value))) return classBase(value, constructor, tag);
  let type = 'Function';
  if (isGeneratorFunction(value)) type = `Generator${type}`;
  if (isAsyncFunction(value)) type = `Async${type}`;
  let base = `[${type}`;
  if (constructor === null) base += ' (null prototype)';
  const { name } = value;
  if (name === '') base += ' (anonymous)';
  else base += `: ${typeof name === 'string' ? name : formatValue(ctx, name, 0, false)}`;
  base += ']';
  if (constructor !== type && constructor !== null) base += ` ${constructor}`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  return base;
}

function classBase(value, constructor, tag) {
  const name = (hasOwn(value, 'name') && value.name) || '(anonymous)';
  let base = `class ${name}`;
  if (constructor !== 'Function' && constructor !== null) base += ` [${constructor}]`;
  if (tag !== '' && constructor !== tag) base += ` [${tag}]`;
  if (constructor !== null) {
    const superName = getPrototypeOf(value).name;
    if (superName) base += ` extends ${superName}`;
  } else {
    base += ' extends [null prototype]';
  }
  return `[${base}]`;
}

// ---------------------------------------------------------------------------------------------------------------------
// Errors

function stackText(ctx, error) {
  let stack;
  try {
    stack = error.stack;
  } catch {
    stack = undefined;
  }
  if (stack) {
    if (typeof stack === 'string') return stack;
    ctx.seen.push(error);
    ctx.indent += 4;
    // Without a level the layout never joins lines here.
    const text = formatValue(ctx, stack, NaN, false);
    ctx.indent -= 4;
    ctx.seen.pop();
    return `${errorText(error)}\n    ${text}`;
  }
  return errorText(error);
}

function errorText(error) {
  try {
    return errorToString(error);
  } catch {
    return '[object Error]';
  }
}

// The longest run of lines of a that also occurs in b; needs more than three lines.
function identicalSequenceRange(a, b) {
  for (let i = 0; i < a.length - 3; i++) {
    const pos = b.indexOf(a[i]);
    if (pos === -1) continue;
    const rest = b.length - pos;
    if (rest <= 3) continue;
    let len = 1;
    const maxLen = Math.min(a.length - i, rest);
    while (maxLen > len && a[i + len] === b[pos + len]) len++;
    if (len > 3) return [len, i];
  }
  return [0, 0];
}

// Finds blocks of lines that repeat directly after each other: triples (start of the repetitions, block length, count).
function repeatedRanges(frames) {
  const ranges = [];
  const last = new Map();
  for (let i = 0; i < frames.length; i++) {
    const at = last.get(frames[i]);
    last.set(frames[i], i);
    if (at === undefined) continue;
    const len = i - at;
    let count = 0;
    while (i + (count + 1) * len <= frames.length) {
      let same = true;
      for (let k = 0; k < len; k++) {
        if (frames[at + k] !== frames[i + count * len + k]) {
          same = false;
          break;
        }
      }
      if (!same) break;
      count++;
    }
    if (count > 0 && len * count > 1 + 0) {
      if (len * count > 3) {
        ranges.push(i, len, count);
        i += len * count - 1;
        last.clear();
      }
    }
  }
  return ranges;
}

function stackFrames(ctx, error, stack) {
  const frames = stack.split('\n');
  let cause;
  try {
    ({ cause } = error);
  } catch {
    // A throwing getter: there is no cause to compare with.
  }
  if (cause != null && typeof cause === 'object' && isErrorLike(cause)) {
    const causeStack = stackText(ctx, cause);
    const start = causeStack.indexOf('\n    at');
    if (start !== -1) {
      const causeFrames = causeStack.slice(start + 1).split('\n');
      const { 0: len, 1: offset } = identicalSequenceRange(frames, causeFrames);
      if (len > 3) {
        const skipped = len - 2;
        frames.splice(offset + 1, skipped,
          ctx.stylize(`    ... ${skipped} lines matching cause stack trace ...`, 'undefined'));
      }
    }
  }
  if (frames.length > 10) {
    const ranges = repeatedRanges(frames);
    for (let i = ranges.length - 3; i >= 0; i -= 3) {
      const offset = ranges[i];
      const len = ranges[i + 1];
      const count = ranges[i + 2];
      const message = `    ... collapsed ${len * count} duplicate lines matching above ` +
        `${count > 1 ? `${len} lines ${count} times...` : 'lines ...'}`;
      frames.splice(offset, len * count, ctx.stylize(message, 'undefined'));
    }
  }
  return frames;
}

// Puts the class name in front when the stack does not begin with it.
function improveStack(stack, constructor, name, tag) {
  let len = name.length;
  if (constructor === null || (name.endsWith('Error') && stack.startsWith(name) &&
      (stack.length === len || stack[len] === ':' || stack[len] === '\n'))) {
    let fallback = 'Error';
    if (constructor === null) {
      const start = /^([A-Z][a-z_ A-Z0-9[\]()-]+)(?::|\n\s+at)/.exec(stack) || /^([a-z_A-Z0-9-]*Error)$/.exec(stack);
      fallback = (start && start[1]) || '';
      len = fallback.length;
      fallback ||= 'Error';
    }
    const prefix = prefixOf(constructor, tag, fallback).slice(0, -1);
    if (name !== prefix) {
      if (prefix.includes(name)) stack = len === 0 ? `${prefix}: ${stack}` : `${prefix}${stack.slice(len)}`;
      else stack = `${prefix} [${name}]${stack.slice(len)}`;
    }
  }
  return stack;
}

function removeDuplicateErrorKeys(ctx, keys, error, stack) {
  if (ctx.showHidden || keys.length === 0) return;
  for (const name of ['name', 'message', 'stack']) {
    const index = keys.indexOf(name);
    if (index === -1) continue;
    const value = error[name];
    if (typeof value !== 'string' || stack.includes(value)) keys.splice(index, 1);
  }
}

function markNodeModules(ctx, line) {
  let result = '';
  let last = 0;
  let at = 0;
  for (;;) {
    const start = line.indexOf('node_modules', at);
    if (start === -1) break;
    at = start + 12;
    const before = line[start - 1];
    const after = line[at];
    if ((after !== '/' && after !== '\\') || (before !== '/' && before !== '\\')) continue;
    let end;
    if (line[at + 1] === '@') {
      end = line.indexOf(after, line.indexOf(after, at + 1) + 1);
    } else {
      end = line.indexOf(after, at + 1);
    }
    if (end === -1) end = line.length;
    result += line.slice(last, at + 1);
    result += ctx.stylize(line.slice(at + 1, end), 'module');
    last = end;
    at = end;
  }
  return last === 0 ? line : result + line.slice(last);
}

function markWorkingDirectory(ctx, line, directory) {
  let start = line.indexOf(directory);
  if (start === -1) return line;
  let length = directory.length;
  if (line.slice(start - 7, start) === 'file://') {
    start -= 7;
    length += 7;
  }
  const parenthesis = line[start - 1] === '(' ? 1 : 0;
  const from = start - parenthesis;
  const to = start + length + 1;
  return `${line.slice(0, from)}${ctx.stylize(line.slice(from, to), 'undefined')}` +
    `${parenthesis === 1 ? `${line.slice(to, -1)}${ctx.stylize(')', 'undefined')}` : line.slice(to)}`;
}

function workingDirectory() {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

const coreModuleLine = /^ {4}at (?:[^/\\(]+ \(|)node:(.+):\d+:\d+(?:\)|$)/;

function formatError(error, constructor, tag, ctx, keys) {
  let message;
  let name;
  try {
    name = error.name;
  } catch {
    // Falls to the default name.
  }
  let stack = stackText(ctx, error);
  removeDuplicateErrorKeys(ctx, keys, error, stack);
  if ('cause' in error && (keys.length === 0 || !keys.includes('cause'))) keys.push('cause');
  // AggregateError.
  let errors;
  try {
    ({ errors } = error);
  } catch {
    // Shown as a getter only when enumerable.
  }
  if (isArray(errors) && (keys.length === 0 || !keys.includes('errors'))) keys.push('errors');
  name = name != null ? `${typeof name === 'symbol' ? 'Error' : name}` : 'Error';
  stack = improveStack(stack, constructor, name, tag);

  try {
    ({ message } = error);
  } catch {
    // No message to skip.
  }
  let pos = (typeof message === 'string' && message && stack.indexOf(message)) || -1;
  if (pos !== -1) pos += message.length;
  const start = stack.indexOf('\n    at', pos);
  if (start === -1) {
    stack = `[${stack}]`;
  } else {
    let text = stack.slice(0, start);
    const lines = stackFrames(ctx, error, stack.slice(start + 1));
    if (ctx.colors) {
      const directory = workingDirectory();
      let escapedDirectory;
      for (let line of lines) {
        const core = coreModuleLine.exec(line);
        if (core !== null && isCoreModule(core[1])) {
          text += `\n${ctx.stylize(line, 'undefined')}`;
          continue;
        }
        text += '\n';
        line = markNodeModules(ctx, line);
        if (directory !== undefined) {
          let marked = markWorkingDirectory(ctx, line, directory);
          if (marked === line) {
            escapedDirectory ??= require('internal/url').pathToFileURL(directory).href.slice(7);
            marked = markWorkingDirectory(ctx, line, escapedDirectory);
          }
          line = marked;
        }
        text += line;
      }
    } else {
      text += `\n${lines.join('\n')}`;
    }
    stack = text;
  }
  if (ctx.indent !== 0) stack = stack.replaceAll('\n', `\n${' '.repeat(ctx.indent)}`);
  return stack;
}

function isCoreModule(id) {
  try {
    const { BuiltinModule } = require('internal/bootstrap/realm');
    return BuiltinModule.exists(id);
  } catch {
    return true;
  }
}

// ---------------------------------------------------------------------------------------------------------------------
// Layout

// Puts many short array entries in aligned columns.
function groupElements(ctx, output, value) {
  let total = 0;
  let maxLength = 0;
  let count = output.length;
  // The "... more items" line stays alone.
  if (ctx.maxArrayLength < output.length) count--;
  const separator = 2;
  const lengths = new Array(count);
  for (let i = 0; i < count; i++) {
    const len = getStringWidth(output[i], ctx.colors);
    lengths[i] = len;
    total += len + separator;
    if (maxLength < len) maxLength = len;
  }
  const width = maxLength + separator;
  if (width * 3 + ctx.indent >= ctx.breakLength || (total / width <= 5 && maxLength > 6)) return output;
  const bias = Math.sqrt(width - total / output.length);
  const biased = Math.max(width - 3 - bias, 1);
  const columns = Math.min(
    // A block about 2.5 times as wide as high looks square.
    Math.round(Math.sqrt(2.5 * biased * count) / biased),
    Math.floor((ctx.breakLength - ctx.indent) / width),
    ctx.compact * 4,
    15,
  );
  if (columns <= 1) return output;
  const widths = [];
  for (let i = 0; i < columns; i++) {
    let line = 0;
    for (let j = i; j < count; j += columns) {
      if (lengths[j] > line) line = lengths[j];
    }
    widths.push(line + separator);
  }
  let alignRight = value !== undefined;
  if (alignRight) {
    for (let i = 0; i < output.length; i++) {
      if (typeof value[i] !== 'number' && typeof value[i] !== 'bigint') {
        alignRight = false;
        break;
      }
    }
  }
  const rows = [];
  for (let i = 0; i < count; i += columns) {
    const end = Math.min(i + columns, count);
    let row = '';
    let j = i;
    for (; j < end - 1; j++) {
      const pad = widths[j - i] + output[j].length - lengths[j];
      const cell = `${output[j]}, `;
      row += alignRight ? cell.padStart(pad, ' ') : cell.padEnd(pad, ' ');
    }
    if (alignRight) {
      row += output[j].padStart(widths[j - i] + output[j].length - lengths[j] - separator, ' ');
    } else {
      row += output[j];
    }
    rows.push(row);
  }
  if (ctx.maxArrayLength < output.length) rows.push(output[count]);
  return rows;
}

function textWidth(text, colors) {
  return colors ? removeColors(text).length : text.length;
}

function removeColors(text) {
  return text.replace(/\u001b\[\d\d?m/g, '');
}

function fitsLine(ctx, output, start, base) {
  let total = output.length + start;
  if (total + output.length > ctx.breakLength) return false;
  for (let i = 0; i < output.length; i++) {
    total += textWidth(output[i], ctx.colors);
    if (total > ctx.breakLength) return false;
  }
  return base === '' || !base.includes('\n');
}

// Array.prototype.join would copy the text of deep structures once per level; concatenation builds ropes.
function concat(parts, separator) {
  if (parts.length === 0) return '';
  let text = parts[0];
  for (let i = 1; i < parts.length; i++) {
    text += separator;
    text += parts[i];
  }
  return text;
}

// Joins the entries of one object with its brackets: on one line when short, else one per line.
function layout(ctx, output, base, braces, layoutType, level, value) {
  const head = base ? `${base} ` : '';
  if (ctx.compact !== true) {
    if (typeof ctx.compact === 'number' && ctx.compact >= 1) {
      const entries = output.length;
      if (layoutType === kArrayLike && entries > 6) output = groupElements(ctx, output, value);
      // Only the innermost `compact` levels are combined.
      if (ctx.depthNow - level < ctx.compact && entries === output.length) {
        const start = output.length + ctx.indent + braces[0].length + base.length + 10;
        if (fitsLine(ctx, output, start, base)) {
          const joined = concat(output, ', ');
          if (!joined.includes('\n')) return `${head}${braces[0]} ${joined} ${braces[1]}`;
        }
      }
    }
    const newline = `\n${' '.repeat(ctx.indent)}`;
    return `${head}${braces[0]}${newline}  ${concat(output, `,${newline}  `)}${newline}${braces[1]}`;
  }
  if (fitsLine(ctx, output, 0, base)) return `${braces[0]}${base ? ` ${base}` : ''} ${concat(output, ', ')} ${braces[1]}`;
  const newline = `\n${' '.repeat(ctx.indent)}`;
  const first = base === '' && braces[0].length === 1 ? ' ' : `${base ? ` ${base}` : ''}\n${' '.repeat(ctx.indent)}  `;
  return `${braces[0]}${first}${concat(output, `,${newline}  `)} ${braces[1]}`;
}

// ---------------------------------------------------------------------------------------------------------------------
// Primitives

function addSeparators(text) {
  let result = '';
  let i = text.length;
  const start = text[0] === '-' ? 1 : 0;
  for (; i >= start + 4; i -= 3) result = `_${text.slice(i - 3, i)}${result}`;
  return i === text.length ? text : `${text.slice(0, i)}${result}`;
}

function addSeparatorsAfterPoint(text) {
  let result = '';
  let i = 0;
  for (; i < text.length - 3; i += 3) result += `${text.slice(i, i + 3)}_`;
  return i === 0 ? text : `${result}${text.slice(i)}`;
}

function formatNumber(stylize, number, separators) {
  let text;
  if (Object.is(number, -0)) {
    text = '-0';
  } else if (!separators) {
    text = `${number}`;
  } else {
    const integer = Math.trunc(number);
    text = String(integer);
    if (integer === number) {
      if (Number.isFinite(number) && !text.includes('e')) text = addSeparators(text);
    } else if (!Number.isNaN(number)) {
      const whole = String(number);
      const point = whole.indexOf('.');
      if (point === -1) {
        text = whole;
      } else {
        const sign = number < 0 && integer === 0 ? '-' : '';
        text = `${sign}${addSeparators(text === '-0' ? '0' : text)}.${addSeparatorsAfterPoint(whole.slice(point + 1))}`;
      }
    }
  }
  return stylize(text, 'number');
}

function formatBigInt(stylize, bigint, separators) {
  const text = String(bigint);
  return stylize(`${separators ? addSeparators(text) : text}n`, 'bigint');
}

function formatPrimitive(stylize, value, ctx) {
  switch (typeof value) {
    case 'string': {
      let trailer = '';
      if (value.length > ctx.maxStringLength) {
        const remaining = value.length - ctx.maxStringLength;
        value = value.slice(0, ctx.maxStringLength);
        trailer = `... ${remaining} more character${remaining > 1 ? 's' : ''}`;
      }
      if (ctx.compact !== true && value.length > kMinLineWidth && value.length > ctx.breakLength - ctx.indent - 4) {
        return value.split(/(?<=\n)/).map((line) => stylize(quote(line), 'string'))
          .join(` +\n${' '.repeat(ctx.indent + 2)}`) + trailer;
      }
      return stylize(quote(value), 'string') + trailer;
    }
    case 'number':
      return formatNumber(stylize, value, ctx.numericSeparator);
    case 'bigint':
      return formatBigInt(stylize, value, ctx.numericSeparator);
    case 'boolean':
      return stylize(`${value}`, 'boolean');
    case 'undefined':
      return stylize('undefined', 'undefined');
  }
  return stylize(symbolToString(value), 'symbol');
}

const needsEscape = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
const escapeSingle = /[\x00-\x1f\x27\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const escapeOther = /[\x00-\x1f\x5c\x7f-\x9f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeChar(char) {
  const code = char.charCodeAt(0);
  switch (code) {
    case 8: return '\\b';
    case 9: return '\\t';
    case 10: return '\\n';
    case 12: return '\\f';
    case 13: return '\\r';
    case 39: return "\\'";
    case 92: return '\\\\';
  }
  if (code < 256) return `\\x${code < 16 ? '0' : ''}${code.toString(16).toUpperCase()}`;
  return `\\u${code.toString(16)}`;
}

// The text as a source literal: in single quotes unless another kind of quote avoids escapes.
function quote(text) {
  if (!needsEscape.test(text)) return `'${text}'`;
  let mark = "'";
  let pattern = escapeSingle;
  if (text.includes("'")) {
    if (!text.includes('"')) {
      mark = '"';
      pattern = escapeOther;
    } else if (!text.includes('`') && !text.includes('${')) {
      mark = '`';
      pattern = escapeOther;
    }
  }
  return `${mark}${text.replace(pattern, escapeChar)}${mark}`;
}

// ---------------------------------------------------------------------------------------------------------------------
// Contents of containers: each returns the array of entry texts.

function formatNothing() {
  return [];
}

function moreItems(remaining) {
  return `... ${remaining} more item${remaining > 1 ? 's' : ''}`;
}

function formatArray(ctx, value, level) {
  const total = value.length;
  const len = Math.min(Math.max(0, ctx.maxArrayLength), total);
  const output = [];
  for (let i = 0; i < len; i++) {
    if (!hasOwn(value, i)) return formatSparseArray(ctx, value, level, len, output, i);
    output.push(formatProperty(ctx, value, level, i, kArrayElement));
  }
  if (total > len) output.push(moreItems(total - len));
  return output;
}

function isIndexKey(key) {
  if (typeof key !== 'string' || key.length === 0 || key.length > 10) return false;
  const n = key >>> 0;
  return n !== 4294967295 && `${n}` === key;
}

// Goes on at the first hole of an array: holes count as one entry each run.
function formatSparseArray(ctx, value, level, maxLength, output, i) {
  const keys = objectKeys(value);
  let index = i;
  for (; i < keys.length && output.length < maxLength; i++) {
    const key = keys[i];
    if (!isIndexKey(key)) break;
    if (`${index}` !== key) {
      const holes = key - index;
      output.push(ctx.stylize(`<${holes} empty item${holes > 1 ? 's' : ''}>`, 'undefined'));
      index = +key;
      if (output.length === maxLength) break;
    }
    output.push(formatProperty(ctx, value, level, key, kArrayElement));
    index++;
  }
  const remaining = value.length - index;
  if (output.length !== maxLength) {
    if (remaining > 0) output.push(ctx.stylize(`<${remaining} empty item${remaining > 1 ? 's' : ''}>`, 'undefined'));
  } else if (remaining > 0) {
    output.push(moreItems(remaining));
  }
  return output;
}

function formatTypedArray(ctx, value, level) {
  const total = typedArrayLength(value);
  const len = Math.min(Math.max(0, ctx.maxArrayLength), total);
  const output = new Array(len);
  const format = len > 0 && typeof value[0] === 'bigint' ? formatBigInt : formatNumber;
  for (let i = 0; i < len; i++) output[i] = format(ctx.stylize, value[i], ctx.numericSeparator);
  if (total > len) output.push(moreItems(total - len));
  if (ctx.showHidden) {
    for (const key of ['BYTES_PER_ELEMENT', 'length', 'byteLength', 'byteOffset', 'buffer']) {
      output.push(hiddenEntry(ctx, value, level, key, true));
    }
  }
  return output;
}

// An inherited accessor shown like a hidden property.
function hiddenEntry(ctx, value, level, key, inTypedArray) {
  ctx.indent += 2;
  const text = formatValue(ctx, value[key], level, inTypedArray);
  ctx.indent -= 2;
  return `${ctx.stylize(`[${key}]`, 'string')}: ${text}`;
}

function formatArrayBufferLength(ctx, value, level) {
  return [`[byteLength]: ${formatValue(ctx, value.byteLength, level, true)}`];
}

function formatDataView(ctx, value, level) {
  return [
    hiddenEntry(ctx, value, level, 'byteLength', false),
    hiddenEntry(ctx, value, level, 'byteOffset', false),
    hiddenEntry(ctx, value, level, 'buffer', false),
  ];
}

function formatArrayBuffer(ctx, value, level) {
  let bytes;
  try {
    bytes = new Uint8Array(value);
  } catch {
    return [ctx.stylize('(detached)', 'special'), hiddenEntry(ctx, value, level, 'byteLength', true)];
  }
  const shown = Math.min(Math.max(0, ctx.maxArrayLength), bytes.length);
  let text = '';
  for (let i = 0; i < shown; i++) {
    const byte = bytes[i];
    text += `${i === 0 ? '' : ' '}${byte < 16 ? '0' : ''}${byte.toString(16)}`;
  }
  const remaining = bytes.length - shown;
  if (remaining > 0) text += ` ... ${remaining} more byte${remaining > 1 ? 's' : ''}`;
  return [
    `${ctx.stylize('[Uint8Contents]', 'special')}: <${text}>`,
    hiddenEntry(ctx, value, level, 'byteLength', true),
  ];
}

function formatSet(ctx, value, level) {
  const total = setSize(value);
  const len = Math.min(Math.max(0, ctx.maxArrayLength), total);
  const output = [];
  let i = 0;
  ctx.indent += 2;
  for (const entry of setValues(value)) {
    if (i >= len) break;
    output.push(formatValue(ctx, entry, level, false));
    i++;
  }
  if (total > len) output.push(moreItems(total - len));
  ctx.indent -= 2;
  return output;
}

function formatMap(ctx, value, level) {
  const total = mapSize(value);
  const len = Math.min(Math.max(0, ctx.maxArrayLength), total);
  const output = [];
  let i = 0;
  ctx.indent += 2;
  for (const { 0: key, 1: entry } of mapEntries(value)) {
    if (i >= len) break;
    output.push(`${formatValue(ctx, key, level, false)} => ${formatValue(ctx, entry, level, false)}`);
    i++;
  }
  if (total > len) output.push(moreItems(total - len));
  ctx.indent -= 2;
  return output;
}

function formatEntryList(ctx, level, entries, sorted) {
  const len = Math.min(Math.max(0, ctx.maxArrayLength), entries.length);
  const output = new Array(len);
  ctx.indent += 2;
  for (let i = 0; i < len; i++) output[i] = formatValue(ctx, entries[i], level, false);
  ctx.indent -= 2;
  // Weak collections have no order; sorting keeps the output stable.
  if (sorted && !ctx.sorted) output.sort();
  if (entries.length > len) output.push(moreItems(entries.length - len));
  return output;
}

function formatPairList(ctx, level, entries, weak) {
  // The preview is flat: key, value, key, value.
  const total = entries.length / 2;
  const len = Math.min(Math.max(0, ctx.maxArrayLength), total);
  const output = new Array(len);
  ctx.indent += 2;
  for (let i = 0; i < len; i++) {
    const key = formatValue(ctx, entries[i * 2], level, false);
    const entry = formatValue(ctx, entries[i * 2 + 1], level, false);
    output[i] = weak ? `${key} => ${entry}` : layout(ctx, [key, entry], '', ['[', ']'], kArrayLike, level);
  }
  ctx.indent -= 2;
  if (weak && !ctx.sorted) output.sort();
  if (total > len) output.push(moreItems(total - len));
  return output;
}

function formatWeakCollection(ctx) {
  return [ctx.stylize('<items unknown>', 'special')];
}

function formatWeakSet(ctx, value, level) {
  return formatEntryList(ctx, level, previewEntries(value), true);
}

function formatWeakMap(ctx, value, level) {
  return formatPairList(ctx, level, previewEntries(value), true);
}

function formatIterator(ctx, value, level, braces) {
  const { 0: entries, 1: isKeyValue } = previewEntries(value, true);
  if (isKeyValue) {
    braces[0] = braces[0].replace(/ Iterator] {$/, ' Entries] {');
    return formatPairList(ctx, level, entries, false);
  }
  return formatEntryList(ctx, level, entries, false);
}

function formatPromise(ctx, value, level) {
  const { 0: state, 1: result } = getPromiseDetails(value);
  if (state === kPending) return [ctx.stylize('<pending>', 'special')];
  ctx.indent += 2;
  const text = formatValue(ctx, result, level, false);
  ctx.indent -= 2;
  return [state === kRejected ? `${ctx.stylize('<rejected>', 'special')} ${text}` : text];
}

function formatNamespace(ctx, value, level, braces, keys) {
  const output = new Array(keys.length);
  for (let i = 0; i < keys.length; i++) {
    try {
      output[i] = formatProperty(ctx, value, level, keys[i], kObject);
    } catch (err) {
      if (!(isNativeError(err) && err.name === 'ReferenceError')) throw err;
      // The binding is not initialized yet.
      const text = formatProperty(ctx, { [keys[i]]: '' }, level, keys[i], kObject);
      output[i] = text.slice(0, text.lastIndexOf(' ') + 1) + ctx.stylize('<uninitialized>', 'special');
    }
  }
  // They are done: nothing is left for the caller.
  keys.length = 0;
  return output;
}

function propertyName(ctx, key, desc) {
  const hidden = desc.enumerable === false;
  let name;
  if (typeof key === 'symbol') name = ctx.stylize(symbolToString(key).replace(escapeOther, escapeChar), 'symbol');
  else if (key === '__proto__') name = "['__proto__']";
  else if (/^[a-zA-Z_][a-zA-Z_0-9]*$/.test(key)) name = ctx.stylize(key, 'name');
  else name = ctx.stylize(quote(key), 'string');
  return hidden ? `[${name}]` : name;
}

function formatProperty(ctx, value, level, key, layoutType, desc, original = value) {
  let text;
  let gap = ' ';
  desc ??= getOwnPropertyDescriptor(value, key) || { value: value[key], configurable: true, enumerable: true };
  if (desc.value !== undefined) {
    const diff = ctx.compact !== true || layoutType !== kObject ? 2 : 3;
    ctx.indent += diff;
    text = formatValue(ctx, desc.value, level, false);
    if (diff === 3 && ctx.breakLength < getStringWidth(text, ctx.colors)) gap = `\n${' '.repeat(ctx.indent)}`;
    ctx.indent -= diff;
  } else if (desc.get !== undefined) {
    text = formatGetter(ctx, original, level, desc);
  } else if (desc.set !== undefined) {
    text = ctx.stylize('[Setter]', 'special');
  } else {
    text = ctx.stylize('undefined', 'undefined');
  }
  if (layoutType === kArrayElement) return text;
  return `${propertyName(ctx, key, desc)}:${gap}${text}`;
}

function formatGetter(ctx, original, level, desc) {
  const { stylize } = ctx;
  const label = desc.set !== undefined ? 'Getter/Setter' : 'Getter';
  if (!ctx.getters || (ctx.getters !== true && !(ctx.getters === 'get' && desc.set === undefined) &&
      !(ctx.getters === 'set' && desc.set !== undefined))) {
    return stylize(`[${label}]`, 'special');
  }
  let text;
  const indent = ctx.indent;
  try {
    const result = Reflect.apply(desc.get, original, []);
    ctx.indent += 2;
    if (result === null) {
      text = `${stylize(`[${label}:`, 'special')} ${stylize('null', 'null')}${stylize(']', 'special')}`;
    } else if (typeof result === 'object') {
      text = `${stylize(`[${label}]`, 'special')} ${formatValue(ctx, result, level, false)}`;
    } else {
      const primitive = typeof result === 'function' ? formatValue(ctx, result, level, false) :
        formatPrimitive(stylize, result, ctx);
      text = `${stylize(`[${label}:`, 'special')} ${primitive}${stylize(']', 'special')}`;
    }
  } catch (err) {
    ctx.indent = indent + 2;
    const message = `<Inspection threw (${formatValue(ctx, err, level, false)})>`;
    text = `${stylize(`[${label}:`, 'special')} ${message}${stylize(']', 'special')}`;
  }
  ctx.indent = indent;
  return text;
}

// ---------------------------------------------------------------------------------------------------------------------
// format

function format(...args) {
  return formatWithOptionsInternal(undefined, args);
}

function formatWithOptions(inspectOptions, ...args) {
  require('internal/validators').validateObject(inspectOptions, 'inspectOptions', 6 | 0);
  return formatWithOptionsInternal(inspectOptions, args);
}

function stringifyJson(arg) {
  try {
    return JSON.stringify(arg);
  } catch (err) {
    let circular = false;
    try {
      circular = err instanceof TypeError && /circular|cyclic/i.test(err.message);
    } catch {
      // Not a circularity error then.
    }
    if (circular) return '[Circular]';
    throw err;
  }
}

// True when String(value) would give nothing better than what the built-in classes give.
function hasBuiltInToString(value) {
  const proxyTarget = getProxyDetails(value, false);
  if (proxyTarget !== undefined) {
    if (proxyTarget === null) return true;
    value = proxyTarget;
  }
  // Symbol.toPrimitive of user code decides before toString.
  if (typeof value[Symbol.toPrimitive] === 'function' && !isDate(value)) {
    return false;
  }
  if (typeof value.toString !== 'function') return true;
  if (hasOwn(value, 'toString')) return false;
  let pointer = value;
  do {
    pointer = getPrototypeOf(pointer);
  } while (!hasOwn(pointer, 'toString'));
  const desc = getOwnPropertyDescriptor(pointer, 'constructor');
  return desc !== undefined && typeof desc.value === 'function' && isBuiltInName(desc.value.name);
}

function formatStringArg(arg, inspectOptions) {
  switch (typeof arg) {
    case 'number': return formatNumber(stylizeNoColor, arg, inspectOptions?.numericSeparator ?? inspectDefaultOptions.numericSeparator);
    case 'bigint': return formatBigInt(stylizeNoColor, arg, inspectOptions?.numericSeparator ?? inspectDefaultOptions.numericSeparator);
    case 'object':
      if (arg !== null && hasBuiltInToString(arg)) {
        return inspect(arg, { ...inspectOptions, depth: 0, colors: false, compact: 3 });
      }
  }
  return String(arg);
}

function formatNumberArg(arg, inspectOptions, convert) {
  const separators = inspectOptions?.numericSeparator ?? inspectDefaultOptions.numericSeparator;
  if (typeof arg === 'bigint') return formatBigInt(stylizeNoColor, arg, separators);
  if (typeof arg === 'symbol') return formatNumber(stylizeNoColor, NaN, separators);
  return formatNumber(stylizeNoColor, convert(arg), separators);
}

function formatWithOptionsInternal(inspectOptions, args) {
  const first = args[0];
  let at = 0;
  let text = '';
  let join = '';
  if (typeof first === 'string') {
    if (args.length === 1) return first;
    let last = 0;
    for (let i = 0; i < first.length - 1; i++) {
      if (first.charCodeAt(i) !== 37) continue;
      const next = first.charCodeAt(++i);
      if (at + 1 !== args.length) {
        let piece;
        switch (next) {
          case 115: // s
            piece = formatStringArg(args[++at], inspectOptions);
            break;
          case 106: // j
            piece = stringifyJson(args[++at]);
            break;
          case 100: // d
            piece = typeof args[at + 1] === 'object' ? formatNumberArg(args[++at], inspectOptions, Number) :
              formatNumberArg(args[++at], inspectOptions, Number);
            break;
          case 79: // O
            piece = inspect(args[++at], inspectOptions);
            break;
          case 111: // o
            piece = inspect(args[++at], { ...inspectOptions, showHidden: true, showProxy: true, depth: 4 });
            break;
          case 105: // i
            piece = formatNumberArg(args[++at], inspectOptions, parseInt);
            break;
          case 102: { // f
            const arg = args[++at];
            piece = typeof arg === 'symbol' ? formatNumber(stylizeNoColor, NaN, false) :
              formatNumber(stylizeNoColor, parseFloat(arg), inspectOptions?.numericSeparator ?? inspectDefaultOptions.numericSeparator);
            break;
          }
          case 99: // c: CSS is consumed and ignored.
            at++;
            piece = '';
            break;
          case 37: // %
            text += first.slice(last, i);
            last = i + 1;
            continue;
          default:
            continue;
        }
        if (last !== i - 1) text += first.slice(last, i - 1);
        text += piece;
        last = i + 1;
      } else if (next === 37) {
        text += first.slice(last, i);
        last = i + 1;
      }
    }
    if (last !== 0) {
      at++;
      join = ' ';
      if (last < first.length) text += first.slice(last);
    }
  }
  while (at < args.length) {
    const value = args[at];
    text += join;
    text += typeof value !== 'string' ? inspect(value, inspectOptions) : value;
    join = ' ';
    at++;
  }
  return text;
}

// ---------------------------------------------------------------------------------------------------------------------
// Widths

// The number of terminal columns of a text.
function getStringWidth(text, removeControlChars = true) {
  let width = 0;
  if (removeControlChars) text = stripVTControlCharacters(text);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 127) {
      return width + wideTextWidth(text.slice(i).normalize('NFC'));
    }
    width += code >= 32 ? 1 : 0;
  }
  return width;
}

function wideTextWidth(text) {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0);
    if (isFullWidthCodePoint(code)) width += 2;
    else if (!isZeroWidthCodePoint(code)) width++;
  }
  return width;
}

function isFullWidthCodePoint(code) {
  return code >= 0x1100 && (
    code <= 0x115f || // Hangul Jamo
    code === 0x2329 || code === 0x232a || // angle brackets
    (code >= 0x2e80 && code <= 0x3247 && code !== 0x303f) || // CJK radicals .. enclosed CJK
    (code >= 0x3250 && code <= 0x4dbf) || // enclosed CJK .. extension A
    (code >= 0x4e00 && code <= 0xa4c6) || // CJK unified .. Yi
    (code >= 0xa960 && code <= 0xa97c) || // Hangul Jamo extended A
    (code >= 0xac00 && code <= 0xd7a3) || // Hangul syllables
    (code >= 0xf900 && code <= 0xfaff) || // CJK compatibility
    (code >= 0xfe10 && code <= 0xfe19) || // vertical forms
    (code >= 0xfe30 && code <= 0xfe6b) || // CJK compatibility forms
    (code >= 0xff01 && code <= 0xff60) || (code >= 0xffe0 && code <= 0xffe6) || // full-width forms
    (code >= 0x1b000 && code <= 0x1b001) || // Kana supplement
    (code >= 0x1f200 && code <= 0x1f251) || // enclosed ideographic supplement
    (code >= 0x1f300 && code <= 0x1f64f) || // pictographs, emoticons
    (code >= 0x1f900 && code <= 0x1f9ff) ||
    (code >= 0x20000 && code <= 0x3fffd) // CJK extensions
  );
}

function isZeroWidthCodePoint(code) {
  return code <= 0x1F || // C0
    (code >= 0x7F && code <= 0x9F) || // C1
    (code >= 0x300 && code <= 0x36F) || // combining marks
    (code >= 0x200B && code <= 0x200F) || // zero-width spaces and marks
    (code >= 0x20D0 && code <= 0x20FF) ||
    (code >= 0xFE00 && code <= 0xFE0F) || // variation selectors
    (code >= 0xFE20 && code <= 0xFE2F) ||
    (code >= 0xE0100 && code <= 0xE01EF);
}

// Operating system commands up to their terminator, and control sequences with a final byte.
const ansi = new RegExp('[\\u001B\\u009B][[\\]()#;?]*' +
  '(?:(?:(?:(?:;[-a-zA-Z\\d/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d/#&.:=?%@~_]*)*)?(?:\\u0007|\\u001B\\u005C|\\u009C))' +
  '|(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-nq-uy=><~]))', 'g');

function stripVTControlCharacters(text) {
  require('internal/validators').validateString(text, 'str');
  if (!text.includes('\u001B') && !text.includes('\u009B')) return text;
  return text.replace(ansi, '');
}

module.exports = {
  identicalSequenceRange,
  inspect,
  inspectDefaultOptions,
  stylizeWithColor,
  format,
  formatWithOptions,
  formatWithOptionsInternal,
  formatNumber,
  formatBigInt,
  getStringWidth,
  isZeroWidthCodePoint,
  removeColors,
  stripVTControlCharacters,
};
