package app

import (
	"crypto/rand"
	"fmt"
	"time"

	"dijkwacht/internal/detect"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/source"
	"dijkwacht/rules"
)

// activateEvery is how often the fleet looks for scheduled versions that are due.
const activateEvery = 5 * time.Second

// wireDesk builds where people work on policies.
func (a *App) wireDesk() error {
	document, err := rules.FS.ReadFile("messages/difficult.yaml")
	if err != nil {
		return err
	}
	difficult, err := source.DifficultWords("difficult.yaml", document)
	if err != nil {
		return fmt.Errorf("load difficult words: %w", err)
	}
	a.desk = publish.NewDesk(publish.DeskDeps{
		Store: a.store, Vectors: a.store, Gate: a.gate, Approvals: a.approvals, InForce: a.policies, ReadyTests: ReadyTests, Clean: a.isClean,
		Difficult: difficult, Announce: a.hot.AnnounceVersion, Now: a.opts.Now, Random: rand.Reader,
		Scan: func(text string) *detect.Result {
			result := detect.Scan(a.core.Pack, text)
			return &result
		},
	})
	return nil
}
