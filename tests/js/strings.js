// Strings: ropes, slices, one- and two-byte text, surrogates, methods, templates, comparison.
var s = ''; for (var i = 0; i < 5000; i++) s += String.fromCharCode(97 + i % 26); print(s.length, s[4999], s.slice(100, 110), s.indexOf('xyz'), s.lastIndexOf('abc'), s.substring(5, 2), s.substr(-3, 2));
var r = ''; for (i = 0; i < 3000; i++) r = i % 2 ? r + '€' : 'x' + r; print(r.length, r.charCodeAt(0), r.charCodeAt(2999), r.split('€').length, r === r.slice(0, 1500) + r.slice(1500));
var e = 'a😀b\ud800'; print(e.length, [...e].length, e.codePointAt(1), e.charCodeAt(1), e.at(-2), e.isWellFormed(), e.toWellFormed().charCodeAt(4), String.fromCodePoint(128512) === '😀', Array.from(e, (c) => c.length));
print('abc'.padStart(5, 'xy'), 'abc'.padEnd(6, '12'), ' \t\n\u00a0x\ufeff '.trim().length, 'abc'.repeat(3), 'a-b-c'.replaceAll('-', '+'), 'aXbX'.replace('X', '$&$&'), 'abcabc'.replace(/b(c)/g, (m, g, o) => `[${g}${o}]`), 'a,b,,c'.split(','), 'abc'.split(''), 'a1b2'.split(/(\d)/), 'abc'.split('', 2));
print('ß'.toUpperCase(), 'İ'.toLowerCase().length, 'ΑΣ'.toLowerCase(), 'ﬃ'.toUpperCase(), 'é'.normalize('NFD').length, 'e\u0301'.normalize() === 'é', 'a'.localeCompare('b'), 'a' < 'B', 'Z' < 'a', '10' < '9', 10 < '9', 'abc' < 'abcd', '\ud83d' < '\uffff');
print('abc'.startsWith('b', 1), 'abc'.endsWith('b', 2), 'abc'.includes(''), 'abc'.indexOf('', 10), 'abcabc'.indexOf('c', 3), 'abc'.concat(1, null), 'abc'.search(/c/), 'x'.codePointAt(5), 'abc'.charAt(9) === '', 'abc'.at(-4));
function tag(st, ...v) { return st.raw.join('|') + v.join('&') + st.length; } print(tag`a${1}\n${2}c`, `line
two ${`nested ${1 + 1}`}`, String.raw`\x${5}\u`);
function sameSite() { return ((x) => x)`t`; } print(sameSite() === sameSite());
print('\x41\u0042\u{43}\103', 'a\
b', '\0'.length, '\v'.charCodeAt(0), "it's", 'say "hi"', escape('ü€'), unescape('%FC%u20AC'), encodeURIComponent('ü/ ?€😀'), decodeURIComponent('%E2%82%AC'), encodeURI('a b?c=d&é'));
try { decodeURIComponent('%zz'); } catch (x) { print(x.name, x.message); } try { 'a'.repeat(-1); } catch (x) { print(x.message); } try { encodeURIComponent('\ud800'); } catch (x) { print(x.message); } try { 'x'.repeat(2 ** 30); } catch (x) { print(x.name, x.message); }
var keys = {}; for (i = 0; i < 500; i++) { keys['k' + i] = i; keys['k' + i + '€'] = -i; } var sum = 0; for (i = 0; i < 500; i++) sum += keys[('xk' + i).slice(1)] + keys[`k${i}€`]; print(sum, Object.keys(keys).length);
print([..."ab"].map((c) => c.charCodeAt(0).toString(16)).join(''), 'abc'[1], 'abc'['length'], 'abc'.hasOwnProperty(1), Object('abc')[2], typeof Object(''), 'x' in Object({ x: 1 }), new String('a') == 'a', new String('a') == new String('a'));
print('The quick brown fox'.split(' ').map((w) => w[0].toUpperCase() + w.slice(1).toLowerCase()).reverse().join(' '), 'abc'.anchor('x"y'), 'A'.localeCompare('a'), ['é', 'z', 'a', 'e'].sort((a, b) => a.localeCompare(b)).join(''));
var t = 'x'; for (i = 0; i < 20; i++) t += t; print(t.length, t.lastIndexOf('x'), (t + 'y').indexOf('y'), t === 'x'.repeat(1 << 20), (t + 'a') < (t + 'b'));
var parts = []; for (i = 0; i < 1000; i++) parts.push(i.toString(36)); var joined = parts.join(); print(joined.length, joined.slice(-10)); var h = 0; for (i = 0; i < joined.length; i++) h = (h * 31 + joined.charCodeAt(i)) | 0; print(h);
for (var ch of 'a😀') print(ch.length, ch.codePointAt(0)); print([...'abcabc'.matchAll(/a(.)/g)].map((m) => m[1] + m.index).join(), 'x'.match(/y/), 'aaa'.match(/a/g).length, 'abc'.substring(NaN, 2), 'abc'.slice(2, 1) === '', 'abcdef'.slice(-3, -1));
