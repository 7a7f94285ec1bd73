package main

import (
	"context"
	"crypto/tls"
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
	Listen  string `env:"DIJKWACHT_LISTEN" default:"127.0.0.1:8787" placeholder:"HOST:PORT" help:"Address of the API."`
	TLSCert string `name:"tls-cert" env:"DIJKWACHT_TLS_CERT" type:"path" placeholder:"FILE" help:"Set when the service serves TLS."`
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
	scheme := "http"
	if c.TLSCert != "" {
		scheme = "https"
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return errors.New("--listen wants HOST:PORT")
	}
	// It asks the own machine and sends nothing, and the certificate is made out to
	// the public name: whom it reaches need not be proved.
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, DisableKeepAlives: true}}
	response, err := client.Do(request)
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
