package reception

import "github.com/vlot-evaluatie/peil/etl/demo/chance"

// registered is when the persons in the tool were registered, out of 38,000:
// 10,593 on 19 May 2022 and 29,705 in November 2022, as published.
var registered = chance.Curve{
	{Day: First, Share: 0}, {Day: chance.On(2022, 3, 31), Share: 0.055}, {Day: chance.On(2022, 4, 29), Share: 0.18},
	{Day: chance.On(2022, 5, 19), Share: 0.279}, {Day: chance.On(2022, 6, 30), Share: 0.43},
	{Day: chance.On(2022, 8, 31), Share: 0.58}, {Day: chance.On(2022, 10, 31), Share: 0.73},
	{Day: chance.On(2022, 11, 30), Share: 0.782}, {Day: chance.On(2023, 1, 31), Share: 0.837},
	{Day: chance.On(2023, 6, 30), Share: 0.908}, {Day: chance.On(2023, 12, 22), Share: 1},
}

var householdSizes = chance.NewWeights(0, 0.25, 0.27, 0.22, 0.135, 0.068, 0.034, 0.015, 0.008)

// drawHouseholds makes the households of a municipality. About half need a
// place at once, most others later, some never.
func (p *province) drawHouseholds(m, count int) {
	key := chance.Key(p.plan.Municipalities[m].Code)
	for i := range count {
		s := chance.New(p.plan.Seed, chance.Key("household"), key, uint64(i))
		home := Household{Municipality: int32(m), First: -1, Stay: -1, Request: -1, number: int32(i)}
		home.Size = int8(householdSizes.Pick(s))
		home.Registered = registered.Draw(s)
		home.Known = home.Registered + late(s)
		home.Renumbered = home.Known + chance.Day(30+s.Wait(110))
		home.Vulnerable = s.Chance(0.14)
		// Everyone was referred at first; from June 2022 many found their own way.
		home.Referred = home.Registered < chance.On(2022, 6, 1) || s.Chance(0.5)
		h := int32(len(p.households))
		p.households = append(p.households, home)
		switch u := s.Float64(); {
		case u < 0.47:
			p.at(home.Registered+chance.Day(s.Between(0, 7)), event{h, -1, arrive, 0})
		case u < 0.93:
			p.at(home.Registered+chance.Day(9+s.Wait(120)), event{h, -1, arrive, 0})
		}
	}
}

// Sex of a person.
type Sex uint8

// The sexes that the housing tool knows.
const (
	Female Sex = iota
	Male
	Unstated
)

// Person has a national number and, when Bis is set, had a BIS number before.
type Person struct {
	Birth  chance.Day
	Serial uint16
	Bis    uint16
	Sex    Sex
	Plus   uint8 // added to the month of the BIS number: 20 or 40
}

// Number is the national number, 11 digits.
func (p Person) Number() string { return Insz(p.Birth, 0, int(p.Serial)) }

// BisNumber is the number that the person had before, when Bis is set.
func (p Person) BisNumber() string { return Insz(p.Birth, int(p.Plus), int(p.Bis)) }

// Insz gives the 11 digits of a national register or BIS number: birth date with
// plus (0, 20 or 40) added to the month, serial, and the check, 97 minus the
// remainder of the nine digits, with a 2 in front of them for births from 2000.
func Insz(birth chance.Day, plus, serial int) string {
	y, m, d := birth.Date()
	n := y%100*10_000_000 + (m+plus)*100_000 + d*1000 + serial
	full := n
	if y >= 2000 {
		full += 2_000_000_000
	}
	n = n*100 + 97 - full%97
	var b [11]byte
	for i := 10; i >= 0; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return string(b[:])
}

// oldest is the earliest birth date that is drawn, in days before 2022.
const oldest = 36_000

// serials hands out serial numbers so that no two persons share a number: odd
// for men, even for women, not in order.
type serials [][2]uint16

func (c serials) next(birth chance.Day, sex Sex) uint16 {
	odd := int(sex & 1)
	i := int(birth) + oldest
	n := int(c[i][odd])
	c[i][odd]++
	// 499 is prime, so that steps of 37 visit all numbers once.
	return uint16(2*((n*37+i*211)%499) + 2 - odd)
}

// people draws the persons of all households.
func (w *World) people(seed uint64) {
	w.Offsets = make([]int32, 0, len(w.Households)+1)
	total := 0
	for i := range w.Households {
		total += int(w.Households[i].Size)
	}
	w.Persons = make([]Person, 0, total)
	national, bis := make(serials, oldest+int(Last)+1), make(serials, oldest+int(Last)+1)
	s := chance.New(seed)
	for i := range w.Households {
		home := &w.Households[i]
		w.Offsets = append(w.Offsets, int32(len(w.Persons)))
		s.Reseed(seed, chance.Key("persons"), chance.Key(w.Municipalities[home.Municipality].Code), uint64(home.number))
		grown := adults(s, int(home.Size))
		for k := range int(home.Size) {
			person := Person{Sex: Male, Birth: home.Registered - age(s, k < grown)}
			if female := 0.49; s.Chance(female) || k < grown && s.Chance(0.13) {
				person.Sex = Female
			}
			person.Serial = national.next(person.Birth, person.Sex)
			if s.Chance(0.6) {
				person.Bis, person.Plus = bis.next(person.Birth, person.Sex), 40
				if s.Chance(0.08) {
					person.Plus = 20
				}
			}
			if s.Chance(0.0004) {
				person.Sex = Unstated
			}
			w.Persons = append(w.Persons, person)
		}
	}
	w.Offsets = append(w.Offsets, int32(len(w.Persons)))
}

// adults gives how many of a household are of age: three in four overall.
func adults(s *chance.Stream, size int) int {
	switch size {
	case 1:
		return 1
	case 2:
		if s.Chance(0.27) {
			return 1
		}
		return 2
	}
	return min(size, s.Between(size/2+size%2, size-size/5))
}

// age draws an age in days.
func age(s *chance.Stream, grown bool) chance.Day {
	years := 18 + 0.02 + s.Float64()*46
	switch {
	case !grown:
		years = s.Float64() * 17.9
	case s.Chance(0.09):
		years = 65.1 + s.Float64()*22
	}
	return chance.Day(years * 365.25)
}
