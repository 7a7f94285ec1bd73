package app

import "dijkwacht/internal/register/inspection"

// inspection hands out the register of a period, signed by the key of checkpoints.
func (a *App) inspection() *inspection.Service {
	return inspection.New(inspection.Deps{
		Store: a.store, Gate: a.gate, Approvals: a.approvals, Key: a.ring.CheckpointKey, Program: "dijkwacht " + a.opts.Version, Now: a.opts.Now,
	})
}
