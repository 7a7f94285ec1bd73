package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"text/tabwriter"
	"time"

	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type orgCmd struct {
	Create orgCreate `cmd:"" help:"Add an organisation and print its id."`
	List   orgList   `cmd:"" help:"List the organisations."`
}

type orgCreate struct {
	config.Data
	Name string `arg:"" help:"Name of the organisation."`
}

// Run prints the id alone. A running service serves the organisation at once; give
// it an owner with user create --owner --org ID.
func (c *orgCreate) Run(ctx context.Context, p process) error {
	return withDatabase(ctx, c.Data, func(s *sqlstore.Store, _ []ident.Organisation) error {
		now := p.now().UTC().Truncate(time.Millisecond)
		o, err := ident.NewOrganisation(c.Name, now, rand.Reader)
		if err != nil {
			return fmt.Errorf("the name must have 1 to %d characters, on one line", ident.MaxName)
		}
		entry, err := ident.Operator(o.ID).Draft("organisation.created", o.ID, 1, ident.OutcomeDone, nil, now)
		if err != nil {
			return err
		}
		if err := s.CreateOrganisation(ctx, o, entry); err != nil {
			return err
		}
		_, err = fmt.Fprintln(p.out, o.ID)
		return err
	})
}

type orgList struct {
	config.Data
}

// Run prints a table.
func (c *orgList) Run(ctx context.Context, p process) error {
	return withDatabase(ctx, c.Data, func(_ *sqlstore.Store, list []ident.Organisation) error {
		t := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(t, "ID\tCREATED\tLANGUAGE\tTIME ZONE\tNAME")
		for _, o := range list {
			fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\n", o.ID, o.CreatedAt.Format(time.DateOnly), o.Language, o.TimeZone, printable(o.Name))
		}
		return t.Flush()
	})
}

// choose picks the organisation that a command works for.
func choose(list []ident.Organisation, id string) (ident.Organisation, error) {
	switch {
	case len(list) == 0:
		return ident.Organisation{}, errors.New("there is no organisation yet: start the service first with dijkwacht serve")
	case id == "" && len(list) > 1:
		return ident.Organisation{}, errors.New("there are several organisations: say which with --org; see dijkwacht org list")
	case id == "":
		return list[0], nil
	}
	for _, o := range list {
		if o.ID == id {
			return o, nil
		}
	}
	return ident.Organisation{}, errors.New("there is no organisation with this id; see dijkwacht org list")
}
