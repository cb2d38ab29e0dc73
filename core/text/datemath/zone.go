package datemath

import (
	"math"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Zone is a time zone with its last looked-up period cached. It is safe for concurrent use.
type Zone struct {
	name string
	loc  *time.Location
	last atomic.Pointer[period]
}

// period is a stretch of time in which the offset does not change; start and end in ms.
type period struct {
	start, end int64
	offset     int64 // ms, local minus UTC
	abbrev     string
	dst        bool
}

// NewZone makes a zone from a location of a given IANA name.
func NewZone(name string, loc *time.Location) *Zone { return &Zone{name: name, loc: loc} }

// UTC returns the zone UTC.
func UTC() *Zone { return NewZone("UTC", time.UTC) }

// Name is the zone's IANA name.
func (z *Zone) Name() string { return z.name }

var local struct {
	sync.Mutex
	zone atomic.Pointer[Zone]
}

// Local is the zone of the process: the TZ environment variable, else the system's. It is
// looked up at the first call.
func Local() *Zone {
	if z := local.zone.Load(); z != nil {
		return z
	}
	tz, ok := os.LookupEnv("TZ")
	return SetLocal(tz, ok)
}

// SetLocal changes the process's zone, as assigning process.env.TZ does; without set the
// system's own zone is taken.
func SetLocal(tz string, set bool) *Zone {
	local.Lock()
	defer local.Unlock()
	z := loadZone(tz, set)
	local.zone.Store(z)
	return z
}

func loadZone(tz string, set bool) *Zone {
	tz = strings.TrimPrefix(tz, ":")
	if set && tz != "" {
		if i := strings.LastIndex(tz, "zoneinfo/"); i >= 0 {
			tz = tz[i+len("zoneinfo/"):]
		}
		if loc, err := time.LoadLocation(tz); err == nil && tz != "Local" {
			return NewZone(tz, loc)
		}
		return UTC()
	}
	if set {
		return UTC()
	}
	if to, err := os.Readlink("/etc/localtime"); err == nil {
		if i := strings.LastIndex(to, "zoneinfo/"); i >= 0 {
			name := to[i+len("zoneinfo/"):]
			if loc, err := time.LoadLocation(name); err == nil {
				return NewZone(name, loc)
			}
		}
	}
	if b, err := os.ReadFile("/etc/timezone"); err == nil {
		name := strings.TrimSpace(string(b))
		if loc, err := time.LoadLocation(name); err == nil && name != "" {
			return NewZone(name, loc)
		}
	}
	if name := time.Local.String(); name != "Local" && name != "" {
		return NewZone(name, time.Local)
	}
	if n, off := time.Now().Zone(); off != 0 || n != "UTC" {
		return NewZone("", time.Local)
	}
	return UTC()
}

func (z *Zone) at(ms int64) *period {
	if p := z.last.Load(); p != nil && ms >= p.start && ms < p.end {
		return p
	}
	t := time.UnixMilli(ms).In(z.loc)
	name, off := t.Zone()
	p := &period{start: math.MinInt64, end: math.MaxInt64, offset: int64(off) * 1000, abbrev: name, dst: t.IsDST()}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		p.start = start.UnixMilli()
	}
	if !end.IsZero() {
		p.end = end.UnixMilli()
	}
	z.last.Store(p)
	return p
}

// Offset is the local offset in milliseconds at a UTC time.
func (z *Zone) Offset(t float64) float64 { return float64(z.at(int64(math.Floor(t))).offset) }

// LocalTime is LocalTime ( t ), 21.4.1.25, for a finite t.
func (z *Zone) LocalTime(t float64) float64 { return t + z.Offset(t) }

// UTC is UTC ( t ), 21.4.1.26: repeated local times mean the first, skipped ones are read with
// the offset before the transition.
func (z *Zone) UTC(t float64) float64 {
	if !finite(t) || math.Abs(t) > MaxTime+MsPerDay {
		return math.NaN()
	}
	v := int64(math.Floor(t))
	before, after := z.at(v-MsPerDay).offset, z.at(v+MsPerDay).offset
	if before == after {
		// The day around may hold two transitions that cancel out; none do within 48 hours.
		return t - float64(before)
	}
	if z.at(v-before).offset == before {
		return t - float64(before)
	}
	if z.at(v-after).offset == after {
		return t - float64(after)
	}
	return t - float64(before)
}

// Abbreviation is the zone database's abbreviation at a UTC time.
func (z *Zone) Abbreviation(t float64) string { return z.at(int64(math.Floor(t))).abbrev }

// LongName is the English name of the zone at a UTC time, as in Date.prototype.toString.
func (z *Zone) LongName(t float64) string {
	p := z.at(int64(math.Floor(t)))
	if n := longName(z.name, p.abbrev, p.dst); n != "" {
		return n
	}
	if p.offset == 0 {
		return "GMT"
	}
	off := p.offset / MsPerMinute
	b := []byte("GMT+")
	if off < 0 {
		b[3] = '-'
		off = -off
	}
	b = pad(b, off/60, 2)
	b = append(b, ':')
	return string(pad(b, off%60, 2))
}

