package report

// Recommendation is something to do, with the number that says why.
type Recommendation struct {
	// ID names the kind; each language has its own words for it.
	ID     string `json:"id"`
	Number int    `json:"number"`
	// Of is the whole that Number is a part of, 0 for none.
	Of int `json:"of,omitempty"`
	// About is the id of a rule or destination, "" for none.
	About string `json:"about,omitempty"`
	// Path is where to do it in the console.
	Path string `json:"path"`
}

// mostRecommendations is how many a report has: nobody does more in a week.
const mostRecommendations = 3

// The bars above which something is recommended.
const (
	falseBar    = 30 // percent of the hits of a rule
	overrideBar = 30 // percent of the warnings of a rule
	fewHits     = 20
)

// recommend lists what to do first, most urgent first.
func recommend(r Report) []Recommendation {
	list := []Recommendation{}
	add := func(when bool, rec Recommendation) {
		if when && len(list) < mostRecommendations {
			list = append(list, rec)
		}
	}
	reg := r.Register
	add(len(reg.Missed) > 0, Recommendation{ID: "terms_missed", Number: len(reg.Missed), Path: "/console/incidenten?q=clock:running"})
	add(reg.Running > 0, Recommendation{ID: "terms_running", Number: reg.Running, Path: "/console/incidenten?q=clock:running"})
	add(r.Summary.Left+r.Summary.Held > 0 && r.Funnel.Inspected == 0, Recommendation{ID: "counting", Number: r.Funnel.Inspected, Path: "/console/dekking"})
	if percent, known := r.Coverage.share(); known {
		add(percent < coverageBar, Recommendation{ID: "coverage_low", Number: percent, Of: 100, Path: "/console/dekking"})
	}
	for _, rule := range r.Rules {
		add(rule.Hits >= fewHits && 100*rule.FalsePositives > falseBar*rule.Hits, Recommendation{ID: "rule_false", Number: rule.FalsePositives, Of: rule.Hits, About: rule.ID, Path: "/console/beleid"})
	}
	old := reg.Open.Month + reg.Open.Older
	add(old > 0, Recommendation{ID: "cases_old", Number: old, Of: reg.Open.Overall, Path: "/console/incidenten?q=is:open+age%3E7d"})
	for _, rule := range r.Rules {
		add(rule.Warnings >= fewHits && 100*rule.Overrides > overrideBar*rule.Warnings, Recommendation{ID: "rule_overridden", Number: rule.Overrides, Of: rule.Warnings, About: rule.ID, Path: "/console/beleid"})
	}
	add(20*r.Summary.Unknown > r.Funnel.Hits && r.Summary.Unknown >= 5, Recommendation{ID: "outcomes_unknown", Number: r.Summary.Unknown, Of: r.Funnel.Hits, Path: "/console/dekking"})
	add(len(r.Governance.Expiring) > 0, Recommendation{ID: "exceptions_expiring", Number: len(r.Governance.Expiring), Path: "/console/beleid?tab=exceptions"})
	if d := r.Coverage.Devices; d != nil {
		add(10*d.Silent > d.Enrolled, Recommendation{ID: "devices_silent", Number: d.Silent, Of: d.Enrolled, Path: "/console/dekking"})
	}
	return list
}
