'use strict';

// The `os` module.

const { codes, hide } = require('internal/errors');
const { getCIDR, isWindows } = require('internal/util');
const { validateInt32 } = require('internal/validators');

const binding = internalBinding('os');
const constants = internalBinding('constants').os;

// Calls a binding function that reports failure through a context object.
function check(fn, name) {
  const checked = { [name]() {
    const ctx = {};
    const result = fn(ctx);
    if (result === undefined && ctx.code !== undefined) throw hide(new codes.ERR_SYSTEM_ERROR(ctx), checked);
    return result;
  } }[name];
  return checked;
}

const getHostname = check(binding.getHostname, 'hostname');
const getHomeDirectory = check(binding.getHomeDirectory, 'homedir');
const getUptime = check(binding.getUptime, 'uptime');
const getInterfaceAddresses = check(binding.getInterfaceAddresses, 'networkInterfaces');

let information;
// [type, version, release, machine]
function osInformation() {
  if (information === undefined) {
    const ctx = {};
    information = binding.getOSInformation(ctx);
    if (information === undefined) throw new codes.ERR_SYSTEM_ERROR(ctx);
  }
  return information;
}

const getAvailableParallelism = () => binding.getAvailableParallelism();
const getFreeMem = () => binding.getFreeMem();
const getTotalMem = () => binding.getTotalMem();
const getOSType = () => osInformation()[0];
const getOSVersion = () => osInformation()[1];
const getOSRelease = () => osInformation()[2];
const getMachine = () => osInformation()[3];

const averages = new Float64Array(3);

function loadavg() {
  binding.getLoadAvg(averages);
  return [averages[0], averages[1], averages[2]];
}

// A list of { model, speed, times }.
function cpus() {
  const data = binding.getCPUs() || [];
  const result = [];
  for (let i = 0; i < data.length; i += 7) {
    result.push({
      model: data[i],
      speed: data[i + 1],
      times: { user: data[i + 2], nice: data[i + 3], sys: data[i + 4], idle: data[i + 5], irq: data[i + 6] },
    });
  }
  return result;
}

function arch() {
  return process.arch;
}

function platform() {
  return process.platform;
}

function tmpdir() {
  if (isWindows) {
    const path = process.env.TEMP || process.env.TMP || `${process.env.SystemRoot || process.env.windir}\\temp`;
    return path.length > 1 && path[path.length - 1] === '\\' && path[path.length - 2] !== ':' ? path.slice(0, -1) : path;
  }
  const path = process.env.TMPDIR || process.env.TMP || process.env.TEMP || '/tmp';
  return path.length > 1 && path[path.length - 1] === '/' ? path.slice(0, -1) : path;
}

function endianness() {
  return binding.isBigEndian ? 'BE' : 'LE';
}

function networkInterfaces() {
  const data = getInterfaceAddresses();
  const result = {};
  if (data === undefined) return result;
  for (let i = 0; i < data.length; i += 7) {
    const name = data[i];
    const entry = {
      address: data[i + 1],
      netmask: data[i + 2],
      family: data[i + 3],
      mac: data[i + 4],
      internal: data[i + 5],
      cidr: getCIDR(data[i + 1], data[i + 2], data[i + 3]),
    };
    const scopeid = data[i + 6];
    if (scopeid !== -1) entry.scopeid = scopeid;
    if (result[name] !== undefined) result[name].push(entry);
    else result[name] = [entry];
  }
  return result;
}

function setPriority(pid, priority) {
  if (priority === undefined) {
    priority = pid;
    pid = 0;
  }
  validateInt32(pid, 'pid');
  validateInt32(priority, 'priority', -20, 19);
  const ctx = {};
  if (binding.setPriority(pid, priority, ctx) !== 0) throw new codes.ERR_SYSTEM_ERROR(ctx);
}

function getPriority(pid) {
  if (pid === undefined) pid = 0;
  else validateInt32(pid, 'pid');
  const ctx = {};
  const priority = binding.getPriority(pid, ctx);
  if (priority === undefined) throw new codes.ERR_SYSTEM_ERROR(ctx);
  return priority;
}

function userInfo(options) {
  if (typeof options !== 'object') options = null;
  const ctx = {};
  const user = binding.getUserInfo(options, ctx);
  if (user === undefined) throw new codes.ERR_SYSTEM_ERROR(ctx);
  if (isWindows) {
    user.uid = -1;
    user.gid = -1;
  }
  if (options?.encoding === 'buffer') {
    const { Buffer } = require('buffer');
    for (const key of ['username', 'homedir', 'shell']) {
      const bytes = user[key];
      if (bytes !== null) user[key] = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
  }
  return user;
}

// `${os.hostname}` is os.hostname().
for (const fn of [getAvailableParallelism, getFreeMem, getHostname, getOSVersion, getOSType, getOSRelease, getMachine,
  getHomeDirectory, getTotalMem, getUptime, arch, endianness, platform, tmpdir]) {
  fn[Symbol.toPrimitive] = () => fn();
}

module.exports = {
  arch,
  availableParallelism: getAvailableParallelism,
  cpus,
  endianness,
  freemem: getFreeMem,
  getPriority,
  homedir: getHomeDirectory,
  hostname: getHostname,
  loadavg,
  networkInterfaces,
  platform,
  release: getOSRelease,
  setPriority,
  tmpdir,
  totalmem: getTotalMem,
  type: getOSType,
  userInfo,
  uptime: getUptime,
  version: getOSVersion,
  machine: getMachine,
};

Object.defineProperties(module.exports, {
  constants: { __proto__: null, configurable: false, enumerable: true, value: constants },
  EOL: { __proto__: null, configurable: true, enumerable: true, writable: false, value: isWindows ? '\r\n' : '\n' },
  devNull: {
    __proto__: null, configurable: true, enumerable: true, writable: false, value: isWindows ? '\\\\.\\nul' : '/dev/null',
  },
});

Object.freeze(constants.signals);
