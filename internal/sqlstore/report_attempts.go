package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
)

// reportLate is how long after it happened an event may come in.
const reportLate = 15 * 24 * time.Hour

// ReportAttempts implements report.Register. A week may hold a million events: events
// and outcomes are each read once, in the order of their keys. Most of what they say
// is the same for many, so a body is read in full only where it is not.
func (s *Store) ReportAttempts(ctx context.Context, org string, from, to time.Time) iter.Seq2[report.Attempt, error] {
	first, last := firstID("evt_", from), firstID("evt_", to.Add(reportLate))
	known := kindMemory{map[kindText]*report.Kind{}, map[kindEnding]*report.Kind{}}
	events := sequence(ctx, s, org, "SELECT id, at, body FROM events WHERE org_id = $1 AND id >= $2 AND id < $3 AND at >= $4 AND at < $5 ORDER BY id",
		[]any{org, first, last, millis(from), millis(to)}, known.scan)
	outcomes := sequence(ctx, s, org, "SELECT event_id, body FROM outcomes WHERE org_id = $1 AND event_id >= $2 AND event_id < $3 ORDER BY event_id, rev",
		[]any{org, first, last}, scanEnding)
	return func(yield func(report.Attempt, error) bool) {
		next, stop := ahead(outcomes)
		defer stop()
		o, err, more := next()
		for e, failed := range events {
			var ended ending
			for ; more && failed == nil && err == nil && o.event <= e.id; o, err, more = next() {
				if o.event == e.id {
					ended = o // the last revision counts
				}
			}
			if ended.event != "" {
				e.Kind, e.DecidedMS = known.ended(e.Kind, ended), ended.decided
			}
			if failed = errors.Join(failed, err); !yield(e.Attempt, failed) || failed != nil {
				return
			}
		}
	}
}

// ahead reads a sequence beside who takes it, some hundreds of rows ahead.
func ahead[T any](rows iter.Seq2[T, error]) (next func() (T, error, bool), stop func()) {
	const piece, pieces = 256, 4
	type row struct {
		v   T
		err error
	}
	full, ended := make(chan []row, pieces), make(chan struct{})
	go func() {
		defer close(full)
		list := make([]row, 0, piece)
		for v, err := range rows {
			if list = append(list, row{v, err}); len(list) == piece {
				select {
				case full <- list:
				case <-ended:
					return
				}
				list = make([]row, 0, piece)
			}
		}
		select {
		case full <- list:
		case <-ended:
		}
	}()
	var list []row
	next = func() (T, error, bool) {
		if len(list) == 0 {
			list = <-full
		}
		if len(list) == 0 {
			var none T
			return none, nil, false
		}
		r := list[0]
		list = list[1:]
		return r.v, r.err, true
	}
	return next, func() { close(ended) }
}

// keyedAttempt is an attempt with the id of its event.
type keyedAttempt struct {
	id string
	report.Attempt
}

// kindText is all that the body of an event says of its kind, as it is written there.
type kindText struct{ place, department, decision, version string }

// ending is what became of an event.
type ending struct {
	event   string
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

// kindMemory remembers kinds by what they were read from.
type kindMemory struct {
	texts  map[kindText]*report.Kind
	endeds map[kindEnding]*report.Kind
}

// maxKinds bounds what is remembered.
const maxKinds = 20_000

func (m kindMemory) scan(rows *sql.Rows) (keyedAttempt, error) {
	var a keyedAttempt
	var at int64
	var body string
	if err := rows.Scan(&a.id, &at, &body); err != nil {
		return a, err
	}
	a.At = instant(at)
	text, subject, plain := textOf(body)
	if kind := m.texts[text]; plain && kind != nil {
		a.Subject, a.Kind = subject, kind
		return a, nil
	}
	var e register.Event
	if err := decode(body, &e); err != nil {
		return a, err
	}
	a.Subject, a.Kind = e.Subject, report.KindOf(e)
	if plain && len(m.texts) < maxKinds {
		m.texts[text] = a.Kind
	}
	return a, nil
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

// ended is the kind with what became of it.
func (m kindMemory) ended(kind *report.Kind, o ending) *report.Kind {
	key := kindEnding{kind, o.said}
	if known := m.endeds[key]; known != nil {
		return known
	}
	with := *kind
	with.Result, with.Egress, with.Reason = o.said.result, o.said.egress, o.said.reason
	if len(m.endeds) < maxKinds {
		m.endeds[key] = &with
	}
	return &with
}

func scanEnding(rows *sql.Rows) (ending, error) {
	var o ending
	var body string
	if err := rows.Scan(&o.event, &body); err != nil {
		return o, err
	}
	// Numbers and words of closed lists: no escapes.
	result, _ := member(body, `"outcome":"`, `"`)
	egress, _ := member(body, `"egress_evidence":"`, `"`)
	if result == "" || egress == "" {
		return o, errDamaged
	}
	o.said.result, o.said.egress = register.Result(result), register.Egress(egress)
	o.said.reason, _ = member(body, `"override_reason":"`, `"`)
	if text, found := member(body, `"decided_ms":`, ",}"); found {
		o.decided, _ = strconv.ParseInt(text, 10, 64)
	}
	return o, nil
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
