package models

import (
	"fmt"
	"strings"
)

// Limits say when a delivery does not count at all.
type Limits struct {
	RejectCount int64   `yaml:"reject_count"` // most rows that may be rejected; 0: no limit
	RejectShare float64 `yaml:"reject_share"` // largest share of rows that may be, 0 to 1; 0: no limit
	// ShrinkShare is the largest share of rows that a list, or a period that is delivered
	// again, may lack beside the deliveries before it, 0 to 1; 0: no limit.
	ShrinkShare float64 `yaml:"shrink_share" json:",omitempty"`
}

// refusals says what is wrong with the limits of a contract.
func (c *complaints) refusals(where string, e *Entity) {
	l := e.Limits
	if l.RejectCount < 0 {
		c.add(where, fmt.Sprintf("has limits.reject_count %d, want a whole number from 0 on", l.RejectCount), "write for example reject_count: 100")
	}
	for _, share := range []struct {
		key   string
		value float64
	}{{"reject_share", l.RejectShare}, {"shrink_share", l.ShrinkShare}} {
		if share.value < 0 || share.value > 1 {
			c.add(where, fmt.Sprintf("has limits.%s %g, want a share from 0 to 1", share.key, share.value), "write for example "+share.key+": 0.05")
		}
	}
	if l.ShrinkShare != 0 && e.Delivery.Kind != "snapshot" && e.Delivery.Kind != "period" {
		c.add(where, "has limits.shrink_share, and its deliveries are neither lists nor periods: delivery.kind is "+e.Delivery.Kind, "take it out")
	}
}

// tooShort begins Skipped of a delivery that does not count, since it lacks most of the
// rows of one before it.
const tooShort = "too short: "

// SetShort notes why a delivery does not count; "" takes the note off.
func (d *Loaded) SetShort(why string) {
	switch {
	case why != "":
		d.Skipped = tooShort + why
	case strings.HasPrefix(d.Skipped, tooShort):
		d.Skipped = ""
	}
}

// Short says why a delivery that is too short does not count; "" for any other delivery.
func (d *Loaded) Short() string {
	why, ok := strings.CutPrefix(d.Skipped, tooShort)
	if !ok {
		return ""
	}
	return why
}
