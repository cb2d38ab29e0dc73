package datemath

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

func zone(t testing.TB, name string) *Zone {
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Skip(err)
	}
	return NewZone(name, loc)
}

func TestArithmetic(t *testing.T) {
	for _, c := range []struct {
		ms   float64
		want string
	}{{0, "1970-01-01T00:00:00.000Z"}, {-1, "1969-12-31T23:59:59.999Z"}, {8.64e15, "+275760-09-13T00:00:00.000Z"}, {-8.64e15, "-271821-04-20T00:00:00.000Z"}, {951782400000, "2000-02-29T00:00:00.000Z"}, {-62167219200000, "0000-01-01T00:00:00.000Z"}} {
		if got := string(AppendISO(nil, c.ms)); got != c.want {
			t.Errorf("%v: %s, want %s", c.ms, got, c.want)
		}
		f := Split(c.ms)
		back := MakeDate(MakeDay(float64(f.Year), float64(f.Month), float64(f.Day)), MakeTime(float64(f.Hour), float64(f.Minute), float64(f.Second), float64(f.Ms)))
		if back != c.ms {
			t.Errorf("%v does not come back: %v", c.ms, back)
		}
		if want := int(time.UnixMilli(int64(c.ms)).UTC().Weekday()); f.Weekday != want {
			t.Errorf("weekday of %v: %d, want %d", c.ms, f.Weekday, want)
		}
	}
	for _, c := range []struct{ got, want float64 }{
		{MakeDay(2020, 12, 1), 18628}, {MakeDay(2020, -1, 1), 18231}, {MakeDay(math.Inf(1), 0, 1), math.NaN()}, {MakeDay(1e9, 0, 1), math.NaN()}, {MakeTime(1, 2, 3, 4.9), 3723004},
		{TimeClip(8.64e15 + 1), math.NaN()}, {TimeClip(math.Copysign(0, -1)), 0}, {TimeClip(1.9), 1}, {MakeFullYear(99), 1999}, {MakeFullYear(100), 100}, {float64(WeekDay(0)), 4}, {float64(YearFromTime(-1)), 1969},
	} {
		if c.got != c.want && !(c.got != c.got && c.want != c.want) {
			t.Errorf("%v, want %v", c.got, c.want)
		}
	}
}

func TestText(t *testing.T) {
	ny := zone(t, "America/New_York")
	for _, c := range []struct{ got, want string }{
		{string(ny.AppendString(nil, 1.6e12)), "Sun Sep 13 2020 08:26:40 GMT-0400 (Eastern Daylight Time)"},
		{string(UTC().AppendString(nil, 0)), "Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)"},
		{string(UTC().AppendString(nil, -1e14)), "Thu Feb 15 -1199 14:13:20 GMT+0000 (Coordinated Universal Time)"},
		{string(AppendUTCString(nil, 1.6e12)), "Sun, 13 Sep 2020 12:26:40 GMT"},
		{string(ny.AppendDateString(nil, 0)), "Wed Dec 31 1969"},
		{string(ny.AppendTimeString(nil, 0)), "19:00:00 GMT-0500 (Eastern Standard Time)"},
		{string(UTC().AppendLocale(nil, 1.6e12)), "9/13/2020, 12:26:40 PM"},
		{string(UTC().AppendLocaleDate(nil, -7e13)), "10/15/250"},
		{string(UTC().AppendLocaleTime(nil, 0)), "12:00:00 AM"},
		{string(UTC().AppendString(nil, math.NaN())), "Invalid Date"},
	} {
		if c.got != c.want {
			t.Errorf("%s, want %s", c.got, c.want)
		}
	}
}

func TestLocalTransitions(t *testing.T) {
	ny := zone(t, "America/New_York")
	at := func(d, h, m float64) float64 { return MakeDate(MakeDay(2020, 2, d), MakeTime(h, m, 0, 0)) }
	// 2020-03-08 02:30 does not exist; it is read as EST.
	if got := ny.UTC(at(8, 2, 30)); got != at(8, 7, 30) {
		t.Errorf("gap: %s", AppendISO(nil, got))
	}
	fall := MakeDate(MakeDay(2020, 10, 1), MakeTime(1, 30, 0, 0)) // occurs twice
	if got := ny.UTC(fall); got != fall+4*MsPerHour {
		t.Errorf("overlap: %s", AppendISO(nil, got))
	}
}

