package crypto

import (
	"crypto/rand"
	"math/big"
	"strings"
)

// modpPrime computes the prime of a MODP group of RFC 2409, 2412 and 3526: 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) pi) + c).
func modpPrime(name string) *big.Int {
	var n uint
	var c int64
	switch strings.ToLower(name) {
	case "modp1":
		n, c = 768, 149686
	case "modp2":
		n, c = 1024, 129093
	case "modp5":
		n, c = 1536, 741804
	case "modp14":
		n, c = 2048, 124476
	case "modp15":
		n, c = 3072, 1690314
	case "modp16":
		n, c = 4096, 240904
	case "modp17":
		n, c = 6144, 929484
	case "modp18":
		n, c = 8192, 4743158
	default:
		return nil
	}
	one := big.NewInt(1)
	p := new(big.Int).Lsh(one, n)
	p.Sub(p, new(big.Int).Lsh(one, n-64)).Sub(p, one)
	t := piBits(n - 130)
	t.Add(t, big.NewInt(c)).Lsh(t, 64)
	return p.Add(p, t)
}

// piBits is floor(2^n pi), by Machin's formula.
func piBits(n uint) *big.Int {
	const guard = 64
	unit := new(big.Int).Lsh(big.NewInt(1), n+guard)
	arctan := func(x int64) *big.Int { // arctan(1/x)
		sum := new(big.Int).Quo(unit, big.NewInt(x))
		term := new(big.Int).Set(sum)
		sq := big.NewInt(x * x)
		for k := int64(3); ; k += 2 {
			term.Quo(term, sq)
			t := new(big.Int).Quo(term, big.NewInt(k))
			if t.Sign() == 0 {
				return sum
			}
			if k%4 == 3 {
				sum.Sub(sum, t)
			} else {
				sum.Add(sum, t)
			}
		}
	}
	pi := arctan(5)
	pi.Lsh(pi, 2).Sub(pi, arctan(239)).Lsh(pi, 2)
	return pi.Rsh(pi, guard)
}

// generate makes a private number and its public one.
func (d *dhKey) generate(bits int) error {
	if d.priv == nil {
		max := new(big.Int).Sub(d.p, big.NewInt(2))
		if d.q != nil {
			max = new(big.Int).Sub(d.q, big.NewInt(1))
		}
		if bits > 0 && bits < max.BitLen() {
			max = new(big.Int).Lsh(big.NewInt(1), uint(bits))
			max.Sub(max, big.NewInt(1))
		}
		if max.Sign() <= 0 {
			max = big.NewInt(1)
		}
		x, err := rand.Int(rand.Reader, max)
		if err != nil {
			return err
		}
		d.priv = x.Add(x, big.NewInt(1))
	}
	d.pub = new(big.Int).Exp(d.g, d.priv, d.p)
	return nil
}

// secret derives the shared secret, as long as the prime.
func (d *dhKey) secret(peer *big.Int) []byte {
	z := new(big.Int).Exp(peer, d.priv, d.p)
	return z.FillBytes(make([]byte, (d.p.BitLen()+7)/8))
}

// check is DH_check: 1 not prime, 2 not safe, 4 unable to check the generator, 8 generator not suitable.
func (d *dhKey) check() int {
	code := 0
	one := big.NewInt(1)
	if d.g.Cmp(one) <= 0 || d.g.Cmp(new(big.Int).Sub(d.p, one)) >= 0 {
		code |= 8
	}
	if !d.p.ProbablyPrime(10) {
		code |= 1
	} else if !new(big.Int).Rsh(d.p, 1).ProbablyPrime(10) {
		code |= 2
	}
	return code
}

// safePrime makes a prime p with (p-1)/2 prime, and p fit for the generator.
func safePrime(bits int, g int64) (*big.Int, error) {
	if bits < 16 {
		for {
			p, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), uint(bits)))
			if err != nil {
				return nil, err
			}
			if p.BitLen() == bits && p.ProbablyPrime(10) && new(big.Int).Rsh(p, 1).ProbablyPrime(10) {
				return p, nil
			}
		}
	}
	// p is 3 modulo 4 always; 23 modulo 24 makes 2 a generator of the whole group's half, 3 or 9 modulo 10 does for 5.
	step, rest := int64(12), int64(11)
	switch g {
	case 2:
		step, rest = 24, 23
	case 5:
		step, rest = 60, 59
	}
	primes := sieve(3, 4000)
	top := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	for {
		p, err := rand.Int(rand.Reader, top)
		if err != nil {
			return nil, err
		}
		p.Add(p, top)
		p.Sub(p, new(big.Int).Mod(p, big.NewInt(step))).Add(p, big.NewInt(rest))
		mods := make([]int64, len(primes))
		var m big.Int
		for i, q := range primes {
			mods[i] = m.Mod(p, big.NewInt(q)).Int64()
		}
	next:
		for d := int64(0); d < step*int64(bits)*64; d += step {
			if bits > 32 {
				for i, q := range primes {
					// p or (p-1)/2 divisible
					if r := (mods[i] + d) % q; r == 0 || r == 1 {
						continue next
					}
				}
			}
			c := new(big.Int).Add(p, big.NewInt(d))
			if c.BitLen() != bits {
				break
			}
			if h := new(big.Int).Rsh(c, 1); h.ProbablyPrime(0) && c.ProbablyPrime(0) && h.ProbablyPrime(10) {
				return c, nil
			}
		}
	}
}

