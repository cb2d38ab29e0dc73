package vm

import (
	"strconv"
	"strings"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/gc"
)

// Stack traces. Capturing copies raw frames into a KindValues list and runs no JavaScript (DECISIONS 2.9); the text is made when the
// stack property is first read. A list is: realm, then for each frame function, receiver, bytecode offset (-1: builtin), flags.

const (
	frameWords    = 4
	siteConstruct = 1
	siteAsync     = 2
	siteStrict    = 4
)

// stackLimit returns Error.stackTraceLimit, -1 if it is not a number (then no stack property is made).
func (iso *Isolate) stackLimit() int {
	c := iso.Intrinsic(ErrorConstructor)
	if !c.IsObject() {
		return 10
	}
	p, found := iso.GetOwn(c.Ref(), iso.K(object.AtomStackTraceLimit))
	if !found || p.IsAccessor() || p.IsLazy() || !p.Value.IsNumber() {
		if !found {
			return -1
		}
		return -1
	}
	f := p.Value.AsFloat()
	switch {
	case !(f > 0):
		return 0
	case f > 10000:
		return 10000
	}
	return int(f)
}

// captureFrames returns the list of the newest frames; skip is a function above which (itself included) frames are left out.
func (iso *Isolate) captureFrames(skip Value, limit int) Value {
	var stackBuf [1 + 16*frameWords]Value
	out := append(stackBuf[:0], gc.Cell(iso.realm))
	fp := iso.fp
	skipping := skip.IsObject()
	if skipping && fp != nil && frameKind(fp) == FrameBuiltin && ldv(fp, layout.FrameFunction) == skip {
		// A constructor of errors leaves itself out, and the constructors of derived classes that called it.
		if nt := ldv(fp, layout.FrameNewTarget); nt.IsObject() {
			skip = nt
		}
	}
	n := 0
	var last framePtr
	for ; fp != nil && n < limit; fp = ldp(fp, 0) {
		f := ldv(fp, layout.FrameFunction)
		if skipping {
			if f == skip {
				skipping = false
			}
			continue
		}
		last = fp
		if iso.hiddenFunction(f) || iso.helperFunction(f) {
			continue
		}
		flags, off := 0, -1
		if frameKind(fp) == FrameInterpreted {
			off = frameOffset(fp)
			if frameIsConstruct(fp) || ldv(fp, layout.FrameNewTarget).IsObject() && iso.U32(iso.Ref(f.Ref(), layout.FunctionInfo), layout.InfoFlags)&InfoDerived != 0 {
				flags |= siteConstruct
			}
		} else if ldv(fp, layout.FrameNewTarget).IsObject() {
			flags |= siteConstruct
		}
		this := ldv(fp, layout.FrameReceiver)
		if this == gc.TDZ {
			this = gc.Undefined
		}
		out = append(out, f, this, gc.Int(int32(off)), gc.Int(int32(flags)))
		n++
	}
	if last != nil && fp == nil && n < limit {
		out = iso.captureAsync(last, out, limit-n)
	}
	l := iso.NewValues(len(out), gc.Undefined)
	for i, v := range out {
		iso.InitValue(l, layout.ValuesHeader+8*uintptr(i), v)
	}
	return gc.Cell(l)
}

