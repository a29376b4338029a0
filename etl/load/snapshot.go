package load

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Current gives the manifest of the last good snapshot, nil when there is none.
func Current(l models.Layout) (*models.Manifest, error) {
	text, err := os.ReadFile(l.Current())
	if errors.Is(err, fs.ErrNotExist) {
		return nil, lostPointer(l)
	}
	if err != nil {
		return nil, fmt.Errorf("read current: %w", err)
	}
	n, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(strings.TrimSpace(string(text))), ".json"))
	if err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: l.Current(),
			What: fmt.Sprintf("holds %q, want the path of a manifest like snapshots/000042.json", strings.TrimSpace(string(text))),
			Fix:  "write the path of the last manifest in the folder snapshots into it"}
	}
	if _, err := os.Stat(l.Snapshot(n)); errors.Is(err, fs.ErrNotExist) {
		return nil, &models.Error{Code: models.Invalid, Where: l.Current(), What: "names " + filepath.ToSlash(filepath.Join("snapshots", filepath.Base(l.Snapshot(n)))) + ", which is not there",
			Fix: "restore that file from a backup, or write the path of the last manifest in the folder snapshots into it"}
	}
	return ReadSnapshot(l, n)
}

// lostPointer tells that current is not there though it must have been: a snapshot
// that followed another was made with it. Going on as if nothing was there would leave
// out all deliveries before. A first run that was cut off leaves a manifest, too, and
// that is no reason to stop.
func lostPointer(l models.Layout) error {
	have, err := Snapshots(l)
	if err != nil || len(have) == 0 {
		return err
	}
	last, err := ReadSnapshot(l, have[len(have)-1])
	if err != nil || last.Parent == 0 {
		return err
	}
	return &models.Error{Code: models.Invalid, Where: l.Current(), What: fmt.Sprintf("is not there, though there are snapshots: %s", Ranges(have)),
		Fix: "restore it from a backup, or write the path of the last manifest, snapshots/" + filepath.Base(l.Snapshot(last.Snapshot)) + ", into it"}
}

// ReadSnapshot gives the manifest of snapshot n. For one that is not there the
// *models.Error lists those that are.
func ReadSnapshot(l models.Layout, n int) (*models.Manifest, error) {
	text, err := os.ReadFile(l.Snapshot(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missingSnapshot(l, n)
	}
	if err != nil {
		return nil, fmt.Errorf("read manifest: %w", err)
	}
	m := &models.Manifest{}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, &models.Error{Code: models.Invalid, Where: l.Snapshot(n), What: "is not a manifest",
			Fix: "restore it from a backup, or use another snapshot", Err: err}
	}
	if m.Format > models.FormatVersion {
		return nil, &models.Error{Code: models.Invalid, Where: l.Snapshot(n),
			What: fmt.Sprintf("has format %d, this program knows up to %d", m.Format, models.FormatVersion), Fix: "use the newer program that wrote it"}
	}
	return m, nil
}

func missingSnapshot(l models.Layout, n int) error {
	if erased, err := erasedSnapshot(l, n); err != nil || erased != nil {
		if err != nil {
			return err
		}
		return &models.Error{Code: models.Invalid, Where: fmt.Sprintf("snapshot %d", n), What: fmt.Sprintf("was removed by %s (%s)", erased.Title(), l.Erasures()),
			Fix: fmt.Sprintf("editions that were made from it stand as they are; what is left of its rows is in snapshot %d and later", erased.SnapshotAfter)}
	}
	e := &models.Error{Code: models.Invalid, Where: fmt.Sprintf("snapshot %d", n), What: "is not there", Fix: "run peil run first: there are none yet"}
	have, err := Snapshots(l)
	if err != nil {
		return err
	}
	removed, err := removedSnapshot(l, n)
	if err != nil {
		return err
	}
	if removed != nil {
		e.What = fmt.Sprintf("was removed by peil gc on %s (%s)", removed.RemovedOn, removedSnapshots(l))
	}
	if len(have) > 0 {
		e.Fix = "choose one of " + Ranges(have)
	}
	return e
}

// WhyGone says what became of a snapshot that ReadSnapshot gave the error for: an erasure
// or peil gc is named, so that a reader knows that nothing was lost.
func WhyGone(err error) string {
	var e *models.Error
	if errors.As(err, &e) && strings.HasPrefix(e.What, "was removed by ") {
		return e.What
	}
	return "cannot be read any more"
}

