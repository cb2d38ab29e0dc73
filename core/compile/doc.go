// Package compile turns the syntax tree of package syntax into a bytecode.Unit. It touches no heap and may run on any goroutine.
//
// Reading order: compile.go (entry points, the compiler of a Unit), gen.go (state of one function: registers, constants, feedback
// slots), function.go (prologues), scope.go (scopes and variables), stmt.go, loop.go, control.go (break, return, finally), expr.go,
// literal.go, call.go, assign.go, pattern.go (destructuring), class.go, generator.go.
//
// Conventions: expr leaves a value in the accumulator; operand gives a register that holds a value, which may be a variable's own;
// temporaries are a stack (mark, release). Every construct leaves the register stack as it found it.
package compile
