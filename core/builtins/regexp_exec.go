package builtins

import (
	"math"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/regexp"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// run matches a RegExp against a string from start on (exactly there if it is sticky). It does not collect. The groups are then in
// st.m.Caps.
//
//gcvet:nogc it handles interrupts only where it fails
func (st *regexpState) run(iso *Isolate, re Ref, s Value, start int) (matched, ok bool) {
	c := iso.Chars(s)
	prog := iso.CellBytes(iso.Value(re, layout.RegExpProgram).Ref())
	var err error
	if c.Wide {
		matched, err = st.m.Match16(prog, c.W, start)
	} else {
		matched, err = st.m.Match8(prog, c.B, start)
	}
	if err != nil {
		if err == regexp.ErrInterrupted {
			iso.HandleInterrupt()
			return false, false
		}
		iso.ThrowRangeError("Maximum call stack size exceeded")
		return false, false
	}
	return matched, true
}

// remember makes the last match what the legacy static properties show.
func (st *regexpState) remember(s Value) {
	st.subject.Set(s)
	st.input.Set(s)
	st.caps = append(st.caps[:0], st.m.Caps...)
}

// lastIndexOf reads lastIndex as RegExpBuiltinExec does. May run JavaScript.
func regexpLastIndex(iso *Isolate, r Handle) (uint64, bool) {
	re := r.Value().Ref()
	if shape := iso.ShapeOf(re); gc.Cell(shape) == iso.Intrinsic(slotRegExpShape) {
		if l := iso.SlotValue(re, shape, 0); l.IsInt() {
			return uint64(max(l.AsInt(), 0)), true
		}
	}
	v, ok := iso.Get(r.Value(), iso.K(object.AtomLastIndex))
	if !ok {
		return 0, false
	}
	return iso.ToLength(v)
}

func regexpSetLastIndex(iso *Isolate, r Handle, n int) bool {
	re := r.Value().Ref()
	if shape := iso.ShapeOf(re); gc.Cell(shape) == iso.Intrinsic(slotRegExpShape) {
		iso.SetSlot(re, shape, 0, gc.Int(int32(n)))
		return true
	}
	return iso.Set(r.Value(), iso.K(object.AtomLastIndex), gc.Int(int32(n)), true)
}

// regexpBuiltinRun is RegExpBuiltinExec, ECMA-262 22.2.7.2, up to the result array: the groups are in st.m.Caps. May run JavaScript
// before it matches, and after it only in Set of an odd lastIndex, which leaves the groups alone.
func regexpBuiltinRun(iso *Isolate, r, s Handle) (matched, ok bool) {
	last, ok := regexpLastIndex(iso, r)
	if !ok {
		return false, false
	}
	st := regexpStateOf(iso)
	f := infoFlags(iso, r.Value().Ref())
	moving := f&(regexp.Global|regexp.Sticky) != 0
	if !moving {
		last = 0
	}
	if last <= uint64(iso.StrLen(s.Value())) {
		if matched, ok = st.run(iso, r.Value().Ref(), s.Value(), int(last)); !ok {
			return false, false
		}
	}
	if !matched {
		if moving && !regexpSetLastIndex(iso, r, 0) {
			return false, false
		}
		return false, true
	}
	st.remember(s.Value())
	if moving && !regexpSetLastIndex(iso, r, int(st.m.Caps[1])) {
		return false, false
	}
	return true, true
}

// capture returns group i of caps as a string or undefined.
func capture(iso *Isolate, s Value, caps []int32, i int) Value {
	if caps[2*i] < 0 {
		return undefined
	}
	return iso.Substring(s, int(caps[2*i]), int(caps[2*i+1]))
}

// groupsObject makes the groups object of a match: value gives a group's value.
//
//gcvet:nogc defining on a new ordinary object runs nothing
//gcvet:ok defining on a new ordinary object runs nothing
func groupsObject(iso *Isolate, groups Value, caps []int32, value func(i int) Value) Value {
	if !groups.IsInternal() {
		return undefined
	}
	o := iso.NewObjectProto(gc.Null)
	l := groups.Ref()
	for i, n := 0, iso.ListLen(l); i < n; i += 2 {
		k := iso.KeyOf(iso.ListGet(l, i))
		g := int(iso.ListGet(l, i+1).AsInt())
		if k.IsIndex() {
			iso.CreateDataProperty(o, k, value(g))
			continue
		}
		if p, ok := iso.GetOwn(o.Ref(), k); !ok {
			iso.AddOwn(o.Ref(), k, value(g), layout.AttrDefault)
		} else if caps[2*g] >= 0 {
			iso.SetOwnValue(o.Ref(), p.Index, value(g))
		}
	}
	return o
}

func resultShape(iso *Isolate) Ref {
	s := iso.Intrinsic(slotRegExpResult)
	if s == undefined {
		sh := iso.RootShapeFor(layout.KindArray, iso.Intrinsic(vm.ArrayPrototype), 3, 0)
		for _, k := range [...]object.AtomID{object.AtomIndex, object.AtomInput, object.AtomGroups} {
			sh = iso.AddTransition(sh, iso.K(k), layout.AttrDefault)
		}
		s = gc.Cell(sh)
		iso.SetIntrinsic(slotRegExpResult, s)
	}
	return s.Ref()
}

// matchResult makes the result array of a match. It does not run JavaScript.
func matchResult(iso *Isolate, re Ref, s Value, caps []int32) Value {
	shape := resultShape(iso)
	r := iso.NewObjectOf(shape)
	n := len(caps) / 2
	e := iso.NewElements(uint32(n))
	for i := 0; i < n; i++ {
		iso.InitValue(e, layout.ElementsHeader+8*uintptr(i), capture(iso, s, caps, i))
	}
	iso.SetArrayLen(r, uint32(n))
	iso.InitRef(r, layout.ObjElements, e)
	iso.SetU32(r, layout.ObjFlags, layout.ElementsPacked)
	groups := iso.Value(re, layout.RegExpGroups)
	iso.SetSlot(r, shape, 0, gc.Int(caps[0]))
	iso.SetSlot(r, shape, 1, s)
	iso.SetSlot(r, shape, 2, groupsObject(iso, groups, caps, func(i int) Value { return capture(iso, s, caps, i) }))
	if infoFlags(iso, re)&regexp.HasIndices != 0 {
		// MakeMatchIndicesIndexPairArray, 22.2.7.8.
		pairs := make([]Value, n)
		for i := range pairs {
			pairs[i] = undefined
			if caps[2*i] >= 0 {
				pairs[i] = iso.NewArrayFrom(gc.Int(caps[2*i]), gc.Int(caps[2*i+1]))
			}
		}
		arr := iso.NewArrayFrom(pairs...)
		iso.AddOwn(arr.Ref(), iso.K(object.AtomGroups), groupsObject(iso, groups, caps, func(i int) Value { return pairs[i] }), layout.AttrDefault)
		iso.AddOwn(r, iso.K(object.AtomIndices), arr, layout.AttrDefault)
	}
	return gc.Object(r)
}

// regexpBuiltinExec is RegExpBuiltinExec: a result array or null.
func regexpBuiltinExec(iso *Isolate, r, s Handle) (Value, bool) {
	matched, ok := regexpBuiltinRun(iso, r, s)
	if !ok {
		return undefined, false
	}
	if !matched {
		return gc.Null, true
	}
	return matchResult(iso, r.Value().Ref(), s.Value(), regexpStateOf(iso).m.Caps), true
}

// regexpExecOn is RegExpExec, 22.2.7.1. May run JavaScript.
func regexpExecOn(iso *Isolate, r, s Handle) (Value, bool) {
	if !isFastRegExp(iso, r.Value()) {
		exec, ok := iso.Get(r.Value(), iso.K(object.AtomExec))
		if !ok {
			return undefined, false
		}
		if iso.IsCallable(exec) && !(exec == iso.Intrinsic(vm.RegExpExecFunction) && thisRegExp(iso, r.Value())) {
			v, ok := iso.Call(exec, r.Value(), s.Value())
			if ok && !v.IsObject() && v != gc.Null {
				return iso.ThrowTypeError("RegExp exec method returned something other than an Object or null")
			}
			return v, ok
		}
		if !thisRegExp(iso, r.Value()) {
			return iso.ThrowTypeError("Method RegExp.prototype.exec called on incompatible receiver %s", show(iso, r.Value()))
		}
	}
	return regexpBuiltinExec(iso, r, s)
}

// subjectArg makes argument 0 a string, flat, in a handle.
func subjectArg(iso *Isolate, a *Args) (Handle, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return Handle{}, false
	}
	return iso.NewHandle(iso.Flatten(s)), true
}

