package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type enrolmentKeyCmd struct {
	Create enrolmentKeyCreate `cmd:"" help:"Make an enrolment key and print it, once."`
	List   enrolmentKeyList   `cmd:"" help:"List the enrolment keys."`
	Revoke enrolmentKeyRevoke `cmd:"" help:"Make an enrolment key useless for new devices."`
}

// commandLine is who acts when an administrator uses the command line.
var commandLine = auth.Actor{Name: "command-line", Role: "administrator"}

type enrolmentKeyCreate struct {
	config.Data
	Label string `placeholder:"TEXT" help:"What the key is for, such as a department."`
}

// Run prints the key alone.
func (c *enrolmentKeyCreate) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		key, err := auth.CreateEnrolmentKey(ctx, s, o.ID, c.Label, commandLine, p.now(), rand.Reader)
		if err == nil {
			_, err = fmt.Fprintln(p.out, key)
		}
		return err
	})
}

type enrolmentKeyList struct {
	config.Data
}

// Run prints a table; the keys themselves are not known any more.
func (c *enrolmentKeyList) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		keys, err := s.EnrolmentKeys(ctx, o.ID)
		if err != nil {
			return err
		}
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tCREATED\tDEVICES\tSTATE\tLABEL")
		for _, k := range keys {
			state := "active"
			if !k.RevokedAt.IsZero() {
				state = "revoked " + k.RevokedAt.Format(time.DateOnly)
			}
			fmt.Fprintf(t, "%s\t%s\t%d\t%s\t%s\n", k.ID, k.CreatedAt.Format(time.DateOnly), k.Uses, state, printable(k.Label))
		}
		return t.Flush()
	})
}

// printable quotes a label that would upset the terminal or the table.
func printable(label string) string {
	if quoted := strconv.Quote(label); quoted != `"`+label+`"` {
		return quoted
	}
	return label
}

type enrolmentKeyRevoke struct {
	config.Data
	ID string `arg:"" help:"Id of the key, from the list."`
}

// Run revokes the key; devices that enrolled with it stay enrolled.
func (c *enrolmentKeyRevoke) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		err := auth.RevokeEnrolmentKey(ctx, s, o.ID, c.ID, commandLine, p.now())
		if errors.Is(err, fault.E(fault.NotFound)) {
			return errors.New("there is no active enrolment key with this id; see dijkwacht enrolment-key list")
		}
		return err
	})
}
