package amd64

import (
	"bytes"
	"strings"
	"testing"

	"github.com/gonode/gonode/jit/asm"
	"golang.org/x/arch/x86/x86asm"
)

func finish(t *testing.T, a *Assembler) *asm.Code {
	t.Helper()
	c, err := a.Finish()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestListing emits through the public methods and compares the dump's text, line by line.
func TestListing(t *testing.T) {
	for _, x := range []struct {
		want string
		size int
		emit func(a *Assembler)
	}{
		{"add rax, rcx", 3, func(a *Assembler) { a.RR(Add, Q, RAX, RCX) }},
		{"sub byte ptr [rsp+0x8], sil", 5, func(a *Assembler) { a.MR(Sub, B, Base(RSP, 8), RSI) }},
		{"cmp qword ptr [rcx+0x10], -0x522", 8, func(a *Assembler) { a.MI(Cmp, Q, Base(RCX, 16), -1314) }},
		{"cmp dword ptr [rbx+rax*1+0x4], 0x7f", 5, func(a *Assembler) { a.MI(Cmp, D, Indexed(RBX, RAX, 1, 4), 127) }},
		{"mov eax, 0xffffffff", 5, func(a *Assembler) { a.MovI(RAX, 0xFFFFFFFF) }},
		{"mov rax, -0x1", 7, func(a *Assembler) { a.MovI(RAX, -1) }},
		{"mov r15, 0x7ff8000000000000", 10, func(a *Assembler) { a.MovI(R15, 0x7FF8<<48) }},
		{"shl ecx, 0x1", 2, func(a *Assembler) { a.RI(Shl, D, RCX, 1) }},
		{"sar r9, 0x20", 4, func(a *Assembler) { a.RI(Sar, Q, R9, 32) }},
		{"imul rdx, rdx, 0x3e8", 7, func(a *Assembler) { a.RRI(Imul, Q, RDX, RDX, 1000) }},
		{"imul edx, dword ptr [rbp-0x8], 0x3", 4, func(a *Assembler) { a.RMI(Imul, D, RDX, Base(RBP, -8), 3) }},
		{"movq xmm0, rax", 5, func(a *Assembler) { a.RR(Movq, Fixed, XMM0, RAX) }},
		{"movq rax, xmm15", 5, func(a *Assembler) { a.RR(Movq, Fixed, RAX, XMM15) }},
		{"movq xmm1, xmm2", 4, func(a *Assembler) { a.RR(Movq, Fixed, XMM1, XMM2) }},
		{"cvttsd2si rax, xmm3", 5, func(a *Assembler) { a.RR(Cvttsd2si, Q, RAX, XMM3) }},
		{"cvtsi2sd xmm3, dword ptr [r13+0x0]", 6, func(a *Assembler) { a.RM(Cvtsi2sd, D, XMM3, Base(R13, 0)) }},
		{"setnp r8b", 4, func(a *Assembler) { a.Setcc(CondNP, R8) }},
		{"cmovge rax, r10", 4, func(a *Assembler) { a.Cmovcc(CondGE, Q, RAX, R10) }},
		{"push r12", 2, func(a *Assembler) { a.R(Push, Q, R12) }},
		{"push -0x80", 2, func(a *Assembler) { a.PushI(-128) }},
		{"push 0x80", 5, func(a *Assembler) { a.PushI(128) }},
		{"call qword ptr [rbx-0x1000]", 6, func(a *Assembler) { a.M(Call, Q, Base(RBX, -4096)) }},
		{"jmp r11", 3, func(a *Assembler) { a.R(Jmp, Q, R11) }},
		{"ret 0x10", 3, func(a *Assembler) { a.RetPop(16) }},
		{"lock cmpxchg qword ptr [rdi], rsi", 5, func(a *Assembler) { a.Lock(); a.MR(Cmpxchg, Q, Base(RDI, 0), RSI) }},
		{"roundsd xmm0, xmm1, 0x9", 6, func(a *Assembler) { a.RRI(Roundsd, Fixed, XMM0, XMM1, 9) }},
		{"psrlq xmm8, 0x3f", 6, func(a *Assembler) { a.RI(Psrlq, Fixed, XMM8, 63) }},
		{"call target 7", 5, func(a *Assembler) { a.CallOut(7) }},
		{"mov rdx, target 9", 10, func(a *Assembler) { a.MovAddr(RDX, 9) }},
		{"mfence", 3, func(a *Assembler) { a.N(Mfence) }},
		{"cqo", 2, func(a *Assembler) { a.N(Cqo) }},
	} {
		a := New(allFeatures)
		a.SetListing(true)
		x.emit(a)
		c := finish(t, a)
		got := strings.Replace(c.Listing[0].Text, "[r13]", "[r13+0x0]", 1)
		if got != x.want || len(c.Bytes) != x.size {
			t.Errorf("%q in %d bytes, want %q in %d", got, len(c.Bytes), x.want, x.size)
		}
	}
}

// TestPanics holds that what cannot be encoded is refused.
func TestPanics(t *testing.T) {
	for name, f := range map[string]func(a *Assembler){
		"index rsp":     func(a *Assembler) { a.RM(Mov, Q, RAX, Indexed(RAX, RSP, 1, 0)) },
		"scale 3":       func(a *Assembler) { a.RM(Mov, Q, RAX, Indexed(RAX, RCX, 3, 0)) },
		"imm64 add":     func(a *Assembler) { a.RI(Add, Q, RAX, 1<<40) },
		"imm8 300":      func(a *Assembler) { a.RI(Add, B, RAX, 300) },
		"mixed classes": func(a *Assembler) { a.RR(Add, Q, RAX, XMM0) },
		"lea register":  func(a *Assembler) { a.RR(Lea, Q, RAX, RCX) },
		"lock register": func(a *Assembler) { a.Lock(); a.RR(Add, Q, RAX, RCX) },
		"lock mov":      func(a *Assembler) { a.Lock(); a.MR(Mov, Q, Base(RAX, 0), RCX) },
		"feature":       func(a *Assembler) { New(0).RR(Popcnt, Q, RAX, RCX) },
		"bound twice":   func(a *Assembler) { a.Bind(a.Here()) },
		"never bound":   func(a *Assembler) { a.Jmp(a.NewLabel()); a.Finish() },
		"movzx size":    func(a *Assembler) { a.RR(Movzx16, W, RAX, RCX) },
	} {
		func() {
			defer func() {
				if r := recover(); r == nil {
					t.Errorf("%s: no panic", name)
				} else if s, _ := r.(string); !strings.HasPrefix(s, "BUG: ") {
					t.Errorf("%s: %v", name, r)
				}
			}()
			f(New(allFeatures))
		}()
	}
}

// TestJumps checks short and near jumps at the edges of their reach.
func TestJumps(t *testing.T) {
	for _, gap := range []int{0, 1, 125, 126, 127, 128, 129, 200} {
		a := New(0)
		l := a.Here()
		a.Pad(gap)
		at := a.Offset()
		a.J(CondE, l)
		c := finish(t, a)
		in, err := x86asm.Decode(c.Bytes[at:], 64)
		if err != nil || in.Op != x86asm.JE {
			t.Fatalf("gap %d: %v %v", gap, in, err)
		}
		if int(in.Args[0].(x86asm.Rel)) != -(gap + in.Len) {
			t.Errorf("gap %d: %v", gap, in)
		}
		if short := gap+2 <= 128; (in.Len == 2) != short {
			t.Errorf("gap %d: %d bytes", gap, in.Len)
		}
		a = New(0)
		l = a.NewLabel()
		a.JmpShort(l)
		a.Pad(gap)
		a.Bind(l)
		c, err = a.Finish()
		if (err == nil) != (gap <= 127) {
			t.Errorf("forward gap %d: error %v", gap, err)
		}
		if err == nil && int(int8(c.Bytes[1])) != gap {
			t.Errorf("forward gap %d: % x", gap, c.Bytes[:2])
		}
	}
}

// TestPool checks that constants are shared, aligned and found by their instructions, with an immediate after the displacement too.
func TestPool(t *testing.T) {
	a := New(allFeatures)
	a.SetListing(true)
	a.MovDouble(XMM0, 0x3FF0<<48)
	a.RM(Andpd, Fixed, XMM0, At(a.Const128(1, 2)))
	a.RMI(Roundsd, Fixed, XMM1, At(a.Const64(0x3FF0<<48)), 3)
	a.MI(Cmp, D, At(a.Const64(77)), 77777)
	a.N(Ret)
	c := finish(t, a)
	if c.PoolStart == len(c.Bytes) || len(c.Bytes)-c.PoolStart > 32+15 {
		t.Fatalf("pool of %d bytes", len(c.Bytes)-c.PoolStart)
	}
	want := []uint64{0x3FF0 << 48, 1, 0x3FF0 << 48, 77}
	for at, i := 0, 0; i < len(want); i++ {
		in, err := x86asm.Decode(c.Bytes[at:], 64)
		if err != nil {
			t.Fatal(err)
		}
		at += in.Len
		for _, x := range in.Args {
			if m, ok := x.(x86asm.Mem); ok {
				p := at + int(m.Disp)
				var v uint64
				for k := 7; k >= 0; k-- {
					v = v<<8 | uint64(c.Bytes[p+k])
				}
				if v != want[i] || in.MemBytes == 16 && p%16 != 0 {
					t.Errorf("%v reads %#x at %#x, want %#x", in, v, p, want[i])
				}
			}
		}
	}
	if d := c.Dump(0x1000); !strings.Contains(d, ".quad 0x3ff0000000000000") || !strings.Contains(d, "1000  ") {
		t.Error(d)
	}
}

// TestMovScript checks that a constant of a script does not show up in the code, and small ones cost nothing.
func TestMovScript(t *testing.T) {
	const spray = 0x90909090CCCCCCCC
	for _, v := range []uint64{spray, 0x90909090, 0x0000_9090_9090_9090} {
		a := New(0)
		a.SetKey(0x9E3779B97F4A7C15)
		a.MovScript(RCX, v)
		c := finish(t, a)
		for _, pattern := range []string{"\x90\x90\x90\x90", "\xCC\xCC\xCC\xCC"} {
			if bytes.Contains(c.Bytes, []byte(pattern)) {
				t.Errorf("%#x: % x", v, c.Bytes)
			}
		}
	}
	a := New(0)
	a.SetKey(1 << 40)
	a.MovScript(RCX, 1000)
	if c := finish(t, a); len(c.Bytes) != 5 {
		t.Errorf("small constant: % x", c.Bytes)
	}
}

// TestPad checks that padding is whole instructions that do nothing.
func TestPad(t *testing.T) {
	for n := range 40 {
		a := New(0)
		a.Pad(n)
		if a.Offset() != n {
			t.Fatalf("%d bytes for %d", a.Offset(), n)
		}
		for b := a.Bytes; len(b) > 0; {
			in, err := x86asm.Decode(b, 64)
			if err != nil || in.Op != x86asm.NOP {
				t.Fatalf("pad %d: % x: %v %v", n, b, in, err)
			}
			b = b[in.Len:]
		}
	}
}

func BenchmarkEmit(b *testing.B) {
	a := New(allFeatures)
	for b.Loop() {
		a.Reset()
		for range 250 {
			a.RM(Mov, Q, RAX, Base(RBP, -64))
			a.RR(Add, D, RAX, RCX)
			a.RI(Cmp, D, RAX, 100)
			a.MR(Mov, Q, Base(RBP, -72), RAX)
		}
	}
}
