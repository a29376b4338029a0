package workbook

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// display says what a number means under a cell style.
type display uint8

const (
	asNumber  display = iota
	asDate            // day, month or year
	asTime            // hours, minutes, seconds of a day
	asMoment          // both
	asElapsed         // [h]:mm:ss, which may pass 24 hours
	asPercent         // a number that is shown a hundred times as large
)

// builtin gives the meaning of the number formats that a file does not spell
// out: ECMA-376 part 1, 18.8.30, with the East Asian ids 27-36 and 50-58.
func builtin(id int) display {
	switch {
	case id >= 14 && id <= 17, id >= 27 && id <= 31, id >= 34 && id <= 36, id >= 50 && id <= 58:
		return asDate
	case id >= 18 && id <= 21, id == 32, id == 33, id == 45, id == 47:
		return asTime
	case id == 22:
		return asMoment
	case id == 46:
		return asElapsed
	case id == 9, id == 10:
		return asPercent
	}
	return asNumber
}

// formatDisplay reads a number format code. Only the first section counts: the
// others are for negative numbers, zero and text.
func formatDisplay(code string) display {
	if strings.EqualFold(strings.TrimSpace(code), "general") {
		return asNumber
	}
	var day, month, clock, elapsed, percent bool
scan:
	for i := 0; i < len(code); i++ {
		switch c := code[i] | 0x20; {
		case code[i] == ';':
			break scan
		case code[i] == '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				break scan
			}
			i += n + 1
		case code[i] == '\\', code[i] == '_', code[i] == '*':
			i++ // the next character is literal, a width or a filler
		case code[i] == '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				break scan
			}
			// [h], [mm], [ss] run on past a day; [Red], [$-809], [>100] say nothing.
			if inner := strings.ToLower(code[i+1 : i+n]); inner != "" && strings.Trim(inner, inner[:1]) == "" && strings.Contains("hms", inner[:1]) {
				elapsed = true
			}
			i += n
		case c == 'e' && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-'):
			i++ // the exponent of 0.00E+00
		case code[i] == '%':
			percent = true
		case c == 'd', c == 'y':
			day = true
		case c == 'm':
			month = true
		case c == 'h', c == 's':
			clock = true
		}
	}
	switch {
	case elapsed:
		return asElapsed
	case day && clock, month && day && clock:
		return asMoment
	case clock: // the m of mm:ss is minutes
		return asTime
	case day, month:
		return asDate
	case percent:
		return asPercent
	}
	return asNumber
}

// lastSerial is 9999-12-31 in the 1900 system, the last day Excel knows.
const lastSerial = 2958465

// dayMilliseconds is the length of a day in milliseconds, the finest that is kept.
const dayMilliseconds = 24 * 60 * 60 * 1000

// appendSerial writes a serial date under a display; false when it is no date
// that the format can show, in which case the number itself is the text.
func appendSerial(dst []byte, v float64, d display, date1904 bool) ([]byte, bool) {
	if math.IsNaN(v) || v < 0 || v > lastSerial+1 {
		return dst, false
	}
	ms := int64(math.Round(v * dayMilliseconds))
	if d == asElapsed {
		return appendClock(dst, ms), true
	}
	days, rest := ms/dayMilliseconds, ms%dayMilliseconds
	// Below one there is no day: a time, whatever the format. Day 0 of the 1904
	// system is a real date, so that it stays one under a date format.
	if days == 0 && (!date1904 || d == asTime || rest != 0) {
		return appendClock(dst, rest), true
	}
	dst = appendDay(dst, days, date1904)
	// The time is left out only where the format has none and there is none.
	if d == asDate && rest == 0 {
		return dst, true
	}
	return appendClock(append(dst, 'T'), rest), true
}

// appendDay writes the calendar day of a serial. The 1900 system counts a
// 29 February 1900 that never was: serial 60 is written as that day, so that a
// check refuses it, and the days before it are one higher than the calendar.
func appendDay(dst []byte, days int64, date1904 bool) []byte {
	epoch := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	switch {
	case date1904:
		epoch = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	case days == 60:
		return append(dst, "1900-02-29"...)
	case days < 60:
		days++
	}
	return epoch.AddDate(0, 0, int(days)).AppendFormat(dst, "2006-01-02")
}

