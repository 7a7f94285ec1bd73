package chain

import (
	"context"
	"crypto/ed25519"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// memory is a chain in memory.
type memory struct {
	records     []Record
	head        Head
	checkpoints []Checkpoint
	orphan      string
}

var key = ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))

func (m *memory) Head(context.Context, string) (Head, error) { return m.head, nil }

func (m *memory) Records(_ context.Context, _ string, after, upTo int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for _, r := range m.records {
			if r.Entry.Seq > after && r.Entry.Seq <= upTo && !yield(r, nil) {
				return
			}
		}
	}
}

func (m *memory) Orphan(context.Context, string) (string, error) { return m.orphan, nil }

func (m *memory) Checkpoints(context.Context, string) ([]Checkpoint, error) {
	return m.checkpoints, nil
}

func (m *memory) CheckpointKeys(context.Context) ([]ed25519.PublicKey, error) {
	return []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}, nil
}

// mark signs a checkpoint of an entry.
func (m *memory) mark(seq int64) Checkpoint {
	r := m.records[seq-1]
	return Sign("org_1", Head{Seq: seq, Hash: r.Hash}, r.Entry.At, key)
}

// rewrite makes the chain anew from the entry on, as somebody with the database
// and this program can.
func (m *memory) rewrite(seq int64, change func(*Entry)) {
	for i := seq - 1; i < int64(len(m.records)); i++ {
		r := &m.records[i]
		if i == seq-1 {
			change(&r.Entry)
		} else {
			r.Entry.Prev = m.records[i-1].Hash
		}
		r.Hash = r.Entry.Hash()
	}
	last := m.records[len(m.records)-1]
	m.head = Head{Seq: last.Entry.Seq, Hash: last.Hash}
}

func whole(n int) *memory {
	records, head := build(n)
	return &memory{records: records, head: head}
}

func TestAWholeChainVerifies(t *testing.T) {
	for _, n := range []int{0, 1, 10, segment, segment + 1, 2*segment + 5} {
		m := whole(n)
		report, err := Verify(t.Context(), m, "org_1", Scope{})
		if err != nil {
			t.Fatal(err)
		}
		if want := (Report{Checked: int64(n), Head: m.head}); report != want {
			t.Errorf("got %+v, want %+v", report, want)
		}
	}
}

func TestDeletingAPayloadKeepsTheChainValid(t *testing.T) {
	m := whole(5)
	m.records[2].Salt, m.records[2].Payload, m.records[2].State = nil, nil, RowGone
	report, err := Verify(t.Context(), m, "org_1", Scope{})
	if err != nil || report.Purged != 1 {
		t.Errorf("got %+v, %v", report, err)
	}
}

func TestVerifyNamesTheFirstBadEntry(t *testing.T) {
	tests := map[string]struct {
		damage func(*memory)
		want   BrokenError
	}{
		"a changed actor":       {func(m *memory) { m.records[3].Entry.Actor = "dev_2" }, BrokenError{4, "", ProblemHash}},
		"a changed time":        {func(m *memory) { m.records[3].Entry.At = m.records[3].Entry.At.Add(time.Hour) }, BrokenError{4, "", ProblemHash}},
		"a changed payload":     {func(m *memory) { m.records[3].Payload = []byte(`{"n":4}`) }, BrokenError{4, "", ProblemPayload}},
		"a changed salt":        {func(m *memory) { m.records[3].Salt = make([]byte, SaltSize) }, BrokenError{4, "", ProblemPayload}},
		"a dropped entry":       {func(m *memory) { m.records = slices.Delete(m.records, 3, 4) }, BrokenError{4, "", ProblemGap}},
		"a dropped first entry": {func(m *memory) { m.records = m.records[1:] }, BrokenError{1, "", ProblemGap}},
		"two swapped entries":   {func(m *memory) { m.records[3], m.records[4] = m.records[4], m.records[3] }, BrokenError{4, "", ProblemGap}},
		"a truncated chain":     {func(m *memory) { m.records = m.records[:7] }, BrokenError{8, "", ProblemHead}},
		"all entries gone":      {func(m *memory) { m.records = nil }, BrokenError{1, "", ProblemHead}},
		"another head":          {func(m *memory) { m.head.Hash = Genesis }, BrokenError{10, "", ProblemHead}},
		"an entry written anew with its own hash": {func(m *memory) {
			m.records[3].Entry.Actor = "dev_2"
			m.records[3].Hash = m.records[3].Entry.Hash()
		}, BrokenError{5, "", ProblemLink}},
		"a changed row":      {func(m *memory) { m.records[3].State, m.records[3].Row = RowHeld, []byte(`{"n":4}`) }, BrokenError{4, "", ProblemObject}},
		"a row that is gone": {func(m *memory) { m.records[3].State = RowGone }, BrokenError{4, "", ProblemObject}},
		"a payload that is gone under its row": {func(m *memory) {
			m.records[3].Salt, m.records[3].Payload, m.records[3].State, m.records[3].Row = nil, nil, RowHeld, []byte(`{"n":4}`)
		}, BrokenError{4, "", ProblemGone}},
		"a row without entry": {func(m *memory) { m.orphan = "evt_1" }, BrokenError{0, "evt_1", ProblemOrphan}},
		"the end cut off, with the head": {func(m *memory) {
			m.checkpoints = []Checkpoint{m.mark(3), m.mark(9)}
			m.records = m.records[:6]
			m.head = Head{6, m.records[5].Hash}
		}, BrokenError{7, "", ProblemHead}},
		"everything written anew after a checkpoint": {func(m *memory) {
			m.checkpoints = []Checkpoint{m.mark(3), m.mark(6), m.mark(9)}
			m.rewrite(5, func(e *Entry) { e.Actor = "nobody" })
		}, BrokenError{6, "", ProblemCheckpoint}},
		"a checkpoint by another key": {func(m *memory) {
			other := ed25519.NewKeyFromSeed([]byte(strings.Repeat("x", ed25519.SeedSize)))
			m.checkpoints = []Checkpoint{Sign("org_1", Head{4, m.records[3].Hash}, time.Now(), other)}
		}, BrokenError{4, "", ProblemSignature}},
		"a checkpoint with another time": {func(m *memory) {
			c := m.mark(4)
			c.At = c.At.Add(time.Second)
			m.checkpoints = []Checkpoint{c}
		}, BrokenError{4, "", ProblemSignature}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := whole(10)
			tt.damage(m)
			_, err := Verify(t.Context(), m, "org_1", Scope{})
			wantBroken(t, err, tt.want)
		})
	}
}

