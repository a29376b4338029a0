// Package sql holds the built-in project's SQL as text: staging, marts, metrics,
// checks and queries, one relation or number a file, with a header that is held
// against what the engine describes. The engine and all that runs these texts is
// in sql/warehouse; nothing outside SQL defines a figure.
package sql
