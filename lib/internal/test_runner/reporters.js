'use strict';
// Reporters of node:test: spec, tap, dot, junit, lcov.

const Transform = require('internal/streams/transform');
const { inspect } = require('internal/util/inspect');
const path = require('path');

const symbols = { '__proto__': null, 'test:fail': '\u2716 ', 'test:pass': '\u2714 ', 'test:diagnostic': '\u2139 ', 'test:coverage': '\u2139 ', 'arrow:right': '\u25B6 ', 'hyphen:minus': '\uFE63 ', 'warning:alert': '\u26A0 ' };
function useColors() {
  const stream = process.stdout;
  return stream.isTTY === true && stream.getColorDepth?.() > 2 && process.env.NO_COLOR === undefined || (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0');
}
function palette() {
  const on = useColors();
  const c = (code) => (on ? `\u001b[${code}m` : '');
  return { on, red: c(31), green: c(32), yellow: c(33), blue: c(34), gray: c(90), white: c(39), reset: c(0) };
}
const pad = (nesting) => '  '.repeat(nesting);

function formatError(error, indent, colors) {
  if (error === undefined || error === null) return '';
  const shown = error.code === 'ERR_TEST_FAILURE' && error.cause !== undefined ? error.cause : error;
  const text = inspect(shown, { colors, breakLength: Infinity });
  return text.split(/\r?\n/).map((line) => `${indent}  ${line}`).join('\n');
}
function testLine(type, data, prefix = '', indent = '', hasChildren = false, showErrorDetails = true) {
  const c = palette();
  let color = type === 'test:fail' ? c.red : type === 'test:pass' ? c.green : c.blue;
  let symbol = symbols[type] ?? '';
  const { skip, todo, expectFailure } = data;
  let suffix = '';
  const ms = data.details?.duration_ms;
  const duration = ms === undefined ? '' : ` ${c.gray}(${+ms.toFixed(6)}ms)${c.white}`;
  const title = `${data.name}${duration}`;
  if (skip !== undefined) {
    suffix = ` # ${typeof skip === 'string' && skip.length > 0 ? skip : 'SKIP'}`;
    color = c.gray;
    symbol = symbols['hyphen:minus'];
  } else if (todo !== undefined) {
    suffix = ` # ${typeof todo === 'string' && todo.length > 0 ? todo : 'TODO'}`;
    if (type === 'test:fail') {
      color = c.yellow;
      symbol = symbols['warning:alert'];
    }
  } else if (expectFailure !== undefined) {
    suffix = ' # EXPECTED FAILURE';
  }
  const err = showErrorDetails && data.details?.error ? formatError(data.details.error, indent, c.on) : '';
  return `${prefix}${indent}${color}${symbol}${title}${suffix}${c.white}\n${err === '' ? '' : `${err}\n`}`;
}

// ---- spec

class SpecReporter extends Transform {
  #stack = [];
  #failed = [];
  #cwd = process.cwd();
  constructor() {
    super({ __proto__: null, writableObjectMode: true });
  }
  #handle({ type, data }) {
    const c = palette();
    switch (type) {
      case 'test:fail':
        if (data.details?.error?.failureType !== 'subtestsFailed') this.#failed.push(data);
        return this.#result(type, data);
      case 'test:pass':
        return this.#result(type, data);
      case 'test:start':
        this.#stack.unshift({ __proto__: null, data, type, reported: false });
        return '';
      case 'test:stderr':
      case 'test:stdout':
        return data.message;
      case 'test:diagnostic': {
        const color = data.level === 'error' ? c.red : data.level === 'warn' ? c.yellow : c.blue;
        return `${color}${pad(data.nesting)}${symbols[type]}${data.message}${c.white}\n`;
      }
      case 'test:interrupted': {
        let text = `\n${c.red}Interrupted while running:${c.white}\n`;
        for (const t of data.tests) text += `${c.red}${symbols['test:fail']}${t.name}${c.white}\n`;
        return text;
      }
      case 'test:summary':
        return data.file === undefined ? this.#summary() : '';
      default:
        return '';
    }
  }
  #result(type, data) {
    // The test that ended is at the top of the stack; those below it are its parents.
    const own = this.#stack.shift();
    let prefix = '';
    const parents = this.#stack.filter((s) => !s.reported && s.data.nesting < data.nesting).reverse();
    const c = palette();
    for (const p of parents) {
      p.reported = true;
      prefix += `${pad(p.data.nesting)}${c.reset}${symbols['arrow:right']}${p.data.name}\n`.replace(c.reset, c.on ? c.reset : '');
    }
    return testLine(type, data, prefix, pad(data.nesting), own?.reported, false);
  }
  #summary() {
    if (this.#failed.length === 0) return '';
    const c = palette();
    const out = [`\n${c.red}${symbols['test:fail']}failing tests:${c.white}\n`];
    for (const data of this.#failed) {
      const at = data.file === undefined ? '' : `test at ${path.relative(this.#cwd, data.file)}:${data.line}:${data.column}\n`;
      out.push(`${at}${testLine('test:fail', data)}`);
    }
    this.#failed = [];
    return out.join('\n');
  }
  _transform(event, encoding, callback) {
    let text;
    try {
      text = this.#handle(event);
    } catch (e) {
      callback(e);
      return;
    }
    callback(null, text === '' ? null : text);
  }
  _flush(callback) {
    callback(null, this.#summary());
  }
}

