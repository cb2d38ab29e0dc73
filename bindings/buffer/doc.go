// Package buffer holds the bindings that turn texts into bytes and back: buffer, encoding_binding.
package buffer
