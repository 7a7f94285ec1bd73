package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"iter"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

// reportPiece is the time whose events are read in one go: in the busiest of a week
// of a million it holds fifty thousand and more. Of a long time the pieces are longer,
// so that there are never more than maxPieces.
const (
	reportPiece = 3 * time.Hour
	maxPieces   = 60
)

// reportReaders read beside each other.
const reportReaders = 2

// ReportAttempts implements report.Register. A week may hold a million events: they
// are read in pieces, each with its outcomes, and what many have in common is made
// once.
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

// attemptPiece is a part of the time of a report.
type attemptPiece struct{ begin, end time.Time }

// attemptPieces divides the time of a report.
func attemptPieces(from, to time.Time) []attemptPiece {
	var list []attemptPiece
	length := max(reportPiece, to.Sub(from)/maxPieces)
	for begin := from; begin.Before(to); begin = begin.Add(length) {
		end := begin.Add(length)
		if end.After(to) {
			end = to
		}
		list = append(list, attemptPiece{begin, end})
	}
	return list
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
			r := attemptReader{s, org, map[string]*report.Kind{}, map[kindEnding]*report.Kind{}}
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
	texts map[string]*report.Kind
	ended map[kindEnding]*report.Kind
}

// maxKinds bounds what is remembered.
const maxKinds = 20_000

// marksOf is what a report counts an event under, as its row keeps it.
func marksOf(e register.Event) string {
	b, _ := json.Marshal(report.MarksOf(e)) // lists of words always can
	return string(b)
}

// eventKind is all that the columns of an event say of its kind, in one word: columns
// apart would each cost as much as the whole row. An event without marks was written
// before there were any, and has its body read.
const eventKind = "destination_id" + and + "destination_class" + and + "channel" + and + "department_id" + and + "action" + and + "CAST(policy_version AS TEXT)" + and + "marks, " +
	"CASE WHEN marks = '' THEN body ELSE '' END"

const and = " || '" + separator + "' || "

const (
	pieceEvents = "SELECT id, at, subject, " + eventKind + " FROM events WHERE org_id = $1 AND at >= $2 AND at < $3"
	endings     = "SELECT event_id, outcome || ' ' || egress || ' ' || reason, decided_ms, CASE WHEN decided_ms < 0 THEN body ELSE '' END FROM outcomes WHERE "
	lastEnding  = " ORDER BY event_id, rev"
)

// read lists the attempts of a piece.
func (r attemptReader) read(ctx context.Context, p attemptPiece) ([]report.Attempt, error) {
	var ids []string
	var list []report.Attempt
	err := r.store.query(ctx, r.org, pieceEvents, []any{r.org, millis(p.begin), millis(p.end)}, func(rows *sql.Rows) error {
		id, a, err := r.attempt(rows)
		ids, list = append(ids, id), append(list, a)
		return err
	})
	if err != nil {
		return nil, err
	}
	sort.Sort(byID{ids, list}) // mostly they are
	begin, _ := slices.BinarySearch(ids, firstID("evt_", p.begin.Add(-reportPiece)))
	end, _ := slices.BinarySearch(ids, firstID("evt_", p.end.Add(reportPiece)))
	return list, errors.Join(r.endThese(ctx, byID{ids[begin:end], list[begin:end]}),
		r.endOthers(ctx, byID{ids[:begin], list[:begin]}), r.endOthers(ctx, byID{ids[end:], list[end:]}))
}

// byID are attempts and their ids, to be sorted together.
type byID struct {
	ids  []string
	list []report.Attempt
}

func (b byID) Len() int           { return len(b.ids) }
func (b byID) Less(i, j int) bool { return b.ids[i] < b.ids[j] }
func (b byID) Swap(i, j int) {
	b.ids[i], b.ids[j] = b.ids[j], b.ids[i]
	b.list[i], b.list[j] = b.list[j], b.list[i]
}

// endThese adds the outcomes of attempts that were recorded about when they happened,
// and so lie together.
func (r attemptReader) endThese(ctx context.Context, these byID) error {
	if len(these.ids) == 0 {
		return nil
	}
	return r.end(ctx, these, "org_id = $1 AND event_id >= $2 AND event_id <= $3", []any{r.org, these.ids[0], these.ids[len(these.ids)-1]})
}

