package protect

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/internal/duck"
)

// Function is the engine's name of the pseudonym:
// peil_pseudonym(domain VARCHAR, value VARCHAR) -> UUID, null for null.
const Function = "peil_pseudonym"

// Pseudonym gives the 128 bits that stand for value within domain. Spaces
// around a value and its case do not count, so that "hh-12 " is "HH-12".
func (k *Key) Pseudonym(domain, value string) [16]byte {
	m := k.states.Get().(*maker)
	defer k.states.Put(m)
	return m.pseudonym(domain, value)
}

// maker makes pseudonyms, one at a time.
type maker struct {
	macs []hash.Hash // a key version each
	text []byte      // what is hashed
	sum  [sha256.Size]byte
}

// pseudonym hashes in one write and allocates nothing for the usual identifier:
// this runs once a row.
func (m *maker) pseudonym(domain, value string) [16]byte {
	m.text = append(append(m.text[:0], domain...), separator)
	start := len(m.text)
	for i := range len(value) {
		c := value[i]
		if c >= utf8.RuneSelf || c <= ' ' && (i == 0 || i == len(value)-1) {
			m.text = append(m.text[:start], strings.ToUpper(strings.TrimSpace(value))...)
			break
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		m.text = append(m.text, c)
	}
	out := m.hash(m.macs[0], m.text)
	for _, mac := range m.macs[1:] {
		out = m.hash(mac, out[:])
	}
	return out
}

func (m *maker) hash(mac hash.Hash, text []byte) [16]byte {
	mac.Reset()
	mac.Write(text)
	mac.Sum(m.sum[:0])
	return [16]byte(m.sum[:16])
}

// separator keeps domain "ab" with value "c" apart from "a" with "bc".
const separator = 0

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

// RotateFunction is the engine's name of the step from one key version to the next:
// peil_rotate(pseudonym VARCHAR) -> UUID, null for null.
const RotateFunction = "peil_rotate"

// Rotate gives the pseudonym of the key's version that stands for one of the version
// before.
func (k *Key) Rotate(before [16]byte) [16]byte {
	m := k.states.Get().(*maker)
	defer k.states.Put(m)
	return m.hash(m.macs[len(m.macs)-1], before[:])
}

// RegisterRotation makes RotateFunction callable in db, for all its connections.
func (k *Key) RegisterRotation(ctx context.Context, db *duck.DB) error {
	err := db.RegisterUUID(ctx, RotateFunction, 1, func(rows int, in []duck.Texts, out duck.UUIDs) {
		var before [16]byte
		for i := range rows {
			if in[0].Null(i) {
				continue
			}
			if _, err := hex.Decode(before[:], []byte(strings.ReplaceAll(in[0].At(i), "-", ""))); err != nil {
				panic("rotate pseudonyms: a value is no UUID")
			}
			out.Set(i, k.Rotate(before))
		}
	})
	if err != nil {
		return fmt.Errorf("register rotation: %w", err)
	}
	return nil
}

// Text writes a pseudonym as the engine does.
func Text(p [16]byte) string {
	x := hex.EncodeToString(p[:])
	return x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// Register makes Function callable in db, for all its connections.
func (k *Key) Register(ctx context.Context, db *duck.DB) error {
	err := db.RegisterUUID(ctx, Function, 2, func(rows int, in []duck.Texts, out duck.UUIDs) {
		m := k.states.Get().(*maker)
		for i := range rows {
			if !in[0].Null(i) && !in[1].Null(i) {
				out.Set(i, m.pseudonym(in[0].At(i), in[1].At(i)))
			}
		}
		k.states.Put(m)
	})
	if err != nil {
		return fmt.Errorf("register pseudonyms: %w", err)
	}
	return nil
}
