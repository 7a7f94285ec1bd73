package app

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"dijkwacht/internal/ident"
)

type keyView struct {
	ID, Key, State string
	Groups         []string
	Limit          *int    `json:"device_limit"`
	Expires        *string `json:"expires_at"`
	Devices        int
	Rev            int64
}

func TestTheConsoleMakesChangesAndRevokesEnrolmentKeys(t *testing.T) {
	s := newService(t)
	admin := s.as(s.app.org.ID, ident.Binding{Role: ident.ITAdmin})
	const path = "/api/v1/enrolment-keys"
	var made, again keyView
	body := `{"label":"SEH","groups":["seh"],"device_limit":1,"expires_at":"2026-12-31T00:00:00Z"}`
	admin.post(path, body, "Idempotency-Key", "the-same-key").want(201, "").into(&made)
	admin.post(path, body, "Idempotency-Key", "the-same-key").want(201, "").into(&again)
	if made.Key == "" || again.Key != "" || again.ID != made.ID || made.State != "active" {
		t.Fatalf("got %+v and %+v: the key is shown once", made, again)
	}
	one := path + "/" + made.ID
	s.enrolWith(made.Key, `,"group_hints":["seh"]`).want(201, "")
	s.enrolWith(made.Key, ``).want(401, "auth.enrolment_key_invalid")
	var got keyView
	seen := admin.get(one).want(200, "")
	seen.into(&got)
	if got.State != "used_up" || got.Devices != 1 || got.Key != "" {
		t.Errorf("got %+v", got)
	}
	tag := seen.header.Get("ETag")
	if a := admin.get(one, "If-None-Match", tag); a.status != http.StatusNotModified {
		t.Errorf("got %d", a.status)
	}
	admin.patch(one, `{"device_limit":null,"expires_at":null,"groups":[]}`).want(200, "").into(&got)
	if got.State != "active" || got.Limit != nil || got.Expires != nil || len(got.Groups) != 0 || got.Rev != 2 {
		t.Errorf("got %+v", got)
	}
	s.enrolWith(made.Key, `,"group_hints":["seh"]`).want(403, "auth.group_not_granted")
	change := func(method, body string, headers ...string) answer {
		return admin.do(admin.request(method, one, "application/json", body, headers...))
	}
	change(http.MethodPatch, `{"label":"x"}`).want(428, "request.if_match_required")
	change(http.MethodPatch, `{"label":"x"}`, "If-Match", tag).want(412, "resource.changed")
	s.lenient = true
	admin.patch(one, `{"lable":"x"}`).want(400, "request.invalid")
	admin.patch(one, `{"expires_at":"2020-01-01T00:00:00Z"}`).want(400, "request.invalid")
	admin.post(path, `{"label":"x","groups":["Mevr. Jansen"]}`).want(400, "request.invalid")
	s.lenient = false
	if a := change(http.MethodDelete, "", "If-Match", `"2"`); a.status != http.StatusNoContent {
		t.Errorf("got %d %s", a.status, a.body)
	}
	s.enrolWith(made.Key, ``).want(401, "auth.enrolment_key_invalid")
	admin.patch(one, `{"label":"x"}`).want(409, "resource.conflict")
	var all struct{ Items []keyView }
	admin.get(path).want(200, "").into(&all)
	revoked := slices.ContainsFunc(all.Items, func(k keyView) bool { return k.ID == made.ID && k.State == "revoked" })
	if len(all.Items) != 2 || !revoked {
		t.Errorf("got %+v", all)
	}
}

func TestTheConsoleListsAndRevokesDevices(t *testing.T) {
	s := newService(t)
	admin := s.as(s.app.org.ID, ident.Binding{Role: ident.ITAdmin})
	used, silent := s.enrol(), s.enrol()
	token := used.token("")
	type view struct {
		ID, State string
		Seen      *string `json:"seen_on"`
	}
	list := func(query string) (ids []string) {
		t.Helper()
		var page struct {
			Items []view
			Next  *string `json:"next_cursor"`
		}
		for next := ""; ; next = "&cursor=" + *page.Next {
			page.Items, page.Next = nil, nil
			admin.get("/api/v1/devices?limit=1"+query+next).want(200, "").into(&page)
			for _, d := range page.Items {
				ids = append(ids, d.ID)
			}
			if page.Next == nil {
				return ids
			}
		}
	}
	if got := list(""); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	if got := list("&silent_days=1"); len(got) != 1 || got[0] != silent.ID {
		t.Errorf("got %v", got)
	}
	var d view
	admin.get("/api/v1/devices/"+used.ID).want(200, "").into(&d)
	if d.State != "active" || d.Seen == nil || *d.Seen != s.clock().Format(time.DateOnly) {
		t.Errorf("got %+v", d)
	}
	admin.post("/api/v1/devices/"+used.ID+"/revoke", "").want(200, "").into(&d)
	if d.State != "revoked" {
		t.Errorf("got %+v", d)
	}
	s.get(bundlePath, token).want(401, "auth.token_invalid")
	admin.post("/api/v1/devices/"+used.ID+"/revoke", "").want(409, "resource.conflict")
	if got := list(""); len(got) != 1 {
		t.Errorf("got %v", got)
	}
	if got := list("&revoked=true"); len(got) != 2 {
		t.Errorf("got %v", got)
	}
	s.lenient = true
	for _, query := range []string{"?revoked=x", "?silent_days=0", "?silent_days=x", "?enrolment_key_id=x", "?limit=0", "?cursor=x"} {
		admin.get("/api/v1/devices"+query).want(400, "request.invalid")
	}
	s.lenient = false
	var key struct{ Present bool }
	admin.get("/api/v1/reveal-key").want(200, "").into(&key)
	if key.Present {
		t.Error("there is no reveal key")
	}
}
