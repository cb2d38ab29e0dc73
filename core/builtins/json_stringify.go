package builtins

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"sync"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/text/num"
	"github.com/gonode/gonode/gc"
)

// jsonOut collects the output: Latin-1 as long as that lasts.
type jsonOut struct {
	b    []byte
	w    []uint16
	wide bool
}

func (o *jsonOut) widen() {
	o.w = make([]uint16, 0, 2*len(o.b)+64)
	for _, c := range o.b {
		o.w = append(o.w, uint16(c))
	}
	o.b, o.wide = nil, true
}

func (o *jsonOut) len() int {
	if o.wide {
		return len(o.w)
	}
	return len(o.b)
}

func (o *jsonOut) char(c byte) {
	if o.wide {
		o.w = append(o.w, uint16(c))
	} else {
		o.b = append(o.b, c)
	}
}

func (o *jsonOut) ascii(s string) {
	if !o.wide {
		o.b = append(o.b, s...)
		return
	}
	for i := 0; i < len(s); i++ {
		o.w = append(o.w, uint16(s[i]))
	}
}

func (o *jsonOut) view(c text.View) {
	switch {
	case c.Wide:
		if !o.wide {
			o.widen()
		}
		o.w = append(o.w, c.W...)
	case o.wide:
		for _, u := range c.B {
			o.w = append(o.w, uint16(u))
		}
	default:
		o.b = append(o.b, c.B...)
	}
}

// plainLength returns how many bytes at the start of b need no escape.
func plainLength(b []byte) int {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	i := 0
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		quote, slash := x^('"'*ones), x^('\\'*ones)
		// A byte below ' ', or equal to one of the two, leaves its high bit set; bytes from 0x80 on never do.
		if ((x-' '*ones)|(quote-ones)|(slash-ones))&^x&highs != 0 {
			break
		}
	}
	for ; i < len(b); i++ {
		if c := b[i]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return i
}

// quote is QuoteJSONString, ECMA-262 25.5.4.3.
func (o *jsonOut) quote(c text.View) {
	if !c.Wide && !o.wide && plainLength(c.B) == len(c.B) {
		b := append(o.b, '"')
		b = append(b, c.B...)
		o.b = append(b, '"')
		return
	}
	o.char('"')
	start, n := 0, c.Len()
	for i := 0; i < n; i++ {
		var u uint16
		if !c.Wide {
			if u = uint16(c.B[i]); u >= ' ' && u != '"' && u != '\\' {
				continue
			}
		} else if u = c.W[i]; u >= ' ' && u != '"' && u != '\\' {
			if u&0xF800 != 0xD800 {
				continue
			}
			if isLead(u) && i+1 < n && isTrail(c.W[i+1]) {
				i++
				continue
			}
		}
		if i > start {
			o.view(slice(c, start, i))
		}
		start = i + 1
		o.char('\\')
		switch u {
		case '\b':
			o.char('b')
		case '\t':
			o.char('t')
		case '\n':
			o.char('n')
		case '\f':
			o.char('f')
		case '\r':
			o.char('r')
		case '"', '\\':
			o.char(byte(u))
		default:
			const hex = "0123456789abcdef"
			o.char('u')
			o.char(hex[u>>12])
			o.char(hex[u>>8&15])
			o.char(hex[u>>4&15])
			o.char(hex[u&15])
		}
	}
	if start < n {
		if start > 0 {
			c = slice(c, start, n)
		}
		o.view(c)
	}
	o.char('"')
}

// jsonWriter is the state of one JSON.stringify.
type jsonWriter struct {
	iso      *Isolate
	a        *Args
	out      jsonOut
	gap      text.View // Go memory
	depth    int
	replacer bool  // argument 1 is a function
	list     []Key // property list of an array argument
	hasList  bool
	stack    []jsonLevel
	byHash   map[uint32][]int // stack by identity hash, once it is deep
	// plain are shapes whose objects are known to have no toJSON, as long as no JavaScript has run.
	plain [4]Ref
	next  int
	key   Key // "toJSON"
}

