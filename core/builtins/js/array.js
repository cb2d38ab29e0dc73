'use strict';
// Array.prototype, ECMA-262 23.1.3, and Array statics: what takes callbacks or runs user code for each element. Methods only: see selfhost.go.
// Merge sort of a list without holes and undefined by a user's comparator. The unary plus is ToNumber: a BigInt must throw.
function mergeSort(items, comparefn, n) {
  // Binary insertion in runs of 8, then bottom-up merges: stable, about n log2 n comparisons.
  const run = 8;
  for (let lo = 0; lo < n; lo += run) {
    const hi = lo + run < n ? lo + run : n;
    for (let i = lo + 1; i < hi; i++) {
      const v = items[i];
      let l = lo, r = i;
      do {
        const m = (l + r) >> 1;
        if (+comparefn(v, items[m]) < 0) r = m;
        else l = m + 1;
      } while (l < r);
      for (let j = i; j > l; j--) items[j] = items[j - 1];
      items[l] = v;
    }
  }
  if (n <= run) return items;
  let from = items, to = %CopyList(items);
  for (let width = run; width < n; width *= 2) {
    for (let lo = 0; lo < n; lo += 2 * width) {
      const mid = lo + width < n ? lo + width : n;
      const hi = lo + 2 * width < n ? lo + 2 * width : n;
      let i = lo, j = mid, k = lo;
      if (mid < hi && !(+comparefn(from[mid], from[mid - 1]) >= 0)) {
        // Each turn moves one element; a and b are those at i and j.
        let a = from[i], b = from[j];
        for (;;) {
          if (+comparefn(b, a) < 0) {
            to[k] = b;
            k++;
            j++;
            if (j === hi) break;
            b = from[j];
          } else {
            to[k] = a;
            k++;
            i++;
            if (i === mid) break;
            a = from[i];
          }
        }
      }
      for (; i < mid; i++, k++) to[k] = from[i];
      for (; j < hi; j++, k++) to[k] = from[j];
    }
    const t = from;
    from = to;
    to = t;
  }
  return from;
}

// sortList sorts a list without holes and undefined (SortIndexedProperties, 23.1.3.30.1).
function sortList(items, comparefn, n) {
  return comparefn === undefined ? %SortDefault(items) : mergeSort(items, comparefn, n);
}

