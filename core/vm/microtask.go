package vm

import (
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/gc"
)

// Promises (ECMA-262 27.2) and the microtask queue (jobs, 9.5). Reactions and jobs are cells; the queue is a ring in a KindValues
// cell. An await has no closures: its reaction refers to the generator.

// Slots of reactions and jobs (seven Values from offset 8).
const (
	reactNext    = 8      // reaction: next in the promise's list, or undefined
	reactKind    = 8 + 8  // int: react*
	reactFulfil  = 8 + 16 // handler, undefined (pass through), or by kind: generator ...
	reactReject  = 8 + 24
	reactPromise = 8 + 32 // derived promise (native), or a KindValues list of promise, resolve, reject, or undefined
	reactData    = 8 + 40 // continuation-preserved embedder data
	reactRealm   = 8 + 48 // realm, a cell

	jobKind    = 8 // int: job*
	jobHandler = 8 + 8
	jobArg     = 8 + 16
	jobPromise = 8 + 24
	jobData    = 8 + 32
	jobRealm   = 8 + 40
	jobExtra   = 8 + 48
)

// Kinds of reactions; jobs made from them have the same kind.
const (
	reactThen        = iota // handlers are functions or undefined
	reactAwait              // reactFulfil is the generator: resume it
	reactGo                 // reactFulfil, reactReject are builtins taking the value: internal steps
	reactResolve            // resolve or reject reactPromise with the value
	jobThenable             // jobHandler: then function, jobArg: thenable, jobPromise: promise to resolve
	jobCallback             // jobHandler: function without arguments (queueMicrotask)
	reactAwaitReturn        // async generators: await of a return request of a completed generator
	jobRejected      = 16   // flag on the kind of a job: the promise was rejected
)

// jobQueue is a ring of job cells.
type jobQueue struct {
	ring        Value // KindValues cell or undefined
	head, count int
	running     bool
}

func (q *jobQueue) init() { q.ring = gc.Undefined }

func (q *jobQueue) visit(v *gc.Visitor) { v.Value(&q.ring) }

func (iso *Isolate) enqueue(job Ref) {
	q := &iso.jobs
	if len(iso.ownJobs) != 0 {
		q = iso.queueOf(iso.jobQueueRealm(job))
	}
	n := 0
	if q.ring != gc.Undefined {
		n = iso.ListLen(q.ring.Ref())
	}
	if q.count == n {
		r := iso.NewValues(max(64, 2*n), gc.Undefined)
		for i := 0; i < q.count; i++ {
			iso.ListSet(r, i, iso.ListGet(q.ring.Ref(), (q.head+i)%n))
		}
		q.ring, q.head = gc.Cell(r), 0
		n = iso.ListLen(r)
	}
	iso.ListSet(q.ring.Ref(), (q.head+q.count)%n, gc.Cell(job))
	q.count++
}

// ownJobQueue is the queue of a realm whose jobs do not run with everybody's (vm contexts with microtaskMode 'afterEvaluate').
type ownJobQueue struct {
	jobQueue
	realm Ref // pinned
}

// SeparateMicrotasks gives a realm a queue of its own: its jobs run only in RunRealmMicrotasks.
func (iso *Isolate) SeparateMicrotasks(realm Ref) {
	q := &ownJobQueue{realm: realm}
	q.init()
	iso.ownJobs = append(iso.ownJobs, q)
}

// RunRealmMicrotasks runs the jobs of a realm with its own queue. False: execution is being terminated. (JS)
func (iso *Isolate) RunRealmMicrotasks(realm Ref) bool {
	q := iso.queueOf(realm)
	if q == &iso.jobs || q.running || q.count == 0 {
		return true
	}
	_, ok := iso.runQueue(q)
	return ok
}

func (iso *Isolate) queueOf(realm Ref) *jobQueue {
	for _, q := range iso.ownJobs {
		if q.realm == realm {
			return &q.jobQueue
		}
	}
	return &iso.jobs
}

// jobQueueRealm is the realm that decides where a job waits: that of its handler, else the one it was made in.
func (iso *Isolate) jobQueueRealm(job Ref) Ref {
	if h := iso.Value(job, jobHandler); h.IsObject() && iso.IsCallable(h) {
		if r, ok := iso.RealmOf(h); ok {
			return r
		}
		iso.Catch()
	}
	return iso.Value(job, jobRealm).Ref()
}

