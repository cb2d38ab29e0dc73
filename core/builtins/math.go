package builtins

import (
	"math"
	"math/big"
	"math/bits"
	"math/rand/v2"

	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var mathRows = []Row{
	{Name: "abs", Length: 1, Fn: mathAbs},
	{Name: "acos", Length: 1, Fn: mathAcos},
	{Name: "acosh", Length: 1, Fn: mathAcosh},
	{Name: "asin", Length: 1, Fn: mathAsin},
	{Name: "asinh", Length: 1, Fn: mathAsinh},
	{Name: "atan", Length: 1, Fn: mathAtan},
	{Name: "atanh", Length: 1, Fn: mathAtanh},
	{Name: "atan2", Length: 2, Fn: mathAtan2},
	{Name: "ceil", Length: 1, Fn: mathCeil},
	{Name: "cbrt", Length: 1, Fn: mathCbrt},
	{Name: "expm1", Length: 1, Fn: mathExpm1},
	{Name: "clz32", Length: 1, Fn: mathClz32},
	{Name: "cos", Length: 1, Fn: mathCos},
	{Name: "cosh", Length: 1, Fn: mathCosh},
	{Name: "exp", Length: 1, Fn: mathExp},
	{Name: "floor", Length: 1, Fn: mathFloor},
	{Name: "f16round", Length: 1, Fn: mathF16round},
	{Name: "fround", Length: 1, Fn: mathFround},
	{Name: "hypot", Length: 2, Fn: mathHypot},
	{Name: "imul", Length: 2, Fn: mathImul},
	{Name: "log", Length: 1, Fn: mathLog},
	{Name: "log1p", Length: 1, Fn: mathLog1p},
	{Name: "log2", Length: 1, Fn: mathLog2},
	{Name: "log10", Length: 1, Fn: mathLog10},
	{Name: "max", Length: 2, Fn: mathMax},
	{Name: "min", Length: 2, Fn: mathMin},
	{Name: "pow", Length: 2, Fn: mathPow},
	{Name: "random", Length: 0, Fn: mathRandom},
	{Name: "round", Length: 1, Fn: mathRound},
	{Name: "sign", Length: 1, Fn: mathSign},
	{Name: "sin", Length: 1, Fn: mathSin},
	{Name: "sinh", Length: 1, Fn: mathSinh},
	{Name: "sqrt", Length: 1, Fn: mathSqrt},
	{Name: "sumPrecise", Length: 1, Fn: mathSumPrecise},
	{Name: "tan", Length: 1, Fn: mathTan},
	{Name: "tanh", Length: 1, Fn: mathTanh},
	{Name: "trunc", Length: 1, Fn: mathTrunc},
}

func setupMath(iso *Isolate) {
	m := iso.NewObject()
	iso.SetIntrinsic(vm.MathObject, m)
	iso.DefineRows(m, mathRows)
	constants(iso, m, []constant{
		{"E", math.E},
		{"LN10", math.Ln10},
		{"LN2", math.Ln2},
		{"LOG10E", 0.4342944819032518},
		{"LOG2E", 1.4426950408889634},
		{"PI", math.Pi},
		{"SQRT1_2", 0.7071067811865476},
		{"SQRT2", math.Sqrt2},
	})
	iso.SetToStringTag(m, "Math")
	iso.SetGlobal("Math", m)
}

// mathOf applies a function to the first argument as a Number.
func mathOf(iso *Isolate, a *Args, f func(float64) float64) (Value, bool) {
	x, ok := iso.ToFloat(a.Arg(0))
	if !ok {
		return undefined, false
	}
	return gc.Number(f(x)), true
}

// The functions of one Number, ECMA-262 21.3.2.
func mathAcos(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Acos) }
func mathAcosh(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, math.Acosh) }
func mathAsin(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Asin) }
func mathAsinh(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, math.Asinh) }
func mathAtan(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Atan) }
func mathAtanh(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, math.Atanh) }
func mathCbrt(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Cbrt) }
func mathCos(iso *Isolate, a *Args) (Value, bool)   { return mathOf(iso, a, math.Cos) }
func mathCosh(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Cosh) }
func mathExp(iso *Isolate, a *Args) (Value, bool)   { return mathOf(iso, a, math.Exp) }
func mathExpm1(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, math.Expm1) }
func mathLog(iso *Isolate, a *Args) (Value, bool)   { return mathOf(iso, a, math.Log) }
func mathLog1p(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, math.Log1p) }
func mathLog10(iso *Isolate, a *Args) (Value, bool) { return mathOf(iso, a, log10) }
func mathLog2(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, log2) }
func mathSin(iso *Isolate, a *Args) (Value, bool)   { return mathOf(iso, a, math.Sin) }
func mathSinh(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Sinh) }
func mathTan(iso *Isolate, a *Args) (Value, bool)   { return mathOf(iso, a, math.Tan) }
func mathTanh(iso *Isolate, a *Args) (Value, bool)  { return mathOf(iso, a, math.Tanh) }

