package builtins

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/text/ucd"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var stringStatic = []Row{
	{Name: "fromCharCode", Length: 1, Fn: stringFromCharCode},
	{Name: "fromCodePoint", Length: 1, Fn: stringFromCodePoint},
	{Name: "raw", Length: 1, Fn: stringRaw},
}

var stringProto = []Row{
	{Name: "anchor", Length: 1, Fn: stringAnchor},
	{Name: "at", Length: 1, Fn: stringAt},
	{Name: "big", Length: 0, Fn: stringBig},
	{Name: "blink", Length: 0, Fn: stringBlink},
	{Name: "bold", Length: 0, Fn: stringBold},
	{Name: "charAt", Length: 1, Fn: stringCharAt},
	{Name: "charCodeAt", Length: 1, Fn: stringCharCodeAt},
	{Name: "codePointAt", Length: 1, Fn: stringCodePointAt},
	{Name: "concat", Length: 1, Fn: stringConcat},
	{Name: "endsWith", Length: 1, Fn: stringEndsWith},
	{Name: "fontcolor", Length: 1, Fn: stringFontcolor},
	{Name: "fontsize", Length: 1, Fn: stringFontsize},
	{Name: "fixed", Length: 0, Fn: stringFixed},
	{Name: "includes", Length: 1, Fn: stringIncludes},
	{Name: "indexOf", Length: 1, Fn: stringIndexOf},
	{Name: "isWellFormed", Length: 0, Fn: stringIsWellFormed},
	{Name: "italics", Length: 0, Fn: stringItalics},
	{Name: "lastIndexOf", Length: 1, Fn: stringLastIndexOf},
	{Name: "link", Length: 1, Fn: stringLink},
	{Name: "localeCompare", Length: 1, Fn: stringLocaleCompare},
	{Name: "match", Length: 1, Fn: stringMatch},
	{Name: "matchAll", Length: 1, Fn: stringMatchAll},
	{Name: "normalize", Length: 0, Fn: stringNormalize},
	{Name: "padEnd", Length: 1, Fn: stringPadEnd},
	{Name: "padStart", Length: 1, Fn: stringPadStart},
	{Name: "repeat", Length: 1, Fn: stringRepeat},
	{Name: "replace", Length: 2, Fn: stringReplace},
	{Name: "replaceAll", Length: 2, Fn: stringReplaceAll},
	{Name: "search", Length: 1, Fn: stringSearch},
	{Name: "slice", Length: 2, Fn: stringSlice},
	{Name: "small", Length: 0, Fn: stringSmall},
	{Name: "split", Length: 2, Fn: stringSplit},
	{Name: "strike", Length: 0, Fn: stringStrike},
	{Name: "sub", Length: 0, Fn: stringSub},
	{Name: "substr", Length: 2, Fn: stringSubstr},
	{Name: "substring", Length: 2, Fn: stringSubstring},
	{Name: "sup", Length: 0, Fn: stringSup},
	{Name: "startsWith", Length: 1, Fn: stringStartsWith},
	{Name: "toString", Length: 0, Fn: stringToString},
	{Name: "toWellFormed", Length: 0, Fn: stringToWellFormed},
	{Name: "trim", Length: 0, Fn: stringTrim},
	{Name: "trimStart", Length: 0, Fn: stringTrimStart},
	{Name: "trimEnd", Length: 0, Fn: stringTrimEnd},
	{Name: "toLocaleLowerCase", Length: 0, Fn: stringToLocaleLowerCase},
	{Name: "toLocaleUpperCase", Length: 0, Fn: stringToLocaleUpperCase},
	{Name: "toLowerCase", Length: 0, Fn: stringToLowerCase},
	{Name: "toUpperCase", Length: 0, Fn: stringToUpperCase},
	{Name: "valueOf", Length: 0, Fn: stringValueOf},
	{Name: "@@iterator", Length: 0, Fn: stringIterator},
}

var stringIteratorProto = []Row{{Name: "next", Length: 0, Fn: stringIteratorNext}}

