package console

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"github.com/gin-gonic/gin"
)

func mounted(t *testing.T, files fstest.MapFS) func(path, encoding string) *httptest.ResponseRecorder {
	t.Helper()
	app, err := LoadApp(files)
	if err != nil {
		t.Fatal(err)
	}
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	app.Mount(e)
	return func(path, encoding string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Accept-Encoding", encoding)
		e.ServeHTTP(w, r)
		return w
	}
}

func TestEveryAddressOfTheConsoleIsTheOnePageUnderItsPolicy(t *testing.T) {
	get := mounted(t, fstest.MapFS{"index.html": {Data: []byte("<!doctype html>")}})
	for _, path := range []string{"/console/", "/console/incidenten", "/console/incidenten?q=is:open", "/console/a/b"} {
		w := get(path, "")
		if w.Code != http.StatusOK || w.Body.String() != "<!doctype html>" || w.Header().Get("Content-Security-Policy") != pagePolicy {
			t.Errorf("%s: got %d %s", path, w.Code, w.Body.String())
		}
	}
}

func TestAssetsAreKeptForEverAndGoCompressedWhereTheBrowserTakesIt(t *testing.T) {
	get := mounted(t, fstest.MapFS{"index.html": {}, "assets/a-1.js": {Data: []byte("plain")}, "assets/a-1.js.gz": {Data: []byte("small")}})
	for encoding, want := range map[string]string{"": "plain", "br": "plain", "gzip, br": "small"} {
		w := get("/assets/a-1.js", encoding)
		if w.Body.String() != want || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" {
			t.Errorf("%q: got %s, %s", encoding, w.Body.String(), w.Header().Get("Cache-Control"))
		}
	}
	if w := get("/assets/a-2.js", ""); w.Code != http.StatusNotFound {
		t.Errorf("another name: got %d", w.Code)
	}
}

func TestAProgramWithoutItsConsoleSaysSo(t *testing.T) {
	if w := mounted(t, fstest.MapFS{".keep": {}})("/console/", ""); w.Code != http.StatusNotFound || w.Body.Len() == 0 {
		t.Errorf("got %d", w.Code)
	}
}

func TestAnAssetWithoutItsPlainFormIsAMistake(t *testing.T) {
	if _, err := LoadApp(fstest.MapFS{"index.html": {}, "assets/a-1.js.gz": {}}); err == nil {
		t.Error("loaded")
	}
}
