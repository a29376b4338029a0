package explain

import (
	"context"
	"fmt"
	"path/filepath"

	"github.com/vlot-evaluatie/peil/cmd/peil/prose"
	"github.com/vlot-evaluatie/peil/models"
)

// Unread tells of rows of a list that could not be read: they count as an earlier
// list had them, so the figure stands on that list too.
type Unread struct {
	Source string      `json:"source"`
	Entity string      `json:"entity"`
	Rows   int64       `json:"rows"`
	List   string      `json:"list"` // in which they stand unread
	From   string      `json:"from"` // that their values are from
	Known  models.Date `json:"from_known_at"`
	Load   string      `json:"from_load"`
	SHA256 string      `json:"from_sha256"`

	sequence int // of From
}

// unread finds which earlier lists the values of unread rows under the figure are from.
func (x *gathering) unread(ctx context.Context, names ...string) error {
	x.c.Unread = []Unread{}
	if x.manifest == nil {
		return nil
	}
	for _, t := range x.c.Loads {
		if t.Lake != nil && !x.There(filepath.Join(x.Layout.Root, filepath.FromSlash(t.Lake.Path))) {
			return nil // gone says that the figure cannot be computed again
		}
	}
	found, err := x.w.UnreadFrom(ctx, names...)
	if models.CodeOf(err) == models.Invalid {
		x.note("which earlier lists rows count by that could not be read cannot be told: %s", err)
		return nil
	}
	if err != nil {
		return err
	}
	for _, u := range found {
		x.c.Unread = append(x.c.Unread, Unread{Source: u.From.Source, Entity: u.From.Entity, Rows: u.Rows, List: u.List.Name,
			From: u.From.Name, Known: u.From.KnownAt, Load: u.From.LoadID, SHA256: u.From.SHA256, sequence: u.From.Sequence})
	}
	for i, d := range x.c.SetAside {
		var rows int64
		for _, u := range x.c.Unread {
			if u.Source == d.Source && u.Entity == d.Entity && u.Load == d.LoadID && u.sequence == d.Sequence {
				rows += u.Rows
			}
		}
		if rows > 0 {
			x.c.SetAside[i].Why += fmt.Sprintf(", but for %s that could not be read there", prose.CountedAs(int(rows), "row", "rows"))
		}
	}
	return nil
}

// unreadRows tells them, by the list in which they could not be read.
func (c *Chain) unreadRows(t *prose.Outline) {
	if len(c.Unread) == 0 {
		return
	}
	var rows int64
	for _, u := range c.Unread {
		rows += u.Rows
	}
	t.Head("rows that could not be read, and count as an earlier list had them: %s", prose.CountedAs(int(rows), "row", "rows"))
	shown, rest := t.Cut(len(c.Unread), loadsShown)
	for i := range shown {
		u := c.Unread[len(c.Unread)-1-i]
		t.Item("%s/%s  %s of %s as in %s, known %s", u.Source, u.Entity, prose.CountedAs(int(u.Rows), "row", "rows"), models.Visible(u.List), models.Visible(u.From), u.Known)
		t.Item("  load %s  sha256 %s", u.Load, u.SHA256)
		t.Item("  peil rejects %s/%s --file %s says why", u.Source, u.Entity, models.ShellWord(models.Visible(u.List)))
	}
	rest("of them")
}
