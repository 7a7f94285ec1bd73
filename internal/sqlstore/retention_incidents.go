package sqlstore

import (
	"strconv"
	"time"
)

// ofIncidents are the tables whose rows belong to one incident.
var ofIncidents = []string{"notes", "notifications", "alerts", "questions", "reveals", "legal_holds"}

// incidents forgets a piece of the incidents that closed long enough ago, with all
// that belongs to them.
func (f *forgetting) incidents() (next string, err error) {
	l := f.piece.Limits
	ids, err := f.ids(`SELECT i.id FROM incidents i WHERE i.org_id = $1 AND i.id > $2 AND i.id < $3 AND i.state = 'closed' AND `+closedAt+` < $4
		AND NOT EXISTS (SELECT 1 FROM events e WHERE e.org_id = i.org_id AND e.incident_id = i.id)
		AND NOT EXISTS (SELECT 1 FROM groupings g WHERE g.org_id = i.org_id AND g.incident_id = i.id)
		AND NOT `+onHold("i.id", "$5")+" ORDER BY i.id LIMIT "+strconv.Itoa(pieceSize),
		f.org, f.piece.After, firstID("inc_", l.Incidents.Add(time.Hour)), millis(l.Incidents), millis(l.Now))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	objects := ids
	for _, table := range ofIncidents {
		of, err := f.idsIn("SELECT id FROM "+table+" WHERE org_id = $1 AND incident_id IN (?)", ids)
		if err != nil {
			return "", err
		}
		objects = append(objects, of...)
	}
	approvals, err := f.idsIn("SELECT id FROM approvals WHERE org_id = $1 AND object IN (?)", objects)
	if err != nil {
		return "", err
	}
	if err := f.payloads(append(objects, approvals...)); err != nil {
		return "", err
	}
	for _, table := range ofIncidents {
		if err := f.deleteIn(table, "incident_id", ids); err != nil {
			return "", err
		}
	}
	if err := f.deleteIn("approvals", "id", approvals); err != nil {
		return "", err
	}
	return after(ids), f.deleteIn("incidents", "id", ids)
}
