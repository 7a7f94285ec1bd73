package config

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"

	"dijkwacht/internal/obs"
)

// Delivery says by what the service speaks to the world outside.
type Delivery struct {
	SMTP     string     `name:"smtp-url" env:"DIJKWACHT_SMTP_URL" placeholder:"URL" help:"Mail server: smtp://[USER@]HOST[:587] for STARTTLS, which is required, smtps://[USER@]HOST[:465] for TLS; none sends no mail."`
	Password obs.Secret `name:"smtp-password" env:"DIJKWACHT_SMTP_PASSWORD" placeholder:"TEXT" help:"Password of the mail server. Better set in the environment or in a file."`
	// PasswordFile is read at the start.
	PasswordFile string `name:"smtp-password-file" env:"DIJKWACHT_SMTP_PASSWORD_FILE" type:"existingfile" placeholder:"FILE" help:"File with the password of the mail server."`
	MailFrom     string `name:"mail-from" env:"DIJKWACHT_MAIL_FROM" placeholder:"ADDRESS" help:"Address that mails come from, and to which bounces go."`
	SMTPCA       string `name:"smtp-ca" env:"DIJKWACHT_SMTP_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) that sign that of the mail server, when the system does not know them."`
	Syslog       string `name:"syslog-url" env:"DIJKWACHT_SYSLOG_URL" placeholder:"URL" help:"Log collector of the SIEM: tls://HOST[:6514] (RFC 5424 over TLS), with ?format=cef for CEF."`
	SyslogCA     string `name:"syslog-ca" env:"DIJKWACHT_SYSLOG_CA" type:"existingfile" placeholder:"FILE" help:"Certificates (PEM) that sign that of the log collector, when the system does not know them."`
}

// MailServer are the parts of a mail URL.
type MailServer struct {
	Host               string
	Port               int
	STARTTLS           bool
	Username, Password string
	From               string
	TLS                *tls.Config
}

var (
	errSMTP     = errors.New("the mail server must be smtp:// or smtps:// with a host, and perhaps a user and a port, such as smtp://wacht@mail.example.nl:587; the password is given apart")
	errMailFrom = errors.New("--mail-from must be the address that mails come from, such as dijkwacht@example.nl")
	errSyslog   = errors.New("the log collector must be tls:// with a host, such as tls://siem.example.nl:6514, perhaps with ?format=cef")
	errRoots    = errors.New("the file of certificates holds none in PEM")
)

// MailServer reads the settings; false when there is no mail server. It fails with a
// sentence that holds nothing of them.
func (d Delivery) MailServer() (MailServer, bool, error) {
	if d.SMTP == "" {
		return MailServer{}, false, nil
	}
	u, err := url.Parse(d.SMTP)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return MailServer{}, false, errSMTP
	}
	if _, given := u.User.Password(); given {
		return MailServer{}, false, errSMTP
	}
	m := MailServer{Host: u.Hostname(), Port: 465, STARTTLS: u.Scheme == "smtp", Username: u.User.Username(), Password: d.Password.Reveal(), From: d.MailFrom}
	if m.STARTTLS {
		m.Port = 587
	}
	if p := u.Port(); p != "" {
		if m.Port, err = strconv.Atoi(p); err != nil {
			return MailServer{}, false, errSMTP
		}
	}
	if name, domain, found := strings.Cut(m.From, "@"); !found || name == "" || domain == "" || strings.ContainsAny(m.From, " <>\r\n") {
		return MailServer{}, false, errMailFrom
	}
	if d.PasswordFile != "" {
		content, err := os.ReadFile(d.PasswordFile)
		if err != nil {
			return MailServer{}, false, errors.New("the file with the password of the mail server cannot be read")
		}
		m.Password = strings.TrimRight(string(content), "\r\n")
	}
	m.TLS, err = trust(d.SMTPCA, m.Host)
	return m, err == nil, err
}

// SyslogServer are the parts of a syslog URL.
type SyslogServer struct {
	Address string
	CEF     bool
	TLS     *tls.Config
}

// SyslogServer reads the settings; false when there is no collector.
func (d Delivery) SyslogServer() (SyslogServer, bool, error) {
	if d.Syslog == "" {
		return SyslogServer{}, false, nil
	}
	u, err := url.Parse(d.Syslog)
	if err != nil || u.Scheme != "tls" || u.Hostname() == "" || u.User != nil || strings.Trim(u.Path, "/") != "" {
		return SyslogServer{}, false, errSyslog
	}
	format := u.Query().Get("format")
	if format != "" && format != "cef" && format != "rfc5424" || len(u.Query()) > 1 || len(u.Query()) == 1 && format == "" {
		return SyslogServer{}, false, errSyslog
	}
	port := u.Port()
	if port == "" {
		port = "6514"
	}
	s := SyslogServer{Address: net.JoinHostPort(u.Hostname(), port), CEF: format == "cef"}
	s.TLS, err = trust(d.SyslogCA, u.Hostname())
	return s, err == nil, err
}

// trust is TLS towards a host, with certificates of one's own where there are any.
func trust(file, host string) (*tls.Config, error) {
	c := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if file == "" {
		return c, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, errRoots
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(pem) {
		return nil, errRoots
	}
	return c, nil
}
