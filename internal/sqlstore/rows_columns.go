package sqlstore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// isText reports whether a value of JSON is the text.
func isText(value []byte, text string) bool {
	if bytes.IndexByte(value, '\\') < 0 {
		return len(value) == len(text)+2 && value[0] == '"' && string(value[1:len(value)-1]) == text
	}
	var said string
	return json.Unmarshal(value, &said) == nil && said == text
}

// textColumn is a text that the body leaves out when it is empty.
func textColumn(column, member string) rowColumn {
	return rowColumn{"r." + column, func(body members, v string) bool {
		said := body.value(member)
		return len(said) == 0 && v == "" || isText(said, v)
	}}
}

// laterColumn is a text column that came after the first rows, which have none.
func laterColumn(column, member string) rowColumn {
	c := textColumn(column, member)
	fits := c.fits
	c.fits = func(body members, v string) bool { return v == "" || fits(body, v) }
	return c
}

// omitted is a column whose member the body leaves out when it is 0.
func omitted(c rowColumn, member string) rowColumn {
	fits := c.fits
	c.fits = func(body members, v string) bool {
		if v == "0" {
			return len(body.value(member)) == 0
		}
		return fits(body, v)
	}
	return c
}

func numberColumn(column, member string) rowColumn {
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body members, v string) bool { return v != "" && string(body.value(member)) == v }}
}

func flagColumn(column, member string) rowColumn {
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body members, v string) bool { return string(body.value(member)) == strconv.FormatBool(v != "0") }}
}

// timeColumn is a time, which the body may write in any zone.
func timeColumn(column, member string) rowColumn {
	return rowColumn{"CAST(r." + column + " AS TEXT)", func(body members, v string) bool {
		said := body.value(member)
		column, err := strconv.ParseInt(v, 10, 64)
		if err != nil || len(said) < 2 {
			return false
		}
		at, err := time.Parse(time.RFC3339Nano, string(said[1:len(said)-1]))
		return err == nil && millis(at) == column
	}}
}

// isSeverity reports whether a value of JSON is the severity that a column says.
func isSeverity(value []byte, column string) bool {
	n, err := strconv.Atoi(column)
	return err == nil && n >= 0 && n <= int(policy.SeverityVeryHigh) && isText(value, policy.Severity(n).String())
}

var severityColumn = rowColumn{"CAST(r.severity AS TEXT)", func(body members, v string) bool {
	return isSeverity(body.value("severity"), v)
}}

// eventSeverityColumn is the severity that the policy gave, left out when there is none.
var eventSeverityColumn = rowColumn{"CAST(r.severity AS TEXT)", func(body members, v string) bool {
	said := body.inside("decision").value("severity")
	return len(said) == 0 && v == "0" || isSeverity(said, v)
}}

// caseColumn is the number of an incident, which takes two columns.
var caseColumn = rowColumn{"CAST(r.year AS TEXT) || ' ' || CAST(r.number AS TEXT)", func(body members, v string) bool {
	var n register.Number
	_, err := fmt.Sscan(v, &n.Year, &n.Seq)
	return err == nil && isText(body.value("number"), n.String())
}}

// marksColumn is what a report counts an event under, which the first rows have none of,
// with the sets of the types that were found and of the rules that matched, which a
// release without it left empty.
var marksColumn = rowColumn{"CAST(r.types AS TEXT) || ' ' || r.rules || ' ' || r.marks", func(body members, v string) bool {
	var e register.Event
	types, v, _ := strings.Cut(v, " ")
	rules, marks, _ := strings.Cut(v, " ")
	return body.read("types", &e.Types) && isSetOf(e.Types, types) && (marks == "" && rules == "" ||
		body.inside("decision").read("matched_rules", &e.Decision.Rules) && (marks == "" || marks == marksOf(e)) && (rules == "" || rules == setOfHits(e.Decision.Rules)))
}}

// typesColumn is the set of the types that were found.
var typesColumn = rowColumn{"CAST(r.types AS TEXT)", func(body members, v string) bool {
	var found []register.TypeCount
	return body.read("types", &found) && isSetOf(found, v)
}}

func isSetOf(found []register.TypeCount, column string) bool {
	return column == strconv.FormatInt(int64(setOfCounts(found)), 10)
}

// endingColumn is what a report counts an outcome under; the first rows have -1.
var endingColumn = rowColumn{"CAST(r.decided_ms AS TEXT) || ' ' || r.reason", func(body members, v string) bool {
	decided, reason, _ := strings.Cut(v, " ")
	if decided == "-1" {
		return reason == ""
	}
	return omitted(numberColumn("decided_ms", "decided_ms"), "decided_ms").fits(body, decided) && textColumn("reason", "override_reason").fits(body, reason)
}}
