package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	_ "time/tzdata" // slim containers have no zone files

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/render"
	"dijkwacht/internal/report"
	"dijkwacht/internal/sqlstore"
)

type reportCmd struct {
	config.Data
	Week     string `required:"" placeholder:"WEEK" help:"The week by ISO 8601, such as 2026-W47."`
	Format   string `default:"html" placeholder:"FORM" help:"html or json."`
	Language string `enum:"nl,en" default:"nl" help:"nl or en; for html."`
	TimeZone string `name:"time-zone" env:"DIJKWACHT_TIME_ZONE" default:"Europe/Amsterdam" placeholder:"ZONE" help:"The zone in which the week begins and ends."`
}

// Run prints the weekly report from the register.
func (c *reportCmd) Run(ctx context.Context, p process) error {
	switch c.Format {
	case "html", "json":
	case "pdf", "csv", "xlsx":
		return errors.New("this report cannot be made as pdf, csv or xlsx yet; take --format html or json")
	default:
		return errors.New("--format must be html or json")
	}
	week, err := report.ParseWeek(c.Week)
	if err != nil {
		return fmt.Errorf("--week: %w", err)
	}
	zone, err := time.LoadLocation(c.TimeZone)
	if err != nil {
		return errors.New("--time-zone: no such zone; write it as Europe/Amsterdam")
	}
	if from, _ := week.Bounds(zone); p.now().Before(from) {
		return errors.New("--week: this week has yet to begin")
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		names, err := destinationNames()
		if err != nil {
			return err
		}
		head := report.Head{
			Organisation: o.Name, Week: week, Location: zone, Revision: 1, GeneratedAt: p.now(), DestinationNames: names,
		}
		r, err := report.Make(head, report.Read(ctx, s, o.ID, week, zone), report.Read(ctx, s, o.ID, week.Before(), zone))
		if err != nil {
			return err
		}
		w := bufio.NewWriter(p.out)
		return errors.Join(c.print(w, r), w.Flush())
	})
}

func (c *reportCmd) print(w io.Writer, r report.Report) error {
	if c.Format == "json" {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	}
	document, err := r.Document(c.Language)
	if err != nil {
		return err
	}
	return render.HTML(w, document)
}

func destinationNames() (map[string]string, error) {
	list, err := builtInDestinations()
	if err != nil {
		return nil, err
	}
	names := make(map[string]string, len(list))
	for _, d := range list {
		names[d.ID] = d.Name
	}
	return names, nil
}
