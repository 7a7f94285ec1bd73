package main

import (
	"bufio"
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"
	_ "time/tzdata" // slim containers have no zone files

	"dijkwacht/internal/chain"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/pdf"
	"dijkwacht/internal/render"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/sqlstore"
)

type reportCmd struct {
	config.Data
	Week       string `required:"" placeholder:"WEEK" help:"The week by ISO 8601, such as 2026-W47."`
	Format     string `default:"html" placeholder:"FORM" help:"html, pdf, csv (a zip with a file for each table), xlsx or json."`
	Language   string `enum:"nl,en" default:"nl" help:"nl or en."`
	Audience   string `default:"officers" placeholder:"WHO" help:"officers, board, ward_manager (with --department) or works_council."`
	Department string `placeholder:"ID" help:"The department of a ward manager."`
	Separator  string `enum:"semicolon,comma" default:"semicolon" help:"Between the cells of a csv: semicolon or comma."`
	TimeZone   string `name:"time-zone" env:"DIJKWACHT_TIME_ZONE" placeholder:"ZONE" help:"The zone in which the week begins and ends; by default that of the organisation."`
}

var reportFormats = []string{"html", "pdf", "csv", "xlsx", "json"}

// Run prints the weekly report from the register.
func (c *reportCmd) Run(ctx context.Context, p process) error {
	if !slices.Contains(reportFormats, c.Format) {
		return errors.New("--format must be html, pdf, csv, xlsx or json")
	}
	if !report.IsAudience(c.Audience) {
		return errors.New("--audience must be officers, board, ward_manager or works_council")
	}
	if (c.Audience == string(report.WardManagers)) != (c.Department != "") {
		return errors.New("--department goes with --audience ward_manager")
	}
	week, err := report.ParseWeek(c.Week)
	if err != nil {
		return fmt.Errorf("--week: %w", err)
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		zone := cmp.Or(c.TimeZone, o.TimeZone, "Europe/Amsterdam")
		loc, err := time.LoadLocation(zone)
		if err != nil {
			return errors.New("--time-zone: no such zone; write it as Europe/Amsterdam")
		}
		if from, _ := week.Bounds(loc); p.now().Before(from) {
			return errors.New("--week: this week has yet to begin")
		}
		r, err := c.compute(ctx, p, s, o, week, zone)
		if err != nil {
			return err
		}
		w := bufio.NewWriter(p.out)
		return errors.Join(c.print(w, r.For(report.Audience(c.Audience))), w.Flush())
	})
}

// inZone is the store with the organisation in another zone.
type inZone struct {
	*sqlstore.Store
	zone string
}

// Organisation implements weekly.Store.
func (s inZone) Organisation(ctx context.Context, org string) (ident.Organisation, error) {
	o, err := s.Store.Organisation(ctx, org)
	o.TimeZone = s.zone
	return o, err
}

func (c *reportCmd) compute(ctx context.Context, p process, s *sqlstore.Store, o ident.Organisation, week report.Week, zone string) (report.Report, error) {
	names, err := destinationNames()
	if err != nil {
		return report.Report{}, err
	}
	service := weekly.New(weekly.Deps{
		Store: inZone{s, zone}, Gate: ident.NewGate(s, p.now), Now: p.now, Random: rand.Reader,
		Names:      func(context.Context, string) map[string]string { return names },
		Checkpoint: newestCheckpoint(s),
	})
	return service.Compute(ctx, o.ID, week, c.Department, 1)
}

// newestCheckpoint finds the last checkpoint of an organisation.
func newestCheckpoint(s *sqlstore.Store) func(ctx context.Context, org string) (chain.Checkpoint, error) {
	return func(ctx context.Context, org string) (chain.Checkpoint, error) {
		list, err := s.LastCheckpoints(ctx, org, math.MaxInt64, 1)
		if err != nil || len(list) == 0 {
			return chain.Checkpoint{}, err
		}
		return list[0], nil
	}
}

func (c *reportCmd) print(w io.Writer, r report.Report) error {
	switch c.Format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "csv":
		separator := ';'
		if c.Separator == "comma" {
			separator = ','
		}
		return render.CSV(w, r.Sheets(c.Language), separator, r.GeneratedAt)
	case "xlsx":
		return render.XLSX(w, r.Sheets(c.Language), r.GeneratedAt)
	}
	document, err := r.Document(c.Language)
	if err != nil {
		return err
	}
	if c.Format == "pdf" {
		return pdf.Write(w, document, r.GeneratedAt)
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
