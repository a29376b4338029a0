package models

import "strings"

// again begins Skipped of a delivery that another one takes the place of.
const again = "came again: "

// SetReplaced notes that a later delivery of the same name takes the place of this one, or
// takes the note off.
func (d *Loaded) SetReplaced(yes bool) {
	switch {
	case yes:
		d.Skipped = again + "a later delivery of that name takes its place"
	case d.Replaced():
		d.Skipped = ""
	}
}

// Replaced tells whether a later delivery of the same name takes the place of this one.
func (d *Loaded) Replaced() bool { return strings.HasPrefix(d.Skipped, again) }

// Told tells whether a delivery told of its own day or period. One with the bytes of
// another one did not: it is the file of another day under this name. A list may well be
// as it was. One without rows did not where the contract says so, nor did the one that it
// takes the place of.
func (e *Entity) Told(d *Loaded) bool {
	if e.Delivery.Empty == EmptyNotTold && (d.Replaced() || e.SaysNothing(d)) {
		return false
	}
	return d.Delivered() && (d.CopyOf == "" || e.Delivery.Kind == "snapshot")
}

// SaysNothing tells whether a delivery has no rows, and by its contract tells nothing by it.
func (e *Entity) SaysNothing(d *Loaded) bool {
	return e.Delivery.Empty == EmptyNotTold && d.Delivered() && d.Skipped == "" && d.Kept+d.Rejected == 0
}
