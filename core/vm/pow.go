package vm

import (
	"math"
	"sync"
)

// Pow is Number::exponentiate, ECMA-262 6.1.6.1.3. Its error stays below 0.52 units in the last place, so exact powers are exact.
func Pow(x, y float64) float64 {
	switch {
	case y != y:
		return math.NaN()
	case y == 0:
		return 1
	case x != x:
		return x
	case y == 1:
		return x
	case y == 2:
		return x * x
	case y == -1:
		return 1 / x
	case math.IsInf(y, 0) && math.Abs(x) == 1:
		return math.NaN()
	case x == 0 || math.IsInf(x, 0) || math.IsInf(y, 0):
		return math.Pow(x, y)
	case x == 1:
		return 1
	case y == 0.5:
		return math.Sqrt(x)
	}
	sign := 1.0
	if x < 0 {
		if math.Trunc(y) != y {
			return math.NaN()
		}
		if math.Abs(y) < 1<<53 && int64(y)&1 != 0 {
			sign = -1
		}
		x = -x
		if x == 1 {
			return sign
		}
	}
	h, l := logPair(x)
	p := y * h
	switch {
	case p > 710:
		return sign * math.Inf(1)
	case p < -746:
		return sign * 0
	}
	return sign * expPair(p, math.FMA(y, h, -p)+y*l)
}

// pair is the unevaluated sum of two float64 that do not overlap: about 106 bits of precision.
type pair struct{ h, l float64 }

func sumPair(a, b float64) pair {
	s := a + b
	t := s - a
	return pair{s, (a - (s - t)) + (b - t)}
}

func (a pair) add(b pair) pair {
	s := sumPair(a.h, b.h)
	return sumPair(s.h, s.l+a.l+b.l)
}

func (a pair) mul(b pair) pair {
	p := a.h * b.h
	return sumPair(p, math.FMA(a.h, b.h, -p)+(a.h*b.l+a.l*b.h))
}

func (a pair) div(d float64) pair {
	q := a.h / d
	return sumPair(q, (math.FMA(-q, d, a.h)+a.l)/d)
}

// Logarithm of 2, in two and (with 21 zero bits at the end, so that products with exponents are exact) in other two parts.
const (
	ln2High  = 0x1.62e42fefa39efp-1
	ln2Low   = 0x1.abc9e3b39803fp-56
	ln2Short = 0x1.62e42fp-1
	ln2Rest  = ln2High - ln2Short
)

const (
	powSteps = 128 // steps of both tables per unit
	logFirst = 90  // first row of the logarithm table: 90/128
	logRows  = 93
)

type powTable struct {
	inverse [logRows]float64 // 1/c, rounded, for c = row/128
	log     [logRows]pair    // -log of that inverse
	exp     [powSteps]pair   // 2^(i/128)
}

var (
	powOnce   sync.Once
	powTables *powTable
)

func powData() *powTable {
	powOnce.Do(func() {
		t := new(powTable)
		for i := range t.log {
			j := float64(i + logFirst)
			c := j / powSteps
			inv := 1 / c
			// log c = 2 artanh((c-1)/(c+1)).
			z := pair{j - powSteps, 0}.div(j + powSteps)
			zz := z.mul(z)
			sum, term := z, z
			for k := 3.0; k < 50; k += 2 {
				term = term.mul(zz)
				sum = sum.add(term.div(k))
			}
			sum = sum.add(sum)
			t.inverse[i] = inv
			t.log[i] = sum.add(pair{-math.FMA(inv, c, -1), 0})
		}
		for i := range t.exp {
			x := pair{ln2High, ln2Low}.mul(pair{float64(i) / powSteps, 0})
			sum, term := pair{1, 0}, pair{1, 0}
			for k := 1.0; k < 30; k++ {
				term = term.mul(x).div(k)
				sum = sum.add(term)
			}
			t.exp[i] = sum
		}
		powTables = t
	})
	return powTables
}

// logPair is the natural logarithm of a positive finite number to about 68 bits.
func logPair(x float64) (h, l float64) {
	t := powData()
	m, e := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, e = m*2, e-1
	}
	row := int(m*powSteps+0.5) - logFirst
	r := math.FMA(m, t.inverse[row], -1)
	// log(1+r) = r - r*r/2 + r*r*r*q
	sq := r * r
	sqLow := math.FMA(r, r, -sq)
	q := 1.0/3 - r*(1.0/4-r*(1.0/5-r*(1.0/6-r*(1.0/7-r*(1.0/8-r*(1.0/9-r*(1.0/10)))))))
	s := sumPair(r, -sq/2)
	s.l += sq*r*q - sqLow/2
	ef := float64(e)
	k := sumPair(ef*ln2Short, t.log[row].h)
	k.l += t.log[row].l + ef*ln2Low
	k = sumPair(k.h, k.l)
	rest := sumPair(k.h, ef*ln2Rest)
	k = pair{rest.h, rest.l + k.l}
	z := sumPair(k.h, s.h)
	z = sumPair(z.h, z.l+k.l+s.l)
	return z.h, z.l
}

// expPair is e^(h+l).
func expPair(h, l float64) float64 {
	t := powData()
	k := math.Round(h * (powSteps / ln2High))
	x := math.FMA(-k, ln2High/powSteps, h) // exact: the terms are close
	x = x + (l - k*(ln2Low/powSteps))
	n := int(k)
	i := n & (powSteps - 1)
	e := t.exp[i]
	em1 := x + x*x*(1.0/2+x*(1.0/6+x*(1.0/24+x*(1.0/120+x*(1.0/720)))))
	return math.Ldexp(e.h+(e.l+e.h*em1), (n-i)/powSteps)
}
