package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/reports/chart/series"
	"github.com/vlot-evaluatie/peil/reports/page"
	"github.com/vlot-evaluatie/peil/sql/warehouse"
)

// membersOf finds the members that a page is made for, by code or name. A name that
// no member has is told with those that look like it.
func membersOf(ctx context.Context, places []series.Place, w *warehouse.Warehouse, src *page.Source, lang string, only []string) ([]page.Member, error) {
	labels, err := w.Members(ctx, src.Front.For, src.Front.Geography)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", src.File, err)
	}
	var all, chosen []page.Member
	names := map[string][]string{}
	for _, l := range labels {
		name := l.NL
		if lang == "en" && l.EN != "" {
			name = l.EN
		}
		all = append(all, page.Member{Code: l.Code, Name: name})
		names[l.Code] = []string{name}
	}
	if len(all) == 0 {
		return nil, usage(src.File, "is made for "+src.Front.For+", a dimension that lists no members", "give one that has labels or a lookup in models/dimensions.yml")
	}
	if len(only) == 0 {
		return all, nil
	}
	var errs []error
	for _, text := range only {
		found := false
		for _, m := range all {
			if m.Code == text || models.Fold(m.Name) == models.Fold(text) {
				found = true
				// Named twice, by name and by code perhaps: it has one edition.
				if !slices.Contains(chosen, m) {
					chosen = append(chosen, m)
				}
			}
		}
		if !found {
			fix := nearMembers(text, names)
			if old, now := merged(places, all, text); now.Code != "" {
				fix = fmt.Sprintf("%s (%s) was one until %s and is part of %s (%s) since: write --for %s", old.Code, old.Name, old.Until, now.Code, now.Name, now.Code)
			}
			errs = append(errs, usage("--for "+text, "is no "+src.Front.For+" that page "+src.Name+" can be about", fix))
		}
	}
	return chosen, errors.Join(errs...)
}

// nearMembers names the members that look most like what was asked, or all where none does
// and they are few.
func nearMembers(text string, names map[string][]string) string {
	near, words := models.NearestOf(text, names, 3), []string{"did you mean ", "?"}
	alike := slices.ContainsFunc(near, func(code string) bool { return models.Alike(text, code) || models.Alike(text, names[code][0]) })
	if !alike && len(names) <= models.MostListed {
		near, words = slices.Sorted(maps.Keys(names)), []string{"want one of ", ""}
	}
	for i, code := range near {
		near[i] = fmt.Sprintf("%s (%s)", names[code][0], code)
	}
	return words[0] + strings.Join(near, ", ") + words[1]
}

// merged finds the place that a code or a name was of, and the member that it went up
// in, over as many mergers as there were since.
func merged(places []series.Place, members []page.Member, text string) (old series.Place, now page.Member) {
	at := func(is func(series.Place) bool) series.Place {
		if i := slices.IndexFunc(places, is); i >= 0 {
			return places[i]
		}
		return series.Place{}
	}
	old = at(func(p series.Place) bool {
		return p.Successor != "" && (p.Code == text || models.Fold(p.Name) == models.Fold(text))
	})
	for to, steps := old.Successor, 0; to != "" && steps < len(places); steps++ {
		if i := slices.IndexFunc(members, func(m page.Member) bool { return m.Code == to }); i >= 0 {
			return old, members[i]
		}
		to = at(func(p series.Place) bool { return p.Code == to }).Successor
	}
	return old, page.Member{}
}
