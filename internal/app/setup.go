package app

import (
	"context"
	"crypto/rand"
	"fmt"

	"dijkwacht/internal/ident"
)

// organisation finds the organisation, or creates it.
func (a *App) organisation(ctx context.Context) error {
	list, err := a.store.Organisations(ctx)
	if err != nil {
		return err
	}
	if len(list) > 0 {
		a.org = list[0]
		return nil
	}
	now := a.opts.Now()
	if a.org, err = ident.NewOrganisation(a.cfg.Organisation, now, rand.Reader); err != nil {
		return fmt.Errorf("the name of the organisation must have 1 to %d characters", ident.MaxName)
	}
	entry, err := ident.Service(a.org.ID, "first start").Draft("organisation.created", a.org.ID, 1, ident.OutcomeDone, nil, now)
	if err != nil {
		return err
	}
	if err := a.store.CreateOrganisation(ctx, a.org, entry); err != nil {
		return fmt.Errorf("create organisation: %w", err)
	}
	a.fresh = true
	return nil
}
