package console

import (
	"encoding/json"
	"net/http"
	"slices"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/rule"
)

type outcomeView struct {
	Outcome  register.Result `json:"outcome"`
	Egress   register.Egress `json:"egress_evidence"`
	Override *policy.Reason  `json:"override_reason"`
	Text     *string         `json:"override_text"`
	At       string          `json:"at"`
}

// eventView is an attempt as the console shows it: metadata and the pseudonym, no
// text and no device.
type eventView struct {
	ID            string               `json:"id"`
	DecisionID    string               `json:"decision_id"`
	IncidentID    *string              `json:"incident_id"`
	At            string               `json:"at"`
	Destination   string               `json:"destination_id"`
	Class         policy.Class         `json:"destination_class"`
	Channel       policy.Channel       `json:"channel"`
	Department    *string              `json:"department_id"`
	Pseudonym     string               `json:"pseudonym"`
	Action        policy.Action        `json:"action"`
	Severity      policy.Severity      `json:"severity"`
	Rules         []register.RuleHit   `json:"matched_rules"`
	Types         []register.TypeCount `json:"types"`
	SubjectsMin   int                  `json:"subjects_min"`
	SubjectsMax   int                  `json:"subjects_max"`
	PolicyVersion int                  `json:"policy_version"`
	Outcome       *outcomeView         `json:"outcome"`
}

func viewEvent(a register.Attempt) eventView {
	e := a.Event
	v := eventView{
		ID: e.ID, DecisionID: e.DecisionID, IncidentID: orNil(e.IncidentID), At: stamp(e.At), Destination: e.Destination, Class: e.Class, Channel: e.Channel,
		Department: orNil(e.Department), Pseudonym: pseudonymOf(e.Subject, e.DeviceID), Action: e.Decision.Action, Severity: e.Decision.Severity,
		Rules: orEmpty(e.Decision.Rules), Types: orEmpty(e.Types), SubjectsMin: e.SubjectsMin, SubjectsMax: e.SubjectsMax, PolicyVersion: e.PolicyVersion,
	}
	if o := a.Outcome; o != nil {
		v.Outcome = &outcomeView{o.Result, o.Egress, o.OverrideReason, orNil(o.OverrideText), stamp(o.At)}
	}
	return v
}

// pseudonymOf is what stands for the person; a device without a known person has no
// name here.
func pseudonymOf(subject, device string) string {
	if subject == device || ident.IsID(ident.PrefixDevice, subject) {
		return "device"
	}
	return subject
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// names are the values that a filter may have.
func names[T interface{ String() string }](list ...T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.String()
	}
	return out
}

var (
	classNames    = names(policy.ClassUnknown, policy.Approved, policy.Tolerated, policy.Unapproved, policy.Blocked)
	actionNames   = names(policy.Allow, policy.Log, policy.Coach, policy.Warn, policy.Justify, policy.Redact, policy.Block)
	channelNames  = names(policy.Typed, policy.Paste, policy.Drop, policy.Voice, policy.Autosave, policy.File)
	severityNames = []string{"low", "medium", "high", "very_high"}
	typeNames     = append(names(rule.Types()...), groupNames...)
	groupNames    = names(rule.GroupIdentity, rule.GroupContact, rule.GroupFinancial, rule.GroupHealth, rule.GroupSecret, rule.GroupContext)
	outcomeNames  = []string{"sent", "edited_and_sent", "redacted_and_sent", "redirected", "cancelled", "blocked", "break_glass", "unknown"}
)

// queryList reads a parameter that may be given several times, each out of the list
// or, where it is nil, a name of the program.
func queryList(k call, name string, known []string) ([]string, error) {
	values := k.QueryArray(name)
	if len(values) > 50 {
		return nil, badQuery(name, "range")
	}
	for _, v := range values {
		if known == nil && !entryName.MatchString(v) || known != nil && !slices.Contains(known, v) {
			return nil, badQuery(name, "enum")
		}
	}
	return values, nil
}

// typesOf are the types of findings, with those of the groups among them.
func typesOf(asked []string) []string {
	list := slices.Clone(asked)
	for _, t := range rule.Types() {
		if slices.Contains(asked, t.Group().String()) {
			list = append(list, t.String())
		}
	}
	return list
}

// queryLists reads several.
func queryLists(k call, into map[string]*[]string, known map[string][]string) (err error) {
	for name, list := range into {
		if *list, err = queryList(k, name, known[name]); err != nil {
			return err
		}
	}
	return nil
}

var eventFilters = []string{"destination", "class", "action", "channel", "outcome", "severity", "department", "type", "rule", "browser", "from", "to"}

func readEventFilter(k call) (f casework.EventFilter, err error) {
	err = queryLists(k, map[string]*[]string{
		"destination": &f.Destinations, "class": &f.Classes, "action": &f.Actions, "channel": &f.Channels, "outcome": &f.Outcomes, "severity": &f.Severities, "department": &f.Departments, "type": &f.Types, "rule": &f.Rules, "browser": &f.Browsers,
	}, map[string][]string{"class": classNames, "action": actionNames, "channel": channelNames, "outcome": outcomeNames, "severity": severityNames, "type": typeNames, "browser": ident.Browsers()})
	if err != nil {
		return f, err
	}
	f.Types = typesOf(f.Types)
	if f.From, err = queryTime(k, "from"); err != nil {
		return f, err
	}
	f.To, err = queryTime(k, "to")
	return f, err
}

// listEvents lists a page of events, newest first.
func (a *API) listEvents(k call) (reply, error) {
	if err := onlyQuery(k, append([]string{"limit", "cursor"}, eventFilters...)...); err != nil {
		return reply{}, err
	}
	f, err := readEventFilter(k)
	if err != nil {
		return reply{}, err
	}
	binding := queryBinding(k)
	if f.Before, f.Limit, err = a.Cursors.Page(k.Context, binding...); err != nil {
		return reply{}, err
	}
	found, err := a.Cases.Events(k.Request.Context(), k.who, f)
	if err != nil {
		return reply{}, err
	}
	views, last := []eventView{}, ""
	for _, one := range found {
		views, last = append(views, viewEvent(one)), one.Event.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == f.Limit, last, binding...)}}, nil
}

type facetsView struct {
	Total  int64                       `json:"total"`
	Facets map[string]map[string]int64 `json:"facets"`
}

// eventFacets counts what the list shows.
func (a *API) eventFacets(k call) (reply, error) {
	if err := onlyQuery(k, eventFilters...); err != nil {
		return reply{}, err
	}
	f, err := readEventFilter(k)
	if err != nil {
		return reply{}, err
	}
	facets, err := a.Cases.EventFacets(k.Request.Context(), k.who, f)
	return reply{status: http.StatusOK, body: facetsView{facets.Total, facets.Counts}}, err
}

type decisionView struct {
	eventView
	Features json.RawMessage `json:"features"`
	Offers   []policy.Offer  `json:"offers"`
}

// decisionByID shows one decision with its feature vector.
func (a *API) decisionByID(k call) (reply, error) {
	id, err := idOf(k, ident.PrefixDecision)
	if err != nil {
		return reply{}, err
	}
	found, err := a.Cases.Decision(k.Request.Context(), k.who, id)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: decisionView{viewEvent(found), found.Event.Features, orEmpty(found.Event.Decision.Offers)}}, nil
}
