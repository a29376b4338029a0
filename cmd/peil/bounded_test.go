package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/vlot-evaluatie/peil/models"
)

// Memory that one list or text takes beside what the engine keeps to ends the question.
func TestQuestionThatTakesTooMuchMemoryIsStoppedWithTheReason(t *testing.T) {
	if resident() == 0 {
		t.Skip("no /proc")
	}
	a := &app{diag: io.Discard}
	ctx, done := a.bounded(context.Background(), "1MB")
	defer done()
	select {
	case <-ctx.Done():
	case <-time.After(10 * time.Second):
		t.Fatal("not stopped")
	}
	var told *models.Error
	if !errors.As(why(ctx, ctx.Err()), &told) || told.Code != models.Invalid || !strings.Contains(told.What, "1MB of peil.yml") {
		t.Errorf("ends with %v", why(ctx, ctx.Err()))
	}

	ctx, done = a.bounded(context.Background(), "900GB")
	select {
	case <-ctx.Done():
		t.Error("stopped within its memory")
	case <-time.After(200 * time.Millisecond):
	}
	done()
	if err := why(context.Background(), nil); err != nil {
		t.Error(err)
	}
}

// A question that was told to stop says so, and nothing of its text.
func TestStoppedQuestionIsNoErrorOfItsText(t *testing.T) {
	data := filepath.Join(demoDir(t), "data")
	a := &app{data: data, diag: io.Discard, out: io.Discard}
	p, err := a.loadProject()
	if err != nil {
		t.Fatal(err)
	}
	w, err := a.openOf(t.Context(), p, momentFlags{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer stop()
	if _, err := query(ctx, w, "select list_sort(range(20000000))[1] as least"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ends with %v", err)
	}
}

func TestTextWithoutALetterIsNotNothing(t *testing.T) {
	one := &table{columns: []string{"a"}, rows: [][]string{{"x"}, {""}, {""}, {"y"}}, empty: map[[2]int]bool{{1, 0}: true}}
	for format, want := range map[string]string{
		"csv":  "a\nx\n\"\"\n\"\"\ny\n", // a line without a sign is no row
		"json": "[\n  {\"a\": \"x\"},\n  {\"a\": \"\"},\n  {\"a\": null},\n  {\"a\": \"y\"}\n]\n",
	} {
		var out bytes.Buffer
		if err := one.write(&out, format); err != nil || out.String() != want {
			t.Errorf("%s: %v, %q, want %q", format, err, out.String(), want)
		}
	}
	two := &table{columns: []string{"a", "b", "a"}, rows: [][]string{{"1", "2", "3"}}}
	if err := two.write(io.Discard, "json"); err == nil || !strings.Contains(err.Error(), "has two columns a") {
		t.Errorf("two columns of one name: %v", err)
	}
}
