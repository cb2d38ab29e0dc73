'use strict';
const process = globalThis.process;
module.exports = {
  version: process.version, versions: process.versions, arch: process.arch, platform: process.platform,
  release: process.release, config: process.config, features: { inspector: true },
};
