package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"time"
)

type healthCmd struct {
	Listen string `env:"DIJKWACHT_LISTEN" default:"127.0.0.1:8787" placeholder:"HOST:PORT" help:"Address of the API."`
}

// Run asks the running service whether it is ready.
func (c *healthCmd) Run(ctx context.Context, p process) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return errors.New("--listen wants HOST:PORT")
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return errors.New("--listen wants HOST:PORT")
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return errors.New("the service does not answer")
	}
	defer response.Body.Close()
	return printHealth(p.out, response)
}

func printHealth(w io.Writer, response *http.Response) error {
	var ready struct {
		Ready  bool `json:"ready"`
		Checks map[string]struct {
			OK bool `json:"ok"`
		} `json:"checks"`
	}
	if json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&ready) != nil {
		return errors.New("the service does not answer as expected")
	}
	var failing []string
	for _, name := range slices.Sorted(maps.Keys(ready.Checks)) {
		if !ready.Checks[name].OK {
			failing = append(failing, name)
		}
	}
	if !ready.Ready {
		return fmt.Errorf("the service is not ready: %s", strings.Join(failing, ", "))
	}
	_, err := fmt.Fprintln(w, "ready")
	return err
}
