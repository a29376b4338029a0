package protect

import (
	"math/bits"
	"math/rand/v2"
)

// prime is 2^61-1: products fit in two words and reduce by shifts.
const prime = 1<<61 - 1

func add(a, b uint64) uint64 {
	s := a + b
	if s >= prime {
		s -= prime
	}
	return s
}

func sub(a, b uint64) uint64 {
	if a >= b {
		return a - b
	}
	return a + prime - b
}

func mul(a, b uint64) uint64 {
	hi, lo := bits.Mul64(a, b)
	s := (lo & prime) + (lo>>61 | hi<<3)
	s = (s & prime) + s>>61
	if s >= prime {
		s -= prime
	}
	return s
}

// inverse gives 1/a by Fermat.
func inverse(a uint64) uint64 {
	out := uint64(1)
	for e := uint64(prime - 2); e > 0; e >>= 1 {
		if e&1 == 1 {
			out = mul(out, a)
		}
		a = mul(a, a)
	}
	return out
}

// element gives an integer as an element of the field.
func element(n int64) uint64 {
	if n < 0 {
		return prime - uint64(-n)%prime
	}
	return uint64(n) % prime
}

// random gives an element other than 0.
func random(r *rand.Rand) uint64 { return 1 + r.Uint64N(prime-1) }
