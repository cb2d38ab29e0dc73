package gonode

import (
	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/bindings/buffer"
	"github.com/gonode/gonode/bindings/childprocess"
	"github.com/gonode/gonode/bindings/crypto"
	"github.com/gonode/gonode/bindings/dns"
	"github.com/gonode/gonode/bindings/fs"
	"github.com/gonode/gonode/bindings/heap"
	"github.com/gonode/gonode/bindings/http"
	"github.com/gonode/gonode/bindings/http2"
	"github.com/gonode/gonode/bindings/messaging"
	"github.com/gonode/gonode/bindings/net"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/bindings/process"
	"github.com/gonode/gonode/bindings/script"
	"github.com/gonode/gonode/bindings/tls"
	"github.com/gonode/gonode/bindings/typescript"
	"github.com/gonode/gonode/bindings/url"
	"github.com/gonode/gonode/bindings/wasm"
	"github.com/gonode/gonode/bindings/zlib"
)

// table lists the bindings of all packages: each has a function Table that returns its rows.
func table() []bindings.Binding {
	t := []bindings.Binding{{Name: "worker", Make: makeWorker}}
	t = append(t, node.Table()...)
	t = append(t, process.Table()...)
	t = append(t, script.Table()...)
	t = append(t, buffer.Table()...)
	t = append(t, url.Table()...)
	t = append(t, typescript.Table()...)
	t = append(t, messaging.Table()...)
	t = append(t, fs.Table()...)
	t = append(t, childprocess.Table()...)
	t = append(t, zlib.Table()...)
	t = append(t, crypto.Table()...)
	t = append(t, dns.Table()...)
	t = append(t, net.Table()...)
	t = append(t, http.Table()...)
	t = append(t, heap.Table()...)
	t = append(t, wasm.Table()...)
	t = append(t, tls.Table()...)
	t = append(t, http2.Table()...)
	return t
}