// regexpExec is RegExp.prototype.exec(string), 22.2.6.2.
func regexpExec(iso *Isolate, a *Args) (Value, bool) {
	if !thisRegExp(iso, a.This()) {
		return badRegExp(iso, a, "exec")
	}
	s, ok := subjectArg(iso, a)
	if !ok {
		return undefined, false
	}
	return regexpBuiltinExec(iso, iso.NewHandle(a.This()), s)
}

// regexpTest, 22.2.6.16.
func regexpTest(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return badRegExp(iso, a, "test")
	}
	s, ok := subjectArg(iso, a)
	if !ok {
		return undefined, false
	}
	r := iso.NewHandle(a.This())
	if isFastRegExp(iso, r.Value()) {
		matched, ok := regexpBuiltinRun(iso, r, s)
		return gc.Bool(matched), ok
	}
	v, ok := regexpExecOn(iso, r, s)
	return gc.Bool(v != gc.Null), ok
}

// regexpSlow tail-calls the self-hosted form of a protocol method.
func regexpSlow(iso *Isolate, a *Args, name string) (Value, bool) {
	o := selfHostedFile(iso, "regexp")
	p, ok := iso.GetOwn(o.Ref(), iso.KeyOfGo(name))
	if !ok {
		panic("BUG: no self-hosted regexp:" + name)
	}
	return iso.TailCall(p.Value, a.This(), a.Arg(0), a.Arg(1))
}

