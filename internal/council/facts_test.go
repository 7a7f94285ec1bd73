package council

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
)

func usual() Settings {
	terms := map[retention.Kind]int{}
	for _, r := range retention.Rules {
		terms[r.Kind] = r.Default
	}
	return Settings{Terms: terms, Holders: map[ident.Role]int{ident.FG: 1, ident.WorksCouncil: 3}, Recipients: []string{"mail"}, Smallest: 10}
}

func TestWhatIsMoreThanWasAgreedTakesConsentAgain(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*Settings)
		facts  func(*Facts)
		want   []Change
		held   bool
	}{
		{name: "nothing"},
		{name: "a longer term", change: func(s *Settings) { s.Terms[retention.Events] = 20 }, want: []Change{{What: LongerTerm, Subject: "events", From: 13, To: 20}}, held: true},
		{name: "a shorter term does not", change: func(s *Settings) { s.Terms[retention.Events] = 4 }},
		{name: "a role that somebody holds for the first time", change: func(s *Settings) { s.Holders[ident.Analyst] = 1 },
			want: []Change{{What: NewSight, Subject: "analyst", Sight: []ident.Permission{ident.IncidentsRead, ident.StatisticsRead}}}},
		{name: "one more person in a role does not", change: func(s *Settings) { s.Holders[ident.FG] = 4 }},
		{name: "a role that nobody holds any more does not", change: func(s *Settings) { s.Holders[ident.FG] = 0 }},
		{name: "another way to reveal", change: func(s *Settings) { s.Council = true }, want: []Change{{What: RevealRule, Subject: "council:true"}}, held: true},
		{name: "a recipient", change: func(s *Settings) { s.Recipients = append(s.Recipients, "webhook") }, want: []Change{{What: NewRecipient, Subject: "webhook"}}},
		{name: "counts of smaller groups", change: func(s *Settings) { s.Smallest = 5 }, want: []Change{{What: SmallerGroup, From: 10, To: 5}}},
		{name: "a field of a new release", facts: func(f *Facts) { f.Fields = append(f.Fields, "events.at_home") }, want: []Change{{What: NewField, Subject: "events.at_home"}}},
		{name: "a purpose of a new release", facts: func(f *Facts) { f.Purposes = append(f.Purposes, "planning") }, want: []Change{{What: NewPurpose, Subject: "planning"}}},
		{name: "a permission of a new release", facts: func(f *Facts) { f.Sight[ident.WorksCouncil] = append(f.Sight[ident.WorksCouncil], ident.DevicesRead) },
			want: []Change{{What: NewSight, Subject: "works_council", Sight: []ident.Permission{ident.DevicesRead}}}},
		{name: "a purpose of revealing", facts: func(f *Facts) { f.Reveals = append(f.Reveals, "purpose:appraisal") }, want: []Change{{What: RevealRule, Subject: "purpose:appraisal"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := usual()
			s.Terms, s.Holders, s.Recipients = maps.Clone(s.Terms), maps.Clone(s.Holders), slices.Clone(s.Recipients)
			if c.change != nil {
				c.change(&s)
			}
			now := FactsOf(s)
			if c.facts != nil {
				c.facts(&now)
			}
			got := Compare(FactsOf(usual()), now)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Fatal(diff)
			}
			for _, one := range got {
				if one.Held() != c.held {
					t.Errorf("held: got %v", one.Held())
				}
				if one.Sentence("nl") == "" || one.Sentence("en") == "" || one.Sentence("nl") == one.Sentence("en") {
					t.Errorf("it says %q and %q", one.Sentence("nl"), one.Sentence("en"))
				}
				n := Notice{Kind: Changed, Change: &one}
				if n.Title("nl") == "" || n.Title("en") == "" {
					t.Error("a notice of it has no title")
				}
			}
			before, _, err := FactsOf(usual()).Encode()
			if err != nil {
				t.Fatal(err)
			}
			if after, _, err := now.Encode(); err != nil || (after == before) != (cmp.Diff(FactsOf(usual()), now) == "") {
				t.Errorf("the fingerprint does not follow the facts: %v", err)
			}
		})
	}
}
