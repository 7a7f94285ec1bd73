package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dijkwacht/internal/app"
	"dijkwacht/internal/config"
	"dijkwacht/internal/demo"
)

// demonstrate serves a hospital that does not exist, in a folder of its own that is
// gone when the process is told to stop.
func (c *serveCmd) demonstrate(ctx context.Context, p process) (err error) {
	if c.DatabaseURL != "" || !c.Loopback() {
		return errors.New("a demo is for this machine alone: leave DIJKWACHT_DATABASE_URL away, and listen on 127.0.0.1")
	}
	dir, err := os.MkdirTemp("", "dijkwacht-demo-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	settings := c.Serve
	settings.Data = config.Data{Dir: dir}
	settings.Limits = config.Limits{} // a quarter of a year in half a minute
	settings.Organisation = "Ziekenhuis De Dijk (demo)"
	clock := demo.NewClock(p.now, demo.Weeks*7*24*time.Hour)
	a, err := app.New(ctx, settings, app.Options{Log: io.Discard, Version: version, Now: clock.Now})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	fmt.Fprintf(p.out, "Making up %d weeks of work...\n", demo.Weeks)
	if err := a.Demonstrate(ctx, clock, p.now()); err != nil {
		return err
	}
	return a.Run(ctx, func(string) {
		fmt.Fprintf(p.out, "The demo is running. Nothing of it is kept.\n\nNext: open %s/demo and choose as whom to look around.\n", c.PublicURL)
	})
}
