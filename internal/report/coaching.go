package report

import (
	"slices"
	"time"
)

// manyBlocks is from how many blocked messages on a person counts as repeating.
const manyBlocks = 3

// Coaching is whether warnings help. It counts groups, never persons apart.
type Coaching struct {
	// Asked are the messages at which the user was asked to look, Better those of them
	// that were then changed, made safe, taken elsewhere or not sent.
	Asked  int `json:"asked"`
	Better int `json:"better"`
	// After the first, second and third warning of a person in five weeks.
	After []Repeat `json:"after"`
	// Persistent is how many persons had three blocked messages or more; absent where
	// the group is too small to say.
	Persistent *int `json:"persons_blocked_3,omitempty"`
}

// Repeat counts persons after their n-th warning, of whom enough time has passed.
type Repeat struct {
	Nth      int `json:"nth"`
	Persons7 int `json:"persons_7"`
	Again7   int `json:"again_7"`
	// The same within 28 days.
	Persons28 int `json:"persons_28"`
	Again28   int `json:"again_28"`
}

func (c *counted) coachingPart(r *Report) *Coaching {
	f := c.funnel
	p := &Coaching{
		Asked:  f.Coached + f.Warned + f.Justified + f.Redacted + f.Blocked,
		Better: f.Then.Edited + f.Then.SafeRewrite + f.Then.Redirected + f.Then.Stopped,
		After:  []Repeat{},
	}
	p.Better = min(p.Better, p.Asked)
	for nth := 1; nth <= 3; nth++ {
		if again := repeats(c.people, nth, r.To); again.Persons7 > 0 {
			p.After = append(p.After, again)
		}
	}
	if r.Scope == nil || r.Scope.People >= 3*r.Suppression.K {
		persistent := 0
		for _, one := range c.people {
			if one.blocked >= manyBlocks {
				persistent++
			}
		}
		p.Persistent = &persistent
	}
	return p
}

// repeats looks at who had another warning within 7 and 28 days of the n-th.
func repeats(people map[string]*person, nth int, end time.Time) Repeat {
	n := Repeat{Nth: nth}
	for _, p := range people {
		if len(p.warned) < nth {
			continue
		}
		slices.Sort(p.warned)
		at := time.UnixMilli(p.warned[nth-1]).UTC()
		within := func(days int, persons, again *int) {
			until := at.AddDate(0, 0, days)
			if until.After(end) {
				return
			}
			*persons++
			if len(p.warned) > nth && p.warned[nth] < until.UnixMilli() {
				*again++
			}
		}
		within(7, &n.Persons7, &n.Again7)
		within(28, &n.Persons28, &n.Again28)
	}
	return n
}
