package parser

import (
	"bytes"
	"strings"
)

// Kind says what is parsed.
type Kind uint8

// The kinds, numbered as in Node's binding.
const (
	Request  Kind = 1
	Response Kind = 2
)

// Error is a parse error with llhttp's code and reason.
type Error struct {
	Code, Reason string
	// Parsed is the number of bytes of the data given to Execute before the error.
	Parsed int
}

func (e *Error) Error() string { return "Parse Error: " + e.Reason }

// Head is a message head. Its strings are copies.
type Head struct {
	Major, Minor int
	Method       string
	URL          string
	Status       int
	StatusText   string
	Headers      []string // name, value, name, value ... as sent
	Upgrade      bool
	KeepAlive    bool
	NoBody       bool // the message is complete with its head, unless the handler asks for something else
}

// What OnHeaders answers.
const (
	Continue = 0
	SkipBody = 1 // ignore the body headers: no body follows
	Stop     = 2 // upgrade: what follows is not HTTP
)

// Handler receives the events. OnComplete is not called for messages whose Head.NoBody was true.
type Handler interface {
	OnHeaders(h *Head) int
	OnBody(b []byte)
	OnComplete(trailers []string)
	// Paused is asked after each event: Execute returns where it stands when it is true.
	Paused() bool
}

type state uint8

const (
	atStart state = iota
	inHead
	fixedBody
	eofBody
	chunkSize
	chunkData
	chunkEnd
	inTrailers
	closed   // complete and not to be kept alive
	upgraded // the rest is not HTTP
	failed
)

// Limits and leniency.
const (
	DefaultMaxHeader   = 16 << 10
	maxChunkExtensions = 16 << 10

	LenientHeaders       = 1 << 0
	LenientChunkedLength = 1 << 1
	LenientKeepAlive     = 1 << 2
	LenientTransfer      = 1 << 3
	LenientVersion       = 1 << 4
	LenientDataAfter     = 1 << 5
	LenientOptionalLF    = 1 << 6
	LenientOptionalCRLF  = 1 << 7
	LenientOptionalCR    = 1 << 8
	LenientSpaces        = 1 << 9
)

// Parser parses a stream of messages. The zero value is not ready: call Init.
type Parser struct {
	Kind      Kind
	MaxHeader int
	Lenient   int

	st        state
	buf       []byte // bytes of an incomplete head, chunk size line or trailer section
	scanned   int    // bytes of buf known not to end the section
	earlier   int    // bytes of the section that came with earlier data
	at        int    // where in the section an error is
	remaining uint64
	keepAlive bool
	noBody    bool
	err       *Error
}

// Init starts afresh.
func (p *Parser) Init(k Kind, maxHeader, lenient int) {
	if maxHeader <= 0 {
		maxHeader = DefaultMaxHeader
	}
	*p = Parser{Kind: k, MaxHeader: maxHeader, Lenient: lenient, buf: p.buf[:0]}
}

// Idle tells whether no message is under way.
func (p *Parser) Idle() bool { return p.st == atStart }

// InHead tells whether a head is being received.
func (p *Parser) InHead() bool { return p.st == inHead }

func (p *Parser) fail(code, reason string, parsed int) *Error {
	p.st = failed
	p.err = &Error{Code: code, Reason: reason, Parsed: parsed}
	return p.err
}

