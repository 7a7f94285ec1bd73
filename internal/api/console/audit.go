package console

import (
	"encoding/json"
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"dijkwacht/internal/audit"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
)

type entryView struct {
	Seq        int64           `json:"seq"`
	At         string          `json:"at"`
	Actor      string          `json:"actor"`
	Role       string          `json:"role"`
	Action     string          `json:"action"`
	Object     *string         `json:"object"`
	Rev        int64           `json:"rev"`
	Outcome    *string         `json:"outcome"`
	Task       *string         `json:"task"`
	OnBehalfOf *string         `json:"on_behalf_of"`
	Detail     json.RawMessage `json:"detail"`
	Purged     bool            `json:"purged"`
	Hash       string          `json:"hash"`
}

func viewEntry(e audit.Entry) entryView {
	v := entryView{
		Seq: e.Seq, At: stamp(e.At), Actor: e.Actor, Role: e.Role, Action: e.Action, Object: orNil(e.Object), Rev: e.Rev, Outcome: orNil(e.Outcome),
		Task: orNil(e.Task), OnBehalfOf: orNil(e.OnBehalfOf), Detail: e.Detail, Purged: e.Purged, Hash: e.Hash,
	}
	if v.Detail == nil {
		v.Detail = json.RawMessage("null")
	}
	return v
}

// entryName is the form of names in entries: ids and names of the program.
var entryName = regexp.MustCompile(`^[A-Za-z0-9_.:/@-]{1,128}$`)

var auditFilters = []string{"all", "actor", "action", "object", "outcome", "from", "to"}

func readAuditFilter(k call) (f audit.Filter, err error) {
	for name, into := range map[string]*string{"actor": &f.Actor, "action": &f.Action, "object": &f.Object} {
		if *into = k.Query(name); *into != "" && !entryName.MatchString(*into) {
			return f, badQuery(name, "format")
		}
	}
	if strings.HasPrefix(f.Actor, ident.PrefixDevice) { // nothing is sorted by person
		return f, badQuery("actor", "enum")
	}
	switch f.Outcome = k.Query("outcome"); f.Outcome {
	case "", ident.OutcomeDone, ident.OutcomeDenied:
	default:
		return f, badQuery("outcome", "enum")
	}
	switch k.Query("all") {
	case "", "false":
	case "true":
		f.All = true
	default:
		return f, badQuery("all", "enum")
	}
	if f.From, err = queryTime(k, "from"); err != nil {
		return f, err
	}
	f.To, err = queryTime(k, "to")
	return f, err
}

// listAudit lists a page of acts, newest first.
func (a *API) listAudit(k call) (reply, error) {
	if err := onlyQuery(k, append([]string{"limit", "cursor"}, auditFilters...)...); err != nil {
		return reply{}, err
	}
	f, err := readAuditFilter(k)
	if err != nil {
		return reply{}, err
	}
	binding := queryBinding(k)
	after, limit, err := a.Cursors.Page(k.Context, binding...)
	if err != nil {
		return reply{}, err
	}
	if f.Before, err = seqOf(after); err != nil {
		return reply{}, err
	}
	f.Limit = limit
	entries, next, err := a.Audit.List(k.Request.Context(), k.who, f)
	if err != nil {
		return reply{}, err
	}
	views := []entryView{}
	for _, e := range entries {
		views = append(views, viewEntry(e))
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, next > 0, strconv.FormatInt(next, 10), binding...)}}, nil
}

// seqOf reads the number in a cursor, which this API made.
func seqOf(after string) (int64, error) {
	if after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(after, 10, 64)
	if err != nil {
		return 0, badQuery("cursor", "format")
	}
	return n, nil
}

type checkpointView struct {
	Seq       int64  `json:"seq"`
	Hash      string `json:"hash"`
	At        string `json:"at"`
	KeyID     string `json:"key_id"`
	Signature []byte `json:"signature"`
	// Text is the form to keep elsewhere, Short the one in a line of a report.
	Text  string `json:"text"`
	Short string `json:"short"`
}

func viewCheckpoint(c chain.Checkpoint) checkpointView {
	return checkpointView{Seq: c.Seq, Hash: c.Hash, At: stamp(c.At), KeyID: c.KeyID, Signature: c.Signature, Text: c.Text(), Short: c.Short()}
}

// checkpoints lists a page of signed checkpoints, newest first.
func (a *API) checkpoints(k call) (reply, error) {
	if err := onlyQuery(k, "limit", "cursor"); err != nil {
		return reply{}, err
	}
	after, limit, err := a.Cursors.Page(k.Context, k.who.OrgID)
	if err != nil {
		return reply{}, err
	}
	before, err := seqOf(after)
	if err != nil {
		return reply{}, err
	}
	found, next, err := a.Audit.Checkpoints(k.Request.Context(), k.who, before, limit)
	if err != nil {
		return reply{}, err
	}
	views := []checkpointView{}
	for _, c := range found {
		views = append(views, viewCheckpoint(c))
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, next > 0, strconv.FormatInt(next, 10), k.who.OrgID)}}, nil
}

type headView struct {
	Seq  int64  `json:"seq"`
	Hash string `json:"hash"`
	// SignedAt and KeyID are those of the newest checkpoint, SignedSeq its entry;
	// nil while there is none.
	SignedSeq *int64  `json:"signed_seq"`
	SignedAt  *string `json:"signed_at"`
	KeyID     *string `json:"key_id"`
}

type verifyView struct {
	OK          bool     `json:"ok"`
	FirstBadSeq *int64   `json:"first_bad_seq"`
	Object      *string  `json:"object"`
	Problem     *string  `json:"problem"`
	Checked     int64    `json:"checked"`
	Purged      int64    `json:"purged"`
	Checkpoints int      `json:"checkpoints"`
	Head        headView `json:"head"`
}

// verifyChain recomputes the chain, or a part of it.
func (a *API) verifyChain(k call) (reply, error) {
	if err := onlyQuery(k, "from", "to"); err != nil {
		return reply{}, err
	}
	var scope chain.Scope
	var err error
	if scope.From, err = querySeq(k, "from"); err != nil {
		return reply{}, err
	}
	if scope.To, err = querySeq(k, "to"); err != nil {
		return reply{}, err
	}
	if scope.To > 0 && scope.To < scope.From {
		return reply{}, badQuery("to", "range")
	}
	ctx := k.Request.Context()
	report, err := a.Audit.Verify(ctx, k.who, scope)
	v := verifyView{OK: err == nil, Checked: report.Checked, Purged: report.Purged, Checkpoints: report.Checkpoints}
	v.Head = headView{Seq: report.Head.Seq, Hash: report.Head.Hash}
	var broken *chain.BrokenError
	switch {
	case errors.As(err, &broken):
		v.Problem, v.Object = orNil(string(broken.Problem)), orNil(broken.Object)
		if broken.Seq > 0 {
			v.FirstBadSeq = &broken.Seq
		}
	case err != nil:
		return reply{}, err
	}
	newest, err := a.Audit.Newest(ctx, k.who.OrgID)
	if err != nil {
		return reply{}, err
	}
	if newest.Seq > 0 {
		v.Head.SignedSeq, v.Head.SignedAt, v.Head.KeyID = &newest.Seq, when(newest.At), &newest.KeyID
	}
	return reply{status: http.StatusOK, body: v}, nil
}
