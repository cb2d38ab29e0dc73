// Package whatwg parses, changes and serialises URLs as the URL Standard says, with IDNA (UTS #46, non-transitional). It needs no
// isolate.
package whatwg
