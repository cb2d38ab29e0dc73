package builtins

import (
	"math"
	"math/big"
	"strconv"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/text/ucd"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var numberStatic = []Row{
	{Name: "isFinite", Length: 1, Fn: numberIsFinite},
	{Name: "isInteger", Length: 1, Fn: numberIsInteger},
	{Name: "isNaN", Length: 1, Fn: numberIsNaN},
	{Name: "isSafeInteger", Length: 1, Fn: numberIsSafeInteger},
	{Name: "parseFloat", Length: 1, Fn: numberParseFloat},
	{Name: "parseInt", Length: 2, Fn: numberParseInt},
}

var numberProto = []Row{
	{Name: "toExponential", Length: 1, Fn: numberToExponential},
	{Name: "toFixed", Length: 1, Fn: numberToFixed},
	{Name: "toPrecision", Length: 1, Fn: numberToPrecision},
	{Name: "toString", Length: 1, Fn: numberToString},
	{Name: "valueOf", Length: 0, Fn: numberValueOf},
	{Name: "toLocaleString", Length: 0, Fn: numberToLocaleString},
}

func setupNumber(iso *Isolate) {
	p := iso.WrapPrimitive(gc.Int(0), iso.Intrinsic(vm.ObjectPrototype))
	iso.MakePrototype(p.Ref())
	iso.SetIntrinsic(vm.NumberPrototype, p)
	c := define(iso, "Number", 1, numberConstructor, p, vm.NumberConstructor, numberStatic, numberProto)
	constants(iso, c, []constant{
		{"MAX_VALUE", math.MaxFloat64},
		{"MIN_VALUE", math.SmallestNonzeroFloat64},
		{"NaN", math.NaN()},
		{"NEGATIVE_INFINITY", math.Inf(-1)},
		{"POSITIVE_INFINITY", math.Inf(1)},
		{"MAX_SAFE_INTEGER", vm.MaxSafeInteger},
		{"MIN_SAFE_INTEGER", -vm.MaxSafeInteger},
		{"EPSILON", 0x1p-52},
	})
	// The same function objects: 21.1.2.12 and 21.1.2.13.
	for _, n := range [...]string{"parseFloat", "parseInt"} {
		f, _ := iso.Get(c, iso.KeyOfGo(n))
		iso.SetGlobal(n, f)
	}
}

type constant struct {
	name string
	f    float64
}

// constants defines read-only number properties.
func constants(iso *Isolate, o Value, list []constant) {
	for _, c := range list {
		iso.AddOwn(o.Ref(), iso.KeyOfGo(c.name), gc.Number(c.f), 0)
	}
}

// numberConstructor is Number(value), ECMA-262 21.1.1.1.
func numberConstructor(iso *Isolate, a *Args) (Value, bool) {
	n := gc.Int(0)
	if a.Len() > 0 {
		v, ok := iso.ToNumeric(a.Arg(0))
		if !ok {
			return v, false
		}
		if v.IsBigInt() {
			v = gc.Number(bigToFloat(iso.BigInt(v)))
		}
		n = v
	}
	if a.NewTarget() == undefined {
		return n, true
	}
	return wrapFromConstructor(iso, a, n, vm.NumberPrototype)
}

// bigToFloat rounds to nearest, ties to even.
func bigToFloat(x *big.Int) float64 {
	if x.BitLen() <= 53 {
		return float64(x.Int64())
	}
	f, _ := new(big.Float).SetInt(x).Float64()
	return f
}

// numberIsFinite, 21.1.2.2.
func numberIsFinite(iso *Isolate, a *Args) (Value, bool) {
	v := a.Arg(0)
	if !v.IsNumber() {
		return gc.False, true
	}
	f := v.AsFloat()
	return gc.Bool(f-f == 0), true
}

func isIntegral(v Value) bool {
	if v.IsInt() {
		return true
	}
	if !v.IsDouble() {
		return false
	}
	f := v.AsDouble()
	return f-f == 0 && math.Trunc(f) == f
}

