package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/vlot-evaluatie/peil/etl/decode/charset"
	"github.com/vlot-evaluatie/peil/etl/decode/delimited"
	"github.com/vlot-evaluatie/peil/models"
)

// Form says where the records of a text are.
type Form struct {
	Lines  bool     // one value a line
	Stream bool     // values at the top, one behind the other; a file with one object has one
	Path   []string // keys from the top to the array of records, when neither of those
	Arrays bool     // records are arrays of cells, not objects
	Reason string   // how that was decided
}

// Detect decides where the records are: at a declared path, in the top array, on
// each line, in the only array of an object, or the values at the top themselves.
func Detect(t *charset.Text, records string) (Form, error) {
	f, err := detect(t, records)
	if err != nil {
		return f, Explain(CutOff(err), t, 0)
	}
	return f, nil
}

func detect(t *charset.Text, records string) (Form, error) {
	if records != "" {
		f := Form{Path: strings.Split(records, "."), Reason: "the array at " + records + ", declared"}
		return f.look(t)
	}
	first, second, err := firstLines(t)
	if err != nil {
		return Form{}, err
	}
	is := func(line []byte, bracket byte) bool { return len(line) > 0 && line[0] == bracket && json.Valid(line) }
	switch {
	case len(first) == 0:
		return Form{}, charset.ErrEmpty
	case is(first, '[') && is(second, '['):
		return Form{Lines: true, Arrays: true, Reason: "one array a line (JSON Lines)"}, nil
	case first[0] == '[':
		return Form{Reason: "the top-level array"}.look(t)
	case is(second, '{'), is(first, '{') && len(second) > 0:
		return Form{Lines: true, Reason: "one object a line (JSON Lines)"}, nil
	}
	return inObject(t)
}

// look tells arrays of objects from arrays of arrays by the first record.
func (f Form) look(t *charset.Text) (Form, error) {
	c := NewCursor(t.Open())
	if err := c.Enter(f.Path); err != nil || !c.More() {
		return f, err
	}
	tok, err := c.token()
	if f.Arrays = tok == json.Delim('['); f.Arrays {
		f.Reason += ", of which each record is an array"
	}
	return f, err
}

// firstLines gives the first two lines that are not blank. A file without line
// ends within MaxRow is no JSON Lines, so that its first line may be cut.
func firstLines(t *charset.Text) (first, second []byte, err error) {
	s := delimited.New(t.Open(), delimited.Dialect{}, "")
	var rec delimited.Record
	for len(second) == 0 {
		line, err := s.NextLine(&rec)
		var long *models.Error
		switch {
		case err == io.EOF, errors.As(err, &long) && len(first) > 0:
			return first, second, nil
		case long != nil:
			// Only the first byte matters of a line that long.
			head := make([]byte, 64)
			n, _ := io.ReadFull(t.Open(), head)
			return bytes.TrimSpace(head[:n]), nil, nil
		case err != nil:
			return nil, nil, err
		}
		if line = bytes.TrimSpace(line); len(first) == 0 {
			first = bytes.Clone(line)
		} else {
			second = bytes.Clone(line)
		}
	}
	return first, second, nil
}

// inObject looks at the object at the top: the records are the only array of
// objects in it; else the only array of arrays; else the only array that is
// empty. Without any the object itself is a record, as are those behind it.
func inObject(t *charset.Text) (Form, error) {
	c := NewCursor(t.Open())
	if tok, err := c.token(); err != nil {
		return Form{}, err
	} else if tok != json.Delim('{') {
		return Form{Stream: true, Reason: "the values at the top"}, nil
	}
	found := map[json.Token][]string{}
	for c.dec.More() {
		key, err := c.token()
		if err != nil {
			return Form{}, err
		}
		level := c.depth
		tok, err := c.token()
		if err != nil {
			return Form{}, err
		}
		if tok == json.Delim('[') {
			var inside json.Token = json.Delim(']')
			if c.dec.More() {
				if inside, err = c.token(); err != nil {
					return Form{}, err
				}
			}
			switch inside {
			case json.Delim('{'), json.Delim('['), json.Delim(']'):
				if len(found[inside]) < 100 {
					found[inside] = append(found[inside], fmt.Sprint(key))
				}
			}
		}
		for c.depth > level {
			if _, err := c.token(); err != nil {
				return Form{}, err
			}
		}
	}
	for _, kind := range []json.Delim{'{', '[', ']'} {
		keys := found[kind]
		switch {
		case len(keys) == 1:
			f := Form{Path: keys, Arrays: kind == '[', Reason: fmt.Sprintf("the only array, at %q", keys[0])}
			if f.Arrays {
				f.Reason += ", of which each record is an array"
			}
			return f, nil
		case len(keys) > 1 && kind != ']':
			return Form{}, refusal("", fmt.Sprintf("has several arrays: %q", keys[:min(len(keys), 6)]), "name the one with the rows as records in the contract")
		}
	}
	if _, err := c.token(); err != nil { // the closing bracket
		return Form{}, err
	}
	f := Form{Stream: true, Reason: "the file is one object, which is the only record"}
	if c.More() {
		f.Reason = "objects one behind the other"
	}
	return f, nil
}
