package compile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/syntax"
)

// TestGolden compares the listings of testdata with the files beside them; GOLDEN=write makes them anew.
func TestGolden(t *testing.T) {
	files, _ := filepath.Glob("testdata/*.*js")
	if len(files) == 0 {
		t.Fatal("no test data")
	}
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var u *bytecode.Unit
		var serr *syntax.Error
		if strings.HasSuffix(f, ".mjs") {
			u, serr = Module(src, Options{})
		} else {
			u, serr = Script(src, Options{})
		}
		if serr != nil {
			t.Errorf("%s: %v", f, serr)
			continue
		}
		if err := u.Verify(); err != nil {
			t.Errorf("%s: %v", f, err)
		}
		roundTrip(t, u)
		got := u.Disassemble()
		golden := strings.TrimSuffix(strings.TrimSuffix(f, ".mjs"), ".js") + ".bc"
		if os.Getenv("GOLDEN") == "write" {
			if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s: listing differs:\n%s", f, firstDiff(got, string(want)))
		}
	}
}

func firstDiff(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			want := "(end)"
			if i < len(w) {
				want = w[i]
			}
			return "got  " + g[i] + "\nwant " + want
		}
	}
	return "got is shorter"
}

func expectListing(t *testing.T, src string, fn int, parts ...string) {
	t.Helper()
	u, err := Script([]byte(src), Options{})
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	if err := u.Verify(); err != nil {
		t.Errorf("%s: %v", src, err)
	}
	l := u.Funcs[fn].Disassemble()
	rest := l
	for _, p := range parts {
		i := strings.Index(rest, p)
		if i < 0 {
			t.Errorf("%s: %q is missing (in this order) in\n%s", src, p, l)
			return
		}
		rest = rest[i+len(p):]
	}
}

func TestListings(t *testing.T) {
	expectListing(t, "function f(a, b) { return a + b }", 1, "Ldar a1", "Add a0", "Return")
	expectListing(t, "function f(a, b) { return a + (a = b) }", 1, "Ldar a0", "Star r0", "Star a0", "Add r0")
	expectListing(t, "function f(x) { return x === undefined || x == null }", 1, "TestUndefined", "JumpIfToBooleanTrue", "TestNullish")
	expectListing(t, "function f(x) { if (typeof x == 'number' && !x) return 1 }", 1, "TestTypeOf #3", "JumpIfFalse", "JumpIfToBooleanTrue")
	expectListing(t, "x = y", 0, `LdaGlobal "y"`, `StaGlobal "x"`)
	expectListing(t, "let q; q = 1", 0, "LdaUndefined", `InitGlobal "q"`, `StaGlobal "q"`)
	expectListing(t, "function f() { return -1 + 2 * 3 }", 1, "LdaSmi 5")
	expectListing(t, "function f(o) { return o['a'] + o['1'] }", 1, `GetNamed a0, "a"`, `LdaConst "1"`, "GetKeyed a0")
	expectListing(t, "function f() { return this.x }", 1, "ConvertReceiver", `GetNamed this, "x"`)
	expectListing(t, "({ 1: function () {}, 1.5: class {} })", 0, "CreateEmptyObject", "DefineKeyedOwn", `DefineNamedOwn r0, "1.5"`)
	expectListing(t, "f() = 1", 0, "CallUndefined0", "ThrowConst InvalidAssign")
	expectListing(t, "function f() { c = 1; const c = 2 }", 1, "LdaTDZ", "LdarChecked", "ThrowConst ConstAssign")
}

// TestDirtyRegisters: variables of inner var scopes start as undefined though their registers may have been used before.
func TestDirtyRegisters(t *testing.T) {
	expectListing(t, "class A { static { var x; f(x) } }", 1, "LdaUndefined", "Star r0", `LdaGlobal "f"`)
	expectListing(t, "function f(a = g(1, 2, 3)) { var x; return x }", 1, "CallUndefined ", "LdaUndefined", "Star r0", "Return")
}

func TestNames(t *testing.T) {
	u, err := Script([]byte("({ 1: function () {}, get x() { return 1 }, set x(v) {}, 2() {}, m() {}, ['c']() {} }); class K { #p() {} static s = class {} }"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range u.Funcs[1:] {
		names = append(names, u.Funcs[1+i].Name)
	}
	got := strings.Join(names, ",")
	for _, want := range []string{"1", "get x", "set x", "2", "m", "#p", "K", "s"} {
		if !strings.Contains(","+got+",", ","+want+",") {
			t.Errorf("no function is named %q: %s", want, got)
		}
	}
}

func TestNumberString(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 1: "1", 1.5: "1.5", 1e21: "1e+21", 1e20: "100000000000000000000", 1e-7: "1e-7",
		0.000001: "0.000001", 123456789012345680000: "123456789012345680000", 1.25e-9: "1.25e-9", -2: "-2"} {
		if got := numberString(f); got != want {
			t.Errorf("numberString(%g) = %s, want %s", f, got, want)
		}
	}
}

// TestEnums checks that the kinds of bytecode mirror those of syntax.
func TestEnums(t *testing.T) {
	if int(bytecode.ScopeStaticBlock) != int(syntax.ScopeStaticBlock) || int(bytecode.ScopeWith) != int(syntax.ScopeWith) ||
		int(bytecode.VarInternal) != int(syntax.VarInternal) || int(bytecode.VarThis) != int(syntax.VarThis) || int(bytecode.VarParam) != int(syntax.VarParam) {
		t.Error("bytecode's scope or variable kinds differ from those of syntax")
	}
}

// TestWide compiles a function with more constants than u16 operands can name.
func TestWide(t *testing.T) {
	var b strings.Builder
	b.WriteString("function f(o) { return [")
	for i := 0; i < 70000; i++ {
		b.WriteString("o.p" + numberString(float64(i)) + ", 'v" + numberString(float64(i)) + "' + o,")
	}
	b.WriteString("]}")
	u, err := Script([]byte(b.String()), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Verify(); err != nil {
		t.Fatal(err)
	}
	roundTrip(t, u)
}

// TestTooLarge checks that an impossible function is refused.
func TestTooLarge(t *testing.T) {
	var b strings.Builder
	b.WriteString("function f() { var x0")
	for i := 1; i < 33000; i++ {
		b.WriteString(",x" + numberString(float64(i)))
	}
	b.WriteString(" }")
	if _, err := Script([]byte(b.String()), Options{}); err == nil || err.Kind != syntax.SyntaxError {
		t.Errorf("33,000 variables: %v", err)
	}
}

func TestDecodeUnitRefusesDamage(t *testing.T) {
	u, err := Script([]byte("function f(a) { return a.b }"), Options{Filename: "x.js"})
	if err != nil {
		t.Fatal(err)
	}
	good := u.Encode()
	for i := range good {
		bad := append([]byte(nil), good...)
		bad[i] ^= 0x40
		if _, err := bytecode.DecodeUnit(bad); err == nil {
			t.Fatalf("byte %d changed: accepted", i)
		}
	}
	for n := 0; n < len(good); n++ {
		if _, err := bytecode.DecodeUnit(good[:n]); err == nil {
			t.Fatalf("%d bytes: accepted", n)
		}
	}
}
