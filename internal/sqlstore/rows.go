package sqlstore

import "strings"

// rowKind is a kind of row that chain entries speak of. Its body is compared with
// the entry, and its columns, by which rows are found and counted, with the body.
type rowKind struct {
	// actions is the condition on the action of entries e.
	actions string
	table   string
	// id is the column with the object of the entry, rev the revision of the row.
	id, rev string
	columns []rowColumn
}

// rowColumn is a column that repeats a member of the body.
type rowColumn struct {
	sql string // of the row r, as text
	// fits reports whether the body says the same as a value of the column.
	fits func(body members, value string) bool
}

var rowKinds = []rowKind{
	{
		actions: "e.action = 'event.recorded'", table: "events", id: "id", rev: "1",
		columns: []rowColumn{
			textColumn("device_id", "device_id"), textColumn("incident_id", "incident_id"), textColumn("decision_id", "decision_id"),
			textColumn("request_id", "request_id"), {"r.features", func(body members, v string) bool { return string(body.value("features")) == v }},
			timeColumn("at", "at"), textColumn("destination_id", "destination_id"), textColumn("destination_class", "destination_class"),
			{"r.action", func(body members, v string) bool { return isText(body.inside("decision").value("action"), v) }},
			eventSeverityColumn, textColumn("subject", "subject"), numberColumn("policy_version", "policy_version"),
			laterColumn("channel", "channel"), laterColumn("department_id", "department_id"), marksColumn,
		},
	},
	{
		actions: "e.action = 'outcome.recorded'", table: "outcomes", id: "event_id", rev: "r.rev",
		columns: []rowColumn{timeColumn("received_at", "received_at"), textColumn("outcome", "outcome"), textColumn("egress", "egress_evidence"), endingColumn},
	},
	{
		actions: "substr(e.action, 1, 9) = 'incident.'", table: "incidents", id: "id", rev: "r.rev",
		columns: []rowColumn{
			caseColumn, textColumn("state", "state"), flagColumn("awaiting", "awaiting_outcome"),
			flagColumn("needs_review", "needs_review"), severityColumn, textColumn("subject", "subject"),
			textColumn("destination_id", "destination_id"), textColumn("destination_class", "destination_class"),
			textColumn("conversation", "conversation"), timeColumn("detected_at", "detected_at"), timeColumn("last_event_at", "occurred_to"),
			numberColumn("events", "events"),
			laterColumn("kind", "incident_kind"), textColumn("source", "source"), textColumn("ap", "ap"), textColumn("subjects_state", "subjects_state"),
			textColumn("assignee", "assignee"), textColumn("department_id", "department_id"),
			omitted(flagColumn("touched", "touched"), "touched"), omitted(timeColumn("tick_at", "tick_at"), "tick_at"), omitted(timeColumn("deadline_at", "deadline_at"), "deadline_at"), typesColumn,
			{"CASE WHEN r.facets = " + facetsColumn + " THEN '1' ELSE '0' END", func(_ members, same string) bool { return same == "1" }},
		},
	},
	{
		actions: "substr(e.action, 1, 9) = 'grouping.'", table: "groupings", id: "event_id", rev: "r.rev",
		columns: []rowColumn{textColumn("incident_id", "incident_id")},
	},
	{
		actions: "substr(e.action, 1, 5) = 'note.'", table: "notes", id: "id", rev: "r.rev",
		columns: []rowColumn{textColumn("incident_id", "incident_id")},
	},
	{
		actions: "substr(e.action, 1, 13) = 'notification.'", table: "notifications", id: "id", rev: "r.rev",
		columns: []rowColumn{textColumn("incident_id", "incident_id")},
	},
	{
		actions: "substr(e.action, 1, 6) = 'alert.'", table: "alerts", id: "id", rev: "r.rev",
		columns: []rowColumn{textColumn("incident_id", "incident_id"), numberColumn("hours", "hours")},
	},
	{
		actions: "substr(e.action, 1, 11) = 'legal_hold.'", table: "legal_holds", id: "id", rev: "r.rev",
		columns: []rowColumn{
			textColumn("incident_id", "incident_id"), omitted(timeColumn("until", "until"), "until"), omitted(timeColumn("ended_at", "ended_at"), "ended_at"),
		},
	},
	{actions: "substr(e.action, 1, 18) = 'retention_setting.'", table: "retention_settings", id: "org_id", rev: "r.rev"},
	{
		actions: "substr(e.action, 1, 9) = 'approval.'", table: "approvals", id: "id", rev: "r.rev",
		columns: []rowColumn{
			textColumn("kind", "kind"), textColumn("object", "object"), textColumn("state", "state"), timeColumn("expires_at", "expires_at"),
		},
	},
}

// separator stands between the columns and the body of a row. JSON escapes it.
const separator = "\x1f"

// Before a body stands that it is one of its own; a body that is the payload, as nearly
// all are, is not repeated.
const (
	asPayload = "="
	ownBody   = "!"
)

// rowOfEntry is SQL for the row that an entry e with the payload p speaks of, columns
// and body: ” when there is none to compare, because the entry speaks of no row or of
// an older revision, NULL when the row is gone.
var rowOfEntry = func() string {
	var s strings.Builder
	s.WriteString("CASE WHEN e.rev = 0 THEN ''")
	for _, k := range rowKinds {
		s.WriteString(" WHEN " + k.actions + " THEN (SELECT CASE WHEN " + k.rev + " = e.rev THEN concat_ws('" + separator + "'")
		for _, c := range k.columns {
			s.WriteString(", " + c.sql)
		}
		s.WriteString(", CASE WHEN r.body = p.payload THEN '" + asPayload + "' ELSE '" + ownBody + "' || r.body END) ELSE '' END FROM " + k.table + " r WHERE r.org_id = e.org_id AND r." + k.id + " = e.object AND " + k.rev + " >= e.rev")
		if k.table == "outcomes" { // each revision is a row
			s.WriteString(" AND r.rev = e.rev")
		}
		s.WriteString(")")
	}
	return s.String() + " ELSE '' END"
}()

// rowReader takes the bodies out of rows as rowOfEntry gives them.
type rowReader struct{ room members }

// body of a row, for an entry with the action and the payload; false when a column says
// something else than the body.
func (r *rowReader) body(action, row string, payload []byte) ([]byte, bool) {
	for _, k := range rowKinds {
		if !k.speaks(action) {
			continue
		}
		if strings.Count(row, separator) != len(k.columns) {
			return nil, false
		}
		body := payload
		if own, found := strings.CutPrefix(row[strings.LastIndex(row, separator)+1:], ownBody); found {
			body = []byte(own)
		}
		r.room = membersOf(body, r.room)
		return body, k.fits(r.room, row)
	}
	return nil, false
}

// fits reports whether a body says the same as the columns of its row.
func (k rowKind) fits(body members, row string) bool {
	for _, c := range k.columns {
		var value string
		value, row, _ = strings.Cut(row, separator)
		if !c.fits(body, value) {
			return false
		}
	}
	return true
}

// speaks reports in Go what actions says in SQL.
func (k rowKind) speaks(action string) bool {
	kind, _, _ := strings.Cut(action, ".")
	return kind == strings.TrimSuffix(k.table, "s")
}
