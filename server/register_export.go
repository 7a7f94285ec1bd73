package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"dijkwacht/internal/app"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	inspectfile "dijkwacht/internal/register/inspection"
	"dijkwacht/internal/sqlstore"
)

type registerExport struct {
	config.Data
	config.Keys
	From string `required:"" placeholder:"TIME" help:"First day or moment of the period: 2026-01-01, in the time zone of the organisation, or 2026-01-01T00:00:00+01:00."`
	To   string `placeholder:"TIME" help:"First day or moment after the period. By default now."`
	Out  string `required:"" type:"path" placeholder:"FILE" help:"New file, such as register-2026-q1.zip. It is never written over one that is there."`
}

// Run writes an inspection file beside a running service. That it was written is in
// the chain.
func (c *registerExport) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		period, err := c.period(p, o)
		if err != nil {
			return err
		}
		ring, err := app.OfflineKeyring(ctx, s, c.KeyPath(c.Dir), p.now)
		if err != nil {
			return err
		}
		now := p.now()
		m := inspectfile.Maker{Store: s, Key: ring.CheckpointKey(), Program: "dijkwacht " + version, At: now, Begin: func() error {
			entry, err := ident.Operator(o.ID).Draft(inspectfile.Action, period.Object(), 0, ident.OutcomeDone, nil, now)
			if err != nil {
				return err
			}
			return s.AppendEntry(ctx, o.ID, entry)
		}}
		made, err := c.write(ctx, m, o, period)
		var broken *chain.BrokenError
		if errors.As(err, &broken) {
			return fmt.Errorf("the register is not whole, so no file is signed: entry %d is bad (%s); see dijkwacht register verify", broken.Seq, broken.Problem)
		}
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(p.out, "The register from %s up to %s is in %s: %d entries, %d incidents.\nSigned by key %s. Anybody can check it with: dijkwacht register verify %s\n",
			day(period.From, o), day(period.To, o), c.Out, made.Chain.Entries, made.Register["incident"], made.KeyID, filepath.Base(c.Out))
		return err
	})
}

func (c *registerExport) period(p process, o ident.Organisation) (inspectfile.Period, error) {
	now, zone := p.now(), zoneOf(o)
	from, err := instant("--from", c.From, now, zone)
	to := now
	if err == nil && c.To != "" {
		to, err = instant("--to", c.To, now, zone)
	}
	if err != nil {
		return inspectfile.Period{}, err
	}
	period, err := inspectfile.NewPeriod(from, to, now)
	if err != nil {
		return period, errors.New("--to must be later than --from, and not in the future")
	}
	return period, nil
}

// write makes the file under another name first, so that a file that is there is
// whole.
func (c *registerExport) write(ctx context.Context, m inspectfile.Maker, o ident.Organisation, period inspectfile.Period) (made inspectfile.Manifest, err error) {
	f, err := os.CreateTemp(filepath.Dir(c.Out), ".register-*")
	if err != nil {
		return made, errors.New("--out: no file can be made in that folder")
	}
	defer os.Remove(f.Name())
	if made, err = m.Write(ctx, f, o, period); err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return made, err
	}
	if err := os.Link(f.Name(), c.Out); errors.Is(err, fs.ErrExist) {
		return made, fmt.Errorf("%s exists already: an inspection file is never overwritten; choose another name", c.Out)
	} else if err != nil {
		return made, fmt.Errorf("put the file in place: %w", err)
	}
	return made, nil
}
