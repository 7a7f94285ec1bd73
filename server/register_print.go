package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/render"
)

type eventLine struct {
	Kind string `json:"kind"`
	register.Event
	Outcome *register.Outcome `json:"outcome"`
}

type incidentLine struct {
	Kind string `json:"kind"`
	register.Incident
}

// jsonLines prints one object a line.
type jsonLines struct{ enc *json.Encoder }

func newJSONLines(w io.Writer, _ string) lister { return jsonLines{json.NewEncoder(w)} }

func (l jsonLines) event(a register.Attempt) error {
	return l.enc.Encode(eventLine{"event", a.Event, a.Outcome})
}
func (l jsonLines) incident(i register.Incident) error {
	return l.enc.Encode(incidentLine{"incident", i})
}
func (l jsonLines) end() error { return nil }

// document prints one JSON document, without holding it.
type document struct {
	w     io.Writer
	part  string // the array that is open
	parts int
}

func newDocument(w io.Writer, _ string) lister { return &document{w: w} }

func (d *document) event(a register.Attempt) error {
	return d.add("events", eventLine{"event", a.Event, a.Outcome})
}
func (d *document) incident(i register.Incident) error {
	return d.add("incidents", incidentLine{"incident", i})
}

func (d *document) add(part string, line any) error {
	text, err := json.Marshal(line)
	if err != nil {
		return err
	}
	before := ",\n"
	if d.part != part {
		before = d.open(part)
	}
	_, err = fmt.Fprintf(d.w, "%s  %s", before, text)
	return err
}

func (d *document) open(part string) string {
	closed := "{"
	if d.parts > 0 {
		closed = "\n ],"
	}
	d.part = part
	d.parts++
	return closed + "\"" + part + "\":[\n"
}

func (d *document) end() error {
	last := "\n ]}\n"
	if d.parts == 0 {
		last = "{}\n"
	}
	_, err := io.WriteString(d.w, last)
	return err
}

// table prints what a person looks at, below a head.
type table struct{ *tabwriter.Writer }

func newTable(w io.Writer, what string) lister {
	t := table{tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)}
	head := "NUMBER\tDETECTED\tSTATE\tSEVERITY\tACTION\tEGRESS\tDESTINATION\tSUBJECT\tEVENTS"
	if what == "events" {
		head = "AT\tACTION\tOUTCOME\tEGRESS\tDESTINATION\tCHANNEL\tKINDS\tSUBJECT\tDECISION"
	}
	fmt.Fprintln(t, head)
	return t
}

func (t table) event(a register.Attempt) error {
	e, outcome, egress := a.Event, "-", "-"
	if a.Outcome != nil {
		outcome, egress = string(a.Outcome.Result), string(a.Outcome.Egress)
	}
	_, err := fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", e.At.Local().Format("2006-01-02 15:04"), e.Decision.Action, outcome, egress, e.Destination, e.Channel, kindsOf(e.Types), e.Subject, e.DecisionID)
	return err
}

func (t table) incident(i register.Incident) error {
	state := string(i.State)
	if i.Awaiting {
		state += " (awaiting outcome)"
	}
	_, err := fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n", i.Number, i.DetectedAt.Local().Format("2006-01-02 15:04"), state,
		i.Severity, i.Action, i.Egress, i.Destination, i.Subject, i.Events)
	return err
}

func (t table) end() error { return t.Flush() }

// kindsOf is the types with their distinct counts, such as bsn=1.
func kindsOf(types []register.TypeCount) string {
	list := make([]string, len(types))
	for n, t := range types {
		list[n] = t.Type + "=" + strconv.Itoa(t.Distinct)
	}
	return strings.Join(list, " ")
}

// sheet prints CSV (RFC 4180) below a header.
type sheet struct{ *csv.Writer }

func newSheet(w io.Writer, what string) lister {
	s := sheet{csv.NewWriter(w)}
	head := incidentColumns
	if what == "events" {
		head = eventColumns
	}
	_ = s.Write(head) // end tells of its failure
	return s
}

func (s sheet) line(cells ...string) error {
	for n, c := range cells {
		cells[n] = render.Inert(c)
	}
	return s.Write(cells)
}

func utc(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

var eventColumns = []string{
	"id", "decision_id", "incident_id", "at", "destination_id", "destination_class", "department_id", "channel", "action", "severity", "rules", "outcome", "egress_evidence",
	"subjects_min", "subjects_max", "types", "subject", "policy_version",
}

func (s sheet) event(a register.Attempt) error {
	e, outcome, egress := a.Event, "", ""
	if a.Outcome != nil {
		outcome, egress = string(a.Outcome.Result), string(a.Outcome.Egress)
	}
	rules := make([]string, len(e.Decision.Rules))
	for n, r := range e.Decision.Rules {
		rules[n] = r.ID
	}
	return s.line(e.ID, e.DecisionID, e.IncidentID, utc(e.At), e.Destination, e.Class.String(), e.Department, e.Channel.String(), e.Decision.Action.String(), e.Decision.Severity.String(),
		strings.Join(rules, " "), outcome, egress, strconv.Itoa(e.SubjectsMin), strconv.Itoa(e.SubjectsMax), kindsOf(e.Types), e.Subject, strconv.Itoa(e.PolicyVersion))
}

var incidentColumns = []string{
	"id", "number", "kind", "source", "state", "ap", "subjects", "severity", "se", "action", "outcome", "egress_evidence", "destination_id", "destination_class", "department_id",
	"occurred_from", "occurred_to", "detected_at", "aware_at", "deadline_at", "notified_at", "assignee", "events", "subjects_min", "subjects_max", "types", "rules", "subject", "legal_hold", "rev",
}

func (s sheet) incident(i register.Incident) error {
	c, se := i.Case(), ""
	if score := i.Score(); score != nil {
		se = strconv.FormatFloat(score.SE, 'f', 2, 64)
	}
	source := "device"
	if i.Source != register.SourceDevice {
		source = string(i.Source)
	}
	return s.line(i.ID, i.Number.String(), string(i.Kind), source, string(i.State), string(c.AP), string(c.Subjects), i.Severity.String(), se, i.Action.String(), string(i.Outcome), string(i.Egress),
		i.Destination, i.Class.String(), i.Department, utc(i.OccurredFrom), utc(i.OccurredTo), utc(i.DetectedAt), utc(i.AwareAt), utc(i.DeadlineAt), utc(i.NotifiedAt), i.Assignee, strconv.Itoa(i.Events),
		strconv.Itoa(i.SubjectsMin), strconv.Itoa(i.SubjectsMax), kindsOf(i.Types), strings.Join(i.Rules, " "), i.Subject, strconv.FormatBool(i.LegalHold), strconv.FormatInt(i.Rev, 10))
}

func (s sheet) end() error {
	s.Flush()
	return s.Error()
}
