'use strict';
// Module repl: a read-eval-print loop over readline.

const { Interface } = require('readline');
const { inspect } = require('internal/util/inspect');
const vm = require('vm');

const REPL_MODE_SLOPPY = Symbol('repl-sloppy');
const REPL_MODE_STRICT = Symbol('repl-strict');

class Recoverable extends SyntaxError {
  constructor(err) {
    super();
    this.err = err;
  }
}
function isRecoverable(e) {
  return e?.name === 'SyntaxError' && /^(Unexpected end of input|Unterminated template|Unterminated template literal|missing \) after argument list|Unexpected token|Invalid or unexpected token)/.test(e.message) &&
    !/^(Unexpected token '[^']+'|Invalid or unexpected token)/.test(e.message);
}
function isValidSyntax(code) {
  try {
    new vm.Script(code, { filename: 'repl' });
    return true;
  } catch {
    try {
      new vm.Script(`(${code}\n)`, { filename: 'repl' });
      return true;
    } catch {
      return false;
    }
  }
}

const writer = (obj) => inspect(obj, writer.options);
writer.options = { ...inspect.defaultOptions, showProxy: true };

function REPLServer(prompt, stream, eval_, useGlobal, ignoreUndefined, replMode) {
  if (!(this instanceof REPLServer)) return new REPLServer(prompt, stream, eval_, useGlobal, ignoreUndefined, replMode);
  const options = prompt !== null && typeof prompt === 'object' ? { ...prompt } : { prompt, stream, eval: eval_, useGlobal, ignoreUndefined, replMode };
  const input = options.input ?? options.stream ?? process.stdin;
  const output = options.output ?? options.stream ?? process.stdout;
  const terminal = options.terminal ?? output.isTTY;
  Interface.call(this, { input, output, terminal, historySize: options.historySize ?? 1000, prompt: options.prompt ?? '> ', completer: options.completer });
  this.useGlobal = !!options.useGlobal;
  this.ignoreUndefined = !!options.ignoreUndefined;
  this.replMode = options.replMode ?? REPL_MODE_SLOPPY;
  this.writer = options.writer ?? writer;
  this.useColors = options.useColors ?? !!terminal;
  this.commands = { __proto__: null };
  this.bufferedCommand = '';
  this.last = undefined;
  this.lastError = undefined;
  this.context = this.createContext();
  this.eval = options.eval ?? defaultEval.bind(null, this);
  defineDefaultCommands(this);
  this.on('line', (line) => onLine(this, line));
  this.on('close', () => this.emit('exit'));
  let sawSIGINT = false;
  this.on('SIGINT', () => {
    const empty = this.line.length === 0;
    this.clearLine();
    if (this.bufferedCommand === '' && empty) {
      if (sawSIGINT) {
        this.close();
        return;
      }
      this.output.write('(To exit, press Ctrl+C again or Ctrl+D or type .exit)\n');
      sawSIGINT = true;
    } else {
      sawSIGINT = false;
    }
    this.clearBufferedCommand();
    this.displayPrompt();
  });
  this.displayPrompt();
}
Object.setPrototypeOf(REPLServer.prototype, Interface.prototype);
Object.setPrototypeOf(REPLServer, Interface);

