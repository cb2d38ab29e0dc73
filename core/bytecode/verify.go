package bytecode

import "fmt"

// Verify checks that every function of u is well formed: operands in range, jumps to instruction starts, handlers nested in the code,
// constants and feedback slots of the right kinds, no way off the end, and acc written before it is read. Compilers call it in
// tests; code from a disk cache is verified before it runs.
func (u *Unit) Verify() error {
	for i := range u.Funcs {
		if err := u.verifyFunc(u.Funcs[i].Load()); err != nil {
			return fmt.Errorf("function %d %q: %w", i, u.Funcs[i].Name, err)
		}
	}
	for i := range u.Scopes {
		s := &u.Scopes[i]
		if int(s.Parent) >= i || s.Parent < -1 {
			return fmt.Errorf("scope %d: parent %d", i, s.Parent)
		}
		if s.Func < 0 || int(s.Func) >= len(u.Funcs) {
			return fmt.Errorf("scope %d: function %d", i, s.Func)
		}
		for _, v := range s.Vars {
			if v.Slot >= int32(s.NumSlots) {
				return fmt.Errorf("scope %d: slot %d of %s out of range", i, v.Slot, v.Name)
			}
		}
	}
	return nil
}

type verifier struct {
	u     *Unit
	f     *Func
	start []bool
	slots map[int]Feedback
}

func (u *Unit) verifyFunc(f *Func) error {
	v := &verifier{u: u, f: f, start: make([]bool, len(f.Code)+1), slots: map[int]Feedback{}}
	if len(f.Code) == 0 {
		return fmt.Errorf("no code")
	}
	w := 0
	for _, k := range f.Slots {
		if k == NoFeedback || k >= numFeedback {
			return fmt.Errorf("feedback kind %d", k)
		}
		v.slots[w] = k
		w += k.Words()
	}
	if w != int(f.VectorLen) {
		return fmt.Errorf("vector length %d, slots take %d", f.VectorLen, w)
	}
	if f.Registers > MaxRegisters {
		return fmt.Errorf("%d registers", f.Registers)
	}
	if f.Scope >= int32(len(u.Scopes)) {
		return fmt.Errorf("scope %d", f.Scope)
	}
	for off := 0; off < len(f.Code); {
		in, ok := Decode(f.Code, off)
		if !ok {
			return fmt.Errorf("bad instruction at %d", off)
		}
		v.start[off] = true
		off += in.Op.Size()
	}
	for off := 0; off < len(f.Code); {
		in, _ := Decode(f.Code, off)
		if err := v.operands(in); err != nil {
			return fmt.Errorf("at %d: %s: %w", off, f.Format(in), err)
		}
		off += in.Op.Size()
	}
	for _, h := range f.Handlers {
		if h.Start >= h.End || int(h.End) > len(f.Code) || !v.start[h.Start] || !v.start[h.End] && int(h.End) != len(f.Code) ||
			int(h.Target) >= len(f.Code) || !v.start[h.Target] {
			return fmt.Errorf("handler [%d,%d) -> %d", h.Start, h.End, h.Target)
		}
		if h.Scope != RegScope && !v.register(int(h.Scope), 1) {
			return fmt.Errorf("handler scope register %d", h.Scope)
		}
	}
	for _, s := range f.Suspends {
		if int(s) >= len(f.Code) || !v.start[s] || !Op(f.Code[s]).Is(Suspends) {
			return fmt.Errorf("suspend point %d", s)
		}
	}
	return v.flow()
}

func (v *verifier) register(r, n int) bool {
	if r == RegReceiver {
		return n == 1
	}
	if r <= RegArg0 {
		return n == 1 && RegArg0-r < int(v.f.ParamCount)
	}
	return r >= 0 && r+n <= int(v.f.Registers)
}

