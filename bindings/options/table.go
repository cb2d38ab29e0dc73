package options

import "strings"

// kind is the type of an option's value.
type kind uint8

const (
	flag     kind = iota // boolean, --no- form exists
	optional             // a flag that may have a value behind =
	str                  // one value
	num                  // one integer
	list                 // values add up
	noop                 // accepted, no meaning here (engine flags)
	value                // accepted with a value, no meaning here
	alias                // stands for other text
)

// option is a row of the table. env tells whether NODE_OPTIONS may hold it.
type option struct {
	name string
	kind kind
	env  bool
	to   string // alias: what it stands for
}

const env = true

// table is sorted by name; aliases included.
var table = [...]option{
	{"--abort-on-uncaught-exception", noop, env, ""},
	{"--addons", flag, env, ""},
	{"--allow-addons", flag, env, ""},
	{"--allow-child-process", flag, env, ""},
	{"--allow-fs-read", list, env, ""},
	{"--allow-fs-write", list, env, ""},
	{"--allow-inspector", flag, env, ""},
	{"--allow-natives-syntax", flag, false, ""},
	{"--allow-net", flag, env, ""},
	{"--allow-wasi", flag, env, ""},
	{"--allow-worker", flag, env, ""},
	{"--async-context-frame", flag, env, ""},
	{"--build-sea", str, false, ""},
	{"--build-snapshot", flag, false, ""},
	{"--build-snapshot-config", str, false, ""},
	{"--check", flag, false, ""},
	{"--completion-bash", flag, false, ""},
	{"--conditions", list, env, ""},
	{"--cpu-prof", flag, env, ""},
	{"--cpu-prof-dir", str, env, ""},
	{"--cpu-prof-interval", num, env, ""},
	{"--cpu-prof-name", str, env, ""},
	{"--debug-arraybuffer-allocations", flag, env, ""},
	{"--debug-port", str, env, ""},
	{"--deprecation", flag, env, ""},
	{"--diagnostic-dir", str, env, ""},
	{"--disable-proto", str, env, ""},
	{"--disable-sigusr1", flag, env, ""},
	{"--disable-warning", list, env, ""},
	{"--disable-wasm-trap-handler", flag, env, ""},
	{"--dns-result-order", str, env, ""},
	{"--enable-fips", flag, env, ""},
	{"--enable-network-family-autoselection", alias, env, "--network-family-autoselection"},
	{"--enable-source-maps", flag, env, ""},
	{"--entry-url", flag, env, ""},
	{"--env-file", list, false, ""},
	{"--env-file-if-exists", list, false, ""},
	{"--es-module-specifier-resolution", alias, env, "--experimental-specifier-resolution"},
	{"--eval", str, false, ""},
	{"--experimental-abortcontroller", noop, env, ""},
	{"--experimental-addon-modules", flag, env, ""},
	{"--experimental-async-context-frame", alias, env, "--async-context-frame"},
	{"--experimental-config-file", str, false, ""},
	{"--experimental-default-config-file", flag, false, ""},
	{"--experimental-default-type", str, env, ""},
	{"--experimental-detect-module", alias, env, "--detect-module"},
	{"--detect-module", flag, env, ""},
	{"--experimental-eventsource", flag, env, ""},
	{"--experimental-fetch", noop, env, ""},
	{"--experimental-global-customevent", noop, env, ""},
	{"--experimental-global-navigator", flag, env, ""},
	{"--experimental-global-webcrypto", noop, env, ""},
	{"--experimental-import-meta-resolve", flag, env, ""},
	{"--experimental-inspector-network-resource", flag, env, ""},
	{"--experimental-json-modules", noop, env, ""},
	{"--experimental-loader", list, env, ""},
	{"--experimental-modules", noop, env, ""},
	{"--experimental-network-inspection", flag, env, ""},
	{"--experimental-permission", alias, env, "--permission"},
	{"--experimental-print-required-tla", flag, env, ""},
	{"--experimental-quic", flag, env, ""},
	{"--experimental-repl-await", flag, env, ""},
	{"--experimental-report", noop, env, ""},
	{"--experimental-require-module", alias, env, "--require-module"},
	{"--experimental-sea-config", str, false, ""},
	{"--experimental-shadow-realm", flag, env, ""},
	{"--experimental-specifier-resolution", str, env, ""},
	{"--experimental-sqlite", flag, env, ""},
	{"--experimental-storage-inspection", flag, env, ""},
	{"--experimental-stream-iter", flag, env, ""},
	{"--experimental-strip-types", alias, env, "--strip-types"},
	{"--experimental-test-coverage", flag, env, ""},
	{"--experimental-test-isolation", alias, env, "--test-isolation"},
	{"--experimental-test-module-mocks", flag, env, ""},
	{"--experimental-top-level-await", noop, env, ""},
	{"--experimental-transform-types", flag, env, ""},
	{"--experimental-vm-modules", flag, env, ""},
	{"--experimental-wasi-unstable-preview1", noop, env, ""},
	{"--experimental-wasm-modules", flag, env, ""},
	{"--experimental-websocket", flag, env, ""},
	{"--experimental-webstorage", alias, env, "--webstorage"},
	{"--experimental-worker", noop, env, ""},
	{"--experimental-worker-inspection", flag, env, ""},
	{"--expose-gc", flag, env, ""},
	{"--expose-internals", flag, false, ""},
	{"--extra-info-on-fatal-exception", flag, env, ""},
	{"--force-async-hooks-checks", flag, env, ""},
	{"--force-context-aware", flag, env, ""},
	{"--force-fips", flag, env, ""},
	{"--force-node-api-uncaught-exceptions-policy", flag, env, ""},
	{"--frozen-intrinsics", flag, env, ""},
	{"--global-search-paths", flag, env, ""},
	{"--heap-prof", flag, env, ""},
	{"--heap-prof-dir", str, env, ""},
	{"--heap-prof-interval", num, env, ""},
	{"--heap-prof-name", str, env, ""},
	{"--heapsnapshot-near-heap-limit", num, env, ""},
	{"--heapsnapshot-signal", str, env, ""},
	{"--help", flag, false, ""},
	{"--http-parser", noop, env, ""},
	{"--icu-data-dir", str, env, ""},
	{"--import", list, env, ""},
	{"--input-type", str, env, ""},
	{"--insecure-http-parser", flag, env, ""},
	{"--inspect", optional, env, ""},
	{"--inspect-brk", optional, env, ""},
	{"--inspect-port", str, env, ""},
	{"--inspect-publish-uid", str, env, ""},
	{"--inspect-wait", optional, env, ""},
	{"--interactive", flag, false, ""},
	{"--jitless", flag, env, ""},
	{"--loader", alias, env, "--experimental-loader"},
	{"--localstorage-file", str, env, ""},
	{"--max-http-header-size", num, env, ""},
	{"--max-old-space-size", num, env, ""},
	{"--max-old-space-size-percentage", str, env, ""},
	{"--max-semi-space-size", num, env, ""},
	{"--napi-modules", noop, env, ""},
	{"--network-family-autoselection", flag, env, ""},
	{"--network-family-autoselection-attempt-timeout", num, env, ""},
	{"--node-memory-debug", noop, env, ""},
	{"--node-snapshot", flag, env, ""},
	{"--openssl-config", str, env, ""},
	{"--openssl-legacy-provider", flag, env, ""},
	{"--openssl-shared-config", flag, env, ""},
	{"--pending-deprecation", flag, env, ""},
	{"--permission", flag, env, ""},
	{"--permission-audit", flag, env, ""},
	{"--preserve-symlinks", flag, env, ""},
	{"--preserve-symlinks-main", flag, env, ""},
	{"--print", flag, false, ""},
	{"--print-bytecode", flag, false, ""},
	{"--prof", noop, false, ""},
	{"--prof-process", flag, false, ""},
	{"--redirect-warnings", str, env, ""},
	{"--report-compact", flag, env, ""},
	{"--report-dir", str, env, ""},
	{"--report-directory", str, env, ""},
	{"--report-exclude-env", flag, env, ""},
	{"--report-exclude-network", flag, env, ""},
	{"--report-filename", str, env, ""},
	{"--report-on-fatalerror", flag, env, ""},
	{"--report-on-signal", flag, env, ""},
	{"--report-signal", str, env, ""},
	{"--report-uncaught-exception", flag, env, ""},
	{"--require", list, env, ""},
	{"--require-module", flag, env, ""},
	{"--run", str, false, ""},
	{"--secure-heap", num, env, ""},
	{"--secure-heap-min", num, env, ""},
	{"--security-revert", list, false, ""},
	{"--snapshot-blob", str, env, ""},
	{"--stack-size", num, false, ""},
	{"--stack-trace-limit", num, env, ""},
	{"--strip-types", flag, env, ""},
	{"--test", flag, false, ""},
	{"--test-concurrency", num, false, ""},
	{"--test-coverage-branches", num, env, ""},
	{"--test-coverage-exclude", list, env, ""},
	{"--test-coverage-functions", num, env, ""},
	{"--test-coverage-include", list, env, ""},
	{"--test-coverage-lines", num, env, ""},
	{"--test-force-exit", flag, false, ""},
	{"--test-global-setup", str, env, ""},
	{"--test-isolation", str, env, ""},
	{"--test-name-pattern", list, env, ""},
	{"--test-only", flag, env, ""},
	{"--test-randomize", flag, env, ""},
	{"--test-random-seed", num, env, ""},
	{"--test-reporter", list, env, ""},
	{"--test-reporter-destination", list, env, ""},
	{"--test-rerun-failures", str, env, ""},
	{"--test-shard", str, env, ""},
	{"--test-skip-pattern", list, env, ""},
	{"--test-timeout", num, false, ""},
	{"--test-udp-no-try-send", flag, false, ""},
	{"--test-update-snapshots", flag, false, ""},
	{"--throw-deprecation", flag, env, ""},
	{"--title", str, env, ""},
	{"--tls-cipher-list", str, env, ""},
	{"--tls-keylog", str, env, ""},
	{"--tls-max-v1.2", flag, env, ""},
	{"--tls-max-v1.3", flag, env, ""},
	{"--tls-min-v1.0", flag, env, ""},
	{"--tls-min-v1.1", flag, env, ""},
	{"--tls-min-v1.2", flag, env, ""},
	{"--tls-min-v1.3", flag, env, ""},
	{"--trace-deprecation", flag, env, ""},
	{"--trace-env", flag, env, ""},
	{"--trace-env-js-stack", flag, env, ""},
	{"--trace-env-native-stack", flag, env, ""},
	{"--trace-event-categories", str, env, ""},
	{"--trace-event-file-pattern", str, env, ""},
	{"--trace-events-enabled", noop, env, ""},
	{"--trace-exit", flag, env, ""},
	{"--trace-promises", flag, env, ""},
	{"--trace-require-module", optional, env, ""},
	{"--trace-sigint", flag, env, ""},
	{"--trace-sync-io", flag, env, ""},
	{"--trace-tls", flag, env, ""},
	{"--trace-uncaught", flag, env, ""},
	{"--trace-warnings", flag, env, ""},
	{"--track-heap-objects", flag, env, ""},
	{"--unhandled-rejections", str, env, ""},
	{"--use-bundled-ca", flag, env, ""},
	{"--use-env-proxy", flag, env, ""},
	{"--use-largepages", str, env, ""},
	{"--use-openssl-ca", flag, env, ""},
	{"--use-system-ca", flag, env, ""},
	{"--v8-options", flag, false, ""},
	{"--v8-pool-size", num, env, ""},
	{"--verify-base-objects", flag, env, ""},
	{"--version", flag, false, ""},
	{"--warnings", flag, env, ""},
	{"--watch", flag, env, ""},
	{"--watch-kill-signal", str, env, ""},
	{"--watch-path", list, env, ""},
	{"--watch-preserve-output", flag, env, ""},
	{"--webstorage", flag, env, ""},
	{"--zero-fill-buffers", noop, env, ""},
	{"-C", alias, env, "--conditions"},
	{"-c", alias, false, "--check"},
	{"-e", alias, false, "--eval"},
	{"-h", alias, false, "--help"},
	{"-i", alias, false, "--interactive"},
	{"-p", alias, false, "--print"},
	{"-pe", alias, false, "--print"},
	{"-r", alias, env, "--require"},
	{"-v", alias, false, "--version"},
}