//gcvet:ok Get only makes a native function of a row here
func setupString(iso *Isolate) {
	p := iso.WrapPrimitive(iso.Empty(), iso.Intrinsic(vm.ObjectPrototype))
	iso.MakePrototype(p.Ref())
	iso.SetIntrinsic(vm.StringPrototype, p)
	define(iso, "String", 1, stringConstructor, p, vm.StringConstructor, stringStatic, stringProto)
	// B.2.2.15 and B.2.2.16: the same function objects.
	for _, n := range [...][2]string{{"trimLeft", "trimStart"}, {"trimRight", "trimEnd"}} {
		f, _ := iso.Get(p, iso.KeyOfGo(n[1]))
		iso.AddOwn(p.Ref(), iso.KeyOfGo(n[0]), f, layout.AttrHidden)
	}
	ip := newPrototype(iso, vm.StringIteratorPrototype, vm.IteratorPrototype)
	iso.DefineRows(ip, stringIteratorProto)
	iso.SetToStringTag(ip, "String Iterator")
}

// stringConstructor is String(value), ECMA-262 22.1.1.1.
func stringConstructor(iso *Isolate, a *Args) (Value, bool) {
	s := iso.Empty()
	if a.Len() > 0 {
		v := a.Arg(0)
		if v.IsSymbol() && a.NewTarget() == undefined {
			return iso.NewString(iso.SymbolText(v)), true
		}
		var ok bool
		if s, ok = iso.ToString(v); !ok {
			return s, false
		}
	}
	if a.NewTarget() == undefined {
		return s, true
	}
	return wrapFromConstructor(iso, a, s, vm.StringPrototype)
}

// thisText is RequireObjectCoercible and ToString of the receiver, which then is that string.
func thisText(iso *Isolate, a *Args, method string) (Value, bool) {
	v := a.This()
	if v.IsString() {
		return v, true
	}
	if v.IsNullish() {
		if method == "[Symbol.iterator]" {
			return iso.ThrowTypeError("String.prototype[Symbol.iterator] called on null or undefined")
		}
		return iso.ThrowTypeError("String.prototype.%s called on null or undefined", method)
	}
	s, ok := iso.ToString(v)
	if ok {
		a.SetThis(s)
	}
	return s, ok
}

// toText makes argument i a string; textArg then reads it.
func toText(iso *Isolate, a *Args, i int) bool {
	v := a.Arg(i)
	if v.IsString() || i >= a.Len() {
		return true
	}
	s, ok := iso.ToString(v)
	if ok {
		a.SetArg(i, s)
	}
	return ok
}

func textArg(iso *Isolate, a *Args, i int) Value {
	if i >= a.Len() {
		return iso.A(object.AtomUndefined)
	}
	return a.Arg(i)
}

// chars views the receiver after thisText.
func chars(iso *Isolate, a *Args) text.View { return iso.Chars(a.This()) }

// clampIndex converts argument i to an integer clamped to [0, n], def if it is undefined.
func clampIndex(iso *Isolate, a *Args, i, n, def int) (int, bool) {
	v := a.Arg(i)
	if v.IsInt() {
		return max(0, min(int(v.AsInt()), n)), true
	}
	if v == undefined {
		return def, true
	}
	f, ok := iso.ToIntegerOrInfinity(v)
	return int(math.Max(0, math.Min(f, float64(n)))), ok
}

// relativeIndex is clampIndex where a negative index counts from the end.
func relativeIndex(iso *Isolate, a *Args, i, n, def int) (int, bool) {
	v := a.Arg(i)
	if v == undefined {
		return def, true
	}
	f, ok := iso.ToIntegerOrInfinity(v)
	if f < 0 {
		f += float64(n)
	}
	return int(math.Max(0, math.Min(f, float64(n)))), ok
}

// reserve makes sure that n bytes can be allocated, which may collect. Small amounts always can.
func reserve(iso *Isolate, n int) bool {
	if n > 1<<20 && !iso.Reserve(uint64(n)) {
		iso.ThrowRangeError("Invalid string length")
		return false
	}
	return true
}

// stringFromCharCode, 22.1.2.1.
func stringFromCharCode(iso *Isolate, a *Args) (Value, bool) {
	n := a.Len()
	if n == 1 && a.Arg(0).IsInt() {
		return iso.Char(uint16(a.Arg(0).AsInt())), true
	}
	w := make([]uint16, n)
	for i := range w {
		c, ok := iso.ToInt32(a.Arg(i))
		if !ok {
			return undefined, false
		}
		w[i] = uint16(c)
	}
	return iso.NewTwoByte(w), true
}