func (v *verifier) operands(in Inst) error {
	row := in.Op.Info()
	for i, k := range &row.Operands {
		a := in.Args[i]
		switch k {
		case Reg, RegOut, RegMod:
			if !v.register(a, 1) {
				return fmt.Errorf("register %d", a)
			}
		case Regs:
			n := in.Args[i+1]
			if row.Operands[i+1] != Count {
				return fmt.Errorf("table: Regs without Count")
			}
			if n > 0 && !v.register(a, n) {
				return fmt.Errorf("registers %d+%d", a, n)
			}
		case Pair:
			if a < 0 || !v.register(a, 2) {
				return fmt.Errorf("register pair %d", a)
			}
		case Iter:
			if a < 0 || !v.register(a, 3) {
				return fmt.Errorf("register triple %d", a)
			}
		case Pool, Pool32, Name:
			if a >= len(v.f.Consts) {
				return fmt.Errorf("constant %d of %d", a, len(v.f.Consts))
			}
			if err := v.constant(in.Op, k, &v.f.Consts[a]); err != nil {
				return err
			}
		case Slot:
			if a == NoSlot {
				continue
			}
			if got, want := v.slots[a], row.Feedback; got != want {
				return fmt.Errorf("feedback slot %d is %q, want %q", a, got, want)
			}
		case Target:
			if a < 0 || a >= len(v.f.Code) || !v.start[a] {
				return fmt.Errorf("target %d", a)
			}
			if (a <= in.Offset) != (in.Op == JumpLoop) {
				return fmt.Errorf("direction of jump to %d", a)
			}
		}
	}
	next := in.Offset + in.Op.Size()
	follows := func(op Op) bool { return next < len(v.f.Code) && Op(v.f.Code[next]) == op }
	switch in.Op {
	case SwitchSmi:
		for n := 0; n < in.Args[1]; n++ {
			if at := next + n*SizeJump; at >= len(v.f.Code) || Op(v.f.Code[at]) != Jump {
				return fmt.Errorf("entry %d is no Jump", n)
			}
		}
	case GetIterator, GetAsyncIterator:
		if !follows(IterInit) {
			return fmt.Errorf("IterInit must follow")
		}
	case IterNext:
		if !follows(IterResult) {
			return fmt.Errorf("IterResult must follow")
		}
	case ThrowConst, ThrowIfNotObject:
		if ThrowKind(in.Args[0]) >= NumThrowKinds {
			return fmt.Errorf("throw kind")
		}
	case InitialYield, Yield, YieldDelegate, Await, AwaitResume, GeneratorReturn, CreateGenerator, AsyncResolve, AsyncReject:
		if !v.f.Resumable() || v.f.Registers == 0 {
			return fmt.Errorf("function is not resumable")
		}
	}
	return nil
}

func (v *verifier) constant(op Op, k Kind, c *Const) error {
	want := ConstString
	if k != Name {
		switch op {
		case LdaConst, LdaConstWide:
			if c.Kind <= ConstBigInt {
				return nil
			}
		case PushScope, PushFunctionScope, PushWith:
			want = ConstScope
		case CreateClosure, CreateClosureWide, CreateMethod, CreateClass:
			want = ConstFunc
		case CreateObjectLiteral:
			want = ConstObject
		case CreateArrayLiteral:
			want = ConstArray
		case CreateRegExp:
			want = ConstRegExp
		case GetTemplateObject:
			want = ConstTemplate
		case CallIntrinsic:
			want = ConstIntrinsic
		}
	}
	if c.Kind != want {
		return fmt.Errorf("constant %s of kind %d, want %d", c, c.Kind, want)
	}
	n := 0
	switch c.Kind {
	case ConstFunc:
		n = len(v.u.Funcs)
	case ConstScope:
		n = len(v.u.Scopes)
	case ConstObject:
		n = len(v.u.Objects)
	case ConstArray:
		n = len(v.u.Arrays)
	case ConstRegExp:
		n = len(v.u.RegExps)
	case ConstTemplate:
		n = len(v.u.Templates)
	default:
		return nil
	}
	if int(c.Index) >= n {
		return fmt.Errorf("constant %s out of range", c)
	}
	return nil
}

// flow checks by abstract interpretation that acc is defined where it is read and that control cannot run off the end.
func (v *verifier) flow() error {
	const (
		undef = 1
		def   = 2
	)
	state := make([]uint8, len(v.f.Code))
	work := []int{0}
	state[0] = undef
	push := func(off int, s uint8) error {
		if off >= len(v.f.Code) {
			return fmt.Errorf("control runs off the end")
		}
		if state[off] == 0 || s == undef && state[off] == def {
			state[off] = s
			work = append(work, off)
		}
		return nil
	}
	for _, h := range v.f.Handlers {
		if err := push(int(h.Target), def); err != nil {
			return err
		}
	}
	for len(work) > 0 {
		off := work[len(work)-1]
		work = work[:len(work)-1]
		in, _ := Decode(v.f.Code, off)
		s := state[off]
		row := in.Op.Info()
		if row.Effect&R != 0 && s == undef {
			return fmt.Errorf("at %d: %s reads acc, which is not defined on some path", off, v.f.Format(in))
		}
		if row.Effect&W != 0 {
			s = def
		}
		if j := row.JumpOperand(); j >= 0 {
			if err := push(in.Args[j], s); err != nil {
				return err
			}
		}
		next := off + in.Op.Size()
		if row.Effect&Skips != 0 {
			if err := push(next+Op(v.f.Code[next]).Size(), s); err != nil {
				return err
			}
		}
		if in.Op == SwitchSmi {
			for n := 0; n < in.Args[1]; n++ {
				if err := push(next+n*SizeJump, s); err != nil {
					return err
				}
			}
			next += in.Args[1] * SizeJump
		}
		if row.Effect&Ends == 0 {
			if err := push(next, s); err != nil {
				return err
			}
		}
	}
	return nil
}
