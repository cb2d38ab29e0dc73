package builtins

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/regexp"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var regexpStatic = []Row{
	{Name: "get input", Fn: legacyInput},
	{Name: "set input", Length: 1, Fn: legacySetInput},
	{Name: "get $_", Fn: legacyInput},
	{Name: "set $_", Length: 1, Fn: legacySetInput},
	{Name: "get lastMatch", Fn: legacyLastMatch},
	{Name: "get $&", Fn: legacyLastMatch},
	{Name: "get lastParen", Fn: legacyLastParen},
	{Name: "get $+", Fn: legacyLastParen},
	{Name: "get leftContext", Fn: legacyLeft},
	{Name: "get $`", Fn: legacyLeft},
	{Name: "get rightContext", Fn: legacyRight},
	{Name: "get $'", Fn: legacyRight},
	{Name: "get $1", Fn: legacy1},
	{Name: "get $2", Fn: legacy2},
	{Name: "get $3", Fn: legacy3},
	{Name: "get $4", Fn: legacy4},
	{Name: "get $5", Fn: legacy5},
	{Name: "get $6", Fn: legacy6},
	{Name: "get $7", Fn: legacy7},
	{Name: "get $8", Fn: legacy8},
	{Name: "get $9", Fn: legacy9},
	{Name: "escape", Length: 1, Fn: regexpEscape},
	{Name: "get @@species", Fn: speciesGetter},
}

var regexpProto = []Row{
	{Name: "exec", Length: 1, Fn: regexpExec},
	{Name: "get dotAll", Fn: regexpDotAll},
	{Name: "get flags", Fn: regexpFlags},
	{Name: "get global", Fn: regexpGlobal},
	{Name: "get hasIndices", Fn: regexpHasIndices},
	{Name: "get ignoreCase", Fn: regexpIgnoreCase},
	{Name: "get multiline", Fn: regexpMultiline},
	{Name: "get source", Fn: regexpSource},
	{Name: "get sticky", Fn: regexpSticky},
	{Name: "get unicode", Fn: regexpUnicode},
	{Name: "get unicodeSets", Fn: regexpUnicodeSets},
	{Name: "compile", Length: 2, Fn: regexpCompile},
	{Name: "toString", Length: 0, Fn: regexpToString},
	{Name: "test", Length: 1, Fn: regexpTest},
	{Name: "@@match", Length: 1, Fn: regexpMatch},
	{Name: "@@matchAll", Length: 1, Fn: regexpMatchAll},
	{Name: "@@replace", Length: 2, Fn: regexpReplace},
	{Name: "@@search", Length: 1, Fn: regexpSearch},
	{Name: "@@split", Length: 2, Fn: regexpSplit},
}

var regexpIteratorProto = []Row{{Name: "next", Length: 0, Fn: regexpIteratorNext}}

// Realm slots of this clause.
const (
	slotRegExpShape   = vm.UserSlotFirst + 40 // shape of a fresh RegExp: lastIndex is slot 0
	slotRegExpResult  = vm.UserSlotFirst + 41 // shape of a match result: index, input, groups
	slotRegExpGuards  = vm.UserSlotFirst + 42 // what the fast paths rely on (see pristine)
	slotRegExpSpecies = vm.UserSlotFirst + 43 // accessor cell of RegExp[@@species]
)

//gcvet:ok Get only makes a native function of a row here
func setupRegExp(iso *Isolate) {
	p := newPrototype(iso, vm.RegExpPrototype, vm.ObjectPrototype)
	c := define(iso, "RegExp", 2, regexpConstructor, p, vm.RegExpConstructor, regexpStatic, regexpProto)
	exec, _ := iso.Get(p, iso.K(object.AtomExec))
	iso.SetIntrinsic(vm.RegExpExecFunction, exec)
	if sp, ok := iso.GetOwn(c.Ref(), iso.SymK(object.SymSpecies)); ok {
		iso.SetIntrinsic(slotRegExpSpecies, sp.Value)
	}
	iso.SetIntrinsic(slotRegExpGuards, gc.Cell(regexpGuards(iso, p)))
	ip := newPrototype(iso, vm.RegExpStringIteratorPrototype, vm.IteratorPrototype)
	iso.DefineRows(ip, regexpIteratorProto)
	iso.SetToStringTag(ip, "RegExp String Iterator")
}