// captureAsync follows the chain of awaits from the oldest frame, a resumed async function.
func (iso *Isolate) captureAsync(fp framePtr, out []Value, limit int) []Value {
	if frameKind(fp) != FrameInterpreted {
		return out
	}
	f := ldv(fp, layout.FrameFunction).Ref()
	if iso.U32(iso.Ref(f, layout.FunctionInfo), layout.InfoFlags)&uint32(bc.FnAsync) == 0 {
		return out
	}
	g := ldv(fp, layout.FrameReg0)
	for ; limit > 0 && g.IsObject(); limit-- {
		r := g.Ref()
		var p Value
		switch iso.KindOf(r) {
		case layout.KindGenerator:
			p = iso.Value(r, layout.GeneratorPromise)
		case layout.KindAsyncGenerator:
			q := iso.asyncGenHead(r)
			if q == 0 {
				return out
			}
			p = iso.ListGet(q, 2)
		default:
			return out
		}
		var x Value
		for hops := 0; ; hops++ {
			if hops > 100 || !iso.IsPromise(p) || iso.promiseBits(p.Ref())&3 != layout.PromisePending {
				return out
			}
			if x = iso.Value(p.Ref(), layout.PromiseResult); !x.IsInternal() {
				return out
			}
			if iso.Value(x.Ref(), reactKind) == gc.Int(reactAwait) {
				break
			}
			p = iso.Value(x.Ref(), reactPromise) // then: goes on with whoever waits for its result
		}
		g = iso.Value(x.Ref(), reactFulfil)
		if !g.IsObject() {
			return out
		}
		fn := iso.Value(g.Ref(), layout.GeneratorFunction)
		if !fn.IsObject() {
			return out
		}
		if !iso.hiddenFunction(fn) {
			out = append(out, fn, iso.Value(g.Ref(), layout.GeneratorReceiver), iso.Value(g.Ref(), layout.GeneratorOffset), gc.Int(siteAsync))
		}
	}
	return out
}

// hiddenFunction tells whether a function never shows in stack traces.
func (iso *Isolate) hiddenFunction(f Value) bool {
	if !f.IsObject() {
		return true // a native
	}
	if iso.KindOf(f.Ref()) != layout.KindFunction {
		return false
	}
	info := iso.Ref(f.Ref(), layout.FunctionInfo)
	return iso.U32(info, layout.InfoFlags)&uint32(bc.FnWrapper) != 0
}

// helperFunction tells whether a function is an inner one of the self-hosted library, or Reflect.construct or Reflect.apply, which
// leave no frames in other engines.
func (iso *Isolate) helperFunction(f Value) bool {
	if iso.KindOf(f.Ref()) != layout.KindFunction {
		return false
	}
	info := iso.Ref(f.Ref(), layout.FunctionInfo)
	if iso.selfHostedInfo(info) {
		k := infoKind(iso.U32(info, layout.InfoFlags))
		return k == bc.NormalFunc
	}
	return iso.U32(info, layout.InfoBuiltin) != 0 && iso.frameless(f)
}

// frameless tells whether f is one of the builtins that leave no frame in other engines.
func (iso *Isolate) frameless(f Value) bool {
	if f == iso.Intrinsic(ArrayConstructor) || f == iso.Intrinsic(ProxyConstructor) {
		return true
	}
	for _, n := range [...]string{"construct", "apply"} {
		if v, ok := iso.lookupData(iso.Intrinsic(ReflectObject), iso.KeyOfGo(n)); ok && v == f {
			return true
		}
	}
	return false
}

// selfHostedInfo tells whether a function is written in JavaScript but shown like a builtin.
func (iso *Isolate) selfHostedInfo(info Ref) bool {
	s := iso.Ref(info, layout.InfoScript)
	return s != 0 && iso.ScriptOf(s).Hidden
}

// CaptureStack gives an object its stack property, an accessor shared by all, and records the frames below skip (undefined: the
// newest ones). Nothing runs and nothing collects.
func (iso *Isolate) CaptureStack(o, skip Value) {
	limit := iso.stackLimit()
	if limit < 0 {
		return
	}
	frames := iso.captureFrames(skip, limit)
	r := o.Ref()
	iso.setStackData(r, frames)
	key := iso.K(object.AtomStack)
	if p, found := iso.GetOwn(r, key); found {
		iso.SetAttrs(r, p.Index, layout.AttrConfigurable|layout.AttrAccessor)
		iso.SetOwnValue(r, p.Index, iso.stackAccessor())
		return
	}
	iso.AddOwn(r, key, iso.stackAccessor(), layout.AttrConfigurable|layout.AttrAccessor)
}

// stackAccessor returns the accessor cell of the realm.
func (iso *Isolate) stackAccessor() Value {
	id := ShapeFunctionFirst + 23
	if v := iso.Intrinsic(id); v.IsInternal() {
		return v
	}
	get := iso.NewBuiltin("", 0, stackGetter)
	set := iso.NewBuiltin("", 1, stackSetter)
	v := gc.Cell(iso.NewAccessor(get, set))
	iso.SetIntrinsic(id, v)
	return v
}