// numberIsInteger, 21.1.2.3.
func numberIsInteger(iso *Isolate, a *Args) (Value, bool) { return gc.Bool(isIntegral(a.Arg(0))), true }

// numberIsNaN, 21.1.2.4.
func numberIsNaN(iso *Isolate, a *Args) (Value, bool) {
	v := a.Arg(0)
	return gc.Bool(v.IsDouble() && v.AsDouble() != v.AsDouble()), true
}

// numberIsSafeInteger, 21.1.2.5.
func numberIsSafeInteger(iso *Isolate, a *Args) (Value, bool) {
	v := a.Arg(0)
	return gc.Bool(isIntegral(v) && math.Abs(v.AsFloat()) <= vm.MaxSafeInteger), true
}

// skipSpace returns the index of the first code unit at or after i that is not white space.
func skipSpace(c text.View, i int) int {
	for i < c.Len() && ucd.IsSpace(c.At(i)) {
		i++
	}
	return i
}

// numberParseFloat is parseFloat(string), 19.2.4.
func numberParseFloat(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() {
		return a.Arg(0), true
	}
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	c := iso.Chars(s)
	i := skipSpace(c, 0)
	var buf [64]byte
	d := buf[:0]
	n := c.Len()
	digits := func() int {
		k := 0
		for ; i < n && c.At(i)-'0' < 10; i++ {
			d = append(d, byte(c.At(i)))
			k++
		}
		return k
	}
	if i < n && (c.At(i) == '-' || c.At(i) == '+') {
		d = append(d, byte(c.At(i)))
		i++
	}
	const inf = "Infinity"
	if i < n && c.At(i) == 'I' {
		if n-i < len(inf) {
			return gc.NaN(), true
		}
		for k := 0; k < len(inf); k++ {
			if c.At(i+k) != uint16(inf[k]) {
				return gc.NaN(), true
			}
		}
		if len(d) > 0 && d[0] == '-' {
			return gc.Number(math.Inf(-1)), true
		}
		return gc.Number(math.Inf(1)), true
	}
	k := digits()
	if i < n && c.At(i) == '.' {
		i++
		d = append(d, '.')
		k += digits()
	}
	if k == 0 {
		return gc.NaN(), true
	}
	if i < n && c.At(i)|0x20 == 'e' {
		keep := len(d)
		i++
		d = append(d, 'e')
		if i < n && (c.At(i) == '-' || c.At(i) == '+') {
			d = append(d, byte(c.At(i)))
			i++
		}
		if digits() == 0 {
			d = d[:keep]
		}
	}
	f, _ := strconv.ParseFloat(string(d), 64)
	return gc.Number(f), true
}

// digitValue returns the value of a digit in bases up to 36, or 99.
func digitValue(u uint16) int {
	switch {
	case u-'0' < 10:
		return int(u - '0')
	case u|0x20 >= 'a' && u|0x20 <= 'z' && u < 0x80:
		return int(u|0x20-'a') + 10
	}
	return 99
}

// numberParseInt is parseInt(string, radix), 19.2.5.
func numberParseInt(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() && (a.Arg(1) == undefined || a.Arg(1) == gc.Int(10)) {
		return a.Arg(0), true
	}
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	radix := 0
	if r := a.Arg(1); r.IsInt() {
		radix = int(r.AsInt())
	} else if r != undefined {
		h := iso.NewHandle(s)
		i, ok := iso.ToInt32(r)
		if !ok {
			return undefined, false
		}
		radix, s = int(i), h.Value()
	}
	c := iso.Chars(s)
	i := skipSpace(c, 0)
	neg := false
	if i < c.Len() && (c.At(i) == '-' || c.At(i) == '+') {
		neg = c.At(i) == '-'
		i++
	}
	if radix != 0 && (radix < 2 || radix > 36) {
		return gc.NaN(), true
	}
	if (radix == 0 || radix == 16) && i+1 < c.Len() && c.At(i) == '0' && c.At(i+1)|0x20 == 'x' {
		i, radix = i+2, 16
	}
	if radix == 0 {
		radix = 10
	}
	start, x := i, uint64(0)
	for ; i < c.Len(); i++ {
		d := digitValue(c.At(i))
		if d >= radix {
			break
		}
		x = x*uint64(radix) + uint64(d)
		if x > vm.MaxSafeInteger {
			return parseLargeInt(c, start, radix, neg), true
		}
	}
	if i == start {
		return gc.NaN(), true
	}
	f := float64(x)
	if neg {
		f = -f
	}
	return gc.Number(f), true
}

