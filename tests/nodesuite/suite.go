package nodesuite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"sync"
)

// Test is one file of the suite.
type Test struct {
	Name   string   // path below test/
	Group  string   // the part of Node it is about
	Flags  []string // of its "// Flags:" line
	Env    []string // K=V of its "// Env:" line
	Reason string   // why it is internal; empty: it is counted
	Serial bool     // runs alone
}

// Suite is a checkout of Node's tests.
type Suite struct {
	Root   string // holds test/
	helper map[string]string
}

// Open finds the suite at dir: the directory that holds test/, or test/ itself.
func Open(dir string) (*Suite, error) {
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if _, err := os.Stat(filepath.Join(root, "test", "common")); err != nil {
		if _, err := os.Stat(filepath.Join(root, "common")); err != nil {
			return nil, errors.New("no test/common below " + dir)
		}
		root = filepath.Dir(root)
	}
	s := &Suite{Root: root, helper: map[string]string{}}
	names, err := os.ReadDir(filepath.Join(root, "test", "common"))
	if err != nil {
		return nil, err
	}
	for _, e := range names {
		base, _, _ := strings.Cut(e.Name(), ".")
		// index, net and assertSnapshot need internals only in branches that few callers take.
		if e.IsDir() || base == "index" || base == "net" || base == "assertSnapshot" {
			continue
		}
		src, err := os.ReadFile(filepath.Join(root, "test", "common", e.Name()))
		if err != nil {
			return nil, err
		}
		if r := internalReason(string(src)); r != "" {
			s.helper[base] = r
		}
	}
	return s, nil
}

