package app

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"dijkwacht/internal/ident"
)

// organisation finds the organisation, or creates it. Of several servers that start
// on one empty database, one does.
func (a *App) organisation(ctx context.Context) error {
	found, err := a.oldest(ctx)
	if found || err != nil {
		return err
	}
	now := a.opts.Now()
	first, err := ident.NewOrganisation(a.cfg.Organisation, now, rand.Reader)
	if err != nil {
		return fmt.Errorf("the name of the organisation must have 1 to %d characters", ident.MaxName)
	}
	entry, err := ident.Service(first.ID, "first start").Draft("organisation.created", first.ID, 1, ident.OutcomeDone, nil, now)
	if err != nil {
		return err
	}
	a.fresh, err = a.store.CreateFirstOrganisation(ctx, first, entry)
	if err != nil {
		return fmt.Errorf("create organisation: %w", err)
	}
	if found, err = a.oldest(ctx); err == nil && !found {
		err = errNoOrganisation
	}
	return err
}

// errNoOrganisation: somebody emptied the database past the program.
var errNoOrganisation = errors.New("the organisation of the first start is gone; restore a backup, or start with an empty database")

// oldest takes the organisation that was made first, if there is one.
func (a *App) oldest(ctx context.Context) (bool, error) {
	list, err := a.store.Organisations(ctx)
	if err != nil || len(list) == 0 {
		return false, err
	}
	a.org = list[0]
	return true, nil
}
