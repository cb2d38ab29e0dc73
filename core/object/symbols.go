package object

// SymID names a well-known symbol (ECMA-262 6.1.5.1).
type SymID uint8

// The well-known symbols.
const (
	SymAsyncIterator SymID = iota
	SymHasInstance
	SymIsConcatSpreadable
	SymIterator
	SymMatch
	SymMatchAll
	SymReplace
	SymSearch
	SymSpecies
	SymSplit
	SymToPrimitive
	SymToStringTag
	SymUnscopables
	SymDispose
	SymAsyncDispose
	numSyms
)

// NumSymbols is the number of well-known symbols.
const NumSymbols = int(numSyms)

var symText = [numSyms]string{
	"Symbol.asyncIterator", "Symbol.hasInstance", "Symbol.isConcatSpreadable", "Symbol.iterator", "Symbol.match",
	"Symbol.matchAll", "Symbol.replace", "Symbol.search", "Symbol.species", "Symbol.split", "Symbol.toPrimitive",
	"Symbol.toStringTag", "Symbol.unscopables", "Symbol.dispose", "Symbol.asyncDispose",
}

// SymbolPropertyName returns the name of the property of Symbol that holds the symbol, such as "iterator".
func SymbolPropertyName(i SymID) string { return symText[i][len("Symbol."):] }
