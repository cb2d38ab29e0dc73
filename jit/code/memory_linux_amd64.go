//go:build linux && amd64 && !nojit

package code

import (
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Supported reports whether this program can run machine code of its own.
const Supported = true

// trapByte fills memory that holds no code: int3.
const trapByte = 0xCC

// memory is the address space of a Space: offsets are from the start of either view.
type memory struct {
	mode   Mode
	rx, rw unsafe.Pointer // rw is nil when pages are protected
	size   uintptr
	fd     int
	table  unsafe.Pointer
	tableN uintptr
}

const (
	rxProt = unix.PROT_READ | unix.PROT_EXEC
	rwProt = unix.PROT_READ | unix.PROT_WRITE
	none   = unix.MAP_PRIVATE | unix.MAP_ANON | unix.MAP_NORESERVE
)

func (m *memory) reserve(size uintptr, mode Mode, table uintptr) error {
	m.fd, m.size, m.tableN = -1, size, table
	var err error
	if m.rx, err = unix.MmapPtr(-1, 0, nil, size, unix.PROT_NONE, none); err != nil {
		return fmt.Errorf("reserving code space: %w", err)
	}
	if m.table, err = unix.MmapPtr(-1, 0, nil, table, rwProt, none); err != nil {
		m.release()
		return fmt.Errorf("reserving the code table: %w", err)
	}
	if mode != Protect {
		if err = m.dual(); err == nil {
			m.mode = Dual
			return nil
		}
		m.dropDual()
		if mode == Dual {
			m.release()
			return err
		}
	}
	m.mode = Protect
	if err = m.probeProtect(); err != nil {
		m.release()
		return err
	}
	return nil
}

// probeProtect tries whether a page that was written can become executable: some systems refuse that for good.
func (m *memory) probeProtect() error {
	b, err := m.write(0, pageSize)
	if err != nil {
		return err
	}
	b[0] = trapByte
	if err := m.seal(0, pageSize); err != nil {
		return fmt.Errorf("making memory executable: %w", err)
	}
	m.discard(0, pageSize)
	return nil
}

// dual makes the memory file and tries whether it can be mapped both ways.
func (m *memory) dual() error {
	fd, err := unix.MemfdCreate("gonode-code", unix.MFD_CLOEXEC|unix.MFD_EXEC)
	if err == unix.EINVAL { // before Linux 6.3
		fd, err = unix.MemfdCreate("gonode-code", unix.MFD_CLOEXEC)
	}
	if err != nil {
		return fmt.Errorf("memfd_create: %w", err)
	}
	m.fd = fd
	if m.rw, err = unix.MmapPtr(-1, 0, nil, m.size, unix.PROT_NONE, none); err != nil {
		return fmt.Errorf("reserving the writable view: %w", err)
	}
	if err := unix.Ftruncate(fd, pageSize); err != nil {
		return fmt.Errorf("ftruncate: %w", err)
	}
	p, err := unix.MmapPtr(fd, 0, nil, pageSize, rxProt, unix.MAP_SHARED)
	if err != nil {
		return fmt.Errorf("mapping executable memory: %w", err)
	}
	return unix.MunmapPtr(p, pageSize)
}

func (m *memory) dropDual() {
	if m.rw != nil {
		_ = unix.MunmapPtr(m.rw, m.size)
		m.rw = nil
	}
	if m.fd >= 0 {
		_ = unix.Close(m.fd)
		m.fd = -1
	}
}

func (m *memory) release() {
	m.dropDual()
	if m.rx != nil {
		_ = unix.MunmapPtr(m.rx, m.size)
		m.rx = nil
	}
	if m.table != nil {
		_ = unix.MunmapPtr(m.table, m.tableN)
		m.table = nil
	}
}

// open makes a range of the reservation usable.
func (m *memory) open(off, n uintptr) error {
	if m.mode == Protect {
		return nil // page by page, when it is written
	}
	if err := unix.Ftruncate(m.fd, int64(off+n)); err != nil {
		return fmt.Errorf("ftruncate: %w", err)
	}
	const flags = unix.MAP_SHARED | unix.MAP_FIXED
	if _, err := unix.MmapPtr(m.fd, int64(off), unsafe.Add(m.rw, off), n, rwProt, flags); err != nil {
		return fmt.Errorf("mapping writable memory: %w", err)
	}
	if _, err := unix.MmapPtr(m.fd, int64(off), unsafe.Add(m.rx, off), n, rxProt, flags); err != nil {
		return fmt.Errorf("mapping executable memory: %w", err)
	}
	return nil
}

// write returns where the bytes of a range are written.
func (m *memory) write(off uintptr, n int) ([]byte, error) {
	if m.mode == Dual {
		return unsafe.Slice((*byte)(unsafe.Add(m.rw, off)), n), nil
	}
	p, err := unix.MmapPtr(-1, 0, unsafe.Add(m.rx, off), uintptr(n), rwProt, unix.MAP_PRIVATE|unix.MAP_ANON|unix.MAP_FIXED)
	if err != nil {
		return nil, fmt.Errorf("mapping code: %w", err)
	}
	return unsafe.Slice((*byte)(p), n), nil
}

// seal makes what was written executable.
func (m *memory) seal(off uintptr, n int) error {
	if m.mode == Dual {
		return nil
	}
	return unix.Mprotect(unsafe.Slice((*byte)(unsafe.Add(m.rx, off)), n), rxProt)
}

// discard makes a range useless to whoever still jumps there: traps, or no memory at all.
func (m *memory) discard(off uintptr, n int) {
	if m.mode == Dual {
		b := unsafe.Slice((*byte)(unsafe.Add(m.rw, off)), n)
		for i := range b {
			b[i] = trapByte
		}
		return
	}
	if _, err := unix.MmapPtr(-1, 0, unsafe.Add(m.rx, off), uintptr(n), unix.PROT_NONE, none|unix.MAP_FIXED); err != nil {
		_ = unix.Mprotect(unsafe.Slice((*byte)(unsafe.Add(m.rx, off)), n), unix.PROT_NONE)
	}
}

// giveBack returns the memory of free pages to the system.
func (m *memory) giveBack(off, n uintptr) {
	if m.mode == Dual {
		_ = unix.Madvise(unsafe.Slice((*byte)(unsafe.Add(m.rw, off)), n), unix.MADV_REMOVE)
	}
}

// synchronise makes every thread of the process fetch anew what it may have fetched from memory that has been rewritten at another
// address. Where the kernel cannot, this processor's own serialising instruction has to do.
func synchronise() {
	const (
		private  = 1 << 5 // MEMBARRIER_CMD_PRIVATE_EXPEDITED_SYNC_CORE
		register = 1 << 6
	)
	if _, _, e := unix.RawSyscall(unix.SYS_MEMBARRIER, private, 0, 0); e == 0 {
		return
	}
	if _, _, e := unix.RawSyscall(unix.SYS_MEMBARRIER, register, 0, 0); e == 0 {
		if _, _, e = unix.RawSyscall(unix.SYS_MEMBARRIER, private, 0, 0); e == 0 {
			return
		}
	}
	serialise()
}

// pageSizeFits reports whether the system's pages are what code space counts on.
func pageSizeFits() bool { return os.Getpagesize() == pageSize }
