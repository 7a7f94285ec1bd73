package sqlstore

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

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
	fits func(body, value string) bool
}

var rowKinds = []rowKind{
	{
		actions: "e.action = 'event.recorded'", table: "events", id: "id", rev: "1",
		columns: []rowColumn{
			textColumn("device_id", "device_id"), textColumn("incident_id", "incident_id"), textColumn("decision_id", "decision_id"),
			textColumn("request_id", "request_id"), {"r.features", func(body, v string) bool { return holds(body, begins("features")+v) }},
			timeColumn("at", "at"), textColumn("destination_id", "destination_id"), textColumn("destination_class", "destination_class"),
			{"r.action", func(body, v string) bool { return holds(body, `"decision":{"action":`+quoted(v)) }},
			severityColumn(true), textColumn("subject", "subject"), numberColumn("policy_version", "policy_version"),
			laterColumn("channel", "channel"), laterColumn("department_id", "department_id"), marksColumn, typesColumn,
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
			flagColumn("needs_review", "needs_review"), severityColumn(false), textColumn("subject", "subject"),
			textColumn("destination_id", "destination_id"), textColumn("destination_class", "destination_class"),
			textColumn("conversation", "conversation"), timeColumn("detected_at", "detected_at"), timeColumn("last_event_at", "occurred_to"),
			numberColumn("events", "events"),
			laterColumn("kind", "incident_kind"), textColumn("source", "source"), textColumn("ap", "ap"), textColumn("subjects_state", "subjects_state"),
			textColumn("assignee", "assignee"), textColumn("department_id", "department_id"),
			omitted(flagColumn("touched", "touched"), "touched"), omitted(timeColumn("tick_at", "tick_at"), "tick_at"), omitted(timeColumn("deadline_at", "deadline_at"), "deadline_at"), typesColumn,
			{"CASE WHEN r.facets = " + facetsColumn + " THEN '1' ELSE '0' END", func(_, same string) bool { return same == "1" }},
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

func begins(member string) string { return `"` + member + `":` }

func quoted(v string) string {
	b, _ := json.Marshal(v) // a string always can
	return string(b)
}

// textColumn is a text that the body leaves out when it is empty.
func textColumn(column, member string) rowColumn {
	return rowColumn{"r." + column, func(body, v string) bool {
		return holds(body, begins(member)+quoted(v)) || v == "" && !strings.Contains(body, begins(member))
	}}
}

// laterColumn is a text column that came after the first rows, which have none.
func laterColumn(column, member string) rowColumn {
	c := textColumn(column, member)
	fits := c.fits
	c.fits = func(body, v string) bool { return v == "" || fits(body, v) }
	return c
}

// omitted is a column whose member the body leaves out when it is 0.
func omitted(c rowColumn, member string) rowColumn {
	fits := c.fits
	c.fits = func(body, v string) bool {
		if v == "0" {
			return !strings.Contains(body, begins(member))
		}
		return fits(body, v)
	}
	return c
}

func numberColumn(column, member string) rowColumn {
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body, v string) bool { return holds(body, begins(member)+v) }}
}

func flagColumn(column, member string) rowColumn {
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body, v string) bool { return holds(body, begins(member)+strconv.FormatBool(v != "0")) }}
}

// timeColumn is a time, which the body may write in any zone.
func timeColumn(column, member string) rowColumn {
	begin := begins(member) + `"`
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body, v string) bool {
		for {
			i := strings.Index(body, begin)
			if i < 0 {
				return false
			}
			body = body[i+len(begin):]
			text, _, _ := strings.Cut(body, `"`)
			if at, err := time.Parse(time.RFC3339Nano, text); err == nil && strconv.FormatInt(millis(at), 10) == v {
				return true
			}
		}
	}}
}

// severityColumn is the severity, which some bodies leave out when there is none.
func severityColumn(leftOut bool) rowColumn {
	return rowColumn{"CAST(r.severity AS TEXT)", func(body, v string) bool {
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n > int(policy.SeverityVeryHigh) {
			return false
		}
		if leftOut && n == 0 {
			return !strings.Contains(body, begins("severity"))
		}
		return holds(body, begins("severity")+quoted(policy.Severity(n).String()))
	}}
}