// Ranges writes 1, 2, 3, 7 as "1-3, 7".
func Ranges(numbers []int) string {
	var parts []string
	for i := 0; i < len(numbers); {
		j := i
		for j+1 < len(numbers) && numbers[j+1] == numbers[j]+1 {
			j++
		}
		part := strconv.Itoa(numbers[i])
		if j > i {
			part += "-" + strconv.Itoa(numbers[j])
		}
		parts = append(parts, part)
		i = j + 1
	}
	return strings.Join(parts, ", ")
}

// Snapshots lists the numbers of all manifests, ascending.
func Snapshots(l models.Layout) ([]int, error) {
	entries, err := os.ReadDir(l.Snapshots())
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("list snapshots: %w", err)
	}
	var out []int
	for _, e := range entries {
		if n, err := strconv.Atoi(strings.TrimSuffix(e.Name(), ".json")); err == nil && filepath.Ext(e.Name()) == ".json" {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out, nil
}

// Publish makes a draft the current snapshot under the next number and gives it
// back with Format, Snapshot and Parent filled in. previous is the current one,
// nil for none. When nothing else would differ from it nothing is written, and
// fresh is false. The pointer moves last: whoever reads meanwhile has the old
// snapshot or the new one, whole. Only the holder of the lock may call it.
func Publish(l models.Layout, draft, previous *models.Manifest) (m *models.Manifest, fresh bool, err error) {
	return publish(l, draft, previous, func(string) {})
}

// publish calls reached at each point that a crash could come after.
func publish(l models.Layout, draft, previous *models.Manifest, reached func(point string)) (*models.Manifest, bool, error) {
	next := *draft
	next.Format, next.Snapshot, next.Parent = models.FormatVersion, 0, 0
	if previous != nil {
		next.Snapshot, next.Parent = previous.Snapshot, previous.Parent
		// With other deliveries it is another manifest, whatever else it says.
		if len(next.Deliveries) == len(previous.Deliveries) {
			same, err := sameAs(l, &next)
			if err != nil {
				return nil, false, err
			}
			if same {
				return &next, false, nil
			}
		}
		next.Parent = previous.Snapshot
	}
	// A manifest that the pointer never reached is left by a crash. When it is
	// the one at hand it is used, so that crash and rerun give the same bytes;
	// any other is passed over and never overwritten.
	have, err := Snapshots(l)
	if err != nil {
		return nil, false, err
	}
	next.Snapshot = next.Parent + 1
	if len(have) > 0 && have[len(have)-1] >= next.Snapshot {
		same, err := sameAs(l, &next)
		if err != nil {
			return nil, false, err
		}
		if !same {
			next.Snapshot = have[len(have)-1] + 1
		}
	}
	text, err := manifestText(&next)
	if err != nil {
		return nil, false, err
	}
	if err := writeDurably(l, l.Snapshot(next.Snapshot), text); err != nil {
		return nil, false, err
	}
	reached("manifest written")
	if err := noteSum(l, next.Snapshot, text); err != nil {
		return nil, false, err
	}
	reached("manifest noted")
	pointer, err := filepath.Rel(l.Root, l.Snapshot(next.Snapshot))
	if err != nil {
		return nil, false, fmt.Errorf("write current: %w", err)
	}
	if err := writeDurably(l, l.Current(), []byte(filepath.ToSlash(pointer)+"\n")); err != nil {
		return nil, false, err
	}
	reached("current moved")
	return &next, true, nil
}

// sameAs tells whether the manifest of m's number is there with m's bytes.
func sameAs(l models.Layout, m *models.Manifest) (bool, error) {
	have, err := os.ReadFile(l.Snapshot(m.Snapshot))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("read manifest: %w", err)
	}
	text, err := manifestText(m)
	return bytes.Equal(have, text), err
}

// manifestText writes the one form that a manifest has. An empty list is [],
// whether it was read or built.
func manifestText(m *models.Manifest) ([]byte, error) {
	c := *m
	c.Deliveries = append([]models.Loaded{}, c.Deliveries...)
	c.Reference = append([]models.ReferenceFile{}, c.Reference...)
	c.Tables = append([]models.BuiltTable{}, c.Tables...)
	for i := range c.Tables {
		t := &c.Tables[i]
		t.Inputs, t.Schema = append([]string{}, t.Inputs...), append([]models.SchemaField{}, t.Schema...)
	}
	c.Metrics = append([]models.SQLHash{}, c.Metrics...)
	c.Checks = append([]models.CheckResult{}, c.Checks...)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(&c); err != nil {
		return nil, fmt.Errorf("write manifest: %w", err)
	}
	return b.Bytes(), nil
}
