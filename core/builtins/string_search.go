package builtins

import (
	"bytes"
	"math"

	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// indexOf is StringIndexOf, ECMA-262 6.1.4.1: -1 if needle does not occur in c at or after from.
func indexOf(c, needle text.View, from int) int {
	n := needle.Len()
	if from+n > c.Len() {
		return -1
	}
	if n == 0 {
		return from
	}
	if !c.Wide {
		p := needle.B
		if needle.Wide {
			p = make([]byte, n)
			for i, u := range needle.W {
				if u > 255 {
					return -1
				}
				p[i] = byte(u)
			}
		}
		if i := bytes.Index(c.B[from:], p); i >= 0 {
			return from + i
		}
		return -1
	}
	if n > 32 {
		return indexLong(c.W, needle, from)
	}
	first := needle.At(0)
	last := len(c.W) - n
outer:
	for i := from; i <= last; i++ {
		if c.W[i] != first {
			continue
		}
		for k := 1; k < n; k++ {
			if c.W[i+k] != needle.At(k) {
				continue outer
			}
		}
		return i
	}
	return -1
}

// indexLong is Knuth-Morris-Pratt, for needles long enough to make the simple search slow.
func indexLong(w []uint16, needle text.View, from int) int {
	n := needle.Len()
	fail := make([]int32, n)
	for i, k := 1, int32(0); i < n; i++ {
		for k > 0 && needle.At(i) != needle.At(int(k)) {
			k = fail[k-1]
		}
		if needle.At(i) == needle.At(int(k)) {
			k++
		}
		fail[i] = k
	}
	k := int32(0)
	for i := from; i < len(w); i++ {
		for k > 0 && w[i] != needle.At(int(k)) {
			k = fail[k-1]
		}
		if w[i] == needle.At(int(k)) {
			k++
		}
		if int(k) == n {
			return i - n + 1
		}
	}
	return -1
}

// A replacement template (GetSubstitution, 22.1.3.19.1) as parts.
type substPart struct {
	kind byte // 't' text a..b, '&' match, '`' before, '\'' behind, 'n' capture a, '<' named group, name at a..b
	a, b int
}

// parseTemplate splits a template. captures is the number of groups; named tells whether there are named groups.
func parseTemplate(t text.View, captures int, named bool) []substPart {
	var parts []substPart
	start, n := 0, t.Len()
	flush := func(end int) {
		if end > start {
			parts = append(parts, substPart{'t', start, end})
		}
	}
	for i := 0; i+1 < n; i++ {
		if t.At(i) != '$' {
			continue
		}
		switch d := t.At(i + 1); {
		case d == '$':
			flush(i + 1)
			i++
			start = i + 1
		case d == '&' || d == '`' || d == '\'':
			flush(i)
			parts = append(parts, substPart{kind: byte(d)})
			i++
			start = i + 1
		case d-'0' < 10:
			k, used := int(d-'0'), 1
			if i+2 < n && t.At(i+2)-'0' < 10 {
				if k2 := k*10 + int(t.At(i+2)-'0'); k2 <= captures {
					k, used = k2, 2
				}
			}
			if k < 1 || k > captures {
				continue
			}
			flush(i)
			parts = append(parts, substPart{kind: 'n', a: k})
			i += used
			start = i + 1
		case d == '<' && named:
			j := i + 2
			for j < n && t.At(j) != '>' {
				j++
			}
			if j == n {
				continue
			}
			flush(i)
			parts = append(parts, substPart{'<', i + 2, j})
			i = j
			start = i + 1
		}
	}
	flush(n)
	return parts
}

// slice is the part [i, j) of a view.
func slice(c text.View, i, j int) text.View {
	if c.Wide {
		return text.View{W: c.W[i:j], Wide: true}
	}
	return text.View{B: c.B[i:j]}
}

// substitute appends a template without groups, for a match of size n at pos.
func substitute(b *text.Builder, parts []substPart, t, subject text.View, pos, n int) {
	for _, p := range parts {
		switch p.kind {
		case 't':
			b.View(slice(t, p.a, p.b))
		case '&':
			b.View(slice(subject, pos, pos+n))
		case '`':
			b.View(slice(subject, 0, pos))
		case '\'':
			b.View(slice(subject, pos+n, subject.Len()))
		}
	}
}

// delegate calls the method of a well-known symbol of argument 0, an object, if it has one: done then.
func delegate(iso *Isolate, a *Args, sym object.SymID, args int) (v Value, done, ok bool) {
	if !a.Arg(0).IsObject() {
		return undefined, false, true
	}
	f, ok := iso.Get(a.Arg(0), iso.SymK(sym))
	if !ok {
		return undefined, true, false
	}
	if f.IsNullish() {
		return undefined, false, true
	}
	if !iso.IsCallable(f) {
		h := iso.NewHandle(f)
		v, ok = iso.ThrowTypeError("'%s' returned for property '%s' of object '%s' is not a function", show(iso, h.Value()), iso.SymbolText(iso.Sym(sym)), iso.Display(a.Arg(0)))
		return v, true, ok
	}
	if args == 1 {
		v, ok = iso.TailCall(f, a.Arg(0), a.This())
	} else {
		v, ok = iso.TailCall(f, a.Arg(0), a.This(), a.Arg(1))
	}
	return v, true, ok
}

func coercible(iso *Isolate, a *Args, method string) bool {
	if a.This().IsNullish() {
		iso.ThrowTypeError("String.prototype.%s called on null or undefined", method)
		return false
	}
	return true
}

// viaRegExp is the common end of match, matchAll and search: RegExpCreate of the argument and a call of its method.
func viaRegExp(iso *Isolate, a *Args, method, flags string, sym object.SymID) (Value, bool) {
	if _, ok := thisText(iso, a, method); !ok {
		return undefined, false
	}
	p := iso.Empty()
	if v := a.Arg(0); v != undefined {
		var ok bool
		if p, ok = iso.ToString(v); !ok {
			return undefined, false
		}
	}
	rx, ok := newRegExp(iso, p, iso.Atom(flags), iso.Intrinsic(vm.RegExpPrototype))
	if !ok {
		return undefined, false
	}
	h := iso.NewHandle(rx)
	f, ok := iso.Get(rx, iso.SymK(sym))
	if !ok {
		return undefined, false
	}
	return iso.TailCall(f, h.Value(), a.This())
}

// stringMatch, 22.1.3.13.
func stringMatch(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "match") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymMatch, 1); done {
		return v, ok
	}
	return viaRegExp(iso, a, "match", "", object.SymMatch)
}

