package warehouse

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

// reject writes "line key" or "line -", for a key that could not be read, as the rejects
// of a delivery.
func (l *lake) reject(d *models.Loaded, rows ...string) {
	l.t.Helper()
	var parts []string
	for _, row := range rows {
		line, key, _ := strings.Cut(row, " ")
		if key = "['" + key + "']"; strings.HasSuffix(row, " -") {
			key = "null"
		}
		parts = append(parts, fmt.Sprintf("select '%s' as _load_id, cast(%s as bigint) as line, cast(%s as varchar[]) as row_key", d.LoadID, line, key))
	}
	path := "lake/tool/" + d.Entity + "/" + d.LoadID + ".rejects.parquet"
	if err := os.MkdirAll(filepath.Dir(filepath.Join(l.layout.Root, path)), 0o755); err != nil {
		l.t.Fatal(err)
	}
	if _, err := l.engine.Materialise(context.Background(), strings.Join(parts, "\nunion all "), filepath.Join(l.layout.Root, path)); err != nil {
		l.t.Fatal(err)
	}
	d.Rejects = &models.LakeFile{Path: path, SHA256: d.LoadID}
}

const listedPlaces = `/* model
name: fct_listed
about: Places in each list, those that could not be read as they were last read.
grain: one row per list and place
key: [listed_date, place_id]
columns:
  - {name: listed_date, type: date}
  - {name: place_id, type: varchar}
  - {name: capacity_count, type: bigint, unit: persons, missing: not filled in}
*/
with listed as (
    select * from raw.tool__places__history
    union all
    select * from raw.tool__places__unread__history
)

select cast(_known_at as date) as listed_date, place_id, capacity_count from listed`

// A is read in each list. B is unread in the second and third one, in the third for two
// reasons, and is read again in the fourth. C is gone after the first. D is never read
// before the fourth. Of A the third list has a second row, which is rejected.
func unreadLake(t *testing.T) *lake {
	l := newLake(t)
	l.put("sql/marts/fct_listed.sql", listedPlaces)
	l.deliver("places", "2023-01-31", "'A', 1", "'B', 2", "'C', 3")
	l.reject(l.deliver("places", "2023-02-28", "'A', 4"), "3 B", "4 D", "5 -")
	l.reject(l.deliver("places", "2023-03-31", "'A', 5"), "3 B", "3 B", "4 A")
	l.deliver("places", "2023-04-30", "'A', 6", "'B', 7", "'D', 8")
	return l
}

func TestARowThatCouldNotBeReadCountsAsItWasLastRead(t *testing.T) {
	const ask = "select place_id, capacity_count, _line, cast(_known_at as varchar), _sequence, _load_id from raw.tool__places__unread%s order by _known_at, place_id"
	l := unreadLake(t)
	both := "B|2|3|2023-02-28|2|places2 B|2|3|2023-03-31|3|places3"
	for _, c := range []struct {
		known           models.Date
		latest, history string
	}{
		{"2023-01-31", "", ""},
		{"2023-02-28", "B|2|3|2023-02-28|2|places2", "B|2|3|2023-02-28|2|places2"},
		{"2023-03-31", "B|2|3|2023-03-31|3|places3", both},
		{"2023-04-30", "", both},
	} {
		w := l.open(c.known)
		equal(t, "latest on "+string(c.known), rowsOf(t, w, fmt.Sprintf(ask, "")), c.latest)
		equal(t, "all on "+string(c.known), rowsOf(t, w, fmt.Sprintf(ask, "__history")), c.history)
	}
}