// caseColumn is the number of an incident, which takes two columns.
var caseColumn = rowColumn{"CAST(r.year AS TEXT) || ' ' || CAST(r.number AS TEXT)", func(body, v string) bool {
	var n register.Number
	_, err := fmt.Sscan(v, &n.Year, &n.Seq)
	return err == nil && holds(body, begins("number")+quoted(n.String()))
}}

// marksColumn is what a report counts an event under; the first rows have none.
var marksColumn = rowColumn{"r.marks", func(body, v string) bool {
	var e register.Event
	return v == "" || memberOf(body, "types", &e.Types) && memberOf(body, "matched_rules", &e.Decision.Rules) && v == marksOf(e)
}}

// memberOf reads the last member by a name: the features of an event have types of their
// own, before those of the event. One that the body leaves out stays empty.
func memberOf(body, member string, into any) bool {
	at := strings.LastIndex(body, begins(member))
	return at < 0 || json.NewDecoder(strings.NewReader(body[at+len(begins(member)):])).Decode(into) == nil
}

// typesColumn is the set of the types that were found.
var typesColumn = rowColumn{"CAST(r.types AS TEXT)", func(body, v string) bool {
	var found []register.TypeCount
	return memberOf(body, "types", &found) && v == strconv.FormatInt(int64(setOfCounts(found)), 10)
}}

// endingColumn is what a report counts an outcome under; the first rows have -1.
var endingColumn = rowColumn{"CAST(r.decided_ms AS TEXT) || ' ' || r.reason", func(body, v string) bool {
	decided, reason, _ := strings.Cut(v, " ")
	if decided == "-1" {
		return reason == ""
	}
	return omitted(numberColumn("decided_ms", "decided_ms"), "decided_ms").fits(body, decided) && textColumn("reason", "override_reason").fits(body, reason)
}}

// separator stands between the columns and the body of a row. JSON escapes it.
const separator = "\x1f"

// rowOfEntry is SQL for the row that an entry e speaks of, columns and body: ” when
// there is none to compare, because the entry speaks of no row or of an older
// revision, NULL when the row is gone.
var rowOfEntry = func() string {
	var s strings.Builder
	s.WriteString("CASE WHEN e.rev = 0 THEN ''")
	for _, k := range rowKinds {
		s.WriteString(" WHEN " + k.actions + " THEN (SELECT CASE WHEN " + k.rev + " = e.rev THEN ")
		for _, c := range k.columns {
			s.WriteString(c.sql + " || '" + separator + "' || ")
		}
		s.WriteString("r.body ELSE '' END FROM " + k.table + " r WHERE r.org_id = e.org_id AND r." + k.id + " = e.object AND " + k.rev + " >= e.rev")
		if k.table == "outcomes" { // each revision is a row
			s.WriteString(" AND r.rev = e.rev")
		}
		s.WriteString(")")
	}
	return s.String() + " ELSE '' END"
}()

// bodyOf takes the body out of a row as rowOfEntry gives it, for an entry with the
// action; false when a column says something else than the body.
func bodyOf(action, row string) (string, bool) {
	for _, k := range rowKinds {
		if !k.speaks(action) {
			continue
		}
		parts := strings.Split(row, separator)
		if len(parts) != len(k.columns)+1 {
			return "", false
		}
		body := parts[len(parts)-1]
		for i, c := range k.columns {
			if !c.fits(body, parts[i]) {
				return "", false
			}
		}
		return body, true
	}
	return "", false
}

// holds reports whether the body has the whole member, not one that goes on.
func holds(body, member string) bool {
	for {
		i := strings.Index(body, member)
		if i < 0 {
			return false
		}
		body = body[i+len(member):]
		if body != "" && (body[0] == ',' || body[0] == '}') {
			return true
		}
	}
}

// speaks reports in Go what actions says in SQL.
func (k rowKind) speaks(action string) bool {
	return strings.HasPrefix(action, strings.TrimSuffix(k.table, "s")+".")
}
