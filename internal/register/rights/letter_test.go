package rights_test

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/register/rights"
)

func TestALetterSaysWhatWasDecidedAndWhatIsStillPossible(t *testing.T) {
	place, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	asked := time.Date(2026, 3, 1, 23, 30, 0, 0, time.UTC) // the second of March in Amsterdam
	for _, c := range []struct {
		name  string
		state rights.State
		kind  rights.Kind
		lang  string
		want  []string
		never []string
	}{
		{"an open one has its term", rights.Open, rights.Objection, "nl", []string{"ontvangen", "02-03-2026", "30-03-2026", "artikel 21"}, []string{"klacht", "{"}},
		{"a refused one says where to complain", rights.Refused, rights.Rectification, "nl", []string{"afgewezen", "05-03-2026", "Autoriteit Persoonsgegevens", "rechter", "artikel 16", "De melding klopt."}, []string{"{"}},
		{"a granted one has the explanation", rights.Granted, rights.Objection, "en", []string{"granted", "article 21", "De melding klopt.", "05-03-2026"}, []string{"{"}},
		{"an open one in English", rights.Open, rights.Rectification, "en", []string{"received", "article 16", "30-03-2026"}, []string{"{"}},
		{"a granted one in Dutch", rights.Granted, rights.Rectification, "nl", []string{"toegewezen", "artikel 16"}, []string{"{"}},
		{"a refused one in English", rights.Refused, rights.Objection, "en", []string{"refused", "complain"}, []string{"{"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rights.Request{ID: "rgt_1", Kind: c.kind, State: c.state, At: asked, DueAt: asked.Add(rights.Term)}
			if c.state != rights.Open {
				r.Answer, r.AnsweredAt = "De melding klopt.", asked.AddDate(0, 0, 3)
			}
			doc := r.Letter("Ziekenhuis De Linde", c.lang, place)
			all := doc.Title + doc.Footer
			for _, s := range doc.Sections {
				all += s.Title + strings.Join(s.Text, " ")
			}
			for _, part := range append(c.want, "Ziekenhuis De Linde") {
				if !strings.Contains(all, part) {
					t.Errorf("%q is not in %s", part, all)
				}
			}
			for _, part := range c.never {
				if strings.Contains(all, part) {
					t.Errorf("%q is in %s", part, all)
				}
			}
		})
	}
}
