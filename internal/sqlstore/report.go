package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"strings"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

var _ report.Register = (*Store)(nil)

const attemptColumns = "e.at, e.destination_id, e.destination_class, e.action, e.channel, e.department_id, e.subject, e.policy_version, e.body, o.outcome, o.egress, o.body"

// ReportAttempts implements report.Register. A week may hold a million events: of
// each body only the two lists that have no column are read, and those repeat.
func (s *Store) ReportAttempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Attempt, error] {
	parts := attemptParts{map[string][]register.TypeCount{}, map[string][]string{}}
	return sequence(ctx, s, org, "SELECT "+attemptColumns+" FROM events e "+lastOutcome+" WHERE e.org_id = $1 AND e.at >= $2 AND e.at < $3",
		[]any{org, millis(from), millis(to)}, parts.scan)
}

// attemptParts remembers what the lists say: most events have one of few.
type attemptParts struct {
	types map[string][]register.TypeCount
	rules map[string][]string
}

func (p attemptParts) scan(rows *sql.Rows) (report.Attempt, error) {
	a := report.Attempt{Result: register.ResultUnknown, Egress: register.EgressUnknown}
	var at int64
	var class, action string
	var body sql.RawBytes
	var outcome, egress, said sql.NullString
	if err := rows.Scan(&at, &a.Destination, &class, &action, &a.Channel, &a.Department, &a.Subject, &a.PolicyVersion, &body, &outcome, &egress, &said); err != nil {
		return a, err
	}
	a.At = instant(at)
	if parseClass(class, &a.Class) != nil || a.Action.UnmarshalText([]byte(action)) != nil {
		return a, errDamaged
	}
	if outcome.Valid {
		a.Result, a.Egress = register.Result(outcome.String), register.Egress(egress.String)
		if err := explain(said.String, &a); err != nil {
			return a, err
		}
	}
	return a, p.lists(body, &a)
}

// explain reads why and how fast the user decided.
func explain(body string, a *report.Attempt) error {
	if !strings.Contains(body, `"decided_ms"`) && !strings.Contains(body, `"override_reason"`) {
		return nil
	}
	var o struct {
		Reason    string `json:"override_reason"`
		DecidedMS int64  `json:"decided_ms"`
	}
	err := decode(body, &o)
	a.Reason, a.DecidedMS = o.Reason, o.DecidedMS
	return err
}

// lists reads types and rules of an event.
func (p attemptParts) lists(body []byte, a *report.Attempt) error {
	types, known := listIn(string(body), `"types":[`)
	rules, also := listIn(string(body), `"matched_rules":[`)
	var seen bool
	if known && also {
		if a.Types, seen = p.types[types]; seen {
			if a.Rules, seen = p.rules[rules]; seen {
				return nil
			}
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
		p.types[types], p.rules[rules] = a.Types, a.Rules
	}
	return nil
}

// listIn is the text of a list of flat objects: it ends at the first bracket after
// an object.
func listIn(body, opening string) (string, bool) {
	from := strings.Index(body, opening)
	if from < 0 {
		return "", false
	}
	rest := body[from+len(opening):]
	if strings.HasPrefix(rest, "]") {
		return "", true
	}
	to := strings.Index(rest, "}]")
	if to < 0 {
		return "", false
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
	return sequence(ctx, s, org, "SELECT e.at, e.action, e.object, e.role, p.payload FROM "+entryTables+" WHERE e.org_id = $1 AND e.at >= $2 AND e.at < $3 AND "+isAct+
		" AND (e.action IN ("+reportActs+") OR e.action NOT LIKE 'incident.%' AND p.payload LIKE '%\"outcome\":\"denied\"%')",
		[]any{org, millis(from), millis(to)}, scanAct)
}

func scanAct(rows *sql.Rows) (report.Act, error) {
	var a report.Act
	var at int64
	var payload sql.NullString
	if err := rows.Scan(&at, &a.Action, &a.Object, &a.Role, &payload); err != nil {
		return a, err
	}
	a.At = instant(at)
	var said struct {
		Outcome string `json:"outcome"`
		Detail  struct {
			Purpose string `json:"purpose"`
			Version int    `json:"version"`
		} `json:"detail"`
		// Of an incident.
		DetectedAt time.Time `json:"detected_at"`
		Change     struct {
			To string `json:"to"`
		} `json:"change"`
	}
	if payload.Valid && json.Unmarshal([]byte(payload.String), &said) == nil { // a deleted or foreign payload says nothing
		a.Outcome, a.Purpose, a.Version, a.To, a.DetectedAt = said.Outcome, said.Detail.Purpose, said.Detail.Version, said.Change.To, said.DetectedAt
	}
	if a.Action == "incident.moved" {
		a.Outcome = ""
	}
	return a, nil
}