// enterProtocol checks the receiver of a protocol method. fast tells that the whole call can be done here: the receiver is an
// unmodified RegExp and the subject, in the handle, a string.
func enterProtocol(iso *Isolate, a *Args, method string) (s Handle, fast, ok bool) {
	if !a.This().IsObject() {
		badRegExp(iso, a, method)
		return Handle{}, false, false
	}
	if !a.Arg(0).IsString() || !isFastRegExp(iso, a.This()) {
		return Handle{}, false, true
	}
	return iso.NewHandle(iso.Flatten(a.Arg(0))), true, true
}

// advance is AdvanceStringIndex, 22.2.7.3.
func advance(c text.View, i int, unicode bool) int {
	if unicode && i < c.Len() {
		_, n := codePoint(c, i)
		return i + n
	}
	return i + 1
}

// eachMatch runs a global RegExp over a string from its start, as the loops of @@match and @@replace do on an unmodified RegExp.
// f must not run JavaScript. lastIndex ends as 0.
//
//gcvet:nogc it handles interrupts only where it fails
func eachMatch(iso *Isolate, re, s Value, f func(caps []int32)) (any, ok bool) {
	st := regexpStateOf(iso)
	flags := infoFlags(iso, re.Ref())
	unicode := flags&(regexp.Unicode|regexp.UnicodeSets) != 0
	c := iso.Chars(s)
	n := c.Len()
	for i, k := 0, 0; i <= n; k++ {
		if k&0xFFF == 0xFFF && iso.Terminating() {
			iso.HandleInterrupt()
			return any, false
		}
		matched, ok := st.run(iso, re.Ref(), s, i)
		if !ok {
			return any, false
		}
		if !matched {
			break
		}
		if !any {
			any = true
		}
		st.caps = append(st.caps[:0], st.m.Caps...)
		f(st.caps)
		i = int(st.caps[1])
		if st.caps[0] == st.caps[1] {
			i = advance(c, i, unicode)
		}
	}
	if any {
		st.subject.Set(s)
		st.input.Set(s)
	}
	iso.SetSlot(re.Ref(), iso.ShapeOf(re.Ref()), 0, gc.Int(0))
	return any, true
}

// regexpMatch is RegExp.prototype[@@match](string), 22.2.6.8.
func regexpMatch(iso *Isolate, a *Args) (Value, bool) {
	s, fast, ok := enterProtocol(iso, a, "@@match")
	if !ok {
		return undefined, false
	}
	if !fast {
		return regexpSlow(iso, a, "match")
	}
	if infoFlags(iso, a.This().Ref())&regexp.Global == 0 {
		return regexpBuiltinExec(iso, iso.NewHandle(a.This()), s)
	}
	var list []Value
	sv := s.Value()
	any, ok := eachMatch(iso, a.This(), sv, func(caps []int32) {
		list = append(list, iso.Substring(sv, int(caps[0]), int(caps[1])))
	})
	if !ok {
		return undefined, false
	}
	if !any {
		return gc.Null, true
	}
	return iso.NewArrayFrom(list...), true
}