// appendClock writes hours:minutes:seconds, with milliseconds only when there are any.
func appendClock(dst []byte, ms int64) []byte {
	pad := func(n int64) {
		if n < 10 {
			dst = append(dst, '0')
		}
		dst = strconv.AppendInt(dst, n, 10)
	}
	pad(ms / 3600000)
	dst = append(dst, ':')
	pad(ms / 60000 % 60)
	dst = append(dst, ':')
	pad(ms / 1000 % 60)
	if f := ms % 1000; f != 0 {
		dst = append(dst, '.', byte('0'+f/100), byte('0'+f/10%10), byte('0'+f%10))
	}
	return dst
}

// appendNumber writes a stored number as shortest decimal text. Excel
// stores 1.1 as 1.1000000000000001 and large numbers with an exponent; whole
// numbers written by other programs may have more digits than a double holds
// and are kept as they are.
func appendNumber(dst, stored []byte) []byte {
	if digits, point, ok := plainDecimal(stored); ok && (point < 0 || digits <= 15) {
		if point >= 0 {
			for stored[len(stored)-1] == '0' {
				stored = stored[:len(stored)-1]
			}
			if stored[len(stored)-1] == '.' {
				stored = stored[:len(stored)-1]
			}
		}
		if string(stored) == "-0" {
			stored = stored[1:]
		}
		return append(dst, stored...)
	}
	v, err := strconv.ParseFloat(string(stored), 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return append(dst, stored...) // not a number: the text says so itself
	}
	if v == 0 {
		return append(dst, '0')
	}
	return strconv.AppendFloat(dst, withoutNoise(v), 'f', -1, 64)
}

// withoutNoise takes the last bits of a sum off: 59.970000000000006 becomes the
// 59.97 that Excel shows at any precision. Excel computes in 15 digits; when
// those end in at least three zeros the rest is noise, otherwise the digits are
// the number's own and stay.
func withoutNoise(v float64) float64 {
	digits := strconv.FormatFloat(v, 'e', 14, 64)
	if mantissa, _, _ := strings.Cut(digits, "e"); !strings.HasSuffix(mantissa, "000") {
		return v
	}
	short, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return v
	}
	return short
}

// plainDecimal reports whether b is -?digits[.digits] without a leading zero
// before another digit, with its count of digits and the place of the point.
func plainDecimal(b []byte) (digits, point int, ok bool) {
	point = -1
	start := 0
	if len(b) > 0 && b[0] == '-' {
		start = 1
	}
	for i := start; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			digits++
		case c == '.' && point < 0 && i > start && i+1 < len(b):
			point = i
		default:
			return 0, 0, false
		}
	}
	if digits == 0 || (b[start] == '0' && start+1 < len(b) && b[start+1] != '.') {
		return 0, 0, false
	}
	return digits, point, true
}

// appendUnescaped writes text with Excel's _xHHHH_ escapes resolved: that is
// how it stores characters that XML cannot hold, and _x005F_ for an underscore
// that would otherwise look like an escape.
func appendUnescaped(dst, text []byte) []byte {
	for i := 0; i < len(text); {
		if r, ok := escapeAt(text[i:]); ok {
			i += 7
			if r >= 0xD800 && r < 0xDC00 {
				low, ok := escapeAt(text[i:])
				if !ok || low < 0xDC00 || low > 0xDFFF {
					dst = append(dst, text[i-7:i]...) // half a pair means nothing
					continue
				}
				r = (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
				i += 7
			} else if r >= 0xDC00 && r <= 0xDFFF {
				dst = append(dst, text[i-7:i]...)
				continue
			}
			dst = append(dst, string(r)...)
			continue
		}
		dst = append(dst, text[i])
		i++
	}
	return dst
}

// escapeAt reads _xHHHH_ at the start of b.
func escapeAt(b []byte) (rune, bool) {
	if len(b) < 7 || b[0] != '_' || b[1] != 'x' || b[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	return rune(n), err == nil
}