REPLServer.prototype.createContext = function() {
  if (this.useGlobal) {
    prepare(this, globalThis);
    return globalThis;
  }
  const context = vm.createContext();
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    if (name in context && /^[A-Z]|^(eval|parse|is|decode|encode|escape|unescape|undefined|globalThis)/.test(name) && Object.hasOwn(vm.runInContext('globalThis', context), name)) continue;
    Object.defineProperty(context, name, { ...Object.getOwnPropertyDescriptor(globalThis, name) });
  }
  context.global = context;
  prepare(this, context);
  return context;
};
function prepare(repl, context) {
  const { Module, makeRequireFunction } = require('internal/modules/cjs/loader');
  const path = require('path');
  const mod = new Module('<repl>');
  mod.paths = [path.resolve('node_modules'), ...Module._nodeModulePaths(process.cwd())];
  const put = (k, v) => Object.defineProperty(context, k, { configurable: true, writable: true, value: v });
  put('module', mod);
  put('require', makeRequireFunction(mod));
  put('exports', mod.exports);
  const { BuiltinModule } = require('internal/bootstrap/realm');
  for (const id of BuiltinModule.getCanBeRequiredByUsersWithoutSchemeList()) {
    if (id.startsWith('_') || id.includes('/') || Object.hasOwn(context, id)) continue;
    Object.defineProperty(context, id, {
      configurable: true,
      get() {
        const v = mod.require(id);
        Object.defineProperty(context, id, { value: v, writable: true, configurable: true, enumerable: false });
        return v;
      },
      set(v) { Object.defineProperty(context, id, { value: v, writable: true, configurable: true, enumerable: true }); },
    });
  }
  Object.defineProperty(context, '_', { configurable: true, get: () => repl.last, set(v) { Object.defineProperty(context, '_', { value: v, writable: true, configurable: true, enumerable: true }); } });
  Object.defineProperty(context, '_error', { configurable: true, get: () => repl.lastError, set(v) { Object.defineProperty(context, '_error', { value: v, writable: true, configurable: true, enumerable: true }); } });
}

