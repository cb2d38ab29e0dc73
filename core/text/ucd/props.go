package ucd

// Version is the Unicode version of the tables.
const Version = "17.0"

type nameIndex struct {
	name  string
	index uint16
}

// search tells whether r lies in an inversion list.
func search(list []uint32, r uint32) bool {
	lo, hi := 0, len(list)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if list[mid] <= r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo&1 == 1
}

// IsIDStart tells whether r has the property ID_Start.
func IsIDStart(r rune) bool {
	if r < 0x80 {
		return uint32(r|0x20)-'a' < 26
	}
	return search(idStart[:], uint32(r))
}

// IsIDContinue tells whether r has the property ID_Continue.
func IsIDContinue(r rune) bool {
	if r < 0x80 {
		return uint32(r|0x20)-'a' < 26 || uint32(r)-'0' < 10 || r == '_'
	}
	return search(idContinue[:], uint32(r))
}

// IsWhiteSpace tells whether a code unit is WhiteSpace of ECMA-262 clause 12.2 (line
// terminators not included).
func IsWhiteSpace(c uint16) bool {
	if c < 0x80 {
		return c == ' ' || c == '\t' || c == '\v' || c == '\f'
	}
	return c == 0xA0 || c >= 0x1680 && (c == 0x1680 || c >= 0x2000 && c <= 0x200A || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF)
}

// IsLineTerminator tells whether a code unit is a LineTerminator of ECMA-262 clause 12.3.
func IsLineTerminator(c uint16) bool {
	return c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029
}

// IsSpace tells whether a code unit is WhiteSpace or LineTerminator: what String.prototype.trim
// removes and \s matches.
func IsSpace(c uint16) bool {
	if c < 0x80 {
		return c == ' ' || c-'\t' < 5
	}
	return IsWhiteSpace(c) || c == 0x2028 || c == 0x2029
}

func lookup(names []nameIndex, name string) int {
	lo, hi := 0, len(names)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if names[mid].name < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(names) && names[lo].name == name {
		return int(names[lo].index)
	}
	return -1
}

func varint(s string, i int) (uint32, int) {
	v, shift := uint32(0), 0
	for {
		b := s[i]
		i++
		v |= uint32(b&0x7F) << shift
		if b < 0x80 {
			return v, i
		}
		shift += 7
	}
}

func decodeSet(index int) []uint32 {
	n, i := varint(setData, int(setOffsets[index]))
	out := make([]uint32, 0, 2*n)
	at := uint32(0)
	for ; n > 0; n-- {
		var gap, length uint32
		gap, i = varint(setData, i)
		length, i = varint(setData, i)
		lo := at + gap
		at = lo + length
		out = append(out, lo, at)
	}
	return out
}

// BinaryProperty returns the inversion list (lo, past, lo, past ...) of a binary property of
// ECMA-262 table 67, by name or alias. The caller owns the list.
func BinaryProperty(name string) ([]uint32, bool) { return bySet(binaryNames[:], name) }

// GeneralCategory returns the inversion list of a value of General_Category.
func GeneralCategory(value string) ([]uint32, bool) { return bySet(categoryNames[:], value) }

// Script returns the inversion list of a value of Script.
func Script(value string) ([]uint32, bool) {
	return bySet(scriptNames[:], value)
}

// ScriptExtensions returns the inversion list of a value of Script_Extensions.
func ScriptExtensions(value string) ([]uint32, bool) { return bySet(scriptExtNames[:], value) }

func bySet(names []nameIndex, name string) ([]uint32, bool) {
	i := lookup(names, name)
	if i < 0 {
		return nil, false
	}
	return decodeSet(i), true
}

// Property resolves \p{name=value} and, with an empty value, \p{name} (a binary property or a
// value of General_Category).
func Property(name, value string) ([]uint32, bool) {
	if value == "" {
		if s, ok := GeneralCategory(name); ok {
			return s, true
		}
		return BinaryProperty(name)
	}
	switch name {
	case "General_Category", "gc":
		return GeneralCategory(value)
	case "Script", "sc":
		return Script(value)
	case "Script_Extensions", "scx":
		return ScriptExtensions(value)
	}
	return nil, false
}

// IsSequenceProperty tells whether name is a property of strings (ECMA-262 table 68).
func IsSequenceProperty(name string) bool { lo, _ := seqKind(name); return lo >= 0 }

func seqKind(name string) (lo, hi int) {
	switch name {
	case "Basic_Emoji":
		return 0, 1
	case "Emoji_Keycap_Sequence":
		return 1, 2
	case "RGI_Emoji_Modifier_Sequence":
		return 2, 3
	case "RGI_Emoji_Flag_Sequence":
		return 3, 4
	case "RGI_Emoji_Tag_Sequence":
		return 4, 5
	case "RGI_Emoji_ZWJ_Sequence":
		return 5, 6
	case "RGI_Emoji":
		return 0, 6
	}
	return -1, -1
}

// SequenceProperty returns the strings of a property of strings as UTF-8; single code points
// are among them.
func SequenceProperty(name string) ([]string, bool) {
	lo, hi := seqKind(name)
	if lo < 0 {
		return nil, false
	}
	var out []string
	for k := lo; k < hi; k++ {
		n, i := varint(seqData, int(seqOffsets[k]))
		prev := ""
		for ; n > 0; n-- {
			var p, l uint32
			p, i = varint(seqData, i)
			l, i = varint(seqData, i)
			s := prev[:p] + seqData[i:i+int(l)]
			i += int(l)
			out = append(out, s)
			prev = s
		}
	}
	return out, true
}
