'use strict';

// Terminals: ReadStream, WriteStream, colour support and cursor control.

const net = require('net');
const { codes: { ERR_INVALID_FD, ERR_TTY_INIT_FAILED } } = require('internal/errors');
const { validateInteger } = require('internal/validators');

let binding;
function ttyWrap() {
  return binding ??= internalBinding('tty_wrap');
}

function isatty(fd) {
  return Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && ttyWrap().isTTY(fd);
}

function makeHandle(fd) {
  if (fd >> 0 !== fd || fd < 0) throw new ERR_INVALID_FD(fd);
  const ctx = {};
  const tty = new (ttyWrap().TTY)(fd, ctx);
  if (ctx.code !== undefined) throw new ERR_TTY_INIT_FAILED(ctx);
  return tty;
}

function ReadStream(fd, options) {
  if (!(this instanceof ReadStream)) return new ReadStream(fd, options);
  const tty = makeHandle(fd);
  Reflect.apply(net.Socket, this, [{ highWaterMark: 0, handle: tty, manualStart: true, ...options }]);
  this.isRaw = false;
  this.isTTY = true;
}
Object.setPrototypeOf(ReadStream.prototype, net.Socket.prototype);
Object.setPrototypeOf(ReadStream, net.Socket);

ReadStream.prototype.setRawMode = function(flag) {
  flag = !!flag;
  const err = this._handle?.setRawMode(flag);
  if (err) {
    const { ErrnoException } = require('internal/errors');
    this.emit('error', new ErrnoException(err, 'setRawMode'));
    return this;
  }
  this.isRaw = flag;
  return this;
};

function WriteStream(fd) {
  if (!(this instanceof WriteStream)) return new WriteStream(fd);
  const tty = makeHandle(fd);
  Reflect.apply(net.Socket, this, [{ handle: tty, manualStart: true }]);
  // Terminals are written to synchronously, lest output be lost at exit.
  this._handle.setBlocking(true);
  const winSize = [0, 0];
  if (!this._handle.getWindowSize(winSize)) {
    this.columns = winSize[0];
    this.rows = winSize[1];
  }
}
Object.setPrototypeOf(WriteStream.prototype, net.Socket.prototype);
Object.setPrototypeOf(WriteStream, net.Socket);

WriteStream.prototype.isTTY = true;

const COLORS_2 = 1;
const COLORS_16 = 4;
const COLORS_256 = 8;
const COLORS_16m = 24;

function fromTerm(term) {
  switch (term) {
    case 'eterm': case 'cons25': case 'console': case 'cygwin': case 'dtterm': case 'gnome': case 'hurd':
    case 'jfbterm': case 'konsole': case 'kterm': case 'mlterm': case 'putty': case 'st':
      return COLORS_16;
    case 'mosh': case 'rxvt-unicode-24bit': case 'terminator': case 'xterm-kitty':
      return COLORS_16m;
  }
  if (/ansi/.test(term) || /color/.test(term) || /linux/.test(term) || /direct/.test(term) ||
      /^con\d*x\d/.test(term) || /^rxvt/.test(term) || /^screen/.test(term) || /^xterm/.test(term) || /^vt100/.test(term) ||
      /^vt220/.test(term)) {
    return COLORS_16;
  }
  return 0;
}

