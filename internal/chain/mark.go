package chain

import (
	"context"
	"strings"
)

// mark is what a checkpoint says of an entry.
type mark struct {
	hash string // or its first digits
	// given says that the mark was kept elsewhere, forged that it is signed, but not
	// by a key of ours.
	given, forged bool
}

// marks are the checkpoints by entry.
type marks map[int64][]mark

// collect reads the checkpoints on record and adds the given ones.
func collect(ctx context.Context, src Source, org string, scope Scope) (marks, error) {
	stored, err := src.Checkpoints(ctx, org)
	if err != nil {
		return nil, err
	}
	keys, err := src.CheckpointKeys(ctx)
	if err != nil {
		return nil, err
	}
	m := marks{}
	for _, c := range stored {
		m[c.Seq] = append(m[c.Seq], mark{hash: c.Hash, forged: !c.SignedBy(keys)})
	}
	for _, a := range scope.Anchors {
		forged := a.Signed != nil && (a.Signed.Org != org || !a.Signed.SignedBy(keys))
		m[a.Seq] = append(m[a.Seq], mark{hash: a.Hash, given: true, forged: forged})
	}
	return m, nil
}

// problem compares the mark with the hash of its entry.
func (m mark) problem(hash string, report *Report) Problem {
	switch {
	case !strings.HasPrefix(hash, m.hash):
		return ProblemCheckpoint
	case m.forged:
		return ProblemSignature
	case m.given:
		report.Anchors++
	default:
		report.Checkpoints++
	}
	return ""
}

// beyond finds a checkpoint of an entry that the chain does not have.
func (m marks) beyond(head Head) error {
	for seq := range m {
		if seq > head.Seq {
			return broken(head.Seq+1, ProblemHead)
		}
	}
	return nil
}
