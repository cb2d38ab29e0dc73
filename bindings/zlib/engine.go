package zlib

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/adler32"
	"hash/crc32"
	"io"
	"iter"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/zstd"

	"github.com/gonode/gonode/bindings"
)

// Modes of a handle.
const (
	modeDeflate = 1 + iota
	modeInflate
	modeGzip
	modeGunzip
	modeDeflateRaw
	modeInflateRaw
	modeUnzip
	modeBrotliDecode
	modeBrotliEncode
	modeZstdCompress
	modeZstdDecompress
)

// engine compresses or decompresses chunk by chunk.
type engine interface {
	// feed takes a chunk and what to do after it (an operation of the format's own numbering).
	feed(in []byte, flush int) error
	// output gives at most n bytes; more tells that some remain.
	output(n int) (out []byte, more bool, err error)
	// unused is the number of input bytes after the end of the data; ended whether that end was reached.
	unused() (n int, ended bool)
	reset() error
	params(level, strategy int) error
	close()
}

func zlibError(msg string, errno int, code string) error {
	return &failure{msg, errno, code}
}

// failure is an error of an engine.
type failure struct {
	msg   string
	errno int
	code  string
}

func (f *failure) Error() string { return f.msg }

func dataError(msg string) error { return zlibError(msg, -3, "Z_DATA_ERROR") }

func errEOF() error { return zlibError("unexpected end of file", -5, "Z_BUF_ERROR") }

// deflater is deflate in a wrapping.
type deflater struct {
	wrap, level, strategy int
	windowBits            int
	dict                  []byte
	out                   bytes.Buffer
	w                     *flate.Writer
	begun, done           bool
	adler, crc, size      uint32
	tail                  []byte
}

func flateLevel(level, strategy int) int {
	switch {
	case strategy == 2:
		return flate.HuffmanOnly
	case level < 0 || level > 9:
		return 6
	}
	return level
}

func (d *deflater) open() error {
	var err error
	if d.dict != nil && !d.begun {
		d.w, err = flate.NewWriterDict(&d.out, flateLevel(d.level, d.strategy), d.dict)
	} else {
		d.w, err = flate.NewWriter(&d.out, flateLevel(d.level, d.strategy))
	}
	return err
}

func (d *deflater) header() {
	d.begun = true
	switch d.wrap {
	case wrapZlib:
		l := 2
		switch {
		case d.strategy >= 2 || d.level == 0 || d.level == 1:
			l = 0
		case d.level >= 2 && d.level < 6:
			l = 1
		case d.level > 6:
			l = 3
		}
		h := uint(d.windowBits-8)<<12 | 8<<8 | uint(l)<<6
		if d.dict != nil {
			h |= 32
		}
		h += 31 - h%31
		d.out.Write([]byte{byte(h >> 8), byte(h)})
		if d.dict != nil {
			d.out.Write(binary.BigEndian.AppendUint32(nil, adler32.Checksum(d.dict)))
		}
	case wrapGzip:
		xfl := byte(0)
		if d.level == 9 {
			xfl = 2
		} else if d.level == 1 || d.strategy >= 2 {
			xfl = 4
		}
		d.out.Write([]byte{0x1f, 0x8b, 8, 0, 0, 0, 0, 0, xfl, 3})
	}
}

func (d *deflater) feed(in []byte, flush int) error {
	if d.done {
		return nil
	}
	if d.w == nil {
		if err := d.open(); err != nil {
			return err
		}
	}
	if !d.begun {
		d.adler = 1
		d.header()
	}
	if len(in) > 0 {
		switch d.wrap {
		case wrapZlib:
			d.adler = adlerUpdate(d.adler, in)
		case wrapGzip:
			d.crc = crc32.Update(d.crc, crc32.IEEETable, in)
			d.size += uint32(len(in))
		}
		if _, err := d.w.Write(in); err != nil {
			return err
		}
	}
	switch flush {
	case 0:
	case 4:
		if err := d.w.Close(); err != nil {
			return err
		}
		d.done = true
		switch d.wrap {
		case wrapZlib:
			d.out.Write(binary.BigEndian.AppendUint32(nil, d.adler))
		case wrapGzip:
			d.out.Write(binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint32(nil, d.crc), d.size))
		}
	default:
		return d.w.Flush()
	}
	return nil
}

