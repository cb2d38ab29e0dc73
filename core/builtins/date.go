package builtins

import (
	"math"
	"time"

	"github.com/gonode/gonode/core/layout"
	"github.com/gonode/gonode/core/object"
	"github.com/gonode/gonode/core/text/datemath"
	"github.com/gonode/gonode/core/vm"
	"github.com/gonode/gonode/gc"
)

var dateStatic = []Row{
	{Name: "now", Length: 0, Fn: dateNow},
	{Name: "parse", Length: 1, Fn: dateParse},
	{Name: "UTC", Length: 7, Fn: dateUTC},
}

// The getters and setters come in a local and a UTC form; field numbers are those of dateField.
var dateProto = []Row{
	{Name: "toString", Length: 0, Fn: dateText((*datemath.Zone).AppendString, "toString")},
	{Name: "toDateString", Length: 0, Fn: dateText((*datemath.Zone).AppendDateString, "toDateString")},
	{Name: "toTimeString", Length: 0, Fn: dateText((*datemath.Zone).AppendTimeString, "toTimeString")},
	{Name: "toISOString", Length: 0, Fn: dateToISOString},
	{Name: "toUTCString", Length: 0, Fn: dateToUTCString},
	{Name: "toLocaleString", Length: 0, Fn: dateText((*datemath.Zone).AppendLocale, "toLocaleString")},
	{Name: "toLocaleDateString", Length: 0, Fn: dateText((*datemath.Zone).AppendLocaleDate, "toLocaleDateString")},
	{Name: "toLocaleTimeString", Length: 0, Fn: dateText((*datemath.Zone).AppendLocaleTime, "toLocaleTimeString")},
	{Name: "toJSON", Length: 1, Fn: dateToJSON},
	{Name: "valueOf", Length: 0, Fn: dateValueOf},
	{Name: "getTime", Length: 0, Fn: dateValueOf},
	{Name: "setTime", Length: 1, Fn: dateSetTime},
	{Name: "getTimezoneOffset", Length: 0, Fn: dateGetTimezoneOffset},
	{Name: "getYear", Length: 0, Fn: dateGetYear},
	{Name: "setYear", Length: 1, Fn: dateSetYear},
	{Name: "@@toPrimitive", Length: 1, Fn: dateToPrimitive, Attrs: layout.AttrConfigurable},

	{Name: "getFullYear", Length: 0, Fn: dateGet(0, false)}, {Name: "getUTCFullYear", Length: 0, Fn: dateGet(0, true)},
	{Name: "getMonth", Length: 0, Fn: dateGet(1, false)}, {Name: "getUTCMonth", Length: 0, Fn: dateGet(1, true)},
	{Name: "getDate", Length: 0, Fn: dateGet(2, false)}, {Name: "getUTCDate", Length: 0, Fn: dateGet(2, true)},
	{Name: "getHours", Length: 0, Fn: dateGet(3, false)}, {Name: "getUTCHours", Length: 0, Fn: dateGet(3, true)},
	{Name: "getMinutes", Length: 0, Fn: dateGet(4, false)}, {Name: "getUTCMinutes", Length: 0, Fn: dateGet(4, true)},
	{Name: "getSeconds", Length: 0, Fn: dateGet(5, false)}, {Name: "getUTCSeconds", Length: 0, Fn: dateGet(5, true)},
	{Name: "getMilliseconds", Length: 0, Fn: dateGet(6, false)}, {Name: "getUTCMilliseconds", Length: 0, Fn: dateGet(6, true)},
	{Name: "getDay", Length: 0, Fn: dateGet(7, false)}, {Name: "getUTCDay", Length: 0, Fn: dateGet(7, true)},
	{Name: "setFullYear", Length: 3, Fn: dateSet(0, 3, false)}, {Name: "setUTCFullYear", Length: 3, Fn: dateSet(0, 3, true)},
	{Name: "setMonth", Length: 2, Fn: dateSet(1, 2, false)}, {Name: "setUTCMonth", Length: 2, Fn: dateSet(1, 2, true)},
	{Name: "setDate", Length: 1, Fn: dateSet(2, 1, false)}, {Name: "setUTCDate", Length: 1, Fn: dateSet(2, 1, true)},
	{Name: "setHours", Length: 4, Fn: dateSet(3, 4, false)}, {Name: "setUTCHours", Length: 4, Fn: dateSet(3, 4, true)},
	{Name: "setMinutes", Length: 3, Fn: dateSet(4, 3, false)}, {Name: "setUTCMinutes", Length: 3, Fn: dateSet(4, 3, true)},
	{Name: "setSeconds", Length: 2, Fn: dateSet(5, 2, false)}, {Name: "setUTCSeconds", Length: 2, Fn: dateSet(5, 2, true)},
	{Name: "setMilliseconds", Length: 1, Fn: dateSet(6, 1, false)}, {Name: "setUTCMilliseconds", Length: 1, Fn: dateSet(6, 1, true)},
}

