// Package layout holds the kinds of cells and the byte offsets of their fields, of frames and of the execution context: one
// table for Go code and, later, machine code. It contains no logic; core/object and core/vm give the fields their meaning.
package layout
