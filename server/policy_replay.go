package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/sqlstore"
)

type policyReplayCmd struct {
	config.Data
	Weeks  int    `default:"4" help:"How many weeks to go back, at most 13."`
	Format string `enum:"text,json" default:"text" help:"text or json."`
	Draft  string `arg:"" help:"The policy to come: a file, or the name of a ready one."`
}

// Run replays what is stored under the draft, and says what would change. It exits
// with exitFound when something would.
func (c *policyReplayCmd) Run(ctx context.Context, p process) error {
	if c.Weeks < 1 || c.Weeks > publish.MaxWeeks {
		return fmt.Errorf("--weeks: want 1 to %d", publish.MaxWeeks)
	}
	_, draft, err := app.LoadPolicy(c.Draft)
	if err != nil {
		return err
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		from := p.now().AddDate(0, 0, -7*c.Weeks)
		start := time.Now()
		result, err := publish.Replay(ctx, s, o.ID, draft, from, "")
		if err != nil {
			return err
		}
		if c.Format == "json" {
			encoder := json.NewEncoder(p.out)
			encoder.SetIndent("", "  ")
			err = encoder.Encode(result)
		} else {
			writeReplay(p.out, result, time.Since(start))
		}
		if err == nil && result.Changed() > 0 {
			err = errFound
		}
		return err
	})
}

func writeReplay(w io.Writer, r publish.Simulation, took time.Duration) {
	fmt.Fprintf(w, "%d of %d inspections replayed (%.1f%%; the others held nothing) in %.1f s\n", r.Events, r.Inspected, r.CoveragePC, took.Seconds())
	if r.Changed() == 0 {
		fmt.Fprintln(w, "nothing changes")
	}
	for _, c := range r.Changes {
		fmt.Fprintf(w, "%7d  %s -> %s\n", c.Count, c.From, c.To)
	}
	for _, one := range r.ByRule {
		fmt.Fprintf(w, "%7d  rule %s (%s)\n", one.Count, one.Rule, one.Mode)
	}
	for _, d := range r.ByDepartment {
		if d.Suppressed {
			fmt.Fprintf(w, "fewer than %d  department %s\n", publish.LeastDepartment, d.Department)
			continue
		}
		n := 0
		for _, c := range d.Changes {
			n += c.Count
		}
		fmt.Fprintf(w, "%7d  department %s, of %d\n", n, d.Department, d.Count)
	}
}
