package publish

import (
	"context"
	"iter"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/replay"
)

// MaxWeeks is how far a replay goes back: as far as vectors are kept.
const MaxWeeks = 13

// LeastDepartment is k: a department with fewer inspections is not shown (20
// section 4.4).
const LeastDepartment = 10

const week = 7 * 24 * time.Hour

// Simulation is a replay over what is stored, and the share of the traffic that it
// covers: texts without any finding are counted and not stored.
type Simulation struct {
	replay.Result
	Inspected  int64   `json:"inspected"`
	CoveragePC float64 `json:"coverage_pct"`
}

// Simulate replays the stored inspections of so many weeks, of one department or of
// all, under the draft. For a department's policy the organisation's rules hold
// beside it. Returns what Validate returns, and fault.RequestInvalid for other
// weeks than 1 to MaxWeeks.
func (d *Desk) Simulate(ctx context.Context, p ident.Principal, id string, weeks int, department string) (Simulation, error) {
	one, draft, err := d.Validate(ctx, p, id)
	if err != nil {
		return Simulation{}, err
	}
	if weeks < 1 || weeks > MaxWeeks {
		return Simulation{}, fault.E(fault.RequestInvalid, fault.Field{Pointer: "/weeks", Code: "range"})
	}
	if one.DepartmentID != "" {
		draft, department = policy.Join(d.InForce.Whole(p.OrgID).Policy, draft), one.DepartmentID
	}
	return Replay(ctx, d.Vectors, p.OrgID, draft, d.Now().Add(-time.Duration(weeks)*week), department)
}

// Replay decides again about the stored inspections since from, of one department
// or, with "", of all. Of a department with fewer than LeastDepartment nothing is
// shown.
func Replay(ctx context.Context, vectors Vectors, org string, p *policy.Policy, from time.Time, department string) (Simulation, error) {
	// The two tables begin at a whole hour and a whole day.
	from = from.UTC().Truncate(24 * time.Hour)
	inspected, err := vectors.Inspected(ctx, org, from)
	if err != nil {
		return Simulation{}, err
	}
	result, err := replay.Run(p, of(vectors.Vectors(ctx, org, from), department), LeastDepartment)
	if err != nil {
		return Simulation{}, err
	}
	if department != "" {
		// What was inspected without a finding is not counted by department.
		if inspected = 0; result.Events < LeastDepartment {
			result = replay.Result{ByDepartment: []replay.DepartmentChanges{{Department: department, Suppressed: true}}, Changes: []replay.Change{}}
		}
	}
	s := Simulation{Result: result, Inspected: inspected}
	if inspected > 0 {
		s.CoveragePC = min(100, 100*float64(result.Events)/float64(inspected))
	}
	return s, nil
}

func of(all iter.Seq2[replay.Vector, error], department string) iter.Seq2[replay.Vector, error] {
	if department == "" {
		return all
	}
	return func(yield func(replay.Vector, error) bool) {
		for v, err := range all {
			if (err != nil || v.Department == department) && !yield(v, err) {
				return
			}
		}
	}
}

// RuleView is one rule in force, and what it did lately.
type RuleView struct {
	PolicyID string
	// Name is what the register calls the rule.
	Name string
	Rule policy.Rule
	Hits RuleHits
}

// Rules lists the rules in force of all policies, with what each did in the last
// seven days. Returns fault.PermissionDenied.
func (d *Desk) Rules(ctx context.Context, p ident.Principal) ([]RuleView, error) {
	if err := p.Require(ident.PolicyRead); err != nil {
		return nil, err
	}
	hits, err := d.Vectors.RuleHits(ctx, p.OrgID, d.Now().Add(-week))
	if err != nil {
		return nil, err
	}
	versions, err := d.Store.InForce(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	var list []RuleView
	for _, v := range versions {
		if v.Subject == SubjectDestinations || v.Subject == SubjectMessages {
			continue
		}
		document, err := readPolicySource(v.Source)
		if err != nil {
			return nil, err
		}
		for _, r := range document.Rules {
			name := r.ID
			if document.Department != "" {
				name = document.Department + "/" + r.ID
			}
			list = append(list, RuleView{PolicyID: v.Subject, Name: name, Rule: r, Hits: hits[name]})
		}
	}
	return list, nil
}
