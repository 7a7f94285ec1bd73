package sqlstore

import (
	"encoding/hex"
	"errors"
	"io"
	"strings"

	"dijkwacht/internal/chain"
)

// link is what a batch adds to the organisation that it is in.
type link struct {
	head         chain.Head
	known, moved bool
	// Year and number are the last number of an incident that was given out.
	year, number int
	// These rows wait, so that few statements write many of them.
	incidents                 []waitingIncident
	events, entries, payloads [][]any
	counts                    []countRow
	// latest is the entry that was appended last, when it is the row itself.
	latest latestRow
}

// end is the end of the chain, with what this batch appended.
func (b *batch) end() (chain.Head, error) {
	if b.link.known {
		return b.link.head, nil
	}
	wrote := b.wrote
	err := b.one(b.writer.store.dialect.takeChain, []any{b.org}, &b.link.head.Seq, &b.link.head.Hash)
	b.wrote = wrote // taking the chain changes nothing
	b.link.known = err == nil
	return b.link.head, err
}

// errScope is a mistake of the program: a change that writes to the chain of an
// organisation which it was not given to.
var errScope = errors.New("a change belongs to another organisation")

// appendEntry adds an entry to the chain of the organisation. It reaches the table
// with others, later in the batch: ask end for the end of the chain.
func (b *batch) appendEntry(org string, d chain.Draft) error {
	if org != b.org {
		return storeError(errScope)
	}
	head, err := b.end()
	if err != nil {
		return err
	}
	salt := make([]byte, chain.SaltSize)
	if _, err := io.ReadFull(b.writer.store.random, salt); err != nil {
		return err
	}
	e, next := head.Append(org, d, salt)
	b.link.entries = append(b.link.entries, []any{
		org, e.Seq, e.At.UnixMilli(), e.Actor, e.Role, e.Action, e.Object, e.Rev, e.PayloadCommit, e.Prev, next.Hash,
	})
	payload := string(d.Payload)
	b.link.payloads = append(b.link.payloads, []any{org, e.Seq, hex.EncodeToString(salt), payload})
	b.link.latest = latestRow{}
	if d.Row {
		b.link.latest = latestRow{d.Action, d.Object, d.Rev, payload}
	}
	b.link.head, b.link.moved, b.wrote = next, true, true
	return nil
}

// latestRow is what an entry says of a row.
type latestRow struct {
	action, object string
	rev            int64
	body           string
}

// bodyOf is the canonical form of a row of the kind by which its actions begin: that
// of the entry before, when it speaks of it.
func (b *batch) bodyOf(kind, object string, rev int64, row any) (string, error) {
	if l := b.link.latest; l.object == object && l.rev == rev && strings.HasPrefix(l.action, kind) {
		return l.body, nil
	}
	body, err := chain.Canonical(row)
	return string(body), err
}

// writeWaiting writes the incidents and events that wait.
func (b *batch) writeWaiting() error {
	if err := b.writeIncidents(); err != nil {
		return err
	}
	events := b.link.events
	b.link.events = nil
	return b.insert("INSERT INTO events (org_id, id, decision_id, request_id, device_id, incident_id, at, destination_id, destination_class, action, severity, subject, policy_version, features, body, channel, department_id, marks, types, rules)", events)
}

// writeRows writes everything that waits.
func (b *batch) writeRows() error {
	if err := errors.Join(b.writeWaiting(), b.writeCounts()); err != nil {
		return err
	}
	if err := b.insert("INSERT INTO chain_entries (org_id, seq, at, actor, role, action, object, rev, payload_commit, prev, hash)", b.link.entries); err != nil {
		return err
	}
	if err := b.insert("INSERT INTO chain_payloads (org_id, seq, salt, payload)", b.link.payloads); err != nil {
		return err
	}
	b.link.entries, b.link.payloads = nil, nil
	return nil
}

// leave completes the chain of the organisation that the batch is in.
func (b *batch) leave() error {
	if err := b.writeRows(); err != nil || !b.link.moved {
		return err
	}
	b.link.moved = false
	return b.execBeside("UPDATE chain_heads SET seq = $1, hash = $2 WHERE org_id = $3", b.link.head.Seq, b.link.head.Hash, b.org)
}
