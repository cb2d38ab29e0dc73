'use strict';
// Command line options. The native side parses NODE_OPTIONS and argv; a value is boolean, string, number, or an array of strings.

const binding = internalBinding('options');
let values;

function getOptionValue(name) {
  values ??= binding.getValues();
  const v = values[name];
  if (v !== undefined) return v;
  // A --no-x question about an option kept as --x.
  if (name.startsWith('--no-')) {
    const pos = values[`--${name.slice(5)}`];
    if (typeof pos === 'boolean') return !pos;
  }
  return undefined;
}
function getAllowUnauthorized() {
  const off = process.env.NODE_TLS_REJECT_UNAUTHORIZED === '0';
  if (off && !warned) {
    warned = true;
    process.emitWarning("Setting the NODE_TLS_REJECT_UNAUTHORIZED environment variable to '0' makes TLS connections and HTTPS requests " +
      'insecure by disabling certificate verification.');
  }
  return off;
}
let warned = false;
function getEmbedderOptions() {
  return binding.getEmbedderOptions?.() ?? { shouldNotRegisterESMLoader: false, noGlobalSearchPaths: false, noBrowserGlobals: false, hasEmbedderPreload: false };
}
function refreshOptions() {
  values = undefined;
}

module.exports = {
  get options() { return values ??= binding.getValues(); },
  getOptionValue,
  getAllowUnauthorized,
  getEmbedderOptions,
  refreshOptions,
};
