package app

import (
	"context"
	"crypto/rand"
	"fmt"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/obs"
)

// organisation finds the organisation, or creates it with a first enrolment key.
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
	key, err := auth.CreateEnrolmentKey(ctx, a.store, id, "first start", auth.Actor{Name: "dijkwacht", Role: "system"}, now, rand.Reader)
	a.FirstKey = obs.Secret(key)
	return err
}
