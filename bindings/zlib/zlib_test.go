package zlib

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"math/rand"
	"testing"
)

// TestInflatePieces decodes in pieces of every kind of size, with little output at a time.
func TestInflatePieces(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	var text bytes.Buffer
	for i := 0; i < 30000; i++ {
		text.WriteString([]string{"alpha ", "beta ", "gamma\n", string(rune('a' + r.Intn(26)))}[r.Intn(4)])
	}
	random := make([]byte, 100000)
	r.Read(random)
	for _, data := range [][]byte{nil, []byte("x"), text.Bytes(), random} {
		for _, level := range []int{flate.NoCompression, 1, 9, flate.HuffmanOnly} {
			var b bytes.Buffer
			w, _ := gzip.NewWriterLevel(&b, level)
			w.Name = "a name"
			w.Write(data)
			w.Close()
			for _, step := range []int{1, 3, 1000, 1 << 20} {
				e := &inflateEngine{z: newInflater(wrapGzip, nil, 15), multi: true}
				var got []byte
				in := b.Bytes()
				for len(in) > 0 {
					n := min(step, len(in))
					flush := 0
					if n == len(in) {
						flush = 4
					}
					e.feed(append([]byte(nil), in[:n]...), flush)
					in = in[n:]
					for more := true; more; {
						out, m, err := e.output(777)
						if err != nil {
							t.Fatalf("level %d step %d: %v", level, step, err)
						}
						if len(out) > 777 {
							t.Fatalf("%d bytes of output", len(out))
						}
						got, more = append(got, out...), m
					}
				}
				if !bytes.Equal(got, data) {
					t.Fatalf("level %d step %d: %d bytes of %d", level, step, len(got), len(data))
				}
			}
		}
	}
}

// TestInflateBad feeds damaged data: errors, never a panic or a hang.
func TestInflateBad(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, 9)
	for i := 0; i < 5000; i++ {
		w.Write([]byte{byte(r.Intn(7)), byte(r.Intn(200))})
	}
	w.Close()
	for i := 0; i < 3000; i++ {
		c := append([]byte(nil), b.Bytes()...)
		for k := 0; k < 3; k++ {
			c[r.Intn(min(len(c), 200*(k+1)))] ^= byte(1 << r.Intn(8))
		}
		e := &inflateEngine{z: newInflater(wrapRaw, nil, 15)}
		e.feed(c, 4)
		for n := 0; ; n++ {
			_, more, err := e.output(1 << 16)
			if err != nil || !more {
				break
			}
			if n > 10000 {
				t.Fatal("no end")
			}
		}
	}
}
