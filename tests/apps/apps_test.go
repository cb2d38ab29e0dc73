package apps

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strings"
	"sync"
	"testing"
	"time"
)

var full = flag.Bool("full", os.Getenv("APPS_FULL") == "1", "also run the heavy tools: compilers, bundlers, a DOM")

// An app is a script of a group's folder that prints a transcript. Its packages are those of the group's package.json.
type app struct {
	group, script string
	args          []string
	// heavy says why the app runs with -full only.
	heavy string
}

func applications() []app {
	var list []app
	add := func(group string, scripts ...string) {
		for _, s := range scripts {
			list = append(list, app{group: group, script: s})
		}
	}
	add("first", "fastify.cjs", "koa.cjs", "ws.cjs", "socketio.cjs", "hono.mjs", "axios.cjs", "undici.cjs", "lodash.cjs", "dayjs.cjs", "dayjs-zone.cjs",
		"zod.mjs", "ajv.cjs", "jsonwebtoken.cjs", "jsonwebtoken-keys.cjs", "pino.cjs", "commander.cjs", "yargs.mjs", "intl.cjs", "wasm.cjs")
	add("further", "utilities.mjs", "web.cjs", "databases.cjs")
	add("tools", "mocha.cjs", "nest.cjs")
	for _, s := range []string{"typescript.cjs", "babel.cjs", "jsdom.cjs", "bundle.cjs"} {
		list = append(list, app{group: "tools", script: s, heavy: "compilers, bundlers and a DOM take minutes of processor time"})
	}
	return list
}