func (iso *Isolate) newJob(kind int, handler, arg, promise, data Value, realm Ref) Ref {
	j := iso.NewCell(layout.KindJob, 64)
	iso.InitValue(j, jobKind, gc.Int(int32(kind)))
	iso.InitValue(j, jobHandler, handler)
	iso.InitValue(j, jobArg, arg)
	iso.InitValue(j, jobPromise, promise)
	iso.InitValue(j, jobData, data)
	iso.InitValue(j, jobRealm, gc.Cell(realm))
	iso.InitValue(j, jobExtra, gc.Undefined)
	return j
}

// EnqueueMicrotask queues a call of f without arguments.
func (iso *Isolate) EnqueueMicrotask(f Value) {
	iso.enqueue(iso.newJob(jobCallback, f, gc.Undefined, gc.Undefined, iso.embedder, iso.realm))
}

// HasMicrotasks tells whether jobs wait.
func (iso *Isolate) HasMicrotasks() bool { return iso.jobs.count > 0 }

// EmbedderData and SetEmbedderData access the continuation-preserved embedder data: it is captured where a reaction or job is
// made and current again while it runs (AsyncLocalStorage).
func (iso *Isolate) EmbedderData() Value     { return iso.embedder }
func (iso *Isolate) SetEmbedderData(v Value) { iso.embedder = v }

// RunMicrotasks runs jobs until none is left. False: execution is being terminated. (JS)
func (iso *Isolate) RunMicrotasks() bool {
	if iso.jobs.running || iso.jobs.count == 0 {
		return true
	}
	if iso.depth == 0 {
		_, ok := iso.protect((*Isolate).runMicrotasks)
		return ok
	}
	_, ok := iso.runMicrotasks()
	return ok
}

func (iso *Isolate) runMicrotasks() (Value, bool) { return iso.runQueue(&iso.jobs) }

func (iso *Isolate) runQueue(q *jobQueue) (Value, bool) {
	q.running = true
	saved, realm := iso.NewHandle(iso.embedder), iso.realm
	m := iso.HandleMark()
	ok := true
	for q.count > 0 {
		list := q.ring.Ref()
		j := iso.ListGet(list, q.head).Ref()
		iso.ListSet(list, q.head, gc.Undefined)
		if q.head++; q.head == iso.ListLen(list) {
			q.head = 0
		}
		q.count--
		iso.embedder = iso.Value(j, jobData)
		iso.realm = iso.Value(j, jobRealm).Ref()
		iso.runJob(j)
		iso.ReleaseHandles(m)
		iso.ClearKept()
		if iso.pending {
			if iso.Terminating() {
				ok = false
				break
			}
			e, _ := iso.Catch()
			if iso.hooks.UncaughtInJob != nil {
				iso.hooks.UncaughtInJob(iso, e)
			}
		}
		if iso.Poll() && !iso.HandleInterrupt() {
			ok = false
			break
		}
	}
	if !ok {
		q.ring, q.head, q.count = gc.Undefined, 0, 0
	}
	iso.embedder, iso.realm = saved.Value(), realm
	q.running = false
	return gc.Undefined, ok
}

// runJob runs one job; only callback jobs leave an exception pending (and termination).
func (iso *Isolate) runJob(j Ref) {
	k := int(iso.Value(j, jobKind).AsInt())
	rejected := k&jobRejected != 0
	handler, arg := iso.Value(j, jobHandler), iso.Value(j, jobArg)
	switch k &^ jobRejected {
	case reactThen:
		h := iso.NewHandle(iso.Value(j, jobPromise))
		var v Value
		ok := true
		switch {
		case handler.IsObject():
			v, ok = iso.Call(handler, gc.Undefined, arg)
		case rejected:
			iso.settle(h, arg, false)
			return
		default:
			v = arg
		}
		if !ok {
			e, caught := iso.Catch()
			if !caught {
				return
			}
			iso.settle(h, e, false)
			return
		}
		iso.settle(h, v, true)
	case reactAwait:
		mode := resumeNext
		if rejected {
			mode = resumeThrow
		}
		iso.resumeFromGo(handler, arg, mode)
	case reactGo:
		if _, ok := iso.Call(handler, gc.Undefined, arg); !ok {
			iso.Catch()
		}
	case reactResolve:
		p := iso.Value(j, jobPromise)
		if rejected {
			iso.RejectPromise(p, arg)
		} else {
			iso.ResolvePromise(p, arg)
		}
	case reactAwaitReturn:
		iso.asyncGenAwaitReturnDone(handler, arg, rejected)
	case jobThenable:
		p := iso.NewHandle(iso.Value(j, jobPromise))
		ht, ha := iso.NewHandle(handler), iso.NewHandle(arg)
		res, rej := iso.ResolvingFunctions(p.Value())
		hr := iso.NewHandle(rej)
		if _, ok := iso.Call(ht.Value(), ha.Value(), res, rej); !ok {
			if e, caught := iso.Catch(); caught {
				iso.Call(hr.Value(), gc.Undefined, e)
			}
		}
	case jobCallback:
		iso.Call(handler, gc.Undefined)
	}
}

