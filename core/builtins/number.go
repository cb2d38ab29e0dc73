package builtins

import (
	"math"
	"math/big"
	"strconv"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/text/num"
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

//gcvet:ok Get only makes a native function of a row here
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
	if c.Wide {
		return gc.Number(num.ParseFloat(c.W)), true
	}
	return gc.Number(num.ParseFloat(c.B)), true
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
	h := iso.NewHandle(s)
	radix, ok := iso.ToInt32(a.Arg(1))
	if !ok {
		return undefined, false
	}
	c := iso.Chars(h.Value())
	if c.Wide {
		return gc.Number(num.ParseInt(c.W, radix)), true
	}
	return gc.Number(num.ParseInt(c.B, radix)), true
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
	return iso.NewOneByte(num.AppendRadix(nil, f, radix)), true
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
	var buf [128]byte
	return iso.NewOneByte(num.AppendFixed(buf[:0], x, int(d))), true
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
	if a.Arg(0) == undefined {
		d = -1
	}
	var buf [128]byte
	return iso.NewOneByte(num.AppendExponential(buf[:0], x, int(d))), true
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
	var buf [128]byte
	return iso.NewOneByte(num.AppendPrecision(buf[:0], x, int(d))), true
}

// numberToLocaleString, 21.1.3.4: English digits and grouping, at most three decimals.
func numberToLocaleString(iso *Isolate, a *Args) (Value, bool) {
	x, ok := thisNumber(iso, a, "toLocaleString")
	if !ok {
		return undefined, false
	}
	if f := iso.Locale(a); f != nil {
		return f(iso, "number", gc.Number(x), a.Arg(0), a.Arg(1))
	}
	switch {
	case x != x:
		return iso.NewString("NaN"), true
	case math.IsInf(x, 1):
		return iso.NewString("∞"), true
	case math.IsInf(x, -1):
		return iso.NewString("-∞"), true
	}
	d := group(roundDecimal(strconv.AppendFloat(nil, math.Abs(x), 'f', -1, 64), 3))
	if math.Signbit(x) {
		d = append([]byte{'-'}, d...)
	}
	return iso.NewOneByte(d), true
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
