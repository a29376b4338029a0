package load

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// A manifest names every other file with its hash, and nothing named the manifests: a byte
// that changed in one, in a knowledge date or the result of a check, was read as it stood.
// So snapshots/SHA256SUMS has a line for each, which sha256sum -c reads too. Snapshots of
// before it was kept have none.

func manifestSums(l models.Layout) string { return filepath.Join(l.Snapshots(), "SHA256SUMS") }

// sumLine is a line of it, and its parts are the hash and the name of a manifest.
var sumLine = regexp.MustCompile(`^([0-9a-f]{64})  (\d+\.json)$`)

// readSums gives the lines, as they stand.
func readSums(l models.Layout) ([]string, error) {
	text, err := os.ReadFile(manifestSums(l))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read checksums of snapshots: %w", err)
	}
	return strings.FieldsFunc(string(text), func(r rune) bool { return r == '\n' }), nil
}

// noteSum puts the hash of a manifest on record, in the place of one that it had.
func noteSum(l models.Layout, n int, manifest []byte) error {
	lines, err := readSums(l)
	if err != nil {
		return err
	}
	name, sum := filepath.Base(l.Snapshot(n)), sha256.Sum256(manifest)
	line := hex.EncodeToString(sum[:]) + "  " + name
	if at := slices.IndexFunc(lines, func(have string) bool { return strings.HasSuffix(have, "  "+name) }); at >= 0 {
		lines[at] = line
	} else {
		lines = append(lines, line)
	}
	return writeDurably(l, manifestSums(l), []byte(strings.Join(lines, "\n")+"\n"))
}

// manifests holds every manifest that is on record against its hash. One that peil gc or an
// erasure took away is none that is missing.
func (v *verifier) manifests() error {
	lines, err := readSums(v.layout)
	if err != nil {
		return err
	}
	removed, _, err := removals[RemovedSnapshot](removedSnapshots(v.layout))
	if err != nil {
		return err
	}
	erasures, err := ReadErasures(v.layout)
	if err != nil {
		return err
	}
	const fix = "restore the file from a backup"
	for i, line := range lines {
		m := sumLine.FindStringSubmatch(line)
		if m == nil {
			v.add(fmt.Sprintf("snapshots/SHA256SUMS:%d", i+1), "is no checksum of a manifest", fix+", or take the line out: that manifest is not checked then")
			continue
		}
		name := filepath.Join(v.layout.Snapshots(), m[2])
		text, err := os.ReadFile(name)
		switch sum := sha256.Sum256(text); {
		case errors.Is(err, fs.ErrNotExist):
			var n int
			_, _ = fmt.Sscanf(m[2], "%d", &n) // digits, by the pattern
			noted := slices.ContainsFunc(removed, func(r RemovedSnapshot) bool { return r.Snapshot == n }) ||
				slices.ContainsFunc(erasures, func(e Erasure) bool { return slices.Contains(e.Snapshots, n) })
			if !noted {
				v.add("snapshots/"+m[2], "is missing, and no removal is noted", fix)
			}
		case err != nil:
			return fmt.Errorf("read manifest: %w", err)
		case hex.EncodeToString(sum[:]) != m[1]:
			v.add("snapshots/"+m[2], "has other bytes than were written", fix)
		}
	}
	return nil
}
