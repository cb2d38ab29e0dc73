'use strict';
// process.report: a small diagnostic report.

const { codes: { ERR_INVALID_ARG_TYPE } } = require('internal/errors');

const settings = {
  directory: '', filename: '', compact: false, excludeNetwork: false, signal: 'SIGUSR2',
  reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false, excludeEnv: false,
};

function buildReport(err) {
  const os = require('os');
  const now = new Date();
  const mem = process.memoryUsage();
  const usage = process.resourceUsage();
  const header = {
    reportVersion: 5,
    event: 'JavaScript API',
    trigger: 'GetReport',
    filename: null,
    dumpEventTime: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    dumpEventTimeStamp: String(now.getTime()),
    processId: process.pid,
    threadId: 0,
    cwd: process.cwd(),
    commandLine: [process.argv0, ...process.execArgv, ...process.argv.slice(1)],
    nodejsVersion: process.version,
    wordSize: 64,
    arch: process.arch,
    platform: process.platform,
    componentVersions: { ...process.versions },
    release: { ...process.release },
    osName: os.type(),
    osRelease: os.release(),
    osVersion: os.version(),
    osMachine: os.machine(),
    cpus: os.cpus().map((c) => ({ model: c.model, speed: c.speed, ...c.times })),
    host: os.hostname(),
  };
  if (!settings.excludeNetwork) {
    header.networkInterfaces = [];
    const nets = os.networkInterfaces();
    for (const name of Object.keys(nets)) for (const n of nets[name]) header.networkInterfaces.push({ name, internal: n.internal, mac: n.mac, address: n.address, netmask: n.netmask, family: n.family });
  }
  const stack = String(err?.stack ?? '').split('\n');
  const report = {
    header,
    javascriptStack: { message: stack[0], stack: stack.slice(1).map((s) => s.trim()), errorProperties: {} },
    javascriptHeap: { totalMemory: mem.heapTotal, usedMemory: mem.heapUsed, externalMemory: mem.external },
    nativeStack: [],
    resourceUsage: { userCpuSeconds: usage.userCPUTime / 1e6, kernelCpuSeconds: usage.systemCPUTime / 1e6, maxRss: usage.maxRSS * 1024, rss: mem.rss },
    libuv: [],
    workers: [],
    sharedObjects: [],
  };
  if (!settings.excludeEnv) report.environmentVariables = { ...process.env };
  return report;
}

const report = {
  writeReport(file, err) {
    if (typeof file === 'object' && file !== null) {
      err = file;
      file = undefined;
    } else if (file !== undefined && typeof file !== 'string') {
      throw new ERR_INVALID_ARG_TYPE('file', 'String', file);
    }
    if (err === undefined) err = new Error('JavaScript Callstack');
    else if (err === null || typeof err !== 'object') throw new ERR_INVALID_ARG_TYPE('err', 'Object', err);
    const path = require('path');
    const d = new Date();
    const p2 = (v, n = 2) => String(v).padStart(n, '0');
    file ||= settings.filename ||
      `report.${d.getFullYear()}${p2(d.getMonth() + 1)}${p2(d.getDate())}.${p2(d.getHours())}${p2(d.getMinutes())}${p2(d.getSeconds())}.${process.pid}.0.001.json`;
    const data = JSON.stringify(buildReport(err), null, settings.compact ? undefined : 2);
    require('fs').writeFileSync(path.resolve(settings.directory || process.cwd(), file), data + '\n');
    return file;
  },
  getReport(err) {
    if (err === undefined) err = new Error('JavaScript Callstack');
    else if (err === null || typeof err !== 'object') throw new ERR_INVALID_ARG_TYPE('err', 'Object', err);
    return buildReport(err);
  },
};
for (const name of Object.keys(settings)) {
  Object.defineProperty(report, name, {
    enumerable: true,
    configurable: true,
    get() { return settings[name]; },
    set(value) {
      const type = typeof settings[name];
      if (typeof value !== type) throw new ERR_INVALID_ARG_TYPE(name === 'directory' || name === 'filename' ? name : 'value', type, value);
      settings[name] = value;
    },
  });
}

module.exports = { report };
