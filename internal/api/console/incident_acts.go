package console

import (
	"net/http"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/rule"
)

// maxTextBytes bounds a text that people write, in bytes.
const maxTextBytes = 4 * casework.MaxText

// openIncident adds an incident by hand.
func (a *API) openIncident(k call) (reply, error) {
	b := k.body
	b.Require("destination_id", "occurred_from", "types", "summary")
	m := casework.Manual{
		Destination: b.String("destination_id", 64), Department: b.String("department_id", 64), OccurredFrom: b.Time("occurred_from"), OccurredTo: b.Time("occurred_to"),
		AwareAt: b.Time("aware_at"), SubjectsMin: int(b.Int("subjects_min", 0, 1<<30)), SubjectsMax: int(b.Int("subjects_max", 0, 1<<30)), Summary: b.String("summary", maxTextBytes),
	}
	if m.OccurredTo.IsZero() {
		m.OccurredTo = m.OccurredFrom
	}
	b.Strings("types", rule.TypeCount, func(name string) bool {
		var t rule.Type
		if t.UnmarshalText([]byte(name)) != nil {
			return false
		}
		m.Types = append(m.Types, t)
		return true
	})
	if m.Destination != "" && !entryName.MatchString(m.Destination) {
		b.Fail("destination_id", "format")
	}
	b.Only("destination_id", "department_id", "occurred_from", "occurred_to", "aware_at", "types", "subjects_min", "subjects_max", "summary")
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	progress, err := a.Setup.Progress(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	m.Sandbox = !progress.Gate.Passed()
	r, err := caseReply(a.Cases.Open(k.Request.Context(), k.who, m))
	r.status = http.StatusCreated
	return r, err
}

func readTransition(k call, more ...string) (casework.Transition, error) {
	b := k.body
	b.Require("to")
	t := casework.Transition{
		Move: lifecycle.Move{
			Axis: lifecycle.Axis(b.OneOf("axis", "state", "ap", "subjects")), To: b.String("to", 64), Reason: b.String("reason", maxTextBytes), Code: b.String("reason_code", 64),
			AwareAt: b.Time("aware_at"), LegalBasis: b.String("legal_basis", maxTextBytes),
		},
		Assignee: b.String("assignee", 64), ApprovalID: b.String("approval_id", 64),
	}
	if t.Axis == "" {
		t.Axis = lifecycle.AxisState
	}
	b.Only(append([]string{"axis", "to", "reason", "reason_code", "aware_at", "legal_basis", "assignee", "approval_id"}, more...)...)
	return t, b.Err()
}

// moveIncident moves a case. When a second person must agree first the answer is
// 202 with the approval that was asked for.
func (a *API) moveIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	t, err := readTransition(k)
	if err != nil {
		return reply{}, err
	}
	return a.moved(k, id, t)
}

func (a *API) moved(k call, id string, t casework.Transition) (reply, error) {
	i, asked, err := a.Cases.Transition(k.Request.Context(), k.who, id, t)
	if err == nil && asked != nil {
		return reply{status: http.StatusAccepted, body: viewApproval(*asked)}, nil
	}
	return caseReply(i, err)
}

// reopenIncident opens a closed case again, for a reason.
func (a *API) reopenIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("reason")
	reason := k.body.String("reason", maxTextBytes)
	k.body.Only("reason")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Reopen(k.Request.Context(), k.who, id, reason))
}

type bulkView struct {
	ID      string       `json:"id"`
	Status  int          `json:"status"`
	Problem *bulkProblem `json:"problem"`
}

type bulkProblem struct {
	Code    fault.Code `json:"code"`
	Allowed []string   `json:"allowed"`
}

// maxBulk is how many incidents one request may move.
const maxBulk = 200

// bulkIncidents moves several to the same state.
func (a *API) bulkIncidents(k call) (reply, error) {
	t, _ := readTransition(k, "ids", "dry_run") // its faults are in the body, with those of the other members
	ids := k.body.Strings("ids", maxBulk, func(id string) bool { return ident.IsID(ident.PrefixIncident, id) })
	dry := k.body.Bool("dry_run")
	k.body.Require("ids")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	results, err := a.Cases.Bulk(k.Request.Context(), k.who, ids, t, dry)
	if err != nil {
		return reply{}, err
	}
	views := []bulkView{}
	for _, r := range results {
		v := bulkView{ID: r.ID, Status: http.StatusOK}
		if r.Err != nil {
			f := fault.From(r.Err)
			v.Status, v.Problem = f.Code.Status(), &bulkProblem{f.Code, orEmpty(f.Allowed)}
		}
		views = append(views, v)
	}
	return reply{status: http.StatusMultiStatus, body: map[string]any{"results": views, "dry_run": dry}}, nil
}

// assignIncident gives the case to somebody, or to nobody.
func (a *API) assignIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("assignee")
	user := ""
	if !k.body.Null("assignee") {
		user = k.body.String("assignee", 64)
	}
	k.body.Only("assignee")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Assign(k.Request.Context(), k.who, id, user))
}

