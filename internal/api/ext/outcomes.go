package ext

import (
	"context"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

// maxExplanation is the length of an explanation.
const maxExplanation = 300

// outcomes writes what happened after decisions.
func (a *API) outcomes(c *gin.Context) { a.batch(c, "outcomes", a.report) }

func (a *API) report(ctx context.Context, caller auth.Caller, item wire.Object) error {
	decision, outcome, err := a.readOutcome(item)
	if err == nil {
		err = a.checkExplanation(caller.OrgID, outcome.OverrideText)
	}
	if err != nil {
		return err
	}
	err = a.Register.Report(ctx, caller.OrgID, caller.DeviceID, decision, outcome)
	if err == nil {
		a.Kit.Metrics.Outcomes.WithLabelValues(string(outcome.Result), string(outcome.Egress)).Inc()
	}
	return err
}

func (a *API) readOutcome(o wire.Object) (string, register.Outcome, error) {
	o.Require("decision_id", "outcome", "egress_evidence", "at")
	decision := o.String("decision_id", 64)
	if decision != "" && !ident.IsID(ident.PrefixDecision, decision) {
		o.Fail("decision_id", "format")
	}
	evidence := o.Object("evidence")
	out := register.Outcome{
		Result: register.Result(o.OneOf("outcome", "sent", "edited_and_sent", "redacted_and_sent", "redirected",
			"cancelled", "blocked", "break_glass", "unknown")),
		Egress:      register.Egress(o.OneOf("egress_evidence", "none", "partial", "full", "unknown")),
		Hook:        evidence.OneOf("hook", "submit", "fetch", "xhr", "ws", "upload"),
		BytesBefore: evidence.Int("bytes_before_decision", 0, 1<<40),
		ShownMS:     o.Int("shown_ms", 0, 86_400_000),
		DecidedMS:   o.Int("decided_ms", 0, 86_400_000),
		At:          o.Time("at"),
	}
	if o.Has("override") {
		readOverride(o.Object("override"), &out)
	}
	if err := o.Err(); err != nil {
		return "", out, err
	}
	return decision, out, nil
}

func readOverride(o wire.Object, out *register.Outcome) {
	o.Require("reason")
	var reason policy.Reason
	o.Enum("reason", &reason)
	out.OverrideReason = &reason
	out.OverrideText = o.String("text", 4*maxExplanation)
	if utf8.RuneCountInString(out.OverrideText) > maxExplanation {
		o.Fail("text", "too_long")
	}
}

// checkExplanation refuses an explanation that holds a finding of any confidence:
// it is the only text of a user that is ever kept.
func (a *API) checkExplanation(org, explanation string) error {
	if explanation == "" {
		return nil
	}
	v := guard.Inspect(a.Core.Pack, a.Policies.Whole(org).Policy, guard.Input{Text: explanation, Now: a.Now()})
	if len(v.Findings) > 0 {
		return fault.E(fault.OutcomePersonalText)
	}
	return nil
}
