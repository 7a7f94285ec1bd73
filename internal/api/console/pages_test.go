package console

import (
	"encoding/json"
	"io/fs"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gin-gonic/gin"
	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
)

// files are the pages as the program embeds them.
var files = os.DirFS("../../../server/console/pages")

func catalogue(t *testing.T, lang string) texts {
	t.Helper()
	b, err := fs.ReadFile(files, lang+".json")
	if err != nil {
		t.Fatal(err)
	}
	var all texts
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

var placeholder = regexp.MustCompile(`\{\w+\}`)

func TestEveryTextIsInBothLanguages(t *testing.T) {
	nl, en := catalogue(t, "nl"), catalogue(t, "en")
	for page := range nl {
		if diff := cmp.Diff(slices.Sorted(maps.Keys(nl[page])), slices.Sorted(maps.Keys(en[page]))); diff != "" {
			t.Errorf("%s: %s", page, diff)
		}
		for name, text := range nl[page] {
			if diff := cmp.Diff(placeholder.FindAllString(text, -1), placeholder.FindAllString(en[page][name], -1)); diff != "" || text == "" || en[page][name] == "" {
				t.Errorf("%s.%s: %s", page, name, diff)
			}
		}
	}
	for _, role := range ident.Roles {
		if nl["roles"][string(role)] == "" {
			t.Errorf("role %s has no name", role)
		}
	}
}

func TestPagesComeInTheLanguageOfTheBrowserAndLoadNothingFromElsewhere(t *testing.T) {
	pages, err := LoadPages(files)
	if err != nil {
		t.Fatal(err)
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	pages.Mount(e)
	get := func(path, accept string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Language", accept)
		e.ServeHTTP(w, r)
		return w
	}
	for _, tt := range []struct{ path, accept, want string }{
		{"/inloggen", "", "nl"}, {"/inloggen", "en-GB,en;q=0.9", "en"}, {"/inloggen", "fr, nl;q=0.5, en;q=0.4", "nl"}, {"/inloggen", "de", "nl"},
		{"/inloggen?lang=en", "nl", "en"}, {"/inloggen?lang=<script>", "en", "en"}, {"/welkom", "nl", "nl"}, {"/account", "en", "en"},
	} {
		w := get(tt.path, tt.accept)
		body := w.Body.String()
		if w.Code != 200 || !strings.Contains(body, `<html lang="`+tt.want+`">`) || w.Header().Get("Content-Security-Policy") != pagePolicy {
			t.Errorf("%s, %s: got %d %s", tt.path, tt.accept, w.Code, body[:min(len(body), 60)])
		}
		if regexp.MustCompile(`https?://|<style|style=|onclick|<script>`).MatchString(body) {
			t.Errorf("%s: the page loads from elsewhere or has script or style in it", tt.path)
		}
	}
	for path, kind := range map[string]string{"/assets/account.css": "text/css", "/assets/account.js": "text/javascript"} {
		if w := get(path, ""); w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), kind) {
			t.Errorf("%s: got %d %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
	if w := get("/", ""); w.Code != http.StatusFound || w.Header().Get("Location") != "/console/" {
		t.Errorf("got %d", w.Code)
	}
}

// The script speaks of the faults that the API names.
func TestThePagesKnowEveryFaultOfTheirForms(t *testing.T) {
	nl := catalogue(t, "nl")["problems"]
	for _, code := range []string{
		"auth.sign_in_refused", "ratelimit.exceeded", "service.busy", "auth.https_required", "auth.session_required", "auth.link_invalid", "too_short", "too_long",
		"too_common", "too_similar", "code", "email", "email taken", "name", "required", "network", "other",
	} {
		if nl[code] == "" {
			t.Errorf("no sentence for %s", code)
		}
	}
}

func TestCookiesAreSecureWhereTheyTravel(t *testing.T) {
	for public, want := range map[string]cookie{
		"https://dijkwacht.example.nl": {name: "__Host-dijkwacht", secure: true, allowed: true},
		"http://localhost:8787":        {name: "dijkwacht-local", allowed: true},
		"http://127.0.0.1:8787":        {name: "dijkwacht-local", allowed: true},
		"http://[::1]:8787":            {name: "dijkwacht-local", allowed: true},
		"http://dijkwacht.example.nl":  {name: "dijkwacht-local"},
		"http://localhost.evil.nl":     {name: "dijkwacht-local"},
		"http://10.0.0.1":              {name: "dijkwacht-local"},
	} {
		if got := cookieFor(public); got != want {
			t.Errorf("%s: got %+v", public, got)
		}
	}
}
