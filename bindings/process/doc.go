// Package process holds the bindings about the operating system's process: process_methods, process_info, credentials, signal_wrap
// and options.
package process
