package main

import (
	"go/ast"
	"go/parser"
	"go/token"
)

// funcNames finds the function that a line belongs to.
type funcNames struct {
	fset  *token.FileSet
	files map[string]*ast.File
}

func newFuncNames() *funcNames {
	return &funcNames{fset: token.NewFileSet(), files: map[string]*ast.File{}}
}

// at returns the name of the declaration around a line, "-" if there is none.
func (n *funcNames) at(file string, line int) string {
	f := n.files[file]
	if f == nil {
		var err error
		if f, err = parser.ParseFile(n.fset, file, nil, parser.SkipObjectResolution); err != nil {
			return "-"
		}
		n.files[file] = f
	}
	for _, d := range f.Decls {
		if n.fset.Position(d.Pos()).Line > line || n.fset.Position(d.End()).Line < line {
			continue
		}
		switch d := d.(type) {
		case *ast.FuncDecl:
			return d.Name.Name
		case *ast.GenDecl:
			if len(d.Specs) > 0 {
				if s, ok := d.Specs[0].(*ast.ValueSpec); ok {
					return s.Names[0].Name
				}
			}
		}
	}
	return "-"
}
