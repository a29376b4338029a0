package chance

// Day is a calendar day: days since 1 January 2022, negative before.
type Day int32

// None is no day: an open end, a stage not reached.
const None Day = 32767

// unixDay is 1 January 2022 in days since 1970, serialDay in Excel's 1900 system.
const (
	unixDay   = 18993
	serialDay = 44562
)

// On gives the day of a date of the proleptic Gregorian calendar.
// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
func On(year, month, day int) Day {
	if month <= 2 {
		year--
	}
	era := year / 400
	yearOfEra := year - era*400
	dayOfYear := (153*((month+9)%12)+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return Day(era*146097 + dayOfEra - 719468 - unixDay)
}

// Date gives year, month and day of the month.
func (d Day) Date() (year, month, day int) {
	z := int(d) + unixDay + 719468
	era := z / 146097
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = doy - (153*mp+2)/5 + 1
	month = mp + 3
	if month > 12 {
		month -= 12
	}
	year = yoe + era*400
	if month <= 2 {
		year++
	}
	return year, month, day
}

// Weekday is 0 for Monday to 6 for Sunday.
func (d Day) Weekday() int { return ((int(d)+5)%7 + 7) % 7 }

// Serial is the day in Excel's 1900 system.
func (d Day) Serial() int { return int(d) + serialDay }

// Month is the first day of d's month.
func (d Day) Month() Day {
	y, m, _ := d.Date()
	return On(y, m, 1)
}

// AddMonths is the first day of the month n months after d's.
func (d Day) AddMonths(n int) Day {
	y, m, _ := d.Date()
	m += n - 1
	return On(y+m/12, m%12+1, 1)
}

// MonthEnd is the last day of d's month.
func (d Day) MonthEnd() Day { return d.AddMonths(1) - 1 }

// Workday is d, or the Monday after when d is in a weekend.
func (d Day) Workday() Day {
	if w := d.Weekday(); w > 4 {
		return d + Day(7-w)
	}
	return d
}

// AppendISO writes 2022-12-31.
func (d Day) AppendISO(b []byte) []byte {
	y, m, day := d.Date()
	b = append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-')
	b = append(b, byte('0'+m/10), byte('0'+m%10), '-')
	return append(b, byte('0'+day/10), byte('0'+day%10))
}

// AppendDMY writes 31/12/2022.
func (d Day) AppendDMY(b []byte) []byte {
	y, m, day := d.Date()
	b = append(b, byte('0'+day/10), byte('0'+day%10), '/', byte('0'+m/10), byte('0'+m%10), '/')
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
}

// ISO is the day as 2022-12-31.
func (d Day) ISO() string { return string(d.AppendISO(nil)) }

// DMY is the day as 31/12/2022.
func (d Day) DMY() string { return string(d.AppendDMY(nil)) }
