package syntax

import (
	"strings"
	"unicode/utf8"
)

// scanner turns source text into tokens, one ahead of the parser.
type scanner struct {
	buf []byte // source text and a final NUL
	end int32  // length of the source text

	tokenState

	octals   []octal // legacy octal literals and escapes seen, in order
	html     bool    // HTML-like comments allowed
	module   bool
	symtab   []*symbol
	symcount int
	symSlab  []symbol
	scratch  []byte

	sourceURL, mapURL string
}

// tokenState is the current token and the scan position; copying it allows looking ahead.
type tokenState struct {
	pos int32 // next byte to scan

	tok      Token
	nl       bool // a line terminator precedes it
	escaped  bool // it contains a \ escape
	tokPos   int32
	tokEnd   int32
	prevPos  int32
	prevEnd  int32 // end of the previous token
	prevNL   bool
	sym      *symbol // identifier-like tokens, keywords, private names
	str      string  // string value, BigInt digits
	num      float64
	illMsg   string // TIllegal: message ("" for the default one) and range
	illPos   int32
	illEnd   int32
	cooked   TemplateString // TTemplate
	tmplTail bool           // the template part ends with `
	tmplErr  string         // why there is no cooked value
	tmplPos  int32
	tmplEnd  int32
}

type octal struct {
	pos, end int32
	msg      string
}

const (
	msgIllegal      = "Invalid or unexpected token"
	msgBadUnicode   = "Invalid Unicode escape sequence"
	msgBadHex       = "Invalid hexadecimal escape sequence"
	msgBadCodePoint = "Undefined Unicode code-point"
	msgOctal        = "Octal literals are not allowed in strict mode."
	msgDecOctal     = "Decimals with leading zeros are not allowed in strict mode."
	msgOctalEsc     = "Octal escape sequences are not allowed in strict mode."
	msg89           = "\\8 and \\9 are not allowed in strict mode."
	msgTmplOctal    = "Octal escape sequences are not allowed in template strings."
	msgTmpl89       = "\\8 and \\9 are not allowed in template strings."
)

func (s *scanner) init(src []byte) {
	s.buf = make([]byte, len(src)+4)
	copy(s.buf, src)
	s.end = int32(len(src))
	n := 256
	for n*12 < len(src) && n < 1<<16 {
		n *= 2
	}
	s.symtab = make([]*symbol, n)
	if len(src) >= 2 && src[0] == '#' && src[1] == '!' {
		s.pos = 2
		s.skipLine()
	}
	s.nl = true
}

// intern returns the symbol of a name.
func (s *scanner) intern(b []byte) *symbol {
	h := uint32(2166136261)
	for _, c := range b {
		h = (h ^ uint32(c)) * 16777619
	}
	return s.internHash(b, h)
}

func (s *scanner) internString(x string) *symbol { return s.intern([]byte(x)) }

func (s *scanner) internHash(b []byte, h uint32) *symbol {
	mask := uint32(len(s.symtab) - 1)
	h ^= h >> 15
	i := h & mask
	for {
		e := s.symtab[i]
		if e == nil {
			break
		}
		if e.name == string(b) {
			return e
		}
		i = (i + 1) & mask
	}
	if len(s.symSlab) == 0 {
		s.symSlab = make([]symbol, 64)
	}
	e := &s.symSlab[0]
	s.symSlab = s.symSlab[1:]
	e.name = string(b)
	e.kw = keyword(e.name)
	e.hash = h
	s.symtab[i] = e
	s.symcount++
	if s.symcount*2 > len(s.symtab) {
		s.growSymbols()
	}
	return e
}

func (s *scanner) growSymbols() {
	old := s.symtab
	s.symtab = make([]*symbol, len(old)*2)
	mask := uint32(len(s.symtab) - 1)
	for _, e := range old {
		if e != nil {
			i := e.hash & mask
			for s.symtab[i] != nil {
				i = (i + 1) & mask
			}
			s.symtab[i] = e
		}
	}
}

// lookupSymbol returns the symbol of a name if the source text mentions it.
func (s *scanner) lookupSymbol(name string) *symbol {
	h := uint32(2166136261)
	for i := 0; i < len(name); i++ {
		h = (h ^ uint32(name[i])) * 16777619
	}
	h ^= h >> 15
	mask := uint32(len(s.symtab) - 1)
	for i := h & mask; ; i = (i + 1) & mask {
		e := s.symtab[i]
		if e == nil || e.name == name {
			return e
		}
	}
}