func wantBroken(t *testing.T, err error, want BrokenError) {
	t.Helper()
	var got *BrokenError
	if !errors.As(err, &got) {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff(&want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheFirstBadEntryIsFoundInAnySegment(t *testing.T) {
	m := whole(3*segment + 7)
	for _, seq := range []int64{1, segment, segment + 1, 2*segment + 1, 3*segment + 7} {
		cut := &memory{head: m.head, records: slices.Delete(slices.Clone(m.records), int(seq-1), int(seq))}
		_, err := Verify(t.Context(), cut, "org_1", Scope{})
		want := BrokenError{seq, "", ProblemGap}
		if seq == m.head.Seq {
			want.Problem = ProblemHead
		}
		wantBroken(t, err, want)

		// A later one is bad too.
		bad := &memory{head: m.head, records: slices.Clone(m.records)}
		bad.records[seq-1].Entry.Actor, bad.records[m.head.Seq-1].Entry.Actor = "x", "x"
		_, err = Verify(t.Context(), bad, "org_1", Scope{})
		wantBroken(t, err, BrokenError{seq, "", ProblemHash})

		// The segment does not follow from the one before it.
		anew := &memory{head: m.head, records: slices.Clone(m.records)}
		r := &anew.records[seq-1]
		r.Entry.Actor = "x"
		r.Hash = r.Entry.Hash()
		_, err = Verify(t.Context(), anew, "org_1", Scope{})
		want = BrokenError{seq + 1, "", ProblemLink}
		if seq == m.head.Seq {
			want = BrokenError{seq, "", ProblemHead}
		}
		wantBroken(t, err, want)
	}
}

func TestAScopeChecksItsEntriesAlone(t *testing.T) {
	m := whole(10)
	m.records[8].Entry.Actor = "x"
	report, err := Verify(t.Context(), m, "org_1", Scope{From: 3, To: 7})
	if err != nil || report.Checked != 5 || report.Head.Seq != 7 {
		t.Errorf("got %+v, %v", report, err)
	}
	_, err = Verify(t.Context(), m, "org_1", Scope{From: 3})
	wantBroken(t, err, BrokenError{9, "", ProblemHash})
}

func TestACheckpointInPrintIsFoundInAMail(t *testing.T) {
	m := whole(10)
	text := m.mark(8).Text()
	mail := "Weekrapport\r\n\r\nControlepunt: <b>" + strings.ReplaceAll(text, " ", "\r\n   ") + "</b>.\r\n"
	mail = strings.Replace(mail, "</b>.", "</b>", 1)
	encoded := "X: y\r\n\r\n" + text[:75] + "=\r\n" + text[75:150] + "=\r\n" + text[150:] + "\r\n"
	for name, kept := range map[string]string{"as it is": text, "in a mail as it was sent": encoded, "in a mail": mail, "short": m.mark(8).Short(), "short in capitals": strings.ToUpper(m.mark(8).Short())} {
		t.Run(name, func(t *testing.T) {
			anchors, err := ParseAnchors(kept)
			if err != nil {
				t.Fatal(err)
			}
			report, err := Verify(t.Context(), m, "org_1", Scope{Anchors: anchors})
			if err != nil || report.Anchors != 1 {
				t.Errorf("got %+v, %v", report, err)
			}
			anew := whole(10)
			anew.rewrite(2, func(e *Entry) { e.Actor = "nobody" })
			_, err = Verify(t.Context(), anew, "org_1", Scope{Anchors: anchors})
			wantBroken(t, err, BrokenError{8, "", ProblemCheckpoint})
		})
	}
}

func TestTextWithoutACheckpointIsRefused(t *testing.T) {
	text := whole(3).mark(2).Text()
	for name, kept := range map[string]string{
		"nothing": "", "words": "geen controlepunt", "a short hash": "#3 0123456789abcde", "no number": "x 0123456789abcdef",
		"cut off": text[:len(text)-50], "a changed letter": text[:len(text)-1] + "!",
	} {
		if got, err := ParseAnchors(kept); err == nil {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}
