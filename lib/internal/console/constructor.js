'use strict';

// The Console class.

const { codes, isStackOverflowError } = require('internal/errors');
const {
  validateArray, validateInteger, validateObject, validateOneOf,
} = require('internal/validators');
const { formatWithOptions, inspect } = require('internal/util/inspect');
const { isMap, isMapIterator, isSet, isSetIterator } = require('internal/util/types');
const debuglog = require('internal/util/debuglog');

const { previewEntries } = internalBinding('util');

const kColorInspectOptions = { colors: true };
const kNoColorInspectOptions = {};
const kGroupIndentation = 2;
const kMaxGroupIndentation = 1000;

const kBindStreamsEager = Symbol('kBindStreamsEager');
const kBindStreamsLazy = Symbol('kBindStreamsLazy');
const kBindProperties = Symbol('kBindProperties');
const kWriteToConsole = Symbol('kWriteToConsole');
const kGetInspectOptions = Symbol('kGetInspectOptions');
const kFormatForStdout = Symbol('kFormatForStdout');
const kFormatForStderr = Symbol('kFormatForStderr');
const kCounts = Symbol('counts');
const kColorMode = Symbol('kColorMode');
const kIsConsole = Symbol('kIsConsole');
const kGroupIndentationString = Symbol('kGroupIndentationString');
const kGroupIndentationWidth = Symbol('kGroupIndentWidth');

const optionsMap = new WeakMap();

function Console(options) {
  // Console() and `new Console()` do the same; the methods are bound own properties so that they can be passed around.
  if (!new.target) return Reflect.construct(Console, arguments);
  if (!options || typeof options.write === 'function') {
    options = { stdout: options, stderr: arguments[1], ignoreErrors: arguments[2] };
  }
  const {
    stdout, stderr = stdout, ignoreErrors = true, colorMode = 'auto', inspectOptions, groupIndentation,
  } = options;
  if (!stdout || typeof stdout.write !== 'function') throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stdout');
  if (!stderr || typeof stderr.write !== 'function') throw new codes.ERR_CONSOLE_WRITABLE_STREAM('stderr');
  validateOneOf(colorMode, 'colorMode', ['auto', true, false]);
  if (groupIndentation !== undefined) validateInteger(groupIndentation, 'groupIndentation', 0, kMaxGroupIndentation);
  if (inspectOptions !== undefined) {
    validateObject(inspectOptions, 'options.inspectOptions');
    // A Map gives options per stream.
    const list = isMap(inspectOptions) ? inspectOptions.values() : [inspectOptions];
    for (const entry of list) {
      if (entry.colors !== undefined && options.colorMode !== undefined) {
        throw new codes.ERR_INCOMPATIBLE_OPTION_PAIR('options.inspectOptions.color', 'colorMode');
      }
    }
    optionsMap.set(this, inspectOptions);
  }

  // Methods of the class come first, so a subclass' own ones win.
  for (const key of Object.keys(Console.prototype)) {
    const method = this[key];
    if (typeof method !== 'function') continue;
    this[key] = method.bind(this);
    Object.defineProperty(this[key], 'name', { __proto__: null, value: key, configurable: true });
  }
  this[kBindStreamsEager](stdout, stderr);
  this[kBindProperties](ignoreErrors, colorMode, groupIndentation);
}

const hiddenProperty = { __proto__: null, writable: true, enumerable: false, configurable: true };