// stringFromCodePoint, 22.1.2.2.
func stringFromCodePoint(iso *Isolate, a *Args) (Value, bool) {
	var b text.Builder
	for i := 0; i < a.Len(); i++ {
		v, ok := iso.ToNumber(a.Arg(i))
		if !ok {
			return undefined, false
		}
		f := v.AsFloat()
		if !(f >= 0 && f <= 0x10FFFF) || f != math.Trunc(f) {
			return iso.ThrowRangeError("Invalid code point %s", vm.NumberText(f))
		}
		b.Rune(rune(f))
	}
	return finish(iso, &b)
}

// stringRaw is String.raw(template, ...substitutions), 22.1.2.4.
func stringRaw(iso *Isolate, a *Args) (Value, bool) {
	c, ok := iso.ToObject(a.Arg(0))
	if !ok {
		return c, false
	}
	r, ok := iso.Get(c, iso.K(object.AtomRaw))
	if !ok {
		return r, false
	}
	if r, ok = iso.ToObject(r); !ok {
		return r, false
	}
	raw := iso.NewHandle(r)
	n, ok := iso.LengthOf(r)
	if !ok {
		return undefined, false
	}
	var b text.Builder
	for i := uint64(0); i < n; i++ {
		m := iso.HandleMark()
		v, ok := iso.Get(raw.Value(), iso.IndexKey(i))
		if ok {
			v, ok = iso.ToString(v)
		}
		if !ok {
			return undefined, false
		}
		b.Value(&iso.Space.Space, v)
		if i+1 < n && i+1 < uint64(a.Len()) {
			v, ok := iso.ToString(a.Arg(int(i) + 1))
			if !ok {
				return undefined, false
			}
			b.Value(&iso.Space.Space, v)
		}
		iso.ReleaseHandles(m)
		if i&0xFFF == 0xFFF && !iso.PollNative() {
			return undefined, false
		}
	}
	return finish(iso, &b)
}

// stringAt, 22.1.3.1.
func stringAt(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "at"); !ok {
		return undefined, false
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	n := float64(iso.StrLen(a.This()))
	if f < 0 {
		f += n
	}
	if f < 0 || f >= n {
		return undefined, true
	}
	return iso.Char(iso.CharAt(a.This(), int(f))), true
}

// position reads the first argument as an index into the receiver; -1 outside.
func position(iso *Isolate, a *Args, method string) (int, bool) {
	if _, ok := thisText(iso, a, method); !ok {
		return 0, false
	}
	if v := a.Arg(0); v.IsInt() {
		if i := int(v.AsInt()); i >= 0 && i < iso.StrLen(a.This()) {
			return i, true
		}
		return -1, true
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if f < 0 || f >= float64(iso.StrLen(a.This())) {
		return -1, ok
	}
	return int(f), ok
}

// stringCharAt, 22.1.3.2.
func stringCharAt(iso *Isolate, a *Args) (Value, bool) {
	i, ok := position(iso, a, "charAt")
	if i < 0 || !ok {
		return iso.Empty(), ok
	}
	return iso.Char(iso.CharAt(a.This(), i)), true
}

// stringCharCodeAt, 22.1.3.3.
func stringCharCodeAt(iso *Isolate, a *Args) (Value, bool) {
	i, ok := position(iso, a, "charCodeAt")
	if i < 0 || !ok {
		return gc.NaN(), ok
	}
	return gc.Int(int32(iso.CharAt(a.This(), i))), true
}

// codePoint is CodePointAt, 11.1.4, without the distinction of lone surrogates: the code point and its length in code units.
func codePoint(c text.View, i int) (rune, int) {
	u := rune(c.At(i))
	if u&0xFC00 == 0xD800 && i+1 < c.Len() {
		if d := rune(c.At(i + 1)); d&0xFC00 == 0xDC00 {
			return (u-0xD800)<<10 + d - 0xDC00 + 0x10000, 2
		}
	}
	return u, 1
}

// stringCodePointAt, 22.1.3.4.
func stringCodePointAt(iso *Isolate, a *Args) (Value, bool) {
	i, ok := position(iso, a, "codePointAt")
	if i < 0 || !ok {
		return undefined, ok
	}
	r, _ := codePoint(chars(iso, a), i)
	return gc.Int(r), true
}

// stringConcat, 22.1.3.5.
func stringConcat(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "concat"); !ok {
		return undefined, false
	}
	for i := 0; i < a.Len(); i++ {
		if !toText(iso, a, i) {
			return undefined, false
		}
		r, ok := iso.Concat(a.This(), a.Arg(i))
		if !ok {
			return iso.ThrowRangeError("Invalid string length")
		}
		a.SetThis(r)
	}
	return a.This(), true
}

