'use strict';
// AsyncContextFrame: the immutable map from AsyncLocalStorage to its value that is the current continuation data.
// The engine keeps one word of continuation data; promise reactions capture and restore it. undefined = no frame.

const { get: getContext, set: setContext } = internalBinding('async_context');

class AsyncContextFrame extends Map {
  constructor(prior, store, data) {
    super(prior);
    this.set(store, data);
  }
  static enabled = true;
  static current() {
    return getContext();
  }
  static set(frame) {
    setContext(frame);
  }
  // exchange makes frame current and returns what was current before.
  static exchange(frame) {
    const prior = getContext();
    setContext(frame);
    return prior;
  }
  // disable removes store from the current frame (in place: everyone who shares it sees that).
  static disable(store) {
    getContext()?.disable(store);
  }
  disable(store) {
    this.delete(store);
  }
}

module.exports = AsyncContextFrame;
