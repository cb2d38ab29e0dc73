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
  // disable removes store from the current frame (in place: who shares it sees that).
  static disable(store) {
    const frame = getContext();
    if (frame === undefined || !frame.has(store)) return;
    frame.delete(store);
    // A new frame too, so that an enclosing run() sees the change and does not bring the old frame back whole.
    const next = new AsyncContextFrame(frame, store, undefined);
    next.delete(store);
    setContext(next);
  }
}

module.exports = AsyncContextFrame;
