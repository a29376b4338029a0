package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"github.com/vlot-evaluatie/peil/models"
	"github.com/vlot-evaluatie/peil/sql/warehouse/engine"
	"github.com/vlot-evaluatie/peil/sql/warehouse/raw"
	"github.com/vlot-evaluatie/peil/sql/warehouse/statement"
)

// node is a relation that SQL can name: a model, raw rows or a reference list.
type node struct {
	name     string
	relation *models.Relation // models only
	entity   *raw.Relation    // raw rows only
	inputs   []string         // models: what the SELECT reads, sorted, each once
}

// isTable tells whether the relation has a file of its own.
func (n *node) isTable() bool {
	if n.relation == nil {
		return false
	}
	if n.relation.Materialized != "" {
		return n.relation.Materialized == "table"
	}
	return !strings.HasPrefix(n.name, "stg_")
}

// text is a SQL text and where it stands, for messages.
type text struct {
	file string
	line int // line of file at which sql begins
	sql  string
}

func (t text) at(offset int) string {
	if offset < 0 {
		return t.file
	}
	line, column := statement.Line(t.sql, offset)
	return fmt.Sprintf("%s:%d:%d", t.file, t.line+line-1, column)
}

var engineLine = regexp.MustCompile(`(?m)^LINE (\d+):`)

// placed turns an engine's message about the text into one that names the line
// of the file; shift is the number of lines put in front of the text.
func (t text) placed(err error, shift int) error {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	var told *models.Error
	if errors.As(err, &told) { // of a file, not of the text
		return err
	}
	var syntax *engine.SyntaxError
	if errors.As(err, &syntax) {
		return &models.Error{Code: models.Invalid, Where: t.at(syntax.Offset), What: syntax.Message, Fix: "write one SELECT"}
	}
	message, where := err.Error(), t.file
	if ofTheDisk(err) {
		return fmt.Errorf("%s: %w", where, err)
	}
	if strings.Contains(message, "Out of Memory Error") {
		return &models.Error{Code: models.Invalid, Where: where, What: "needs more memory than the engine may use, or room to spill to in the data folder",
			Fix: "raise memory in peil.yml, or free disk space", Err: err}
	}
	if m := engineLine.FindStringSubmatchIndex(message); m != nil {
		// A line in front of the text comes from the header: no line to name.
		if n, _ := strconv.Atoi(message[m[2]:m[3]]); n > shift {
			where = fmt.Sprintf("%s:%d", t.file, t.line+n-1-shift)
		}
		message = message[:m[0]]
	}
	for _, verb := range []string{"describe: ", "query: ", "write parquet: ", "run statement: "} {
		message = strings.TrimPrefix(message, verb)
	}
	message = strings.Join(strings.Fields(message), " ")
	return &models.Error{Code: models.Invalid, Where: where, What: "the engine refuses it: " + message, Fix: "correct the SELECT"}
}

// ofTheDisk tells of an error that no other SELECT would mend: a full disk, or a file that
// this user may not read or write. The errors of the engine carry no number.
func ofTheDisk(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) ||
		strings.Contains(err.Error(), "No space left on device") || strings.Contains(err.Error(), "Disk quota exceeded") || strings.Contains(err.Error(), "File too large") || strings.Contains(err.Error(), "Permission denied")
}

func textOf(r *models.Relation) text { return text{r.File, r.Line, r.SQL} }

// names gives every name that SQL may read, sorted.
func (w *Warehouse) names() []string {
	out := slices.Collect(maps.Keys(w.relations))
	out = slices.AppendSeq(out, maps.Keys(w.entities))
	out = append(out, knowledge)
	for _, list := range references(w.project) {
		out = append(out, "ref."+list)
	}
	slices.Sort(out)
	return out
}

// node finds a name and reads its statement once. The lock is held.
func (w *Warehouse) node(ctx context.Context, name string) (*node, error) {
	if n, ok := w.nodes[name]; ok {
		return n, nil
	}
	n := &node{name: name}
	switch r, ok := w.relations[name]; {
	case ok:
		n.relation = r
		inputs, ok := w.recorded[name]
		if !ok {
			var err error
			if inputs, err = w.reads(ctx, textOf(r)); err != nil {
				return nil, err
			}
		}
		n.inputs = inputs
	case strings.HasPrefix(name, "raw."):
		e := w.entities[name]
		n.entity = &e
	}
	w.nodes[name] = n
	return n, nil
}

