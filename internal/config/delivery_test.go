package config

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTheMailServerIsReadFromItsAddress(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("uit een bestand\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		in   Delivery
		want MailServer
		ok   bool
		err  error
	}{
		"none":              {Delivery{}, MailServer{}, false, nil},
		"STARTTLS":          {Delivery{SMTP: "smtp://wacht@mail.example.nl", Password: "x", MailFrom: "a@example.nl"}, MailServer{Host: "mail.example.nl", Port: 587, STARTTLS: true, Username: "wacht", Password: "x", From: "a@example.nl"}, true, nil},
		"TLS":               {Delivery{SMTP: "smtps://mail.example.nl:4465", PasswordFile: file, MailFrom: "a@example.nl"}, MailServer{Host: "mail.example.nl", Port: 4465, Password: "uit een bestand", From: "a@example.nl"}, true, nil},
		"another scheme":    {Delivery{SMTP: "http://mail.example.nl", MailFrom: "a@example.nl"}, MailServer{}, false, errSMTP},
		"a password in it":  {Delivery{SMTP: "smtp://u:p@mail.example.nl", MailFrom: "a@example.nl"}, MailServer{}, false, errSMTP},
		"no host":           {Delivery{SMTP: "smtp://", MailFrom: "a@example.nl"}, MailServer{}, false, errSMTP},
		"nobody to be from": {Delivery{SMTP: "smtp://mail.example.nl"}, MailServer{}, false, errMailFrom},
		"a header":          {Delivery{SMTP: "smtp://mail.example.nl", MailFrom: "a@b\r\nTo: c@d"}, MailServer{}, false, errMailFrom},
	} {
		got, ok, err := tt.in.MailServer()
		if ok && (got.TLS == nil || got.TLS.ServerName != got.Host) {
			t.Errorf("%s: no TLS for the host", name)
		}
		got.TLS = nil
		if got != tt.want || ok != tt.ok || err != tt.err {
			t.Errorf("%s: got %+v, %t, %v", name, got, ok, err)
		}
	}
}

func TestTheCollectorIsReadFromItsAddress(t *testing.T) {
	for text, want := range map[string]SyslogServer{
		"tls://siem.example.nl": {Address: "siem.example.nl:6514"}, "tls://siem.example.nl:1?format=cef": {Address: "siem.example.nl:1", CEF: true},
	} {
		got, ok, err := Delivery{Syslog: text}.SyslogServer()
		got.TLS = nil
		if got != want || !ok || err != nil {
			t.Errorf("%s: %+v, %v", text, got, err)
		}
	}
	for _, text := range []string{"udp://siem.example.nl", "tls://", "tls://a?format=x", "tls://a?x=y", "tls://u@a"} {
		if _, _, err := (Delivery{Syslog: text}).SyslogServer(); err != errSyslog {
			t.Errorf("%s: %v", text, err)
		}
	}
}