// mergeIncident moves all events into another incident.
func (a *API) mergeIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("into")
	into := k.body.String("into", 64)
	k.body.Only("into")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Merge(k.Request.Context(), k.who, id, into))
}

// splitIncident moves some events into a new incident.
func (a *API) splitIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	k.body.Require("events")
	events := k.body.Strings("events", register.MaxEvents, func(e string) bool { return ident.IsID(ident.PrefixEvent, e) })
	k.body.Only("events")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	r, err := caseReply(a.Cases.Split(k.Request.Context(), k.who, id, events))
	r.status = http.StatusCreated
	return r, err
}

// acknowledgeIncident stops the repeats of the alerts; the clock goes on.
func (a *API) acknowledgeIncident(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Acknowledge(k.Request.Context(), k.who, id))
}

// recordView is what the form of the authority asks and only a person knows.
type recordView struct {
	Summary             *string  `json:"summary"`
	SubjectGroups       []string `json:"subject_groups"`
	Consequences        []string `json:"consequences"`
	SubjectsMin         *int     `json:"subjects_min"`
	SubjectsMax         *int     `json:"subjects_max"`
	DeletionRequestedAt *string  `json:"deletion_requested_at"`
	DeletionConfirmedAt *string  `json:"deletion_confirmed_at"`
	OtherAuthorities    []string `json:"other_authorities"`
	Ongoing             bool     `json:"ongoing"`
	Remarks             *string  `json:"remarks"`
}

func viewRecord(r register.Record) recordView {
	return recordView{
		orNil(r.Summary), orEmpty(r.SubjectGroups), orEmpty(r.Consequences), r.SubjectsMin, r.SubjectsMax, when(r.DeletionRequestedAt), when(r.DeletionConfirmedAt),
		orEmpty(r.OtherAuthorities), r.Ongoing, orNil(r.Remarks),
	}
}

// editIncident changes what has no state.
func (a *API) editIncident(k call, rev int64) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	b := k.body
	var e casework.Edit
	if b.Has("labels") {
		labels := b.Strings("labels", 20, func(s string) bool { return len(s) > 0 && len(s) <= 60 })
		e.Labels = &labels
	}
	if b.Has("links") {
		links := b.Strings("links", 50, func(s string) bool { return ident.IsID(ident.PrefixIncident, s) })
		e.Links = &links
	}
	if b.Has("late_reason") {
		late := b.String("late_reason", maxTextBytes)
		e.LateReason = &late
	}
	if b.Has("aware_at") {
		at := b.Time("aware_at")
		e.AwareAt = &at
	}
	e.Reason = b.String("reason", maxTextBytes)
	b.Only("labels", "links", "late_reason", "aware_at", "reason", "record")
	if b.Has("record") {
		before, err := a.Cases.Get(k.Request.Context(), k.who, id)
		if err != nil {
			return reply{}, err
		}
		r := readRecord(k, before.Record)
		e.Record = &r
	}
	if err := b.Err(); err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Edit(k.Request.Context(), k.who, id, rev, e))
}

// readRecord replaces the members of the record that were sent.
func readRecord(k call, r register.Record) register.Record {
	b := k.body.Object("record")
	in := func(list []string) func(string) bool { return func(s string) bool { return all([]string{s}, list) } }
	text := func(name string, into *string) {
		if b.Has(name) {
			*into = b.String(name, maxTextBytes)
		}
	}
	text("summary", &r.Summary)
	text("remarks", &r.Remarks)
	if b.Has("subject_groups") {
		r.SubjectGroups = b.Strings("subject_groups", 10, in(apdraft.SubjectGroups))
	}
	if b.Has("consequences") {
		r.Consequences = b.Strings("consequences", 10, in(apdraft.Consequences))
	}
	if b.Has("other_authorities") {
		r.OtherAuthorities = b.Strings("other_authorities", 10, func(s string) bool { return len(s) > 0 && len(s) <= 120 })
	}
	if b.Has("ongoing") {
		r.Ongoing = b.Bool("ongoing")
	}
	count := func(name string, into **int) {
		if b.Has(name) {
			n := int(b.Int(name, 0, 1<<30))
			*into = &n
		}
	}
	count("subjects_min", &r.SubjectsMin)
	count("subjects_max", &r.SubjectsMax)
	moment := func(name string, into *time.Time) {
		if b.Has(name) {
			*into = b.Time(name)
		}
	}
	moment("deletion_requested_at", &r.DeletionRequestedAt)
	moment("deletion_confirmed_at", &r.DeletionConfirmedAt)
	b.Only("summary", "remarks", "subject_groups", "consequences", "other_authorities", "ongoing", "subjects_min", "subjects_max", "deletion_requested_at", "deletion_confirmed_at")
	return r
}
