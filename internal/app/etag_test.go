package app

import (
	"fmt"
	"testing"

	"dijkwacht/internal/ident"
)

// What a client has is the newest only when all of it is.
func TestAnETagCoversTheWholeBody(t *testing.T) {
	s := newService(t)
	org := s.app.org.ID
	owner := s.as(org, ident.Binding{Role: ident.Owner})
	operator := ident.Operator(org)
	above, err := s.app.people.AddDepartment(t.Context(), operator, ident.Department{Name: "Huis", ActivePeople: 10})
	if err != nil {
		t.Fatal(err)
	}
	var key struct{ ID, Key string }
	owner.post("/api/v1/enrolment-keys", `{"label":"SEH"}`).want(201, "").into(&key)
	_, jwk := publicKey(t)
	for path, change := range map[string]func() error{
		mePath: func() error {
			_, err := s.app.people.Bind(t.Context(), operator, owner.user.ID, ident.Binding{Role: ident.ITAdmin})
			return err
		},
		"/api/v1/departments/" + above.ID: func() error {
			_, err := s.app.people.AddDepartment(t.Context(), operator, ident.Department{Name: "Spoed", ParentID: above.ID, ActivePeople: 5})
			return err
		},
		"/api/v1/enrolment-keys/" + key.ID: func() error {
			s.post("/api/v1/ext/enrol", fmt.Sprintf(`{"enrolment_key":%q,"public_key":%s,"os":"linux"}`, key.Key, jwk), "").want(201, "")
			return nil
		},
	} {
		tag := owner.get(path).want(200, "").header.Get("ETag")
		owner.get(path, "If-None-Match", tag).want(304, "")
		if err := change(); err != nil {
			t.Fatal(err)
		}
		after := owner.get(path, "If-None-Match", tag).want(200, "")
		if after.header.Get("ETag") == tag {
			t.Errorf("%s: the ETag is the same for another body", path)
		}
		owner.get(path, "If-None-Match", after.header.Get("ETag")).want(304, "")
	}
	// A change asks for the revision that was seen, whatever else the body shows by now.
	tag := owner.get(mePath).header.Get("ETag")
	owner.do(owner.request("PATCH", mePath, "application/json", `{"name":"Eva"}`, "If-Match", tag)).want(200, "")
	owner.do(owner.request("PATCH", mePath, "application/json", `{"name":"Eva"}`, "If-Match", tag)).want(412, "resource.changed")
}

func TestListsRefuseFiltersThatTheyDoNotKnow(t *testing.T) {
	s := newService(t)
	owner := s.as(s.app.org.ID, ident.Binding{Role: ident.Owner})
	for _, path := range []string{"/api/v1/users", "/api/v1/role-bindings", "/api/v1/devices"} {
		owner.get(path+"?limit=1").want(200, "")
		for _, query := range []string{"statee=active", "limit=1&depth=2"} {
			owner.get(path+"?"+query).want(400, "request.invalid")
		}
	}
}
