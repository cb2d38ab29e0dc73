package vm

import (
	"sync"
	"unsafe"

	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Generators, async functions, async generators and module bodies are resumable functions: a suspended activation is a state object
// with scope, receiver, registers and the offset of the suspending instruction (DECISIONS 1.6). Resuming builds a fresh frame.

// States of a state object (layout.GeneratorState).
const (
	GenStart     = iota // suspended at InitialYield
	GenSuspended        // suspended at a yield or await
	GenRunning
	GenCompleted
	GenAwaitingReturn // async generators: awaiting the value of a return request
)

const (
	resumeNext   = bc.ResumeNext
	resumeThrow  = bc.ResumeThrow
	resumeReturn = bc.ResumeReturn
)

// Exported resume modes for the builtins of generator prototypes.
const (
	ResumeNext   = resumeNext
	ResumeThrow  = resumeThrow
	ResumeReturn = resumeReturn
)

func (iso *Isolate) genState(g Ref) int { return int(iso.Value(g, layout.GeneratorState).AsInt()) }
func (iso *Isolate) setGenState(g Ref, s int) {
	iso.SetU64(g, layout.GeneratorState, uint64(gc.Int(int32(s))))
}

// CreateGenerator makes the state object of the newest frame. (JS: gets the prototype)
func (iso *Isolate) CreateGenerator() (Value, bool) {
	fp := iso.fp
	fn := ldv(fp, layout.FrameFunction)
	info := iso.Ref(fn.Ref(), layout.FunctionInfo)
	flags := iso.U32(info, layout.InfoFlags)
	var shape Ref
	kind := layout.KindGenerator
	switch {
	case infoKind(flags) == bc.ModuleFunc || flags&infoResumable == uint32(bc.FnAsync):
		shape = iso.shapeSlot(ShapeFunctionFirst+20, func() Ref { return iso.RootShapeFor(layout.KindGenerator, gc.Null, 0, 0) })
	default:
		def := GeneratorPrototype
		if flags&uint32(bc.FnAsync) != 0 {
			kind = layout.KindAsyncGenerator
			def = AsyncGeneratorPrototype
		}
		p, st := iso.ICLoad2(fn, iso.K(object.AtomPrototype), fn)
		if st == LoadThrew {
			return gc.Undefined, false
		}
		if !p.IsObject() {
			var ok bool
			if p, ok = iso.FunctionRealmIntrinsic(ldv(fp, layout.FrameFunction), def); !ok {
				return gc.Undefined, false
			}
		}
		shape = iso.RootShapeFor(kind, p, 0, 0)
	}
	g := iso.NewObjectOf(shape)
	for d := uintptr(layout.GeneratorFunction); d < layout.GeneratorSize; d += 8 {
		iso.InitValue(g, d, gc.Undefined)
	}
	iso.InitValue(g, layout.GeneratorFunction, ldv(fp, layout.FrameFunction))
	iso.InitValue(g, layout.GeneratorState, gc.Int(GenRunning))
	iso.InitValue(g, layout.GeneratorOffset, gc.Int(0))
	iso.InitValue(g, layout.GeneratorReceiver, ldv(fp, layout.FrameReceiver))
	if flags&infoResumable == uint32(bc.FnAsync) || infoKind(flags) == bc.ModuleFunc && flags&uint32(bc.FnAsync) != 0 {
		iso.InitValue(g, layout.GeneratorPromise, iso.NewPromise())
	}
	return gc.Object(g), true
}

// Suspend saves the newest frame in its state object and pops it.
func (iso *Isolate) Suspend(gen Value, state int) {
	fp, g := iso.fp, gen.Ref()
	n := int(iso.U32(ldv(fp, layout.FrameBytecode).Ref(), layout.BytecodeRegs))
	regs := iso.Value(g, layout.GeneratorRegs)
	if !regs.IsInternal() {
		regs = gc.Cell(iso.NewValues(n, gc.Undefined))
		iso.StoreValue(g, layout.GeneratorRegs, regs)
	}
	r := regs.Ref()
	v := iso.Values(r, layout.ValuesHeader, n)
	for i := range v {
		v[i] = ldv(fp, layout.FrameReg0-8*i)
	}
	iso.BarrierValues(r, layout.ValuesHeader, n)
	iso.StoreValue(g, layout.GeneratorScope, ldv(fp, layout.FrameScope))
	iso.StoreValue(g, layout.GeneratorReceiver, ldv(fp, layout.FrameReceiver))
	iso.SetU64(g, layout.GeneratorOffset, uint64(gc.Int(int32(frameOffset(fp)))))
	iso.setGenState(g, state)
	iso.returnWord = iso.popFrame(fp)
}

// resumeOnStack pushes the frame of a suspended state object and makes it go on with v by mode.
func (iso *Isolate) resumeOnStack(gen, v Value, mode int, ret uint64) (Value, CallStatus) {
	g := gen.Ref()
	fn := iso.Value(g, layout.GeneratorFunction)
	if realm := iso.Ref(fn.Ref(), layout.FunctionRealm); realm != iso.realm {
		old := iso.SetRealm(realm)
		v, ok := iso.finish(iso.resumeOnStack(gen, v, mode, RetGo))
		iso.SetRealm(old)
		if !ok {
			return gc.Undefined, CallThrew
		}
		return v, CallValue
	}
	code := iso.Ref(iso.Ref(fn.Ref(), layout.FunctionInfo), layout.InfoBytecode)
	regs := int(iso.U32(code, layout.BytecodeRegs))
	params := int(iso.U32(code, layout.BytecodeParams))
	if !iso.room(regs + params + layout.FrameHeader/8 + 4) {
		return gc.Undefined, CallThrew
	}
	for i := 0; i < params; i++ {
		iso.push(gc.Undefined)
	}
	iso.push(iso.Value(g, layout.GeneratorReceiver))
	off := int(iso.Value(g, layout.GeneratorOffset).AsInt())
	vec := iso.Ref(iso.Ref(fn.Ref(), layout.FunctionFeedback), layout.FeedbackVector)
	fp := iso.pushFrame(fn, iso.Value(g, layout.GeneratorScope).Ref(), code, vec, 0, gc.Undefined, v, ret)
	list := iso.Value(g, layout.GeneratorRegs).Ref()
	for i := 0; i < regs; i++ {
		stv(fp, layout.FrameReg0-8*i, iso.ListGet(list, i))
	}
	iso.sp = unsafe.Add(fp, layout.FrameAcc-8*regs)
	iso.setGenState(g, GenRunning)
	pc := uintptr(layout.BytecodeHeader + off)
	op := bc.Op(iso.U8(code, pc))
	next := off + op.Size()
	switch op {
	case bc.Yield:
		if mode == resumeNext {
			next = off + int(int32(iso.U32(code, pc+1)))
		}
	case bc.YieldDelegate, bc.AwaitResume:
		if op == bc.YieldDelegate || mode == resumeThrow {
			n := int(int16(iso.U16(code, pc+1)))
			stv(fp, layout.FrameReg0-8*n, gc.Int(int32(mode)))
			mode = resumeNext
		}
	}
	if mode == resumeThrow {
		setFrameOffset(fp, off)
		iso.Throw(v)
		return gc.Undefined, CallFrameThrew
	}
	setFrameOffset(fp, next)
	if iso.Poll() && !iso.HandleInterrupt() {
		return gc.Undefined, CallFrameThrew
	}
	return gc.Undefined, CallFrame
}

// resumeFromGo resumes a state object from the microtask loop. (JS)
func (iso *Isolate) resumeFromGo(gen, v Value, mode int) (Value, bool) {
	if !iso.EnterNative() {
		return gc.Undefined, false
	}
	return iso.finish(iso.resumeOnStack(gen, v, mode, RetGo))
}

// GeneratorResume is the work of next, throw and return of sync generators (ECMA-262 27.5.3.3, 27.5.3.4): the result of the builtin.
func (iso *Isolate) GeneratorResume(this, v Value, mode int, method string) (Value, bool) {
	if !this.IsObject() || iso.KindOf(this.Ref()) != layout.KindGenerator || iso.Value(this.Ref(), layout.GeneratorPromise) != gc.Undefined || iso.Proto(this.Ref()) == gc.Null && iso.isStateObject(this.Ref()) {
		return iso.ThrowTypeError("Method %s called on incompatible receiver %s", method, iso.shortText(this))
	}
	g := this.Ref()
	switch iso.genState(g) {
	case GenRunning:
		return iso.ThrowTypeError("Generator is already running")
	case GenStart:
		if mode != resumeNext {
			iso.setGenState(g, GenCompleted)
			iso.StoreValue(g, layout.GeneratorRegs, gc.Undefined)
			return iso.completedResume(v, mode)
		}
	case GenCompleted:
		return iso.completedResume(v, mode)
	}
	return iso.tailResume(this, v, mode)
}

// isStateObject tells internal state objects (async functions, modules) from generators.
func (iso *Isolate) isStateObject(g Ref) bool {
	f := iso.Value(g, layout.GeneratorFunction)
	if !f.IsObject() {
		return true
	}
	flags := iso.U32(iso.Ref(f.Ref(), layout.FunctionInfo), layout.InfoFlags)
	return flags&uint32(bc.FnAsync) != 0 || infoKind(flags) == bc.ModuleFunc
}

func (iso *Isolate) completedResume(v Value, mode int) (Value, bool) {
	switch mode {
	case resumeThrow:
		return iso.Throw(v)
	case resumeReturn:
		return iso.CreateIterResult(v, true), true
	}
	return iso.CreateIterResult(gc.Undefined, true), true
}

// GeneratorReturn completes a sync generator: the result of its frame.
func (iso *Isolate) GeneratorReturn(gen, v Value) Value {
	g := gen.Ref()
	iso.setGenState(g, GenCompleted)
	iso.StoreValue(g, layout.GeneratorRegs, gc.Undefined)
	if ldw(iso.fp, layout.FrameReturn) == RetIter {
		stw(iso.fp, layout.FrameReturn, RetIterDone)
		return gc.Undefined
	}
	return iso.CreateIterResult(v, true)
}

// IterGenerator steps an iteration over a generator whose next method is the original: the frame gets the return word RetIter, so
// that neither side makes a result object. CallThrew without an exception pending: not such a generator.
func (iso *Isolate) IterGenerator(gen, next Value) (Value, CallStatus) {
	if iso.Plain || !gen.IsObject() || !next.IsObject() || iso.KindOf(next.Ref()) != layout.KindFunction {
		return gc.Undefined, CallThrew
	}
	g := gen.Ref()
	b := iso.U32(iso.Ref(next.Ref(), layout.FunctionInfo), layout.InfoBuiltin)
	if iso.KindOf(g) != layout.KindGenerator || b == 0 || !sameBuiltin(iso.builtins[b], iso.generatorNext) {
		return gc.Undefined, CallThrew
	}
	if s := iso.genState(g); s != GenStart && s != GenSuspended || iso.Ref(iso.Value(g, layout.GeneratorFunction).Ref(), layout.FunctionRealm) != iso.realm {
		return gc.Undefined, CallThrew
	}
	return iso.resumeOnStack(gen, gc.Undefined, resumeNext, RetIter)
}

// fastNext says how an iteration steps where the next method is a builtin whose iterator results nobody would see.
type fastNext struct {
	next Builtin
	step func(iso *Isolate, it Ref) (v Value, done, ok bool)
}

// SetFastNext registers the step for a builtin next method: the next value or the end; ok is false, with nothing done, where the method
// itself must be called. It runs no JavaScript.
func (iso *Isolate) SetFastNext(next Builtin, step func(iso *Isolate, it Ref) (v Value, done, ok bool)) {
	iso.fastNexts = append(iso.fastNexts, fastNext{next, step})
}

// IterFast steps an iterator whose next method is registered with SetFastNext.
func (iso *Isolate) IterFast(it, next Value) (v Value, done, ok bool) {
	if iso.Plain || !it.IsObject() || !next.IsObject() || iso.KindOf(next.Ref()) != layout.KindFunction || iso.Ref(next.Ref(), layout.FunctionRealm) != iso.realm {
		return gc.Undefined, false, false
	}
	if b := iso.U32(iso.Ref(next.Ref(), layout.FunctionInfo), layout.InfoBuiltin); b != 0 {
		for i := range iso.fastNexts {
			if f := &iso.fastNexts[i]; sameBuiltin(iso.builtins[b], f.next) {
				return f.step(iso, it.Ref())
			}
		}
	}
	return gc.Undefined, false, false
}

// SetGeneratorNext tells the engine which builtin is the next method of generators.
func (iso *Isolate) SetGeneratorNext(fn Builtin) { iso.generatorNext = fn }

// Yield is the instruction. CallValue: the frame was popped and the value is its result; CallFrame: it goes on (async generators
// with a queued request).
func (iso *Isolate) Yield(gen, v Value, delegate bool) (Value, CallStatus) {
	g := gen.Ref()
	if iso.KindOf(g) != layout.KindAsyncGenerator {
		ret := ldw(iso.fp, layout.FrameReturn)
		if !delegate && ret != RetIter {
			v = iso.CreateIterResult(v, false)
		}
		iso.Suspend(gen, GenSuspended)
		if delegate && ret == RetIter {
			iso.returnWord = RetAcc // IterResult looks into the object
		}
		return v, CallValue
	}
	// AsyncGeneratorYield, 27.6.3.8: the value has been awaited by the compiler's code.
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(gen)
	ret := ldw(iso.fp, layout.FrameReturn)
	iso.asyncGenComplete(h, v, false, false)
	iso.Suspend(h.Value(), GenSuspended)
	if req := iso.asyncGenHead(h.Ref()); req != 0 {
		mode := int(iso.ListGet(req, 0).AsInt())
		return iso.resumeOnStack(h.Value(), iso.ListGet(req, 1), mode, ret)
	}
	return gc.Undefined, CallValue
}

// Await is the instruction: it registers the state object with the promise, suspends, and returns the result of the frame. (JS)
func (iso *Isolate) Await(gen, v Value) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	h := iso.NewHandle(gen)
	if !v.IsObject() {
		// The promise that would be made is seen by nobody.
		iso.enqueue(iso.newJob(reactAwait, gen, v, gc.Undefined, iso.embedder, iso.realm))
	} else {
		p, ok := iso.PromiseResolve(v)
		if !ok {
			return gc.Undefined, false
		}
		iso.react(p, reactAwait, h.Value(), gc.Undefined, gc.Undefined)
	}
	iso.Suspend(h.Value(), GenSuspended)
	if iso.KindOf(h.Ref()) == layout.KindAsyncGenerator {
		return gc.Undefined, true
	}
	return iso.Value(h.Ref(), layout.GeneratorPromise), true
}

