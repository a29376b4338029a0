package etl_test

import (
	"bytes"
	"context"
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/etl"
	"github.com/vlot-evaluatie/peil/etl/load"
	"github.com/vlot-evaluatie/peil/etl/protect"
	"github.com/vlot-evaluatie/peil/models"
)

// twoKeys gives the key of houses, and the one that follows it.
func twoKeys(t *testing.T) *protect.Key {
	t.Helper()
	texts := map[string]string{
		"FIRST":  hex.EncodeToString(bytes.Repeat([]byte("0123456789abcdef"), 2)),
		"SECOND": hex.EncodeToString([]byte("the second key, of 32 bytes text")),
	}
	k, err := protect.LoadKey([]string{"${env:FIRST}", "${env:SECOND}"}, func(name string) (string, bool) { text, ok := texts[name]; return text, ok }, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// A rotation gives what an intake with both keys gives, file by file and byte by byte:
// also rejects, warnings and what is in quarantine. A run after it loads nothing.
func TestRotationGivesWhatIntakeWithBothKeysGives(t *testing.T) {
	h, calm := newHouse(t), newHouse(t)
	calm.key = twoKeys(t)
	for _, x := range []*house{h, calm} {
		x.firstExports()
		x.runAll()
		x.laterExports()
	}
	_, before := h.runAll()
	_, want := calm.runAll()

	h.key = twoKeys(t)
	p, err := models.LoadProject(h.project)
	if err != nil {
		t.Fatal(err)
	}
	cfg := etl.Config{Project: p, Layout: h.layout, Key: h.key, Now: func() time.Time { return noon }}
	if done, err := h.key.BeginRotation(h.layout.KeyCheck(), 1); done || err != nil {
		t.Fatal(done, err)
	}
	rotated, err := etl.Rotate(context.Background(), cfg, before)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(rotated, want.Deliveries) {
		t.Errorf("rotated\n%+v\nwant\n%+v", rotated, want.Deliveries)
	}
	pseudonyms := 0
	for i, d := range rotated {
		if d.KeyVersion == 2 && d.Lake != nil {
			pseudonyms++
		} else if d.KeyVersion == 0 && d.LoadID != before.Deliveries[i].LoadID {
			t.Errorf("%s has no pseudonyms and was written again", d.Name)
		}
	}
	if pseudonyms == 0 {
		t.Error("no file with pseudonyms: nothing was tested")
	}
	if _, _, err := load.Publish(h.layout, &models.Manifest{Project: "test", Deliveries: rotated, KeyVersion: 2}, before); err != nil {
		t.Fatal(err)
	}
	if err := h.key.EndRotation(h.layout.KeyCheck()); err != nil {
		t.Fatal(err)
	}
	again, _ := h.runAll()
	if !reflect.DeepEqual(again.Deliveries, rotated) {
		t.Errorf("the next run has\n%+v\nwant\n%+v", again.Deliveries, rotated)
	}
}
