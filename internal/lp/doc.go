// Package lp solves linear programmes over bounded variables: minimise or
// maximise a cost over { x : A x = b, lower <= x <= upper }, with A sparse.
//
// It is made for the attacker's view of suppressed tables: a variable is a
// hidden cell, a row a published sum, and the least and the largest value of a
// cell are two programmes over the same rows. One Solver therefore answers many
// costs, each from the basis in which the last one ended.
//
// The method is the primal simplex method, revised and bounded:
//
//   - every row has a logical variable fixed to [0, 0]; the logicals are the
//     first basis, phase 1 minimises the sum of what lies outside its bounds,
//     and a redundant row keeps its logical in the basis at 0;
//   - the basis is held as LU factors (column singletons, row singletons, the
//     rest by Markowitz counts with a threshold) with product-form updates, and
//     is factorised afresh after at most 100 of them and before each answer;
//   - entering variables by Devex, leaving ones by Harris' two passes, in phase 1
//     by a search along the line that passes breakpoints while it gains;
//   - tables are massively degenerate, so that the simplex method would stall:
//     bounds are widened by some millionths, differing by variable and always in
//     the same way. The answer is the vertex of the final basis under the given
//     bounds; where that vertex is outside them, the solver goes on without
//     widening, and with Bland's rule once it stalls.
//
// The same problem and the same calls give the same bits. Answers meet their
// bounds exactly and their rows up to about 1e-9, or 1e-13 of the largest |b|
// where that is more; a problem without a point by less than that may pass for one
// that has a point. Nothing is rounded: the vertices of a network with integral b
// and bounds are integral up to the same. The package knows no table and no cell; reports imports it, it imports
// the standard library only.
//
// Sources: Maros (2003), Computational Techniques of the Simplex Method;
// Harris (1973), Mathematical Programming 5, 1-28; Suhl and Suhl (1990), ORSA
// Journal on Computing 2, 325-335.
package lp
