package ext

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
)

// grantView is an emergency exit that is open.
type grantView struct {
	GrantID   string `json:"grant_id"`
	ExpiresAt string `json:"expires_at"`
}

func viewGrant(g breakglass.Grant) grantView {
	return grantView{g.ID, g.ExpiresAt.UTC().Format(time.RFC3339)}
}

// breakGlass opens the emergency exit to one destination, where the policy offers
// it. Its incident is in the register before the answer.
func (a *API) breakGlass(c *gin.Context) {
	a.read(c, http.StatusCreated, func(o wire.Object) (any, error) {
		caller := callerOf(c)
		active := a.Policies.For(caller.OrgID, caller.DepartmentID)
		o.Require("destination_id", "reason")
		id := o.String("destination_id", 64)
		reason := breakglass.Reason(o.OneOf("reason", breakglass.Reasons...))
		text, err := a.explanationOf(o, caller.OrgID)
		d, known := active.Catalogue.ByID(id)
		if id != "" && id != unlisted && !known {
			o.Fail("destination_id", "unknown")
		}
		if bad := o.Err(); bad != nil {
			return nil, bad
		}
		if err != nil {
			return nil, err
		}
		trial := a.Trial.Of(c.Request.Context(), caller.OrgID, caller.DeviceID)
		if !trial.Guarded || d.Class == policy.Blocked || !breakglass.OfferedAnywhere(active.Policy) {
			return nil, fault.E(fault.BreakGlassNotOffered)
		}
		ctx, cancel := bounded(c.Request.Context())
		defer cancel()
		g, err := a.Glass.Break(ctx, breakglass.Ask{
			OrgID: caller.OrgID, DeviceID: caller.DeviceID, Subject: caller.Subject, IdentitySource: caller.IdentitySource,
			Department: caller.DepartmentID, Destination: d, DestinationID: id, Reason: reason, Text: text,
			PolicyVersion: active.Version, RulesVersion: a.Core.Pack.Version, Sandbox: trial.Sandbox,
		})
		if errors.Is(err, fault.E(fault.RateLimitExceeded)) {
			a.Kit.Busy(c, fault.RateLimitExceeded, breakglass.Pause)
			return nil, errAnswered
		}
		if err != nil {
			return nil, err
		}
		a.Tally.Count(caller.OrgID, id, d.Class, "break_glass.granted")
		return viewGrant(g), nil
	})
}

// emergency lets a message past while a grant works, where every rule that holds it
// offers that: the decision is then to send and to say so. What is sent joins the
// incident of the grant.
func (a *API) emergency(ctx context.Context, caller auth.Caller, in *inspection, v *guard.Verdict, d register.Decision) (register.Decision, error) {
	if d.Action < policy.Warn || !breakglass.Offered(in.active.Policy, &v.Decision) {
		return d, nil
	}
	g, err := a.Glass.Live(ctx, caller.OrgID, caller.DeviceID, caller.Subject, in.destinationID())
	if err != nil || !g.Covers(in.active.Policy, &v.Decision, a.Now()) {
		return d, err
	}
	in.grant = g
	a.Tally.Count(caller.OrgID, in.destinationID(), in.destination.Class, "break_glass.used")
	d.Action = policy.Coach
	d.Override = register.Override{Reasons: []policy.Reason{}}
	return d, nil
}
