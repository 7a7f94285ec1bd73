package app

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/config"
)

func TestADeviceThatAsksTooOftenIsHeldOff(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) {
		c.Limits.Inspect = config.Quota{N: 2, Window: time.Minute}
		c.Limits.InspectOrganisation = config.Quota{N: 3, Window: time.Minute}
	})
	first, second := s.enrol().token("x"), s.enrol().token("x")
	clean := func(token string) answer {
		return s.post(inspectPath, ask(newRequestID(t), "chatgpt.com", "Hoe laat is het?", nil), token)
	}
	a := clean(first).want(200, "")
	if got := a.header.Get("RateLimit-Policy"); got != `"inspect_device";q=2;w=60, "inspect_organisation";q=3;w=60` {
		t.Errorf("got policy %s", got)
	}
	if got := a.header.Get("RateLimit"); got != `"inspect_device";r=1;t=30, "inspect_organisation";r=2;t=20` {
		t.Errorf("got %s", got)
	}
	clean(first).want(200, "")
	refused := clean(first).want(429, "ratelimit.exceeded")
	if got := refused.header.Get("Retry-After"); got != "30" {
		t.Errorf("retry after %s", got)
	}
	if got := refused.header.Get("RateLimit"); !strings.Contains(got, `"inspect_device";r=0`) || !strings.Contains(got, `"inspect_organisation";r=1`) {
		t.Errorf("got %s", got)
	}
	clean(second).want(200, "")
	clean(second).want(429, "ratelimit.exceeded") // of the organisation
	if n := len(s.attempts()); n != 0 {
		t.Errorf("%d events", n)
	}
	s.pass(30 * time.Second)
	clean(first).want(200, "")
}

func TestTokensAndEnrolmentsAreLimited(t *testing.T) {
	s := newServiceWith(t, func(c *config.Serve) {
		c.Limits.Token = config.Quota{N: 1, Window: time.Minute}
		c.Limits.TokenOrganisation = config.Quota{N: 4, Window: time.Minute}
		c.Limits.Enrol = config.Quota{N: 3, Window: time.Minute}
	})
	d, other := s.enrol(), s.enrol()
	token := func(d *device) answer { return s.post(tokenPath, `{"assertion":"`+d.assertion(nil)+`"}`, "") }
	token(d).want(200, "")
	token(d).want(429, "ratelimit.exceeded")
	token(other).want(200, "")
	token(other).want(429, "ratelimit.exceeded")
	token(other).want(429, "ratelimit.exceeded") // of the address, before the assertion is looked at
	_, jwk := publicKey(t)
	enrol := func(key string) answer {
		return s.post(enrolPath, `{"enrolment_key":"`+key+`","public_key":`+jwk+`}`, "")
	}
	enrol("wrong").want(401, "auth.enrolment_key_invalid")
	refused := enrol(s.app.FirstKey.Reveal()).want(429, "ratelimit.exceeded")
	if seconds, err := strconv.Atoi(refused.header.Get("Retry-After")); err != nil || seconds < 1 || seconds > 60 {
		t.Errorf("retry after %d", seconds)
	}
}
