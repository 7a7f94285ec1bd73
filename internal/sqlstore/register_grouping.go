package sqlstore

import (
	"database/sql"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register"
)

// waitingIncident is an incident that waits to be written, as its last change left it.
type waitingIncident struct {
	incident register.Incident
	row      []any
}

// OpenIncident implements register.Tx. It looks at the incidents that wait as well as at
// those on record, so that a burst of events of one conversation is one row.
func (t tx) OpenIncident(subject, destination, conversation string, since time.Time) (register.Incident, error) {
	waiting := map[string]bool{}
	var latest register.Incident
	for _, w := range t.b.link.incidents {
		i := w.incident
		if i.Subject != subject || i.Destination != destination || i.Conversation != conversation {
			continue
		}
		waiting[i.ID] = true
		if millis(i.OccurredTo) >= millis(since) && i.Events < register.MaxEvents && (i.State == register.Detected || i.State == register.Prevented) && later(i, latest) {
			latest = i
		}
	}
	err := t.b.eachBeside(`SELECT id, body FROM incidents WHERE org_id = $1 AND subject = $2 AND destination_id = $3 AND conversation = $4
		AND last_event_at >= $5 AND events < $6 AND state IN ('detected', 'prevented') ORDER BY last_event_at DESC, id DESC LIMIT $7`,
		[]any{t.org, subject, destination, conversation, millis(since), register.MaxEvents, 1 + len(waiting)}, func(rows *sql.Rows) error {
			var id, body string
			if err := rows.Scan(&id, &body); err != nil || waiting[id] {
				return err
			}
			var i register.Incident
			err := decode(body, &i)
			if err == nil && later(i, latest) {
				latest = i
			}
			return err
		})
	if err == nil && latest.ID == "" {
		err = fault.E(fault.NotFound)
	}
	return latest, err
}

// later says whether a saw an event after b, to the millisecond in which they are kept.
func later(a, b register.Incident) bool {
	at, bt := millis(a.OccurredTo), millis(b.OccurredTo)
	return b.ID == "" || at > bt || at == bt && a.ID > b.ID
}

// SaveIncident implements register.Tx. The row waits for others, and for later changes
// of the same incident in this batch.
func (t tx) SaveIncident(i register.Incident) error {
	body, err := t.b.bodyOf("incident.", i.ID, i.Rev, i)
	if err != nil {
		return err
	}
	w := waitingIncident{i, []any{
		t.org, i.ID, i.Number.Year, i.Number.Seq, string(i.State), flag(i.Awaiting), flag(i.Review), int(i.Severity), i.Subject,
		i.Destination, i.Class.String(), i.Conversation, millis(i.DetectedAt), millis(i.OccurredTo), i.Events, i.Rev, body,
		string(i.Kind), string(i.Source), string(i.AP), string(i.Told), i.Assignee, i.Department, flag(i.Touched), millis(i.TickAt), millis(i.DeadlineAt), facetsOf(i), int64(setOfCounts(i.Types)),
	}}
	t.b.wrote = true
	for n := range t.b.link.incidents {
		if t.b.link.incidents[n].incident.ID == i.ID {
			t.b.link.incidents[n] = w
			return nil
		}
	}
	t.b.link.incidents = append(t.b.link.incidents, w)
	return nil
}

// writeIncidents writes the incidents that wait.
func (b *batch) writeIncidents() error {
	var rows [][]any
	for _, w := range b.link.incidents {
		rows = append(rows, w.row)
	}
	b.link.incidents = nil
	return b.merge(`INSERT INTO incidents (org_id, id, year, number, state, awaiting, needs_review, severity, subject, destination_id, destination_class, conversation, detected_at, last_event_at, events, rev, body,
			kind, source, ap, subjects_state, assignee, department_id, touched, tick_at, deadline_at, facets, types)`, rows,
		` ON CONFLICT (org_id, id) DO UPDATE SET state = excluded.state, awaiting = excluded.awaiting, needs_review = excluded.needs_review,
			subject = excluded.subject, conversation = excluded.conversation, severity = excluded.severity, last_event_at = excluded.last_event_at, events = excluded.events, rev = excluded.rev, body = excluded.body,
			kind = excluded.kind, ap = excluded.ap, subjects_state = excluded.subjects_state, assignee = excluded.assignee,
			department_id = excluded.department_id, touched = excluded.touched, tick_at = excluded.tick_at, deadline_at = excluded.deadline_at, facets = excluded.facets, types = excluded.types`)
}
