package inspection

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/chain"
)

// Given is what was kept elsewhere.
type Given struct {
	// Anchors are checkpoints from reports and mails.
	Anchors []chain.Anchor
	// KeyID is the id of the key that must have signed, "" for any.
	KeyID string
}

// Report is what was seen of a file that is whole.
type Report struct {
	Manifest
	// Checkpoints counts those in the file, Anchors those that were given: all agree.
	Checkpoints, Anchors int
	// Keys are the ids of the keys in the file.
	Keys []string
}

// Verify checks a file from its bytes alone: the signature, the chain, the content,
// the register and the checkpoints. What is wrong first is a *BadError; what is no
// such file is ErrNoInspection or ErrVersion. Memory is bounded by the number of
// things in the register, time by the size of the file.
func Verify(r io.ReaderAt, size int64, given Given) (Report, error) {
	a, err := open(r, size)
	if err != nil {
		return Report{}, err
	}
	report := Report{Manifest: a.manifest}
	for _, k := range a.keys {
		report.Keys = append(report.Keys, chain.KeyID(k))
	}
	slices.Sort(report.Keys)
	if given.KeyID != "" && given.KeyID != a.manifest.KeyID {
		return report, bad(manifestFile, "another key signed it than the one that was given")
	}
	w := &walker{archive: a, head: chain.Head{Seq: a.manifest.Chain.First - 1, Hash: a.manifest.Chain.Before}, latest: map[string]*thing{}, counted: map[string]int64{}}
	for _, step := range []func() error{
		func() error { return w.expect(given) }, w.ownCheckpoints, w.entries, w.totals, w.register,
	} {
		if err := step(); err != nil {
			return report, err
		}
	}
	for _, f := range a.manifest.Files {
		if err := a.sameBytes(f); err != nil {
			return report, err
		}
	}
	report.Checkpoints, report.Anchors = w.own, w.anchors
	return report, nil
}

// thing is something of the register, as its newest entry has it.
type thing struct {
	kind string
	seq  int64
	sum  [sha256.Size]byte
	// gone says that retention deleted the content; seen that the register has it.
	gone, seen bool
}

// mark is what a checkpoint says of an entry.
type mark struct {
	hash  string // or its first digits
	given bool
}

type walker struct {
	*archive
	head             chain.Head
	marks            map[int64][]mark
	latest           map[string]*thing
	counted          map[string]int64
	deleted, leftOut int64
	own, anchors     int
	lastAt           time.Time
}

// expect takes in what was kept elsewhere.
func (w *walker) expect(given Given) error {
	w.marks = map[int64][]mark{}
	s := w.manifest.Chain
	for _, c := range given.Anchors {
		switch {
		case c.Signed != nil && c.Signed.Org != w.manifest.Organisation.ID:
			return bad("", "the checkpoint that was given is of another organisation")
		case c.Seq < s.First || c.Seq > s.Last:
			return bad("", "the checkpoint that was given is of an entry outside this period")
		case c.Signed != nil && !c.Signed.SignedBy(w.keys):
			return &BadError{Seq: c.Seq, Problem: "the checkpoint that was given was not signed by a key in this file"}
		}
		w.marks[c.Seq] = append(w.marks[c.Seq], mark{c.Hash, true})
	}
	return nil
}

// ownCheckpoints reads those in the file.
func (w *walker) ownCheckpoints() error {
	err := w.each(checkpointsFile, func(text []byte) error {
		var l checkpointLine
		var s statement
		if strict(text, &l) != nil || strict([]byte(l.Statement), &s) != nil {
			return bad(checkpointsFile, "a line is not a checkpoint")
		}
		at, err := time.Parse(timeForm, s.At)
		c := chain.Checkpoint{Org: s.Org, Seq: s.Seq, Hash: s.Hash, At: at, KeyID: l.KeyID, Signature: l.Signature}
		switch {
		case err != nil || string(c.Statement()) != l.Statement || c.Org != w.manifest.Organisation.ID || c.Seq < w.manifest.Chain.First || c.Seq > w.manifest.Chain.Last:
			return bad(checkpointsFile, "a checkpoint is not of this chain")
		case !c.SignedBy(w.keys):
			return &BadError{File: checkpointsFile, Seq: c.Seq, Problem: "its checkpoint was not signed by a key in this file"}
		}
		w.marks[c.Seq] = append(w.marks[c.Seq], mark{c.Hash, false})
		return nil
	})
	if errors.Is(err, errDamaged) {
		return bad(checkpointsFile, "it is damaged")
	}
	return err
}

