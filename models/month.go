package models

import (
	"strings"
	"unicode"
)

// MonthNames gives the number before each name: Dutch ones, with the short
// English ones that a workbook with English settings writes. One text that is
// searched is quicker to plan for the engine than a branch for each name.
const MonthNames = "01|jan|01|januari|02|feb|02|februari|03|mrt|03|maart|03|mar|04|apr|04|april|05|mei|05|may|06|jun|06|juni|" +
	"07|jul|07|juli|08|aug|08|augustus|09|sep|09|sept|09|september|10|okt|10|oktober|10|oct|11|nov|11|november|12|dec|12|december|"

// MoreMonthNames are the other names that MMMM reads, which no two languages use
// for different months: English, French, German, Italian, Spanish and Polish, without
// accents.
const MoreMonthNames = "01|january|01|janvier|01|janv|01|januar|01|janner|02|february|02|fevrier|02|fevr|02|fev|02|februar|03|march|03|mars|03|marz|03|mrz|04|avril|04|avr|" +
	"05|mai|06|june|06|juin|07|july|07|juillet|07|juil|08|august|08|aout|10|october|10|octobre|10|oktober|11|novembre|12|decembre|12|dezember|12|dez|09|septembre|" +
	"01|gennaio|02|febbraio|03|marzo|04|aprile|05|maggio|06|giugno|07|luglio|08|agosto|09|settembre|10|ottobre|12|dicembre|" +
	"01|enero|02|febrero|04|abril|05|mayo|06|junio|07|julio|09|septiembre|10|octubre|11|noviembre|12|diciembre|" +
	"01|styczen|01|stycznia|02|luty|02|lutego|03|marzec|03|marca|04|kwiecien|04|kwietnia|05|maj|05|maja|06|czerwiec|06|czerwca|" +
	"07|lipiec|07|lipca|08|sierpien|08|sierpnia|09|wrzesien|09|wrzesnia|10|pazdziernik|10|pazdziernika|11|listopad|11|listopada|12|grudzien|12|grudnia|"

// monthOf reads the name of a month that a text begins with, and gives what
// follows it; 0 when there is none. In the name of a file any of the names will do.
func monthOf(text string) (month int, rest string) {
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
	if end < 0 {
		end = len(text)
	}
	names := MonthNames + MoreMonthNames
	if at := strings.Index(names, "|"+Fold(text[:end])+"|"); end > 0 && at >= 2 {
		month = int(names[at-2]-'0')*10 + int(names[at-1]-'0')
	}
	return month, strings.TrimPrefix(text[end:], ".")
}
