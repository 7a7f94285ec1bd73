package console

import (
	"context"
	"crypto/sha256"
	"net/http"
	"slices"
	"time"

	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/setup"
)

type setupView struct {
	Steps []stepView `json:"steps"`
	// Sandbox says that the gate has not been passed.
	Sandbox bool      `json:"sandbox"`
	Gate    *gateView `json:"gate"`
	// Consent is where the consent of the works council stands.
	Consent consentView `json:"consent"`
}

type stepView struct {
	ID setup.Step `json:"id"`
	// State is "open", "done" or "later".
	State    string `json:"state"`
	Blocking bool   `json:"blocking"`
}

type gateView struct {
	AssessedOn  *string `json:"assessed_on"`
	ConsentedOn *string `json:"consented_on"`
	Volunteers  bool    `json:"volunteers"`
	EvaluateOn  *string `json:"evaluate_on"`
	Reference   *string `json:"reference"`
}

// setupState shows how far the first run is. What can be seen from the service
// itself is done without anybody saying so.
func (a *API) setupState(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	p, err := a.Setup.Progress(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	return a.setupReply(k, p)
}

func (a *API) setupReply(k call, p setup.Progress) (reply, error) {
	seen, err := a.seenSteps(k)
	if err != nil {
		return reply{}, err
	}
	consent, err := a.Council.Consent(k.Request.Context(), k.who)
	return reply{status: http.StatusOK, body: viewSetup(p, seen, consent)}, err
}

func viewSetup(p setup.Progress, seen map[setup.Step]bool, consent council.Consent) setupView {
	v := setupView{Steps: []stepView{}, Sandbox: !p.Gate.Passed(), Consent: viewConsent(consent)}
	for _, s := range setup.Steps {
		state := "open"
		switch {
		case seen[s] || slices.Contains(p.Done, s):
			state = "done"
		case slices.Contains(p.Later, s):
			state = "later"
		}
		v.Steps = append(v.Steps, stepView{s, state, s == setup.LegalGate})
	}
	if slices.Contains(p.Done, setup.LegalGate) {
		v.Gate = &gateView{day(p.Gate.AssessedOn), day(p.Gate.ConsentedOn), p.Gate.Volunteers, day(p.Gate.EvaluateOn), orNil(p.Gate.Reference)}
	}
	return v
}

func day(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.Format(time.DateOnly)
	return &s
}

// seenSteps are those that show from what is there, as far as the person may see it.
func (a *API) seenSteps(k call) (map[setup.Step]bool, error) {
	ctx, seen := k.Request.Context(), map[setup.Step]bool{setup.Baseline: a.Policies.Whole(k.who.OrgID).Version > 0}
	for _, d := range a.Policies.Whole(k.who.OrgID).Catalogue.Destinations() {
		if d.Class == policy.Approved {
			seen[setup.OwnChatbot] = true
		}
	}
	var bindings []ident.RoleBinding
	err := allowed(&bindings, func() ([]ident.RoleBinding, error) { return a.People.Bindings(ctx, k.who, "", "", 200) })
	if err != nil {
		return nil, err
	}
	held := map[ident.Role]bool{}
	for _, b := range bindings {
		held[b.Role] = true
	}
	seen[setup.People] = held[ident.FG] && (held[ident.CISO] || held[ident.DeputyFG])
	var devices []ident.Device
	if err := allowed(&devices, func() ([]ident.Device, error) { return a.Devices.List(ctx, k.who, ident.DeviceFilter{Limit: 1}) }); err != nil {
		return nil, err
	}
	seen[setup.Deployment] = len(devices) > 0
	seen[setup.LiveTest], err = a.blockedOnce(ctx, k.who)
	return seen, err
}

// blockedOnce reports whether anything was ever blocked, to who may see that or sets
// the service up: an owner sees no incidents, and must know that the guard works.
func (a *API) blockedOnce(ctx context.Context, who ident.Principal) (bool, error) {
	if who.Require(ident.SettingsManage) == nil {
		who = ident.Service(who.OrgID, "first run")
	}
	var blocked casework.Facets
	err := allowed(&blocked, func() (casework.Facets, error) {
		return a.Cases.EventFacets(ctx, who, casework.EventFilter{Actions: []string{policy.Block.String()}})
	})
	return blocked.Total > 0, err
}

// completeStep confirms a step or leaves it for later.
func (a *API) completeStep(k call) (reply, error) {
	assessed, consented := readDay(k, "assessed_on"), readDay(k, "consented_on")
	said := setup.Said{
		Gate:  setup.Gate{AssessedOn: assessed, ConsentedOn: consented, Volunteers: k.body.Bool("volunteers"), Reference: k.body.String("reference", maxReference), EvaluateOn: readDay(k, "evaluate_on")},
		Later: k.body.Bool("later"), Fingerprint: k.body.String("fingerprint", sha256.Size*2),
	}
	k.body.Only("assessed_on", "consented_on", "evaluate_on", "reference", "fingerprint", "volunteers", "later")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	p, err := a.Setup.Complete(k.Request.Context(), k.who, setup.Step(k.Param("step")), said)
	if err != nil {
		return reply{}, err
	}
	return a.setupReply(k, p)
}

// maxReference bounds a reference to a document, in bytes.
const maxReference = 480

func readDay(k call, name string) time.Time {
	s := k.body.String(name, len(time.DateOnly))
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		k.body.Fail(name, "format")
	}
	return t
}
