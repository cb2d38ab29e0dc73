// Package test262 runs the language's conformance suite in process: an isolate a test, strict and sloppy variants, a timeout
// each, in parallel. The suite's location comes from TEST262_DIR; the expected failures are in failing.txt (sorted; it may only
// shrink).
package test262
