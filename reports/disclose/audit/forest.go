package audit

// forest is numbers from 0 in groups, of which each names another of its group, or itself.
type forest []int

func newForest(n int) forest {
	f := make(forest, n)
	for i := range f {
		f[i] = i
	}
	return f
}

// root gives the number by which the group of one is known.
func (f forest) root(x int) int {
	for f[x] != x {
		f[x] = f[f[x]]
		x = f[x]
	}
	return x
}

// join makes the groups of two numbers one.
func (f forest) join(x, y int) { f[f.root(x)] = f.root(y) }
