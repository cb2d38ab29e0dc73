// Package dns serves the binding cares_wrap: getaddrinfo and getnameinfo over the system's resolver, and the queries of dns.resolve*.
package dns
