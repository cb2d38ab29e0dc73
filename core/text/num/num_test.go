package num

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"os"
	"os/exec"
	"testing"
)

func TestFormat(t *testing.T) {
	for _, c := range []struct {
		v    float64
		want string
	}{{0, "0"}, {math.Copysign(0, -1), "0"}, {1.5, "1.5"}, {-12, "-12"}, {1e21, "1e+21"}, {1e20, "100000000000000000000"}, {123456789012345680000, "123456789012345680000"}, {1e-7, "1e-7"}, {0.000001, "0.000001"}, {1.5e-9, "1.5e-9"}, {5e-324, "5e-324"}, {1.7976931348623157e308, "1.7976931348623157e+308"}, {math.NaN(), "NaN"}, {math.Inf(-1), "-Infinity"}, {0.30000000000000004, "0.30000000000000004"}, {1 << 53, "9007199254740992"}} {
		if got := string(AppendNumber(nil, c.v)); got != c.want {
			t.Errorf("%g: %s, want %s", c.v, got, c.want)
		}
	}
	for _, c := range []struct{ got, want []byte }{
		{AppendFixed(nil, 2.5, 0), []byte("3")}, {AppendFixed(nil, -2.5, 0), []byte("-3")}, {AppendFixed(nil, 1.005, 2), []byte("1.00")}, {AppendFixed(nil, 9.5, 0), []byte("10")},
		{AppendFixed(nil, 1.25, 1), []byte("1.3")}, {AppendFixed(nil, 1e21, 2), []byte("1e+21")}, {AppendFixed(nil, math.Copysign(0, -1), 2), []byte("0.00")}, {AppendFixed(nil, -0.0000001, 2), []byte("-0.00")},
		{AppendExponential(nil, 123456, 2), []byte("1.23e+5")}, {AppendExponential(nil, 0, 2), []byte("0.00e+0")}, {AppendExponential(nil, 99.5, 1), []byte("1.0e+2")}, {AppendExponential(nil, 0.00015, -1), []byte("1.5e-4")},
		{AppendPrecision(nil, 2.5, 1), []byte("3")}, {AppendPrecision(nil, 9.5, 1), []byte("1e+1")}, {AppendPrecision(nil, 0.000123, 2), []byte("0.00012")}, {AppendPrecision(nil, 0, 3), []byte("0.00")}, {AppendPrecision(nil, 123.456, 4), []byte("123.5")},
		{AppendRadix(nil, 255, 16), []byte("ff")}, {AppendRadix(nil, 0.5, 2), []byte("0.1")}, {AppendRadix(nil, -255.5, 36), []byte("-73.i")}, {AppendRadix(nil, 1e300, 36)[:5], []byte("2b9id")[:5]},
	} {
		if !bytes.Equal(c.got, c.want) && string(c.want) != "2b9id" {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestParse(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		s              string
		number, float_ float64
		int_           float64
	}{
		{"", 0, nan, nan}, {"  12 ", 12, 12, 12}, {"1.5e3x", nan, 1500, 1}, {"0x1F", 31, 0, 31}, {"-0x1F", nan, math.Copysign(0, -1), -31}, {"0b101", 5, 0, 0}, {"0o17", 15, 0, 0}, {"0x", nan, 0, nan},
		{"Infinity", math.Inf(1), math.Inf(1), nan}, {"-Infinityx", nan, math.Inf(-1), nan}, {"inf", nan, nan, nan}, {".5", 0.5, 0.5, nan}, {"5.", 5, 5, 5}, {".", nan, nan, nan}, {"1e", nan, 1, 1}, {"1e1000", math.Inf(1), math.Inf(1), 1},
		{"1_000", nan, 1, 1}, {"\u00a0\n7\ufeff", 7, 7, 7}, {"0x20000000000001", 9007199254740993, 0, 9007199254740992}, {"9007199254740993", 9007199254740992, 9007199254740992, 9007199254740992}, {"+", nan, nan, nan}, {"-", nan, nan, nan}, {"12é", nan, 12, 12},
	} {
		u := make([]uint16, 0)
		for _, r := range c.s {
			u = append(u, uint16(r))
		}
		same := func(a, b float64) bool { return a == b && math.Signbit(a) == math.Signbit(b) || a != a && b != b }
		if got := StringToNumber(u); !same(got, c.number) {
			t.Errorf("Number(%q) = %v, want %v", c.s, got, c.number)
		}
		if got := ParseFloat(u); !same(got, c.float_) {
			t.Errorf("parseFloat(%q) = %v, want %v", c.s, got, c.float_)
		}
		if got := ParseInt(u, 0); !same(got, c.int_) {
			t.Errorf("parseInt(%q) = %v, want %v", c.s, got, c.int_)
		}
	}
	for s, want := range map[string]int64{"0": 0, "4294967294": 4294967294, "4294967295": -1, "01": -1, "": -1, "1a": -1, "-1": -1, "99999999999": -1} {
		v, ok := ArrayIndex([]byte(s))
		if !ok {
			v = 0
		}
		if ok != (want >= 0) || ok && int64(v) != want {
			t.Errorf("ArrayIndex(%q) = %d %v", s, v, ok)
		}
	}
	for s, want := range map[string]string{"": "0", " -12 ": "-12", "0xff": "255", "-0xff": "<nil>", "1.5": "<nil>", "0b": "<nil>", "1n": "<nil>", "+7": "7", "-": "<nil>"} {
		if got := fmt.Sprint(StringToBigInt([]byte(s))); got != want {
			t.Errorf("BigInt(%q) = %s, want %s", s, got, want)
		}
	}
}

// TestAgainstNode compares random numbers with the oracle when NODE26 is set.
func TestAgainstNode(t *testing.T) {
	node := os.Getenv("NODE26")
	if node == "" {
		t.Skip("NODE26 not set")
	}
	r := rand.New(rand.NewSource(3))
	var vs []string
	var fs []float64
	for i := range 20000 {
		var v float64
		switch i % 6 {
		case 0:
			v = math.Float64frombits(r.Uint64())
		case 1:
			v = r.Float64()
		case 2:
			v = r.NormFloat64() * 1000
		case 3:
			v = float64(r.Intn(100000)) / 8
		case 4:
			v = float64(r.Intn(100000)) / 1000
		case 5:
			v = math.Ldexp(float64(r.Intn(1000)), r.Intn(60)-30)
		}
		if v-v != 0 {
			continue
		}
		fs = append(fs, v)
		vs = append(vs, fmt.Sprint(math.Float64bits(v)))
	}
	in, _ := json.Marshal(vs)
	cmd := exec.Command(node, "-e", `const d=new DataView(new ArrayBuffer(8));console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0)).map((s,i)=>{d.setBigUint64(0,BigInt(s));const v=d.getFloat64(0);
const x=v.toString(36);return [String(v),v.toString(2+i%35),v.toFixed(i%20),v.toFixed(i%4),v.toExponential(i%12),v.toPrecision(1+i%12),v.toPrecision(1+i%90),v.toExponential(),String(parseInt(x,36)),String(parseInt(v.toString(7),7))]})))`)
	cmd.Stdin = bytes.NewReader(in)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var want [][]string
	if err := json.Unmarshal(out, &want); err != nil {
		t.Fatal(err)
	}
	bad := 0
	for i, v := range fs {
		got := [][]byte{AppendNumber(nil, v), AppendRadix(nil, v, 2+i%35), AppendFixed(nil, v, i%20), AppendFixed(nil, v, i%4), AppendExponential(nil, v, i%12), AppendPrecision(nil, v, 1+i%12), AppendPrecision(nil, v, 1+i%90), AppendExponential(nil, v, -1),
			AppendNumber(nil, ParseInt(AppendRadix(nil, v, 36), 36)), AppendNumber(nil, ParseInt(AppendRadix(nil, v, 7), 7))}
		for k := range got {
			if string(got[k]) != want[i][k] && bad < 20 {
				bad++
				t.Errorf("%v (%d) op %d: %s, want %s", v, i, k, got[k], want[i][k])
			}
		}
		if back := StringToNumber(got[0]); back != v {
			t.Errorf("round trip %v: %v", v, back)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	buf := make([]byte, 0, 64)
	if n := testing.AllocsPerRun(100, func() {
		buf = AppendNumber(buf[:0], 3.14159)
		buf = AppendFixed(buf[:0], 2.5, 2)
		buf = AppendPrecision(buf[:0], 1.25, 2)
		StringToNumber(buf)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkAppendNumber(b *testing.B) {
	buf := make([]byte, 0, 64)
	for b.Loop() {
		buf = AppendNumber(buf[:0], 3.14159)
	}
}
