package gojanodejs

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"testing"

	"github.com/dop251/goja"
	"github.com/dop251/goja_nodejs/buffer"
	"github.com/dop251/goja_nodejs/console"
	"github.com/dop251/goja_nodejs/process"
	"github.com/dop251/goja_nodejs/require"
	"github.com/dop251/goja_nodejs/url"
	"github.com/dop251/goja_nodejs/util"
)

// Own names of the module and of what its classes have on their prototypes.
const listNames = `(function (m) {
	var out = [];
	Object.getOwnPropertyNames(m).forEach(function (k) {
		out.push(k);
		var v; try { v = m[k]; } catch (e) { return; }
		if (typeof v === 'function' && v.prototype && /^[A-Z]/.test(k))
			Object.getOwnPropertyNames(v.prototype).forEach(function (p) { out.push(k + '.prototype.' + p); });
	});
	return JSON.stringify(out);
})`

// TestExports runs under goja and under gonode (GONODE, or a fresh build) and wants that we have all names.
func TestExports(t *testing.T) {
	exe := os.Getenv("GONODE")
	if exe == "" {
		exe = filepath.Join(t.TempDir(), "gonode")
		cmd := exec.Command("go", "build", "-o", exe, "./cmd/gonode")
		cmd.Dir = "../.."
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	vm := goja.New()
	new(require.Registry).Enable(vm)
	buffer.Enable(vm)
	console.Enable(vm)
	process.Enable(vm)
	url.Enable(vm)
	for _, name := range []string{buffer.ModuleName, console.ModuleName, process.ModuleName, url.ModuleName, util.ModuleName} {
		t.Run(name, func(t *testing.T) {
			v, err := vm.RunString(listNames + "(require('" + name + "'))")
			if err != nil {
				t.Fatal(err)
			}
			var theirs, ours []string
			if err := json.Unmarshal([]byte(v.String()), &theirs); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(exe, "-p", listNames+"(require('"+name+"'))").CombinedOutput()
			if err != nil {
				t.Fatalf("gonode: %v\n%s", err, out)
			}
			if err := json.Unmarshal(out, &ours); err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			have := map[string]bool{}
			for _, n := range ours {
				have[n] = true
			}
			missing := []string{}
			for _, n := range theirs {
				if !have[n] {
					missing = append(missing, n)
				}
			}
			sort.Strings(missing)
			if len(missing) > 0 {
				t.Errorf("%s of goja_nodejs has, ours has not: %v", name, missing)
			}
			if len(theirs) == 0 {
				t.Error("goja_nodejs exports nothing: the comparison is broken")
			}
			t.Logf("%d names of theirs, %d of ours", len(theirs), len(ours))
		})
	}
}
