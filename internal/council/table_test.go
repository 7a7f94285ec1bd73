package council_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/council"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
)

// bodies are what the objects in the column body are made of, of tables about staff.
var bodies = map[string]any{
	"events": register.Event{}, "outcomes": register.Outcome{}, "incidents": register.Incident{}, "feedback": feedback.Feedback{}, "break_glass": breakglass.Grant{},
	"questions": inquiry.Question{}, "reveals": reveal.Reveal{}, "rights_requests": rights.Request{}, "device_states": coverage.Heartbeat{},
}

// members are the names under which a structure is written as JSON.
func members(t reflect.Type) (list []string) {
	for f := range t.Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case name == "-":
		case f.Anonymous:
			list = append(list, members(f.Type)...)
		default:
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list
}

func TestEveryMemberOfWhatIsKeptOfStaffIsStated(t *testing.T) {
	for table, body := range bodies {
		i := slices.IndexFunc(council.Tables, func(one council.Table) bool { return one.Name == table })
		if i < 0 {
			t.Fatalf("nothing is stated of %s", table)
		}
		stated := strings.Fields(council.Tables[i].Body)
		slices.Sort(stated)
		if diff := cmp.Diff(members(reflect.TypeOf(body)), stated); diff != "" {
			t.Errorf("%s (-kept +stated):\n%s", table, diff)
		}
	}
}

func TestEveryFieldHasWordsInDutchAndEnglish(t *testing.T) {
	names := map[string]bool{}
	for _, table := range council.Tables {
		if names[table.Name] {
			t.Errorf("%s is stated twice", table.Name)
		}
		names[table.Name] = true
		for _, f := range table.Fields() {
			if f.NL == "" || f.EN == "" {
				t.Errorf("%s has no words", f.Name)
			}
		}
		for _, lang := range []string{"nl", "en"} {
			if table.Personal() && table.Words(lang) == table.Name {
				t.Errorf("%s has no name in %s", table.Name, lang)
			}
			for what, words := range map[string]string{"purpose": table.Purpose.Words(lang), "basis": table.Basis.Words(lang), "people": table.About.Words(lang)} {
				if words == "" {
					t.Errorf("%s: no %s in %s", table.Name, what, lang)
				}
			}
			if table.Keep.Words(lang, retention.Settings{}) == "" {
				t.Errorf("%s: no term in %s", table.Name, lang)
			}
		}
		if (table.Basis == council.None) == table.Personal() {
			t.Errorf("%s: data about people need a ground in law, other data have none", table.Name)
		}
	}
}
