package load

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/vlot-evaluatie/peil/models"
)

// Seen says that bytes which a receipt has were found again under another version: a
// file that was copied or restored, an object that was stored anew.
type Seen struct {
	SHA256  string `json:"sha256"`
	Version string `json:"version"`
}

// ReadSeen gives what was found again, by the name of the export. It only spares
// reading: a file that cannot be understood is as good as none.
func ReadSeen(l models.Layout, source, entity string) (map[string]Seen, error) {
	text, err := os.ReadFile(l.Seen(source, entity))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read what was seen: %w", err)
	}
	out := map[string]Seen{}
	if json.Unmarshal(text, &out) != nil {
		return map[string]Seen{}, nil
	}
	return out, nil
}

// WriteSeen replaces what was found again.
func WriteSeen(l models.Layout, source, entity string, seen map[string]Seen) error {
	text, err := json.MarshalIndent(seen, "", "  ")
	if err != nil {
		return fmt.Errorf("write what was seen: %w", err)
	}
	return writeDurably(l, l.Seen(source, entity), append(text, '\n'))
}