// engineFlags are V8's flags that scripts pass and that have no meaning here; a trailing = means that a value follows.
const engineFlags = " --abort-on-stack-overflow --always-osr --always-sparkplug --always-turbofan --code-comments --concurrent-recompilation --concurrent-sparkplug --cpu-profiler-sampling-interval= " +
	"--deopt-every-n-times= --disallow-code-generation-from-strings --enable-one-shot-optimization --enable-sharedarraybuffer-per-context --expose-externalize-string --expose-wasm --fuzzing --gc-global --gc-interval= " +
	"--gc-stats --harmony --harmony-shadow-realm --harmony-temporal --harmony-import-attributes --harmony-struct --hash-seed= --heap-growing-percent= --huge-max-alignment= --ignition --incremental-marking " +
	"--initial-heap-size= --initial-old-space-size= --interpreted-frames-native-stack --interrupt-budget= --js-decorators --js-explicit-resource-management --js-float16array --js-shipping --js-staging --lazy --lite-mode --log --log-all --logfile= --maglev " +
	"--max-heap-size= --max-lazy --max-optimized-bytecode-size= --min-semi-space-size= --minor-ms --max-inlined-bytecode-size= --no-opt --opt --optimize-for-size --perf-basic-prof --perf-basic-prof-only-functions --perf-prof --perf-prof-unwinding-info " +
	"--predictable --print-bytecode-filter= --predictable-gc-schedule --random-seed= --reserved-code-space= --sampling-heap-profiler --semi-space-growth-factor= --single-threaded --sparkplug --stress-compaction --stress-gc --stress-incremental-marking --stress-opt " +
	"--stack-trace-column-offset= --trace-deopt --trace-gc --trace-gc-verbose --trace-gc-nvp --trace-ic --trace-opt --trace-osr --trace-turbo --turbo-filter= --turbo-inlining --turbofan --use-ic --use-idle-notification --use-osr --use-strict --verify-heap --wasm-max-mem-pages= --wasm-async-compilation " +
	"--wasm-memory64 --enable-etw-stack-walking --experimental-wasm-memory64 --track-retaining-path --externalize-string --stress-flush-code --flush-bytecode --no-flush-bytecode --compilation-cache --always-compact --manual-optimize-finalization "