//gcvet:ok Get only makes a native function of a row here
func setupDate(iso *Isolate) {
	p := newPrototype(iso, vm.DatePrototype, vm.ObjectPrototype)
	define(iso, "Date", 7, dateConstructor, p, vm.DateConstructor, dateStatic, dateProto)
	utc, _ := iso.Get(p, iso.KeyOfGo("toUTCString"))
	iso.AddOwn(p.Ref(), iso.KeyOfGo("toGMTString"), utc, layout.AttrHidden)
}

// thisTime is ThisTimeValue, ECMA-262 21.4.4 (head).
func thisTime(iso *Isolate, a *Args) (float64, bool) {
	v := a.This()
	if !v.IsObject() || iso.KindOf(v.Ref()) != layout.KindDate {
		if n := calleeName(iso, a); n == "valueOf" || n[:3] == "get" && n != "getYear" {
			iso.ThrowTypeError("this is not a Date object.")
		} else {
			iso.ThrowTypeError("Method Date.prototype.%s called on incompatible receiver %s", n, show(iso, v))
		}
		return 0, false
	}
	return iso.Value(v.Ref(), layout.DateValue).AsFloat(), true
}

// calleeName is the name that the running builtin was made with.
func calleeName(iso *Isolate, a *Args) string {
	return iso.GoString(iso.Value(iso.Ref(a.Callee().Ref(), layout.FunctionInfo), layout.InfoName))
}

func storeTime(iso *Isolate, a *Args, t float64) (Value, bool) {
	v := gc.Number(t)
	iso.SetU64(a.This().Ref(), layout.DateValue, uint64(v))
	return v, true
}

// currentTime is the time in whole milliseconds.
func currentTime() float64 { return float64(time.Now().UnixMilli()) }

// dateNow, 21.4.3.1.
func dateNow(iso *Isolate, a *Args) (Value, bool) { return gc.Number(currentTime()), true }

func parseDate(iso *Isolate, s Value) float64 {
	c := iso.Chars(s)
	if c.Wide {
		return datemath.Parse(c.W, datemath.Local())
	}
	return datemath.Parse(c.B, datemath.Local())
}

// dateParse, 21.4.3.2.
func dateParse(iso *Isolate, a *Args) (Value, bool) {
	s, ok := iso.ToString(a.Arg(0))
	if !ok {
		return s, false
	}
	return gc.Number(parseDate(iso, s)), true
}

// components converts up to seven arguments to a time value without clipping (21.4.2.1 step 5, 21.4.3.4).
func components(iso *Isolate, a *Args) (float64, bool) {
	f := [7]float64{math.NaN(), 0, 1}
	for i := 0; i < min(a.Len(), 7); i++ {
		x, ok := iso.ToFloat(a.Arg(i))
		if !ok {
			return 0, false
		}
		f[i] = x
	}
	day := datemath.MakeDay(datemath.MakeFullYear(f[0]), f[1], f[2])
	return datemath.MakeDate(day, datemath.MakeTime(f[3], f[4], f[5], f[6])), true
}

// dateUTC, 21.4.3.4.
func dateUTC(iso *Isolate, a *Args) (Value, bool) {
	t, ok := components(iso, a)
	return gc.Number(datemath.TimeClip(t)), ok
}

