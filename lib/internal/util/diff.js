'use strict';

// Myers' difference algorithm on lists of strings, for util.diff and for assertion messages.

const { validateStringArray, validateString } = require('internal/validators');
const { codes } = require('internal/errors');

const kInsert = 1;
const kDelete = -1;
const kEqual = 0;

function sameLine(a, b, ignoreComma) {
  if (a === b) return true;
  // The comma after the last entry of an object says nothing.
  if (ignoreComma) return `${a},` === b || a === `${b},`;
  return false;
}

// Gives [kind, line] pairs from the last to the first. kind: 1 only in actual, -1 only in expected, 0 both.
function myersDiff(actual, expected, checkCommaDisparity = false) {
  const actualLength = actual.length;
  const expectedLength = expected.length;
  const max = actualLength + expectedLength;
  if (max > 2 ** 31 - 1) {
    throw new codes.ERR_OUT_OF_RANGE('myersDiff input size', '< 2^31', max);
  }
  const v = new Int32Array(2 * max + 1);
  const trace = [];
  for (let level = 0; level <= max; level++) {
    trace.push(v.slice(max - level < 0 ? 0 : max - level, max + level + 1));
    for (let k = -level; k <= level; k += 2) {
      const offset = k + max;
      let x;
      if (k === -level || (k !== level && v[offset - 1] < v[offset + 1])) x = v[offset + 1];
      else x = v[offset - 1] + 1;
      let y = x - k;
      while (x < actualLength && y < expectedLength && sameLine(actual[x], expected[y], checkCommaDisparity)) {
        x++;
        y++;
      }
      v[offset] = x;
      if (x >= actualLength && y >= expectedLength) {
        return backtrack(trace, level, actual, expected, checkCommaDisparity);
      }
    }
  }
  return [];
}

function backtrack(trace, level, actual, expected, checkCommaDisparity) {
  const result = [];
  let x = actual.length;
  let y = expected.length;
  for (let depth = level; depth >= 0; depth--) {
    const row = trace[depth];
    // trace[depth] holds the diagonals -depth..depth as they were before this level.
    const at = (k) => row[k + depth];
    const k = x - y;
    let previousK;
    if (k === -depth || (k !== depth && at(k - 1) < at(k + 1))) previousK = k + 1;
    else previousK = k - 1;
    const previousX = depth === 0 ? 0 : at(previousK);
    const previousY = depth === 0 ? 0 : previousX - previousK;
    while (x > previousX && y > previousY) {
      const actualItem = actual[x - 1];
      const value = checkCommaDisparity && !actualItem.endsWith(',') ? expected[y - 1] : actualItem;
      result.push([kEqual, value]);
      x--;
      y--;
    }
    if (depth > 0) {
      if (x > previousX) result.push([kInsert, actual[--x]]);
      else result.push([kDelete, expected[--y]]);
    }
  }
  return result;
}

function validateInput(value, name) {
  if (!Array.isArray(value)) {
    validateString(value, name);
    return;
  }
  validateStringArray(value, name);
}

function diff(actual, expected) {
  if (actual === expected) return [];
  validateInput(actual, 'actual');
  validateInput(expected, 'expected');
  return myersDiff(actual, expected).reverse();
}

module.exports = { myersDiff, diff, kInsert, kDelete, kEqual };