function defaultEval(repl, code, context, file, cb) {
  let wrapped = false;
  let input = code;
  // An object literal is meant, not a block.
  if (/^\s*\{/.test(code) && !/;\s*$/.test(code)) {
    input = `(${code.trim()})\n`;
    wrapped = true;
  }
  const strict = repl.replMode === REPL_MODE_STRICT ? "'use strict'; void 0;\n" : '';
  let script;
  for (;;) {
    try {
      script = new vm.Script(strict + input, { filename: file, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
      break;
    } catch (e) {
      if (wrapped) {
        wrapped = false;
        input = code;
        continue;
      }
      if (/\bawait\b/.test(code) && /await is only valid|Unexpected (reserved word|identifier|strict mode)/.test(e.message)) {
        const m = /^\s*(?:const|let|var)\s+([\w$]+)\s*=([\s\S]*)$/.exec(code);
        input = m ? `(async () => { ${m[1]} = (${m[2].trim().replace(/;$/, '')}); })()` : `(async () => (${code.trim().replace(/;$/, '')}\n))()`;
        try {
          script = new vm.Script(input, { filename: file, importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER });
        } catch {
          cb(isRecoverable(e) ? new Recoverable(e) : e);
          return;
        }
        let p;
        try {
          p = repl.useGlobal ? script.runInThisContext() : script.runInContext(context);
        } catch (err) {
          cb(err);
          return;
        }
        p.then((v) => cb(null, v), (err) => cb(err));
        return;
      }
      cb(isRecoverable(e) ? new Recoverable(e) : e);
      return;
    }
  }
  let result;
  try {
    result = repl.useGlobal ? script.runInThisContext({ displayErrors: false, breakOnSigint: false }) : script.runInContext(context, { displayErrors: false });
  } catch (e) {
    cb(e);
    return;
  }
  cb(null, result);
}

function onLine(repl, cmd) {
  cmd = cmd || '';
  if (repl.editorMode) {
    repl.bufferedCommand += `${cmd}\n`;
    return;
  }
  const trimmed = cmd.trim();
  if (trimmed && trimmed[0] === '.' && trimmed[1] !== '.' && Number.isNaN(Number.parseFloat(trimmed))) {
    const m = /^\.([^\s]+)\s*(.*)$/.exec(trimmed);
    const command = m && repl.commands[m[1]];
    if (command) {
      command.action.call(repl, m[2]);
      return;
    }
    if (!repl.bufferedCommand) {
      repl.output.write('Invalid REPL keyword\n');
      repl.displayPrompt();
      return;
    }
  }
  const code = `${repl.bufferedCommand}${cmd}\n`;
  repl.eval(code, repl.context, 'REPL1', (e, ret) => {
    if (e instanceof Recoverable) {
      repl.bufferedCommand += `${cmd}\n`;
      repl.displayPrompt();
      return;
    }
    repl.clearBufferedCommand();
    if (e) {
      repl.lastError = e;
      const text = e !== null && typeof e === 'object' && typeof e.stack === 'string' ? cleanStack(e) : inspect(e);
      repl.output.write(`Uncaught ${text}\n`);
    } else if (!(repl.ignoreUndefined && ret === undefined)) {
      repl.last = ret;
      const w = repl.writer === writer ? inspect(ret, { ...writer.options, colors: repl.useColors }) : repl.writer(ret);
      repl.output.write(`${w}\n`);
    }
    if (!repl.closed) repl.displayPrompt();
  });
}
function cleanStack(e) {
  const text = inspect(e);
  return text.split('\n').filter((l) => !/^ +at .*(node:|REPL\d+-)|^ +at .*\(node:/.test(l)).join('\n');
}

function defineDefaultCommands(repl) {
  repl.defineCommand('break', { help: 'Sometimes you get stuck, this gets you out', action() { this.clearBufferedCommand(); this.displayPrompt(); } });
  repl.defineCommand('clear', {
    help: repl.useGlobal ? 'Alias for .break' : 'Break, and also clear the local context',
    action() {
      this.clearBufferedCommand();
      if (!this.useGlobal) {
        this.output.write('Clearing context...\n');
        this.context = this.createContext();
        this.emit('reset', this.context);
      }
      this.displayPrompt();
    },
  });
  repl.defineCommand('exit', { help: 'Exit the REPL', action() { this.close(); } });
  repl.defineCommand('help', {
    help: 'Print this help message',
    action() {
      const names = Object.keys(this.commands).sort();
      const width = Math.max(...names.map((n) => n.length));
      for (const n of names) this.output.write(`.${n}${this.commands[n].help ? ' '.repeat(width - n.length + 3) + this.commands[n].help : ''}\n`);
      this.output.write('\nPress Ctrl+C to abort current expression, Ctrl+D to exit the REPL\n');
      this.displayPrompt();
    },
  });
  repl.defineCommand('save', {
    help: 'Save all evaluated commands in this REPL session to a file',
    action(file) {
      try {
        require('fs').writeFileSync(file, this.history.toReversed().join('\n'));
        this.output.write(`Session saved to: ${file}\n`);
      } catch {
        this.output.write(`Failed to save: ${file}\n`);
      }
      this.displayPrompt();
    },
  });
  repl.defineCommand('load', {
    help: 'Load JS from a file into the REPL session',
    action(file) {
      try {
        for (const l of require('fs').readFileSync(file, 'utf8').split('\n')) this.write(`${l}\n`);
      } catch {
        this.output.write(`Failed to load: ${file}\n`);
      }
      this.displayPrompt();
    },
  });
}

REPLServer.prototype.defineCommand = function(keyword, cmd) {
  if (typeof cmd === 'function') cmd = { action: cmd };
  if (typeof cmd.action !== 'function') {
    const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');
    throw new ERR_INVALID_ARG_TYPE('cmd.action', 'Function', cmd.action);
  }
  this.commands[keyword] = cmd;
};
REPLServer.prototype.displayPrompt = function(preserveCursor) {
  const old = this._prompt;
  this._initialPrompt ??= old;
  Interface.prototype.setPrompt.call(this, this.bufferedCommand.length ? '| ' : this._initialPrompt);
  this.prompt(preserveCursor);
};
REPLServer.prototype.setPrompt = function(prompt) {
  this._initialPrompt = prompt;
  Interface.prototype.setPrompt.call(this, prompt);
};
REPLServer.prototype.clearBufferedCommand = function() {
  this.bufferedCommand = '';
};
REPLServer.prototype.setupHistory = function(historyPath, cb) {
  if (typeof historyPath === 'function') cb = historyPath;
  process.nextTick(() => cb?.(null, this));
};

function start(prompt, source, eval_, useGlobal, ignoreUndefined, replMode) {
  return new REPLServer(prompt, source, eval_, useGlobal, ignoreUndefined, replMode);
}

module.exports = { start, writer, REPLServer, REPL_MODE_SLOPPY, REPL_MODE_STRICT, Recoverable, isValidSyntax };
