package sqlstore

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

var _ report.Register = (*Store)(nil)

const attemptColumns = "id, at, destination_id, destination_class, action, channel, department_id, subject, policy_version, body"

// reportLate is how long after it happened an event may come in.
const reportLate = 15 * 24 * time.Hour

// ReportAttempts implements report.Register. A week may hold a million events: events
// and outcomes are each read once, in the order of their keys, and of each body only
// what has no column.
func (s *Store) ReportAttempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Attempt, error] {
	first, last := firstID("evt_", from), firstID("evt_", to.Add(reportLate))
	parts := attemptParts{map[string][]register.TypeCount{}, map[string][]string{}}
	events := sequence(ctx, s, org, "SELECT "+attemptColumns+" FROM events WHERE org_id = $1 AND id >= $2 AND id < $3 AND at >= $4 AND at < $5 ORDER BY id",
		[]any{org, first, last, millis(from), millis(to)}, parts.scan)
	outcomes := sequence(ctx, s, org, "SELECT event_id, outcome, egress, body FROM outcomes WHERE org_id = $1 AND event_id >= $2 AND event_id < $3 ORDER BY event_id, rev",
		[]any{org, first, last}, scanEnding)
	return func(yield func(report.Attempt, error) bool) {
		next, stop := ahead(outcomes)
		defer stop()
		o, err, more := next()
		for e, failed := range events {
			for ; more && failed == nil && err == nil && o.event <= e.id; o, err, more = next() {
				if o.event == e.id {
					o.onto(&e.Attempt) // the last revision counts
				}
			}
			if failed = errors.Join(failed, err); !yield(e.Attempt, failed) || failed != nil {
				return
			}
		}
	}
}

// ahead reads a sequence beside who takes it, some hundreds of rows ahead.
func ahead[T any](rows iter.Seq2[T, error]) (next func() (T, error, bool), stop func()) {
	const piece, pieces = 256, 4
	type row struct {
		v   T
		err error
	}
	full, ended := make(chan []row, pieces), make(chan struct{})
	go func() {
		defer close(full)
		list := make([]row, 0, piece)
		for v, err := range rows {
			if list = append(list, row{v, err}); len(list) == piece {
				select {
				case full <- list:
				case <-ended:
					return
				}
				list = make([]row, 0, piece)
			}
		}
		select {
		case full <- list:
		case <-ended:
		}
	}()
	var list []row
	next = func() (T, error, bool) {
		if len(list) == 0 {
			list = <-full
		}
		if len(list) == 0 {
			var none T
			return none, nil, false
		}
		r := list[0]
		list = list[1:]
		return r.v, r.err, true
	}
	return next, func() { close(ended) }
}

// keyed is an attempt with the id of its event.
type keyed struct {
	id string
	report.Attempt
}

// ending is what became of an event.
type ending struct {
	event, reason string
	result        register.Result
	egress        register.Egress
	decided       int64
}

func (o ending) onto(a *report.Attempt) {
	a.Result, a.Egress, a.Reason, a.DecidedMS = o.result, o.egress, o.reason, o.decided
}

func scanEnding(rows *sql.Rows) (ending, error) {
	var o ending
	var body sql.RawBytes
	if err := rows.Scan(&o.event, &o.result, &o.egress, &body); err != nil {
		return o, err
	}
	// Numbers and words of closed lists: no escapes.
	if text, found := member(body, `"decided_ms":`, ",}"); found {
		o.decided, _ = strconv.ParseInt(string(text), 10, 64)
	}
	if text, found := member(body, `"override_reason":"`, `"`); found {
		o.reason = string(text)
	}
	return o, nil
}

// member is what stands after a name, up to one of the ends.
func member(body []byte, name, ends string) ([]byte, bool) {
	at := bytes.Index(body, []byte(name))
	if at < 0 {
		return nil, false
	}
	rest := body[at+len(name):]
	end := bytes.IndexAny(rest, ends)
	if end < 0 {
		return nil, false
	}
	return rest[:end], true
}

// attemptParts remembers what the lists say: most events have one of few.
type attemptParts struct {
	types map[string][]register.TypeCount
	rules map[string][]string
}

func (p attemptParts) scan(rows *sql.Rows) (keyed, error) {
	a := keyed{Attempt: report.Attempt{Result: register.ResultUnknown, Egress: register.EgressUnknown}}
	var at int64
	var class, action string
	var body sql.RawBytes
	if err := rows.Scan(&a.id, &at, &a.Destination, &class, &action, &a.Channel, &a.Department, &a.Subject, &a.PolicyVersion, &body); err != nil {
		return a, err
	}
	a.At = instant(at)
	if parseClass(class, &a.Class) != nil || a.Action.UnmarshalText([]byte(action)) != nil {
		return a, errDamaged
	}
	return a, p.lists(body, &a.Attempt)
}

