package audit

import (
	"encoding/json"
	"time"

	"dijkwacht/internal/chain"
)

// Entry is one act, as the chain has it.
type Entry struct {
	Seq int64
	At  time.Time
	// Actor is who did it; of a device, only that it was one.
	Actor  string
	Role   string
	Action string
	Object string
	Rev    int64
	// Outcome, Task and OnBehalfOf are "" where the entry has none, and after its
	// payload was deleted.
	Outcome, Task, OnBehalfOf string
	// Detail is what else was written down of an administrative act, as JSON; nil
	// for none.
	Detail json.RawMessage
	// Purged says that retention deleted the payload.
	Purged bool
	Hash   string
}

// deviceRole is the role of a device in the chain.
const deviceRole = "device"

func entryOf(r chain.Record) Entry {
	e := r.Entry
	out := Entry{
		Seq: e.Seq, At: e.At, Actor: e.Actor, Role: e.Role, Action: e.Action, Object: e.Object, Rev: e.Rev, Purged: r.Salt == nil, Hash: r.Hash,
	}
	var act struct {
		Outcome    string          `json:"outcome"`
		Task       string          `json:"task"`
		OnBehalfOf string          `json:"on_behalf_of"`
		Detail     json.RawMessage `json:"detail"`
	}
	// Entries of devices have payloads of other forms: they have no such members of
	// this type, and what does not fit stays empty.
	if e.Role == deviceRole {
		out.Actor = deviceRole // which device it was would say who: the log is not sorted by that
	} else if json.Unmarshal(r.Payload, &act) == nil {
		out.Outcome, out.Task, out.OnBehalfOf, out.Detail = act.Outcome, act.Task, act.OnBehalfOf, act.Detail
	}
	return out
}
