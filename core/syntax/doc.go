// Package syntax turns ECMAScript source text into a syntax tree.
//
// It holds the scanner, the parser for scripts, modules, functions and eval
// code of ECMA-262 (2026) with Annex B, all early errors, and the scope
// analysis: after a successful parse every identifier reference says where its
// variable lives, so that the compiler needs no resolver of its own.
//
// Source text is WTF-8: UTF-8 in which a lone surrogate may appear as a
// three-byte sequence. Positions are byte offsets. Strings in the tree are Go
// strings in the same encoding with escape sequences decoded.
//
// Files: token.go and scan*.go (scanner), parse*.go (parser), ast.go and
// class.go and module.go (tree), scope.go (scopes and variables), declare.go
// (declarations and redeclaration errors), resolve.go (reference resolution),
// dump.go (S-expression printers), lines.go (line table).
package syntax
