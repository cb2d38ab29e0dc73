// Command initprog links the engine and does nothing: tests/init_test.go measures what its packages do before main.
package main

import _ "github.com/gonode/gonode/core"

func main() {}
