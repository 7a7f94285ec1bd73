package score_test

import (
	"slices"
	"testing"

	"dijkwacht/internal/detect/score"
)

func TestAFigureFallsWhenItIsWorseByMoreThanHalfAPoint(t *testing.T) {
	floor := score.Headline{
		IdentityRecall: 0.97, IdentityPrecision: 0.95, MedicalRecall: 0.92, SecretRecall: 0.97, Caught: 0.98, FalseAlarm: 0.03, EvasiveCaught: 0.85,
	}
	for _, c := range []struct {
		name   string
		change func(*score.Headline)
		want   []string
	}{
		{"the same figures hold", func(*score.Headline) {}, nil},
		{"a little less holds", func(h *score.Headline) { h.IdentityRecall -= 0.004; h.FalseAlarm += 0.004 }, nil},
		{"better holds", func(h *score.Headline) { h.Caught = 1; h.FalseAlarm = 0 }, nil},
		{"identity recall falls", func(h *score.Headline) { h.IdentityRecall = 0.964 }, []string{"identity recall"}},
		{"identity precision falls", func(h *score.Headline) { h.IdentityPrecision = 0.9 }, []string{"identity precision"}},
		{"medical recall falls", func(h *score.Headline) { h.MedicalRecall = 0.91 }, []string{"medical recall"}},
		{"secret recall falls", func(h *score.Headline) { h.SecretRecall = 0.9 }, []string{"secret recall"}},
		{"fewer are caught", func(h *score.Headline) { h.Caught = 0.97 }, []string{"caught"}},
		{"false alarms rise", func(h *score.Headline) { h.FalseAlarm = 0.036 }, []string{"false alarm"}},
		{"fewer evasive ones are caught", func(h *score.Headline) { h.EvasiveCaught = 0.5 }, []string{"evasive caught"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := floor
			c.change(&got)
			if fallen := got.Fallen(floor); !slices.Equal(fallen, c.want) {
				t.Errorf("fallen %v, want %v", fallen, c.want)
			}
		})
	}
}

func TestAnUnknownTypeHasNoName(t *testing.T) {
	if _, err := score.Named("identity", "bns"); err == nil {
		t.Error("a name that is no type was accepted")
	}
}