// stringMatchAll, 22.1.3.14.
func stringMatchAll(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "matchAll") || !globalOnly(iso, a, "matchAll") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymMatchAll, 1); done {
		return v, ok
	}
	return viaRegExp(iso, a, "matchAll", "g", object.SymMatchAll)
}

// globalOnly throws if argument 0 is a regular expression without the flag g.
func globalOnly(iso *Isolate, a *Args, method string) bool {
	re, ok := isRegExp(iso, a.Arg(0))
	if !ok || !re {
		return ok
	}
	f, ok := iso.Get(a.Arg(0), iso.K(object.AtomFlags))
	if !ok {
		return false
	}
	if f.IsNullish() {
		iso.ThrowTypeError("String.prototype.%s called with a non-global RegExp argument", method)
		return false
	}
	t, ok := iso.ToGoString(f)
	if !ok {
		return false
	}
	for _, c := range t {
		if c == 'g' {
			return true
		}
	}
	iso.ThrowTypeError("String.prototype.%s called with a non-global RegExp argument", method)
	return false
}

// stringSearch, 22.1.3.22.
func stringSearch(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "search") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymSearch, 1); done {
		return v, ok
	}
	return viaRegExp(iso, a, "search", "", object.SymSearch)
}

// stringReplace, 22.1.3.19.
func stringReplace(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "replace") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymReplace, 2); done {
		return v, ok
	}
	return replaceText(iso, a, "replace", false)
}