// jsonLevel is an object being written and the key under which it was found.
type jsonLevel struct {
	h   Handle
	key Key
}

// jsonBuffers keeps output buffers for the next call.
var jsonBuffers sync.Pool

// jsonStringify is JSON.stringify(value, replacer, space), 25.5.4.
func jsonStringify(iso *Isolate, a *Args) (Value, bool) {
	w := jsonWriter{iso: iso, a: a, key: iso.K(object.AtomToJSON)}
	if r := a.Arg(1); r.IsObject() {
		if iso.IsCallable(r) {
			w.replacer = true
		} else {
			isArray, ok := iso.IsArray(r)
			if !ok || isArray && !w.propertyList() {
				return undefined, false
			}
		}
	}
	if a.Arg(2) != undefined && !w.setGap() {
		return undefined, false
	}
	if b, ok := jsonBuffers.Get().(*[]byte); ok {
		w.out.b = (*b)[:0]
	}
	v := a.Arg(0)
	var holder Handle
	if w.replacer {
		o := iso.NewObject()
		iso.AddOwn(o.Ref(), Key(iso.Empty()), v, layout.AttrDefault)
		holder = iso.NewHandle(o)
	}
	written, ok := w.property(holder, Key(iso.Empty()), v)
	if !ok || !written {
		return undefined, ok
	}
	if w.out.len() > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	if w.out.wide {
		return iso.NewTwoByte(w.out.w), true
	}
	v = iso.NewOneByte(w.out.b)
	if cap(w.out.b) <= 1<<20 {
		jsonBuffers.Put(&w.out.b)
	}
	return v, true
}

// propertyList reads an array replacer. May run JavaScript.
func (w *jsonWriter) propertyList() bool {
	iso := w.iso
	w.hasList = true
	n, ok := iso.LengthOf(w.a.Arg(1))
	if !ok {
		return false
	}
	seen := map[Key]bool{}
	for i := uint64(0); i < n; i++ {
		v, ok := iso.Get(w.a.Arg(1), iso.IndexKey(i))
		if !ok {
			return false
		}
		use := v.IsString() || v.IsNumber()
		if v.IsObject() {
			switch iso.KindOf(v.Ref()) {
			case layout.KindStringObject:
				use = true
			case layout.KindPrimitive:
				use = iso.Value(v.Ref(), layout.PrimitiveValue).IsNumber()
			}
		}
		if !use {
			continue
		}
		if v, ok = iso.ToString(v); !ok {
			return false
		}
		if k := iso.KeyOf(v); !seen[k] {
			seen[k] = true
			holdKey(iso, k)
			w.list = append(w.list, k)
		}
	}
	return true
}

// setGap reads the argument space. May run JavaScript.
func (w *jsonWriter) setGap() bool {
	iso := w.iso
	v := w.a.Arg(2)
	if v.IsObject() {
		ok := true
		switch iso.KindOf(v.Ref()) {
		case layout.KindStringObject:
			v, ok = iso.ToString(v)
		case layout.KindPrimitive:
			if iso.Value(v.Ref(), layout.PrimitiveValue).IsNumber() {
				v, ok = iso.ToNumber(v)
			}
		}
		if !ok {
			return false
		}
	}
	switch {
	case v.IsNumber():
		if f := math.Min(10, math.Trunc(v.AsFloat())); f >= 1 {
			w.gap.B = []byte("          ")[:int(f)]
		}
	case v.IsString():
		c := iso.Chars(v)
		c = slice(c, 0, min(10, c.Len()))
		w.gap = text.View{B: append([]byte(nil), c.B...), W: append([]uint16(nil), c.W...), Wide: c.Wide}
	}
	return true
}

// newline starts a line of the current depth.
func (w *jsonWriter) newline() {
	w.out.char('\n')
	for i := 0; i < w.depth; i++ {
		w.out.view(w.gap)
	}
}

// ran is called after JavaScript may have run: what was known of shapes no longer holds.
func (w *jsonWriter) ran() { w.plain = [4]Ref{} }

