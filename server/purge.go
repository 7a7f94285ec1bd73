package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/sqlstore"
)

type purgeCmd struct {
	config.Data
	Approval string `placeholder:"ID" help:"Delete for real, by this approval, as the console shows it. Without it nothing is deleted."`
}

// Run counts what is past its term, and with an approval deletes it. The service
// does the same every night by itself.
func (c *purgeCmd) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		now := func() time.Time { return p.now().UTC().Truncate(time.Millisecond) }
		service, operator := app.OfflineRetention(s, now), ident.Operator(o.ID)
		if c.Approval == "" {
			report, err := service.Purge(ctx, operator, true)
			if err != nil {
				return err
			}
			return c.print(p, o, report, "would be deleted; nothing was. To delete it, ask for an approval in the console\nand give its ID with --approval")
		}
		report, err := service.PurgeApproved(ctx, operator, c.Approval)
		if err != nil {
			return purgeAdvice(err)
		}
		return c.print(p, o, report, "deleted")
	})
}

func (c *purgeCmd) print(p process, o ident.Organisation, r retention.Report, became string) error {
	if r.Held {
		_, err := fmt.Fprintf(p.out, "A legal hold covers everything of %s: nothing is deleted.\n", o.Name)
		return err
	}
	for _, table := range slices.Sorted(maps.Keys(r.Rows)) {
		if _, err := fmt.Fprintf(p.out, "%-20s %8d\n", table, r.Rows[table]); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(p.out, "%-20s %8d rows of %s %s.\n", "total", r.Total(), o.Name, became)
	return err
}

// purgeAdvice says what to do about a purge that was refused.
func purgeAdvice(err error) error {
	switch fault.From(err).Code {
	case fault.ApprovalRequired:
		return errors.New("there is no such approval of a purge of this organisation: ask for one in the console")
	case fault.ApprovalClosed:
		return errors.New("the approval is not given yet, was used, or has expired: ask for a new one in the console")
	case fault.ApprovalChanged:
		return errors.New("the terms are no longer those that were approved: ask for a new approval in the console")
	}
	return err
}