// settle resolves or rejects the capability of a reaction: a native promise, a list (promise, resolve, reject), or nothing.
func (iso *Isolate) settle(h Handle, v Value, fulfil bool) {
	c := h.Value()
	switch {
	case c == gc.Undefined:
	case c.IsObject():
		if fulfil {
			iso.ResolvePromise(c, v)
		} else {
			iso.RejectPromise(c, v)
		}
	default:
		i := 2
		if fulfil {
			i = 1
		}
		if _, ok := iso.Call(iso.ListGet(c.Ref(), i), gc.Undefined, v); !ok {
			iso.Catch()
		}
	}
}

// NewPromise makes a pending promise of the current realm.
func (iso *Isolate) NewPromise() Value { return iso.NewPromiseProto(iso.Intrinsic(PromisePrototype)) }

// NewPromiseProto makes a pending promise with a prototype.
func (iso *Isolate) NewPromiseProto(proto Value) Value {
	var shape Ref
	if proto == iso.Intrinsic(PromisePrototype) {
		shape = iso.shapeSlot(ShapeFunctionFirst+26, func() Ref { return iso.RootShapeFor(layout.KindPromise, proto, 0, 0) })
	} else {
		shape = iso.RootShapeFor(layout.KindPromise, proto, 0, 0)
	}
	r := iso.NewObjectOf(shape)
	iso.InitValue(r, layout.PromiseResult, gc.Undefined)
	iso.InitValue(r, layout.PromiseState, gc.Int(layout.PromisePending))
	iso.InitValue(r, layout.PromiseReact, gc.Undefined)
	return gc.Object(r)
}

// IsPromise tells whether v is a native promise.
func (iso *Isolate) IsPromise(v Value) bool {
	return v.IsObject() && iso.KindOf(v.Ref()) == layout.KindPromise
}

// PromiseStateOf returns layout.PromisePending, PromiseFulfill or PromiseReject, and the result.
func (iso *Isolate) PromiseStateOf(p Value) (state int, result Value) {
	s := int(iso.Value(p.Ref(), layout.PromiseState).AsInt()) & 3
	if s == layout.PromisePending {
		return s, gc.Undefined
	}
	return s, iso.Value(p.Ref(), layout.PromiseResult)
}

func (iso *Isolate) promiseBits(p Ref) int32 { return iso.Value(p, layout.PromiseState).AsInt() }
func (iso *Isolate) setPromiseBits(p Ref, b int32) {
	iso.SetU64(p, layout.PromiseState, uint64(gc.Int(b)))
}

// MarkHandled sets [[PromiseIsHandled]].
func (iso *Isolate) MarkHandled(p Value) {
	iso.setPromiseBits(p.Ref(), iso.promiseBits(p.Ref())|layout.PromiseHandled)
}

// ResolvePromise is the resolve function of a promise, ECMA-262 27.2.1.3.2, without the already-resolved check. (JS: looks up then)
func (iso *Isolate) ResolvePromise(p, v Value) {
	r := p.Ref()
	if p == v {
		iso.RejectPromise(p, iso.NewError(TypeError, "Chaining cycle detected for promise #<Promise>"))
		return
	}
	if !v.IsObject() {
		iso.fulfilPromise(r, v)
		return
	}
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	hp, hv := iso.NewHandle(p), iso.NewHandle(v)
	then, st := iso.ICLoad2(v, iso.K(object.AtomThen), v)
	if st == LoadThrew {
		if e, ok := iso.Catch(); ok {
			iso.RejectPromise(hp.Value(), e)
		}
		return
	}
	if !iso.IsCallable(then) {
		iso.fulfilPromise(hp.Ref(), hv.Value())
		return
	}
	iso.enqueue(iso.newJob(jobThenable, then, hv.Value(), hp.Value(), iso.embedder, iso.realm))
}

