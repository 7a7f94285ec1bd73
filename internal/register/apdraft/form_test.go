package apdraft

import (
	"strings"
	"testing"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/register/lifecycle"
	"dijkwacht/internal/register/severity"
	"dijkwacht/internal/rule"
)

func TestEachListSaysWhereItsWordsComeFrom(t *testing.T) {
	for _, l := range Lists {
		if _, err := time.Parse(time.DateOnly, l.Seen); err != nil || l.Note == "" {
			t.Errorf("%s: not said when it was compared, or what was found", l.Key)
		}
		if l.Checked && len(l.Sources) == 0 {
			t.Errorf("%s: checked, but not said where", l.Key)
		}
		for _, o := range l.Options {
			if o.Code == "" || o.Label == "" {
				t.Errorf("%s: an option without words", l.Key)
			}
		}
	}
}

func TestEachKindOfFindingHasItsPlaceOnTheForm(t *testing.T) {
	for _, kind := range rule.Types() {
		if g := kind.Group().String(); g == "health" || g == "context" {
			continue
		}
		if label("data_categories", categoryOf[kind.String()]) == "" {
			t.Errorf("%s has no place", kind)
		}
	}
}

func TestADraftMarksWhatWasNotFoundOnACopyOfTheForm(t *testing.T) {
	in := Input{Place: time.UTC, Incident: register.Incident{Types: []register.TypeCount{{Type: "email", Group: "contact"}, {Type: "person_name", Group: "identity"}, {Type: "city", Group: "contact"}}}}
	in.Incident.Computed = &severity.Score{}
	marked := map[string]bool{}
	for _, s := range Build(in).Sections {
		for _, f := range s.Fields {
			marked[f.Key] = f.Unchecked
		}
	}
	for key, want := range map[string]bool{"subject_groups": true, "severity_ap": true, "org_sector": true, "notification_kind": true, "consequences": true, "data_categories": false, "special_categories": false, "cia": false, "summary": false} {
		if got, there := marked[key]; got != want || !there {
			t.Errorf("%s: marked %v, want %v (there: %v)", key, got, want, there)
		}
	}
	plain, special := in.categories()
	if strings.Join(plain, "; ") != "naam-, adres- en woonplaatsgegevens; e-mailadressen of andere adressen voor elektronische communicatie" || special != nil {
		t.Errorf("got %v, %v", plain, special)
	}
}

func TestEachReasonNotToTellPeopleHasWords(t *testing.T) {
	for _, code := range lifecycle.SubjectReasons {
		in := Input{Incident: register.Incident{Dossier: register.Dossier{SubjectReason: code + ": De aanbieder heeft het gewist."}}}
		if got := in.notTold(); strings.Contains(got, code) || !strings.HasSuffix(got, ". De aanbieder heeft het gewist.") {
			t.Errorf("%s: got %q", code, got)
		}
	}
}
