'use strict';

// Whether a stream takes colors, and escape sequences that are empty when standard error does not.

module.exports = {
  blue: '',
  green: '',
  white: '',
  yellow: '',
  red: '',
  gray: '',
  clear: '',
  reset: '',
  hasColors: false,
  shouldColorize(stream) {
    const { env } = process;
    if (env.FORCE_COLOR !== undefined) {
      return require('internal/tty').getColorDepth(env) > 2;
    }
    return stream?.isTTY && (typeof stream.getColorDepth === 'function' ? stream.getColorDepth() > 2 : true);
  },
  refresh() {
    if (module.exports.shouldColorize(process.stderr)) {
      module.exports.blue = '\u001b[34m';
      module.exports.green = '\u001b[32m';
      module.exports.white = '\u001b[39m';
      module.exports.yellow = '\u001b[33m';
      module.exports.red = '\u001b[31m';
      module.exports.gray = '\u001b[90m';
      module.exports.clear = '\u001bc';
      module.exports.reset = '\u001b[0m';
      module.exports.hasColors = true;
    } else {
      for (const key of ['blue', 'green', 'white', 'yellow', 'red', 'gray', 'clear', 'reset']) module.exports[key] = '';
      module.exports.hasColors = false;
    }
  },
};
