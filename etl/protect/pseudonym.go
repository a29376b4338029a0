package protect

import (
	"context"
	"database/sql/driver"
	"fmt"
	"io"
	"strings"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// Function is the engine's name of the pseudonym:
// peil_pseudonym(domain VARCHAR, value VARCHAR) -> UUID, null for null.
const Function = "peil_pseudonym"

// Pseudonym gives the 128 bits that stand for value within domain. Spaces
// around a value and its case do not count, so that "hh-12 " is "HH-12".
func (k *Key) Pseudonym(domain, value string) [16]byte {
	h := k.state()
	// Strings are written without a copy: this runs once a row.
	io.WriteString(h, domain)
	h.Write(separator)
	io.WriteString(h, strings.ToUpper(strings.TrimSpace(value)))
	var sum [32]byte
	h.Sum(sum[:0])
	k.states.Put(h)
	return [16]byte(sum[:16])
}

// separator keeps domain "ab" with value "c" apart from "a" with "bc".
var separator = []byte{0}

// Normalise gives the text of an identifier as it is hashed, from the way a
// supplier or a person writes it: the digits of an insz, else the trimmed upper
// case. columnType is the type in the contract.
func Normalise(columnType, value string) string {
	if columnType != "insz" {
		return strings.ToUpper(strings.TrimSpace(value))
	}
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, value)
}

// Register makes Function callable in db, for all its connections.
func (k *Key) Register(ctx context.Context, db *duck.DB) error {
	err := db.RegisterScalar(ctx, Function, []string{"VARCHAR", "VARCHAR"}, "UUID", func(args []driver.Value) (any, error) {
		domain, ok := args[0].(string)
		value, ok2 := args[1].(string)
		if !ok || !ok2 {
			return nil, fmt.Errorf("make pseudonym: want two texts")
		}
		return duck.UUID(k.Pseudonym(domain, value)), nil
	})
	if err != nil {
		return fmt.Errorf("register pseudonyms: %w", err)
	}
	return nil
}
