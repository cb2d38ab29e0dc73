package bindings

import (
	"errors"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Result makes the JavaScript value of finished work; nil stands for undefined.
type Result func(e *Env) (core.Value, bool)

// Work is an operation whose arguments have been read: it may run on any goroutine.
type Work func() (Result, error)

// Parse reads the arguments of an operation; a false result means that it threw.
type Parse func(e *Env, a *core.Args) (Work, bool)

// CodeError is an error with a kind and Node's code, and properties besides.
type CodeError struct {
	Kind      core.ErrorKind
	Code, Msg string
	Props     []string // name, text, ...
	Stack     []string // opensslErrorStack, none when empty
}

// Error gives the message.
func (c *CodeError) Error() string { return c.Msg }

// AnyError makes the JavaScript error of any Go error: CodeError, SysError, system errors, or a plain Error.
func (e *Env) AnyError(err error) core.Value {
	var c *CodeError
	if !errors.As(err, &c) {
		return e.ErrorValue(err, "", "", "")
	}
	iso := e.Iso
	v := iso.NewError(c.Kind, c.Msg)
	if len(c.Stack) > 0 {
		list := make([]core.Value, len(c.Stack))
		for i, t := range c.Stack {
			list[i] = iso.NewString(t)
		}
		iso.DefineValue(v, iso.KeyOfGo("opensslErrorStack"), iso.NewArrayFrom(list...), layout.AttrDefault)
	}
	for i := 0; i+1 < len(c.Props); i += 2 {
		iso.DefineValue(v, iso.KeyOfGo(c.Props[i]), iso.NewString(c.Props[i+1]), layout.AttrDefault)
	}
	if c.Code != "" {
		iso.DefineValue(v, iso.KeyOfGo("code"), iso.NewString(c.Code), layout.AttrDefault)
	}
	return v
}

// SyncForm is the throwing form of an operation.
func SyncForm(parse Parse) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := Of(iso)
		w, ok := parse(e, a)
		if !ok {
			return core.Undefined, false
		}
		res, err := w()
		if err != nil {
			return iso.Throw(e.AnyError(err))
		}
		if res == nil {
			return core.Undefined, true
		}
		return res(e)
	}
}

// AsyncForm is the form with a callback as its last argument: cb(err), cb(null) or cb(null, result).
func AsyncForm(parse Parse) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := Of(iso)
		if a.Len() == 0 || !iso.IsCallable(a.Arg(a.Len()-1)) {
			return iso.ThrowTypeError("callback is not a function")
		}
		w, ok := parse(e, a)
		if !ok {
			return core.Undefined, false
		}
		cb := Of(iso).Keep(a.Arg(a.Len() - 1))
		var res Result
		var err error
		e.Loop.Go(func() { res, err = w() }, func() { e.Finish(cb, res, err) })
		return core.Undefined, true
	}
}

// Finish calls back with an error or a result; cb is closed.
func (e *Env) Finish(cb *core.Persistent, res Result, err error) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if err != nil {
		e.Callback(cb, e.AnyError(err))
		return
	}
	if res == nil {
		e.Callback(cb, core.Null)
		return
	}
	v, ok := res(e)
	if !ok {
		if exc, ok := iso.Catch(); ok {
			e.Callback(cb, exc)
		}
		return
	}
	e.Callback(cb, core.Null, v)
}

// BufferResult, TextResult and BoolResult are common results.
func BufferResult(b []byte) Result {
	return func(e *Env) (core.Value, bool) { return e.NewBuffer(b) }
}

// TextResult is a string.
func TextResult(s string) Result {
	return func(e *Env) (core.Value, bool) { return e.Iso.NewString(s), true }
}

// BoolResult is a boolean.
func BoolResult(b bool) Result {
	return func(e *Env) (core.Value, bool) { return core.Bool(b), true }
}

// Copy returns a copy of the bytes of argument i (strings as UTF-8).
func Copy(iso *core.Isolate, a *core.Args, i int) []byte {
	return append([]byte{}, Data(iso, a, i)...)
}