// regexpGuards records the shape of %RegExp.prototype% and the index and value of the properties that the methods read.
func regexpGuards(iso *Isolate, p Value) Ref {
	keys := []Key{iso.K(object.AtomExec), iso.K(object.AtomFlags), iso.K(object.AtomGlobal), iso.K(object.AtomUnicode), iso.K(object.AtomUnicodeSets),
		iso.K(object.AtomSticky), iso.K(object.AtomIgnoreCase), iso.K(object.AtomMultiline), iso.K(object.AtomDotAll), iso.K(object.AtomHasIndices),
		iso.K(object.AtomConstructor)}
	l := iso.NewValues(1+2*len(keys), undefined)
	for i, k := range keys {
		q, _ := iso.GetOwn(p.Ref(), k)
		iso.ListSet(l, 1+2*i, gc.Int(int32(q.Index)))
		iso.ListSet(l, 2+2*i, q.Value)
	}
	iso.ListSet(l, 0, gc.Cell(iso.ShapeOf(p.Ref())))
	return l
}

// pristine tells whether no property of %RegExp.prototype% that the methods read was changed. A change of keys or attributes gives
// a prototype a new shape; values are compared.
func pristine(iso *Isolate) bool {
	p := iso.Intrinsic(vm.RegExpPrototype).Ref()
	g := iso.Intrinsic(slotRegExpGuards).Ref()
	shape := iso.ShapeOf(p)
	if iso.ListGet(g, 0) != gc.Cell(shape) {
		return false
	}
	for i, n := 1, iso.ListLen(g); i < n; i += 2 {
		if iso.SlotValue(p, shape, int(iso.ListGet(g, i).AsInt())) != iso.ListGet(g, i+1) {
			return false
		}
	}
	return true
}

// isFastRegExp tells whether v is a RegExp without own properties but a plain lastIndex, on an unmodified prototype: no step
// of the protocol methods on it runs user code.
func isFastRegExp(iso *Isolate, v Value) bool {
	if !v.IsObject() {
		return false
	}
	r := v.Ref()
	shape := iso.ShapeOf(r)
	if gc.Cell(shape) != iso.Intrinsic(slotRegExpShape) {
		return false
	}
	l := iso.SlotValue(r, shape, 0)
	return l.IsInt() && l.AsInt() >= 0 && pristine(iso)
}

func regexpShape(iso *Isolate, proto Value) Ref {
	if proto != iso.Intrinsic(vm.RegExpPrototype) {
		return iso.AddTransition(iso.RootShapeFor(layout.KindRegExp, proto, 1, 0), iso.KeyOfGo("lastIndex"), layout.AttrWritable)
	}
	s := iso.Intrinsic(slotRegExpShape)
	if s == undefined {
		s = gc.Cell(iso.AddTransition(iso.RootShapeFor(layout.KindRegExp, proto, 1, 0), iso.KeyOfGo("lastIndex"), layout.AttrWritable))
		iso.SetIntrinsic(slotRegExpShape, s)
	}
	return s.Ref()
}

// regexpState is what an isolate keeps for regular expressions.
type regexpState struct {
	m     regexp.Matcher
	cache map[regexpKey]*compiledRegExp
	order []regexpKey // keys of cache, oldest first
	lits  [64]*compiledRegExp
	// The last successful match, for the legacy static properties.
	subject, input *gc.Persistent
	caps           []int32
}

type regexpKey struct {
	source string
	flags  regexp.Flags
}

// compiledRegExp is a cached program. The handles keep the cells alive that RegExp objects share.
type compiledRegExp struct {
	pattern, flagText *gc.Persistent // atoms of a literal, for lits
	source, flags     *gc.Persistent // strings for the object's slots
	program, groups   *gc.Persistent
	info              int32
}

const regexpCacheSize = 256

func regexpStateOf(iso *Isolate) *regexpState {
	p := iso.RegExpCache()
	if st, ok := (*p).(*regexpState); ok {
		return st
	}
	st := &regexpState{cache: make(map[regexpKey]*compiledRegExp), subject: iso.NewPersistent(iso.Empty()), input: iso.NewPersistent(iso.Empty()), caps: []int32{0, 0}}
	st.m.Poll = func() bool { return !iso.Terminating() }
	*p = st
	return st
}

