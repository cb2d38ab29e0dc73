package process

import "os"

// SignalByName returns nil: there are no signals for this to name.
func SignalByName(name string) os.Signal { return nil }
