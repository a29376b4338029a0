// Package protect chooses what else must be hidden so that what must not be known
// cannot be computed from what is printed.
//
// A hidden cell is exact when it is a combination of printed numbers. Seen from the
// other side: when every change of the hidden cells that leaves all printed numbers as
// they are leaves this cell as it is too. Those changes are the null space of the
// equations over the hidden cells. The package draws random vectors from it, in
// arithmetic modulo a large prime so that nothing is ever rounded: a cell that is 0 in
// all of them is exact, and two cells that are in proportion in all of them give each
// other away. So the greedy choice of Gaussian elimination (print what can be printed,
// largest first, and hide what would give a secret away) needs no big matrices: it
// looks at a handful of numbers a cell.
//
// A cell that is not exact can still be known closely. widen asks for each hidden cell
// how far it can be raised and lowered, and hides the cheapest cells that give it room.
//
// The package knows the true values. What its result is worth is not for it to say:
// package audit judges that from what is printed, with code of its own.
package protect
