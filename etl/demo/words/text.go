package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

var openings = []string{
	"Goedemiddag, ", "Beste, ", "Dringend: ", "", "", "", "Via de gemeente: ", "Vraag uit het overleg; ",
}

var asks = []string{
	"wat is de juiste werkwijze voor %s?",
	"we krijgen hierover tegenstrijdige informatie: %s. Wie beslist?",
	"een gezin (contact: {naam}, {tel}) vraagt naar %s",
	"kan iemand ons terugbellen over %s? {naam}, {tel}",
	"\"%s\": geldt dit ook voor wie nog geen attest heeft?",
	"in de handleiding staat niets over %s – graag een antwoord vóór vrijdag",
	"{naam} meldt een probleem met %s;\r\nzie ook onze mail van vorige week",
	"is er al nieuws over %s? Het gaat om € 1.250,50 per maand.",
	"mevrouw {vluchteling} wil weten hoe het zit met %s",
	"wij passen “%s” toe zoals in 2022; klopt dat nog?",
}

// Question gives the text of a question about a topic, with the names, numbers
// and line breaks that make such text unfit to read in.
func Question(s *chance.Stream, topic string) string {
	text := pick(s, openings) + strings.ReplaceAll(pick(s, asks), "%s", lowerFirst(topic))
	if strings.Contains(text, "{") {
		last, first := Person(s, true)
		text = strings.NewReplacer("{naam}", Local(s), "{tel}", Phone(s), "{vluchteling}", first+" "+last).Replace(text)
	}
	return text
}

func lowerFirst(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[n:]
}

var streets = []string{"Kerkstraat", "Stationsstraat", "Dorpsplein", "Molenweg", "Schoolstraat", "Kloosterlaan", "Veldstraat", "Nieuwstraat", "Kasteeldreef"}

// Address gives a street and a number.
func Address(s *chance.Stream) string {
	number := s.Between(1, 240)
	text := make([]byte, 0, 32)
	text = append(append(text, pick(s, streets)...), ' ')
	if number >= 100 {
		text = append(text, byte('0'+number/100))
	}
	if number >= 10 {
		text = append(text, byte('0'+number/10%10))
	}
	text = append(text, byte('0'+number%10))
	if s.Chance(0.1) {
		text = append(text, " bus 2"...)
	}
	return string(text)
}

var buildings = []string{"Klooster", "Pastorie", "Oude school", "Rusthuis", "Kantoorgebouw", "Jeugdverblijf", "Serviceflats", "Kazerne", "Conciërgewoning", "Hoeve", "Appartementsblok", "Dienstencentrum"}

// Building gives the name of a location.
func Building(s *chance.Stream, municipality string) string {
	return pick(s, buildings) + " " + municipality
}

var subjects = []string{"capaciteit per provincie", "nieuwe omzendbrief", "herhuisvesting van grote gezinnen", "aanbod aan Fedasil", "afrekening subsidies", "vragen van veldwerkers", "prospecties", "taallessen en werk", "kwetsbare profielen", "stand van zaken nooddorpen"}

// Agenda gives the topics of a meeting.
func Agenda(s *chance.Stream) string {
	return pick(s, subjects) + "; " + pick(s, subjects) + " (" + Local(s) + ")"
}