// maxLookedUp is how many outcomes are looked up in one go.
const maxLookedUp = 500

// endOthers adds the outcomes of attempts that came in late: there are few.
func (r attemptReader) endOthers(ctx context.Context, others byID) error {
	for begin := 0; begin < len(others.ids); begin += maxLookedUp {
		end := min(begin+maxLookedUp, len(others.ids))
		w := where{clauses: []string{"org_id = $1"}, args: []any{r.org}}
		w.in("event_id", others.ids[begin:end])
		if err := r.end(ctx, byID{others.ids[begin:end], others.list[begin:end]}, w.text(), w.args); err != nil {
			return err
		}
	}
	return nil
}

// end adds the outcomes that a condition finds. They come in the order of the attempts,
// so that each finds its own by going on; of several the last counts.
func (r attemptReader) end(ctx context.Context, b byID, condition string, args []any) error {
	at := 0
	return r.store.query(ctx, r.org, endings+condition+lastEnding, args, func(rows *sql.Rows) error {
		id, said, decided, err := scanEnding(rows)
		for err == nil && at < len(b.ids) && b.ids[at] < id {
			at++
		}
		if err == nil && at < len(b.ids) && b.ids[at] == id {
			b.list[at].DecidedMS = decided
			b.list[at].Kind, err = r.withEnding(b.list[at].Kind, said)
		}
		return err
	})
}

// kindEnding is a kind, and what became of it: result, egress and reason of an override,
// which are words of closed lists.
type kindEnding struct {
	kind *report.Kind
	said string
}

func (r attemptReader) attempt(rows *sql.Rows) (id string, a report.Attempt, err error) {
	var at int64
	var text, body string
	if err := rows.Scan(&id, &at, &a.Subject, &text, &body); err != nil {
		return "", a, err
	}
	a.At = instant(at)
	a.Kind, err = r.kind(text, body)
	return id, a, err
}

// kind is what eventKind says.
func (r attemptReader) kind(text, body string) (*report.Kind, error) {
	if body != "" {
		var e register.Event
		err := decode(body, &e)
		return report.KindOf(e), err
	}
	if known := r.texts[text]; known != nil {
		return known, nil
	}
	kind, err := parseKind(text)
	if err == nil && len(r.texts) < maxKinds {
		r.texts[text] = kind
	}
	return kind, err
}

func parseKind(text string) (*report.Kind, error) {
	word := strings.Split(text, separator)
	if len(word) != 7 {
		return nil, errDamaged
	}
	k := &report.Kind{Destination: word[0], Channel: word[2], Department: word[3], Result: register.ResultUnknown, Egress: register.EgressUnknown}
	version, err := strconv.Atoi(word[5])
	if err != nil || k.Class.UnmarshalText([]byte(word[1])) != nil || k.Action.UnmarshalText([]byte(word[4])) != nil {
		return nil, errDamaged
	}
	k.PolicyVersion = version
	return k, decode(word[6], &k.Marks)
}

// withEnding is the kind with what became of it.
func (r attemptReader) withEnding(kind *report.Kind, said string) (*report.Kind, error) {
	key := kindEnding{kind, said}
	if known := r.ended[key]; known != nil {
		return known, nil
	}
	word := strings.Split(said, " ")
	if len(word) != 3 {
		return nil, errDamaged
	}
	with := *kind
	with.Result, with.Egress, with.Reason = register.Result(word[0]), register.Egress(word[1]), word[2]
	if len(r.ended) < maxKinds {
		r.ended[key] = &with
	}
	return &with, nil
}

// scanEnding reads what became of which event, and how long the user took.
func scanEnding(rows *sql.Rows) (id, said string, decided int64, err error) {
	var body string
	if err := rows.Scan(&id, &said, &decided, &body); err != nil || body == "" {
		return id, said, decided, err
	}
	var o register.Outcome
	if err := decode(body, &o); err != nil {
		return "", "", 0, err
	}
	if o.OverrideReason != nil {
		said += o.OverrideReason.String()
	}
	return id, said, o.DecidedMS, nil
}
