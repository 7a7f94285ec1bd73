package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register"
	"dijkwacht/internal/sqlstore"
)

type registerList struct {
	config.Data
	Since  string `placeholder:"TIME" help:"From this time on: 2026-11-16, 2026-11-16T08:00:00+01:00, or a duration such as 24h. Events by when they were made, incidents by when they were detected."`
	Until  string `placeholder:"TIME" help:"Up to this time, and not at it."`
	What   string `placeholder:"WHICH" help:"incidents, events or all. By default all as JSON, incidents otherwise."`
	Format string `placeholder:"FORM" help:"table, json (one document), jsonl (one object a line: events, then incidents) or csv. By default table."`
	JSONL  bool   `name:"jsonl" help:"The same as --format jsonl."`
	Limit  int64  `placeholder:"N" help:"No more than so many of each, oldest first."`

	selection
}

// Run prints the register, oldest first.
func (c *registerList) Run(ctx context.Context, p process) error {
	if err := c.complete(); err != nil {
		return err
	}
	if err := c.check(c.What); err != nil {
		return err
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		from, to, err := c.bounds(p.now(), o)
		if err != nil {
			return err
		}
		w := bufio.NewWriter(p.out)
		out := writers[c.Format](w, c.What)
		return errors.Join(c.print(ctx, out, s, o.ID, from, to), w.Flush())
	})
}

// complete fills in what was not said.
func (c *registerList) complete() error {
	if c.JSONL && c.Format != "" && c.Format != "jsonl" {
		return errors.New("--jsonl and --format say different things")
	}
	if c.Format = cmp.Or(c.Format, "table"); c.JSONL {
		c.Format = "jsonl"
	}
	if writers[c.Format] == nil {
		return errors.New("--format must be table, json, jsonl or csv")
	}
	if c.What == "" {
		c.What = "incidents"
		if c.Format == "json" || c.Format == "jsonl" {
			c.What = "all"
		}
	}
	switch {
	case c.What != "all" && c.What != "incidents" && c.What != "events":
		return errors.New("--what must be incidents, events or all")
	case c.What == "all" && (c.Format == "table" || c.Format == "csv"):
		return errors.New("--what all goes with json and jsonl; a table and csv hold one kind of line")
	case c.Limit < 0:
		return errors.New("--limit wants a positive number")
	}
	return nil
}

func (c *registerList) bounds(now time.Time, o ident.Organisation) (from, to time.Time, err error) {
	from, to = time.UnixMilli(0), forever
	zone := zoneOf(o)
	if c.Since != "" {
		from, err = instant("--since", c.Since, now, zone)
	}
	if err == nil && c.Until != "" {
		to, err = instant("--until", c.Until, now, zone)
	}
	if err == nil && !from.Before(to) {
		err = errors.New("--until must be later than --since")
	}
	return from, to, err
}

// zoneOf is the zone in which the days of an organisation begin.
func zoneOf(o ident.Organisation) *time.Location {
	if zone, err := time.LoadLocation(o.TimeZone); err == nil && o.TimeZone != "" {
		return zone
	}
	return time.Local
}

// print writes what is selected.
func (c *registerList) print(ctx context.Context, out lister, s register.Store, org string, from, to time.Time) error {
	if c.What != "incidents" {
		n := int64(0)
		for a, err := range s.Attempts(ctx, org, from, to) {
			if err != nil {
				return err
			}
			if c.Limit > 0 && n == c.Limit {
				break
			}
			if !c.event(a) {
				continue
			}
			n++
			if err := out.event(a); err != nil {
				return err
			}
		}
	}
	if c.What != "events" {
		n := int64(0)
		for i, err := range s.Incidents(ctx, org, from, to) {
			if err != nil {
				return err
			}
			if c.Limit > 0 && n == c.Limit {
				break
			}
			if !c.incident(i) {
				continue
			}
			n++
			if err := out.incident(i); err != nil {
				return err
			}
		}
	}
	return out.end()
}

// lister writes a list in one form.
type lister interface {
	event(register.Attempt) error
	incident(register.Incident) error
	end() error
}

var writers = map[string]func(w io.Writer, what string) lister{
	"table": newTable, "json": newDocument, "jsonl": newJSONLines, "csv": newSheet,
}
