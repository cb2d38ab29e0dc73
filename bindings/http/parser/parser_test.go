package parser

import (
	"fmt"
	"strings"
	"testing"
)

type recorder struct {
	log    []string
	answer int
	pause  bool
}

func (r *recorder) OnHeaders(h *Head) int {
	r.log = append(r.log, fmt.Sprintf("head %s%s%d/%d.%d up=%v ka=%v nobody=%v %s", h.Method, h.URL, h.Status, h.Major, h.Minor, h.Upgrade, h.KeepAlive, h.NoBody, strings.Join(h.Headers, "|")))
	return r.answer
}
func (r *recorder) OnBody(b []byte) { r.log = append(r.log, "body "+string(b)) }
func (r *recorder) OnComplete(t []string) {
	r.log = append(r.log, strings.TrimSpace("done "+strings.Join(t, "|")))
}
func (r *recorder) Paused() bool { return r.pause }

func run(k Kind, in string, step int) string {
	var p Parser
	p.Init(k, 0, 0)
	r := &recorder{}
	for i := 0; i < len(in); i += step {
		n, err := p.Execute([]byte(in[i:min(i+step, len(in))]), r)
		if err != nil {
			r.log = append(r.log, err.Code+" "+err.Reason)
			break
		}
		_ = n
	}
	// Bodies may be split: join neighbours.
	var out []string
	for _, l := range r.log {
		if strings.HasPrefix(l, "body ") && len(out) > 0 && strings.HasPrefix(out[len(out)-1], "body ") {
			out[len(out)-1] += l[5:]
			continue
		}
		out = append(out, l)
	}
	return strings.Join(out, "\n")
}

func TestParser(t *testing.T) {
	for _, c := range []struct {
		k        Kind
		in, want string
	}{
		{Request, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /b HTTP/1.0\r\n\r\n", "head GET/0/1.1 up=false ka=true nobody=true Host|a\nhead GET/b0/1.0 up=false ka=false nobody=true "},
		{Request, "POST /x HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", "head POST/x0/1.1 up=false ka=true nobody=false Content-Length|5\nbody hello\ndone"},
		{Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n", "head POST/0/1.1 up=false ka=true nobody=false Transfer-Encoding|chunked\nbody abc\ndone T|v"},
		{Request, "BLAH / HTTP/1.1\r\n\r\n", "HPE_INVALID_METHOD Invalid method encountered"},
		{Request, "GET / HTTP/1.1\r\nA b: c\r\n\r\n", "HPE_INVALID_HEADER_TOKEN Invalid header token"},
		{Request, "GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", "HPE_UNEXPECTED_CONTENT_LENGTH Content-Length already present"},
		{Request, "GET / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", "HPE_INVALID_TRANSFER_ENCODING Transfer-Encoding can't be present with Content-Length"},
		{Request, "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "head POST/0/1.1 up=false ka=true nobody=false Transfer-Encoding|chunked\nHPE_INVALID_CHUNK_SIZE Invalid character in chunk size"},
		{Request, "GET / HTTP/5.7\r\n\r\n", "HPE_INVALID_VERSION Invalid HTTP version"},
		{Response, "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "head 204/1.1 up=false ka=true nobody=true \nhead 200/1.1 up=false ka=true nobody=false Content-Length|2\nbody ok\ndone"},
		{Response, "HTTP/1.1 200 OK\r\n\r\nabc", "head 200/1.1 up=false ka=false nobody=false \nbody abc"},
		{Request, "GET / HTTP/1.1\r\nX: " + strings.Repeat("a", 17000) + "\r\n\r\n", "HPE_HEADER_OVERFLOW Header overflow"},
	} {
		for _, step := range []int{len(c.in), 1, 3, 7} {
			if got := run(c.k, c.in, step); got != c.want {
				t.Errorf("%.60q step %d:\n got %s\nwant %s", c.in, step, got, c.want)
			}
		}
	}
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nT: v\r\n\r\n"), uint8(3), true)
	for i, in := range []string{
		"GET /a?b#c HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, close\r\n\r\nGET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n",
		"CONNECT h:1 HTTP/1.1\r\n\r\n\x00raw", "GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\nrest",
		"PUT http://h/ HTTP/1.1\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\nhelloOPTIONS * HTTP/1.1\r\n\r\n", "\r\n\r\nGET / HTTP/1.1\n\n",
		"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n",
		"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;a=\"b;c\"\r\nx\r\n00;\r\nA: b\r\nB:\r\n\r\n", "GET / HTTP/1.1\r\nA: b\r\n c\r\n\td\r\n\r\n", "GET / HTTP/1.1\r\n: x\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 304 \r\n\r\nHTTP/1.1 101 S\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nz",
		"HTTP/1.1 200\r\nTransfer-Encoding: identity\r\n\r\nall", "HTTP/1.1 99 x\r\n\r\n", "HTTP/1.0 500 a\x80b\r\nX: \xff\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "GET /\xe9 HTTP/1.1\r\nX: a\x00b\r\n\r\n",
	} {
		f.Add([]byte(in), uint8(i), in[0] != 'H')
	}
	f.Fuzz(func(t *testing.T, in []byte, step uint8, req bool) {
		k := Response
		if req {
			k = Request
		}
		whole, parts := run(k, string(in), len(in)+1), run(k, string(in), int(step)%16+1)
		if whole != parts && !strings.Contains(whole, "HPE_") && !strings.Contains(parts, "HPE_") {
			t.Errorf("split input parses otherwise:\n%s\n%s", whole, parts)
		}
	})
}
