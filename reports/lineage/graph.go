package lineage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/vlot-evaluatie/peil/models"
)

// Kind is what a node is. The order of the kinds is the order of reading: nothing
// reads what stands after it.
type Kind string

// The kinds, in the order in which data flows.
const (
	Source    Kind = "source"    // deliveries of an entity
	Reference Kind = "reference" // a list of the project
	Staging   Kind = "staging"   // an export as a relation
	Model     Kind = "model"     // int_, dim_ and fct_
	Metric    Kind = "metric"
	Check     Kind = "check"
	Page      Kind = "page"
)

var kinds = []Kind{Source, Reference, Staging, Model, Metric, Check, Page}

// Node is something that is read or reads.
type Node struct {
	ID      string `json:"id"`
	Kind    Kind   `json:"kind"`
	TitleNL string `json:"title_nl,omitempty"`
	TitleEN string `json:"title_en,omitempty"`
	// Rows are those of a table's file or, of deliveries, those that were kept;
	// nil where nobody counted: a view, a metric, or no snapshot.
	Rows       *int64      `json:"rows,omitempty"`
	View       bool        `json:"view,omitempty"`
	File       string      `json:"file,omitempty"` // below the data folder
	SHA256     string      `json:"sha256,omitempty"`
	Deliveries int         `json:"deliveries,omitempty"`
	KnownAt    models.Date `json:"known_at,omitempty"` // of the last delivery
	Metrics    int         `json:"metrics,omitempty"`  // that read it, where a graph leaves them out
}

// Name is the ID without the word in front of it that keeps pages and checks apart
// from tables and metrics.
func (n Node) Name() string {
	for _, k := range []Kind{Page, Check} {
		if n.Kind == k {
			return strings.TrimPrefix(n.ID, string(k)+":")
		}
	}
	return n.ID
}

// Edge says that To reads From.
type Edge struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Graph is nodes by kind and ID and edges by their ends, each once.
type Graph struct {
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
}

// New puts nodes and edges in order. An edge to or from nothing, two nodes with one
// ID and a round trip are errors of the caller.
func New(nodes []Node, edges []Edge) (*Graph, error) {
	g := &Graph{Nodes: slices.Clone(nodes), Edges: slices.Clone(edges)}
	slices.SortFunc(g.Nodes, byKind)
	slices.SortFunc(g.Edges, byEnds)
	g.Edges = slices.Compact(g.Edges)
	seen := map[string]bool{}
	for _, n := range g.Nodes {
		if seen[n.ID] {
			return nil, fmt.Errorf("draw lineage: two nodes are called %q", n.ID)
		}
		seen[n.ID] = true
	}
	for _, e := range g.Edges {
		if !seen[e.From] || !seen[e.To] {
			return nil, fmt.Errorf("draw lineage: edge from %q to %q, one of which is no node", e.From, e.To)
		}
	}
	for _, n := range g.Nodes {
		for _, in := range g.Inputs(n.ID) {
			if in == n.ID || g.reach(in, g.Inputs)[n.ID] {
				return nil, fmt.Errorf("draw lineage: %q reads itself", n.ID)
			}
		}
	}
	return g, nil
}

func byEnds(a, b Edge) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) }

func byKind(a, b Node) int {
	return cmp.Or(slices.Index(kinds, a.Kind)-slices.Index(kinds, b.Kind), cmp.Compare(a.ID, b.ID))
}

// Node finds a node by its ID or, for pages and checks, by its name alone.
func (g *Graph) Node(name string) (Node, bool) {
	for _, n := range g.Nodes {
		if n.ID == name {
			return n, true
		}
	}
	for _, n := range g.Nodes {
		if n.Name() == name {
			return n, true
		}
	}
	return Node{}, false
}

// Inputs gives what a node reads, by kind and ID; Readers what reads it.
func (g *Graph) Inputs(id string) []string {
	return g.ends(func(e Edge) (string, bool) { return e.From, e.To == id })
}

// Readers gives what reads a node, by kind and ID.
func (g *Graph) Readers(id string) []string {
	return g.ends(func(e Edge) (string, bool) { return e.To, e.From == id })
}

func (g *Graph) ends(of func(Edge) (string, bool)) []string {
	want := map[string]bool{}
	for _, e := range g.Edges {
		if id, ok := of(e); ok {
			want[id] = true
		}
	}
	var out []string
	for _, n := range g.Nodes {
		if want[n.ID] {
			out = append(out, n.ID)
		}
	}
	return out
}

// reach gives a node and all that can be reached from it.
func (g *Graph) reach(id string, next func(string) []string) map[string]bool {
	seen := map[string]bool{id: true}
	for todo := []string{id}; len(todo) > 0; todo = todo[1:] {
		for _, other := range next(todo[0]) {
			if !seen[other] {
				seen[other] = true
				todo = append(todo, other)
			}
		}
	}
	return seen
}

// Upstream gives a node with all that it stands on.
func (g *Graph) Upstream(id string) *Graph { return g.keep(g.reach(id, g.Inputs)) }

// Downstream gives a node with all that depends on it.
func (g *Graph) Downstream(id string) *Graph { return g.keep(g.reach(id, g.Readers)) }

// Without leaves out nodes of some kinds.
func (g *Graph) Without(leave ...Kind) *Graph {
	keep := map[string]bool{}
	for _, n := range g.Nodes {
		keep[n.ID] = !slices.Contains(leave, n.Kind)
	}
	return g.keep(keep)
}

// Through leaves out nodes and ties what they read to what reads them.
func (g *Graph) Through(leave func(Node) bool) *Graph {
	out := &Graph{Nodes: slices.Clone(g.Nodes), Edges: slices.Clone(g.Edges)}
	stay := map[string]bool{}
	for _, n := range g.Nodes {
		stay[n.ID] = !leave(n)
		if stay[n.ID] {
			continue
		}
		for _, in := range out.Inputs(n.ID) {
			for _, reader := range out.Readers(n.ID) {
				if e := (Edge{in, reader}); !slices.Contains(out.Edges, e) {
					out.Edges = append(out.Edges, e)
				}
			}
		}
	}
	slices.SortFunc(out.Edges, byEnds)
	return out.keep(stay)
}

func (g *Graph) keep(ids map[string]bool) *Graph {
	out := &Graph{}
	for _, n := range g.Nodes {
		if ids[n.ID] {
			out.Nodes = append(out.Nodes, n)
		}
	}
	for _, e := range g.Edges {
		if ids[e.From] && ids[e.To] {
			out.Edges = append(out.Edges, e)
		}
	}
	return out
}
