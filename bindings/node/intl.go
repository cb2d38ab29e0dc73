package node

import (
	"math"
	"strings"
	"time"
	_ "time/tzdata" // a container without a zone database has the zones all the same

	"github.com/gonode/gonode/bindings"
	"github.com/gonode/gonode/core"
	"github.com/gonode/gonode/core/text/datemath"
)

// zones is an environment's zones by the names they were asked for.
type zones map[string]*datemath.Zone

func makeIntl(e *bindings.Env, t core.Value) {
	e.SetData("intl", zones{})
	e.SetRows(t, intlRows[:])
}

// find returns a zone by its IANA name in any case, or nil.
func (z zones) find(name string) *datemath.Zone {
	if f, ok := z[name]; ok {
		return f
	}
	for _, n := range [...]string{name, zoneCase(name), strings.ToUpper(name)} {
		if n == "" || n == "Local" || strings.HasPrefix(n, "/") || strings.Contains(n, "..") {
			continue
		}
		if loc, err := time.LoadLocation(n); err == nil {
			f := datemath.NewZone(n, loc)
			z[name] = f
			return f
		}
	}
	return nil
}

// zoneCase writes a name as the database does: every word with a capital letter, except small ones.
func zoneCase(name string) string {
	b := []byte(strings.ToLower(name))
	up := true
	for i, c := range b {
		if up && c >= 'a' && c <= 'z' {
			b[i] = c - 'a' + 'A'
		}
		up = c == '/' || c == '_' || c == '-'
	}
	r := strings.NewReplacer("_Of_", "_of_", "_Es_", "_es_", "-Au-", "-au-", "Port_Of_", "Port_of_", "Dumontdurville", "DumontDUrville", "Mcmurdo", "McMurdo")
	return r.Replace(string(b))
}

var intlRows = [...]core.Row{
	// zone(name) -> canonical name, undefined when there is none.
	{Name: "zone", Length: 1, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		z := bindings.Of(iso).Data("intl").(zones).find(bindings.Str(iso, a, 0))
		if z == nil {
			return core.Undefined, true
		}
		return iso.NewString(z.Name()), true
	}},
	// localZone() -> name of the process's zone.
	{Name: "localZone", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		z := datemath.Local()
		if z.Name() == "" {
			return iso.NewString("UTC"), true
		}
		return iso.NewString(z.Name()), true
	}},
	// at(name, ms) -> [offset in ms, abbreviation, long name] at a time.
	{Name: "at", Length: 2, Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		ms := math.Floor(bindings.Num(a, 1))
		z := bindings.Of(iso).Data("intl").(zones).find(bindings.Str(iso, a, 0))
		if z == nil {
			z = datemath.Local()
		}
		list := iso.NewHandle(iso.NewArray(0))
		iso.ArrayPush(list.Value(), core.Number(z.Offset(ms)))
		iso.ArrayPush(list.Value(), iso.NewString(z.Abbreviation(ms)))
		iso.ArrayPush(list.Value(), iso.NewString(z.LongName(ms)))
		return list.Value(), true
	}},
	// zones() -> names of some zones.
	{Name: "zones", Fn: func(iso *core.Isolate, a *core.Args) (core.Value, bool) {
		list := iso.NewHandle(iso.NewArray(0))
		for _, n := range zoneNames {
			iso.ArrayPush(list.Value(), iso.NewString(n))
		}
		return list.Value(), true
	}},
}

// zoneNames are the zones that Intl.supportedValuesOf lists: the most populous of every offset.
var zoneNames = [...]string{
	"Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/Anchorage", "America/Argentina/Buenos_Aires",
	"America/Bogota", "America/Caracas", "America/Chicago", "America/Denver", "America/Halifax", "America/Los_Angeles", "America/Mexico_City",
	"America/New_York", "America/Phoenix", "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto", "America/Vancouver",
	"Asia/Bangkok", "Asia/Calcutta", "Asia/Dhaka", "Asia/Dubai", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem", "Asia/Karachi",
	"Asia/Katmandu", "Asia/Manila", "Asia/Saigon", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei", "Asia/Tehran", "Asia/Tokyo",
	"Atlantic/Azores", "Atlantic/Reykjavik", "Australia/Adelaide", "Australia/Brisbane", "Australia/Perth", "Australia/Sydney",
	"Europe/Amsterdam", "Europe/Athens", "Europe/Berlin", "Europe/Brussels", "Europe/Dublin", "Europe/Helsinki", "Europe/Istanbul",
	"Europe/Kiev", "Europe/Lisbon", "Europe/London", "Europe/Madrid", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague",
	"Europe/Rome", "Europe/Stockholm", "Europe/Vienna", "Europe/Warsaw", "Europe/Zurich", "Pacific/Auckland", "Pacific/Fiji",
	"Pacific/Honolulu", "UTC",
}