// Execute parses data and returns how many bytes it used: all, unless it stopped for an upgrade or a pause.
func (p *Parser) Execute(data []byte, h Handler) (int, *Error) {
	pos := 0
	for {
		switch p.st {
		case failed:
			return pos, p.err
		case upgraded:
			return pos, nil
		case closed:
			for pos < len(data) && (data[pos] == '\r' || data[pos] == '\n') {
				pos++
			}
			if pos == len(data) {
				return pos, nil
			}
			return pos, p.fail("HPE_CLOSED_CONNECTION", "Data after `Connection: close`", pos)
		case atStart:
			for pos < len(data) && (data[pos] == '\r' || data[pos] == '\n') {
				pos++
			}
			if pos == len(data) {
				return pos, nil
			}
			p.st = inHead
			p.buf, p.scanned = p.buf[:0], 0
		case inHead, inTrailers:
			p.at = 0
			section, used, done := p.section(data[pos:])
			if len(section) > p.MaxHeader {
				return len(data), p.fail("HPE_HEADER_OVERFLOW", "Header overflow", len(data))
			}
			if !done {
				if err := p.checkPartial(section); err != nil {
					err.Parsed = max(pos, pos+p.at-p.earlier)
					return err.Parsed, err
				}
				return len(data), nil
			}
			start := pos
			pos += used
			var err *Error
			if p.st == inHead {
				err = p.head(section, h)
			} else {
				err = p.trailers(section, h)
			}
			p.buf = p.buf[:0]
			if err != nil {
				err.Parsed = max(start, start+p.at-p.earlier)
				return err.Parsed, err
			}
			if h.Paused() {
				return pos, nil
			}
		case fixedBody, chunkData:
			if pos == len(data) {
				return pos, nil
			}
			n := uint64(len(data) - pos)
			if n > p.remaining {
				n = p.remaining
			}
			h.OnBody(data[pos : pos+int(n)])
			pos += int(n)
			p.remaining -= n
			if p.remaining == 0 {
				if p.st == chunkData {
					p.st = chunkEnd
				} else {
					p.complete(nil, h)
				}
			}
			if h.Paused() {
				return pos, nil
			}
		case eofBody:
			if pos < len(data) {
				h.OnBody(data[pos:])
			}
			return len(data), nil
		case chunkEnd:
			// CRLF after the data of a chunk.
			for len(p.buf) < 2 && pos < len(data) {
				c := data[pos]
				if len(p.buf) == 0 && c == '\n' && p.Lenient&(LenientOptionalCR|LenientOptionalCRLF) != 0 {
					p.buf = append(p.buf, '\r', '\n')
					pos++
					break
				}
				if len(p.buf) == 0 && c != '\r' {
					return pos, p.fail("HPE_STRICT", "Expected LF after chunk data", pos)
				}
				if len(p.buf) == 1 && c != '\n' {
					return pos, p.fail("HPE_STRICT", "Expected LF after chunk data", pos)
				}
				p.buf = append(p.buf, c)
				pos++
			}
			if len(p.buf) < 2 {
				return pos, nil
			}
			p.buf, p.scanned = p.buf[:0], 0
			p.st = chunkSize
		case chunkSize:
			i := bytes.IndexByte(data[pos:], '\n')
			if i < 0 {
				p.buf = append(p.buf, data[pos:]...)
				if err := p.checkChunk(p.buf, false); err != nil {
					err.Parsed = pos
					return pos, err
				}
				return len(data), nil
			}
			line := data[pos : pos+i+1]
			if len(p.buf) > 0 {
				p.buf = append(p.buf, line...)
				line = p.buf
			}
			if err := p.checkChunk(line, true); err != nil {
				err.Parsed = pos
				return pos, err
			}
			pos += i + 1
			p.buf, p.scanned = p.buf[:0], 0
			if p.remaining == 0 {
				p.st = inTrailers
			} else {
				p.st = chunkData
			}
		}
	}
}

// section collects bytes up to the blank line that ends a head or trailer section. The result is valid until the next call.
func (p *Parser) section(data []byte) (section []byte, used int, done bool) {
	p.earlier = len(p.buf)
	if len(p.buf) == 0 {
		if n := endOf(data, 0, p.st == inTrailers); n >= 0 {
			return data[:n], n, true
		}
		p.buf = append(p.buf, data...)
		p.scanned = len(p.buf)
		return p.buf, len(data), false
	}
	before := len(p.buf)
	p.buf = append(p.buf, data...)
	if n := endOf(p.buf, max(0, p.scanned-4), p.st == inTrailers); n >= 0 {
		return p.buf[:n], n - before, true
	}
	p.scanned = len(p.buf)
	return p.buf, len(data), false
}

