package app

import (
	"errors"
	"testing"
	"testing/iotest"

	"dijkwacht/internal/ident"
)

func TestAUserWhoCouldNotBeInvitedIsNotThere(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	add := func() answer {
		return owner.post("/api/v1/users", `{"email":"bea@example.nl","name":"Bea","roles":[{"role":"auditor"}]}`)
	}
	random := s.app.sessions.Random
	s.app.sessions.Random = iotest.ErrReader(errors.New("no random numbers"))
	add().want(500, "internal")
	s.app.sessions.Random = random
	var made struct{ Link *string }
	add().want(201, "").into(&made)
	if made.Link == nil {
		t.Error("there is no link")
	}
}
