// Package ucd has the parts of the Unicode character database the engine needs: identifier
// properties for the scanner, the properties behind RegExp \p{...}, case mapping and folding,
// normalisation, and the white space and line terminator sets of ECMA-262.
//
// The data is static: sorted arrays that are searched in place, and packed strings that are
// decoded by the call that asks for them. Nothing runs at start-up. tables_gen.go is written by
// tools/genucd.
package ucd
