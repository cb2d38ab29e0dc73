'use strict';
// Map and Set methods that run user code, ECMA-262 24.1 and 24.2. Methods only: see selfhost.go.

// GetSetRecord, 24.2.1.2.
function setRecord(obj, name) {
  if (!%IsObject(obj)) %ThrowTypeError('Set.prototype.' + name + ' argument must be an object');
  const rawSize = obj.size;
  const numSize = %ToNumber(rawSize);
  if (numSize !== numSize) %ThrowTypeError('The .size property is NaN');
  const size = %ToIntegerOrInfinity(numSize);
  if (size < 0) %ThrowRangeError("'%' is an invalid size", size);
  const has = obj.has;
  if (!%IsCallable(has)) %ThrowNotFunction('has');
  const keys = obj.keys;
  if (!%IsCallable(keys)) %ThrowNotFunction('keys');
  return { __proto__: null, obj, size, has, keys };
}

function keysOf(rec) {
  const iterator = %Call(rec.keys, rec.obj);
  if (!%IsObject(iterator)) %ThrowTypeError('Result of the keys method is not an object');
  return { __proto__: null, iterator, next: iterator.next };
}

function step(it) {
  const r = %Call(it.next, it.iterator);
  if (!%IsObject(r)) %ThrowTypeError('Iterator result % is not an object', r);
  return r;
}

function close(iterator) {
  const f = iterator.return;
  if (f === undefined || f === null) return;
  const r = %Call(f, iterator);
  if (!%IsObject(r)) %ThrowTypeError('% is not an object', r);
}

return {
  // 24.1.3.5
  mapForEach(callback, thisArg) {
    %TableCheckMap(this, 'Map.prototype.forEach');
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    const cursor = %TableNext(this);
    while (%TableNext(cursor)) %Call(callback, thisArg, %TableValue(cursor), %TableKey(cursor), this);
  },
  // 24.2.4.7
  setForEach(callback, thisArg) {
    %TableCheckSet(this, 'Set.prototype.forEach');
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    const cursor = %TableNext(this);
    while (%TableNext(cursor)) {
      const k = %TableKey(cursor);
      %Call(callback, thisArg, k, k, this);
    }
  },
  // 24.1.3.7a
  mapGetOrInsertComputed(key, callback) {
    %TableCheckMap(this, 'Map.prototype.getOrInsertComputed');
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    if (%TableHas(this, key)) return %TableGet(this, key);
    if (key === 0) key = 0;
    const value = callback(key);
    %TableSet(this, key, value);
    return value;
  },
  weakGetOrInsertComputed(key, callback) {
    const had = %WeakHas(this, key, 'WeakMap.prototype.getOrInsertComputed');
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    if (had !== undefined) return had[0];
    %WeakSet(this, key);
    const value = callback(key);
    %WeakSet(this, key, value);
    return value;
  },
  // 24.1.2.1
  mapGroupBy(items, callback) {
    if (items === undefined || items === null) %ThrowTypeError('Map.groupBy called on null or undefined');
    if (!%IsCallable(callback)) %ThrowTypeError('% is not a function', callback);
    const map = %NewMap();
    let k = 0;
    for (const v of items) {
      const key = callback(v, k);
      k++;
      let group = %TableGet(map, key);
      if (group === undefined) {
        group = [];
        %TableSet(map, key, group);
      }
      %CreateDataProperty(group, group.length, v);
    }
    return map;
  },
  // 24.2.4.17
  union(other) {
    %TableCheckSet(this, 'Set.prototype.union');
    const rec = setRecord(other, 'union');
    const it = keysOf(rec);
    const result = %NewSet(this);
    for (;;) {
      const r = step(it);
      if (r.done) return result;
      %TableSet(result, r.value);
    }
  },
  // 24.2.4.9
  intersection(other) {
    %TableCheckSet(this, 'Set.prototype.intersection');
    const rec = setRecord(other, 'intersection');
    const result = %NewSet();
    if (%TableSize(this) <= rec.size) {
      const cursor = %TableNext(this);
      while (%TableNext(cursor)) {
        const k = %TableKey(cursor);
        if (%Call(rec.has, rec.obj, k)) %TableSet(result, k);
      }
      return result;
    }
    const it = keysOf(rec);
    for (;;) {
      const r = step(it);
      if (r.done) return result;
      const v = r.value;
      if (%TableHas(this, v)) %TableSet(result, v);
    }
  },
  // 24.2.4.5
  difference(other) {
    %TableCheckSet(this, 'Set.prototype.difference');
    const rec = setRecord(other, 'difference');
    const result = %NewSet(this);
    if (%TableSize(this) <= rec.size) {
      const cursor = %TableNext(this);
      while (%TableNext(cursor)) {
        const k = %TableKey(cursor);
        if (%Call(rec.has, rec.obj, k)) %TableDelete(result, k);
      }
      return result;
    }
    const it = keysOf(rec);
    for (;;) {
      const r = step(it);
      if (r.done) return result;
      %TableDelete(result, r.value);
    }
  },
  // 24.2.4.15
  symmetricDifference(other) {
    %TableCheckSet(this, 'Set.prototype.symmetricDifference');
    const rec = setRecord(other, 'symmetricDifference');
    const it = keysOf(rec);
    const result = %NewSet(this);
    for (;;) {
      const r = step(it);
      if (r.done) return result;
      const v = r.value;
      if (%TableHas(this, v)) %TableDelete(result, v);
      else %TableSet(result, v);
    }
  },
  // 24.2.4.11
  isSubsetOf(other) {
    %TableCheckSet(this, 'Set.prototype.isSubsetOf');
    const rec = setRecord(other, 'isSubsetOf');
    if (%TableSize(this) > rec.size) return false;
    const cursor = %TableNext(this);
    while (%TableNext(cursor)) {
      if (!%Call(rec.has, rec.obj, %TableKey(cursor))) return false;
    }
    return true;
  },
  // 24.2.4.12
  isSupersetOf(other) {
    %TableCheckSet(this, 'Set.prototype.isSupersetOf');
    const rec = setRecord(other, 'isSupersetOf');
    if (%TableSize(this) < rec.size) return false;
    const it = keysOf(rec);
    for (;;) {
      const r = step(it);
      if (r.done) return true;
      if (!%TableHas(this, r.value)) {
        close(it.iterator);
        return false;
      }
    }
  },
  // 24.2.4.10
  isDisjointFrom(other) {
    %TableCheckSet(this, 'Set.prototype.isDisjointFrom');
    const rec = setRecord(other, 'isDisjointFrom');
    if (%TableSize(this) <= rec.size) {
      const cursor = %TableNext(this);
      while (%TableNext(cursor)) {
        if (%Call(rec.has, rec.obj, %TableKey(cursor))) return false;
      }
      return true;
    }
    const it = keysOf(rec);
    for (;;) {
      const r = step(it);
      if (r.done) return true;
      if (%TableHas(this, r.value)) {
        close(it.iterator);
        return false;
      }
    }
  },
};