// skipLine moves to the next line terminator.
func (s *scanner) skipLine() {
	for {
		c := s.buf[s.pos]
		switch {
		case c == '\n', c == '\r':
			return
		case c == 0:
			if s.pos >= s.end {
				return
			}
		case c == 0xE2:
			if s.buf[s.pos+1] == 0x80 && (s.buf[s.pos+2] == 0xA8 || s.buf[s.pos+2] == 0xA9) {
				return
			}
		}
		s.pos++
	}
}

// lineComment skips a comment and notes the magic ones.
func (s *scanner) lineComment() {
	start := s.pos // after //
	s.skipLine()
	b := s.buf[start:s.pos]
	if len(b) > 12 && (b[0] == '#' || b[0] == '@') && (b[1] == ' ' || b[1] == '\t') && b[2] == 's' {
		text := string(b[2:])
		if v, ok := strings.CutPrefix(text, "sourceURL="); ok {
			s.sourceURL = magicValue(v)
		} else if v, ok := strings.CutPrefix(text, "sourceMappingURL="); ok {
			s.mapURL = magicValue(v)
		}
	}
}

func magicValue(v string) string {
	v = strings.TrimSpace(v)
	if strings.ContainsAny(v, "\"' \t") {
		return ""
	}
	return v
}

// blockComment skips a comment whose opening is consumed; false when unterminated.
func (s *scanner) blockComment() bool {
	for {
		c := s.buf[s.pos]
		switch {
		case c == '*':
			if s.buf[s.pos+1] == '/' {
				s.pos += 2
				return true
			}
		case c == '\n', c == '\r':
			s.nl = true
		case c == 0:
			if s.pos >= s.end {
				return false
			}
		case c == 0xE2:
			if s.buf[s.pos+1] == 0x80 && (s.buf[s.pos+2] == 0xA8 || s.buf[s.pos+2] == 0xA9) {
				s.nl = true
			}
		}
		s.pos++
	}
}

func (s *scanner) illegal(msg string, pos, end int32) {
	s.tok = TIllegal
	s.illMsg, s.illPos, s.illEnd = msg, pos, end
	if s.pos > s.end {
		s.pos = s.end
	}
}

// next scans the next token.
func (s *scanner) next() {
	s.prevPos, s.prevEnd = s.tokPos, s.tokEnd
	s.nl = false
	s.scan()
	s.tokEnd = s.pos
}

// first scans the first token.
func (s *scanner) first() {
	s.nl = true
	s.scan()
	s.tokEnd = s.pos
}

