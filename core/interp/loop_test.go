package interp

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"
)

// TestLoopCalls keeps the loop free of spills: in Run only accessors that are inlined even into a big function may be called, and steps,
// which take the state of the machine and return it (see Run). One other call makes the compiler store pc, fp and acc at
// every instruction.
func TestLoopCalls(t *testing.T) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "interp.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	small := strings.Fields(`ld st ldw stw ldu ldb ldc stc u16 s16 s32 reg setReg regN setRegN isInt isDouble isHole isTDZ barrier shapeKind
		int int32 int64 uint16 uint32 uint64 uintptr float64 max leave loadFrame
		gc.Int gc.Double gc.Bool gc.Cell gc.Ref gc.Value unsafe.Add bc.Op atomic.LoadUint32
		IsObject IsInternal IsNullish IsBool IsString IsBigInt AsDouble Size Base SP SetSP SetFP Realm StackLimit PollWords`)
	for _, d := range file.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Name.Name != "Run" {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			name := ""
			switch x := c.Fun.(type) {
			case *ast.Ident:
				name = x.Name
			case *ast.SelectorExpr:
				name = x.Sel.Name
				if p, ok := x.X.(*ast.Ident); ok && slices.Contains([]string{"gc", "unsafe", "bc", "atomic", "vm", "math"}, p.Name) {
					name = p.Name + "." + name
				}
			default: // a conversion
				return true
			}
			if !strings.HasSuffix(name, "Step") && !slices.Contains(small, name) {
				t.Errorf("%s: Run calls %s: make it a step", fset.Position(c.Pos()), name)
			}
			return true
		})
	}
}
