package zlib

import (
	"hash/adler32"
	"hash/crc32"
)

// Wrappings of a deflate stream.
const (
	wrapRaw = iota
	wrapZlib
	wrapGzip
	wrapAuto // gzip or zlib, by the first bytes
)

const windowSize = 32 << 10

// inflateErr is zlib's text of a data error.
type inflateErr string

func (e inflateErr) Error() string { return string(e) }

// huff decodes one canonical code: a table for codes up to fastBits long, counts for longer ones (code lengths are at most 15).
type huff struct {
	fast  [1 << fastBits]uint16 // symbol<<4 | length, 0: longer
	count [16]uint16
	syms  [320]uint16
	empty bool
}

const fastBits = 9

// build makes the decoder of code lengths; incomplete tells an incomplete code, over an over-subscribed one.
func (h *huff) build(lens []uint8) (incomplete, over bool) {
	h.count = [16]uint16{}
	for _, l := range lens {
		h.count[l]++
	}
	h.empty = int(h.count[0]) == len(lens)
	h.count[0] = 0
	left := 1
	for l := 1; l <= 15; l++ {
		left = left<<1 - int(h.count[l])
		if left < 0 {
			return false, true
		}
	}
	var offs, code [17]uint16
	c := uint16(0)
	for l := 1; l <= 15; l++ {
		offs[l+1] = offs[l] + h.count[l]
		code[l] = c
		c = (c + h.count[l]) << 1
	}
	clear(h.fast[:])
	for s, l := range lens {
		if l == 0 {
			continue
		}
		h.syms[offs[l]] = uint16(s)
		offs[l]++
		if l <= fastBits {
			r := reverse(code[l], l)
			for i := int(r); i < 1<<fastBits; i += 1 << l {
				h.fast[i] = uint16(s)<<4 | uint16(l)
			}
		}
		code[l]++
	}
	return left > 0, false
}

func reverse(c uint16, n uint8) uint16 {
	r := uint16(0)
	for i := uint8(0); i < n; i++ {
		r = r<<1 | c>>i&1
	}
	return r
}

// States of the decoder.
const (
	stHead = iota
	stGzHead
	stDict
	stBlock
	stStored
	stTable
	stCodes
	stMatch
	stTrailer
	stDone
)

// inflater decodes deflate data given in pieces.
type inflater struct {
	wrap, kind int // kind: the wrapping found
	state      int
	in, chunk  []byte // what is left of the chunk being decoded
	bits       uint64
	nbits      uint
	last       bool
	buf        []byte // history, then output not yet taken
	taken      int    // where output not yet taken begins
	summed     int    // up to where the check sum has gone
	n          int    // stored bytes or match length left
	dist       int
	lit, dis   *huff
	ownLit     huff
	ownDist    huff
	check      uint32
	size       uint32
	dict       []byte
	needDict   bool
	window     int
}

func newInflater(wrap int, dict []byte, windowBits int) *inflater {
	z := &inflater{wrap: wrap, dict: dict, window: windowSize}
	if windowBits >= 8 && windowBits < 15 {
		z.window = 1 << windowBits
	}
	z.reset()
	return z
}

func (z *inflater) reset() {
	*z = inflater{wrap: z.wrap, kind: z.wrap, dict: z.dict, window: z.window, in: z.in, chunk: z.chunk, buf: z.buf[:0]}
	if z.wrap == wrapRaw {
		z.state = stBlock
		if z.dict != nil {
			z.buf = append(z.buf, z.dict...)
			z.taken, z.summed = len(z.buf), len(z.buf)
		}
	}
	z.check = 1
}

// need makes n bits available.
func (z *inflater) need(n uint) bool {
	for z.nbits < n {
		if len(z.in) == 0 {
			return false
		}
		z.bits |= uint64(z.in[0]) << z.nbits
		z.in = z.in[1:]
		z.nbits += 8
	}
	return true
}

func (z *inflater) take(n uint) int {
	v := int(z.bits & (1<<n - 1))
	z.bits >>= n
	z.nbits -= n
	return v
}

// unread gives whole bytes back to the input: what follows the stream is not ours.
func (z *inflater) unread() {
	for z.nbits >= 8 && len(z.in) < len(z.chunk) {
		z.nbits -= 8
		z.in = z.chunk[len(z.chunk)-len(z.in)-1:]
	}
	z.bits = 0
	z.nbits = 0
}

