'use strict';
// Starts the main file with the CommonJS loader, or with the ES module loader where that is needed.

function resolveMainPath(main) {
  const { Module, toRealPath } = require('internal/modules/cjs/loader');
  const path = require('path');
  const { getOptionValue } = require('internal/options');
  const mainPath = Module._findPath(path.resolve(main), null, true);
  if (!mainPath) return undefined;
  return getOptionValue('--preserve-symlinks-main') ? mainPath : toRealPath(mainPath);
}

function shouldUseESMLoader(mainPath) {
  const { getOptionValue } = require('internal/options');
  const imports = getOptionValue('--import');
  if (imports && imports.length > 0) return true;
  const loaders = getOptionValue('--experimental-loader');
  if (loaders && loaders.length > 0) return true;
  if (mainPath === undefined) return false;
  const { getFormatOfFile, extname } = require('internal/modules/helpers');
  const ext = extname(mainPath);
  if (ext === '.mjs' || ext === '.mts' || ext === '.wasm') return true;
  if (ext === '.cjs' || ext === '.cts') return false;
  const format = getFormatOfFile(mainPath);
  if (format === null) return require('internal/modules/package_json_reader').getPackageType(mainPath) === 'module';
  return format === 'module' || format === 'module-typescript';
}

function executeUserEntryPoint(main = process.argv[1]) {
  const { getOptionValue } = require('internal/options');
  if (getOptionValue('--entry-url') && main !== undefined) {
    process.emitWarning('--entry-url is an experimental feature and might change at any time', 'ExperimentalWarning');
    const { runEntry } = require('internal/modules/esm/entry');
    const { URL, pathToFileURL } = require('internal/url');
    const url = new URL(main, `${pathToFileURL(`${process.cwd()}/`)}`).href;
    runEntry((loader) => loader.import(url, undefined, { __proto__: null }, true));
    return;
  }
  const mainPath = resolveMainPath(main);
  if (shouldUseESMLoader(mainPath)) {
    const { runEntry } = require('internal/modules/esm/entry');
    const { pathToFileURL } = require('internal/url');
    const url = pathToFileURL(mainPath ?? main).href;
    runEntry((loader) => {
      if (getOptionValue('--input-type')) {
        const { codes: { ERR_INPUT_TYPE_NOT_ALLOWED } } = require('internal/errors');
        throw new ERR_INPUT_TYPE_NOT_ALLOWED();
      }
      return loader.import(url, undefined, { __proto__: null }, true);
    });
    return;
  }
  require('internal/modules/cjs/loader').wrapModuleLoad(main, null, true);
}

module.exports = { executeUserEntryPoint, resolveMainPath, shouldUseESMLoader };
