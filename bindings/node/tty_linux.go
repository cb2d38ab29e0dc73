package node

import "golang.org/x/sys/unix"

const ioctlGetTermios = unix.TCGETS

const clockBoot = unix.CLOCK_BOOTTIME