// mayHaveToJSON tells whether a Get of toJSON of an object can find something. It does not run JavaScript.
func (w *jsonWriter) mayHaveToJSON(v Value) bool {
	iso := w.iso
	shape := iso.ShapeOf(v.Ref())
	for _, s := range w.plain {
		if s == shape {
			return false
		}
	}
	for o := v; o.IsObject(); o = iso.Proto(o.Ref()) {
		r := o.Ref()
		k := iso.KindOf(r)
		if k == layout.KindProxy || k == layout.KindModuleNamespace || k == layout.KindHost {
			return true
		}
		if _, ok := iso.GetOwn(r, w.key); ok {
			return true
		}
	}
	if iso.ShapeBits(shape)&layout.ShapeDictionary == 0 {
		w.plain[w.next&3] = shape
		w.next++
	}
	return false
}

// property is SerializeJSONProperty, 25.5.4.2, with the value already looked up; written is false for undefined. holder is only
// used with a replacer function. May run JavaScript.
func (w *jsonWriter) property(holder Handle, key Key, v Value) (written, ok bool) {
	iso := w.iso
	if v.IsBigInt() || v.IsObject() && w.mayHaveToJSON(v) {
		h := iso.NewHandle(v)
		f, ok := iso.GetV(v, w.key)
		w.ran()
		if !ok {
			return false, false
		}
		v = h.Value()
		if iso.IsCallable(f) {
			v, ok = iso.Call(f, v, iso.KeyValue(key))
			w.ran()
			if !ok {
				return false, false
			}
		}
	}
	if w.replacer {
		v, ok = iso.Call(w.a.Arg(1), holder.Value(), iso.KeyValue(key), v)
		w.ran()
		if !ok {
			return false, false
		}
	}
	if v.IsObject() {
		switch iso.KindOf(v.Ref()) {
		case layout.KindStringObject:
			v, ok = iso.ToString(v)
			w.ran()
		case layout.KindPrimitive:
			switch p := iso.Value(v.Ref(), layout.PrimitiveValue); {
			case p.IsNumber():
				v, ok = iso.ToNumber(v)
				w.ran()
			case p.IsBool(), p.IsBigInt():
				v, ok = p, true
			default:
				ok = true
			}
		default:
			ok = true
		}
		if !ok {
			return false, false
		}
	}
	switch {
	case v.IsString():
		w.out.quote(iso.Chars(v))
	case v.IsInt():
		var buf [12]byte
		b := strconv.AppendInt(buf[:0], int64(v.AsInt()), 10)
		if w.out.wide {
			w.out.ascii(string(b))
		} else {
			w.out.b = append(w.out.b, b...)
		}
	case v.IsDouble():
		f := v.AsDouble()
		if f-f != 0 {
			w.out.ascii("null")
			break
		}
		var buf [32]byte
		w.out.view(text.View{B: num.AppendNumber(buf[:0], f)})
	case v == gc.Null:
		w.out.ascii("null")
	case v == gc.True:
		w.out.ascii("true")
	case v == gc.False:
		w.out.ascii("false")
	case v.IsObject():
		if isRawJSON(iso, v) {
			w.out.view(iso.Chars(iso.SlotValue(v.Ref(), iso.ShapeOf(v.Ref()), 0)))
			break
		}
		if iso.IsCallable(v) {
			return false, true
		}
		return true, w.object(key, v)
	case v.IsBigInt():
		iso.ThrowTypeError("Do not know how to serialize a BigInt")
		return false, false
	default:
		return false, true
	}
	return true, true
}

// deep is the depth from which on cycles are looked for by identity hash.
const deep = 64

