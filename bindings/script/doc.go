// Package script holds the bindings that compile and load code: builtins, contextify, module_wrap, modules.
package script
