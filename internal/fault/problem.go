package fault

// Problem is the body of an answer that is not a success (RFC 9457).
type Problem struct {
	Type     string  `json:"type"`
	Title    string  `json:"title"`
	Status   int     `json:"status"`
	Detail   string  `json:"detail"`
	Instance string  `json:"instance,omitempty"`
	Code     Code    `json:"code"`
	Errors   []Field `json:"errors,omitempty"`
	TraceID  string  `json:"trace_id,omitempty"`
	// Allowed lists what would be allowed instead; nil when that is no question.
	Allowed []string `json:"allowed,omitempty"`
	// Action is "block" when a client must hold the prompt in every fail mode.
	Action string `json:"action,omitempty"`
}

// ProblemOf renders e. The route is the pattern that matched, not the path that
// was asked for, which may hold anything.
func ProblemOf(e *Error, route, traceID string) Problem {
	m := meanings[e.Code]
	p := Problem{
		Type:     "urn:dijkwacht:problem:" + string(e.Code),
		Title:    m.title,
		Status:   m.status,
		Detail:   m.detail,
		Instance: route,
		Code:     e.Code,
		Errors:   e.Fields,
		Allowed:  e.Allowed,
		TraceID:  traceID,
	}
	if e.Code == RegisterUnavailable {
		p.Action = "block"
	}
	return p
}