// stackData and setStackData access the captured frames (a list) or the value that replaced them.
func (iso *Isolate) stackData(r Ref) (Value, bool) {
	if iso.KindOf(r) == layout.KindError {
		v := iso.Value(r, layout.ErrorFrames)
		if v.IsInternal() && iso.KindOf(v.Ref()) == layout.KindCell {
			return iso.Value(v.Ref(), layout.CellValue), true
		}
		return v, v != gc.Undefined
	}
	p, found := iso.GetOwn(r, iso.stackSymbol())
	return p.Value, found
}

func (iso *Isolate) setStackData(r Ref, v Value) {
	if iso.KindOf(r) == layout.KindError {
		if v == gc.Undefined {
			v = gc.Cell(iso.NewPropertyCell(v))
		}
		iso.StoreValue(r, layout.ErrorFrames, v)
		return
	}
	if p, found := iso.GetOwn(r, iso.stackSymbol()); found {
		iso.SetOwnValue(r, p.Index, v)
		return
	}
	iso.AddOwn(r, iso.stackSymbol(), v, layout.AttrWritable|layout.AttrPrivate)
}

// stackSymbol is the private symbol under which objects that are no errors keep their frames.
func (iso *Isolate) stackSymbol() Key {
	id := ShapeFunctionFirst + 25
	v := iso.Intrinsic(id)
	if !v.IsSymbol() {
		v = iso.NewSymbol(iso.Atom("#stack"), layout.SymbolPrivate)
		iso.SetIntrinsic(id, v)
	}
	return Key(v)
}

// stackHolder finds the object with captured frames on the prototype chain.
func (iso *Isolate) stackHolder(v Value) (Ref, bool) {
	for v.IsObject() && iso.KindOf(v.Ref()) != layout.KindProxy {
		if _, ok := iso.stackData(v.Ref()); ok {
			return v.Ref(), true
		}
		v = iso.Proto(v.Ref())
	}
	return 0, false
}

func stackGetter(iso *Isolate, a *Args) (Value, bool) {
	r, ok := iso.stackHolder(a.This())
	if !ok {
		return gc.Undefined, true
	}
	d, _ := iso.stackData(r)
	if !d.IsInternal() {
		return d, true
	}
	h := iso.NewHandle(gc.Object(r))
	v, ok := iso.formatStack(h, d)
	if !ok {
		return gc.Undefined, false
	}
	iso.setStackData(h.Ref(), v)
	return v, true
}

func stackSetter(iso *Isolate, a *Args) (Value, bool) {
	if r, ok := iso.stackHolder(a.This()); ok {
		iso.setStackData(r, a.Arg(0))
	}
	return gc.Undefined, true
}

// formatStack makes the value of the stack property: the result of prepareStackTrace, or the text. (JS)
func (iso *Isolate) formatStack(err Handle, frames Value) (Value, bool) {
	hf := iso.NewHandle(frames)
	if !iso.tracing {
		prep := gc.Undefined
		if c := iso.Intrinsic(ErrorConstructor); c.IsObject() {
			if p, found := iso.GetOwn(c.Ref(), iso.K(object.AtomPrepareStackTrace)); found && !p.IsAccessor() && !p.IsLazy() {
				prep = p.Value
			}
		}
		if iso.hooks.Prepare != nil {
			iso.tracing = true
			sites := iso.callSites(hf)
			v, handled, ok := iso.hooks.Prepare(iso, err.Value(), sites)
			iso.tracing = false
			if handled || !ok {
				return v, ok
			}
		} else if iso.IsCallable(prep) {
			iso.tracing = true
			hp := iso.NewHandle(prep)
			sites := iso.callSites(hf)
			v, ok := iso.Call(hp.Value(), iso.Intrinsic(ErrorConstructor), err.Value(), sites)
			iso.tracing = false
			return v, ok
		}
	}
	head := iso.errorHeader(err)
	return iso.NewString(head + iso.framesText(hf.Ref())), true
}

