// Package supplier makes what goes back to a supplier: the rows of their own
// files that were rejected, as they sent them, each with what is wrong in the
// words of someone who works with the source and not with Peil.
//
// Rows come from the landed bytes, so they hold whatever the supplier put in them,
// also what never enters the lake. What is made is for the supplier and for the
// steward who sends it, says so on its first page, and is nothing to publish. When
// retention has taken the landed bytes away, only what the reject files hold is
// left, which is protected; the workbook says that, too.
//
// Reasons are made of the rule, the contract and the supplier's own cell; the
// English reason of the reject file is only asked for what is in neither.
//
// The same deliveries give the same bytes. This package checks no row itself,
// writes to no lake, and knows neither the clock nor where its pages go.
package supplier
