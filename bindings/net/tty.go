package net

import (
	"os"
	"syscall"

	"golang.org/x/term"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// ttyConn is a terminal as a connection; the standard descriptors stay open.
type ttyConn struct{ fileConn }

func (t ttyConn) Close() error {
	if t.Fd() <= 2 {
		return nil
	}
	return t.fileConn.Close()
}

func makeTTY(e *bindings.Env, target core.Value) {
	rows := append(append([]core.Row(nil), streamRows...), ttyRows...)
	e.SetClass(target, &bindings.Class{Name: "TTY", Length: 2, New: newSock("TTY"), Rows: rows, Init: func(e *bindings.Env, a *core.Args, x any, self core.Value) bool {
		initSock(e, a, x, self)
		s := x.(*sock)
		fd := bindings.Int(a, 0)
		if !term.IsTerminal(fd) {
			if ctx := a.Arg(1); ctx.IsObject() {
				e.Set(ctx, "errno", core.Int(int32(-int(syscall.EINVAL))))
				e.Set(ctx, "code", e.Iso.NewString("EINVAL"))
				e.Set(ctx, "message", e.Iso.NewString("invalid argument"))
				e.Set(ctx, "syscall", e.Iso.NewString("uv_tty_init"))
			}
			return true
		}
		s.conn = ttyConn{fileConn{os.NewFile(uintptr(fd), "tty")}}
		s.fd = fd
		return true
	}})
	e.SetFunc(target, "isTTY", 1, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		return core.Bool(a.Arg(0).IsNumber() && term.IsTerminal(bindings.Int(a, 0))), true
	})
}

var ttyRows = []core.Row{
	{Name: "getWindowSize", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, h, err := term.GetSize(s.fd)
		if err != nil {
			return num(status(err))
		}
		out := a.Arg(0)
		if out.IsObject() {
			iso.DefineValue(out, iso.KeyOfGo("0"), core.Int(int32(w)), 7)
			iso.DefineValue(out, iso.KeyOfGo("1"), core.Int(int32(h)), 7)
		}
		return num(0)
	})},
	{Name: "setRawMode", Length: 1, Fn: onSock(func(s *sock, iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := s.env
		old, _ := e.Data("tty.saved").(*term.State)
		if bindings.Truthy(iso, a, 0) {
			st, err := term.MakeRaw(s.fd)
			if err != nil {
				return num(status(err))
			}
			keepOutput(s.fd)
			if old == nil {
				e.SetData("tty.saved", st)
				fd := s.fd
				e.AtCleanup(func() {
					if st, _ := e.Data("tty.saved").(*term.State); st != nil {
						term.Restore(fd, st)
					}
				})
			}
			return num(0)
		}
		if old != nil {
			e.SetData("tty.saved", (*term.State)(nil))
			return num(status(term.Restore(s.fd, old)))
		}
		return num(0)
	})},
}
