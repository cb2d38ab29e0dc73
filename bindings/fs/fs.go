package fs

import (
	"errors"
	"syscall"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "fs", Make: makeFS}} }

// result makes the JavaScript value of an operation; nil stands for undefined.
type result func(e *bindings.Env) (core.Value, bool)

// job is a parsed operation: it may run on any goroutine.
type job func() (result, error)

// codeError is an error of Node's own kind.
type codeError struct {
	kind      core.ErrorKind
	code, msg string
}

func (c *codeError) Error() string { return c.msg }

// call gives an operation's parser its arguments.
type call struct {
	e     *bindings.Env
	iso   *core.Isolate
	a     *core.Args
	async bool
	holds []bindings.Hold
}

func (c *call) path(i int) string {
	v := c.a.Arg(i)
	if v.IsString() {
		return c.iso.GoUTF8(v)
	}
	b, _ := c.iso.ViewBytes(v)
	return string(b)
}

func (c *call) int(i int) int { return bindings.Int(c.a, i) }

func (c *call) bool(i int) bool { return bindings.Truthy(c.iso, c.a, i) }

func (c *call) isNumber(i int) bool { return c.a.Arg(i).IsNumber() }

// pos is a file position: a number or BigInt, negative or anything else for the current one.
func (c *call) pos(i int) int64 {
	v := c.a.Arg(i)
	switch {
	case v.IsNumber():
		return int64(v.AsFloat())
	case v.IsBigInt():
		return c.iso.BigInt(v).Int64()
	}
	return -1
}

// bytes returns the memory of a view; for an asynchronous operation it is retained until it is done.
func (c *call) bytes(v core.Value) []byte {
	if !c.async {
		b, _ := c.iso.ViewBytes(v)
		return b
	}
	b, h := c.e.Retain(v)
	c.holds = append(c.holds, h)
	return b
}

// part is bytes(i)[off:off+n], clamped.
func (c *call) part(i, off, n int) []byte {
	b := c.bytes(c.a.Arg(i))
	off = min(max(off, 0), len(b))
	return b[off : off+min(max(n, 0), len(b)-off)]
}

// views returns the memory of an array of views.
func (c *call) views(i int) [][]byte {
	list := bindings.List(c.iso, c.a.Arg(i))
	out := make([][]byte, len(list))
	for i, v := range list {
		out[i] = c.bytes(v)
	}
	return out
}

func (c *call) done() {
	for _, h := range c.holds {
		h.Release()
	}
}

// op is an operation by name.
type op struct {
	name  string
	n     int
	parse func(c *call) job
	forms uint8
}

const (
	both uint8 = iota
	syncOnly
)

func syncForm(parse func(c *call) job) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		c := call{e: bindings.Of(iso), iso: iso, a: a}
		res, err := parse(&c)()
		if err != nil {
			return iso.Throw(errorValue(c.e, err))
		}
		if res == nil {
			return core.Undefined, true
		}
		return res(c.e)
	}
}

// workers bounds the operations that run at the same time.
const workers = 64

func slots(e *bindings.Env) chan struct{} {
	s, _ := e.Data("fs.slots").(chan struct{})
	if s == nil {
		s = make(chan struct{}, workers)
		e.SetData("fs.slots", s)
	}
	return s
}

func asyncForm(parse func(c *call) job) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		e := bindings.Of(iso)
		c := &call{e: e, iso: iso, a: a, async: true}
		if a.Len() == 0 || !iso.IsCallable(a.Arg(a.Len()-1)) {
			return iso.ThrowTypeError("callback is not a function")
		}
		cb := bindings.Of(iso).Keep(a.Arg(a.Len() - 1))
		run := parse(c)
		c.a = nil
		sem := slots(e)
		var res result
		var err error
		e.CountRequest("FSReqCallback", 1)
		e.Loop.Go(func() {
			sem <- struct{}{}
			res, err = run()
			<-sem
			c.done()
		}, func() {
			e.CountRequest("FSReqCallback", -1)
			finish(e, cb, res, err)
		})
		return core.Undefined, true
	}
}

