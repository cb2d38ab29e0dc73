package crypto

import (
	"crypto/elliptic"
	"math/big"
	"strings"

	"github.com/decred/dcrd/dcrec/secp256k1/v4"
)

// curve is a short Weierstrass curve y² = x³ + ax + b over a prime field.
type curve struct {
	name, jwk, oid    string
	p, a, b, gx, gy   *big.Int
	n                 *big.Int
	cofactor          int
	std               elliptic.Curve // constant-time arithmetic of the standard library, nil when it has none
	koblitz           bool           // secp256k1: arithmetic of decred's package
	bits, scalarBytes int
}

func hexInt(s string) *big.Int {
	n, _ := new(big.Int).SetString(s, 16)
	return n
}

// curveName returns OpenSSL's name of a curve.
func curveName(name string) string {
	switch name {
	case "P-192", "secp192r1":
		return "prime192v1"
	case "P-224":
		return "secp224r1"
	case "P-256", "secp256r1":
		return "prime256v1"
	case "P-384":
		return "secp384r1"
	case "P-521":
		return "secp521r1"
	}
	return name
}

// findCurve finds a curve by name, nil when unknown.
func findCurve(name string) *curve {
	name = curveName(name)
	c := &curve{name: name, cofactor: 1}
	switch name {
	case "secp224r1":
		c.std, c.oid, c.jwk = elliptic.P224(), "1.3.132.0.33", ""
	case "prime256v1":
		c.std, c.oid, c.jwk = elliptic.P256(), "1.2.840.10045.3.1.7", "P-256"
	case "secp384r1":
		c.std, c.oid, c.jwk = elliptic.P384(), "1.3.132.0.34", "P-384"
	case "secp521r1":
		c.std, c.oid, c.jwk = elliptic.P521(), "1.3.132.0.35", "P-521"
	}
	if c.std != nil {
		s := c.std.Params()
		c.p, c.b, c.gx, c.gy, c.n = s.P, s.B, s.Gx, s.Gy, s.N
		c.a = new(big.Int).Sub(c.p, big.NewInt(3))
		return c.finish()
	}
	for i := range curveRows {
		r := &curveRows[i]
		if r.name != name {
			continue
		}
		f := strings.Fields(r.numbers)
		c.oid, c.cofactor = r.oid, r.cofactor
		c.p, c.a, c.b, c.gx, c.gy, c.n = hexInt(f[0]), hexInt(f[1]), hexInt(f[2]), hexInt(f[3]), hexInt(f[4]), hexInt(f[5])
		if name == "secp256k1" {
			c.koblitz, c.jwk = true, "secp256k1"
		}
		return c.finish()
	}
	return nil
}

func (c *curve) finish() *curve {
	c.bits = c.p.BitLen()
	c.scalarBytes = (c.n.BitLen() + 7) / 8
	return c
}

// fieldBytes is the length of a coordinate.
func (c *curve) fieldBytes() int { return (c.bits + 7) / 8 }

func curveByOID(oid string) *curve {
	switch oid {
	case "1.3.132.0.33":
		return findCurve("secp224r1")
	case "1.2.840.10045.3.1.7":
		return findCurve("prime256v1")
	case "1.3.132.0.34":
		return findCurve("secp384r1")
	case "1.3.132.0.35":
		return findCurve("secp521r1")
	}
	for i := range curveRows {
		if curveRows[i].oid == oid {
			return findCurve(curveRows[i].name)
		}
	}
	return nil
}

func curveNames() []string {
	names := []string{"prime256v1", "secp224r1", "secp384r1", "secp521r1"}
	for i := range curveRows {
		names = append(names, curveRows[i].name)
	}
	return names
}

// onCurve reports whether (x, y) satisfies the equation.
func (c *curve) onCurve(x, y *big.Int) bool {
	if x.Sign() < 0 || y.Sign() < 0 || x.Cmp(c.p) >= 0 || y.Cmp(c.p) >= 0 {
		return false
	}
	l := new(big.Int).Mul(y, y)
	l.Mod(l, c.p)
	return l.Cmp(c.rhs(x)) == 0
}

func (c *curve) rhs(x *big.Int) *big.Int {
	r := new(big.Int).Mul(x, x)
	r.Add(r, c.a).Mul(r, x).Add(r, c.b)
	return r.Mod(r, c.p)
}