func (s *scanner) scan() {
	buf := s.buf
	s.escaped = false
again:
	pos := s.pos
	c := buf[pos]
	for charClass[c] == ccSpace {
		pos++
		c = buf[pos]
	}
	s.pos = pos
	s.tokPos = pos
	if charClass[c]&ccStart != 0 {
		// ASCII identifiers.
		h := uint32(2166136261)
		i := pos
		for charClass[c]&ccPart != 0 {
			h = (h ^ uint32(c)) * 16777619
			i++
			c = buf[i]
		}
		if c != '\\' && c < 0x80 {
			s.pos = i
			s.sym = s.internHash(buf[pos:i], h)
			s.tok = s.sym.kw
			return
		}
		s.identSlow()
		return
	}
	switch c {
	case '\n', '\r':
		s.nl = true
		s.pos++
		goto again
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		s.number()
	case '"', '\'':
		s.string(c)
	case '`':
		s.pos++
		s.template()
	case '(':
		s.op(TLParen, 1)
	case ')':
		s.op(TRParen, 1)
	case '{':
		s.op(TLBrace, 1)
	case '}':
		s.op(TRBrace, 1)
	case '[':
		s.op(TLBrack, 1)
	case ']':
		s.op(TRBrack, 1)
	case ';':
		s.op(TSemi, 1)
	case ',':
		s.op(TComma, 1)
	case ':':
		s.op(TColon, 1)
	case '~':
		s.op(TTilde, 1)
	case '.':
		d := buf[pos+1]
		if d >= '0' && d <= '9' {
			s.number()
		} else if d == '.' && buf[pos+2] == '.' {
			s.op(TEllipsis, 3)
		} else {
			s.op(TDot, 1)
		}
	case '=':
		switch {
		case buf[pos+1] == '>':
			s.op(TArrow, 2)
		case buf[pos+1] != '=':
			s.op(TAssign, 1)
		case buf[pos+2] == '=':
			s.op(TStrictEq, 3)
		default:
			s.op(TEq, 2)
		}
	case '!':
		switch {
		case buf[pos+1] != '=':
			s.op(TNot, 1)
		case buf[pos+2] == '=':
			s.op(TStrictNe, 3)
		default:
			s.op(TNe, 2)
		}
	case '+':
		s.op3('+', TAdd, TInc, TAssignAdd)
	case '-':
		if buf[pos+1] == '-' && buf[pos+2] == '>' && s.nl && (s.html || s.module) {
			if s.module {
				s.pos += 3
				s.illegal("HTML comments are not allowed in modules", pos, pos+3)
				return
			}
			s.pos += 3
			s.skipLine()
			goto again
		}
		s.op3('-', TSub, TDec, TAssignSub)
	case '*':
		if buf[pos+1] == '*' {
			if buf[pos+2] == '=' {
				s.op(TAssignExp, 3)
			} else {
				s.op(TExp, 2)
			}
		} else if buf[pos+1] == '=' {
			s.op(TAssignMul, 2)
		} else {
			s.op(TMul, 1)
		}
	case '/':
		switch buf[pos+1] {
		case '/':
			s.pos += 2
			s.lineComment()
			goto again
		case '*':
			s.pos += 2
			if !s.blockComment() {
				s.illegal("", pos, s.end)
				return
			}
			goto again
		case '=':
			s.op(TAssignDiv, 2)
		default:
			s.op(TDiv, 1)
		}
	case '%':
		if buf[pos+1] == '=' {
			s.op(TAssignMod, 2)
		} else {
			s.op(TMod, 1)
		}
	case '<':
		switch {
		case buf[pos+1] == '<' && buf[pos+2] == '=':
			s.op(TAssignShl, 3)
		case buf[pos+1] == '<':
			s.op(TShl, 2)
		case buf[pos+1] == '=':
			s.op(TLe, 2)
		case buf[pos+1] == '!' && buf[pos+2] == '-' && buf[pos+3] == '-' && (s.html || s.module):
			if s.module {
				s.pos += 4
				s.illegal("HTML comments are not allowed in modules", pos, pos+4)
				return
			}
			s.skipLine()
			goto again
		default:
			s.op(TLt, 1)
		}
	case '>':
		switch {
		case buf[pos+1] == '=':
			s.op(TGe, 2)
		case buf[pos+1] != '>':
			s.op(TGt, 1)
		case buf[pos+2] == '=':
			s.op(TAssignShr, 3)
		case buf[pos+2] != '>':
			s.op(TShr, 2)
		case buf[pos+3] == '=':
			s.op(TAssignUShr, 4)
		default:
			s.op(TUShr, 3)
		}
	case '&':
		if buf[pos+1] == '&' {
			if buf[pos+2] == '=' {
				s.op(TAssignLogAnd, 3)
			} else {
				s.op(TLogAnd, 2)
			}
		} else if buf[pos+1] == '=' {
			s.op(TAssignAnd, 2)
		} else {
			s.op(TBitAnd, 1)
		}
	case '|':
		if buf[pos+1] == '|' {
			if buf[pos+2] == '=' {
				s.op(TAssignLogOr, 3)
			} else {
				s.op(TLogOr, 2)
			}
		} else if buf[pos+1] == '=' {
			s.op(TAssignOr, 2)
		} else {
			s.op(TBitOr, 1)
		}
	case '^':
		if buf[pos+1] == '=' {
			s.op(TAssignXor, 2)
		} else {
			s.op(TBitXor, 1)
		}
	case '?':
		switch {
		case buf[pos+1] == '?' && buf[pos+2] == '=':
			s.op(TAssignNullish, 3)
		case buf[pos+1] == '?':
			s.op(TNullish, 2)
		case buf[pos+1] == '.' && (buf[pos+2] < '0' || buf[pos+2] > '9'):
			s.op(TQuestionDot, 2)
		default:
			s.op(TQuestion, 1)
		}
	case '#':
		s.privateName()
	case '\\':
		s.identSlow()
	case 0:
		if pos >= s.end {
			s.tok = TEOF
			return
		}
		s.pos++
		s.illegal("", pos, pos+1)
	default:
		if c < 0x80 {
			s.pos++
			s.illegal("", pos, pos+1)
			return
		}
		r, n := decodeWTF8(buf[pos:s.end])
		switch {
		case r == 0x2028 || r == 0x2029:
			s.nl = true
			s.pos += int32(n)
			goto again
		case isUnicodeSpace(r):
			s.pos += int32(n)
			goto again
		case isIDStart(r):
			s.identSlow()
		default:
			s.pos += int32(n)
			s.illegal("", pos, s.pos)
		}
	}
}

