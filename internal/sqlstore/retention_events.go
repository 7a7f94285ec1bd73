package sqlstore

import (
	"database/sql"
	"errors"
	"strconv"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/register/breakglass"
)

// pastEvent is what is needed of an event to forget it.
type pastEvent struct {
	id, decision, request string
	count                 countKey
}

const pastColumns = "e.id, e.decision_id, e.request_id, e.at, e.destination_id, e.destination_class, e.action, e.channel, e.severity, e.department_id, COALESCE(o.outcome, '')"

func scanPast(rows *sql.Rows) (e pastEvent, err error) {
	var at int64
	k := &e.count
	err = rows.Scan(&e.id, &e.decision, &e.request, &at, &k.destination, &k.class, &k.action, &k.channel, &k.severity, &k.department, &k.outcome)
	k.day = at - at%dayMillis
	return e, err
}

// events forgets a piece of the events that are past their term: those of an
// incident when its last event is, and of one that is still open, later.
func (f *forgetting) events() (next string, err error) {
	l := f.piece.Limits
	query := "SELECT " + pastColumns + ` FROM events e ` + lastOutcome + `
		LEFT JOIN groupings g ON g.org_id = e.org_id AND g.event_id = e.id
		LEFT JOIN incidents i ON i.org_id = e.org_id AND i.id = COALESCE(g.incident_id, e.incident_id)
		WHERE e.org_id = $1 AND e.id > $2 AND e.id < $3 AND e.at < $4
		AND (i.id IS NULL OR i.last_event_at < $4 AND (i.state = 'closed' OR i.last_event_at < $5))
		AND NOT ` + onHold("COALESCE(g.incident_id, e.incident_id)", "$6") + " ORDER BY e.id LIMIT " + strconv.Itoa(pieceSize)
	var list []pastEvent
	err = f.b.each(query, []any{f.org, f.piece.After, firstID("evt_", l.Events.Add(time.Hour)), millis(l.Events), millis(l.OpenEvents), millis(l.Now)}, func(rows *sql.Rows) error {
		e, err := scanPast(rows)
		list = append(list, e)
		return err
	})
	if err != nil || len(list) == 0 {
		return "", err
	}
	if err := f.forget(list); err != nil {
		return "", err
	}
	if len(list) < pieceSize {
		return "", nil
	}
	return list[len(list)-1].id, nil
}

// errNotPast says that the database keeps what was to be deleted: its clock, or its
// shortest term, says that it is too early.
var errNotPast = errors.New("the database does not let go of events yet: compare the clocks of the service and the database")

// forget deletes the events with all that belongs to them alone. Their numbers go
// on in the counts of the past.
func (f *forgetting) forget(list []pastEvent) error {
	var ids, decisions, grants []string
	for _, e := range list {
		ids, decisions, grants = append(ids, e.id), append(decisions, e.decision), append(grants, breakglass.PrefixGrant+e.request)
	}
	if !f.piece.Dry {
		if err := f.moveCounts(list); err != nil {
			return err
		}
	}
	for _, objects := range [][]string{ids, decisions, grants} {
		if err := f.payloads(objects); err != nil {
			return err
		}
	}
	for _, d := range []struct {
		table, column string
		values        []string
	}{
		{"groupings", "event_id", ids}, {"feedback", "decision_id", decisions}, {"break_glass", "id", grants},
		{"outcomes", "event_id", ids}, {"decisions", "id", decisions}, {"events", "id", ids},
	} {
		if err := f.deleteIn(d.table, d.column, d.values); err != nil {
			return err
		}
	}
	if f.piece.Dry {
		return nil
	}
	left, err := f.idsIn("SELECT id FROM events WHERE org_id = $1 AND id IN (?)", ids)
	if err == nil && len(left) > 0 {
		err = fault.Wrap(fault.StoreUnavailable, errNotPast)
	}
	return err
}

const countColumns = "(org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome, n)"

const countKeys = " ON CONFLICT (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome) DO UPDATE SET n = "

// moveCounts takes the events out of the counts of what is in the register, and adds
// them to those of the past.
func (f *forgetting) moveCounts(list []pastEvent) error {
	counts := map[countKey]int{}
	var order []countKey
	for _, e := range list {
		if counts[e.count]++; counts[e.count] == 1 {
			order = append(order, e.count)
		}
	}
	var less, more [][]any
	for _, k := range order {
		row := func(n int) []any {
			return []any{f.org, k.day, k.destination, k.class, k.action, k.channel, k.severity, k.department, k.outcome, n}
		}
		less, more = append(less, row(-counts[k])), append(more, row(counts[k]))
	}
	return errors.Join(
		f.b.merge("INSERT INTO event_counts "+countColumns, less, countKeys+"event_counts.n + excluded.n"),
		f.b.merge("INSERT INTO past_event_counts "+countColumns, more, countKeys+"past_event_counts.n + excluded.n"))
}