let warned = false;
function getColorDepth(env = process.env) {
  // FORCE_COLOR speaks first.
  if (env.FORCE_COLOR !== undefined) {
    const ignored = env.NO_COLOR !== undefined && env.NO_COLOR !== '' ? 'NO_COLOR' :
      env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== '' ? 'NODE_DISABLE_COLORS' : '';
    if (ignored && !warned) {
      warned = true;
      process.emitWarning(`The '${ignored}' env is ignored due to the 'FORCE_COLOR' env being set.`, 'Warning');
    }
    switch (env.FORCE_COLOR) {
      case '': case '1': case 'true': return COLORS_16;
      case '2': return COLORS_256;
      case '3': return COLORS_16m;
      default: return COLORS_2;
    }
  }
  if ((env.NODE_DISABLE_COLORS !== undefined && env.NODE_DISABLE_COLORS !== '') ||
      (env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb') {
    return COLORS_2;
  }
  if (process.platform === 'win32') {
    const release = require('os').release().split('.');
    if (+release[0] >= 10) {
      const build = +release[2];
      if (build >= 14931) return COLORS_16m;
      if (build >= 10586) return COLORS_256;
    }
    return COLORS_16;
  }
  if (env.TMUX) return COLORS_16m;
  if ('TF_BUILD' in env && 'AGENT_NAME' in env) return COLORS_16;
  if ('CI' in env) {
    for (const [name, colors] of [['APPVEYOR', COLORS_256], ['BUILDKITE', COLORS_256], ['CIRCLECI', COLORS_16m],
      ['DRONE', COLORS_256], ['GITEA_ACTIONS', COLORS_16m], ['GITHUB_ACTIONS', COLORS_16m], ['GITLAB_CI', COLORS_256],
      ['TRAVIS', COLORS_256]]) {
      if (name in env) return colors;
    }
    return env.CI_NAME === 'codeship' ? COLORS_256 : COLORS_2;
  }
  if ('TEAMCITY_VERSION' in env) {
    return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? COLORS_16 : COLORS_2;
  }
  switch (env.TERM_PROGRAM) {
    case 'iTerm.app': return !env.TERM_PROGRAM_VERSION || /^[0-2]\./.test(env.TERM_PROGRAM_VERSION) ? COLORS_256 : COLORS_16m;
    case 'HyperTerm': case 'MacTerm': return COLORS_16m;
    case 'Apple_Terminal': return COLORS_256;
  }
  if (env.COLORTERM === 'truecolor' || env.COLORTERM === '24bit') return COLORS_16m;
  if (env.TERM) {
    if (/truecolor/.test(env.TERM)) return COLORS_16m;
    if (/^xterm-256/.test(env.TERM)) return COLORS_256;
    const n = fromTerm(env.TERM.toLowerCase());
    if (n) return n;
  }
  if (env.COLORTERM) return COLORS_16;
  return COLORS_2;
}

WriteStream.prototype.getColorDepth = getColorDepth;

WriteStream.prototype.hasColors = function hasColors(count, env) {
  if (env === undefined && (count === undefined || (typeof count === 'object' && count !== null))) {
    env = count;
    count = 16;
  } else {
    validateInteger(count, 'count', 2);
  }
  return count <= 2 ** this.getColorDepth(env);
};

WriteStream.prototype._refreshSize = function() {
  const oldCols = this.columns;
  const oldRows = this.rows;
  const winSize = [0, 0];
  const err = this._handle.getWindowSize(winSize);
  if (err) {
    const { ErrnoException } = require('internal/errors');
    this.emit('error', new ErrnoException(err, 'getWindowSize'));
    return;
  }
  const [newCols, newRows] = winSize;
  if (oldCols !== newCols || oldRows !== newRows) {
    this.columns = newCols;
    this.rows = newRows;
    this.emit('resize');
  }
};

WriteStream.prototype.cursorTo = function(x, y, callback) {
  return require('readline').cursorTo(this, x, y, callback);
};
WriteStream.prototype.moveCursor = function(dx, dy, callback) {
  return require('readline').moveCursor(this, dx, dy, callback);
};
WriteStream.prototype.clearLine = function(dir, callback) {
  return require('readline').clearLine(this, dir, callback);
};
WriteStream.prototype.clearScreenDown = function(callback) {
  return require('readline').clearScreenDown(this, callback);
};
WriteStream.prototype.getWindowSize = function() {
  return [this.columns, this.rows];
};

module.exports = { isatty, ReadStream, WriteStream };
