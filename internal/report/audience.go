package report

import "slices"

// Audience is who reads a report.
type Audience string

// The audiences. Nobody gets names or pseudonyms.
const (
	Officers     Audience = "officers" // data protection and security officers: everything
	Board        Audience = "board"
	WardManagers Audience = "ward_manager"
	WorksCouncil Audience = "works_council"
)

// Audiences lists all.
var Audiences = []string{string(Officers), string(Board), string(WardManagers), string(WorksCouncil)}

// IsAudience reports whether there is one by the name.
func IsAudience(s string) bool { return slices.Contains(Audiences, s) }

// For is the report with the parts that an audience gets.
func (r Report) For(a Audience) Report {
	r.Audience = a
	switch a {
	case Board:
		r.dropBreakdown()
		r.dropWork()
		r.Governance = nil
	case WardManagers:
		r.dropWork()
		r.Register, r.Governance, r.Recommendations, r.ByDepartment, r.Checkpoint = nil, nil, nil, nil, nil
	case WorksCouncil:
		r.dropWork()
		r.Register, r.Recommendations = nil, nil
		r.Sentences = Sentences{NL: []string{}, EN: []string{}}
	}
	return r
}

func (r *Report) dropBreakdown() {
	r.ByCategory, r.ByDestination, r.ByDepartment, r.ByChannel = nil, nil, nil, nil
}

// dropWork leaves out what only those need who work on rules and cases.
func (r *Report) dropWork() {
	r.Rules, r.Overrides, r.Coaching, r.FalsePositives = nil, nil, nil, nil
}

// WithoutText is the report without what people wrote, as it goes by mail.
func (r Report) WithoutText() Report {
	if r.Register != nil {
		part := *r.Register
		part.Missed = slices.Clone(part.Missed)
		for i := range part.Missed {
			part.Missed[i].Reason = ""
		}
		r.Register = &part
	}
	return r
}

// Attention counts the points that ask for it: what the subject of a mail says.
func (r Report) Attention() int {
	n := len(r.Recommendations)
	if n == 0 && r.Register == nil && r.Coverage != nil {
		if weak, known := r.Coverage.Weak(); known && weak {
			n = 1
		}
	}
	return n
}
