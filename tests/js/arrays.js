// Arrays: holes, growth, length, every method, sort stability, sparse arrays, iteration while changing.
var a = [1, , 3]; print(a.length, 1 in a, a.map((x) => x * 2), a.forEach.length, a.indexOf(undefined), a.includes(undefined), [...a]);
a[10] = 11; print(a.length, a.flat().length, Object.keys(a)); a.length = 2; print(a, a.length); a.length = 0; print(a.length, a.pop(), a.shift());
var b = [5, 3, 9, 1]; print(b.sort(), [10, 9, 1].sort(), [10, 9, 1].sort((x, y) => x - y), b.reverse(), b.slice(1, -1), b.splice(1, 2, 'x', 'y', 'z'), b);
var recs = []; for (var i = 0; i < 200; i++) recs.push({ k: i % 7, i }); recs.sort((p, q) => p.k - q.k); var ok = true; for (i = 1; i < 200; i++) if (recs[i - 1].k == recs[i].k && recs[i - 1].i > recs[i].i) ok = false; print('stable', ok);
print([3, undefined, 1, , 2].sort().length, String([3, undefined, 1, , 2].sort()), ['b', undefined, 'a'].toSorted(), [1, 2, 3].with(1, 9), [1, 2, 3].toSpliced(0, 1), [1, 2].toReversed());
print([1, 2, 3, 4].reduce((x, y) => x + y), [1, 2, 3].reduceRight((x, y) => x + '-' + y), [1, 2, 3].some((x) => x > 2), [].every((x) => false), [5, 6].find((x) => x > 5), [5, 6].findIndex((x) => x > 9), [5, 6, 7].findLast((x) => x < 7), [1, 2, 3].at(-1));
print([[1, [2]], [3, [4, [5]]]].flat(Infinity), [1, 2].flatMap((x) => [x, x * 10]), Array.from({ length: 3 }, (_, i) => i * i), Array.of(7).length, Array(3).length, Array(3, 4).length, Array.from('héllo').length, Array.from(new Set([1, 1, 2])));
print([1, 2, 3].fill(0, 1), [1, 2, 3, 4, 5].copyWithin(0, 3), [1, 2].concat(3, [4, [5]]), [1, 2, 3].join('-'), [null, undefined, 1].join(), [1, 2, 3].lastIndexOf(3), [...[1, 2].entries()].join('|'), [...[7, 8].keys()]);
var big = []; for (i = 0; i < 100000; i++) big.push(i); var s = 0; for (i = 0; i < big.length; i++) s += big[i]; print(s, big.length); while (big.length > 10) big.pop(); print(big);
for (i = 0; i < 1000; i++) big.unshift(i); print(big.length, big[0], big[1009]); for (i = 0; i < 1000; i++) big.shift(); print(big.length, big[0]);
var sparse = []; sparse[4294967294] = 'max'; sparse[5000000] = 1; print(sparse.length, Object.keys(sparse)); sparse[4294967295] = 'prop'; print(sparse.length); try { [].length = -1; } catch (e) { print(e.name, e.message); } try { new Array(-1); } catch (e) { print(e.message); }
var kinds = [1, 2, 3]; kinds[1] = 1.5; kinds[2] = 'x'; kinds[3] = {}; kinds.push(null); print(kinds.join('|'));
var grow = [1, 2, 3]; var steps = 0; for (var x of grow) { if (steps++ < 3) grow.push(x * 2); } print(grow, steps); grow.forEach((x, i) => { if (i == 0) grow.length = 2; }); print(grow.length);
var like = { length: 2, 0: 'a', 1: 'b' }; print(Array.prototype.map.call(like, (c) => c + c), Array.prototype.join.call(like, '+'), Array.prototype.push.call(like, 'c'), like[2], like.length);
Array.prototype[1] = 'proto hole'; print([1, , 3][1], [1, , 3].indexOf('proto hole')); delete Array.prototype[1];
var [p, , q = 'dflt', ...r] = [1, 2, undefined, 4, 5]; print(p, q, r); [p, q] = [q, p]; print(p, q); var m = [[1, 2], [3, 4]]; for (var [u, v] of m) print(u, v);
print([1, [2, [3, null]]].toString(), String([[]]), [] == '', [0] == false, [1, 2] == '1,2', Array.isArray(new Proxy([], {})), [,].length, [1, 2, 3,].length);
print([3, 1, 2].toString(), [..."ab"].entries().next().value, Array.prototype.concat.call(1, 2).length, [1, 2, 3].includes(NaN), [NaN].includes(NaN), [NaN].indexOf(NaN));
var nested = []; for (i = 0; i < 50; i++) nested = [nested, i]; print(nested.flat(100).length, String(nested).length);
var fast = new Array(100).fill().map((_, i) => i); fast.sort((a, b) => b - a); print(fast[0], fast[99]); try { [1, 2, 3].sort(5); } catch (e) { print(e.message); } try { [].reduce((a, b) => a); } catch (e) { print(e.message); }
