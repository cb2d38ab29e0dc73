package syntax

// ModuleRecord is what the module loader needs to know about a module.
type ModuleRecord struct {
	// Requests are the requested modules in order of first appearance, deduplicated by specifier and attributes.
	Requests []ModuleRequest
	Imports  []ImportEntry
	// LocalExports, IndirectExports and StarExports as ParseModule (16.2.1.7.1) sorts them.
	LocalExports    []ExportEntry
	IndirectExports []ExportEntry
	StarExports     []ExportEntry
	// HasTLA: contains top-level await.
	HasTLA bool
	// HasImportMeta: contains import.meta.
	HasImportMeta bool
}

// ModuleRequest is a specifier with its import attributes.
type ModuleRequest struct {
	Specifier  string
	Attributes []ImportAttribute
	Pos, End   int32
}

// ImportAttribute is one key: value of a with clause.
type ImportAttribute struct {
	Key, Value string
	Pos, End   int32
}

// ImportEntry is an ImportEntry record; Request indexes Requests.
type ImportEntry struct {
	Request int32
	// Name is the imported name; "" with Namespace.
	Name      string
	Namespace bool
	// Local is the variable (VarImport) of the local binding.
	Local *Variable
	// Pos and End locate the imported name for linking errors.
	Pos, End int32
}

// ExportEntry is an ExportEntry record.
type ExportEntry struct {
	// Name is the exported name ("" for export * from).
	Name string
	// Request indexes Requests, -1 for local exports.
	Request int32
	// Import is the name imported from the request (indirect exports); with Namespace it is export * as Name.
	Import    string
	Namespace bool
	// Local is the variable of a local export.
	Local    *Variable
	Pos, End int32
	sym      *symbol
}

// Module items.
type (
	// ImportDecl is an import declaration; it does nothing at run time.
	ImportDecl struct {
		Loc
		Request int32
	}
	// ExportDecl is an export declaration. Decl is the exported declaration (VarDecl, FuncDecl, ClassDecl) or nil.
	ExportDecl struct {
		Loc
		Decl Stmt
	}
	// ExportDefault is export default of an expression: Value is assigned to Local, named *default*. Default-exported functions and
	// classes are ExportDecls of a FuncDecl or ClassDecl whose Name is *default* when anonymous (their name property is "default").
	ExportDefault struct {
		Loc
		Value Expr
		Local *Ident
	}
)

func (*ImportDecl) stmt()    {}
func (*ExportDecl) stmt()    {}
func (*ExportDefault) stmt() {}
