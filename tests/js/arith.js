// Numbers: conversions, integer and float paths, overflow, shifts, remainders, signed zero.
var big = 2147483647, small = -2147483648;
print(big + 1, small - 1, big * big, -small, big - -1);
print(1 / 0, -1 / 0, 0 / 0, 5 % 3, -5 % 3, 5 % -3, 5.5 % 2, 1 / (-4 % 2), 1 / (0 * -1));
print(1 << 31, 1 << 32, -1 >>> 0, -1 >> 31, 5 >>> 33, 1e10 | 0, 4294967296.5 | 0, ~~-3.7, ~5);
print(0.1 + 0.2, 1e21, 1e-7, 123456789012345680000, 5e-324, 1.7976931348623157e308 * 10);
print(+'', +' 12 ', +'0x1f', +'1e3', +'abc', +null, +undefined, +true, +[], +[7], +{}, +'0b101', +'-0' === 0);
print('5' * '2', '5' + 2, 5 + '2', '5' - 2, null + 1, undefined + 1, true + true, [] + {}, [1] + [2]);
print(2 ** 10, 2 ** -1, (-2) ** 3, NaN ** 0, 2 ** 31 | 0);
function inc(x) { x++; return x; }
print(inc(big), inc(-1), inc('4'), inc(null), inc(undefined), inc(0.5));
function add(a, b) { return a + b; }
for (var i = 0; i < 50; i++) add(i, i);
print(add(big, 1), add(1.5, 2), add('a', 1), add({ valueOf() { return 3; } }, 4), add(null, undefined));
function cmp(a, b) { return [a < b, a <= b, a > b, a >= b, a == b, a === b, a != b, a !== b].map(Number).join(''); }
var vals = [0, -0, 1, NaN, Infinity, '1', '', 'a', null, undefined, true, false];
for (var a of vals) print(typeof a, vals.map((b) => cmp(a, b)).join(' '));
print(Math.max(), Math.min(), Math.max(1, '3', 2), Math.max(NaN, 1), Math.hypot(3, 4), Math.sign(-3), Math.trunc(-2.7), Math.cbrt(27));
print(Math.round(2.5), Math.round(-2.5), Math.round(0.49999999999999994), 1 / Math.round(-0.2), Math.fround(5.5), Math.clz32(1), Math.imul(0xffffffff, 5));
print((25).toString(2), (255).toString(16), (0.5).toString(2), (1e21).toString(36), (123.456).toFixed(1), (0.000001234).toExponential(2), (1234.5678).toPrecision(6), (-1.5).toFixed(0));
print(Number.MAX_SAFE_INTEGER, Number.EPSILON > 0, Number.isInteger(5.0), Number.isSafeInteger(2 ** 53), Number.parseFloat('3.14abc'), parseInt('12px'), parseInt('z', 36), parseInt('0x1A'), parseInt(''));
