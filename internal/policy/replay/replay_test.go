package replay_test

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/policy/replay"
	"dijkwacht/internal/rule"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func ruleFor(id string, t rule.Type, action policy.Action) policy.Rule {
	return policy.Rule{ID: id, When: policy.When{Any: policy.List{{Type: t}}}, Then: policy.Then{Action: action}}
}

// holding is the stored form of a text with one finding of each type, n times.
func holding(tb testing.TB, n int, types ...rule.Type) []byte {
	result := detect.Result{Persons: []detect.Person{{Private: true}}}
	for i, t := range types {
		for k := range n {
			result.Findings = append(result.Findings, detect.Finding{Type: t, Score: 0.95, Ref: i*n + k + 1})
		}
	}
	f := policy.FeaturesOf(&result, policy.Context{Destination: policy.Destination{ID: "chatgpt", Class: policy.Unapproved}})
	stored, err := f.MarshalJSON()
	if err != nil {
		tb.Fatal(err)
	}
	return stored
}

func these(vectors ...replay.Vector) iter.Seq2[replay.Vector, error] {
	return func(yield func(replay.Vector, error) bool) {
		for _, v := range vectors {
			if !yield(v, nil) {
				return
			}
		}
	}
}

func TestAReplayCountsWhatWouldChange(t *testing.T) {
	p := &policy.Policy{
		Rules:      []policy.Rule{ruleFor("bsn", rule.BSN, policy.Block), ruleFor("naam", rule.PersonName, policy.Warn)},
		Exceptions: []policy.Exception{{ID: "les", Rules: []string{"naam"}, Until: noon}},
	}
	bsn, name := holding(t, 1, rule.BSN), holding(t, 1, rule.PersonName)
	got, err := replay.Run(p, these(
		replay.Vector{Features: bsn, Department: "seh", Action: policy.Block, At: noon, Number: 1},
		replay.Vector{Features: bsn, Department: "seh", Action: policy.Warn, At: noon, Number: 4},
		replay.Vector{Features: name, Department: "ggz", Action: policy.Warn, At: noon.Add(-time.Hour), Number: 1},
		replay.Vector{Features: name, Action: policy.Warn, At: noon, Number: 30},
	), 5)
	if err != nil {
		t.Fatal(err)
	}
	want := replay.Result{
		Events:  36,
		Changes: []replay.Change{{policy.Warn, policy.Allow, 1}, {policy.Warn, policy.Block, 4}},
		ByRule:  []replay.RuleMatches{{Rule: "bsn", Count: 5}, {Rule: "naam", Count: 30}},
		ByDepartment: []replay.DepartmentChanges{
			{Department: "ggz", Suppressed: true},
			{Department: "seh", Count: 5, Changes: []replay.Change{{policy.Warn, policy.Block, 4}}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got.Changed() != 5 {
		t.Errorf("%d changed", got.Changed())
	}
}

func TestAReplayOfTheSamePolicyChangesNothing(t *testing.T) {
	p := &policy.Policy{Rules: []policy.Rule{ruleFor("bsn", rule.BSN, policy.Block), ruleFor("iban", rule.IBAN, policy.Warn)}}
	var list []replay.Vector
	for n := range 2000 {
		stored := holding(t, 1+n%3, []rule.Type{rule.BSN, rule.IBAN, rule.Phone}[n%3])
		var f policy.Features
		if err := f.UnmarshalJSON(stored); err != nil {
			t.Fatal(err)
		}
		list = append(list, replay.Vector{Features: stored, Action: policy.Decide(p, f, noon).Action, At: noon, Number: 1})
	}
	got, err := replay.Run(p, these(list...), 5)
	if err != nil || got.Events != 2000 || got.Changed() != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAReplayFailsWithTheFirstFailure(t *testing.T) {
	p := &policy.Policy{Rules: []policy.Rule{ruleFor("bsn", rule.BSN, policy.Block)}}
	if _, err := replay.Run(p, these(replay.Vector{Features: []byte("{"), Number: 1}), 5); !errors.Is(err, replay.ErrVector) {
		t.Errorf("got %v", err)
	}
	broken := errors.New("store away")
	_, err := replay.Run(p, func(yield func(replay.Vector, error) bool) { yield(replay.Vector{}, broken) }, 5)
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkReplay replays vectors that are all different over fifty rules; a
// million have to end within five seconds on two processors, so five microseconds
// a vector.
func BenchmarkReplay(b *testing.B) {
	p := &policy.Policy{}
	types := rule.Types()
	for i := range 50 {
		r := ruleFor(fmt.Sprintf("r%d", i), types[i%len(types)], policy.Warn)
		if i%2 == 0 {
			r.When = policy.When{SamePerson: true, All: policy.List{{AnyType: []rule.Type{rule.PersonName, rule.Phone}}, {Group: rule.GroupHealth, Confidence: detect.Medium}}}
		}
		p.Rules = append(p.Rules, r)
	}
	var list []replay.Vector
	for n := range 3000 {
		list = append(list, replay.Vector{
			Features: holding(b, 1+n%7, types[n%len(types)], types[(n/7)%len(types)], types[(n/50)%len(types)]),
			At:       noon, Number: 1, Department: fmt.Sprint(n % 20),
		})
	}
	b.ResetTimer()
	vectors := func(yield func(replay.Vector, error) bool) {
		for n := range b.N {
			if !yield(list[n%len(list)], nil) {
				return
			}
		}
	}
	if _, err := replay.Run(p, vectors, 5); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e6/float64(b.N), "s/million")
}
