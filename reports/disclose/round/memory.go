package round

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"sync"
)

// Memory keeps how groups of cells were rounded, for pages that have most of their
// cells in common: those of all municipalities. It may be used by many at once.
type Memory struct {
	mu    sync.Mutex
	found map[[sha256.Size]byte]*found
}

// found is a rounded group: values in bases, and what is lost, both by number.
type found struct {
	values []int64
	lost   []int
}

// recall gives what was found for the same group before, or finds it.
func (m *Memory) recall(g *group, find func() *found) *found {
	if m == nil {
		return find()
	}
	key := g.sum()
	m.mu.Lock()
	defer m.mu.Unlock() // also while it is found: the others wait for the same groups
	if have, ok := m.found[key]; ok {
		return have
	}
	if m.found == nil {
		m.found = map[[sha256.Size]byte]*found{}
	}
	m.found[key] = find()
	return m.found[key]
}

// sum hashes all that a choice depends on.
func (g *group) sum() [sha256.Size]byte {
	h := sha256.New()
	put := func(n int64) { _ = binary.Write(h, binary.LittleEndian, n) } // a hash takes all
	put(g.base)
	for i, key := range g.keys {
		put(int64(len(key)))
		_, _ = io.WriteString(h, key)
		fixed := int64(0)
		if g.fixed[i] {
			fixed = 1
		}
		for _, n := range []int64{g.truth[i], g.least[i], g.value[i], fixed} {
			put(n)
		}
	}
	for _, eq := range g.equations {
		put(int64(len(eq)))
		for _, t := range eq {
			put(int64(t.Cell))
			put(t.Coef)
		}
	}
	return [sha256.Size]byte(h.Sum(nil))
}
