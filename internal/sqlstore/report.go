package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"iter"
	"strings"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy/diff"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

var _ report.Register = (*Store)(nil)

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
const reportActs = `'incident.moved', 'policy.published', 'policy.activated', 'policy.rolled_back', 'destination.changed', 'approval.spent',
	 'reveal.requested', 'reveal.done'`

const selectAct = "SELECT e.at, e.action, e.object, e.role, e.rev, p.payload FROM " + entryTables + " WHERE e.org_id = $1 AND " + isAct

// ReportActs implements report.Register.
func (s *Store) ReportActs(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Act, error] {
	return func(yield func(report.Act, error) bool) {
		approvals := map[string]bool{} // by id; they may have been used before the time
		for a, err := range sequence(ctx, s, org, selectAct+" AND e.at >= $2 AND e.at < $3 AND (e.action IN ("+reportActs+
			") OR e.action NOT LIKE 'incident.%' AND p.payload LIKE '%\"outcome\":\"denied\"%')", []any{org, millis(from), millis(to)}, scanAct) {
			if err == nil && a.Approval != "" {
				approvals[a.Approval] = true
			}
			if !yield(a, err) || err != nil {
				return
			}
		}
		for id := range approvals {
			for a, err := range sequence(ctx, s, org, selectAct+" AND e.object = $2 AND e.action = 'approval.spent' AND e.at < $3", []any{org, id, millis(from)}, scanAct) {
				if a.Outcome != ident.OutcomeDenied && !yield(a, err) || err != nil {
					return
				}
			}
		}
	}
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
			Purpose  string        `json:"purpose"`
			Changes  []diff.Change `json:"changes"`
			Approval string        `json:"approval_id"`
			Decided  struct {
				Roles []string `json:"roles"`
			} `json:"decided"`
		} `json:"detail"`
		// Of an incident.
		DetectedAt time.Time `json:"detected_at"`
		Change     struct {
			To string `json:"to"`
		} `json:"change"`
	}
	if payload.Valid && json.Unmarshal([]byte(payload.String), &said) == nil { // a deleted or foreign payload says nothing
		a.Outcome, a.Purpose, a.To, a.DetectedAt = said.Outcome, said.Detail.Purpose, said.Change.To, said.DetectedAt
		a.Approval, a.Approvers, a.Effect = said.Detail.Approval, strings.Join(said.Detail.Decided.Roles, ", "), effectOf(said.Detail.Changes)
	}
	if strings.HasPrefix(a.Action, "policy.") {
		a.Version = rev // the number of the version
	}
	if a.Action == "incident.moved" {
		a.Outcome = ""
	}
	return a, nil
}

// effectOf is what changes do together; "" without any.
func effectOf(changes []diff.Change) string {
	if len(changes) == 0 {
		return ""
	}
	effect := diff.Neutral
	for _, c := range changes {
		effect = max(effect, c.Effect) // neutral, tightens, loosens
	}
	return effect.String()
}
