package casework

import (
	"context"
	"errors"
	"slices"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
	"dijkwacht/internal/rule"
)

// Manual is a breach that was found by other ways than inspection.
type Manual struct {
	Destination                       string
	Department                        string
	OccurredFrom, OccurredTo, AwareAt time.Time
	Types                             []rule.Type
	SubjectsMin, SubjectsMax          int
	Summary                           string
	// Sandbox: the legal gate was not passed yet.
	Sandbox bool
}

// Open adds an incident by hand. Returns fault.PermissionDenied,
// fault.RequestInvalid, fault.NotFound for the department, and fault.TextRefused.
func (s *Service) Open(ctx context.Context, p ident.Principal, m Manual) (register.Incident, error) {
	if held, _ := somewhere(p, sort); !held {
		return register.Incident{}, s.denied(ctx, p, "incident.reported", "")
	}
	tree, err := s.tree(ctx, p.OrgID)
	if err != nil {
		return register.Incident{}, err
	}
	if _, known := tree.Department(m.Department); m.Department != "" && !known {
		return register.Incident{}, fault.E(fault.NotFound)
	}
	i := m.incident(p.OrgID, s.destination(ctx, p.OrgID, m.Destination), s.Now())
	if !mayOn(p, i, tree, sort) {
		return register.Incident{}, s.denied(ctx, p, "incident.reported", "")
	}
	if err := errors.Join(m.check(s.Now()), s.text("/summary", m.Summary, true)); err != nil {
		return register.Incident{}, err
	}
	if i.ID, err = ident.NewID(ident.PrefixIncident, s.Now(), s.Random); err != nil {
		return register.Incident{}, err
	}
	err = s.Store.ChangeCases(ctx, p.OrgID, func(tx Tx) error {
		seq, err := tx.NextNumber(i.DetectedAt.UTC().Year())
		if err != nil {
			return err
		}
		i.Number = register.Number{Year: i.DetectedAt.UTC().Year(), Seq: seq}
		i.Rev = 0
		i, err = s.save(tx, p, i, register.Change{Action: "reported", By: p.UserID})
		return err
	})
	return i, err
}

func (m Manual) check(now time.Time) error {
	var fields []fault.Field
	if m.OccurredFrom.IsZero() || m.OccurredTo.Before(m.OccurredFrom) || m.OccurredTo.After(now) {
		fields = append(fields, fault.Field{Pointer: "/occurred_from", Code: "range"})
	}
	if m.AwareAt.After(now) || !m.AwareAt.IsZero() && m.AwareAt.Before(m.OccurredFrom) {
		fields = append(fields, fault.Field{Pointer: "/aware_at", Code: "range"})
	}
	if m.SubjectsMax < m.SubjectsMin {
		fields = append(fields, fault.Field{Pointer: "/subjects_max", Code: "range"})
	}
	if len(m.Types) == 0 {
		fields = append(fields, fault.Field{Pointer: "/types", Code: "required"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// incident is row 15 of the table: detected, for a person to judge.
func (m Manual) incident(org string, d policy.Destination, now time.Time) register.Incident {
	i := register.Incident{
		OrgID: org, State: lifecycle.Detected, Kind: register.KindSecret, Row: register.RowManual, Review: true, Egress: register.EgressFull,
		Destination: m.Destination, Class: d.Class, OccurredFrom: m.OccurredFrom, OccurredTo: m.OccurredTo, DetectedAt: now,
		SubjectsMin: m.SubjectsMin, SubjectsMax: m.SubjectsMax, Rules: []string{}, Sandbox: m.Sandbox,
		Dossier: register.Dossier{Source: register.SourceManual, Department: m.Department, Touched: true, AwareAt: m.AwareAt, Record: register.Record{Summary: m.Summary}},
	}
	facts := severity.Facts{Types: rule.SetOf(m.Types...), Class: d.Class, Subjects: m.SubjectsMax}
	for _, t := range m.Types {
		i.Types = append(i.Types, register.TypeCount{Type: t.String(), Group: t.Group().String(), Count: max(1, m.SubjectsMin), Distinct: max(1, m.SubjectsMin)})
		if t.Group() != rule.GroupSecret && t.Group() != rule.GroupContext {
			i.Kind = register.KindPrivacy
		}
		if t == rule.PersonName {
			facts.Name = severity.FullName
		}
	}
	computed := severity.Propose(facts)
	i.Computed = &computed
	i.Severity = i.Counts(policy.SeverityMedium)
	if !m.AwareAt.IsZero() {
		i.AwareBasis = clock.Manual
	}
	return i
}

// BulkResult is what became of one incident of a bulk act.
type BulkResult struct {
	ID  string
	Err error
}

// Bulk moves several new or sorted incidents to the same state, or closes those that
// are done with, one by one; severe ones and leaks are left to be judged alone. A dry run says what would happen and changes
// nothing.
func (s *Service) Bulk(ctx context.Context, p ident.Principal, ids []string, t Transition, dryRun bool) ([]BulkResult, error) {
	if held, _ := somewhere(p, sort); !held {
		return nil, s.denied(ctx, p, "incident.moved", "")
	}
	list := make([]BulkResult, len(ids))
	denied := 0
	for n, id := range ids {
		err := s.bulkOne(ctx, p, id, t, dryRun)
		if err != nil && fault.From(err).Code == fault.PermissionDenied {
			denied++
		}
		list[n] = BulkResult{id, err}
	}
	if denied == len(list) && denied > 0 {
		return nil, fault.E(fault.PermissionDenied)
	}
	return list, nil
}

// errDry ends a change that would have gone well.
var errDry = errors.New("dry run")

// bulkFrom are the states in which no duty to tell anybody runs.
var bulkFrom = []lifecycle.State{lifecycle.Detected, lifecycle.Triaged, lifecycle.Prevented, lifecycle.FalsePositive, lifecycle.Authorised}

func (s *Service) bulkOne(ctx context.Context, p ident.Principal, id string, t Transition, dryRun bool) error {
	used := approval.Act{}
	_, err := s.do(ctx, p, act{what: "moved", id: id, perms: sort, change: func(tx Tx, i *register.Incident, c *register.Change) error {
		if !slices.Contains(bulkFrom, i.State) {
			return faultOf(&lifecycle.IllegalError{Axis: lifecycle.AxisState, Allowed: i.Case().Allowed(lifecycle.AxisState)})
		}
		if err := score(tx, i); err != nil {
			return err
		}
		if i.Severity > policy.SeverityMedium {
			return fault.E(fault.IncidentNotReady, fault.Field{Pointer: "/severity", Code: "range"})
		}
		err := s.texts(map[string]string{"/reason": t.Reason, "/legal_basis": t.LegalBasis})
		if err == nil {
			err = s.move(ctx, tx, p, i, c, t, &used)
		}
		if err == nil && dryRun {
			err = errDry
		}
		return err
	}})
	var ask errAsk
	if errors.As(err, &ask) {
		return fault.E(fault.ApprovalRequired)
	}
	if errors.Is(err, errDry) {
		return nil
	}
	return err
}
