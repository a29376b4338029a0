package models

import "strings"

// KeyReferences say where the versions of the pseudonym key are, the earliest first:
// ${env:NAME} or ${file:PATH} each. In peil.yml one stands alone or several in a list.
type KeyReferences []string

// UnmarshalYAML reads one reference or a list of them.
func (k *KeyReferences) UnmarshalYAML(read func(any) error) error {
	var several []string
	if read(&several) == nil {
		*k = several
		return nil
	}
	var one string
	if err := read(&one); err != nil {
		return err
	}
	if *k = nil; one != "" {
		*k = KeyReferences{one}
	}
	return nil
}

// String gives the references as they stand in peil.yml.
func (k KeyReferences) String() string { return strings.Join(k, ", ") }