func (s *scanner) op(t Token, n int32) {
	s.tok = t
	s.pos += n
}

func (s *scanner) op3(c byte, one, two, assign Token) {
	switch s.buf[s.pos+1] {
	case c:
		s.op(two, 2)
	case '=':
		s.op(assign, 2)
	default:
		s.op(one, 1)
	}
}

// identSlow scans an identifier that may hold escapes and non-ASCII characters.
func (s *scanner) identSlow() {
	b := s.scratch[:0]
	start := s.pos
	b, ok := s.identPart(b, start)
	s.scratch = b
	if !ok {
		return
	}
	s.sym = s.intern(b)
	s.tok = s.sym.kw
	if s.escaped {
		switch t := s.tok; {
		case t == TIn, t == TInstanceof, t > TEscapedKeyword:
			s.tok = TEscapedKeyword
		}
	}
}

// identPart appends an IdentifierName to b.
func (s *scanner) identPart(b []byte, tokStart int32) ([]byte, bool) {
	first := true
	for {
		c := s.buf[s.pos]
		if charClass[c]&ccPart != 0 {
			if first && c >= '0' && c <= '9' {
				break
			}
			b = append(b, c)
			s.pos++
			first = false
			continue
		}
		if c == '\\' {
			s.escaped = true
			escPos := s.pos
			if s.buf[s.pos+1] != 'u' {
				s.pos++
				s.illegal("", tokStart, tokStart+1)
				return b, false
			}
			s.pos += 2
			r, msg, at, end := s.unicodeEscape()
			if msg != "" {
				s.illegal(msg, at, end)
				return b, false
			}
			if r < 0x80 && charClass[r]&ccPart != 0 && (!first || r < '0' || r > '9') ||
				r >= 0x80 && (isIDStart(r) || !first && isIDContinue(r)) {
				b = appendWTF8(b, r)
				first = false
				continue
			}
			s.illegal("", escPos, s.pos)
			return b, false
		}
		if c < 0x80 {
			break
		}
		r, n := decodeWTF8(s.buf[s.pos:s.end])
		if isIDStart(r) || !first && isIDContinue(r) {
			b = append(b, s.buf[s.pos:s.pos+int32(n)]...)
			s.pos += int32(n)
			first = false
			continue
		}
		break
	}
	if first {
		s.pos++
		s.illegal("", tokStart, s.pos)
		return b, false
	}
	return b, true
}

func (s *scanner) privateName() {
	start := s.pos
	s.pos++
	b := append(s.scratch[:0], '#')
	c := s.buf[s.pos]
	if charClass[c]&ccStart == 0 && c != '\\' && c < 0x80 {
		s.illegal("", start, start+1)
		return
	}
	b, ok := s.identPart(b, start)
	s.scratch = b
	if !ok {
		return
	}
	s.sym = s.intern(b)
	s.tok = TPrivateName
}

func hexVal(c byte) rune {
	switch {
	case c >= '0' && c <= '9':
		return rune(c - '0')
	case c >= 'a' && c <= 'f':
		return rune(c - 'a' + 10)
	case c >= 'A' && c <= 'F':
		return rune(c - 'A' + 10)
	}
	return -1
}

// unicodeEscape scans what follows \u; on failure msg says why.
func (s *scanner) unicodeEscape() (r rune, msg string, pos, end int32) {
	begin := s.pos
	if s.buf[s.pos] == '{' {
		s.pos++
		digits := s.pos
		for {
			h := hexVal(s.buf[s.pos])
			if h < 0 {
				break
			}
			r = r<<4 | h
			s.pos++
			if r > utf8.MaxRune {
				return 0, msgBadCodePoint, digits - 3, s.pos
			}
		}
		if s.pos == digits || s.buf[s.pos] != '}' {
			return 0, msgBadUnicode, begin, s.pos
		}
		s.pos++
		return r, "", 0, 0
	}
	for i := 0; i < 4; i++ {
		h := hexVal(s.buf[s.pos])
		if h < 0 {
			return 0, msgBadUnicode, begin - 2, s.pos
		}
		r = r<<4 | h
		s.pos++
	}
	return r, "", 0, 0
}