// RegExpInfo: flags in the low bits, then the number of groups.
const regexpInfoShift = 8

// compileRegExp finds or makes the program of a pattern; both are strings.
func compileRegExp(iso *Isolate, source, flags Value) (*compiledRegExp, bool) {
	ft := iso.GoString(flags)
	f, ok := regexp.ParseFlags(ft)
	if !ok {
		iso.ThrowSyntaxError("Invalid flags supplied to RegExp constructor '%s'", ft)
		return nil, false
	}
	st := regexpStateOf(iso)
	k := regexpKey{iso.GoString(source), f}
	if c := st.cache[k]; c != nil {
		return c, true
	}
	pattern := iso.Chars(source).AppendTo(nil)
	p, err := regexp.Compile(pattern, f)
	if err != nil {
		iso.ThrowSyntaxError("%s", err.Error())
		return nil, false
	}
	groups := undefined
	if len(p.GroupNames) > 0 {
		l := iso.NewValues(2*len(p.GroupNames), undefined)
		for i, g := range p.GroupNames {
			iso.ListSet(l, 2*i, iso.Atom(g.Name))
			iso.ListSet(l, 2*i+1, gc.Int(int32(g.Index)))
		}
		groups = gc.Cell(l)
	}
	c := &compiledRegExp{
		source:  iso.NewPersistent(escapePattern(iso, source)),
		flags:   iso.NewPersistent(iso.Atom(f.String())),
		program: iso.NewPersistent(gc.Cell(iso.NewBytes(p.Code))),
		groups:  iso.NewPersistent(groups),
		info:    int32(f) | int32(p.NumCaptures)<<regexpInfoShift,
	}
	if len(st.order) >= regexpCacheSize {
		old := st.order[0]
		st.order = append(st.order[:0], st.order[1:]...)
		st.dropLiterals()
		st.cache[old].close()
		delete(st.cache, old)
	}
	st.cache[k] = c
	st.order = append(st.order, k)
	return c, true
}

// close frees the handles; objects have their own references to the cells.
func (c *compiledRegExp) close() {
	c.source.Close()
	c.flags.Close()
	c.program.Close()
	c.groups.Close()
}

// dropLiterals empties the cache of literals, which refers to what cache holds.
func (st *regexpState) dropLiterals() {
	for i := range st.lits {
		if c := st.lits[i]; c != nil {
			c.pattern.Close()
			c.flagText.Close()
			c.pattern, c.flagText = nil, nil
			st.lits[i] = nil
		}
	}
}

// newRegExpLiteral makes the object of a regular expression literal from its atoms (13.2.7.3).
func newRegExpLiteral(iso *Isolate, pattern, flags Value) (Value, bool) {
	st := regexpStateOf(iso)
	slot := &st.lits[(uint32(pattern)>>3^uint32(flags)>>2)%uint32(len(st.lits))]
	c := *slot
	if c == nil || c.pattern == nil || c.pattern.Value() != pattern || c.flagText.Value() != flags {
		var ok bool
		if c, ok = compileRegExp(iso, pattern, flags); !ok {
			return undefined, false
		}
		if c.pattern == nil && iso.IsAtom(pattern) && iso.IsAtom(flags) {
			c.pattern, c.flagText = iso.NewPersistent(pattern), iso.NewPersistent(flags)
			if old := *slot; old != nil && old.pattern != nil {
				old.pattern.Close()
				old.flagText.Close()
				old.pattern, old.flagText = nil, nil
			}
			*slot = c
		}
	}
	return allocRegExp(iso, c, regexpShape(iso, iso.Intrinsic(vm.RegExpPrototype))), true
}

func allocRegExp(iso *Isolate, c *compiledRegExp, shape Ref) Value {
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.RegExpLegacy, gc.Cell(iso.Realm()))
	initRegExp(iso, r, c)
	iso.SetSlot(r, shape, 0, gc.Int(0))
	return gc.Object(r)
}

func initRegExp(iso *Isolate, r Ref, c *compiledRegExp) {
	iso.StoreValue(r, layout.RegExpSource, c.source.Value())
	iso.StoreValue(r, layout.RegExpFlags, c.flags.Value())
	iso.StoreValue(r, layout.RegExpProgram, c.program.Value())
	iso.StoreValue(r, layout.RegExpGroups, c.groups.Value())
	iso.StoreValue(r, layout.RegExpInfo, gc.Int(c.info))
}

