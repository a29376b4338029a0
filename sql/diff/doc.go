// Package diff compares two snapshots of one data folder: which figures changed, by
// how much, and why.
//
// How much is told by the metrics themselves: each is computed on both snapshots
// through warehouse.Metric, at the same reference dates, and compared cell by cell.
// The tables are those that each snapshot wrote, so an old value is what it was then
// even when SQL changed since. Where definitions changed under a metric, it is also
// computed with the new definitions on the old deliveries: what moves there is due to
// the definitions, and the rest to the data. A metric's own SQL is not kept by a
// snapshot; when that changed, both values are by the new definition, and say so.
// Metrics that read the same rows with the same SQL in both cannot differ and are not
// computed.
//
// Why is told from the rows: the live rows of each entity in the one snapshot are held
// against those in the other, in one statement. They are tied to a month by the column
// that the metric counts by, under the name that it has in the entity; where it is
// computed, and for cuts by anything but time, they are told for the whole entity. A
// delivery that no live row shows, such as a list before the last one, is named itself.
//
// It opens no file, knows no clock and prints nothing. It imports warehouse, which
// knows nothing of it.
package diff