// has tells whether SQL may read the name.
func (w *Warehouse) has(name string) bool {
	if _, ok := w.relations[name]; ok {
		return true
	}
	if _, ok := w.entities[name]; ok || name == knowledge {
		return true
	}
	list, ok := strings.CutPrefix(name, "ref.")
	return ok && w.project.Lists[list] != nil
}

// reads gives the relations that a text reads. All that are unknown are told. The lock
// is held.
func (w *Warehouse) reads(ctx context.Context, t text, own ...string) ([]string, error) {
	// The lineage of each figure of a page asks for the same metrics.
	key := strings.Join(append(own, t.sql), "\x00")
	if out, ok := w.read[key]; ok {
		return out, nil
	}
	s, err := w.engine.Read(ctx, t.sql)
	if err != nil {
		return nil, t.placed(err, 0)
	}
	var out []string
	var errs []error
	for _, r := range s.Relations {
		name := strings.ToLower(r.Full())
		if slices.Contains(own, name) {
			continue
		}
		if !w.has(name) {
			fix := "did you mean " + strings.Join(models.Nearest(name, w.names(), 3), ", ") + "?"
			if keys := models.AskedBy(name); keys != "" {
				fix = "it is there for a metric that has " + keys + " in its header"
			}
			errs = append(errs, &models.Error{Code: models.Invalid, Where: t.at(r.Offset), What: "reads " + r.Full() + ", which is no relation here", Fix: fix})
			continue
		}
		out = append(out, name)
	}
	if err := errors.Join(append(errs, t.callsOutside(s))...); err != nil {
		return nil, err
	}
	slices.Sort(out)
	out = slices.Clip(slices.Compact(out)) // who adds to it must not write here
	w.read[key] = out
	return out, nil
}