// add is affine addition; the point at infinity is nil, nil.
func (c *curve) add(x1, y1, x2, y2 *big.Int) (*big.Int, *big.Int) {
	if x1 == nil {
		return x2, y2
	}
	if x2 == nil {
		return x1, y1
	}
	var m *big.Int
	if x1.Cmp(x2) == 0 {
		if s := new(big.Int).Add(y1, y2); s.Mod(s, c.p).Sign() == 0 {
			return nil, nil
		}
		m = new(big.Int).Mul(x1, x1)
		m.Mul(m, big.NewInt(3)).Add(m, c.a)
		m.Mul(m, new(big.Int).ModInverse(new(big.Int).Lsh(y1, 1), c.p))
	} else {
		d := new(big.Int).Sub(x2, x1)
		d.Mod(d, c.p).ModInverse(d, c.p)
		m = new(big.Int).Sub(y2, y1)
		m.Mul(m, d)
	}
	m.Mod(m, c.p)
	x := new(big.Int).Mul(m, m)
	x.Sub(x, x1).Sub(x, x2).Mod(x, c.p)
	y := new(big.Int).Sub(x1, x)
	y.Mul(y, m).Sub(y, y1).Mod(y, c.p)
	return x, y
}

// mult multiplies a point by a scalar; nil, nil is infinity.
func (c *curve) mult(x, y *big.Int, k *big.Int) (*big.Int, *big.Int) {
	k = new(big.Int).Mod(k, c.n)
	switch {
	case k.Sign() == 0:
		return nil, nil
	case c.std != nil:
		return c.std.ScalarMult(x, y, k.Bytes())
	case c.koblitz:
		var p, r secp256k1.JacobianPoint
		var fx, fy secp256k1.FieldVal
		fx.SetByteSlice(x.Bytes())
		fy.SetByteSlice(y.Bytes())
		p.X, p.Y = fx, fy
		p.Z.SetInt(1)
		var s secp256k1.ModNScalar
		s.SetByteSlice(k.Bytes())
		secp256k1.ScalarMultNonConst(&s, &p, &r)
		r.ToAffine()
		return new(big.Int).SetBytes(r.X.Bytes()[:]), new(big.Int).SetBytes(r.Y.Bytes()[:])
	}
	var rx, ry *big.Int
	for i := k.BitLen() - 1; i >= 0; i-- {
		rx, ry = c.add(rx, ry, rx, ry)
		if k.Bit(i) == 1 {
			rx, ry = c.add(rx, ry, x, y)
		}
	}
	return rx, ry
}

// base multiplies the generator.
func (c *curve) base(k *big.Int) (*big.Int, *big.Int) {
	if c.std != nil && k.Sign() != 0 {
		return c.std.ScalarBaseMult(new(big.Int).Mod(k, c.n).FillBytes(make([]byte, c.scalarBytes)))
	}
	return c.mult(c.gx, c.gy, k)
}

// encode writes a point: uncompressed, compressed or hybrid.
func (c *curve) encode(x, y *big.Int, form string) []byte {
	n := c.fieldBytes()
	odd := byte(y.Bit(0))
	switch form {
	case "compressed":
		out := make([]byte, 1+n)
		out[0] = 2 + odd
		x.FillBytes(out[1:])
		return out
	}
	out := make([]byte, 1+2*n)
	out[0] = 4
	if form == "hybrid" {
		out[0] = 6 + odd
	}
	x.FillBytes(out[1 : 1+n])
	y.FillBytes(out[1+n:])
	return out
}

// decode reads a point in any form; ok is false for anything that is not on the curve.
func (c *curve) decode(b []byte) (x, y *big.Int, ok bool) {
	n := c.fieldBytes()
	if len(b) == 0 {
		return nil, nil, false
	}
	switch b[0] {
	case 2, 3:
		if len(b) != 1+n {
			return nil, nil, false
		}
		x = new(big.Int).SetBytes(b[1:])
		if x.Cmp(c.p) >= 0 {
			return nil, nil, false
		}
		y = new(big.Int).ModSqrt(c.rhs(x), c.p)
		if y == nil {
			return nil, nil, false
		}
		if byte(y.Bit(0)) != b[0]-2 {
			y.Sub(c.p, y)
		}
		return x, y, c.onCurve(x, y)
	case 4, 6, 7:
		if len(b) != 1+2*n {
			return nil, nil, false
		}
		x, y = new(big.Int).SetBytes(b[1:1+n]), new(big.Int).SetBytes(b[1+n:])
		if b[0] != 4 && byte(y.Bit(0)) != b[0]-6 {
			return nil, nil, false
		}
		return x, y, c.onCurve(x, y)
	}
	return nil, nil, false
}