// regexpSearch is RegExp.prototype[@@search](string), 22.2.6.12.
func regexpSearch(iso *Isolate, a *Args) (Value, bool) {
	s, fast, ok := enterProtocol(iso, a, "@@search")
	if !ok {
		return undefined, false
	}
	if !fast {
		return regexpSlow(iso, a, "search")
	}
	st := regexpStateOf(iso)
	matched, ok := st.run(iso, a.This().Ref(), s.Value(), 0)
	if !ok || !matched {
		return gc.Int(-1), ok
	}
	st.remember(s.Value())
	return gc.Int(st.m.Caps[0]), true
}

// regexpReplace is RegExp.prototype[@@replace](string, replaceValue), 22.2.6.11.
func regexpReplace(iso *Isolate, a *Args) (Value, bool) {
	s, fast, ok := enterProtocol(iso, a, "@@replace")
	if !ok {
		return undefined, false
	}
	fn := iso.IsCallable(a.Arg(1))
	if !fast || !fn && !a.Arg(1).IsString() {
		return regexpSlow(iso, a, "replace")
	}
	re := a.This()
	hg := iso.NewHandle(iso.Value(re.Ref(), layout.RegExpGroups))
	width := 2 * int(iso.Value(re.Ref(), layout.RegExpInfo).AsInt()>>regexpInfoShift)
	st := regexpStateOf(iso)
	// All matches come first; the replacement functions may do what they like with the RegExp.
	var buf [32]int32
	all := buf[:0]
	if infoFlags(iso, re.Ref())&regexp.Global == 0 {
		matched, ok := regexpBuiltinRun(iso, iso.NewHandle(re), s)
		if !ok {
			return undefined, false
		}
		if !matched {
			return s.Value(), true
		}
		all = append(all, st.m.Caps...)
	} else {
		sv := s.Value()
		if !fn {
			return replaceGlobal(iso, re, sv, a.Arg(1), hg.Value(), width)
		}
		any, ok := eachMatch(iso, re, sv, func(caps []int32) { all = append(all, caps...) })
		if !ok {
			return undefined, false
		}
		if !any {
			return sv, true
		}
	}
	var b text.Builder
	if !fn {
		sv := s.Value()
		c := iso.Chars(sv)
		b.View(slice(c, 0, int(all[0])))
		t := iso.Chars(a.Arg(1))
		groups := hg.Value()
		appendTemplate(iso, &b, parseTemplate(t, width/2-1, groups.IsInternal()), t, c, all, groups)
		b.View(slice(c, int(all[1]), c.Len()))
		return finish(iso, &b)
	}
	end := 0
	for i := 0; i < len(all); i += width {
		caps := all[i : i+width]
		m := iso.HandleMark()
		args := make([]Value, 0, width/2+3)
		sv := s.Value()
		for g := 0; g < width/2; g++ {
			args = append(args, capture(iso, sv, caps, g))
		}
		args = append(args, gc.Int(caps[0]), sv)
		if hg.Value().IsInternal() {
			args = append(args, groupsObject(iso, hg.Value(), caps, func(g int) Value { return capture(iso, sv, caps, g) }))
		}
		v, ok := iso.Call(a.Arg(1), undefined, args...)
		if ok {
			v, ok = iso.ToString(v)
		}
		if !ok {
			return undefined, false
		}
		b.View(slice(iso.Chars(s.Value()), end, int(caps[0])))
		b.Value(&iso.Space.Space, v)
		end = int(caps[1])
		iso.ReleaseHandles(m)
	}
	c := iso.Chars(s.Value())
	b.View(slice(c, end, c.Len()))
	return finish(iso, &b)
}

// replaceGlobal replaces all matches by a template, in one pass.
func replaceGlobal(iso *Isolate, re, s, template, groups Value, width int) (Value, bool) {
	template = iso.Flatten(template)
	t := iso.Chars(template)
	parts := parseTemplate(t, width/2-1, groups.IsInternal())
	c := iso.Chars(s)
	var b text.Builder
	end := 0
	any, ok := eachMatch(iso, re, s, func(caps []int32) {
		if b.Len() > text.MaxLength {
			return
		}
		b.View(slice(c, end, int(caps[0])))
		appendTemplate(iso, &b, parts, t, c, caps, groups)
		end = int(caps[1])
	})
	if !ok {
		return undefined, false
	}
	if !any {
		return s, true
	}
	b.View(slice(c, end, c.Len()))
	return finish(iso, &b)
}