// engineEnv are those of them that NODE_OPTIONS may hold.
const engineEnv = " --abort-on-uncaught-exception --disallow-code-generation-from-strings --enable-etw-stack-walking --expose-gc --interpreted-frames-native-stack --jitless --max-heap-size --max-old-space-size " +
	"--max-semi-space-size --perf-basic-prof --perf-basic-prof-only-functions --perf-prof --perf-prof-unwinding-info --stack-trace-limit --trace-gc --huge-max-old-generation-size --max-heap-size "

// lookup finds the row of a name.
func lookup(name string) *option {
	for i := range table {
		if table[i].name == name {
			return &table[i]
		}
	}
	return nil
}

// engineFlag tells whether name is a known engine flag.
func engineFlag(name string) bool {
	if rest, ok := strings.CutPrefix(name, "--no-"); ok && strings.Contains(engineFlags, " --"+rest+" ") {
		return true
	}
	return strings.Contains(engineFlags, " "+name+" ") || strings.Contains(engineFlags, " "+name+"= ")
}

// EnvironmentFlags lists what NODE_OPTIONS may hold, long names.
func EnvironmentFlags() []string {
	var out []string
	for i := range table {
		o := &table[i]
		if !o.env {
			continue
		}
		if o.kind == str || o.kind == num || o.kind == list {
			out = append(out, o.name)
		} else {
			out = append(out, o.name)
		}
	}
	for f := range strings.FieldsSeq(engineEnv) {
		if lookup(f) == nil {
			out = append(out, f)
		}
	}
	return out
}
