package load

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/vlot-evaluatie/peil/models"
)

// KeepDefinitions writes the definitions of a project, of which sum is the hash, into the
// data folder, unless they are there.
func KeepDefinitions(l models.Layout, p *models.Project, sum string) error {
	if _, err := os.Stat(l.Definitions(sum)); err == nil {
		return nil
	}
	var packed bytes.Buffer
	if err := p.PackDefinitions(&packed); err != nil {
		return fmt.Errorf("keep definitions: %w", err)
	}
	if err := writeDurably(l, l.Definitions(sum), packed.Bytes()); err != nil {
		return fmt.Errorf("keep definitions: %w", err)
	}
	return nil
}

// Definitions gives the files that a snapshot was made by; nil when they were not kept, as of
// one that an earlier version made. Others than those are *models.Error.
func Definitions(l models.Layout, m *models.Manifest) (fs.FS, error) {
	archive, err := os.ReadFile(l.Definitions(m.Definitions))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read definitions: %w", err)
	}
	files, err := models.UnpackDefinitions(archive, m.Definitions)
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: l.Definitions(m.Definitions), What: fmt.Sprintf("does not hold the definitions of snapshot %d", m.Snapshot),
			Fix: fixDefinitions, Err: err}
	}
	return files, nil
}
