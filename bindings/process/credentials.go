package process

import (
	"os"
	"os/user"
	"strconv"
	"strings"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

func makeCredentials(e *bindings.Env, t core.Value) { e.SetRows(t, credentialRows[:]) }

// userID and groupID resolve a number or a name; ok is false for an unknown name.
func userID(iso *core.Isolate, v core.Value) (int, bool) {
	if v.IsNumber() {
		return int(uint32(v.AsFloat())), true
	}
	u, err := user.Lookup(iso.GoUTF8(v))
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(u.Uid)
	return n, err == nil
}

func groupID(iso *core.Isolate, v core.Value) (int, bool) {
	if v.IsNumber() {
		return int(uint32(v.AsFloat())), true
	}
	g, err := user.LookupGroup(iso.GoUTF8(v))
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(g.Gid)
	return n, err == nil
}

func setID(iso *core.Isolate, a *core.Args, name string, lookup func(*core.Isolate, core.Value) (int, bool), set func(int) error) (core.Value, bool) {
	id, ok := lookup(iso, a.Arg(0))
	if !ok {
		return core.Int(1), true
	}
	if err := set(id); err != nil {
		return throwErrno(iso, err, name)
	}
	return core.Int(0), true
}

// throwErrno throws an error in the words of the C library: "EPERM, Operation not permitted".
func throwErrno(iso *core.Isolate, err error, call string) (core.Value, bool) {
	e := bindings.Of(iso)
	errno, ok := bindings.AsErrno(err)
	if !ok {
		return e.ThrowSys(err, call, "", "")
	}
	t := errno.Error()
	v := iso.NewHandle(iso.NewError(0, bindings.ErrnoName(errno)+", "+strings.ToUpper(t[:1])+t[1:]))
	e.SetNumber(v.Value(), "errno", float64(errno))
	e.SetString(v.Value(), "code", bindings.ErrnoName(errno))
	e.SetString(v.Value(), "syscall", call)
	return iso.Throw(v.Value())
}

func number(n int) (core.Value, bool) { return core.Number(float64(n)), true }

var credentialRows = [...]core.Row{
	{Name: "getuid", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return number(os.Getuid()) }},
	{Name: "geteuid", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return number(os.Geteuid()) }},
	{Name: "getgid", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return number(os.Getgid()) }},
	{Name: "getegid", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) { return number(os.Getegid()) }},
	{Name: "getgroups", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		l, err := os.Getgroups()
		if err != nil {
			return e.ThrowSys(err, "getgroups", "", "")
		}
		h := iso.NewHandle(iso.NewArray(0))
		eg, seen := os.Getegid(), false
		for _, g := range l {
			seen = seen || g == eg
			iso.ArrayPush(h.Value(), core.Number(float64(g)))
		}
		if !seen {
			iso.ArrayPush(h.Value(), core.Number(float64(eg)))
		}
		return h.Value(), true
	}},
	{Name: "setuid", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return setID(iso, a, "setuid", userID, setuid)
	}},
	{Name: "seteuid", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return setID(iso, a, "seteuid", userID, seteuid)
	}},
	{Name: "setgid", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return setID(iso, a, "setgid", groupID, setgid)
	}},
	{Name: "setegid", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return setID(iso, a, "setegid", groupID, setegid)
	}},
	{Name: "initgroups", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		var u *user.User
		var err error
		if a.Arg(0).IsNumber() {
			u, err = user.LookupId(strconv.Itoa(bindings.Int(a, 0)))
		} else {
			u, err = user.Lookup(bindings.Str(iso, a, 0))
		}
		g, ok := groupID(iso, a.Arg(1))
		if !ok {
			return core.Int(2), true
		}
		if err != nil {
			return core.Int(1), true
		}
		ids, _ := u.GroupIds()
		list := []int{g}
		for _, s := range ids {
			if n, err := strconv.Atoi(s); err == nil && n != g {
				list = append(list, n)
			}
		}
		if err := setgroups(list); err != nil {
			return e.ThrowSys(err, "initgroups", "", "")
		}
		return core.Int(0), true
	}},
	{Name: "setgroups", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		var list []int
		for i, v := range bindings.List(iso, a.Arg(0)) {
			g, ok := groupID(iso, v)
			if !ok {
				return core.Int(int32(i + 1)), true
			}
			list = append(list, g)
		}
		if err := setgroups(list); err != nil {
			return throwErrno(iso, err, "setgroups")
		}
		return core.Int(0), true
	}},
}
