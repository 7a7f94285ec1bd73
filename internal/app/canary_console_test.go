package app

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"dijkwacht/internal/ident"
)

// everyRole signs in one person for each role, and nobody.
func (s *service) everyRole() []*browser {
	s.t.Helper()
	people := []*browser{{s: s}}
	for _, role := range ident.Roles {
		people = append(people, s.as(s.app.org.ID, s.binding(s.app.org.ID, role)))
	}
	return people
}

// plant sends the canary to every operation of the console, wherever a client can
// put text; of each stride of requests the one at offset. Names and labels that an administrator gives are kept by design: where
// they carry the canary, another member makes the request one that is refused.
func (c *browser) plant(keep func(answer) answer, offset, stride int) {
	c.s.t.Helper()
	turn := offset
	send := func(r *http.Request) {
		if turn++; turn%stride == 0 {
			keep(c.do(r))
		}
	}
	for _, o := range operations(c.s.t) {
		if strings.Contains(o.path, "/auth/logout") {
			continue // it takes no text, and would end the session that the rest needs
		}
		escaped := url.PathEscape(canaryText)
		path := strings.ReplaceAll(o.path, "{id}", escaped)
		query := "?q=" + marker + "&cursor=" + url.QueryEscape(canaryText) + "&limit=" + marker
		send(c.request(o.method, path+query, o.media, o.body, "If-Match", canaryText, "If-None-Match", canaryText, "User-Agent", canaryText))
		if o.body == "" {
			continue
		}
		for _, body := range withCanary(o.body) {
			send(c.request(o.method, path, o.media, body, "Idempotency-Key", marker, "If-Match", `"`+marker+`"`))
		}
	}
	c.plantQueries(send)
}

// plantQueries puts it in the parameters of lists, one at a time.
func (c *browser) plantQueries(send func(*http.Request)) {
	for _, list := range []string{"/api/v1/audit", "/api/v1/audit/verify", "/api/v1/audit/export", "/api/v1/approvals", "/api/v1/devices", "/api/v1/users"} {
		for _, name := range []string{"from", "to", "actor", "object", "action", "kind", "state", "format", "cursor", "limit"} {
			send(c.request(http.MethodGet, list+"?"+name+"="+url.QueryEscape(canaryText), "", ""))
			send(c.request(http.MethodGet, list+"?"+name+"="+marker, "", ""))
		}
	}
}

// withCanary are bodies like the example with the canary in one place each.
func withCanary(example string) []string {
	bodies := []string{canaryText, `"` + canaryText + `"`, `{"` + canaryText + `":1}`, `[` + `"` + canaryText + `"]`, example + canaryText, example[:len(example)/2] + canaryText}
	var members map[string]any
	if json.Unmarshal([]byte(example), &members) != nil {
		return bodies
	}
	for name, value := range members {
		members["canary"] = marker
		for _, planted := range []any{canaryText, marker, []any{canaryText}, map[string]any{marker: canaryText}} {
			members[name] = planted
			body, err := json.Marshal(members)
			if err == nil {
				bodies = append(bodies, string(body))
			}
		}
		members[name] = value
	}
	return bodies
}