// newRegExp makes a RegExp of two strings.
func newRegExp(iso *Isolate, source, flags, proto Value) (Value, bool) {
	c, ok := compileRegExp(iso, source, flags)
	if !ok {
		return undefined, false
	}
	return allocRegExp(iso, c, regexpShape(iso, proto)), true
}

// escapePattern is EscapeRegExpPattern, 22.2.6.13.1.
func escapePattern(iso *Isolate, source Value) Value {
	c := iso.Chars(source)
	n := c.Len()
	if n == 0 {
		return iso.Atom("(?:)")
	}
	var b text.Builder
	class, changed := false, false
	put := func(u uint16, escaped bool) {
		t := ""
		switch u {
		case '\n':
			t = "n"
		case '\r':
			t = "r"
		case 0x2028:
			t = "u2028"
		case 0x2029:
			t = "u2029"
		}
		if t == "" {
			b.Unit(u)
			return
		}
		changed = true
		if !escaped {
			b.Unit('\\')
		}
		b.String(t)
	}
	for i := 0; i < n; i++ {
		u := c.At(i)
		switch {
		case u == '\\' && i+1 < n:
			b.Unit(u)
			i++
			put(c.At(i), true)
			continue
		case u == '[':
			class = true
		case u == ']':
			class = false
		case u == '/' && !class:
			b.Unit('\\')
			changed = true
		}
		put(u, false)
	}
	if !changed {
		return source
	}
	v, ok := b.Finish(&iso.Space.Space)
	if !ok {
		return source
	}
	return v
}

func thisRegExp(iso *Isolate, v Value) bool {
	return v.IsObject() && iso.KindOf(v.Ref()) == layout.KindRegExp
}

// regexpConstructor is RegExp(pattern, flags), ECMA-262 22.2.4.1.
func regexpConstructor(iso *Isolate, a *Args) (Value, bool) {
	like, ok := isRegExp(iso, a.Arg(0))
	if !ok {
		return undefined, false
	}
	nt := a.NewTarget()
	if nt == undefined {
		if like && a.Arg(1) == undefined {
			c, ok := iso.Get(a.Arg(0), iso.K(object.AtomConstructor))
			if !ok {
				return undefined, false
			}
			if c == a.Callee() {
				return a.Arg(0), true
			}
		}
		nt = a.Callee()
	}
	var p, f Handle
	switch v := a.Arg(0); {
	case thisRegExp(iso, v):
		p = iso.NewHandle(iso.Value(v.Ref(), layout.RegExpSource))
		f = iso.NewHandle(iso.Value(v.Ref(), layout.RegExpFlags))
		if a.Arg(1) != undefined {
			f.Set(a.Arg(1))
		}
	case like:
		s, ok := iso.Get(v, iso.K(object.AtomSource))
		if !ok {
			return undefined, false
		}
		p = iso.NewHandle(s)
		f = iso.NewHandle(a.Arg(1))
		if a.Arg(1) == undefined {
			if s, ok = iso.Get(a.Arg(0), iso.K(object.AtomFlags)); !ok {
				return undefined, false
			}
			f.Set(s)
		}
	default:
		p, f = iso.NewHandle(v), iso.NewHandle(a.Arg(1))
	}
	proto := iso.Intrinsic(vm.RegExpPrototype)
	if nt = a.NewTarget(); nt != undefined && nt != a.Callee() {
		if proto, ok = iso.GetPrototypeFromConstructor(nt, vm.RegExpPrototype); !ok {
			return undefined, false
		}
	}
	hp := iso.NewHandle(proto)
	c, ok := regexpInitialize(iso, p, f)
	if !ok {
		return undefined, false
	}
	r := allocRegExp(iso, c, regexpShape(iso, hp.Value()))
	if nt = a.NewTarget(); nt != undefined && nt != a.Callee() {
		iso.InitValue(r.Ref(), layout.RegExpLegacy, gc.False)
	}
	return r, true
}

