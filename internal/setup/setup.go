package setup

import (
	"context"
	"encoding/json"
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
	// Reference names the document with the consent, such as a number of minutes; ""
	// for none.
	Reference string `json:"reference,omitempty"`
	// EvaluateOn is when employer and works council look at it again.
	EvaluateOn time.Time `json:"evaluate_on,omitzero"`
}

// Agreement is a gate that was passed, with what was agreed on.
type Agreement struct {
	Gate
	RecordedAt time.Time `json:"recorded_at"`
	RecordedBy string    `json:"recorded_by"`
	// Fingerprint names the settings that were agreed on, Facts are those; "" and nil
	// when the service did not keep them yet. Of older agreements only the fingerprint
	// is kept.
	Fingerprint string          `json:"fingerprint,omitempty"`
	Facts       json.RawMessage `json:"facts,omitempty"`
}

// Consent knows what the works council agrees to.
type Consent interface {
	// Snapshot is what the service does by its settings now, with what waits.
	Snapshot(ctx context.Context, org string) (fingerprint string, facts json.RawMessage, err error)
	// Apply carries out what waited and was agreed to.
	Apply(ctx context.Context, org string) error
}

// Passed reports whether everybody may be guarded. Volunteers are a pilot: they do
// not open the gate for others.
func (g Gate) Passed() bool { return !g.AssessedOn.IsZero() && !g.ConsentedOn.IsZero() }

// Progress is what was said; revision 0 is nothing yet.
type Progress struct {
	Gate  Gate   `json:"gate,omitzero"`
	Done  []Step `json:"done,omitempty"`  // confirmed by a person
	Later []Step `json:"later,omitempty"` // left for later
	// Agreements are the gates that were passed, oldest first.
	Agreements []Agreement `json:"agreements,omitempty"`
	Rev        int64       `json:"rev"`
}

// Agreed is the last agreement; nil without one.
func (p Progress) Agreed() *Agreement {
	if len(p.Agreements) == 0 {
		return nil
	}
	return &p.Agreements[len(p.Agreements)-1]
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
	// Consent knows what the works council agrees to; nil where nothing is kept of that.
	Consent Consent
	// Clean reports whether a text holds no personal data and no secret; nil: it is not
	// looked at.
	Clean func(text string) bool
}

// New is a service on the store.
func New(store Store, gate *ident.Gate, now func() time.Time) *Service {
	return &Service{store: store, gate: gate, now: now}
}

// Progress is what was said; everybody who signed in may know.
func (s *Service) Progress(ctx context.Context, p ident.Principal) (Progress, error) {
	return s.store.SetupProgress(ctx, p.OrgID)
}

// Said is what a person says of a step; all but Later counts for LegalGate alone.
type Said struct {
	// Later leaves the step for later.
	Later bool
	Gate  Gate
	// Fingerprint names the settings that the works council saw; "" when nobody says.
	Fingerprint string
}

// Complete confirms a step, or leaves it for later. Returns fault.NotFound,
// fault.PermissionDenied, fault.RequestInvalid, fault.TextRefused,
// fault.PreconditionFailed, and fault.Conflict when the works council saw other
// settings than those that hold now.
func (s *Service) Complete(ctx context.Context, p ident.Principal, step Step, said Said) (Progress, error) {
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
	case said.Later:
		progress.Later = append(progress.Later, step)
	case step == LegalGate:
		if err := s.check(said.Gate); err != nil {
			return Progress{}, err
		}
		if progress, err = s.agree(ctx, p, progress, said); err != nil {
			return Progress{}, err
		}
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
	if err := s.store.SaveSetupProgress(ctx, p.OrgID, progress, entry); err != nil || s.Consent == nil {
		return progress, err
	}
	return progress, s.Consent.Apply(ctx, p.OrgID)
}

// agree is the progress after the gate was said, with what was agreed on.
func (s *Service) agree(ctx context.Context, p ident.Principal, progress Progress, said Said) (Progress, error) {
	gate := said.Gate
	if gate.EvaluateOn.IsZero() && gate.Passed() {
		gate.EvaluateOn = gate.ConsentedOn.AddDate(1, 0, 0)
	}
	progress.Gate = gate
	if !gate.Passed() {
		return progress, nil
	}
	a := Agreement{Gate: gate, RecordedAt: s.now(), RecordedBy: p.Actor()}
	if s.Consent != nil {
		var err error
		if a.Fingerprint, a.Facts, err = s.Consent.Snapshot(ctx, p.OrgID); err != nil {
			return progress, err
		}
	}
	if said.Fingerprint != "" && said.Fingerprint != a.Fingerprint {
		return progress, fault.E(fault.Conflict)
	}
	earlier := slices.Clone(progress.Agreements)
	for i := range earlier {
		earlier[i].Facts = nil
	}
	progress.Agreements = append(earlier, a)
	return progress, nil
}

// maxReference is the greatest length of a reference, in characters.
const maxReference = 120

// check wants both dates, not in the future, or volunteers; a reference is short and
// holds nothing about people.
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
	switch {
	case len([]rune(g.Reference)) > maxReference:
		wrong = append(wrong, fault.Field{Pointer: "/reference", Code: "too_long"})
	case g.Reference != "" && s.Clean != nil && !s.Clean(g.Reference):
		return fault.E(fault.TextRefused, fault.Field{Pointer: "/reference", Code: "invalid"})
	}
	if !g.EvaluateOn.IsZero() && !g.EvaluateOn.After(g.ConsentedOn) {
		wrong = append(wrong, fault.Field{Pointer: "/evaluate_on", Code: "range"})
	}
	if len(wrong) > 0 {
		return fault.E(fault.RequestInvalid, wrong...)
	}
	return nil
}
