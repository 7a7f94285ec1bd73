package app

import (
	"context"
	"crypto/rand"
	"fmt"

	"dijkwacht/internal/chain"
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
	id, err := ident.NewID(ident.PrefixOrganisation, now, rand.Reader)
	if err != nil {
		return err
	}
	a.org = ident.Organisation{ID: id, Name: a.cfg.Organisation, CreatedAt: now}
	entry := chain.Draft{At: now, Actor: "dijkwacht", Role: "system", Action: "organisation.created", Object: id, Rev: 1}
	if err := a.store.CreateOrganisation(ctx, a.org, entry); err != nil {
		return fmt.Errorf("create organisation: %w", err)
	}
	a.fresh = true
	return nil
}
