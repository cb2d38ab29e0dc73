package typescript

import (
	"encoding/json"
	"strings"

	"github.com/evanw/esbuild/pkg/api"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/vm"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding {
	return []bindings.Binding{{Name: "typescript", Make: func(e *bindings.Env, t core.Value) { e.SetRows(t, rows[:]) }}}
}

var rows = [...]core.Row{
	{Name: "transform", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		src := bindings.Str(iso, a, 0)
		get := func(name string) (core.Value, bool) { return e.GetProp(a.Arg(1), name) }
		fv, ok := get("filename")
		if !ok {
			return fv, false
		}
		name := ""
		if fv.IsString() {
			name = iso.GoUTF8(fv)
		}
		sm, ok := get("sourceMap")
		if !ok {
			return sm, false
		}
		wantMap := iso.ToBoolean(sm)
		out, msg := Transform(src, name, wantMap)
		if msg != "" {
			return e.ThrowCode(vm.SyntaxError, "ERR_INVALID_TYPESCRIPT_SYNTAX", msg)
		}
		return iso.NewString(out), true
	}},
}

// Transform makes JavaScript of TypeScript: tokens stay on their lines unless a source map is asked for. The message is not empty when
// the source is wrong.
func Transform(src, filename string, inlineMap bool) (out, message string) {
	loader := api.LoaderTS
	if strings.HasSuffix(filename, ".tsx") {
		loader = api.LoaderTSX
	}
	o := api.TransformOptions{
		Loader: loader, Target: api.ESNext, Sourcefile: filename, Sourcemap: api.SourceMapExternal, SourcesContent: api.SourcesContentExclude, Charset: api.CharsetUTF8,
		KeepNames: false, TreeShaking: api.TreeShakingFalse, LogLevel: api.LogLevelSilent,
		TsconfigRaw: `{"compilerOptions":{"verbatimModuleSyntax":true,"useDefineForClassFields":true,"target":"esnext"}}`,
	}
	if inlineMap {
		o.Sourcemap = api.SourceMapInline
	}
	r := api.Transform(src, o)
	if len(r.Errors) > 0 {
		return "", r.Errors[0].Text
	}
	if inlineMap {
		return string(r.Code), ""
	}
	return realign(string(r.Code), r.Map), ""
}

// segment maps a place of the output to one of the source; all from 0, columns in UTF-16 units.
type segment struct{ line, col, srcLine, srcCol int }

// realign lays the output out again so that what came from a line of the source is on that line, and where there is room in its column.
func realign(code string, mapJSON []byte) string {
	var m struct{ Mappings string }
	if json.Unmarshal(mapJSON, &m) != nil {
		return code
	}
	lines := strings.Split(code, "\n")
	var b strings.Builder
	line, col := 0, 0
	write := func(t string) {
		b.WriteString(t)
		if i := strings.LastIndexByte(t, '\n'); i >= 0 {
			line += strings.Count(t, "\n")
			col = units(t[i+1:])
		} else {
			col += units(t)
		}
	}
	segs := decode(m.Mappings)
	pos := segment{}
	// between gives the output text from pos to a place, its line breaks turned into blanks where the layout decides.
	flush := func(toLine, toCol int) {
		for pos.line < toLine {
			t := strings.TrimRight(cut(lines[pos.line], pos.col, -1), " ")
			write(t)
			pos.line++
			pos.col = 0
			// The break is kept as a blank: the next segment brings the line. Without a next one the text ends here.
			if strings.HasSuffix(t, "//") || strings.Contains(t, "//") || strings.Count(b.String(), "`")%2 == 1 {
				write("\n")
			} else {
				write(" ")
			}
		}
		if pos.line < len(lines) && toCol > pos.col {
			write(cut(lines[pos.line], pos.col, toCol))
			pos.col = toCol
		}
	}
	for _, s := range segs {
		if s.line >= len(lines) {
			break
		}
		indent := lines[s.line][:len(lines[s.line])-len(strings.TrimLeft(lines[s.line], " "))]
		newLine := s.line > pos.line || s.line == 0 && s.col == 0
		flush(s.line, s.col)
		if line < s.srcLine && (newLine || s.col <= len(indent)) {
			write(strings.Repeat("\n", s.srcLine-line))
		}
		if line == s.srcLine && col < s.srcCol && newLine {
			write(strings.Repeat(" ", s.srcCol-col))
		}
	}
	flush(len(lines)-1, 1<<30)
	return b.String()
}

func units(t string) int {
	n := 0
	for _, r := range t {
		n++
		if r >= 0x10000 {
			n++
		}
	}
	return n
}

// cut returns the text between two columns in UTF-16 units; to -1 means the end.
func cut(t string, from, to int) string {
	n, a := 0, -1
	for i, r := range t {
		if n >= from && a < 0 {
			a = i
		}
		if to >= 0 && n >= to {
			if a < 0 {
				return ""
			}
			return t[a:i]
		}
		n++
		if r >= 0x10000 {
			n++
		}
	}
	if a < 0 {
		return ""
	}
	return t[a:]
}

// decode reads the mappings of a source map (base64 VLQ).
func decode(t string) []segment {
	var out []segment
	cur := segment{}
	i := 0
	num := func() int {
		v, shift := 0, 0
		for i < len(t) {
			d := digit(t[i])
			i++
			v |= (d & 31) << shift
			shift += 5
			if d&32 == 0 {
				break
			}
		}
		if v&1 != 0 {
			return -(v >> 1)
		}
		return v >> 1
	}
	for i < len(t) {
		switch t[i] {
		case ';':
			cur.line++
			cur.col = 0
			i++
			continue
		case ',':
			i++
			continue
		}
		cur.col += num()
		if i < len(t) && t[i] != ',' && t[i] != ';' {
			num()
			cur.srcLine += num()
			cur.srcCol += num()
			if i < len(t) && t[i] != ',' && t[i] != ';' {
				num()
			}
		}
		out = append(out, cur)
	}
	return out
}

func digit(c byte) int {
	switch {
	case c >= 'A' && c <= 'Z':
		return int(c - 'A')
	case c >= 'a' && c <= 'z':
		return int(c-'a') + 26
	case c >= '0' && c <= '9':
		return int(c-'0') + 52
	case c == '+':
		return 62
	}
	return 63
}