func take(b *bytes.Buffer, n int) ([]byte, bool) {
	out := append([]byte(nil), b.Next(n)...)
	more := b.Len() > 0
	if !more {
		b.Reset()
	}
	return out, more
}

func (d *deflater) output(n int) ([]byte, bool, error) {
	out, more := take(&d.out, n)
	return out, more, nil
}
func (d *deflater) unused() (int, bool) { return 0, false }
func (d *deflater) reset() error {
	*d = deflater{wrap: d.wrap, level: d.level, strategy: d.strategy, windowBits: d.windowBits, dict: d.dict}
	return nil
}
func (d *deflater) params(level, strategy int) error {
	if d.w != nil && !d.done {
		if err := d.w.Flush(); err != nil {
			return err
		}
	}
	d.level, d.strategy = level, strategy
	if d.w != nil && !d.done {
		return d.open()
	}
	return nil
}
func (d *deflater) close() {}

// inflateEngine is inflate and what zlib's users do with it: gzip members one after the other.
type inflateEngine struct {
	z     *inflater
	flush int
	multi bool
	held  []byte
}

func (e *inflateEngine) feed(in []byte, flush int) error {
	e.flush = flush
	if len(e.held) > 0 {
		in = append(e.held, in...)
		e.held = nil
	}
	e.z.in, e.z.chunk = in, in
	return nil
}

func (e *inflateEngine) output(n int) ([]byte, bool, error) {
	z := e.z
	var out []byte
	for {
		err := z.run(n - len(out))
		if err != nil && err != errNeedTable {
			if z.needDict {
				return nil, false, zlibError("Missing dictionary", 2, "Z_NEED_DICT")
			}
			return nil, false, dataError(err.Error())
		}
		got := z.output(n - len(out))
		if out == nil {
			out = got
		} else {
			out = append(out, got...)
		}
		if z.state == stDone && len(z.buf) == z.taken && e.multi && z.kind == wrapGzip && len(z.in) > 0 && z.in[0] != 0 {
			in, chunk := z.in, z.chunk
			z.reset()
			z.in, z.chunk = in, chunk
			z.wrap = wrapGzip
			continue
		}
		break
	}
	if len(z.buf) > z.taken || len(out) >= n && z.state != stDone {
		return out, true, nil
	}
	if z.state != stDone {
		if e.flush == 4 {
			return out, false, errEOF()
		}
		e.held = append([]byte(nil), z.in...)
		z.in = nil
	}
	return out, false, nil
}

func (e *inflateEngine) unused() (int, bool) {
	if e.z.state == stDone {
		return len(e.z.in), len(e.z.in) > 0
	}
	return 0, false
}
func (e *inflateEngine) reset() error {
	e.held, e.z.in, e.z.chunk = nil, nil, nil
	e.z.reset()
	return nil
}
func (e *inflateEngine) params(level, strategy int) error {
	return nil
}
func (e *inflateEngine) close() {}

// encoder is a compressor with Flush and Close: brotli, zstd.
type encoder struct {
	out  bytes.Buffer
	w    flushWriter
	make func(w io.Writer) (flushWriter, error)
	// The operations of the format that mean flush and finish.
	flushOp, finishOp int
	done              bool
}

type flushWriter interface {
	io.WriteCloser
	Flush() error
}

func (c *encoder) feed(in []byte, op int) error {
	if c.done {
		return nil
	}
	if c.w == nil {
		w, err := c.make(&c.out)
		if err != nil {
			return err
		}
		c.w = w
	}
	if len(in) > 0 {
		if _, err := c.w.Write(in); err != nil {
			return err
		}
	}
	switch op {
	case c.flushOp:
		return c.w.Flush()
	case c.finishOp:
		c.done = true
		return c.w.Close()
	}
	return nil
}
func (c *encoder) output(n int) ([]byte, bool, error) {
	out, more := take(&c.out, n)
	return out, more, nil
}
func (c *encoder) unused() (int, bool) { return 0, false }
func (c *encoder) reset() error {
	c.out.Reset()
	c.w, c.done = nil, false
	return nil
}
func (c *encoder) params(level, strategy int) error { return nil }
func (c *encoder) close() {
	if z, ok := c.w.(*zstd.Encoder); ok {
		z.Close()
	}
}

