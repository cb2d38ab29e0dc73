package http2

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"
)

// The error numbers of nghttp2 that JavaScript sees.
const (
	errProto    = -505
	errFlow     = -524
	errFlooded  = -904
	errBadMagic = -903
	errInternal = -534
	errHeader   = -523
	errTooMany  = -538
)

const (
	defaultWindow   = 65535
	defaultMaxFrame = 16384
	maxWindow       = math.MaxInt32
)

// session is an Http2Session object of the binding.
type session struct {
	env    *bindings.Env
	self   core.Handle // during calls
	server bool

	in      []byte
	pre     int // bytes of the client preface still expected
	reader  bytes.Reader
	fr      *http2.Framer
	out     bytes.Buffer
	dead    bool
	goneErr bool

	enc     *hpack.Encoder
	encBuf  bytes.Buffer
	dec     *hpack.Decoder
	fields  []hpack.HeaderField
	size    int
	tooBig  bool
	heading *heading

	streams map[uint32]*stream
	order   []uint32 // streams with data to send
	next    uint32   // next id of ours
	lastIn  uint32   // highest id of the peer's
	open    int      // our streams that count for the peer's limit
	waiting []*stream

	local, remote      settings
	unacked            [][]http2.Setting
	sendWin, recvWin   int64
	localWin, consumed int64
	goawayIn           bool
	goawayLast         uint32
	goawayOut          bool
	highOut            uint32 // last stream id of our GOAWAY
	maxPairs           int
	maxInvalid         int
	invalid            int
	settingsCount      int
	resets             int
	sentSettings       bool
	closedQueue        []uint32
}

type settings struct {
	table, maxFrame, window, listSize uint32
	push, connect                     uint32
	concurrent                        uint32
	custom                            []http2.Setting
}

func defaults() settings {
	return settings{table: 4096, maxFrame: defaultMaxFrame, window: defaultWindow, listSize: math.MaxUint32, push: 1, concurrent: math.MaxUint32}
}

func (s *settings) apply(x http2.Setting) {
	switch x.ID {
	case http2.SettingHeaderTableSize:
		s.table = x.Val
	case http2.SettingEnablePush:
		s.push = x.Val
	case http2.SettingMaxConcurrentStreams:
		s.concurrent = x.Val
	case http2.SettingInitialWindowSize:
		s.window = x.Val
	case http2.SettingMaxFrameSize:
		s.maxFrame = x.Val
	case http2.SettingMaxHeaderListSize:
		s.listSize = x.Val
	case http2.SettingEnableConnectProtocol:
		s.connect = x.Val
	default:
		for i := range s.custom {
			if s.custom[i].ID == x.ID {
				s.custom[i].Val = x.Val
				return
			}
		}
		s.custom = append(s.custom, x)
	}
}

// heading is a header block under way.
type heading struct {
	id       uint32
	end      bool
	promised uint32
	trailer  bool
}

// stream is one stream.
type stream struct {
	id               uint32
	sendWin, recvWin int64
	unread           int64 // given to JavaScript, not consumed
	queue            [][]byte
	fin              bool // END_STREAM follows the queue
	finSent          bool
	trailers         []hpack.HeaderField
	hasTrailers      bool
	localEnd         bool
	remoteEnd        bool
	headersIn        bool // the first final header block came
	headersOut       bool
	reserved         bool
	ours             bool
	counted          bool
	queued           bool // in order
	closed           bool
	pending          []hpack.HeaderField // request that waits for the peer's limit
	pendEnd          bool
	wants            bool // JavaScript waits for the queue to go out
	status           int
	method           string
	length           int64 // content-length announced, -1
	got              int64
}

