'use strict';
module.exports = (h) => {
  const p = h.realProcess;
  const t0 = p.hrtime.bigint;
  const kill = p._kill;
  const exit = p.reallyExit;
  const env = p.env;
  return {
    env,
    getStartInfo: () => h.start,
    getTitle: () => p.title,
    setTitle: (t) => { p.title = t; },
    getppid: () => p.ppid,
    hrtime(a) { const t = p.hrtime(); a[0] = Math.floor(t[0] / 2 ** 32); a[1] = t[0] >>> 0; a[2] = t[1]; },
    hrtimeBigInt: t0,
    uptime: () => p.uptime(),
    cpuUsage(a) { const c = p.cpuUsage(); a[0] = c.user; a[1] = c.system; },
    threadCpuUsage(a) { const c = p.threadCpuUsage(); a[0] = c.user; a[1] = c.system; },
    resourceUsage(a) { Object.values(p.resourceUsage()).forEach((v, i) => { a[i] = v; }); },
    memoryUsage(a) { Object.values(p.memoryUsage()).forEach((v, i) => { a[i] = v; }); },
    rss: () => p.memoryUsage.rss(),
    constrainedMemory: () => p.constrainedMemory(),
    availableMemory: () => p.availableMemory(),
    reallyExit: (c) => exit.call(p, c),
    abort: () => p.abort(),
    kill,
    execve: (file, args, env) => p.execve(file, args, Object.fromEntries(env.map((s) => [s.slice(0, s.indexOf('=')), s.slice(s.indexOf('=') + 1)]))),
    cwd: () => p.cwd(),
    chdir: (d) => p.chdir(d),
    umask: (m) => (m === undefined ? p.umask() : p.umask(m)),
    _rawDebug: (s) => require('fs').writeSync(2, s + '\n'),
    allowedNodeEnvironmentFlags: () => [...p.allowedNodeEnvironmentFlags],
    getActiveResources: () => p.getActiveResourcesInfo().filter((n) => n !== 'Timeout' && n !== 'Immediate'),
    getActiveHandles: () => p._getActiveHandles(),
    getActiveRequests: () => p._getActiveRequests(),
    setLoopCallbacks(before, exitFn) { h.beforeExit = before; h.emitExit = exitFn; },
  };
};