// ICLoad2 loads a property with a getter called at once. (JS)
//
//gcvet:ok an accessor is found before anything runs
func (iso *Isolate) ICLoad2(v Value, k Key, receiver Value) (Value, LoadStatus) {
	x, st := iso.ICLoad(v, k, 0, nil)
	if st == LoadAccessor {
		var ok bool
		if x, ok = iso.Call(x, receiver); !ok {
			return x, LoadThrew
		}
		st = LoadDone
	}
	return x, st
}

func (iso *Isolate) fulfilPromise(r Ref, v Value) { iso.settlePromise(r, v, layout.PromiseFulfill) }

// RejectPromise, ECMA-262 27.2.1.7.
func (iso *Isolate) RejectPromise(p, reason Value) {
	r := p.Ref()
	handled := iso.promiseBits(r)&layout.PromiseHandled != 0
	m := iso.HandleMark()
	hp, hr := iso.NewHandle(p), iso.NewHandle(reason)
	iso.settlePromise(r, reason, layout.PromiseReject)
	if !handled && iso.hooks.PromiseReject != nil {
		iso.hooks.PromiseReject(iso, hp.Value(), hr.Value(), false)
	}
	iso.ReleaseHandles(m)
}

func (iso *Isolate) settlePromise(r Ref, v Value, state int32) {
	b := iso.promiseBits(r)
	if b&3 != layout.PromisePending {
		return
	}
	first := iso.Value(r, layout.PromiseResult)
	iso.StoreValue(r, layout.PromiseResult, v)
	iso.StoreValue(r, layout.PromiseReact, gc.Undefined)
	iso.setPromiseBits(r, b|state|layout.PromiseResolved)
	for c := first; c.IsInternal(); {
		x := c.Ref()
		c = iso.Value(x, reactNext)
		iso.enqueueReaction(x, v, state == layout.PromiseReject)
	}
}

func (iso *Isolate) enqueueReaction(x Ref, v Value, rejected bool) {
	kind := int(iso.Value(x, reactKind).AsInt())
	handler := iso.Value(x, reactFulfil)
	if rejected {
		if kind != reactAwait && kind != reactAwaitReturn {
			handler = iso.Value(x, reactReject)
		}
		kind |= jobRejected
	}
	iso.enqueue(iso.newJob(kind, handler, v, iso.Value(x, reactPromise), iso.Value(x, reactData), iso.Value(x, reactRealm).Ref()))
}

// react adds a reaction to a promise, or queues its job if the promise is settled. It marks the promise handled.
func (iso *Isolate) react(p Value, kind int, onFulfil, onReject, derived Value) {
	r := p.Ref()
	if s := iso.promiseBits(r); s&3 == layout.PromiseFulfill || s&3 != layout.PromisePending && s&layout.PromiseHandled != 0 {
		// Settled, and nobody is to be told: the job needs no reaction.
		if s&3 != layout.PromiseFulfill {
			if kind != reactAwait && kind != reactAwaitReturn {
				onFulfil = onReject
			}
			kind |= jobRejected
		}
		iso.enqueue(iso.newJob(kind, onFulfil, iso.Value(r, layout.PromiseResult), derived, iso.embedder, iso.realm))
		iso.setPromiseBits(r, s|layout.PromiseHandled)
		return
	}
	x := iso.NewCell(layout.KindReaction, 64)
	iso.InitValue(x, reactNext, gc.Undefined)
	iso.InitValue(x, reactKind, gc.Int(int32(kind)))
	iso.InitValue(x, reactFulfil, onFulfil)
	iso.InitValue(x, reactReject, onReject)
	iso.InitValue(x, reactPromise, derived)
	iso.InitValue(x, reactData, iso.embedder)
	iso.InitValue(x, reactRealm, gc.Cell(iso.realm))
	b := iso.promiseBits(r)
	switch b & 3 {
	case layout.PromisePending:
		if last := iso.Value(r, layout.PromiseReact); last.IsInternal() {
			iso.StoreValue(last.Ref(), reactNext, gc.Cell(x))
		} else {
			iso.StoreValue(r, layout.PromiseResult, gc.Cell(x))
		}
		iso.StoreValue(r, layout.PromiseReact, gc.Cell(x))
	case layout.PromiseFulfill:
		iso.enqueueReaction(x, iso.Value(r, layout.PromiseResult), false)
	default:
		if b&layout.PromiseHandled == 0 && iso.hooks.PromiseReject != nil {
			m := iso.HandleMark()
			hp, hx := iso.NewHandle(p), iso.NewHandle(gc.Cell(x))
			iso.hooks.PromiseReject(iso, p, gc.Undefined, true)
			p, x = hp.Value(), hx.Ref()
			r = p.Ref()
			iso.ReleaseHandles(m)
		}
		iso.enqueueReaction(x, iso.Value(r, layout.PromiseResult), true)
	}
	iso.setPromiseBits(r, iso.promiseBits(r)|layout.PromiseHandled)
}

