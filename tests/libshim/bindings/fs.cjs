'use strict';
// The fs binding over Node's own fs.
const fs = require('fs');
const orig = { ...fs };
const rp = orig.realpathSync.native, rpa = orig.realpath.native;

function stats(s, bigint) {
  if (s === undefined) return s;
  const t = bigint ? 'Ns' : 'Ms';
  return [s.dev, s.mode, s.nlink, s.uid, s.gid, s.rdev, s.blksize, s.ino, s.size, s.blocks,
    s['atime' + t], s['mtime' + t], s['ctime' + t], s['birthtime' + t]];
}
const sfs = (s) => [s.type, s.bsize, s.frsize, s.blocks, s.bfree, s.bavail, s.files, s.ffree];
const pos = (p) => (p === -1 || p === -1n ? null : p);
const sym = (t) => [undefined, 'dir', 'junction'][t];
const enc = (b) => ({ encoding: b ? 'buffer' : 'utf8' });
const list = (r, types) => {
  if (!types) return r;
  return [r.map((d) => d.name), r.map((d) => (d.isFile() ? 1 : d.isDirectory() ? 2 : d.isSymbolicLink() ? 3 :
    d.isFIFO() ? 4 : d.isSocket() ? 5 : d.isCharacterDevice() ? 6 : d.isBlockDevice() ? 7 : 0))];
};
function relabel(e, syscall, path) {
  if (e && syscall === 'lstat' && e.syscall === 'realpath') {
    e.message = e.message.replace(', realpath ', ', lstat ');
    e.syscall = 'lstat';
  }
  return e;
}
// name: [arguments for Node's function of the same name, result]
const ops = {
  access: [(p, m) => [p, m]], open: [(p, f, m) => [p, f, m]], close: [(fd) => [fd]],
  rename: [(a, b) => [a, b]], ftruncate: [(fd, n) => [fd, n]], rmdir: [(p) => [p]], fdatasync: [(fd) => [fd]],
  fsync: [(fd) => [fd]], mkdir: [(p, mode, recursive) => [p, { mode, recursive }]],
  readdir: [(p, b, withFileTypes) => [p, { ...enc(b), withFileTypes }], (r, a) => list(r, a[2])],
  fstat: [(fd, bigint) => [fd, { bigint }], (r, a) => stats(r, a[1])],
  stat: [(p, bigint, throwIfNoEntry) => [p, { bigint, throwIfNoEntry }], (r, a) => stats(r, a[1])],
  lstat: [(p, bigint, throwIfNoEntry) => [p, { bigint, throwIfNoEntry }], (r, a) => stats(r, a[1])],
  statfs: [(p, bigint) => [p, { bigint }], sfs],
  readlink: [(p, b) => [p, enc(b)]], symlink: [(t, p, ty) => [t, p, sym(ty)]], link: [(a, b) => [a, b]],
  unlink: [(p) => [p]], fchmod: [(fd, m) => [fd, m]], chmod: [(p, m) => [p, m]],
  lchown: [(p, u, g) => [p, u, g]], fchown: [(p, u, g) => [p, u, g]], chown: [(p, u, g) => [p, u, g]],
  utimes: [(p, a, m) => [p, a, m]], futimes: [(p, a, m) => [p, a, m]], lutimes: [(p, a, m) => [p, a, m]],
  mkdtemp: [(p, b) => [p, enc(b)]], copyFile: [(a, b, m) => [a, b, m]],
  read: [(fd, b, o, l, p) => [fd, b, o, l, pos(p)]], readv: [(fd, b, p) => [fd, b, pos(p)]],
  write: [(fd, b, o, l, p) => [fd, b, o, l, pos(p)]], writev: [(fd, b, p) => [fd, b, pos(p)]],
  rm: [(path, recursive, force, maxRetries, retryDelay) => [path, { recursive, force, maxRetries, retryDelay }]],
  readFile: [(p, flag) => [p, { flag }]],
};
const binding = {};
const voids = new Set(['access', 'close', 'rename', 'ftruncate', 'rmdir', 'fdatasync', 'fsync', 'symlink', 'link', 'unlink',
  'fchmod', 'chmod', 'lchown', 'fchown', 'chown', 'utimes', 'futimes', 'lutimes', 'copyFile', 'rm']);
for (const [name, [args, res = (r) => r]] of Object.entries(ops)) {
  const s = orig[name + 'Sync'], f = orig[name];
  binding[name] = (...a) => res(s(...args(...a)), a);
  binding[name + 'Async'] = (...a) => {
    const cb = a.pop();
    const done = (err, r) => {
      if (err) {
        if (a[2] === false && name === 'lstat' && err.code === 'ENOENT') return cb(null, undefined);
        return cb(err);
      }
      if (voids.has(name)) cb(null);
      else cb(null, res(r, a));
    };
    f(...args(...a), done);
  };
}
binding.writeString = (fd, s, p, e) => orig.writeSync(fd, s, pos(p), e);
binding.writeStringAsync = (fd, s, p, e, cb) => orig.write(fd, s, pos(p), e, (err, n) => cb(err, n));
binding.realpath = (p, b, syscall) => {
  try { return rp(p, enc(b)); } catch (e) { throw relabel(e, syscall); }
};
binding.realpathAsync = (p, b, syscall, cb) => rpa(p, enc(b), (e, r) => cb(relabel(e, syscall), r));
binding.exists = (p) => orig.existsSync(p);
binding.readFileUtf8 = (p, flag) => orig.readFileSync(p, { encoding: 'utf8', flag });
binding.readFileUtf8Async = (p, flag, cb) => orig.readFile(p, { encoding: 'utf8', flag }, cb);
binding.writeFile = (p, data, flag, mode, flush) => orig.writeFileSync(p, data, typeof p === 'number' ? { flush } : { flag, mode, flush });
binding.FSEvent = class FSEvent {
  start(path, persistent, recursive) {
    this.w = orig.watch(path, { persistent, recursive });
    this.w.on('change', (t, f) => this.onchange(null, t, f));
    this.w.on('error', (e) => this.onchange(e));
  }
  close() { this.w.close(); }
  ref() { this.w.ref(); }
  unref() { this.w.unref(); }
};
module.exports = binding;