// object writes an array or another object. May run JavaScript.
func (w *jsonWriter) object(key Key, v Value) bool {
	iso := w.iso
	if !iso.EnterNative() {
		return false
	}
	isArray, ok := iso.IsArray(v)
	if !ok {
		return false
	}
	hash := uint32(0)
	if len(w.stack) < deep {
		for i := range w.stack {
			if w.stack[i].h.Value() == v {
				return w.circular(i, key)
			}
		}
	} else {
		if w.byHash == nil {
			w.byHash = make(map[uint32][]int)
			for i := range w.stack {
				h := iso.IdentityHash(w.stack[i].h.Value().Ref())
				w.byHash[h] = append(w.byHash[h], i)
			}
		}
		hash = iso.IdentityHash(v.Ref())
		for _, i := range w.byHash[hash] {
			if i < len(w.stack) && w.stack[i].h.Value() == v {
				return w.circular(i, key)
			}
		}
		w.byHash[hash] = append(w.byHash[hash], len(w.stack))
	}
	if w.out.len() > text.MaxLength {
		iso.ThrowRangeError("Invalid string length")
		return false
	}
	m := iso.HandleMark()
	h := iso.NewHandle(v)
	w.stack = append(w.stack, jsonLevel{h, key})
	w.depth++
	if isArray {
		ok = w.arrayItems(h)
	} else {
		ok = w.members(h)
	}
	w.depth--
	w.stack = w.stack[:len(w.stack)-1]
	if hash != 0 || w.byHash != nil && len(w.stack) >= deep {
		if l := w.byHash[hash]; len(l) <= 1 {
			delete(w.byHash, hash)
		} else {
			w.byHash[hash] = l[:len(l)-1]
		}
	}
	iso.ReleaseHandles(m)
	return ok
}

// arrayItems is SerializeJSONArray, 25.5.4.6.
func (w *jsonWriter) arrayItems(h Handle) bool {
	iso := w.iso
	n, ok := iso.LengthOf(h.Value())
	if !ok {
		return false
	}
	if iso.KindOf(h.Value().Ref()) == layout.KindProxy {
		w.ran()
	}
	if n == 0 {
		w.out.ascii("[]")
		return true
	}
	indent := w.gap.Len() > 0
	w.out.char('[')
	for i := uint64(0); i < n; i++ {
		if i > 0 {
			w.out.char(',')
		}
		if indent {
			w.newline()
		}
		if i&0xFFF == 0xFFF {
			if !iso.PollNative() {
				return false
			}
			w.ran()
			if w.out.len() > text.MaxLength {
				iso.ThrowRangeError("Invalid string length")
				return false
			}
		}
		v := gc.Hole
		if r := h.Value().Ref(); iso.KindOf(r) == layout.KindArray && i < math.MaxUint32 {
			v = iso.FastElement(r, uint32(i))
		}
		if v == gc.Hole {
			if v, ok = iso.Get(h.Value(), iso.IndexKey(i)); !ok {
				return false
			}
			w.ran()
		}
		written, ok := w.scoped(h, iso.IndexKey(i), v)
		if !ok {
			return false
		}
		if !written {
			w.out.ascii("null")
		}
	}
	if indent {
		w.depth--
		w.newline()
		w.depth++
	}
	w.out.char(']')
	return true
}

// scoped is property within a handle scope of its own.
func (w *jsonWriter) scoped(h Handle, k Key, v Value) (written, ok bool) {
	if !v.IsCell() && !w.replacer || v.IsString() && !w.replacer {
		return w.property(h, k, v)
	}
	m := w.iso.HandleMark()
	written, ok = w.property(h, k, v)
	w.iso.ReleaseHandles(m)
	return written, ok
}

// member writes one member; first tells whether none was written before.
func (w *jsonWriter) member(h Handle, k Key, v Value, first *bool) bool {
	mark := w.out.len()
	if !*first {
		w.out.char(',')
	}
	if w.gap.Len() > 0 {
		w.newline()
	}
	if k.IsIndex() {
		w.out.char('"')
		w.out.ascii(strconv.FormatUint(uint64(k.Index()), 10))
		w.out.char('"')
	} else {
		w.out.quote(w.iso.Chars(k.Value()))
	}
	w.out.char(':')
	if w.gap.Len() > 0 {
		w.out.char(' ')
	}
	written, ok := w.scoped(h, k, v)
	if !ok {
		return false
	}
	if written {
		*first = false
		return true
	}
	// Undefined: take the key back.
	if w.out.wide {
		w.out.w = w.out.w[:mark]
	} else {
		w.out.b = w.out.b[:mark]
	}
	return true
}