// parseLargeInt rounds an integer beyond 2^53 correctly.
func parseLargeInt(c text.View, i, radix int, neg bool) Value {
	for c.At(i) == '0' {
		i++
	}
	d := make([]byte, 0, 64)
	for ; i < c.Len() && digitValue(c.At(i)) < radix && len(d) < 1100; i++ {
		d = append(d, byte(c.At(i)))
	}
	f := math.Inf(1) // 2^1100 is beyond every finite Number
	if len(d) < 1100 {
		x, _ := new(big.Int).SetString(string(d), radix)
		f = bigToFloat(x)
	}
	if neg {
		f = -f
	}
	return gc.Number(f)
}

// thisNumber is ThisNumberValue, 21.1.3.7.1.
func thisNumber(iso *Isolate, a *Args, method string) (float64, bool) {
	v := a.This()
	if v.IsNumber() {
		return v.AsFloat(), true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindPrimitive {
		if p := iso.Value(v.Ref(), layout.PrimitiveValue); p.IsNumber() {
			return p.AsFloat(), true
		}
	}
	iso.ThrowTypeError("Number.prototype.%s requires that 'this' be a Number", method)
	return 0, false
}

// numberValueOf, 21.1.3.7.
func numberValueOf(iso *Isolate, a *Args) (Value, bool) {
	f, ok := thisNumber(iso, a, "valueOf")
	return gc.Number(f), ok
}

// numberToString, 21.1.3.6.
func numberToString(iso *Isolate, a *Args) (Value, bool) {
	f, ok := thisNumber(iso, a, "toString")
	if !ok {
		return undefined, false
	}
	radix, ok := radixArg(iso, a)
	if !ok {
		return undefined, false
	}
	if radix == 10 || f-f != 0 {
		return iso.ToString(gc.Number(f))
	}
	return iso.NewOneByte(appendRadix(nil, f, radix)), true
}

func radixArg(iso *Isolate, a *Args) (int, bool) {
	if a.Arg(0) == undefined {
		return 10, true
	}
	r, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return 0, false
	}
	if r < 2 || r > 36 {
		iso.ThrowRangeError("toString() radix argument must be between 2 and 36")
		return 0, false
	}
	return int(r), true
}

const radixDigits = "0123456789abcdefghijklmnopqrstuvwxyz"

// appendRadix is Number::toString(x, radix) of a finite number, 6.1.6.1.20: the fraction gets the fewest digits that tell the
// number from its neighbours.
func appendRadix(d []byte, f float64, radix int) []byte {
	if f < 0 {
		d = append(d, '-')
		f = -f
	}
	whole := math.Floor(f)
	frac := f - whole
	r := float64(radix)
	var fd []byte
	// half is half the gap to the next larger number, in units of the current digit.
	half := max(0.5*(math.Nextafter(f, math.Inf(1))-f), math.SmallestNonzeroFloat64)
	if frac >= half {
		for {
			frac *= r
			half *= r
			digit := int(frac)
			frac -= float64(digit)
			fd = append(fd, byte(digit))
			if (frac > 0.5 || frac == 0.5 && digit&1 != 0) && frac+half > 1 {
				// Round up, carrying.
				for len(fd) > 0 {
					last := len(fd) - 1
					fd[last]++
					if int(fd[last]) < radix {
						break
					}
					fd = fd[:last]
				}
				if len(fd) == 0 {
					whole++
				}
				break
			}
			if frac < half {
				break
			}
		}
	}
	var buf [1100]byte
	p := len(buf)
	// Digits below the precision of the number are zeros.
	for whole >= 1<<53 {
		whole /= r
		p--
		buf[p] = '0'
	}
	for {
		rem := math.Mod(math.Floor(whole), r)
		p--
		buf[p] = radixDigits[int(rem)]
		whole = (math.Floor(whole) - rem) / r
		if whole <= 0 {
			break
		}
	}
	d = append(d, buf[p:]...)
	if len(fd) > 0 {
		d = append(d, '.')
		for _, x := range fd {
			d = append(d, radixDigits[x])
		}
	}
	return d
}

