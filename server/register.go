package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

type registerCmd struct {
	List   registerList   `cmd:"" help:"Print events and incidents; metadata only."`
	Verify registerVerify `cmd:"" help:"Recompute the chain and name the first bad entry."`
}

type registerList struct {
	config.Data
	Since string `placeholder:"TIME" help:"From this time on: 2026-11-16, 2026-11-16T08:00:00+01:00, or a duration such as 24h."`
	JSONL bool   `name:"jsonl" help:"One JSON object a line: events, then incidents."`
}

// Run prints the register.
func (c *registerList) Run(ctx context.Context, p process) error {
	from, err := since(c.Since, p.now())
	if err != nil {
		return err
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		w := bufio.NewWriter(p.out)
		if c.JSONL {
			err = printLines(ctx, w, s, o.ID, from)
		} else {
			err = printTable(ctx, w, s, o.ID, from)
		}
		return errors.Join(err, w.Flush())
	})
}

// forever is later than any event.
var forever = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// since reads a point in time; the error does not repeat the argument.
func since(arg string, now time.Time) (time.Time, error) {
	if arg == "" {
		return time.UnixMilli(1), nil
	}
	if d, err := time.ParseDuration(arg); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	if t, err := time.Parse(time.RFC3339, arg); err == nil {
		return t, nil
	}
	if t, err := time.ParseInLocation(time.DateOnly, arg, time.Local); err == nil {
		return t, nil
	}
	return time.Time{}, errors.New("--since wants a date (2026-11-16), a time (2026-11-16T08:00:00+01:00) or a duration (24h)")
}

type eventLine struct {
	Kind string `json:"kind"`
	register.Event
	Outcome *register.Outcome `json:"outcome"`
}

type incidentLine struct {
	Kind string `json:"kind"`
	register.Incident
}

func printLines(ctx context.Context, w io.Writer, s register.Store, org string, from time.Time) error {
	enc := json.NewEncoder(w)
	for a, err := range s.Attempts(ctx, org, from, forever) {
		if err != nil {
			return err
		}
		if err := enc.Encode(eventLine{"event", a.Event, a.Outcome}); err != nil {
			return err
		}
	}
	for i, err := range s.Incidents(ctx, org, from, forever) {
		if err != nil {
			return err
		}
		if err := enc.Encode(incidentLine{"incident", i}); err != nil {
			return err
		}
	}
	return nil
}

func printTable(ctx context.Context, w io.Writer, s register.Store, org string, from time.Time) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NUMBER\tDETECTED\tSTATE\tSEVERITY\tACTION\tEGRESS\tDESTINATION\tSUBJECT\tEVENTS")
	for i, err := range s.Incidents(ctx, org, from, forever) {
		if err != nil {
			return err
		}
		state := string(i.State)
		if i.Awaiting {
			state += " (awaiting outcome)"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n", i.Number, i.DetectedAt.Local().Format("2006-01-02 15:04"), state,
			i.Severity, i.Action, i.Egress, i.Destination, i.Subject, i.Events)
	}
	return t.Flush()
}
