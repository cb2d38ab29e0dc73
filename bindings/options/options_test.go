package options

import (
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	s, err := Parse([]string{"-r", "a", "--require=b", "--no-warnings", "--stack-size=500", "-pe", "1+1", "x", "-y"}, "--throw-deprecation")
	if err != nil {
		t.Fatal(err)
	}
	if strings.Join(s.List("--require"), " ") != "a b" || s.Bool("--warnings") || s.Number("--stack-size") != 500 || !s.Bool("--print") ||
		s.EvalSource != "1+1" || !s.Bool("--throw-deprecation") || strings.Join(s.Rest, " ") != "x -y" || len(s.ExecArgv) != 7 {
		t.Errorf("%+v", s)
	}
	for _, c := range []struct {
		argv []string
		env  string
		want string
	}{
		{[]string{"--nope"}, "", "bad option: --nope"},
		{[]string{"-e"}, "", "-e requires an argument"},
		{nil, "--eval=1", "--eval is not allowed in NODE_OPTIONS"},
		{nil, "--nope", "--nope is not allowed in NODE_OPTIONS"},
		{nil, `"x`, "invalid value for NODE_OPTIONS (unterminated string)"},
	} {
		if _, err := Parse(c.argv, c.env); err == nil || err.Error() != c.want {
			t.Errorf("%v %q: %v, want %s", c.argv, c.env, err, c.want)
		}
	}
	if _, err := Parse([]string{"--max-lazy", "--harmony", "--no-opt"}, ""); err != nil {
		t.Error(err)
	}
}