// errorHeader is the first line: ErrorUtils::ToString without letting exceptions out. (JS)
func (iso *Isolate) errorHeader(err Handle) string {
	part := func(k Key, def string) (string, bool) {
		v, ok := iso.Get(err.Value(), k)
		if ok && v == gc.Undefined {
			return def, true
		}
		if ok {
			var s string
			if s, ok = iso.ToGoString(v); ok {
				return s, true
			}
		}
		iso.Catch()
		return "", false
	}
	name, ok := part(iso.K(object.AtomName), "Error")
	if !ok {
		return "<error>"
	}
	if k := iso.hooks.CodeSymbol; k != 0 {
		if has, ok := iso.HasProperty(err.Value(), k); !ok {
			iso.Catch()
		} else if has {
			if code, ok := part(iso.KeyOfGo("code"), ""); ok && code != "" {
				name += " [" + code + "]"
			}
		}
	}
	msg, ok := part(iso.K(object.AtomMessage), "")
	if !ok {
		return "<error>"
	}
	switch {
	case name == "":
		return msg
	case msg == "":
		return name
	}
	return name + ": " + msg
}

// framesText renders all frames of a list, each on a line of its own.
func (iso *Isolate) framesText(l Ref) string {
	var b strings.Builder
	for i := 1; i+frameWords <= iso.ListLen(l); i += frameWords {
		b.WriteString("\n    at ")
		s := iso.siteAt(l, i)
		b.WriteString(iso.siteText(&s))
	}
	return b.String()
}

// StackText renders the current stack.
func (iso *Isolate) stackText() string {
	return iso.framesText(iso.captureFrames(gc.Undefined, 50).Ref())
}

// StackText renders the newest frames.
func (iso *Isolate) StackText(limit int) string {
	return iso.framesText(iso.captureFrames(gc.Undefined, limit).Ref())
}

// site is one frame of a captured list.
type site struct {
	fn, this Value
	off      int
	flags    int
}

func (iso *Isolate) siteAt(l Ref, i int) site {
	return site{iso.ListGet(l, i), iso.ListGet(l, i+1), int(iso.ListGet(l, i+2).AsInt()), int(iso.ListGet(l, i+3).AsInt())}
}

func (iso *Isolate) siteInfo(s *site) Ref {
	if s.fn.IsObject() && iso.KindOf(s.fn.Ref()) == layout.KindFunction {
		return iso.Ref(s.fn.Ref(), layout.FunctionInfo)
	}
	return 0
}

// siteScript returns the script of a frame, nil for builtins and what looks like one.
func (iso *Isolate) siteScript(s *site) (*ScriptData, Ref) {
	info := iso.siteInfo(s)
	if info == 0 {
		return nil, 0
	}
	sc := iso.Ref(info, layout.InfoScript)
	if sc == 0 || iso.selfHostedInfo(info) {
		return nil, 0
	}
	return iso.ScriptOf(sc), sc
}

// sitePosition returns line and column, 0 for builtins.
func (iso *Isolate) sitePosition(s *site) (line, col int) {
	d, _ := iso.siteScript(s)
	if d == nil || s.off < 0 {
		return 0, 0
	}
	f, _ := iso.funcOf(iso.siteInfo(s))
	pos := f.PositionAt(s.off)
	if pos < 0 {
		pos = f.Start
	}
	return d.Position(pos)
}

// Position returns the 1-based line and column of a source offset as the embedder counts them.
func (d *ScriptData) Position(pos int32) (line, col int) {
	line, col = d.Lines().Position(pos)
	if line == 1 {
		col += d.ColumnOffset
	}
	return line + d.LineOffset, col
}

func (iso *Isolate) siteToplevel(s *site) bool {
	return s.this.IsNullish() || s.this == iso.Intrinsic(GlobalThis) || s.this == iso.Intrinsic(GlobalObject)
}

