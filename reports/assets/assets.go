// Package assets holds what the browser of a reader runs on an interactive page: the
// part of ECharts that pages need, with the code that puts it to work.
//
// make assets bundles it from npm into dist, which is not committed; the next build
// embeds what it finds there. Without it every page is static, and Script is empty.
package assets

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:dist
var dist embed.FS

// Script gives the bundle, "" when this build has none.
func Script() (string, error) {
	text, err := fs.ReadFile(dist, "dist/page.js")
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("read bundle: %w", err)
	}
	// These would end or reopen the element that the script stands in.
	for _, sign := range []string{"</script", "<!--", "<script"} {
		if strings.Contains(strings.ToLower(string(text)), sign) {
			return "", fmt.Errorf("read bundle: it holds %q, which no page can hold", sign)
		}
	}
	return string(text), nil
}
