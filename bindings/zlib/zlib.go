package zlib

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
)

// Table lists the bindings of this package.
func Table() []bindings.Binding { return []bindings.Binding{{Name: "zlib", Make: makeZlib}} }

func makeZlib(e *bindings.Env, target core.Value) {
	e.SetClass(target, &zlibClass)
	e.SetFunc(target, "crc32", 2, func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		v := uint32(int64(bindings.Num(a, 1)))
		return core.Number(float64(crc32.Update(v, crc32.IEEETable, bindings.Data(iso, a, 0)))), true
	})
}

// handle is the Go side of a Zlib object.
type handle struct {
	mode   int
	s      settings
	eng    engine
	busy   bool
	closed bool
}

// written is the result of a write.
type written struct {
	out    []byte
	unused int
	more   bool
	ended  bool
	err    error
}

func (h *handle) write(flush int, in []byte, fresh bool, limit int) (w written) {
	if h.eng == nil {
		w.err = zlibError("stream error", -2, "Z_STREAM_ERROR")
		return w
	}
	if fresh {
		if w.err = h.eng.feed(in, flush); w.err != nil {
			return w
		}
	}
	w.out, w.more, w.err = h.eng.output(limit)
	if w.err == nil && !w.more {
		w.unused, w.ended = h.eng.unused()
	}
	return w
}

// values makes (out, unused, more, ended); they are fresh.
func (w *written) values(e *bindings.Env) (v [4]core.Value, ok bool) {
	v[0] = core.Null
	if len(w.out) > 0 {
		if v[0], ok = e.NewBuffer(w.out); !ok {
			return v, false
		}
	}
	v[1], v[2], v[3] = core.Number(float64(w.unused)), core.Bool(w.more), core.Bool(w.ended)
	return v, true
}

func errorValue(e *bindings.Env, err error) core.Value {
	var f *failure
	if !errors.As(err, &f) {
		return e.AnyError(err)
	}
	iso := e.Iso
	v := iso.NewError(0, f.msg)
	iso.DefineValue(v, iso.KeyOfGo("errno"), core.Int(int32(f.errno)), layout.AttrDefault)
	iso.DefineValue(v, iso.KeyOfGo("code"), iso.NewString(f.code), layout.AttrDefault)
	return v
}

func on(f func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		h, ok := bindings.ThisHost[*handle](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(h, bindings.Of(iso), a)
	}
}

var zlibClass = bindings.Class{
	Name: "Zlib", Length: 1,
	New: func(e *bindings.Env, a *core.Args) (any, bool) { return &handle{mode: bindings.Int(a, 0)}, true },
	Rows: []core.Row{
		{Name: "init", Length: 1, Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			iso := e.Iso
			number := func(name string, def int) int {
				v, ok := e.GetProp(a.Arg(0), name)
				if ok && v.IsNumber() {
					return int(v.AsFloat())
				}
				return def
			}
			if !a.Arg(0).IsObject() {
				return iso.ThrowTypeError("init needs an object")
			}
			h.s.windowBits, h.s.level = number("windowBits", 15), number("level", -1)
			h.s.memLevel, h.s.strategy = number("memLevel", 8), number("strategy", 0)
			if v, ok := e.GetProp(a.Arg(0), "dictionary"); ok && v.IsObject() {
				b, _ := iso.ViewBytes(v)
				h.s.dict = append([]byte{}, b...)
			}
			if v, ok := e.GetProp(a.Arg(0), "params"); ok && v.IsObject() {
				b, _ := iso.ViewBytes(v)
				for ; len(b) >= 4; b = b[4:] {
					h.s.param = append(h.s.param, binary.LittleEndian.Uint32(b))
				}
			}
			if iso.HasException() {
				return core.Undefined, false
			}
			eng, err := newEngine(h.mode, &h.s)
			if err != nil {
				return e.AnyError(err), true
			}
			h.eng = eng
			return core.Undefined, true
		})},
		{Name: "writeSync", Length: 3, Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			in := bindings.Bytes(e.Iso, a, 1)
			if h.isDecoder() {
				in = append([]byte(nil), in...)
			}
			w := h.write(bindings.Int(a, 0), in, a.Arg(1) != core.Null, bindings.Int(a, 2))
			if w.err != nil {
				return e.Iso.Throw(errorValue(e, w.err))
			}
			v, ok := w.values(e)
			if !ok {
				return core.Undefined, false
			}
			return e.Iso.NewArrayFrom(v[:]...), true
		})},
		{Name: "write", Length: 4, Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			cb := bindings.Func(e.Iso, a, 3)
			if cb == nil {
				return e.Iso.ThrowTypeError("callback is not a function")
			}
			flush, limit, fresh := bindings.Int(a, 0), bindings.Int(a, 2), a.Arg(1) != core.Null
			in := append([]byte(nil), bindings.Bytes(e.Iso, a, 1)...)
			self := e.Iso.NewPersistent(a.This())
			h.busy = true
			var w written
			e.Loop.Go(func() { w = h.write(flush, in, fresh, limit) }, func() {
				h.busy = false
				self.Close()
				if h.closed {
					h.end()
					cb.Close()
					return
				}
				m := e.Iso.HandleMark()
				defer e.Iso.ReleaseHandles(m)
				if w.err != nil {
					e.Callback(cb, errorValue(e, w.err))
					return
				}
				v, ok := w.values(e)
				if !ok {
					if x, ok := e.Iso.Catch(); ok {
						e.Callback(cb, x)
					}
					return
				}
				e.Callback(cb, core.Null, v[0], v[1], v[2], v[3])
			})
			return core.Undefined, true
		})},
		{Name: "params", Length: 2, Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if h.eng != nil && !h.busy {
				if err := h.eng.params(bindings.Int(a, 0), bindings.Int(a, 1)); err != nil {
					return e.Iso.Throw(errorValue(e, err))
				}
			}
			return core.Undefined, true
		})},
		{Name: "reset", Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			if h.eng != nil && !h.busy {
				if err := h.eng.reset(); err != nil {
					return e.Iso.Throw(errorValue(e, err))
				}
			}
			return core.Undefined, true
		})},
		{Name: "close", Fn: on(func(h *handle, e *bindings.Env, a *core.Args) (core.Value, bool) {
			h.closed = true
			if !h.busy {
				h.end()
			}
			return core.Undefined, true
		})},
	},
}

func (h *handle) isDecoder() bool {
	switch h.mode {
	case modeInflate, modeGunzip, modeInflateRaw, modeUnzip, modeBrotliDecode, modeZstdDecompress:
		return true
	}
	return false
}

func (h *handle) end() {
	if h.eng != nil {
		h.eng.close()
		h.eng = nil
	}
}
