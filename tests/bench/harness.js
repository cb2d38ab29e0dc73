// Appended to a program: finds the number of turns that takes long enough, then prints turns a second.
(function () {
  const cpu = () => { const u = process.cpuUsage(); return (u.user + u.system) / 1000; };
  const clock = __CPU__ ? cpu : typeof performance === 'object' && performance && performance.now ? () => performance.now() : () => Date.now();
  const out = typeof console === 'object' && console ? (s) => console.log(s) : print;
  const time = (n, then) => {
    const t = clock();
    const r = run(n);
    if (r && typeof r.then === 'function') r.then(() => then(clock() - t), (e) => out('error ' + e));
    else then(clock() - t);
  };
  const want = __MILLISECONDS__;
  const grow = (n) => time(n, (ms) => {
    if (ms < want / 4) return grow(ms < want / 100 ? n * 8 : n * 2);
    n = Math.max(1, Math.ceil(n * want / ms));
    time(n, (ms) => out('result ' + (n * 1000 / ms)));
  });
  grow(1);
})();