func (iso *Isolate) siteFunctionName(s *site) string {
	if d, sc := iso.siteScript(s); d != nil && d.Unit.Kind == bc.FunctionUnit && iso.U32(sc, layout.ScriptFlags)&scriptIsEval != 0 {
		if f, _ := iso.funcOf(iso.siteInfo(s)); f.Outer == 0 {
			return "eval" // new Function: V8 keeps no name for it
		}
	}
	if s.fn.IsObject() {
		if n := iso.nameOfFunction(s.fn); n == "[Symbol.replace]" && s.off < 0 {
			return "String.replace" // which goes on there
		} else if n != "" {
			return n
		}
	}
	if _, sc := iso.siteScript(s); sc != 0 {
		info := iso.siteInfo(s)
		switch infoKind(iso.U32(info, layout.InfoFlags)) {
		case bc.EvalFunc:
			return "eval"
		case bc.NormalFunc, bc.ArrowFunc:
			if _, d := iso.funcOf(info); d != nil {
				return inferredName(d.Unit.Source, int(iso.U32(info, layout.InfoSrcStart)))
			}
		}
	}
	return ""
}

func (iso *Isolate) siteTypeName(s *site) string {
	switch {
	case s.this.IsNullish():
		return ""
	case s.this.IsObject() && iso.KindOf(s.this.Ref()) == layout.KindProxy:
		return "Proxy"
	case s.this.IsObject():
		return iso.receiverTypeName(s.this)
	case s.this.IsString():
		return "String"
	case s.this.IsNumber():
		return "Number"
	case s.this.IsBool():
		return "Boolean"
	case s.this.IsSymbol():
		return "Symbol"
	}
	return "BigInt"
}

// receiverTypeName is V8's JSReceiver::GetConstructorName.
func (iso *Isolate) receiverTypeName(v Value) string {
	if iso.KindOf(v.Ref()) == layout.KindFunction {
		// Static methods: the class itself.
		if n := iso.nameOfFunction(v); n != "" {
			return n
		}
		return "Function"
	}
	if t, ok := iso.lookupData(v, iso.SymK(object.SymToStringTag)); ok && t.IsString() && iso.StrLen(t) > 0 {
		return iso.GoString(t)
	}
	return iso.ConstructorName(v)
}

// siteMethodName returns the property of the receiver that holds the function, if exactly one does.
func (iso *Isolate) siteMethodName(s *site) string {
	if s.this.IsNullish() || !s.fn.IsObject() {
		return ""
	}
	v := s.this
	if !v.IsObject() {
		v = iso.primitiveProto(v)
	}
	name := iso.siteFunctionName(s)
	plain := strings.TrimPrefix(strings.TrimPrefix(name, "get "), "set ")
	found, count := "", 0
	for depth := 0; v.IsObject() && depth < 20 && iso.KindOf(v.Ref()) != layout.KindProxy; depth++ {
		r := v.Ref()
		holds := func(p Prop) bool {
			if p.IsLazy() {
				return false
			}
			if p.IsAccessor() {
				c := p.Value.Ref()
				return iso.Value(c, layout.AccessorGet) == s.fn || iso.Value(c, layout.AccessorSet) == s.fn
			}
			return p.Value == s.fn
		}
		if plain != "" {
			if k := iso.KeyOfGo(plain); !k.IsIndex() {
				if p, ok := iso.GetOwn(r, k); ok && holds(p) {
					return plain
				}
			}
		}
		iso.ForEachOwnNamed(r, func(k Key, attrs uint8, i int) bool {
			if !k.IsAtom() {
				return true
			}
			if p, ok := iso.GetOwn(r, k); ok && holds(p) {
				found = iso.KeyText(k)
				count++
			}
			return count < 2
		})
		if count > 1 {
			return ""
		}
		v = iso.Proto(r)
	}
	if count == 1 {
		return found
	}
	return ""
}

func isIdentifier(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c == '$', c >= 0x80:
		case c >= '0' && c <= '9' && i > 0:
		default:
			return false
		}
	}
	return s != ""
}

// siteText is V8's SerializeCallSiteInfo.
func (iso *Isolate) siteText(s *site) string {
	var b strings.Builder
	name := iso.siteFunctionName(s)
	switch {
	case s.flags&siteAsync != 0:
		b.WriteString("async ")
		if !iso.siteToplevel(s) && !iso.arrow(s) {
			iso.methodText(&b, s, name)
		} else if name != "" {
			b.WriteString(name)
		} else {
			return b.String() + iso.siteLocation(s)
		}
	case s.flags&siteConstruct != 0:
		b.WriteString("new ")
		if name == "" {
			name = "<anonymous>"
		}
		b.WriteString(name)
	case !iso.siteToplevel(s) && !iso.arrow(s):
		iso.methodText(&b, s, name)
	case name != "":
		b.WriteString(name)
	default:
		return iso.siteLocation(s)
	}
	b.WriteString(" (")
	b.WriteString(iso.siteLocation(s))
	b.WriteByte(')')
	return b.String()
}

