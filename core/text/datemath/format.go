package datemath

const (
	dayNames   = "SunMonTueWedThuFriSat"
	monthNames = "JanFebMarAprMayJunJulAugSepOctNovDec"
)

// InvalidDate is the text of an invalid time value.
const InvalidDate = "Invalid Date"

func pad(dst []byte, v int64, width int) []byte {
	var b [20]byte
	i := len(b)
	for v > 0 || width > 0 {
		i--
		b[i] = byte('0' + v%10)
		v /= 10
		width--
	}
	return append(dst, b[i:]...)
}

func appendYear(dst []byte, y int64) []byte {
	if y < 0 {
		dst = append(dst, '-')
		y = -y
	}
	return pad(dst, y, 4)
}

// AppendISO is Date.prototype.toISOString for a finite t, 21.4.4.36.
func AppendISO(dst []byte, t float64) []byte {
	f := Split(t)
	switch {
	case f.Year >= 0 && f.Year <= 9999:
		dst = pad(dst, f.Year, 4)
	case f.Year < 0:
		dst = pad(append(dst, '-'), -f.Year, 6)
	default:
		dst = pad(append(dst, '+'), f.Year, 6)
	}
	dst = pad(append(dst, '-'), int64(f.Month+1), 2)
	dst = pad(append(dst, '-'), int64(f.Day), 2)
	dst = appendClock(append(dst, 'T'), f)
	dst = pad(append(dst, '.'), int64(f.Ms), 3)
	return append(dst, 'Z')
}

func appendClock(dst []byte, f Fields) []byte {
	dst = pad(dst, int64(f.Hour), 2)
	dst = pad(append(dst, ':'), int64(f.Minute), 2)
	return pad(append(dst, ':'), int64(f.Second), 2)
}

func appendDate(dst []byte, f Fields) []byte {
	dst = append(dst, dayNames[3*f.Weekday:3*f.Weekday+3]...)
	dst = append(dst, ' ')
	dst = append(dst, monthNames[3*f.Month:3*f.Month+3]...)
	dst = pad(append(dst, ' '), int64(f.Day), 2)
	return appendYear(append(dst, ' '), f.Year)
}

func (z *Zone) appendTime(dst []byte, f Fields, t float64) []byte {
	dst = appendClock(dst, f)
	dst = append(dst, " GMT"...)
	off := int64(z.Offset(t))
	sign := byte('+')
	if off < 0 {
		sign = '-'
		off = -off
	}
	dst = append(dst, sign)
	dst = pad(dst, off/MsPerHour, 2)
	dst = pad(dst, off/MsPerMinute%60, 2)
	dst = append(dst, " ("...)
	dst = append(dst, z.LongName(t)...)
	return append(dst, ')')
}

// AppendString is ToDateString ( tv ), 21.4.4.41.4: the text of Date.prototype.toString.
func (z *Zone) AppendString(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	f := Split(z.LocalTime(t))
	dst = appendDate(dst, f)
	return z.appendTime(append(dst, ' '), f, t)
}

// AppendDateString is the text of Date.prototype.toDateString.
func (z *Zone) AppendDateString(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	return appendDate(dst, Split(z.LocalTime(t)))
}

// AppendTimeString is the text of Date.prototype.toTimeString.
func (z *Zone) AppendTimeString(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	return z.appendTime(dst, Split(z.LocalTime(t)), t)
}

// AppendUTCString is the text of Date.prototype.toUTCString.
func AppendUTCString(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	f := Split(t)
	dst = append(dst, dayNames[3*f.Weekday:3*f.Weekday+3]...)
	dst = pad(append(dst, ", "...), int64(f.Day), 2)
	dst = append(dst, ' ')
	dst = append(dst, monthNames[3*f.Month:3*f.Month+3]...)
	dst = appendYear(append(dst, ' '), f.Year)
	dst = appendClock(append(dst, ' '), f)
	return append(dst, " GMT"...)
}

func appendUSDate(dst []byte, f Fields) []byte {
	dst = pad(dst, int64(f.Month+1), 1)
	dst = pad(append(dst, '/'), int64(f.Day), 1)
	y := f.Year
	if y <= 0 {
		y = 1 - y // the year of the era, which the format does not name
	}
	return pad(append(dst, '/'), y, 1)
}

func appendUSTime(dst []byte, f Fields) []byte {
	h := f.Hour % 12
	if h == 0 {
		h = 12
	}
	dst = pad(dst, int64(h), 1)
	dst = pad(append(dst, ':'), int64(f.Minute), 2)
	dst = pad(append(dst, ':'), int64(f.Second), 2)
	if f.Hour < 12 {
		return append(dst, " AM"...)
	}
	return append(dst, " PM"...)
}

// AppendLocale is Date.prototype.toLocaleString in en-US with default options.
func (z *Zone) AppendLocale(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	f := Split(z.LocalTime(t))
	return appendUSTime(append(appendUSDate(dst, f), ", "...), f)
}

// AppendLocaleDate is Date.prototype.toLocaleDateString in en-US with default options.
func (z *Zone) AppendLocaleDate(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	return appendUSDate(dst, Split(z.LocalTime(t)))
}

// AppendLocaleTime is Date.prototype.toLocaleTimeString in en-US with default options.
func (z *Zone) AppendLocaleTime(dst []byte, t float64) []byte {
	if t != t {
		return append(dst, InvalidDate...)
	}
	return appendUSTime(dst, Split(z.LocalTime(t)))
}
