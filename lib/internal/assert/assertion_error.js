'use strict';

// AssertionError, and the texts that show how two values differ.

const { inspect } = require('internal/util/inspect');
const { customInspectSymbol } = require('internal/util');
const colors = require('internal/util/colors');
const { validateObject } = require('internal/validators');

const readable = {
  __proto__: null,
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  partialDeepStrictEqual: 'Expected values to be partially and strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  strictEqualObject: 'Expected "actual" to be reference-equal to "expected":',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notStrictEqualObject: 'Expected "actual" not to be reference-equal to "expected":',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
  notIdentical: 'Values have same structure but are not reference-equal:',
  notDeepEqualUnequal: 'Expected values not to be loosely deep-equal:',
};

// Two short values fit on one line: `1 !== 2`.
const kMaxShortLength = 12;
const kMaxLongStringLength = 512;
// Unchanged lines shown around a difference.
const kNopLinesToCollapse = 5;

function copyError(source) {
  const target = Object.assign({ __proto__: Object.getPrototypeOf(source) }, source);
  Object.defineProperty(target, 'message', { __proto__: null, value: source.message });
  if (Object.hasOwn(source, 'cause')) {
    let { cause } = source;
    if (cause instanceof Error) cause = copyError(cause);
    Object.defineProperty(target, 'cause', { __proto__: null, value: cause });
  }
  return target;
}

function inspectValue(value) {
  return inspect(value, {
    compact: false,
    customInspect: false,
    depth: 1000,
    maxArrayLength: Infinity,
    showHidden: false,
    showProxy: false,
    sorted: true,
    getters: true,
    breakLength: 80,
  });
}