// arrow functions have no receiver of their own.
func (iso *Isolate) arrow(s *site) bool { return false }

func (iso *Isolate) methodText(b *strings.Builder, s *site, name string) {
	typ, method := iso.siteTypeName(s), iso.siteMethodName(s)
	if name == "" {
		if typ != "" {
			b.WriteString(typ + ".")
		}
		if method == "" {
			method = "<anonymous>"
		}
		b.WriteString(method)
		return
	}
	if typ != "" && isIdentifier(name) && name != "eval" {
		b.WriteString(typ + ".")
	}
	b.WriteString(name)
	if method != "" && name != method && !strings.HasSuffix(name, "."+method) && !strings.HasSuffix(name, " "+method) {
		b.WriteString(" [as " + method + "]")
	}
}

// siteLocation is V8's AppendFileLocation.
func (iso *Isolate) siteLocation(s *site) string {
	d, sc := iso.siteScript(s)
	if d == nil {
		return "<anonymous>"
	}
	out := ""
	url := d.URL()
	if url == "" {
		if iso.U32(sc, layout.ScriptFlags)&scriptIsEval != 0 {
			if o := iso.Value(sc, layout.ScriptEvalOrigin); o.IsString() {
				out = iso.GoString(o) + ", "
			}
		}
		url = "<anonymous>"
	}
	out += url
	if line, col := iso.sitePosition(s); line > 0 {
		out += ":" + strconv.Itoa(line) + ":" + strconv.Itoa(col)
	}
	return out
}

// evalOriginText describes where code was compiled from: "eval at f (file:1:2)".
func (iso *Isolate) evalOriginText(fp framePtr) string {
	s := site{fn: ldv(fp, layout.FrameFunction), this: gc.Undefined, off: frameOffset(fp)}
	name := iso.siteFunctionName(&s)
	if name == "" {
		name = "<anonymous>"
	}
	return "eval at " + name + " (" + iso.siteLocation(&s) + ")"
}

// noteCompileError records where a SyntaxError of a compilation lies, for the embedder's report.
func (iso *Isolate) noteCompileError(v Value, e *syntax.Error, filename string) {
	iso.lastSyntaxError = SyntaxPosition{Filename: filename, Error: e, id: iso.IdentityHash(v.Ref())}
}

// SyntaxPosition locates the newest early error.
type SyntaxPosition struct {
	Filename string
	Error    *syntax.Error
	Source   []byte
	id       uint32 // identity hash of the error object
}

// LastSyntaxError returns where the newest early error lies.
func (iso *Isolate) LastSyntaxError() SyntaxPosition { return iso.lastSyntaxError }

// SourceText returns the source text of a function with bytecode.
func (iso *Isolate) SourceText(info Ref) (string, bool) {
	if iso.U32(info, layout.InfoBuiltin) != 0 || iso.Ref(info, layout.InfoScript) == 0 || iso.selfHostedInfo(info) {
		return "", false
	}
	_, d := iso.funcOf(info)
	a, b := iso.U32(info, layout.InfoSrcStart), iso.U32(info, layout.InfoSrcEnd)
	if int(b) > len(d.Unit.Source) || a > b {
		return "", false
	}
	return string(d.Unit.Source[a:b]), true
}

// calleeText renders the expression whose value was to be called, as V8's messages do; f is the value.
func (iso *Isolate) calleeText(f Value) string {
	if u, pos, ok := iso.sourcePoint(); ok {
		if t := compile.RenderCallee(u, pos); t != "" {
			return t
		}
	}
	return iso.typedText(f)
}

// sourcePoint returns where in the source the newest frame's instruction lies; ok is false for builtins and self-hosted code.
func (iso *Isolate) sourcePoint() (u *bc.Unit, pos int32, ok bool) {
	fp := iso.fp
	if fp == nil || frameKind(fp) != FrameInterpreted {
		return nil, 0, false
	}
	f, d := iso.funcOf(iso.Ref(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeInfo))
	if d == nil || d.Hidden {
		return nil, 0, false
	}
	pos = f.PositionAt(frameOffset(fp))
	return d.Unit, pos, pos >= 0
}

