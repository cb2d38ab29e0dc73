'use strict';

// The `path` module: path.posix and path.win32, one of which is the module itself.

const { validateObject, validateString } = require('internal/validators');

const kDot = 46;
const kSlash = 47;
const kBackslash = 92;
const kColon = 58;
const kQuestion = 63;

const platformIsWin32 = process.platform === 'win32';

// Device names that Windows reserves in every directory.
function isWindowsReservedName(path, colonIndex) {
  return /^(?:con|prn|aux|nul|com[1-9\u00b9\u00b2\u00b3]|lpt[1-9\u00b9\u00b2\u00b3])$/i.test(path.slice(0, colonIndex));
}

function isPosixSeparator(code) {
  return code === kSlash;
}

function isPathSeparator(code) {
  return code === kSlash || code === kBackslash;
}

function isDriveLetter(code) {
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}

// Resolves . and .. segments of a path without root.
function normalizeString(path, allowAboveRoot, separator, isSeparator) {
  let res = '';
  let lastSegmentLength = 0;
  let lastSlash = -1;
  let dots = 0;
  let code = 0;
  for (let i = 0; i <= path.length; ++i) {
    if (i < path.length) code = path.charCodeAt(i);
    else if (isSeparator(code)) break;
    else code = kSlash;

    if (!isSeparator(code)) {
      if (code === kDot && dots !== -1) ++dots;
      else dots = -1;
      continue;
    }
    if (lastSlash === i - 1 || dots === 1) {
      // An empty segment or a single dot.
    } else if (dots === 2) {
      const endsWithDots = res.length >= 2 && lastSegmentLength === 2 && res.charCodeAt(res.length - 1) === kDot &&
        res.charCodeAt(res.length - 2) === kDot;
      let removed = false;
      if (!endsWithDots && res.length > 0) {
        const lastSlashIndex = res.length > 2 ? res.lastIndexOf(separator) : -1;
        if (res.length > 2 && lastSlashIndex !== -1) {
          res = res.slice(0, lastSlashIndex);
          lastSegmentLength = res.length - 1 - res.lastIndexOf(separator);
        } else {
          res = '';
          lastSegmentLength = 0;
        }
        removed = true;
      }
      if (!removed && allowAboveRoot) {
        res += res.length > 0 ? `${separator}..` : '..';
        lastSegmentLength = 2;
      }
    } else {
      if (res.length > 0) res += `${separator}${path.slice(lastSlash + 1, i)}`;
      else res = path.slice(lastSlash + 1, i);
      lastSegmentLength = i - lastSlash - 1;
    }
    lastSlash = i;
    dots = 0;
  }
  return res;
}

function formatExt(ext) {
  return ext ? `${ext[0] === '.' ? '' : '.'}${ext}` : '';
}

function formatPath(separator, pathObject) {
  validateObject(pathObject, 'pathObject');
  const dir = pathObject.dir || pathObject.root;
  const base = pathObject.base || `${pathObject.name || ''}${formatExt(pathObject.ext)}`;
  if (!dir) return base;
  return dir === pathObject.root ? `${dir}${base}` : `${dir}${separator}${base}`;
}

// Finds the last component from `start` on: [begin, end] without trailing separators; [-1, -1] when there is none.
function lastComponent(path, start, isSeparator) {
  let end = path.length;
  while (end > start && isSeparator(path.charCodeAt(end - 1))) end--;
  if (end === start) return [-1, -1];
  let begin = end;
  while (begin > start && !isSeparator(path.charCodeAt(begin - 1))) begin--;
  return [begin, end];
}

// basename with a suffix to remove. The suffix stays when it is the whole name; it may reach over trailing separators.
function baseName(path, suffix, start, isSeparator) {
  if (suffix !== undefined && suffix.length > 0 && suffix.length <= path.length) {
    if (suffix === path) return '';
    const { 0: begin, 1: end } = lastComponent(path, start, isSeparator);
    if (begin === -1) return path.slice(start);
    const name = path.slice(begin, end);
    // A name that is the end of the suffix keeps its trailing separators.
    if (name.length < suffix.length && suffix.endsWith(name)) return path.slice(begin);
    if (name.endsWith(suffix) && name !== suffix) return name.slice(0, -suffix.length);
    return name;
  }
  const { 0: begin, 1: end } = lastComponent(path, start, isSeparator);
  return begin === -1 ? '' : path.slice(begin, end);
}

