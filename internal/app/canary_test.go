package app

import (
	"bytes"
	options "flag"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/config"
	"dijkwacht/internal/obs"
	"dijkwacht/internal/sqlstore"
	"dijkwacht/internal/testenv"
)

// canaries is how many requests carry the canary; make chaos asks for more.
var canaries = options.Int("canaries", 2000, "how many requests carry planted text")

// The canary: a marker, a valid citizen number and a name, planted in every field
// that takes text.
const (
	marker     = "Qx7Zk2Vb9Lm4Tn8Wp3Rd6Hs1Jc5Fg0Ya"
	canaryText = "Mevr. Jansen-" + marker + ", BSN 111222333, heeft hartfalen"
)

func TestNothingOfAPromptIsKeptOrRepeated(t *testing.T) {
	t.Run("on SQLite", func(t *testing.T) {
		temporary := t.TempDir()
		t.Setenv("TMPDIR", temporary)
		s := releaseCanary(t, *canaries, 3, func(*config.Serve) {})
		backup := filepath.Join(t.TempDir(), "backup.db")
		if err := sqlstore.Backup(t.Context(), s.dir, backup); err != nil {
			t.Fatal(err)
		}
		s.search(s.dir, temporary, backup)
	})
	t.Run("on PostgreSQL", func(t *testing.T) {
		server := testenv.StartPostgres(t)
		db := server.Databases(t, "canary")
		s := releaseCanary(t, *canaries/4, 8, func(c *config.Serve) { c.DatabaseURL, c.MigrateURL = db.Service, db.Owner })
		server.Run(t, "psql", "--quiet", "--host", server.Folder(), "--username", "postgres", "--command", "CHECKPOINT")
		s.search(s.dir, server.Folder())
	})
}

// releaseCanary sends at least so many requests with the canary to a service on
// Redis, each person of the console a part of those that there are, and searches the
// answers and what does not lie in files.
func releaseCanary(t *testing.T, requests, parts int, settings func(*config.Serve)) *service {
	t.Helper()
	server := testenv.StartRedis(t)
	commands := server.Monitor(t)
	s := newServiceWith(t, func(c *config.Serve) {
		settings(c)
		c.Redis.URL = obs.Secret(server.URL())
		many := config.Quota{N: 1_000_000, Window: time.Hour}
		c.Limits = config.Limits{Inspect: many, InspectOrganisation: many, Token: many, TokenOrganisation: many, Enrol: many}
	})
	// One route that panics with the text, as a bug in any handler could.
	s.app.handler.(*gin.Engine).POST("/panic", func(c *gin.Context) {
		body, _ := c.GetRawData()
		panic(string(body))
	})
	k := s.plantAll(requests, parts)
	s.pass(11 * time.Minute)
	if _, err := s.app.register.SettleOverdue(t.Context(), s.app.org.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.app.tally.Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(s.attempts()); n < 5 {
		t.Fatalf("only %d events: the canary did not get where it should", n)
	}
	metrics := httptest.NewRecorder()
	s.app.metrics.Handler().ServeHTTP(metrics, request(http.MethodGet, "/metrics", "", ""))
	seen := commands()
	for _, use := range []string{":limit:", ":once:", `"news"`} {
		if !bytes.Contains(seen, []byte(strings.ReplaceAll(use, `"`, `\"`))) {
			t.Errorf("Redis was not used for %s: the canary did not get where it should", use)
		}
	}
	if !bytes.Contains(s.logs.Bytes(), []byte(`"panic_type":"string"`)) {
		t.Error("the panic is not in the log")
	}
	for place, b := range map[string][]byte{
		"the log": s.logs.Bytes(), "the answers": k.answers.Bytes(), "the metrics": metrics.Body.Bytes(), "the commands to Redis": seen, "Redis": server.Dump(t),
	} {
		for _, form := range leaks(b) {
			t.Errorf("%s: the %s", place, form)
		}
	}
	return s
}

// plantAll plants the canary until so many requests carried it.
func (s *service) plantAll(requests, parts int) *kept {
	s.t.Helper()
	d := s.enrol()
	token := d.token(canaryText)
	k := &kept{statuses: map[int]int{}}
	people := s.everyRole()
	s.lenient = true
	for round := 0; k.requests < requests; round++ {
		s.plant(k.keep, d, token)
		for i, c := range people {
			c.plant(k.keep, i+round, parts)
		}
	}
	for _, c := range people[1:] {
		if a := c.get(mePath); a.status != 200 {
			s.t.Errorf("got %d: a session ended on the way: the canary did not get where it should", a.status)
		}
	}
	for _, status := range []int{200, 201, 400, 401, 403, 404, 405, 422, 500} {
		if k.statuses[status] == 0 {
			s.t.Errorf("no request was answered with %d: the canary did not get where it should (%v)", status, k.statuses)
		}
	}
	s.t.Logf("%d requests: %v", k.requests, k.statuses)
	return k
}

// kept is what came back.
type kept struct {
	answers  bytes.Buffer
	requests int
	statuses map[int]int
}

func (k *kept) keep(a answer) answer {
	k.requests++
	k.statuses[a.status]++
	k.answers.Write(a.body)
	for _, values := range a.header {
		k.answers.WriteString(strings.Join(values, "\n"))
	}
	return a
}

// files are those of the data folder.
func (s *service) files() (list []string) {
	s.t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			list = append(list, path)
		}
		return err
	})
	if err != nil || len(list) < 2 {
		s.t.Fatalf("got files %v, %v", list, err)
	}
	return list
}
