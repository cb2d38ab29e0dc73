'use strict';

// fs.cp() and fs.cpSync(): one algorithm, written as a generator of file system operations so that both forms share it.
// `yield [name, ...args]` performs fs[name](...args).

const path = require('path');
const {
  codes: {
    ERR_FS_CP_DIR_TO_NON_DIR, ERR_FS_CP_EEXIST, ERR_FS_CP_EINVAL, ERR_FS_CP_FIFO_PIPE, ERR_FS_CP_NON_DIR_TO_DIR,
    ERR_FS_CP_SOCKET, ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY, ERR_FS_CP_UNKNOWN, ERR_FS_EISDIR, ERR_INVALID_RETURN_VALUE,
  },
} = require('internal/errors');

const ERRNO = { EISDIR: 21, ENOTDIR: 20, EINVAL: 22, EEXIST: 17 };

function fail(C, message, p, code) {
  return new C({ message, path: p, syscall: 'cp', errno: ERRNO[code], code });
}

function areIdentical(a, b) {
  return b.ino && b.dev && b.ino === a.ino && b.dev === a.dev;
}

function isSrcSubdir(src, dest) {
  const parts = (p) => path.resolve(p).split(path.sep).filter(Boolean);
  const d = parts(dest);
  return parts(src).every((cur, i) => d[i] === cur);
}

const missing = (e) => e.code === 'ENOENT';

function* statBoth(src, dest, opts) {
  const op = opts.dereference ? 'stat' : 'lstat';
  const srcStat = yield [op, src, { bigint: true }];
  let destStat = null;
  try {
    destStat = yield [op, dest, { bigint: true }];
  } catch (e) {
    if (!missing(e)) throw e;
  }
  return { srcStat, destStat };
}

function* checkPaths(src, dest, opts) {
  if (opts.filter) {
    const ok = yield ['filter', src, dest];
    if (!ok) return { skipped: true };
  }
  const { srcStat, destStat } = yield* statBoth(src, dest, opts);
  if (destStat) {
    if (areIdentical(srcStat, destStat)) {
      throw fail(ERR_FS_CP_EINVAL, 'src and dest cannot be the same', dest, 'EINVAL');
    }
    if (srcStat.isDirectory() && !destStat.isDirectory()) {
      throw fail(ERR_FS_CP_DIR_TO_NON_DIR, `cannot overwrite non-directory ${dest} with directory ${src}`, dest, 'EISDIR');
    }
    if (!srcStat.isDirectory() && destStat.isDirectory()) {
      throw fail(ERR_FS_CP_NON_DIR_TO_DIR, `cannot overwrite directory ${dest} with non-directory ${src}`, dest, 'ENOTDIR');
    }
  }
  if (srcStat.isDirectory() && isSrcSubdir(src, dest)) {
    throw fail(ERR_FS_CP_EINVAL, `cannot copy ${src} to a subdirectory of self ${dest}`, dest, 'EINVAL');
  }
  return { srcStat, destStat, skipped: false };
}

// No parent of dest may be src itself.
function* checkParentPaths(src, srcStat, dest) {
  const srcParent = path.resolve(path.dirname(src));
  let destParent = path.resolve(path.dirname(dest));
  while (destParent !== srcParent && destParent !== path.parse(destParent).root) {
    let destStat;
    try {
      destStat = yield ['stat', destParent, { bigint: true }];
    } catch (e) {
      if (missing(e)) return;
      throw e;
    }
    if (areIdentical(srcStat, destStat)) {
      throw fail(ERR_FS_CP_EINVAL, `cannot copy ${src} to a subdirectory of self ${dest}`, dest, 'EINVAL');
    }
    destParent = path.resolve(path.dirname(destParent));
  }
}

function* copyTree(src, dest, opts) {
  const { srcStat, destStat, skipped } = yield* checkPaths(src, dest, opts);
  if (skipped) return;
  yield* checkParentPaths(src, srcStat, dest);
  const parent = path.dirname(dest);
  if (!(yield ['exists', parent])) yield ['mkdir', parent, { recursive: true }];
  yield* copyOne(srcStat, destStat, src, dest, opts);
}

function* copyOne(srcStat, destStat, src, dest, opts) {
  if (srcStat.isDirectory()) {
    if (!opts.recursive) {
      throw new ERR_FS_EISDIR({
        message: `Recursive option not enabled, cannot copy a directory: ${src}`,
        path: src, syscall: 'cp', errno: ERRNO.EISDIR, code: 'EISDIR',
      });
    }
    yield* copyDir(srcStat, destStat, src, dest, opts);
  } else if (srcStat.isFile() || srcStat.isCharacterDevice() || srcStat.isBlockDevice()) {
    yield* copyFile(srcStat, destStat, src, dest, opts);
  } else if (srcStat.isSymbolicLink()) {
    yield* copyLink(destStat, src, dest, opts);
  } else if (srcStat.isSocket()) {
    throw fail(ERR_FS_CP_SOCKET, `cannot copy a socket file: ${dest}`, dest, 'EINVAL');
  } else if (srcStat.isFIFO()) {
    throw fail(ERR_FS_CP_FIFO_PIPE, `cannot copy a FIFO pipe: ${dest}`, dest, 'EINVAL');
  } else {
    throw fail(ERR_FS_CP_UNKNOWN, `cannot copy an unknown file type: ${dest}`, dest, 'EINVAL');
  }
}

