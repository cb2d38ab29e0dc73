package apps

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

var (
	record = flag.Bool("record", false, "with NODE26: write express.json, what Node 26 answers, anew")
	load   = flag.Bool("load", os.Getenv("EXPRESS_LOAD") == "1", "also send 50,000 requests and look at memory and at SIGTERM")
)

// A request of the conversation; the order matters, since cookies are kept.
type request struct {
	Name, Method, Path, Body string
	Header                   map[string]string
}

// An answer is what is compared.
type answer struct {
	Status int
	Header map[string]string
	Body   string
}

// relevant are the headers that are compared.
var relevant = []string{"Content-Type", "Content-Length", "Content-Encoding", "Etag", "Location", "Vary", "Cache-Control", "X-Method", "Allow",
	"Set-Cookie", "Accept-Ranges", "Content-Range", "Transfer-Encoding", "Connection", "X-Powered-By"}

func get(name, path string, kv ...string) request {
	r := request{Name: name, Method: "GET", Path: path, Header: map[string]string{}}
	for i := 0; i+1 < len(kv); i += 2 {
		r.Header[kv[i]] = kv[i+1]
	}
	return r
}

func send(name, method, path, contentType, body string, kv ...string) request {
	r := get(name, path, append(kv, "Content-Type", contentType)...)
	r.Method, r.Body = method, body
	return r
}

func conversation() []request {
	const form, js = "application/x-www-form-urlencoded", "application/json"
	return []request{
		get("root", "/"),
		get("json", "/json"),
		get("parameter and query", "/user/4%202?a=1&b=x%20y&c[]=1&c[]=2"),
		get("wildcard", "/files/a/b/c.txt"),
		get("status", "/status/418"),
		get("redirect", "/redirect"),
		get("not found", "/nope/at%C3%A9"),
		{Name: "head", Method: "HEAD", Path: "/json"},
		{Name: "options", Method: "OPTIONS", Path: "/json"},
		get("header", "/agent", "X-Client", "conversation"),
		get("accept json", "/accept", "Accept", "application/json"),
		get("accept html", "/accept", "Accept", "text/html;q=0.9, text/plain;q=0.1"),
		get("accept nothing we have", "/accept", "Accept", "image/png"),
		send("json body", "POST", "/echo", js, `{"a":[1,{"b":"ü"}],"c":null}`),
		send("bad json", "POST", "/echo", js, `{"a":`),
		send("json too large", "POST", "/echo", js, `{"a":"`+strings.Repeat("x", 20000)+`"}`),
		send("form", "POST", "/echo", form, "name=J%C3%BCrgen&list[]=1&list[]=2&deep[a][b]=c"),
		send("no body parser", "POST", "/echo", "application/octet-stream", "bytes"),
		send("text", "POST", "/raw", "text/plain; charset=utf-8", strings.Repeat("ä", 500)),
		send("put", "PUT", "/item/7", js, `{"x":1}`),
		{Name: "delete", Method: "DELETE", Path: "/item/7"},
		get("compressed", "/big", "Accept-Encoding", "gzip"),
		get("not compressed", "/big", "Accept-Encoding", "identity"),
		get("too small to compress", "/json", "Accept-Encoding", "gzip"),
		get("cookies set", "/cookies/set"),
		get("cookies read", "/cookies/read"),
		get("cookie forged", "/cookies/read", "Cookie", "signed=s%3Asecret%20value.forged; plain=j%3A%7B%22a%22%3A1%7D"),
		get("etag", "/etag"),
		get("etag again", "/etag", "If-None-Match", `W/"8-iBtXZ4U1cOm6DQqU312hBiC8xvY"`),
		get("etag star", "/etag", "If-None-Match", "*"),
		get("stream", "/stream"),
		get("async", "/async"),
		get("throw", "/throw"),
		get("reject", "/reject"),
		get("router without authorization", "/api/things"),
		get("router", "/api/things", "Authorization", "Bearer token"),
		send("router post", "POST", "/api/things", js, `{"name":"thing"}`, "Authorization", "Bearer token"),
		get("router not found", "/api/none", "Authorization", "Bearer token"),
		get("static", "/static/hello.html"),
		get("static css", "/static/style.css"),
		get("static range", "/static/hello.html", "Range", "bytes=5-14"),
		get("static bad range", "/static/hello.html", "Range", "bytes=500-600"),
		get("static missing", "/static/missing.html"),
		get("static outside", "/static/..%2fapp.js"),
		get("bad escape", "/user/%zz"),
	}
}

