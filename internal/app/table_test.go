package app

import (
	"fmt"
	"net/http"
	"testing"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
)

// TestRowsOfTheTableThatComeFromElsewhere tries rows 11 to 14 of the table of
// breaches: what no inspection brings in, or what is not about people.
func TestRowsOfTheTableThatComeFromElsewhere(t *testing.T) {
	t.Run("11: what was not inspected is a count, and no incident", func(t *testing.T) {
		s := newService(t)
		token := s.enrol().token("jan")
		s.post(heartbeatPath, beatOf("chatgpt", 5, 2, func(b map[string]any) { b["uninspected"] = 3 }), token).want(http.StatusOK, "")
		if n := len(s.incidents()) + len(s.attempts()); n != 0 {
			t.Errorf("it made %d events and incidents", n)
		}
	})
	t.Run("12 and 13: what a sender claims leaves the case where it is", func(t *testing.T) {
		for _, kind := range []string{"fictief", "eigen", "openbaar", "anders"} {
			s := newService(t)
			token := s.enrol().token("jan")
			v := s.held(token)
			before := s.incidents()[0]
			s.post(feedbackPath, fmt.Sprintf(`{"decision_id":%q,"finding_id":"f1","verdict":"false_positive","kind":%q}`, v.DecisionID, kind), token).want(202, "")
			after := s.incidents()[0]
			if after.State != register.Detected || after.Rev != before.Rev || len(after.Types) != len(before.Types) || after.Subject != before.Subject {
				t.Errorf("%s: got %+v", kind, after)
			}
			var said struct {
				Proposal *struct {
					To    string
					Kinds map[string]int
				}
			}
			fg := s.as(s.app.org.ID, ident.Binding{Role: ident.FG})
			fg.get("/api/v1/incidents/"+after.ID+"/proposal").want(http.StatusOK, "").into(&said)
			if said.Proposal == nil || said.Proposal.To != string(lifecycle.FalsePositive) || said.Proposal.Kinds[kind] != 1 {
				t.Errorf("%s: the proposal is %+v", kind, said.Proposal)
			}
		}
	})
	t.Run("14: a secret is a case of security, for the CISO", func(t *testing.T) {
		s := newService(t)
		s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Gebruik deze sleutel: AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzWq7Kx9Lm", nil), s.enrol().token("jan")).want(200, "")
		list := s.incidents()
		if len(list) != 1 || list[0].Kind != register.KindSecret || list[0].State != register.Detected {
			t.Fatalf("got %+v", list)
		}
		ciso := s.as(s.app.org.ID, ident.Binding{Role: ident.CISO})
		ciso.post("/api/v1/incidents/"+list[0].ID+"/transition", `{"to":"triaged"}`).want(http.StatusOK, "")
		s.held(s.enrol().token("jan"))
		for _, i := range s.incidents() {
			if i.Kind == register.KindPrivacy {
				ciso.post("/api/v1/incidents/"+i.ID+"/transition", `{"to":"triaged"}`).want(http.StatusForbidden, "permission.denied")
			}
		}
	})
}
