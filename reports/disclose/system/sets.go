package system

// Sets are numbers from 0 in groups, each named by its least number.
type Sets []int

// NewSets puts each of n numbers into a group of its own.
func NewSets(n int) Sets {
	s := make(Sets, n)
	for i := range s {
		s[i] = i
	}
	return s
}

// Of gives the group of a number.
func (s Sets) Of(i int) int {
	for s[i] != i {
		s[i] = s[s[i]]
		i = s[i]
	}
	return i
}

// Join makes the groups of two numbers one.
func (s Sets) Join(i, j int) {
	a, b := s.Of(i), s.Of(j)
	s[max(a, b)] = min(a, b)
}
