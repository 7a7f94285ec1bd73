package chain

import "iter"

// Record is an entry as it was stored, with its payload when that still exists.
type Record struct {
	Entry Entry
	Hash  string
	// Salt and Payload are nil when the payload was deleted.
	Salt, Payload []byte
}

// Report is what a verification saw.
type Report struct {
	// Checked counts the entries that are whole, Purged those without payload.
	Checked, Purged int64
	Head            Head
}

// Verify recomputes the chain of records, which come in order of Seq, up to the
// head that the store has on record; entries that were added after head was read
// are left alone. It stops at the first bad entry with a *BrokenError, or at an
// error of the sequence itself.
func Verify(head Head, records iter.Seq2[Record, error]) (Report, error) {
	var report Report
	for r, err := range records {
		if err != nil {
			return report, err
		}
		if r.Entry.Seq > head.Seq {
			break
		}
		if problem := check(report.Head, r); problem != "" {
			return report, &BrokenError{Seq: report.Head.Seq + 1, Problem: problem}
		}
		report.Head = Head{Seq: r.Entry.Seq, Hash: r.Hash}
		report.Checked++
		if r.Salt == nil {
			report.Purged++
		}
	}
	if report.Head != head {
		return report, &BrokenError{Seq: report.Head.Seq + 1, Problem: ProblemHead}
	}
	return report, nil
}

func check(before Head, r Record) Problem {
	prev := before.Hash
	if before.Seq == 0 {
		prev = Genesis
	}
	switch {
	case r.Entry.Seq != before.Seq+1:
		return ProblemGap
	case r.Entry.Prev != prev:
		return ProblemLink
	case r.Entry.Hash() != r.Hash:
		return ProblemHash
	case r.Salt != nil && Commit(r.Salt, r.Payload) != r.Entry.PayloadCommit:
		return ProblemPayload
	}
	return ""
}
