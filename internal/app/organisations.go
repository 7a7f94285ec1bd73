package app

import (
	"context"
	"errors"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/publish"
)

// adopt gives each organisation that has no policy yet the one of this start:
// organisations are added beside the running service.
func (a *App) adopt(ctx context.Context, orgs []string) error {
	var failures []error
	for _, org := range orgs {
		_, err := a.store.Newest(ctx, org)
		if errors.Is(err, fault.E(fault.NotFound)) {
			_, _, err = publish.Activate(ctx, a.store, org, a.first, a.opts.Now())
		}
		failures = append(failures, err)
	}
	return errors.Join(failures...)
}

// chainHead is how many entries the chains of all organisations have, -1 when that
// is not known.
func (a *App) chainHead() float64 {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	list, err := a.store.Organisations(ctx)
	if err != nil {
		return -1
	}
	total := int64(0)
	for _, o := range list {
		head, err := a.store.Head(ctx, o.ID)
		if err != nil {
			return -1
		}
		total += head.Seq
	}
	return float64(total)
}

// checkHeads compares the end of each chain with what is on record.
func (a *App) checkHeads(ctx context.Context) error {
	list, err := a.store.Organisations(ctx)
	for _, o := range list {
		err = errors.Join(err, a.store.CheckHead(ctx, o.ID))
	}
	return err
}
