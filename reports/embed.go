// Package reports holds the built-in project's pages as text; its subpackages
// turn facts into what people read.
package reports

import "embed"

// Files are the built-in pages.
//
//go:embed pages/*.md questions/*.md
var Files embed.FS
