package main

import (
	"errors"
	"slices"
	"strings"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
)

// selection is which events and incidents: the filters of the console. There is
// none on people.
type selection struct {
	Destination []string `placeholder:"ID" help:"Towards these AI services."`
	Class       []string `placeholder:"CLASS" help:"approved, tolerated, unapproved, blocked or unknown."`
	Severity    []string `placeholder:"LEVEL" help:"unset, low, medium, high or very_high."`
	Department  []string `placeholder:"ID" help:"Of these departments, themselves alone; - for none."`

	State       []string `placeholder:"STATE" help:"Incidents: detected, triaged, prevented, false_positive, authorised, confirmed_leak, assessed or closed."`
	Kind        []string `placeholder:"KIND" help:"Incidents: privacy or secret."`
	AP          []string `name:"ap" placeholder:"STATE" help:"Incidents: whether the authority was told: not_applicable, none, drafting, submitted_initial, submitted_complete, withdrawn or not_required."`
	Subjects    []string `placeholder:"STATE" help:"Incidents: whether people were told: not_applicable, undecided, not_required, planned, informed or public_notice."`
	Source      []string `placeholder:"SOURCE" help:"Incidents: device or manual."`
	Assignee    []string `placeholder:"USER" help:"Incidents: of these users; - for nobody."`
	NeedsReview bool     `help:"Incidents: those that a person has to look at."`
	Awaiting    bool     `help:"Incidents: those that wait for an outcome."`
	Running     bool     `help:"Incidents: those whose clock runs."`

	Action   []string `placeholder:"ACTION" help:"Events: log, coach, warn, justify, redact or block."`
	Channel  []string `placeholder:"CHANNEL" help:"Events: typed, paste, drop, voice, autosave or file."`
	Outcome  []string `placeholder:"OUTCOME" help:"Events: sent, edited_and_sent, redacted_and_sent, redirected, cancelled, blocked, break_glass or unknown; - for none yet."`
	Incident []string `placeholder:"ID" help:"Events: of these incidents."`
}

// nothing stands for what is not there.
const nothing = "-"

func names[T ~string](list []T) []string {
	said := make([]string, len(list))
	for i, v := range list {
		said[i] = string(v)
	}
	return said
}

// check fails when a value is not one there is, or a filter selects nothing of what
// is listed. It repeats no value.
func (s selection) check(what string) error {
	for _, f := range []struct {
		flag, of string
		values   []string
		known    []string // nil: any
	}{
		{"--class", "", s.Class, []string{"approved", "tolerated", "unapproved", "blocked", "unknown"}},
		{"--severity", "", s.Severity, []string{"unset", "low", "medium", "high", "very_high"}},
		{"--state", "incidents", s.State, names(lifecycle.States)}, {"--kind", "incidents", s.Kind, []string{"privacy", "secret"}},
		{"--ap", "incidents", s.AP, names(lifecycle.APs)}, {"--subjects", "incidents", s.Subjects, names(lifecycle.AllSubjects)},
		{"--source", "incidents", s.Source, []string{"device", "manual"}}, {"--assignee", "incidents", s.Assignee, nil},
		{"--needs-review", "incidents", set(s.NeedsReview), nil}, {"--awaiting", "incidents", set(s.Awaiting), nil}, {"--running", "incidents", set(s.Running), nil},
		{"--action", "events", s.Action, []string{"log", "coach", "warn", "justify", "redact", "block"}},
		{"--channel", "events", s.Channel, []string{"typed", "paste", "drop", "voice", "autosave", "file"}},
		{"--outcome", "events", s.Outcome, []string{"sent", "edited_and_sent", "redacted_and_sent", "redirected", "cancelled", "blocked", "break_glass", "unknown", nothing}},
		{"--incident", "events", s.Incident, nil},
	} {
		if len(f.values) > 0 && f.of != "" && f.of != what {
			return errors.New(f.flag + " selects " + f.of + ": add --what " + f.of)
		}
		for _, v := range f.values {
			if f.known != nil && !slices.Contains(f.known, v) {
				return errors.New(f.flag + " must be of: " + strings.Join(f.known, ", "))
			}
		}
	}
	return nil
}

func set(v bool) []string {
	if v {
		return []string{"set"}
	}
	return nil
}

// among reports whether the value is selected; an empty list selects all.
func among(list []string, value string) bool {
	if value == "" {
		value = nothing
	}
	return len(list) == 0 || slices.Contains(list, value)
}

func level(s policy.Severity) string {
	if s == policy.SeverityUnset {
		return "unset"
	}
	return s.String()
}

func (s selection) event(a register.Attempt) bool {
	e, outcome := a.Event, ""
	if a.Outcome != nil {
		outcome = string(a.Outcome.Result)
	}
	return among(s.Destination, e.Destination) && among(s.Class, e.Class.String()) && among(s.Severity, level(e.Decision.Severity)) && among(s.Department, e.Department) &&
		among(s.Action, e.Decision.Action.String()) && among(s.Channel, e.Channel.String()) && among(s.Outcome, outcome) && among(s.Incident, e.IncidentID)
}

func (s selection) incident(i register.Incident) bool {
	c, source := i.Case(), string(i.Source)
	if i.Source == register.SourceDevice {
		source = "device"
	}
	return among(s.Destination, i.Destination) && among(s.Class, i.Class.String()) && among(s.Severity, level(i.Severity)) && among(s.Department, i.Department) &&
		among(s.State, string(i.State)) && among(s.Kind, string(i.Kind)) && among(s.AP, string(c.AP)) && among(s.Subjects, string(c.Subjects)) &&
		among(s.Source, source) && among(s.Assignee, i.Assignee) && (!s.NeedsReview || i.Review) && (!s.Awaiting || i.Awaiting) && (!s.Running || i.Running())
}