// members is SerializeJSONObject, 25.5.4.5.
func (w *jsonWriter) members(h Handle) bool {
	iso := w.iso
	w.out.char('{')
	first := true
	ok := true
	switch r := h.Value().Ref(); {
	case w.hasList:
		for _, k := range w.list {
			if !w.getMember(h, k, &first) {
				return false
			}
		}
	case iso.ShapeBits(iso.ShapeOf(r))&(layout.ShapeExotic|layout.ShapeDictionary|layout.ShapeHasLazy) == 0 && iso.Ref(r, layout.ObjElements) == 0 &&
		iso.KindOf(r) != layout.KindProxy:
		ok = w.fastMembers(h, &first)
	default:
		var keys Value
		if keys, ok = enumerableOwn(iso, h.Value(), 'k'); !ok {
			return false
		}
		w.ran()
		hk := iso.NewHandle(keys)
		n := iso.ArrayLen(keys.Ref())
		for i := uint32(0); i < n && ok; i++ {
			if i&0xFFF == 0xFFF && !iso.PollNative() {
				return false
			}
			ok = w.getMember(h, iso.KeyOf(iso.FastElement(hk.Value().Ref(), i)), &first)
		}
	}
	if !ok {
		return false
	}
	if !first && w.gap.Len() > 0 {
		w.depth--
		w.newline()
		w.depth++
	}
	w.out.char('}')
	return true
}

// fastMembers writes the members of an object with fast named properties only: its shape lists them.
func (w *jsonWriter) fastMembers(h Handle, first *bool) bool {
	iso := w.iso
	shape := iso.ShapeOf(h.Value().Ref())
	iso.NewHandle(gc.Cell(shape)) // shapes don't move, but may die
	n := iso.ShapeCount(shape)
	for i := 0; i < n; i++ {
		k, attrs := iso.DescKey(shape, i), iso.DescAttrs(shape, i)
		if attrs&layout.AttrEnumerable == 0 || k.IsSymbol() {
			continue
		}
		r := h.Value().Ref()
		if attrs&layout.AttrAccessor != 0 || iso.ShapeOf(r) != shape {
			if !w.getMember(h, k, first) {
				return false
			}
			continue
		}
		if !w.member(h, k, iso.SlotValue(r, shape, i), first) {
			return false
		}
	}
	return true
}

// getMember looks a member up by Get and writes it.
func (w *jsonWriter) getMember(h Handle, k Key, first *bool) bool {
	iso := w.iso
	m := iso.HandleMark()
	holdKey(iso, k)
	v, ok := iso.Get(h.Value(), k)
	w.ran()
	ok = ok && w.member(h, k, v, first)
	iso.ReleaseHandles(m)
	return ok
}

// circular throws the TypeError for a cycle that begins at level start and is closed by key.
func (w *jsonWriter) circular(start int, key Key) bool {
	iso := w.iso
	const head, tail = 2, 1
	var b strings.Builder
	b.WriteString("Converting circular structure to JSON\n    --> starting at object with constructor ")
	name := func(i int) string { return "'" + iso.ConstructorName(w.stack[i].h.Value()) + "'" }
	via := func(k Key) string {
		if k.IsIndex() {
			return "index " + strconv.FormatUint(uint64(k.Index()), 10)
		}
		return "property '" + iso.KeyText(k) + "'"
	}
	b.WriteString(name(start))
	between := len(w.stack) - start - 1
	for i := start + 1; i < len(w.stack); i++ {
		if n := i - start; between > head+tail && n > head && n <= between-tail {
			if n == head+1 {
				b.WriteString("\n    |     ...")
			}
			continue
		}
		b.WriteString("\n    |     " + via(w.stack[i].key) + " -> object with constructor " + name(i))
	}
	b.WriteString("\n    --- " + via(key) + " closes the circle")
	iso.ThrowTypeError("%s", b.String())
	return false
}
