package etl

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"github.com/vlot-evaluatie/peil/models"
)

// contractHash gives the SHA-256 of all that decides what comes out of a file of
// the entity: its contract without what is only there for people, and the
// reference lists that its columns are looked up in. When it changes the
// deliveries are loaded again.
func contractHash(files fs.FS, e *models.Entity) (string, error) {
	c := *e
	c.File, c.TitleNL, c.TitleEN, c.Grain, c.Files, c.Ignore, c.Optional = "", "", "", "", nil, nil, false
	c.Limits.ShrinkShare = 0 // judged anew in every run, whatever was loaded
	c.Columns = slices.Clone(c.Columns)
	var lists []string
	for i := range c.Columns {
		col := &c.Columns[i]
		col.About, col.Unit, col.KeepReason, col.AliasOf = "", "", "", ""
		if col.Reference != nil {
			lists = append(lists, col.Reference.List)
			if col.Reference.SynonymList != "" {
				lists = append(lists, col.Reference.SynonymList)
			}
		}
		// What a municipality is called, and which codes exist, is no part of
		// the contract's own text.
		if col.Type == "municipality" || col.Type == "nis_code" {
			lists = append(lists, "municipalities", "municipality_synonyms", "mergers")
		}
	}
	slices.Sort(lists)
	text, err := json.Marshal(c)
	if err != nil {
		return "", fmt.Errorf("hash contract: %w", err)
	}
	h := sha256.New()
	h.Write(text)
	for _, list := range slices.Compact(lists) {
		text, err := fs.ReadFile(files, "models/reference/"+list+".csv")
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("hash contract: %w", err)
		}
		sum := sha256.Sum256(text)
		fmt.Fprintf(h, "\x00%s\x00%x", list, sum)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
