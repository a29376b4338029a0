package decode

import "github.com/vlot-evaluatie/peil/etl/decode/charset"

// MixedEncodings begins the note of a report that tells of a text that is written partly
// in UTF-8 and partly in an encoding of single bytes, which it is read as.
const MixedEncodings = "two encodings: "

func (rd *Reader) noteEncoding(t *charset.Text) {
	rd.note("encoding %s: %s", t.Encoding, t.Reason)
	if t.Mixed > 0 {
		rd.note(MixedEncodings+"about %s UTF-8 and read as two signs or more of %s, the first on line %d", counted(t.Mixed, "character is", "characters are"), t.Encoding, t.MixedLine)
	}
}
