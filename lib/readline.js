'use strict';
// Module readline.

const { clearLine, clearScreenDown, cursorTo, moveCursor } = require('internal/readline/callbacks');
const emitKeypressEvents = require('internal/readline/emit_keypress_events');
const { Interface: Base, kQuestion, kQuestionCancel } = require('internal/readline/interface');
const { AbortError } = require('internal/errors');
const { validateAbortSignal } = require('internal/validators');
const kCustomPromisify = Symbol.for('nodejs.util.promisify.custom');

function Interface(input, output, completer, terminal) {
  if (!(this instanceof Interface)) return new Interface(input, output, completer, terminal);
  if (input?.input && typeof input.completer === 'function' && input.completer.length !== 2) {
    const { completer: c } = input;
    input = { ...input, completer: (v, cb) => cb(null, c(v)) };
  } else if (typeof completer === 'function' && completer.length !== 2) {
    const c = completer;
    completer = (v, cb) => cb(null, c(v));
  }
  Base.call(this, input, output, completer, terminal);
  if (process.env.TERM === 'dumb') {
    this._ttyWrite = dumbTtyWrite.bind(this);
  }
}
Object.setPrototypeOf(Interface.prototype, Base.prototype);
Object.setPrototypeOf(Interface, Base);

function dumbTtyWrite(s, key) {
  key = key || {};
  if (key.name === 'escape') return;
  if (this._sawReturnAt && key.name !== 'enter') this._sawReturnAt = 0;
  if (key.ctrl) {
    if (key.name === 'c') {
      if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
      else this.close();
      return;
    } else if (key.name === 'd') {
      this.close();
      return;
    }
  }
  switch (key.name) {
    case 'return':
      this._sawReturnAt = Date.now();
      this._line();
      break;
    case 'enter':
      if (this._sawReturnAt === 0 || Date.now() - this._sawReturnAt > this.crlfDelay) this._line();
      this._sawReturnAt = 0;
      break;
    default:
      if (typeof s === 'string' && s) {
        this.line += s;
        this.cursor += s.length;
        this._writeToOutput(s);
      }
  }
}

Interface.prototype.question = function question(query, options, cb) {
  cb = typeof options === 'function' ? options : cb;
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal) {
    validateAbortSignal(options.signal, 'options.signal');
    if (options.signal.aborted) return;
    const onAbort = () => this[kQuestionCancel]();
    const { addAbortListener } = require('events');
    const disposable = addAbortListener(options.signal, onAbort);
    const original = cb;
    cb = typeof cb === 'function' ? (answer) => {
      disposable[Symbol.dispose]();
      return original(answer);
    } : () => disposable[Symbol.dispose]();
  }
  if (typeof cb === 'function') this[kQuestion](query, cb);
};
Interface.prototype.question[kCustomPromisify] = function question(query, options) {
  if (options === null || typeof options !== 'object') options = {};
  if (options.signal?.aborted) return Promise.reject(new AbortError(undefined, { cause: options.signal.reason }));
  return new Promise((resolve, reject) => {
    let cb = resolve;
    if (options.signal) {
      const { addAbortListener } = require('events');
      const disposable = addAbortListener(options.signal, () => reject(new AbortError(undefined, { cause: options.signal.reason })));
      cb = (answer) => {
        disposable[Symbol.dispose]();
        return resolve(answer);
      };
    }
    this.question(query, options, cb);
  });
};
// The callback form of completion.
Interface.prototype._tabComplete = function(lastKeypressWasTab) {
  this.pause();
  const string = this.line.slice(0, this.cursor);
  this.completer(string, (err, value) => {
    this.resume();
    if (err) {
      const { inspect } = require('internal/util/inspect');
      this._writeToOutput(`Tab completion error: ${inspect(err)}`);
      return;
    }
    this._tabCompleter(lastKeypressWasTab, value);
  });
};
for (const key of Object.keys(Interface.prototype)) Object.defineProperty(Interface.prototype, key, { enumerable: key === 'question' });

function createInterface(input, output, completer, terminal) {
  return new Interface(input, output, completer, terminal);
}

module.exports = {
  Interface,
  clearLine,
  clearScreenDown,
  createInterface,
  cursorTo,
  emitKeypressEvents,
  moveCursor,
};
Object.defineProperty(module.exports, 'promises', {
  configurable: true, enumerable: true, get() { return require('readline/promises'); },
});
