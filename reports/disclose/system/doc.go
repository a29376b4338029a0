// Package system puts all cells that an edition would print into one system of
// linear equations: what a reader who adds and subtracts can know of each other.
//
// A cell is a quantity at a place in the dimensions of its measure: persons, of one
// municipality, in one month. Two tables that print the same cell share it. Cells add
// up along hierarchies (municipality, province, Flanders; month, quarter, year), and
// tables that are cut differently meet in margins that neither of them prints; those
// margins become cells too, free ones, that nobody is told.
//
// Equations are found by comparing sums with the true values. A sum that happens to
// be complete is taken as complete, which grants the attacker more than he may know
// and therefore never hides too little.
//
// Beside the equations stand the cubes of which they are the sums, in which each cell
// has nodes: changes that keep all sums are found there without solving anything.
//
// It must not know metrics, pages, thresholds or which cells get hidden: see rule for
// what must be hidden and protect for what else must be.
package system