// decimal rounds a finite number >= 0 to prec digits after the point ('f') or after the first digit ('e'), ties away from zero, and
// returns strconv's text of that.
func decimal(f float64, format byte, prec int) []byte {
	b := strconv.AppendFloat(nil, f, format, prec, 64)
	// strconv takes ties to even. A tie shows as an exact digit 5 behind a last digit that is even.
	more := strconv.AppendFloat(nil, f, format, prec+1, 64)
	i := len(more) - 1
	if format == 'e' {
		for i > 0 && more[i] != 'e' {
			i--
		}
		i--
	}
	if more[i] != '5' {
		return b
	}
	exact := strconv.AppendFloat(nil, f, format, 1100, 64)
	for j := i + 1; j < len(exact) && exact[j] != 'e'; j++ {
		if exact[j] != '0' {
			return b
		}
	}
	// The number is exactly what more says: round it up.
	d := append([]byte(nil), exact[:i]...)
	exp := 0
	if format == 'e' {
		for j := i; j < len(exact); j++ {
			if exact[j] == 'e' {
				exp, _ = strconv.Atoi(string(exact[j+1:]))
			}
		}
	}
	if len(d) > 0 && d[len(d)-1] == '.' {
		d = d[:len(d)-1]
	}
	j := len(d) - 1
	for ; j >= 0; j-- {
		if d[j] == '.' {
			continue
		}
		if d[j] != '9' {
			d[j]++
			break
		}
		d[j] = '0'
	}
	if j < 0 {
		d = append([]byte{'1'}, d...)
		if format == 'e' {
			d = d[:len(d)-1]
			if len(d) > 1 {
				d[1], d[2] = '.', '0'
			}
			exp++
		}
	}
	if format == 'e' {
		d = append(d, 'e')
		if exp >= 0 {
			d = append(d, '+')
		}
		d = strconv.AppendInt(d, int64(exp), 10)
	}
	return d
}

// trimExponent writes strconv's exponent (at least two digits) as JavaScript does.
func trimExponent(b []byte) []byte {
	for i, c := range b {
		if c == 'e' && i+3 < len(b) && b[i+2] == '0' {
			return append(b[:i+2], b[i+3:]...)
		}
	}
	return b
}

func signed(f float64) (bool, float64) {
	if f < 0 {
		return true, -f
	}
	return false, math.Abs(f)
}

func numberText(iso *Isolate, neg bool, b []byte) (Value, bool) {
	if neg {
		b = append([]byte{'-'}, b...)
	}
	return iso.NewOneByte(b), true
}

// numberToFixed, 21.1.3.3.
func numberToFixed(iso *Isolate, a *Args) (Value, bool) {
	x, ok := thisNumber(iso, a, "toFixed")
	if !ok {
		return undefined, false
	}
	d, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if d < 0 || d > 100 {
		return iso.ThrowRangeError("toFixed() digits argument must be between 0 and 100")
	}
	neg, f := signed(x)
	if !(f < 1e21) {
		return iso.ToString(gc.Number(x))
	}
	return numberText(iso, neg, decimal(f, 'f', int(d)))
}

