package console

import (
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/approval"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
)

// policyFile is the body of a request that is a policy or its tests, in YAML or
// JSON: the strict reader takes both.
const policyFile media = "application/yaml"

func (a *API) policyRoutes(g gin.IRouter) {
	g.GET("/policies", a.of(a.policies))
	g.POST("/policies", a.once(jsonObject, a.addPolicy))
	g.GET("/policies/:id", a.of(a.policyByID))
	g.GET("/policies/:id/draft", a.of(a.draft))
	g.PUT("/policies/:id/draft", a.change(policyFile, a.saveDraft))
	g.GET("/policies/:id/draft/tests", a.of(a.draft))
	g.PUT("/policies/:id/draft/tests", a.change(policyFile, a.saveTests))
	g.POST("/policies/:id/draft/validate", a.of(a.validateDraft))
	g.POST("/policies/:id/draft/test", a.of(a.testDraft))
	g.POST("/policies/:id/draft/simulate", a.of(a.simulateDraft))
	g.POST("/policies/:id/draft/submit", a.once(jsonObject, a.submitDraft))
	g.POST("/policies/:id/draft/publish", a.once(jsonObject, a.publishDraft))
	g.DELETE("/policies/:id/draft/schedule", a.change(noBody, a.unschedule))
	g.GET("/policies/:id/versions", a.of(a.versions))
	g.GET("/policies/:id/versions/:version", a.of(a.version))
	g.GET("/policies/:id/versions/:version/diff/:other", a.of(a.compareVersions))
	g.POST("/policies/:id/versions/:version/rollback", a.once(jsonObject, a.rollback))
	g.GET("/rules", a.of(a.rules))
	g.GET("/types", a.of(a.types))

	g.GET("/exceptions", a.of(a.exceptions))
	g.POST("/exceptions", a.once(jsonObject, a.addException))
	g.GET("/exceptions/:exception", a.of(a.exception))
	g.PUT("/exceptions/:exception", a.change(jsonObject, a.putException))
	g.DELETE("/exceptions/:exception", a.change(noBody, a.removeException))

	g.GET("/destinations", a.of(a.destinations))
	g.GET("/destinations/discovered", a.of(a.discovered))
	g.POST("/destinations", a.once(jsonObject, a.addDestination))
	g.GET("/destinations/:destination", a.of(a.destination))
	g.PATCH("/destinations/:destination", a.change(jsonObject, a.changeDestination))
	g.POST("/destinations/:destination/classify", a.once(jsonObject, a.classify))

	g.GET("/messages", a.of(a.messages))
	g.GET("/messages/:message", a.of(a.message))
	g.PUT("/messages/:message", a.change(jsonObject, a.putMessage))
	g.POST("/messages/:message/check", a.of(a.checkMessage))
}

type policyView struct {
	ID           string  `json:"id"`
	DepartmentID *string `json:"department_id"`
	Rev          int64   `json:"rev"`
	ChangedBy    string  `json:"changed_by"`
	ChangedAt    string  `json:"changed_at"`
	// ActivateAt is when a version that waits comes into force, nil for none.
	ActivateAt *string `json:"activate_at"`
}

func viewPolicy(p publish.Policy) policyView {
	v := policyView{ID: p.ID, DepartmentID: orNil(p.DepartmentID), Rev: p.Rev, ChangedBy: p.ChangedBy, ChangedAt: stamp(p.ChangedAt)}
	if p.Scheduled != nil {
		v.ActivateAt = when(p.Scheduled.At)
	}
	return v
}

func policyReply(status int, p publish.Policy, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: status, body: viewPolicy(p), rev: p.Rev}, nil
}