// AsyncResolve ends an async function, module or async generator with v. (JS)
func (iso *Isolate) AsyncResolve(gen, v Value) (Value, bool) {
	g := gen.Ref()
	if iso.KindOf(g) == layout.KindAsyncGenerator {
		m := iso.HandleMark()
		defer iso.ReleaseHandles(m)
		h := iso.NewHandle(gen)
		iso.finishState(g)
		iso.asyncGenComplete(h, v, true, false)
		iso.asyncGenDrain(h)
		return gc.Undefined, !iso.pending
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	iso.finishState(g)
	h := iso.NewHandle(iso.Value(g, layout.GeneratorPromise))
	iso.ResolvePromise(h.Value(), v)
	return h.Value(), !iso.pending
}

// AsyncReject is AsyncResolve for an exception.
func (iso *Isolate) AsyncReject(gen, v Value) (Value, bool) {
	g := gen.Ref()
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if iso.KindOf(g) == layout.KindAsyncGenerator {
		h := iso.NewHandle(gen)
		iso.finishState(g)
		iso.asyncGenComplete(h, v, true, true)
		iso.asyncGenDrain(h)
		return gc.Undefined, !iso.pending
	}
	iso.finishState(g)
	h := iso.NewHandle(iso.Value(g, layout.GeneratorPromise))
	iso.RejectPromise(h.Value(), v)
	return h.Value(), !iso.pending
}

func (iso *Isolate) finishState(g Ref) {
	iso.setGenState(g, GenCompleted)
	iso.StoreValue(g, layout.GeneratorRegs, gc.Undefined)
}

// Async generators. The request queue is a linked list of KindValues cells (mode, value, promise, next) in GeneratorPromise, the
// head first.

func (iso *Isolate) asyncGenHead(g Ref) Ref {
	if q := iso.Value(g, layout.GeneratorPromise); q.IsInternal() {
		return q.Ref()
	}
	return 0
}

// asyncGenComplete is AsyncGeneratorCompleteStep, 27.6.3.5: it settles the head request.
func (iso *Isolate) asyncGenComplete(h Handle, v Value, done, throw bool) {
	q := iso.asyncGenHead(h.Ref())
	if q == 0 {
		return
	}
	iso.StoreValue(h.Ref(), layout.GeneratorPromise, iso.ListGet(q, 3))
	p := iso.ListGet(q, 2)
	if throw {
		iso.RejectPromise(p, v)
		return
	}
	m := iso.HandleMark()
	hp := iso.NewHandle(p)
	res := iso.CreateIterResult(v, done)
	iso.ResolvePromise(hp.Value(), res)
	iso.ReleaseHandles(m)
}

// asyncGenDrain is AsyncGeneratorDrainQueue, 27.6.3.10.
func (iso *Isolate) asyncGenDrain(h Handle) {
	for {
		q := iso.asyncGenHead(h.Ref())
		if q == 0 {
			iso.setGenState(h.Ref(), GenCompleted)
			return
		}
		v := iso.ListGet(q, 1)
		switch iso.ListGet(q, 0).AsInt() {
		case resumeReturn:
			iso.asyncGenAwaitReturn(h)
			return
		case resumeThrow:
			iso.asyncGenComplete(h, v, true, true)
		default:
			iso.asyncGenComplete(h, gc.Undefined, true, false)
		}
	}
}

// asyncGenAwaitReturn is AsyncGeneratorAwaitReturn, 27.6.3.9.
func (iso *Isolate) asyncGenAwaitReturn(h Handle) {
	iso.setGenState(h.Ref(), GenAwaitingReturn)
	q := iso.asyncGenHead(h.Ref())
	p, ok := iso.PromiseResolve(iso.ListGet(q, 1))
	if !ok {
		e, caught := iso.Catch()
		if !caught {
			return
		}
		iso.setGenState(h.Ref(), GenCompleted)
		iso.asyncGenComplete(h, e, true, true)
		iso.asyncGenDrain(h)
		return
	}
	iso.react(p, reactAwaitReturn, h.Value(), gc.Undefined, gc.Undefined)
}

func (iso *Isolate) asyncGenAwaitReturnDone(gen, v Value, rejected bool) {
	h := iso.NewHandle(gen)
	iso.setGenState(gen.Ref(), GenCompleted)
	iso.asyncGenComplete(h, v, true, rejected)
	iso.asyncGenDrain(h)
}

// AsyncGeneratorResume is the work of next, throw and return of async generators, 27.6.1.2 to 27.6.1.4: it returns the promise. (JS)
func (iso *Isolate) AsyncGeneratorResume(this, v Value, mode int, method string) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hv, ht := iso.NewHandle(v), iso.NewHandle(this)
	p := iso.NewHandle(iso.NewPromise())
	if !this.IsObject() || iso.KindOf(this.Ref()) != layout.KindAsyncGenerator {
		iso.RejectPromise(p.Value(), iso.NewError(TypeError, "Method "+method+" called on incompatible receiver "+iso.shortText(this)))
		return p.Value(), true
	}
	g := this.Ref()
	state := iso.genState(g)
	req := iso.NewValues(4, gc.Undefined)
	iso.ListSet(req, 0, gc.Int(int32(mode)))
	iso.ListSet(req, 1, hv.Value())
	iso.ListSet(req, 2, p.Value())
	if q := iso.asyncGenHead(g); q == 0 {
		iso.StoreValue(g, layout.GeneratorPromise, gc.Cell(req))
	} else {
		for iso.ListGet(q, 3).IsInternal() {
			q = iso.ListGet(q, 3).Ref()
		}
		iso.ListSet(q, 3, gc.Cell(req))
	}
	if state == GenStart && mode != resumeNext {
		iso.finishState(g)
		state = GenCompleted
	}
	switch state {
	case GenCompleted:
		switch mode {
		case resumeReturn:
			iso.asyncGenAwaitReturn(ht)
		case resumeThrow:
			iso.asyncGenComplete(ht, hv.Value(), true, true)
		default:
			iso.asyncGenComplete(ht, gc.Undefined, true, false)
		}
	case GenStart, GenSuspended:
		// A suspended generator without queued requests waits at a yield; one that waits at an await is GenSuspended with requests.
		if iso.asyncGenHead(ht.Ref()) == req {
			if _, ok := iso.resumeFromGo(ht.Value(), hv.Value(), mode); !ok && iso.pending {
				return gc.Undefined, false
			}
		}
	}
	return p.Value(), true
}