func newSession(e *bindings.Env, a *core.Args) (any, bool) {
	s := &session{env: e, server: bindings.Int(a, 0) == 0, streams: map[uint32]*stream{}, local: defaults(), remote: defaults(),
		sendWin: defaultWindow, recvWin: defaultWindow, localWin: defaultWindow, maxPairs: 128, maxInvalid: 1000}
	s.fr = http2.NewFramer(&s.out, &s.reader)
	s.fr.SetMaxReadFrameSize(defaultMaxFrame)
	s.fr.AllowIllegalWrites = true
	s.enc = hpack.NewEncoder(&s.encBuf)
	s.dec = hpack.NewDecoder(4096, nil)
	s.dec.SetEmitFunc(func(f hpack.HeaderField) {
		s.size += len(f.Name) + len(f.Value) + 32
		if len(s.fields) >= s.maxPairs || s.size > int(min(s.local.listSize, 1<<20)) {
			s.tooBig = true
			return
		}
		s.fields = append(s.fields, f)
	})
	s.next = 1
	if s.server {
		s.next = 2
		s.pre = len(http2.ClientPreface)
	}
	if n := bindings.Int(a, 1); n > 0 {
		s.maxPairs = n
	}
	s.remote.concurrent = 100
	if a.Arg(2).IsNumber() {
		s.remote.concurrent = uint32(bindings.Num(a, 2))
	}
	if a.Arg(3).IsNumber() {
		s.enc.SetMaxDynamicTableSizeLimit(uint32(bindings.Num(a, 3)))
	}
	if a.Arg(4).IsNumber() {
		s.maxInvalid = bindings.Int(a, 4)
	}
	return s, true
}

// call calls a callback of the object; false: it threw, and the exception was reported.
func (s *session) call(name string, args ...core.Value) core.Value {
	v, _ := s.env.CallMethod(s.self.Value(), name, args...)
	return v
}

func (s *session) text(b string) core.Value {
	for i := 0; i < len(b); i++ {
		if b[i] >= 0x80 {
			r := make([]rune, len(b))
			for j := 0; j < len(b); j++ {
				r[j] = rune(b[j])
			}
			return s.env.Iso.NewString(string(r))
		}
	}
	return s.env.Iso.NewString(b)
}

// fail ends the session: GOAWAY with a code of the protocol, and JavaScript hears nghttp2's number.
func (s *session) fail(code http2.ErrCode, number int) {
	if s.dead {
		return
	}
	s.dead = true
	s.fr.WriteGoAway(s.lastIn, code, nil)
	s.call("onerror", core.Int(int32(number)), core.Int(int32(code)))
}