func TestParse(t *testing.T) {
	ny := zone(t, "America/New_York")
	for _, c := range []struct {
		in, want string // want "": NaN
		z        *Zone
	}{
		{"2022-03-01", "2022-03-01T00:00:00.000Z", ny}, {"2022-03-01T10:00", "2022-03-01T15:00:00.000Z", ny}, {"2022-03-01 10:00", "2022-03-01T15:00:00.000Z", ny},
		{"Tue Mar 01 2022 10:00:00 GMT+0100 (CET)", "2022-03-01T09:00:00.000Z", ny}, {"2020-1-5", "2020-01-05T05:00:00.000Z", ny}, {"Jan 1, 2020 10:00 PM", "2020-01-02T03:00:00.000Z", ny},
		{"Tue, 01 Mar 2022 10:00:00 GMT", "2022-03-01T10:00:00.000Z", ny}, {"2022-13-01", "", ny}, {"abc", "", ny}, {"2022-03-01T24:00:01", "", ny}, {"(", "", ny}, {"1 (((", "2001-01-01T00:00:00.000Z", UTC()},
	} {
		got := Parse([]byte(c.in), c.z)
		if got != got && c.want == "" {
			continue
		}
		if got != got || string(AppendISO(nil, got)) != c.want {
			t.Errorf("%q: %v, want %s", c.in, got, c.want)
		}
	}
}

// TestAgainstNode compares with the oracle in several zones when NODE26 is set.
func TestAgainstNode(t *testing.T) {
	node := os.Getenv("NODE26")
	if node == "" {
		t.Skip("NODE26 not set")
	}
	r := rand.New(rand.NewSource(5))
	texts := parseSeeds
	atoms := []string{"2020", "1", "12", "31", "99", "Jan", "Mar", "Tue", "-", "/", ",", " ", " ", ":", "10:20", "10:20:30", ".5", "GMT", "UTC", "Z", "T", "PM", "AM", "+0100", "-05:30", "(x)", "EST", "2021-05-06", "T10:00", "+", "01", "foo", "."}
	for range 20000 {
		var b strings.Builder
		for k := r.Intn(8) + 1; k > 0; k-- {
			b.WriteString(atoms[r.Intn(len(atoms))])
			if r.Intn(2) == 0 {
				b.WriteByte(' ')
			}
		}
		texts = append(texts, b.String())
	}
	var times []float64
	for i := range 4000 {
		if i%2 == 0 {
			times = append(times, math.Floor(r.Float64()*2.4e12)) // 1970 to 2046
		} else {
			times = append(times, math.Floor((r.Float64()-0.5)*1.7e16))
		}
	}
	in, _ := json.Marshal(struct {
		S []string
		T []float64
	}{texts, times})
	for _, name := range []string{"UTC", "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney", "Europe/London"} {
		z := zone(t, name)
		cmd := exec.Command(node, "-e", `const i=JSON.parse(require('fs').readFileSync(0));console.log(JSON.stringify({P:i.S.map(s=>String(Date.parse(s))),T:i.T.map(v=>{const d=new Date(v);return [d+'',d.toUTCString(),d.toISOString(),d.toLocaleString(),String(+new Date(d.getFullYear(),d.getMonth(),d.getDate(),d.getHours(),d.getMinutes(),d.getSeconds(),d.getMilliseconds()))]})}))`)
		cmd.Env = append(os.Environ(), "TZ="+name)
		cmd.Stdin = strings.NewReader(string(in))
		out, err := cmd.Output()
		if err != nil {
			t.Fatal(err)
		}
		var want struct {
			P []string
			T [][]string
		}
		if err := json.Unmarshal(out, &want); err != nil {
			t.Fatal(err)
		}
		bad := 0
		for i, s := range texts {
			got := "NaN"
			if v := Parse([]byte(s), z); v == v {
				got = fmt.Sprintf("%.0f", v)
			}
			if got != want.P[i] && bad < 20 {
				bad++
				t.Errorf("%s: parse %q: %s, want %s", name, s, got, want.P[i])
			}
		}
		for i, v := range times {
			if i%2 == 1 && name != "UTC" {
				continue // far-off years: zone rules differ by design
			}
			local := z.LocalTime(v)
			got := []string{string(z.AppendString(nil, v)), string(AppendUTCString(nil, v)), string(AppendISO(nil, v)), string(z.AppendLocale(nil, v)), fmt.Sprintf("%.0f", z.UTC(local))}
			if y := YearFromTime(local); y >= 0 && y < 100 {
				got = got[:4] // the Date constructor of the script moves these years
			}
			for k := range got {
				if got[k] != want.T[i][k] && bad < 20 {
					bad++
					t.Errorf("%s: %.0f op %d: %s, want %s", name, v, k, got[k], want.T[i][k])
				}
			}
		}
	}
}

