package heap

import (
	"bufio"
	"io"
	"strconv"
	"unicode/utf8"

	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

// The format of heap snapshots is that of Chrome DevTools: numbers in flat arrays, described by "meta".
const (
	nodeHidden = iota
	nodeArray
	nodeString
	nodeObject
	nodeCode
	nodeClosure
	nodeRegexp
	nodeNumber
	nodeNative
	nodeSynthetic
	nodeConcat
	nodeSliced
	nodeSymbol
	nodeBigint
	nodeShape
)

const (
	edgeContext = iota
	edgeElement
	edgeProperty
	edgeInternal
	edgeHidden
	edgeShortcut
	edgeWeak
)

const nodeFields = 6

const snapshotMeta = `{"node_fields":["type","name","id","self_size","edge_count","detachedness"],` +
	`"node_types":[["hidden","array","string","object","code","closure","regexp","number","native","synthetic","concatenated string","sliced string","symbol","bigint","object shape"],` +
	`"string","number","number","number","number"],` +
	`"edge_fields":["type","name_or_index","to_node"],` +
	`"edge_types":[["context","element","property","internal","hidden","shortcut","weak"],"string_or_number","node"],` +
	`"trace_function_info_fields":["function_id","name","script_name","script_id","line","column"],` +
	`"trace_node_fields":["id","function_info_index","count","size","children"],` +
	`"sample_fields":["timestamp_us","last_assigned_id"],"location_fields":["object_index","script_id","line","column"]}`

type edge struct {
	kind uint8
	name int // index of a string, or a number
	to   int // index of a node
}

type cellNode struct {
	kind  uint8
	name  int
	id    uint64
	size  uint64
	edges []edge
}

type snapshot struct {
	iso     *core.Isolate
	nodes   []cellNode
	index   map[gc.Ref]int
	refs    []gc.Ref // of nodes
	strings []string
	text    map[string]int
}

// WriteSnapshot writes a heap snapshot of what is reachable now. Nothing runs and nothing is collected meanwhile.
func WriteSnapshot(w io.Writer, iso *core.Isolate) error {
	s := &snapshot{iso: iso, index: map[gc.Ref]int{}, text: map[string]int{}}
	s.str("<dummy>")
	s.nodes = append(s.nodes, cellNode{kind: nodeSynthetic, name: s.str(""), id: 1}, cellNode{kind: nodeSynthetic, name: s.str("(GC roots)"), id: 3})
	s.refs = append(s.refs, 0, 0)
	s.nodes[0].edges = []edge{{edgeElement, 1, 1}}
	if g := iso.Intrinsic(vm.GlobalObject); g.IsObject() {
		s.nodes[0].edges = append(s.nodes[0].edges, edge{edgeShortcut, s.str("globalThis"), s.node(g.Ref())})
	}
	n := 0
	seen := map[gc.Ref]bool{}
	iso.Heap.VisitRoots(func(v gc.Value) {
		if r := v.Ref(); !seen[r] {
			seen[r] = true
			to := s.node(r)
			s.nodes[1].edges = append(s.nodes[1].edges, edge{edgeElement, n, to})
			n++
		}
	})
	for i := 2; i < len(s.nodes); i++ {
		s.scan(i)
	}
	return s.write(w)
}

func (s *snapshot) str(t string) int {
	if i, ok := s.text[t]; ok {
		return i
	}
	i := len(s.strings)
	s.text[t] = i
	s.strings = append(s.strings, t)
	return i
}

func (s *snapshot) node(r gc.Ref) int {
	if i, ok := s.index[r]; ok {
		return i
	}
	i := len(s.nodes)
	s.index[r] = i
	s.refs = append(s.refs, r)
	s.nodes = append(s.nodes, cellNode{id: uint64(r) + 1, size: uint64(s.iso.CellSize(r))})
	return i
}

const longestText = 1024

// scan names a node and follows its references.
func (s *snapshot) scan(i int) {
	iso, r := s.iso, s.refs[i]
	k := iso.KindOf(r)
	kind, name := uint8(nodeHidden), ""
	switch k {
	case layout.KindStringOne, layout.KindStringTwo, layout.KindStringExternal, layout.KindStringCons, layout.KindStringSlice:
		kind = nodeString
		if k == layout.KindStringCons {
			kind = nodeConcat
		} else if k == layout.KindStringSlice {
			kind = nodeSliced
		}
		v := gc.String(r)
		if n := iso.StrLen(v); n <= longestText {
			name = iso.GoUTF8(v)
		} else if k == layout.KindStringCons {
			name = "(concatenated string)"
		} else {
			name = iso.GoUTF8(iso.Substring(v, 0, longestText))
		}
	case layout.KindSymbol:
		kind, name = nodeSymbol, "symbol"
	case layout.KindBigInt:
		kind, name = nodeBigint, "bigint"
	case layout.KindShape, layout.KindDescriptors:
		kind, name = nodeShape, iso.CellName(r)
	case layout.KindFunction, layout.KindBoundFunction:
		kind, name = nodeClosure, iso.CellName(r)
	case layout.KindRegExp:
		kind, name = nodeRegexp, iso.CellName(r)
	case layout.KindBytecode, layout.KindFunctionInfo, layout.KindFeedbackVector, layout.KindFeedbackCell, layout.KindScript, layout.KindScopeInfo, layout.KindBytes:
		kind, name = nodeCode, iso.CellName(r)
	case layout.KindValues, layout.KindElements, layout.KindPropertyDict, layout.KindElementsDict, layout.KindHashTable, layout.KindWeakHashTable, layout.KindWords:
		kind, name = nodeArray, iso.CellName(r)
	case layout.KindArrayBuffer, layout.KindSharedArrayBuffer:
		kind, name = nodeObject, iso.CellName(r)
		s.nodes[i].size += uint64(len(iso.ExtBytes(iso.U32(r, layout.BufferExternal))))
	default:
		name = iso.CellName(r)
		if layout.IsObjectKind(k) {
			kind = nodeObject
		}
	}
	var edges []edge
	iso.SnapshotEdges(r, func(name string, index int64, v gc.Value) {
		if index >= 0 {
			edges = append(edges, edge{edgeElement, int(index), s.node(v.Ref())})
		} else {
			edges = append(edges, edge{edgeProperty, s.str(name), s.node(v.Ref())})
		}
	})
	named := len(edges)
	iso.ForEachRef(r, func(off uint32, to gc.Ref, weak bool) { //gcvet:ok no interceptor runs: SnapshotEdges leaves hosts out
		t := s.node(to)
		for _, e := range edges[:named] {
			if e.to == t && off != 0 {
				return // shown by its name
			}
		}
		switch {
		case weak:
			edges = append(edges, edge{edgeWeak, int(off), t})
		case off == 0:
			edges = append(edges, edge{edgeInternal, s.str("map"), t})
		case layout.IsObjectKind(k) && off == layout.ObjElements:
			edges = append(edges, edge{edgeInternal, s.str("elements"), t})
		case layout.IsObjectKind(k) && off == layout.ObjOverflow:
			edges = append(edges, edge{edgeInternal, s.str("properties"), t})
		case k == layout.KindScope:
			edges = append(edges, edge{edgeContext, s.str("slot " + strconv.Itoa(int(off))), t})
		case kind == nodeArray:
			edges = append(edges, edge{edgeHidden, int(off), t})
		default:
			edges = append(edges, edge{edgeInternal, s.str(strconv.Itoa(int(off))), t})
		}
	})
	n := &s.nodes[i]
	n.kind, n.name, n.edges = kind, s.str(name), edges
}

func (s *snapshot) write(out io.Writer) error {
	w := bufio.NewWriterSize(out, 64<<10)
	edges := 0
	for i := range s.nodes {
		edges += len(s.nodes[i].edges)
	}
	w.WriteString(`{"snapshot":{"meta":` + snapshotMeta + `,"node_count":` + strconv.Itoa(len(s.nodes)) + `,"edge_count":` + strconv.Itoa(edges) +
		`,"trace_function_count":0,"extra_native_bytes":0},` + "\n" + `"nodes":[`)
	var b []byte
	for i := range s.nodes {
		n := &s.nodes[i]
		b = b[:0]
		if i > 0 {
			b = append(b, ",\n"...)
		}
		for j, f := range [nodeFields]uint64{uint64(n.kind), uint64(n.name), n.id, n.size, uint64(len(n.edges)), 0} {
			if j > 0 {
				b = append(b, ',')
			}
			b = strconv.AppendUint(b, f, 10)
		}
		w.Write(b)
	}
	w.WriteString("],\n\"edges\":[")
	first := true
	for i := range s.nodes {
		for _, e := range s.nodes[i].edges {
			b = b[:0]
			if !first {
				b = append(b, ",\n"...)
			}
			first = false
			b = strconv.AppendUint(b, uint64(e.kind), 10)
			b = append(b, ',')
			b = strconv.AppendInt(b, int64(e.name), 10)
			b = append(b, ',')
			b = strconv.AppendInt(b, int64(e.to)*nodeFields, 10)
			w.Write(b)
		}
	}
	w.WriteString("],\n\"trace_function_infos\":[],\n\"trace_tree\":[],\n\"samples\":[],\n\"locations\":[],\n\"strings\":[")
	for i, t := range s.strings {
		if i > 0 {
			w.WriteString(",\n")
		}
		w.Write(appendQuoted(b[:0], t))
	}
	w.WriteString("]}")
	return w.Flush()
}

// appendQuoted appends t as a JSON string.
func appendQuoted(b []byte, t string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for _, c := range t {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ' || c == 0x2028 || c == 0x2029:
			b = append(b, '\\', 'u', hex[c>>12&15], hex[c>>8&15], hex[c>>4&15], hex[c&15])
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}
