package outbox

import (
	"encoding/json"
	"errors"
	"time"
)

// PrefixMessage begins the id of a message.
const PrefixMessage = "msg_"

// Kind is the way by which a message goes.
type Kind string

// The kinds.
const (
	Mail    Kind = "mail"
	Webhook Kind = "webhook"
	Syslog  Kind = "syslog"
)

// State is where a message stands.
type State string

// The states.
const (
	Waiting   State = "waiting"
	Delivered State = "delivered"
	Failed    State = "failed" // given up, or refused for good
)

// Message is something for one target.
type Message struct {
	OrgID, ID string
	// Key makes a message one, whoever adds it.
	Key  string
	Kind Kind
	// Target is the id of a webhook, or the user or address of a mail.
	Target string
	// About is what it tells, such as "incident.opened".
	About                       string
	State                       State
	CreatedAt, DueAt, SettledAt time.Time
	Attempts                    int
	// Answer is what the last attempt came to, in the words of this program: never what
	// another server said.
	Answer string
	Body   json.RawMessage
}

// Failure is why a message could not be delivered.
type Failure struct {
	// Answer is a short text without anything of the message or of the other server,
	// such as "http 503".
	Answer string
	// Permanent says that it will never do.
	Permanent bool
	// Server says that the server of the kind did not take part: no message of the kind
	// fares better now.
	Server bool
}

func (f *Failure) Error() string { return "deliver message: " + f.Answer }

// answerOf tells a failure in safe words.
func answerOf(err error) (answer string, permanent bool) {
	if f, ok := errors.AsType[*Failure](err); ok {
		return f.Answer, f.Permanent
	}
	return "internal", false
}

// AnswerOf tells a failure in words that may be shown.
func AnswerOf(err error) string {
	answer, _ := answerOf(err)
	return answer
}

// waits are the pauses after the attempts; the last one repeats.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 4 * time.Hour}

// GiveUp is how long a message is tried, as mail is (RFC 5321 section 4.5.4.1).
const GiveUp = 5 * 24 * time.Hour

// after is the message after an attempt.
func (m Message) after(err error, now time.Time) Message {
	m.Attempts++
	if err == nil {
		m.State, m.SettledAt, m.Answer = Delivered, now, "ok"
		return m
	}
	answer, permanent := answerOf(err)
	m.Answer = answer
	m.DueAt = now.Add(waits[min(m.Attempts, len(waits))-1])
	if permanent || m.DueAt.Sub(m.CreatedAt) > GiveUp {
		m.State, m.SettledAt = Failed, now
	}
	return m
}
