package models

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// PageSettings gives one SHA-256 over all that pages follow beside their own text and the
// snapshot: what is hidden, how dimensions are named and lie in each other, and who answers
// for them. A page that was made under other settings is another page.
func (p *Project) PageSettings() (string, error) {
	c := p.Config
	said, err := json.Marshal([]any{c.TitleNL, c.TitleEN, c.Contact, c.AppealNL, c.AppealEN, c.Publisher, c.Licence, c.IRI, c.Disclosure, c.Releases})
	if err != nil {
		return "", fmt.Errorf("hash settings of pages: %w", err)
	}
	return fmt.Sprintf("%x", sha256.Sum256(append(said, p.dimensions...))), nil
}