// numberToExponential, 21.1.3.2.
func numberToExponential(iso *Isolate, a *Args) (Value, bool) {
	x, ok := thisNumber(iso, a, "toExponential")
	if !ok {
		return undefined, false
	}
	d, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if x-x != 0 {
		return iso.ToString(gc.Number(x))
	}
	if d < 0 || d > 100 {
		return iso.ThrowRangeError("toExponential() argument must be between 0 and 100")
	}
	neg, f := signed(x)
	if a.Arg(0) == undefined {
		return numberText(iso, neg, trimExponent(strconv.AppendFloat(nil, f, 'e', -1, 64)))
	}
	return numberText(iso, neg, trimExponent(decimal(f, 'e', int(d))))
}

// numberToPrecision, 21.1.3.5.
func numberToPrecision(iso *Isolate, a *Args) (Value, bool) {
	x, ok := thisNumber(iso, a, "toPrecision")
	if !ok {
		return undefined, false
	}
	if a.Arg(0) == undefined {
		return iso.ToString(gc.Number(x))
	}
	d, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if x-x != 0 {
		return iso.ToString(gc.Number(x))
	}
	if d < 1 || d > 100 {
		return iso.ThrowRangeError("toPrecision() argument must be between 1 and 100")
	}
	p := int(d)
	neg, f := signed(x)
	b := trimExponent(decimal(f, 'e', p-1))
	digits, e := make([]byte, 0, p), 0
	for i, c := range b {
		if c == 'e' {
			e, _ = strconv.Atoi(string(b[i+1:]))
			break
		}
		if c != '.' {
			digits = append(digits, c)
		}
	}
	if e < -6 || e >= p {
		return numberText(iso, neg, b)
	}
	var out []byte
	switch {
	case e == p-1:
		out = digits
	case e >= 0:
		out = append(append(append(out, digits[:e+1]...), '.'), digits[e+1:]...)
	default:
		out = append(out, "0."...)
		for ; e < -1; e++ {
			out = append(out, '0')
		}
		out = append(out, digits...)
	}
	return numberText(iso, neg, out)
}

// numberToLocaleString, 21.1.3.4: English digits and grouping, at most three decimals.
func numberToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	x, ok := thisNumber(iso, a, "toLocaleString")
	if !ok {
		return undefined, false
	}
	switch {
	case x != x:
		return iso.NewString("NaN"), true
	case math.IsInf(x, 1):
		return iso.NewString("∞"), true
	case math.IsInf(x, -1):
		return iso.NewString("-∞"), true
	}
	return numberText(iso, math.Signbit(x), group(roundDecimal(strconv.AppendFloat(nil, math.Abs(x), 'f', -1, 64), 3))), true && ok
}

// roundDecimal rounds a decimal text to at most n fraction digits, half up, and drops trailing zeros.
func roundDecimal(d []byte, n int) []byte {
	dot := -1
	for i, c := range d {
		if c == '.' {
			dot = i
		}
	}
	if dot < 0 {
		return d
	}
	if len(d) > dot+1+n {
		up := d[dot+1+n] >= '5'
		d = d[:dot+1+n]
		for i := len(d) - 1; up; i-- {
			if i < 0 {
				d = append([]byte{'1'}, d...)
				dot++
				break
			}
			if d[i] == '.' {
				continue
			}
			if up = d[i] == '9'; up {
				d[i] = '0'
			} else {
				d[i]++
			}
		}
	}
	for d[len(d)-1] == '0' {
		d = d[:len(d)-1]
	}
	if d[len(d)-1] == '.' {
		d = d[:len(d)-1]
	}
	return d
}

// group puts commas between groups of three digits of the integer part.
func group(d []byte) []byte {
	whole := len(d)
	for i, c := range d {
		if c == '.' {
			whole = i
			break
		}
	}
	out := make([]byte, 0, len(d)+whole/3)
	for i, c := range d[:whole] {
		if i > 0 && (whole-i)%3 == 0 {
			out = append(out, ',')
		}
		out = append(out, c)
	}
	return append(out, d[whole:]...)
}
