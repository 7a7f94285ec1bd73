package app

import (
	"context"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/report"
)

// coverageOf is the coverage of a period as reports print it. What was not measured
// stays unknown.
func (a *App) coverageOf(ctx context.Context, org string, from, to time.Time) (report.Coverage, error) {
	s, err := a.coverage.Summary(ctx, ident.Service(org, "report"), from, to)
	if err != nil {
		return report.Coverage{}, err
	}
	c := report.Coverage{Devices: &report.DeviceCounts{Enrolled: s.Enrolled, Active: s.Active7d, Silent: s.Silent3d, Outdated: &s.Outdated}}
	if len(s.Sites) == 0 {
		return c, nil
	}
	var observed, inspected int64
	for _, site := range s.Sites {
		observed, inspected = observed+site.Observed, inspected+site.Inspected
		c.Sites = append(c.Sites, report.Site{Destination: site.Destination, Observed: site.Observed, Inspected: site.Inspected})
	}
	c.Observed, c.Inspected, c.Uninspected, c.OpenMinutes = &observed, &inspected, &s.Uninspected, &s.OpenMinutes
	return c, nil
}
