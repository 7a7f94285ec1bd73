package mail_test

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"net/mail"
	"strings"
	"testing"
	"time"

	post "dijkwacht/internal/mail"
	"dijkwacht/internal/mail/mailtest"
	"dijkwacht/internal/outbox"
)

func server(s *mailtest.Server) post.Server {
	return post.Server{
		Host: "127.0.0.1", Port: s.Port(), Security: post.STARTTLS, TLS: &tls.Config{RootCAs: s.Roots, ServerName: "example.com"},
		Username: mailtest.User, Password: mailtest.Password, From: "wacht@example.nl",
	}
}

func message(t *testing.T) outbox.Message {
	t.Helper()
	body, err := json.Marshal(post.Letter{
		To: "fg@example.nl", Sender: "Zorggroep De Linde", ReplyTo: "it@example.nl", Subject: "Weekrapport – één punt", Text: "Goedemorgen\n.\nDag", HTML: "<p>één</p>",
		Unsubscribe: "https://dijkwacht.example.nl/reports", Language: "nl", Files: []post.Attachment{{Name: "2026-W47.pdf", Type: "application/pdf", Content: []byte("%PDF-")}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return outbox.Message{ID: "msg_1", Body: body, CreatedAt: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)}
}

func TestAMailServerGetsTheLetterOverSTARTTLSAndAfterSignIn(t *testing.T) {
	s := mailtest.Start(t)
	if err := post.NewSender(server(s)).Send(t.Context(), message(t)); err != nil {
		t.Fatal(err)
	}
	mails := s.Mails()
	if len(mails) != 1 || !mails[0].Secure || mails[0].User != mailtest.User || mails[0].From != "wacht@example.nl" || mails[0].To != "fg@example.nl" {
		t.Fatalf("got %+v", mails)
	}
	m, err := mail.ReadMessage(strings.NewReader(mails[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	for header, want := range map[string]string{
		"Message-Id": "<msg_1@example.nl>", "Auto-Submitted": "auto-generated", "List-Unsubscribe": "<https://dijkwacht.example.nl/reports>", "Content-Language": "nl", "Reply-To": "<it@example.nl>",
	} {
		if got := m.Header.Get(header); got != want {
			t.Errorf("%s: %q", header, got)
		}
	}
	for _, part := range []string{"text/plain", "text/html", "application/pdf", "2026-W47.pdf"} {
		if !strings.Contains(mails[0].Data, part) {
			t.Errorf("no %s", part)
		}
	}
}

func TestALetterNeverGoesInTheClear(t *testing.T) {
	s := mailtest.Start(t)
	s.Plain = true
	err := post.NewSender(server(s)).Send(t.Context(), message(t))
	if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Permanent || len(s.Mails()) != 0 {
		t.Errorf("%v, %d mails", err, len(s.Mails()))
	}
}

func TestACertificateThatIsNotTrustedStopsTheLetter(t *testing.T) {
	s := mailtest.Start(t)
	config := server(s)
	config.TLS = &tls.Config{ServerName: "example.com"}
	err := post.NewSender(config).Send(t.Context(), message(t))
	if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Answer != "certificate not trusted" || len(s.Mails()) != 0 {
		t.Errorf("%v", err)
	}
}

func TestWhatTheServerSaysIsToldByItsNumberAlone(t *testing.T) {
	for answer, want := range map[string]outbox.Failure{
		"450 fg@example.nl is even weg": {Answer: "smtp 450"}, "550 fg@example.nl bestaat niet": {Answer: "smtp 550", Permanent: true},
	} {
		s := mailtest.Start(t)
		s.Refuse = answer
		err := post.NewSender(server(s)).Send(t.Context(), message(t))
		if f, ok := errors.AsType[*outbox.Failure](err); !ok || *f != want {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

func TestAWrongPasswordIsNoReasonToGiveUp(t *testing.T) {
	s := mailtest.Start(t)
	config := server(s)
	config.Password = "fout"
	err := post.NewSender(config).Send(t.Context(), message(t))
	if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Permanent || strings.Contains(err.Error(), "fout") {
		t.Errorf("%v", err)
	}
}

func TestMailGoesToAllowedDomainsOnly(t *testing.T) {
	s, err := post.Settings{Sender: " De  Linde ", Domains: []string{"Linde.nl", "linde.nl"}, ReplyTo: "IT@Linde.nl"}.Check()
	if err != nil || len(s.Domains) != 1 || s.Sender != "De Linde" || s.ReplyTo != "it@linde.nl" {
		t.Fatalf("%+v, %v", s, err)
	}
	for address, ok := range map[string]bool{"a@linde.nl": true, "a@LINDE.nl": true, "a@x.linde.nl": false, "a@linde.nl.evil.example": false, "linde.nl": false} {
		if s.Allows(address) != ok {
			t.Errorf("%s: %t", address, !ok)
		}
	}
	for _, bad := range []post.Settings{{Domains: []string{"nl"}}, {Domains: []string{"a b.nl"}}, {ReplyTo: "x"}, {Sender: "\x00"}} {
		if _, err := bad.Check(); err == nil {
			t.Errorf("%+v passes", bad)
		}
	}
}