// ---- tap

const tapEscape = (s) => `${s}`.replaceAll('\\', '\\\\').replaceAll('#', '\\#').replaceAll('\b', '\\b').replaceAll('\f', '\\f')
  .replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\v', '\\v');
const tapIndent = (n) => '    '.repeat(n);

async function* tap(source) {
  yield 'TAP version 13\n';
  for await (const { type, data } of source) {
    switch (type) {
      case 'test:fail': {
        yield tapTest(data.nesting, data.testNumber, 'not ok', data);
        const location = data.file ? `${data.file}:${data.line}:${data.column}` : null;
        yield tapDetails(data.nesting, data.details, location);
        break;
      }
      case 'test:pass':
        yield tapTest(data.nesting, data.testNumber, 'ok', data);
        yield tapDetails(data.nesting, data.details, null);
        break;
      case 'test:plan':
        yield `${tapIndent(data.nesting)}1..${data.count}\n`;
        break;
      case 'test:start':
        yield `${tapIndent(data.nesting)}# Subtest: ${tapEscape(data.name)}\n`;
        break;
      case 'test:stderr':
      case 'test:stdout':
        for (const line of data.message.replace(/\r?\n$/, '').split(/\r?\n/)) yield `# ${tapEscape(line)}\n`;
        break;
      case 'test:interrupted':
        for (const t of data.tests) yield `# Interrupted while running: ${tapEscape(t.name)}\n`;
        break;
      case 'test:diagnostic':
        yield `${tapIndent(data.nesting)}# ${tapEscape(data.message)}\n`;
        break;
      default:
    }
  }
}
function tapTest(nesting, number, status, { name, skip, todo, expectFailure }) {
  let line = `${tapIndent(nesting)}${status} ${number} - ${tapEscape(name)}`;
  const directive = (word, v) => ` # ${word}${typeof v === 'string' && v.length > 0 ? ` ${tapEscape(v)}` : ''}`;
  if (skip !== undefined) line += directive('SKIP', skip);
  else if (todo !== undefined) line += directive('TODO', todo);
  else if (expectFailure !== undefined) line += directive('EXPECTED FAILURE', expectFailure);
  return `${line}\n`;
}
function tapDetails(nesting, { duration_ms, type, error }, location) {
  const indent = `${tapIndent(nesting)}  `;
  let text = `${indent}---\n${yaml(indent, 'duration_ms', duration_ms)}${yaml(indent, 'type', type)}`;
  if (location !== null) text += yaml(indent, 'location', location);
  text += yaml(indent, null, error, new Set());
  return `${text}${indent}...\n`;
}
function yaml(indent, name, value, seen) {
  if (value === null || value === undefined) return value === null && name !== null ? `${indent}${name}: ~\n` : '';
  if (typeof value !== 'object') {
    if (typeof value === 'string') return yamlString(indent, name, value);
    return `${indent}${name}: ${inspect(value)}\n`;
  }
  seen ??= new Set();
  if (seen.has(value)) return `${indent}${name}: <Circular>\n`;
  seen.add(value);
  let out = '';
  const isError = value instanceof Error;
  if (name !== null && !isError) {
    if (value instanceof Date) return `${indent}${name}: ${value.toISOString()}\n`;
    if (typeof value.then === 'function' || require('internal/util/types').isRegExp(value)) return `${indent}${name}: ${inspect(value)}\n`;
    out += `${indent}${name}:\n`;
    indent += '  ';
  }
  if (isError) return `${out}${yamlError(indent, value, seen)}`;
  for (const key of Object.keys(value)) out += yaml(indent, key, value[key], seen);
  return out;
}
function yamlString(indent, name, value) {
  if (/\r?\n/.test(value)) {
    let out = `${indent}${name}: |-\n`;
    for (const line of value.split(/\r?\n/)) out += `${indent}  ${line}\n`;
    return out;
  }
  return `${indent}${name}: ${inspect(value)}\n`;
}
function yamlError(indent, error, seen) {
  let { cause, code, failureType, message, expected, actual, operator, stack, name } = error;
  let text = message ?? '<unknown error>';
  let hasExpected = 'expected' in error && operator !== undefined;
  if (code === 'ERR_TEST_FAILURE' && cause !== null && (typeof cause === 'object' || typeof cause === 'function') && cause !== undefined) {
    ({ stack } = cause);
    code = cause.code ?? code;
    name = cause.name;
    text = typeof cause.message === 'string' && cause.message !== '' ? cause.message : text;
    if ('operator' in cause) {
      hasExpected = true;
      ({ expected, actual, operator } = cause);
    }
  } else if (code === 'ERR_TEST_FAILURE') {
    stack = undefined;
    name = 'Error';
    if (typeof cause === 'string') text = cause;
  }
  let out = '';
  if (failureType) out += yaml(indent, 'failureType', failureType);
  out += yamlString(indent, 'error', `${text}`);
  if (code) out += yaml(indent, 'code', code);
  if (name && name !== 'Error') out += yaml(indent, 'name', name);
  if (hasExpected) {
    out += yaml(indent, 'expected', expected, new Set(seen));
    out += yaml(indent, 'actual', actual, new Set(seen));
    if (operator) out += yaml(indent, 'operator', operator);
  }
  if (typeof stack === 'string') {
    const frames = stack.split('\n').filter((l) => /^\s+at /.test(l)).map((l) => l.trim().slice(3));
    if (frames.length > 0) {
      out += `${indent}stack: |-\n`;
      for (const f of frames) out += `${indent}  ${f}\n`;
    }
  }
  return out;
}