// isRegExp is IsRegExp, 7.2.8.
func isRegExp(iso *Isolate, v Value) (bool, bool) {
	if !v.IsObject() {
		return false, true
	}
	h := iso.NewHandle(v)
	m, ok := iso.Get(v, iso.SymK(object.SymMatch))
	if !ok {
		return false, false
	}
	if m != undefined {
		return iso.ToBoolean(m), true
	}
	return iso.KindOf(h.Value().Ref()) == layout.KindRegExp, true
}

// searchArgs prepares receiver and search string of endsWith, includes and startsWith.
func searchArgs(iso *Isolate, a *Args, method string) bool {
	if _, ok := thisText(iso, a, method); !ok {
		return false
	}
	if a.Arg(0).IsString() {
		return true
	}
	re, ok := isRegExp(iso, a.Arg(0))
	if !ok {
		return false
	}
	if re {
		iso.ThrowTypeError("First argument to String.prototype.%s must not be a regular expression", method)
		return false
	}
	return toText(iso, a, 0)
}

// hasAt tells whether needle stands at i in c.
func hasAt(c, needle text.View, i int) bool {
	n := needle.Len()
	if i < 0 || i+n > c.Len() {
		return false
	}
	if !c.Wide && !needle.Wide {
		return string(c.B[i:i+n]) == string(needle.B)
	}
	for k := 0; k < n; k++ {
		if c.At(i+k) != needle.At(k) {
			return false
		}
	}
	return true
}

// stringEndsWith, 22.1.3.7.
func stringEndsWith(iso *Isolate, a *Args) (Value, bool) {
	if !searchArgs(iso, a, "endsWith") {
		return undefined, false
	}
	n := iso.StrLen(a.This())
	end, ok := clampIndex(iso, a, 1, n, n)
	if !ok {
		return undefined, false
	}
	s := textArg(iso, a, 0)
	c := iso.Chars(s)
	return gc.Bool(hasAt(chars(iso, a), c, end-c.Len())), true
}

// stringStartsWith, 22.1.3.25.
func stringStartsWith(iso *Isolate, a *Args) (Value, bool) {
	if !searchArgs(iso, a, "startsWith") {
		return undefined, false
	}
	start, ok := clampIndex(iso, a, 1, iso.StrLen(a.This()), 0)
	if !ok {
		return undefined, false
	}
	s := textArg(iso, a, 0)
	return gc.Bool(hasAt(chars(iso, a), iso.Chars(s), start)), true
}

// stringIncludes, 22.1.3.8.
func stringIncludes(iso *Isolate, a *Args) (Value, bool) {
	if !searchArgs(iso, a, "includes") {
		return undefined, false
	}
	start, ok := clampIndex(iso, a, 1, iso.StrLen(a.This()), 0)
	if !ok {
		return undefined, false
	}
	return gc.Bool(indexOf(chars(iso, a), iso.Chars(textArg(iso, a, 0)), start) >= 0), true
}

// stringIndexOf, 22.1.3.9.
func stringIndexOf(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "indexOf"); !ok || !toText(iso, a, 0) {
		return undefined, false
	}
	start, ok := clampIndex(iso, a, 1, iso.StrLen(a.This()), 0)
	if !ok {
		return undefined, false
	}
	return gc.Int(int32(indexOf(chars(iso, a), iso.Chars(textArg(iso, a, 0)), start))), true
}

// stringLastIndexOf, 22.1.3.11.
func stringLastIndexOf(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "lastIndexOf"); !ok || !toText(iso, a, 0) {
		return undefined, false
	}
	f, ok := iso.ToFloat(a.Arg(1))
	if !ok {
		return undefined, false
	}
	needle := iso.Chars(textArg(iso, a, 0))
	c := chars(iso, a)
	i := c.Len() - needle.Len()
	if f == f { // NaN counts as infinity
		i = min(i, int(math.Max(0, math.Min(math.Trunc(f), float64(c.Len())))))
	}
	for ; i >= 0; i-- {
		if hasAt(c, needle, i) {
			return gc.Int(int32(i)), true
		}
	}
	return gc.Int(-1), true
}

