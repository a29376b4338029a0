// Package lineage draws what a figure stands on: a graph of deliveries, reference
// lists, relations, metrics, pages and checks, cut to what lies above or below one
// of them, as an indented tree and as an SVG picture.
//
// It is pure: nodes and edges come in, text goes out, and the same graph gives the
// same bytes. It reads no SQL, no manifest and no file, and knows nothing of what a
// node means beyond its kind; the caller finds out who reads what.
package lineage