// The position of the dot that begins the extension within path[begin, end), or -1.
function extensionStart(path, begin, end) {
  const dot = path.lastIndexOf('.', end - 1);
  if (dot <= begin) return -1;
  // '..' has no extension.
  if (dot === end - 1 && dot === begin + 1 && path.charCodeAt(begin) === kDot) return -1;
  return dot;
}

function extName(path, start, isSeparator) {
  const { 0: begin, 1: end } = lastComponent(path, start, isSeparator);
  if (begin === -1) return '';
  const dot = extensionStart(path, begin, end);
  return dot === -1 ? '' : path.slice(dot, end);
}

function lazyGlob() {
  return require('internal/fs/glob');
}

// ---------------------------------------------------------------------------------------------------------------------

// [device, rest start, absolute]: the parts of a Windows path's root.
function splitRoot(path) {
  const len = path.length;
  const code = path.charCodeAt(0);
  if (len === 0) return ['', 0, false];
  if (isPathSeparator(code)) {
    if (len > 1 && isPathSeparator(path.charCodeAt(1))) {
      // \\server\share
      let j = 2;
      let last = j;
      while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
      if (j < len && j !== last) {
        const firstPart = path.slice(last, j);
        last = j;
        while (j < len && isPathSeparator(path.charCodeAt(j))) j++;
        if (j < len && j !== last) {
          last = j;
          while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
          if (j === len || j !== last) {
            if (firstPart === '.' || firstPart === '?') {
              // A device path: \\.\PHYSICALDRIVE0 or \\?\C:
              return [`\\\\${firstPart}`, 4, true, false];
            }
            return [`\\\\${firstPart}\\${path.slice(last, j)}`, j, true, j === len];
          }
        }
      }
    }
    return ['', 1, true];
  }
  if (isDriveLetter(code) && path.charCodeAt(1) === kColon) {
    const device = path.slice(0, 2);
    if (len > 2 && isPathSeparator(path.charCodeAt(2))) return [device, 3, true];
    return [device, 2, false];
  }
  return ['', 0, false];
}

