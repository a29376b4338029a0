package models

import "embed"

// Files are the built-in project's own contracts, reference lists and settings.
//
//go:embed peil.yml dimensions.yml sources/*.yml reference/*.csv
var Files embed.FS