// packages returns the folder of a group with its node_modules: npm ci fills it once into the user's cache, by the lock file's hash.
var packages = func() func(t *testing.T, group string) string {
	var mu sync.Mutex
	failed := map[string]string{}
	return func(t *testing.T, group string) string {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if why := failed[group]; why != "" {
			t.Skip(why)
		}
		lock, err := os.ReadFile(filepath.Join(group, "package-lock.json"))
		if err != nil {
			t.Fatal(err)
		}
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = os.TempDir()
		}
		dir := filepath.Join(cache, "gonode-apps", fmt.Sprintf("%s-%x", group, sha256.Sum256(lock))[:len(group)+13])
		if _, err := os.Stat(filepath.Join(dir, "node_modules")); err == nil {
			return dir
		}
		npm, err := exec.LookPath("npm")
		if err != nil {
			failed[group] = "npm is not installed: the packages of the applications cannot be fetched"
			t.Skip(failed[group])
		}
		if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
			t.Fatal(err)
		}
		tmp, err := os.MkdirTemp(filepath.Dir(dir), "tmp-")
		if err != nil {
			t.Fatal(err)
		}
		defer os.RemoveAll(tmp)
		for _, f := range []string{"package.json", "package-lock.json"} {
			copyFile(t, filepath.Join(group, f), filepath.Join(tmp, f))
		}
		cmd := exec.Command(npm, "ci", "--omit-lockfile-registry-resolved=true", "--no-audit", "--no-fund", "--ignore-scripts")
		cmd.Dir = tmp
		if out, err := cmd.CombinedOutput(); err != nil {
			failed[group] = fmt.Sprintf("npm ci of %s failed (no registry?): %v\n%s", group, err, out)
			t.Skip(failed[group])
		}
		if err := os.Rename(tmp, dir); err != nil {
			if _, there := os.Stat(dir); there != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
}()

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// stage copies a group's scripts beside its node_modules, so that they find them.
func stage(t *testing.T, group, packages string) string {
	t.Helper()
	dir, err := os.MkdirTemp(packages, "run-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	err = filepath.WalkDir(group, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dir, strings.TrimPrefix(p, group))
		if d.IsDir() {
			if d.Name() == "node_modules" {
				return filepath.SkipDir
			}
			return os.MkdirAll(to, 0o755)
		}
		if base := d.Name(); base != "package.json" && base != "package-lock.json" || filepath.Dir(p) != group {
			copyFile(t, p, to)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// transcript runs an app and returns the lines it printed.
func transcript(exe, dir string, a app, limit time.Duration) ([]string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, exe, append([]string{a.script}, a.args...)...)
	cmd.Dir = dir
	for _, e := range os.Environ() {
		switch k, _, _ := strings.Cut(e, "="); {
		case strings.HasPrefix(k, "NODE_") || strings.HasPrefix(k, "npm_") || strings.HasPrefix(strings.ToUpper(k), "HTTP_PROXY"):
		case k == "TZ" || k == "LANG" || k == "LC_ALL" || k == "FORCE_COLOR" || k == "NO_COLOR" || k == "CI":
		default:
			cmd.Env = append(cmd.Env, e)
		}
	}
	cmd.Env = append(cmd.Env, "TZ=UTC", "LANG=en_US.UTF-8", "NO_COLOR=1", "NO_PROXY=127.0.0.1,localhost", "PATH="+filepath.Dir(exe)+string(os.PathListSeparator)+os.Getenv("PATH"))
	cmd.WaitDelay = 5 * time.Second
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if ctx.Err() != nil {
		err = fmt.Errorf("still running after %v", limit)
	}
	if err != nil {
		s := stderr.String()
		if len(s) > 3000 {
			s = s[:3000] + "..."
		}
		err = fmt.Errorf("%v\n%s", err, s)
	}
	text := strings.ReplaceAll(stdout.String(), "\r\n", "\n")
	if real, e := filepath.EvalSymlinks(dir); e == nil {
		text = strings.ReplaceAll(text, real, "/app")
	}
	text = strings.ReplaceAll(text, dir, "/app")
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n"), err
}

// difference shows the first lines that differ.
func difference(got, want []string) string {
	var b strings.Builder
	shown := 0
	for i := 0; i < len(got) || i < len(want); i++ {
		var g, w string
		if i < len(got) {
			g = got[i]
		}
		if i < len(want) {
			w = want[i]
		}
		if g == w {
			continue
		}
		if shown++; shown > 4 {
			b.WriteString("...\n")
			break
		}
		fmt.Fprintf(&b, "line %d\n got  %s\n want %s\n", i+1, clip(g), clip(w))
	}
	return b.String()
}

func clip(s string) string {
	if len(s) > 900 {
		return s[:900] + "..."
	}
	return s
}

// asNode gives the program under test Node's name: some packages look at the name of the executable.
func asNode(t *testing.T) string {
	t.Helper()
	exe := gonode(t)
	name := "node"
	if runtime.GOOS == "windows" {
		name += ".exe"
	}
	to := filepath.Join(t.TempDir(), name)
	if os.Link(exe, to) == nil {
		return to
	}
	in, err := os.Open(exe)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = io.Copy(out, in); err == nil {
		err = out.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// TestApps runs every application and compares its transcript with what Node 26 printed (transcripts.json); with NODE26 set it also runs
// under that now. -record writes transcripts.json anew.
func TestApps(t *testing.T) {
	const file = "transcripts.json"
	want := map[string][]string{}
	if b, err := os.ReadFile(file); err == nil {
		if err := json.Unmarshal(b, &want); err != nil {
			t.Fatal(err)
		}
	}
	node := os.Getenv("NODE26")
	if node == "" {
		t.Log("NODE26 is not set: compared with the recorded transcripts only")
	}
	exe := ""
	if !*record {
		exe = asNode(t)
	}
	var mu sync.Mutex
	t.Run("all", func(t *testing.T) {
		for _, a := range applications() {
			t.Run(strings.TrimSuffix(a.script, filepath.Ext(a.script)), func(t *testing.T) {
				if a.heavy != "" && !*full && !*record {
					t.Skipf("only with -full or APPS_FULL=1: %s", a.heavy)
				}
				dir := packages(t, a.group)
				key := a.group + "/" + a.script
				limit := 60 * time.Second
				if a.heavy != "" {
					limit = 300 * time.Second
				}
				t.Parallel()
				dir = stage(t, a.group, dir)
				if node != "" {
					now, err := transcript(node, dir, a, limit)
					if err != nil {
						t.Fatalf("under Node: %v", err)
					}
					if *record {
						mu.Lock()
						want[key] = now
						mu.Unlock()
						return
					}
					if d := difference(now, want[key]); d != "" {
						t.Errorf("Node 26 does not say what was recorded:\n%s", d)
					}
				}
				if want[key] == nil {
					t.Fatalf("no transcript of %s was recorded", key)
				}
				begin := time.Now()
				got, err := transcript(exe, dir, a, limit)
				d := difference(got, want[key])
				switch {
				case err != nil || d != "":
					t.Errorf("%v\n%s", err, d)
				default:
					t.Logf("%d lines in %v", len(got), time.Since(begin).Round(time.Millisecond))
				}
			})
		}
	})
	if *record && !t.Failed() {
		keys := make([]string, 0, len(want))
		for k := range want {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		var b bytes.Buffer
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", " ")
		if err := enc.Encode(want); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
