//go:build unix && !linux

package net

import (
	"net/netip"
	"syscall"

	"golang.org/x/sys/unix"
)

// reuseUDP lets several sockets share an address; BSDs want SO_REUSEPORT for that.
func reuseUDP(fd int) error {
	if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1); err != nil {
		return err
	}
	return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
}

// disconnect ends the association of a socket with a peer: connecting to an unusable address does.
func disconnect(fd int) error {
	err := unix.Connect(fd, &unix.SockaddrInet4{})
	if err == syscall.EAFNOSUPPORT || err == syscall.EINVAL || err == syscall.EADDRNOTAVAIL {
		return nil
	}
	return err
}

func setSource(fd int, source, group, iface netip.Addr, zone int, join bool) error {
	return syscall.ENOSYS
}
