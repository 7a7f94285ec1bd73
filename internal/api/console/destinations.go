package console

import (
	"net/http"
	"slices"

	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
)

type destinationView struct {
	policy.Destination
	// Own says that the organisation changed or added the entry.
	Own bool `json:"own"`
}

// destinations lists the catalogue with the organisation's own entries.
func (a *API) destinations(k call) (reply, error) {
	all, err := a.Desk.Destinations(k.Request.Context(), k.who)
	if err != nil {
		return reply{}, err
	}
	views := []destinationView{}
	for _, d := range all.List {
		views = append(views, destinationView{d, all.Own[d.ID]})
	}
	return reply{status: http.StatusOK, body: list{Items: views}, rev: all.Rev}, nil
}

type discoveredView struct {
	ID            string           `json:"id"`
	Name          *string          `json:"name"`
	Class         policy.Class     `json:"class"`
	Country       *string          `json:"country"`
	TrainsOnInput *policy.Training `json:"trains_on_input"`
	Listed        bool             `json:"listed"`
	Inspected     int64            `json:"inspected_13w"`
	LastWeek      int64            `json:"seen_last_7d"`
	LastHour      string           `json:"last_seen_hour"`
}

// discovered lists the services that people use.
func (a *API) discovered(k call) (reply, error) {
	if err := onlyQuery(k); err != nil {
		return reply{}, err
	}
	found, err := a.Desk.Discovered(k.Request.Context(), k.who)
	views := []discoveredView{}
	for _, d := range found {
		v := discoveredView{ID: d.DestinationUse.ID, Name: orNil(d.Name), Class: d.Class, Country: orNil(d.Country), Listed: d.Listed, Inspected: d.Inspected, LastWeek: d.LastWeek, LastHour: stamp(d.LastHour)}
		if d.Listed {
			v.TrainsOnInput = &d.TrainsOnInput
		}
		views = append(views, v)
	}
	return reply{status: http.StatusOK, body: list{Items: views}}, err
}

func (a *API) destination(k call) (reply, error) {
	d, all, err := a.Desk.Destination(k.Request.Context(), k.who, k.Param("destination"))
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: destinationView{d, all.Own[d.ID]}, rev: all.Rev}, nil
}

const maxHosts = 50

// readDestination lays the members that were sent over an entry.
func readDestination(k call, d policy.Destination) (policy.Destination, publish.Terms, error) {
	terms := readTerms(k)
	name, country, redirect := k.body.String("name", 200), k.body.String("country", 2), k.body.String("redirect", 2000)
	hosts := k.body.Strings("hosts", maxHosts, func(s string) bool { return len(s) <= 253 })
	var class policy.Class
	var trains policy.Training
	k.body.Enum("class", &class)
	k.body.Enum("trains_on_input", &trains)
	k.body.Only("id", "name", "hosts", "country", "redirect", "class", "trains_on_input", "reason", "approval_id")
	if redirect != "" && !isPage(redirect) {
		k.body.Fail("redirect", "format")
	}
	for member, set := range map[string]func(){
		"name": func() { d.Name = name }, "country": func() { d.Country = country }, "redirect": func() { d.Redirect = redirect },
		"hosts": func() { d.Hosts = slices.Clone(hosts) }, "class": func() { d.Class = class }, "trains_on_input": func() { d.TrainsOnInput = trains },
	} {
		if k.body.Has(member) {
			set()
		}
	}
	return d, terms, k.body.Err()
}

// addDestination adds an entry of the organisation's own, such as its own chatbot.
func (a *API) addDestination(k call) (reply, error) {
	k.body.Require("id", "name", "hosts", "class")
	d, terms, err := readDestination(k, policy.Destination{ID: k.body.String("id", 64)})
	if err != nil {
		return reply{}, err
	}
	v, asked, err := a.Desk.PutDestination(k.Request.Context(), k.who, 0, d, terms)
	return publishedReply(v, asked, err)
}

// changeDestination changes the members that were sent.
func (a *API) changeDestination(k call, rev int64) (reply, error) {
	return a.putDestination(k, rev)
}

// classify sets the class alone.
func (a *API) classify(k call) (reply, error) {
	k.body.Require("class")
	k.body.Only("class", "reason", "approval_id")
	return a.putDestination(k, 0)
}

func (a *API) putDestination(k call, rev int64) (reply, error) {
	before, _, err := a.Desk.DestinationToChange(k.Request.Context(), k.who, k.Param("destination"))
	if err != nil {
		return reply{}, err
	}
	d, terms, err := readDestination(k, before)
	if k.body.Has("id") {
		k.body.Fail("id", "unknown")
		err = k.body.Err()
	}
	if err != nil {
		return reply{}, err
	}
	v, asked, err := a.Desk.PutDestination(k.Request.Context(), k.who, rev, d, terms)
	return publishedReply(v, asked, err)
}
