'use strict';
// navigator

const { codes: { ERR_ILLEGAL_CONSTRUCTOR } } = require('internal/errors');
const kInit = Symbol('kInitialize');

class Navigator {
  #cores; #userAgent; #platform;
  constructor() {
    if (arguments[0] === kInit) return;
    throw new ERR_ILLEGAL_CONSTRUCTOR();
  }
  get hardwareConcurrency() {
    return this.#cores ??= require('os').availableParallelism();
  }
  get language() {
    return this.languages[0];
  }
  get languages() {
    let locale = 'en-US';
    try { locale = Intl.DateTimeFormat().resolvedOptions().locale; } catch { /* no Intl */ }
    return Object.freeze([locale]);
  }
  get userAgent() {
    return this.#userAgent ??= `Node.js/${process.version.slice(1, process.version.indexOf('.'))}`;
  }
  get platform() {
    if (this.#platform === undefined) {
      const { platform, arch } = process;
      if (platform === 'darwin') this.#platform = 'MacIntel';
      else if (platform === 'win32') this.#platform = 'Win32';
      else if (platform === 'linux') this.#platform = arch === 'ia32' ? 'Linux i686' : arch === 'x64' ? 'Linux x86_64' : `Linux ${arch}`;
      else this.#platform = `${platform[0].toUpperCase()}${platform.slice(1)} ${arch}`;
    }
    return this.#platform;
  }
  get locks() {
    return require('worker_threads').locks;
  }
}
for (const k of ['hardwareConcurrency', 'language', 'languages', 'userAgent', 'platform', 'locks']) Object.defineProperty(Navigator.prototype, k, { enumerable: true });

module.exports = { Navigator, navigator: new Navigator(kInit) };
