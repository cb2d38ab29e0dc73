// Command gonode runs JavaScript programs as Node does.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"
	"time"

	"github.com/gonode/gonode"
	"github.com/gonode/gonode/bindings/node"
	"github.com/gonode/gonode/bindings/options"
	"github.com/gonode/gonode/bindings/process"
	"github.com/gonode/gonode/bindings/tls"
)

func main() {
	node.MarkStart()
	os.Exit(run())
}

func run() int {
	name := os.Args[0]
	opts, err := options.Parse(os.Args[1:], os.Getenv("NODE_OPTIONS"))
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", name, err)
		return 9
	}
	if opts.Bool("--version") {
		fmt.Println("v" + process.NodeVersion)
		return 0
	}
	if opts.Bool("--help") {
		fmt.Print(help)
		return 0
	}
	signal.Ignore(syscall.SIGPIPE)
	tls.PreferAES256()
	debug.SetGCPercent(400) // start-up makes much and drops little; back to the default before the event loop
	defer func() {
		if x := recover(); x != nil {
			gonode.FatalText(x)
		}
	}()
	if path := os.Getenv("GONODE_STARTUP_PROFILE"); path != "" {
		defer profile(path)()
	}
	exe, err := os.Executable()
	if err != nil {
		exe, _ = filepath.Abs(name)
	}
	env, err := gonode.New(gonode.Config{Options: opts, ExecPath: exe, Argv0: name, Exit: os.Exit,
		BeforeLoop: settle})
	if err != nil {
		fmt.Fprintln(os.Stderr, "gonode:", err)
		return 10
	}
	return env.Run()
}

// settle ends what makes the start quick at the expense of memory; a program that goes on for some time gives back what the start needed.
func settle() {
	debug.SetGCPercent(100)
	time.AfterFunc(2*time.Second, debug.FreeOSMemory)
}

const help = `Usage: gonode [options] [ script.js ] [arguments]
       gonode inspect [options] [ script.js | host:port ] [arguments]

Options:
  -                           script read from stdin (default if no file name is provided, interactive mode if a tty)
  --                          indicate the end of node options
  -c, --check                 syntax check script without executing
  -C, --conditions=...        additional user conditions for conditional exports and imports
  -e, --eval=...              evaluate script
  -h, --help                  print command line options
  -i, --interactive           always enter the REPL even if stdin does not appear to be a terminal
  --import=...                ES module to preload (option can be repeated)
  --input-type=...            set module type for string input
  -p, --print [...]           evaluate script and print result
  -r, --require=...           CommonJS module to preload (option can be repeated)
  -v, --version               print version

Environment variables:
GONODE_DISABLE_COMPILE_CACHE  set to anything, compile the built-in modules at every start
NODE_OPTIONS                  set CLI options in the environment via a space-separated list
NODE_PATH                     ':'-separated list of directories prefixed to the module search path
NO_COLOR                      Alias for NODE_DISABLE_COLORS
TZ                            specify the timezone configuration
`
