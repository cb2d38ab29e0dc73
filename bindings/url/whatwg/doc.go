// Package whatwg is a URL parser after the URL Standard: the state machine with state overrides (for setters), the host parser,
// the percent-encode sets and the serializer with the offsets of the components.
package whatwg