// stringReplaceAll, 22.1.3.20.
func stringReplaceAll(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "replaceAll") || !globalOnly(iso, a, "replaceAll") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymReplace, 2); done {
		return v, ok
	}
	return replaceText(iso, a, "replaceAll", true)
}

func replaceText(iso *Isolate, a *Args, method string, all bool) (Value, bool) {
	if _, ok := thisText(iso, a, method); !ok || !toText(iso, a, 0) {
		return undefined, false
	}
	fn := iso.IsCallable(a.Arg(1))
	if !fn && !toText(iso, a, 1) {
		return undefined, false
	}
	needle := iso.Chars(textArg(iso, a, 0))
	n := needle.Len()
	c := chars(iso, a)
	var first [8]int
	at := first[:0]
	for i := 0; ; i += max(1, n) {
		if i = indexOf(c, needle, i); i < 0 {
			break
		}
		at = append(at, i)
		if !all {
			break
		}
	}
	if len(at) == 0 {
		return a.This(), true
	}
	var b text.Builder
	end := 0
	if !fn {
		t := iso.Chars(textArg(iso, a, 1))
		parts := parseTemplate(t, 0, false)
		for _, i := range at {
			b.View(slice(c, end, i))
			substitute(&b, parts, t, c, i, n)
			end = i + n
			if b.Len() > text.MaxLength {
				break
			}
		}
		b.View(slice(c, end, c.Len()))
		return finish(iso, &b)
	}
	for _, i := range at {
		m := iso.HandleMark()
		v, ok := iso.Call(a.Arg(1), undefined, textArg(iso, a, 0), gc.Int(int32(i)), a.This())
		if ok {
			v, ok = iso.ToString(v)
		}
		if !ok {
			return undefined, false
		}
		b.View(slice(chars(iso, a), end, i))
		b.Value(&iso.Space.Space, v)
		end = i + n
		iso.ReleaseHandles(m)
	}
	c = chars(iso, a)
	b.View(slice(c, end, c.Len()))
	return finish(iso, &b)
}

// stringSplit, 22.1.3.24.
func stringSplit(iso *Isolate, a *Args) (Value, bool) {
	if !coercible(iso, a, "split") {
		return undefined, false
	}
	if v, done, ok := delegate(iso, a, object.SymSplit, 2); done {
		return v, ok
	}
	if _, ok := thisText(iso, a, "split"); !ok {
		return undefined, false
	}
	limit := uint32(math.MaxUint32)
	if a.Arg(1) != undefined {
		var ok bool
		if limit, ok = iso.ToUint32(a.Arg(1)); !ok {
			return undefined, false
		}
	}
	sep := a.Arg(0) != undefined
	if !toText(iso, a, 0) {
		return undefined, false
	}
	if limit == 0 {
		return iso.NewArray(0), true
	}
	if !sep {
		return iso.NewArrayFrom(a.This()), true
	}
	s := iso.Flatten(a.This())
	c := iso.Chars(s)
	needle := iso.Chars(a.Arg(0))
	n := needle.Len()
	if c.Len() == 0 {
		if n == 0 {
			return iso.NewArray(0), true
		}
		return iso.NewArrayFrom(s), true
	}
	var list []Value
	if n == 0 {
		k := min(c.Len(), int(limit))
		if !iso.RoomFor(8 * uint64(k)) {
			return iso.ThrowRangeError("Invalid array length")
		}
		list = make([]Value, k)
		for i := range list {
			list[i] = iso.Char(c.At(i))
		}
		return iso.NewArrayFrom(list...), true
	}
	start := 0
	for {
		i := indexOf(c, needle, start)
		if i < 0 {
			break
		}
		list = append(list, iso.Substring(s, start, i))
		if uint32(len(list)) >= limit {
			return iso.NewArrayFrom(list...), true
		}
		start = i + n
	}
	list = append(list, iso.Substring(s, start, c.Len()))
	return iso.NewArrayFrom(list...), true
}
