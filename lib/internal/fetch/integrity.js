'use strict';
// Subresource Integrity.

function parse(metadata) {
  const out = [];
  for (const token of metadata.split(/[\t\n\f\r ]+/)) {
    const m = /^(sha256|sha384|sha512)-([A-Za-z0-9+/_-]+={0,2})(?:\?.*)?$/i.exec(token);
    if (m !== null) out.push({ algorithm: m[1].toLowerCase(), value: m[2].replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '') });
  }
  return out;
}

// matches is "do bytes match metadataList": only the strongest algorithm counts; nothing known matches everything.
function matches(bytes, metadata) {
  const list = parse(metadata);
  if (list.length === 0) return true;
  let strongest = list[0].algorithm;
  for (const { algorithm } of list) if (algorithm > strongest) strongest = algorithm;
  const digest = require('crypto').createHash(strongest).update(bytes).digest('base64').replace(/=+$/, '');
  return list.some((e) => e.algorithm === strongest && e.value === digest);
}

module.exports = { matches };