// regexpInitialize is RegExpInitialize, 22.2.3.3, up to the program.
func regexpInitialize(iso *Isolate, p, f Handle) (*compiledRegExp, bool) {
	for _, h := range [2]Handle{p, f} {
		v := h.Value()
		if v == undefined {
			h.Set(iso.Empty())
			continue
		}
		s, ok := iso.ToString(v)
		if !ok {
			return nil, false
		}
		h.Set(s)
	}
	return compileRegExp(iso, p.Value(), f.Value())
}

// regexpCompile is RegExp.prototype.compile(pattern, flags), B.2.4.1. The slot RegExpLegacy holds the realm of an object that the
// constructor itself made: no other may be compiled anew.
func regexpCompile(iso *Isolate, a *Args) (Value, bool) {
	if !thisRegExp(iso, a.This()) || iso.Value(a.This().Ref(), layout.RegExpLegacy) != gc.Cell(iso.Realm()) {
		return badRegExp(iso, a, "compile")
	}
	p, f := iso.NewHandle(a.Arg(0)), iso.NewHandle(a.Arg(1))
	if v := a.Arg(0); thisRegExp(iso, v) {
		if a.Arg(1) != undefined {
			return iso.ThrowTypeError("Cannot supply flags when constructing one RegExp from another")
		}
		p.Set(iso.Value(v.Ref(), layout.RegExpSource))
		f.Set(iso.Value(v.Ref(), layout.RegExpFlags))
	}
	c, ok := regexpInitialize(iso, p, f)
	if !ok {
		return undefined, false
	}
	initRegExp(iso, a.This().Ref(), c)
	if !iso.Set(a.This(), iso.KeyOfGo("lastIndex"), gc.Int(0), true) {
		return undefined, false
	}
	return a.This(), true
}

func badRegExp(iso *Isolate, a *Args, method string) (Value, bool) {
	return iso.ThrowTypeError("Method RegExp.prototype.%s called on incompatible receiver %s", method, show(iso, a.This()))
}

// regexpEscape is RegExp.escape(S), 22.2.5.1.
func regexpEscape(iso *Isolate, a *Args) (Value, bool) {
	if !a.Arg(0).IsString() {
		return iso.ThrowTypeError("input argument must be a string")
	}
	w := regexp.Escape(nil, iso.Chars(a.Arg(0)).AppendTo(nil))
	if len(w) > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	return iso.NewTwoByte(w), true
}

// flagGetter is RegExpHasFlag, 22.2.6.4.1.
func flagGetter(iso *Isolate, a *Args, f regexp.Flags, name string) (Value, bool) {
	if thisRegExp(iso, a.This()) {
		return gc.Bool(infoFlags(iso, a.This().Ref())&f != 0), true
	}
	if a.This() == iso.Intrinsic(vm.RegExpPrototype) {
		return undefined, true
	}
	return iso.ThrowTypeError("RegExp.prototype.%s getter called on non-RegExp object", name)
}

func infoFlags(iso *Isolate, r Ref) regexp.Flags {
	return regexp.Flags(iso.Value(r, layout.RegExpInfo).AsInt() & (1<<regexpInfoShift - 1))
}

// The flag getters, 22.2.6.3 to 22.2.6.19.
func regexpDotAll(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.DotAll, "dotAll")
}
func regexpGlobal(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.Global, "global")
}
func regexpHasIndices(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.HasIndices, "hasIndices")
}
func regexpIgnoreCase(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.IgnoreCase, "ignoreCase")
}
func regexpMultiline(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.Multiline, "multiline")
}
func regexpSticky(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.Sticky, "sticky")
}
func regexpUnicode(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.Unicode, "unicode")
}
func regexpUnicodeSets(iso *Isolate, a *Args) (Value, bool) {
	return flagGetter(iso, a, regexp.UnicodeSets, "unicodeSets")
}

// regexpSource is get RegExp.prototype.source, 22.2.6.13.
func regexpSource(iso *Isolate, a *Args) (Value, bool) {
	if thisRegExp(iso, a.This()) {
		return iso.Value(a.This().Ref(), layout.RegExpSource), true
	}
	if a.This() == iso.Intrinsic(vm.RegExpPrototype) {
		return iso.Atom("(?:)"), true
	}
	return iso.ThrowTypeError("RegExp.prototype.source getter called on non-RegExp object")
}

