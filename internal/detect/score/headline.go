package score

// Headline holds the few figures by which a detector is judged, as shares from
// 0 to 1. Texts of kind "evasive" count apart in the verdict.
type Headline struct {
	IdentityRecall    float64 `json:"identity_recall"`
	IdentityPrecision float64 `json:"identity_precision"`
	MedicalRecall     float64 `json:"medical_recall"`
	SecretRecall      float64 `json:"secret_recall"`
	Caught            float64 `json:"caught"`
	FalseAlarm        float64 `json:"false_alarm"`
	EvasiveCaught     float64 `json:"evasive_caught"`
}

// Slack is how far a headline figure may fall below its floor.
const Slack = 0.005

// Report is a full measurement.
type Report struct {
	Identity, Medical, Secret Result
	// Strict compares all types by name.
	Strict         Result
	Plain, Evasive Verdict
	ByKind, ByLang map[string]Verdict
}

// Measure makes all figures for the cases.
func Measure(cases []Case, predictions map[string]Prediction) Report {
	var plain, evasive []Case
	for _, c := range cases {
		if c.Kind == "evasive" {
			evasive = append(evasive, c)
		} else {
			plain = append(plain, c)
		}
	}
	return Report{
		Identity: Spans(cases, predictions, must("identity"), MatchAny),
		Medical:  Spans(cases, predictions, must("medical"), MatchFamily),
		Secret:   Spans(cases, predictions, must("secret"), MatchFamily),
		Strict:   Spans(cases, predictions, nil, MatchType),
		Plain:    Judge(plain, predictions), Evasive: Judge(evasive, predictions),
		ByKind: Verdicts(cases, predictions, func(c Case) string { return c.Kind }),
		ByLang: Verdicts(cases, predictions, func(c Case) string { return c.Lang }),
	}
}

func must(family string) Types {
	types, err := Named(family)
	if err != nil {
		panic(err)
	}
	return types
}

// Headline takes the few figures out. One without cases is 1, or 0 for false
// alarms: nothing went wrong.
func (r Report) Headline() Headline {
	return Headline{
		IdentityRecall:    or(r.Identity.Overall.Recall, 1),
		IdentityPrecision: or(r.Identity.Overall.Precision, 1),
		MedicalRecall:     or(r.Medical.Overall.Recall, 1),
		SecretRecall:      or(r.Secret.Overall.Recall, 1),
		Caught:            or(r.Plain.Caught, 1),
		FalseAlarm:        or(r.Plain.FalseAlarm, 0),
		EvasiveCaught:     or(r.Evasive.Caught, 1),
	}
}

func or(s Share, otherwise float64) float64 {
	if value, ok := s.Value(); ok {
		return value
	}
	return otherwise
}

// Fallen names the figures that are worse than the floor by more than Slack.
func (h Headline) Fallen(floor Headline) []string {
	var names []string
	for _, figure := range []struct {
		name string
		loss float64
	}{
		{"identity recall", floor.IdentityRecall - h.IdentityRecall},
		{"identity precision", floor.IdentityPrecision - h.IdentityPrecision},
		{"medical recall", floor.MedicalRecall - h.MedicalRecall},
		{"secret recall", floor.SecretRecall - h.SecretRecall},
		{"caught", floor.Caught - h.Caught},
		{"false alarm", h.FalseAlarm - floor.FalseAlarm},
		{"evasive caught", floor.EvasiveCaught - h.EvasiveCaught},
	} {
		if figure.loss > Slack {
			names = append(names, figure.name)
		}
	}
	return names
}
