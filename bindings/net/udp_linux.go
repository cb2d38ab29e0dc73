package net

import (
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

// reuseUDP lets several sockets share an address; on Linux that is SO_REUSEADDR.
func reuseUDP(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, 1) }

// disconnect ends the association of a socket with a peer.
func disconnect(fd int) error {
	sa := unix.RawSockaddr{Family: unix.AF_UNSPEC}
	_, _, e := unix.Syscall(unix.SYS_CONNECT, uintptr(fd), uintptr(unsafe.Pointer(&sa)), unsafe.Sizeof(sa))
	if e != 0 {
		return e
	}
	return nil
}

// groupSource is the kernel's struct group_source_req.
type groupSource struct {
	iface  uint32
	_      uint32
	group  [128]byte
	source [128]byte
}

// setSource joins or leaves a group for one source.
func setSource(fd int, source, group, iface netip.Addr, zone int, join bool) error {
	if group.Is4() {
		var req struct{ group, iface, source [4]byte }
		req.group, req.source = group.As4(), source.As4()
		if iface.Is4() {
			req.iface = iface.As4()
		}
		opt := unix.IP_ADD_SOURCE_MEMBERSHIP
		if !join {
			opt = unix.IP_DROP_SOURCE_MEMBERSHIP
		}
		return setsockopt(fd, unix.IPPROTO_IP, opt, unsafe.Pointer(&req), unsafe.Sizeof(req))
	}
	req := groupSource{iface: uint32(zone)}
	put := func(out *[128]byte, ip netip.Addr) {
		(*unix.RawSockaddrInet6)(unsafe.Pointer(out)).Family = unix.AF_INET6
		(*unix.RawSockaddrInet6)(unsafe.Pointer(out)).Addr = ip.As16()
	}
	put(&req.group, group)
	put(&req.source, source)
	opt := unix.MCAST_JOIN_SOURCE_GROUP
	if !join {
		opt = unix.MCAST_LEAVE_SOURCE_GROUP
	}
	return setsockopt(fd, unix.IPPROTO_IPV6, opt, unsafe.Pointer(&req), unsafe.Sizeof(req))
}

func setsockopt(fd, level, opt int, p unsafe.Pointer, n uintptr) error {
	_, _, e := unix.Syscall6(unix.SYS_SETSOCKOPT, uintptr(fd), uintptr(level), uintptr(opt), uintptr(p), n, 0)
	if e != 0 {
		return e
	}
	return nil
}
