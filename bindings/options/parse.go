package options

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Set is a parsed command line.
type Set struct {
	// Values by long name: bool, string, float64 or []string.
	Values map[string]any
	// ExecArgv are the options as they were given, Rest the script and its arguments.
	ExecArgv, Rest []string
	// EvalSource is the text of -e or -p.
	EvalSource string
	HasEval    bool
}

// Bool, Number, String and List return the value of an option, zero when it was not given.
func (s *Set) Bool(name string) bool      { b, _ := s.Values[name].(bool); return b }
func (s *Set) Number(name string) float64 { f, _ := s.Values[name].(float64); return f }
func (s *Set) String(name string) string  { t, _ := s.Values[name].(string); return t }
func (s *Set) List(name string) []string  { l, _ := s.Values[name].([]string); return l }

// defaults are the values of options that are not given, where they are not false.
func (s *Set) defaults() {
	for _, n := range [...]string{"--warnings", "--require-module", "--strip-types", "--addons", "--deprecation", "--network-family-autoselection", "--detect-module",
		"--async-context-frame", "--global-search-paths", "--experimental-repl-await", "--experimental-global-navigator", "--experimental-websocket", "--verify-base-objects",
		"--webstorage", "--experimental-sqlite", "--node-snapshot", "--use-bundled-ca"} {
		s.Values[n] = true
	}
	s.Values["--verify-base-objects"] = false
	s.Values["--max-http-header-size"] = float64(16384)
	s.Values["--network-family-autoselection-attempt-timeout"] = float64(250)
	s.Values["--dns-result-order"] = ""
	s.Values["--stack-trace-limit"] = float64(10)
	s.Values["--unhandled-rejections"] = ""
	s.Values["--input-type"] = ""
	s.Values["--tls-cipher-list"] = "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:" +
		"ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:ECDHE-RSA-AES256-SHA384:" +
		"DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:!PSK:!SRP:!CAMELLIA"
	s.Values["--test-isolation"] = "process"
	s.Values["--test-concurrency"] = float64(0)
	s.Values["--secure-heap"] = float64(0)
	s.Values["--secure-heap-min"] = float64(2)
}

// UsageError is a command line that cannot be accepted; the exit code is 9.
type UsageError struct{ Text string }

func (e *UsageError) Error() string { return e.Text }

// Parse parses arguments (without argv[0]) after those of NODE_OPTIONS.
func Parse(argv []string, nodeOptions string) (*Set, error) {
	s := &Set{Values: map[string]any{}, ExecArgv: []string{}, Rest: []string{}}
	s.defaults()
	if nodeOptions != "" {
		words, err := splitEnv(nodeOptions)
		if err != nil {
			return nil, err
		}
		if _, err := s.run(words, true); err != nil {
			return nil, err
		}
	}
	n, err := s.run(argv, false)
	if err != nil {
		return nil, err
	}
	own := argv[:n]
	if n > 0 && own[n-1] == "--" {
		own = own[:n-1]
	}
	s.ExecArgv = append(s.ExecArgv, own...)
	s.Rest = append(s.Rest, argv[n:]...)
	if s.Bool("--check") && s.HasEval {
		return nil, &UsageError{"either --check or --eval can be used, not both"}
	}
	if s.Bool("--use-openssl-ca") {
		for _, a := range argv {
			switch a {
			case "--use-bundled-ca":
				return nil, &UsageError{"either --use-openssl-ca or --use-bundled-ca can be used, not both"}
			case "--use-system-ca":
				return nil, &UsageError{"either --use-openssl-ca or --use-system-ca can be used, not both"}
			}
		}
	}
	if v := s.String("--unhandled-rejections"); v != "" && !strings.Contains(" warn-with-error-codes throw strict warn none ", " "+v+" ") {
		return nil, &UsageError{"invalid value for --unhandled-rejections"}
	}
	if v := s.String("--input-type"); v != "" && !strings.Contains(" commonjs module commonjs-typescript module-typescript ", " "+v+" ") {
		return nil, &UsageError{`--input-type must be "module","commonjs", "module-typescript" or "commonjs-typescript"`}
	}
	return s, nil
}

