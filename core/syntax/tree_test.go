package syntax

import (
	"reflect"
	"testing"
)

// checkTree verifies that every reference of a tree is resolved, that child nodes lie within their parents' ranges, and that every
// scope reachable from nodes is in the scope tree.
func checkTree(t *testing.T, prog *Program) {
	t.Helper()
	scopes := map[*Scope]bool{}
	var walk func(s *Scope)
	walk = func(s *Scope) {
		scopes[s] = true
		for _, c := range s.Children {
			if c.Parent != s {
				t.Fatalf("scope %v has a wrong parent", c.Kind)
			}
			walk(c)
		}
	}
	walk(prog.Func.Scope)
	seen := map[uintptr]bool{}
	var visit func(v reflect.Value, depth int)
	visit = func(v reflect.Value, depth int) {
		switch v.Kind() {
		case reflect.Interface:
			if !v.IsNil() {
				visit(v.Elem(), depth)
			}
		case reflect.Pointer:
			if v.IsNil() {
				return
			}
			switch v.Type() {
			case reflect.TypeFor[*Scope]():
				s := (*Scope)(v.UnsafePointer())
				if !scopes[s] {
					t.Fatalf("scope %s at %d is not in the tree", scopeNames[s.Kind], s.Pos)
				}
				return
			case reflect.TypeFor[*Variable](), reflect.TypeFor[*symbol](), reflect.TypeFor[*ModuleRecord](), reflect.TypeFor[*Lines]():
				return
			}
			if seen[v.Pointer()] {
				return
			}
			seen[v.Pointer()] = true
			visit(v.Elem(), depth+1)
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i), depth)
			}
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[Ref]() {
				k := RefKind(v.FieldByName("Kind").Uint())
				if k == refDecl {
					t.Fatal("unresolved declaration")
				}
				if (k == RefLocal || k == RefContext) && v.FieldByName("Var").IsNil() {
					t.Fatal("reference without a variable")
				}
				return
			}
			for i := range v.NumField() {
				if v.Type() == reflect.TypeFor[FuncDecl]() && v.Type().Field(i).Name == "VarRef" {
					continue
				}
				if v.Type() == reflect.TypeFor[Ident]() && v.Type().Field(i).Name == "Ref" && v.FieldByName("Ref").FieldByName("Kind").Uint() == 0 {
					if v.FieldByName("sym").IsNil() {
						continue
					}
					// Labels, own names and the like are no references; binding and reference identifiers are.
					if v.FieldByName("Name").String() != "" && !selfName(prog, v) {
						t.Fatalf("pending reference %s", v.FieldByName("Name").String())
					}
					continue
				}
				visit(v.Field(i), depth+1)
			}
		}
	}
	visit(reflect.ValueOf(prog.Func), 0)
}

// selfName reports whether an identifier is the own name of a function expression that something shadows.
func selfName(prog *Program, id reflect.Value) bool {
	found := false
	var walk func(f *Function)
	walk = func(f *Function) {
		if f.Self != nil && reflect.ValueOf(f.Self).Pointer() == id.UnsafeAddr() {
			found = true
		}
		for _, g := range f.Inner {
			walk(g)
		}
	}
	walk(prog.Func)
	return found
}
