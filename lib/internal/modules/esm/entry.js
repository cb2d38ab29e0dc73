'use strict';
// Runs the entry point through the ES module loader: --import modules first; exit code 13 when top-level await never settles.

function handleProcessExit() {
  if (process.exitCode !== undefined) return;
  process.exitCode = 13;
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  const job = loader.entryJob ?? loader.map.get(loader.mainURL);
  const list = job?.wrap.getStalledTopLevelAwaits?.() ?? [];
  const { arrow } = require('internal/process/execution');
  for (const location of list) internalBinding('errors').printRaw(`Warning: Detected unsettled top-level await at ${arrow(location)}\n\n\n`);
}

async function importPreloads(loader) {
  const imports = require('internal/options').getOptionValue('--import');
  if (!imports || imports.length === 0) return;
  const { pathToFileURL } = require('internal/url');
  const base = pathToFileURL(`${process.cwd()}/`).href;
  for (const specifier of imports) await loader.import(specifier, base, { __proto__: null });
}

let running = 0;
async function runEntry(callback) {
  if (running++ === 0) process.on('exit', handleProcessExit);
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  try {
    if (!loader.preloaded) {
      loader.preloaded = true;
      await importPreloads(loader);
    }
    await callback(loader);
  } catch (err) {
    internalBinding('errors').triggerUncaughtException(err, true);
  } finally {
    if (--running === 0) process.off('exit', handleProcessExit);
  }
}

module.exports = { runEntry, handleProcessExit };