func isLead(u uint16) bool  { return u&0xFC00 == 0xD800 }
func isTrail(u uint16) bool { return u&0xFC00 == 0xDC00 }

// badSurrogate returns the index of the first lone surrogate at or after i, -1 if there is none.
func badSurrogate(w []uint16, i int) int {
	for ; i < len(w); i++ {
		if w[i]&0xF800 == 0xD800 {
			if !isLead(w[i]) || i+1 == len(w) || !isTrail(w[i+1]) {
				return i
			}
			i++
		}
	}
	return -1
}

// stringIsWellFormed, 22.1.3.10.
func stringIsWellFormed(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "isWellFormed"); !ok {
		return undefined, false
	}
	return gc.Bool(badSurrogate(chars(iso, a).W, 0) < 0), true
}

// stringToWellFormed, 22.1.3.33.
func stringToWellFormed(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "toWellFormed"); !ok {
		return undefined, false
	}
	c := chars(iso, a)
	i := badSurrogate(c.W, 0)
	if i < 0 {
		return a.This(), true
	}
	w := append([]uint16(nil), c.W...)
	for ; i >= 0; i = badSurrogate(w, i+1) {
		w[i] = 0xFFFD
	}
	return iso.NewTwoByte(w), true
}

// stringNormalize, 22.1.3.15.
func stringNormalize(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "normalize"); !ok {
		return undefined, false
	}
	form := ucd.NFC
	if a.Arg(0) != undefined {
		if !toText(iso, a, 0) {
			return undefined, false
		}
		switch iso.GoString(a.Arg(0)) {
		case "NFC":
		case "NFD":
			form = ucd.NFD
		case "NFKC":
			form = ucd.NFKC
		case "NFKD":
			form = ucd.NFKD
		default:
			return iso.ThrowRangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD.")
		}
	}
	c := chars(iso, a)
	if !c.Wide && ucd.IsNormalLatin1(c.B, form) {
		return a.This(), true
	}
	w := ucd.AppendNormal(nil, c.AppendTo(nil), form)
	if len(w) > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	return iso.NewTwoByte(w), true
}

// pad is StringPaddingBuiltinsImpl, 22.1.3.17.1.
func pad(iso *Isolate, a *Args, method string, start bool) (Value, bool) {
	if _, ok := thisText(iso, a, method); !ok {
		return undefined, false
	}
	n, ok := iso.ToLength(a.Arg(0))
	if !ok {
		return undefined, false
	}
	have := uint64(iso.StrLen(a.This()))
	if n <= have {
		return a.This(), true
	}
	if a.Arg(1) != undefined {
		if !toText(iso, a, 1) {
			return undefined, false
		}
		if iso.StrLen(a.Arg(1)) == 0 {
			return a.This(), true
		}
	}
	if n > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	if !reserve(iso, int(2*n)) {
		return undefined, false
	}
	fill := iso.NewOneByte([]byte{' '})
	if a.Arg(1) != undefined {
		fill = a.Arg(1)
	}
	k := int(n - have)
	p := repeat(iso, iso.Chars(fill), k/iso.StrLen(fill), k%iso.StrLen(fill))
	x, y := a.This(), p
	if start {
		x, y = p, x
	}
	return iso.Concat(x, y)
}

// repeat makes n copies of c and then its first extra code units.
func repeat(iso *Isolate, c text.View, n, extra int) Value {
	size := c.Len()*n + extra
	if c.Wide {
		w := make([]uint16, size)
		for k := copy(w, c.W); k < size && k > 0; k *= 2 {
			copy(w[k:], w[:k])
		}
		return iso.NewTwoByte(w)
	}
	b := make([]byte, size)
	for k := copy(b, c.B); k < size && k > 0; k *= 2 {
		copy(b[k:], b[:k])
	}
	return iso.NewOneByte(b)
}

// stringPadEnd, 22.1.3.16, and stringPadStart, 22.1.3.17.
func stringPadEnd(iso *Isolate, a *Args) (Value, bool)   { return pad(iso, a, "padEnd", false) }
func stringPadStart(iso *Isolate, a *Args) (Value, bool) { return pad(iso, a, "padStart", true) }