// run consumes options and returns how many words it took.
func (s *Set) run(words []string, fromEnv bool) (int, error) {
	i := 0
	for i < len(words) {
		w := words[i]
		if len(w) < 2 || w[0] != '-' {
			if fromEnv {
				return i, &UsageError{w + " is not allowed in NODE_OPTIONS"}
			}
			break
		}
		if w == "--" {
			if fromEnv {
				return i, &UsageError{w + " is not allowed in NODE_OPTIONS"}
			}
			i++
			break
		}
		i++
		name, val, hasVal := strings.Cut(w, "=")
		given := name
		if strings.HasPrefix(name, "--") {
			name = strings.ReplaceAll(name, "_", "-")
		}
		negated := false
		o := lookup(name)
		if o == nil && strings.HasPrefix(name, "--no-") {
			if p := lookup("--" + name[5:]); p != nil && (p.kind == flag || p.kind == noop || p.kind == alias) {
				o, negated = p, true
			}
		}
		if o == nil {
			if engineFlag(name) {
				if fromEnv && !strings.Contains(engineEnv, " "+name+" ") {
					return i, &UsageError{w + " is not allowed in NODE_OPTIONS"}
				}
				if strings.Contains(engineFlags, " "+name+"= ") && !hasVal && i < len(words) {
					val, hasVal = words[i], true
					i++
				}
				s.engineValue(name, val, hasVal)
				continue
			}
			if fromEnv {
				return i, &UsageError{w + " is not allowed in NODE_OPTIONS"}
			}
			return i, &UsageError{"bad option: " + w}
		}
		if fromEnv && !o.env && !strings.Contains(engineEnv, " "+name+" ") {
			return i, &UsageError{given + " is not allowed in NODE_OPTIONS"}
		}
		short := name
		if o.kind == alias {
			if o = lookup(o.to); o == nil {
				return i, &UsageError{"bad option: " + w}
			}
		}
		next := func() (string, error) {
			if hasVal {
				return val, nil
			}
			if i >= len(words) || strings.HasPrefix(words[i], "-") && len(words[i]) > 1 && short != "-e" && short != "-p" && short != "-pe" {
				return "", &UsageError{given + " requires an argument"}
			}
			i++
			v := words[i-1]
			if strings.HasPrefix(v, "\\-") {
				v = v[1:]
			}
			return v, nil
		}
		switch {
		case o.name == "--eval":
			v, err := next()
			if err != nil {
				return i, err
			}
			s.EvalSource, s.HasEval = v, true
		case o.name == "--print":
			s.Values["--print"] = !negated
			if hasVal || i < len(words) && (!strings.HasPrefix(words[i], "-") || short == "-pe") {
				v, _ := next()
				s.EvalSource, s.HasEval = v, true
			} else if short == "-pe" {
				return i, &UsageError{given + " requires an argument"}
			}
		case o.kind == optional:
			s.Values[o.name] = !negated
			if hasVal {
				s.Values[o.name] = val
			}
		case o.kind == flag:
			if hasVal {
				return i, &UsageError{w + " is an invalid negation because it is not a boolean option"}
			}
			s.Values[o.name] = !negated
		case o.kind == str:
			v, err := next()
			if err != nil {
				return i, err
			}
			s.Values[o.name] = v
		case o.kind == num:
			v, err := next()
			if err != nil {
				return i, err
			}
			f, ferr := strconv.ParseFloat(v, 64)
			if ferr != nil && o.name != "--stack-trace-limit" {
				f = 0
			}
			s.Values[o.name] = f
		case o.kind == list:
			v, err := next()
			if err != nil {
				return i, err
			}
			s.Values[o.name] = append(s.List(o.name), v)
		}
	}
	return i, nil
}

// splitEnv splits NODE_OPTIONS at blanks; double quotes group, a backslash in them quotes.
func splitEnv(t string) ([]string, error) {
	var out []string
	var cur strings.Builder
	quoted, open := false, false
	for i := 0; i < len(t); i++ {
		c := t[i]
		switch {
		case c == '\\' && quoted:
			if i+1 == len(t) {
				return nil, &UsageError{"invalid value for NODE_OPTIONS (invalid escape)"}
			}
			i++
			cur.WriteByte(t[i])
		case c == ' ' && !quoted:
			if open {
				out = append(out, cur.String())
				cur.Reset()
			}
			open = false
		case c == '"':
			quoted, open = !quoted, true
		default:
			cur.WriteByte(c)
			open = true
		}
	}
	if quoted {
		return nil, &UsageError{"invalid value for NODE_OPTIONS (unterminated string)"}
	}
	if open {
		out = append(out, cur.String())
	}
	return out, nil
}

// LoadEnvFiles is what the embedder calls for --env-file and --env-file-if-exists before anything else runs: parse is the
// .env parser. Variables that exist are kept.
func (s *Set) LoadEnvFiles(parse func(text string) [][2]string) error {
	load := func(name string, must bool) error {
		b, err := os.ReadFile(name)
		if err != nil {
			if must {
				return &UsageError{name + ": not found"}
			}
			return nil
		}
		for _, kv := range parse(string(b)) {
			if _, exists := os.LookupEnv(kv[0]); !exists {
				if err := os.Setenv(kv[0], kv[1]); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
		}
		return nil
	}
	for _, f := range s.List("--env-file") {
		if err := load(f, true); err != nil {
			return err
		}
	}
	for _, f := range s.List("--env-file-if-exists") {
		if err := load(f, false); err != nil {
			return err
		}
	}
	return nil
}

// engineValue keeps an engine flag: as a number where its value is one.
func (s *Set) engineValue(name, val string, hasVal bool) {
	switch f, err := strconv.ParseFloat(val, 64); {
	case !hasVal && strings.HasPrefix(name, "--no-") && !strings.Contains(engineFlags, " "+name+" "):
		s.Values["--"+name[len("--no-"):]] = false
	case !hasVal:
		s.Values[name] = true
	case err == nil:
		s.Values[name] = f
	default:
		s.Values[name] = val
	}
}
