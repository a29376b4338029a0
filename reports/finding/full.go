package finding

import "github.com/vlot-evaluatie/peil/models"

// full says, beside the sentence too, what an interval around a full count is.
func (f *Finding) full() {
	text := fullCount
	if f.lacking {
		text = notFull
	}
	f.caveat(text.NL, text.EN)
}

// fullCount is said wherever an interval stands beside a count of everything.
var fullCount = Text{
	"De cijfers zijn een volledige telling; het interval leest ze als steekproef van wat had kunnen gebeuren en zegt niets over de telling zelf.",
	"The figures are a full count; the interval reads them as a sample of what could have happened and says nothing of the count itself.",
}

// notFull is said in its place where a delivery did not come.
var notFull = Text{
	"Het interval leest de cijfers als steekproef van wat had kunnen gebeuren en zegt niets over wat niet geleverd is.",
	"The interval reads the figures as a sample of what could have happened and says nothing of what was not delivered.",
}

// grouped is said where counts come in households, locations or municipalities.
func (f *Finding) grouped(m *models.Metric) {
	if m.Protects == "person" {
		f.warn("Personen komen in huishoudens; het interval telt hen los van elkaar en is eerder te smal.",
			"Persons come in households; the interval counts them one by one and is rather too narrow.")
	}
}
