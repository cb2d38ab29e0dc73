package fs

import (
	iofs "io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/fsnotify/fsnotify"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/loop"
)

// watcher is the Go side of an FSEvent.
type watcher struct {
	env       *bindings.Env
	self      *core.Persistent
	handle    loop.Handle
	w         *fsnotify.Watcher
	root      string
	dir       bool
	recursive bool
	closed    bool
}

var watchClass = bindings.Class{
	Name: "FSEvent",
	New: func(e *bindings.Env, a *core.Args) (any, bool) {
		return &watcher{env: e, handle: e.Loop.MakeHandle()}, true
	},
	Rows: []core.Row{
		{Name: "start", Length: 3, Fn: onWatcher(func(w *watcher, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			c := call{iso: iso, a: a}
			p := c.path(0)
			if err := w.start(p, c.bool(2)); err != nil {
				return iso.Throw(errorValue(w.env, sysErr(err, "watch", p, "")))
			}
			if w.self == nil {
				w.self = iso.NewPersistent(a.This())
			}
			w.handle.Activate()
			if !c.bool(1) {
				w.handle.Unref()
			}
			return core.Undefined, true
		})},
		{Name: "close", Fn: onWatcher(func(w *watcher, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			w.close()
			return core.Undefined, true
		})},
		{Name: "ref", Fn: onWatcher(func(w *watcher, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			w.handle.Ref()
			return core.Undefined, true
		})},
		{Name: "unref", Fn: onWatcher(func(w *watcher, iso *core.Isolate, a *core.Args) (core.Value, bool) {
			w.handle.Unref()
			return core.Undefined, true
		})},
	},
}

func onWatcher(f func(w *watcher, iso *core.Isolate, a *core.Args) (core.Value, bool)) core.Builtin {
	return func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		w, ok := bindings.ThisHost[*watcher](iso, a)
		if !ok {
			return core.Undefined, false
		}
		return f(w, iso, a)
	}
}

func (w *watcher) start(p string, recursive bool) error {
	if w.w != nil || w.closed {
		return syscall.EINVAL
	}
	fi, err := os.Stat(p)
	if err != nil {
		return err
	}
	fw, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	w.root, w.dir, w.recursive = filepath.Clean(p), fi.IsDir(), recursive && fi.IsDir()
	if err = fw.Add(w.root); err == nil && w.recursive {
		addTree(fw, w.root)
	}
	if err != nil {
		fw.Close()
		return err
	}
	w.w = fw
	go w.run(fw)
	return nil
}

func addTree(fw *fsnotify.Watcher, root string) {
	filepath.WalkDir(root, func(p string, d iofs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			fw.Add(p)
		}
		return nil
	})
}

// run turns the watcher's events into calls of onchange until it is closed.
func (w *watcher) run(fw *fsnotify.Watcher) {
	for {
		select {
		case ev, ok := <-fw.Events:
			if !ok {
				return
			}
			kind := "change"
			if ev.Has(fsnotify.Create) || ev.Has(fsnotify.Remove) || ev.Has(fsnotify.Rename) {
				kind = "rename"
			}
			if w.recursive && ev.Has(fsnotify.Create) {
				if fi, err := os.Lstat(ev.Name); err == nil && fi.IsDir() {
					addTree(fw, ev.Name)
				}
			}
			name := filepath.Base(ev.Name)
			if w.dir {
				if rel, err := filepath.Rel(w.root, ev.Name); err == nil && rel != "." {
					name = rel
				}
			}
			w.env.Loop.Post(func() {
				if !w.closed {
					iso := w.env.Iso
					m := iso.HandleMark()
					w.env.CallMethod(w.self.Value(), "onchange", core.Null, iso.NewString(kind), iso.NewString(bindings.ValidUTF8([]byte(name))))
					iso.ReleaseHandles(m)
				}
			})
		case err, ok := <-fw.Errors:
			if !ok {
				return
			}
			w.env.Loop.Post(func() {
				if !w.closed {
					iso := w.env.Iso
					m := iso.HandleMark()
					w.env.CallMethod(w.self.Value(), "onchange", errorValue(w.env, sysErr(err, "watch", w.root, "")))
					iso.ReleaseHandles(m)
				}
			})
		}
	}
}

func (w *watcher) close() {
	if w.closed {
		return
	}
	w.closed = true
	w.handle.Deactivate()
	if w.w != nil {
		go w.w.Close()
	}
	if w.self != nil {
		w.self.Close()
	}
}
