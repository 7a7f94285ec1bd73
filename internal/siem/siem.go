package siem

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"

	"dijkwacht/internal/outbox"
)

// Format is how a notice is written.
type Format string

// The formats.
const (
	Structured Format = "rfc5424" // structured data of RFC 5424
	CEF        Format = "cef"     // ArcSight Common Event Format, revision 25
)

// Settings say where the collector is.
type Settings struct {
	Address string // HOST:PORT
	TLS     *tls.Config
	Format  Format
	// Hostname and Version are what the service says of itself.
	Hostname, Version string
}

// Sender writes notices to the collector.
type Sender struct {
	settings Settings
	dial     func(ctx context.Context, network, address string) (net.Conn, error)
}

// NewSender is a sender to one collector.
func NewSender(s Settings) *Sender {
	return &Sender{s, (&tls.Dialer{NetDialer: &net.Dialer{Timeout: 10 * time.Second}, Config: s.TLS}).DialContext}
}

// Send implements outbox.Sender. A connection serves one message: there are few.
func (s *Sender) Send(ctx context.Context, m outbox.Message) error {
	var n outbox.Notice
	if json.Unmarshal(m.Body, &n) != nil {
		return &outbox.Failure{Answer: "message damaged", Permanent: true}
	}
	conn, err := s.dial(ctx, "tcp", s.settings.Address)
	if err != nil {
		return &outbox.Failure{Answer: "no connection", Server: true}
	}
	defer conn.Close()
	if deadline, ok := ctx.Deadline(); ok {
		_ = conn.SetDeadline(deadline)
	}
	line := s.settings.Line(m.ID, n)
	// RFC 5425 section 4.3: the length in bytes, a space, the message.
	_, err = conn.Write([]byte(strconv.Itoa(len(line)) + " " + line))
	if err != nil || !taken(conn) {
		return &outbox.Failure{Answer: "connection lost", Server: true}
	}
	return nil
}

// farewell is how long a collector may take to close the connection.
const farewell = 2 * time.Second

// taken reports whether the collector let the connection end well. Syslog has no answer,
// and in TLS 1.3 the collector judges the client after that has begun to write: one that
// refuses it says so only now. One that leaves the connection open has taken the line.
func taken(conn net.Conn) bool {
	if c, ok := conn.(*tls.Conn); ok && c.CloseWrite() != nil {
		return false
	}
	_ = conn.SetReadDeadline(time.Now().Add(farewell))
	_, err := conn.Read(make([]byte, 1))
	return err == nil || errors.Is(err, io.EOF) || errors.Is(err, os.ErrDeadlineExceeded)
}

// severity of a notice by RFC 5424 section 6.2.1 and by CEF (0 to 10).
func severity(n outbox.Notice) (syslog, cef int) {
	switch {
	case n.Type == outbox.IncidentClockWarning:
		return 1, 9 // alert
	case n.Data.Severity == "very_high":
		return 2, 10
	case n.Data.Severity == "high":
		return 3, 8
	case n.Data.Severity == "medium" || n.Type == outbox.CoverageGap:
		return 4, 5
	}
	return 5, 3 // notice
}

// facility 13 is the log audit (RFC 5424 table 1).
const facility = 13

// sdID names our structured data; 32473 is the enterprise number for examples
// (RFC 5612), which stands for no other product.
const sdID = "dijkwacht@32473"

// Line is the syslog message.
func (s Settings) Line(id string, n outbox.Notice) string {
	level, _ := severity(n)
	head := "<" + strconv.Itoa(facility*8+level) + ">1 " + n.At.UTC().Format("2006-01-02T15:04:05.000Z") + " " + token(s.Hostname, 255) + " dijkwacht - " + token(n.Type, 32) + " "
	if s.Format == CEF {
		return head + "- " + s.cef(id, n)
	}
	var b strings.Builder
	b.WriteString(head + "[" + sdID + ` id="` + sdValue(id) + `"`)
	for _, f := range fields(n) {
		b.WriteString(" " + f.name + `="` + sdValue(f.value) + `"`)
	}
	b.WriteString("]")
	return b.String()
}

type field struct{ name, cef, value string }

// fields are the members of a notice that have a value, with their name in CEF.
func fields(n outbox.Notice) []field {
	d := n.Data
	number := func(v int64) string {
		if v == 0 {
			return ""
		}
		return strconv.FormatInt(v, 10)
	}
	all := []field{
		{"organisation_id", "dvchost", d.Organisation}, {"incident_id", "externalId", d.Incident}, {"number", "cs1", d.Number}, {"incident_kind", "cat", d.Kind},
		{"severity", "cs2", d.Severity}, {"state", "outcome", d.State}, {"from", "cs3", d.From}, {"destination_id", "destinationServiceName", d.Destination},
		{"hours", "cn1", number(int64(d.Hours))}, {"deadline_at", "end", d.DeadlineAt}, {"policy_id", "cs4", d.Policy}, {"version", "cn2", number(int64(d.Version))},
		{"iso_week", "cs5", d.Week}, {"revision", "cn3", number(int64(d.Revision))}, {"seq", "cnt", number(d.Seq)}, {"hash", "fileHash", d.Hash}, {"key_id", "cs6", d.KeyID},
		{"gap_id", "deviceExternalId", d.Gap}, {"reason", "reason", d.Reason},
	}
	var set []field
	for _, f := range all {
		if f.value != "" {
			set = append(set, f)
		}
	}
	return set
}

var cefLabels = map[string]string{"cs1": "number", "cs2": "severity", "cs3": "from", "cs4": "policy", "cs5": "week", "cs6": "key", "cn1": "hours", "cn2": "version", "cn3": "revision"}

func (s Settings) cef(id string, n outbox.Notice) string {
	_, level := severity(n)
	parts := []string{"CEF:0", "Dijkwacht", "Dijkwacht", s.Version, n.Type, strings.ReplaceAll(n.Type, ".", " "), strconv.Itoa(level)}
	for i := range parts[1:] {
		parts[i+1] = cefHeader.Replace(clean(parts[i+1]))
	}
	line := strings.Join(parts, "|") + "|rt=" + strconv.FormatInt(n.At.UnixMilli(), 10) + " eventId=" + cefValue.Replace(clean(id))
	for _, f := range fields(n) {
		line += " " + f.cef + "=" + cefValue.Replace(clean(f.value))
		if label := cefLabels[f.cef]; label != "" {
			line += " " + f.cef + "Label=" + label
		}
	}
	return line
}

var (
	cefHeader = strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	cefValue  = strings.NewReplacer(`\`, `\\`, `=`, `\=`)
	sdEscape  = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `]`, `\]`)
)

func sdValue(s string) string { return sdEscape.Replace(clean(s)) }

// clean leaves out control characters and those that turn the direction of text: no value
// begins a line of its own, or looks like another one.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// token is a name of the head, of at most so many characters (RFC 5424 section 6):
// printable ASCII without spaces, "-" for none.
func token(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return -1
		}
		return r
	}, s)
	if s == "" {
		return "-"
	}
	return s[:min(len(s), most)]
}
