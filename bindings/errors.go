package bindings

import (
	"errors"
	"io/fs"
	"os"
	"syscall"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// SysError is a failed system operation as Node's errors describe it.
type SysError struct {
	Errno   syscall.Errno
	Code    string // overrides the name of Errno, e.g. "EAI_AGAIN"
	Number  int    // overrides -Errno
	Message string // overrides the text of Errno
	Syscall string
	Path    string
	Dest    string
}

// Error gives Node's message.
func (e *SysError) Error() string { return e.text() }

func (e *SysError) code() string {
	if e.Code != "" {
		return e.Code
	}
	return ErrnoName(e.Errno)
}

func (e *SysError) text() string {
	msg := e.Message
	if msg == "" {
		msg = ErrnoMessage(e.Errno)
	}
	t := e.code() + ": " + msg
	if e.Syscall != "" {
		t += ", " + e.Syscall
	}
	if e.Path != "" {
		t += " '" + e.Path + "'"
	}
	if e.Dest != "" {
		t += " -> '" + e.Dest + "'"
	}
	return t
}

// AsErrno finds the system error number in a Go error; ok is false when there is none.
func AsErrno(err error) (syscall.Errno, bool) {
	var errno syscall.Errno
	if errors.As(err, &errno) {
		return errno, true
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return syscall.ENOENT, true
	case errors.Is(err, fs.ErrExist):
		return syscall.EEXIST, true
	case errors.Is(err, fs.ErrPermission):
		return syscall.EACCES, true
	case errors.Is(err, os.ErrClosed):
		return syscall.EBADF, true
	case errors.Is(err, os.ErrDeadlineExceeded):
		return syscall.ETIMEDOUT, true
	}
	return 0, false
}

// NewSysError makes the JavaScript Error object of a failed system call.
func (e *Env) NewSysError(s *SysError) core.Value {
	iso := e.Iso
	v := iso.NewError(0, s.text())
	n := s.Number
	if n == 0 {
		n = -int(s.Errno)
	}
	add := func(name string, x core.Value) { iso.DefineValue(v, iso.KeyOfGo(name), x, layout.AttrDefault) }
	add("errno", core.Int(int32(n)))
	add("code", iso.NewString(s.code()))
	if s.Syscall != "" {
		add("syscall", iso.NewString(s.Syscall))
	}
	if s.Path != "" {
		add("path", iso.NewString(s.Path))
	}
	if s.Dest != "" {
		add("dest", iso.NewString(s.Dest))
	}
	return v
}

// ErrorValue makes the JavaScript Error of any Go error of an operation on path.
func (e *Env) ErrorValue(err error, syscallName, path, dest string) core.Value {
	var s *SysError
	if errors.As(err, &s) {
		return e.NewSysError(s)
	}
	if errno, ok := AsErrno(err); ok {
		return e.NewSysError(&SysError{Errno: errno, Syscall: syscallName, Path: path, Dest: dest})
	}
	return e.Iso.NewError(0, err.Error())
}

// ThrowSys throws the Error of a Go error.
func (e *Env) ThrowSys(err error, syscallName, path, dest string) (core.Value, bool) {
	return e.Iso.Throw(e.ErrorValue(err, syscallName, path, dest))
}

// ThrowCode throws an error of a kind with a `code` property, "TypeError [CODE]: message" in its stack as Node's own.
func (e *Env) ThrowCode(k core.ErrorKind, code, message string) (core.Value, bool) {
	iso := e.Iso
	v := iso.NewError(k, message)
	iso.DefineValue(v, iso.KeyOfGo("code"), iso.NewString(code), layout.AttrDefault)
	return iso.Throw(v)
}