// entries walks the chain.
func (w *walker) entries() error {
	s := w.manifest.Chain
	if s.First < 1 || s.First == 1 && s.Before != chain.Genesis {
		return bad(manifestFile, "the chain does not begin where chains begin")
	}
	err := w.each(entriesFile, func(text []byte) error {
		if w.head.Seq >= s.Last {
			return bad(entriesFile, "it holds more entries than the manifest says")
		}
		var l entryLine
		if strict(text, &l) != nil {
			return &BadError{Seq: w.head.Seq + 1, Problem: "its line is not of the form of an entry"}
		}
		if problem := w.entry(l); problem != "" {
			return &BadError{Seq: w.head.Seq + 1, Problem: problem}
		}
		w.head = chain.Head{Seq: w.head.Seq + 1, Hash: l.Hash}
		return nil
	})
	if errors.Is(err, errDamaged) {
		return &BadError{Seq: w.head.Seq + 1, Problem: "the file is damaged here, or the line is too long"}
	}
	return err
}

// entry checks the entry after the head; "" is fine.
func (w *walker) entry(l entryLine) string {
	e, err := entryOf(l.Entry)
	switch {
	case err != nil || e.Hash() != l.Hash:
		return string(chain.ProblemHash)
	case e.Org != w.manifest.Organisation.ID:
		return "the entry is of another organisation"
	case e.Seq != w.head.Seq+1:
		return string(chain.ProblemGap)
	case e.Prev != w.head.Hash:
		return string(chain.ProblemLink)
	case e.At.Before(w.manifest.Period.From):
		return "the entry was made before the period"
	}
	w.lastAt = e.At
	if problem := w.content(e, l); problem != "" {
		return problem
	}
	for _, m := range w.marks[e.Seq] {
		if !strings.HasPrefix(l.Hash, m.hash) {
			return string(chain.ProblemCheckpoint)
		}
		if m.given {
			w.anchors++
		} else {
			w.own++
		}
	}
	return ""
}

// content checks the payload of an entry.
func (w *walker) content(e chain.Entry, l entryLine) string {
	switch {
	case l.Content == held && l.Payload != nil && l.Salt != nil:
		salt, err := hex.DecodeString(*l.Salt)
		if err != nil || chain.Commit(salt, []byte(*l.Payload)) != e.PayloadCommit {
			return string(chain.ProblemPayload)
		}
		w.keep(e, partOf(e, []byte(*l.Payload)), &thing{seq: e.Seq, sum: sha256.Sum256([]byte(*l.Payload))})
		return ""
	case l.Payload != nil || l.Salt != nil:
		return "the line says that it has no content, and has some"
	case l.Content == deleted:
		w.deleted++
		w.keep(e, partOf(e, nil), &thing{seq: e.Seq, gone: true})
		return ""
	case l.Content == leftOut && kindOf(e) == "":
		w.leftOut++
		return ""
	}
	return "the content is not there, and it is part of the register"
}

func (w *walker) keep(e chain.Entry, kind string, t *thing) {
	if kind != "" {
		t.kind = kind
		w.latest[kind+" "+e.Object] = t
	}
}

// totals compares the walk with the manifest.
func (w *walker) totals() error {
	s := w.manifest.Chain
	switch {
	case w.head.Seq < s.Last:
		return &BadError{Seq: w.head.Seq + 1, Problem: string(chain.ProblemHead)}
	case w.head.Hash != s.Head:
		return &BadError{Seq: w.head.Seq, Problem: string(chain.ProblemHead)}
	case s.Last >= s.First && !w.lastAt.Before(w.manifest.Period.To):
		return &BadError{Seq: w.head.Seq, Problem: "the entry was made after the period"}
	case s.Entries != s.Last-s.First+1 || s.Deleted != w.deleted || s.LeftOut != w.leftOut:
		return bad(manifestFile, "its counts are not those of the entries")
	}
	return nil
}

// register compares the register with the newest entries.
func (w *walker) register() error {
	bySeq := make(map[int64]*thing, len(w.latest))
	for _, t := range w.latest {
		if !t.gone {
			bySeq[t.seq] = t
		}
	}
	err := w.each(registerFile, func(text []byte) error {
		var l registerLine
		if strict(text, &l) != nil {
			return bad(registerFile, "a line is not of the form of the register")
		}
		t := bySeq[l.Seq]
		switch {
		case t == nil || t.kind != l.Kind || t.seen:
			return bad(registerFile, "it holds something that is not the newest state of anything")
		case sha256.Sum256(l.Object) != t.sum:
			return &BadError{File: registerFile, Seq: l.Seq, Problem: "the register says something else than the entry"}
		}
		t.seen = true
		w.counted[t.kind]++
		return nil
	})
	if errors.Is(err, errDamaged) {
		return bad(registerFile, "it is damaged, or a line is too long")
	}
	if err != nil {
		return err
	}
	first := int64(0)
	for seq, t := range bySeq {
		if !t.seen && (first == 0 || seq < first) {
			first = seq
		}
	}
	if first > 0 {
		return &BadError{File: registerFile, Seq: first, Problem: "it is missing from the register"}
	}
	for kind, n := range w.manifest.Register {
		if w.counted[kind] != n {
			return bad(manifestFile, "its counts are not those of the register")
		}
	}
	return nil
}
