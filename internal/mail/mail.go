package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"net"
	"strconv"
	"time"

	"github.com/wneessen/go-mail"

	"dijkwacht/internal/outbox"
)

// Letter is a mail to one recipient, as it waits in the outbox.
type Letter struct {
	To      string `json:"to"`
	Sender  string `json:"sender,omitempty"`
	ReplyTo string `json:"reply_to,omitempty"`
	Subject string `json:"subject"`
	Text    string `json:"text"`
	HTML    string `json:"html,omitempty"`
	// Unsubscribe is where the recipient ends the mails, "" for those that nobody can
	// end.
	Unsubscribe string       `json:"unsubscribe,omitempty"`
	Language    string       `json:"language"`
	Files       []Attachment `json:"files,omitempty"`
}

// Attachment is a file that goes with a letter.
type Attachment struct {
	Name    string `json:"name"`
	Type    string `json:"type"`
	Content []byte `json:"content"`
}

// Security is how a connection to the mail server is protected.
type Security string

// The ways. None is for a relay on the same machine alone.
const (
	STARTTLS Security = "starttls"
	TLS      Security = "tls"
	None     Security = "none"
)

// Server is the mail server of the installation.
type Server struct {
	Host     string
	Port     int
	Security Security
	TLS      *tls.Config
	// Username and Password are "" for a server that asks for none.
	Username, Password string
	// From is the address that mails come from; bounces go there too.
	From string
}

// Sender hands letters to the server.
type Sender struct{ server Server }

// NewSender is a sender by one server.
func NewSender(s Server) *Sender { return &Sender{s} }

// Server tells where letters go, without the password.
func (s *Sender) Server() Server {
	shown := s.server
	shown.Password, shown.TLS = "", nil
	return shown
}

// Send implements outbox.Sender. The Message-ID is that of the message, so that a mail
// that comes twice is known as one.
func (s *Sender) Send(ctx context.Context, m outbox.Message) error {
	var l Letter
	if json.Unmarshal(m.Body, &l) != nil {
		return &outbox.Failure{Answer: "message damaged", Permanent: true}
	}
	msg, err := s.message(m, l)
	if err != nil {
		return &outbox.Failure{Answer: "address cannot be used", Permanent: true}
	}
	client, err := s.client()
	if err != nil {
		return &outbox.Failure{Answer: "settings cannot be used", Server: true}
	}
	return failureOf(client.DialAndSendWithContext(ctx, msg))
}

func (s *Sender) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.server.Port), mail.WithTimeout(20 * time.Second), mail.WithoutNoop()}
	if s.server.TLS != nil {
		options = append(options, mail.WithTLSConfig(s.server.TLS))
	}
	switch s.server.Security {
	case TLS:
		options = append(options, mail.WithSSL())
	case None:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.server.Username != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.server.Username), mail.WithPassword(s.server.Password))
	}
	return mail.NewClient(s.server.Host, options...)
}

func (s *Sender) message(m outbox.Message, l Letter) (*mail.Msg, error) {
	msg := mail.NewMsg()
	err := errors.Join(msg.FromFormat(l.Sender, s.server.From), msg.EnvelopeFrom(s.server.From), msg.To(l.To))
	if l.ReplyTo != "" {
		err = errors.Join(err, msg.ReplyTo(l.ReplyTo))
	}
	if err != nil {
		return nil, err
	}
	_, domain, _ := bytes.Cut([]byte(s.server.From), []byte("@"))
	msg.SetMessageIDWithValue(m.ID + "@" + string(domain))
	msg.SetDateWithValue(m.CreatedAt)
	msg.Subject(l.Subject)
	msg.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: no holiday answers
	msg.SetGenHeader("Content-Language", l.Language)
	if l.Unsubscribe != "" {
		msg.SetGenHeader("List-Unsubscribe", "<"+l.Unsubscribe+">")
	}
	msg.SetBodyString(mail.TypeTextPlain, l.Text)
	if l.HTML != "" {
		msg.AddAlternativeString(mail.TypeTextHTML, l.HTML)
	}
	for _, f := range l.Files {
		if err := msg.AttachReader(f.Name, bytes.NewReader(f.Content), mail.WithFileContentType(mail.ContentType(f.Type))); err != nil {
			return nil, err
		}
	}
	return msg, nil
}

// failureOf tells what went wrong without the words of the server: it may repeat
// addresses.
func failureOf(err error) error {
	if err == nil {
		return nil
	}
	var dns *net.DNSError
	var certificate *tls.CertificateVerificationError
	send, sent := errors.AsType[*mail.SendError](err)
	switch {
	case sent && send.ErrorCode() > 0:
		return &outbox.Failure{Answer: "smtp " + strconv.Itoa(send.ErrorCode()), Permanent: !send.IsTemp() && send.ErrorCode() >= 550 && send.ErrorCode() <= 553}
	case errors.As(err, &dns):
		return &outbox.Failure{Answer: "name not found", Server: true}
	case errors.As(err, &certificate):
		return &outbox.Failure{Answer: "certificate not trusted", Server: true}
	case errors.Is(err, context.DeadlineExceeded):
		return &outbox.Failure{Answer: "no answer in time", Server: true}
	}
	return &outbox.Failure{Answer: "no delivery", Server: !sent}
}
