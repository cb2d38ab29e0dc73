//go:build !unix

package net

import (
	"net"
	"syscall"
)

func closeFD(int) {}

// There is no sending of handles on this system.

func readRights(c *net.UnixConn, b []byte) (int, []int, error) {
	n, err := c.Read(b)
	return n, nil, err
}

func writeRights(*net.UnixConn, []byte, int) (int, error) { return 0, syscall.EWINDOWS }

func rawWriteRights(int, []byte, int) (int, error) { return 0, syscall.EWINDOWS }

func kindOfSocket(int) string { return "" }

func isListening(int) bool { return false }

func setReusePort(int) error { return syscall.EWINDOWS }

func isSocket(int) bool { return true }

func waitable(int) {}

func setTypeOfService(int, int) error { return syscall.EWINDOWS }

func getTypeOfService(int) (int, error) { return 0, syscall.EWINDOWS }
