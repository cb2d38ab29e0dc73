// Package http serves the binding http_parser: the parser of the package parser as a host class, fed by JavaScript (execute) or
// directly by a socket (consume).
package http