// symbol decodes one symbol; ok is false when input is missing; -1 is an invalid code. Nothing is consumed then.
func (z *inflater) symbol(h *huff) (int, uint, bool) {
	for z.nbits < 15 && len(z.in) > 0 {
		z.bits |= uint64(z.in[0]) << z.nbits
		z.in = z.in[1:]
		z.nbits += 8
	}
	if e := h.fast[z.bits&(1<<fastBits-1)]; e != 0 {
		if l := uint(e & 15); l <= z.nbits {
			return int(e >> 4), l, true
		}
		return 0, 0, false
	}
	code, first, index := 0, 0, 0
	for l := uint(1); l <= 15; l++ {
		if l > z.nbits {
			return 0, 0, false
		}
		code |= int(z.bits >> (l - 1) & 1)
		c := int(h.count[l])
		if code-c < first {
			return int(h.syms[index+code-first]), l, true
		}
		index += c
		first = (first + c) << 1
		code <<= 1
	}
	return -1, 0, true
}

var lengthBase = [...]uint16{3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258}
var lengthExtra = [...]uint8{0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0}
var distBase = [...]uint16{1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577}
var distExtra = [...]uint8{0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13}
var lengthOrder = [...]uint8{16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15}

// sum brings the check sum up to date.
func (z *inflater) sum() {
	b := z.buf[z.summed:]
	z.size += uint32(len(b))
	switch z.kind {
	case wrapZlib:
		z.check = adlerUpdate(z.check, b)
	case wrapGzip:
		z.check = crc32.Update(z.check, crc32.IEEETable, b)
	}
	z.summed = len(z.buf)
}

// run decodes until limit bytes of output are there, input is missing, or the stream ends. b is input after what was given before.
func (z *inflater) run(limit int) error {
	defer z.sum()
	for len(z.buf)-z.taken < limit {
		switch z.state {
		case stHead:
			if !z.need(16) {
				// A first byte that cannot begin gzip decides already.
				return nil
			}
			v := z.bits & 0xFFFF
			if (z.wrap == wrapGzip || z.wrap == wrapAuto) && v == 0x8B1F {
				z.kind, z.check = wrapGzip, 0
				z.state = stGzHead
				continue
			}
			if z.wrap == wrapGzip || (v&0xFF<<8|v>>8)%31 != 0 {
				return inflateErr("incorrect header check")
			}
			z.kind = wrapZlib
			if v&15 != 8 {
				return inflateErr("unknown compression method")
			}
			if v>>4&15 > 7 || 1<<(v>>4&15+8) > z.window {
				return inflateErr("invalid window size")
			}
			z.take(16)
			z.state = stBlock
			if v>>13&1 != 0 {
				z.state = stDict
			}
		case stGzHead:
			ok, err := z.gzipHeader()
			if !ok || err != nil {
				return err
			}
			z.state = stBlock
		case stDict:
			if !z.need(32) {
				return nil
			}
			if z.dict == nil {
				z.needDict = true
				return inflateErr("Missing dictionary")
			}
			v := uint32(z.bits)
			if be(v) != adler32.Checksum(z.dict) {
				return inflateErr("Bad dictionary")
			}
			z.take(32)
			z.buf = append(z.buf, z.dict...)
			z.taken, z.summed = len(z.buf), len(z.buf)
			z.state = stBlock
		case stBlock:
			if z.last {
				z.state = stTrailer
				continue
			}
			if !z.need(3) {
				return nil
			}
			last, kind := z.bits&1, z.bits>>1&3
			switch kind {
			case 0:
				pad := (z.nbits - 3) % 8
				if !z.need(3 + pad + 32) {
					return nil
				}
				z.take(3 + pad)
				n := z.take(16)
				if n^0xFFFF != z.take(16) {
					return inflateErr("invalid stored block lengths")
				}
				z.n = n
				z.state = stStored
			case 1:
				z.take(3)
				z.fixed()
				z.state = stCodes
			case 2:
				z.state = stTable
			default:
				return inflateErr("invalid block type")
			}
			z.last = last != 0
		case stStored:
			for z.n > 0 && z.nbits >= 8 {
				z.buf = append(z.buf, byte(z.take(8)))
				z.n--
			}
			k := min(z.n, len(z.in), limit)
			z.buf = append(z.buf, z.in[:k]...)
			z.in = z.in[k:]
			if z.n -= k; z.n > 0 {
				if len(z.in) == 0 {
					return nil
				}
				continue
			}
			z.state = stBlock
		case stTable:
			// The whole table is decoded at once; when input is missing the position is taken back.
			in, bits, nbits := z.in, z.bits, z.nbits
			ok, err := z.tables()
			if err != nil {
				return err
			}
			if !ok {
				z.in, z.bits, z.nbits = in, bits, nbits
				return errNeedTable
			}
			z.state = stCodes
		case stCodes:
			ok, err := z.codes(limit)
			if !ok || err != nil {
				return err
			}
		case stMatch:
			z.match(limit)
		case stTrailer:
			if z.kind == wrapRaw {
				z.unread()
				z.state = stDone
				continue
			}
			pad := z.nbits % 8
			n := uint(32)
			if !z.need(pad + n) {
				return nil
			}
			z.sum()
			v := uint32(z.bits >> pad)
			if z.kind == wrapZlib && be(v) != z.check || z.kind == wrapGzip && v != z.check {
				return inflateErr("incorrect data check")
			}
			if z.kind == wrapGzip {
				// 64 bits and the padding may not fit: the check goes first.
				z.take(pad + 32)
				z.state = stDone + 1
				continue
			}
			z.take(pad + 32)
			z.unread()
			z.state = stDone
		case stDone + 1: // the length at the end of gzip
			if !z.need(32) {
				return nil
			}
			if uint32(z.take(32)) != z.size {
				return inflateErr("incorrect length check")
			}
			z.unread()
			z.state = stDone
		case stDone:
			return nil
		}
	}
	return nil
}