// decoder turns a pull-style reader into an engine: the reader runs as a coroutine that stops where it lacks input.
type decoder struct {
	open    func(r io.Reader) (io.Reader, error)
	wrong   func(err error) error
	in      []byte
	final   bool
	finish  int
	next    func() (any, bool)
	stop    func()
	out     bytes.Buffer
	err     error
	done    bool
	starved bool
}

type wantInput struct{}

func (d *decoder) start() {
	d.next, d.stop = iter.Pull(func(yield func(any) bool) {
		src := &coSource{d, yield}
		r, err := d.open(src)
		if err != nil {
			yield(err)
			return
		}
		buf := make([]byte, 64<<10)
		for {
			n, err := r.Read(buf)
			if n > 0 && !yield(buf[:n]) {
				return
			}
			if err != nil {
				yield(err)
				return
			}
		}
	})
}

// coSource gives the coroutine the input, and stops it for more.
type coSource struct {
	d     *decoder
	yield func(any) bool
}

func (s *coSource) Read(p []byte) (int, error) {
	for len(s.d.in) == 0 {
		if s.d.final {
			return 0, io.EOF
		}
		if !s.yield(wantInput{}) {
			return 0, io.ErrUnexpectedEOF
		}
	}
	n := copy(p, s.d.in)
	s.d.in = s.d.in[n:]
	return n, nil
}

func (d *decoder) feed(in []byte, op int) error {
	d.final = op == d.finish
	d.in = in
	return nil
}

func (d *decoder) output(n int) ([]byte, bool, error) {
	if d.next == nil && !d.done {
		d.start()
	}
	for d.out.Len() <= n && !d.done {
		x, ok := d.next()
		if !ok {
			d.done = true
			break
		}
		switch v := x.(type) {
		case []byte:
			d.out.Write(v)
			continue
		case error:
			d.done = true
			// Input after the end of a brotli stream is left alone.
			if v != io.EOF && v.Error() != "brotli: excessive input" {
				if errors.Is(v, io.ErrUnexpectedEOF) || strings.Contains(v.Error(), "unexpected EOF") {
					d.err = errEOF()
				} else {
					d.err = d.wrong(v)
				}
			}
		}
		break
	}
	out, more := take(&d.out, n)
	if d.err != nil && !more {
		return out, false, d.err
	}
	return out, more, nil
}
func (d *decoder) unused() (int, bool) {
	if d.done {
		return len(d.in), len(d.in) > 0
	}
	return 0, false
}
func (d *decoder) reset() error {
	d.close()
	*d = decoder{open: d.open, wrong: d.wrong, finish: d.finish}
	return nil
}
func (d *decoder) params(level, strategy int) error { return nil }
func (d *decoder) close() {
	if d.stop != nil {
		d.stop()
		d.stop = nil
	}
}

// settings are the arguments of init.
type settings struct {
	windowBits, level, memLevel, strategy int
	dict                                  []byte
	param                                 []uint32
}

const unset = 1<<32 - 1

func (s *settings) get(i int, def int) int {
	if i < len(s.param) && s.param[i] != unset {
		return int(int32(s.param[i]))
	}
	return def
}