// endOf finds the end of a section: after CRLF CRLF (or bare LFs, which the line parser then judges). A trailer section may be
// just CRLF.
func endOf(b []byte, from int, trailers bool) int {
	if trailers {
		if len(b) >= 2 && b[0] == '\r' && b[1] == '\n' {
			return 2
		}
		if len(b) >= 1 && b[0] == '\n' {
			return 1
		}
	}
	for i := from; i < len(b); {
		j := bytes.IndexByte(b[i:], '\n')
		if j < 0 {
			return -1
		}
		i += j + 1
		if i < len(b) && b[i] == '\n' {
			return i + 1
		}
		if i+1 < len(b) && b[i] == '\r' && b[i+1] == '\n' {
			return i + 2
		}
	}
	return -1
}

// methods in llhttp's numbering; the ones of RTSP are left out.
var methods = [...]string{"DELETE", "GET", "HEAD", "POST", "PUT", "CONNECT", "OPTIONS", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND",
	"PROPPATCH", "SEARCH", "UNLOCK", "BIND", "REBIND", "UNBIND", "ACL", "REPORT", "MKACTIVITY", "CHECKOUT", "MERGE", "M-SEARCH", "NOTIFY",
	"SUBSCRIBE", "UNSUBSCRIBE", "PATCH", "PURGE", "MKCALENDAR", "LINK", "UNLINK", "SOURCE", "QUERY"}

// Methods returns the method names in llhttp's order.
func Methods() []string { return methods[:] }

func method(b []byte) string {
	for _, m := range methods {
		if string(b) == m {
			return m
		}
	}
	return ""
}

// checkPartial refuses an incomplete head that cannot become a good one.
func (p *Parser) checkPartial(b []byte) *Error {
	if p.st == inTrailers {
		return nil
	}
	if i := bytes.IndexByte(b, '\n'); i >= 0 {
		_, err := p.startLine(trimEOL(b[:i+1]), &Head{})
		return err
	}
	if p.Kind == Response {
		const want = "HTTP/"
		n := min(len(b), len(want))
		if string(b[:n]) != want[:n] {
			return p.fail("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/", 0)
		}
		return nil
	}
	end := bytes.IndexByte(b, ' ')
	for _, m := range methods {
		if end >= 0 {
			if string(b[:end]) == m {
				return nil
			}
		} else if len(b) <= len(m) && string(b) == m[:len(b)] {
			return nil
		}
	}
	p.at = methodPrefix(b)
	return p.fail("HPE_INVALID_METHOD", "Invalid method encountered", 0)
}

// methodPrefix counts the bytes that could begin a method.
func methodPrefix(b []byte) int {
	best := 0
	count := func(m string) {
		n := 0
		for n < len(m) && n < len(b) && m[n] == b[n] {
			n++
		}
		best = max(best, n)
	}
	for _, m := range methods {
		count(m)
	}
	count("FLUSH") // the methods of RTSP begin like ours, but for this one
	return best
}

func trimEOL(line []byte) []byte {
	line = line[:len(line)-1]
	if len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	}
	return line
}

