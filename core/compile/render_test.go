package compile

import "testing"

func TestRenderCallee(t *testing.T) {
	for _, c := range []struct {
		src  string
		pos  int32
		want string
	}{
		{"und()", 0, "und"},
		{"obj.b()", 4, "obj.b"},
		{"obj['b']()", 8, "obj.b"},
		{"obj[und]()", 8, "obj[und]"},
		{"(()=>1)()()", 9, "(intermediate value)(...)"},
		{"obj?.b()", 5, "obj?.b"},
		{"(0,obj.b)()", 9, "(0 , obj.b)"},
		{"und`x`", 3, "und"},
		{"new (und||1)", 0, "(und || 1)"},
		{"f(1)(2)(3)", 4, "f(...)"},
		{"(typeof und)()", 12, "(typeof und)"},
		{"({a:1})()", 7, "{(intermediate value)}"},
		{"[1,2]()", 5, "[1,2]"},
		{"(und=1)()", 7, "und"},
		{"class Q { m(){ super.x() } }", 21, "(intermediate value).x"},
		{"x => { y(); { for (;;) z.w() } }", 25, "z.w"},
		{"new Foo().bar()", 10, "(intermediate value).bar"},
	} {
		u, err := Script([]byte(c.src), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		found := false
		for i := range u.Funcs {
			for _, q := range positionsOf(u.Funcs[i].Positions) {
				found = found || q == c.pos
			}
		}
		if !found {
			t.Errorf("%s: no instruction has position %d", c.src, c.pos)
		}
		if got := RenderCallee(u, c.pos); got != c.want {
			t.Errorf("%s at %d: %q, want %q", c.src, c.pos, got, c.want)
		}
	}
}

func positionsOf(table []byte) []int32 {
	var out []int32
	last := int32(0)
	for i := 0; i < len(table); {
		var v [2]uint32
		for k := range v {
			for shift := 0; i < len(table); shift += 7 {
				b := table[i]
				i++
				v[k] |= uint32(b&0x7f) << shift
				if b < 0x80 {
					break
				}
			}
		}
		last += int32(v[1]>>1) ^ -int32(v[1]&1)
		out = append(out, last)
	}
	return out
}

func TestRenderIterable(t *testing.T) {
	for _, c := range []struct {
		src          string
		pos          int32
		want         string
		call, spread bool
	}{
		{"const [x] = und", 12, "und", false, false},
		{"for (const x of obj.b);", 20, "obj.b", false, false},
		{"for (const a of f());", 16, "f", true, false},
		{"[...obj]", 4, "obj", false, false},
		{"obj(...obj)", 0, "obj", false, true},
		{"new Map(1, ...o.p)", 0, "o.p", false, true},
		{"f(...und, 1)", 0, "", false, false},
		{"(([x])=>{})(1)", 2, "", false, false},
		{"[a] = {}", 6, "", false, false},
	} {
		u, err := Script([]byte(c.src), Options{})
		if err != nil {
			t.Errorf("%s: %v", c.src, err)
			continue
		}
		if got, call, spread := RenderIterable(u, c.pos); got != c.want || call != c.call || spread != c.spread {
			t.Errorf("%s: %q %v %v", c.src, got, call, spread)
		}
	}
}

func TestDestructuringMessages(t *testing.T) {
	expectListing(t, "const {a} = obj.b", 0, `RequireObjectCoercible "property 'a' of 'obj.b'"  ;7`)
	expectListing(t, "const {} = null", 0, `RequireObjectCoercible "'null'"  ;6`)
	expectListing(t, "(({a})=>{})()", 1, `RequireObjectCoercible "property 'a' of '%'"`)
	expectListing(t, "const {a:{b}} = {}", 0, `RequireObjectCoercible "property 'a' of '{}'"`, `GetNamed r0, "a"`, `GetNamed r1, "b"`)
	expectListing(t, "({a} = null)", 0, "LdaNull", `RequireObjectCoercible "property 'a' of 'null'"`, `GetNamed r1, "a"`)
	expectListing(t, "({a: b.c} = null)", 0, "LdaNull", `RequireObjectCoercible "reading 'a'"`, `GetNamed r1, "a"`)
}
