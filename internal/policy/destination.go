package policy

import (
	"slices"
	"strings"
)

// Class is what the organisation thinks of an AI service.
type Class uint8

// The classes. ClassUnknown is a host that is in no catalogue; policies treat it
// as unapproved.
const (
	ClassUnknown Class = iota
	Approved
	Tolerated
	Unapproved
	Blocked
)

// Training is the service's default use of what people type.
type Training uint8

// Whether the service trains on input unless the user or organisation opts out.
const (
	TrainsUnknown Training = iota
	TrainsYes
	TrainsNo
)

var (
	classNames    = []string{"unknown", "approved", "tolerated", "unapproved", "blocked"}
	trainingNames = []string{"unknown", "yes", "no"}
)

// String is the canonical name, such as "unapproved".
func (c Class) String() string { return classNames[c] }

// MarshalText writes the canonical name.
func (c Class) MarshalText() ([]byte, error) { return []byte(classNames[c]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (c *Class) UnmarshalText(b []byte) error { return parseName(c, classNames, b) }

// String is the canonical name, such as "yes".
func (t Training) String() string { return trainingNames[t] }

// MarshalText writes the canonical name.
func (t Training) MarshalText() ([]byte, error) { return []byte(trainingNames[t]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (t *Training) UnmarshalText(b []byte) error { return parseName(t, trainingNames, b) }

// Destination is one AI service.
type Destination struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Hosts are host patterns: "chat.example.com" matches that host alone,
	// "*.example.com" that domain and each host below it.
	Hosts []string `json:"hosts"`
	// Country is the seat of the provider, ISO 3166-1 alpha-2, or "" if unknown.
	Country       string   `json:"country,omitempty"`
	TrainsOnInput Training `json:"trains_on_input"`
	// Adapter names the extension's reader for this site, or "" for the generic one.
	Adapter string `json:"adapter,omitempty"`
	// Redirect is the address of this service's start page, for organisations that
	// send their people to it.
	Redirect string `json:"redirect,omitempty"`
	Class    Class  `json:"class"`
}

// Catalogue finds destinations by id and host. Build it with NewCatalogue; it is
// read-only afterwards and safe for concurrent use.
type Catalogue struct {
	list     []Destination
	byID     map[string]int
	byHost   map[string]int // exact hosts
	byDomain map[string]int // domains of "*." patterns
}

// NewCatalogue indexes the destinations. Of two entries with one id or one host
// pattern the later wins, so an organisation's own entries go last.
func NewCatalogue(list []Destination) *Catalogue {
	c := &Catalogue{list: slices.Clone(list), byID: map[string]int{}, byHost: map[string]int{}, byDomain: map[string]int{}}
	for i, d := range c.list {
		c.byID[d.ID] = i
		for _, pattern := range d.Hosts {
			if domain, wild := strings.CutPrefix(strings.ToLower(pattern), "*."); wild {
				c.byDomain[domain] = i
			} else {
				c.byHost[domain] = i
			}
		}
	}
	return c
}

// Destinations lists the entries that an id leads to, in the order given.
func (c *Catalogue) Destinations() []Destination {
	out := make([]Destination, 0, len(c.byID))
	for i, d := range c.list {
		if c.byID[d.ID] == i {
			out = append(out, d)
		}
	}
	return out
}

// ByID finds a destination by its id.
func (c *Catalogue) ByID(id string) (Destination, bool) {
	i, ok := c.byID[id]
	if !ok {
		return Destination{}, false
	}
	return c.list[i], true
}

// ByHost finds the destination of a host name, with or without a port, in any
// case. The most specific pattern wins. A host in no entry gives a destination
// without id and of ClassUnknown, and false.
func (c *Catalogue) ByHost(host string) (Destination, bool) {
	name := normaliseHost(host)
	if i, ok := c.byHost[name]; ok {
		return c.list[i], true
	}
	for rest := name; rest != ""; {
		if i, ok := c.byDomain[rest]; ok {
			return c.list[i], true
		}
		_, rest, _ = strings.Cut(rest, ".")
	}
	return Destination{Class: ClassUnknown}, false
}

func normaliseHost(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.Contains(host[i:], "]") {
		host = host[:i]
	}
	return strings.TrimSuffix(strings.ToLower(host), ".")
}
