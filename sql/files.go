package sql

import "embed"

// Files are the built-in project's SQL: staging, marts, metrics, checks, queries.
//
//go:embed */*.sql
var Files embed.FS
