package models_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/vlot-evaluatie/peil/models"
)

func fault(code models.Code) error { return &models.Error{Code: code, What: string(code)} }

func TestErrorReadsWhereWhatCauseFix(t *testing.T) {
	for want, e := range map[string]*models.Error{
		"a.yml:3:1: is wrong; mend it":                           {Where: "a.yml:3:1", What: "is wrong", Fix: "mend it"},
		"a.yml: cannot be read: file does not exist; restore it": {Where: "a.yml", What: "cannot be read", Err: fs.ErrNotExist, Fix: "restore it"},
		"is wrong": {What: "is wrong"},
	} {
		if got := e.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if e := (&models.Error{What: "x", Err: fs.ErrNotExist}); !errors.Is(e, fs.ErrNotExist) {
		t.Error("the cause is not found with errors.Is")
	}
}

func TestCodeOfJoinedErrorsIsTheMostPressing(t *testing.T) {
	invalid, busy := fault(models.Invalid), fault(models.Busy)
	blocked, unavailable := fault(models.Blocked), fault(models.Unavailable)
	plain := errors.New("disk is full")
	for _, c := range []struct {
		about string
		err   error
		want  models.Code
	}{
		{"nothing wrong", nil, ""},
		{"one error", blocked, models.Blocked},
		{"one wrapped error", fmt.Errorf("load: %w", unavailable), models.Unavailable},
		{"a wrong request before one to try again", errors.Join(unavailable, invalid), models.Invalid},
		{"busy before unavailable", errors.Join(unavailable, busy), models.Busy},
		{"unavailable before blocked", errors.Join(blocked, unavailable), models.Unavailable},
		{"the order does not count", errors.Join(invalid, blocked, unavailable), models.Invalid},
		{"joined in joined", errors.Join(blocked, errors.Join(blocked, errors.Join(unavailable))), models.Unavailable},
		{"a fault of the program", plain, ""},
		// A fault among user errors must not pass for the user's mistake.
		{"a fault among others", errors.Join(invalid, plain, blocked), ""},
		{"a fault deep among others", errors.Join(invalid, errors.Join(blocked, plain)), ""},
	} {
		if got := models.CodeOf(c.err); got != c.want {
			t.Errorf("%s: code %q, want %q", c.about, got, c.want)
		}
	}
}

func TestFlattenGivesEveryLeafInOrder(t *testing.T) {
	a, b, c, d := errors.New("a"), errors.New("b"), errors.New("c"), errors.New("d")
	got := models.Flatten(errors.Join(a, errors.Join(b, nil, c), d))
	if fmt.Sprint(got) != "[a b c d]" {
		t.Errorf("leaves are %v, want [a b c d]", got)
	}
	if got := models.Flatten(nil); len(got) != 0 {
		t.Errorf("no error has the leaves %v", got)
	}
}
