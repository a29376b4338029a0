package etl

import (
	"testing"

	"github.com/vlot-evaluatie/peil/etl/load"
)

// Files of a new month are few and small: one statement types them. Many are shared
// among workers, and big ones are never put behind each other.
func TestSmallFilesAreHandedOverTogether(t *testing.T) {
	of := func(n int, bytes int64) []*planned {
		out := make([]*planned, n)
		for i := range out {
			out[i] = &planned{Delivery: load.Delivery{Receipt: load.Receipt{Bytes: bytes}}}
		}
		return out
	}
	for _, c := range []struct {
		about string
		todo  []*planned
		want  []int
	}{
		{"nothing", nil, nil},
		{"five of 30 kB: 150 kB in all", of(5, 30_000), []int{5}},
		{"two of 10 MB", of(2, 10_000_000), []int{1, 1}},
		{"five of 120 kB: the fifth passes 512 KiB, but is all that is left", of(5, 120_000), []int{5}},
		{"eight of 120 kB: 960 kB in all", of(8, 120_000), []int{4, 4}},
		{"70 of 1 kB: at most 32", of(70, 1_000), []int{32, 32, 6}},
		{"80 of 60 kB: two chunks for each of two workers", of(80, 60_000), []int{20, 20, 20, 20}},
	} {
		var got []int
		for _, chunk := range chunked(c.todo, 2) {
			got = append(got, len(chunk))
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: chunks of %v, want %v", c.about, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: chunks of %v, want %v", c.about, got, c.want)
				break
			}
		}
	}
}
