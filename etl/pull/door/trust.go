package door

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/vlot-evaluatie/peil/models"
)

// Secret is a password, token or key. It never prints itself.
type Secret string

// Format writes the same under every verb, so that no message can hold it.
func (Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, "(secret)") }

// TLS gives the settings of an encrypted connection: version 1.2 or later, and
// certificates of the machine's authorities or, when caFile is given, of those in
// that PEM file only.
func TLS(caFile string) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if caFile == "" {
		return c, nil
	}
	text, err := os.ReadFile(caFile)
	if err != nil {
		return nil, Denied(caFile, "cannot be read", "mend ca_file of the connector in peil.yml", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(text) {
		return nil, Denied(caFile, "holds no certificate, want PEM", "mend ca_file of the connector in peil.yml", nil)
	}
	return c, nil
}

// Untrusted gives in words why a certificate was not accepted, or nil when that
// was not the trouble.
func Untrusted(where string, err error) error {
	var verification *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	var invalid x509.CertificateInvalidError
	if !errors.As(err, &verification) && !errors.As(err, &authority) && !errors.As(err, &host) && !errors.As(err, &invalid) {
		return nil
	}
	return &models.Error{Code: models.Invalid, Where: where, What: "shows a certificate that is not accepted",
		Fix: "have the supplier mend it; when an authority of its own signed it, name that under ca_file", Err: Cause(err)}
}
