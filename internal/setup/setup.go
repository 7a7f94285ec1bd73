package setup

import (
	"context"
	"slices"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Step is a step of the first run, in the order of Steps.
type Step string

// The steps.
const (
	Organisation Step = "organisation"
	People       Step = "people"
	OwnChatbot   Step = "own_chatbot"
	Baseline     Step = "baseline"
	LegalGate    Step = "legal_gate"
	Deployment   Step = "deployment"
	LiveTest     Step = "live_test"
	Report       Step = "report"
)

// Steps lists all.
var Steps = []Step{Organisation, People, OwnChatbot, Baseline, LegalGate, Deployment, LiveTest, Report}

// Gate is what must be agreed before everybody is guarded: an assessment of the
// effects (GDPR article 35) and the consent of the works council (WOR article 27
// paragraph 1 under l), or a pilot with volunteers. Dates are days.
type Gate struct {
	AssessedOn  time.Time `json:"assessed_on,omitzero"`
	ConsentedOn time.Time `json:"consented_on,omitzero"`
	Volunteers  bool      `json:"volunteers,omitempty"`
}

// Passed reports whether everybody may be guarded. Volunteers are a pilot: they do
// not open the gate for others.
func (g Gate) Passed() bool { return !g.AssessedOn.IsZero() && !g.ConsentedOn.IsZero() }

// Progress is what was said; revision 0 is nothing yet.
type Progress struct {
	Gate  Gate   `json:"gate,omitzero"`
	Done  []Step `json:"done,omitempty"`  // confirmed by a person
	Later []Step `json:"later,omitempty"` // left for later
	Rev   int64  `json:"rev"`
}

// Store keeps the progress. Failures of the store itself are fault.StoreUnavailable.
type Store interface {
	// SetupProgress is revision 0 when nothing was said.
	SetupProgress(ctx context.Context, org string) (Progress, error)
	// SaveSetupProgress replaces the revision before with its entry in one commit.
	// Returns fault.PreconditionFailed when another revision is on record.
	SaveSetupProgress(ctx context.Context, org string, p Progress, entry chain.Draft) error
}

// Service is safe for concurrent use.
type Service struct {
	store Store
	gate  *ident.Gate
	now   func() time.Time
}

// New is a service on the store.
func New(store Store, gate *ident.Gate, now func() time.Time) *Service {
	return &Service{store, gate, now}
}

// Progress is what was said; everybody who signed in may know.
func (s *Service) Progress(ctx context.Context, p ident.Principal) (Progress, error) {
	return s.store.SetupProgress(ctx, p.OrgID)
}

// Complete confirms a step, or leaves it for later; gate counts for LegalGate alone. Returns fault.NotFound, fault.PermissionDenied, fault.RequestInvalid and
// fault.PreconditionFailed.
func (s *Service) Complete(ctx context.Context, p ident.Principal, step Step, later bool, gate Gate) (Progress, error) {
	if !slices.Contains(Steps, step) {
		return Progress{}, fault.E(fault.NotFound)
	}
	if err := s.gate.Check(ctx, p, "setup.step", string(step), p.Require(ident.SettingsManage)); err != nil {
		return Progress{}, err
	}
	progress, err := s.store.SetupProgress(ctx, p.OrgID)
	if err != nil {
		return Progress{}, err
	}
	is := func(one Step) bool { return one == step }
	progress.Done, progress.Later = slices.DeleteFunc(slices.Clone(progress.Done), is), slices.DeleteFunc(slices.Clone(progress.Later), is)
	switch {
	case later:
		progress.Later = append(progress.Later, step)
	case step == LegalGate:
		if err := s.check(gate); err != nil {
			return Progress{}, err
		}
		progress.Gate = gate
		fallthrough
	default:
		progress.Done = append(progress.Done, step)
	}
	progress.Rev++
	now := s.now()
	entry, err := p.Draft("setup.step", string(step), progress.Rev, ident.OutcomeDone, progress, now)
	if err != nil {
		return Progress{}, err
	}
	return progress, s.store.SaveSetupProgress(ctx, p.OrgID, progress, entry)
}

// check wants both dates, not in the future, or volunteers.
func (s *Service) check(g Gate) error {
	var wrong []fault.Field
	for pointer, day := range map[string]time.Time{"/assessed_on": g.AssessedOn, "/consented_on": g.ConsentedOn} {
		switch {
		case day.IsZero() && !g.Volunteers:
			wrong = append(wrong, fault.Field{Pointer: pointer, Code: "required"})
		case day.After(s.now()):
			wrong = append(wrong, fault.Field{Pointer: pointer, Code: "range"})
		}
	}
	if len(wrong) > 0 {
		return fault.E(fault.RequestInvalid, wrong...)
	}
	return nil
}
