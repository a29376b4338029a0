package chart_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/reports/chart/option"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
)

// A curve says where its steps were put together, and nowhere else: where the share is the
// same at both ends, or where the points lie as close as any.
func TestACurveTellsBetweenWhichDaysItsCourseIsNotShown(t *testing.T) {
	s, err := series.From(waits(false), series.Options{Kind: series.Survival})
	if err != nil {
		t.Fatal(err)
	}
	v := s.View()
	var got []string
	for j := range v.Xs {
		if before, ok := v.Merged(0, j); ok {
			got = append(got, v.Xs[before].Code+"-"+v.Xs[j].Code)
		}
	}
	if want := []string{"10-20", "20-30", "30-45", "45-115", "120-163"}; !slices.Equal(got, want) { // a point each 5 days; the same share at 115 and 120
		t.Errorf("merged between %v, want %v", got, want)
	}
	if tip := v.Tip(0, len(v.Xs)-1); !strings.HasSuffix(tip, "verloop van dag 120 tot dag 163 niet getoond") {
		t.Errorf("the last point says %q", tip)
	}
	if alt := v.Alt(); !strings.Contains(alt, "het verloop tussen sommige dagen is niet getoond") {
		t.Errorf("alternative text %q", alt)
	}
	var live struct {
		Series []struct {
			Data     []struct{ Value []any }
			MarkLine struct{ Data [][]struct{ Coord []float64 } }
			MarkArea struct{ Data []any }
		}
		Peil struct{ Notes []string }
	}
	text, err := option.JSON(s)
	if err == nil {
		err = json.Unmarshal(text, &live)
	}
	if err != nil {
		t.Fatal(err)
	}
	line, gaps := live.Series[len(live.Series)-1], 0
	for _, point := range line.Data {
		if point.Value[1] == option.None {
			gaps++
		}
	}
	if gaps != 5 || len(line.MarkLine.Data) != 5 || len(line.MarkArea.Data) != 5 || line.MarkLine.Data[4][0].Coord[0] != 120 {
		t.Errorf("the live chart breaks %d times, with %d slopes and %d areas, want 5 of each", gaps, len(line.MarkLine.Data), len(line.MarkArea.Data))
	}
	if !slices.Contains(live.Peil.Notes, "licht vlak: tussen deze dagen niet getoond") {
		t.Errorf("the live chart notes %q", live.Peil.Notes)
	}
}