// appendTemplate appends a replacement for the match caps of subject c.
func appendTemplate(iso *Isolate, b *text.Builder, parts []substPart, t, c text.View, caps []int32, groups Value) {
	for i := range parts {
		p := &parts[i]
		g := p.a
		switch p.kind {
		case '<':
			g = -1
			name := slice(t, p.a, p.b)
			l := groups.Ref()
			for k, n := 0, iso.ListLen(l); k < n; k += 2 {
				if w := iso.Chars(iso.ListGet(l, k)); w.Len() == name.Len() && hasAt(w, name, 0) {
					if x := int(iso.ListGet(l, k+1).AsInt()); caps[2*x] >= 0 {
						g = x
					}
				}
			}
			if g < 0 {
				continue
			}
		case 'n':
		default:
			substitute(b, parts[i:i+1], t, c, int(caps[0]), int(caps[1]-caps[0]))
			continue
		}
		if caps[2*g] >= 0 {
			b.View(slice(c, int(caps[2*g]), int(caps[2*g+1])))
		}
	}
}

// regexpSplit is RegExp.prototype[@@split](string, limit), 22.2.6.14.
func regexpSplit(iso *Isolate, a *Args) (Value, bool) {
	s, fast, ok := enterProtocol(iso, a, "@@split")
	if !ok {
		return undefined, false
	}
	if !fast || !a.Arg(1).IsInt() && a.Arg(1) != undefined || !plainRegExpSpecies(iso) {
		return regexpSlow(iso, a, "split")
	}
	limit := uint32(math.MaxUint32)
	if a.Arg(1) != undefined {
		if limit = uint32(a.Arg(1).AsInt()); limit == 0 {
			return iso.NewArray(0), true
		}
	}
	st := regexpStateOf(iso)
	re, sv := a.This().Ref(), s.Value()
	f := infoFlags(iso, re)
	unicode := f&(regexp.Unicode|regexp.UnicodeSets) != 0
	c := iso.Chars(sv)
	n := c.Len()
	if n == 0 {
		matched, ok := st.run(iso, re, sv, 0)
		if !ok {
			return undefined, false
		}
		if matched {
			st.remember(sv)
			return iso.NewArray(0), true
		}
		return iso.NewArrayFrom(sv), true
	}
	var list []Value
	p := 0
	for q, k := 0, 0; q < n; k++ {
		if k&0xFFF == 0xFFF && iso.Terminating() {
			iso.HandleInterrupt()
			return undefined, false
		}
		matched, ok := st.run(iso, re, sv, q)
		if !ok {
			return undefined, false
		}
		if !matched {
			if f&regexp.Sticky != 0 {
				q = advance(c, q, unicode)
				continue
			}
			break
		}
		q = int(st.m.Caps[0])
		e := int(st.m.Caps[1])
		if q >= n {
			break
		}
		if e == p {
			q = advance(c, q, unicode)
			continue
		}
		st.remember(sv)
		list = append(list, iso.Substring(sv, p, q))
		if uint32(len(list)) == limit {
			return iso.NewArrayFrom(list...), true
		}
		p = e
		for g := 1; g < len(st.caps)/2; g++ {
			list = append(list, capture(iso, sv, st.caps, g))
			if uint32(len(list)) == limit {
				return iso.NewArrayFrom(list...), true
			}
		}
		q = p
	}
	list = append(list, iso.Substring(sv, p, n))
	return iso.NewArrayFrom(list...), true
}

// plainRegExpSpecies tells whether RegExp[@@species] is the original accessor (the prototype's constructor is checked by pristine).
func plainRegExpSpecies(iso *Isolate) bool {
	p, ok := iso.GetOwn(iso.Intrinsic(vm.RegExpConstructor).Ref(), iso.SymK(object.SymSpecies))
	return ok && p.Value == iso.Intrinsic(slotRegExpSpecies)
}