// newEngine makes the engine of a mode.
func newEngine(mode int, s *settings) (engine, error) {
	switch mode {
	case modeDeflate:
		return &deflater{wrap: wrapZlib, level: s.level, strategy: s.strategy, windowBits: min(max(s.windowBits, 8), 15), dict: s.dict}, nil
	case modeGzip:
		return &deflater{wrap: wrapGzip, level: s.level, strategy: s.strategy, windowBits: 15}, nil
	case modeDeflateRaw:
		return &deflater{wrap: wrapRaw, level: s.level, strategy: s.strategy, windowBits: 15, dict: s.dict}, nil
	case modeInflate:
		return &inflateEngine{z: newInflater(wrapZlib, s.dict, s.windowBits)}, nil
	case modeGunzip:
		return &inflateEngine{z: newInflater(wrapGzip, s.dict, s.windowBits), multi: true}, nil
	case modeInflateRaw:
		return &inflateEngine{z: newInflater(wrapRaw, s.dict, s.windowBits)}, nil
	case modeUnzip:
		return &inflateEngine{z: newInflater(wrapAuto, s.dict, s.windowBits), multi: true}, nil
	case modeBrotliEncode:
		q, lgwin := s.get(1, 11), s.get(2, 22)
		if v := s.get(4, 0); v != 0 && v != 1 {
			break
		}
		return &encoder{flushOp: 1, finishOp: 2, make: func(w io.Writer) (flushWriter, error) {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: q, LGWin: lgwin}), nil
		}}, nil
	case modeBrotliDecode:
		return &decoder{finish: 2, open: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil }, wrong: func(err error) error {
			r := brotliReason(err)
			return zlibError("Decompression failed", brotliNumber(r), "ERR__ERROR_FORMAT_"+r)
		}}, nil
	case modeZstdCompress:
		level, sum := s.get(100, 3), s.get(201, 0)
		if v := s.get(107, 0); v < 0 || v > 9 {
			return nil, &bindings.CodeError{Code: "ERR_ZLIB_INITIALIZATION_FAILED", Msg: "Setting parameter failed"}
		}
		if level == 0 {
			level = 3
		}
		return &encoder{flushOp: 1, finishOp: 2, make: func(w io.Writer) (flushWriter, error) {
			o := []zstd.EOption{zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(level)), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(sum != 0), zstd.WithZeroFrames(true)}
			if len(s.dict) > 0 {
				o = append(o, zstdEncDict(s.dict))
			}
			return zstd.NewWriter(w, o...)
		}}, nil
	case modeZstdDecompress:
		if v := s.get(100, 0); v != 0 && (v < 10 || v > 31) {
			return nil, &bindings.CodeError{Code: "ERR_ZLIB_INITIALIZATION_FAILED", Msg: "Setting parameter failed"}
		}
		return &decoder{finish: 2, open: func(r io.Reader) (io.Reader, error) {
			o := []zstd.DOption{zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(1 << 31)}
			if len(s.dict) > 0 {
				o = append(o, zstdDecDict(s.dict))
			}
			z, err := zstd.NewReader(r, o...)
			if err != nil {
				return nil, err
			}
			return z, nil
		}, wrong: zstdError}, nil
	}
	return nil, &bindings.CodeError{Code: "ERR_ZLIB_INITIALIZATION_FAILED", Msg: "Initialization failed"}
}

func isDict(b []byte) bool { return len(b) >= 8 && binary.LittleEndian.Uint32(b) == 0xEC30A437 }

func zstdEncDict(b []byte) zstd.EOption {
	if isDict(b) {
		return zstd.WithEncoderDict(b)
	}
	return zstd.WithEncoderDictRaw(0, b)
}

func zstdDecDict(b []byte) zstd.DOption {
	if isDict(b) {
		return zstd.WithDecoderDicts(b)
	}
	return zstd.WithDecoderDictRaw(0, b)
}

func brotliReason(err error) string {
	t := strings.TrimPrefix(err.Error(), "brotli: ")
	t = strings.TrimPrefix(t, "FORMAT_")
	if t != strings.ToUpper(t) || strings.Contains(t, " ") {
		return "PADDING_1"
	}
	return t
}

func zstdError(err error) error {
	switch {
	case errors.Is(err, zstd.ErrMagicMismatch):
		return zlibError("Unknown frame descriptor", 10, "ZSTD_error_prefix_unknown")
	case errors.Is(err, zstd.ErrCRCMismatch):
		return zlibError("Restored data doesn't match checksum", 22, "ZSTD_error_checksum_wrong")
	case errors.Is(err, zstd.ErrUnknownDictionary):
		return zlibError("Dictionary mismatch", 32, "ZSTD_error_dictionary_wrong")
	}
	return zlibError("Data corruption detected", 20, "ZSTD_error_corruption_detected")
}

// brotliNumber is the number of a format error.
func brotliNumber(reason string) int {
	for i, r := range [...]string{"EXUBERANT_NIBBLE", "RESERVED", "EXUBERANT_META_NIBBLE", "SIMPLE_HUFFMAN_ALPHABET", "SIMPLE_HUFFMAN_SAME", "CL_SPACE", "HUFFMAN_SPACE",
		"CONTEXT_MAP_REPEAT", "BLOCK_LENGTH_1", "BLOCK_LENGTH_2", "TRANSFORM", "DICTIONARY", "WINDOW_BITS", "PADDING_1", "PADDING_2", "DISTANCE"} {
		if r == reason {
			return -1 - i
		}
	}
	return -2
}
