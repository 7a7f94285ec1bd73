package sqlstore

import (
	"context"
	"database/sql"
	"strconv"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/register/casework"
)

// Incidents are summed by pieces of time: those whose ids begin with the same nine
// characters, which leave five of the ten that tell the time in ids, five bits each.
const (
	pieceLength = len("inc_") + 5
	pieceMillis = int64(1) << 25
)

// pieceAt is the piece of the incidents of that time.
func pieceAt(at int64) string { return firstID("inc_", instant(at))[:pieceLength] }

// pieceBegins is when a piece begins.
func pieceBegins(piece string) int64 {
	id, err := ulid.ParseStrict(piece[len("inc_"):] + strings.Repeat("0", ulid.EncodedSize+len("inc_")-pieceLength))
	if err != nil {
		return 0 // no id of the program
	}
	return int64(id.Time())
}

// maxSummed bounds the pieces that one call of SumIncidents makes, and summedAtOnce
// those of one commit.
const maxSummed, summedAtOnce = 400, 16

// SumIncidents packs the counts of incidents of pieces that are over at the given time
// and are not packed, so that facets over them are quick. Empty ones are packed too: so
// what is not packed has changed.
func (s *Store) SumIncidents(ctx context.Context, org string, now time.Time) error {
	var oldest string
	packed := map[string]bool{}
	err := s.query(ctx, org, "SELECT '', COALESCE(MIN(id), '') FROM incidents WHERE org_id = $1 UNION ALL SELECT piece, '' FROM incident_sums WHERE org_id = $1", []any{org}, func(rows *sql.Rows) error {
		var piece, id string
		err := rows.Scan(&piece, &id)
		packed[piece], oldest = true, max(oldest, id)
		return err
	})
	if err != nil || len(oldest) < pieceLength {
		return err
	}
	var missing []string
	first := pieceBegins(oldest[:pieceLength])
	for at := floor(millis(now), pieceMillis) - pieceMillis; at >= first && len(missing) < maxSummed; at -= pieceMillis {
		if piece := pieceAt(at); !packed[piece] {
			missing = append(missing, piece)
		}
	}
	for len(missing) > 0 {
		some := missing[:min(len(missing), summedAtOnce)]
		missing = missing[len(some):]
		err := s.do(ctx, org, func(b *batch) error {
			for _, piece := range some {
				if err := sumPiece(b, org, piece); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// sumPiece packs a piece. No other writer is in the register until the commit.
func sumPiece(b *batch, org, piece string) error {
	var sums []sum
	end := pieceAt(pieceBegins(piece) + pieceMillis)
	err := b.each("SELECT facets || '|' || types, COUNT(*) FROM incidents WHERE org_id = $1 AND id >= $2 AND id < $3 GROUP BY 1 ORDER BY 1", []any{org, piece, end}, func(rows *sql.Rows) error {
		one, err := scanIncidents(rows)
		sums = append(sums, one)
		return err
	})
	if err != nil {
		return err
	}
	return b.exec("INSERT INTO incident_sums (org_id, piece, sums) VALUES ($1, $2, $3) ON CONFLICT (org_id, piece) DO UPDATE SET sums = excluded.sums", org, piece, encodeSums(incidentColumns, sums))
}

// scanIncidents reads facets with types, in one word, and a number.
func scanIncidents(rows *sql.Rows) (s sum, err error) {
	var facets string
	if err = rows.Scan(&facets, &s.n); err != nil {
		return s, err
	}
	if s.values = strings.Split(facets, "|"); len(s.values) != incidentColumns {
		return s, errDamaged
	}
	return s, nil
}

// incidentCounting adds up facets of incidents.
type incidentCounting struct {
	filter sumFilter
	counts []map[string]int64
	total  int64
}

// IncidentFacets implements casework.Store. What is packed comes from its sums; the
// rest is counted one by one.
func (s *Store) IncidentFacets(ctx context.Context, org string, f casework.Filter) (casework.Facets, error) {
	c := incidentCounting{filter: incidentFilter(f), counts: newCounts(incidentColumns)}
	left, err := c.pieces(ctx, s, org, f)
	for _, ids := range left {
		if err == nil {
			err = c.rows(ctx, s, org, ids)
		}
	}
	if err != nil {
		return casework.Facets{}, err
	}
	return c.facets()
}

// idSpan is from an id on, up to another or, where that is "", without end.
type idSpan struct{ from, to string }

// pieces adds the sums of the period, and tells what of it they leave.
func (c *incidentCounting) pieces(ctx context.Context, s *Store, org string, f casework.Filter) (left []idSpan, err error) {
	w := where{clauses: []string{"org_id = $1"}, args: []any{org}}
	period := idSpan{from: "inc_"}
	if !f.From.IsZero() {
		period.from = firstID("inc_", f.From)
		w.add("piece >= ", pieceAt(ceil(millis(f.From), pieceMillis)))
	}
	for _, to := range []string{firstIncident(f.To), f.Before} {
		if to != "" && (period.to == "" || to < period.to) {
			period.to = to
		}
	}
	if period.to != "" {
		w.add("piece < ", period.to[:min(len(period.to), pieceLength)])
	}
	err = s.query(ctx, org, "SELECT piece, sums FROM incident_sums WHERE "+w.text()+" ORDER BY piece", w.args, func(rows *sql.Rows) error {
		var piece string
		var sums sql.RawBytes
		if err := rows.Scan(&piece, &sums); err != nil {
			return err
		}
		if first := firstID("inc_", instant(pieceBegins(piece))); period.from < first {
			left = append(left, idSpan{period.from, first})
		}
		period.from = firstID("inc_", instant(pieceBegins(piece)+pieceMillis))
		return c.sums(sums)
	})
	if period.to == "" || period.from < period.to {
		left = append(left, period)
	}
	return left, err
}

// firstIncident is firstID of incidents, and "" for the zero time.
func firstIncident(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return firstID("inc_", t)
}

func (c *incidentCounting) sums(b []byte) error {
	p, err := unpackSums(incidentColumns, b)
	if err != nil {
		return err
	}
	found, err := p.find(c.filter)
	if err != nil {
		return err
	}
	c.total += p.total(found)
	return p.count(found, c.counts)
}

// rows counts incidents one by one.
func (c *incidentCounting) rows(ctx context.Context, s *Store, org string, ids idSpan) error {
	w := where{clauses: []string{"org_id = $1", "id >= $2"}, args: []any{org, ids.from}}
	if ids.to != "" {
		w.add("id < ", ids.to)
	}
	return s.query(ctx, org, "SELECT facets || '|' || types, 1 FROM incidents WHERE "+w.text(), w.args, func(rows *sql.Rows) error {
		one, err := scanIncidents(rows)
		if err != nil || !c.filter.passes(one.values) {
			return err
		}
		c.total += one.n
		for i, v := range one.values {
			c.counts[i][v] += one.n
		}
		return nil
	})
}

// incidentFacets are the facets of incidents, in the order of the places.
var incidentFacets = [...]string{
	placeState: "state", placeKind: "kind", placeAP: "ap", placeTold: "subjects_state", placeSeverity: "severity", placeDestination: "destination_id",
	placeClass: "destination_class", placeDepartment: "department_id", placeSource: "source", placeAssignee: "assigned", placeReview: "needs_review", placeAwaiting: "awaiting_outcome",
}

// facets are the counts under the names and values of the API.
func (c *incidentCounting) facets() (casework.Facets, error) {
	f := casework.Facets{Total: c.total, Counts: map[string]map[string]int64{"type": {}}}
	for stored, n := range c.counts[placeTypes] {
		addTypes(f.Counts["type"], stored, n)
	}
	for place, name := range incidentFacets {
		f.Counts[name] = map[string]int64{}
		for v, n := range c.counts[place] {
			switch place {
			case placeSeverity:
				severity, err := strconv.Atoi(v)
				if err != nil {
					return casework.Facets{}, storeError(errDamaged)
				}
				v = policy.Severity(severity).String()
			case placeAssignee:
				v = yesNo(v != "")
			case placeReview, placeAwaiting:
				v = yesNo(v != "0")
			}
			f.Counts[name][v] += n
		}
	}
	return f, nil
}

func yesNo(v bool) string {
	if v {
		return "yes"
	}
	return "no"
}
