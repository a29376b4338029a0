package book

import (
	"fmt"
	"strings"
)

// firstForm is the number of the first form of a workbook's own; those below it are
// Excel's.
const firstForm = 164

// sheetOfStyles gives the styles. Cells of text have the form of text, so that what is
// typed into them later stays what was typed.
func sheetOfStyles(forms []string) string {
	xf := func(form, font, fill int, wrap bool) string {
		align := `<alignment vertical="top"/>`
		if wrap {
			align = `<alignment vertical="top" wrapText="1"/>`
		}
		return fmt.Sprintf(`<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">%s</xf>`, form, font, fill, align)
	}
	fill := func(rgb string) string {
		return `<fill><patternFill patternType="solid"><fgColor rgb="` + rgb + `"/><bgColor indexed="64"/></patternFill></fill>`
	}
	const asText = 49
	var own, formed strings.Builder
	if len(forms) > 0 {
		fmt.Fprintf(&own, `<numFmts count="%d">`, len(forms))
		for i, code := range forms {
			fmt.Fprintf(&own, `<numFmt numFmtId="%d" formatCode="%s"/>`, firstForm+i, escape(code))
			formed.WriteString(xf(firstForm+i, 0, 0, false))
		}
		own.WriteString(`</numFmts>`)
	}
	return `<styleSheet xmlns="` + sheetNS + `">` + own.String() +
		`<fonts count="4"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="14"/><name val="Calibri"/></font><font><u/><sz val="11"/><color rgb="FF12436D"/><name val="Calibri"/></font></fonts>` +
		`<fills count="5"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` + fill("FFE7E6E6") + fill("FFFFE699") + fill("FFF8CBAD") + `</fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		fmt.Sprintf(`<cellXfs count="%d">`, int(styles)+len(forms)) + `<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>` +
		xf(asText, 1, 2, true) + xf(asText, 2, 0, false) + xf(asText, 0, 3, true) + xf(asText, 0, 4, false) + xf(asText, 0, 0, true) + xf(asText, 3, 0, false) + formed.String() +
		`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`
}
