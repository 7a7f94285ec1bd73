package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
)

// Write implements register.Store.
func (s *Store) Write(ctx context.Context, org string, change func(register.Tx) error) error {
	return s.do(ctx, org, func(b *batch) error { return change(tx{b, org}) })
}

// tx is a batch seen by one organisation.
type tx struct {
	b   *batch
	org string
}

var _ register.Tx = tx{}

func (t tx) Claim(decision, event string) (bool, error) {
	n, err := t.b.changedBeside("INSERT INTO decisions (org_id, id, event_id) VALUES ($1, $2, $3) ON CONFLICT (org_id, id) DO NOTHING", t.org, decision, event)
	return n == 1, err
}

func (t tx) EventByDecision(device, decision string) (register.Event, error) {
	return t.event(`SELECT e.body FROM decisions d JOIN events e ON e.org_id = d.org_id AND e.id = d.event_id
		WHERE d.org_id = $1 AND d.id = $2 AND e.device_id = $3`, t.org, decision, device)
}

func (t tx) event(query string, args ...any) (register.Event, error) {
	var body string
	var e register.Event
	if err := t.b.one(query, args, &body); err != nil {
		return e, err
	}
	return e, decode(body, &e)
}

func (t tx) InsertEvent(e register.Event) error {
	body, err := t.b.bodyOf("event.", e.ID, 1, e)
	if err != nil {
		return err
	}
	features, err := chain.CanonicalJSON(e.Features) // as in the body
	if err != nil {
		return err
	}
	t.b.wrote = true
	t.b.link.events = append(t.b.link.events, []any{
		t.org, e.ID, e.DecisionID, e.RequestID, e.DeviceID, e.IncidentID, millis(e.At), e.Destination, e.Class.String(),
		e.Decision.Action.String(), int(e.Decision.Severity), e.Subject, e.PolicyVersion, string(features), body,
		e.Channel.String(), e.Department, marksOf(e), int64(setOfCounts(e.Types)), setOfHits(e.Decision.Rules),
	})
	return nil
}

func (t tx) SentBy(subject string, since time.Time) ([]register.Event, error) {
	var list []register.Event
	err := t.b.each("SELECT e.body FROM events e "+lastOutcome+" WHERE e.org_id = $1 AND e.subject = $2 AND e.at >= $3 AND o.outcome = 'sent' ORDER BY e.at, e.id",
		[]any{t.org, subject, millis(since)}, func(rows *sql.Rows) error {
			var body string
			if err := rows.Scan(&body); err != nil {
				return err
			}
			list = append(list, register.Event{})
			return decode(body, &list[len(list)-1])
		})
	return list, err
}

func (t tx) Incident(id string) (register.Incident, error) {
	return t.incident("SELECT body FROM incidents WHERE org_id = $1 AND id = $2", t.org, id)
}

func (t tx) incident(query string, args ...any) (register.Incident, error) {
	var body string
	var i register.Incident
	if err := t.b.one(query, args, &body); err != nil {
		return i, err
	}
	return i, decode(body, &i)
}

func (t tx) NextNumber(year int) (int, error) {
	l := &t.b.link
	if l.year != year {
		// In this order PostgreSQL needs no statistics to find the index.
		err := t.b.one("SELECT number FROM incidents WHERE org_id = $1 AND year = $2 ORDER BY number DESC LIMIT 1", []any{t.org, year}, &l.number)
		if errors.Is(err, fault.E(fault.NotFound)) {
			l.number, err = 0, nil
		}
		if err != nil {
			return 0, err
		}
	}
	l.year, l.number = year, l.number+1
	t.b.wrote = true // a change that fails gives its number back
	return l.number, nil
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// lastOutcome joins the last outcome o of event e.
var lastOutcome = outcomeWithin(nil)

// outcomeWithin is lastOutcome for events whose ids are within bounds: PostgreSQL does
// not see by itself that the outcomes are so too, and reads them all.
func outcomeWithin(bounds []string) string {
	var last, none strings.Builder
	for _, b := range bounds {
		last.WriteString(" AND o.event_id" + b)
		none.WriteString(" AND later.event_id" + b)
	}
	return "LEFT JOIN outcomes o ON o.org_id = e.org_id AND o.event_id = e.id" + last.String() +
		" AND NOT EXISTS (SELECT 1 FROM outcomes later WHERE later.org_id = o.org_id AND later.event_id = o.event_id AND later.rev > o.rev" + none.String() + ")"
}

// eventsOf is SQL for the events of incident $2 of organisation $1, with those that
// a person moved there and without those moved away, oldest first.
func eventsOf(columns string) string {
	const moved = "SELECT 1 FROM groupings g WHERE g.org_id = e.org_id AND g.event_id = e.id"
	return "SELECT e.id AS id, " + columns + " FROM events e " + lastOutcome + " WHERE e.org_id = $1 AND e.incident_id = $2 AND NOT EXISTS (" + moved + ")" +
		" UNION ALL SELECT e.id AS id, " + columns + " FROM groupings g JOIN events e ON e.org_id = g.org_id AND e.id = g.event_id " + lastOutcome +
		" WHERE g.org_id = $1 AND g.incident_id = $2 ORDER BY id"
}

var weightsOf = eventsOf("e.at, e.action, e.destination_class, e.severity, COALESCE(o.outcome, ''), COALESCE(o.egress, '')")

func (t tx) Weights(incident string) ([]register.Weight, error) {
	var list []register.Weight
	err := t.b.each(weightsOf, []any{t.org, incident}, func(rows *sql.Rows) error {
		var w register.Weight
		var at int64
		var id, action, class string
		if err := rows.Scan(&id, &at, &action, &class, &w.Severity, &w.Result, &w.Egress); err != nil {
			return err
		}
		if w.Action.UnmarshalText([]byte(action)) != nil || w.Class.UnmarshalText([]byte(class)) != nil {
			return errDamaged
		}
		w.At = instant(at)
		list = append(list, w)
		return nil
	})
	return list, err
}

func scanAttempt(rows *sql.Rows) (register.Attempt, error) {
	var a register.Attempt
	var event string
	var outcome sql.NullString
	if err := rows.Scan(&event, &outcome); err != nil {
		return a, err
	}
	if outcome.Valid {
		a.Outcome = new(register.Outcome)
		if err := decode(outcome.String, a.Outcome); err != nil {
			return a, err
		}
	}
	return a, decode(event, &a.Event)
}

func (t tx) Outcome(event string) (register.Outcome, error) {
	var body string
	var o register.Outcome
	if err := t.b.one("SELECT body FROM outcomes WHERE org_id = $1 AND event_id = $2 ORDER BY rev DESC LIMIT 1", []any{t.org, event}, &body); err != nil {
		return o, err
	}
	return o, decode(body, &o)
}

func (t tx) InsertOutcome(o register.Outcome) error {
	body, err := t.b.bodyOf("outcome.", o.EventID, o.Rev, o)
	if err != nil {
		return err
	}
	reason := ""
	if o.OverrideReason != nil {
		reason = o.OverrideReason.String()
	}
	return t.b.exec("INSERT INTO outcomes (org_id, event_id, rev, received_at, outcome, egress, body, reason, decided_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
		t.org, o.EventID, o.Rev, millis(o.ReceivedAt), string(o.Result), string(o.Egress), body, reason, o.DecidedMS)
}

func (t tx) Append(d chain.Draft) error { return t.b.appendEntry(t.org, d) }