// longName knows the zones by region and the abbreviation in the zone database.
func longName(zone, abbrev string, dst bool) string {
	kind := " Standard Time"
	summer := " Standard Time"
	if dst {
		kind, summer = " Daylight Time", " Summer Time"
	}
	region, _, _ := strings.Cut(zone, "/")
	america := region == "America" || region == "US" || region == "Canada" || region == "Mexico" || region == "Pacific" || len(abbrev) == len(zone) || strings.HasPrefix(zone, abbrev) || strings.HasSuffix(zone, abbrev)
	switch zone {
	case "UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal":
		return "Coordinated Universal Time"
	case "Europe/Istanbul", "Turkey", "Asia/Istanbul":
		return "Türkiye" + summer
	case "Europe/Dublin", "Eire":
		if abbrev == "IST" {
			return "Irish Standard Time"
		}
	case "Africa/Casablanca", "Africa/El_Aaiun":
		if abbrev == "+01" {
			return "Western European Summer Time"
		}
	case "Asia/Jerusalem", "Asia/Tel_Aviv", "Israel":
		return "Israel" + kind
	case "America/Bogota":
		return "Colombia" + summer
	case "America/Lima":
		return "Peru" + summer
	case "America/Argentina/Buenos_Aires", "America/Buenos_Aires", "America/Argentina/Cordoba":
		return "Argentina" + summer
	case "America/Sao_Paulo", "Brazil/East", "America/Fortaleza", "America/Bahia", "America/Recife":
		return "Brasilia" + summer
	case "America/Manaus", "Brazil/West":
		return "Amazon" + summer
	case "America/Caracas":
		return "Venezuela Time"
	case "America/La_Paz":
		return "Bolivia Time"
	case "America/Guayaquil":
		return "Ecuador Time"
	case "America/Montevideo":
		return "Uruguay" + summer
	case "America/Asuncion":
		return "Paraguay" + summer
	case "America/Santiago", "Chile/Continental":
		return "Chile" + summer
	case "Asia/Singapore", "Singapore":
		return "Singapore Standard Time"
	case "Asia/Bangkok", "Asia/Ho_Chi_Minh", "Asia/Saigon", "Asia/Phnom_Penh", "Asia/Vientiane":
		return "Indochina Time"
	case "Asia/Dubai", "Asia/Muscat":
		return "Gulf Standard Time"
	case "Asia/Riyadh", "Asia/Baghdad", "Asia/Kuwait", "Asia/Qatar", "Asia/Bahrain", "Asia/Aden":
		return "Arabian" + kind
	case "Asia/Dhaka":
		return "Bangladesh" + summer
	case "Asia/Kathmandu", "Asia/Katmandu":
		return "Nepal Time"
	case "Asia/Tehran", "Iran":
		return "Iran" + kind
	case "Asia/Colombo":
		return "India Standard Time"
	case "Asia/Tashkent", "Asia/Samarkand":
		return "Uzbekistan" + summer
	case "Asia/Almaty":
		return "Kazakhstan Time"
	case "Asia/Kabul":
		return "Afghanistan Time"
	case "Asia/Yerevan":
		return "Armenia" + summer
	case "Asia/Baku":
		return "Azerbaijan" + summer
	case "Asia/Tbilisi":
		return "Georgia" + summer
	case "Asia/Yangon", "Asia/Rangoon":
		return "Myanmar Time"
	case "Asia/Kuala_Lumpur":
		return "Malaysia Time"
	case "Pacific/Fiji":
		return "Fiji" + summer
	case "Atlantic/Azores":
		return "Azores" + summer
	case "Europe/Minsk":
		return "Moscow Standard Time"
	case "Asia/Shanghai", "PRC", "Asia/Chongqing", "Asia/Harbin":
		return "China" + kind
	case "Asia/Taipei", "ROC":
		return "Taiwan" + kind
	}
	switch abbrev {
	case "GMT":
		return "Greenwich Mean Time"
	case "BST":
		if region == "Europe" || strings.HasPrefix(zone, "GB") {
			if !dst { // 1968 to 1971: summer time all year as the standard
				return "Greenwich Mean Time"
			}
			return "British Summer Time"
		}
	case "WET", "WEST":
		return "Western European" + summer
	case "CET", "CEST", "MET", "MEST":
		return "Central European" + summer
	case "EET", "EEST":
		return "Eastern European" + summer
	case "MSK":
		return "Moscow Standard Time"
	case "IST":
		if region == "Asia" {
			return "India Standard Time"
		}
	case "JST":
		return "Japan Standard Time"
	case "KST":
		return "Korean Standard Time"
	case "HKT":
		return "Hong Kong Standard Time"
	case "PKT":
		return "Pakistan Standard Time"
	case "WIB":
		return "Western Indonesia Time"
	case "WITA":
		return "Central Indonesia Time"
	case "WIT":
		return "Eastern Indonesia Time"
	case "SAST":
		return "South Africa Standard Time"
	case "WAT":
		return "West Africa Time"
	case "CAT":
		return "Central Africa Time"
	case "EAT":
		return "East Africa Time"
	case "NZST", "NZDT":
		return "New Zealand" + kind
	case "AEST", "AEDT":
		return "Australian Eastern" + kind
	case "ACST", "ACDT":
		return "Australian Central" + kind
	case "AWST":
		return "Australian Western Standard Time"
	case "ChST":
		return "Chamorro Standard Time"
	case "HST", "HDT":
		return "Hawaii-Aleutian" + kind
	case "AKST", "AKDT":
		return "Alaska" + kind
	case "NST", "NDT":
		return "Newfoundland" + kind
	case "SST":
		return "Samoa Standard Time"
	case "PST", "PDT":
		if zone == "Asia/Manila" {
			return "Philippine Standard Time"
		}
		return "Pacific" + kind
	case "MST", "MDT":
		return "Mountain" + kind
	case "CST", "CDT":
		if strings.HasSuffix(zone, "Havana") || zone == "Cuba" {
			return "Cuba" + kind
		}
		if america {
			return "Central" + kind
		}
	case "EST", "EDT":
		return "Eastern" + kind
	case "AST", "ADT":
		return "Atlantic" + kind
	}
	return ""
}
