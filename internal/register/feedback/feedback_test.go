package feedback

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// TestSendersProposeAndPeopleDecide is rows 12 and 13 of the table of breaches: what
// senders say is a proposal, and moves nothing.
func TestSendersProposeAndPeopleDecide(t *testing.T) {
	sent := func(event string, reason policy.Reason) register.Attempt {
		return register.Attempt{Event: register.Event{ID: event}, Outcome: &register.Outcome{Result: register.Sent, OverrideReason: &reason}}
	}
	claim := func(event string, kind Kind) Feedback {
		return Feedback{DecisionID: event, EventID: event, Verdict: FalsePositive, Kind: kind}
	}
	quiet := register.Attempt{Event: register.Event{ID: "e9"}, Outcome: &register.Outcome{Result: register.BlockedSend}}
	for name, tt := range map[string]struct {
		list     []Feedback
		attempts []register.Attempt
		want     *Proposal
	}{
		"nobody says anything":       {nil, []register.Attempt{quiet, {Event: register.Event{ID: "e8"}}}, nil},
		"something was missed":       {[]Feedback{{EventID: "e1", Verdict: Missed}}, nil, nil},
		"an emergency":               {nil, []register.Attempt{sent("e1", policy.Spoed)}, nil},
		"the person agreed":          {nil, []register.Attempt{sent("e1", policy.Toestemming)}, nil},
		"an invented person":         {nil, []register.Attempt{sent("e1", policy.Fictief)}, &Proposal{Overrides: map[policy.Reason]int{policy.Fictief: 1}, Events: 1}},
		"own data, twice":            {nil, []register.Attempt{sent("e1", policy.EigenGegevens), sent("e2", policy.EigenGegevens)}, &Proposal{Overrides: map[policy.Reason]int{policy.EigenGegevens: 2}, Events: 2}},
		"a public person":            {nil, []register.Attempt{sent("e1", policy.Openbaar)}, &Proposal{Overrides: map[policy.Reason]int{policy.Openbaar: 1}, Events: 1}},
		"a claim and a reason":       {[]Feedback{claim("e1", Own)}, []register.Attempt{sent("e1", policy.KloptNiet)}, &Proposal{Kinds: map[Kind]int{Own: 1}, Overrides: map[policy.Reason]int{policy.KloptNiet: 1}, Claims: 1, Events: 1}},
		"two claims about one event": {[]Feedback{claim("e1", Invented), claim("e1", Public)}, nil, &Proposal{Kinds: map[Kind]int{Invented: 1, Public: 1}, Claims: 2, Events: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			i := register.Incident{ID: "inc_1", State: register.Detected, Severity: policy.SeverityHigh}
			got := Propose(i, tt.list, tt.attempts)
			if tt.want != nil {
				tt.want.To, tt.want.Review = "false_positive", true
				if tt.want.Kinds == nil {
					tt.want.Kinds = map[Kind]int{}
				}
				if tt.want.Overrides == nil {
					tt.want.Overrides = map[policy.Reason]int{}
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAllClaimsOfHighSeverityAreLookedAtAndASampleOfTheOthers(t *testing.T) {
	claims := []Feedback{{EventID: "e1", Verdict: FalsePositive}}
	looked := func(s policy.Severity) (n int) {
		for i := range 5000 {
			if Propose(register.Incident{ID: "inc_" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)), Severity: s}, claims, nil).Review {
				n++
			}
		}
		return n
	}
	if n := looked(policy.SeverityHigh); n != 5000 {
		t.Errorf("of 5000 severe ones %d are looked at", n)
	}
	if n := looked(policy.SeverityMedium); n < 350 || n > 650 {
		t.Errorf("of 5000 others %d are looked at, want about %d", n, 5000*claimSample/100)
	}
}