return {
  // 23.1.3.15
  forEach(callback, thisArg) {
    const O = %ToObject(this, 'Array.prototype.forEach');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) %Call(callback, thisArg, v, k, O);
    }
  },
  // 23.1.3.21
  map(callback, thisArg) {
    const O = %ToObject(this, 'Array.prototype.map');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    const A = %ArraySpeciesCreate(O, len);
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) %CreateDataProperty(A, k, %Call(callback, thisArg, v, k, O));
    }
    return A;
  },
  // 23.1.3.8
  filter(callback, thisArg) {
    const O = %ToObject(this, 'Array.prototype.filter');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    const A = %ArraySpeciesCreate(O, 0);
    let to = 0;
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) {
        if (%Call(callback, thisArg, v, k, O)) %CreateDataProperty(A, to++, v);
      }
    }
    return A;
  },
  // 23.1.3.6
  every(callback, thisArg) {
    const O = %ToObject(this, 'Array.prototype.every');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole() && !%Call(callback, thisArg, v, k, O)) return false;
    }
    return true;
  },
  // 23.1.3.29
  some(callback, thisArg) {
    const O = %ToObject(this, 'Array.prototype.some');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole() && %Call(callback, thisArg, v, k, O)) return true;
    }
    return false;
  },
  // 23.1.3.24
  reduce(callback) {
    const O = %ToObject(this, 'Array.prototype.reduce');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    let k = 0, acc;
    if (arguments.length > 1) {
      acc = arguments[1];
    } else {
      let found = false;
      for (; k < len && !found; k++) {
        if (k in O) {
          acc = O[k];
          found = true;
        }
      }
      if (!found) %ThrowTypeError('Reduce of empty array with no initial value');
    }
    for (; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) acc = callback(acc, v, k, O);
    }
    return acc;
  },
  // 23.1.3.25
  reduceRight(callback) {
    const O = %ToObject(this, 'Array.prototype.reduceRight');
    const len = %LengthOf(O);
    if (!%IsCallable(callback)) %ThrowNotFunction(callback);
    let k = len - 1, acc;
    if (arguments.length > 1) {
      acc = arguments[1];
    } else {
      let found = false;
      for (; k >= 0 && !found; k--) {
        if (k in O) {
          acc = O[k];
          found = true;
        }
      }
      if (!found) %ThrowTypeError('Reduce of empty array with no initial value');
    }
    for (; k >= 0; k--) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) acc = callback(acc, v, k, O);
    }
    return acc;
  },
  // 23.1.3.9
  find(predicate, thisArg) {
    const O = %ToObject(this, 'Array.prototype.find');
    const len = %LengthOf(O);
    if (!%IsCallable(predicate)) %ThrowNotFunction(predicate);
    for (let k = 0; k < len; k++) {
      const v = O[k];
      if (%Call(predicate, thisArg, v, k, O)) return v;
    }
  },
  // 23.1.3.10
  findIndex(predicate, thisArg) {
    const O = %ToObject(this, 'Array.prototype.findIndex');
    const len = %LengthOf(O);
    if (!%IsCallable(predicate)) %ThrowNotFunction(predicate);
    for (let k = 0; k < len; k++) {
      if (%Call(predicate, thisArg, O[k], k, O)) return k;
    }
    return -1;
  },
  // 23.1.3.11
  findLast(predicate, thisArg) {
    const O = %ToObject(this, 'Array.prototype.findLast');
    const len = %LengthOf(O);
    if (!%IsCallable(predicate)) %ThrowNotFunction(predicate);
    for (let k = len - 1; k >= 0; k--) {
      const v = O[k];
      if (%Call(predicate, thisArg, v, k, O)) return v;
    }
  },
  // 23.1.3.12
  findLastIndex(predicate, thisArg) {
    const O = %ToObject(this, 'Array.prototype.findLastIndex');
    const len = %LengthOf(O);
    if (!%IsCallable(predicate)) %ThrowNotFunction(predicate);
    for (let k = len - 1; k >= 0; k--) {
      if (%Call(predicate, thisArg, O[k], k, O)) return k;
    }
    return -1;
  },
  // 23.1.3.13
  flat(depth) {
    const O = %ToObject(this);
    const len = %LengthOf(O);
    let d = 1;
    if (depth !== undefined) {
      d = %ToIntegerOrInfinity(depth);
      if (d < 0) d = 0;
    }
    const A = %ArraySpeciesCreate(O, 0);
    const into = (target, source, sourceLen, start, depth) => {
      for (let k = 0; k < sourceLen; k++) {
        const v = %GetPresent(source, k);
        if (v !== %Hole()) {
          if (depth > 0 && %IsArray(v)) {
            start = into(target, v, %LengthOf(v), start, depth - 1);
          } else {
            %CreateDataProperty(target, start++, v);
          }
        }
      }
      return start;
    };
    into(A, O, len, 0, d);
    return A;
  },
  // 23.1.3.14
  flatMap(mapper, thisArg) {
    const O = %ToObject(this);
    const len = %LengthOf(O);
    if (!%IsCallable(mapper)) %ThrowNotFunction(mapper);
    const A = %ArraySpeciesCreate(O, 0);
    let to = 0;
    for (let k = 0; k < len; k++) {
      const e = %GetPresent(O, k);
      if (e !== %Hole()) {
        const v = %Call(mapper, thisArg, e, k, O);
        if (%IsArray(v)) {
          const n = %LengthOf(v);
          for (let i = 0; i < n; i++) {
            const x = %GetPresent(v, i);
            if (x !== %Hole()) %CreateDataProperty(A, to++, x);
          }
        } else {
          %CreateDataProperty(A, to++, v);
        }
      }
    }
    return A;
  },
  // 23.1.3.30
  sort(comparefn) {
    if (comparefn !== undefined && !%IsCallable(comparefn)) %ThrowTypeError('The comparison function must be either a function or undefined: %', comparefn);
    const O = %ToObject(this);
    const len = %LengthOf(O);
    let items = [];
    let n = 0, undefs = 0;
    for (let k = 0; k < len; k++) {
      const v = %GetPresent(O, k);
      if (v !== %Hole()) {
        if (v === undefined) undefs++;
        else %CreateDataProperty(items, n++, v);
      }
    }
    items = sortList(items, comparefn, n);
    let k = 0;
    for (; k < n; k++) O[k] = items[k];
    for (; undefs > 0; undefs--) O[k++] = undefined;
    for (; k < len; k++) {
      if (k in O) %DeleteOrThrow(O, k);
    }
    return O;
  },
  // 23.1.3.34
  toSorted(comparefn) {
    if (comparefn !== undefined && !%IsCallable(comparefn)) %ThrowTypeError('The comparison function must be either a function or undefined: %', comparefn);
    const O = %ToObject(this);
    const len = %LengthOf(O);
    const A = %ArrayCreate(len);
    let items = [];
    let n = 0, undefs = 0;
    for (let k = 0; k < len; k++) {
      const v = O[k];
      if (v === undefined) undefs++;
      else %CreateDataProperty(items, n++, v);
    }
    items = sortList(items, comparefn, n);
    let k = 0;
    for (; k < n; k++) %CreateDataProperty(A, k, items[k]);
    for (; undefs > 0; undefs--) %CreateDataProperty(A, k++, undefined);
    return A;
  },
  // 23.1.2.1
  from(items, mapper, thisArg) {
    const C = this;
    if (mapper !== undefined && !%IsCallable(mapper)) %ThrowNotFunction(mapper);
    const method = %GetMethod(items, %SymbolIterator());
    if (method !== undefined) {
      const A = %IsConstructor(C) ? new C() : [];
      let k = 0;
      for (const v of %IterableFrom(items, method)) {
        %CreateDataProperty(A, k, mapper === undefined ? v : %Call(mapper, thisArg, v, k));
        k++;
      }
      A.length = k;
      return A;
    }
    const arrayLike = %ToObject(items, 'Array.from');
    const len = %LengthOf(arrayLike);
    const A = %IsConstructor(C) ? new C(len) : %ArrayCreate(len);
    for (let k = 0; k < len; k++) {
      const v = arrayLike[k];
      %CreateDataProperty(A, k, mapper === undefined ? v : %Call(mapper, thisArg, v, k));
    }
    A.length = len;
    return A;
  },
  // 23.1.2.2
  fromAsync(items, mapper, thisArg) {
    const C = this;
    return (async () => {
      if (mapper !== undefined && !%IsCallable(mapper)) %ThrowNotFunction(mapper);
      const asyncMethod = %GetMethod(items, %SymbolAsyncIterator());
      const syncMethod = asyncMethod === undefined ? %GetMethod(items, %SymbolIterator()) : undefined;
      if (asyncMethod !== undefined || syncMethod !== undefined) {
        const A = %IsConstructor(C) ? new C() : [];
        let k = 0;
        for await (const v of %AsyncIterableFrom(items, asyncMethod, syncMethod)) {
          let x = v;
          if (mapper !== undefined) x = await %Call(mapper, thisArg, v, k);
          %CreateDataProperty(A, k, x);
          k++;
        }
        A.length = k;
        return A;
      }
      const arrayLike = %ToObject(items, 'Array.fromAsync');
      const len = %LengthOf(arrayLike);
      const A = %IsConstructor(C) ? new C(len) : %ArrayCreate(len);
      for (let k = 0; k < len; k++) {
        let v = await arrayLike[k];
        if (mapper !== undefined) v = await %Call(mapper, thisArg, v, k);
        %CreateDataProperty(A, k, v);
      }
      A.length = len;
      return A;
    })();
  },
};
