package svg

import (
	"strings"
	"unicode"

	"github.com/vlot-evaluatie/peil/models"
)

// widths are the advances of ASCII from the space on, in hundredths of the font
// size, in DejaVu Sans: the widest of the faces that a reader's system may pick,
// so that what fits here fits everywhere.
var widths = [95]uint8{
	32, 40, 46, 84, 64, 95, 78, 27, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 53,
	100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73, 68, 99, 69, 61, 69, 39, 34, 39, 84, 50,
	50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63, 63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
}

// Bold is how much wider the bold face is.
const Bold = 1.12

// Width estimates the width of text at a font size; it errs on the wide side.
func Width(text string, size float64) float64 {
	total := 0.0
	for _, r := range text {
		total += advance(models.VisibleRune(r))
	}
	return total * size / 100
}

func advance(r rune) float64 {
	switch {
	case r >= 0x20 && r < 0x7f:
		return float64(widths[r-0x20])
	case unicode.Is(unicode.Mn, r):
		return 0
	case r == 0xa0:
		return 32
	case r < 0x250, r == 0x2013:
		return 65
	case r < 0x1100:
		return 85
	}
	return 105
}

// Fit shortens text to a width, with an ellipsis in place of what was cut.
func Fit(text string, width, size float64) string {
	if Width(text, size) <= width {
		return text
	}
	room := width - Width("…", size)
	used := 0.0
	end := 0
	for i, r := range text {
		used += advance(models.VisibleRune(r)) * size / 100
		if used > room {
			break
		}
		end = i + len(string(r))
	}
	if end > len(text) { // an invalid byte is one byte long, its picture three
		end = len(text)
	}
	// A joiner at the cut would tie the ellipsis to what was cut off.
	return strings.TrimRight(text[:end], " \u00a0\u200d") + "…"
}

// Wrap cuts text that is too wide at the last blank or hyphen that leaves the
// first part narrow enough; the rest is not measured. Text without such a place
// stays whole.
func Wrap(text string, width, size float64) (first, rest string) {
	if Width(text, size) <= width {
		return text, ""
	}
	for i := len(text) - 1; i > 0; i-- {
		if text[i] == ' ' && Width(text[:i], size) <= width {
			return text[:i], text[i+1:]
		}
		if text[i] == '-' && i+1 < len(text) && Width(text[:i+1], size) <= width {
			return text[:i+1], text[i+1:]
		}
	}
	return text, ""
}

// Lines cuts text into lines that are narrow enough, as far as it has blanks or
// hyphens to be cut at.
func Lines(text string, width, size float64) []string {
	var out []string
	for text != "" {
		first, rest := Wrap(text, width, size)
		out, text = append(out, first), rest
	}
	return out
}

// Spread moves points apart until neighbours are at least gap away, keeping
// their order and staying between low and high while there is room. Points that
// have room stay where they are.
func Spread(at []float64, gap, low, high float64) []float64 {
	out := append([]float64(nil), at...)
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	// Insertion sort: few points, and equal ones keep their order.
	for i := 1; i < len(order); i++ {
		for j := i; j > 0 && at[order[j]] < at[order[j-1]]; j-- {
			order[j], order[j-1] = order[j-1], order[j]
		}
	}
	for k, i := range order {
		out[i] = max(out[i], low)
		if k > 0 {
			out[i] = max(out[i], out[order[k-1]]+gap)
		}
	}
	for k := len(order) - 1; k >= 0; k-- {
		limit := high
		if k < len(order)-1 {
			limit = out[order[k+1]] - gap
		}
		out[order[k]] = min(out[order[k]], limit)
	}
	return out
}
