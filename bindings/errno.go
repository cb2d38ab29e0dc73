package bindings

import "syscall"

// errnoRow names a system error in libuv's words.
type errnoRow struct {
	errno      syscall.Errno
	name, text string
}

// errnos is every system error that libuv knows.
var errnos = [...]errnoRow{
	{syscall.E2BIG, "E2BIG", "argument list too long"},
	{syscall.EACCES, "EACCES", "permission denied"},
	{syscall.EADDRINUSE, "EADDRINUSE", "address already in use"},
	{syscall.EADDRNOTAVAIL, "EADDRNOTAVAIL", "address not available"},
	{syscall.EAFNOSUPPORT, "EAFNOSUPPORT", "address family not supported"},
	{syscall.EAGAIN, "EAGAIN", "resource temporarily unavailable"},
	{syscall.EALREADY, "EALREADY", "connection already in progress"},
	{syscall.EBADF, "EBADF", "bad file descriptor"},
	{syscall.EBUSY, "EBUSY", "resource busy or locked"},
	{syscall.ECANCELED, "ECANCELED", "operation canceled"},
	{syscall.ECONNABORTED, "ECONNABORTED", "software caused connection abort"},
	{syscall.ECONNREFUSED, "ECONNREFUSED", "connection refused"},
	{syscall.ECONNRESET, "ECONNRESET", "connection reset by peer"},
	{syscall.EDESTADDRREQ, "EDESTADDRREQ", "destination address required"},
	{syscall.EEXIST, "EEXIST", "file already exists"},
	{syscall.EFAULT, "EFAULT", "bad address in system call argument"},
	{syscall.EFBIG, "EFBIG", "file too large"},
	{syscall.EHOSTUNREACH, "EHOSTUNREACH", "host is unreachable"},
	{syscall.EINTR, "EINTR", "interrupted system call"},
	{syscall.EINVAL, "EINVAL", "invalid argument"},
	{syscall.EIO, "EIO", "i/o error"},
	{syscall.EISCONN, "EISCONN", "socket is already connected"},
	{syscall.EISDIR, "EISDIR", "illegal operation on a directory"},
	{syscall.ELOOP, "ELOOP", "too many symbolic links encountered"},
	{syscall.EMFILE, "EMFILE", "too many open files"},
	{syscall.EMSGSIZE, "EMSGSIZE", "message too long"},
	{syscall.ENAMETOOLONG, "ENAMETOOLONG", "name too long"},
	{syscall.ENETDOWN, "ENETDOWN", "network is down"},
	{syscall.ENETUNREACH, "ENETUNREACH", "network is unreachable"},
	{syscall.ENFILE, "ENFILE", "file table overflow"},
	{syscall.ENOBUFS, "ENOBUFS", "no buffer space available"},
	{syscall.ENODEV, "ENODEV", "no such device"},
	{syscall.ENOENT, "ENOENT", "no such file or directory"},
	{syscall.ENOMEM, "ENOMEM", "not enough memory"},
	{syscall.ENOPROTOOPT, "ENOPROTOOPT", "protocol not available"},
	{syscall.ENOSPC, "ENOSPC", "no space left on device"},
	{syscall.ENOSYS, "ENOSYS", "function not implemented"},
	{syscall.ENOTCONN, "ENOTCONN", "socket is not connected"},
	{syscall.ENOTDIR, "ENOTDIR", "not a directory"},
	{syscall.ENOTEMPTY, "ENOTEMPTY", "directory not empty"},
	{syscall.ENOTSOCK, "ENOTSOCK", "socket operation on non-socket"},
	{syscall.ENOTSUP, "ENOTSUP", "operation not supported on socket"},
	{syscall.EOVERFLOW, "EOVERFLOW", "value too large for defined data type"},
	{syscall.EPERM, "EPERM", "operation not permitted"},
	{syscall.EPIPE, "EPIPE", "broken pipe"},
	{syscall.EPROTO, "EPROTO", "protocol error"},
	{syscall.EPROTONOSUPPORT, "EPROTONOSUPPORT", "protocol not supported"},
	{syscall.EPROTOTYPE, "EPROTOTYPE", "protocol wrong type for socket"},
	{syscall.ERANGE, "ERANGE", "result too large"},
	{syscall.EROFS, "EROFS", "read-only file system"},
	{syscall.ESHUTDOWN, "ESHUTDOWN", "cannot send after transport endpoint shutdown"},
	{syscall.ESPIPE, "ESPIPE", "invalid seek"},
	{syscall.ESRCH, "ESRCH", "no such process"},
	{syscall.ETIMEDOUT, "ETIMEDOUT", "connection timed out"},
	{syscall.ETXTBSY, "ETXTBSY", "text file is busy"},
	{syscall.EXDEV, "EXDEV", "cross-device link not permitted"},
	{syscall.ENXIO, "ENXIO", "no such device or address"},
	{syscall.EMLINK, "EMLINK", "too many links"},
	{syscall.EHOSTDOWN, "EHOSTDOWN", "host is down"},
	{syscall.ENOTTY, "ENOTTY", "inappropriate ioctl for device"},
	{syscall.EILSEQ, "EILSEQ", "illegal byte sequence"},
	{syscall.ESOCKTNOSUPPORT, "ESOCKTNOSUPPORT", "socket type not supported"},
	{syscall.ENOEXEC, "ENOEXEC", "exec format error"},
}

// UVRow is an error of libuv's own: not a system error number.
type UVRow struct {
	Number     int
	Name, Text string
}

// UVErrors are the errors of libuv's own.
var UVErrors = [...]UVRow{
	{-3000, "EAI_ADDRFAMILY", "address family not supported"},
	{-3001, "EAI_AGAIN", "temporary failure"},
	{-3002, "EAI_BADFLAGS", "bad ai_flags value"},
	{-3013, "EAI_BADHINTS", "invalid value for hints"},
	{-3003, "EAI_CANCELED", "request canceled"},
	{-3004, "EAI_FAIL", "permanent failure"},
	{-3005, "EAI_FAMILY", "ai_family not supported"},
	{-3006, "EAI_MEMORY", "out of memory"},
	{-3007, "EAI_NODATA", "no address"},
	{-3008, "EAI_NONAME", "unknown node or service"},
	{-3009, "EAI_OVERFLOW", "argument buffer overflow"},
	{-3014, "EAI_PROTOCOL", "resolved protocol is unknown"},
	{-3010, "EAI_SERVICE", "service not available for socket type"},
	{-3011, "EAI_SOCKTYPE", "socket type not supported"},
	{-4080, "ECHARSET", "invalid Unicode character"},
	{-4094, "UNKNOWN", "unknown error"},
	{-4095, "EOF", "end of file"},
	{-4028, "EFTYPE", "inappropriate file type or format"},
}

// ErrnoName returns the name of a system error, such as ENOENT.
func ErrnoName(e syscall.Errno) string {
	for i := range errnos {
		if errnos[i].errno == e {
			return errnos[i].name
		}
	}
	return "UNKNOWN"
}

// ErrnoMessage returns libuv's text for a system error.
func ErrnoMessage(e syscall.Errno) string {
	for i := range errnos {
		if errnos[i].errno == e {
			return errnos[i].text
		}
	}
	return "unknown error"
}

// EachError calls f for all errors: negative number, name, text.
func EachError(f func(number int, name, text string)) {
	for i := range errnos {
		f(-int(errnos[i].errno), errnos[i].name, errnos[i].text)
	}
	for i := range UVErrors {
		f(UVErrors[i].Number, UVErrors[i].Name, UVErrors[i].Text)
	}
}
