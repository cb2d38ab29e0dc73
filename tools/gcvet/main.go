// Command gcvet reports raw references to the JavaScript heap that are used after a call that may collect.
//
//	go run ./tools/gcvet ./core/... ./bindings/...
//
// A gc.Value or gc.Ref in a Go variable, a struct or slice of them, and a view of a cell (Heap.Bytes, U16s, Values) are valid
// until the next safepoint: a collection moves cells without knowing of Go's variables. What must live longer goes into a
// handle, or is read again from a rooted place. See analysis.go for the rules.
package main

import (
	"flag"
	"fmt"
	"os"
)

func main() {
	why := flag.String("why", "", "print why the function whose name ends in this may collect")
	flag.Usage = func() {
		fmt.Fprintln(os.Stderr, "usage: gcvet [-why func] packages")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	p, err := load(flag.Args())
	if err != nil {
		fmt.Fprintln(os.Stderr, "gcvet:", err)
		os.Exit(2)
	}
	if *why != "" {
		p.explain(os.Stdout, *why)
		return
	}
	reports := p.check()
	for _, r := range reports {
		fmt.Println(r)
	}
	if len(reports) > 0 {
		fmt.Fprintf(os.Stderr, "gcvet: %d problems\n", len(reports))
		os.Exit(1)
	}
}
