package charset

import (
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// table gives the UTF-8 of each byte of an encoding.
type table [256][]byte

// singleByte has the encodings of one byte a character, by their reported name.
var singleByte = func() map[string]*table {
	out := map[string]*table{}
	for name, m := range map[string]*charmap.Charmap{
		"windows-1250": charmap.Windows1250, "windows-1251": charmap.Windows1251, "windows-1252": charmap.Windows1252,
		"windows-1253": charmap.Windows1253, "windows-1254": charmap.Windows1254, "windows-1257": charmap.Windows1257,
		"iso-8859-2": charmap.ISO8859_2, "iso-8859-5": charmap.ISO8859_5, "iso-8859-7": charmap.ISO8859_7,
		"iso-8859-9": charmap.ISO8859_9, "iso-8859-15": charmap.ISO8859_15,
		"ibm437": charmap.CodePage437, "ibm850": charmap.CodePage850, "ibm852": charmap.CodePage852,
		"koi8-r": charmap.KOI8R, "macintosh": charmap.Macintosh,
	} {
		t := new(table)
		for i := range t {
			// Bytes without meaning are given as a control character of the same
			// number, or as the sign for what cannot be read.
			r := m.DecodeByte(byte(i))
			if r == utf8.RuneError || i >= 0x80 && r >= 0x80 && r < 0xA0 {
				t[i] = []byte{undecodable}
				continue
			}
			t[i] = []byte(string(r))
		}
		out[name] = t
	}
	return out
}()

// bytesReader turns an encoding of single bytes into UTF-8.
type bytesReader struct {
	src   io.Reader
	table *table
	buf   []byte
	in    []byte
	rest  []byte // what did not fit of the character that was given last
	err   error
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
		// Most of most texts is ASCII, which is the same in all of these.
		run, most := 0, min(len(b.in), len(p)-n)
		for run+8 <= most && binary.LittleEndian.Uint64(b.in[run:])&notASCII == 0 {
			run += 8
		}
		if run > 0 {
			n += copy(p[n:], b.in[:run])
			b.in = b.in[run:]
			continue
		}
		c := b.in[0]
		b.in = b.in[1:]
		if c < utf8.RuneSelf {
			p[n] = c
			n++
			continue
		}
		given := copy(p[n:], b.table[c])
		b.rest = b.table[c][given:]
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
