package console

import (
	"net/http"
	"slices"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
)

type clockView struct {
	AwareAt    *string `json:"aware_at"`
	Basis      *string `json:"aware_basis"`
	DeadlineAt *string `json:"deadline_at"`
	NotifiedAt *string `json:"notified_at"`
	LateReason *string `json:"late_reason"`
	Legal      *string `json:"legal_version"`
	Running    bool    `json:"running"`
}

// incidentView is a case as lists show it.
type incidentView struct {
	ID       string             `json:"id"`
	Number   string             `json:"number"`
	Kind     register.Kind      `json:"kind"`
	Source   string             `json:"source"`
	State    lifecycle.State    `json:"state"`
	AP       lifecycle.AP       `json:"ap"`
	Subjects lifecycle.Subjects `json:"subjects"`
	Awaiting bool               `json:"awaiting_outcome"`
	// Sandbox: opened before the legal gate was passed; the clocks run all the same.
	Sandbox       bool                 `json:"sandbox"`
	Row           int                  `json:"classification"`
	Review        bool                 `json:"needs_review"`
	Severity      policy.Severity      `json:"severity"`
	SE            *float64             `json:"se"`
	Outcome       *string              `json:"outcome"`
	Egress        register.Egress      `json:"egress_evidence"`
	Action        policy.Action        `json:"action_taken"`
	Destination   string               `json:"destination_id"`
	Class         policy.Class         `json:"destination_class"`
	Department    *string              `json:"department_id"`
	Pseudonym     *string              `json:"pseudonym"`
	OccurredFrom  string               `json:"occurred_from"`
	OccurredTo    string               `json:"occurred_to"`
	DetectedAt    string               `json:"detected_at"`
	FirstViewedAt *string              `json:"first_viewed_at"`
	Events        int                  `json:"events"`
	Types         []register.TypeCount `json:"types"`
	Rules         []string             `json:"rules"`
	SubjectsMin   int                  `json:"subjects_min"`
	SubjectsMax   int                  `json:"subjects_max"`
	Assignee      *string              `json:"assignee"`
	Labels        []string             `json:"labels"`
	Clock         clockView            `json:"clock"`
	Rev           int64                `json:"rev"`
}

// caseView is a case as its own page shows it.
type caseView struct {
	incidentView
	Allowed       map[string][]string `json:"allowed"`
	Links         []string            `json:"links"`
	MergedInto    *string             `json:"merged_into"`
	LegalHold     bool                `json:"legal_hold"`
	ReasonCode    *string             `json:"reason_code"`
	LegalBasis    *string             `json:"legal_basis"`
	APReason      *string             `json:"ap_reason"`
	SubjectReason *string             `json:"subject_reason"`
	Record        recordView          `json:"record"`
}

func viewIncident(i register.Incident) incidentView {
	c := i.Case()
	v := incidentView{
		ID: i.ID, Number: i.Number.String(), Kind: i.Kind, Source: "device", State: i.State, AP: c.AP, Subjects: c.Subjects, Awaiting: i.Awaiting, Sandbox: i.Sandbox, Row: int(i.Row),
		Review: i.Review, Severity: i.Severity, Outcome: orNil(string(i.Outcome)), Egress: i.Egress, Action: i.Action, Destination: i.Destination, Class: i.Class,
		Department: orNil(i.Department), OccurredFrom: stamp(i.OccurredFrom), OccurredTo: stamp(i.OccurredTo), DetectedAt: stamp(i.DetectedAt), FirstViewedAt: when(i.FirstViewedAt),
		Events: i.Events, Types: orEmpty(i.Types), Rules: orEmpty(i.Rules), SubjectsMin: i.SubjectsMin, SubjectsMax: i.SubjectsMax, Assignee: orNil(i.Assignee),
		Labels: orEmpty(i.Labels), Rev: i.Rev,
		Clock: clockView{when(i.AwareAt), orNil(string(i.AwareBasis)), when(i.DeadlineAt), when(i.NotifiedAt), orNil(i.LateReason), orNil(i.Legal), i.Running()},
	}
	if i.Source != register.SourceDevice {
		v.Source = string(i.Source)
	}
	if s := i.Score(); s != nil {
		v.SE = &s.SE
	}
	if i.Subject != "" {
		v.Pseudonym = orNil(pseudonymOf(i.Subject, ""))
	}
	return v
}

func viewCase(i register.Incident) caseView {
	c := i.Case()
	return caseView{
		incidentView: viewIncident(i), Links: orEmpty(i.Links), MergedInto: orNil(i.MergedInto), LegalHold: i.LegalHold,
		ReasonCode: orNil(i.ReasonCode), LegalBasis: orNil(i.LegalBasis), APReason: orNil(i.APReason), SubjectReason: orNil(i.SubjectReason), Record: viewRecord(i.Record),
		Allowed: map[string][]string{"state": c.Allowed(lifecycle.AxisState), "ap": c.Allowed(lifecycle.AxisAP), "subjects": c.Allowed(lifecycle.AxisSubjects)},
	}
}

