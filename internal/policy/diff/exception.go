package diff

import (
	"reflect"

	"dijkwacht/internal/policy"
)

// exceptions compares what is let off the rules. An exception more, or one that
// reaches further, loosens.
func (c *comparison) exceptions() {
	for i := range c.after.Exceptions {
		after := &c.after.Exceptions[i]
		path := "exceptions." + after.ID
		before := exception(c.before, after.ID)
		switch {
		case before == nil:
			c.say(Loosens, path, "Nieuwe uitzondering ‘"+after.ID+"’: "+exceptionDutch(after), "New exception ‘"+after.ID+"’: "+exceptionEnglish(after))
		case !reflect.DeepEqual(before, after):
			effect := Loosens
			if reaches(before, after) {
				effect = Tightens
				if reaches(after, before) {
					effect = Neutral
				}
			}
			c.say(effect, path,
				"Uitzondering ‘"+after.ID+"’ is nu: "+exceptionDutch(after)+" Eerst: "+exceptionDutch(before),
				"Exception ‘"+after.ID+"’ is now: "+exceptionEnglish(after)+" Before: "+exceptionEnglish(before))
		}
	}
	for i := range c.before.Exceptions {
		before := &c.before.Exceptions[i]
		if exception(c.after, before.ID) == nil {
			c.say(Tightens, "exceptions."+before.ID, "Uitzondering ‘"+before.ID+"’ vervalt.", "Exception ‘"+before.ID+"’ is gone.")
		}
	}
}

func exception(p *policy.Policy, id string) *policy.Exception {
	for i := range p.Exceptions {
		if p.Exceptions[i].ID == id {
			return &p.Exceptions[i]
		}
	}
	return nil
}

// reaches tells whether the wide exception lets off all that the narrow one does.
func reaches(wide, narrow *policy.Exception) bool {
	return within(narrow.Rules, wide.Rules) && coversAny(wide.Groups, narrow.Groups) &&
		coversAny(wide.Destinations, narrow.Destinations) && !narrow.Until.After(wide.Until)
}

func exceptionDutch(e *policy.Exception) string {
	said := "niet voor " + dutch.List(e.Rules)
	if len(e.Groups) > 0 {
		said += ", bij " + dutch.List(e.Groups)
	}
	if len(e.Destinations) > 0 {
		said += ", naar " + dutch.List(e.Destinations)
	}
	return said + ", tot " + e.Until.Format("2-1-2006 15:04 MST") + ", van " + e.Owner + ". Reden: " + e.Reason + "."
}

func exceptionEnglish(e *policy.Exception) string {
	said := "not for " + english.List(e.Rules)
	if len(e.Groups) > 0 {
		said += ", for " + english.List(e.Groups)
	}
	if len(e.Destinations) > 0 {
		said += ", to " + english.List(e.Destinations)
	}
	return said + ", until " + e.Until.Format("2 Jan 2006 15:04 MST") + ", by " + e.Owner + ". Reason: " + e.Reason + "."
}
