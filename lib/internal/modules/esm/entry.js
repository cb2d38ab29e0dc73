'use strict';
// Runs the entry point through the ES module loader: --import modules first; exit code 13 when top-level await never settles.

// reportUnsettled sets the exit code of a program whose event loop is empty while its entry point still awaits.
function reportUnsettled() {
  if (running === 0 || process.exitCode !== undefined) return;
  process.exitCode = 13;
  if (require('internal/options').getOptionValue('--warnings') === false) return;
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  const job = loader.entryJob ?? loader.map.get(loader.mainURL);
  const list = job?.wrap.getStalledTopLevelAwaits?.() ?? [];
  const { arrow } = require('internal/process/execution');
  for (const location of list) internalBinding('errors').printRaw(`Warning: Detected unsettled top-level await at ${arrow(location)}\n\n\n`);
}

// --experimental-loader: each one's hooks see the next ones.
async function registerLoaders(loader) {
  const list = require('internal/options').getOptionValue('--experimental-loader');
  if (!list || list.length === 0) return;
  const base = require('internal/url').pathToFileURL(`${process.cwd()}/`).href;
  process.emitWarning('`--experimental-loader` may be removed in the future; instead use `register()`:\n' +
    `--import 'data:text/javascript,import { register } from "node:module"; import { pathToFileURL } from "node:url"; ` +
    `${list.map((s) => `register(${JSON.stringify(s)}, pathToFileURL("./"))`).join('; ')};'`, 'ExperimentalWarning');
  for (const specifier of list) {
    loader.registerHooks(specifier, base, undefined);
    await loader.registering;
    if (loader.registrationError !== undefined) throw loader.registrationError;
  }
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
  running++;
  const { getLoader } = require('internal/modules/esm/loader');
  const loader = getLoader();
  try {
    if (!loader.preloaded) {
      loader.preloaded = true;
      await registerLoaders(loader);
      await importPreloads(loader);
    }
    await callback(loader);
  } catch (err) {
    internalBinding('errors').triggerUncaughtException(err, true);
  } finally {
    running--;
  }
}

module.exports = { runEntry, reportUnsettled };
