package crypto

import (
	"encoding/binary"

	"golang.org/x/crypto/blake2b"
)

// argon2Params are the inputs of Argon2 (RFC 9106); kind is 0 for d, 1 for i, 2 for id.
type argon2Params struct {
	message, nonce, secret, ad []byte
	lanes, tag, memory, passes uint32
	kind                       uint32
}

type argonBlock [128]uint64

// blakeLong is H' of RFC 9106, 3.3.
func blakeLong(n int, parts ...[]byte) []byte {
	le := binary.LittleEndian.AppendUint32(nil, uint32(n))
	sum := func(size int, list ...[]byte) []byte {
		h, _ := blake2b.New(size, nil)
		for _, p := range list {
			h.Write(p)
		}
		return h.Sum(nil)
	}
	all := append([][]byte{le}, parts...)
	if n <= 64 {
		return sum(n, all...)
	}
	v := sum(64, all...)
	out := append([]byte{}, v[:32]...)
	for n-len(out) > 64 {
		v = sum(64, v)
		out = append(out, v[:32]...)
	}
	return append(out, sum(n-len(out), v)...)
}

func argonMix(a, b, c, d *uint64) {
	f := func(x, y uint64) uint64 { return x + y + 2*uint64(uint32(x))*uint64(uint32(y)) }
	*a = f(*a, *b)
	*d ^= *a
	*d = *d>>32 | *d<<32
	*c = f(*c, *d)
	*b ^= *c
	*b = *b>>24 | *b<<40
	*a = f(*a, *b)
	*d ^= *a
	*d = *d>>16 | *d<<48
	*c = f(*c, *d)
	*b ^= *c
	*b = *b>>63 | *b<<1
}

func argonRound(t *argonBlock, i0, i1, i2, i3, i4, i5, i6, i7, i8, i9, ia, ib, ic, id, ie, ig int) {
	argonMix(&t[i0], &t[i4], &t[i8], &t[ic])
	argonMix(&t[i1], &t[i5], &t[i9], &t[id])
	argonMix(&t[i2], &t[i6], &t[ia], &t[ie])
	argonMix(&t[i3], &t[i7], &t[ib], &t[ig])
	argonMix(&t[i0], &t[i5], &t[ia], &t[ig])
	argonMix(&t[i1], &t[i6], &t[ib], &t[ic])
	argonMix(&t[i2], &t[i7], &t[i8], &t[id])
	argonMix(&t[i3], &t[i4], &t[i9], &t[ie])
}

// argonG is the compression function G; xor keeps what out held.
func argonG(out, x, y *argonBlock, xor bool) {
	var r, t argonBlock
	for i := range r {
		r[i] = x[i] ^ y[i]
	}
	t = r
	for i := 0; i < 128; i += 16 {
		argonRound(&t, i, i+1, i+2, i+3, i+4, i+5, i+6, i+7, i+8, i+9, i+10, i+11, i+12, i+13, i+14, i+15)
	}
	for i := 0; i < 16; i += 2 {
		argonRound(&t, i, i+1, i+16, i+17, i+32, i+33, i+48, i+49, i+64, i+65, i+80, i+81, i+96, i+97, i+112, i+113)
	}
	for i := range r {
		v := r[i] ^ t[i]
		if xor {
			v ^= out[i]
		}
		out[i] = v
	}
}

func (p *argon2Params) run() []byte {
	le := binary.LittleEndian
	h, _ := blake2b.New512(nil)
	word := func(n uint32) { h.Write(le.AppendUint32(nil, n)) }
	word(p.lanes)
	word(p.tag)
	word(p.memory)
	word(p.passes)
	word(0x13)
	word(p.kind)
	for _, b := range [][]byte{p.message, p.nonce, p.secret, p.ad} {
		word(uint32(len(b)))
		h.Write(b)
	}
	h0 := h.Sum(nil)
	mem := p.memory / (4 * p.lanes) * (4 * p.lanes)
	q := mem / p.lanes
	seg := q / 4
	b := make([]argonBlock, mem)
	load := func(dst *argonBlock, src []byte) {
		for i := range dst {
			dst[i] = le.Uint64(src[8*i:])
		}
	}
	for l := range p.lanes {
		for j := range uint32(2) {
			load(&b[l*q+j], blakeLong(1024, h0, le.AppendUint32(nil, j), le.AppendUint32(nil, l)))
		}
	}
	done := make(chan bool, p.lanes)
	for pass := range p.passes {
		for slice := range uint32(4) {
			for l := range p.lanes {
				go func() {
					p.segment(b, pass, slice, l, q, seg, mem)
					done <- true
				}()
			}
			for range p.lanes {
				<-done
			}
		}
	}
	var c argonBlock
	for l := range p.lanes {
		for i, v := range b[l*q+q-1] {
			c[i] ^= v
		}
	}
	raw := make([]byte, 0, 1024)
	for _, v := range c {
		raw = le.AppendUint64(raw, v)
	}
	return blakeLong(int(p.tag), raw)
}

func (p *argon2Params) segment(b []argonBlock, pass, slice, lane, q, seg, mem uint32) {
	indep := p.kind == 1 || p.kind == 2 && pass == 0 && slice < 2
	var in, addr, zero argonBlock
	if indep {
		in = argonBlock{uint64(pass), uint64(lane), uint64(slice), uint64(mem), uint64(p.passes), uint64(p.kind)}
	}
	refill := func() {
		in[6]++
		argonG(&addr, &in, &zero, false)
		argonG(&addr, &addr, &zero, false)
	}
	start := uint32(0)
	if pass == 0 && slice == 0 {
		start = 2
		if indep {
			refill()
		}
	}
	for i := start; i < seg; i++ {
		col := slice*seg + i
		prev := col - 1
		if col == 0 {
			prev = q - 1
		}
		var r uint64
		if indep {
			if i%128 == 0 {
				refill()
			}
			r = addr[i%128]
		} else {
			r = b[lane*q+prev][0]
		}
		refLane := uint32(r>>32) % p.lanes
		if pass == 0 && slice == 0 {
			refLane = lane
		}
		var area, from uint32
		if pass == 0 {
			area = slice * seg
		} else {
			area = q - seg
			from = (slice + 1) % 4 * seg
		}
		if refLane == lane {
			area += i
		} else if i == 0 {
			area--
		}
		if refLane == lane {
			area--
		}
		x := uint64(uint32(r))
		x = x * x >> 32
		x = uint64(area) * x >> 32
		z := (from + area - 1 - uint32(x)) % q
		argonG(&b[lane*q+col], &b[lane*q+prev], &b[refLane*q+z], pass > 0)
	}
}