// stringRepeat, 22.1.3.18.
func stringRepeat(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "repeat"); !ok {
		return undefined, false
	}
	f, ok := iso.ToIntegerOrInfinity(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if f < 0 || math.IsInf(f, 1) {
		return iso.ThrowRangeError("Invalid count value: %s", show(iso, a.Arg(0)))
	}
	n := iso.StrLen(a.This())
	if n == 0 || f == 0 {
		return iso.Empty(), true
	}
	if f*float64(n) > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	if !reserve(iso, int(f)*n*2) {
		return undefined, false
	}
	return repeat(iso, chars(iso, a), int(f), 0), true
}

// stringSlice, 22.1.3.23.
func stringSlice(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "slice"); !ok {
		return undefined, false
	}
	n := iso.StrLen(a.This())
	from, ok := relativeIndex(iso, a, 0, n, 0)
	if !ok {
		return undefined, false
	}
	to, ok := relativeIndex(iso, a, 1, n, n)
	if !ok || from >= to {
		return iso.Empty(), ok
	}
	return iso.Substring(a.This(), from, to), true
}

// stringSubstring, 22.1.3.26.
func stringSubstring(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "substring"); !ok {
		return undefined, false
	}
	n := iso.StrLen(a.This())
	from, ok := clampIndex(iso, a, 0, n, 0)
	if !ok {
		return undefined, false
	}
	to, ok := clampIndex(iso, a, 1, n, n)
	if !ok {
		return undefined, false
	}
	return iso.Substring(a.This(), min(from, to), max(from, to)), true
}

// stringSubstr, B.2.2.1.
func stringSubstr(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "substr"); !ok {
		return undefined, false
	}
	n := iso.StrLen(a.This())
	from, ok := relativeIndex(iso, a, 0, n, 0)
	if !ok {
		return undefined, false
	}
	count, ok := clampIndex(iso, a, 1, n, n)
	if !ok {
		return undefined, false
	}
	return iso.Substring(a.This(), from, min(from+count, n)), true
}

// thisString is ThisStringValue, 22.1.3.35.1.
func thisString(iso *Isolate, a *Args, method string) (Value, bool) {
	v := a.This()
	if v.IsString() {
		return v, true
	}
	if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindStringObject {
		return iso.Value(v.Ref(), layout.PrimitiveValue), true
	}
	return iso.ThrowTypeError("String.prototype.%s requires that 'this' be a String", method)
}

// stringToString, 22.1.3.29, and stringValueOf, 22.1.3.35.
func stringToString(iso *Isolate, a *Args) (Value, bool) { return thisString(iso, a, "toString") }
func stringValueOf(iso *Isolate, a *Args) (Value, bool)  { return thisString(iso, a, "valueOf") }

// trim is TrimString, 22.1.3.32.1.
func trim(iso *Isolate, a *Args, method string, start, end bool) (Value, bool) {
	if _, ok := thisText(iso, a, method); !ok {
		return undefined, false
	}
	c := chars(iso, a)
	i, j := 0, c.Len()
	for start && i < j && ucd.IsSpace(c.At(i)) {
		i++
	}
	for end && i < j && ucd.IsSpace(c.At(j-1)) {
		j--
	}
	return iso.Substring(a.This(), i, j), true
}

// stringTrim, 22.1.3.32; stringTrimStart, 22.1.3.34; stringTrimEnd, 22.1.3.33.
func stringTrim(iso *Isolate, a *Args) (Value, bool) { return trim(iso, a, "trim", true, true) }
func stringTrimStart(iso *Isolate, a *Args) (Value, bool) {
	return trim(iso, a, "trimStart", true, false)
}
func stringTrimEnd(iso *Isolate, a *Args) (Value, bool) { return trim(iso, a, "trimEnd", false, true) }

// recase converts the case of the receiver.
func recase(iso *Isolate, a *Args, upper bool, loc ucd.Locale) (Value, bool) {
	c := chars(iso, a)
	if !c.Wide && loc == ucd.Root {
		if d, changed, ok := recaseASCII(c.B, upper); ok {
			if !changed {
				return a.This(), true
			}
			return iso.NewOneByte(d), true
		}
		if !upper {
			return iso.NewOneByte(ucd.LowerLatin1(make([]byte, 0, len(c.B)), c.B)), true
		}
		if b, ok := ucd.UpperLatin1(make([]byte, 0, len(c.B)), c.B); ok {
			return newText8(iso, b)
		}
	}
	w := c.AppendTo(make([]uint16, 0, c.Len()))
	if upper {
		w = ucd.AppendUpper(make([]uint16, 0, len(w)), w, loc)
	} else {
		w = ucd.AppendLower(make([]uint16, 0, len(w)), w, loc)
	}
	if len(w) > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	return iso.NewTwoByte(w), true
}

