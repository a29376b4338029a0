package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"

	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// What intake says of the columns of a file stands in its notes, and for a file
// that was held back in the reason.
var (
	leftOutNote = regexp.MustCompile(`^column ("(?:[^"\\]|\\.)*") is not in the contract and is left out$`)
	unknownNote = regexp.MustCompile(`the file has a column ("(?:[^"\\]|\\.)*") that the contract`)
	lackingNote = regexp.MustCompile(`the file has no column ("(?:[^"\\]|\\.)*")`)
)

// drift tells how the form of the last delivery differs from that of the one
// before, and which columns of the last are left out. Deliveries are in the order
// of their knowledge dates; those that were skipped unread have no form.
func drift(deliveries []models.Loaded) (changes, leftOut []string) {
	changes, leftOut = []string{}, []string{}
	read := slices.DeleteFunc(slices.Clone(deliveries), func(d models.Loaded) bool { return d.Skipped != "" })
	if len(read) == 0 {
		return changes, leftOut
	}
	last := read[len(read)-1]
	out := ignored(last)
	leftOut = append(leftOut, slices.Sorted(maps.Keys(out))...)
	if len(read) == 1 {
		return changes, leftOut
	}
	before := read[len(read)-2]
	outBefore := ignored(before)
	for _, c := range leftOut {
		if !outBefore[c] && before.Quarantine == "" {
			changes = append(changes, fmt.Sprintf("column %q appeared and is left out", c))
		}
	}
	for _, c := range slices.Sorted(maps.Keys(outBefore)) {
		if !out[c] && last.Quarantine == "" {
			changes = append(changes, fmt.Sprintf("column %q disappeared; it was left out", c))
		}
	}
	for _, c := range namesIn(unknownNote, last.Quarantine) {
		if !slices.Contains(namesIn(unknownNote, before.Quarantine), c) {
			changes = append(changes, fmt.Sprintf("column %q appeared, which the contract does not know", c))
		}
	}
	for _, c := range namesIn(lackingNote, last.Quarantine) {
		if !slices.Contains(namesIn(lackingNote, before.Quarantine), c) {
			changes = append(changes, fmt.Sprintf("column %q disappeared", c))
		}
	}
	for _, key := range []string{"kind", "mode", "encoding", "delimiter"} {
		// A file that could not be read says nothing of its form.
		if was, is := before.Detected[key], last.Detected[key]; was != "" && is != "" && was != is {
			changes = append(changes, fmt.Sprintf("%s is %s, was %s", key, models.Visible(is), models.Visible(was)))
		}
	}
	if before.Detected[load.LastLine] == load.EndedLine && last.Detected[load.LastLine] == load.OpenLine {
		changes = append(changes, "the last line has no line end, and had one: the end may be missing")
	}
	return changes, leftOut
}

// ignored gives the columns of a delivery that the contract leaves out.
func ignored(d models.Loaded) map[string]bool {
	out := map[string]bool{}
	for _, note := range d.Notes {
		for _, name := range namesIn(leftOutNote, note) {
			out[name] = true
		}
	}
	return out
}

// namesIn gives the names that a pattern finds, each once, in their order.
func namesIn(pattern *regexp.Regexp, text string) []string {
	var out []string
	for _, m := range pattern.FindAllStringSubmatch(text, -1) {
		if name, err := strconv.Unquote(m[1]); err == nil && !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}
