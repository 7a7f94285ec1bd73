package main

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/config"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type revealCmd struct {
	Init revealInit `cmd:"" help:"Make the pair of keys that identities are sealed with."`
	Open revealOpen `cmd:"" default:"withargs" help:"Open the identity that an approved request asks for, for the browser of who asked. For the keeper of the private key."`
}

type revealInit struct {
	config.Data
	KeyFile string `name:"reveal-key-file" env:"DIJKWACHT_REVEAL_KEY_FILE" required:"" type:"path" placeholder:"FILE" help:"File for the private key. Its keeper alone may read it, and not the user that the service runs as."`
	Replace bool   `help:"Take the place of the key that there is. What was sealed to that one still needs it."`
}

// Run writes the private key to a file that did not exist, and the public key to
// the store. Nothing is sealed before; from now on everybody who signs in is.
func (c *revealInit) Run(ctx context.Context, p process) error {
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		present, err := s.RevealKey(ctx, o.ID)
		if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
			return err
		}
		if present.ID != "" && !c.Replace {
			return fmt.Errorf("there is a reveal key since %s; to make another for what is sealed from now on, use --replace", present.CreatedAt.Format("2006-01-02"))
		}
		return c.make(ctx, p, s, o, present.ID)
	})
}

func (c *revealInit) make(ctx context.Context, p process, s *sqlstore.Store, o ident.Organisation, replaces string) error {
	now := p.now()
	key, private, err := auth.NewRevealKey(o.ID, now, rand.Reader)
	if err != nil {
		return err
	}
	entry, err := ident.Operator(o.ID).Draft("reveal_key.created", key.ID, 1, ident.OutcomeDone, map[string]string{"replaces": replaces}, now)
	if err != nil {
		return err
	}
	if err := writeRevealKey(c.KeyFile, key.ID, private); err != nil {
		return err
	}
	if err := s.AddRevealKey(ctx, key, replaces, entry); err != nil {
		return errors.Join(err, os.Remove(c.KeyFile))
	}
	_, err = fmt.Fprintf(p.out, "The private key is in %s. Give it to its keeper, who is not the administrator of\nthe service, and keep a copy in another place: without it nobody can say who a\npseudonym is.\n", c.KeyFile)
	return err
}

// revealKeyForm begins a file with a private reveal key.
const revealKeyForm = "dijkwacht-reveal-key-1"

// writeRevealKey makes the file for its owner alone, and never overwrites one.
func writeRevealKey(path, id string, private *[32]byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%s exists already: a private key is never overwritten; choose another file", path)
	}
	if err != nil {
		return fmt.Errorf("make reveal key file: %w", err)
	}
	_, err = fmt.Fprintf(f, "%s %s %s\n", revealKeyForm, id, base64.StdEncoding.EncodeToString(private[:]))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write reveal key file: %w", err), os.Remove(path))
	}
	return nil
}
