package core

import (
	"crypto/rand"
	"encoding/binary"

	"github.com/gonode/gonode/core/builtins"
	"github.com/gonode/gonode/core/interp"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// The engine's types under one roof.
type (
	Isolate     = vm.Isolate
	Value       = vm.Value
	Ref         = vm.Ref
	Key         = vm.Key
	Handle      = vm.Handle
	Persistent  = gc.Persistent
	Args        = vm.Args
	Builtin     = vm.Builtin
	Row         = vm.Row
	Desc        = vm.Desc
	ErrorKind   = vm.ErrorKind
	IntrinsicID = vm.IntrinsicID
	// HostInterceptor gives objects of a host class their own property semantics.
	HostInterceptor = vm.HostInterceptor
	AtomID          = object.AtomID
	SymID           = object.SymID
)

// The constants of the language.
const (
	Undefined = gc.Undefined
	Null      = gc.Null
	True      = gc.True
	False     = gc.False
)

// Constructors of values that need no isolate.
var (
	Int    = gc.Int
	Number = gc.Number
	Bool   = gc.Bool
)

// Options sets up an isolate.
type Options struct {
	// MaxHeap is the limit of the old generation in bytes, 0 for the default. Where it is given, buffers are limited to four times as
	// much.
	MaxHeap uint64
	// MaxSemiSpace is the limit of one young semi-space in bytes, 0 for the default.
	MaxSemiSpace uint64
	// MinSemiSpace is the first size of one young semi-space in bytes, 0 for the default.
	MinSemiSpace uint64
	// StackSize is the usable JavaScript stack in bytes, 0 for the default (984 KiB).
	StackSize uint32
	// HashSeed seeds the hashes of strings; 0 means random.
	HashSeed uint32
	// AllowNatives admits %Name() syntax (--allow-natives-syntax).
	AllowNatives bool
	// Plain turns off caches and fast paths (vm.Isolate.Plain), for tests.
	Plain bool
	// Stress sets the collector's stress modes.
	Stress gc.StressOptions
}

// NewIsolate makes an isolate with the ECMAScript library; a realm is made with NewRealm.
func NewIsolate(o Options) (*Isolate, error) {
	seed := o.HashSeed
	if seed == 0 {
		var b [4]byte
		if _, err := rand.Read(b[:]); err != nil {
			return nil, err
		}
		seed = binary.LittleEndian.Uint32(b[:])
	}
	iso, err := vm.New(vm.Config{HashSeed: seed, Heap: gc.Config{MaxOld: o.MaxHeap, SemiSpace: o.MinSemiSpace, MaxSemi: o.MaxSemiSpace, MaxExt: 4 * o.MaxHeap, JSStack: o.StackSize, Stress: o.Stress}})
	if err != nil {
		return nil, err
	}
	interp.Install(iso)
	builtins.Install(iso)
	iso.AllowNatives = o.AllowNatives
	iso.Plain = o.Plain
	return iso, nil
}