// generatorPrototypeFor returns the intrinsic that the prototype object of a generator function inherits from, 0 for others.
func (iso *Isolate) generatorPrototypeFor(f Value) IntrinsicID {
	switch iso.U32(iso.Ref(f.Ref(), layout.FunctionInfo), layout.InfoFlags) & infoResumable {
	case uint32(bc.FnGenerator):
		return GeneratorPrototype
	case uint32(bc.FnAsync | bc.FnGenerator):
		return AsyncGeneratorPrototype
	}
	return 0
}

// Async-from-sync iterators (ECMA-262 27.1.6): a KindIteratorHelper whose slots are the sync iterator and its next method.

// AsyncFromSyncIterator is GetIterator(v, async) for an iterable without an async iterator. (JS)
func (iso *Isolate) AsyncFromSyncIterator(v Value) (Value, bool) {
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	it, ok := iso.GetIterator(v)
	if !ok {
		return gc.Undefined, false
	}
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindIteratorHelper, iso.asyncFromSyncPrototype(), 0, 0))
	for d := uintptr(layout.IteratorTarget); d < 64; d += 8 {
		iso.InitValue(r, d, gc.Undefined)
	}
	iso.InitValue(r, layout.IteratorTarget, it.Obj.Value())
	iso.InitValue(r, layout.IteratorIndex, it.Next.Value())
	return gc.Object(r), true
}