// dateConstructor is Date(...values), 21.4.2.1.
func dateConstructor(iso *Isolate, a *Args) (Value, bool) {
	if a.NewTarget() == undefined {
		return iso.NewOneByte(datemath.Local().AppendString(nil, currentTime())), true
	}
	var t float64
	switch a.Len() {
	case 0:
		t = currentTime()
	case 1:
		v := a.Arg(0)
		if v.IsObject() && iso.KindOf(v.Ref()) == layout.KindDate {
			t = iso.Value(v.Ref(), layout.DateValue).AsFloat()
			break
		}
		v, ok := iso.ToPrimitive(v, vm.HintDefault)
		if !ok {
			return v, false
		}
		if v.IsString() {
			t = parseDate(iso, v)
			break
		}
		if t, ok = iso.ToFloat(v); !ok {
			return undefined, false
		}
		t = datemath.TimeClip(t)
	default:
		var ok bool
		if t, ok = components(iso, a); !ok {
			return undefined, false
		}
		t = localToUTC(t)
	}
	o, ok := iso.OrdinaryCreateFromConstructor(a.NewTarget(), vm.DatePrototype, layout.KindDate)
	if !ok {
		return o, false
	}
	iso.SetU64(o.Ref(), layout.DateValue, uint64(gc.Number(t)))
	return o, true
}

// localToUTC converts a local time and clips it.
func localToUTC(t float64) float64 {
	if t != t || math.IsInf(t, 0) || math.Abs(t) > datemath.MaxTime+datemath.MsPerDay {
		return math.NaN()
	}
	return datemath.TimeClip(datemath.Local().UTC(t))
}

// dateText makes a method that formats a local time.
func dateText(format func(z *datemath.Zone, dst []byte, t float64) []byte, name string) vm.Builtin {
	kind := ""
	switch name {
	case "toLocaleString":
		kind = "any"
	case "toLocaleDateString":
		kind = "date"
	case "toLocaleTimeString":
		kind = "time"
	}
	return func(iso *Isolate, a *Args) (Value, bool) {
		t, ok := thisTime(iso, a)
		if !ok {
			return undefined, false
		}
		if t != t {
			return iso.Atom(datemath.InvalidDate), true
		}
		if f := iso.Locale(a); f != nil && kind != "" {
			return f(iso, kind, gc.Number(t), a.Arg(0), a.Arg(1))
		}
		return iso.NewString(string(format(datemath.Local(), nil, t))), true
	}
}

// dateToISOString, 21.4.4.36.
func dateToISOString(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	if !ok {
		return undefined, false
	}
	if t != t {
		return iso.ThrowRangeError("Invalid time value")
	}
	var buf [32]byte
	return iso.NewOneByte(datemath.AppendISO(buf[:0], t)), true
}

// dateToUTCString, 21.4.4.43.
func dateToUTCString(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	if !ok {
		return undefined, false
	}
	if t != t {
		return iso.Atom(datemath.InvalidDate), true
	}
	return iso.NewOneByte(datemath.AppendUTCString(nil, t)), true
}

// dateToJSON, 21.4.4.37.
func dateToJSON(iso *Isolate, a *Args) (Value, bool) {
	o, ok := iso.ToObject(a.This())
	if !ok {
		return o, false
	}
	h := iso.NewHandle(o)
	p, ok := iso.ToPrimitive(o, vm.HintNumber)
	if !ok {
		return p, false
	}
	if p.IsNumber() && (p.AsFloat() != p.AsFloat() || math.IsInf(p.AsFloat(), 0)) {
		return gc.Null, true
	}
	return iso.Invoke(h.Value(), iso.KeyOfGo("toISOString"))
}

// dateValueOf, 21.4.4.44; getTime, 21.4.4.10.
func dateValueOf(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	return gc.Number(t), ok
}

// dateSetTime, 21.4.4.27.
func dateSetTime(iso *Isolate, a *Args) (Value, bool) {
	if _, ok := thisTime(iso, a); !ok {
		return undefined, false
	}
	t, ok := iso.ToFloat(a.Arg(0))
	if !ok {
		return undefined, false
	}
	return storeTime(iso, a, datemath.TimeClip(t))
}

// dateGetTimezoneOffset, 21.4.4.11.
func dateGetTimezoneOffset(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	if !ok || t != t {
		return gc.NaN(), ok
	}
	return gc.Number(0 - datemath.Local().Offset(t)/datemath.MsPerMinute), true
}

