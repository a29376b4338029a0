// Package round rounds small counts so that tables can be printed whole: no cell is
// withheld, and none of 1 to base-1 is printed.
//
// It rounds the inner cells, the finest counts that all tables are sums of: those that
// a small published count is made of become 0 or base, all others stay. Tables are
// then summed from what is rounded, so that they add up exactly, in all margins and
// from one table to the next. Which cells go up and which go down is chosen so that
// the published sums differ as little as can be from the true ones, in squares.
//
// Together rounds a whole system of cells and equations instead (package system), as the
// tables of an edition make one: their finest common cube has more dimensions than can
// be asked for at once, and most of its points are no cell of any table. There every
// count becomes a multiple of base, and every equation holds.
//
// The same cube must never be printed under suppression too: a rounded sum beside a
// true one gives away what was rounded.
//
// Source of the method: Langsrud and Heldal (2018), An algorithm for small count
// rounding of tabular data, Privacy in Statistical Databases. The search is threshold
// accepting: Dueck and Scheuer (1990), Journal of Computational Physics 90, 161-175.
package round
