package engine

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
)

// plain turns a driver's value into one of the few kinds that Rows promises.
func plain(v any, sqlType string) any {
	switch x := v.(type) {
	case nil, bool, int64, float64, string:
		return x
	case int:
		return int64(x)
	case int8:
		return int64(x)
	case int16:
		return int64(x)
	case int32:
		return int64(x)
	case uint8:
		return int64(x)
	case uint16:
		return int64(x)
	case uint32:
		return int64(x)
	case uint64:
		if x <= math.MaxInt64 {
			return int64(x)
		}
		return fmt.Sprint(x)
	case float32:
		return float64(x)
	case time.Time:
		return timeText(x, sqlType)
	case []byte:
		if sqlType == "uuid" && len(x) == 16 {
			h := hex.EncodeToString(x)
			return strings.Join([]string{h[:8], h[8:12], h[12:16], h[16:20], h[20:]}, "-")
		}
		return hex.EncodeToString(x)
	case fmt.Stringer: // decimals, big integers
		return digits(x.String(), sqlType)
	}
	// Lists and structs: the analyst sees them as JSON, keys sorted.
	if text, err := json.Marshal(v); err == nil {
		return string(text)
	}
	return fmt.Sprint(v)
}

// digits gives a decimal the digits that its type promises: 7 is 7.00 in euro.
func digits(text, sqlType string) string {
	var precision, scale int
	if n, err := fmt.Sscanf(sqlType, "decimal(%d,%d)", &precision, &scale); n != 2 || err != nil || scale == 0 {
		return text
	}
	whole, part, _ := strings.Cut(text, ".")
	return whole + "." + part + strings.Repeat("0", max(0, scale-len(part)))
}

func timeText(t time.Time, sqlType string) string {
	switch {
	case sqlType == "date":
		return t.Format("2006-01-02")
	case sqlType == "time":
		return t.Format("15:04:05.999999")
	case sqlType == "timestamptz":
		return t.UTC().Format("2006-01-02 15:04:05.999999Z07:00")
	}
	return t.Format("2006-01-02 15:04:05.999999")
}