// startLine parses a request or status line without its line end.
func (p *Parser) startLine(line []byte, h *Head) (ok bool, err *Error) {
	if p.Kind == Response {
		if !bytes.HasPrefix(line, []byte("HTTP/")) {
			return false, p.fail("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/", 0)
		}
		rest, err := p.version(line[5:], h)
		if err != nil {
			return false, err
		}
		if len(rest) == 0 || rest[0] != ' ' {
			return false, p.fail("HPE_INVALID_VERSION", "Expected space after version", 0)
		}
		rest = bytes.TrimLeft(rest, " ")
		if len(rest) < 3 {
			return false, p.fail("HPE_INVALID_STATUS", "Invalid status code", 0)
		}
		for _, c := range rest[:3] {
			if c < '0' || c > '9' {
				return false, p.fail("HPE_INVALID_STATUS", "Invalid status code", 0)
			}
			h.Status = h.Status*10 + int(c-'0')
		}
		rest = rest[3:]
		if len(rest) > 0 {
			if rest[0] != ' ' {
				return false, p.fail("HPE_INVALID_STATUS", "Invalid response status", 0)
			}
			h.StatusText = string(rest[1:])
		}
		return true, nil
	}
	i := bytes.IndexByte(line, ' ')
	if i < 0 {
		if method(line) != "" {
			return false, p.fail("HPE_INVALID_METHOD", "Expected space after method", 0)
		}
		p.at = methodPrefix(line)
		return false, p.fail("HPE_INVALID_METHOD", "Invalid method encountered", 0)
	}
	if h.Method = method(line[:i]); h.Method == "" {
		p.at = methodPrefix(line)
		return false, p.fail("HPE_INVALID_METHOD", "Invalid method encountered", 0)
	}
	line = bytes.TrimLeft(line[i:], " ")
	i = bytes.IndexByte(line, ' ')
	url := line
	if i >= 0 {
		url = line[:i]
	}
	if len(url) == 0 {
		return false, p.fail("HPE_INVALID_URL", "Invalid characters in url", 0)
	}
	for _, c := range url {
		if c < 0x21 || c == 0x7F {
			return false, p.fail("HPE_INVALID_URL", "Invalid characters in url", 0)
		}
	}
	if c := url[0]; h.Method != "CONNECT" && c != '/' && c != '*' && !(c|0x20 >= 'a' && c|0x20 <= 'z') {
		return false, p.fail("HPE_INVALID_URL", "Unexpected start char in url", 0)
	}
	h.URL = latin1(url)
	if i < 0 {
		// HTTP/0.9 requests are not admitted.
		return false, p.fail("HPE_INVALID_VERSION", "Invalid HTTP version", 0)
	}
	line = bytes.TrimLeft(line[i:], " ")
	if !bytes.HasPrefix(line, []byte("HTTP/")) {
		return false, p.fail("HPE_INVALID_CONSTANT", "Expected HTTP/, RTSP/ or ICE/", 0)
	}
	rest, err := p.version(line[5:], h)
	if err != nil {
		return false, err
	}
	if len(rest) != 0 {
		return false, p.fail("HPE_INVALID_VERSION", "Expected CRLF after version", 0)
	}
	return true, nil
}

func (p *Parser) version(b []byte, h *Head) ([]byte, *Error) {
	if len(b) < 3 || b[0] < '0' || b[0] > '9' || b[1] != '.' || b[2] < '0' || b[2] > '9' {
		return nil, p.fail("HPE_INVALID_VERSION", "Invalid major version", 0)
	}
	h.Major, h.Minor = int(b[0]-'0'), int(b[2]-'0')
	switch v := h.Major*10 + h.Minor; {
	case v == 9, v == 10, v == 11, v == 20, p.Lenient&LenientVersion != 0:
		return b[3:], nil
	}
	return nil, p.fail("HPE_INVALID_VERSION", "Invalid HTTP version", 0)
}

// latin1 converts bytes to text, one character a byte.
func latin1(b []byte) string {
	for _, c := range b {
		if c >= 0x80 {
			var sb strings.Builder
			for _, c := range b {
				sb.WriteRune(rune(c))
			}
			return sb.String()
		}
	}
	return string(b)
}

// tokenChar tells the characters of header names.
var tokenChar = [256]bool{'!': true, '#': true, '$': true, '%': true, '&': true, '\'': true, '*': true, '+': true, '-': true, '.': true, '^': true, '_': true, '`': true, '|': true, '~': true,
	'0': true, '1': true, '2': true, '3': true, '4': true, '5': true, '6': true, '7': true, '8': true, '9': true,
	'A': true, 'B': true, 'C': true, 'D': true, 'E': true, 'F': true, 'G': true, 'H': true, 'I': true, 'J': true, 'K': true, 'L': true, 'M': true,
	'N': true, 'O': true, 'P': true, 'Q': true, 'R': true, 'S': true, 'T': true, 'U': true, 'V': true, 'W': true, 'X': true, 'Y': true, 'Z': true,
	'a': true, 'b': true, 'c': true, 'd': true, 'e': true, 'f': true, 'g': true, 'h': true, 'i': true, 'j': true, 'k': true, 'l': true, 'm': true,
	'n': true, 'o': true, 'p': true, 'q': true, 'r': true, 's': true, 't': true, 'u': true, 'v': true, 'w': true, 'x': true, 'y': true, 'z': true}

