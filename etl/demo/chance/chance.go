// Package chance holds what the demo's world is drawn from: repeatable random
// streams and a calendar of whole days.
//
// A stream is named by what it is for (seed, subject, number), never shared:
// taking one household or one file out of the demo leaves the draws of all
// others as they were. It reads no clock and no source of randomness of the
// machine, and it knows nothing of reception, exports or files.
package chance

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"sort"
)

// Stream is a repeatable sequence of draws. It is not for concurrent use.
type Stream struct {
	*rand.Rand
	pcg rand.PCG
}

// New gives the stream of a seed and the keys that name its subject.
func New(seed uint64, keys ...uint64) *Stream {
	s := &Stream{}
	s.Rand = rand.New(&s.pcg)
	s.Reseed(seed, keys...)
	return s
}

// Reseed turns s into the stream of other keys without allocating, for loops
// over millions of households.
func (s *Stream) Reseed(seed uint64, keys ...uint64) {
	a, b := mix(seed), mix(seed+0x9e3779b97f4a7c15)
	for _, k := range keys {
		a = mix(a ^ k)
		b = mix(b + a)
	}
	s.pcg.Seed(a, b)
}

// mix is the finaliser of SplitMix64: neighbouring keys (household 7 and 8) must
// not give neighbouring states.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}

// Key turns a name into a key of a stream.
func Key(name string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(name))
	return h.Sum64()
}

// Chance is true with probability p.
func (s *Stream) Chance(p float64) bool { return s.Float64() < p }

// Between gives a whole number from low to high, both included.
func (s *Stream) Between(low, high int) int { return low + s.IntN(high-low+1) }

// Wait gives an exponential waiting time with a mean, rounded down.
func (s *Stream) Wait(mean float64) int { return int(s.ExpFloat64() * mean) }

// Lag gives a lognormal time with a median, rounded; sigma is the spread of its logarithm.
func (s *Stream) Lag(median, sigma float64) int {
	return int(math.Round(median * math.Exp(sigma*s.NormFloat64())))
}

// Around gives a factor around 1 (lognormal, median 1).
func (s *Stream) Around(sigma float64) float64 { return math.Exp(sigma * s.NormFloat64()) }

// Count gives a Poisson count with a mean; large means use the normal curve,
// whose error is far below the noise of the demo.
func (s *Stream) Count(mean float64) int {
	if mean > 50 {
		return max(0, int(math.Round(mean+math.Sqrt(mean)*s.NormFloat64())))
	}
	limit, product, n := math.Exp(-mean), s.Float64(), 0
	for product > limit {
		product *= s.Float64()
		n++
	}
	return n
}

// Weights picks an index with a chance in proportion to its weight.
type Weights struct{ sums []float64 }

// NewWeights wants at least one weight above zero.
func NewWeights(w ...float64) Weights {
	sums, total := make([]float64, len(w)), 0.0
	for i, v := range w {
		total += v
		sums[i] = total
	}
	return Weights{sums}
}

// Pick gives an index.
func (w Weights) Pick(s *Stream) int {
	u := s.Float64() * w.sums[len(w.sums)-1]
	if len(w.sums) <= 12 {
		for i, v := range w.sums {
			if u < v {
				return i
			}
		}
	}
	return min(sort.Search(len(w.sums), func(i int) bool { return w.sums[i] > u }), len(w.sums)-1)
}

// Point is the share of all events that happened before a day.
type Point struct {
	Day   Day
	Share float64
}

// Curve is a cumulative share over time: straight lines between points, from 0 to 1.
type Curve []Point

// Draw gives the day of an event.
func (c Curve) Draw(s *Stream) Day {
	u := s.Float64() * c[len(c)-1].Share
	i := 1
	for i < len(c)-1 && c[i].Share <= u {
		i++
	}
	a, b := c[i-1], c[i]
	return a.Day + Day(float64(b.Day-a.Day)*(u-a.Share)/(b.Share-a.Share))
}

// Spread divides a total over parts in proportion to their weights; the whole
// numbers add up to the total (largest remainders, the lowest index first).
func Spread(total int, weights []float64) []int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	out, rest := make([]int, len(weights)), make([]int, len(weights))
	fractions, left := make([]float64, len(weights)), total
	for i, w := range weights {
		exact := float64(total) * w / sum
		out[i] = int(exact)
		fractions[i], rest[i] = exact-float64(out[i]), i
		left -= out[i]
	}
	sort.SliceStable(rest, func(a, b int) bool { return fractions[rest[a]] > fractions[rest[b]] })
	for i := range left {
		out[rest[i%len(rest)]]++
	}
	return out
}
