package ext

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/oklog/ulid/v2"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/rule"
)

// Bounds of an event: how many types, and how old.
const (
	maxTypes    = int(rule.TypeCount)
	maxEventAge = 14 * 24 * time.Hour
)

// typeNames are those of all types.
var typeNames = func() []string {
	list := make([]string, rule.TypeCount)
	for t := range list {
		list[t] = rule.Type(t).String()
	}
	return list
}()

// clientEvent is an attempt that the service did not see: the device blocked it by
// itself, or it went out unguarded.
type clientEvent struct {
	attempt     string
	unguarded   bool
	destination policy.Destination
	id          string // stored id of the destination
	channel     policy.Channel
	types       []register.TypeCount
	rules       string
	at          time.Time
}

// events takes the attempts that devices saw while the service did not answer.
func (a *API) events(c *gin.Context) { a.batch(c, "events", a.takeEvent) }

// takeEvent writes one attempt and what became of it. Repeating it changes nothing.
func (a *API) takeEvent(ctx context.Context, caller auth.Caller, o wire.Object) error {
	active := a.Policies.For(caller.OrgID, caller.DepartmentID)
	in, err := a.readEvent(o, active.Catalogue)
	if err != nil {
		return err
	}
	f := policy.Features{Destination: in.destination.ID, Class: in.destination.Class, Channel: in.channel}
	for _, t := range in.types {
		if known, ok := rule.ParseType(t.Type); ok {
			f.Types[known].Count[0], f.Types[known].Distinct[0] = t.Count, t.Distinct
		}
	}
	features, err := json.Marshal(f)
	if err != nil {
		return err
	}
	trial := a.Trial.Of(ctx, caller.OrgID, caller.DeviceID)
	if !trial.Guarded {
		return nil // of whom nothing is kept yet
	}
	action, outcome := policy.Block, register.Outcome{Result: register.BlockedSend, Egress: register.EgressNone, At: in.at}
	if in.unguarded {
		action, outcome = policy.Log, register.Outcome{Result: register.ResultUnknown, Egress: register.EgressUnknown, At: in.at}
	}
	e, err := a.Register.Record(ctx, register.Event{
		OrgID: caller.OrgID, DecisionID: attemptDecision(caller.DeviceID, in.attempt), RequestID: in.attempt, DeviceID: caller.DeviceID,
		At: in.at, Destination: in.id, Class: in.destination.Class, Channel: in.channel,
		Subject: caller.Subject, IdentitySource: caller.IdentitySource, Department: caller.DepartmentID,
		Decision: register.Decision{Action: action, Rules: []register.RuleHit{}, Offers: []policy.Offer{}, Override: register.Override{Reasons: []policy.Reason{}}},
		Types:    in.types, Features: features, PolicyVersion: active.Version, RulesVersion: in.rules, Sandbox: trial.Sandbox,
	})
	if err != nil {
		return err
	}
	err = a.Register.Report(ctx, caller.OrgID, caller.DeviceID, e.DecisionID, outcome)
	if errors.Is(err, fault.E(fault.OutcomeConflict)) {
		return nil // a retry; somebody told more since
	}
	return err
}

// attemptDecision is the id of the decision that a device took by itself. It differs
// from the service's own on the same attempt.
func attemptDecision(device, attempt string) string {
	id := ulid.MustParseStrict(attempt)
	sum := sha256.Sum256([]byte("attempt\x00" + device + "\x00" + attempt))
	copy(id[6:], sum[:10])
	return ident.PrefixDecision + id.String()
}

func (a *API) readEvent(o wire.Object, catalogue *policy.Catalogue) (clientEvent, error) {
	o.Require("attempt_id", "kind", "destination_id", "channel", "rules_version", "at")
	in := clientEvent{
		attempt: o.String("attempt_id", 26), unguarded: o.OneOf("kind", "local_block", "unguarded_send") == "unguarded_send",
		id: o.String("destination_id", 64), rules: o.String("rules_version", 40), at: o.Time("at"),
	}
	o.Enum("channel", &in.channel)
	if in.attempt != "" && !ident.IsULID(in.attempt) {
		o.Fail("attempt_id", "format")
	}
	if in.rules != "" && !rulesVersion.MatchString(in.rules) {
		o.Fail("rules_version", "format")
	}
	d, known := catalogue.ByID(in.id)
	in.destination = d
	if !known {
		in.id = unlisted // an id that is in no catalogue may hold anything
	}
	now := a.Now()
	if !in.at.IsZero() && in.at.Before(now.Add(-maxEventAge)) {
		o.Fail("at", "range")
	}
	if in.at.After(now) {
		in.at = now // a clock that is fast
	}
	in.types = readTypes(o)
	return in, o.Err()
}

func readTypes(o wire.Object) []register.TypeCount {
	list := []register.TypeCount{}
	for _, one := range o.Objects("types", 0, maxTypes) {
		one.Require("type", "count")
		var t rule.Type
		one.Enum("type", &t)
		n := int(one.Int("count", 1, 1_000_000))
		if one.Err() != nil {
			o.Fail("types", "format")
			return list
		}
		if slices.ContainsFunc(list, func(c register.TypeCount) bool { return c.Type == t.String() }) {
			o.Fail("types", "format")
			return list
		}
		list = append(list, register.TypeCount{Type: t.String(), Group: t.Group().String(), Count: n, Distinct: n})
	}
	return list
}

// rulesVersion is what the version of a set of rules can look like: a digest, or
// numbers with dots. Nothing longer is taken, which could be a number of a person.
var rulesVersion = regexp.MustCompile(`^([0-9a-f]{12}|[0-9]{1,4}(\.[0-9]{1,4}){0,3})$`)
