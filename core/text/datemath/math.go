package datemath

import "math"

// Milliseconds of the units of time.
const (
	MsPerSecond = 1000
	MsPerMinute = 60000
	MsPerHour   = 3600000
	MsPerDay    = 86400000
)

// MaxTime is the largest time value; the smallest is its negative.
const MaxTime = 8.64e15

// Day is Day ( t ), ECMA-262 21.4.1.3, for a finite t.
func Day(t float64) int64 { return floorDiv(int64(math.Floor(t)), MsPerDay) }

// TimeWithinDay is TimeWithinDay ( t ), 21.4.1.4.
func TimeWithinDay(t float64) int64 {
	v := int64(math.Floor(t))
	return v - floorDiv(v, MsPerDay)*MsPerDay
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// civil splits a day number into a proleptic Gregorian date; month counts from 0.
func civil(days int64) (year int64, month, day int) {
	z := days + 719468 // from 0000-03-01
	era := floorDiv(z, 146097)
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy-(153*mp+2)/5) + 1
	month = int(mp) + 2
	year = yoe + era*400
	if month >= 12 {
		month -= 12
		year++
	}
	return year, month, day
}

// dayNumber is the inverse of civil for the first of a month; month is in 0..11.
func dayNumber(year int64, month int) int64 {
	m := int64(month) - 2
	if m < 0 {
		m += 12
		year--
	}
	era := floorDiv(year, 400)
	yoe := year - era*400
	doy := (153*m + 2) / 5
	return era*146097 + yoe*365 + yoe/4 - yoe/100 + doy - 719468
}

// Fields is a time value split into its parts.
type Fields struct {
	Year                     int64
	Month                    int // 0..11
	Day                      int // 1..31
	Weekday                  int // 0 is Sunday
	Hour, Minute, Second, Ms int
}

// Split gives the fields of a finite time value, all of YearFromTime, MonthFromTime and the
// rest of 21.4.1 at once. For local fields pass LocalTime's result.
func Split(t float64) (f Fields) {
	d := Day(t)
	in := TimeWithinDay(t)
	f.Year, f.Month, f.Day = civil(d)
	f.Weekday = int(d+4) % 7
	if d+4 < 0 {
		f.Weekday = int(((d+4)%7 + 7) % 7)
	}
	f.Hour = int(in / MsPerHour)
	f.Minute = int(in / MsPerMinute % 60)
	f.Second = int(in / MsPerSecond % 60)
	f.Ms = int(in % 1000)
	return f
}

// YearFromTime is YearFromTime ( t ), 21.4.1.8.
func YearFromTime(t float64) int64 { y, _, _ := civil(Day(t)); return y }

// WeekDay is WeekDay ( t ), 21.4.1.14.
func WeekDay(t float64) int { return Split(t).Weekday }

func finite(v float64) bool { return v-v == 0 }

// MakeTime is MakeTime ( hour, min, sec, ms ), 21.4.1.27.
func MakeTime(hour, minute, sec, ms float64) float64 {
	if !finite(hour) || !finite(minute) || !finite(sec) || !finite(ms) {
		return math.NaN()
	}
	// The conversions keep the compiler from fusing: each step rounds.
	return float64(float64(float64(math.Trunc(hour)*MsPerHour)+float64(math.Trunc(minute)*MsPerMinute))+float64(math.Trunc(sec)*MsPerSecond)) + math.Trunc(ms)
}

// MakeDay is MakeDay ( year, month, date ), 21.4.1.28.
func MakeDay(year, month, date float64) float64 {
	if !finite(year) || !finite(month) || !finite(date) {
		return math.NaN()
	}
	y, m := math.Trunc(year), math.Trunc(month)
	ym := y + math.Floor(m/12)
	if math.Abs(ym) > 400000 {
		return math.NaN() // out of the range of time values whatever the date adds
	}
	mn := int(m - math.Floor(m/12)*12)
	return float64(dayNumber(int64(ym), mn)) + math.Trunc(date) - 1
}

// MakeDate is MakeDate ( day, time ), 21.4.1.29.
func MakeDate(day, time float64) float64 {
	if !finite(day) || !finite(time) {
		return math.NaN()
	}
	v := float64(day*MsPerDay) + time
	if !finite(v) {
		return math.NaN()
	}
	return v
}

// MakeFullYear is MakeFullYear ( year ), 21.4.1.30.
func MakeFullYear(year float64) float64 {
	if year != year {
		return year
	}
	if y := math.Trunc(year); y >= 0 && y <= 99 {
		return 1900 + y
	}
	return math.Trunc(year)
}

// TimeClip is TimeClip ( time ), 21.4.1.31.
func TimeClip(t float64) float64 {
	if !(math.Abs(t) <= MaxTime) {
		return math.NaN()
	}
	return math.Trunc(t) + 0
}
