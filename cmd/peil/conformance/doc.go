// Package conformance runs the program on corpora that nobody here wrote: files for
// its readers, worked examples for its statistics and calendar, test tables for its
// disclosure control, and a public register for all of it together.
//
// A corpus is a folder of cases with what another program, or its own description,
// says of them. What comes out of one is a Score: how many cases passed, failed or
// were refused, and why. An expectation that cannot have come from the files is no
// failure; what counts as that is said where it is decided.
//
// It prints nothing and knows no project, flag or clock. How a folder of exports is
// taken in is given to it, so that cases go through the very intake that users have.
package conformance