func (iso *Isolate) asyncFromSyncPrototype() Value {
	p := iso.Intrinsic(AsyncFromSyncIteratorPrototype)
	if !p.IsObject() {
		proto := iso.Intrinsic(AsyncIteratorPrototype)
		if !proto.IsObject() {
			proto = iso.Intrinsic(ObjectPrototype)
		}
		p = iso.NewObjectProto(proto)
		iso.SetIntrinsic(AsyncFromSyncIteratorPrototype, p)
		asyncFromSyncOnce.Do(makeAsyncFromSyncRows)
		iso.DefineRows(p, asyncFromSyncRows)
	}
	return p
}

var (
	asyncFromSyncRows []Row
	asyncFromSyncOnce sync.Once
)

func makeAsyncFromSyncRows() {
	asyncFromSyncRows = []Row{
		{Name: "next", Length: 1, Fn: func(iso *Isolate, a *Args) (Value, bool) { return asyncFromSync(iso, a, resumeNext) }},
		{Name: "return", Length: 1, Fn: func(iso *Isolate, a *Args) (Value, bool) { return asyncFromSync(iso, a, resumeReturn) }},
		{Name: "throw", Length: 1, Fn: func(iso *Isolate, a *Args) (Value, bool) { return asyncFromSync(iso, a, resumeThrow) }},
	}
}