// dateGet makes a getter of field i: year, month, date, hours, minutes, seconds, milliseconds, day.
func dateGet(i int, utc bool) vm.Builtin {
	return func(iso *Isolate, a *Args) (Value, bool) {
		t, ok := thisTime(iso, a)
		if !ok || t != t {
			return gc.NaN(), ok
		}
		if !utc {
			t = datemath.Local().LocalTime(t)
		}
		f := datemath.Split(t)
		return gc.Number(float64([...]int64{f.Year, int64(f.Month), int64(f.Day), int64(f.Hour), int64(f.Minute), int64(f.Second), int64(f.Ms), int64(f.Weekday)}[i])), true
	}
}

// dateSet makes a setter of up to n fields from i on (21.4.4.20 to 21.4.4.34).
func dateSet(i, n int, utc bool) vm.Builtin {
	return func(iso *Isolate, a *Args) (Value, bool) {
		t, ok := thisTime(iso, a)
		if !ok {
			return undefined, false
		}
		var args [4]float64
		args[0] = math.NaN()
		given := min(a.Len(), n)
		for k := 0; k < given; k++ {
			if args[k], ok = iso.ToFloat(a.Arg(k)); !ok {
				return undefined, false
			}
		}
		if t != t {
			if i != 0 {
				return gc.NaN(), true
			}
			t = 0
		} else if !utc {
			t = datemath.Local().LocalTime(t)
		}
		s := datemath.Split(t)
		f := [7]float64{float64(s.Year), float64(s.Month), float64(s.Day), float64(s.Hour), float64(s.Minute), float64(s.Second), float64(s.Ms)}
		for k := 0; k < max(given, 1); k++ {
			f[i+k] = args[k]
		}
		t = datemath.MakeDate(datemath.MakeDay(f[0], f[1], f[2]), datemath.MakeTime(f[3], f[4], f[5], f[6]))
		if utc {
			t = datemath.TimeClip(t)
		} else {
			t = localToUTC(t)
		}
		return storeTime(iso, a, t)
	}
}

// dateGetYear, B.2.3.1.
func dateGetYear(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	if !ok || t != t {
		return gc.NaN(), ok
	}
	return gc.Number(float64(datemath.YearFromTime(datemath.Local().LocalTime(t)) - 1900)), true
}

// dateSetYear, B.2.3.2.
func dateSetYear(iso *Isolate, a *Args) (Value, bool) {
	t, ok := thisTime(iso, a)
	if !ok {
		return undefined, false
	}
	y, ok := iso.ToFloat(a.Arg(0))
	if !ok {
		return undefined, false
	}
	if y != y {
		return storeTime(iso, a, math.NaN())
	}
	if t != t {
		t = 0
	} else {
		t = datemath.Local().LocalTime(t)
	}
	f := datemath.Split(t)
	day := datemath.MakeDay(datemath.MakeFullYear(y), float64(f.Month), float64(f.Day))
	return storeTime(iso, a, localToUTC(datemath.MakeDate(day, float64(datemath.TimeWithinDay(t)))))
}

// dateToPrimitive is Date.prototype[@@toPrimitive](hint), 21.4.4.45.
func dateToPrimitive(iso *Isolate, a *Args) (Value, bool) {
	if !a.This().IsObject() {
		return iso.ThrowTypeError("Method Date.prototype [ @@toPrimitive ] called on incompatible receiver %s", show(iso, a.This()))
	}
	hint := ""
	if a.Arg(0).IsString() {
		hint = iso.GoString(a.Arg(0))
	}
	order := [2]object.AtomID{object.AtomToString, object.AtomValueOf}
	switch hint {
	case "string", "default":
	case "number":
		order[0], order[1] = order[1], order[0]
	default:
		return iso.ThrowTypeError("Invalid hint: %s", show(iso, a.Arg(0)))
	}
	for _, k := range order {
		f, ok := iso.Get(a.This(), iso.K(k))
		if !ok {
			return undefined, false
		}
		if iso.IsCallable(f) {
			v, ok := iso.Call(f, a.This())
			if !ok || !v.IsObject() {
				return v, ok
			}
		}
	}
	return iso.ThrowTypeError("Cannot convert object to primitive value")
}