// ThrowNotIterable throws the TypeError for a value without an iterator method.
func (iso *Isolate) ThrowNotIterable(v, method Value) {
	if u, pos, ok := iso.sourcePoint(); ok {
		text, call, spread := compile.RenderIterable(u, pos)
		switch {
		case spread && v.IsNullish():
			iso.ThrowTypeError("%s is not iterable (cannot read property %s)", text, iso.Display(v))
			return
		case spread:
			iso.ThrowTypeError("Spread syntax requires ...iterable[Symbol.iterator] to be a function")
			return
		case text != "" && call:
			iso.ThrowTypeError("%s is not a function or its return value is not iterable", text)
			return
		case text != "":
			iso.ThrowTypeError("%s is not iterable", text)
			return
		}
	}
	iso.ThrowTypeError("%s is not iterable (cannot read property Symbol(Symbol.iterator))", iso.typedText(v))
}

// typedText renders a value with its type in front, as V8 does where it has no source text: "number 5", "object null".
// TypedText names a value by its type, as messages do that have no expression to name.
func (iso *Isolate) TypedText(v Value) string { return iso.typedText(v) }

func (iso *Isolate) typedText(v Value) string {
	t := iso.GoString(iso.TypeOf(v))
	if v.IsString() || v.IsNumber() || v.IsBool() || v == gc.Null {
		return t + " " + iso.Display(v)
	}
	return t
}

// ThrowNotSuperConstructor throws the TypeError for super() where the parent is no constructor; fn is the calling constructor.
func (iso *Isolate) ThrowNotSuperConstructor(parent, fn Value) {
	name := iso.Display(parent)
	if parent.IsObject() && iso.IsCallable(parent) {
		if name = iso.nameOfFunction(parent); name == "" {
			name = "null"
		}
	}
	if c := iso.nameOfFunction(fn); c != "" {
		iso.ThrowTypeError("Super constructor %s of %s is not a constructor", name, c)
		return
	}
	iso.ThrowTypeError("Super constructor %s of anonymous class is not a constructor", name)
}

// ThrowNullishKeyed throws the TypeError for a property of undefined or null.
func (iso *Isolate) ThrowNullishKeyed(obj, key Value, store bool) {
	k := ""
	switch {
	case key == iso.Sym(object.SymIterator) && !store:
		iso.throwNullishLoad(obj, Key(key))
		return
	case key.IsString():
		k = iso.GoString(key)
	case key.IsSymbol():
		k = iso.SymbolText(key)
	case !key.IsObject():
		k = iso.PrimitiveText(key)
	default:
		// An object as key is not converted.
		if text, ok := "", false; key.IsObject() {
			if text, ok = iso.displayObject(key); ok && store {
				iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.Display(obj), text)
				return
			} else if ok {
				iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.Display(obj), text)
				return
			}
		}
		if store {
			iso.ThrowTypeError("Cannot set properties of %s", iso.Display(obj))
		} else {
			iso.ThrowTypeError("Cannot read properties of %s", iso.Display(obj))
		}
		return
	}
	if store {
		iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.Display(obj), k)
		return
	}
	iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.Display(obj), k)
}

func (iso *Isolate) throwNullishLoad(v Value, k Key) {
	if k == iso.SymK(object.SymIterator) {
		iso.ThrowNotIterable(v, gc.Undefined)
		return
	}
	iso.ThrowTypeError("Cannot read properties of %s (reading '%s')", iso.Display(v), iso.KeyText(k))
}

func (iso *Isolate) throwNullishStore(v Value, k Key) {
	iso.ThrowTypeError("Cannot set properties of %s (setting '%s')", iso.Display(v), iso.KeyText(k))
}

// InText renders an operand of a failed in operator.
func (iso *Isolate) InText(v Value) string {
	if v.IsString() {
		return iso.GoString(v)
	}
	return iso.Display(v)
}

var _ unsafe.Pointer