// framing is what the headers say about the body.
type framing struct {
	length                           uint64
	hasLength                        bool
	hasTE, chunked, lostChunked      bool
	upgrade                          bool // Upgrade header
	connUpgrade, connClose, connKeep bool
}

// fields parses header lines up to the blank line.
func (p *Parser) fields(b []byte, out []string, f *framing) ([]string, *Error) {
	first := p.at
	size := len(b)
	for len(b) > 0 {
		p.at = first + size - len(b)
		i := bytes.IndexByte(b, '\n')
		if i < 0 {
			return out, p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token", 0)
		}
		line := b[:i]
		b = b[i+1:]
		if len(line) == 0 || line[len(line)-1] != '\r' {
			if p.Lenient&LenientOptionalCR == 0 {
				return out, p.fail("HPE_CR_EXPECTED", "Missing expected CR after header value", 0)
			}
		} else {
			line = line[:len(line)-1]
		}
		if len(line) == 0 {
			return out, nil
		}
		if line[0] == ' ' || line[0] == '\t' {
			if len(out) == 0 || p.Lenient&LenientHeaders == 0 {
				return out, p.fail("HPE_INVALID_HEADER_TOKEN", "Unexpected whitespace after header value", 0)
			}
			out[len(out)-1] += " " + strings.Trim(latin1(line), " \t")
			continue
		}
		j := 0
		for j < len(line) && tokenChar[line[j]] {
			j++
		}
		p.at += j
		if j == 0 || j == len(line) || line[j] != ':' {
			if !(p.Lenient&LenientSpaces != 0 && j > 0 && j < len(line) && line[j] == ' ') {
				return out, p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header token", 0)
			}
		}
		name := line[:j]
		value := line[j+1:]
		for len(value) > 0 && (value[0] == ' ' || value[0] == '\t') {
			value = value[1:]
		}
		for len(value) > 0 && (value[len(value)-1] == ' ' || value[len(value)-1] == '\t') {
			value = value[:len(value)-1]
		}
		for _, c := range value {
			if c < 0x20 && c != '\t' || c == 0x7F {
				if p.Lenient&LenientHeaders == 0 || c == '\r' {
					if c == '\r' {
						return out, p.fail("HPE_LF_EXPECTED", "Missing expected LF after header value", 0)
					}
					return out, p.fail("HPE_INVALID_HEADER_TOKEN", "Invalid header value char", 0)
				}
			}
		}
		if f != nil {
			if err := p.frame(name, value, f); err != nil {
				return out, err
			}
		}
		out = append(out, string(name), latin1(value))
	}
	return out, nil
}

