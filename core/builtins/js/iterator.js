'use strict';
// Iterator and its helpers, ECMA-262 27.1. Methods only: see selfhost.go.

// A helper's state: source record, step function, status 0 not started, 1 running, 2 suspended, 3 done.
function newHelper(iterated, step, close) {
  return %NewIteratorHelper({
    __proto__: null,
    source: iterated,
    step,
    close,
    status: 0,
    inner: undefined,
    k: 0,
    n: 0,
    fn: undefined,
  });
}

function direct(O) {
  return { __proto__: null, iterator: O, next: O.next };
}

function step(rec) {
  const r = %Call(rec.next, rec.iterator);
  if (!%IsObject(r)) %ThrowTypeError('Iterator result % is not an object', r);
  return r;
}

// closes an iterator for a normal completion.
function close(iterator) {
  const f = iterator.return;
  if (f === undefined || f === null) return;
  const r = %Call(f, iterator);
  if (!%IsObject(r)) %ThrowTypeError('% is not an object', r);
}

// closes an iterator because of a pending throw, which wins.
function closeThrow(iterator, e) {
  try {
    const f = iterator.return;
    if (f !== undefined && f !== null) %Call(f, iterator);
  } catch {}
  throw e;
}

function checkReceiver(O, name) {
  if (!%IsObject(O)) %ThrowTypeError('Iterator.prototype.' + name + ' called on non-object');
}

function requireCallable(O, f) {
  if (!%IsCallable(f)) {
    try {
      %ThrowNotFunction(f);
    } catch (e) {
      closeThrow(O, e);
    }
  }
}

function getFlattenable(v, rejectStrings) {
  if (!%IsObject(v)) {
    if (rejectStrings) %ThrowTypeError('Iterator.prototype.flatMap called on non-object');
    if (typeof v !== 'string') %ThrowTypeError('Iterator.from called on non-object');
  }
  const method = v[%SymbolIterator()];
  let it;
  if (method === undefined || method === null) {
    it = v;
  } else {
    it = %Call(method, v);
  }
  if (!%IsObject(it)) %ThrowTypeError('% is not iterable', v);
  return direct(it);
}

const DONE = { __proto__: null };

function mapStep(s) {
  const r = step(s.source);
  if (r.done) return DONE;
  const v = r.value;
  try {
    return (0, s.fn)(v, s.k++);
  } catch (e) {
    closeThrow(s.source.iterator, e);
  }
}

function filterStep(s) {
  for (;;) {
    const r = step(s.source);
    if (r.done) return DONE;
    const v = r.value;
    let ok;
    try {
      ok = (0, s.fn)(v, s.k++);
    } catch (e) {
      closeThrow(s.source.iterator, e);
    }
    if (ok) return v;
  }
}

function takeStep(s) {
  const remaining = s.n;
  if (remaining === 0) {
    s.status = 3;
    close(s.source.iterator);
    return DONE;
  }
  s.n = remaining - 1;
  const r = step(s.source);
  if (r.done) return DONE;
  return r.value;
}

function dropStep(s) {
  while (s.n > 0) {
    s.n--;
    const r = step(s.source);
    if (r.done) return DONE;
  }
  const r = step(s.source);
  if (r.done) return DONE;
  return r.value;
}

function flatMapStep(s) {
  for (;;) {
    if (s.inner === undefined) {
      const r = step(s.source);
      if (r.done) return DONE;
      const v = r.value;
      try {
        s.inner = getFlattenable((0, s.fn)(v, s.k++), true);
      } catch (e) {
        closeThrow(s.source.iterator, e);
      }
    }
    let r, done, v;
    try {
      r = step(s.inner);
      done = r.done;
      if (!done) v = r.value;
    } catch (e) {
      closeThrow(s.source.iterator, e);
    }
    if (done) {
      s.inner = undefined;
      continue;
    }
    return v;
  }
}

function closeSource(s) {
  close(s.source.iterator);
}

function closeFlat(s) {
  if (s.inner !== undefined) {
    try {
      close(s.inner.iterator);
    } catch (e) {
      closeThrow(s.source.iterator, e);
    }
  }
  close(s.source.iterator);
}

function concatStep(s) {
  for (;;) {
    if (s.inner === undefined) {
      if (s.k >= s.n) return DONE;
      const e = s.source[s.k++];
      const it = %Call(e.method, e.item);
      if (!%IsObject(it)) %ThrowTypeError('% is not an object', it);
      s.inner = direct(it);
    }
    const r = step(s.inner);
    if (r.done) {
      s.inner = undefined;
      continue;
    }
    return r.value;
  }
}

function closeConcat(s) {
  if (s.inner !== undefined) close(s.inner.iterator);
}

function numberLimit(O, limit) {
  let n;
  try {
    n = %ToNumber(limit);
    if (n !== n) %ThrowRangeError('% must be positive', limit);
    n = %ToIntegerOrInfinity(n);
    if (n < 0 || (n > 9007199254740991 && n < 1 / 0)) %ThrowRangeError('% must be positive', limit);
  } catch (e) {
    closeThrow(O, e);
  }
  return n;
}