func TestABuildCountsUnreadRowsAndACheckTellsOfThem(t *testing.T) {
	l := unreadLake(t)
	l.manifest.Deliveries = l.manifest.Deliveries[:3]
	w := l.open("")
	if _, err := w.Build(context.Background(), BuildOptions{}); err != nil {
		t.Fatal(err)
	}
	equal(t, "listed", rowsOf(t, w, "select cast(listed_date as varchar), place_id, capacity_count from fct_listed order by all"),
		"2023-01-31|A|1 2023-01-31|B|2 2023-01-31|C|3 2023-02-28|A|4 2023-02-28|B|2 2023-03-31|A|5 2023-03-31|B|2")
	results, err := w.Check(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, r := range results {
		if strings.HasPrefix(r.Name, "raw.tool__places.") {
			told = append(told, fmt.Sprintf("%s %s %d", r.Name, r.Severity, r.Failures))
		}
	}
	equal(t, "checks", strings.Join(told, ", "), "raw.tool__places.rows block 0, raw.tool__places.size warn 0, raw.tool__places.read warn 1")
}

// Who reads the unread rows of the last list beside those of all lists gets those of the
// last one, whichever is made known first.
func TestABuildTakesUnreadRowsOfTheLastListFromThoseOfAll(t *testing.T) {
	latest := strings.NewReplacer("__history", "", "[listed_date, place_id]", "[place_id]").Replace(listedPlaces)
	for _, name := range []string{"fct_a_latest", "fct_z_latest"} {
		l := unreadLake(t)
		l.manifest.Deliveries = l.manifest.Deliveries[:3]
		l.put("sql/marts/"+name+".sql", strings.ReplaceAll(latest, "fct_listed", name))
		w := l.open("")
		if _, err := w.Build(context.Background(), BuildOptions{}); err != nil {
			t.Fatal(err)
		}
		equal(t, name, rowsOf(t, w, "select place_id, capacity_count, cast(listed_date as varchar) from "+name+" order by all"), "A|5|2023-03-31 B|2|2023-03-31")
		equal(t, "all lists", rowsOf(t, w, "select count(*), sum(capacity_count) from fct_listed"), "7|19") // 1+2+3, 4+2, 5+2
	}
}

// Lists that intake loaded again have other rejects under the same rows, and what stands
// on the last list only is not made again for what an earlier one could not say.
func TestUnreadRowsArePartOfWhatATableStandsOn(t *testing.T) {
	print := func(l *lake, name string) string {
		t.Helper()
		w := l.open("")
		w.mu.Lock()
		defer w.mu.Unlock()
		n, err := w.node(context.Background(), name)
		if err != nil {
			t.Fatal(err)
		}
		p, err := w.fingerprint(context.Background(), n)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	l := unreadLake(t)
	history, latest := print(l, "raw.tool__places__unread__history"), print(l, "raw.tool__places__unread")
	l.manifest.Deliveries[1].Rejects.SHA256 = "other"
	if print(l, "raw.tool__places__unread__history") == history {
		t.Error("other rejects give the same history of unread rows")
	}
	if print(l, "raw.tool__places__unread") != latest {
		t.Error("the rejects of an earlier list change what the latest one could not say")
	}
}

// A project may read unread rows before it knows whether its contract has any: there are
// none of what is no list, of a list whose key is a pseudonym, or that repeats its keys.
func TestWhatIsNoListHasNoUnreadRows(t *testing.T) {
	l := unreadLake(t)
	l.reject(l.deliver("stays", "2023-01-31", "'S', 1, 'x', null, null, null"), "3 S")
	w := l.open("")
	for _, name := range []string{"stays", "claims", "referrals"} {
		equal(t, name, rowsOf(t, w, "select count(*) from raw.tool__"+name+"__unread__history"), "0")
	}
}

// What a figure stands on are the rows of the latest list, also when one of them counts as
// an earlier list had it: nothing else of that list counts.
func TestLineageOfAListIsTheLatestOne(t *testing.T) {
	l := unreadLake(t)
	l.manifest.Deliveries = l.manifest.Deliveries[:3]
	l.put("sql/marts/fct_latest.sql", strings.NewReplacer("__history", "", "fct_listed", "fct_latest", "[listed_date, place_id]", "[place_id]").Replace(listedPlaces))
	lineage, err := l.open("").Lineage("fct_latest")
	if err != nil || len(lineage.Deliveries) != 1 || lineage.Deliveries[0].LoadID != "places3" {
		t.Errorf("stands on %v, %v; want the third list", lineage.Deliveries, err)
	}
}
