package app

import "testing"

func TestOperationsAnswer(t *testing.T) {
	s := newService(t)
	s.get("/healthz", "").want(200, "")
	s.get("/readyz", "").want(200, "")
	s.get("/version", "").want(200, "")
	s.get("/api/v1/openapi.json", "").want(200, "")
	s.get("/api/v1/nothing", "").want(404, "route.not_found")
	s.get(inspectPath, "").want(405, "route.method_not_allowed")
	for _, a := range []answer{s.get("/healthz", ""), s.get("/nothing", "")} {
		for header, want := range map[string]string{
			"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer",
			"Access-Control-Allow-Origin": "",
		} {
			if got := a.header.Get(header); got != want {
				t.Errorf("%s: got %q, want %q", header, got, want)
			}
		}
	}
}
