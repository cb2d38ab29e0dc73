package bytecode

import (
	"bytes"
	"os"
	"testing"
)

// TestTable checks the rows: named, sized, documented, with a slot operand exactly where there is feedback.
func TestTable(t *testing.T) {
	seen := map[string]bool{}
	for o := Op(0); o < NumOps; o++ {
		in := o.Info()
		if in.Name == "" || in.Doc == "" || seen[in.Name] {
			t.Errorf("op %d: name %q missing or repeated, or no doc", o, in.Name)
		}
		seen[in.Name] = true
		n, slot := 1, false
		for i, k := range in.Operands {
			n += k.Width()
			slot = slot || k == Slot
			if k == Regs && (i+1 >= len(in.Operands) || in.Operands[i+1] != Count) {
				t.Errorf("%s: Regs without Count", o)
			}
		}
		if n != o.Size() {
			t.Errorf("%s: size %d, want %d (run go run ./tools/genops)", o, o.Size(), n)
		}
		if slot != (in.Feedback != NoFeedback) {
			t.Errorf("%s: slot operand and feedback kind disagree", o)
		}
		if in.Effect&Calls != 0 && in.Effect&Throws == 0 && o != JumpLoop && o != SetLiteralProto && o != AsyncReject && o != Debugger {
			t.Errorf("%s: runs JavaScript but cannot throw?", o)
		}
	}
}

func TestMarkdown(t *testing.T) {
	got, err := os.ReadFile("../../docs/bytecode.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, Markdown()) {
		t.Error("docs/bytecode.md is out of date: go run ./tools/genops")
	}
}

func TestPositions(t *testing.T) {
	var b []byte
	b = AppendPosition(b, 3, 100)
	b = AppendPosition(b, 300, -40)
	b = AppendPosition(b, 1, 7000)
	for _, c := range []struct {
		pc   int
		want int32
	}{{0, -1}, {3, 100}, {302, 100}, {303, 60}, {304, 7060}, {9999, 7060}} {
		if got := PositionAt(b, c.pc); got != c.want {
			t.Errorf("PositionAt(%d) = %d, want %d", c.pc, got, c.want)
		}
	}
}

func TestAsmThreadsJumps(t *testing.T) {
	var a Asm
	a.Reset()
	l1, l2 := a.NewLabel(), a.NewLabel()
	a.Emit(LdaTrue)
	a.Jump(JumpIfTrue, l1)
	a.Emit(LdaFalse)
	a.Emit(Return)
	a.Emit(LdaNull) // unreachable: dropped
	a.Bind(l1)
	a.Jump(Jump, l2)
	a.Bind(l2)
	a.Emit(LdaNull)
	a.Emit(Return)
	a.Finish()
	in, _ := Decode(a.Code, 1)
	if want := 1 + SizeJumpIfTrue + 2 + SizeJump; in.Args[0] != want {
		t.Errorf("jump goes to %d, want %d", in.Args[0], want)
	}
}
