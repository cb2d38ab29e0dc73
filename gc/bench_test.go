package gc

import "testing"

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		h, err := New(Config{Kinds: &testKinds})
		if err != nil {
			b.Fatal(err)
		}
		h.Close()
	}
}

// BenchmarkAlloc allocates garbage of 40 bytes, scavenges included.
func BenchmarkAlloc(b *testing.B) {
	x := newTestHeap(b, Config{})
	b.SetBytes(40)
	for b.Loop() {
		x.Alloc(x.objs[3], 40)
		if x.NeedsSafepoint() {
			x.Safepoint()
		}
	}
}

func BenchmarkAllocOld(b *testing.B) {
	x := newTestHeap(b, Config{})
	b.SetBytes(40)
	for b.Loop() {
		x.AllocOld(x.objs[3], 40)
		if x.NeedsSafepoint() {
			x.Safepoint()
		}
	}
}

// tree makes a tree of objects with two children each.
func (x *testHeap) tree(depth int) Ref {
	if depth == 0 {
		return x.Alloc(x.objs[3], 40)
	}
	l := x.tree(depth - 1)
	r := x.tree(depth - 1)
	o := x.Alloc(x.objs[3], 40)
	x.InitValue(o, 16, Object(l))
	x.InitValue(o, 24, Object(r))
	return o
}

// BenchmarkScavenge copies or promotes a nursery of small objects that all survive.
func BenchmarkScavenge(b *testing.B) {
	x := newTestHeap(b, Config{SemiSpace: 16 << 20})
	x.roots = []Value{Undefined}
	b.SetBytes(40 * (1<<18 - 1))
	for b.Loop() {
		b.StopTimer()
		x.roots[0] = Undefined
		x.Collect(Major, "bench")
		x.roots[0] = Object(x.tree(17))
		b.StartTimer()
		x.Collect(Scavenge, "bench")
	}
	b.ReportMetric(float64(x.Stats().MaxScavenge.Microseconds()), "max-µs")
}

// BenchmarkMajor marks and sweeps 40 MB of small objects.
func BenchmarkMajor(b *testing.B) {
	x := newTestHeap(b, Config{})
	x.roots = []Value{Object(x.tree(19))}
	x.Collect(Major, "bench")
	b.SetBytes(40 * (1<<20 - 1))
	for b.Loop() {
		x.Collect(Major, "bench")
	}
}

func BenchmarkStoreValueOldToOld(b *testing.B) {
	x := newTestHeap(b, Config{})
	r, v := x.oldNode(4), Cell(x.oldNode(0))
	for b.Loop() {
		x.StoreValue(r, 24, v)
	}
}

func BenchmarkStoreValueOldToYoung(b *testing.B) {
	x := newTestHeap(b, Config{})
	r, v := x.oldNode(4), Cell(x.node(0))
	for b.Loop() {
		x.StoreValue(r, 24, v)
	}
}

func BenchmarkHandle(b *testing.B) {
	x := newTestHeap(b, Config{})
	for b.Loop() {
		m := x.HandleMark()
		x.NewHandle(Int(1))
		x.ReleaseHandles(m)
	}
}

func BenchmarkExtAlloc(b *testing.B) {
	x := newTestHeap(b, Config{})
	for b.Loop() {
		i, _ := x.ExtAlloc(1024, false)
		x.ExtFree(i)
	}
}
