package dns

import (
	"reflect"
	"testing"
)

func TestReply(t *testing.T) {
	q, err := newQuery(7, "a.example", typeMX)
	if err != nil {
		t.Fatal(err)
	}
	// An answer whose names point back into the question.
	msg := append([]byte(nil), q...)
	msg[2], msg[3], msg[7] = 0x81, 0x80, 1
	msg = append(msg, 0xc0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 7, 0, 10, 2, 'm', 'x', 0xc0, 14)
	r, err := parseReply(msg)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := r.fields(&r.answers[0])
	if want := (object{"exchange", "mx.example", "priority", 10}); !ok || !reflect.DeepEqual(f, want) {
		t.Errorf("got %v, want %v", f, want)
	}
	for n := range msg {
		if r, err := parseReply(msg[:n]); err == nil {
			t.Errorf("cut to %d bytes: %v", n, r)
		}
	}
	// A name that points at itself ends with an error.
	msg[12], msg[13] = 0xc0, 12
	if _, _, err := readName(msg, 12); err == nil {
		t.Error("a loop of pointers is no name")
	}
}

func TestName(t *testing.T) {
	for _, bad := range []string{"a..b", ".", "a." + string(make([]byte, 64))} {
		if b, err := appendName(nil, bad); err == nil && bad != "." {
			t.Errorf("%q: %v", bad, b)
		}
	}
}
