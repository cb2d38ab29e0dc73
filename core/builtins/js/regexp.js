'use strict';
// RegExp.prototype, ECMA-262 22.2.6: the protocol methods for receivers whose steps a program can observe. The Go functions of the
// same names do the rest and have checked that the receiver is an object. Methods only: see selfhost.go.
return {
  // 22.2.6.8
  match(string) {
    const rx = this;
    const S = %ToString(string);
    const flags = %ToString(rx.flags);
    if (!%HasFlag(flags, 'g')) return %RegExpExec(rx, S);
    const unicode = %HasFlag(flags, 'uv');
    rx.lastIndex = 0;
    const A = [];
    let n = 0;
    for (;;) {
      const result = %RegExpExec(rx, S);
      if (result === null) return n === 0 ? null : A;
      const matched = %ToString(result[0]);
      %CreateDataProperty(A, n++, matched);
      if (matched === '') rx.lastIndex = %AdvanceStringIndex(S, %ToLength(rx.lastIndex), unicode);
    }
  },
  // 22.2.6.9
  matchAll(string) {
    const R = this;
    const S = %ToString(string);
    const C = %SpeciesConstructor(R, %RegExpConstructor());
    const flags = %ToString(R.flags);
    const matcher = new C(R, flags);
    matcher.lastIndex = %ToLength(R.lastIndex);
    return %NewRegExpStringIterator(matcher, S, %HasFlag(flags, 'g'), %HasFlag(flags, 'uv'));
  },
  // 22.2.6.11
  replace(string, replaceValue) {
    const rx = this;
    const S = %ToString(string);
    const size = S.length;
    const functional = %IsCallable(replaceValue);
    if (!functional) replaceValue = %ToString(replaceValue);
    const flags = %ToString(rx.flags);
    const global = %HasFlag(flags, 'g');
    let unicode = false;
    if (global) {
      unicode = %HasFlag(flags, 'uv');
      rx.lastIndex = 0;
    }
    const results = [];
    let n = 0;
    for (;;) {
      const result = %RegExpExec(rx, S);
      if (result === null) break;
      %CreateDataProperty(results, n++, result);
      if (!global) break;
      if (%ToString(result[0]) === '') rx.lastIndex = %AdvanceStringIndex(S, %ToLength(rx.lastIndex), unicode);
    }
    let out = '', next = 0;
    for (let i = 0; i < n; i++) {
      const result = results[i];
      const count = %LengthOf(result);
      const matched = %ToString(result[0]);
      let position = %ToIntegerOrInfinity(result.index);
      if (position < 0) position = 0;
      else if (position > size) position = size;
      const captures = [];
      for (let k = 1; k < count; k++) {
        let c = result[k];
        if (c !== undefined) c = %ToString(c);
        %CreateDataProperty(captures, k - 1, c);
      }
      let named = result.groups;
      let replacement;
      if (functional) {
        const args = [];
        let k = 0;
        %CreateDataProperty(args, k++, matched);
        for (let j = 1; j < count; j++) %CreateDataProperty(args, k++, captures[j - 1]);
        %CreateDataProperty(args, k++, position);
        %CreateDataProperty(args, k++, S);
        if (named !== undefined) %CreateDataProperty(args, k++, named);
        replacement = %ToString(%CallList(replaceValue, undefined, args));
      } else {
        if (named !== undefined) named = %ToObject(named);
        replacement = %GetSubstitution(matched, S, position, captures, named, replaceValue);
      }
      if (position >= next) {
        out += %Substring(S, next, position) + replacement;
        next = position + matched.length;
      }
    }
    return next >= size ? out : out + %Substring(S, next, size);
  },
  // 22.2.6.12
  search(string) {
    const rx = this;
    const S = %ToString(string);
    const previous = rx.lastIndex;
    if (!%SameValue(previous, 0)) rx.lastIndex = 0;
    const result = %RegExpExec(rx, S);
    if (!%SameValue(rx.lastIndex, previous)) rx.lastIndex = previous;
    return result === null ? -1 : result.index;
  },
  // 22.2.6.14
  split(string, limit) {
    const rx = this;
    const S = %ToString(string);
    const C = %SpeciesConstructor(rx, %RegExpConstructor());
    const flags = %ToString(rx.flags);
    const unicode = %HasFlag(flags, 'uv');
    const splitter = new C(rx, %HasFlag(flags, 'y') ? flags : flags + 'y');
    const A = [];
    const lim = limit === undefined ? 4294967295 : %ToNumber(limit) >>> 0;
    if (lim === 0) return A;
    const size = S.length;
    if (size === 0) {
      if (%RegExpExec(splitter, S) === null) %CreateDataProperty(A, 0, S);
      return A;
    }
    let n = 0, p = 0, q = 0;
    while (q < size) {
      splitter.lastIndex = q;
      const z = %RegExpExec(splitter, S);
      if (z === null) {
        q = %AdvanceStringIndex(S, q, unicode);
        continue;
      }
      let e = %ToLength(splitter.lastIndex);
      if (e > size) e = size;
      if (e === p) {
        q = %AdvanceStringIndex(S, q, unicode);
        continue;
      }
      %CreateDataProperty(A, n++, %Substring(S, p, q));
      if (n === lim) return A;
      p = e;
      const count = %LengthOf(z);
      for (let i = 1; i < count; i++) {
        %CreateDataProperty(A, n++, z[i]);
        if (n === lim) return A;
      }
      q = p;
    }
    %CreateDataProperty(A, n, %Substring(S, p, size));
    return A;
  },
};
