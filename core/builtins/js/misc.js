'use strict';
// Functions of small clauses that take callbacks. Methods only: see selfhost.go.
return {
  // Object.groupBy, 20.1.2.13 (GroupBy, 7.3.35, property keys)
  groupBy(items, callback) {
    const obj = %ObjectCreateNull();
    if (items === undefined || items === null) %ThrowTypeError('Object.groupBy called on null or undefined');
    if (!%IsCallable(callback)) %ThrowTypeError('% is not a function', callback);
    const keys = [], groups = [];
    let k = 0, n = 0;
    for (const v of items) {
      const key = %ToPropertyKey(callback(v, k));
      k++;
      let i = 0;
      while (i < n && keys[i] !== key) i++;
      if (i === n) {
        %CreateDataProperty(keys, n, key);
        %CreateDataProperty(groups, n, []);
        n++;
      }
      %CreateDataProperty(groups[i], groups[i].length, v);
    }
    for (let i = 0; i < n; i++) %CreateDataProperty(obj, keys[i], groups[i]);
    return obj;
  },
};