func caseReply(i register.Incident, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: viewCase(i), rev: i.Rev}, nil
}

func asTexts[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

var incidentFilters = []string{"state", "kind", "ap", "subjects", "severity", "destination", "class", "department", "source", "assignee", "type", "needs_review", "awaiting_outcome", "clock", "from", "to"}

func readIncidentFilter(k call) (f casework.Filter, err error) {
	err = queryLists(k, map[string]*[]string{
		"state": &f.States, "kind": &f.Kinds, "ap": &f.APs, "subjects": &f.Told, "severity": &f.Severities, "destination": &f.Destinations, "class": &f.Classes,
		"department": &f.Departments, "source": &f.Sources, "assignee": &f.Assignees, "type": &f.Types,
	}, map[string][]string{
		"state": asTexts(lifecycle.States), "kind": {"privacy", "secret"}, "ap": asTexts(lifecycle.APs), "subjects": asTexts(lifecycle.AllSubjects),
		"severity": severityNames, "class": classNames, "source": {"device", "manual"}, "type": typeNames,
	})
	if err != nil {
		return f, err
	}
	f.Types = typesOf(f.Types)
	// What is stored as nothing.
	for from, in := range map[string][]string{"not_applicable": f.APs, "not_applicable ": f.Told, "device": f.Sources, "none": f.Assignees} {
		for i, v := range in {
			if v == from || v+" " == from {
				in[i] = ""
			}
		}
	}
	for name, into := range map[string]**bool{"needs_review": &f.Review, "awaiting_outcome": &f.Awaiting} {
		if q := k.Query(name); q != "" {
			if q != "true" && q != "false" {
				return f, badQuery(name, "enum")
			}
			*into = new(bool)
			**into = q == "true"
		}
	}
	if q := k.Query("clock"); q != "" && q != "running" {
		return f, badQuery("clock", "enum")
	}
	f.Running = k.Query("clock") == "running"
	if f.From, err = queryTime(k, "from"); err != nil {
		return f, err
	}
	f.To, err = queryTime(k, "to")
	return f, err
}

// listIncidents lists a page of incidents, newest first.
func (a *API) listIncidents(k call) (reply, error) {
	if err := onlyQuery(k, append([]string{"limit", "cursor"}, incidentFilters...)...); err != nil {
		return reply{}, err
	}
	f, err := readIncidentFilter(k)
	if err != nil {
		return reply{}, err
	}
	binding := queryBinding(k)
	if f.Before, f.Limit, err = a.Cursors.Page(k.Context, binding...); err != nil {
		return reply{}, err
	}
	found, err := a.Cases.Incidents(k.Request.Context(), k.who, f)
	if err != nil {
		return reply{}, err
	}
	views, last := []incidentView{}, ""
	for _, one := range found {
		views, last = append(views, viewIncident(one)), one.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == f.Limit, last, binding...)}}, nil
}

// incidentFacets counts what the list shows.
func (a *API) incidentFacets(k call) (reply, error) {
	if err := onlyQuery(k, incidentFilters...); err != nil {
		return reply{}, err
	}
	f, err := readIncidentFilter(k)
	if err != nil {
		return reply{}, err
	}
	facets, err := a.Cases.IncidentFacets(k.Request.Context(), k.who, f)
	for _, name := range []string{"ap", "subjects_state"} {
		if n := facets.Counts[name][""]; n > 0 {
			facets.Counts[name]["not_applicable"] = n
			delete(facets.Counts[name], "")
		}
	}
	if n := facets.Counts["source"][""]; n > 0 {
		facets.Counts["source"]["device"] = n
		delete(facets.Counts["source"], "")
	}
	return reply{status: http.StatusOK, body: facetsView{facets.Total, facets.Counts}}, err
}

func (a *API) incidentByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixIncident)
	if err != nil {
		return reply{}, err
	}
	return caseReply(a.Cases.Get(k.Request.Context(), k.who, id))
}

type scoreView struct {
	severity.Score
	Sentences []string `json:"sentences"`
}

func (k call) viewScore(s *severity.Score) *scoreView {
	if s == nil {
		return nil
	}
	v := &scoreView{Score: *s, Sentences: []string{}}
	for _, r := range s.Reasons {
		v.Sentences = append(v.Sentences, r.Sentence(k.user.Locale))
	}
	v.Reasons = slices.Clone(orEmpty(v.Reasons))
	return v
}
