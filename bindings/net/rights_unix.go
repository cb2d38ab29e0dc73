//go:build unix

package net

import (
	"net"

	"golang.org/x/sys/unix"
)

func closeFD(fd int) { unix.Close(fd) }

// readRights reads from a channel between processes: bytes and the descriptors that came with them.
func readRights(c *net.UnixConn, b []byte) (int, []int, error) {
	oob := make([]byte, unix.CmsgSpace(4*64))
	n, oobn, _, _, err := c.ReadMsgUnix(b, oob)
	n = max(n, 0)
	if oobn <= 0 {
		return n, nil, err
	}
	var fds []int
	list, perr := unix.ParseSocketControlMessage(oob[:oobn])
	if perr != nil {
		return n, nil, err
	}
	for i := range list {
		if got, err := unix.ParseUnixRights(&list[i]); err == nil {
			for _, fd := range got {
				unix.CloseOnExec(fd)
			}
			fds = append(fds, got...)
		}
	}
	return n, fds, err
}

func writeRights(c *net.UnixConn, b []byte, fd int) (int, error) {
	n, _, err := c.WriteMsgUnix(b, unix.UnixRights(fd), nil)
	return n, err
}

func rawWriteRights(sock int, b []byte, fd int) (int, error) {
	return unix.SendmsgN(sock, b, unix.UnixRights(fd), nil, 0)
}

// kindOfSocket tells which handle a socket wants.
func kindOfSocket(fd int) string {
	t, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil {
		return ""
	}
	sa, err := unix.Getsockname(fd)
	if err != nil {
		return ""
	}
	_, local := sa.(*unix.SockaddrUnix)
	switch {
	case local && t == unix.SOCK_STREAM:
		return "PIPE"
	case !local && t == unix.SOCK_STREAM:
		return "TCP"
	case !local && t == unix.SOCK_DGRAM:
		return "UDP"
	}
	return ""
}

func isSocket(fd int) bool {
	var st unix.Stat_t
	return unix.Fstat(fd, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFSOCK
}

// waitable makes reads of a pipe wait in Go's poller, where closing ends them.
func waitable(fd int) {
	var st unix.Stat_t
	if unix.Fstat(fd, &st) == nil && st.Mode&unix.S_IFMT == unix.S_IFIFO {
		unix.SetNonblock(fd, true)
	}
}

func isListening(fd int) bool {
	n, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_ACCEPTCONN)
	return err == nil && n != 0
}

func setReusePort(fd int) error {
	return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, 1)
}

// setTypeOfService sets the field of IPv4, and of IPv6 where the socket is of IPv6.
func setTypeOfService(fd, n int) error {
	err4 := unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TOS, n)
	err6 := unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS, n)
	if err4 != nil && err6 != nil {
		return err4
	}
	return nil
}

func getTypeOfService(fd int) (int, error) {
	if sa, err := unix.Getsockname(fd); err == nil {
		if _, v6 := sa.(*unix.SockaddrInet6); v6 {
			return unix.GetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_TCLASS)
		}
	}
	return unix.GetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_TOS)
}
