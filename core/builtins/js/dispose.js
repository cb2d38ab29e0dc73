'use strict';
// DisposableStack and AsyncDisposableStack. A resource is {value, method, mode}: mode 0 calls method on value, 1 calls it with value,
// 2 calls it alone, 3 is like 0 without waiting for the result.

function state(O, async, name) {
  const s = %DisposableState(O, async, name);
  if (s.disposed) {
    const c = async ? 'AsyncDisposableStack' : 'DisposableStack';
    %ThrowReferenceError('Cannot call ' + c + '.prototype.' + name + ' on an already-disposed DisposableStack');
  }
  return s;
}

function push(s, value, method, mode) {
  %CreateDataProperty(s.list, s.list.length, { __proto__: null, value, method, mode });
}

function callMethod(r) {
  switch (r.mode) {
    case 1: return %Call(r.method, undefined, r.value);
    case 2: return %Call(r.method, undefined);
    case 3: %Call(r.method, r.value); return undefined;
  }
  return %Call(r.method, r.value);
}

function takeMethod(value, symbol) {
  const f = value[symbol];
  if (f === undefined || f === null) return undefined;
  if (!%IsCallable(f)) %ThrowTypeError('% is not a function', symbol);
  return f;
}

return {
  use(value) {
    const s = state(this, false, 'use');
    if (value === null || value === undefined) return value;
    if (!%IsObject(value)) %ThrowTypeError('An object is expected with `using` declarations');
    const method = takeMethod(value, %SymbolDispose());
    if (method === undefined) %ThrowTypeError('% is not a function', %SymbolDispose());
    push(s, value, method, 0);
    return value;
  },
  adopt(value, onDispose) {
    const s = state(this, false, 'adopt');
    if (!%IsCallable(onDispose)) %ThrowTypeError('% is not a function', onDispose);
    push(s, value, onDispose, 1);
    return value;
  },
  defer(onDispose) {
    const s = state(this, false, 'defer');
    if (!%IsCallable(onDispose)) %ThrowTypeError('% is not a function', onDispose);
    push(s, undefined, onDispose, 2);
  },
  move() {
    const s = state(this, false, 'move');
    const O = %NewDisposableStack(false, s.list);
    s.list = [];
    s.disposed = true;
    return O;
  },
  dispose() {
    const s = %DisposableState(this, false, 'dispose');
    if (s.disposed) return;
    s.disposed = true;
    const list = s.list;
    s.list = [];
    let failed = false, error;
    for (let i = list.length - 1; i >= 0; i--) {
      try {
        callMethod(list[i]);
      } catch (e) {
        error = failed ? %NewSuppressedError(e, error) : e;
        failed = true;
      }
    }
    if (failed) throw error;
  },
  asyncUse(value) {
    const s = state(this, true, 'use');
    if (value === null || value === undefined) {
      push(s, value, undefined, 0);
      return value;
    }
    if (!%IsObject(value)) %ThrowTypeError('An object is expected with `using` declarations');
    let method = takeMethod(value, %SymbolAsyncDispose());
    let mode = 0;
    if (method === undefined) {
      method = takeMethod(value, %SymbolDispose());
      mode = 3;
    }
    if (method === undefined) %ThrowTypeError('% is not a function', %SymbolAsyncDispose());
    push(s, value, method, mode);
    return value;
  },
  asyncAdopt(value, onDispose) {
    const s = state(this, true, 'adopt');
    if (!%IsCallable(onDispose)) %ThrowTypeError('% is not a function', onDispose);
    push(s, value, onDispose, 1);
    return value;
  },
  asyncDefer(onDispose) {
    const s = state(this, true, 'defer');
    if (!%IsCallable(onDispose)) %ThrowTypeError('% is not a function', onDispose);
    push(s, undefined, onDispose, 2);
  },
  asyncMove() {
    const s = state(this, true, 'move');
    const O = %NewDisposableStack(true, s.list);
    s.list = [];
    s.disposed = true;
    return O;
  },
  async disposeAsync() {
    const s = %DisposableState(this, true, 'disposeAsync');
    if (s.disposed) return;
    s.disposed = true;
    const list = s.list;
    s.list = [];
    let failed = false, error, due = false, waited = false;
    for (let i = list.length - 1; i >= 0; i--) {
      const r = list[i];
      if (r.method === undefined) {
        due = true;
        continue;
      }
      try {
        waited = true;
        await callMethod(r);
      } catch (e) {
        error = failed ? %NewSuppressedError(e, error) : e;
        failed = true;
      }
    }
    if (due && !waited) await undefined;
    if (failed) throw error;
  },
};