// sieve lists the primes in [from, below).
func sieve(from, below int64) []int64 {
	var out []int64
next:
	for n := from | 1; n < below; n += 2 {
		for d := int64(3); d*d <= n; d += 2 {
			if n%d == 0 {
				continue next
			}
		}
		out = append(out, n)
	}
	return out
}

func smallFactor(n *big.Int) bool {
	var m big.Int
	// The product of the odd primes below 50 and a few more in a word each.
	for _, w := range [...]int64{3 * 5 * 7 * 11 * 13 * 17 * 19 * 23 * 29 * 31 * 37, 41 * 43 * 47 * 53 * 59 * 61 * 67, 71 * 73 * 79 * 83 * 89 * 97} {
		r := m.Mod(n, big.NewInt(w)).Int64()
		for _, p := range [...]int64{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97} {
			if w%p == 0 && r%p == 0 {
				return true
			}
		}
	}
	return false
}

// generateDSA makes parameters and a key.
func generateDSA(l, n int) (*dsaKey, error) {
	if n <= 0 {
		n = 160
		if l >= 2048 {
			n = 224
		}
	}
	q, err := rand.Prime(rand.Reader, n)
	if err != nil {
		return nil, err
	}
	one := big.NewInt(1)
	q2 := new(big.Int).Lsh(q, 1)
	top := new(big.Int).Lsh(one, uint(l-1))
	var p *big.Int
	for {
		x, err := rand.Int(rand.Reader, top)
		if err != nil {
			return nil, err
		}
		x.Add(x, top)
		p = x.Sub(x, new(big.Int).Mod(x, q2)).Add(x, one)
		if p.BitLen() == l && !smallFactor(p) && p.ProbablyPrime(10) {
			break
		}
	}
	e := new(big.Int).Div(new(big.Int).Sub(p, one), q)
	g := new(big.Int)
	for h := int64(2); ; h++ {
		if g.Exp(big.NewInt(h), e, p); g.Cmp(one) > 0 {
			break
		}
	}
	x, err := nonce(q)
	if err != nil {
		return nil, err
	}
	return &dsaKey{p: p, q: q, g: g, x: x, y: new(big.Int).Exp(g, x, p)}, nil
}

// generateEC makes a key of a curve.
func generateEC(c *curve, explicit bool) (*ecKey, error) {
	d, err := nonce(c.n)
	if err != nil {
		return nil, err
	}
	k := &ecKey{curve: c, explicit: explicit, d: d}
	k.x, k.y = c.base(d)
	return k, nil
}

// derive is the stateless Diffie-Hellman of two keys of one kind.
func (k *key) derive(o *key) ([]byte, error) {
	switch {
	case k.dh != nil && o.dh != nil:
		if k.dh.p.Cmp(o.dh.p) != 0 || k.dh.g.Cmp(o.dh.g) != 0 {
			return nil, osslError("1C8000CB", libProvider, "mismatching domain parameters")
		}
		return k.dh.secret(o.dh.pub), nil
	case k.ec != nil && o.ec != nil:
		if k.ec.curve.name != o.ec.curve.name {
			return nil, osslError("1C8000CB", libProvider, "mismatching domain parameters")
		}
		return k.ec.secret(o.ec.x, o.ec.y)
	case k.typ == o.typ && (k.typ == "x25519" || k.typ == "x448"):
		return k.rawDH(o)
	}
	return nil, errNotForKeyType()
}

func (k *ecKey) secret(x, y *big.Int) ([]byte, error) {
	z, _ := k.curve.mult(x, y, k.d)
	if z == nil {
		return nil, osslError("1C8000DE", libProvider, "failed during derivation")
	}
	return z.FillBytes(make([]byte, k.curve.fieldBytes())), nil
}
