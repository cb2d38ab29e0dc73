package vm

import (
	"strconv"
	"strings"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/syntax"
	"github.com/gonode/gonode/gc"
)

// SourceLocation is a place in a source text as error reports show it: Line from 1, Column and End (exclusive) from 0.
type SourceLocation struct {
	Script, Source string
	Line           int
	Column, End    int
}

// LocateError finds where an error was made: a SyntaxError of a compilation where the bad token is, other errors at their first
// frame. thrown: for any value, the place of the newest uncaught throw of it counts. Nothing runs.
func (iso *Isolate) LocateError(exc Value, thrown bool) (SourceLocation, bool) {
	if exc.IsObject() && iso.KindOf(exc.Ref()) == layout.KindError {
		// A stack that shows the place already.
		if v, ok := iso.stackData(exc.Ref()); ok && v.IsString() {
			if t := iso.GoString(v); strings.Contains(t, "^\n\n") {
				if lines := strings.SplitN(t, "\n", 5); len(lines) > 4 && lines[3] == "" && strings.HasSuffix(lines[2], "^") {
					return SourceLocation{}, false
				}
			}
		}
	}
	if p := iso.lastSyntaxError; p.Error != nil && exc.IsObject() && p.id != 0 && iso.IdentityHash(exc.Ref()) == p.id {
		src := p.Error.Src
		if src == nil {
			src = p.Source
		}
		if src != nil {
			return locate(p.Filename, src, p.Error.Pos, p.Error.End, 0, 0), true
		}
	}
	if thrown && iso.throwSite.script != nil {
		d := iso.throwSite.script
		return locate(d.URL(), d.Unit.Source, iso.throwSite.pos, -1, d.LineOffset, d.ColumnOffset), true
	}
	if !exc.IsObject() || iso.KindOf(exc.Ref()) == layout.KindProxy {
		return SourceLocation{}, false
	}
	v, ok := iso.stackData(exc.Ref())
	if !ok {
		return SourceLocation{}, false
	}
	if v.IsInternal() && iso.KindOf(v.Ref()) == layout.KindValues {
		l := v.Ref()
		for i := 1; i+frameWords <= iso.ListLen(l); i += frameWords {
			s := iso.siteAt(l, i)
			d, _ := iso.siteScript(&s)
			if d == nil || s.off < 0 {
				continue
			}
			f, _ := iso.funcOf(iso.siteInfo(&s))
			pos := f.PositionAt(s.off)
			if pos < 0 {
				pos = f.Start
			}
			return locate(d.URL(), d.Unit.Source, pos, -1, d.LineOffset, d.ColumnOffset), true
		}
		return SourceLocation{}, false
	}
	if v.IsString() {
		return iso.locateText(iso.GoString(v))
	}
	return SourceLocation{}, false
}

// locateText reads the first frame of a formatted stack; the source line comes from the script of that name.
func (iso *Isolate) locateText(t string) (SourceLocation, bool) {
	_, t, ok := strings.Cut(t, "\n    at ")
	if !ok {
		return SourceLocation{}, false
	}
	t, _, _ = strings.Cut(t, "\n")
	if i := strings.LastIndexByte(t, '('); i >= 0 {
		t = strings.TrimSuffix(t[i+1:], ")")
	}
	i := strings.LastIndexByte(t, ':')
	if i < 0 {
		return SourceLocation{}, false
	}
	j := strings.LastIndexByte(t[:i], ':')
	if j < 0 {
		return SourceLocation{}, false
	}
	line, err1 := strconv.Atoi(t[j+1 : i])
	col, err2 := strconv.Atoi(t[i+1:])
	if err1 != nil || err2 != nil {
		return SourceLocation{}, false
	}
	name := t[:j]
	loc := SourceLocation{}
	iso.HostEach(func(_ uint32, x any) {
		d, is := x.(*ScriptData)
		if !is || loc.Line != 0 || d.Unit == nil || d.Hidden || d.URL() != name {
			return
		}
		n := line - d.LineOffset
		for k, l := range strings.Split(string(d.Unit.Source), "\n") {
			if k+1 == n {
				loc = SourceLocation{Script: name, Source: strings.TrimSuffix(l, "\r"), Line: line, Column: col - 1, End: col}
			}
		}
	})
	return loc, loc.Line != 0
}

func locate(name string, src []byte, pos, end int32, lineOffset, colOffset int) SourceLocation {
	line, col := syntax.NewLines(src).Position(pos)
	p := min(max(int(pos), 0), len(src))
	a, b := p, p
	for a > 0 && src[a-1] != '\n' {
		a--
	}
	for b < len(src) && src[b] != '\n' && src[b] != '\r' {
		b++
	}
	l := SourceLocation{Script: name, Source: string(src[a:b]), Line: line + lineOffset, Column: col - 1, End: col}
	if int(end) > p {
		l.End = l.Column + min(int(end), b) - p
	}
	if line == 1 {
		_ = colOffset
	}
	return l
}

// throwSite is where the exception that is leaving all frames was thrown.
type throwSite struct {
	script *ScriptData
	pos    int32
}

// noteThrowSite records where an exception that leaves all frames was thrown: fn and off belong to the newest frame.
func (iso *Isolate) noteThrowSite(fn Value, off int) {
	if iso.throwSite.script != nil {
		return
	}
	s := site{fn: fn, this: gc.Undefined, off: off}
	if d, _ := iso.siteScript(&s); d != nil {
		f, _ := iso.funcOf(iso.siteInfo(&s))
		pos := f.PositionAt(s.off)
		if pos < 0 {
			pos = f.Start
		}
		iso.throwSite.script, iso.throwSite.pos = d, pos
	}
}