// regexpFlags is get RegExp.prototype.flags, 22.2.6.4.
func regexpFlags(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("RegExp.prototype.flags getter called on non-object %s", show(iso, a.This()))
	}
	if isFastRegExp(iso, a.This()) {
		return iso.Value(a.This().Ref(), layout.RegExpFlags), true
	}
	var f regexp.Flags
	for i, n := range [...]object.AtomID{object.AtomHasIndices, object.AtomGlobal, object.AtomIgnoreCase, object.AtomMultiline, object.AtomDotAll,
		object.AtomUnicode, object.AtomUnicodeSets, object.AtomSticky} {
		v, ok := iso.Get(a.This(), iso.K(n))
		if !ok {
			return undefined, false
		}
		if iso.ToBoolean(v) {
			f |= 1 << i
		}
	}
	return iso.Atom(f.String()), true
}

// regexpToString, 22.2.6.17.
func regexpToString(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return badRegExp(iso, a, "toString")
	}
	var b text.Builder
	for i, n := range [...]object.AtomID{object.AtomSource, object.AtomFlags} {
		v, ok := iso.Get(a.This(), iso.K(n))
		if ok {
			v, ok = iso.ToString(v)
		}
		if !ok {
			return undefined, false
		}
		if i == 0 {
			b.Unit('/')
		}
		b.Value(&iso.Space.Space, v)
		if i == 0 {
			b.Unit('/')
		}
	}
	return finish(iso, &b)
}

// The legacy static properties (proposal "Legacy RegExp features", as Annex B will have it).

func legacyState(iso *Isolate, a *Args) (*regexpState, bool) {
	if a.This() != iso.Intrinsic(vm.RegExpConstructor) {
		iso.ThrowTypeError("RegExp static property accessor called on incompatible receiver %s", show(iso, a.This()))
		return nil, false
	}
	return regexpStateOf(iso), true
}

func legacyPart(iso *Isolate, a *Args, part func(st *regexpState, n int) (from, to int)) (Value, bool) {
	st, ok := legacyState(iso, a)
	if !ok {
		return undefined, false
	}
	s := st.subject.Value()
	from, to := part(st, iso.StrLen(s))
	if from < 0 {
		return iso.Empty(), true
	}
	return iso.Substring(s, from, to), true
}

func legacyInput(iso *Isolate, a *Args) (Value, bool) {
	st, ok := legacyState(iso, a)
	if !ok {
		return undefined, false
	}
	return st.input.Value(), true
}

func legacySetInput(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := legacyState(iso, a); !ok {
		return undefined, false
	}
	s, ok := iso.ToString(a.Arg(0))
	if ok {
		regexpStateOf(iso).input.Set(s)
	}
	return undefined, ok
}

func legacyLastMatch(iso *Isolate, a *Args) (Value, bool) {
	return legacyPart(iso, a, func(st *regexpState, n int) (int, int) { return int(st.caps[0]), int(st.caps[1]) })
}

func legacyLeft(iso *Isolate, a *Args) (Value, bool) {
	return legacyPart(iso, a, func(st *regexpState, n int) (int, int) { return 0, int(st.caps[0]) })
}

func legacyRight(iso *Isolate, a *Args) (Value, bool) {
	return legacyPart(iso, a, func(st *regexpState, n int) (int, int) { return int(st.caps[1]), n })
}

func legacyLastParen(iso *Isolate, a *Args) (Value, bool) {
	return legacyPart(iso, a, func(st *regexpState, n int) (int, int) {
		k := len(st.caps)
		if k == 2 {
			return -1, -1
		}
		return int(st.caps[k-2]), int(st.caps[k-1])
	})
}

func legacyGroup(iso *Isolate, a *Args, i int) (Value, bool) {
	return legacyPart(iso, a, func(st *regexpState, n int) (int, int) {
		if 2*i+1 >= len(st.caps) {
			return -1, -1
		}
		return int(st.caps[2*i]), int(st.caps[2*i+1])
	})
}

func legacy1(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 1) }
func legacy2(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 2) }
func legacy3(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 3) }
func legacy4(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 4) }
func legacy5(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 5) }
func legacy6(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 6) }
func legacy7(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 7) }
func legacy8(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 8) }
func legacy9(iso *Isolate, a *Args) (Value, bool) { return legacyGroup(iso, a, 9) }
