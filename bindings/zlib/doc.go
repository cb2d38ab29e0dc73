// Package zlib serves the binding zlib: deflate in its three wrappings, brotli and zstd as push-style engines (input comes in chunks, output
// is taken in pieces of a limited size). Inflating is our own resumable decoder, because programs see its counts and error texts.
package zlib
