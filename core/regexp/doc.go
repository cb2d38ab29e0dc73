// Package regexp is gonode's regular expression engine: the syntax and semantics of ECMA-262
// clause 22.2 with Annex B.1.2.
//
// A pattern is parsed to a tree (parse.go, classes.go), analysed (analyze.go: lengths, the set
// of characters each part can start with) and compiled to a program of 32-bit words (compile.go).
// The program is plain bytes without pointers: it may be kept anywhere, an image included.
//
// The Matcher (exec.go) runs a program by backtracking. Its state is one explicit stack of
// 64-bit entries: choice points, undo records for captures and counters, and loop records that
// stand for a whole run of single-character iterations. Go's own stack never grows with the
// input. The same code is instantiated for Latin-1 and UTF-16 subjects. Case-insensitivity is
// resolved at compile time by closing character sets over case equivalence.
package regexp
