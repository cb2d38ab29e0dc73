// Command startup measures how long a runtime takes to start and end: wall time and peak memory of `-e 0`, alternating with
// the Node of the environment variable NODE26, and the ratios of the medians.
package main
