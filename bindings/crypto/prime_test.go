package crypto

import (
	"math/big"
	"testing"
	"time"
)

func TestSafePrime(t *testing.T) {
	for _, bits := range []int{3, 5, 16, 33, 64, 256, 512} {
		at := time.Now()
		p, err := safePrime(bits, 2)
		if err != nil || p.BitLen() != bits || !p.ProbablyPrime(10) || !new(big.Int).Rsh(p, 1).ProbablyPrime(10) {
			t.Fatal(bits, p, err)
		}
		t.Log(bits, time.Since(at))
	}
}

func TestModp(t *testing.T) {
	for _, name := range []string{"modp1", "modp2", "modp5", "modp14", "modp15", "modp16"} {
		if p := modpPrime(name); !p.ProbablyPrime(1) {
			t.Error(name)
		}
	}
}
