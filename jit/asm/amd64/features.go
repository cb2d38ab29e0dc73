package amd64

import "golang.org/x/sys/cpu"

// Detect returns the features of the processor that this program runs on.
func Detect() Feature {
	var f Feature
	if cpu.X86.HasSSE41 {
		f |= SSE41
	}
	if cpu.X86.HasPOPCNT {
		f |= POPCNT
	}
	if cpu.X86.HasBMI1 {
		f |= BMI1
	}
	return f
}