// ---- dot

async function* dot(source) {
  let count = 0;
  const columns = () => Math.max(process.stdout.columns ?? 20, 20);
  const failed = [];
  const c = palette();
  for await (const { type, data } of source) {
    if (type === 'test:pass') yield `${c.green}.${c.reset}`;
    if (type === 'test:fail') {
      yield `${c.red}X${c.reset}`;
      failed.push(data);
    }
    if ((type === 'test:fail' || type === 'test:pass') && ++count === columns()) {
      yield '\n';
      count = 0;
    }
  }
  yield '\n';
  if (failed.length > 0) {
    yield `\n${c.red}Failed tests:${c.white}\n\n`;
    for (const data of failed) yield testLine('test:fail', data);
  }
}

// ---- junit

const xmlEscape = (s) => `${s}`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const attrEscape = (s) => `${s}`.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('\n', '&#10;');
function xml(node, depth = 1) {
  const tabs = '\t'.repeat(depth);
  if (typeof node === 'string') return `${xmlEscape(node)}\n`;
  if (node.comment !== undefined) return `${tabs}<!-- ${node.comment.replaceAll('--', '&#45;&#45;')} -->\n`;
  const attrs = Object.entries(node.attrs).filter(([, v]) => v !== undefined).map(([k, v]) => ` ${k}="${attrEscape(v)}"`).join('');
  if (node.children.length === 0) return `${tabs}<${node.tag}${attrs}/>\n`;
  return `${tabs}<${node.tag}${attrs}>\n${node.children.map((ch) => xml(ch, depth + 1)).join('')}${tabs}</${node.tag}>\n`;
}
async function* junit(source) {
  yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites>\n';
  let current = null;
  const roots = [];
  const start = (data) => {
    const parent = current;
    current = { tag: 'testcase', attrs: { name: data.name }, nesting: data.nesting, parent, children: [] };
    if (parent) parent.children.push(current);
    else roots.push(current);
  };
  const add = (node) => (current ? current.children : roots).push(node);
  for await (const { type, data } of source) {
    switch (type) {
      case 'test:start':
        start(data);
        break;
      case 'test:pass':
      case 'test:fail': {
        if (!current || current.attrs.name !== data.name || current.nesting !== data.nesting) start(data);
        const node = current;
        node.attrs.time = (data.details.duration_ms / 1000).toFixed(6);
        const inner = node.children.filter((ch) => ch.comment === undefined);
        if (inner.length > 0) {
          node.tag = 'testsuite';
          node.attrs.disabled = 0;
          node.attrs.errors = 0;
          node.attrs.tests = inner.length;
          node.attrs.failures = inner.filter((ch) => ch.attrs.failures > 0 || ch.attrs.failure !== undefined || ch.children.some((x) => x.tag === 'failure')).length;
          node.attrs.skipped = inner.filter((ch) => ch.children.some((x) => x.tag === 'skipped')).length;
          node.attrs.hostname = require('os').hostname();
        } else {
          node.attrs.classname = data.classname ?? 'test';
          if (data.file !== undefined) node.attrs.file = data.file;
          if (data.skip !== undefined) node.children.push({ tag: 'skipped', attrs: { type: 'skipped', message: data.skip }, children: [] });
          if (data.todo !== undefined) node.children.push({ tag: 'skipped', attrs: { type: 'todo', message: data.todo }, children: [] });
          if (type === 'test:fail') {
            const { error } = data.details;
            node.children.push({ tag: 'failure', attrs: { type: error?.failureType ?? error?.code, message: `${error?.message ?? ''}`.trim() }, children: [inspect(error, { breakLength: Infinity })] });
            node.attrs.failure = error?.message ?? '';
          }
        }
        current = node.parent;
        break;
      }
      case 'test:diagnostic':
        add({ comment: data.message });
        break;
      default:
    }
  }
  for (const node of roots) yield xml(node);
  yield '</testsuites>\n';
}

// lcov prints coverage, of which there is none yet: nothing.
class LcovReporter extends Transform {
  constructor(options) {
    super({ ...options, writableObjectMode: true, __proto__: null });
  }
  _transform(event, encoding, callback) {
    callback(null);
  }
}

module.exports = { SpecReporter, tap, dot, junit, LcovReporter };
