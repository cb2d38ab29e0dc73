package crypto

import (
	"crypto/cipher"
	"encoding/binary"

	"golang.org/x/crypto/poly1305" //nolint:staticcheck // the one of chacha20poly1305 is not exported
)

// field is an element of GF(2^128) in GCM's order of bits.
type field [2]uint64

func fieldOf(b []byte) field {
	return field{binary.BigEndian.Uint64(b), binary.BigEndian.Uint64(b[8:])}
}

func (x field) mul(y field) (z field) {
	for i := range 128 {
		bit := -(x[i/64] >> (63 - i%64) & 1)
		z[0] ^= y[0] & bit
		z[1] ^= y[1] & bit
		low := -(y[1] & 1)
		y[1] = y[1]>>1 | y[0]<<63
		y[0] = y[0]>>1 ^ low&(0xe1<<56)
	}
	return z
}

func (x field) pow(n uint64) field {
	r := field{1 << 63, 0}
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = r.mul(x)
		}
		x = x.mul(x)
	}
	return r
}

// inverse is x^(2^128-2).
func (x field) inverse() field {
	r := field{1 << 63, 0}
	for range 127 {
		x = x.mul(x)
		r = r.mul(x)
	}
	return r
}

// ghash computes GHASH over a message of any length in constant memory. The standard library has no streaming GCM: each piece is
// authenticated as the additional data of an empty message (in hardware), and what that does to the state is undone and carried on.
type ghash struct {
	gcm        cipher.AEAD
	h, inv     field
	mask       field // the block that hides GHASH in the tag of the zero nonce
	y          field
	rest       []byte
	nAAD, nMsg uint64
}

const ghashPiece = 64 << 10

func newGHASH(b cipher.Block, aad []byte) *ghash {
	gcm, err := cipher.NewGCM(b)
	if err != nil {
		return nil
	}
	g := &ghash{gcm: gcm, nAAD: uint64(len(aad))}
	var t [16]byte
	b.Encrypt(t[:], t[:])
	g.h = fieldOf(t[:])
	g.inv = g.h.inverse()
	t = [16]byte{15: 1}
	b.Encrypt(t[:], t[:])
	g.mask = fieldOf(t[:])
	g.fold(aad)
	return g
}

// fold takes a piece; its last block is padded.
func (g *ghash) fold(p []byte) {
	if len(p) == 0 {
		return
	}
	var nonce [12]byte
	t := fieldOf(g.gcm.Seal(nil, nonce[:], nil, p))
	t = field{t[0] ^ g.mask[0], t[1] ^ g.mask[1]}.mul(g.inv)
	t[0] ^= uint64(len(p)) * 8
	y := g.y.mul(g.h.pow(uint64(len(p)+15) / 16))
	g.y = field{y[0] ^ t[0], y[1] ^ t[1]}
}

// write takes ciphertext.
func (g *ghash) write(p []byte) {
	g.nMsg += uint64(len(p))
	g.rest = append(g.rest, p...)
	if len(g.rest) >= ghashPiece {
		n := len(g.rest) / 16 * 16
		g.fold(g.rest[:n])
		g.rest = append(g.rest[:0], g.rest[n:]...)
	}
}

// sum ends the hash; hide is the encrypted first counter block.
func (g *ghash) sum(hide []byte) []byte {
	g.fold(g.rest)
	y := field{g.y[0] ^ g.nAAD*8, g.y[1] ^ g.nMsg*8}.mul(g.h)
	h := fieldOf(hide)
	out := binary.BigEndian.AppendUint64(nil, y[0]^h[0])
	return binary.BigEndian.AppendUint64(out, y[1]^h[1])
}

// chachaMAC is the authenticator of ChaCha20-Poly1305, streaming.
type chachaMAC struct {
	mac        *poly1305.MAC
	nAAD, nMsg uint64
}

func newChachaMAC(key *[32]byte, aad []byte) *chachaMAC {
	m := &chachaMAC{mac: poly1305.New(key), nAAD: uint64(len(aad))}
	m.mac.Write(aad)
	m.pad(len(aad))
	return m
}

func (m *chachaMAC) pad(n int) { m.mac.Write(make([]byte, (16-n%16)%16)) }

func (m *chachaMAC) write(p []byte) {
	m.nMsg += uint64(len(p))
	m.mac.Write(p)
}

func (m *chachaMAC) sum() []byte {
	m.pad(int(m.nMsg % 16))
	m.mac.Write(binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint64(nil, m.nAAD), m.nMsg))
	return m.mac.Sum(nil)
}
