package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type deviceCmd struct {
	List   deviceList   `cmd:"" help:"List the devices."`
	Revoke deviceRevoke `cmd:"" help:"Take a lost, stolen or retired device out of service."`
}

type deviceList struct {
	config.Data
	All    bool `help:"Also the revoked ones."`
	Silent int  `placeholder:"DAYS" help:"Only those that were not seen for so many days."`
}

// Run prints a table.
func (c *deviceList) Run(ctx context.Context, p process) error {
	if c.Silent < 0 {
		return errors.New("--silent wants a number of days")
	}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		filter := ident.DeviceFilter{Revoked: c.All}
		if c.Silent > 0 {
			filter.SilentSince = ident.Day(p.now()).AddDate(0, 0, 1-c.Silent)
		}
		devices, err := app.OfflineDevices(s, p.now).List(ctx, ident.Operator(o.ID), filter)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tENROLLED\tSEEN\tSTATE\tBROWSER\tSYSTEM\tEXTENSION\tGROUPS\tKEY")
		for _, d := range devices {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", d.ID, d.EnrolledAt.Format(time.DateOnly), orDash(d.SeenOn, time.DateOnly), deviceState(d),
				dash(strings.TrimSpace(d.Client.Browser+" "+d.Client.BrowserVersion)), dash(d.Client.OS), dash(d.Client.ExtensionVersion),
				dash(strings.Join(d.Groups, ",")), d.EnrolmentKeyID)
		}
		return t.Flush()
	})
}

func deviceState(d ident.Device) string {
	if d.RevokedAt.IsZero() {
		return "active"
	}
	return string(d.RevokedFor) + " " + d.RevokedAt.Format(time.DateOnly)
}

type deviceRevoke struct {
	config.Data
	ID string `arg:"" help:"Id of the device, from the list."`
}

// Run revokes the device; a running service knows it within 20 seconds.
func (c *deviceRevoke) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		_, err := app.OfflineDevices(s, p.now).Revoke(ctx, ident.Operator(o.ID), c.ID)
		switch {
		case errors.Is(err, fault.E(fault.NotFound)):
			return errors.New("there is no device with this id; see dijkwacht device list")
		case errors.Is(err, fault.E(fault.Conflict)):
			return errors.New("this device is revoked already")
		case err != nil:
			return err
		}
		_, err = fmt.Fprintln(p.out, "revoked: its requests are refused within 20 seconds. If somebody else may have the enrolment key that was on it, revoke that too.")
		return err
	})
}
