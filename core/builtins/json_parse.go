package builtins

import (
	"fmt"
	"math"
	"strconv"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// jsonUnit is a code unit of a JSON text.
type jsonUnit interface{ ~uint8 | ~uint16 }

// jsonParser parses a JSON text without recursion and without safepoint: raw Values stay good.
type jsonParser[T jsonUnit] struct {
	iso   *Isolate
	src   []T
	pos   int
	vals  []Value // values of arrays and objects that are not complete
	keys  []Key   // keys of objects that are not complete
	stack []jsonFrame
	// shapes remembers by depth the shape of the last object: the next one often is alike.
	shapes []Ref
	// With a reviver: the parse tree.
	tree    bool
	nodes   []*jsonNode // parallel to vals
	objects Value       // array of the objects that nodes refer to, and of the keys
	plain   Ref
	failed  bool
}

type jsonFrame struct {
	vals, keys int
	object     bool
}

// jsonNode is a JSON Parse Record (25.5.1.1): where a value came from.
type jsonNode struct {
	start, end int // source text of a primitive
	object     int // index in objects, -1 for a primitive
	elems      []*jsonNode
	keys       []Key // with elems: an object's entries
}

// parseJSON parses source, a flat string. The Values in it are raw.
func parseJSON(iso *Isolate, source Value, tree bool) (v Value, root *jsonNode, objects Value, ok bool) {
	c := iso.Chars(source)
	if c.Wide {
		p := jsonParser[uint16]{iso: iso, src: c.W, tree: tree}
		v, root, ok = p.parse()
		return v, root, p.objects, ok
	}
	p := jsonParser[uint8]{iso: iso, src: c.B, tree: tree}
	v, root, ok = p.parse()
	return v, root, p.objects, ok
}

func (p *jsonParser[T]) parse() (Value, *jsonNode, bool) {
	p.objects = undefined
	if p.tree {
		p.objects = p.iso.NewArray(0)
	}
	o := p.iso.NewObject()
	p.plain = p.iso.ShapeOf(o.Ref())
	v, n, ok := p.value()
	if !ok {
		return undefined, nil, false
	}
	p.space()
	if p.pos < len(p.src) {
		return undefined, nil, p.fail(trailingText)
	}
	return v, n, true
}

func (p *jsonParser[T]) space() {
	for p.pos < len(p.src) {
		switch p.src[p.pos] {
		case ' ', '\t', '\n', '\r':
			p.pos++
		default:
			return
		}
	}
}

const trailingText = "Unexpected non-whitespace character after JSON"

// fail throws the SyntaxError of a message with the position.
func (p *jsonParser[T]) fail(message string) bool {
	if message != trailingText {
		message += " in JSON"
	}
	line, col := 1, 1
	for i := 0; i < p.pos && i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '\r' && i+1 < p.pos && p.src[i+1] == '\n':
		case c == '\n' || c == '\r':
			line++
			col = 0
		}
		col++
	}
	p.iso.ThrowSyntaxError("%s", fmt.Sprintf("%s at position %d (line %d column %d)", message, p.pos, line, col))
	return false
}

// text renders src[i:j] for a message.
func (p *jsonParser[T]) text(i, j int) string {
	w := make([]uint16, 0, j-i)
	for _, c := range p.src[i:j] {
		w = append(w, uint16(c))
	}
	return string(text.AppendWTF8(nil, w))
}

