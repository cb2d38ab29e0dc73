'use strict';
const fs = require('fs');
const { internalModuleStat } = require('internal/test/binding').internalBinding('fs');
module.exports = {
  stat: (p) => internalModuleStat(p),
  readFile: (p) => fs.readFileSync(p, 'utf8'),
  realpath: (p) => fs.realpathSync(p),
  readPackageJSON(p) { try { return fs.readFileSync(p, 'utf8'); } catch { return undefined; } },
};
