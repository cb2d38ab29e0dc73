'use strict';
// lodash: a bit of everything; every function that takes a collection is called once with the same arguments.
const _ = require('lodash');
const { say, attempt, sleep } = require('./say.cjs');

async function main() {
  const users = [{ u: 'barney', age: 36, on: true, tags: ['a', 'b'] }, { u: 'fred', age: 40, on: false, tags: [] }, { u: 'pebbles', age: 1, on: true, tags: ['c'] }];
  say('chain', _.chain(users).filter('on').sortBy('age').map((o) => _.pick(o, ['u', 'age'])).keyBy('u').value());
  say('group', _.groupBy(users, 'on'), _.countBy([6.1, 4.2, 6.3], Math.floor), _.partition(users, 'on').map((p) => _.map(p, 'u')));
  say('order', _.orderBy(users, ['on', 'age'], ['asc', 'desc']).map((u) => u.u), _.sortBy([3, 1, 2]), _.sortedIndex([30, 50], 40));
  say('path', _.get({ a: [{ b: { c: 3 } }] }, 'a[0].b.c'), _.set({}, 'x[0].y["z z"]', 1), _.has({ a: { b: 2 } }, 'a.b'), _.unset({ a: [1] }, 'a[0]'), _.invoke({ a: [{ b: (x) => x + 1 }] }, 'a[0].b', 2), _.toPath('a[0].b["c.d"]'));
  const deep = { a: [1, { b: new Date(0), r: /x/gi, m: new Map([[1, { z: 1 }]]), s: new Set([1]), t: new Uint8Array([1, 2]), n: null }] };
  deep.self = deep;
  const copy = _.cloneDeep(deep);
  say('cloneDeep', _.isEqual(copy, deep), copy !== deep, copy.self === copy, copy.a[1].m.get(1) !== deep.a[1].m.get(1), copy.a[1].b.getTime(), copy.a[1].r.flags);
  say('isEqual', _.isEqual([NaN, -0], [NaN, 0]), _.isEqual(new Map([[{ a: 1 }, 1]]), new Map([[{ a: 1 }, 1]])), _.isEqual(Symbol.iterator, Symbol.iterator), _.isMatch({ a: { b: 1, c: 2 } }, { a: { b: 1 } }));
  say('merge', _.merge({ a: [{ b: 2 }, { d: 4 }] }, { a: [{ c: 3 }, { e: 5 }] }), _.defaultsDeep({ a: { b: 2 } }, { a: { b: 1, c: 3 } }), _.mergeWith({ a: [1] }, { a: [2] }, (x, y) => (_.isArray(x) ? x.concat(y) : undefined)));
  attempt('merge __proto__', () => { _.merge({}, JSON.parse('{"__proto__":{"polluted":1}}')); return {}.polluted; });
  for (const s of ['foo Bar-baz_qux', 'XMLHttpRequest', '  fooBar42 Ünïcödé  ', '--foo-bar--']) say('cases', _.camelCase(s), _.kebabCase(s), _.snakeCase(s), _.startCase(s), _.lowerCase(s), _.upperFirst(s), _.deburr(s), _.words(s));
  say('strings', _.pad('abc', 8, '_-'), _.truncate('hi-diddly-ho there, neighborino', { length: 24, separator: /,? +/ }), _.escape('<a & "b">'), _.unescape('&lt;&amp;&gt;'), _.repeat('ab', 3), _.split('a👍b', ''), _.trim('-_-abc-_-', '_-'), _.escapeRegExp('[x](y)'), _.parseInt('08'));
  say('template', _.template('<% _.forEach(users, function(u) { %><li><%- u.u %>:<%= u.age %></li><% }); %>')({ users }), _.template('hello ${ user }!')({ user: 'x' }), _.template('{{ a }}', { interpolate: /{{([\s\S]+?)}}/g })({ a: 1 }));
  attempt('template error', () => _.template('<% oops( %>')());
  say('arrays', _.chunk([1, 2, 3, 4, 5], 2), _.difference([2, 1], [2, 3]), _.xor([2, 1], [2, 3]), _.zipObjectDeep(['a.b[0].c', 'a.b[1].d'], [1, 2]), _.flattenDeep([1, [2, [3, [4]], 5]]), _.flattenDepth([1, [2, [3, [4]]]], 1), _.uniqBy([2.1, 1.2, 2.3], Math.floor), _.unzip([['a', 1], ['b', 2]]), _.pullAt(['a', 'b', 'c'], [0, 2]), _.intersectionWith([{ x: 1 }], [{ x: 1 }], _.isEqual), _.range(0, -4, -1), _.rangeRight(4), _.fill([4, 6, 8], '*', 1, 2), _.takeRightWhile(users, 'on').length, _.dropWhile([1, 2, 3], (n) => n < 2), _.compact([0, 1, false, 2, '', 3]));
  say('numbers', _.round(4.006, 2), _.ceil(6040, -2), _.floor(-4.006, 2), _.clamp(-10, -5, 5), _.inRange(3, 2, 4), _.sumBy(users, 'age'), _.meanBy(users, 'age'), _.maxBy(users, 'age').u, _.toNumber('0b11'), _.toInteger('3.7'), _.toSafeInteger(Infinity), _.subtract(6, 4), _.toFinite(Infinity));
  say('objects', _.invert({ a: 1, b: 2 }), _.mapKeys({ a: 1 }, (v, k) => k + v), _.mapValues({ a: { n: 1 } }, 'n'), _.omit({ a: 1, 'b.c': 2, d: { e: 3 } }, ['a', 'd.e']), _.toPairs({ a: 1 }), _.transform([2, 3, 4], (r, n) => { r.push(n * n); return n % 2 === 0; }, []), _.findKey({ a: { x: 1 }, b: { x: 2 } }, { x: 2 }), _.at({ a: [{ b: 3 }, 4] }, ['a[0].b', 'a[1]']), _.functions({ f() {}, g: 1 }), _.create({ a: 1 }, { b: 2 }));
  const kinds = [[], {}, 1, 'a', null, undefined, NaN, /x/, new Date(0), new Map(), new WeakMap(), Symbol('s'), () => 1, new Error('e'), (function () { return arguments; })(1), Buffer.from('a'), new Float32Array(1), new ArrayBuffer(1), Object(1), Object('s'), Object.create(null), new (class A {})(), new Proxy({}, {}), async () => {}];
  for (const f of _.functions(_).filter((n) => /^is[A-Z]/.test(n) && !/Equal|Match/.test(n))) say(f, kinds.map((k) => Number(_[f](k))).join(''));
  say('curry', _.curry((a, b, c) => [a, b, c])(1)(_, 3)(2), _.partialRight((...a) => a, 'x')(1), _.flow([_.add, (n) => n * n])(1, 2), _.ary(Math.max, 1)(1, 5), _.rearg((a, b) => [a, b], [1, 0])(1, 2), _.overArgs((x, y) => [x, y], [(n) => n * n, (n) => n + 1])(9, 3), _.over([Math.max, Math.min])(1, 2, 3), _.cond([[_.matches({ a: 1 }), _.constant('one')], [_.stubTrue, _.constant('other')]])({ a: 2 }));
  const memo = _.memoize((o) => ({ o }));
  say('memoize', memo(1) === memo(1), memo.cache.size, _.once(() => Math.random()) !== null);
  let calls = 0;
  const debounced = _.debounce(() => ++calls, 15, { maxWait: 500 });
  for (let i = 0; i < 5; i++) debounced();
  const throttled = _.throttle(() => 'first', 1000, { trailing: false });
  await sleep(60);
  say('debounce', calls, throttled(), throttled(), debounced.flush());
  say('wrapped', _([1, 2, 3]).map((n) => n * 2).filter((n) => n > 2).reverse().take(1).value(), [..._([1, 2])], _(users).find({ age: 40 }).u, JSON.stringify(_.chain([1]).push(2)));
  const lazy = [];
  say('lazy', _.range(0, 300).map((n) => n), _(_.range(0, 300)).map((n) => { lazy.push(n); return n + 1; }).filter((n) => n % 50 === 0).take(2).value(), lazy.length);
  const list = [5, 1, 4, 1, 3], skip = /^(debounce|delay|defer|now|random|sample|shuffle|sampleSize|uniqueId|runInContext|mixin|noConflict|template|chain|wrapperLodash|thru|tap|bindAll|throttle|bind|bindKey|curry|curryRight|rest|spread|negate|once|memoize|partial|partialRight|after|before|ary|unary|flip|wrap|rearg|overArgs|flow|flowRight|attempt|times|method|methodOf|property|propertyOf|constant|iteratee|matches|matchesProperty|conforms|over|overEvery|overSome|cond|nthArg|create|clone.*|toPlainObject|functionsIn|functions|keysIn|valuesIn|is.*|prototype)$/;
  const results = {};
  for (const f of _.functions(_).filter((n) => !skip.test(n))) {
    try {
      results[f] = _[f](list.slice(), 2, 1);
    } catch (e) {
      results[f] = e.message;
    }
  }
  for (const [k, v] of Object.entries(results)) say(k, v);
  say('fp', require('lodash/fp').flow(require('lodash/fp').map((x) => x + 1), require('lodash/fp').sum)([1, 2, 3]), _.VERSION.length > 0, _.functions(_).length);
}
main().catch((e) => { console.log('failed', e); process.exitCode = 1; });
