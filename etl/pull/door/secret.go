package door

import "fmt"

// Secret is a password, token or key. It never prints itself.
type Secret string

// Format writes the same under every verb, so that no message can hold it.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, "(secret)") }
