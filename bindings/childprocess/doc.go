// Package childprocess serves the bindings process_wrap and spawn_sync: child processes whose standard streams are socket pairs, inherited
// descriptors, other handles, or nothing.
package childprocess