// server is a running application.
type server struct {
	cmd    *exec.Cmd
	base   string
	stderr bytes.Buffer
	lines  chan string
	exited chan error
}

func start(t *testing.T, runtimeExe string) *server {
	t.Helper()
	for _, f := range []string{"hello.html", "style.css"} { // their ETags tell when they were changed
		when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
		if err := os.Chtimes(filepath.Join("express", "public", f), when, when); err != nil {
			t.Fatal(err)
		}
	}
	s := &server{cmd: exec.Command(runtimeExe, "app.js"), lines: make(chan string, 100), exited: make(chan error, 1)}
	s.cmd.Dir = "express"
	s.cmd.Env = append(os.Environ(), "PORT=0", "NODE_ENV=production")
	s.cmd.Stderr = &s.stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.cmd.Process.Kill() })
	go func() {
		for sc := bufio.NewScanner(out); sc.Scan(); {
			s.lines <- sc.Text()
		}
		close(s.lines)
		s.exited <- s.cmd.Wait()
	}()
	select {
	case l := <-s.lines:
		var port int
		if _, err := fmt.Sscanf(l, "listening on %d", &port); err != nil {
			time.Sleep(200 * time.Millisecond)
			t.Fatalf("%s app.js printed %q instead of where it listens\n%s", filepath.Base(runtimeExe), l, s.stderr.String())
		}
		s.base = fmt.Sprintf("http://127.0.0.1:%d", port)
	case <-time.After(30 * time.Second):
		t.Fatalf("%s app.js does not listen after 30 s\n%s", filepath.Base(runtimeExe), s.stderr.String())
	}
	return s
}

// stop sends SIGTERM and wants a clean end.
func (s *server) stop(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		s.cmd.Process.Kill()
		return
	}
	s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case err := <-s.exited:
		if err != nil {
			t.Errorf("after SIGTERM: %v\n%s", err, s.stderr.String())
		}
	case <-time.After(10 * time.Second):
		t.Errorf("still alive 10 s after SIGTERM\n%s", s.stderr.String())
	}
}

func newClient(conns int) *http.Client {
	return &http.Client{
		Timeout:       20 * time.Second,
		Transport:     &http.Transport{DisableCompression: true, MaxIdleConns: conns, MaxIdleConnsPerHost: conns, MaxConnsPerHost: conns},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

func talk(base string) map[string]answer {
	out := map[string]answer{}
	c := newClient(1)
	defer c.CloseIdleConnections()
	jar := ""
	for _, r := range conversation() {
		req, err := http.NewRequest(r.Method, base, strings.NewReader(r.Body))
		if err != nil {
			out[r.Name] = answer{Body: "error: " + err.Error()}
			continue
		}
		if r.Body == "" {
			req.Body = nil
		}
		req.URL.Opaque = r.Path // sent as it is
		for k, v := range r.Header {
			req.Header.Set(k, v)
		}
		if jar != "" && req.Header.Get("Cookie") == "" {
			req.Header.Set("Cookie", jar)
		}
		res, err := c.Do(req)
		if err != nil {
			out[r.Name] = answer{Body: "error: " + strings.ReplaceAll(err.Error(), base, "")}
			continue
		}
		body, err := io.ReadAll(res.Body)
		res.Body.Close()
		if err != nil {
			body = append(body, " error: "+err.Error()...)
		}
		a := answer{Status: res.StatusCode, Header: map[string]string{}}
		for _, h := range relevant {
			if v := res.Header.Values(h); len(v) > 0 {
				a.Header[h] = strings.Join(v, " ; ")
			}
		}
		if len(res.TransferEncoding) > 0 {
			a.Header["Transfer-Encoding"] = strings.Join(res.TransferEncoding, ", ")
		}
		if res.Header.Get("Content-Encoding") == "gzip" { // how well it is compressed is not compared
			if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
				body, _ = io.ReadAll(z)
			}
			delete(a.Header, "Content-Length")
		}
		a.Body = string(body)
		if len(a.Body) > 2000 {
			a.Body = fmt.Sprintf("%s... %d bytes", a.Body[:100], len(a.Body))
		}
		for _, ck := range res.Cookies() {
			if jar != "" {
				jar += "; "
			}
			jar += ck.Name + "=" + ck.Value
		}
		out[r.Name] = a
	}
	return out
}

// install runs npm ci, or skips the test with the reason.
func install(t *testing.T) {
	t.Helper()
	if _, err := os.Stat("express/node_modules/express/package.json"); err == nil {
		return
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Skip("npm is not installed: the application's packages cannot be fetched")
	}
	cmd := exec.Command(npm, "ci", "--omit-lockfile-registry-resolved=true", "--no-audit", "--no-fund", "--ignore-scripts")
	cmd.Dir = "express"
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Skipf("npm ci failed (no registry?): %v\n%s", err, out)
	}
}