// order gives the names with all that they read, each after what it reads. Every
// cycle, unknown name and syntax error on the way is told. The lock is held.
func (w *Warehouse) order(ctx context.Context, names ...string) ([]*node, error) {
	var out []*node
	var errs []error
	const walking, done = 1, 2
	state := map[string]int{}
	var path []string
	var visit func(name string)
	visit = func(name string) {
		switch state[name] {
		case done:
			return
		case walking:
			round := append(slices.Clone(path[slices.Index(path, name):]), name)
			errs = append(errs, &models.Error{
				Code: models.Invalid, Where: w.relations[name].File,
				What: "reads itself: " + strings.Join(round, " reads "),
				Fix:  "take the shared part out into a relation of its own",
			})
			return
		}
		state[name] = walking
		path = append(path, name)
		n, err := w.node(ctx, name)
		if err != nil {
			errs = append(errs, err)
		} else {
			for _, in := range n.inputs {
				visit(in)
			}
			out = append(out, n)
		}
		path = path[:len(path)-1]
		state[name] = done
	}
	for _, name := range names {
		visit(name)
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return out, nil
}

// printLength is the length of a fingerprint in hexadecimal digits: of 128 bits no two
// things share them by chance.
const printLength = 32

// fingerprint names the content of a relation without computing it: everything
// that the bytes of its file depend on, and nothing else. The lock is held.
func (w *Warehouse) fingerprint(ctx context.Context, n *node) (string, error) {
	if p, ok := w.prints[n.name]; ok {
		return p, nil
	}
	h := sha256.New()
	fmt.Fprintf(h, "format %d\nengine %s\n", models.FormatVersion, w.version)
	switch {
	case n.relation != nil:
		if stored := w.storedPrint(n); stored != "" {
			w.prints[n.name] = stored
			return stored, nil
		}
		fmt.Fprintf(h, "model %s table %t\n%s\n", n.name, n.isTable(), statement.Normal(n.relation.SQL))
		for _, c := range n.relation.Columns {
			fmt.Fprintf(h, "column %s %s\n", c.Name, c.Type)
		}
		fmt.Fprintf(h, "order %q\n", rowOrder(n.relation))
		for _, in := range n.inputs {
			below, err := w.node(ctx, in)
			if err != nil {
				return "", err
			}
			p, err := w.fingerprint(ctx, below)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(h, "input %s %s\n", in, p)
		}
	case n.entity != nil:
		fmt.Fprintf(h, "raw %s\n", w.lake.Text(*n.entity))
		for _, d := range w.lake.Under(*n.entity) {
			if d.Lake != nil {
				fmt.Fprintf(h, "file %s %s\n", d.Lake.Path, d.Lake.SHA256)
			}
			if n.entity.Unread && d.Rejects != nil {
				fmt.Fprintf(h, "rejects %s %s\n", d.Rejects.Path, d.Rejects.SHA256)
			}
		}
	case n.name == knowledge:
		fmt.Fprintf(h, "knowledge %s\n", w.knownAt)
	default:
		content, err := fs.ReadFile(w.project.FS, referenceFile(strings.TrimPrefix(n.name, "ref.")))
		if err != nil {
			return "", fmt.Errorf("hash reference list: %w", err)
		}
		fmt.Fprintf(h, "list %x\n", sha256.Sum256(content))
	}
	p := hex.EncodeToString(h.Sum(nil))[:printLength]
	w.prints[n.name] = p
	return p, nil
}

// rowOrder is a total order: the header's order, then the key, which is unique.
func rowOrder(r *models.Relation) []string {
	out := slices.Clone(r.Order)
	for _, k := range r.Key {
		if !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// Lineage tells what stands under relations and metrics: relations in build order
// and the deliveries whose rows they can see. Raw rows and reference lists are
// known by the deliveries and by Inputs.
func (w *Warehouse) Lineage(names ...string) (models.Lineage, error) {
	ctx := context.Background() // reads texts that are in memory, runs nothing
	w.mu.Lock()
	defer w.mu.Unlock()
	nodes, err := w.upstream(ctx, names)
	if err != nil {
		return models.Lineage{}, err
	}
	var out models.Lineage
	for _, n := range nodes {
		if n.entity != nil {
			// An unread row stands in the list, whatever earlier one its values are from.
			seen := *n.entity
			seen.Unread = false
			out.Deliveries = append(out.Deliveries, w.lake.Under(seen)...)
			continue
		}
		if n.relation == nil {
			continue
		}
		t, err := w.describeTable(ctx, n)
		if err != nil {
			return models.Lineage{}, fmt.Errorf("trace %s: %w", n.name, err)
		}
		out.Tables = append(out.Tables, t)
	}
	out.Deliveries = distinctDeliveries(out.Deliveries)
	return out, nil
}

// upstream gives what stands under relations and metrics, in build order. The lock is held.
func (w *Warehouse) upstream(ctx context.Context, names []string) ([]*node, error) {
	var start []string
	for _, name := range names {
		first, err := w.startOf(ctx, name)
		if err != nil {
			return nil, err
		}
		start = append(start, first...)
	}
	return w.order(ctx, start...)
}

// distinctDeliveries drops those seen through both the live and history rows.
func distinctDeliveries(all []models.Loaded) []models.Loaded {
	type arrival struct {
		source, entity, load string
		sequence             int
	}
	seen := make(map[arrival]bool, len(all))
	out := all[:0]
	for i := range all {
		d := &all[i]
		key := arrival{d.Source, d.Entity, d.LoadID, d.Sequence}
		if !seen[key] {
			seen[key] = true
			out = append(out, *d)
		}
	}
	return out
}

// startOf gives the relations that a metric or relation reads first.
func (w *Warehouse) startOf(ctx context.Context, name string) ([]string, error) {
	for _, m := range w.project.Metrics {
		if m.Name == name {
			return w.metricReads(ctx, m)
		}
	}
	if w.has(name) {
		return []string{name}, nil
	}
	all := w.names()
	for _, m := range w.project.Metrics {
		all = append(all, m.Name)
	}
	return nil, &models.Error{
		Code: models.Invalid, Where: fmt.Sprintf("%q", name), What: "is no metric or relation here",
		Fix: "did you mean " + strings.Join(models.Nearest(name, all, 3), ", ") + "?",
	}
}
