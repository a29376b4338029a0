package pull

import (
	"errors"
	"fmt"
	"net"
	"strings"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/vlot-evaluatie/peil/etl/pull/archive"
	"github.com/vlot-evaluatie/peil/etl/pull/door"
	"github.com/vlot-evaluatie/peil/etl/pull/https"
	"github.com/vlot-evaluatie/peil/etl/pull/s3"
	"github.com/vlot-evaluatie/peil/etl/pull/sftp"
	"github.com/vlot-evaluatie/peil/models"
)

// Options are what doors need beside the settings of the project.
type Options struct {
	Means     door.Means
	Temporary string   // folder for archives while they are read
	Patterns  []string // of all contracts: archives that none looks into stay closed
	// Only are the patterns of the sources that are taken in, when not all are:
	// a door behind which nothing of theirs can be is not asked.
	Only []string
}

// Open makes the doors of a project: its folder of exports, when it has one, and
// its connectors. Nothing is connected to before the first listing. Everything
// that is wrong with addresses of files and secrets is told at once. Close the
// result after use.
func Open(exports string, config *models.Config, o Options) (doors Doors, err error) {
	defer func() {
		if err != nil {
			err = errors.Join(err, doors.Close())
			doors = nil
		}
	}()
	limits := archive.Default
	if a := config.Archives; a.Entries > 0 {
		limits.Entries = a.Entries
	}
	if a := config.Archives; a.UnpackedMiB > 0 {
		limits.Unpacked = a.UnpackedMiB << 20
	}
	if a := config.Archives; a.Ratio > 0 {
		limits.Ratio = a.Ratio
	}
	add := func(c Connector) {
		doors = append(doors, archive.New(door.Summed(c), archive.Options{
			Limits: limits, Temporary: o.Temporary,
			Wanted: func(folder string) bool { return Reaches(o.Patterns, folder) },
		}))
	}
	if exports != "" {
		folder, err := Folder(exports)
		if err != nil {
			return doors, err
		}
		// Beside other doors an empty folder is nothing odd.
		folder.mayBeEmpty = len(config.Connectors) > 0
		add(folder)
	}
	var errs []error
	for i := range config.Connectors {
		k := &config.Connectors[i]
		if o.Only != nil && !Reaches(o.Only, k.MountOf()) {
			continue
		}
		c, err := connect(k, o.Means)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		add(door.Settle(c, time.Duration(k.Quiet())*time.Second, o.Means))
	}
	return doors, errors.Join(errs...)
}

// Settings that a connector does not give.
const (
	defaultTimeout = time.Minute
	defaultRetries = 4
	defaultLimit   = 4 << 30
)

// connect makes the connector of one setting.
func connect(k *models.ConnectorConfig, means door.Means) (Connector, error) {
	where := "connector " + k.Name
	s := &secrets{where: "peil.yml, " + where, means: means}
	patience := door.Patience{Retries: defaultRetries, Timeout: defaultTimeout, Means: means}
	if k.Retries != nil {
		patience.Retries = *k.Retries
	}
	if k.TimeoutSeconds > 0 {
		patience.Timeout = time.Duration(k.TimeoutSeconds) * time.Second
	}
	limit := int64(defaultLimit)
	if k.MaxMiB > 0 {
		limit = k.MaxMiB << 20
	}
	switch k.Kind {
	case "folder":
		return &late{where: where, path: k.Path, mount: k.MountOf()}, nil
	case "sftp":
		c := sftp.Config{Where: where, Mount: k.MountOf(), Address: k.Address, User: k.User, Password: s.get("password", k.Password),
			KnownHosts: k.KnownHosts, Root: k.Path, Limit: limit, Patience: patience}
		if _, _, err := net.SplitHostPort(c.Address); err != nil {
			c.Address = net.JoinHostPort(strings.Trim(c.Address, "[]"), "22")
		}
		for _, text := range k.HostKey {
			key, err := sftp.ParseHostKey(text)
			if err != nil {
				s.errs = append(s.errs, door.Denied(s.where+", host_key", "is neither a fingerprint like SHA256:… nor a public key", "write what ssh-keygen -l -f KEY.pub prints, or the line of the .pub file", nil))
			}
			c.HostKeys = append(c.HostKeys, key)
		}
		c.Signer = s.signer(k)
		return made(sftp.New(c), errors.Join(s.errs...))
	case "s3":
		c := s3.Config{Where: where, Mount: k.MountOf(), Endpoint: k.Address, Plain: k.InsecureHTTP, CAFile: k.CAFile, Region: k.Region, Bucket: k.Bucket, Prefix: k.Prefix,
			PathStyle: k.PathStyle, AccessKey: s.plain("access_key", k.AccessKey), SecretKey: s.get("secret_key", k.SecretKey),
			SessionToken: s.get("session_token", k.SessionToken), Limit: limit, Patience: patience}
		out, err := s3.New(c)
		return made(out, errors.Join(append(s.errs, err)...))
	case "https":
		c := https.Config{Where: where, Mount: k.MountOf(), URL: k.Address, CAFile: k.CAFile, Token: s.get("token", k.Token), User: k.User, Password: s.get("password", k.Password),
			FileName: k.FileName, Limit: limit, Patience: patience}
		if i := k.Index; i != nil {
			c.Index = &https.Index{Items: i.Items, Name: i.Name, URL: i.URL, Size: i.Size, SHA256: i.SHA256, Modified: i.Modified, Paging: i.Paging, Next: i.Next, Cursor: i.CursorParameter}
		}
		if a := k.OAuth2; a != nil {
			c.OAuth2 = &https.OAuth2{TokenURL: a.TokenURL, ClientID: s.plain("oauth2.client_id", a.ClientID), Secret: s.get("oauth2.client_secret", a.ClientSecret), Scopes: a.Scopes, InBody: a.InBody}
		}
		out, err := https.New(c)
		return made(out, errors.Join(append(s.errs, err)...))
	}
	return nil, door.Denied(s.where, fmt.Sprintf("has the kind %q", k.Kind), "mend it", nil)
}

// made gives a connector only when nothing is wrong with it.
func made(c Connector, err error) (Connector, error) {
	if err != nil {
		return nil, err
	}
	return c, nil
}

// signer reads the private key of a connector; nil when it has none.
func (s *secrets) signer(k *models.ConnectorConfig) ssh.Signer {
	text, passphrase := s.get("private_key", k.PrivateKey), s.get("passphrase", k.Passphrase)
	if text == "" || k.Passphrase != "" && passphrase == "" {
		return nil
	}
	var signer ssh.Signer
	var err error
	if passphrase != "" {
		signer, err = ssh.ParsePrivateKeyWithPassphrase([]byte(text), []byte(passphrase))
	} else {
		signer, err = ssh.ParsePrivateKey([]byte(text))
	}
	var missing *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &missing):
		s.errs = append(s.errs, door.Denied(s.where+", private_key", "has a passphrase", "name where that is under passphrase", nil))
	case err != nil:
		s.errs = append(s.errs, door.Denied(s.where+", private_key", "is not a private key that can be read, or passphrase is another one", "give one as ssh-keygen makes it", nil))
	}
	return signer
}