// policies lists the organisation's policy and those of departments.
func (a *API) policies(k call) (reply, error) {
	all, err := a.Desk.List(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []policyView{}
	for _, p := range all {
		views = append(views, viewPolicy(p))
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, nil
}

// addPolicy starts the policy of a department.
func (a *API) addPolicy(k call) (reply, error) {
	k.body.Require("department_id")
	department, document := k.body.String("department_id", 64), k.body.String("document", publish.MaxDocument)
	k.body.Only("department_id", "document")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	p, err := a.Desk.AddDepartment(k.Request.Context(), k.who, department, document)
	return policyReply(http.StatusCreated, p, err)
}

func (a *API) policyByID(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	p, err := a.Desk.Get(k.Request.Context(), k.who, id)
	return policyReply(http.StatusOK, p, err)
}

type draftView struct {
	policyView
	Document string `json:"document"`
	Tests    string `json:"tests"`
}

// draft shows the documents that people work on.
func (a *API) draft(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	return draftReply(a.Desk.Get(k.Request.Context(), k.who, id))
}

func draftReply(p publish.Policy, err error) (reply, error) {
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: draftView{viewPolicy(p), p.Draft, p.Tests}, rev: p.Rev}, nil
}

func (a *API) saveDraft(k call, rev int64) (reply, error) {
	document := string(k.raw)
	return a.save(k, rev, publish.Edit{Document: &document})
}

func (a *API) saveTests(k call, rev int64) (reply, error) {
	tests := string(k.raw)
	return a.save(k, rev, publish.Edit{Tests: &tests})
}

func (a *API) save(k call, rev int64, edit publish.Edit) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	return draftReply(a.Desk.SaveDraft(k.Request.Context(), k.who, id, rev, edit))
}

// unschedule takes back a version that waits for its time.
func (a *API) unschedule(k call, rev int64) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	p, err := a.Desk.Unschedule(k.Request.Context(), k.who, id, rev)
	return policyReply(http.StatusOK, p, err)
}

// readTerms reads how something is published.
func readTerms(k call) publish.Terms {
	k.body.Require("reason")
	t := publish.Terms{Reason: k.body.String("reason", 4*publish.MaxReason), ApprovalID: k.body.String("approval_id", 64), ActivateAt: k.body.Time("activate_at")}
	if t.ApprovalID != "" && !ident.IsID(approval.PrefixApproval, t.ApprovalID) {
		k.body.Fail("approval_id", "format")
	}
	return t
}

// rollback brings an earlier version into force again.
func (a *API) rollback(k call) (reply, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return reply{}, err
	}
	number, err := numberOf(k, "version")
	if err != nil {
		return reply{}, err
	}
	terms := readTerms(k)
	k.body.Only("reason", "approval_id")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	v, asked, err := a.Desk.Rollback(k.Request.Context(), k.who, id, number, terms)
	return publishedReply(v, asked, err)
}

// published is what came of an act that may need a second person.
type published struct {
	// Version is nil while the act waits, for approval or for its time.
	Version  *versionView  `json:"version"`
	Approval *approvalView `json:"approval"`
}

func publishedReply(v publish.Version, asked *approval.Approval, err error) (reply, error) {
	switch {
	case asked != nil:
		view := viewApproval(*asked)
		return reply{status: http.StatusAccepted, body: published{Approval: &view}}, nil
	case err != nil:
		return reply{}, err
	case v.Version == 0:
		return reply{status: http.StatusAccepted, body: published{}}, nil
	}
	view := viewVersion(v)
	return reply{status: http.StatusOK, body: published{Version: &view}}, nil
}

// revision is the ETag that a request to publish was made for.
func revision(k call) (string, int64, error) {
	id, err := idOf(k, publish.PrefixPolicy)
	if err != nil {
		return "", 0, err
	}
	rev, err := wire.IfMatch(k.Context)
	return id, rev, err
}

// publishDraft brings the draft into force, now or later.
func (a *API) publishDraft(k call) (reply, error) {
	id, rev, err := revision(k)
	if err != nil {
		return reply{}, err
	}
	terms := readTerms(k)
	k.body.Only("reason", "approval_id", "activate_at")
	if terms.ActivateAt.Sub(a.Now()) > maxSchedule {
		k.body.Fail("activate_at", "range")
	}
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	v, err := a.Desk.Publish(k.Request.Context(), k.who, id, rev, terms)
	return publishedReply(v, nil, err)
}

// maxSchedule is how far ahead a version may be planned.
const maxSchedule = 90 * 24 * time.Hour