// frame notes a header that matters for the framing.
func (p *Parser) frame(name, value []byte, f *framing) *Error {
	switch len(name) {
	case len("content-length"):
		if !bytes.EqualFold(name, []byte("content-length")) {
			return nil
		}
		if f.hasLength {
			return p.fail("HPE_UNEXPECTED_CONTENT_LENGTH", "Content-Length already present", 0)
		}
		if f.hasTE && p.Lenient&LenientChunkedLength == 0 {
			return p.fail("HPE_INVALID_CONTENT_LENGTH", "Content-Length can't be present with Transfer-Encoding", 0)
		}
		if len(value) == 0 {
			return p.fail("HPE_INVALID_CONTENT_LENGTH", "Empty Content-Length", 0)
		}
		n := uint64(0)
		for _, c := range value {
			if c < '0' || c > '9' {
				return p.fail("HPE_INVALID_CONTENT_LENGTH", "Invalid character in Content-Length", 0)
			}
			if n > (1<<64-1-9)/10 {
				return p.fail("HPE_INVALID_CONTENT_LENGTH", "Content-Length overflow", 0)
			}
			n = n*10 + uint64(c-'0')
		}
		f.length, f.hasLength = n, true
	case len("transfer-encoding"):
		if !bytes.EqualFold(name, []byte("transfer-encoding")) {
			return nil
		}
		if f.hasLength && p.Lenient&LenientChunkedLength == 0 {
			return p.fail("HPE_INVALID_TRANSFER_ENCODING", "Transfer-Encoding can't be present with Content-Length", 0)
		}
		f.hasTE = true
		last := value
		if i := bytes.LastIndexByte(value, ','); i >= 0 {
			last = bytes.TrimSpace(value[i+1:])
		}
		was := f.chunked
		f.chunked = bytes.EqualFold(last, []byte("chunked"))
		if !f.chunked && (was || bytes.Contains(bytes.ToLower(value), []byte("chunked")) && bytes.IndexByte(value, ',') >= 0) {
			f.lostChunked = true // chunked, but not last: servers disagree about the end of such a body
		}
	case len("connection"):
		if !bytes.EqualFold(name, []byte("connection")) {
			return nil
		}
		for len(value) > 0 {
			tok := value
			if i := bytes.IndexByte(value, ','); i >= 0 {
				tok, value = value[:i], value[i+1:]
			} else {
				value = nil
			}
			tok = bytes.TrimSpace(tok)
			switch {
			case bytes.EqualFold(tok, []byte("close")):
				f.connClose = true
			case bytes.EqualFold(tok, []byte("keep-alive")):
				f.connKeep = true
			case bytes.EqualFold(tok, []byte("upgrade")):
				f.connUpgrade = true
			}
		}
	case len("upgrade"):
		if bytes.EqualFold(name, []byte("upgrade")) {
			f.upgrade = true
		}
	}
	return nil
}

// head parses a whole head and decides what follows.
func (p *Parser) head(b []byte, h Handler) *Error {
	i := bytes.IndexByte(b, '\n')
	line := b[:i]
	if len(line) > 0 && line[len(line)-1] == '\r' {
		line = line[:len(line)-1]
	} else if p.Lenient&LenientOptionalCR == 0 {
		hd := &Head{}
		if _, err := p.startLine(line, hd); err != nil {
			return err
		}
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after response line", 0)
	}
	hd := &Head{}
	if _, err := p.startLine(line, hd); err != nil {
		return err
	}
	var f framing
	var err *Error
	p.at = i + 1
	if hd.Headers, err = p.fields(b[i+1:], make([]string, 0, 16), &f); err != nil {
		return err
	}
	hd.Upgrade = f.upgrade && f.connUpgrade
	if p.Kind == Request {
		if hd.Method == "CONNECT" {
			hd.Upgrade = true
		}
		if f.lostChunked && p.Lenient&LenientTransfer == 0 {
			return p.fail("HPE_INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`", 0)
		}
	} else if hd.Upgrade && hd.Status != 101 {
		hd.Upgrade = false
	}
	keep := hd.Major == 1 && hd.Minor >= 1 && !f.connClose || hd.Major == 1 && hd.Minor == 0 && f.connKeep && !f.connClose || hd.Major > 1
	needsEOF := false
	none := false
	if p.Kind == Response {
		switch {
		case hd.Status >= 100 && hd.Status < 200 || hd.Status == 204 || hd.Status == 304:
			none = true
		case f.hasTE && !f.chunked:
			needsEOF = true
		case !f.chunked && !f.hasLength:
			needsEOF = true
		}
		if needsEOF {
			keep = false
		}
	}
	hd.KeepAlive = keep
	p.keepAlive = keep
	badTE := p.Kind == Request && f.hasTE && !f.chunked && p.Lenient&LenientTransfer == 0
	empty := none || !badTE && !f.chunked && !needsEOF && f.length == 0
	hd.NoBody = empty && !hd.Upgrade
	p.noBody = hd.NoBody
	switch h.OnHeaders(hd) {
	case Stop:
		p.st = upgraded
		if !hd.NoBody {
			h.OnComplete(nil)
		}
		return nil
	case SkipBody:
		empty = true
	}
	if p.st == failed || p.st == closed {
		return nil
	}
	if badTE {
		// The head was told; the body cannot be found.
		return p.fail("HPE_INVALID_TRANSFER_ENCODING", "Request has invalid `Transfer-Encoding`", 0)
	}
	switch {
	case empty:
		p.complete(nil, h)
	case f.chunked:
		p.st = chunkSize
	case needsEOF:
		p.st = eofBody
	default:
		p.st = fixedBody
		p.remaining = f.length
	}
	return nil
}

