package messaging

import (
	"math/big"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

type tag uint8

const (
	tagUndefined tag = iota
	tagNull
	tagHole
	tagTrue
	tagFalse
	tagNumber
	tagString
	tagBigInt
	tagObject // ref is the number of a record
)

// item is one value of a message.
type item struct {
	tag tag
	ref int32
	f   float64
	s   string // WTF-8
	big *big.Int
}

type recordKind uint8

const (
	recObject recordKind = iota
	recArray
	recWrapper
	recDate
	recRegExp
	recMap
	recSet
	recError
	recBuffer
	recShared
	recTyped
	recDataView
	recPort
	recDOMException
	recHost
	recJS // an object that JavaScript clones or transfers: source is its deserializeInfo, prim its data
)

// property is an own property: of an index when text is empty and isIndex.
type property struct {
	index   uint32
	isIndex bool
	key     string
	val     item
}

// record is one object of a message.
type record struct {
	kind   recordKind
	prim   item       // wrapped value, time value
	props  []property // objects and arrays
	list   []item     // Map: key, value ...; Set: values
	length uint32     // arrays

	source, flags string // RegExp; DOMException: message, name

	errKind                     vm.ErrorKind
	message, stack              string
	hasMessage, hasStack, hasCz bool
	cause                       item

	data      []byte      // contents of a copied buffer
	token     gc.ExtToken // memory of a transferred or shared one
	byteLen   uint64
	maxLen    uint64
	resizable bool
	moved     bool

	etype    vm.ElementType // views
	buffer   int32
	offset   uint64
	count    uint64
	tracking bool

	port   *portData
	revive bindings.Reviver // of a host object
}

// Message is a serialised value. It is read once when it holds transferred or shared memory or ports.
type Message struct {
	root    item
	records []record
	ports   []int32 // records of transferred ports, in the order of the transfer list
	shared  bool    // has shared memory
	closing bool    // not a message: the other side has closed
}

// closeMessage ends the queue of a port whose other side has closed.
func closeMessage() *Message { return &Message{closing: true} }

// drop releases what an unread message holds.
func (m *Message) drop() {
	for i := range m.records {
		m.records[i].token.Drop()
		m.records[i].token = gc.ExtToken{}
		if p := m.records[i].port; p != nil {
			p.closeData()
		}
	}
}

func number(f float64) item { return item{tag: tagNumber, f: f} }

func boolItem(b bool) item {
	if b {
		return item{tag: tagTrue}
	}
	return item{tag: tagFalse}
}

// primitiveItem makes the item of a primitive that can be cloned.
func primitiveItem(iso *core.Isolate, v core.Value) (item, bool) {
	switch {
	case v == core.Undefined:
		return item{}, true
	case v == core.Null:
		return item{tag: tagNull}, true
	case v == core.True || v == core.False:
		return boolItem(v == core.True), true
	case v.IsNumber():
		return number(v.AsFloat()), true
	case v.IsString():
		return item{tag: tagString, s: iso.GoString(v)}, true
	case v.IsBigInt():
		return item{tag: tagBigInt, big: new(big.Int).Set(iso.BigInt(v))}, true
	}
	return item{}, false
}
