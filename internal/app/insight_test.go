package app

import (
	"net/http"
	"testing"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/ident"
)

// ward adds a department with so many people.
func (s *service) ward(name, parent string, people int) ident.Department {
	s.t.Helper()
	d, err := s.app.people.AddDepartment(s.t.Context(), ident.Operator(s.app.org.ID), ident.Department{Name: name, ParentID: parent, ActivePeople: people})
	if err != nil {
		s.t.Fatal(err)
	}
	return d
}

// enrolInDepartment enrols a device of the department.
func (s *service) enrolInDepartment(id string) *device {
	s.t.Helper()
	_, key, err := s.app.enrolments.CreateKey(s.t.Context(), ident.Operator(s.app.org.ID), auth.KeyTerms{DepartmentID: id, Groups: []string{ident.AnyGroup}})
	if err != nil {
		s.t.Fatal(err)
	}
	return s.enrolBy(key)
}

func TestAWardManagerSeesTheOwnDepartmentInCounts(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	seh, small, ic := s.ward("SEH", "", 30), s.ward("Palliatief", "", 4), s.ward("IC", "", 42)
	s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), s.enrolInDepartment(seh.ID).token("")).want(http.StatusOK, "")
	s.pass(7 * 24 * time.Hour)
	manager := s.as(org, ident.Binding{Role: ident.WardManager, DepartmentID: seh.ID})
	type group struct{ Hits, Held, Left int }
	var got struct {
		Name                   string
		Departments, People, K int
		Own, Whole             group
		Top                    []struct{ ID string }
	}
	at := func(id string) string { return "/api/v1/departments/" + id + "/summary" }
	manager.get(at(seh.ID)).want(http.StatusOK, "").into(&got)
	if got.Own.Hits != 1 || got.Whole.Hits != 1 || len(got.Top) == 0 || got.K != 10 || got.People < 30 {
		t.Errorf("got %+v", got)
	}
	manager.get(at(ic.ID)).want(http.StatusForbidden, "permission.denied")
	manager.get(at("dep_01M7ZTZ495AHSVCTSX8NBYX12C")).want(http.StatusForbidden, "permission.denied")
	s.as(org, ident.Binding{Role: ident.FG}).get(at("dep_01M7ZTZ495AHSVCTSX8NBYX12C")).want(http.StatusNotFound, "resource.not_found")
	manager.get(at(seh.ID)+"?week=2026-W99").want(http.StatusBadRequest, "request.invalid")
	manager.get(at(seh.ID)+"?week=2099-W01").want(http.StatusNotFound, "resource.not_found")
	s.as(org, ident.Binding{Role: ident.WardManager, DepartmentID: small.ID}).get(at(small.ID)).want(http.StatusOK, "").into(&got)
	if got.People < 10 || got.Departments < 2 {
		t.Errorf("a department of four is told of alone: %+v", got)
	}
}

func TestOfAnOrganisationThatIsTooSmallNothingIsTold(t *testing.T) {
	s := newService(t)
	d := s.ward("Praktijk", "", 6)
	s.as(s.app.org.ID, ident.Binding{Role: ident.WardManager, DepartmentID: d.ID}).
		get("/api/v1/departments/"+d.ID+"/summary").want(http.StatusForbidden, "privacy.below_k")
}

func TestTheEffectOfATextIsWhatPeopleDid(t *testing.T) {
	s := newService(t)
	token := s.enrol().token("jan")
	for _, outcome := range []string{"edited_and_sent", "cancelled", ""} {
		var v verdict
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", patient, nil), token).want(http.StatusOK, "").into(&v)
		if outcome != "" {
			s.post("/api/v1/ext/outcomes", `{"outcomes":[{"decision_id":"`+v.DecisionID+`","outcome":"`+outcome+`","egress_evidence":"none","at":"`+s.clock().Format(time.RFC3339)+`"}]}`, token).want(http.StatusAccepted, "")
		}
	}
	s.pass(time.Minute)
	c := s.as(s.app.org.ID, ident.Binding{Role: ident.PolicyEditor})
	var got struct {
		Texts []struct {
			Message                      string `json:"message_id"`
			Shown, Edited, Stopped, Sent int
		}
	}
	c.get("/api/v1/coaching/effect").want(http.StatusOK, "").into(&got)
	if len(got.Texts) != 1 || got.Texts[0].Shown != 3 || got.Texts[0].Edited != 1 || got.Texts[0].Stopped != 1 || got.Texts[0].Sent != 0 {
		t.Errorf("got %+v", got)
	}
	c.get("/api/v1/coaching/effect?weeks=14").want(http.StatusBadRequest, "request.invalid")
	s.as(s.app.org.ID, s.binding(s.app.org.ID, ident.WardManager)).get("/api/v1/coaching/effect").want(http.StatusForbidden, "permission.denied")
}
