package ext

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/detect"
	"dijkwacht/internal/extract"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
)

type filePending struct {
	DecisionID  string `json:"decision_id"`
	PollAfterMS int64  `json:"poll_after_ms"`
}

// inspectFile decides about a file. What belongs in the register is on disk before the
// answer leaves, also when the client has gone: the file was on its way all the same.
func (a *API) inspectFile(c *gin.Context) {
	start := time.Now()
	up, err := readUpload(c)
	if err != nil {
		a.Kit.Fail(c, err)
		return
	}
	caller := callerOf(c)
	in, err := a.fileInspection(up, caller)
	if err != nil {
		a.Kit.Fail(c, up.drop(err))
		return
	}
	id := in.decisionID(caller)
	if in.trial = a.Trial.Of(c.Request.Context(), caller.OrgID, caller.DeviceID); !in.trial.Guarded {
		up.wipe()
		a.Kit.Metrics.Inspect.WithLabelValues(notGuarded).Observe(time.Since(start).Seconds())
		c.JSON(http.StatusOK, a.unguardedFile(id, in.active.Version, start))
		return
	}
	sum := a.files.sumOf(up, in)
	job := a.files.find(id, caller.DeviceID)
	switch {
	case job == nil:
		var ok bool
		if job, ok = a.startFile(c, up, in, caller, sum, start); !ok {
			a.Kit.Busy(c, fault.ServiceBusy, inspectionWait)
			return
		}
	case job.sum != sum:
		a.Kit.Fail(c, up.drop(fault.E(fault.IdempotencyMismatch)))
		return
	default:
		up.wipe()
	}
	a.answerFile(c, id, job, fileWait)
}

// inspectedFile gives the decision about a file that took longer.
func (a *API) inspectedFile(c *gin.Context) {
	id := c.Param("id")
	var job *fileJob
	if ident.IsID(ident.PrefixDecision, id) {
		job = a.files.find(id, callerOf(c).DeviceID)
	}
	if job == nil {
		a.Kit.Fail(c, fault.E(fault.NotFound))
		return
	}
	a.answerFile(c, id, job, fileWait)
}

func (a *API) answerFile(c *gin.Context, id string, job *fileJob, patience time.Duration) {
	if !job.wait(c.Request.Context().Done(), patience) {
		c.JSON(http.StatusAccepted, filePending{id, filePoll.Milliseconds()})
		return
	}
	if job.err != nil {
		a.Kit.Fail(c, job.err)
		return
	}
	c.Header("X-Policy-Version", strconv.Itoa(job.answer.PolicyVersion))
	c.JSON(http.StatusOK, job.answer)
}

// startFile begins to read a file, when there is room.
func (a *API) startFile(c *gin.Context, up *upload, in *inspection, caller auth.Caller, sum uint64, start time.Time) (*fileJob, bool) {
	defer up.wipe()
	if !a.readings.Enter(c.Request.Context()) {
		return nil, false
	}
	id := in.decisionID(caller)
	job, ok := a.files.begin(id, caller.DeviceID, sum)
	if !ok {
		a.readings.Leave()
		return nil, false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(c.Request.Context()), fileTime)
	files := up.files
	up.files = nil // the job wipes them
	go func() {
		defer cancel()
		defer a.readings.Leave()
		answer, err := a.readFiles(ctx, in, caller, files)
		if answer != nil {
			answer.TookMS = tookMS(start)
		}
		a.Kit.Metrics.Inspect.WithLabelValues(fileResult(answer, err)).Observe(time.Since(start).Seconds())
		a.files.end(id, job, answer, err)
	}()
	return job, true
}

func fileResult(answer *fileVerdict, err error) string {
	if err != nil {
		return string(fault.From(err).Code)
	}
	return answer.Action.String()
}

// readFiles reads, decides and records. A bug in it must not end the service.
func (a *API) readFiles(ctx context.Context, in *inspection, caller auth.Caller, files []posted) (answer *fileVerdict, err error) {
	defer func() {
		if recover() != nil {
			answer, err = nil, fault.E(fault.Internal)
		}
	}()
	d := a.readAll(ctx, files)
	file := layOut(&d)
	in.units = file.units
	results, v, ok := a.lookAtFile(ctx, in, caller, file, unreadOf(&d))
	if !ok {
		return nil, fault.E(fault.ServiceBusy)
	}
	decision, version, err := a.record(ctx, caller, in, &v)
	if err != nil {
		return nil, err
	}
	a.count(caller, in, &v)
	if d.Type == extract.Unknown && decision.Action == policy.Block && unreadOf(&d) == policy.FileUnknown {
		return nil, a.refuseType(ctx, in, caller)
	}
	answer = a.fileAnswer(in, &d, file, results, decision)
	answer.Guarded = true
	answer.PolicyVersion, answer.DecisionID = version, in.decisionID(caller)
	return answer, nil
}

// lookAtFile inspects the texts of a file when there is room for it, and reports false
// when there is none.
func (a *API) lookAtFile(ctx context.Context, in *inspection, caller auth.Caller, file *laidOut, unread policy.Unread) ([]detect.Result, guard.Verdict, bool) {
	if !a.inspections.Enter(ctx) {
		return nil, guard.Verdict{}, false
	}
	defer a.inspections.Leave()
	results, v := guard.InspectPieces(a.Core.Pack, in.active.Policy, file.pieces, guard.Input{Now: a.Now(), Context: policy.Context{
		Destination: in.destination, Channel: policy.File, Groups: caller.Groups, Language: in.language, Units: in.units, Unread: unread,
	}})
	return results, v, true
}

// readAll reads the files of one request. Several are like the files of an archive.
func (a *API) readAll(ctx context.Context, files []posted) extract.Document {
	if len(files) == 1 {
		defer clear(files[0].data)
		return a.Core.Files.Read(ctx, files[0].name, files[0].data)
	}
	all := extract.Document{Type: extract.Zip}
	for _, f := range files {
		d := a.Core.Files.Read(ctx, f.name, f.data)
		clear(f.data)
		all.Append(d)
	}
	return all
}

// refuseType says that such files cannot be checked. Nobody has a choice then, so what
// became of it is known: it was blocked.
func (a *API) refuseType(ctx context.Context, in *inspection, caller auth.Caller) error {
	err := a.Register.Report(ctx, caller.OrgID, caller.DeviceID, in.decisionID(caller), register.Outcome{
		Result: register.BlockedSend, Egress: register.EgressNone, Hook: "upload", At: a.Now(),
	})
	if err != nil && !errors.Is(err, fault.E(fault.OutcomeConflict)) {
		return err
	}
	return fault.E(fault.FileUnsupported)
}
