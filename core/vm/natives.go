package vm

// IntrinsicFn is a Go function behind %Name(args).
type IntrinsicFn = func(iso *Isolate, a IntrinsicArgs) (Value, bool)

// Natives are Go functions that only self-hosted code and --allow-natives-syntax can name: %Name(args). The compiler puts the
// name in the constant pool; materialisation turns it into a number here.

// RegisterNative adds or replaces a native.
func (iso *Isolate) RegisterNative(name string, fn IntrinsicFn) {
	if iso.nativeIndex == nil {
		iso.nativeIndex = make(map[string]int)
	}
	if i, ok := iso.nativeIndex[name]; ok {
		iso.natives[i] = fn
		return
	}
	iso.nativeIndex[name] = len(iso.natives)
	iso.natives = append(iso.natives, fn)
}

// NativeNumber returns the number of a native, or -1; NativeAt its function.
func (iso *Isolate) NativeNumber(name string) int {
	if i, ok := iso.nativeIndex[name]; ok {
		return i
	}
	return -1
}

// NativeAt returns the function of a native's number.
func (iso *Isolate) NativeAt(i int) IntrinsicFn { return iso.natives[i] }