// recaseASCII converts ASCII text, eight bytes at a time; ok is false for other text. d is nil if nothing changed.
func recaseASCII(b []byte, upper bool) (d []byte, changed, ok bool) {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	first := uint64('A')
	if upper {
		first = 'a'
	}
	put := func() {
		if d == nil {
			d = append([]byte(nil), b...)
		}
	}
	i := 0
	for ; i+8 <= len(b); i += 8 {
		x := binary.LittleEndian.Uint64(b[i:])
		if x&highs != 0 {
			return nil, false, false
		}
		// The high bit of each byte that is a letter of the other case.
		m := (x + (0x80-first)*ones) &^ (x + (0x80-first-26)*ones) & highs
		if m != 0 {
			put()
			binary.LittleEndian.PutUint64(d[i:], x^m>>2)
		}
	}
	for ; i < len(b); i++ {
		c := b[i]
		if c >= 0x80 {
			return nil, false, false
		}
		if uint64(c)-first < 26 {
			put()
			d[i] = c ^ 0x20
		}
	}
	return d, d != nil, true
}

func newText8(iso *Isolate, b []byte) (Value, bool) {
	if len(b) > text.MaxLength {
		return iso.ThrowRangeError("Invalid string length")
	}
	return iso.NewOneByte(b), true
}

// stringToLowerCase, 22.1.3.28, and stringToUpperCase, 22.1.3.30.
func stringToLowerCase(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "toLowerCase"); !ok {
		return undefined, false
	}
	return recase(iso, a, false, ucd.Root)
}
func stringToUpperCase(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "toUpperCase"); !ok {
		return undefined, false
	}
	return recase(iso, a, true, ucd.Root)
}

// stringToLocaleLowerCase, 22.1.3.26, and stringToLocaleUpperCase, 22.1.3.27.
func stringToLocaleLowerCase(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "toLocaleLowerCase"); !ok {
		return undefined, false
	}
	loc, ok := localeArg(iso, a.Arg(0))
	if !ok {
		return undefined, false
	}
	return recase(iso, a, false, caseLocale(loc))
}
func stringToLocaleUpperCase(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "toLocaleUpperCase"); !ok {
		return undefined, false
	}
	loc, ok := localeArg(iso, a.Arg(0))
	if !ok {
		return undefined, false
	}
	return recase(iso, a, true, caseLocale(loc))
}

func caseLocale(tag string) ucd.Locale {
	lang, _, _ := strings.Cut(strings.ToLower(tag), "-")
	switch lang {
	case "tr", "az":
		return ucd.Turkic
	case "lt":
		return ucd.Lithuanian
	}
	return ucd.Root
}

// localeArg returns the first tag of a locales argument, "" if there is none.
func localeArg(iso *Isolate, v Value) (string, bool) {
	if v == undefined {
		return "", true
	}
	if v == gc.Null {
		iso.ThrowTypeError("Cannot convert undefined or null to object")
		return "", false
	}
	if !v.IsString() {
		if !v.IsObject() {
			return "", true
		}
		h := iso.NewHandle(v)
		n, ok := iso.LengthOf(v)
		if !ok || n == 0 {
			return "", ok
		}
		if v, ok = iso.Get(h.Value(), iso.IndexKey(0)); !ok {
			return "", false
		}
		if !v.IsString() && !v.IsObject() {
			iso.ThrowTypeError("Incorrect locale information provided")
			return "", false
		}
		if v, ok = iso.ToString(v); !ok {
			return "", false
		}
	}
	tag := iso.GoString(v)
	if !languageTag(tag) {
		iso.ThrowRangeError("Invalid language tag: %s", tag)
		return "", false
	}
	return tag, true
}

// languageTag tells whether a text has the shape of a Unicode locale identifier.
func languageTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		if len(part) == 0 || len(part) > 8 || i == 0 && (len(part) < 2 || len(part) == 4) {
			return false
		}
		for _, c := range []byte(part) {
			if c|0x20 >= 'a' && c|0x20 <= 'z' {
				continue
			}
			if i == 0 || c < '0' || c > '9' {
				return false
			}
		}
	}
	return true
}

