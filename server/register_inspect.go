package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/ident"
	inspectfile "dijkwacht/internal/register/inspection"
)

// inspect checks an inspection file, without server or database.
func inspect(p process, name string, given inspectfile.Given) error {
	f, err := os.Open(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("the inspection file does not exist")
	case err != nil:
		return errors.New("the inspection file cannot be read")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return errors.New("the inspection file cannot be read: it is no file")
	}
	report, err := inspectfile.Verify(f, info.Size(), given)
	var bad *inspectfile.BadError
	if errors.As(err, &bad) {
		fmt.Fprintf(p.out, "The inspection file is NOT whole: %s.\n", bad)
		return errFound
	}
	if err != nil {
		return err
	}
	printInspected(p.out, report, given)
	return nil
}

func printInspected(w io.Writer, r inspectfile.Report, given inspectfile.Given) {
	s := r.Chain
	fmt.Fprintf(w, "The inspection file is whole: %d entries (#%d to #%d) of %s, from %s up to %s.\n", s.Entries, s.First, s.Last, printable(r.Organisation.Name), r.Period.From.Format(time.RFC3339), r.Period.To.Format(time.RFC3339))
	fmt.Fprintf(w, "The register holds %d incidents, %d notifications, %d notes, %d alerts and %d decisions of two people.\n", r.Register["incident"], r.Register["notification"], r.Register["note"], r.Register["alert"], r.Register["decision"])
	fmt.Fprintf(w, "Without content: %d deleted by retention, %d that are not about the register.\n", s.Deleted, s.LeftOut)
	fmt.Fprintf(w, "Signed on %s by key %s. Checkpoints that agree: %d of its own, %d given.\n", r.MadeAt.Format(time.RFC3339), r.KeyID, r.Checkpoints, r.Anchors)
	if len(given.Anchors) == 0 && given.KeyID == "" {
		fmt.Fprintln(w, "Nothing was compared that was kept elsewhere. Give a checkpoint out of a weekly report with --checkpoint, or the key with --key.")
	}
}

// given reads what was kept elsewhere.
func (c *registerVerify) given(in io.Reader) (given inspectfile.Given, err error) {
	given.KeyID = c.Key
	for _, arg := range c.Checkpoint {
		var anchors []chain.Anchor
		if anchors, err = readAnchors(in, arg); err != nil {
			return given, err
		}
		given.Anchors = append(given.Anchors, anchors...)
	}
	return given, nil
}

// day is a moment in the zone of the organisation; its first moment is the day.
func day(t time.Time, o ident.Organisation) string {
	t = t.In(zoneOf(o))
	if t.Hour() == 0 && t.Minute() == 0 && t.Second() == 0 && t.Nanosecond() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04:05")
}
