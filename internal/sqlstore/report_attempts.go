package sqlstore

import (
	"context"
	"database/sql"
	"iter"
	"strconv"
	"strings"
	"sync"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

// reportLate is how long after it happened an event may come in.
const reportLate = 15 * 24 * time.Hour

// reportPiece is the time whose events are read in one go: in the busiest of a week
// of a million it holds a hundred thousand and more. Of a long time the pieces are
// longer, so that there are never more than maxPieces.
const (
	reportPiece = 6 * time.Hour
	maxPieces   = 60
)

// reportReaders read beside each other.
const reportReaders = 2

// ReportAttempts implements report.Register. A week may hold a million events: they
// are read in pieces, each with its outcomes. Most of what they say is the same for
// many, so a body is read in full only where it is not.
func (s *Store) ReportAttempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Attempt, error] {
	return func(yield func(report.Attempt, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		for f := range s.attemptLists(ctx, org, attemptPieces(from, to)) {
			for _, a := range f.list {
				if !yield(a, nil) {
					return
				}
			}
			if f.err != nil {
				yield(report.Attempt{}, f.err)
				return
			}
		}
	}
}

// attemptPiece are the events that were recorded in a time, of those that happened in
// the time of the report.
type attemptPiece struct {
	begin, end time.Time
	from, to   time.Time
}

// attemptPieces divides the time of a report, and has what came in late apart.
func attemptPieces(from, to time.Time) []attemptPiece {
	var list []attemptPiece
	length := max(reportPiece, to.Sub(from)/maxPieces)
	for begin := from; begin.Before(to); begin = begin.Add(length) {
		end := begin.Add(length)
		if end.After(to) {
			end = to
		}
		list = append(list, attemptPiece{begin, end, from, to})
	}
	return append(list, attemptPiece{to, to.Add(reportLate), from, to})
}

// attemptList is what a piece holds.
type attemptList struct {
	list []report.Attempt
	err  error
}

// attemptLists reads the pieces, in any order, until the context ends.
func (s *Store) attemptLists(ctx context.Context, org string, pieces []attemptPiece) <-chan attemptList {
	todo, lists := make(chan attemptPiece, len(pieces)), make(chan attemptList)
	for _, p := range pieces {
		todo <- p
	}
	close(todo)
	var readers sync.WaitGroup
	for range reportReaders {
		readers.Go(func() {
			r := attemptReader{s, org, map[kindText]*report.Kind{}, map[kindEnding]*report.Kind{}}
			for p := range todo {
				list, err := r.read(ctx, p)
				select {
				case lists <- attemptList{list, err}:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		readers.Wait()
		close(lists)
	}()
	return lists
}

// attemptReader reads pieces, and remembers kinds by what they were read from.
type attemptReader struct {
	store *Store
	org   string
	texts map[kindText]*report.Kind
	ended map[kindEnding]*report.Kind
}

// maxKinds bounds what is remembered.
const maxKinds = 20_000

// What came in late is looked for by the time it happened: there is little of it among
// all that was recorded since.
const (
	pieceEvents = "SELECT id, at, body FROM events WHERE org_id = $1 AND id >= $2 AND id < $3"
	pieceEnds   = "SELECT event_id, rev, body FROM outcomes WHERE org_id = $1 AND event_id >= $2 AND event_id < $3"
	lateIDs     = "(SELECT id FROM events WHERE org_id = $1 AND at >= $4 AND at < $5 AND id >= $2 AND id < $3)"
	lateEvents  = "SELECT id, at, body FROM events WHERE org_id = $1 AND id IN " + lateIDs
	lateEnds    = "SELECT event_id, rev, body FROM outcomes WHERE org_id = $1 AND event_id IN " + lateIDs
)

func (r attemptReader) read(ctx context.Context, p attemptPiece) ([]report.Attempt, error) {
	events, ends, args := pieceEvents, pieceEnds, []any{r.org, firstID("evt_", p.begin), firstID("evt_", p.end)}
	if p.begin.Equal(p.to) {
		events, ends, args = lateEvents, lateEnds, append(args, millis(p.from), millis(p.to))
	}
	endings := map[string]ending{}
	err := r.store.query(ctx, r.org, ends, args, func(rows *sql.Rows) error {
		id, o, err := scanEnding(rows)
		if before, known := endings[id]; err == nil && (!known || o.rev > before.rev) { // the last revision counts
			endings[id] = o
		}
		return err
	})
	var list []report.Attempt
	if err == nil {
		err = r.store.query(ctx, r.org, events, args, func(rows *sql.Rows) error {
			a, err := r.attempt(rows, endings)
			if err == nil && !a.At.Before(p.from) && a.At.Before(p.to) {
				list = append(list, a)
			}
			return err
		})
	}
	return list, err
}

// kindText is all that the body of an event says of its kind, as it is written there.
type kindText struct{ place, department, decision, version string }

// ending is what became of an event.
type ending struct {
	rev     int64
	said    endingWords
	decided int64
}

// endingWords are the result, the egress and the reason of an override.
type endingWords struct {
	result register.Result
	egress register.Egress
	reason string
}

// kindEnding is a kind without an outcome, and what became of it.
type kindEnding struct {
	kind *report.Kind
	said endingWords
}

func (r attemptReader) attempt(rows *sql.Rows, endings map[string]ending) (a report.Attempt, err error) {
	var id, body string
	var at int64
	if err := rows.Scan(&id, &at, &body); err != nil {
		return a, err
	}
	a.At = instant(at)
	if a.Kind, a.Subject, err = r.kind(body); err != nil {
		return a, err
	}
	if o, known := endings[id]; known {
		a.Kind, a.DecidedMS = r.withEnding(a.Kind, o.said), o.decided
	}
	return a, nil
}

// kind is what the body of an event says of its kind and its subject.
func (r attemptReader) kind(body string) (*report.Kind, string, error) {
	text, subject, plain := textOf(body)
	if kind := r.texts[text]; plain && kind != nil {
		return kind, subject, nil
	}
	var e register.Event
	if err := decode(body, &e); err != nil {
		return nil, "", err
	}
	kind := report.KindOf(e)
	if plain && len(r.texts) < maxKinds {
		r.texts[text] = kind
	}
	return kind, e.Subject, nil
}

// textOf finds what the body of an event says, in the order in which register.Event
// writes it. Within a value the quotes would be escaped, so no value looks like the
// name of a member. False: something is not where it should be.
func textOf(body string) (text kindText, subject string, found bool) {
	_, rest, ok1 := strings.Cut(body, `"destination_id":`)
	place, rest, ok2 := strings.Cut(rest, `,"subject":"`)
	subject, rest, ok3 := strings.Cut(rest, `"`)
	who, rest, ok4 := strings.Cut(rest, `,"decision":{`)
	decision, rest, ok5 := strings.Cut(rest, `,"subjects_min":`)
	_, department, _ := strings.Cut(who, `"department_id":"`)
	department, _, _ = strings.Cut(department, `"`)
	version, ok6 := lastMember(rest, `"policy_version":`)
	plain := ok1 && ok2 && ok3 && ok4 && ok5 && ok6 && !strings.Contains(subject, `\`) && !strings.Contains(department, `\`)
	return kindText{place, department, decision, version}, subject, plain
}

// lastMember is the number after the last member by a name.
func lastMember(body, name string) (string, bool) {
	const tail = 100 // it stands near the end
	for _, part := range []string{body[max(0, len(body)-tail):], body} {
		if at := strings.LastIndex(part, name); at >= 0 {
			number, _, found := strings.Cut(part[at+len(name):], ",")
			return number, found
		}
	}
	return "", false
}

// withEnding is the kind with what became of it.
func (r attemptReader) withEnding(kind *report.Kind, said endingWords) *report.Kind {
	key := kindEnding{kind, said}
	if known := r.ended[key]; known != nil {
		return known
	}
	with := *kind
	with.Result, with.Egress, with.Reason = said.result, said.egress, said.reason
	if len(r.ended) < maxKinds {
		r.ended[key] = &with
	}
	return &with
}

func scanEnding(rows *sql.Rows) (id string, o ending, err error) {
	var body string
	if err := rows.Scan(&id, &o.rev, &body); err != nil {
		return "", o, err
	}
	// Numbers and words of closed lists: no escapes.
	result, _ := member(body, `"outcome":"`, `"`)
	egress, _ := member(body, `"egress_evidence":"`, `"`)
	if result == "" || egress == "" {
		return "", o, errDamaged
	}
	o.said.result, o.said.egress = register.Result(result), register.Egress(egress)
	o.said.reason, _ = member(body, `"override_reason":"`, `"`)
	if text, found := member(body, `"decided_ms":`, ",}"); found {
		o.decided, _ = strconv.ParseInt(text, 10, 64)
	}
	return id, o, nil
}

// member is what stands after a name, up to one of the ends.
func member(body, name, ends string) (string, bool) {
	_, rest, found := strings.Cut(body, name)
	if !found {
		return "", false
	}
	end := strings.IndexAny(rest, ends)
	if end < 0 {
		return "", false
	}
	return rest[:end], true
}
