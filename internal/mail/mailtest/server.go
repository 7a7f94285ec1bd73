// Package mailtest is a mail server for tests: it speaks SMTP with STARTTLS and AUTH on
// a loopback address and keeps what it gets. It is strict about the order of
// commands, and delivers nothing.
package mailtest

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// Received is a mail as it came in.
type Received struct {
	From, To string
	// Data is the mail, with dots as they were sent (RFC 5321 section 4.5.2) undone.
	Data string
	// Secure says that it came over TLS, User who signed in.
	Secure bool
	User   string
}

// Server accepts mail.
type Server struct {
	// Refuse makes it answer each recipient so, "" for accepting.
	Refuse string
	// Plain keeps it from offering STARTTLS.
	Plain bool
	// Roots trust its certificate, which is for example.com and 127.0.0.1; CA is the
	// same in PEM.
	Roots *x509.CertPool
	CA    []byte

	listener net.Listener
	config   *tls.Config
	mu       sync.Mutex
	mails    []Received
}

// The account that the server knows.
const (
	User     = "wacht"
	Password = "welkom-bij-de-post"
)

// Start starts a server that ends with the test.
func Start(t testing.TB) *Server {
	t.Helper()
	lent := httptest.NewUnstartedServer(nil)
	lent.StartTLS()
	s := &Server{Roots: x509.NewCertPool(), config: &tls.Config{Certificates: lent.TLS.Certificates}}
	s.Roots.AddCert(lent.Certificate())
	s.CA = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: lent.Certificate().Raw})
	lent.Close()
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.listener.Close() })
	go s.serve()
	return s
}

// Port is where it listens on 127.0.0.1.
func (s *Server) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// Mails are those that came in.
func (s *Server) Mails() []Received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Received(nil), s.mails...)
}

func (s *Server) serve() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		go (&session{server: s, conn: conn}).run()
	}
}

// session is one connection.
type session struct {
	server *Server
	conn   net.Conn
	lines  *bufio.Reader
	mail   Received
}

func (s *session) say(line string) { _, _ = s.conn.Write([]byte(line + "\r\n")) }

func (s *session) line() (string, bool) {
	line, err := s.lines.ReadString('\n')
	return strings.TrimRight(line, "\r\n"), err == nil
}

func (s *session) run() {
	defer s.conn.Close()
	s.lines = bufio.NewReader(s.conn)
	s.say("220 proef ESMTP")
	for {
		line, ok := s.line()
		if !ok || !s.command(line) {
			return
		}
	}
}

// command answers one command; false ends the session.
func (s *session) command(line string) bool {
	verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
	switch {
	case verb == "EHLO" || verb == "HELO":
		s.greet()
	case verb == "STARTTLS":
		s.say("220 ga door")
		secure := tls.Server(s.conn, s.server.config)
		if secure.Handshake() != nil {
			return false
		}
		s.conn, s.lines, s.mail = secure, bufio.NewReader(secure), Received{Secure: true}
	case verb == "AUTH":
		s.auth(line)
	case strings.HasPrefix(strings.ToUpper(line), "MAIL FROM:"):
		s.mail.From = address(line)
		s.say("250 goed")
	case strings.HasPrefix(strings.ToUpper(line), "RCPT TO:"):
		s.recipient(line)
	case verb == "DATA":
		return s.data()
	case verb == "RSET" || verb == "NOOP":
		s.say("250 goed")
	case verb == "QUIT":
		s.say("221 dag")
		return false
	default:
		s.say("502 dat ken ik niet")
	}
	return true
}

func (s *session) greet() {
	s.say("250-proef")
	if !s.mail.Secure && !s.server.Plain {
		s.say("250-STARTTLS")
	}
	if s.mail.Secure {
		s.say("250-AUTH PLAIN")
	}
	s.say("250 8BITMIME")
}

func (s *session) auth(line string) {
	words := strings.Fields(line)
	raw, err := base64.StdEncoding.DecodeString(words[len(words)-1])
	parts := strings.Split(string(raw), "\x00")
	if err != nil || !s.mail.Secure || len(parts) != 3 || parts[1] != User || parts[2] != Password {
		s.say("535 nee")
		return
	}
	s.mail.User = parts[1]
	s.say("235 welkom")
}

func (s *session) recipient(line string) {
	if s.server.Refuse != "" {
		s.say(s.server.Refuse)
		return
	}
	s.mail.To = address(line)
	s.say("250 goed")
}

func (s *session) data() bool {
	s.say("354 ga door")
	var b strings.Builder
	for {
		line, ok := s.line()
		if !ok {
			return false
		}
		if line == "." {
			break
		}
		b.WriteString(strings.TrimPrefix(line, ".") + "\r\n")
	}
	s.mail.Data = b.String()
	s.server.mu.Lock()
	s.server.mails = append(s.server.mails, s.mail)
	s.server.mu.Unlock()
	s.say("250 bewaard")
	return true
}

func address(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	in, _, _ := strings.Cut(rest, ">")
	return in
}
