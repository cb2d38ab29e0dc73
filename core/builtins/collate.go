package builtins

import (
	"slices"

	"github.com/gonode/gonode/core/text"
	"github.com/gonode/gonode/core/text/ucd"
	"github.com/gonode/gonode/gc"
)

// stringLocaleCompare, ECMA-262 22.1.3.12. The order is the root collation's for ASCII; other letters are ordered by their base
// letters, then marks, then case.
func stringLocaleCompare(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisText(iso, a, "localeCompare"); !ok || !toText(iso, a, 0) {
		return undefined, false
	}
	if _, ok := localeArg(iso, a.Arg(1)); !ok {
		return undefined, false
	}
	level, numeric := 3, false
	if a.Arg(2) != undefined {
		o, ok := iso.ToObject(a.Arg(2))
		if !ok {
			return undefined, false
		}
		h := iso.NewHandle(o)
		v, ok := iso.Get(o, iso.KeyOfGo("numeric"))
		if !ok {
			return undefined, false
		}
		numeric = iso.ToBoolean(v)
		if v, ok = iso.Get(h.Value(), iso.KeyOfGo("sensitivity")); !ok {
			return undefined, false
		}
		if v != undefined {
			t, ok := iso.ToGoString(v)
			if !ok {
				return undefined, false
			}
			switch t {
			case "base":
				level = 1
			case "accent":
				level = 2
			case "case":
				level = -1
			case "variant":
			default:
				return iso.ThrowRangeError("Value %s out of range for Intl.Collator options property sensitivity", t)
			}
		}
	}
	x, y := chars(iso, a), iso.Chars(textArg(iso, a, 0))
	return gc.Int(int32(collate(x, y, level, numeric))), true
}

// collated is one string prepared for comparison: base characters with their marks apart.
type collated struct {
	primary []uint32 // class and folded code point
	marks   []uint32 // position and code point of each combining mark
	upper   []byte   // 1 for upper case, by primary
}

const (
	classIgnored = iota
	classSpace
	classPunct
	classSymbol
	classDigit
	classLetter
)

// asciiOrder is the order of the root collation for what is neither letter nor digit.
const asciiOrder = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"

func prepare(c text.View, numeric bool) collated {
	w := c.AppendTo(make([]uint16, 0, c.Len()))
	for _, u := range w {
		if u >= 0x80 {
			w = ucd.AppendNormal(nil, w, ucd.NFD)
			break
		}
	}
	k := collated{primary: make([]uint32, 0, len(w)), upper: make([]byte, 0, len(w))}
	v := text.View{W: w, Wide: true}
	for i := 0; i < len(w); {
		r, n := codePoint(v, i)
		i += n
		if ucd.CombiningClass(r) != 0 {
			k.marks = append(k.marks, uint32(len(k.primary)), uint32(r))
			continue
		}
		if r < 0x80 {
			if r >= '0' && r <= '9' {
				if numeric {
					// Digits as a number: the length without leading zeros, then the digits.
					for r == '0' && i < len(w) && w[i] >= '0' && w[i] <= '9' {
						r = rune(w[i])
						i++
					}
					j := i
					for j < len(w) && w[j] >= '0' && w[j] <= '9' {
						j++
					}
					k.primary = append(k.primary, classDigit<<24|uint32(j-i+1))
					k.upper = append(k.upper, 0)
				}
				k.primary = append(k.primary, classDigit<<24|uint32(r))
				k.upper = append(k.upper, 0)
				continue
			}
			if l := r | 0x20; l >= 'a' && l <= 'z' {
				k.primary = append(k.primary, classLetter<<24|uint32(l))
				k.upper = append(k.upper, byte(1-r>>5&1))
				continue
			}
			for p := 0; p < len(asciiOrder); p++ {
				if rune(asciiOrder[p]) == r {
					k.primary = append(k.primary, classSpace<<24|uint32(p))
					k.upper = append(k.upper, 0)
					break
				}
			}
			continue
		}
		class := uint32(classLetter)
		switch {
		case r < 0x10000 && ucd.IsSpace(uint16(r)):
			class = classSpace
		case !ucd.IsIDContinue(r):
			class = classSymbol
		}
		l := ucd.ToLower(r)
		k.primary = append(k.primary, class<<24|uint32(l))
		up := byte(0)
		if l != r {
			up = 1
		}
		k.upper = append(k.upper, up)
	}
	return k
}

// collate compares to a level: 1 base letters, 2 marks too, 3 case too; -1 base letters and case.
func collate(x, y text.View, level int, numeric bool) int {
	p, q := prepare(x, numeric), prepare(y, numeric)
	if c := slices.Compare(p.primary, q.primary); c != 0 || level == 1 {
		return c
	}
	if level > 1 {
		if c := slices.Compare(p.marks, q.marks); c != 0 || level == 2 {
			return c
		}
	}
	return slices.Compare(p.upper, q.upper)
}
