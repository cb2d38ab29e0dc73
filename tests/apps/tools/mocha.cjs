'use strict';
// mocha as a command and by its interface.
const { spawnSync } = require('child_process');
const path = require('path');
const { say } = require('./say.cjs');
const clean = (s) => s.replace(/\(\d+ms\)/g, '(N)').replace(/"duration": \d+/g, '"duration": N').replace(/at .*\n/g, '').replaceAll(__dirname, '').replace(/\n\s*\n+/g, '\n');
for (const reporter of ['spec', 'tap', 'dot']) {
  const r = spawnSync(process.execPath, [path.join(path.dirname(require.resolve('mocha/package.json')), 'bin/mocha.js'), '--no-color', '--reporter', reporter, 'project/spec.cjs'], { cwd: __dirname, encoding: 'utf8' });
  say(reporter, r.status, clean(r.stdout).split('\n').filter((l) => !/^\s*(?:at |\+ ?$)/.test(l)), clean(r.stderr));
}
const Mocha = require('mocha');
const mocha = new Mocha({ ui: 'bdd', reporter: function R(runner) { runner.on('pass', (t) => say('pass', t.fullTitle())).on('fail', (t, e) => say('fail', t.fullTitle(), e.message)).on('pending', (t) => say('pending', t.title)); } });
mocha.addFile(path.join(__dirname, 'project/spec.cjs'));
mocha.run((failures) => say('failures', failures));