// regexpMatchAll is RegExp.prototype[@@matchAll](string), 22.2.6.9.
func regexpMatchAll(iso *Isolate, a *Args) (Value, bool) {
	s, fast, ok := enterProtocol(iso, a, "@@matchAll")
	if !ok {
		return undefined, false
	}
	if !fast || !plainRegExpSpecies(iso) {
		return regexpSlow(iso, a, "matchAll")
	}
	re := a.This().Ref()
	shape := iso.ShapeOf(re)
	r := iso.NewObjectOf(shape)
	for _, off := range [...]uintptr{layout.RegExpSource, layout.RegExpFlags, layout.RegExpProgram, layout.RegExpLegacy, layout.RegExpGroups, layout.RegExpInfo} {
		iso.InitValue(r, off, iso.Value(re, off))
	}
	iso.SetSlot(r, shape, 0, iso.SlotValue(re, shape, 0))
	f := infoFlags(iso, re)
	return newRegExpStringIterator(iso, gc.Object(r), s.Value(), f&regexp.Global != 0, f&(regexp.Unicode|regexp.UnicodeSets) != 0), true
}

// Bits of a RegExp string iterator's state.
const (
	rxiGlobal = 1 << iota
	rxiUnicode
)

// newRegExpStringIterator is CreateRegExpStringIterator, 22.2.9.1.
func newRegExpStringIterator(iso *Isolate, re, s Value, global, unicode bool) Value {
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindRegExpStringIterator, iso.Intrinsic(vm.RegExpStringIteratorPrototype), 0, 0))
	state := int32(0)
	if global {
		state |= rxiGlobal
	}
	if unicode {
		state |= rxiUnicode
	}
	iso.InitValue(r, layout.IteratorTarget, re)
	iso.InitValue(r, layout.IteratorIndex, s)
	iso.InitValue(r, layout.IteratorExtra, gc.Int(state))
	iso.InitValue(r, layout.IteratorExtra+8, undefined)
	return gc.Object(r)
}

// regexpIteratorNext is %RegExpStringIteratorPrototype%.next(), 22.2.9.2.1.
func regexpIteratorNext(iso *Isolate, a *Args) (Value, bool) {
	t := a.This()
	if !t.IsObject() || iso.KindOf(t.Ref()) != layout.KindRegExpStringIterator {
		return iso.ThrowTypeError("Method %%RegExpStringIterator%%.prototype.next called on incompatible receiver %s", show(iso, t))
	}
	it := t.Ref()
	if iso.Value(it, layout.IteratorTarget) == undefined {
		return iso.CreateIterResult(undefined, true), true
	}
	r, s := iso.NewHandle(iso.Value(it, layout.IteratorTarget)), iso.NewHandle(iso.Value(it, layout.IteratorIndex))
	state := iso.Value(it, layout.IteratorExtra).AsInt()
	end := func() { iso.StoreValue(a.This().Ref(), layout.IteratorTarget, undefined) }
	v, ok := regexpExecOn(iso, r, s)
	if !ok {
		end()
		return undefined, false
	}
	if v == gc.Null {
		end()
		return iso.CreateIterResult(undefined, true), true
	}
	if state&rxiGlobal == 0 {
		end()
		return iso.CreateIterResult(v, false), true
	}
	h := iso.NewHandle(v)
	m, ok := iso.Get(v, iso.IndexKey(0))
	if ok {
		m, ok = iso.ToString(m)
	}
	if !ok {
		end()
		return undefined, false
	}
	if iso.StrLen(m) == 0 {
		last, ok := regexpLastIndexOf(iso, r)
		if !ok {
			end()
			return undefined, false
		}
		next := float64(last) + 1
		if c := iso.Chars(s.Value()); last < uint64(c.Len()) {
			next = float64(advance(c, int(last), state&rxiUnicode != 0))
		}
		if !iso.Set(r.Value(), iso.K(object.AtomLastIndex), gc.Number(next), true) {
			end()
			return undefined, false
		}
	}
	return iso.CreateIterResult(h.Value(), false), true
}

// regexpLastIndexOf is ToLength(Get(r, "lastIndex")) of any object.
func regexpLastIndexOf(iso *Isolate, r Handle) (uint64, bool) {
	v, ok := iso.Get(r.Value(), iso.K(object.AtomLastIndex))
	if !ok {
		return 0, false
	}
	return iso.ToLength(v)
}

// Natives of js/regexp.js.
var regexpNatives = []native{
	{"RegExpExec", nativeRegExpExec},
	{"RegExpConstructor", nativeRegExpConstructor},
	{"NewRegExpStringIterator", nativeNewRegExpStringIterator},
	{"HasFlag", nativeHasFlag},
	{"AdvanceStringIndex", nativeAdvanceStringIndex},
	{"Substring", nativeSubstring},
	{"SameValue", nativeSameValue},
	{"GetSubstitution", nativeGetSubstitution},
	{"CallList", nativeCallList},
}

