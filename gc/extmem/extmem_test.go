package extmem

import (
	"math/rand/v2"
	"sync"
	"testing"
	"unsafe"
)

func TestClasses(t *testing.T) {
	last := uint8(0)
	for n := uint64(1); n <= maxSmall; n++ {
		c := classOf(n)
		if c < last || c >= numClasses || uint64(classSize(c)) < n || c > 0 && uint64(classSize(c-1)) >= n {
			t.Fatalf("%d: class %d of %d", n, c, classSize(c))
		}
		if classSize(c)%16 != 0 {
			t.Fatalf("class %d of %d", c, classSize(c))
		}
		last = c
	}
}

func TestAllocator(t *testing.T) {
	a := New()
	type block struct {
		p unsafe.Pointer
		n uint64
		b byte
	}
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			rnd := rand.New(rand.NewPCG(1, uint64(g)))
			var bs []block
			free := func(i int) {
				x := bs[i]
				for _, c := range unsafe.Slice((*byte)(x.p), x.n) {
					if c != x.b {
						t.Error("block was overwritten")
						return
					}
				}
				a.Free(x.p, x.n)
				bs[i] = bs[len(bs)-1]
				bs = bs[:len(bs)-1]
			}
			for range 20000 {
				if len(bs) > 0 && rnd.IntN(2) == 0 || len(bs) > 300 {
					free(rnd.IntN(len(bs)))
					continue
				}
				n := 1 + rnd.Uint64N(1<<(4+rnd.Uint64N(14)))
				zero := rnd.IntN(2) == 0
				x := block{a.Alloc(n, zero), n, byte(rnd.Uint32())}
				if x.p == nil || uintptr(x.p)%16 != 0 {
					t.Error("block", x.p)
					return
				}
				s := unsafe.Slice((*byte)(x.p), n)
				for i := range s {
					if zero && s[i] != 0 {
						t.Error("not zero")
						return
					}
					s[i] = x.b
				}
				bs = append(bs, x)
			}
			for len(bs) > 0 {
				free(0)
			}
		}()
	}
	wg.Wait()
	if used, mapped := a.Stats(); used != 0 || mapped == 0 {
		t.Errorf("%d used, %d mapped", used, mapped)
	}
	if a.Alloc(1<<50, false) != nil {
		t.Error("absurd size")
	}
}

func BenchmarkAlloc(b *testing.B) {
	a := New()
	for b.Loop() {
		a.Free(a.Alloc(200, true), 200)
	}
}
