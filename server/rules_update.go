package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/content"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type rulesUpdateCmd struct {
	config.Data
	ContentKey string `name:"content-key" env:"DIJKWACHT_CONTENT_KEY" placeholder:"KEY" help:"The public key of who signs updates, as dijkwacht rules sign prints it."`
	Rollback   bool   `help:"Take the update in force back, and put the one before it in force."`
	File       string `arg:"" optional:"" help:"The update."`
}

// Run installs an update or takes one back. The service follows within 20 s; rules
// of detection act from its next start on.
func (c *rulesUpdateCmd) Run(ctx context.Context, p process) error {
	if c.Rollback == (c.File != "") {
		return errors.New("give the file of an update, or --rollback")
	}
	opts := app.Options{Now: p.now}
	return withDatabase(ctx, c.Data, func(s *sqlstore.Store, _ []ident.Organisation) error {
		if c.Rollback {
			version, err := app.RollbackContent(ctx, s, opts)
			if err != nil {
				return err
			}
			if version == 0 {
				fmt.Fprintln(p.out, "taken back: what comes with the program is in force")
			} else {
				fmt.Fprintf(p.out, "taken back: update %d is in force\n", version)
			}
			return nil
		}
		u, err := c.read()
		if err != nil {
			return err
		}
		if err := app.InstallContent(ctx, s, u, opts); err != nil {
			return err
		}
		fmt.Fprintf(p.out, "update %d is installed, with %s; detection rules act from the next start on\n", u.Version, plural(len(u.Files), "file", "files"))
		return nil
	})
}

func (c *rulesUpdateCmd) read() (content.Update, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimSpace(c.ContentKey))
	if err != nil || len(key) != ed25519.PublicKeySize {
		return content.Update{}, errors.New("--content-key: want the public key of who signs updates")
	}
	file, err := os.ReadFile(c.File)
	if err != nil {
		return content.Update{}, fmt.Errorf("read the update: %w", cause(err))
	}
	return content.Open(file, key)
}

type rulesSignCmd struct {
	Key     string `required:"" placeholder:"FILE" help:"The private key; made when there is no such file. Keep it away from the server."`
	Version int    `required:"" help:"The number of the update; each is greater than the one before."`
	Dir     string `arg:"" help:"Folder with the files: destinations.yaml, messages/nl.yaml, nl/*.yaml and so on."`
	Out     string `arg:"" help:"Where the update goes."`
}

// Run signs an update and prints the public key.
func (c *rulesSignCmd) Run(p process) error {
	key, err := contentKey(c.Key)
	if err != nil {
		return err
	}
	u := content.Update{Version: c.Version, IssuedAt: p.now().UTC(), Files: map[string]string{}}
	root := os.DirFS(c.Dir)
	err = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !content.Holds(name) {
			return fmt.Errorf("%s: an update has no such file", name)
		}
		b, err := fs.ReadFile(root, name)
		u.Files[name] = string(b)
		return err
	})
	if err != nil {
		return fmt.Errorf("read the files: %w", err)
	}
	file, err := content.Sign(u, key)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Clean(c.Out), file, 0o644); err != nil {
		return fmt.Errorf("write the update: %w", cause(err))
	}
	public, _ := key.Public().(ed25519.PublicKey)
	fmt.Fprintln(p.out, base64.StdEncoding.EncodeToString(public))
	return nil
}

// contentKey reads the private key, or makes it.
func contentKey(file string) (ed25519.PrivateKey, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			return nil, err
		}
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err != nil {
			return nil, fmt.Errorf("write the key: %w", cause(err))
		}
		_, err = f.WriteString(base64.StdEncoding.EncodeToString(key.Seed()) + "\n")
		return key, errors.Join(err, f.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", cause(err))
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("the file of --key holds no key")
	}
	return ed25519.NewKeyFromSeed(seed), nil
}
