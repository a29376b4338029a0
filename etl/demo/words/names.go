// Package words gives the demo its names, telephone numbers and sentences: the
// free text in which real exports hide personal data, quotes, separators and
// line breaks. All of it is drawn; none of it is about anyone.
package words

import (
	"strings"

	"github.com/vlot-evaluatie/peil/etl/demo/chance"
)

var (
	womenGiven = []string{"Oksana", "Olena", "Iryna", "Natalia", "Tetiana", "Svitlana", "Yulia", "Kateryna", "Anna", "Viktoria", "Mariia", "Daria", "Sofiia", "Polina", "Alina", "Liudmyla", "Nadiia", "Halyna"}
	menGiven   = []string{"Andrii", "Oleksandr", "Serhii", "Dmytro", "Mykola", "Volodymyr", "Ivan", "Maksym", "Bohdan", "Artem", "Yurii", "Vasyl", "Taras", "Denys", "Illia", "Matvii"}
	family     = []string{"Shevchenko", "Kovalenko", "Bondarenko", "Tkachenko", "Kravchenko", "Oliinyk", "Lysenko", "Moroz", "Savchenko", "Rudenko", "Petrenko", "Koval", "Marchenko", "Melnyk", "Polishchuk", "Hrytsenko", "Zaitsev", "Ivanova", "Romanenko", "Sydorenko", "Prykhodko", "D'yachenko", "Żuk", "Müller-Koval"}
	localGiven = []string{"An", "Bart", "Chloë", "Dirk", "Els", "Frédéric", "Griet", "Hilde", "Jan", "Koen", "Lieve", "Marc", "Noëlla", "Peter", "René", "Sofie", "Tom", "Wim"}
	localName  = []string{"Peeters", "Janssens", "Maes", "Jacobs", "Mertens", "Willems", "Claes", "Goossens", "Wouters", "De Smet", "Vermeulen", "Van den Broeck", "D'Hondt", "Dubois", "Lemmens", "Michiels", "Cools", "Segers"}
)

func pick(s *chance.Stream, list []string) string { return list[s.IntN(len(list))] }

// Person gives a family name and a given name of someone who fled.
func Person(s *chance.Stream, woman bool) (last, first string) {
	if woman {
		return pick(s, family), pick(s, womenGiven)
	}
	return pick(s, family), pick(s, menGiven)
}

// Local gives the name of someone from here.
func Local(s *chance.Stream) string { return pick(s, localGiven) + " " + pick(s, localName) }

// Phone gives a mobile number in one of the ways that people write it.
func Phone(s *chance.Stream) string {
	form := [...]string{"04## ## ## ##", "04##/##.##.##", "+32 4## ## ## ##", "04########"}[s.IntN(4)]
	number := 60_000_000 + s.IntN(40_000_000)
	text := []byte(form)
	for i := len(text) - 1; i >= 0; i-- {
		if text[i] == '#' {
			text[i] = byte('0' + number%10)
			number /= 10
		}
	}
	return string(text)
}

// Mail gives an address that no mail server accepts.
func Mail(last, first string) string {
	plain := strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, first+last)
	return plain + "@voorbeeld.invalid"
}

// Contact gives the remark that someone left with a place.
func Contact(s *chance.Stream) string {
	name, phone := Local(s), Phone(s)
	switch s.IntN(12) {
	case 0:
		return name + "; " + phone + " (bellen na 18u)"
	case 1:
		return "\"" + name + "\", " + phone
	case 2:
		return name + "\r\n" + phone + "\r\nliefst mail"
	case 3:
		return name + " – vergoeding € 250/maand afgesproken, tel. " + phone
	case 4:
		return "Familie " + name + " “tijdelijk” tot na de zomer; " + phone
	case 5:
		return ""
	}
	return name + ", " + phone
}
