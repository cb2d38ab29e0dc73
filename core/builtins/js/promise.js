'use strict';
// Promise combinators, ECMA-262 27.2.4. Methods only: see selfhost.go.

// Anonymous functions with a given length, not constructors.
function close(iterator, e) {
  try {
    const f = iterator.return;
    if (f !== undefined && f !== null) %Call(f, iterator);
  } catch {}
  throw e;
}

// The common loop: each element goes through C.resolve and the element functions that make(index) returns.
function run(C, iterable, perElement, finish, name) {
  if (!%IsObject(C)) %ThrowTypeError('Promise.' + name + ' called on non-object');
  const cap = %NewPromiseCapability(C);
  let iterator, next, open = false;
  try {
    const resolve = C.resolve;
    if (!%IsCallable(resolve)) %ThrowTypeError('Promise resolve or reject function is not callable');
    const method = %GetMethod(iterable, %SymbolIterator());
    if (method === undefined) %ThrowTypeError('% is not iterable', iterable);
    iterator = %Call(method, iterable);
    if (!%IsObject(iterator)) %ThrowTypeError('Result of the Symbol.iterator method is not an object');
    next = iterator.next;
    const state = { __proto__: null, remaining: 1, values: [], cap };
    for (let i = 0; ; i++) {
      const r = %Call(next, iterator);
      if (!%IsObject(r)) %ThrowTypeError('Iterator result % is not an object', r);
      if (r.done) break;
      const v = r.value;
      open = true;
      const p = %Call(resolve, C, v);
      perElement(state, p, i);
      open = false;
    }
    if (finish !== undefined && --state.remaining === 0) finish(state);
  } catch (e) {
    let err = e;
    if (open) {
      try {
        close(iterator, e);
      } catch (e2) {
        err = e2;
      }
    }
    %Call(cap.reject, undefined, err);
  }
  return cap.promise;
}

function resolveValues(state) {
  %Call(state.cap.resolve, undefined, state.values);
}

function element(state, i, wrap) {
  let called = false;
  return (x) => {
    if (called) return undefined;
    called = true;
    %CreateDataProperty(state.values, i, wrap === undefined ? x : wrap(x));
    if (--state.remaining === 0) return %Call(state.cap.resolve, undefined, state.values);
  };
}

function grow(state, i) {
  %CreateDataProperty(state.values, i, undefined);
  state.remaining++;
}

function anonymous(f) {
  %SetAnonymous(f);
  return f;
}

return {
  // 27.2.4.1
  all(iterable) {
    return run(this, iterable, (state, p, i) => {
      grow(state, i);
      p.then(anonymous(element(state, i)), state.cap.reject);
    }, resolveValues, 'all');
  },
  // 27.2.4.2
  allSettled(iterable) {
    return run(this, iterable, (state, p, i) => {
      grow(state, i);
      let called = false;
      const settle = (make) => anonymous((x) => {
        if (called) return undefined;
        called = true;
        %CreateDataProperty(state.values, i, make(x));
        if (--state.remaining === 0) return %Call(state.cap.resolve, undefined, state.values);
      });
      p.then(settle((value) => ({ status: 'fulfilled', value })), settle((reason) => ({ status: 'rejected', reason })));
    }, resolveValues, 'allSettled');
  },
  // 27.2.4.3
  any(iterable) {
    const reject = (state) => %Call(state.cap.reject, undefined, %NewAggregateError(state.values));
    return run(this, iterable, (state, p, i) => {
      grow(state, i);
      let called = false;
      p.then(state.cap.resolve, anonymous((x) => {
        if (called) return undefined;
        called = true;
        %CreateDataProperty(state.values, i, x);
        if (--state.remaining === 0) return reject(state);
      }));
    }, reject, 'any');
  },
  // 27.2.4.5
  race(iterable) {
    return run(this, iterable, (state, p) => {
      p.then(state.cap.resolve, state.cap.reject);
    }, undefined, 'race');
  },
  // 27.2.4.9
  try(callback, ...args) {
    if (!%IsObject(this)) %ThrowTypeError('Promise.try called on non-object');
    const cap = %NewPromiseCapability(this);
    let v;
    try {
      v = callback(...args);
    } catch (e) {
      %Call(cap.reject, undefined, e);
      return cap.promise;
    }
    %Call(cap.resolve, undefined, v);
    return cap.promise;
  },
  // 27.2.5.3
  finally(onFinally) {
    if (!%IsObject(this)) %ThrowTypeError('Promise.prototype.finally called on non-object');
    const C = %SpeciesConstructor(this, %PromiseConstructor());
    let thenFinally = onFinally, catchFinally = onFinally;
    if (%IsCallable(onFinally)) {
      thenFinally = anonymous((value) => {
        const result = onFinally();
        const p = %PromiseResolve(C, result);
        return p.then(anonymous(() => value));
      });
      catchFinally = anonymous((reason) => {
        const result = onFinally();
        const p = %PromiseResolve(C, result);
        return p.then(anonymous(() => {
          throw reason;
        }));
      });
    }
    return this.then(thenFinally, catchFinally);
  },
};
