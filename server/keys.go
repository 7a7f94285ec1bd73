package main

import (
	"context"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type keysCmd struct {
	List   keysList   `cmd:"" help:"List the signing keys."`
	Rotate keysRotate `cmd:"" help:"Let the next key sign from now on."`
}

type keysList struct {
	config.Data
	config.Keys
}

// Run prints a table of public facts.
func (c *keysList) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, _ ident.Organisation) error {
		ring, err := app.OfflineKeyring(ctx, s, c.KeyPath(c.Dir), p.now)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "USE\tID\tSTATE\tMADE\tSIGNS SINCE\tUNTIL")
		for _, k := range ring.Keys() {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\n", k.Use, k.ID, k.State, k.CreatedAt.Format(time.DateOnly),
				orDash(k.ActiveAt, time.DateTime), orDash(k.RetiredAt, time.DateTime))
		}
		return t.Flush()
	})
}

type keysRotate struct {
	config.Data
	config.Keys
	Use   string `arg:"" enum:"access,bundle,checkpoint" help:"access, bundle or checkpoint."`
	Early bool   `help:"Also when devices may not know the next bundle key yet; those have to enrol again."`
}

// Run rotates the key; running servers follow within 15 seconds.
func (c *keysRotate) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		ring, err := app.OfflineKeyring(ctx, s, c.KeyPath(c.Dir), p.now)
		if err != nil {
			return err
		}
		err = ring.Rotate(ctx, ident.Operator(o.ID), auth.Use(c.Use), c.Early)
		if err != nil {
			return rotateError(err, c.Early)
		}
		_, err = fmt.Fprintf(p.out, "the next %s key signs now; what the one before it signed still counts\n", c.Use)
		return err
	})
}

func rotateError(err error, early bool) error {
	var soon *auth.TooSoonError
	if !errors.As(err, &soon) {
		return err
	}
	after := soon.After.Local().Format(time.DateTime)
	if soon.Use == auth.UseBundle && !early {
		return fmt.Errorf("devices that were away may not know the next bundle key before %s; with --early those have to enrol again", after)
	}
	return fmt.Errorf("not every server knows the next key yet: try again after %s", after)
}
