package wire

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/fault"
)

func asked(target string, headers ...string) *gin.Context {
	gin.SetMode(gin.ReleaseMode)
	c, _ := gin.CreateTestContext(httptest.NewRecorder())
	c.Request = httptest.NewRequest(http.MethodGet, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		c.Request.Header.Set(headers[i], headers[i+1])
	}
	return c
}

func TestIfMatchNamesOneRevision(t *testing.T) {
	for tag, want := range map[string]int64{`"7"`: 7, ETag(12): 12, ETagOf(12, []byte("{}")): 12} {
		if rev, err := IfMatch(asked("/", "If-Match", tag)); rev != want || err != nil {
			t.Errorf("%s: got %d, %v", tag, rev, err)
		}
	}
	for tag, want := range map[string]fault.Code{
		"": fault.PreconditionRequired, "*": fault.PreconditionFailed, "7": fault.PreconditionFailed, `W/"7"`: fault.PreconditionFailed,
		`"07"`: fault.PreconditionFailed, `"7", "8"`: fault.PreconditionFailed, `"x"`: fault.PreconditionFailed, `"07-0a"`: fault.PreconditionFailed, `7-0a`: fault.PreconditionFailed, `"-0a"`: fault.PreconditionFailed, `"9999999999999999999"`: fault.PreconditionFailed,
	} {
		if _, err := IfMatch(asked("/", "If-Match", tag)); fault.From(err).Code != want {
			t.Errorf("%s: got %v", tag, err)
		}
	}
}

func TestIfNoneMatchIsAList(t *testing.T) {
	for sent, want := range map[string]bool{`"7"`: true, `W/"7"`: true, `"6", "7"`: true, "*": true, `"6"`: false, "": false, "7": false} {
		if got := HasNewest(asked("/", "If-None-Match", sent), `"7"`); got != want {
			t.Errorf("%s: got %t", sent, got)
		}
	}
}

func TestACursorWorksForItsOwnListAlone(t *testing.T) {
	s := Cursors{Key: []byte("key")}
	next := s.Next(asked("/"), true, "usr_9", "org_1", "filter")
	if next == nil || s.Next(asked("/"), false, "usr_9", "org_1", "filter") != nil {
		t.Fatal("a full page has a next one, another has none")
	}
	page := func(s Cursors, cursor string, binding ...string) (string, error) {
		after, _, err := s.Page(asked("/?cursor="+cursor), binding...)
		return after, err
	}
	if after, err := page(s, *next, "org_1", "filter"); after != "usr_9" || err != nil {
		t.Errorf("got %q, %v", after, err)
	}
	for name, try := range map[string]func() (string, error){
		"another organisation": func() (string, error) { return page(s, *next, "org_2", "filter") },
		"another filter":       func() (string, error) { return page(s, *next, "org_1", "") },
		"bindings that run on": func() (string, error) { return page(s, *next, "org_1\x00filter") },
		"another key":          func() (string, error) { return page(Cursors{Key: []byte("other")}, *next, "org_1", "filter") },
		"a changed cursor":     func() (string, error) { return page(s, "A"+(*next)[1:], "org_1", "filter") },
		"no cursor at all":     func() (string, error) { return page(s, "AAAA", "org_1", "filter") },
	} {
		if after, err := try(); fault.From(err).Code != fault.RequestInvalid || err == nil {
			t.Errorf("%s: got %q, %v", name, after, err)
		}
	}
}
