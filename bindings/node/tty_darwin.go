package node

import "golang.org/x/sys/unix"

const ioctlGetTermios = unix.TIOCGETA

const clockBoot = unix.CLOCK_MONOTONIC
