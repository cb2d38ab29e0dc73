// Package tests holds what tests the program as a whole: the allowed import edges, the cost of package initialisation, and the
// engine's own JavaScript programs (tests/js). The suites beside it have folders of their own; docs/testing.md lists them.
package tests
