package ext

import (
	"context"
	"encoding/json"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/rule"
)

// record writes what belongs in the register and returns the decision that holds:
// that of the first try when this is a retry. When the register cannot be written
// there is no decision.
func (a *API) record(ctx context.Context, caller auth.Caller, in *inspection, v *guard.Verdict) (register.Decision, int, error) {
	decision, err := a.emergency(ctx, caller, in, v, in.decided(caller, &v.Decision))
	if err != nil {
		return register.Decision{}, 0, err
	}
	if !register.Recordable(decision, in.destination.Class) && !a.recent.has(caller.DeviceID, in.requestID) {
		if len(v.Findings) > 0 {
			a.keepFeatures(caller.OrgID, in, v)
		}
		return decision, in.active.Version, nil
	}
	event, err := a.event(ctx, caller, in, v, decision)
	if err != nil {
		return register.Decision{}, 0, err
	}
	ctx, cancel := bounded(ctx)
	defer cancel()
	recorded, err := a.Register.Record(ctx, event)
	if err != nil {
		return register.Decision{}, 0, err
	}
	a.recent.add(caller.DeviceID, in.requestID)
	a.Feed.Publish(register.News{
		OrgID: recorded.OrgID, EventID: recorded.ID, IncidentID: recorded.IncidentID, At: recorded.At,
		Destination: recorded.Destination, Action: recorded.Decision.Action.String(),
	})
	return recorded.Decision, recorded.PolicyVersion, nil
}

// keepFeatures keeps the vector of an allowed text for replay, without the groups
// of the user.
func (a *API) keepFeatures(org string, in *inspection, v *guard.Verdict) {
	f := v.Features
	f.Groups = nil
	if features, err := json.Marshal(f); err == nil {
		a.Tally.Keep(org, features, in.active.Version, a.Core.Pack.Version)
	}
}

func (a *API) event(ctx context.Context, caller auth.Caller, in *inspection, v *guard.Verdict, d register.Decision) (register.Event, error) {
	features, err := json.Marshal(v.Features)
	if err != nil {
		return register.Event{}, err
	}
	conversation, err := a.Identities.ConversationTag(ctx, caller.OrgID, in.conversation)
	if err != nil {
		return register.Event{}, register.Unavailable(err)
	}
	if in.grant.ID != "" {
		conversation = in.grant.ID
	}
	return register.Event{
		OrgID: caller.OrgID, DecisionID: in.decisionID(caller), RequestID: in.requestID, DeviceID: caller.DeviceID,
		At: a.Now(), Destination: in.destinationID(), Class: in.destination.Class, Channel: in.channel,
		Subject: caller.Subject, IdentitySource: caller.IdentitySource, Department: caller.DepartmentID, Conversation: conversation,
		Decision: d, Types: typesOf(&v.Features), SubjectsMin: v.Subjects.Min, SubjectsMax: v.Subjects.Max,
		Features: features, PolicyVersion: in.active.Version, RulesVersion: a.Core.Pack.Version, Sandbox: in.trial.Sandbox,
	}, nil
}

// decided keeps what the register needs, the decisive rule first, with the text that
// this device shows.
func (in *inspection) decided(caller auth.Caller, d *policy.Decision) register.Decision {
	out := register.Decision{
		Action: d.Action, Shadow: d.Shadow, Severity: d.Severity, Rules: []register.RuleHit{}, Offers: listed(d.Offers),
		Override: register.Override{Allowed: d.Override.Allowed, Reasons: listed(d.Override.Reasons), BudgetPerDay: d.Override.BudgetPerDay},
	}
	for _, decisive := range []bool{true, false} {
		for _, r := range d.Rules {
			if (r.ID == d.Rule) == decisive {
				message := in.active.Messages.Shown(r.Message, caller.DeviceID, in.active.Version)
				out.Rules = append(out.Rules, register.RuleHit{ID: r.ID, Action: r.Action, Mode: r.Mode, Message: message, ExceptedBy: r.ExceptedBy})
			}
		}
	}
	return out
}

// listed is a list that is [] in JSON when it is empty.
func listed[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func typesOf(f *policy.Features) []register.TypeCount {
	list := []register.TypeCount{}
	for i, m := range f.Types {
		if m.Count[0] == 0 {
			continue
		}
		t := rule.Type(i)
		list = append(list, register.TypeCount{Type: t.String(), Group: t.Group().String(), Count: m.Count[0], Distinct: m.Distinct[0]})
	}
	return list
}
