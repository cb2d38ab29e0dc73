'use strict';
// Stripping of TypeScript types: by the native transpiler.

const { codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_ARG_VALUE } } = require('internal/errors');

function strip(source, mode, filename, sourceMap) {
  const binding = internalBinding('typescript');
  return binding.transform(source, { mode, filename, sourceMap });
}

// stripTypeScriptModuleTypes gives the JavaScript of a .ts file's text.
function stripTypeScriptModuleTypes(source, filename) {
  if (/[\\/]node_modules[\\/]/.test(filename)) {
    const { codes: { ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING } } = require('internal/errors');
    throw new ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING(filename);
  }
  const { getOptionValue } = require('internal/options');
  return strip(source, getOptionValue('--experimental-transform-types') ? 'transform' : 'strip-only', filename, false);
}

// stripTypeScriptTypes is module.stripTypeScriptTypes.
function stripTypeScriptTypes(code, options = {}) {
  if (typeof code !== 'string') throw new ERR_INVALID_ARG_TYPE('code', 'string', code);
  if (options === null || typeof options !== 'object') throw new ERR_INVALID_ARG_TYPE('options', 'Object', options);
  const { sourceMap = false, sourceUrl = '' } = options;
  let { mode = 'strip' } = options;
  if (mode !== 'strip' && mode !== 'transform') throw new ERR_INVALID_ARG_VALUE('options.mode', mode, "must be one of: 'strip', 'transform'");
  if (typeof sourceUrl !== 'string') throw new ERR_INVALID_ARG_TYPE('options.sourceUrl', 'string', sourceUrl);
  if (mode === 'strip') {
    if (sourceMap !== undefined && sourceMap !== false) throw new ERR_INVALID_ARG_VALUE('options.sourceMap', sourceMap, 'must be one of: false, undefined');
    mode = 'strip-only';
  } else if (typeof sourceMap !== 'boolean') {
    throw new ERR_INVALID_ARG_TYPE('options.sourceMap', 'boolean', sourceMap);
  }
  const out = strip(code, mode, sourceUrl, sourceMap);
  return sourceUrl ? `${out}\n\n//# sourceURL=${sourceUrl}` : out;
}

module.exports = { stripTypeScriptModuleTypes, stripTypeScriptTypes };
