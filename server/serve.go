package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
)

type serveCmd struct {
	config.Serve
}

// Run serves until the process is told to stop.
func (c *serveCmd) Run(ctx context.Context, p process) (err error) {
	if err := c.Normalise(); err != nil {
		return err
	}
	if c.Demo {
		return c.demonstrate(ctx, p)
	}
	a, err := app.New(ctx, c.Serve, app.Options{Log: p.err, Version: version, Now: p.now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return a.Run(ctx, func(string) { c.welcome(p.out, a) })
}

// welcome says where the service is and what to do next. The enrolment key appears
// once, at the first start.
func (c *serveCmd) welcome(w io.Writer, a *app.App) {
	fmt.Fprintf(w, "Dijkwacht is running. Extensions reach it at %s\n", c.PublicURL)
	if a.FirstKey == "" {
		fmt.Fprintln(w, "To add devices, make an enrolment key: dijkwacht enrolment-key create")
		return
	}
	fmt.Fprintf(w, `
This is the first start. Your data are in %s

  Enrolment key: %s

  Owner:         %s

The owner's link works once, within an hour: open it in a browser, choose a password
and add an authenticator app. Another one: dijkwacht user create --owner

Next: open the options of the browser extension, choose the server %s,
paste this key and press "Aanmelden" (in English "Enrol"). The key is not shown
again; make another one with
  dijkwacht enrolment-key create
`, c.Dir, a.FirstKey.Reveal(), a.OwnerLink.Reveal(), c.PublicURL)
}
