package vm

import (
	"math"
	"math/big"
	"math/rand"
	"testing"
)

// TestPowExact compares integral powers with exact arithmetic.
func TestPowExact(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	bad := 0
	for i := 0; i < 20000; i++ {
		x := r.Float64()*40 + 0.01
		n := r.Intn(60) + 3
		want := new(big.Float).SetPrec(4000).SetFloat64(1)
		bx := new(big.Float).SetPrec(4000).SetFloat64(x)
		for k := 0; k < n; k++ {
			want.Mul(want, bx)
		}
		w, _ := want.Float64()
		if got := Pow(x, float64(n)); got != w {
			bad++
			if math.Abs(got-w) > 2.3e-16*w {
				t.Fatalf("%v ** %d = %v, want %v", x, n, got, w)
			}
		}
	}
	if bad > 400 { // 2 percent: an error bound of 0.51 ulp
		t.Errorf("%d of 20000 not correctly rounded", bad)
	}
	off := 0
	for i := -323; i <= 308; i++ {
		w, _ := new(big.Float).SetPrec(2000).SetString("1e" + itoa(i))
		if w == nil {
			w, _, _ = big.ParseFloat("1e"+itoa(i), 10, 2000, big.ToNearestEven)
		}
		f, _ := w.Float64()
		if got := Pow(10, float64(i)); got != f {
			off++
		}
	}
	if off > 2 { // 1e210 is a hard case
		t.Errorf("%d powers of ten are not correctly rounded", off)
	}
}

func itoa(i int) string { return big.NewInt(int64(i)).String() }