const win32 = {
  resolve(...args) {
    let resolvedDevice = '';
    let resolvedTail = '';
    let resolvedAbsolute = false;
    for (let i = args.length - 1; i >= -1; i--) {
      let path;
      if (i >= 0) {
        path = args[i];
        validateString(path, `paths[${i}]`);
        if (path.length === 0) continue;
      } else if (resolvedDevice.length === 0) {
        path = process.cwd();
        // One absolute path names the current directory exactly.
        if (args.length === 0 || ((args.length === 1 && (args[0] === '' || args[0] === '.')) &&
            isPathSeparator(path.charCodeAt(0)))) {
          if (!platformIsWin32) path = path.replace(/\//g, '\\');
          return path;
        }
      } else {
        // Each drive has a current directory, kept in the environment.
        path = process.env[`=${resolvedDevice}`] || process.cwd();
        if (path === undefined || (path.slice(0, 2).toLowerCase() !== resolvedDevice.toLowerCase() &&
            path.charCodeAt(2) === kBackslash)) {
          path = `${resolvedDevice}\\`;
        }
      }
      const { 0: device, 1: rootEnd, 2: isAbsolute } = splitRoot(path);
      if (device.length > 0) {
        if (resolvedDevice.length > 0) {
          if (device.toLowerCase() !== resolvedDevice.toLowerCase()) continue;
        } else {
          resolvedDevice = device;
        }
      }
      if (resolvedAbsolute) {
        if (resolvedDevice.length > 0) break;
      } else {
        resolvedTail = `${path.slice(rootEnd)}\\${resolvedTail}`;
        resolvedAbsolute = isAbsolute;
        if (isAbsolute && resolvedDevice.length > 0) break;
      }
    }
    resolvedTail = normalizeString(resolvedTail, !resolvedAbsolute, '\\', isPathSeparator);
    return resolvedAbsolute ? `${resolvedDevice}\\${resolvedTail}` : `${resolvedDevice}${resolvedTail}` || '.';
  },

  normalize(path) {
    validateString(path, 'path');
    const len = path.length;
    if (len === 0) return '.';
    if (len === 1) return path === '/' ? '\\' : path;
    const { 0: device, 1: rootEnd, 2: isAbsolute, 3: rootOnly } = splitRoot(path);
    if (rootOnly) return `${device}\\`;
    const colonIndex = path.indexOf(':');
    if (device.length <= 2 && colonIndex > 0 && isWindowsReservedName(path, colonIndex)) {
      let tail = normalizeString(path.slice(colonIndex + 1), true, '\\', isPathSeparator) || '.';
      if (isPathSeparator(path.charCodeAt(len - 1))) tail += '\\';
      return `.\\${path.slice(0, colonIndex + 1)}${tail}`;
    }
    let tail = rootEnd < len ? normalizeString(path.slice(rootEnd), !isAbsolute, '\\', isPathSeparator) : '';
    if (tail.length === 0 && !isAbsolute) tail = '.';
    if (tail.length > 0 && isPathSeparator(path.charCodeAt(len - 1))) tail += '\\';
    if (!isAbsolute && device === '' && path.includes(':')) {
      // A relative path must not turn into one with a drive: a/../C:/x is not C:/x.
      if (tail.length >= 2 && isDriveLetter(tail.charCodeAt(0)) && tail.charCodeAt(1) === kColon) return `.\\${tail}`;
      let index = path.indexOf(':');
      do {
        if (index === len - 1 || isPathSeparator(path.charCodeAt(index + 1))) return `.\\${tail}`;
      } while ((index = path.indexOf(':', index + 1)) !== -1);
    }
    if (device === '') return isAbsolute ? `\\${tail}` : tail;
    return isAbsolute ? `${device}\\${tail}` : `${device}${tail}`;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    const len = path.length;
    if (len === 0) return false;
    const code = path.charCodeAt(0);
    return isPathSeparator(code) || (len > 2 && isDriveLetter(code) && path.charCodeAt(1) === kColon &&
      isPathSeparator(path.charCodeAt(2)));
  },

  join(...args) {
    if (args.length === 0) return '.';
    const parts = [];
    for (const arg of args) {
      validateString(arg, 'path');
      if (arg.length > 0) parts.push(arg);
    }
    if (parts.length === 0) return '.';
    const firstPart = parts[0];
    let joined = parts.join('\\');
    // Two leading separators mean a UNC path only when the first part had exactly two.
    let needsReplace = true;
    let slashCount = 0;
    if (isPathSeparator(firstPart.charCodeAt(0))) {
      ++slashCount;
      const firstLen = firstPart.length;
      if (firstLen > 1 && isPathSeparator(firstPart.charCodeAt(1))) {
        ++slashCount;
        if (firstLen > 2) {
          if (isPathSeparator(firstPart.charCodeAt(2))) ++slashCount;
          else needsReplace = false;
        }
      }
    }
    if (needsReplace) {
      while (slashCount < joined.length && isPathSeparator(joined.charCodeAt(slashCount))) slashCount++;
      if (slashCount >= 2) joined = `\\${joined.slice(slashCount)}`;
    }
    // Reserved device names keep their directory.
    const segments = [];
    let part = '';
    for (let i = 0; i < joined.length; i++) {
      if (joined[i] === '\\') {
        if (part) segments.push(part);
        part = '';
        while (i + 1 < joined.length && joined[i + 1] === '\\') i++;
      } else {
        part += joined[i];
      }
    }
    if (part) segments.push(part);
    if (segments.some((p) => {
      const colon = p.indexOf(':');
      return colon !== -1 && isWindowsReservedName(p, colon);
    })) {
      return joined.replace(/\//g, '\\');
    }
    return win32.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    const fromOrig = win32.resolve(from);
    const toOrig = win32.resolve(to);
    if (fromOrig === toOrig) return '';
    from = fromOrig.toLowerCase();
    to = toOrig.toLowerCase();
    if (from === to) return '';
    if (fromOrig.length !== from.length || toOrig.length !== to.length) {
      // Lower case changed lengths: compare segment by segment.
      const fromSplit = fromOrig.split('\\');
      const toSplit = toOrig.split('\\');
      if (fromSplit.at(-1) === '') fromSplit.pop();
      if (toSplit.at(-1) === '') toSplit.pop();
      const length = Math.min(fromSplit.length, toSplit.length);
      let i = 0;
      while (i < length && fromSplit[i].toLowerCase() === toSplit[i].toLowerCase()) i++;
      if (i === 0) return toOrig;
      if (i === length) {
        if (toSplit.length > length) return toSplit.slice(i).join('\\');
        if (fromSplit.length > length) return `${'..\\'.repeat(fromSplit.length - 1 - i)}..`;
        return '';
      }
      return `${'..\\'.repeat(fromSplit.length - i)}${toSplit.slice(i).join('\\')}`;
    }
    let fromStart = 0;
    while (fromStart < from.length && from.charCodeAt(fromStart) === kBackslash) fromStart++;
    let fromEnd = from.length;
    while (fromEnd - 1 > fromStart && from.charCodeAt(fromEnd - 1) === kBackslash) fromEnd--;
    const fromLen = fromEnd - fromStart;
    let toStart = 0;
    while (toStart < to.length && to.charCodeAt(toStart) === kBackslash) toStart++;
    let toEnd = to.length;
    while (toEnd - 1 > toStart && to.charCodeAt(toEnd - 1) === kBackslash) toEnd--;
    const toLen = toEnd - toStart;

    const length = fromLen < toLen ? fromLen : toLen;
    let lastCommonSep = -1;
    let i = 0;
    for (; i < length; i++) {
      const code = from.charCodeAt(fromStart + i);
      if (code !== to.charCodeAt(toStart + i)) break;
      if (code === kBackslash) lastCommonSep = i;
    }
    if (i !== length) {
      if (lastCommonSep === -1) return toOrig;
    } else {
      if (toLen > length) {
        if (to.charCodeAt(toStart + i) === kBackslash) return toOrig.slice(toStart + i + 1);
        if (i === 2) return toOrig.slice(toStart + i);
      }
      if (fromLen > length) {
        if (from.charCodeAt(fromStart + i) === kBackslash) lastCommonSep = i;
        else if (i === 2) lastCommonSep = 3;
      }
      if (lastCommonSep === -1) lastCommonSep = 0;
    }
    let out = '';
    for (i = fromStart + lastCommonSep + 1; i <= fromEnd; ++i) {
      if (i === fromEnd || from.charCodeAt(i) === kBackslash) out += out.length === 0 ? '..' : '\\..';
    }
    toStart += lastCommonSep;
    if (out.length > 0) return `${out}${toOrig.slice(toStart, toEnd)}`;
    if (toOrig.charCodeAt(toStart) === kBackslash) ++toStart;
    return toOrig.slice(toStart, toEnd);
  },

  toNamespacedPath(path) {
    if (typeof path !== 'string' || path.length === 0) return path;
    const resolved = win32.resolve(path);
    if (resolved.length <= 2) return path;
    if (resolved.charCodeAt(0) === kBackslash) {
      if (resolved.charCodeAt(1) === kBackslash) {
        const code = resolved.charCodeAt(2);
        if (code !== kQuestion && code !== kDot) return `\\\\?\\UNC\\${resolved.slice(2)}`;
      }
    } else if (isDriveLetter(resolved.charCodeAt(0)) && resolved.charCodeAt(1) === kColon &&
               resolved.charCodeAt(2) === kBackslash) {
      return `\\\\?\\${resolved}`;
    }
    return resolved;
  },

  dirname(path) {
    validateString(path, 'path');
    const len = path.length;
    if (len === 0) return '.';
    let rootEnd = -1;
    let offset = 0;
    const code = path.charCodeAt(0);
    if (len === 1) return isPathSeparator(code) ? path : '.';
    if (isPathSeparator(code)) {
      rootEnd = offset = 1;
      if (isPathSeparator(path.charCodeAt(1))) {
        let j = 2;
        let last = j;
        while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
        if (j < len && j !== last) {
          last = j;
          while (j < len && isPathSeparator(path.charCodeAt(j))) j++;
          if (j < len && j !== last) {
            last = j;
            while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
            if (j === len) return path;
            if (j !== last) rootEnd = offset = j + 1;
          }
        }
      }
    } else if (isDriveLetter(code) && path.charCodeAt(1) === kColon) {
      rootEnd = len > 2 && isPathSeparator(path.charCodeAt(2)) ? 3 : 2;
      offset = rootEnd;
    }
    let end = -1;
    let matchedSlash = true;
    for (let i = len - 1; i >= offset; --i) {
      if (isPathSeparator(path.charCodeAt(i))) {
        if (!matchedSlash) {
          end = i;
          break;
        }
      } else {
        matchedSlash = false;
      }
    }
    if (end === -1) {
      if (rootEnd === -1) return '.';
      end = rootEnd;
    }
    return path.slice(0, end);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    const start = path.length >= 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === kColon ? 2 : 0;
    return baseName(path, suffix, start, isPathSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    const start = path.length >= 2 && isDriveLetter(path.charCodeAt(0)) && path.charCodeAt(1) === kColon ? 2 : 0;
    return extName(path, start, isPathSeparator);
  },

  format: formatPath.bind(null, '\\'),

  parse(path) {
    validateString(path, 'path');
    const ret = { root: '', dir: '', base: '', ext: '', name: '' };
    const len = path.length;
    if (len === 0) return ret;
    const code = path.charCodeAt(0);
    let rootEnd = 0;
    if (len === 1) {
      if (isPathSeparator(code)) {
        ret.root = ret.dir = path;
        return ret;
      }
      ret.base = ret.name = path;
      return ret;
    }
    if (isPathSeparator(code)) {
      rootEnd = 1;
      if (isPathSeparator(path.charCodeAt(1))) {
        let j = 2;
        let last = j;
        while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
        if (j < len && j !== last) {
          last = j;
          while (j < len && isPathSeparator(path.charCodeAt(j))) j++;
          if (j < len && j !== last) {
            last = j;
            while (j < len && !isPathSeparator(path.charCodeAt(j))) j++;
            if (j === len) rootEnd = j;
            else if (j !== last) rootEnd = j + 1;
          }
        }
      }
    } else if (isDriveLetter(code) && path.charCodeAt(1) === kColon) {
      if (len <= 2) {
        ret.root = ret.dir = path;
        return ret;
      }
      rootEnd = 2;
      if (isPathSeparator(path.charCodeAt(2))) {
        if (len === 3) {
          ret.root = ret.dir = path;
          return ret;
        }
        rootEnd = 3;
      }
    }
    if (rootEnd > 0) ret.root = path.slice(0, rootEnd);
    const { 0: begin, 1: end } = lastComponent(path, rootEnd, isPathSeparator);
    if (begin !== -1) {
      const dot = extensionStart(path, begin, end);
      ret.base = path.slice(begin, end);
      ret.name = dot === -1 ? ret.base : path.slice(begin, dot);
      ret.ext = dot === -1 ? '' : path.slice(dot, end);
    }
    if (begin > 0 && begin !== rootEnd) ret.dir = path.slice(0, begin - 1);
    else ret.dir = ret.root;
    return ret;
  },

  matchesGlob(path, pattern) {
    return lazyGlob().matchGlobPattern(path, pattern, true);
  },

  sep: '\\',
  delimiter: ';',
  win32: null,
  posix: null,
};

// The current directory with forward slashes, whatever the platform.
function posixCwd() {
  if (!platformIsWin32) return process.cwd();
  const cwd = process.cwd().replace(/\\/g, '/');
  return cwd.slice(cwd.indexOf('/'));
}

const posix = {
  resolve(...args) {
    if (args.length === 0 || (args.length === 1 && (args[0] === '' || args[0] === '.'))) {
      const cwd = posixCwd();
      if (cwd.charCodeAt(0) === kSlash) return cwd;
    }
    let resolvedPath = '';
    let resolvedAbsolute = false;
    for (let i = args.length - 1; i >= 0 && !resolvedAbsolute; i--) {
      const path = args[i];
      validateString(path, `paths[${i}]`);
      if (path.length === 0) continue;
      resolvedPath = `${path}/${resolvedPath}`;
      resolvedAbsolute = path.charCodeAt(0) === kSlash;
    }
    if (!resolvedAbsolute) {
      const cwd = posixCwd();
      resolvedPath = `${cwd}/${resolvedPath}`;
      resolvedAbsolute = cwd.charCodeAt(0) === kSlash;
    }
    resolvedPath = normalizeString(resolvedPath, !resolvedAbsolute, '/', isPosixSeparator);
    if (resolvedAbsolute) return `/${resolvedPath}`;
    return resolvedPath.length > 0 ? resolvedPath : '.';
  },

  normalize(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const isAbsolute = path.charCodeAt(0) === kSlash;
    const trailing = path.charCodeAt(path.length - 1) === kSlash;
    path = normalizeString(path, !isAbsolute, '/', isPosixSeparator);
    if (path.length === 0) {
      if (isAbsolute) return '/';
      return trailing ? './' : '.';
    }
    if (trailing) path += '/';
    return isAbsolute ? `/${path}` : path;
  },

  isAbsolute(path) {
    validateString(path, 'path');
    return path.length > 0 && path.charCodeAt(0) === kSlash;
  },

  join(...args) {
    if (args.length === 0) return '.';
    let joined;
    for (let i = 0; i < args.length; ++i) {
      const arg = args[i];
      validateString(arg, 'path');
      if (arg.length > 0) joined = joined === undefined ? arg : `${joined}/${arg}`;
    }
    return joined === undefined ? '.' : posix.normalize(joined);
  },

  relative(from, to) {
    validateString(from, 'from');
    validateString(to, 'to');
    if (from === to) return '';
    from = posix.resolve(from);
    to = posix.resolve(to);
    if (from === to) return '';
    const fromStart = 1;
    const fromEnd = from.length;
    const fromLen = fromEnd - fromStart;
    const toStart = 1;
    const toLen = to.length - toStart;
    const length = fromLen < toLen ? fromLen : toLen;
    let lastCommonSep = -1;
    let i = 0;
    for (; i < length; i++) {
      const code = from.charCodeAt(fromStart + i);
      if (code !== to.charCodeAt(toStart + i)) break;
      if (code === kSlash) lastCommonSep = i;
    }
    if (i === length) {
      if (toLen > length) {
        // from is a directory above to, or the root.
        if (to.charCodeAt(toStart + i) === kSlash) return to.slice(toStart + i + 1);
        if (i === 0) return to.slice(toStart + i);
      } else if (fromLen > length) {
        if (from.charCodeAt(fromStart + i) === kSlash) lastCommonSep = i;
        else if (i === 0) lastCommonSep = 0;
      }
    }
    let out = '';
    for (i = fromStart + lastCommonSep + 1; i <= fromEnd; ++i) {
      if (i === fromEnd || from.charCodeAt(i) === kSlash) out += out.length === 0 ? '..' : '/..';
    }
    return `${out}${to.slice(toStart + lastCommonSep)}`;
  },

  toNamespacedPath(path) {
    return path;
  },

  dirname(path) {
    validateString(path, 'path');
    if (path.length === 0) return '.';
    const hasRoot = path.charCodeAt(0) === kSlash;
    let end = -1;
    let matchedSlash = true;
    for (let i = path.length - 1; i >= 1; --i) {
      if (path.charCodeAt(i) === kSlash) {
        if (!matchedSlash) {
          end = i;
          break;
        }
      } else {
        matchedSlash = false;
      }
    }
    if (end === -1) return hasRoot ? '/' : '.';
    if (hasRoot && end === 1) return '//';
    return path.slice(0, end);
  },

  basename(path, suffix) {
    if (suffix !== undefined) validateString(suffix, 'suffix');
    validateString(path, 'path');
    return baseName(path, suffix, 0, isPosixSeparator);
  },

  extname(path) {
    validateString(path, 'path');
    return extName(path, 0, isPosixSeparator);
  },

  format: formatPath.bind(null, '/'),

  parse(path) {
    validateString(path, 'path');
    const ret = { root: '', dir: '', base: '', ext: '', name: '' };
    if (path.length === 0) return ret;
    const isAbsolute = path.charCodeAt(0) === kSlash;
    const start = isAbsolute ? 1 : 0;
    if (isAbsolute) ret.root = '/';
    const { 0: begin, 1: end } = lastComponent(path, start, isPosixSeparator);
    if (begin !== -1) {
      // '/..' has, unlike '..', the extension '.'.
      const dot = path === '/..' ? 2 : extensionStart(path, begin, end);
      ret.base = path.slice(begin, end);
      ret.name = dot === -1 ? ret.base : path.slice(begin, dot);
      ret.ext = dot === -1 ? '' : path.slice(dot, end);
    }
    if (begin > start) ret.dir = path.slice(0, begin - 1);
    else if (isAbsolute) ret.dir = '/';
    return ret;
  },

  matchesGlob(path, pattern) {
    return lazyGlob().matchGlobPattern(path, pattern, false);
  },

  sep: '/',
  delimiter: ':',
  win32: null,
  posix: null,
};

posix.win32 = win32.win32 = win32;
posix.posix = win32.posix = posix;

// The old name of toNamespacedPath.
win32._makeLong = win32.toNamespacedPath;
posix._makeLong = posix.toNamespacedPath;

module.exports = platformIsWin32 ? win32 : posix;