// %RegExpExec(regexp, string)
func nativeRegExpExec(iso *Isolate, a nargs) (Value, bool) {
	return regexpExecOn(iso, iso.NewHandle(a.Arg(0)), iso.NewHandle(a.Arg(1)))
}

func nativeRegExpConstructor(iso *Isolate, a nargs) (Value, bool) {
	return iso.Intrinsic(vm.RegExpConstructor), true
}

// %NewRegExpStringIterator(regexp, string, global, unicode)
func nativeNewRegExpStringIterator(iso *Isolate, a nargs) (Value, bool) {
	return newRegExpStringIterator(iso, a.Arg(0), a.Arg(1), a.Arg(2) == gc.True, a.Arg(3) == gc.True), true
}

// %HasFlag(flags, letters): whether one of the letters is in the string.
func nativeHasFlag(iso *Isolate, a nargs) (Value, bool) {
	f, l := iso.Chars(a.Arg(0)), iso.Chars(a.Arg(1))
	for i := 0; i < f.Len(); i++ {
		for k := 0; k < l.Len(); k++ {
			if f.At(i) == l.At(k) {
				return gc.True, true
			}
		}
	}
	return gc.False, true
}

// %AdvanceStringIndex(string, index, unicode)
func nativeAdvanceStringIndex(iso *Isolate, a nargs) (Value, bool) {
	f := a.Arg(1).AsFloat()
	c := iso.Chars(a.Arg(0))
	if f >= float64(c.Len()) {
		return gc.Number(f + 1), true
	}
	return gc.Int(int32(advance(c, int(f), a.Arg(2) == gc.True))), true
}

// %Substring(string, from, to), 0 <= from <= to <= length.
func nativeSubstring(iso *Isolate, a nargs) (Value, bool) {
	return iso.Substring(a.Arg(0), int(a.Arg(1).AsFloat()), int(a.Arg(2).AsFloat())), true
}

func nativeSameValue(iso *Isolate, a nargs) (Value, bool) {
	return gc.Bool(iso.SameValue(a.Arg(0), a.Arg(1))), true
}

// %CallList(f, this, list): list is a plain array.
func nativeCallList(iso *Isolate, a nargs) (Value, bool) {
	n := iso.ArrayLen(a.Arg(2).Ref())
	args := make([]Value, n)
	for i := range args {
		args[i] = iso.FastElement(a.Arg(2).Ref(), uint32(i))
	}
	return iso.Call(a.Arg(0), a.Arg(1), args...)
}

// %GetSubstitution(matched, string, position, captures, namedCaptures, template), 22.1.3.19.1.
func nativeGetSubstitution(iso *Isolate, a nargs) (Value, bool) {
	n := int(iso.ArrayLen(a.Arg(3).Ref()))
	parts := parseTemplate(iso.Chars(a.Arg(5)), n, a.Arg(4) != undefined)
	named := iso.NewHandle(iso.NewArray(0))
	for _, p := range parts {
		if p.kind != '<' {
			continue
		}
		m := iso.HandleMark()
		k := iso.KeyOf(iso.Substring(a.Arg(5), p.a, p.b))
		v, ok := iso.Get(a.Arg(4), k)
		if ok && v != undefined {
			v, ok = iso.ToString(v)
		}
		if !ok {
			return undefined, false
		}
		iso.ReleaseHandles(m)
		iso.ArrayPush(named.Value(), v)
	}
	c, t := iso.Chars(a.Arg(1)), iso.Chars(a.Arg(5))
	pos := int(a.Arg(2).AsFloat())
	var b text.Builder
	k := uint32(0)
	put := func(v Value) {
		if v != undefined {
			b.Value(&iso.Space.Space, v)
		}
	}
	for i, p := range parts {
		switch p.kind {
		case '<':
			put(iso.FastElement(named.Value().Ref(), k))
			k++
		case 'n':
			put(iso.FastElement(a.Arg(3).Ref(), uint32(p.a-1)))
		case '&':
			put(a.Arg(0))
		case '\'':
			if e := pos + iso.StrLen(a.Arg(0)); e < c.Len() {
				b.View(slice(c, e, c.Len()))
			}
		default:
			substitute(&b, parts[i:i+1], t, c, pos, 0)
		}
	}
	return finish(iso, &b)
}
