// Package protect chooses what else must be hidden so that what must not be known
// cannot be computed from what is printed, nor be known too closely.
//
// A hidden cell is safe when there is a move: a change of hidden cells that leaves all
// printed numbers as they are, leaves each cell possible, and takes this one as far as
// its measure asks. A move that does without a cell of one person also keeps what it
// moves from that person, who knows his own cell. The package gathers such moves for
// all hidden cells, and hides the cheapest cells that a missing one needs.
//
// Most moves are boxes. Put something at one point of a cube and take it away at
// another, in each dimension at once: the corners change, and so do only those margins
// that do not hold both ends. Thousands of boxes a cell take a millisecond to look
// through, so that a year of 300 municipalities takes seconds. Where no box helps, and
// where there are few cells, a linear programme finds a move of any form.
//
// What turned out to be hidden in vain is printed again at the end, largest first: what
// leaned on it finds another move, or something of less worth is hidden for it. A
// result of the same system is always the same, in whatever order its tables came.
//
// The package knows the true values. What its result is worth is not for it to say:
// package audit judges that from what is printed, with code of its own.
package protect