// gonode returns the path of the program under test: GONODE, or a fresh build.
func gonode(t *testing.T) string {
	if p := os.Getenv("GONODE"); p != "" {
		return p
	}
	exe := filepath.Join(t.TempDir(), "gonode")
	if runtime.GOOS == "windows" {
		exe += ".exe"
	}
	cmd := exec.Command("go", "build", "-o", exe, "./cmd/gonode")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("cannot build gonode: %v\n%s", err, out)
	}
	return exe
}

func compare(t *testing.T, got, want map[string]answer) {
	t.Helper()
	for _, r := range conversation() {
		g, w := got[r.Name], want[r.Name]
		if g.Status != w.Status {
			t.Errorf("%s: status %d, want %d (%s)", r.Name, g.Status, w.Status, g.Body)
			continue
		}
		if !reflect.DeepEqual(g.Header, w.Header) {
			t.Errorf("%s: headers\n got  %v\n want %v", r.Name, g.Header, w.Header)
		}
		if g.Body != w.Body {
			t.Errorf("%s: body\n got  %s\n want %s", r.Name, g.Body, w.Body)
		}
	}
}

// TestExpress holds a conversation with the application under gonode and compares it with express.json, which Node 26 answered; with
// NODE26 set the application also runs under it now.
func TestExpress(t *testing.T) {
	install(t)
	const file = "express.json"
	if node := os.Getenv("NODE26"); node != "" {
		s := start(t, node)
		now := talk(s.base)
		s.stop(t)
		if *record {
			b, _ := json.MarshalIndent(now, "", " ")
			if err := os.WriteFile(file, append(b, '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
			return
		}
		t.Run("node", func(t *testing.T) { compare(t, now, expected(t, file)) })
	}
	want := expected(t, file)
	if len(want) < 20 || len(want) != len(conversation()) {
		t.Fatalf("%d recorded answers for %d requests", len(want), len(conversation()))
	}
	t.Run("gonode", func(t *testing.T) {
		s := start(t, gonode(t))
		compare(t, talk(s.base), want)
		s.stop(t)
	})
}

func expected(t *testing.T, file string) map[string]answer {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]answer
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// TestExpressLoad sends 50,000 requests over 64 kept connections, none of which may fail; memory after the second half is near what
// it was after the first, and SIGTERM ends the server.
func TestExpressLoad(t *testing.T) {
	if !*load {
		t.Skip("only with -load or EXPRESS_LOAD=1")
	}
	install(t)
	s := start(t, gonode(t))
	c := newClient(64)
	round := func(n int) (rss float64) {
		var failed, sent atomic.Int64
		var first sync.Once
		var wg sync.WaitGroup
		begin := time.Now()
		for range 64 {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for sent.Add(1) <= int64(n) && time.Since(begin) < 150*time.Second {
					res, err := c.Get(s.base + "/json")
					if err == nil {
						_, err = io.Copy(io.Discard, res.Body)
						res.Body.Close()
						if res.StatusCode != 200 {
							err = fmt.Errorf("status %d", res.StatusCode)
						}
					}
					if err != nil {
						failed.Add(1)
						first.Do(func() { t.Error(err) })
					}
				}
			}()
		}
		wg.Wait()
		d := time.Since(begin)
		if sent.Load() < int64(n) {
			t.Errorf("only %d of %d requests in %v", sent.Load(), n, d)
		}
		res, err := c.Get(s.base + "/rss")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var m struct{ RSS float64 }
		json.NewDecoder(res.Body).Decode(&m)
		t.Logf("%d requests in %v: %.0f/s, %d failed, RSS %.1f MB", n, d.Round(time.Millisecond), float64(n)/d.Seconds(), failed.Load(), m.RSS/1e6)
		return m.RSS
	}
	a, b := round(25000), round(25000)
	if b > a*1.1 || a == 0 {
		t.Errorf("RSS %.1f MB after the first 25,000 requests, %.1f MB after the second", a/1e6, b/1e6)
	}
	if con, err := net.Dial("tcp", strings.TrimPrefix(s.base, "http://")); err == nil { // an idle connection must not hold the server up
		defer con.Close()
	}
	c.CloseIdleConnections()
	s.stop(t)
}
