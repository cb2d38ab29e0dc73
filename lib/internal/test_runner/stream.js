'use strict';
// TestsStream: the events of a test run as an object stream (and as events of the same names).

const { Readable } = require('stream'); // with its operators: compose()

class TestsStream extends Readable {
  #buffer = [];
  #canPush = true;
  constructor() {
    super({ __proto__: null, objectMode: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  }
  _read() {
    this.#canPush = true;
    while (this.#buffer.length > 0) if (!this.#push(this.#buffer.shift())) return;
  }
  #push(message) {
    if (!this.#canPush) {
      this.#buffer.push(message);
      return false;
    }
    this.#canPush = this.push(message);
    return this.#canPush;
  }
  report(type, data) {
    this.emit(type, data);
    this.#push({ __proto__: null, type, data });
  }
  end() {
    this.#push(null);
  }
}

module.exports = { TestsStream };