Object.defineProperties(Console.prototype, {
  [kBindStreamsEager]: {
    ...hiddenProperty,
    value(stdout, stderr) {
      Object.defineProperties(this, {
        _stdout: { ...hiddenProperty, value: stdout },
        _stderr: { ...hiddenProperty, value: stderr },
      });
    },
  },
  [kBindStreamsLazy]: {
    ...hiddenProperty,
    // The global console asks for process.stdout when it prints for the first time.
    value(object) {
      let stdout;
      let stderr;
      Object.defineProperties(this, {
        _stdout: {
          __proto__: null, enumerable: false, configurable: true,
          get() { return stdout ||= object.stdout; },
          set(value) { stdout = value; },
        },
        _stderr: {
          __proto__: null, enumerable: false, configurable: true,
          get() { return stderr ||= object.stderr; },
          set(value) { stderr = value; },
        },
      });
    },
  },
  [kBindProperties]: {
    ...hiddenProperty,
    value(ignoreErrors, colorMode, groupIndentation = kGroupIndentation) {
      Object.defineProperties(this, {
        _stdoutErrorHandler: { ...hiddenProperty, value: createWriteErrorHandler(this, '_stdout') },
        _stderrErrorHandler: { ...hiddenProperty, value: createWriteErrorHandler(this, '_stderr') },
        _ignoreErrors: { ...hiddenProperty, value: Boolean(ignoreErrors) },
        _times: { ...hiddenProperty, value: new Map() },
        [kCounts]: { ...hiddenProperty, value: new Map() },
        [kColorMode]: { ...hiddenProperty, value: colorMode },
        [kIsConsole]: { ...hiddenProperty, value: true },
        [kGroupIndentationWidth]: { ...hiddenProperty, value: groupIndentation },
        [kGroupIndentationString]: { ...hiddenProperty, value: '' },
        [Symbol.toStringTag]: { __proto__: null, writable: false, enumerable: false, configurable: true, value: 'console' },
      });
    },
  },
  [kWriteToConsole]: {
    ...hiddenProperty,
    value(useStdout, text) {
      const indent = this[kGroupIndentationString];
      const stream = useStdout ? this._stdout : this._stderr;
      if (indent.length !== 0) {
        if (text.includes('\n')) text = text.replaceAll('\n', `\n${indent}`);
        text = indent + text;
      }
      text += '\n';
      if (this._ignoreErrors === false) {
        stream.write(text);
        return;
      }
      // A console must not crash the program because of its stream: errors of this write are swallowed.
      const handler = useStdout ? this._stdoutErrorHandler : this._stderrErrorHandler;
      if (stream.listenerCount?.('error') > 0) {
        stream.write(text, handler);
        return;
      }
      stream.once?.('error', noop);
      try {
        stream.write(text, handler);
      } catch (e) {
        // Nothing can be printed about a full stack.
        if (isStackOverflowError(e)) throw e;
      } finally {
        stream.removeListener?.('error', noop);
      }
    },
  },
  [kGetInspectOptions]: {
    ...hiddenProperty,
    value(stream) {
      let color = this[kColorMode];
      if (color === 'auto') color = require('internal/util/colors').shouldColorize(stream);
      const options = optionsMap.get(this);
      if (options) {
        const own = isMap(options) ? options.get(stream) : options;
        if (own) {
          if (own.colors === undefined) return { ...own, colors: color };
          return own;
        }
      }
      return color ? kColorInspectOptions : kNoColorInspectOptions;
    },
  },
  [kFormatForStdout]: {
    ...hiddenProperty,
    value(args) {
      if (args.length === 1 && typeof args[0] === 'string') return args[0];
      return formatWithOptions(this[kGetInspectOptions](this._stdout), ...args);
    },
  },
  [kFormatForStderr]: {
    ...hiddenProperty,
    value(args) {
      if (args.length === 1 && typeof args[0] === 'string') return args[0];
      return formatWithOptions(this[kGetInspectOptions](this._stderr), ...args);
    },
  },
});

function noop() {}

// The stream may fail after write returned: keep a listener on it for one turn then.
function createWriteErrorHandler(instance, streamSymbol) {
  return (err) => {
    if (err !== null && err !== undefined) {
      const stream = instance[streamSymbol];
      if (stream.listenerCount?.('error') === 0) stream.once('error', noop);
    }
  };
}

function timeLogImpl(console, label, formatted, args) {
  if (args === undefined) console.log('%s: %s', label, formatted);
  else console.log('%s: %s', label, formatted, ...args);
}

const keyColumn = 'Key';
const valuesColumn = 'Values';
const indexColumn = '(index)';
const iterationColumn = '(iteration index)';

