package casework_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/rules"
)

// desk is casework on a real store, with a clock that stands still.
type desk struct {
	t         *testing.T
	now       time.Time
	store     *sqlstore.Store
	register  *register.Service
	cases     *casework.Service
	approvals *approval.Service
	org       string
	device    string
	serial    int
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), org: "org_1", device: "dev_1"}
	var err error
	d.store, err = sqlstore.Open(t.Context(), t.TempDir(), rand.Reader)
	d.must(err)
	t.Cleanup(func() { _ = d.store.Close() })
	clockNow := func() time.Time { return d.now }
	d.register = register.New(d.store, clockNow, rand.Reader)
	gate := ident.NewGate(d.store, clockNow)
	clean := func(text string) bool { return !strings.Contains(text, "111222333") }
	d.approvals = approval.New(d.store, gate, clean, clockNow, rand.Reader)
	document, err := rules.FS.ReadFile("legal/avg.yaml")
	d.must(err)
	law, err := clock.Parse(document)
	d.must(err)
	d.cases = casework.New(casework.Deps{
		Store: d.store, Gate: gate, Approvals: d.approvals, Law: law, Clean: clean, Now: clockNow, Random: rand.Reader,
		Destination: func(_ context.Context, _, id string) policy.Destination {
			return policy.Destination{ID: id, Name: "ChatGPT", Country: "US", Class: policy.Unapproved}
		},
	})
	entry := chain.Draft{At: d.now, Actor: "test", Role: "system", Action: "set-up"}
	d.must(d.store.CreateOrganisation(t.Context(), ident.Organisation{ID: d.org, Name: "Ziekenhuis", TimeZone: "Europe/Amsterdam", Rev: 1}, entry))
	d.must(d.store.AddEnrolmentKey(t.Context(), ident.EnrolmentKey{OrgID: d.org, ID: "enk_1", Hash: "h"}, entry))
	_, err = d.store.Enrol(t.Context(), "h", ident.Device{ID: d.device}, entry)
	d.must(err)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) refused(err error, code fault.Code) {
	d.t.Helper()
	if err == nil || fault.From(err).Code != code {
		d.t.Errorf("got %v, want %s", err, code)
	}
}

// as is a person with the role.
func (d *desk) as(role ident.Role) ident.Principal {
	return ident.Principal{OrgID: d.org, UserID: "usr_" + string(role), Bindings: []ident.Binding{{Role: role}}, At: d.now, SteppedUpAt: d.now}
}

// medical is the vector of a text with a number, a name and a diagnosis.
const medical = `{"class":"unapproved","channel":"typed","language":"nl","size":"s","types":{"bsn":[1,1,1,1,1,1],"person_name":[1,1,1,1,1,1],"diagnosis":[1,1,1,1,1,1]},"persons":[{"role":"patient","private":true,"number":1}],"subjects_est":{"min":1,"max":2}}`

func (d *desk) attempt(conversation, features string, severity policy.Severity) register.Event {
	d.t.Helper()
	id, err := ident.NewID("", d.now, rand.Reader)
	d.must(err)
	var f policy.Features
	d.must(json.Unmarshal([]byte(features), &f))
	e := register.Event{
		OrgID: d.org, DeviceID: d.device, RequestID: id, DecisionID: "dec_" + id, At: d.now, Destination: "chatgpt", Class: policy.Unapproved,
		Subject: "Reiger-7KQ2M", IdentitySource: "managed", Conversation: conversation,
		Decision:    register.Decision{Action: policy.Warn, Severity: severity, Rules: []register.RuleHit{{ID: "bsn", Action: policy.Warn}}},
		SubjectsMin: f.Subjects.Min, SubjectsMax: f.Subjects.Max, Features: json.RawMessage(features), PolicyVersion: 1,
	}
	for _, name := range []string{"bsn", "person_name", "iban", "email", "address", "date_of_birth", "postcode"} {
		if strings.Contains(features, `"`+name+`"`) {
			group := map[string]string{"iban": "financial", "email": "contact", "address": "contact", "postcode": "contact"}[name]
			if group == "" {
				group = "identity"
			}
			e.Types = append(e.Types, register.TypeCount{Type: name, Group: group, Count: 1, Distinct: 1})
		}
	}
	if strings.Contains(features, "diagnosis") {
		e.Types = append(e.Types, register.TypeCount{Type: "diagnosis", Group: "health", Count: 1, Distinct: 1})
	}
	e, err = d.register.Record(d.t.Context(), e)
	d.must(err)
	return e
}

func (d *desk) report(e register.Event, result register.Result, egress register.Egress) {
	d.t.Helper()
	d.must(d.register.Report(d.t.Context(), d.org, d.device, e.DecisionID, register.Outcome{Result: result, Egress: egress, At: d.now}))
}

// leak is an incident of a text that went out.
func (d *desk) leak(features string) string {
	d.serial++
	e := d.attempt("c"+string(rune('a'+d.serial)), features, policy.SeverityMedium)
	d.report(e, register.Sent, register.EgressFull)
	return e.IncidentID
}

func (d *desk) incident(id string) register.Incident {
	d.t.Helper()
	i, err := d.store.Incident(d.t.Context(), d.org, id)
	d.must(err)
	return i
}

func (d *desk) verified() {
	d.t.Helper()
	if _, err := d.register.Verify(d.t.Context(), d.org); err != nil {
		d.t.Errorf("the chain: %v", err)
	}
}

func to(s lifecycle.State) casework.Transition {
	return casework.Transition{Move: lifecycle.Move{Axis: lifecycle.AxisState, To: string(s)}}
}

func (d *desk) move(p ident.Principal, id string, t casework.Transition) (*approval.Approval, error) {
	_, a, err := d.cases.Transition(d.t.Context(), p, id, t)
	return a, err
}

// confirmed is a confirmed leak.
func (d *desk) confirmed(features string) string {
	d.t.Helper()
	id := d.leak(features)
	for _, s := range []lifecycle.State{lifecycle.Triaged, lifecycle.ConfirmedLeak} {
		_, err := d.move(d.as(ident.FG), id, to(s))
		d.must(err)
	}
	return id
}

func (d *desk) judge(id string, f severity.Factors) {
	d.t.Helper()
	_, err := d.cases.Assess(d.t.Context(), d.as(ident.FG), id, d.incident(id).Rev, casework.Assessment{Factors: f, Why: "Zo is het beoordeeld."})
	d.must(err)
}

var full = severity.Factors{DPC: 4, EI: 1, Circumstances: severity.Circumstances{Confidentiality: 0.5}}