// PromiseThen is PerformPromiseThen, ECMA-262 27.2.5.4.1. Handlers that are not callable count as undefined; result is the derived
// native promise, a KindValues list (promise, resolve, reject) or undefined.
func (iso *Isolate) PromiseThen(p, onFulfil, onReject, result Value) {
	if !iso.IsCallable(onFulfil) {
		onFulfil = gc.Undefined
	}
	if !iso.IsCallable(onReject) {
		onReject = gc.Undefined
	}
	iso.react(p, reactThen, onFulfil, onReject, result)
}

// ResolvingFunctions is CreateResolvingFunctions, ECMA-262 27.2.1.3.
func (iso *Isolate) ResolvingFunctions(p Value) (resolve, reject Value) {
	already := iso.NewValues(2, gc.Undefined)
	iso.ListSet(already, 0, p)
	iso.ListSet(already, 1, gc.False)
	resolve = iso.internalFunction(internalResolve, 1, resolveFunction, gc.Cell(already))
	reject = iso.internalFunction(internalReject, 1, rejectFunction, gc.Cell(already))
	return resolve, reject
}

func resolveFunction(iso *Isolate, a *Args) (Value, bool) {
	l := a.Data().Ref()
	if iso.ListGet(l, 1) == gc.True {
		return gc.Undefined, true
	}
	iso.ListSet(l, 1, gc.True)
	p := iso.ListGet(l, 0)
	iso.ListSet(l, 0, gc.Undefined)
	iso.ResolvePromise(p, a.Arg(0))
	return gc.Undefined, !iso.pending
}

func rejectFunction(iso *Isolate, a *Args) (Value, bool) {
	l := a.Data().Ref()
	if iso.ListGet(l, 1) == gc.True {
		return gc.Undefined, true
	}
	iso.ListSet(l, 1, gc.True)
	p := iso.ListGet(l, 0)
	iso.ListSet(l, 0, gc.Undefined)
	iso.RejectPromise(p, a.Arg(0))
	return gc.Undefined, true
}

// PromiseResolve is PromiseResolve(%Promise%, v), ECMA-262 27.2.4.7.1. (JS)
func (iso *Isolate) PromiseResolve(v Value) (Value, bool) {
	if iso.IsPromise(v) {
		m := iso.HandleMark()
		h := iso.NewHandle(v)
		c, st := iso.ICLoad2(v, iso.K(object.AtomConstructor), v)
		v = h.Value()
		iso.ReleaseHandles(m)
		if st == LoadThrew {
			return gc.Undefined, false
		}
		if c == iso.Intrinsic(PromiseConstructor) {
			return v, true
		}
	}
	m := iso.HandleMark()
	p := iso.NewHandle(gc.Undefined)
	hv := iso.NewHandle(v)
	p.Set(iso.NewPromise())
	iso.ResolvePromise(p.Value(), hv.Value())
	v = p.Value()
	iso.ReleaseHandles(m)
	return v, !iso.pending
}

// Builtins that the engine makes for itself share one info each.
const (
	internalResolve = iota
	internalReject
	internalAwait1
	internalAwait2
	internalAwait3
	internalAwait4
	internalAwait5
	internalAwait6
	internalAwait7
	internalAwait8
	numInternal
)

// internalFunction makes an anonymous builtin with data whose info is made once per isolate.
func (iso *Isolate) internalFunction(n, length int, fn Builtin, data Value) Value {
	info := iso.internalInfos[n]
	if info == 0 {
		info = iso.newBuiltinInfo(iso.Empty(), length, fn)
		iso.internalInfos[n] = info
	}
	shape := iso.shapeSlot(ShapeBuiltin, func() Ref {
		return iso.builtinShape(layout.ShapeCallable, iso.Intrinsic(FunctionPrototype))
	})
	f := iso.newFunctionOf(shape, info)
	iso.SetSlot(f.Ref(), shape, 0, gc.Int(int32(length)))
	iso.SetSlot(f.Ref(), shape, 1, iso.Empty())
	iso.InitValue(f.Ref(), layout.FunctionData, data)
	return f
}
