'use strict';
// webpack and Rollup (its WebAssembly build; the native one cannot load) over a small project; the bundles run.
const fs = require('fs');
const os = require('os');
const path = require('path');
const { execFileSync } = require('child_process');
const webpack = require('webpack');
const { say } = require('./say.cjs');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bundle-'));
const run = (o) => new Promise((resolve, reject) => {
  webpack({ context: path.join(__dirname, 'project'), entry: './src/app.js', target: 'node', output: { path: dir, filename: 'out.js', chunkFilename: '[name].chunk.js', library: { type: 'commonjs2' } }, devtool: false, ...o }, (err, stats) => (err ? reject(err) : resolve(stats)));
});
(async () => {
  for (const mode of ['development', 'production']) {
    const stats = await run({ mode, optimization: { minimize: mode === 'production', moduleIds: 'named', chunkIds: 'named' } });
    const j = stats.toJson({ all: false, modules: true, errors: true, warnings: true, chunks: true });
    say(mode, j.errors.map((e) => e.message), j.warnings.length, j.chunks.map((c) => c.files).sort(), j.modules.length);
    say(mode + ' runs', execFileSync(process.execPath, ['-e', "const m=require('./out.js');m.default().then(console.log)"], { cwd: dir, encoding: 'utf8' }));
    if (mode === 'production') say('code', fs.readFileSync(path.join(dir, 'out.js'), 'utf8').includes('dropped'));
  }
  const bad = await run({ mode: 'development', entry: './src/none.js' });
  say('missing', bad.hasErrors(), bad.toJson({ all: false, errors: true }).errors.map((e) => e.message.split('\n')[0]));
  const { rollup } = require('@rollup/wasm-node');
  const warnings = [];
  const bundle = await rollup({ input: path.join(__dirname, 'project/src/main.mjs'), onwarn: (w) => warnings.push(w.code), plugins: [{ name: 'own', resolveId: (id) => (id === 'virtual' ? id : null), load: (id) => (id === 'virtual' ? 'export default "made up";' : null), transform: (code) => code.replace('REPLACED', 'by a plugin') }] });
  for (const format of ['es', 'cjs', 'iife']) say('rollup ' + format, (await bundle.generate({ format, name: 'x', exports: 'named', inlineDynamicImports: true, sourcemap: format === 'es' })).output.map((o) => [o.fileName, o.code, o.map?.mappings]));
  await bundle.close();
  say('rollup warnings', warnings);
  await rollup({ input: 'broken', plugins: [{ resolveId: (id) => id, load: () => 'let = ;' }] }).catch((e) => say('rollup error', e.code, e.loc?.line, e.loc?.column));
  fs.rmSync(dir, { recursive: true });
})().catch((e) => { console.log('failed', e); process.exitCode = 1; });