const consoleMethods = {
  log(...args) {
    this[kWriteToConsole](true, this[kFormatForStdout](args));
  },

  info(...args) {
    this[kWriteToConsole](true, this[kFormatForStdout](args));
  },

  debug(...args) {
    this[kWriteToConsole](true, this[kFormatForStdout](args));
  },

  warn(...args) {
    this[kWriteToConsole](false, this[kFormatForStderr](args));
  },

  error(...args) {
    this[kWriteToConsole](false, this[kFormatForStderr](args));
  },

  dir(object, options) {
    this[kWriteToConsole](true, inspect(object, {
      customInspect: false,
      ...this[kGetInspectOptions](this._stdout),
      ...options,
    }));
  },

  time(label = 'default') {
    debuglog.time(this._times, '', 'console.time()', debuglog.kNone, `${label}`);
  },

  timeEnd(label = 'default') {
    label = `${label}`;
    debuglog.timeEnd(this._times, '', 'console.timeEnd()', debuglog.kNone,
      (name, formatted) => timeLogImpl(this, name, formatted, undefined), label);
  },

  timeLog(label = 'default', ...data) {
    label = `${label}`;
    debuglog.timeLog(this._times, '', 'console.timeLog()', debuglog.kNone,
      (name, formatted, args) => timeLogImpl(this, name, formatted, args), label, undefined, data);
  },

  trace: function trace(...args) {
    const err = { name: 'Trace', message: this[kFormatForStderr](args) };
    Error.captureStackTrace(err, trace);
    this.error(err.stack);
  },

  assert(expression, ...args) {
    if (expression) return;
    if (typeof args[0] === 'string') args[0] = `Assertion failed: ${args[0]}`;
    else args.unshift('Assertion failed');
    Reflect.apply(this.warn, this, args);
  },

  clear() {
    // Only a terminal can be cleared.
    if (this._stdout.isTTY && process.env.TERM !== 'dumb') {
      const { cursorTo, clearScreenDown } = require('readline');
      cursorTo(this._stdout, 0, 0);
      clearScreenDown(this._stdout);
    }
  },

  count(label = 'default') {
    label = `${label}`;
    const counts = this[kCounts];
    const count = (counts.get(label) ?? 0) + 1;
    counts.set(label, count);
    this.log(`${label}: ${count}`);
  },

  countReset(label = 'default') {
    const counts = this[kCounts];
    if (!counts.has(`${label}`)) {
      process.emitWarning(`Count for '${label}' does not exist`);
      return;
    }
    counts.delete(`${label}`);
  },

  group(...data) {
    if (data.length > 0) Reflect.apply(this.log, this, data);
    this[kGroupIndentationString] += ' '.repeat(this[kGroupIndentationWidth]);
  },

  groupEnd() {
    const text = this[kGroupIndentationString];
    this[kGroupIndentationString] = text.slice(0, text.length - this[kGroupIndentationWidth]);
  },

  table(tabularData, properties) {
    if (tabularData === null || typeof tabularData !== 'object') return this.log(tabularData);
    if (properties !== undefined) validateArray(properties, 'properties');
    const drawTable = require('internal/cli_table');
    const final = (head, columns) => this.log(drawTable(head, columns));

    const show = (value) => {
      const depth = value !== null && typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length > 2 ? -1 : 0;
      return inspect(value, {
        ...this[kGetInspectOptions](this._stdout), maxArrayLength: 3, depth, breakLength: Infinity,
      });
    };
    const getIndexArray = (length) => Array.from({ length }, (_, i) => show(i));

    const mapIterator = isMapIterator(tabularData);
    let isKeyValue = false;
    let i = 0;
    if (mapIterator) {
      const preview = previewEntries(tabularData, true);
      tabularData = preview[0];
      isKeyValue = preview[1];
    }
    if (isKeyValue || isMap(tabularData)) {
      const keys = [];
      const values = [];
      let length = 0;
      if (mapIterator) {
        for (; i < tabularData.length / 2; ++i) {
          keys.push(show(tabularData[i * 2]));
          values.push(show(tabularData[i * 2 + 1]));
          length++;
        }
      } else {
        for (const { 0: key, 1: value } of tabularData) {
          keys.push(show(key));
          values.push(show(value));
          length++;
        }
      }
      return final([iterationColumn, keyColumn, valuesColumn], [getIndexArray(length), keys, values]);
    }

    const setIterator = isSetIterator(tabularData);
    if (setIterator) tabularData = previewEntries(tabularData);
    const setLike = setIterator || mapIterator || isSet(tabularData);
    if (setLike) {
      const values = [];
      let length = 0;
      for (const value of tabularData) {
        values.push(show(value));
        length++;
      }
      return final([iterationColumn, valuesColumn], [getIndexArray(length), values]);
    }

    const map = { __proto__: null };
    let hasPrimitives = false;
    const valuesKeyArray = [];
    const indexKeyArray = Object.keys(tabularData);
    for (; i < indexKeyArray.length; i++) {
      const item = tabularData[indexKeyArray[i]];
      const primitive = item === null || (typeof item !== 'function' && typeof item !== 'object');
      if (primitive && properties === undefined) {
        hasPrimitives = true;
        valuesKeyArray[i] = show(item);
      } else {
        const keys = properties || Object.keys(item);
        for (const key of keys) {
          map[key] ??= [];
          if ((primitive && properties) || !Object.hasOwn(item, key)) map[key][i] = '';
          else map[key][i] = show(item[key]);
        }
      }
    }
    const keys = Object.keys(map);
    const columns = keys.map((key) => map[key]);
    if (hasPrimitives) {
      keys.push(valuesColumn);
      columns.push(valuesKeyArray);
    }
    keys.unshift(indexColumn);
    columns.unshift(indexKeyArray);
    return final(keys, columns);
  },
};

consoleMethods.dirxml = function dirxml(...args) {
  this[kWriteToConsole](true, this[kFormatForStdout](args));
};
consoleMethods.groupCollapsed = consoleMethods.group;

for (const key of Object.keys(consoleMethods)) Console.prototype[key] = consoleMethods[key];
Console.prototype.debug = Console.prototype.info = Console.prototype.log;
Console.prototype.dirxml = Console.prototype.log;
Console.prototype.error = Console.prototype.warn;

// Consoles are told by a mark, so the global object counts too.
Object.defineProperty(Console, Symbol.hasInstance, {
  __proto__: null,
  value(instance) {
    return instance !== null && typeof instance === 'object' && instance[kIsConsole] === true;
  },
});

module.exports = {
  Console,
  kBindStreamsLazy,
  kBindProperties,
  consoleMethods,
};
