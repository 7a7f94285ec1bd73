package sqlstore

import (
	"database/sql"
	"slices"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/register/breakglass"
)

var pastOf = eventsOf("e.decision_id, e.request_id, e.at, e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, '')")

// Erase implements casework.Tx. The entries of the chain that speak of the incident
// keep their hashes; what they say goes.
func (t tx) Erase(incident string, at time.Time) error {
	if err := t.b.writeRows(); err != nil {
		return err
	}
	f := &forgetting{b: t.b, org: t.org, rows: map[string]int64{}}
	var events []pastEvent
	err := t.b.each(pastOf, []any{t.org, incident}, func(rows *sql.Rows) error {
		e, err := scanPast(rows)
		events = append(events, e)
		return err
	})
	if err != nil {
		return err
	}
	questions, err := f.ids("SELECT id FROM questions WHERE org_id = $1 AND incident_id = $2", t.org, incident)
	if err != nil {
		return err
	}
	approvals, err := f.ids("SELECT id FROM approvals WHERE org_id = $1 AND object = $2", t.org, incident)
	if err != nil {
		return err
	}
	notes, err := f.ids("SELECT id FROM notes WHERE org_id = $1 AND incident_id = $2", t.org, incident)
	if err != nil {
		return err
	}
	objects := slices.Concat([]string{incident}, questions, approvals, notes)
	if err := t.allow(objects, events, at); err != nil {
		return err
	}
	if err := f.forget(events); err != nil {
		return err
	}
	if err := f.payloads(objects); err != nil {
		return err
	}
	// Answers that are kept for repeated requests show the incident and its notes too.
	for _, id := range append([]string{incident}, notes...) {
		if err := f.delete("idempotency_keys", "status <> 0 AND body LIKE $2", "%"+id+"%"); err != nil {
			return err
		}
	}
	if err := f.deleteIn("notes", "id", notes); err != nil { // nobody knows what people wrote in them
		return err
	}
	return f.deleteIn("questions", "id", questions)
}

// allow writes down what goes before its term, without which the database does not
// let go of it.
func (t tx) allow(objects []string, events []pastEvent, at time.Time) error {
	head, err := t.b.end()
	if err != nil {
		return err
	}
	for _, e := range events {
		objects = append(objects, e.id, e.decision, breakglass.PrefixGrant+e.request)
	}
	rows := make([][]any, len(objects))
	for i, object := range objects {
		rows[i] = []any{t.org, object, head.Seq, millis(at)}
	}
	return t.b.merge("INSERT INTO erasures (org_id, object, upto, at)", rows, " ON CONFLICT DO NOTHING")
}

// ApprovalsOn implements casework.Tx.
func (t tx) ApprovalsOn(object string) ([]approval.Approval, error) {
	var list []approval.Approval
	err := t.b.each("SELECT body FROM approvals WHERE org_id = $1 AND object = $2 ORDER BY id", []any{t.org, object}, func(rows *sql.Rows) error {
		var body string
		if err := rows.Scan(&body); err != nil {
			return err
		}
		a, err := decodeApproval(t.org, body)
		list = append(list, a)
		return err
	})
	return list, err
}
