package ext

import (
	"cmp"
	"slices"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/extract"
	"dijkwacht/internal/guard"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/rule"
)

type fileVerdict struct {
	DecisionID   string         `json:"decision_id"`
	Action       policy.Action  `json:"action"`
	FileType     extract.Type   `json:"file_type"`
	Findings     []fileFinding  `json:"findings"`
	Unread       []unreadView   `json:"unread"`
	MatchedRules []matchedRule  `json:"matched_rules"`
	Offers       []policy.Offer `json:"offers"`
	Override     override       `json:"override"`
	// Guarded is false when the rules do not act for this device: nobody looked.
	Guarded       bool       `json:"guarded"`
	BreakGlass    *grantView `json:"break_glass,omitempty"`
	PolicyVersion int        `json:"policy_version"`
	TookMS        float64    `json:"took_ms"`
}

// fileFinding counts the items of one type in one part.
type fileFinding struct {
	ID         string            `json:"id"`
	Type       string            `json:"type"`
	Group      string            `json:"group"`
	Confidence detect.Confidence `json:"confidence"`
	Score      float64           `json:"score"`
	Label      string            `json:"label"`
	Part       extract.Kind      `json:"part"`
	Page       int               `json:"page,omitempty"`
	Entry      int               `json:"entry,omitempty"`
	Count      int               `json:"count"`
	// Covered is false: a file has no safe version.
	Covered bool `json:"covered"`
}

type unreadView struct {
	Reason extract.Reason `json:"reason"`
	Page   int            `json:"page,omitempty"`
	Entry  int            `json:"entry,omitempty"`
}

const (
	// maxFileFindings and maxUnread bound an answer; what is left out is in the counts of
	// the register.
	maxFileFindings = 200
	maxUnread       = 100
)

// fileAnswer renders the decision that holds. A file has no safe version.
func (a *API) fileAnswer(in *inspection, d *extract.Document, file *laidOut, results []detect.Result, r register.Decision) *fileVerdict {
	out := &fileVerdict{
		Action: r.Action, FileType: d.Type, Findings: a.fileFindings(in, file, results), Unread: []unreadView{}, MatchedRules: []matchedRule{},
		Offers:   slices.DeleteFunc(slices.Clone(r.Offers), func(o policy.Offer) bool { return o == policy.SafeRewrite }),
		Override: override{r.Override.Allowed, r.Override.Reasons, r.Override.Remaining},
	}
	for _, u := range d.Unread[:min(len(d.Unread), maxUnread)] {
		out.Unread = append(out.Unread, unreadView(u))
	}
	for _, m := range r.Rules {
		if m.ExceptedBy == "" {
			out.MatchedRules = append(out.MatchedRules, matchedRule{m.ID, m.Action, m.Mode, m.Message})
		}
	}
	if in.grant.ID != "" && r.Action < policy.Warn {
		grant := viewGrant(in.grant)
		out.BreakGlass = &grant
	}
	return out
}

// fileFindings counts by type and part, the surest first.
func (a *API) fileFindings(in *inspection, file *laidOut, results []detect.Result) []fileFinding {
	type spot struct {
		kind  rule.Type
		part  extract.Kind
		page  int
		entry int
	}
	index := map[spot]int{}
	list := []fileFinding{}
	for piece := range results {
		for _, f := range results[piece].Findings {
			if f.Confidence() == detect.ConfidenceNone {
				continue
			}
			p := file.partAt(piece, f.Span.Start)
			at, seen := index[spot{f.Type, p.Kind, p.Page, p.Entry}]
			if !seen {
				at = len(list)
				index[spot{f.Type, p.Kind, p.Page, p.Entry}] = at
				list = append(list, fileFinding{
					Type: f.Type.String(), Group: f.Type.Group().String(), Label: guard.Label(a.Core.Pack, f, in.language), Part: p.Kind, Page: p.Page, Entry: p.Entry,
				})
			}
			list[at].Count++
			list[at].Confidence = max(list[at].Confidence, f.Confidence())
			list[at].Score = max(list[at].Score, rounded(f.Score))
		}
	}
	slices.SortStableFunc(list, func(x, y fileFinding) int { return cmp.Compare(y.Score, x.Score) })
	list = list[:min(len(list), maxFileFindings)]
	for i := range list {
		list[i].ID = findingID(i)
	}
	return list
}