// receive takes bytes of the peer.
func (s *session) receive(b []byte) {
	s.in = append(s.in, b...)
	if s.pre > 0 {
		n := min(s.pre, len(s.in))
		at := len(http2.ClientPreface) - s.pre
		if string(s.in[:n]) != http2.ClientPreface[at:at+n] {
			s.in = nil
			s.dead = true
			s.call("onerror", core.Int(errBadMagic), core.Int(1))
			return
		}
		s.in = s.in[n:]
		if s.pre -= n; s.pre > 0 {
			return
		}
	}
	for !s.dead && len(s.in) >= 9 {
		n := int(s.in[0])<<16 | int(s.in[1])<<8 | int(s.in[2])
		if n > int(max(s.local.maxFrame, defaultMaxFrame)) {
			s.fail(http2.ErrCodeFrameSize, -522)
			return
		}
		if len(s.in) < 9+n {
			return
		}
		s.fr.SetMaxReadFrameSize(max(s.local.maxFrame, defaultMaxFrame))
		typ := s.in[3]
		s.reader.Reset(s.in[:9+n])
		id := binary.BigEndian.Uint32(s.in[5:]) & math.MaxInt32
		f, err := s.fr.ReadFrame()
		frame := s.in[:9+n]
		s.in = s.in[9+n:]
		if !s.sentFirst(typ) {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
		var se http2.StreamError
		var ce http2.ConnectionError
		switch {
		case errors.As(err, &se):
			s.reset(se.StreamID, se.Code)
			continue
		case errors.As(err, &ce):
			s.fail(http2.ErrCode(ce), numberOf(http2.ErrCode(ce)))
			return
		case err != nil && err != io.EOF:
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
		_ = frame
		s.frame(f, id)
	}
	if len(s.in) == 0 {
		s.in = nil
	}
}

// sentFirst checks that the peer's first frame is SETTINGS.
func (s *session) sentFirst(typ byte) bool {
	if s.settingsCount == 0 && typ != byte(http2.FrameSettings) {
		return false
	}
	return true
}

func numberOf(c http2.ErrCode) int {
	switch c {
	case http2.ErrCodeFlowControl:
		return errFlow
	case http2.ErrCodeFrameSize:
		return -522
	case http2.ErrCodeCompression:
		return errHeader
	}
	return errProto
}

// frame handles one frame.
func (s *session) frame(f http2.Frame, id uint32) {
	m := s.env.Iso.HandleMark()
	defer s.env.Iso.ReleaseHandles(m)
	if s.heading != nil {
		if _, ok := f.(*http2.ContinuationFrame); !ok {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
	}
	switch f := f.(type) {
	case *http2.SettingsFrame:
		s.onSettings(f)
	case *http2.HeadersFrame:
		if s.server && f.HasPriority() && f.Priority.StreamDep == id {
			s.reset(id, http2.ErrCodeProtocol)
			return
		}
		s.begin(heading{id: id, end: f.StreamEnded()}, f.HeaderBlockFragment(), f.HeadersEnded())
	case *http2.PushPromiseFrame:
		if s.server || s.local.push == 0 {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
		s.begin(heading{id: id, promised: f.PromiseID}, f.HeaderBlockFragment(), f.HeadersEnded())
	case *http2.ContinuationFrame:
		if s.heading == nil || s.heading.id != id {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
		s.block(f.HeaderBlockFragment(), f.HeadersEnded())
	case *http2.DataFrame:
		s.onData(f)
	case *http2.WindowUpdateFrame:
		if id == 0 {
			if s.sendWin += int64(f.Increment); s.sendWin > maxWindow {
				s.fail(http2.ErrCodeFlowControl, errFlow)
			}
		} else if st := s.streams[id]; st != nil {
			if st.sendWin += int64(f.Increment); st.sendWin > maxWindow {
				s.reset(id, http2.ErrCodeFlowControl)
			}
		} else if s.idle(id) {
			s.fail(http2.ErrCodeProtocol, errProto)
		}
	case *http2.RSTStreamFrame:
		if st := s.streams[id]; st != nil {
			s.close(st, f.ErrCode)
		} else if s.idle(id) {
			s.fail(http2.ErrCodeProtocol, errProto)
		}
		if s.server {
			// A peer that opens and resets streams without end gets no more.
			if s.resets++; s.resets > 1000+len(s.streams)*2 && s.resets > int(s.lastIn/2)*9/10 {
				s.fail(http2.ErrCodeInternal, errFlooded)
			}
		}
	case *http2.PingFrame:
		v, ok := s.env.NewBuffer(f.Data[:])
		if !ok {
			return
		}
		if f.IsAck() {
			s.call("onpingack", v)
		} else {
			s.fr.WritePing(true, f.Data)
			s.call("onping", v)
		}
	case *http2.GoAwayFrame:
		s.goawayIn, s.goawayLast = true, f.LastStreamID
		v := core.Value(core.Undefined)
		if d := f.DebugData(); len(d) > 0 {
			v, _ = s.env.NewBuffer(d)
		}
		s.call("ongoaway", core.Number(float64(f.ErrCode)), core.Number(float64(f.LastStreamID)), v)
		for _, st := range append([]*stream(nil), s.waiting...) {
			s.close(st, http2.ErrCodeRefusedStream)
		}
		for sid, st := range s.streams {
			if st.ours && sid > f.LastStreamID {
				s.close(st, http2.ErrCodeRefusedStream)
			}
		}
	case *http2.PriorityFrame:
		s.call("onpriority", core.Number(float64(id)), core.Number(float64(f.StreamDep)), core.Int(int32(f.Weight)), core.Bool(f.Exclusive))
	case *http2.UnknownFrame:
		p := f.Payload()
		switch {
		case f.Header().Type == 0xa && !s.server && len(p) >= 2:
			n := int(binary.BigEndian.Uint16(p))
			if 2+n <= len(p) {
				o := s.env.Iso.NewHandle(s.text(string(p[2 : 2+n])))
				v := s.env.Iso.NewHandle(s.text(string(p[2+n:])))
				s.call("onaltsvc", core.Number(float64(id)), o.Value(), v.Value())
			}
		case f.Header().Type == 0xc && !s.server && id == 0:
			list := s.env.Iso.NewHandle(s.env.Iso.NewArray(0))
			for len(p) >= 2 {
				n := int(binary.BigEndian.Uint16(p))
				if 2+n > len(p) {
					break
				}
				v := s.text(string(p[2 : 2+n]))
				s.env.Iso.ArrayPush(list.Value(), v)
				p = p[2+n:]
			}
			s.call("onorigin", list.Value())
		}
	}
}

// idle tells whether a stream was never opened.
func (s *session) idle(id uint32) bool {
	mine := (id&1 == 1) != s.server
	if mine {
		return id >= s.next
	}
	return id > s.lastIn
}

func (s *session) onSettings(f *http2.SettingsFrame) {
	s.settingsCount++
	if f.IsAck() {
		if len(s.unacked) == 0 {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
		list := s.unacked[0]
		s.unacked = s.unacked[1:]
		old := s.local.window
		for _, x := range list {
			s.local.apply(x)
		}
		if s.local.window != old {
			for _, st := range s.streams {
				st.recvWin += int64(s.local.window) - int64(old)
			}
		}
		s.dec.SetAllowedMaxDynamicTableSize(s.local.table)
		s.call("onsettingsack")
		return
	}
	if err := f.ForeachSetting(func(x http2.Setting) error {
		if err := x.Valid(); err != nil {
			return err
		}
		return nil
	}); err != nil {
		var ce http2.ConnectionError
		if errors.As(err, &ce) {
			s.fail(http2.ErrCode(ce), numberOf(http2.ErrCode(ce)))
		} else {
			s.fail(http2.ErrCodeProtocol, errProto)
		}
		return
	}
	old := s.remote.window
	if s.settingsCount == 1 && s.remote.concurrent == 100 {
		s.remote.concurrent = math.MaxUint32
	}
	f.ForeachSetting(func(x http2.Setting) error {
		s.remote.apply(x)
		if x.ID == http2.SettingHeaderTableSize {
			s.enc.SetMaxDynamicTableSize(x.Val)
		}
		return nil
	})
	for _, st := range s.streams {
		st.sendWin += int64(s.remote.window) - int64(old)
	}
	s.fr.WriteSettingsAck()
	s.call("onsettings")
	s.admit()
}

// begin and block collect a header block.
func (s *session) begin(h heading, b []byte, end bool) {
	if h.promised != 0 {
		if h.promised&1 != 0 || h.promised <= s.lastIn {
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		}
	}
	s.heading = &h
	s.fields, s.size, s.tooBig = nil, 0, false
	s.block(b, end)
}

func (s *session) block(b []byte, end bool) {
	if _, err := s.dec.Write(b); err != nil {
		s.fail(http2.ErrCodeCompression, errHeader)
		return
	}
	if !end {
		return
	}
	if err := s.dec.Close(); err != nil {
		s.fail(http2.ErrCodeCompression, errHeader)
		return
	}
	h := s.heading
	s.heading = nil
	s.headers(h)
}

func (s *session) newStream(id uint32, ours bool) *stream {
	st := &stream{id: id, sendWin: int64(s.remote.window), recvWin: int64(s.local.window), ours: ours, length: -1}
	s.streams[id] = st
	return st
}

// headers handles a complete header block.
func (s *session) headers(h *heading) {
	st := s.streams[h.id]
	kind := 0 // request; 1 response, 2 push response, 3 informational or trailers
	if h.promised != 0 {
		s.lastIn = h.promised
		if st == nil {
			s.fr.WriteRSTStream(h.promised, http2.ErrCodeCancel)
			return
		}
		p := s.newStream(h.promised, false)
		p.reserved, p.localEnd, p.finSent = true, true, true
		if s.tooBig || !s.valid(p, true, false) {
			s.reset(h.promised, http2.ErrCodeProtocol)
			return
		}
		s.deliver(h.promised, h.id, 4, false)
		return
	}
	if st == nil {
		switch {
		case s.server && h.id&1 == 1 && h.id > s.lastIn:
			s.lastIn = h.id
			if s.goawayOut && h.id > s.highOut {
				return
			}
			n := uint32(0)
			for _, x := range s.streams {
				if !x.ours {
					n++
				}
			}
			if n >= s.local.concurrent {
				s.fr.WriteRSTStream(h.id, http2.ErrCodeRefusedStream)
				return
			}
			st = s.newStream(h.id, false)
		case s.idle(h.id) || s.server && h.id&1 == 0:
			s.fail(http2.ErrCodeProtocol, errProto)
			return
		default:
			// A stream that was closed here: the peer may not know yet.
			if s.server {
				s.fr.WriteRSTStream(h.id, http2.ErrCodeStreamClosed)
			}
			return
		}
	} else {
		switch {
		case st.remoteEnd:
			s.reset(h.id, http2.ErrCodeStreamClosed)
			return
		case st.headersIn:
			kind = 3
			h.trailer = true
			if !h.end {
				s.reset(h.id, http2.ErrCodeProtocol)
				return
			}
		case st.reserved:
			kind = 2
		default:
			kind = 1
		}
	}
	if s.tooBig {
		s.reset(h.id, http2.ErrCodeEnhanceYourCalm)
		return
	}
	if !s.valid(st, kind == 0, h.trailer) {
		s.invalid++
		s.reset(h.id, http2.ErrCodeProtocol)
		if s.invalid > s.maxInvalid {
			s.fail(http2.ErrCodeEnhanceYourCalm, errFlooded)
		}
		return
	}
	info := !s.server && !h.trailer && st.status >= 100 && st.status < 200
	if !info && !h.trailer {
		st.headersIn = true
		st.reserved = false
	}
	if h.end {
		if info {
			s.reset(h.id, http2.ErrCodeProtocol)
			return
		}
		st.remoteEnd = true
	}
	s.deliver(h.id, 0, kind, h.end)
	if st.remoteEnd {
		s.maybeClose(st)
	}
}

// valid checks a header block as nghttp2 does.
func (s *session) valid(st *stream, request, trailer bool) bool {
	regular := false
	var method, scheme, path, status, authority, protocol, host bool
	connect := false
	for _, f := range s.fields {
		if f.Name == "" {
			return false
		}
		if f.Name[0] != ':' {
			regular = true
			for i := 0; i < len(f.Name); i++ {
				if c := f.Name[i]; c >= 'A' && c <= 'Z' || c <= ' ' || c == 0x7f || c == ':' {
					return false
				}
			}
			for i := 0; i < len(f.Value); i++ {
				if c := f.Value[i]; c == 0 || c == '\r' || c == '\n' {
					return false
				}
			}
			switch f.Name {
			case "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade":
				return false
			case "te":
				if !strings.EqualFold(f.Value, "trailers") {
					return false
				}
			case "host":
				host = true
			case "content-length":
				n := int64(0)
				if f.Value == "" || st.length >= 0 && !trailer {
					return false
				}
				for i := 0; i < len(f.Value); i++ {
					c := f.Value[i]
					if c < '0' || c > '9' || n > math.MaxInt64/20 {
						return false
					}
					n = n*10 + int64(c-'0')
				}
				if !trailer {
					st.length = n
				}
			}
			continue
		}
		if regular || trailer {
			return false
		}
		once := func(b *bool) bool {
			was := *b
			*b = true
			return !was
		}
		ok := false
		switch f.Name {
		case ":method":
			ok = request && once(&method)
			connect = f.Value == "CONNECT"
			st.method = f.Value
		case ":scheme":
			ok = request && once(&scheme)
		case ":path":
			ok = request && once(&path) && f.Value != ""
		case ":authority":
			ok = request && once(&authority)
		case ":protocol":
			ok = request && once(&protocol) && (s.server && s.local.connect == 1)
		case ":status":
			ok = !request && once(&status) && len(f.Value) == 3
			if ok {
				st.status = int(f.Value[0]-'0')*100 + int(f.Value[1]-'0')*10 + int(f.Value[2]-'0')
			}
		}
		if !ok {
			return false
		}
	}
	if trailer {
		return true
	}
	if !request {
		return status
	}
	if connect && !protocol {
		return method && authority && !scheme && !path
	}
	return method && scheme && path && (authority || host || true)
}

// deliver gives the collected header fields to JavaScript.
func (s *session) deliver(id, parent uint32, kind int, end bool) {
	iso := s.env.Iso
	list := iso.NewHandle(iso.NewArray(0))
	sensitive := iso.NewHandle(core.Undefined)
	for _, f := range s.fields {
		iso.ArrayPush(list.Value(), iso.Atom(f.Name))
		v := s.text(f.Value)
		iso.ArrayPush(list.Value(), v)
		if f.Sensitive {
			if sensitive.Value() == core.Undefined {
				sensitive.Set(iso.NewArray(0))
			}
			iso.ArrayPush(sensitive.Value(), iso.Atom(f.Name))
		}
	}
	s.fields = nil
	s.call("onheaders", core.Number(float64(id)), core.Int(int32(kind)), core.Bool(end), list.Value(), sensitive.Value(), core.Number(float64(parent)))
}

func (s *session) onData(f *http2.DataFrame) {
	id := f.Header().StreamID
	st := s.streams[id]
	n := int64(f.Header().Length)
	if s.recvWin -= n; s.recvWin < 0 {
		s.fail(http2.ErrCodeFlowControl, errFlow)
		return
	}
	s.consumed += n
	s.replenish()
	if st == nil {
		if s.idle(id) {
			s.fail(http2.ErrCodeProtocol, errProto)
		}
		return
	}
	if st.remoteEnd || !st.headersIn {
		s.reset(id, http2.ErrCodeStreamClosed)
		return
	}
	if st.recvWin -= n; st.recvWin < 0 {
		s.reset(id, http2.ErrCodeFlowControl)
		return
	}
	b := f.Data()
	st.got += int64(len(b))
	end := f.StreamEnded()
	if st.length >= 0 && st.method != "HEAD" && (st.got > st.length || end && st.got != st.length) {
		s.reset(id, http2.ErrCodeProtocol)
		return
	}
	// Padding is consumed at once.
	st.unread += int64(len(b))
	s.giveBack(st, n-int64(len(b)))
	if len(b) > 0 {
		v, ok := s.env.NewBuffer(b)
		if !ok {
			s.env.ReportException()
			return
		}
		s.call("ondata", core.Number(float64(id)), v)
	}
	if end && !st.closed {
		st.remoteEnd = true
		s.call("onend", core.Number(float64(id)))
		s.maybeClose(st)
	}
}

// replenish opens the connection's window again when half of it was used.
func (s *session) replenish() {
	if s.consumed >= s.localWin/2 && s.consumed > 0 {
		s.fr.WriteWindowUpdate(0, uint32(s.consumed))
		s.recvWin += s.consumed
		s.consumed = 0
	}
}

// giveBack opens a stream's window again.
func (s *session) giveBack(st *stream, n int64) {
	st.unread -= n
	if n <= 0 || st.closed || st.remoteEnd {
		return
	}
	free := int64(s.local.window) - st.recvWin - st.unread
	if free >= int64(s.local.window)/2 && free > 0 {
		s.fr.WriteWindowUpdate(st.id, uint32(free))
		st.recvWin += free
	}
}

// reset sends RST_STREAM and closes a stream.
func (s *session) reset(id uint32, code http2.ErrCode) {
	st := s.streams[id]
	if st == nil || st.pending == nil {
		s.fr.WriteRSTStream(id, code)
	}
	if st != nil {
		s.close(st, code)
	}
}

func (s *session) maybeClose(st *stream) {
	if st.remoteEnd && st.finSent && !st.closed {
		s.close(st, http2.ErrCodeNo)
	}
}

// close forgets a stream and tells JavaScript.
func (s *session) close(st *stream, code http2.ErrCode) {
	if st.closed {
		return
	}
	st.closed = true
	st.queue = nil
	delete(s.streams, st.id)
	for i, w := range s.waiting {
		if w == st {
			s.waiting = append(s.waiting[:i:i], s.waiting[i+1:]...)
			break
		}
	}
	if st.counted {
		s.open--
	}
	s.call("onstreamclose", core.Number(float64(st.id)), core.Number(float64(code)))
	s.admit()
}

// admit sends requests that waited for the peer's limit of streams.
func (s *session) admit() {
	for len(s.waiting) > 0 && uint32(s.open) < s.remote.concurrent && !s.dead {
		st := s.waiting[0]
		s.waiting = s.waiting[1:]
		f := st.pending
		st.pending = nil
		s.sendRequest(st, f, st.pendEnd)
	}
}

func (s *session) sendRequest(st *stream, fields []hpack.HeaderField, end bool) {
	st.counted = true
	st.headersOut = true
	s.open++
	s.writeHeaders(st.id, fields, end)
	if end {
		st.finSent, st.localEnd = true, true
	}
	s.enqueue(st)
}

func (s *session) encode(fields []hpack.HeaderField) []byte {
	s.encBuf.Reset()
	for _, f := range fields {
		s.enc.WriteField(f)
	}
	return s.encBuf.Bytes()
}

func (s *session) writeHeaders(id uint32, fields []hpack.HeaderField, end bool) {
	b := s.encode(fields)
	n := min(len(b), int(s.remote.maxFrame))
	s.fr.WriteHeaders(http2.HeadersFrameParam{StreamID: id, BlockFragment: b[:n], EndStream: end, EndHeaders: n == len(b)})
	s.continuation(id, b[n:])
}

func (s *session) continuation(id uint32, b []byte) {
	for len(b) > 0 {
		n := min(len(b), int(s.remote.maxFrame))
		s.fr.WriteContinuation(id, n == len(b), b[:n])
		b = b[n:]
	}
}

func (s *session) enqueue(st *stream) {
	if !st.queued && !st.closed && st.pending == nil && (len(st.queue) > 0 || st.fin && !st.finSent) {
		st.queued = true
		s.order = append(s.order, st.id)
	}
}

// produce makes DATA frames, up to about limit bytes in the output.
func (s *session) produce(limit int) (written []uint32) {
	stuck := 0
	for len(s.order) > 0 && s.out.Len() < limit && stuck < len(s.order) {
		id := s.order[0]
		s.order = s.order[1:]
		st := s.streams[id]
		if st == nil {
			stuck = 0
			continue
		}
		st.queued = false
		progress := false
		if len(st.queue) > 0 {
			b := st.queue[0]
			n := min(int64(len(b)), int64(s.remote.maxFrame), st.sendWin, s.sendWin, 16384)
			if n > 0 || len(b) == 0 {
				if n < 0 {
					n = 0
				}
				last := int(n) == len(b) && len(st.queue) == 1 && st.fin && !st.hasTrailers
				s.fr.WriteData(id, last, b[:n])
				st.sendWin -= n
				s.sendWin -= n
				progress = true
				if int(n) == len(b) {
					st.queue = st.queue[1:]
					if len(st.queue) == 0 && st.wants {
						st.wants = false
						written = append(written, id)
					}
				} else {
					st.queue[0] = b[n:]
				}
				if last {
					st.finSent = true
				}
			}
		}
		if len(st.queue) == 0 && st.fin && !st.finSent {
			progress = true
			st.finSent = true
			if st.hasTrailers {
				s.writeHeaders(id, st.trailers, true)
			} else {
				s.fr.WriteData(id, true, nil)
			}
		}
		if st.finSent {
			st.localEnd = true
			if st.remoteEnd {
				s.closedQueue = append(s.closedQueue, id)
			}
		} else if len(st.queue) > 0 {
			st.queued = true
			s.order = append(s.order, id)
		}
		if progress {
			stuck = 0
		} else {
			stuck++
		}
	}
	return written
}