// lists reads types and rules of an event.
func (p attemptParts) lists(body []byte, a *report.Attempt) error {
	types, known := listIn(body, `"types":[`)
	rules, also := listIn(body, `"matched_rules":[`)
	if known && also {
		var seen, too bool
		a.Types, seen = p.types[string(types)]
		a.Rules, too = p.rules[string(rules)]
		if seen && too {
			return nil
		}
	}
	var e struct {
		Decision struct {
			Rules []register.RuleHit `json:"matched_rules"`
		} `json:"decision"`
		Types []register.TypeCount `json:"types"`
	}
	if err := decode(string(body), &e); err != nil {
		return err
	}
	a.Types, a.Rules = e.Types, report.CountingRules(e.Decision.Rules)
	if known && also && len(p.types)+len(p.rules) < 20_000 {
		p.types[string(types)], p.rules[string(rules)] = a.Types, a.Rules
	}
	return nil
}

// listIn is the text of a list of flat objects: it ends at the first bracket after
// an object.
func listIn(body []byte, opening string) ([]byte, bool) {
	from := bytes.Index(body, []byte(opening))
	if from < 0 {
		return nil, false
	}
	rest := body[from+len(opening):]
	if len(rest) > 0 && rest[0] == ']' {
		return nil, true
	}
	to := bytes.Index(rest, []byte("}]"))
	if to < 0 {
		return nil, false
	}
	return rest[:to], true
}

// ReportWarned implements report.Register.
func (s *Store) ReportWarned(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Warned, error] {
	return sequence(ctx, s, org, `SELECT subject, at FROM events WHERE org_id = $1 AND at >= $2 AND at < $3
		AND action IN ('coach', 'warn', 'justify', 'redact', 'block')`,
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) (report.Warned, error) {
			var w report.Warned
			var at int64
			err := rows.Scan(&w.Subject, &at)
			w.At = instant(at)
			return w, err
		})
}

// ReportIncidents implements report.Register.
func (s *Store) ReportIncidents(ctx context.Context, org string, from, to time.Time) iter.Seq2[register.Incident, error] {
	return sequence(ctx, s, org, `SELECT body FROM incidents WHERE org_id = $1 AND (detected_at >= $2 AND detected_at < $3
		OR deadline_at >= $2 AND deadline_at < $3 OR state NOT IN ('closed', 'prevented') OR state = 'prevented' AND needs_review = 1)`,
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) (register.Incident, error) {
			var i register.Incident
			var body string
			if err := rows.Scan(&body); err != nil {
				return i, err
			}
			return i, decode(body, &i)
		})
}

// reportActs are the acts that a report counts, besides those that were refused.
const reportActs = `'incident.moved', 'policy.published', 'policy.activated', 'policy.rolled_back', 'exception.changed', 'exception.removed',
	'destination.changed', 'reveal.requested', 'reveal.done'`

// ReportActs implements report.Register.
func (s *Store) ReportActs(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Act, error] {
	return sequence(ctx, s, org, "SELECT e.at, e.action, e.object, e.role, e.rev, p.payload FROM "+entryTables+" WHERE e.org_id = $1 AND e.at >= $2 AND e.at < $3 AND "+isAct+
		" AND (e.action IN ("+reportActs+") OR e.action NOT LIKE 'incident.%' AND p.payload LIKE '%\"outcome\":\"denied\"%')",
		[]any{org, millis(from), millis(to)}, scanAct)
}

func scanAct(rows *sql.Rows) (report.Act, error) {
	var a report.Act
	var at int64
	var rev int
	var payload sql.NullString
	if err := rows.Scan(&at, &a.Action, &a.Object, &a.Role, &rev, &payload); err != nil {
		return a, err
	}
	a.At = instant(at)
	var said struct {
		Outcome string `json:"outcome"`
		Detail  struct {
			Purpose string `json:"purpose"`
		} `json:"detail"`
		// Of an incident.
		DetectedAt time.Time `json:"detected_at"`
		Change     struct {
			To string `json:"to"`
		} `json:"change"`
	}
	if payload.Valid && json.Unmarshal([]byte(payload.String), &said) == nil { // a deleted or foreign payload says nothing
		a.Outcome, a.Purpose, a.To, a.DetectedAt = said.Outcome, said.Detail.Purpose, said.Change.To, said.DetectedAt
	}
	if strings.HasPrefix(a.Action, "policy.") {
		a.Version = rev // the number of the version
	}
	if a.Action == "incident.moved" {
		a.Outcome = ""
	}
	return a, nil
}