// finish calls back: cb(err), cb(null) or cb(null, result).
func finish(e *bindings.Env, cb *core.Persistent, res result, err error) {
	iso := e.Iso
	m := iso.HandleMark()
	defer iso.ReleaseHandles(m)
	if err != nil {
		e.Callback(cb, errorValue(e, err))
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

func errorValue(e *bindings.Env, err error) core.Value {
	var c *codeError
	if errors.As(err, &c) {
		v := e.Iso.NewError(c.kind, c.msg)
		e.Iso.DefineValue(v, e.Iso.KeyOfGo("code"), e.Iso.NewString(c.code), layout.AttrDefault)
		return v
	}
	return e.ErrorValue(err, "", "", "")
}

// sysErr makes the error of a system call; paths are shown as valid text.
func sysErr(err error, name, path, dest string) error {
	if err == nil {
		return nil
	}
	var s *bindings.SysError
	if errors.As(err, &s) {
		return s
	}
	errno, ok := bindings.AsErrno(err)
	if !ok {
		errno = syscall.EIO
	}
	return &bindings.SysError{Errno: errno, Syscall: name, Path: bindings.ValidUTF8([]byte(path)), Dest: bindings.ValidUTF8([]byte(dest))}
}

// Results.

func intResult(n int) result {
	return func(*bindings.Env) (core.Value, bool) { return core.Number(float64(n)), true }
}

func boolResult(b bool) result {
	return func(*bindings.Env) (core.Value, bool) { return core.Bool(b), true }
}

func bufferResult(b []byte) result {
	return func(e *bindings.Env) (core.Value, bool) { return e.NewBuffer(b) }
}

// nameResult is a file name: text, or a Buffer of its bytes.
func nameResult(name string, bytes bool) result {
	if bytes {
		return bufferResult([]byte(name))
	}
	return func(e *bindings.Env) (core.Value, bool) {
		return e.Iso.NewString(bindings.ValidUTF8([]byte(name))), true
	}
}

func numbersResult(f []float64, bigint bool) result {
	return func(e *bindings.Env) (core.Value, bool) {
		vals := make([]core.Value, len(f))
		for i, x := range f {
			if bigint {
				vals[i] = e.Iso.NewBigUint64(uint64(x))
			} else {
				vals[i] = core.Number(x)
			}
		}
		return e.Iso.NewArrayFrom(vals...), true
	}
}

// entries is what readdir found.
type entries struct {
	names []string
	types []uint8
}

func (d *entries) result(bytes, withTypes bool) result {
	return func(e *bindings.Env) (core.Value, bool) {
		iso := e.Iso
		if bytes { // the first Buffer may load the buffer module
			if _, ok := e.NewBuffer(nil); !ok {
				return core.Undefined, false
			}
		}
		vals := make([]core.Value, len(d.names))
		for i, n := range d.names {
			if bytes {
				v, ok := e.NewBuffer([]byte(n))
				if !ok {
					return v, false
				}
				vals[i] = v
			} else {
				vals[i] = iso.NewString(bindings.ValidUTF8([]byte(n)))
			}
		}
		names := iso.NewArrayFrom(vals...)
		if !withTypes {
			return names, true
		}
		for i, t := range d.types {
			vals[i] = core.Int(int32(t))
		}
		return iso.NewArrayFrom(names, iso.NewArrayFrom(vals...)), true
	}
}

// stats are the facts of a file; times in nanoseconds.
type stats struct {
	dev, mode, nlink, uid, gid, rdev, blksize, ino, size, blocks uint64
	atime, mtime, ctime, birthtime                               int64
}

func (s *stats) result(bigint bool) result {
	return func(e *bindings.Env) (core.Value, bool) {
		ints := [...]uint64{s.dev, s.mode, s.nlink, s.uid, s.gid, s.rdev, s.blksize, s.ino, s.size, s.blocks}
		times := [...]int64{s.atime, s.mtime, s.ctime, s.birthtime}
		var vals [14]core.Value
		for i, x := range ints {
			if bigint {
				vals[i] = e.Iso.NewBigUint64(x)
			} else {
				vals[i] = core.Number(float64(x))
			}
		}
		for i, t := range times {
			if bigint {
				vals[10+i] = e.Iso.NewBigInt64(t)
			} else {
				sec, ns := t/1e9, t%1e9
				vals[10+i] = core.Number(float64(sec)*1000 + float64(ns)/1e6)
			}
		}
		return e.Iso.NewArrayFrom(vals[:]...), true
	}
}

func makeFS(e *bindings.Env, target core.Value) {
	rows := make([]core.Row, 0, 2*len(ops))
	for i := range ops {
		o := &ops[i]
		rows = append(rows, core.Row{Name: o.name, Length: o.n, Fn: syncForm(o.parse)})
		if o.forms == both {
			rows = append(rows, core.Row{Name: o.name + "Async", Length: o.n + 1, Fn: asyncForm(o.parse)})
		}
	}
	e.SetRows(target, rows)
	e.SetClass(target, &watchClass)
}
