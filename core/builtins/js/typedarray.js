'use strict';
// %TypedArray% methods that run user code, ECMA-262 23.2.3. Methods only: see selfhost.go.

function sortBy(A, comparefn, n) {
  // Merge sort of a copy of the elements by a user's comparator; NaN results count as 0.
  let from = [], to = [];
  for (let i = 0; i < n; i++) {
    %CreateDataProperty(from, i, A[i]);
    %CreateDataProperty(to, i, undefined);
  }
  for (let width = 1; width < n; width *= 2) {
    for (let lo = 0; lo < n; lo += 2 * width) {
      const mid = lo + width < n ? lo + width : n;
      const hi = lo + 2 * width < n ? lo + 2 * width : n;
      let i = lo, j = mid, k = lo;
      while (i < mid && j < hi) {
        const a = from[i], b = from[j];
        if (+comparefn(b, a) < 0) {
          to[k++] = b;
          j++;
        } else {
          to[k++] = a;
          i++;
        }
      }
      while (i < mid) to[k++] = from[i++];
      while (j < hi) to[k++] = from[j++];
    }
    const t = from;
    from = to;
    to = t;
  }
  return from;
}

return {
  // 23.2.3.15
  forEach(fn, thisArg) {
    const n = %TypedValidate(this, 'forEach');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = 0; k < n; k++) {
      %Call(fn, thisArg, this[k], k, this);
    }
  },
  // 23.2.3.8
  every(fn, thisArg) {
    const n = %TypedValidate(this, 'every');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = 0; k < n; k++) {
      if (!%Call(fn, thisArg, this[k], k, this)) return false;
    }
    return true;
  },
  // 23.2.3.28
  some(fn, thisArg) {
    const n = %TypedValidate(this, 'some');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = 0; k < n; k++) {
      if (%Call(fn, thisArg, this[k], k, this)) return true;
    }
    return false;
  },
  // 23.2.3.11
  find(fn, thisArg) {
    const n = %TypedValidate(this, 'find');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = 0; k < n; k++) {
      const v = this[k];
      if (%Call(fn, thisArg, v, k, this)) return v;
    }
  },
  // 23.2.3.12
  findIndex(fn, thisArg) {
    const n = %TypedValidate(this, 'findIndex');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = 0; k < n; k++) {
      if (%Call(fn, thisArg, this[k], k, this)) return k;
    }
    return -1;
  },
  // 23.2.3.13
  findLast(fn, thisArg) {
    const n = %TypedValidate(this, 'findLast');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = n - 1; k >= 0; k--) {
      const v = this[k];
      if (%Call(fn, thisArg, v, k, this)) return v;
    }
  },
  // 23.2.3.14
  findLastIndex(fn, thisArg) {
    const n = %TypedValidate(this, 'findLastIndex');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    for (let k = n - 1; k >= 0; k--) {
      if (%Call(fn, thisArg, this[k], k, this)) return k;
    }
    return -1;
  },
  // 23.2.3.22
  map(fn, thisArg) {
    const n = %TypedValidate(this, 'map');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    const A = %TypedSpeciesCreate(this, n);
    for (let k = 0; k < n; k++) A[k] = %Call(fn, thisArg, this[k], k, this);
    return A;
  },
  // 23.2.3.10
  filter(fn, thisArg) {
    const n = %TypedValidate(this, 'filter');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    const kept = [];
    let c = 0;
    for (let k = 0; k < n; k++) {
      const v = this[k];
      if (%Call(fn, thisArg, v, k, this)) %CreateDataProperty(kept, c++, v);
    }
    const A = %TypedSpeciesCreate(this, c);
    for (let k = 0; k < c; k++) A[k] = kept[k];
    return A;
  },
  // 23.2.3.23
  reduce(fn) {
    const n = %TypedValidate(this, 'reduce');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    let k = 0, acc;
    if (arguments.length > 1) {
      acc = arguments[1];
    } else {
      if (n === 0) %ThrowTypeError('Reduce of empty array with no initial value');
      acc = this[k];
      k++;
    }
    for (; k < n; k++) acc = fn(acc, this[k], k, this);
    return acc;
  },
  // 23.2.3.24
  reduceRight(fn) {
    const n = %TypedValidate(this, 'reduceRight');
    if (!%IsCallable(fn)) %ThrowNotFunction(fn);
    let k = n - 1, acc;
    if (arguments.length > 1) {
      acc = arguments[1];
    } else {
      if (n === 0) %ThrowTypeError('Reduce of empty array with no initial value');
      acc = this[k];
      k--;
    }
    for (; k >= 0; k--) acc = fn(acc, this[k], k, this);
    return acc;
  },
  // 23.2.3.29
  sort(comparefn) {
    if (comparefn !== undefined && !%IsCallable(comparefn)) %ThrowTypeError('The comparison function must be either a function or undefined: %', comparefn);
    const n = %TypedValidate(this, 'sort');
    if (comparefn === undefined) return %TypedSortDefault(this);
    const sorted = sortBy(this, comparefn, n);
    for (let k = 0; k < n; k++) this[k] = sorted[k];
    return this;
  },
  // 23.2.3.33
  toSorted(comparefn) {
    if (comparefn !== undefined && !%IsCallable(comparefn)) %ThrowTypeError('The comparison function must be either a function or undefined: %', comparefn);
    const n = %TypedValidate(this, 'toSorted');
    const A = %TypedClone(this, 'toSorted');
    if (comparefn === undefined) return %TypedSortDefault(A);
    const sorted = sortBy(A, comparefn, n);
    for (let k = 0; k < n; k++) A[k] = sorted[k];
    return A;
  },
  // 23.2.2.2
  of(...items) {
    if (!%IsConstructor(this)) %ThrowTypeError('% is not a constructor', this);
    const n = items.length;
    const A = %TypedCreate(this, n);
    for (let k = 0; k < n; k++) A[k] = items[k];
    return A;
  },
  // 23.2.2.1
  from(source, mapper, thisArg) {
    if (!%IsConstructor(this)) %ThrowTypeError('% is not a constructor', this);
    if (mapper !== undefined && !%IsCallable(mapper)) %ThrowNotFunction(mapper);
    const method = %GetMethod(source, %SymbolIterator());
    let list, n = 0;
    if (method !== undefined) {
      list = [];
      for (const v of %IterableFrom(source, method)) %CreateDataProperty(list, n++, v);
    } else {
      list = %ToObject(source);
      n = %LengthOf(list);
    }
    const A = %TypedCreate(this, n);
    for (let k = 0; k < n; k++) {
      const v = list[k];
      A[k] = mapper === undefined ? v : %Call(mapper, thisArg, v, k);
    }
    return A;
  },
};
