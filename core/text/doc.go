// Package text owns JavaScript strings in the cage: creation, ropes, slices, flattening, comparison, hashing, interning into
// atoms, and property keys. Nothing here runs JavaScript or collects (INV-4): results are good until the next safepoint.
//
// Strings are sequences of UTF-16 code units in Latin-1 or two-byte form. Text that comes from Go is WTF-8: UTF-8 in which lone
// surrogates are encoded as three bytes.
package text
