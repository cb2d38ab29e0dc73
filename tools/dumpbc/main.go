// Command dumpbc prints the bytecode of a script: dumpbc [-module|-eval|-function] file (or standard input).
package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"github.com/gonode/gonode/core/bytecode"
	"github.com/gonode/gonode/core/compile"
	"github.com/gonode/gonode/core/syntax"
)

func main() {
	module := flag.Bool("module", false, "compile as a module")
	eval := flag.Bool("eval", false, "compile as indirect eval code")
	function := flag.Bool("function", false, "compile as a CommonJS function body")
	flag.Parse()
	var src []byte
	var err error
	if flag.NArg() > 0 {
		src, err = os.ReadFile(flag.Arg(0))
	} else {
		src, err = io.ReadAll(os.Stdin)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	var u *bytecode.Unit
	var serr *syntax.Error
	o := compile.Options{AllowNatives: true}
	switch {
	case *module:
		u, serr = compile.Module(src, o)
	case *eval:
		u, serr = compile.Eval(src, nil, 0, o)
	case *function:
		u, serr = compile.FunctionBody(src, []string{"exports", "require", "module", "__filename", "__dirname"}, o)
	default:
		u, serr = compile.Script(src, o)
	}
	if serr != nil {
		fmt.Fprintln(os.Stderr, serr)
		os.Exit(1)
	}
	fmt.Print(u.Disassemble())
	if err := u.Verify(); err != nil {
		fmt.Println("VERIFY:", err)
		os.Exit(1)
	}
}
