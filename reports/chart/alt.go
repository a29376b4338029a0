package chart

// vocabulary is what charts say themselves, in one language.
type vocabulary struct {
	missing, hidden, unassigned, undated string
}

func words(lang string) vocabulary {
	if lang == "en" {
		return vocabulary{missing: "no data", hidden: "suppressed", unassigned: "not assigned", undated: "without a date"}
	}
	return vocabulary{missing: "geen gegevens", hidden: "onderdrukt", unassigned: "niet toegewezen", undated: "zonder datum"}
}

// Alt gives the alternative text.
func (s Series) Alt() string { return s.o.Alt }