func BenchmarkParseISO(b *testing.B) {
	s := []byte("2022-03-01T10:00:00.123Z")
	z := UTC()
	for b.Loop() {
		Parse(s, z)
	}
}

func BenchmarkAppendISO(b *testing.B) {
	buf := make([]byte, 0, 32)
	for b.Loop() {
		buf = AppendISO(buf[:0], 1.6e12)
	}
}

var parseSeeds = []string{
	"2022-03-01", "2022-3-1", "2022-03", "2022", "2022-03-01T10:00", "2022-03-01T10:00Z", "2022-03-01T10:00:00.123456Z", "2022-03-01 10:00",
	"2022-03-01T24:00", "2022-03-01T24:00:01", "2022-13-01", "2022-02-30", "2022-02-32", "+002022-03-01", "-000000-01-01", "+275760-09-13",
	"+275760-09-14", "-000001-01-01T00:00Z", "Tue Mar 01 2022 10:00:00 GMT+0100 (CET)", "2020-1-5", "Jan 1, 2020 10:00 PM", "Jan 1 2020 12:00 AM",
	"Jan 1 2020 13:00 PM", "1 Jan 2020", "Tue, 01 Mar 2022 10:00:00 GMT", "Tuesday, 01-Mar-22 10:00:00 GMT", "Tue Mar  1 10:00:00 2022", "3/1/2022",
	"3/1/22", "3/1/49", "3/1/50", "13/1/2022", "3-1-2022", "03-01-2022", "2022/03/01", "2022/03/01 10:00:00 +0200", "10:00", "Mar 2022", "March",
	"2022 Mar 5", "abc", "", "12", "1", "13", "32", "49", "50", "99", "100", "0", "Mar 5", "5 Mar", "2022-03-01T10:00+01:00", "2022-03-01T10:00+0100",
	"2022-03-01T10:00+01", "2022-03-01T10:00:00 GMT", "2022-03-01 10:00:00Z", "2022-03-01T10:00:00 PST", "Jan 1 2020 10:00:00 EST",
	"Jan 1 2020 10:00:00 PDT", "Jan 1 2020 UTC", "Jan 1 2020 10:00:00 UT", "Jan 1 2020 10:00:00 Z", "Jan 1 2020 10:00:00 GMT+1",
	"Jan 1 2020 10:00:00 +1", "Jan 1 2020 10:00:00 -0530", "Jan 1 2020 10:00:00 -5:30", "Jan 1 2020 10:00:00 (comment) GMT",
	"Jan 1 2020 (x (nested) y) 10:00", "Foo 1 2020", "Jan 1 2020 foo", "2020-01-01foo", "2020-01-01T00:00:00ZZ", "Jan 32 2020", "Jan 1 2020 25:00",
	"Jan 1 2020 10:60", "Jan 1 2020 10:00:60", "Jan 1 2020 10:00:00.5", "Jan 1 2020 10:00:00:500",
	"Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time)", "1970-01-01T00:00:00.000+00:00", "  2020-01-01  ", "2020-01-01T", "2020-01-01T10",
	"20200101", "2020-W01-1", "2020-001", "1/2", "1/2/3", "1/2/3/4", "1-2", "-1", "+1", "2020-06-31", "2020-06-31T00:00:00Z", "Sept 5 2020",
	"Septem 5 2020", "JAN 5 2020", "jan. 5 2020", "5th Jan 2020", "Jan 5th 2020", "2020 1 5", "2020,1,5", "1e3", "2020-01-01T00:00:00.",
	"2020-01-01T00:00:00,5Z", "2020-01-01T00:00:00.12345678901234567890Z", "12/25/1995", "Mon, 25 Dec 1995 13:30:00 +0430", "Dec 25, 1995 1:30 am",
	"Dec 25, 1995 1:30AM", "Dec 25, 1995 0:30 PM", "Dec 25, 1995 12 PM", "1:30 Dec 25 1995", "1995-12-17T03:24:00-07:00", "-271821-04-20T00:00:00.000Z",
	"-271821-04-19T23:59:59.999Z", "2020-00-01", "2020-01-00", "0000-01-01", "000001-01-01", "12345-01-01", "Jan 1 10000", "Jan 1 275761",
	"2020-01-01T1:00", "2020-1-01T10:00:00Z", "2020-01-01t10:00:00z", "2020-01-01T10:00:00.1z", "Fri Jan 01", "Jan", "2020-01-01 10:00 am",
	"2020/1/1 10:00:00.123", "6 Mar 17 21:22 UT", "6 Mar 2017 21:22 GMT-0500 (EST)", "Thu, 1 Jan 70 00:00:00 GMT",
}
