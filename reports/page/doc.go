// Package page turns a Markdown page with figures into one HTML file that opens
// offline, prints, and asks nothing of any server.
//
// A page is front matter, Markdown, and directives in double braces that name
// metrics. Numbers come from figures alone. The package knows no engine and no
// file system: it gets a page's text and a figure.Maker, and gives bytes.
//
// What a reader sees has passed the disclosure gate: only disclose.Safe values
// reach the page, its tables, its downloads and its charts.
package page
