package weekly

import (
	"maps"
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/report"
)

// TrialEffect is what people did when they saw the one text of a message and when they
// saw the other. Without enough people at either both are nil: from one and the sum
// the other follows.
type TrialEffect struct {
	Message string      `json:"message_id"`
	First   *TextEffect `json:"first"`
	Second  *TextEffect `json:"second"`
	// K is how many people must have seen each.
	K int `json:"k"`
}

// trials are messages of which two texts are tried.
type trials map[string]*trial

type trial struct {
	since int
	texts [2]TextEffect
	seen  [2]map[string]bool // by whom, as pseudonyms
}

func newTrials(since map[string]int) trials {
	all := trials{}
	for id, version := range since {
		all[id] = &trial{since: version, texts: [2]TextEffect{{Message: id}, {Message: id}}, seen: [2]map[string]bool{{}, {}}}
	}
	return all
}

// add counts an attempt at which a text of a trial was shown, as the texts are now.
func (all trials) add(a report.Attempt) {
	message, second, tried := policy.MessageShown(a.Text)
	t := all[message]
	if !tried || t == nil || a.PolicyVersion < t.since {
		return
	}
	n := 0
	if second {
		n = 1
	}
	t.texts[n].add(a.Result)
	t.seen[n][a.Subject] = true
}

func (all trials) effects() []TrialEffect {
	list := []TrialEffect{}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		t := all[id]
		e := TrialEffect{Message: id, K: report.DefaultCell}
		if min(len(t.seen[0]), len(t.seen[1])) >= report.DefaultCell {
			e.First, e.Second = &t.texts[0], &t.texts[1]
		}
		list = append(list, e)
	}
	return list
}
