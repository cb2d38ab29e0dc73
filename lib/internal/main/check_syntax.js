'use strict';
// node --check

function main(mainEntry, hasFile) {
  const { readStdin } = require('internal/process/execution');
  if (hasFile) {
    const { Module, readSource } = require('internal/modules/cjs/loader');
    const filename = Module._findPath(mainEntry, null, true);
    if (!filename) {
      const e = new Error(`Cannot find module '${mainEntry}'`);
      e.code = 'MODULE_NOT_FOUND';
      throw e;
    }
    check(readSource(filename), filename);
  } else {
    readStdin((code) => check(code, '[stdin]'));
  }
}

function check(source, filename) {
  const { getFormatOfFile, stripBOM } = require('internal/modules/helpers');
  const { compileFunctionForCJSLoader, containsModuleSyntax } = internalBinding('contextify');
  source = stripBOM(source);
  const format = filename === '[stdin]' ? require('internal/options').getOptionValue('--input-type') : getFormatOfFile(filename);
  if (format === 'module') {
    const { ModuleWrap } = internalBinding('module_wrap');
    const { pathToFileURL } = require('internal/url');
    new ModuleWrap(filename[0] === '[' ? filename : pathToFileURL(filename).href, source, 0, 0);
    return;
  }
  try {
    compileFunctionForCJSLoader(source, filename);
  } catch (e) {
    if (format !== 'commonjs' && containsModuleSyntax(source, filename)) {
      const { ModuleWrap } = internalBinding('module_wrap');
      new ModuleWrap(filename, source, 0, 0);
      return;
    }
    throw e;
  }
}

module.exports = { main };