// errNeedTable means that a code table is incomplete: the input read so far must be kept.
const errNeedTable = inflateErr("need table")

func be(v uint32) uint32 { return v>>24 | v>>8&0xFF00 | v<<8&0xFF0000 | v<<24 }

// gzipHeader skips the header when all of it is there.
func (z *inflater) gzipHeader() (bool, error) {
	b := make([]byte, 0, 64)
	for i := uint(0); i < z.nbits; i += 8 {
		b = append(b, byte(z.bits>>i))
	}
	held := len(b)
	b = append(b, z.in...)
	if len(b) > 2 && b[2] != 8 {
		return false, inflateErr("unknown compression method")
	}
	if len(b) < 10 {
		return false, errNeedTable
	}
	flags, p := b[3], 10
	if flags&0xE0 != 0 {
		return false, inflateErr("unknown header flags set")
	}
	if flags&4 != 0 {
		if len(b) < p+2 {
			return false, errNeedTable
		}
		p += 2 + int(b[p]) + int(b[p+1])<<8
	}
	for _, f := range [...]byte{8, 16} {
		if flags&f != 0 {
			for {
				if p >= len(b) {
					return false, errNeedTable
				}
				p++
				if b[p-1] == 0 {
					break
				}
			}
		}
	}
	if flags&2 != 0 {
		if len(b) < p+2 {
			return false, errNeedTable
		}
		if uint16(crc32.ChecksumIEEE(b[:p])) != uint16(b[p])|uint16(b[p+1])<<8 {
			return false, inflateErr("header crc mismatch")
		}
		p += 2
	}
	if p > len(b) {
		return false, errNeedTable
	}
	z.bits, z.nbits = 0, 0
	z.in = z.in[p-held:]
	return true, nil
}

func (z *inflater) fixed() {
	var l [288]uint8
	for i := range l {
		switch {
		case i < 144:
			l[i] = 8
		case i < 256:
			l[i] = 9
		case i < 280:
			l[i] = 7
		default:
			l[i] = 8
		}
	}
	z.ownLit.build(l[:])
	var d [32]uint8
	for i := range d {
		d[i] = 5
	}
	z.ownDist.build(d[:])
	z.lit, z.dis = &z.ownLit, &z.ownDist
}