// unexpected throws the SyntaxError for what stands at pos, as V8 words it.
func (p *jsonParser[T]) unexpected() bool {
	const context = 10
	n := len(p.src)
	if p.pos >= n {
		p.iso.ThrowSyntaxError("Unexpected end of JSON input")
		return false
	}
	c := p.src[p.pos]
	switch {
	case c == '-' || c-'0' < 10:
		return p.fail("Unexpected number")
	case c == '"':
		return p.fail("Unexpected string")
	}
	if n <= 15 {
		switch t := p.text(0, n); t {
		case "NaN", "Infinity", "undefined", "[object Object]":
			p.iso.ThrowSyntaxError("\"%s\" is not valid JSON", t)
			return false
		}
	}
	t := ""
	switch {
	case n <= 2*context:
		t = `"` + p.text(0, n) + `"`
	case p.pos < context:
		t = `"` + p.text(0, p.pos+context) + `"...`
	case p.pos < n-context:
		t = `..."` + p.text(p.pos-context, p.pos+context) + `"...`
	default:
		t = `..."` + p.text(p.pos-context, n) + `"`
	}
	p.iso.ThrowSyntaxError("%s", "Unexpected token '"+p.text(p.pos, p.pos+1)+"', "+t+" is not valid JSON")
	return false
}

// value parses one value with all that is in it.
func (p *jsonParser[T]) value() (Value, *jsonNode, bool) {
	iso := p.iso
	for polls := 0; ; polls++ {
		if polls&0xFFFFF == 0xFFFFF && iso.Terminating() {
			iso.HandleInterrupt()
			return undefined, nil, false
		}
		// A value is expected.
		p.space()
		if p.pos >= len(p.src) {
			return undefined, nil, p.unexpected()
		}
		var v Value
		var node *jsonNode
		start := p.pos
		ok := true
		switch c := p.src[p.pos]; {
		case c == '{':
			p.pos++
			p.space()
			p.stack = append(p.stack, jsonFrame{len(p.vals), len(p.keys), true})
			if p.pos < len(p.src) && p.src[p.pos] == '}' {
				p.pos++
				v, node = p.endObject()
				break
			}
			if !p.key("Expected property name or '}'") {
				return undefined, nil, false
			}
			continue
		case c == '[':
			p.pos++
			p.space()
			p.stack = append(p.stack, jsonFrame{len(p.vals), len(p.keys), false})
			if p.pos < len(p.src) && p.src[p.pos] == ']' {
				p.pos++
				v, node = p.endArray()
				break
			}
			continue
		case c == '"':
			p.pos++
			v, ok = p.str()
		case c == '-' || c-'0' < 10:
			v, ok = p.number()
		case c == 't':
			v, ok = gc.True, p.literal("true")
		case c == 'f':
			v, ok = gc.False, p.literal("false")
		case c == 'n':
			v, ok = gc.Null, p.literal("null")
		default:
			ok = p.unexpected()
		}
		if !ok {
			return undefined, nil, false
		}
		if p.tree && node == nil {
			node = &jsonNode{start: start, end: p.pos, object: -1}
		}
		// A value is complete; so may be what holds it.
		for {
			if len(p.stack) == 0 {
				return v, node, true
			}
			p.vals = append(p.vals, v)
			if p.tree {
				p.nodes = append(p.nodes, node)
			}
			f := &p.stack[len(p.stack)-1]
			p.space()
			c := T(0)
			if p.pos < len(p.src) {
				c = p.src[p.pos]
			}
			if c == ',' {
				p.pos++
				if f.object {
					p.space()
					if !p.key("Expected double-quoted property name") {
						return undefined, nil, false
					}
				}
				break
			}
			if f.object {
				if c != '}' {
					return undefined, nil, p.fail("Expected ',' or '}' after property value")
				}
				p.pos++
				v, node = p.endObject()
			} else {
				if c != ']' {
					return undefined, nil, p.fail("Expected ',' or ']' after array element")
				}
				p.pos++
				v, node = p.endArray()
			}
		}
	}
}

func (p *jsonParser[T]) endArray() (Value, *jsonNode) {
	f := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	v := p.iso.NewArrayFrom(p.vals[f.vals:]...)
	p.vals = p.vals[:f.vals]
	return v, p.endNode(f, v, true)
}

