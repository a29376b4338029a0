package s3

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"hash"
	"io"
	"strings"

	"github.com/minio/minio-go/v7"

	"github.com/vlot-evaluatie/peil/etl/pull/door"
)

// sums holds what was read against the sum that the store tells. A store tells
// it with the first answer, before a byte is read.
type sums struct {
	io.ReadCloser
	item string
	hash hash.Hash // nil when the store tells none
	want string    // hexadecimal
}

// expect notes what the store says. An ETag is the MD5 of an object that came in
// one part and is not encrypted with a key of its own; MD5 finds damage here, it
// does not protect from anyone.
func (s *sums) expect(info minio.ObjectInfo, header func(string) string) {
	if s.hash != nil {
		return // a later connection of the same transfer
	}
	if sum, err := base64.StdEncoding.DecodeString(info.ChecksumSHA256); err == nil && len(sum) == sha256.Size && info.ChecksumMode != "COMPOSITE" {
		s.hash, s.want = sha256.New(), hex.EncodeToString(sum)
		return
	}
	tag := strings.ToLower(strings.Trim(info.ETag, `"`))
	encrypted := header("X-Amz-Server-Side-Encryption") == "aws:kms" || header("X-Amz-Server-Side-Encryption") == "aws:kms:dsse" ||
		header("X-Amz-Server-Side-Encryption-Customer-Algorithm") != ""
	if sum, err := hex.DecodeString(tag); err == nil && len(sum) == md5.Size && !encrypted {
		s.hash, s.want = md5.New(), tag
	}
}

func (s *sums) Read(p []byte) (int, error) {
	n, err := s.ReadCloser.Read(p)
	if s.hash == nil {
		return n, err
	}
	s.hash.Write(p[:n])
	if err == io.EOF && hex.EncodeToString(s.hash.Sum(nil)) != s.want {
		return n, door.Down(s.item, "has another sum than the store says; it is not taken", nil)
	}
	return n, err
}