// complete ends a message.
func (p *Parser) complete(trailers []string, h Handler) {
	if p.keepAlive || p.Lenient&(LenientKeepAlive|LenientDataAfter) != 0 || p.Kind == Response && !p.keepAlive && p.noBody {
		p.st = atStart
	} else {
		p.st = closed
	}
	if !p.noBody {
		h.OnComplete(trailers)
	}
}

// checkChunk parses a chunk size line; whole tells that it ends with LF.
func (p *Parser) checkChunk(line []byte, whole bool) *Error {
	n, digits := uint64(0), 0
	i := 0
	for ; i < len(line); i++ {
		c := line[i]
		d := uint64(0)
		switch {
		case c >= '0' && c <= '9':
			d = uint64(c - '0')
		case c >= 'a' && c <= 'f':
			d = uint64(c-'a') + 10
		case c >= 'A' && c <= 'F':
			d = uint64(c-'A') + 10
		default:
			goto end
		}
		if n > 1<<60-1 {
			return p.fail("HPE_INVALID_CHUNK_SIZE", "Chunk size overflow", 0)
		}
		n = n<<4 | d
		digits++
	}
end:
	if i < len(line) && digits == 0 {
		return p.fail("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size", 0)
	}
	rest := line[i:]
	if len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\t') && p.Lenient&LenientSpaces != 0 {
		rest = bytes.TrimLeft(rest, " \t")
	}
	if len(rest) > 0 && rest[0] == ';' {
		ext := len(rest)
		if ext > maxChunkExtensions {
			return p.fail("HPE_CHUNK_EXTENSIONS_OVERFLOW", "Chunk extensions overflow", 0)
		}
		for k, c := range rest {
			if c == '\r' && (k != len(rest)-2 && whole || !whole && k != len(rest)-1) {
				return p.fail("HPE_STRICT", "Invalid character in chunk extensions", 0)
			}
			if c < 0x20 && c != '\t' && c != '\r' && c != '\n' || c == 0x7F {
				return p.fail("HPE_STRICT", "Invalid character in chunk extensions", 0)
			}
		}
	} else if len(rest) > 0 && rest[0] != '\r' && rest[0] != '\n' {
		return p.fail("HPE_INVALID_CHUNK_SIZE", "Invalid character in chunk size", 0)
	} else if len(rest) > 1 && rest[0] == '\r' && rest[1] != '\n' {
		return p.fail("HPE_STRICT", "Expected LF after chunk size", 0)
	}
	if !whole {
		return nil
	}
	if !bytes.HasSuffix(line, []byte("\r\n")) && p.Lenient&(LenientOptionalCR|LenientOptionalCRLF) == 0 {
		return p.fail("HPE_CR_EXPECTED", "Missing expected CR after chunk size", 0)
	}
	p.remaining = n
	return nil
}

func (p *Parser) trailers(b []byte, h Handler) *Error {
	t, err := p.fields(b, nil, nil)
	if err != nil {
		return err
	}
	p.complete(t, h)
	return nil
}

// Finish tells that the input has ended.
func (p *Parser) Finish(h Handler) *Error {
	switch p.st {
	case failed:
		return nil // told already
	case eofBody:
		p.keepAlive = false
		p.complete(nil, h)
		return nil
	case atStart, closed, upgraded:
		return nil
	}
	return p.fail("HPE_INVALID_EOF_STATE", "Invalid EOF state", 0)
}
