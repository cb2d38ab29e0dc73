// Package gc owns the JavaScript heap: Value and Ref, the cage (one 4 GiB reservation an isolate), pages and spaces,
// allocation, the copying scavenger, mark-sweep, write barriers with remembered sets, handles, weak cells, the host table and
// external memory. It knows cells only by their Layout (kind.go); it imports nothing of ours.
//
// Reading order: value.go (encoding), kind.go (cells as the collector sees them), heap.go (accessors), alloc.go, scavenge.go.
package gc
