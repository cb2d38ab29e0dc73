package tests

import (
	"os"
	"os/exec"
	"sort"
	"strings"
	"testing"
)

const modulePath = "github.com/gonode/gonode"

// edges is the table of allowed imports between our packages: importer, then what it may import. A name ending in /... stands
// for the folder and all below it. The first row whose importer fits holds. What is not in the table is an error.
var edges = [][2]string{
	// The heap knows nothing of JavaScript.
	{"gc/extmem", ""},
	{"gc", "gc/extmem"},
	// The engine, from below.
	{"core/layout", "gc"},
	{"core/text/ucd", ""},
	{"core/text/...", "core/text/ucd core/text/num core/layout gc"},
	{"core/regexp", "core/text/ucd"},
	{"core/syntax", "core/text/ucd core/text/num"},
	{"core/bytecode", ""},
	{"core/compile", "core/bytecode core/syntax core/text/num"},
	{"core/object", "core/layout core/text/... gc"},
	{"core/vm", "core/bytecode core/compile core/layout core/object core/syntax core/text/... gc"},
	{"core/interp", "core/bytecode core/layout core/object core/text/... core/vm gc"},
	{"core/builtins", "core/bytecode core/layout core/object core/regexp core/syntax core/text/... core/vm gc gc/extmem"},
	{"core", "core/... gc gc/extmem jit/..."},
	// The JIT sees data, not the isolate.
	{"jit/...", "jit/... core/layout core/object core/bytecode core/text/... gc"},
	// The runtime.
	{"loop", ""},
	{"lib", ""},
	{"bindings/http/parser", ""},
	{"bindings/...", "bindings/... core/... gc gc/extmem loop lib modules/..."},
	{"modules/...", "modules/..."},
	{"", "bindings/... core/... gc gc/extmem loop lib modules/..."},
	{"cmd/...", ". bindings/... core/... gc loop lib modules/..."},
	// Tools and tests may look at everything but programs and each other.
	{"tools/...", "core/... gc lib jit/..."},
	{"tests/...", ". bindings/... core/... gc gc/extmem loop lib modules/... tests/..."},
}

// engine are the folders that depend on the standard library and golang.org/x/sys alone.
var engine = []string{"gc/...", "core/...", "jit/..."}

// forbidden are JavaScript engines and bindings to them: no package of the program may depend on one.
var forbidden = []string{"dop251/goja", "robertkrimen/otto", "rogchap/v8go", "tommie/v8go", "kuoruan/v8go", "quickjs", "fastschema/qjs", "buke/",
	"modernc.org/quickjs", "lithdew/quickjs", "go-duktape", "duktape", "gojerry", "esrun", "bytecodealliance/wasmtime", "wasmer", "import \"C\""}

func matches(pattern, pkg string) bool {
	if p, ok := strings.CutSuffix(pattern, "/..."); ok {
		return pkg == p || strings.HasPrefix(pkg, p+"/")
	}
	if pattern == "." {
		pattern = ""
	}
	return pattern == pkg
}

func matchesAny(patterns []string, pkg string) bool {
	for _, p := range patterns {
		if matches(p, pkg) {
			return true
		}
	}
	return false
}

// ours returns a package's path inside the module.
func ours(path string) (string, bool) {
	if path == modulePath {
		return "", true
	}
	return strings.CutPrefix(path, modulePath+"/")
}

// checkEdge returns what is wrong with an import, or "".
func checkEdge(from, to string) string {
	if short, ok := ours(to); ok {
		for _, e := range edges {
			if matches(e[0], from) {
				if matchesAny(strings.Fields(e[1]), short) {
					return ""
				}
				return "this edge is not in the table of tests/edges_test.go"
			}
		}
		return "the importer is not in the table of tests/edges_test.go"
	}
	if to == "C" {
		return "cgo is not used here"
	}
	for _, f := range forbidden {
		if strings.Contains(to, f) {
			return "a foreign JavaScript engine must not be a dependency"
		}
	}
	first, _, _ := strings.Cut(to, "/")
	if strings.Contains(first, ".") && matchesAny(engine, from) && !strings.HasPrefix(to, "golang.org/x/sys/") {
		return "the engine depends on the standard library and golang.org/x/sys alone"
	}
	return ""
}

func goList(t *testing.T, env []string, args ...string) []string {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.Split(strings.TrimSpace(string(out)), "\n")
}

// TestEdges holds the allowed imports between our packages, on every system we build for.
func TestEdges(t *testing.T) {
	bad := map[string]bool{}
	for _, env := range [][]string{{"GOOS=linux", "GOARCH=amd64"}, {"GOOS=darwin", "GOARCH=arm64"}, {"GOOS=windows", "GOARCH=amd64"}} {
		for _, l := range goList(t, env, "-f", "{{.ImportPath}}:{{range .Imports}} {{.}}{{end}}", "./...") {
			pkg, imports, _ := strings.Cut(l, ":")
			from, ok := ours(pkg)
			if !ok {
				t.Errorf("%s is not below %s", pkg, modulePath)
				continue
			}
			for _, to := range strings.Fields(imports) {
				if why := checkEdge(from, to); why != "" {
					bad[pkg+" imports "+to+": "+why] = true
				}
			}
		}
	}
	var list []string
	for b := range bad {
		list = append(list, b)
	}
	sort.Strings(list)
	for _, b := range list {
		t.Error(b)
	}
}

// TestNoForeignEngine looks at everything that the packages of the program (not their tests) are built from.
func TestNoForeignEngine(t *testing.T) {
	for _, dep := range goList(t, nil, "-deps", "./...") {
		if _, ok := ours(dep); ok {
			continue
		}
		for _, f := range forbidden {
			if strings.Contains(dep, f) {
				t.Errorf("the program depends on %s", dep)
			}
		}
	}
}

// TestEdgeTable checks that the check can fail.
func TestEdgeTable(t *testing.T) {
	for _, x := range []struct {
		from, to string
		bad      bool
	}{
		{"gc", modulePath + "/core/object", true},
		{"gc", modulePath + "/gc/extmem", false},
		{"gc", "golang.org/x/sys/unix", false},
		{"core/vm", "golang.org/x/text/unicode/norm", true},
		{"core/vm", modulePath + "/core/interp", true},
		{"loop", modulePath + "/core", true},
		{"core/regexp", modulePath + "/core/vm", true},
		{"jit/ssa", modulePath + "/core/vm", true},
		{"bindings/fs", modulePath + "/loop", false},
		{"bindings/fs", modulePath + "/cmd/gonode", true},
		{"cmd/gonode", "github.com/dop251/goja", true},
		{"nowhere", modulePath + "/core", true},
	} {
		if why := checkEdge(x.from, x.to); (why != "") != x.bad {
			t.Errorf("%s -> %s: %q, want bad=%v", x.from, x.to, why, x.bad)
		}
	}
}
