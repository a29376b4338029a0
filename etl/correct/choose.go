package correct

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/pull"
	"github.com/vlot-evaluatie/peil/models"
)

// Of gives the corrections that name a delivery: by the name of the file, by its
// bytes, and by the day from which it was known.
func Of(all []*models.Correction, name, sha256 string, known models.Date) []*models.Correction {
	var out []*models.Correction
	for _, c := range all {
		if len(pull.Match([]string{c.File}, []pull.Item{{Name: name}})) == 0 || !strings.HasPrefix(sha256, c.SHA256) || c.Until != "" && known > c.Until {
			continue
		}
		out = append(out, c)
	}
	return out
}

// ID names a correction by what it does. Its reason, and where it stands in the
// project, change nothing in the lake.
func ID(c *models.Correction) string {
	text := fmt.Appendf(nil, "%q %q %q %q %d %q", c.Entity, c.File, c.SHA256, c.Until, c.Line, c.Where)
	for _, f := range c.Fixes {
		text = fmt.Appendf(text, " %q %q %q %q %t", f.Column, f.Seen, f.Right, f.From, f.Any)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:6])
}

// Sum names a set of corrections, "" for none: what comes out of a delivery
// depends on it.
func Sum(corrections []*models.Correction) string {
	var ids []string
	for _, c := range corrections {
		ids = append(ids, ID(c))
	}
	return strings.Join(ids, " ")
}