function* copyFile(srcStat, destStat, src, dest, opts) {
  if (destStat) {
    if (opts.force) {
      yield ['unlink', dest];
    } else if (opts.errorOnExist) {
      throw fail(ERR_FS_CP_EEXIST, `${dest} already exists`, dest, 'EEXIST');
    } else {
      return;
    }
  }
  yield ['copyFile', src, dest, opts.mode];
  if (opts.preserveTimestamps) {
    // A file without the write bit could not have its times set.
    const mode = Number(srcStat.mode);
    if ((mode & 0o200) === 0) yield ['chmod', dest, mode | 0o200];
    const now = yield ['stat', src];
    yield ['utimes', dest, now.atime, now.mtime];
    if ((mode & 0o200) === 0) yield ['chmod', dest, mode];
  }
}

function* copyDir(srcStat, destStat, src, dest, opts) {
  if (!destStat) yield ['mkdir', dest];
  const names = yield ['readdir', src];
  for (const name of names) {
    const from = path.join(src, name);
    const to = path.join(dest, name);
    const checked = yield* checkPaths(from, to, opts);
    if (!checked.skipped) yield* copyOne(checked.srcStat, checked.destStat, from, to, opts);
  }
  if (!destStat) yield ['chmod', dest, Number(srcStat.mode)];
}

function* copyLink(destStat, src, dest, opts) {
  let target = yield ['readlink', src];
  if (!opts.verbatimSymlinks && !path.isAbsolute(target)) target = path.resolve(path.dirname(src), target);
  if (!destStat) {
    yield ['symlink', target, dest];
    return;
  }
  let destTarget;
  try {
    destTarget = yield ['readlink', dest];
  } catch (err) {
    if (err.code === 'EINVAL' || err.code === 'UNKNOWN') {
      yield ['symlink', target, dest];
      return;
    }
    throw err;
  }
  if (!path.isAbsolute(destTarget)) destTarget = path.resolve(path.dirname(dest), destTarget);
  let srcIsDir = false;
  try {
    srcIsDir = (yield ['stat', src]).isDirectory();
  } catch { /* a dangling link */ }
  if (srcIsDir && target !== destTarget && isSrcSubdir(target, destTarget)) {
    throw fail(ERR_FS_CP_EINVAL, `cannot copy ${target} to a subdirectory of self ${destTarget}`, dest, 'EINVAL');
  }
  if (srcIsDir && target !== destTarget && isSrcSubdir(destTarget, target)) {
    throw fail(ERR_FS_CP_SYMLINK_TO_SUBDIRECTORY, `cannot overwrite ${destTarget} with ${target}`, dest, 'EINVAL');
  }
  if (opts.errorOnExist && !opts.force) {
    throw fail(ERR_FS_CP_EEXIST, `${dest} already exists`, dest, 'EEXIST');
  }
  yield ['unlink', dest];
  yield ['symlink', target, dest];
}

function cpSync(src, dest, opts) {
  const fs = require('fs');
  const it = copyTree(String(src), String(dest), opts);
  let step = it.next();
  while (!step.done) {
    const [name, ...args] = step.value;
    let value;
    try {
      if (name === 'filter') {
        value = opts.filter(args[0], args[1]);
        if (value !== null && typeof value === 'object' && typeof value.then === 'function') {
          throw new ERR_INVALID_RETURN_VALUE('boolean', 'filter', value);
        }
      } else if (name === 'exists') {
        value = fs.existsSync(args[0]);
      } else {
        value = fs[name + 'Sync'](...args);
      }
    } catch (e) {
      step = it.throw(e);
      continue;
    }
    step = it.next(value);
  }
}

async function cpAsync(src, dest, opts) {
  const fs = require('fs');
  const { exports: promises } = require('internal/fs/promises');
  const it = copyTree(String(src), String(dest), opts);
  let step = it.next();
  while (!step.done) {
    const [name, ...args] = step.value;
    let value;
    try {
      if (name === 'filter') value = await opts.filter(args[0], args[1]);
      else if (name === 'exists') value = await new Promise((resolve) => fs.exists(args[0], resolve));
      else value = await promises[name](...args);
    } catch (e) {
      step = it.throw(e);
      continue;
    }
    step = it.next(value);
  }
}

module.exports = { cpSync, cpAsync };
