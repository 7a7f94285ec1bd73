package ext

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
)

// inspectText decides about a prompt. What belongs in the register is on disk
// before the answer leaves; the text is gone when it returns.
func (a *API) inspectText(c *gin.Context) {
	start := time.Now()
	result := "internal"
	defer func() { a.Kit.Metrics.Inspect.WithLabelValues(result).Observe(time.Since(start).Seconds()) }()
	answer, err := a.inspect(c, start)
	if errors.Is(err, errAnswered) {
		result = string(fault.ServiceBusy)
		return
	}
	if err != nil {
		result = string(fault.From(err).Code)
		a.Kit.Fail(c, err)
		return
	}
	result = answer.Action.String()
	if !answer.Guarded {
		result = notGuarded
	}
	c.Header("X-Policy-Version", strconv.Itoa(answer.PolicyVersion))
	c.JSON(http.StatusOK, answer)
}

func (a *API) inspect(c *gin.Context, start time.Time) (*verdict, error) {
	in, release, err := a.readInspection(c)
	if err != nil {
		return nil, err
	}
	defer release()
	caller := callerOf(c)
	if !in.trial.Guarded {
		return a.unguarded(in.decisionID(caller), in.active.Version, start), nil
	}
	asked := guard.Input{Text: in.text, Now: a.Now(), Context: policy.Context{
		Destination: in.destination, Channel: in.channel, Groups: caller.Groups, Language: in.language, Units: in.units,
	}}
	v, ok := a.look(c.Request.Context(), in, asked)
	if !ok {
		a.Kit.Busy(c, fault.ServiceBusy, inspectionWait)
		return nil, errAnswered
	}
	decision, version, err := a.record(c.Request.Context(), caller, in, &v)
	if err != nil {
		return nil, err
	}
	a.count(caller, in, &v)
	answer := a.answer(in, asked, &v, decision)
	answer.PolicyVersion = version
	answer.DecisionID = in.decisionID(caller)
	answer.Guarded, answer.TookMS = true, tookMS(start)
	return answer, nil
}

func tookMS(start time.Time) float64 { return float64(time.Since(start).Microseconds()) / 1000 }

// count feeds the counters; it cannot fail and does not wait.
func (a *API) count(caller auth.Caller, in *inspection, v *guard.Verdict) {
	for _, f := range v.Findings {
		if name := f.Confidence().String(); name != "" && f.Confidence() > 0 {
			a.Kit.Metrics.Findings.WithLabelValues(f.Type.String(), name).Inc()
		}
	}
	for _, r := range v.Decision.Rules {
		a.Kit.Metrics.Decisions.WithLabelValues(r.Action.String(), r.Mode.String()).Inc()
	}
	a.Tally.Count(caller.OrgID, in.destinationID(), in.destination.Class, "inspected", "action."+v.Decision.Action.String())
}

// bounded gives the register its time.
func bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, recordTime)
}