return {
  // 27.1.3.2.2
  from(O) {
    const rec = getFlattenable(O, false);
    if (%OrdinaryHasIterator(rec.iterator)) return rec.iterator;
    return %NewWrapForValid(rec);
  },
  // Iterator.concat, 27.1.3.2.1
  concat(...items) {
    const list = [];
    const n = items.length;
    for (let i = 0; i < n; i++) {
      const item = items[i];
      if (!%IsObject(item)) %ThrowTypeError('Iterator.concat called on non-object');
      const method = %GetMethod(item, %SymbolIterator());
      if (method === undefined) %ThrowTypeError('% is not iterable', item);
      %CreateDataProperty(list, i, { __proto__: null, item, method });
    }
    const h = newHelper(list, concatStep, closeConcat);
    %HelperState(h).n = n;
    return h;
  },
  dispose() {
    const f = %GetMethod(this, 'return');
    if (f !== undefined) %Call(f, this);
  },
  async asyncDispose() {
    const f = this.return;
    if (f !== undefined && f !== null) await %Call(f, this);
  },
  // %IteratorHelperPrototype%.next, 27.1.2.1.1
  helperNext() {
    const s = %HelperState(this);
    if (s.status === 1) %ThrowTypeError('Generator is already running');
    if (s.status === 3) return %IterResult(undefined, true);
    s.status = 1;
    let v;
    try {
      v = (0, s.step)(s);
    } catch (e) {
      s.status = 3;
      throw e;
    }
    if (v === DONE) {
      s.status = 3;
      return %IterResult(undefined, true);
    }
    s.status = 2;
    return %IterResult(v, false);
  },
  // %IteratorHelperPrototype%.return, 27.1.2.1.2
  helperReturn() {
    const s = %HelperState(this);
    if (s.status === 1) %ThrowTypeError('Generator is already running');
    if (s.status === 3) return %IterResult(undefined, true);
    const started = s.status === 2;
    s.status = started ? 1 : 3;
    try {
      (0, s.close)(s);
    } finally {
      s.status = 3;
    }
    return %IterResult(undefined, true);
  },
  // %WrapForValidIteratorPrototype%, 27.1.3.2.2.1
  wrapNext() {
    const rec = %WrapTarget(this);
    return %Call(rec.next, rec.iterator);
  },
  wrapReturn() {
    const it = %WrapTarget(this).iterator;
    const f = it.return;
    if (f === undefined || f === null) return %IterResult(undefined, true);
    return %Call(f, it);
  },
  // 27.1.4.9
  reduce(reducer) {
    checkReceiver(this, 'reduce');
    requireCallable(this, reducer);
    const rec = direct(this);
    let acc, k = 0;
    if (arguments.length > 1) {
      acc = arguments[1];
    } else {
      const r = step(rec);
      if (r.done) %ThrowTypeError('Reduce of a done iterator with no initial value');
      acc = r.value;
      k = 1;
    }
    for (;;) {
      const r = step(rec);
      if (r.done) return acc;
      const v = r.value;
      try {
        acc = reducer(acc, v, k++);
      } catch (e) {
        closeThrow(this, e);
      }
    }
  },
  // 27.1.4.13
  toArray() {
    checkReceiver(this, 'toArray');
    const rec = direct(this);
    const out = [];
    for (let i = 0; ; i++) {
      const r = step(rec);
      if (r.done) return out;
      %CreateDataProperty(out, i, r.value);
    }
  },
  // 27.1.4.7
  forEach(fn) {
    checkReceiver(this, 'forEach');
    requireCallable(this, fn);
    const rec = direct(this);
    for (let k = 0; ; k++) {
      const r = step(rec);
      if (r.done) return;
      const v = r.value;
      try {
        fn(v, k);
      } catch (e) {
        closeThrow(this, e);
      }
    }
  },
  // 27.1.4.10
  some(fn) {
    checkReceiver(this, 'some');
    requireCallable(this, fn);
    const rec = direct(this);
    for (let k = 0; ; k++) {
      const r = step(rec);
      if (r.done) return false;
      const v = r.value;
      let hit;
      try {
        hit = fn(v, k);
      } catch (e) {
        closeThrow(this, e);
      }
      if (hit) {
        close(this);
        return true;
      }
    }
  },
  // 27.1.4.3
  every(fn) {
    checkReceiver(this, 'every');
    requireCallable(this, fn);
    const rec = direct(this);
    for (let k = 0; ; k++) {
      const r = step(rec);
      if (r.done) return true;
      const v = r.value;
      let hit;
      try {
        hit = fn(v, k);
      } catch (e) {
        closeThrow(this, e);
      }
      if (!hit) {
        close(this);
        return false;
      }
    }
  },
  // 27.1.4.5
  find(fn) {
    checkReceiver(this, 'find');
    requireCallable(this, fn);
    const rec = direct(this);
    for (let k = 0; ; k++) {
      const r = step(rec);
      if (r.done) return undefined;
      const v = r.value;
      let hit;
      try {
        hit = fn(v, k);
      } catch (e) {
        closeThrow(this, e);
      }
      if (hit) {
        close(this);
        return v;
      }
    }
  },
  // 27.1.4.8
  map(mapper) {
    checkReceiver(this, 'map');
    requireCallable(this, mapper);
    const h = newHelper(direct(this), mapStep, closeSource);
    %HelperState(h).fn = mapper;
    return h;
  },
  // 27.1.4.4
  filter(predicate) {
    checkReceiver(this, 'filter');
    requireCallable(this, predicate);
    const h = newHelper(direct(this), filterStep, closeSource);
    %HelperState(h).fn = predicate;
    return h;
  },
  // 27.1.4.12
  take(limit) {
    checkReceiver(this, 'take');
    const n = numberLimit(this, limit);
    const h = newHelper(direct(this), takeStep, closeSource);
    %HelperState(h).n = n;
    return h;
  },
  // 27.1.4.2
  drop(limit) {
    checkReceiver(this, 'drop');
    const n = numberLimit(this, limit);
    const h = newHelper(direct(this), dropStep, closeSource);
    %HelperState(h).n = n;
    return h;
  },
  // 27.1.4.6
  flatMap(mapper) {
    checkReceiver(this, 'flatMap');
    requireCallable(this, mapper);
    const h = newHelper(direct(this), flatMapStep, closeFlat);
    %HelperState(h).fn = mapper;
    return h;
  },
};
