package clock

import (
	"bytes"
	"errors"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

// Version is what the law asks for from a moment on.
type Version struct {
	Version string    `yaml:"version"`
	From    time.Time `yaml:"from"`
	Source  string    `yaml:"source"`
	// NotifyWithin, PresumeAfter and Alerts are in hours; see the data.
	NotifyWithin int    `yaml:"notify_within"`
	Threshold    string `yaml:"threshold"`
	PresumeAfter int    `yaml:"presume_after"`
	Alerts       []int  `yaml:"alerts"`
}

// Profile is the law on leaks, oldest version first.
type Profile struct {
	APIVersion string    `yaml:"apiVersion"`
	Kind       string    `yaml:"kind"`
	ID         string    `yaml:"id"`
	Authority  string    `yaml:"authority"`
	Versions   []Version `yaml:"versions"`
}

// Parse reads a profile, strictly: it comes with the program or from the
// administrator.
func Parse(document []byte) (Profile, error) {
	var p Profile
	d := yaml.NewDecoder(bytes.NewReader(document))
	d.KnownFields(true)
	if err := d.Decode(&p); err != nil {
		return Profile{}, errors.New("the legal profile is not valid YAML of its kind")
	}
	if p.APIVersion != "dijkwacht/v1" || p.Kind != "LegalProfile" || p.ID == "" || len(p.Versions) == 0 {
		return Profile{}, errors.New("the legal profile is not one: apiVersion, kind, id and versions")
	}
	for i, v := range p.Versions {
		if v.Version == "" || v.NotifyWithin < 1 || v.PresumeAfter < 1 || v.Threshold != "risk" && v.Threshold != "high_risk" {
			return Profile{}, errors.New("a version of the legal profile lacks a term")
		}
		if !slices.IsSorted(v.Alerts) || len(v.Alerts) > 0 && (v.Alerts[0] < 1 || v.Alerts[len(v.Alerts)-1] >= v.NotifyWithin) {
			return Profile{}, errors.New("the alerts of the legal profile are not in order within the term")
		}
		if i > 0 && !v.From.After(p.Versions[i-1].From) {
			return Profile{}, errors.New("the versions of the legal profile are not in order")
		}
	}
	return p, nil
}

// At is the version in force at t; the first one before all.
func (p Profile) At(t time.Time) Version {
	v := p.Versions[0]
	for _, next := range p.Versions[1:] {
		if t.Before(next.From) {
			break
		}
		v = next
	}
	return v
}