// endNode makes the parse record of a complete array or object; unique tells that no key comes twice.
func (p *jsonParser[T]) endNode(f jsonFrame, v Value, unique bool) *jsonNode {
	if !p.tree {
		return nil
	}
	n := &jsonNode{object: int(p.iso.ArrayLen(p.objects.Ref())), elems: append([]*jsonNode(nil), p.nodes[f.vals:]...)}
	p.iso.ArrayPush(p.objects, v)
	p.nodes = p.nodes[:f.vals]
	if f.object {
		n.keys = append(n.keys, p.keys[f.keys:]...)
		p.keys = p.keys[:f.keys]
		if !unique {
			n.dropDuplicates()
		}
		for _, k := range n.keys {
			if !k.IsIndex() {
				p.iso.ArrayPush(p.objects, k.Value()) // keeps the atom alive
			}
		}
	}
	return n
}

// dropDuplicates keeps the last entry of each key.
func (n *jsonNode) dropDuplicates() {
	at := n.index()
	keys, elems := n.keys[:0:0], n.elems[:0:0]
	for i, k := range n.keys {
		if at[k] == i {
			keys, elems = append(keys, k), append(elems, n.elems[i])
		}
	}
	n.keys, n.elems = keys, elems
}

func (n *jsonNode) index() map[Key]int {
	m := make(map[Key]int, len(n.keys))
	for i, k := range n.keys {
		m[k] = i
	}
	return m
}

func (p *jsonParser[T]) endObject() (Value, *jsonNode) {
	iso := p.iso
	f := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	depth := len(p.stack)
	keys, vals := p.keys[f.keys:], p.vals[f.vals:]
	for len(p.shapes) <= depth {
		p.shapes = append(p.shapes, p.plain)
	}
	shape := p.shapes[depth]
	n := len(keys)
	fast := n <= object.MaxFast
	if fast && iso.ShapeCount(shape) == n {
		for i, k := range keys {
			if iso.DescKey(shape, i) != k {
				fast = false
				break
			}
		}
		if !fast {
			shape, fast = p.shapeFor(keys)
		}
	} else if fast {
		shape, fast = p.shapeFor(keys)
	}
	var v Value
	if fast {
		p.shapes[depth] = shape
		r := iso.NewObjectOf(shape)
		if n > 0 {
			iso.EnsureSlot(r, shape, n-1)
			for i, x := range vals {
				iso.SetSlot(r, shape, i, x)
			}
		}
		v = gc.Object(r)
	} else {
		v = iso.NewObject()
		for i, k := range keys {
			iso.CreateDataProperty(v, k, vals[i])
		}
	}
	p.vals = p.vals[:f.vals]
	node := p.endNode(f, v, fast)
	p.keys = p.keys[:f.keys]
	return v, node
}

// shapeFor returns the shape of an object with keys; false if it cannot be had so: indices, duplicates.
func (p *jsonParser[T]) shapeFor(keys []Key) (Ref, bool) {
	s := p.plain
	for _, k := range keys {
		if k.IsIndex() || p.iso.FindProperty(s, k) >= 0 {
			return 0, false
		}
		s = p.iso.AddTransition(s, k, layout.AttrDefault)
	}
	return s, true
}

// key parses a property name and the colon; message tells what is expected instead of something else.
func (p *jsonParser[T]) key(message string) bool {
	if p.pos >= len(p.src) || p.src[p.pos] != '"' {
		return p.fail(message)
	}
	p.pos++
	iso := p.iso
	start := p.pos
	// The key that the last object at this depth had here is often the same.
	var k Key
	found := false
	if d := len(p.stack) - 1; d < len(p.shapes) {
		i := len(p.keys) - p.stack[d].keys
		if s := p.shapes[d]; i < iso.ShapeCount(s) {
			if g := iso.DescKey(s, i); g.IsAtom() {
				if c := iso.Chars(g.Value()); !c.Wide && p.sameText(c.B) {
					k, found = g, true
					p.pos += len(c.B) + 1
				}
			}
		}
	}
	if !found {
		i := start
		ascii := true
		var small [64]byte
		for i < len(p.src) && p.src[i] >= ' ' && p.src[i] != '"' && p.src[i] != '\\' {
			if p.src[i] >= 0x80 {
				ascii = false
			} else if i-start < len(small) {
				small[i-start] = byte(p.src[i])
			}
			i++
		}
		if ascii && i < len(p.src) && p.src[i] == '"' && i-start <= len(small) {
			k = iso.KeyOfGo(string(small[:i-start]))
			p.pos = i + 1
		} else {
			v, ok := p.str()
			if !ok {
				return false
			}
			k = iso.KeyOf(v)
		}
	}
	p.keys = append(p.keys, k)
	p.space()
	if p.pos >= len(p.src) || p.src[p.pos] != ':' {
		return p.fail("Expected ':' after property name")
	}
	p.pos++
	return true
}

