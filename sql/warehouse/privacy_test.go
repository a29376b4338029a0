package warehouse

import (
	"context"
	"reflect"
	"strings"
	"testing"
)

// Three guests in three towns' rows: A has one person twice, B has two persons, and the
// row of C has nobody. The newest delivery of a changed row counts.
func TestGroupsCountWhoeverSharesTheSameTraits(t *testing.T) {
	l := newLake(t)
	l.put("models/sources/tool.yml", strings.Replace(contract, "  - entity: referrals", `  - entity: guests
    files: [g.csv]
    known_at: {from: received}
    delivery: {kind: changes, key: [row_id]}
    columns:
      - {name: row_id, header: [a], type: text, class: technical, action: keep}
      - {name: person_id, header: [b], type: insz, class: identifier, action: pseudonymise, domain: person}
      - {name: town_code, header: [c], type: text, class: quasi, action: keep}
      - {name: birth_code, header: [d], type: text, class: quasi, action: drop}
      - {name: sex_code, header: [e], type: text, class: sensitive, action: keep}
  - entity: referrals`, 1))
	const one, two = "'00000000-0000-0000-0000-000000000001'", "'00000000-0000-0000-0000-000000000002'"
	l.deliver("guests", "2023-01-01", "'r1',"+one+",'A','x'", "'r2',"+one+",'A','y'", "'r3',"+one+",'A','x'", "'r4',null,'C','x'")
	l.deliver("guests", "2023-02-01", "'r3',"+one+",'B','x'", "'r5',"+two+",'B','x'")
	l.deliver("referrals", "2023-01-01", "'v1','2023-01-01'")
	w := l.open("")
	entity := func(name string) Groups {
		t.Helper()
		for i := range w.project.Sources[0].Entities {
			if e := &w.project.Sources[0].Entities[i]; e.Name == name {
				g, err := w.Groups(context.Background(), e, 2)
				if err != nil {
					t.Fatal(err)
				}
				return g
			}
		}
		t.Fatalf("no entity %s", name)
		return Groups{}
	}
	if got, want := entity("guests"), (Groups{Over: []string{"town_code"}, Unit: "person_id", Rows: 5, All: 2, Least: 1, Small: 1}); !reflect.DeepEqual(got, want) {
		t.Errorf("guests: %+v, want %+v", got, want)
	}
	if got, want := entity("referrals"), (Groups{Rows: 1}); !reflect.DeepEqual(got, want) {
		t.Errorf("referrals, which point to nobody: %+v, want %+v", got, want)
	}
	if got, want := entity("stays"), (Groups{}); !reflect.DeepEqual(got, want) {
		t.Errorf("stays, of which there are none: %+v, want %+v", got, want)
	}
}
