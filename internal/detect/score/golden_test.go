package score_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"dijkwacht/internal/detect/score"
)

// golden holds the figures that the reference scorer, an independent program
// with the same definitions, printed for testdata/gold.jsonl and pred.jsonl.
type golden struct {
	Spans []struct {
		Types   string              `json:"types"`
		Match   score.Match         `json:"match"`
		Missing int                 `json:"missing"`
		Overall figures             `json:"overall"`
		ByType  map[string]*figures `json:"by_type"`
	} `json:"spans"`
	Verdict struct {
		By map[string]struct {
			Violations int      `json:"violations"`
			Caught     *float64 `json:"caught"`
			Stopped    *float64 `json:"stopped"`
			Clean      int      `json:"clean"`
			FalseAlarm *float64 `json:"false_alarm"`
		} `json:"by"`
		Missed  []string `json:"missed"`
		Alarmed []string `json:"alarmed"`
	} `json:"verdict"`
}

type figures struct {
	Gold      int      `json:"gold"`
	Recall    *float64 `json:"recall"`
	Strict    *float64 `json:"strict_recall"`
	Judged    int      `json:"judged"`
	Precision *float64 `json:"precision"`
	F1        *float64 `json:"f1"`
	F2        *float64 `json:"f2"`
	Texts     int      `json:"texts"`
	Leak      *float64 `json:"leak_rate"`
	LeakAlnum *float64 `json:"leak_rate_alnum"`
	Negatives int      `json:"negatives"`
	Alarm     *float64 `json:"false_alarm_rate"`
	Excess    *float64 `json:"excess_rate"`
}

func TestFiguresEqualThoseOfTheReferenceScorer(t *testing.T) {
	want, cases, predictions := fixture(t)
	for _, run := range want.Spans {
		t.Run(run.Types+"/"+string(run.Match), func(t *testing.T) {
			var types score.Types
			if run.Types != "" {
				var err error
				if types, err = score.Named(strings.Split(run.Types, ",")...); err != nil {
					t.Fatal(err)
				}
			}
			got := score.Spans(cases, predictions, types, run.Match)
			if got.Unanswered != run.Missing {
				t.Errorf("unanswered %d, want %d", got.Unanswered, run.Missing)
			}
			compare(t, "overall", got.Overall, run.Overall)
			if len(got.ByType) != len(run.ByType) {
				t.Errorf("%d types, want %d", len(got.ByType), len(run.ByType))
			}
			for name, want := range run.ByType {
				compare(t, name, got.ByType[name], *want)
			}
		})
	}
}

func compare(t *testing.T, name string, got score.Figures, want figures) {
	t.Helper()
	for label, pair := range map[string][2]int{
		"gold": {got.Recall.Whole, want.Gold}, "judged": {got.Precision.Whole, want.Judged},
		"texts": {got.Leak.Whole, want.Texts}, "negatives": {got.FalseAlarm.Whole, want.Negatives},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %s %d, want %d", name, label, pair[0], pair[1])
		}
	}
	equal(t, name+" recall", got.Recall.Value, want.Recall)
	equal(t, name+" strict", got.Strict.Value, want.Strict)
	equal(t, name+" precision", got.Precision.Value, want.Precision)
	equal(t, name+" F1", got.F1, want.F1)
	equal(t, name+" F2", got.F2, want.F2)
	equal(t, name+" leak", got.Leak.Value, want.Leak)
	equal(t, name+" leak of letters and digits", got.LeakAlnum.Value, want.LeakAlnum)
	equal(t, name+" false alarm", got.FalseAlarm.Value, want.Alarm)
	equal(t, name+" excess", got.Excess.Value, want.Excess)
}

func equal(t *testing.T, name string, value func() (float64, bool), want *float64) {
	t.Helper()
	got, ok := value()
	switch {
	case ok != (want != nil):
		t.Errorf("%s: has a value: %t, want %t", name, ok, want != nil)
	case ok && math.Abs(got-*want) > 1e-12:
		t.Errorf("%s: %v, want %v", name, got, *want)
	}
}

func TestVerdictsEqualThoseOfTheReferenceScorer(t *testing.T) {
	want, cases, predictions := fixture(t)
	got := score.Verdicts(cases, predictions, func(c score.Case) string { return c.Kind })
	got["all"] = score.Judge(cases, predictions)
	if len(got) != len(want.Verdict.By) {
		t.Errorf("%d kinds, want %d", len(got), len(want.Verdict.By))
	}
	for kind, want := range want.Verdict.By {
		v := got[kind]
		if v.Caught.Whole != want.Violations || v.FalseAlarm.Whole != want.Clean {
			t.Errorf("%s: %d violations and %d clean, want %d and %d", kind, v.Caught.Whole, v.FalseAlarm.Whole, want.Violations, want.Clean)
		}
		rounded(t, kind+" caught", v.Caught, want.Caught)
		rounded(t, kind+" stopped", v.Stopped, want.Stopped)
		rounded(t, kind+" false alarm", v.FalseAlarm, want.FalseAlarm)
	}
	if a, b := strings.Join(got["all"].Missed, " "), strings.Join(want.Verdict.Missed, " "); a != b {
		t.Errorf("missed %s, want %s", a, b)
	}
	if a, b := strings.Join(got["all"].Alarmed, " "), strings.Join(want.Verdict.Alarmed, " "); a != b {
		t.Errorf("alarmed %s, want %s", a, b)
	}
}

// rounded compares with a reference that has four decimals.
func rounded(t *testing.T, name string, got score.Share, want *float64) {
	t.Helper()
	value, ok := got.Value()
	if ok != (want != nil) || ok && math.Abs(value-*want) > 0.00005 {
		t.Errorf("%s: %v, want %v", name, value, want)
	}
}

func fixture(t *testing.T) (golden, []score.Case, map[string]score.Prediction) {
	t.Helper()
	var want golden
	raw, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	gold, err := os.Open("testdata/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer gold.Close()
	cases, err := score.ReadCases(gold)
	if err != nil {
		t.Fatal(err)
	}
	pred, err := os.Open("testdata/pred.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer pred.Close()
	predictions, err := score.ReadPredictions(pred)
	if err != nil {
		t.Fatal(err)
	}
	return want, cases, predictions
}
