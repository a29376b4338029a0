package etl

import (
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/models"
)

// cellErrors tells which cells of the workbooks that were loaded show an error or were
// never computed, in rows that are kept without a value there. "" when none do.
func cellErrors(e *models.Entity, plan []planned) string {
	cells, files, first := 0, 0, ""
	for _, p := range plan {
		if n := len(p.out.CellErrors); p.load && n > 0 {
			if files++; files == 1 {
				first = p.out.Name + "!" + p.out.CellErrors[0]
			}
			cells += n
		}
	}
	if cells == 0 {
		return ""
	}
	return fmt.Sprintf("%s: cells that show an error or were never computed have no value: %d, in %d of the workbooks taken in, the first %s; have them mended, and the workbook computed and saved, by the supplier", e.Key(), cells, files, first)
}

// mergedCells tells which workbooks that were loaded have cells merged over rows: a person
// sees one value for all of them, and only the first has it. It is not given to the others,
// since of an amount or a number of persons that would count it several times.
func mergedCells(e *models.Entity, plan []planned) string {
	var ranges int64
	files, first := 0, ""
	for _, p := range plan {
		if p.load && p.out.Merged > 0 && p.out.Quarantine == "" {
			if files++; files == 1 {
				first = p.out.Name + "!" + p.out.FirstMerged
			}
			ranges += p.out.Merged
		}
	}
	if ranges == 0 {
		return ""
	}
	return fmt.Sprintf("%s: cells that are merged with an earlier one have no value: merged ranges %d, in %d of the workbooks taken in, the first %s; have them unmerged and filled in by the supplier", e.Key(), ranges, files, first)
}

// told are notes of a file that the run tells too, with what they are about and what to do:
// the file is in, and rows of it may be read otherwise than they were meant.
var told = []struct{ begin, about, fix string }{
	{decode.RelaxedQuotes, "files of which quotes were not read by the letter", "look at those rows, and have the supplier double each quote inside a text"},
	{decode.ShortRows, "files of which rows that end early were read with empty cells at their end", "look whether that is so, or whether cells in the middle or a second table are to blame"},
	{decode.MixedEncodings, "files that are partly UTF-8 and partly not", "where texts there show signs like Ã©, have the file made anew in one encoding"},
}

// noted tells of each such note how many files that were loaded have it, and of the first
// what it says.
func noted(e *models.Entity, plan []planned) (out []string) {
	for _, t := range told {
		files, first := 0, ""
		for _, p := range plan {
			if !p.load || p.out.Quarantine != "" {
				continue
			}
			for _, note := range p.out.Notes {
				if said, ok := strings.CutPrefix(note, t.begin); ok {
					if files++; files == 1 {
						first = p.out.Name + ": " + said
					}
				}
			}
		}
		if files > 0 {
			out = append(out, fmt.Sprintf("%s: %s: %d, the first %s; %s", e.Key(), t.about, files, first, t.fix))
		}
	}
	return out
}

// openEnds tells which files that were loaded have no line end behind their last line,
// where nearly all others of the entity have one: a last cell of which the end is cut off
// looks like any other.
func openEnds(e *models.Entity, plan []planned) string {
	open, ended, loaded, first := 0, 0, 0, ""
	for _, p := range plan {
		switch p.out.Detected[load.LastLine] {
		case load.EndedLine:
			ended++
		case load.OpenLine:
			open++
			if p.load && p.out.Quarantine == "" {
				if loaded++; loaded == 1 {
					first = p.out.Name
				}
			}
		}
	}
	if loaded == 0 || ended < 3*open { // three are enough to say that they all do
		return ""
	}
	return fmt.Sprintf("%s: files without a line end behind their last line, where others have one: %d, the first %s; look whether the last cell is whole and no rows are missing", e.Key(), loaded, first)
}
