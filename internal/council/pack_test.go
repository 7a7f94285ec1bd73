package council_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/pdf"
	"dijkwacht/internal/register/apdraft"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/render"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/testenv"
)

var update = flag.Bool("update", false, "write the golden files again")

var may = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// linde is a hospital as the works council sees it.
func linde() council.View {
	v := council.View{
		Organisation: ident.Organisation{Name: "Ziekenhuis De Linde"}, At: may,
		Legal: apdraft.Legal{Address: "Lindelaan 1, 1234 AB Lindestad", KVK: "12345678", DPO: apdraft.Contact{Phone: "020 123 45 67", Email: "fg@linde.example"},
			Hosting: apdraft.Hosting{Processor: "Zorghuis ICT", Address: "Kade 2, 1234 CD Lindestad", Agreement: "VO 2026-3 van 2 maart 2026", Place: "Lindestad, Nederland"}},
		Terms: retention.Settings{Terms: map[retention.Kind]int{retention.Events: 8}},
		Gate:  setup.Gate{AssessedOn: may.AddDate(0, -1, 0), ConsentedOn: may.AddDate(0, 0, -3), EvaluateOn: may.AddDate(1, 0, -3), Reference: "OR 2026-07"},
		Facts: council.Facts{Smallest: 10, Recipients: []string{"mail", "webhook"}},
	}
	for _, r := range ident.Roles {
		one := council.RoleView{Role: r}
		for _, perm := range []ident.Permission{ident.IncidentsRead, ident.RevealRequest, ident.RevealApprove, ident.StatisticsRead} {
			if r.Holds(perm) {
				one.Sight = append(one.Sight, perm)
			}
		}
		if r == ident.FG || r == ident.CISO || r == ident.WorksCouncil {
			one.People = 2
		}
		v.Roles = append(v.Roles, one)
	}
	v.Consent = council.Consent{State: council.Again, Fingerprint: strings.Repeat("a1b2c3d4", 8), Changes: []council.Standing{
		{Change: council.Change{What: council.LongerTerm, Subject: "events", From: 8, To: 20}}, {Change: council.Change{What: council.NewSight, Subject: "auditor", Sight: []ident.Permission{ident.IncidentsRead}}},
	}}
	return v
}

func TestThePapersAreAsTheyWereLookedAt(t *testing.T) {
	for _, which := range council.Papers {
		for _, lang := range []string{"nl", "en"} {
			t.Run(string(which)+" "+lang, func(t *testing.T) {
				doc := council.PackOf(linde(), which, lang).Document()
				got := render.Text(doc)
				file := filepath.Join("testdata", string(which)+"."+lang+".txt")
				if *update {
					if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), got); diff != "" {
					t.Errorf("look at it, and run the test with -update when it is right (-was +is):\n%s", diff)
				}
				var page, print bytes.Buffer
				if err := render.HTML(&page, doc); err != nil || !strings.Contains(page.String(), "Ziekenhuis De Linde") {
					t.Errorf("as a page: %v", err)
				}
				if err := pdf.Write(&print, doc, may); err != nil || !bytes.HasPrefix(print.Bytes(), []byte("%PDF-")) {
					t.Errorf("as a file: %v", err)
				}
			})
		}
	}
}

func TestEachStatementOfThePapersComesFromASettingOrATest(t *testing.T) {
	tests := testenv.TestNames(t, "..", "../../server")
	for _, which := range council.Papers {
		dutch, english := council.PackOf(linde(), which, "nl").Statements(), council.PackOf(linde(), which, "en").Statements()
		seen := map[string]bool{}
		for i, s := range dutch {
			name := string(which) + " " + s.Section + "/" + s.ID
			switch {
			case seen[s.Section+"/"+s.ID]:
				t.Errorf("%s is said twice", name)
			case (s.Setting == "") == (s.Test == ""):
				t.Errorf("%s names not one proof: setting %q, test %q", name, s.Setting, s.Test)
			case s.Test != "" && !tests[s.Test]:
				t.Errorf("%s: there is no %s", name, s.Test)
			case s.Setting != "" && !slices.Contains(council.SettingKeys, s.Setting):
				t.Errorf("%s: there is no setting %s", name, s.Setting)
			case s.Text == "" || strings.Contains(s.Text, "%!"):
				t.Errorf("%s says %q", name, s.Text)
			}
			seen[s.Section+"/"+s.ID] = true
			if o := english[i]; o.ID != s.ID || o.Setting != s.Setting || o.Test != s.Test || o.Text == "" {
				t.Errorf("%s has no counterpart in English: %+v", name, o)
			}
		}
		if len(dutch) != len(english) || len(dutch) < 40 {
			t.Errorf("%s: %d statements in Dutch, %d in English", which, len(dutch), len(english))
		}
	}
}

// What a reader of the trade looks for; GDPR article 35(7) and WOR article 27(2).
func TestThePapersHaveThePartsThatTheLawAsksFor(t *testing.T) {
	for which, want := range map[council.Paper][]string{
		council.Assessment:     {"purpose", "subjects", "data", "basis", "necessity", "retention", "roles", "processors", "reveal", "unseen", "rights", "automated", "risks", "security", "evaluation", "advice", "fill-in", "proof"},
		council.ConsentRequest: {"decision", "reasons", "consequences", "data", "retention", "roles", "reveal", "unseen", "rights", "conditions", "evaluation", "signature", "fill-in", "proof"},
	} {
		var got []string
		for _, s := range council.PackOf(linde(), which, "nl").Document().Sections {
			got = append(got, s.ID)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", which, diff)
		}
	}
}

func TestThePapersFollowTheSettings(t *testing.T) {
	text := func(change func(*council.View)) string {
		v := linde()
		change(&v)
		return render.Text(council.PackOf(v, council.ConsentRequest, "nl").Document())
	}
	before := text(func(*council.View) {})
	for name, c := range map[string]struct {
		change func(*council.View)
		want   string
	}{
		"another term":                       {func(v *council.View) { v.Terms.Terms[retention.Events] = 6 }, "6 weken"},
		"the council approves reveals":       {func(v *council.View) { v.Organisation.CouncilApproves = true }, "De ondernemingsraad mag onthullingen goedkeuren."},
		"nobody outside":                     {func(v *council.View) { v.Facts.Recipients = nil }, "Er gaat niets naar buiten de console."},
		"another smallest group":             {func(v *council.View) { v.Facts.Smallest = 7 }, "minder dan 7"},
		"more people in a role":              {func(v *council.View) { v.Roles[0].People = 9 }, "(9)"},
		"no consent yet":                     {func(v *council.View) { v.Gate = setup.Gate{} }, "Er is nog geen instemming vastgelegd."},
		"the organisation runs it itself":    {func(v *council.View) { v.Legal.Hosting = apdraft.Hosting{Self: true, Place: "de kelder"} }, "De organisatie beheert de machine zelf. Er is geen verwerker."},
		"nobody said who runs it":            {func(v *council.View) { v.Legal = apdraft.Legal{} }, "In te stellen (Instellingen, Juridisch): wie de machine beheert."},
		"nobody said how to reach the DPO":   {func(v *council.View) { v.Legal.DPO = apdraft.Contact{Name: "F. de Graaf"} }, "Telefoon en e-mail van de FG"},
		"what was agreed to is what is done": {func(v *council.View) { v.Consent.State = council.InForce }, "Afgesproken op 01-05-2026"},
	} {
		t.Run(name, func(t *testing.T) {
			flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
			got := text(c.change)
			if got == before || !strings.Contains(flat(got), c.want) {
				t.Errorf("%q is not in it, or nothing changed", c.want)
			}
		})
	}
}