// Collect lists the tests of the directories parallel, sequential and es-module.
func (s *Suite) Collect() ([]*Test, error) {
	var list []*Test
	for _, dir := range []string{"es-module", "parallel", "sequential"} {
		entries, err := os.ReadDir(filepath.Join(s.Root, "test", dir))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			n := e.Name()
			if e.IsDir() || !strings.HasPrefix(n, "test-") {
				continue
			}
			switch filepath.Ext(n) {
			case ".js", ".mjs", ".cjs":
				t, err := s.Describe(dir + "/" + n)
				if err != nil {
					return nil, err
				}
				list = append(list, t)
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

// Describe reads the head of a test.
func (s *Suite) Describe(name string) (*Test, error) {
	b, err := os.ReadFile(filepath.Join(s.Root, "test", filepath.FromSlash(name)))
	if err != nil {
		return nil, err
	}
	src := string(b)
	p := patterns()
	t := &Test{Name: name, Group: GroupOf(name), Reason: internalReason(src), Serial: strings.HasPrefix(name, "sequential/")}
	head := src[:min(len(src), 6000)]
	if m := p.flags.FindStringSubmatch(head); m != nil {
		t.Flags = strings.Fields(m[1])
	}
	if m := p.env.FindStringSubmatch(head); m != nil {
		for _, kv := range strings.Fields(m[1]) {
			if strings.Contains(kv, "=") {
				t.Env = append(t.Env, kv)
			}
		}
	}
	if t.Reason == "" {
		for _, m := range p.common.FindAllStringSubmatch(src, -1) {
			base := strings.TrimSuffix(strings.TrimSuffix(m[1], ".mjs"), ".js")
			if r := s.helper[base]; r != "" {
				t.Reason = r + " through common/" + base
				break
			}
		}
	}
	return t, nil
}

// expressions are the regular expressions of this file, made when first used.
type expressions struct {
	flags, env, common *regexp.Regexp
	internal           []namedExpression
	groups             []namedExpression
}

type namedExpression struct {
	name string
	re   *regexp.Regexp
}

var patterns = sync.OnceValue(func() *expressions {
	x := &expressions{
		flags:  regexp.MustCompile(`(?m)^//\s+Flags:[ \t]*(.*)$`),
		env:    regexp.MustCompile(`(?m)^//\s+Env:[ \t]*(.*)$`),
		common: regexp.MustCompile(`(?:require\(|from\s+)\s*['"]\.\./common/([A-Za-z0-9_./-]+)['"]`),
	}
	add := func(list *[]namedExpression, rows ...string) {
		for i := 0; i < len(rows); i += 2 {
			*list = append(*list, namedExpression{rows[i], regexp.MustCompile(rows[i+1])})
		}
	}
	add(&x.internal,
		"--expose-internals", `--?expose[-_]internals`,
		"internalBinding", `internalBinding\s*\(|process\.binding\s*\(|internal/test/binding`,
		"an internal module", `(?:require\(\s*|from\s+|import\(\s*)['"](?:node:)?internal/`,
		"V8's natives", `--?allow[-_]natives[-_]syntax`,
		"an addon", `common\.buildType\}?.*\.node|['"][^'"\n]*build/[^'"\n]*\.node['"]|\.\./addons/|process\._linkedBinding\s*\(`,
		"the internet", `\.\./common/internet['"]`)
	add(&x.groups,
		"http2", `^(http2|h2)`,
		"https", `^https\b`,
		"http", `^(http|outgoing|client-request|set-http|set-incoming|write-header|proxy|.*-http-)`,
		"webcrypto", `^webcrypto`,
		"webstreams", `^(webstream|whatwg-webstream|whatwg-(readable|writable|transform)|readablestream|transformstream)`,
		"url", `^(url|whatwg-url|fileurltopathbuffer)`,
		"encoding", `^(whatwg-encoding|textdecoder|utf8|unicode|fastutf8$|fastutf8[^s]|icu|intl|string-decoder)`,
		"events", `^(event$|event[^s]|events[^o]|events$|nodeeventtarget|whatwg-events|abort-?(controller|signal|ed)|eventtarget|domexception|handle-wrap-events)`,
		"fetch", `^(fetch|websocket|eventsource|web-?socket|compression-decompression|mime-api)`,
		"fs", `^(fs|file-|filehandle|fastutf8stream|sync-fileread)`,
		"stream", `^(stream|readable|writable)`,
		"tls", `^(tls|double-tls)`,
		"crypto", `^(crypto|x509|dsa-|openssl|strace-openat)`,
		"net", `^(net|tcp|pipe|socket|listen|blocklist|wrap-js-stream|js-stream|ipv6|destroy-socket)`,
		"dgram", `^(dgram|udp)`,
		"dns", `^(dns|c-ares|cares|resolve)`,
		"buffer", `^(buffer|btoa|atob|blob|stringbytes|file$)`,
		"child_process", `^(child-process|spawn|exec-)`,
		"cluster", `^cluster`,
		"async_hooks", `^(async-?hooks|async-?local|asynclocalstorage|asyncresource|async-?context|async-wrap|als-|without-async-context|emit-(before|after)|async-)`,
		"timers", `^(timers?|set-(timeout|interval|immediate)|settimeout|primitive-timer)`,
		"process", `^(process|next-tick|nexttick|stdin|stdout|stdio|signal|beforeexit|promise|unhandled|uncaught|exception|warn|cwd|sigint|kill|microtask|queue-microtask|tick|exit|set-process|setproctitle|finalization|unref|ref-unref|memory-usage|emit-|error-reporting|resource-usage|dummy-stdio|safe-get-env|datetime-change)`,
		"path", `^path`,
		"querystring", `^querystring`,
		"readline", `^readline`,
		"vm", `^(vm|contextify|script)`,
		"module", `^(module|require|cjs|preload|loaders|import-|source-map|find-package|delayed-require|directory-import|no-addons|resolution)`,
		"compile_cache", `^compile-cache`,
		"worker", `^(worker|messag|broadcastchannel|atomics|web-locks|is-internal-thread)`,
		"zlib", `^(zlib|compression)`,
		"assert", `^assert`,
		"util", `^(util|inspect$|inspect[^o]|mime|parse-args|styletext|strip-vt|types|sys|structured|diff)`,
		"os", `^os`,
		"tty", `^(tty|ttywrap|console-tty)`,
		"console", `^console`,
		"domain", `^domain`,
		"diagnostics_channel", `^diagnostics?-channel`,
		"perf_hooks", `^(perf-hooks|performance|perf_hooks)`,
		"test_runner", `^(runner|test-runner|node-test)`,
		"repl", `^(repl|force-repl)`,
		"inspector", `^inspector`,
		"debugger", `^(debugger|debug-)`,
		"permission", `^permission`,
		"sqlite", `^sqlite`,
		"webstorage", `^(webstorage|localstorage|storage)`,
		"v8", `^(v8|heap|write-heap|get-heap|cpu-prof|heapdump|heapsnapshot|diagnostic|gc-|trace-gc|cppheap)`,
		"trace_events", `^trace`,
		"snapshot_sea", `^(snapshot|sea-|single-exe)`,
		"cli", `^(cli|dotenv|env-|node-run|node-options|eval|shadow|options|icu-data|startup|bash|title|stack-size|no-node)`,
		"watch", `^watch`,
		"typescript", `^typescript`,
		"wasm", `^(wasm|wasi)`,
		"quic", `^quic`,
		"errors", `^(errors?|err-|primordials|internal|node-output|throw-)`,
		"lint_docs", `^(eslint|doc|release|testpy|make|npm|corepack|benchmark|common)`,
		"globals", `^(global|navigator|punycode|performance-global|disable-proto|freeze|temporal|tojson|urlpattern|math-random|accessor-prop|instanceof|regression-object|weakref)`)
	return x
})

func internalReason(src string) string {
	for _, r := range patterns().internal {
		if r.re.MatchString(src) {
			return r.name
		}
	}
	return ""
}

// GroupOf says which part of Node a test is about.
func GroupOf(name string) string {
	dir, base, _ := strings.Cut(name, "/")
	base = strings.TrimPrefix(strings.TrimSuffix(base, filepath.Ext(base)), "test-")
	if dir == "es-module" {
		switch {
		case strings.HasPrefix(base, "require"), strings.HasPrefix(base, "cjs"):
			return "module"
		case strings.HasPrefix(base, "typescript"):
			return "typescript"
		case strings.HasPrefix(base, "wasm"):
			return "wasm"
		case strings.HasPrefix(base, "vm"):
			return "vm"
		}
		return "esm"
	}
	if strings.HasPrefix(base, "esm") || strings.HasPrefix(base, "data-url") {
		return "esm"
	}
	for _, g := range patterns().groups {
		if g.re.MatchString(base) {
			return g.name
		}
	}
	return "others"
}