function isObjectLike(value) {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function operatorFor(actual, expected, operator) {
  if (operator === 'strictEqual' && ((typeof actual === 'object' && actual !== null && typeof expected === 'object' &&
      expected !== null) || (typeof actual === 'function' && typeof expected === 'function'))) {
    return 'strictEqualObject';
  }
  return operator;
}

function isSimpleDiff(actual, actualLines, expected, expectedLines) {
  if (actualLines.length > 1 || actualLines.length !== expectedLines.length) return false;
  return typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null;
}

function stackedDiff(actual, expected) {
  let message = `\n${colors.green}+${colors.white} ${actual}\n${colors.red}- ${colors.white}${expected}`;
  const length = actual.length + expected.length;
  const maxLength = process.stderr.isTTY ? process.stderr.columns : 80;
  if (length <= maxLength) {
    let indicator = -1;
    for (let i = 0; i < actual.length; i++) {
      if (actual[i] !== expected[i]) {
        // Near the start everybody sees the difference.
        if (i >= 3) indicator = i;
        break;
      }
    }
    if (indicator !== -1) message += `\n${' '.repeat(indicator + 2)}^`;
  }
  return message;
}

// Myers' result as lines, with long equal parts left out.
function printDiff(diff, operator) {
  let message = '';
  let skipped = false;
  let nopCount = 0;
  for (let i = diff.length - 1; i >= 0; i--) {
    const { 0: kind, 1: value } = diff[i];
    const previous = i < diff.length - 1 ? diff[i + 1][0] : null;
    if (previous === 0 && kind !== 0) {
      // A gap of one line is not worth dots.
      if (nopCount === kNopLinesToCollapse + 1) {
        message += `${colors.white}  ${diff[i + 1][1]}\n`;
      } else if (nopCount === kNopLinesToCollapse + 2) {
        message += `${colors.white}  ${diff[i + 2][1]}\n`;
        message += `${colors.white}  ${diff[i + 1][1]}\n`;
      } else if (nopCount >= kNopLinesToCollapse + 3) {
        message += `${colors.blue}...${colors.white}\n`;
        message += `${colors.white}  ${diff[i + 1][1]}\n`;
        skipped = true;
      }
      nopCount = 0;
    }
    if (kind === 1) {
      if (operator === 'partialDeepStrictEqual') {
        message += `${colors.gray}${colors.hasColors ? ' ' : '+'} ${value}${colors.white}\n`;
      } else {
        message += `${colors.green}+${colors.white} ${value}\n`;
      }
    } else if (kind === -1) {
      message += `${colors.red}-${colors.white} ${value}\n`;
    } else {
      if (nopCount < kNopLinesToCollapse) message += `${colors.white}  ${value}\n`;
      nopCount++;
    }
  }
  return { message: `\n${message.trimEnd()}`, skipped };
}

function createErrDiff(actual, expected, operator, customMessage, diffType) {
  operator = operatorFor(actual, expected, operator);
  let skipped = false;
  let message = '';
  const inspectedActual = inspectValue(actual);
  const inspectedExpected = inspectValue(expected);
  const actualLines = inspectedActual.split('\n');
  const expectedLines = inspectedExpected.split('\n');
  let header = `${colors.green}+ actual${colors.white} ${colors.red}- expected${colors.white}`;
  if (isSimpleDiff(actual, actualLines, expected, expectedLines)) {
    let length = actualLines[0].length + expectedLines[0].length;
    length -= typeof actual === 'string' ? 2 : 0;
    length -= typeof expected === 'string' ? 2 : 0;
    if (length <= kMaxShortLength && (actual !== 0 || expected !== 0)) {
      message = `${actualLines[0]} !== ${expectedLines[0]}`;
      header = '';
    } else {
      message = stackedDiff(actualLines[0], expectedLines[0]);
    }
  } else if (inspectedActual === inspectedExpected) {
    operator = 'notIdentical';
    header = '';
    if (actualLines.length > 50 && diffType !== 'full') {
      message = `${actualLines.slice(0, 50).join('\n')}\n...}`;
      skipped = true;
    } else {
      message = actualLines.join('\n');
    }
  } else {
    const checkComma = actual != null && typeof actual === 'object';
    const { myersDiff } = require('internal/util/diff');
    ({ message, skipped } = printDiff(myersDiff(actualLines, expectedLines, checkComma), operator));
  }
  const title = customMessage != null ? String(customMessage) : readable[operator];
  return `${title}\n${header}${skipped ? '\n... Skipped lines' : ''}\n${message}\n`;
}

function describe(actual, expected, operator, diffType) {
  if (operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual') {
    return createErrDiff(actual, expected, operator, undefined, diffType);
  }
  if (operator === 'notDeepStrictEqual' || operator === 'notStrictEqual') {
    let base = readable[operator];
    const lines = inspectValue(actual).split('\n');
    if (operator === 'notStrictEqual' && isObjectLike(actual)) base = readable.notStrictEqualObject;
    if (lines.length > 50 && diffType !== 'full') {
      lines[46] = `${colors.blue}...${colors.white}`;
      while (lines.length > 47) lines.pop();
    }
    if (lines.length === 1) return `${base}${lines[0].length > 5 ? '\n\n' : ' '}${lines[0]}`;
    return `${base}\n\n${lines.join('\n')}\n`;
  }
  let res = inspectValue(actual);
  let other = inspectValue(expected);
  const known = readable[operator];
  if (operator === 'notDeepEqual' && res === other) {
    res = `${known}\n\n${res}`;
    if (res.length > 1024 && diffType !== 'full') res = `${res.slice(0, 1021)}...`;
    return res;
  }
  if (diffType !== 'full') {
    if (res.length > kMaxLongStringLength) res = `${res.slice(0, 509)}...`;
    if (other.length > kMaxLongStringLength) other = `${other.slice(0, 509)}...`;
  }
  if (operator === 'deepEqual') res = `${known}\n\n${res}\n\nshould loosely deep-equal\n\n`;
  else if (operator === 'notDeepEqual') res = `${readable.notDeepEqualUnequal}\n\n${res}\n\nshould not loosely deep-equal\n\n`;
  else other = ` ${operator} ${other}`;
  return `${res}${other}`;
}

function addEllipsis(text) {
  const lines = text.split('\n', 11);
  if (lines.length > 10) {
    lines.length = 10;
    return `${lines.join('\n')}\n...`;
  }
  if (text.length > kMaxLongStringLength) return `${text.slice(0, kMaxLongStringLength)}...`;
  return text;
}

class AssertionError extends Error {
  constructor(options) {
    validateObject(options, 'options');
    const { message, operator, stackStartFn, details, stackStartFunction, diff = 'simple' } = options;
    let { actual, expected } = options;

    if (message != null) {
      if (operator === 'deepStrictEqual' || operator === 'strictEqual' || operator === 'partialDeepStrictEqual') {
        super(createErrDiff(actual, expected, operator, message, diff));
      } else {
        super(String(message));
      }
    } else {
      colors.refresh();
      // The stacks of compared errors would only be noise.
      if (typeof actual === 'object' && actual !== null && typeof expected === 'object' && expected !== null &&
          'stack' in actual && actual instanceof Error && 'stack' in expected && expected instanceof Error) {
        actual = copyError(actual);
        expected = copyError(expected);
      }
      super(describe(actual, expected, operator, diff));
    }

    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      __proto__: null, value: 'AssertionError [ERR_ASSERTION]', enumerable: false, writable: true, configurable: true,
    });
    this.code = 'ERR_ASSERTION';
    if (details) {
      this.actual = undefined;
      this.expected = undefined;
      this.operator = undefined;
      for (let i = 0; i < details.length; i++) {
        this[`message ${i}`] = details[i].message;
        this[`actual ${i}`] = details[i].actual;
        this[`expected ${i}`] = details[i].expected;
        this[`operator ${i}`] = details[i].operator;
        this[`stack trace ${i}`] = details[i].stack;
      }
    } else {
      this.actual = actual;
      this.expected = expected;
      this.operator = operator;
    }
    Error.captureStackTrace(this, stackStartFn || stackStartFunction);
    // The header keeps the code while the name does not.
    this.stack; // eslint-disable-line no-unused-expressions
    this.name = 'AssertionError';
    this.diff = diff;
  }

  toString() {
    return `${this.name} [${this.code}]: ${this.message}`;
  }

  [customInspectSymbol](recurseTimes, ctx) {
    const { actual, expected } = this;
    if (typeof actual === 'string') this.actual = addEllipsis(actual);
    if (typeof expected === 'string') this.expected = addEllipsis(expected);
    const result = inspect(this, { ...ctx, customInspect: false, depth: 0 });
    this.actual = actual;
    this.expected = expected;
    return result;
  }
}

module.exports = AssertionError;
