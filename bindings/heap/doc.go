// Package heap shows the engine's heap and execution to people and tools: the lines of --trace-gc, the bindings of module v8
// (statistics, heap snapshots, CPU and heap profiles) and the garbage collection entries of perf_hooks.
package heap
