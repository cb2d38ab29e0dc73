//go:build !unix

package net

import "net"

// newReader returns the function that reads what is there, waiting until there is something. The buffer goes to freeRead after use.
func newReader(c net.Conn) func() (*[]byte, int, error) { return plainReader(c) }
