// Package gojanodejs compares the modules of goja_nodejs with ours: whoever comes from there finds every export. It is a module of
// its own, so that gonode does not depend on a foreign engine, not even for tests.
package gojanodejs