// sameText tells whether b and a closing quote stand at pos; b must need no escapes.
func (p *jsonParser[T]) sameText(b []byte) bool {
	if p.pos+len(b) >= len(p.src) || p.src[p.pos+len(b)] != '"' {
		return false
	}
	for i, c := range b {
		if p.src[p.pos+i] != T(c) || c == '\\' || c == '"' || c < ' ' {
			return false
		}
	}
	return true
}

func (p *jsonParser[T]) makeString(s []T) Value {
	switch s := any(s).(type) {
	case []uint8:
		return p.iso.NewOneByte(s)
	case []uint16:
		return p.iso.NewTwoByte(s)
	}
	panic("BUG: unit")
}

// str parses a string behind its opening quote.
func (p *jsonParser[T]) str() (Value, bool) {
	start := p.pos
	for i := start; i < len(p.src); i++ {
		if c := p.src[i]; c == '"' {
			p.pos = i + 1
			return p.makeString(p.src[start:i]), true
		} else if c == '\\' || c < ' ' {
			break
		}
	}
	var b text.Builder
	for {
		if p.pos >= len(p.src) {
			return undefined, p.fail("Unterminated string")
		}
		c := p.src[p.pos]
		switch {
		case c == '"':
			p.pos++
			v, ok := b.Finish(&p.iso.Space.Space)
			return v, ok
		case c < ' ':
			return undefined, p.fail("Bad control character in string literal")
		case c != '\\':
			b.Unit(uint16(c))
			p.pos++
			continue
		}
		p.pos++
		if p.pos >= len(p.src) {
			return undefined, p.unexpected()
		}
		u := uint16(0)
		switch e := p.src[p.pos]; e {
		case '"', '\\', '/':
			u = uint16(e)
		case 'b':
			u = '\b'
		case 'f':
			u = '\f'
		case 'n':
			u = '\n'
		case 'r':
			u = '\r'
		case 't':
			u = '\t'
		case 'u':
			for k := 0; k < 4; k++ {
				p.pos++
				d := 99
				if p.pos < len(p.src) {
					switch h := p.src[p.pos]; {
					case h-'0' < 10:
						d = int(h - '0')
					case h >= 'a' && h <= 'f':
						d = int(h-'a') + 10
					case h >= 'A' && h <= 'F':
						d = int(h-'A') + 10
					}
				}
				if d == 99 {
					return undefined, p.fail("Bad Unicode escape")
				}
				u = u<<4 | uint16(d)
			}
		default:
			return undefined, p.fail("Bad escaped character")
		}
		b.Unit(u)
		p.pos++
	}
}

func (p *jsonParser[T]) literal(t string) bool {
	for i := 0; i < len(t); i++ {
		if p.pos >= len(p.src) || p.src[p.pos] != T(t[i]) {
			return p.unexpected()
		}
		p.pos++
	}
	return true
}

func (p *jsonParser[T]) digit() bool { return p.pos < len(p.src) && p.src[p.pos]-'0' < 10 }