// asyncFromSync is next, return and throw of async-from-sync iterators, 27.1.6.2.1 to 27.1.6.2.3.
func asyncFromSync(iso *Isolate, a *Args, mode int) (Value, bool) {
	p := iso.NewHandle(iso.NewPromise())
	reject := func() (Value, bool) {
		e, ok := iso.Catch()
		if !ok {
			return gc.Undefined, false
		}
		iso.RejectPromise(p.Value(), e)
		return p.Value(), true
	}
	self := a.This().Ref()
	it := iso.NewHandle(iso.Value(self, layout.IteratorTarget))
	f := iso.Value(self, layout.IteratorIndex)
	ok := true
	switch mode {
	case resumeReturn:
		f, ok = iso.GetMethod(it.Value(), iso.K(object.AtomReturn))
	case resumeThrow:
		f, ok = iso.GetMethod(it.Value(), iso.K(object.AtomThrow))
	}
	if !ok {
		return reject()
	}
	if f == gc.Undefined && mode != resumeNext {
		if mode == resumeReturn {
			iso.ResolvePromise(p.Value(), iso.CreateIterResult(a.Arg(0), true))
			return p.Value(), true
		}
		if !iso.IteratorClose(&Iterator{Obj: it}, false) {
			return reject()
		}
		iso.ThrowTypeError("The iterator does not provide a 'throw' method")
		return reject()
	}
	var r Value
	if a.Len() > 0 {
		r, ok = iso.Call(f, it.Value(), a.Arg(0))
	} else {
		r, ok = iso.Call(f, it.Value())
	}
	if !ok {
		return reject()
	}
	if !r.IsObject() {
		iso.ThrowTypeError("Iterator result %s is not an object", iso.Display(r))
		return reject()
	}
	// AsyncFromSyncIteratorContinuation, 27.1.6.4.
	hr := iso.NewHandle(r)
	d, ok := iso.Get(r, iso.K(object.AtomDone))
	if !ok {
		return reject()
	}
	done := iso.ToBoolean(d)
	v, ok := iso.Get(hr.Value(), iso.K(object.AtomValue))
	if !ok {
		return reject()
	}
	w, ok := iso.PromiseResolve(v)
	if !ok {
		if !done && mode != resumeReturn {
			iso.IteratorClose(&Iterator{Obj: it}, true)
		}
		return reject()
	}
	hw := iso.NewHandle(w)
	unwrap := iso.NewHandle(iso.internalFunction(internalAwait1, 1, asyncFromSyncUnwrap, gc.Bool(done)))
	onReject := gc.Undefined
	if !done && mode != resumeReturn {
		onReject = iso.internalFunction(internalAwait2, 1, asyncFromSyncClose, it.Value())
	}
	iso.PromiseThen(hw.Value(), unwrap.Value(), onReject, p.Value())
	return p.Value(), true
}

func asyncFromSyncUnwrap(iso *Isolate, a *Args) (Value, bool) {
	return iso.CreateIterResult(a.Arg(0), a.Data() == gc.True), true
}

func asyncFromSyncClose(iso *Isolate, a *Args) (Value, bool) {
	it := Iterator{Obj: iso.NewHandle(a.Data())}
	iso.Throw(a.Arg(0))
	return gc.Undefined, iso.IteratorClose(&it, true)
}
