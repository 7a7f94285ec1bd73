package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/config"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/sqlstore"
)

type registerVerify struct {
	config.Data
	File       string   `arg:"" optional:"" type:"path" help:"An inspection file to check, without server and database. Without it the register of this database is checked."`
	Key        string   `placeholder:"ID" help:"With a file: the id of the key that must have signed it."`
	Checkpoint []string `sep:"none" placeholder:"FILE|TEXT" help:"Compare with checkpoints that were kept elsewhere: a mail or file that holds them, - for standard input, or the text itself, also the short form of a report (#48211 0123456789abcdef). May be repeated."`
}

// Run says whether the chain, or the file, is whole.
func (c *registerVerify) Run(ctx context.Context, p process) error {
	given, err := c.given(p.in)
	if err != nil {
		return err
	}
	if c.File != "" {
		return inspect(p, c.File, given)
	}
	if c.Key != "" {
		return errors.New("--key goes with an inspection file")
	}
	scope := chain.Scope{Anchors: given.Anchors}
	return withStore(ctx, c.Data, func(s *sqlstore.Store, o ident.Organisation) error {
		for _, a := range scope.Anchors {
			if a.Signed != nil && a.Signed.Org != o.ID {
				return errors.New("a checkpoint belongs to another organisation")
			}
		}
		report, err := chain.Verify(ctx, s, o.ID, scope)
		var broken *chain.BrokenError
		if errors.As(err, &broken) {
			printBroken(p.out, broken, report)
			return errFound
		}
		if err != nil {
			return err
		}
		printWhole(p.out, report)
		return nil
	})
}

func printBroken(w io.Writer, broken *chain.BrokenError, report chain.Report) {
	what := fmt.Sprintf("entry %d is bad (%s)", broken.Seq, broken.Problem)
	if broken.Object != "" {
		what = fmt.Sprintf("%s is bad (%s)", broken.Object, broken.Problem)
	}
	fmt.Fprintf(w, "The register is NOT whole: %s. %d entries before it are whole.\n", what, report.Checked)
}

func printWhole(w io.Writer, report chain.Report) {
	fmt.Fprintf(w, "The register is whole: %d entries, %d without payload, head %d %.16s\n", report.Checked, report.Purged, report.Head.Seq, report.Head.Hash)
	fmt.Fprintf(w, "Checkpoints that agree: %d of its own, %d given.\n", report.Checkpoints, report.Anchors)
}

// maxAnchors bounds the file with checkpoints.
const maxAnchors = 16 << 20

// readAnchors takes the argument for a file when there is one of that name. Errors
// do not repeat it.
func readAnchors(in io.Reader, arg string) ([]chain.Anchor, error) {
	if arg != "-" {
		f, err := os.Open(arg)
		if errors.Is(err, fs.ErrPermission) {
			return nil, errors.New("the file with checkpoints cannot be read")
		}
		if err != nil { // no file of that name, or no name at all
			return chain.ParseAnchors(arg)
		}
		defer f.Close()
		in = f
	}
	content, err := io.ReadAll(io.LimitReader(in, maxAnchors))
	if err != nil {
		return nil, errors.New("the file with checkpoints cannot be read")
	}
	return chain.ParseAnchors(string(content))
}
