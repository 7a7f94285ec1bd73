package policy

import "slices"

// Join adds the rules of departments' own policies to the organisation's policy.
// More rules never lower the action and never allow sending anyway, so that a
// department can only tighten. Rules keep their order, the organisation's first;
// the id of a department's rule gets the department before it, as in "seh/bsn".
// The arguments stay as they are.
func Join(organisation *Policy, departments ...*Policy) *Policy {
	joined := *organisation
	joined.Rules = slices.Clone(organisation.Rules)
	for _, d := range departments {
		for _, r := range d.Rules {
			r.ID = d.Department + "/" + r.ID
			joined.Rules = append(joined.Rules, r)
		}
	}
	return &joined
}

// department lists what a department's policy may not hold: whatever could let
// more through than the organisation's policy does.
func (c *checker) department(p *Policy) {
	const only = "a department's policy holds rules alone; "
	if len(p.Exceptions) > 0 {
		c.add("exceptions", only+"an exception belongs to the organisation's policy")
	}
	if len(p.TestValues) > 0 {
		c.add("test_values", only+"test values belong to the organisation's policy")
	}
	if p.FailMode != FailClosed {
		c.add("fail_mode", only+"what happens without inspection is decided for the whole organisation")
	}
	if p.UnreadFiles != UnreadBlock {
		c.add("unread_files", only+"what happens to files that cannot be read is decided for the whole organisation")
	}
	if p.FirstCheck != CheckServer {
		c.add("first_check", only+"where texts are looked at first is decided for the whole organisation")
	}
	if p.QuietMark != MarkShow {
		c.add("quiet_mark", only+"whether texts are marked while they are written is decided for the whole organisation")
	}
	for i := range p.Rules {
		if slices.Contains(p.Rules[i].Then.Offers, BreakGlass) {
			c.add(rulePath(i)+".then.offers", "break_glass can be offered by the organisation's policy alone")
		}
	}
}
