package charset

import (
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// windows1252 gives the UTF-8 of each byte, nil for the five without meaning.
var windows1252 = func() (table [256][]byte) {
	for i := range table {
		r := charmap.Windows1252.DecodeByte(byte(i))
		switch byte(i) {
		case 0x81, 0x8D, 0x8F, 0x90, 0x9D:
			table[i] = []byte{undecodable}
		default:
			table[i] = []byte(string(r))
		}
	}
	return table
}()

// bytesReader turns windows-1252 into UTF-8.
type bytesReader struct {
	src  io.Reader
	buf  []byte
	in   []byte
	rest []byte // what did not fit of the character that was given last
	err  error
}

func (b *bytesReader) Read(p []byte) (int, error) {
	// A reader that asks for less than a character gets it in parts: giving
	// nothing and no error would let it ask for ever.
	n := copy(p, b.rest)
	b.rest = b.rest[n:]
	if len(b.in) == 0 && n == 0 {
		if b.err != nil {
			return 0, b.err
		}
		read, err := b.src.Read(b.buf)
		b.in, b.err = b.buf[:read], err
	}
	for len(b.in) > 0 && n < len(p) {
		c := b.in[0]
		b.in = b.in[1:]
		if c < utf8.RuneSelf {
			p[n] = c
			n++
			continue
		}
		given := copy(p[n:], windows1252[c])
		b.rest = windows1252[c][given:]
		n += given
	}
	if n == 0 && len(b.in) == 0 && len(b.rest) == 0 && b.err != nil {
		return 0, b.err
	}
	return n, nil
}

// utf16Reader turns UTF-16 into UTF-8. Half a surrogate pair and a last odd
// byte are undecodable.
type utf16Reader struct {
	src  io.Reader
	big  bool
	buf  [32 << 10]byte
	have int
	out  []byte
	err  error
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.out) == 0 {
		if u.err != nil {
			return 0, u.err
		}
		n, err := u.src.Read(u.buf[u.have:])
		u.have += n
		u.err = err
		u.decode(err != nil)
	}
	n := copy(p, u.out)
	u.out = u.out[n:]
	return n, nil
}

func (u *utf16Reader) unit(i int) rune {
	if u.big {
		return rune(u.buf[i])<<8 | rune(u.buf[i+1])
	}
	return rune(u.buf[i+1])<<8 | rune(u.buf[i])
}

func (u *utf16Reader) decode(last bool) {
	u.out = u.out[:0]
	i := 0
	for i+1 < u.have {
		r := u.unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= u.have && !last {
				break
			}
			pair := utf8.RuneError
			if i+3 < u.have {
				pair = utf16.DecodeRune(r, u.unit(i+2))
			}
			if pair == utf8.RuneError {
				u.out = append(u.out, undecodable)
				i += 2
				continue
			}
			r, i = pair, i+2
		}
		u.out = utf8.AppendRune(u.out, r)
		i += 2
	}
	if last && i < u.have {
		u.out = append(u.out, undecodable)
		i = u.have
	}
	u.have = copy(u.buf[:], u.buf[i:u.have])
}
