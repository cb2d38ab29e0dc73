package buffer

import (
	"strings"

	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/transform"

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
)

// decoder is a decoder of a legacy encoding with what a call left over.
type decoder struct {
	t    transform.Transformer
	rest []byte
}

func makeDecoder(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	name := bindings.Str(iso, a, 0)
	if name == "replacement" {
		return core.Undefined, true
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		return core.Undefined, true
	}
	return bindings.NewHostObject(iso, &decoder{t: enc.NewDecoder()}, core.Null), true
}

// decode is decode(decoder, bytes, stream, fatal).
func decode(iso *core.Isolate, a *core.Args) (core.Value, bool) {
	d, ok := bindings.HostOf[*decoder](iso, a.Arg(0))
	if !ok {
		return iso.ThrowTypeError("Illegal invocation")
	}
	stream, fatal := iso.ToBoolean(a.Arg(2)), iso.ToBoolean(a.Arg(3))
	src := append(d.rest, view(iso, a, 1)...)
	d.rest = nil
	var out strings.Builder
	buf := make([]byte, 4096)
	for {
		n, read, err := d.t.Transform(buf, src, !stream)
		out.Write(buf[:n])
		src = src[read:]
		if err == transform.ErrShortDst {
			continue
		}
		if err == transform.ErrShortSrc && stream {
			d.rest = append([]byte(nil), src...)
		}
		break
	}
	if !stream {
		d.t.Reset()
	}
	if fatal && strings.ContainsRune(out.String(), '\uFFFD') {
		d.rest = nil
		d.t.Reset()
		return core.Int(-1), true
	}
	return iso.NewString(out.String()), true
}