// stringIterator is String.prototype[@@iterator](), 22.1.3.36.
func stringIterator(iso *Isolate, a *Args) (Value, bool) {
	s, ok := thisText(iso, a, "[Symbol.iterator]")
	if !ok {
		return undefined, false
	}
	r := iso.NewObjectOf(iso.RootShapeFor(layout.KindStringIterator, iso.Intrinsic(vm.StringIteratorPrototype), 0, 0))
	iso.InitValue(r, layout.IteratorTarget, s)
	iso.InitValue(r, layout.IteratorIndex, gc.Int(0))
	iso.InitValue(r, layout.IteratorExtra, undefined)
	return gc.Object(r), true
}

// stringIteratorNext is %StringIteratorPrototype%.next(), 22.1.5.1.1.
func stringIteratorNext(iso *Isolate, a *Args) (Value, bool) {
	t := a.This()
	if !t.IsObject() || iso.KindOf(t.Ref()) != layout.KindStringIterator {
		return iso.ThrowTypeError("Method String Iterator.prototype.next called on incompatible receiver %s", show(iso, t))
	}
	r := t.Ref()
	s := iso.Value(r, layout.IteratorTarget)
	if s == undefined {
		return iso.CreateIterResult(undefined, true), true
	}
	i := int(iso.Value(r, layout.IteratorIndex).AsInt())
	if i >= iso.StrLen(s) {
		iso.StoreValue(r, layout.IteratorTarget, undefined)
		return iso.CreateIterResult(undefined, true), true
	}
	c := iso.Chars(s)
	_, n := codePoint(c, i)
	iso.StoreValue(r, layout.IteratorIndex, gc.Int(int32(i+n)))
	v := undefined
	if n == 1 {
		v = iso.Char(c.At(i))
	} else {
		v = iso.NewTwoByte(c.W[i : i+2])
	}
	return iso.CreateIterResult(v, false), true
}

// html is CreateHTML, B.2.2.2.1.
func html(iso *Isolate, a *Args, method, tag, attribute string) (Value, bool) {
	if _, ok := thisText(iso, a, method); !ok {
		return undefined, false
	}
	var b text.Builder
	b.String("<" + tag)
	if attribute != "" {
		if !toText(iso, a, 0) {
			return undefined, false
		}
		b.String(" " + attribute + `="`)
		c := iso.Chars(textArg(iso, a, 0))
		for i := 0; i < c.Len(); i++ {
			if u := c.At(i); u == '"' {
				b.String("&quot;")
			} else {
				b.Unit(u)
			}
		}
		b.Unit('"')
	}
	b.Unit('>')
	b.View(chars(iso, a))
	b.String("</" + tag + ">")
	return finish(iso, &b)
}

// The HTML methods, B.2.2.2 to B.2.2.14.
func stringAnchor(iso *Isolate, a *Args) (Value, bool) { return html(iso, a, "anchor", "a", "name") }
func stringBig(iso *Isolate, a *Args) (Value, bool)    { return html(iso, a, "big", "big", "") }
func stringBlink(iso *Isolate, a *Args) (Value, bool)  { return html(iso, a, "blink", "blink", "") }
func stringBold(iso *Isolate, a *Args) (Value, bool)   { return html(iso, a, "bold", "b", "") }
func stringFixed(iso *Isolate, a *Args) (Value, bool)  { return html(iso, a, "fixed", "tt", "") }
func stringFontcolor(iso *Isolate, a *Args) (Value, bool) {
	return html(iso, a, "fontcolor", "font", "color")
}
func stringFontsize(iso *Isolate, a *Args) (Value, bool) {
	return html(iso, a, "fontsize", "font", "size")
}
func stringItalics(iso *Isolate, a *Args) (Value, bool) { return html(iso, a, "italics", "i", "") }
func stringLink(iso *Isolate, a *Args) (Value, bool)    { return html(iso, a, "link", "a", "href") }
func stringSmall(iso *Isolate, a *Args) (Value, bool)   { return html(iso, a, "small", "small", "") }
func stringStrike(iso *Isolate, a *Args) (Value, bool)  { return html(iso, a, "strike", "strike", "") }
func stringSub(iso *Isolate, a *Args) (Value, bool)     { return html(iso, a, "sub", "sub", "") }
func stringSup(iso *Isolate, a *Args) (Value, bool)     { return html(iso, a, "sup", "sup", "") }
