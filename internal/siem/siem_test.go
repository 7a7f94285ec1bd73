package siem_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/outbox"
	"dijkwacht/internal/siem"
)

func notice() outbox.Notice {
	return outbox.Notice{Type: outbox.IncidentOpened, At: time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC), Data: outbox.Data{
		Organisation: "org_1", Incident: "inc_1", Number: "2026-0143", Severity: "high", State: "detected", Destination: "a\"b]c\\d\n=|x",
	}}
}

func TestALineIsSyslogWithEscapedValues(t *testing.T) {
	for format, want := range map[siem.Format]string{
		siem.Structured: `<107>1 2026-11-23T06:00:00.000Z wacht dijkwacht - incident.opened [dijkwacht@32473 id="msg_1" organisation_id="org_1" incident_id="inc_1" number="2026-0143" severity="high" state="detected" destination_id="a\"b\]c\\d=|x"]`,
		siem.CEF:        `<107>1 2026-11-23T06:00:00.000Z wacht dijkwacht - incident.opened - CEF:0|Dijkwacht|Dijkwacht|1.0|incident.opened|incident opened|8|rt=1795413600000 eventId=msg_1 dvchost=org_1 externalId=inc_1 cs1=2026-0143 cs1Label=number cs2=high cs2Label=severity outcome=detected destinationServiceName=a"b]c\\d\=|x`,
	} {
		if got := (siem.Settings{Format: format, Hostname: "wacht", Version: "1.0"}).Line("msg_1", notice()); got != want {
			t.Errorf("%s:\n%s\n%s", format, got, want)
		}
	}
}

func TestTheNameOfALongHostIsWholeAndNoValueTurnsALine(t *testing.T) {
	const host = "dijkwacht-productie-01.toepassingen.ziekenhuis.example.nl"
	n := notice()
	n.Data.Destination, n.Data.Reason = "a\u202etxt.exe\u0085", "b\u2028c\u009b1m"
	for _, format := range []siem.Format{siem.Structured, siem.CEF} {
		line := siem.Settings{Format: format, Hostname: host}.Line("msg_1", n)
		if !strings.Contains(line, "Z "+host+" dijkwacht ") || strings.ContainsAny(line, "\u202e\u0085\u2028\u009b") {
			t.Errorf("%s: %q", format, line)
		}
	}
}

// collector listens with the certificate that httptest lends, and knows who signed it.
func collector(t *testing.T, auth tls.ClientAuthType) (net.Listener, siem.Settings) {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.StartTLS()
	certificate, roots := server.TLS.Certificates[0], x509.NewCertPool()
	roots.AddCert(server.Certificate())
	server.Close()
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}, ClientAuth: auth})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	return l, siem.Settings{Address: l.Addr().String(), Format: siem.Structured, Hostname: "wacht", TLS: &tls.Config{RootCAs: roots, ServerName: "example.com"}}
}

// In TLS 1.3 a client that has no certificate may write before it hears that it needs one.
func TestALineThatTheCollectorRefusedIsNotDelivered(t *testing.T) {
	l, settings := collector(t, tls.RequireAnyClientCert)
	go func() {
		if conn, err := l.Accept(); err == nil {
			_, _ = io.Copy(io.Discard, conn) // shakes hands, and says no
			_ = conn.Close()
		}
	}()
	body, _ := json.Marshal(notice())
	err := siem.NewSender(settings).Send(t.Context(), outbox.Message{ID: "msg_1", Body: body})
	if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Answer != "connection lost" || f.Permanent {
		t.Errorf("got %v", err)
	}
}

func TestACollectorGetsTheLineOverTLS(t *testing.T) {
	l, settings := collector(t, tls.NoClientCert)
	got := make(chan string, 1)
	go func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		r := bufio.NewReader(conn)
		size, _ := r.ReadString(' ')
		n, _ := strconv.Atoi(strings.TrimSpace(size))
		line := make([]byte, n)
		_, _ = io.ReadFull(r, line)
		got <- string(line)
		_ = conn.Close()
		if conn, err = l.Accept(); err == nil {
			_, _ = conn.Read(make([]byte, 1))
			_ = conn.Close()
		}
	}()
	body, _ := json.Marshal(notice())
	if err := siem.NewSender(settings).Send(t.Context(), outbox.Message{ID: "msg_1", Body: body}); err != nil {
		t.Fatal(err)
	}
	if line := <-got; line != settings.Line("msg_1", notice()) {
		t.Errorf("got %s", line)
	}
	settings.TLS = &tls.Config{ServerName: "example.com"} // does not know the certificate
	err := siem.NewSender(settings).Send(t.Context(), outbox.Message{ID: "msg_1", Body: body})
	if f, ok := errors.AsType[*outbox.Failure](err); !ok || f.Answer != "no connection" || f.Permanent {
		t.Errorf("an unknown certificate: %v", err)
	}
}