// log10 is exact for powers of ten.
func log10(x float64) float64 {
	y := math.Log10(x)
	if r := math.Round(y); r >= 0 && r <= 22 && math.Abs(y-r) < 1e-9 && x == float10(int(r)) {
		return r
	} else if r < 0 && r >= -22 && math.Abs(y-r) < 1e-9 && x == 1/float10(int(-r)) {
		return r
	}
	return y
}

// float10 is 10^n for 0 <= n <= 22, exact.
func float10(n int) float64 {
	f := 1.0
	for ; n > 0; n-- {
		f *= 10
	}
	return f
}

// log2 is exact for powers of two.
func log2(x float64) float64 {
	if m, e := math.Frexp(x); m == 0.5 {
		return float64(e - 1)
	}
	return math.Log2(x)
}

func mathAbs(iso *Isolate, a *Args) (Value, bool) {
	if v := a.Arg(0); v.IsInt() && v.AsInt() > math.MinInt32 {
		return gc.Int(max(v.AsInt(), -v.AsInt())), true
	}
	return mathOf(iso, a, math.Abs)
}

func mathCeil(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() {
		return a.Arg(0), true
	}
	return mathOf(iso, a, math.Ceil)
}

func mathFloor(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() {
		return a.Arg(0), true
	}
	return mathOf(iso, a, math.Floor)
}

func mathTrunc(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() {
		return a.Arg(0), true
	}
	return mathOf(iso, a, math.Trunc)
}

func mathSqrt(iso *Isolate, a *Args) (Value, bool) {
	x, ok := iso.ToFloat(a.Arg(0))
	return gc.Number(math.Sqrt(x)), ok
}

// mathRound, 21.3.2.28: ties go up.
func mathRound(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsInt() {
		return a.Arg(0), true
	}
	return mathOf(iso, a, func(x float64) float64 {
		f := math.Floor(x)
		if x-f >= 0.5 {
			f++
		}
		return math.Copysign(f, x)
	})
}

// mathSign, 21.3.2.29.
func mathSign(iso *Isolate, a *Args) (Value, bool) {
	return mathOf(iso, a, func(x float64) float64 {
		switch {
		case x > 0:
			return 1
		case x < 0:
			return -1
		}
		return x
	})
}

// mathFround, 21.3.2.17, and mathF16round, 21.3.2.16.
func mathFround(iso *Isolate, a *Args) (Value, bool) {
	return mathOf(iso, a, func(x float64) float64 { return float64(float32(x)) })
}
func mathF16round(iso *Isolate, a *Args) (Value, bool) {
	return mathOf(iso, a, func(x float64) float64 {
		if x != x {
			return x
		}
		return vm.Float16ToFloat(vm.FloatToFloat16(x))
	})
}

// mathClz32, 21.3.2.11.
func mathClz32(iso *Isolate, a *Args) (Value, bool) {
	u, ok := iso.ToUint32(a.Arg(0))
	return gc.Int(int32(bits.LeadingZeros32(u))), ok
}

// mathImul, 21.3.2.19.
func mathImul(iso *Isolate, a *Args) (Value, bool) {
	x, ok := iso.ToInt32(a.Arg(0))
	if !ok {
		return undefined, false
	}
	y, ok := iso.ToInt32(a.Arg(1))
	return gc.Int(x * y), ok
}

func twoFloats(iso *Isolate, a *Args) (x, y float64, ok bool) {
	if x, ok = iso.ToFloat(a.Arg(0)); !ok {
		return
	}
	y, ok = iso.ToFloat(a.Arg(1))
	return
}

// mathAtan2, 21.3.2.8.
func mathAtan2(iso *Isolate, a *Args) (Value, bool) {
	y, x, ok := twoFloats(iso, a)
	return gc.Number(math.Atan2(y, x)), ok
}

// mathPow, 21.3.2.26.
func mathPow(iso *Isolate, a *Args) (Value, bool) {
	x, y, ok := twoFloats(iso, a)
	if !ok {
		return undefined, false
	}
	return gc.Number(vm.Pow(x, y)), true
}

// mathRandom, 21.3.2.27.
func mathRandom(iso *Isolate, a *Args) (Value, bool) { return gc.Number(rand.Float64()), true }

