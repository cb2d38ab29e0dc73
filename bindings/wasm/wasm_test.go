package wasm

import (
	"errors"
	"math/rand"
	"testing"
)

// loopModule exports f(n): a loop with memory, a call and a table.
var loopModule = []byte{0, 0x61, 0x73, 0x6d, 1, 0, 0, 0,
	1, 6, 1, 0x60, 1, 0x7f, 1, 0x7f,
	3, 2, 1, 0,
	4, 4, 1, 0x70, 0, 1,
	5, 3, 1, 0, 1,
	7, 5, 1, 1, 'f', 0, 0,
	9, 7, 1, 0, 0x41, 0, 0x0b, 1, 0,
	10, 42, 1, 40, 1, 1, 0x7f, 0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x45, 0x0d, 1, 0x20, 1, 0x20, 0, 0x6a, 0x21, 1, 0x41, 8, 0x20, 1, 0x36, 2, 0,
	0x20, 0, 0x41, 1, 0x6b, 0x21, 0, 0x0c, 0, 0x0b, 0x0b, 0x20, 1, 0x0b}

func instanceOf(m *module) (*store, *instance) {
	steps := 0
	s := &store{poll: func() error {
		if steps++; steps > 1000 {
			return errors.New("too long")
		}
		return nil
	}}
	inst := &instance{m: m}
	for range m.imports {
		return s, nil
	}
	for i, c := range m.code {
		inst.funcs = append(inst.funcs, &function{typ: c.typ, inst: inst, code: c, index: i})
	}
	for _, t := range m.tables {
		if t.min > 1000 {
			return s, nil
		}
		inst.tables = append(inst.tables, &table{tableType: t, elems: make([]uint64, t.min)})
	}
	for _, l := range m.mems {
		if l.min > 10 {
			return s, nil
		}
		mem := &memory{limits: l, data: make([]byte, l.min*pageSize), refresh: func() {}}
		mem.grow = func(n uint64) bool { return false }
		inst.mem = mem
	}
	for _, g := range m.globals {
		inst.globals = append(inst.globals, &global{globalType: g.globalType, value: g.init.value})
	}
	inst.elems = make([][]uint64, len(m.elems))
	inst.datas = make([][]byte, len(m.datas))
	return s, inst
}

func TestLoop(t *testing.T) {
	m, err := decode(loopModule)
	if err != nil {
		t.Fatal(err)
	}
	s, inst := instanceOf(m)
	r, err := s.invoke(inst.funcs[0], []uint64{10})
	if err != nil || len(r) != 1 || r[0] != 55 || inst.mem.data[8] != 55 {
		t.Fatal(r, err)
	}
	if _, err := s.invoke(inst.funcs[0], []uint64{100000}); err == nil {
		t.Error("a long loop does not ask poll")
	}
}

// TestMutations: whatever the bytes are, decoding gives a module or an error, and what validates runs without a Go panic.
func TestMutations(t *testing.T) {
	rnd := rand.New(rand.NewSource(1))
	valid := 0
	for i := range 60000 {
		b := append([]byte(nil), loopModule...)
		for range 1 + rnd.Intn(4) {
			switch at := 8 + rnd.Intn(len(b)-8); rnd.Intn(8) {
			case 0:
				b = b[:at]
			default:
				b[at] = byte(rnd.Intn(256))
			}
			if len(b) <= 8 {
				break
			}
		}
		m, err := decode(b)
		if err != nil {
			continue
		}
		valid++
		s, inst := instanceOf(m)
		if inst == nil {
			continue
		}
		for _, f := range inst.funcs {
			args := make([]uint64, len(f.typ.params))
			for j := range args {
				args[j] = uint64(i & 7)
			}
			r, err := s.invoke(f, args)
			if err == nil && len(r) != len(f.typ.results) {
				t.Fatalf("%x: %d results", b, len(r))
			}
		}
	}
	if valid < 100 {
		t.Errorf("only %d mutations validate: the test says little", valid)
	}
}
