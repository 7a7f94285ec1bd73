package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type restoreCmd struct {
	config.Data
	config.Keys
	File    string `arg:"" type:"existingfile" help:"File that dijkwacht backup made."`
	Replace bool   `help:"Put it in the place of the data that are in the folder. They are kept under another name. Stop the service first."`
}

// Run puts a backup in place once its pages, its schema and the register of each
// organisation are in order.
func (c *restoreCmd) Run(ctx context.Context, p process) error {
	if c.DatabaseURL != "" {
		return errElsewhere
	}
	other, err := hasOther(c.Dir, c.KeyPath(c.Dir))
	if err != nil {
		return fmt.Errorf("read the data folder: %w", err)
	}
	if other && !c.Replace {
		return fmt.Errorf("%s is not empty: choose another folder with --data, or replace what is there with --replace", c.Dir)
	}
	now := p.now()
	keep := sqlstore.FileName + ".before-" + now.UTC().Format("20060102T150405Z")
	var told strings.Builder
	err = sqlstore.Restore(ctx, sqlstore.Restoring{From: c.File, Dir: c.Dir, Keep: keep, Random: rand.Reader, Check: func(ctx context.Context, s *sqlstore.Store) error {
		return checkRestored(ctx, s, p, &told)
	}})
	if errors.Is(err, sqlstore.ErrInUse) {
		return fmt.Errorf("a service is using the data in %s: stop it first", c.Dir)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.out, "%sThe data are in %s.\n", told.String(), c.Dir)
	c.nextSteps(p, keep)
	return nil
}

// nextSteps says what the backup does not hold.
func (c *restoreCmd) nextSteps(p process, keep string) {
	if _, err := os.Stat(filepath.Join(c.Dir, keep)); err == nil {
		fmt.Fprintf(p.out, "What was there is kept as %s.\n", keep)
	}
	if _, err := os.Stat(c.KeyPath(c.Dir)); errors.Is(err, fs.ErrNotExist) {
		fmt.Fprintf(p.out, "Put the key file of the backup at %s before you start the service.\n", c.KeyPath(c.Dir))
	}
	fmt.Fprintln(p.out, "What was revoked after the backup was made is in service again: look through devices, keys and people.")
}

// checkRestored verifies the register of each organisation with its checkpoints,
// and writes down that it was restored.
func checkRestored(ctx context.Context, s *sqlstore.Store, p process, told *strings.Builder) error {
	list, err := s.Organisations(ctx)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errors.New("the backup holds no organisation")
	}
	for _, o := range list {
		report, err := chain.Verify(ctx, s, o.ID, chain.Scope{})
		var broken *chain.BrokenError
		if errors.As(err, &broken) {
			return fmt.Errorf("the backup is not restored: in the register of %s, %w", o.ID, broken)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(told, "%s: ", o.ID)
		printWhole(told, report)
		entry, err := ident.Operator(o.ID).Draft("database.restored", o.ID, 1, ident.OutcomeDone, map[string]int64{"head": report.Head.Seq}, p.now())
		if err != nil {
			return err
		}
		if err := s.AppendEntry(ctx, o.ID, entry); err != nil {
			return err
		}
	}
	return nil
}
