package inspection

import (
	"encoding/json"
	"errors"
	"time"

	"dijkwacht/internal/chain"
)

// raw is JSON that keeps its bytes.
type raw []byte

// MarshalJSON writes the bytes.
func (r raw) MarshalJSON() ([]byte, error) { return r, nil }

// UnmarshalJSON keeps a copy of the bytes.
func (r *raw) UnmarshalJSON(b []byte) error {
	*r = append((*r)[:0], b...)
	return nil
}

// decisions are the kinds of approval that decide about incidents.
var decisions = map[string]bool{"not_notify": true, "false_positive": true, "legal_hold_removal": true}

// isDecision reports whether the payload is that of an approval about an incident.
func isDecision(e chain.Entry, payload []byte) bool {
	if len(e.Action) < 9 || e.Action[:9] != "approval." {
		return false
	}
	var act struct {
		Detail struct {
			Kind string `json:"kind"`
		} `json:"detail"`
	}
	return json.Unmarshal(payload, &act) == nil && decisions[act.Detail.Kind]
}

// partOf says of which part of the register an entry with its payload is, "" for
// none.
func partOf(e chain.Entry, payload []byte) string {
	switch kind := kindOf(e); {
	case e.Rev == 0:
		return ""
	case kind != "":
		return kind
	case isDecision(e, payload):
		return decisionKind
	}
	return ""
}

var errEntry = errors.New("an entry is not in its canonical form")

// entryOf reads an entry from its canonical form. It fails on any other form, and
// never repeats what it read.
func entryOf(text string) (chain.Entry, error) {
	var c canonicalEntry
	if json.Unmarshal([]byte(text), &c) != nil {
		return chain.Entry{}, errEntry
	}
	at, err := time.Parse(timeForm, c.At)
	e := chain.Entry{
		Org: c.Org, Seq: c.Seq, At: at, Role: c.Role, Actor: c.Actor, Action: c.Action, Object: c.Object, Rev: c.Rev, PayloadCommit: c.PayloadCommit, Prev: c.Prev,
	}
	if err != nil || string(e.Canonical()) != text {
		return e, errEntry
	}
	return e, nil
}
