package vm

import (
	bc "github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/gc"
)

// Value, Ref, Key, Handle and Prop are the engine's basic types.
type (
	Value  = gc.Value
	Ref    = gc.Ref
	Key    = text.Key
	Handle = gc.Handle
	Prop   = object.Prop
)

// Isolate is one JavaScript heap with its stack, microtask queue and realms. One goroutine at a time is inside it.
type Isolate struct {
	object.Space
	execState

	//gcvet:pinned
	realm         Ref // current realm
	exception     Value
	pending       bool // an exception is pending
	lazies        []lazyEntry
	lazyByRow     map[*Row]int
	hostFunctions bool
	// Plain turns off what only makes things faster: feedback vectors with their caches, the isolate's caches, iteration and copying
	// without the operations that nobody could observe. Results are the same. Set before any code runs, for tests.
	Plain     bool
	realms    []Ref
	realmInit func(*Isolate)
	// protoElements: some prototype object has had indexed properties.
	protoElements bool
	hosts         hostHooks
	registry      Value // KindHashTable: Symbol.for registry
	builtins      []Builtin
	kept          Value // KindValues list of WeakRef targets kept alive until the job ends, or undefined
	finRegs       Value // head of the list of finalisation registries (KindValues), or undefined
	dateCache     any
	regexps       any // matcher cache of core/builtins
	userData      any
	localeText    LocaleText
	longPatterns  map[*bc.RegExpLit]*gc.Persistent
	finDue        bool // a major collection ran since the last RunFinalizers
	onMajor       []func()
	joins         []Handle
	selfHosted    func(iso *Isolate, id string, name Value, length int) Value
	natives       []IntrinsicFn
	nativeIndex   map[string]int
}

// Config sets up an isolate.
type Config struct {
	Heap     gc.Config
	HashSeed uint32
}

// New makes an isolate without a realm.
func New(c Config) (*Isolate, error) {
	c.Heap.Kinds = layout.Table()
	h, err := gc.New(c.Heap)
	if err != nil {
		return nil, err
	}
	iso := &Isolate{exception: gc.Undefined, registry: gc.Undefined, kept: gc.Undefined, finRegs: gc.Undefined}
	iso.builtins = append(iso.builtins, nil)
	iso.InitObjects(h, c.HashSeed)
	iso.initExec()
	h.SetRoots(iso.visitRoots)
	h.SetWeakHooks(nil, iso.afterMarking)
	iso.registry = gc.Cell(iso.NewDict(layout.KindHashTable, 8))
	return iso, nil
}

func (iso *Isolate) visitRoots(v *gc.Visitor) {
	iso.Space.VisitRoots(v)
	v.Ref(&iso.realm)
	for i := range iso.realms {
		v.Ref(&iso.realms[i])
	}
	for i := range iso.lazies {
		v.Ref(&iso.lazies[i].info)
	}
	v.Value(&iso.exception)
	v.Value(&iso.registry)
	v.Value(&iso.kept)
	v.Value(&iso.finRegs)
	iso.visitExec(v)
}

// afterMarking runs in a major collection when marking is complete and Heap.IsMarked tells what survives. It may not allocate.
func (iso *Isolate) afterMarking() {
	iso.TransitionsDirty = true
	iso.clearMega()
	for _, f := range iso.onMajor {
		f()
	}
}

// OnMajor adds a function that each major collection calls after marking (Heap.IsMarked and MarkLive are valid in it; it may not
// allocate): how FinalizationRegistry and host tables learn of deaths.
func (iso *Isolate) OnMajor(f func()) { iso.onMajor = append(iso.onMajor, f) }

// Realm returns the current realm.
//
//gcvet:pinned
func (iso *Isolate) Realm() Ref { return iso.realm }

// SetRealm switches to another realm and returns the one before.
//
//gcvet:pinned
func (iso *Isolate) SetRealm(r Ref) Ref {
	old := iso.realm
	iso.realm = r
	return old
}

// SetSelfHosted installs what makes self-hosted functions.
func (iso *Isolate) SetSelfHosted(f func(iso *Isolate, id string, name Value, length int) Value) {
	iso.selfHosted = f
}

// LocaleText is what toLocaleString and its relatives call when they are given a locale or options, where the embedder has set it: kind
// is "number", "any", "date" or "time".
type LocaleText func(iso *Isolate, kind string, value, locales, options Value) (Value, bool)

// SetLocaleText sets the isolate's LocaleText; Locale returns it for the arguments of a call, nil when there is none or it has no say.
func (iso *Isolate) SetLocaleText(f LocaleText) { iso.localeText = f }

// Locale returns the function that SetLocaleText set, when an argument is given.
func (iso *Isolate) Locale(a *Args) LocaleText {
	if a.Arg(0) == gc.Undefined && a.Arg(1) == gc.Undefined {
		return nil
	}
	return iso.localeText
}

// UserData and SetUserData keep one Go value of the embedder.
func (iso *Isolate) UserData() any     { return iso.userData }
func (iso *Isolate) SetUserData(x any) { iso.userData = x }

// Slot accessors for state that core/builtins keeps per isolate.
func (iso *Isolate) DateCache() *any   { return &iso.dateCache }
func (iso *Isolate) RegExpCache() *any { return &iso.regexps }

// Registry returns the table of Symbol.for.
func (iso *Isolate) Registry() Ref     { return iso.registry.Ref() }
func (iso *Isolate) SetRegistry(r Ref) { iso.registry = gc.Cell(r) }

// KeepAlive keeps v alive until the current job ends (WeakRef, AddToKeptObjects, 9.10).
func (iso *Isolate) KeepAlive(v Value) {
	var n int
	if iso.kept != gc.Undefined {
		n = iso.ListLen(iso.kept.Ref())
		for i := 0; i < n; i++ {
			if iso.ListGet(iso.kept.Ref(), i) == v {
				return
			}
		}
	}
	l := iso.NewValues(n+1, gc.Undefined)
	for i := 0; i < n; i++ {
		iso.ListSet(l, i, iso.ListGet(iso.kept.Ref(), i))
	}
	iso.ListSet(l, n, v)
	iso.kept = gc.Cell(l)
}

// ClearKept ends the life support of KeepAlive; called when a job ends.
func (iso *Isolate) ClearKept() { iso.kept = gc.Undefined }
