// Package num converts between numbers and text by the rules of ECMA-262: Number::toString and
// the toFixed family, StringToNumber, parseInt, parseFloat, array indices and BigInt text. The
// Append functions write into the caller's buffer and do not allocate.
package num