func (p *jsonParser[T]) number() (Value, bool) {
	start := p.pos
	neg := false
	if p.src[p.pos] == '-' {
		neg = true
		p.pos++
		if !p.digit() {
			return undefined, p.fail("No number after minus sign")
		}
	}
	x, simple := uint64(0), true
	if p.src[p.pos] == '0' {
		p.pos++
		if p.digit() {
			return undefined, p.fail("Unexpected number")
		}
	} else {
		first := p.pos
		for p.digit() {
			x = x*10 + uint64(p.src[p.pos]-'0')
			p.pos++
		}
		simple = p.pos-first <= 15
	}
	if p.pos < len(p.src) && p.src[p.pos] == '.' {
		simple = false
		p.pos++
		if !p.digit() {
			return undefined, p.fail("Unterminated fractional number")
		}
		for p.digit() {
			p.pos++
		}
	}
	if p.pos < len(p.src) && p.src[p.pos]|0x20 == 'e' {
		simple = false
		p.pos++
		if p.pos < len(p.src) && (p.src[p.pos] == '+' || p.src[p.pos] == '-') {
			p.pos++
		}
		if !p.digit() {
			return undefined, p.fail("Exponent part is missing a number")
		}
		for p.digit() {
			p.pos++
		}
	}
	if simple {
		f := float64(x)
		if neg {
			f = math.Copysign(f, -1)
		}
		return gc.Number(f), true
	}
	var buf [64]byte
	b := buf[:0]
	for _, c := range p.src[start:p.pos] {
		b = append(b, byte(c))
	}
	f, _ := strconv.ParseFloat(string(b), 64)
	return gc.Number(f), true
}

// jsonParse is JSON.parse(text, reviver), ECMA-262 25.5.1.
func jsonParse(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return undefined, false
	}
	s = iso.Flatten(s)
	revive := iso.IsCallable(a.Arg(1))
	v, root, objects, ok := parseJSON(iso, s, revive)
	if !ok || !revive {
		return v, ok
	}
	r := jsonReviver{iso: iso, a: a, source: iso.NewHandle(s), objects: iso.NewHandle(objects)}
	holder := iso.NewObject()
	iso.AddOwn(holder.Ref(), Key(iso.Empty()), v, layout.AttrDefault)
	return r.internalize(iso.NewHandle(holder), Key(iso.Empty()), root)
}

type jsonReviver struct {
	iso             *Isolate
	a               *Args
	source, objects Handle
}

// matches tells whether a value is still what the parse record says.
func (r *jsonReviver) matches(n *jsonNode, v Value) bool {
	iso := r.iso
	if n == nil {
		return false
	}
	if n.object >= 0 {
		return iso.FastElement(r.objects.Value().Ref(), uint32(n.object)) == v
	}
	if v.IsObject() {
		return false
	}
	c := slice(iso.Chars(r.source.Value()), n.start, n.end)
	var w Value
	if c.Wide {
		p := jsonParser[uint16]{iso: iso, src: c.W}
		w, _, _ = p.value()
	} else {
		p := jsonParser[uint8]{iso: iso, src: c.B}
		w, _, _ = p.value()
	}
	return iso.SameValue(v, w)
}

// internalize is InternalizeJSONProperty, 25.5.1.1.
func (r *jsonReviver) internalize(holder Handle, name Key, n *jsonNode) (Value, bool) {
	iso := r.iso
	if !iso.EnterNative() {
		return undefined, false
	}
	v, ok := iso.Get(holder.Value(), name)
	if !ok {
		return undefined, false
	}
	m := iso.HandleMark()
	val := iso.NewHandle(v)
	context := iso.NewHandle(iso.NewObject())
	if !r.matches(n, v) {
		n = nil
	} else if n.object < 0 {
		src := iso.Substring(r.source.Value(), n.start, n.end)
		iso.AddOwn(context.Value().Ref(), iso.K(object.AtomSource), src, layout.AttrDefault)
	}
	if val.Value().IsObject() {
		isArray, ok := iso.IsArray(val.Value())
		if !ok {
			return undefined, false
		}
		if isArray {
			length, ok := iso.LengthOf(val.Value())
			if !ok {
				return undefined, false
			}
			for i := uint64(0); i < length; i++ {
				var e *jsonNode
				if n != nil && n.keys == nil && i < uint64(len(n.elems)) {
					e = n.elems[i]
				}
				if !r.element(val, iso.IndexKey(i), e) {
					return undefined, false
				}
			}
		} else {
			keys, ok := enumerableOwn(iso, val.Value(), 'k')
			if !ok {
				return undefined, false
			}
			hk := iso.NewHandle(keys)
			count := iso.ArrayLen(keys.Ref())
			var index map[Key]int
			for i := uint32(0); i < count; i++ {
				k := iso.KeyOf(iso.FastElement(hk.Value().Ref(), i))
				var e *jsonNode
				if n != nil {
					if at := int(i); at < len(n.keys) && n.keys[at] == k {
						e = n.elems[at]
					} else {
						if index == nil {
							index = n.index()
						}
						if at, ok := index[k]; ok {
							e = n.elems[at]
						}
					}
				}
				if !r.element(val, k, e) {
					return undefined, false
				}
			}
		}
	}
	res, ok := iso.Call(r.a.Arg(1), holder.Value(), iso.KeyValue(name), val.Value(), context.Value())
	iso.ReleaseHandles(m)
	return res, ok
}

