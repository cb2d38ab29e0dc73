package http2

import (
	"testing"

	"github.com/gonode/gonode/bindings/bindtest"
)

// Two sessions talk through arrays of bytes.
const setup = `
const { Session } = internalBinding('http2');
const log = [];
function make(type, name) {
  const s = new Session(type, 128);
  for (const e of ['onheaders','ondata','onend','onwritten','onstreamclose','ongoaway','onsettings','onsettingsack','onping','onpingack','onerror']) {
    s[e] = (...a) => { log.push(name + '.' + e.slice(2) + ' ' + a.map((x) => Array.isArray(x) ? x.join('|') : x?.length !== undefined && typeof x !== 'string' ? 'bytes' + x.length : String(x)).join(' ')); s['do' + e]?.(...a); };
  }
  return s;
}
const server = make(0, 's'), client = make(1, 'c');
function pump() {
  for (let i = 0; i < 50; i++) {
    const a = client.take(65536), b = server.take(65536);
    if (a) server.receive(a);
    if (b) client.receive(b);
    if (!a && !b) break;
  }
}
client.start([]); server.start([4, 100000]);
pump();
`

func talk(t *testing.T, src, want string) {
	t.Helper()
	if got := bindtest.Run(t, Table(), setup+"log.length = 0;"+src+";globalThis.out = log.join('\\n');"); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestRequest(t *testing.T) {
	talk(t, `
server.doonheaders = (id) => { server.headers(id, [':status', '200', false], false); server.data(id, new Uint8Array(5), true); };
client.request([':method','GET',false,':scheme','http',false,':path','/',false], true);
pump();`, `s.headers 1 0 true :method|GET|:scheme|http|:path|/ undefined 0
s.written 1
s.streamclose 1 0
c.headers 1 1 false :status|200 undefined 0
c.data 1 bytes5
c.end 1
c.streamclose 1 0`)
}

func TestFlowControl(t *testing.T) {
	talk(t, `
const id = client.request([':method','POST',false,':scheme','http',false,':path','/',false], false);
let got = 0;
server.ondata = (id, b) => { got += b.length; };
client.data(id, new Uint8Array(300000), true);
pump();
log.length = 0;
log.push(got);
server.consume(id, 100000);
pump();
log.push(got);`, "100000\n200000")
}

func TestErrors(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"preface", `const s = make(0, 'x'); s.receive(new Uint8Array(24)); `, "x.error -903 1"},
		{"first frame is not SETTINGS", `const s = make(1, 'x'); s.receive(new Uint8Array([0,0,8,6,0,0,0,0,0,0,0,0,0,0,0,0,0])); `, "x.error -505 1"},
		{"too large a frame", `client.receive(new Uint8Array([255,255,255,0,0,0,0,0,1]));`, "c.error -522 6"},
		{"data of a stream that was never opened", `server.receive(new Uint8Array([0,0,1,0,0,0,0,0,9,1]));`, "s.error -505 1"},
		{"bad header block", `server.receive(new Uint8Array([0,0,1,1,5,0,0,0,1,0xff]));`, "s.error -523 9"},
		{"connection-specific header", `client.request([':method','GET',false,':scheme','http',false,':path','/',false,'connection','close',false], true); pump();`,
			"s.streamclose 1 1\nc.streamclose 1 1"},
	} {
		t.Run(c.name, func(t *testing.T) { talk(t, c.src, c.want) })
	}
}

func TestPingAndGoaway(t *testing.T) {
	talk(t, `client.ping(new Uint8Array(8)); pump(); server.goaway(0, 0, new Uint8Array(3)); pump();`,
		"s.ping bytes8\nc.pingack bytes8\nc.goaway 0 0 bytes3")
}
