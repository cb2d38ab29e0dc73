'use strict';
// node --watch: runs the program in a process of its own and again whenever a file it has loaded changes.

const { getOptionValue } = require('internal/options');
const path = require('path');

const debounceMs = 200;

// FilesWatcher watches directories and reports changes of the files it was told about (or of anything below a watched path).
class FilesWatcher {
  #watchers = new Map(); // directory -> { watcher, recursive }
  #files = new Set();
  #roots = [];
  #timer;
  #changed = new Set();
  constructor(onChange) {
    this.onChange = onChange;
  }
  filter(file) {
    if (this.#files.has(file)) return;
    this.#files.add(file);
    const dir = path.dirname(file);
    if (!this.#roots.some((r) => dir === r || dir.startsWith(`${r}${path.sep}`))) this.#watch(dir, false);
  }
  watchPath(p) {
    const stat = require('fs').statSync(p, { throwIfNoEntry: false });
    if (stat?.isFile()) {
      this.filter(p);
      return;
    }
    this.#roots.push(p);
    this.#watch(p, true);
  }
  #watch(dir, recursive) {
    const known = this.#watchers.get(dir);
    if (known !== undefined && (known.recursive || !recursive)) return;
    known?.watcher.close();
    let watcher;
    try {
      watcher = require('fs').watch(dir, { recursive });
    } catch {
      return; // it may have gone
    }
    this.#watchers.set(dir, { watcher, recursive });
    watcher.on('change', (type, name) => {
      const file = name === null || name === undefined ? dir : path.resolve(dir, `${name}`);
      if (!recursive && !this.#files.has(file)) return;
      this.#changed.add(file);
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => {
        const list = [...this.#changed];
        this.#changed.clear();
        this.onChange(list);
      }, debounceMs);
    });
    watcher.on('error', () => {});
  }
  // reset forgets the files of the last run; watched paths stay.
  reset() {
    this.#files.clear();
    for (const [dir, { watcher, recursive }] of this.#watchers) {
      if (recursive) continue;
      watcher.close();
      this.#watchers.delete(dir);
    }
  }
  // follow adds what the program's process loads.
  follow(child) {
    child.on('message', (message) => {
      if (message === null || typeof message !== 'object') return;
      const { fileURLToPath } = require('internal/url');
      for (const f of message['watch:require'] ?? []) if (path.isAbsolute(f)) this.filter(f);
      for (const u of message['watch:import'] ?? []) if (u.startsWith('file:')) this.filter(fileURLToPath(u));
    });
  }
}

function childArguments() {
  const out = [];
  const own = process.execArgv;
  for (let i = 0; i < own.length; i++) {
    const name = own[i].split('=', 1)[0];
    if (name === '--watch' || name === '--watch-preserve-output') continue;
    if (name === '--watch-path' || name === '--watch-kill-signal') {
      if (!own[i].includes('=')) i++;
      continue;
    }
    out.push(own[i]);
  }
  return out;
}

function main() {
  const args = process.argv.slice(1);
  const paths = (getOptionValue('--watch-path') ?? []).map((p) => path.resolve(p));
  const killSignal = getOptionValue('--watch-kill-signal') || 'SIGTERM';
  const { signals } = require('os').constants;
  if (signals[killSignal] === undefined) {
    const { codes: { ERR_UNKNOWN_SIGNAL } } = require('internal/errors');
    throw new ERR_UNKNOWN_SIGNAL(killSignal);
  }
  if (args.length === 0 && paths.length === 0) {
    process.stderr.write(`${process.execPath}: --watch requires specifying a file\n`);
    process.exit(9);
  }
  const command = args.join(' ');
  const color = process.stdout.isTTY && process.stdout.getColorDepth?.() > 2;
  const say = (code, text) => process.stdout.write(color ? `\u001b[${code}m${text}\u001b[39m\n` : `${text}\n`);
  const clear = process.stdout.isTTY && !getOptionValue('--watch-preserve-output') ? '\u001bc' : '';

  const watcher = new FilesWatcher((files) => restart(files));
  for (const p of paths) watcher.watchPath(p);
  let child;
  let exited;
  let stopping = false;

  function start() {
    exited = false;
    if (paths.length === 0) {
      const { Module } = require('internal/modules/cjs/loader');
      const entry = Module._findPath(path.resolve(args[0]), null, true) || path.resolve(args[0]);
      watcher.filter(entry);
    }
    child = require('child_process').spawn(process.execPath, [...childArguments(), ...args], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, WATCH_REPORT_DEPENDENCIES: '1' },
    });
    if (paths.length === 0) watcher.follow(child);
    const mine = child;
    child.on('message', (m) => {
      if (m === null || typeof m !== 'object' || !('watch:require' in m || 'watch:import' in m)) process.send?.(m);
    });
    child.once('exit', (code) => {
      if (mine !== child) return;
      exited = true;
      if (stopping) return;
      if (code === 0) say(32, `Completed running '${command}'. Waiting for file changes before restarting...`);
      else say(31, `Failed running '${command}'. Waiting for file changes before restarting...`);
    });
  }
  async function stop() {
    stopping = true;
    if (!exited) {
      const gone = require('events').once(child, 'exit');
      child.kill(killSignal);
      await gone;
    }
    stopping = false;
  }
  let restarting;
  function restart(files) {
    restarting = (restarting ?? Promise.resolve()).then(async () => {
      await stop();
      watcher.reset();
      if (files.length > 0) say(32, `${clear}Change detected in '${files[0]}'`);
      say(32, `Restarting '${command}'`);
      start();
    });
  }
  for (const signal of ['SIGTERM', 'SIGINT']) {
    process.once(signal, async () => {
      stopping = true;
      if (!exited) child.kill(signal);
      if (!exited) await require('events').once(child, 'exit');
      process.exit(0);
    });
  }
  process.on('SIGHUP', () => {});
  start();
}

// watchTests is --test --watch: the files run again when they, or what they load, change.
function watchTests(options) {
  const { run, findFiles } = require('internal/test_runner/runner');
  const files = () => findFiles(options.globPatterns, process.cwd());
  let running = false;
  let again;
  const owners = new Map(); // loaded file -> test files that load it
  const watcher = new FilesWatcher((changed) => {
    const affected = new Set();
    for (const f of changed) for (const owner of owners.get(f) ?? []) affected.add(owner);
    if (affected.size > 0) go([...affected]);
  });
  const follow = (child, file) => {
    const { fileURLToPath } = require('internal/url');
    const add = (f) => {
      if (!owners.has(f)) owners.set(f, new Set());
      owners.get(f).add(file);
      watcher.filter(f);
    };
    add(file);
    child.on('message', (m) => {
      for (const f of m?.['watch:require'] ?? []) if (path.isAbsolute(f)) add(f);
      for (const u of m?.['watch:import'] ?? []) if (u.startsWith('file:')) add(fileURLToPath(u));
    });
  };
  function go(list) {
    if (running) {
      again = new Set([...(again ?? []), ...list]);
      return;
    }
    running = true;
    const stream = run({ ...options, globPatterns: undefined, files: list, onChild: follow, setsExitCode: false });
    stream.on('test:watch:drained', () => {
      running = false;
      if (again !== undefined) {
        const next = [...again];
        again = undefined;
        go(next);
      }
    });
    stream.resume();
  }
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => process.exit(0));
  setInterval(() => {}, 2 ** 30);
  go(files());
}

module.exports = { main, watchTests, FilesWatcher };