func (r *jsonReviver) element(val Handle, k Key, n *jsonNode) bool {
	iso := r.iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	holdKey(iso, k)
	v, ok := r.internalize(val, k, n)
	if !ok {
		return false
	}
	if v == undefined {
		_, ok = iso.Delete(val.Value(), k)
	} else {
		_, ok = iso.CreateDataProperty(val.Value(), k, v)
	}
	return ok
}

var jsonRows = []Row{
	{Name: "parse", Length: 2, Fn: jsonParse},
	{Name: "stringify", Length: 3, Fn: jsonStringify},
	{Name: "rawJSON", Length: 1, Fn: jsonRawJSON},
	{Name: "isRawJSON", Length: 1, Fn: jsonIsRawJSON},
}

// slotRawJSON is the realm slot of the shape that marks raw JSON objects: they are frozen, so that no other object has it.
const slotRawJSON = vm.UserSlotFirst + 44

func setupJSON(iso *Isolate) {
	j := iso.NewObject()
	iso.SetIntrinsic(vm.JSONObject, j)
	iso.DefineRows(j, jsonRows)
	iso.SetToStringTag(j, "JSON")
	iso.SetGlobal("JSON", j)
}

// jsonRawJSON is JSON.rawJSON(text), 25.5.3.
func jsonRawJSON(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return undefined, false
	}
	s = iso.Flatten(s)
	c := iso.Chars(s)
	bad := func(u uint16) bool { return u == '\t' || u == '\n' || u == '\r' || u == ' ' }
	n := c.Len()
	if n == 0 || bad(c.At(0)) || bad(c.At(n-1)) {
		return iso.ThrowSyntaxError("Invalid value for JSON.rawJSON")
	}
	if u := c.At(0); u == '{' || u == '[' {
		p := jsonParser[uint16]{iso: iso, src: c.AppendTo(nil)}
		return undefined, p.unexpected()
	}
	if _, _, _, ok := parseJSON(iso, s, false); !ok {
		return undefined, false
	}
	shape := iso.Intrinsic(slotRawJSON)
	if shape == undefined {
		sh := iso.NewRootShape(layout.KindObject, gc.Null, 1, 0)
		sh = iso.AddTransition(sh, iso.KeyOfGo("rawJSON"), layout.AttrEnumerable)
		shape = gc.Cell(iso.PreventExtensionsTransition(sh))
		iso.SetIntrinsic(slotRawJSON, shape)
	}
	r := iso.NewObjectOf(shape.Ref())
	iso.SetSlot(r, shape.Ref(), 0, s)
	return gc.Object(r), true
}

func isRawJSON(iso *Isolate, v Value) bool {
	return v.IsObject() && gc.Cell(iso.ShapeOf(v.Ref())) == iso.Intrinsic(slotRawJSON)
}

// jsonIsRawJSON is JSON.isRawJSON(O), 25.5.2.
func jsonIsRawJSON(iso *Isolate, a *Args) (Value, bool) {
	return gc.Bool(isRawJSON(iso, a.Arg(0))), true
}
