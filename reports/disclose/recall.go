package disclose

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Key names the number that was told or hidden, as the attack does: its measure, and what
// it holds of each dimension that it is cut by.
func (p Past) Key() string {
	var s strings.Builder
	s.WriteString(p.Measure)
	for _, family := range slices.Sorted(maps.Keys(p.At)) {
		n := p.At[family]
		fmt.Fprintf(&s, "\x00%s\x00%s\x00%s\x00%s", family, n.From, n.Until, strings.Join(n.Atoms, "|"))
	}
	return s.String()
}

// Recall makes a plan keep numbers that editions before hid, and no table of this one has:
// by what is printed now they could be known. It tells whether the plan did not keep all of
// them yet; then they are part of the next Solve, by what they were cut by when they were
// hidden.
func (p *Plan) Recall(keys []string) bool {
	if p.Ask == nil || p.Rule.Round {
		return false
	}
	known := len(p.recalled)
	for _, past := range p.Past {
		key := past.Key()
		if !past.Hidden || past.Query == nil || !slices.Contains(keys, key) {
			continue
		}
		// Of editions that hid the same, the newest says by what it was cut.
		switch i := slices.IndexFunc(p.recalled, func(r Past) bool { return r.Key() == key }); {
		case i < 0:
			p.recalled = append(p.recalled, past)
		case cmp.Or(cmp.Compare(past.Known, p.recalled[i].Known), cmp.Compare(past.Edition, p.recalled[i].Edition)) > 0:
			p.recalled[i] = past
		}
	}
	if len(p.recalled) == known {
		return false
	}
	slices.SortFunc(p.recalled, func(a, b Past) int { return cmp.Compare(a.Key(), b.Key()) })
	p.settled = false
	return true
}

// Forget undoes Recall.
func (p *Plan) Forget() { p.recalled, p.settled = nil, false }

// recall puts what is recalled into the system: numbers that nobody prints, and that nobody
// may know.
func (x *solver) recall(ctx context.Context) error {
	asked := map[string]bool{}
	for _, past := range x.plan.recalled {
		text, err := json.Marshal(past.Query)
		if err != nil {
			return fmt.Errorf("name answer: %w", err)
		}
		if asked[string(text)] {
			continue
		}
		asked[string(text)] = true
		result, err := x.plan.Ask(ctx, *past.Query)
		if err != nil {
			return fmt.Errorf("ask what %s hid: %w", past.Edition, err)
		}
		result = x.plan.Rule.Fill(result)
		if err := x.add(ctx, &planned{foreseen: true, recalled: true, result: result, status: x.plan.Rule.Judge(result), rows: make([][]placed, len(result.Rows))}); err != nil {
			return err
		}
	}
	for _, past := range x.plan.recalled {
		if cell, here := x.b.Find(past.Measure, past.At); here {
			x.b.Withhold(cell)
		}
	}
	return nil
}
