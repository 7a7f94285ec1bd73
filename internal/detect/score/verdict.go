package score

// Verdict measures what was decided about whole texts. A text without a
// prediction counts as allowed.
type Verdict struct {
	// Caught: violations about which the user is warned.
	Caught Share
	// Stopped: violations redacted, blocked or asked a reason for, so that
	// nothing sensitive leaves without a deliberate act.
	Stopped Share
	// FalseAlarm: clean texts about which the user is warned.
	FalseAlarm Share
	// Missed and Alarmed are the ids of the mistakes.
	Missed, Alarmed []string
}

// Warns tells whether the user hears of the action; allow and log pass in silence.
func Warns(action string) bool { return action != "" && action != "allow" && action != "log" }

func stops(action string) bool {
	return action == "redact" || action == "block" || action == "justify"
}

// Verdicts judges the actions, by the key that the caller takes from each case.
func Verdicts(cases []Case, predictions map[string]Prediction, key func(Case) string) map[string]Verdict {
	by := map[string]Verdict{}
	for _, c := range cases {
		v := by[key(c)]
		action := predictions[c.ID].Action
		if c.Expect == "violation" {
			v.Caught.count(Warns(action))
			v.Stopped.count(stops(action))
			if !Warns(action) {
				v.Missed = append(v.Missed, c.ID)
			}
		} else {
			v.FalseAlarm.count(Warns(action))
			if Warns(action) {
				v.Alarmed = append(v.Alarmed, c.ID)
			}
		}
		by[key(c)] = v
	}
	return by
}

// Judge is Verdicts over all cases at once.
func Judge(cases []Case, predictions map[string]Prediction) Verdict {
	return Verdicts(cases, predictions, func(Case) string { return "" })[""]
}