// tables reads the codes of a dynamic block.
func (z *inflater) tables() (bool, error) {
	if !z.need(17) {
		return false, nil
	}
	z.take(3)
	nlit, ndist, nlen := z.take(5)+257, z.take(5)+1, z.take(4)+4
	if nlit > 286 || ndist > 30 {
		return false, inflateErr("too many length or distance symbols")
	}
	var cl [19]uint8
	for i := 0; i < nlen; i++ {
		if !z.need(3) {
			return false, nil
		}
		cl[lengthOrder[i]] = uint8(z.take(3))
	}
	var h huff
	if inc, over := h.build(cl[:]); inc || over {
		return false, inflateErr("invalid code lengths set")
	}
	var lens [320]uint8
	for i := 0; i < nlit+ndist; {
		s, l, ok := z.symbol(&h)
		if !ok {
			return false, nil
		}
		if s < 0 {
			return false, inflateErr("invalid code lengths set")
		}
		extra, base, v := uint(0), 0, uint8(0)
		switch {
		case s < 16:
			z.take(l)
			lens[i] = uint8(s)
			i++
			continue
		case s == 16:
			if i == 0 {
				return false, inflateErr("invalid bit length repeat")
			}
			extra, base, v = 2, 3, lens[i-1]
		case s == 17:
			extra, base = 3, 3
		default:
			extra, base = 7, 11
		}
		if !z.need(l + extra) {
			return false, nil
		}
		z.take(l)
		n := base + z.take(extra)
		if i+n > nlit+ndist {
			return false, inflateErr("invalid bit length repeat")
		}
		for ; n > 0; n-- {
			lens[i] = v
			i++
		}
	}
	if lens[256] == 0 {
		return false, inflateErr("invalid code -- missing end-of-block")
	}
	if inc, over := z.ownLit.build(lens[:nlit]); over || inc && nlit-zeros(lens[:nlit]) != 1 {
		return false, inflateErr("invalid literal/lengths set")
	}
	if inc, over := z.ownDist.build(lens[nlit : nlit+ndist]); over || inc && ndist-zeros(lens[nlit:nlit+ndist]) > 1 {
		return false, inflateErr("invalid distances set")
	}
	z.lit, z.dis = &z.ownLit, &z.ownDist
	return true, nil
}

func zeros(l []uint8) (n int) {
	for _, x := range l {
		if x == 0 {
			n++
		}
	}
	return n
}

// codes decodes symbols of a block; false: input is missing.
func (z *inflater) codes(limit int) (bool, error) {
	for len(z.buf)-z.taken < limit {
		s, l, ok := z.symbol(z.lit)
		if !ok {
			return false, nil
		}
		switch {
		case s < 0 || s > 285:
			return false, inflateErr("invalid literal/length code")
		case s < 256:
			z.take(l)
			z.buf = append(z.buf, byte(s))
			continue
		case s == 256:
			z.take(l)
			z.state = stBlock
			return true, nil
		}
		// A whole match needs at most 15+5+15+13 bits; its bits are consumed together.
		for z.nbits < 48 && len(z.in) > 0 {
			z.bits |= uint64(z.in[0]) << z.nbits
			z.in = z.in[1:]
			z.nbits += 8
		}
		bits, nbits := z.bits, z.nbits
		e := uint(lengthExtra[s-257])
		if z.nbits < l+e {
			return false, nil
		}
		z.take(l)
		n := int(lengthBase[s-257]) + z.take(e)
		d, dl, ok := z.symbol(z.dis)
		if ok && (d < 0 || d > 29) {
			return false, inflateErr("invalid distance code")
		}
		if ok && z.nbits >= dl+uint(distExtra[d]) {
			z.take(dl)
			z.dist = int(distBase[d]) + z.take(uint(distExtra[d]))
			if z.dist > len(z.buf) || z.dist > z.window {
				return false, inflateErr("invalid distance too far back")
			}
			z.n = n
			z.match(limit)
			if z.state == stMatch {
				return true, nil
			}
			continue
		}
		z.bits, z.nbits = bits, nbits
		return false, nil
	}
	return true, nil
}

// match copies the rest of a match; output is not limited within one.
func (z *inflater) match(limit int) {
	at := len(z.buf) - z.dist
	if z.dist >= z.n {
		z.buf = append(z.buf, z.buf[at:at+z.n]...)
	} else {
		for i := 0; i < z.n; i++ {
			z.buf = append(z.buf, z.buf[at+i])
		}
	}
	z.n = 0
	z.state = stCodes
}

// output takes at most limit bytes of output.
func (z *inflater) output(limit int) []byte {
	n := min(limit, len(z.buf)-z.taken)
	out := append([]byte(nil), z.buf[z.taken:z.taken+n]...)
	z.taken += n
	if z.taken > 4*windowSize {
		drop := z.taken - windowSize
		z.buf = append(z.buf[:0], z.buf[drop:]...)
		z.taken -= drop
		z.summed -= drop
	}
	return out
}

// adlerUpdate goes on with an Adler-32 sum.
func adlerUpdate(sum uint32, b []byte) uint32 {
	a, c := sum&0xFFFF, sum>>16
	for len(b) > 0 {
		n := min(len(b), 5552)
		for _, x := range b[:n] {
			a += uint32(x)
			c += a
		}
		a %= 65521
		c %= 65521
		b = b[n:]
	}
	return c<<16 | a
}
