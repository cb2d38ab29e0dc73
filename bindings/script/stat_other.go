//go:build !unix

package script

import "os"

// statKind gives 1 for a directory, 0 for another file and -2 if there is none.
func statKind(name string) int32 {
	st, err := os.Stat(name)
	if err != nil {
		return -2
	}
	if st.IsDir() {
		return 1
	}
	return 0
}