// mathMax and mathMin, 21.3.2.24 and 21.3.2.25.
func mathMax(iso *Isolate, a *Args) (Value, bool) {
	n := a.Len()
	if n == 2 && a.Arg(0).IsInt() && a.Arg(1).IsInt() {
		return gc.Int(max(a.Arg(0).AsInt(), a.Arg(1).AsInt())), true
	}
	r := math.Inf(-1)
	for i := 0; i < n; i++ {
		f, ok := iso.ToFloat(a.Arg(i))
		if !ok {
			return undefined, false
		}
		r = max(r, f) // Go's max: NaN wins, +0 above -0
	}
	return gc.Number(r), true
}
func mathMin(iso *Isolate, a *Args) (Value, bool) {
	n := a.Len()
	if n == 2 && a.Arg(0).IsInt() && a.Arg(1).IsInt() {
		return gc.Int(min(a.Arg(0).AsInt(), a.Arg(1).AsInt())), true
	}
	r := math.Inf(1)
	for i := 0; i < n; i++ {
		f, ok := iso.ToFloat(a.Arg(i))
		if !ok {
			return undefined, false
		}
		r = min(r, f)
	}
	return gc.Number(r), true
}

// mathHypot, 21.3.2.18: scaled and compensated summation of the squares.
func mathHypot(iso *Isolate, a *Args) (Value, bool) {
	n := a.Len()
	var buf [8]float64
	list := buf[:0]
	largest, nan, inf := 0.0, false, false
	for i := 0; i < n; i++ {
		f, ok := iso.ToFloat(a.Arg(i))
		if !ok {
			return undefined, false
		}
		f = math.Abs(f)
		nan = nan || f != f
		inf = inf || math.IsInf(f, 1)
		largest = math.Max(largest, f)
		list = append(list, f)
	}
	switch {
	case inf:
		return gc.Number(math.Inf(1)), true
	case nan:
		return gc.NaN(), true
	case largest == 0:
		return gc.Int(0), true
	}
	sum, c := 0.0, 0.0
	for _, f := range list {
		f /= largest
		y := f*f - c
		t := sum + y
		c = t - sum - y
		sum = t
	}
	return gc.Number(math.Sqrt(sum) * largest), true
}

// mathSumPrecise, 21.3.2.33: the exact sum, rounded once.
func mathSumPrecise(iso *Isolate, a *Args) (Value, bool) {
	if a.Arg(0).IsNullish() {
		return iso.ThrowTypeError("%s is not iterable", iso.PrimitiveText(a.Arg(0)))
	}
	// The sum is an integer in units of 2^-1074.
	sum, t := new(big.Int), new(big.Int)
	small, pending := int64(0), 0 // sums of int32 values, added in bulk
	nan, posInf, negInf, minusZero := false, false, false, true
	ok := iso.Iterate(a.Arg(0), func(v Value) bool {
		if v.IsInt() {
			small += int64(v.AsInt())
			minusZero = false
			if pending++; pending == 1<<30 {
				sum.Add(sum, t.Lsh(t.SetInt64(small), 1074))
				small, pending = 0, 0
			}
			return true
		}
		if !v.IsNumber() {
			iso.ThrowTypeError("%s is not a number", show(iso, v))
			return false
		}
		f := v.AsFloat()
		switch {
		case f != f:
			nan = true
		case math.IsInf(f, 1):
			posInf = true
		case math.IsInf(f, -1):
			negInf = true
		case f == 0:
			minusZero = minusZero && math.Signbit(f)
		default:
			minusZero = false
			b := math.Float64bits(f)
			m, e := int64(b&(1<<52-1)), int(b>>52&0x7FF)
			if e == 0 {
				e = 1
			} else {
				m |= 1 << 52
			}
			if f < 0 {
				m = -m
			}
			sum.Add(sum, t.Lsh(t.SetInt64(m), uint(e-1)))
		}
		return true
	})
	switch {
	case !ok:
		return undefined, false
	case nan || posInf && negInf:
		return gc.NaN(), true
	case posInf:
		return gc.Number(math.Inf(1)), true
	case negInf:
		return gc.Number(math.Inf(-1)), true
	case minusZero:
		return gc.Number(math.Copysign(0, -1)), true
	}
	sum.Add(sum, t.Lsh(t.SetInt64(small), 1074))
	if sum.Sign() == 0 {
		return gc.Int(0), true
	}
	x := new(big.Float).SetInt(sum)
	f, _ := x.SetMantExp(x, -1074).Float64()
	return gc.Number(f), true
}
