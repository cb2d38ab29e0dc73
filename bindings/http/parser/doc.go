// Package parser is an incremental HTTP/1 parser with the behaviour of llhttp as Node uses it: raw header case and order,
// pipelining, chunked bodies with extensions and trailers, informational responses, upgrade, limits, HPE_* errors. It knows
// nothing of JavaScript.
package parser
