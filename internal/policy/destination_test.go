package policy

import "testing"

func TestCatalogueFindsHostsByTheMostSpecificPattern(t *testing.T) {
	c := NewCatalogue([]Destination{
		{ID: "wide", Hosts: []string{"*.example.com"}, Class: Tolerated},
		{ID: "exact", Hosts: []string{"chat.example.com"}, Class: Approved},
		{ID: "deep", Hosts: []string{"*.lab.example.com"}, Class: Blocked},
	})
	for host, want := range map[string]string{
		"chat.example.com": "exact", "CHAT.Example.COM.": "exact", "chat.example.com:8443": "exact", "example.com": "wide",
		"a.b.example.com": "wide", "x.lab.example.com": "deep", "lab.example.com": "deep", "badexample.com": "", "com": "", "": "", "[::1]:80": "",
	} {
		got, ok := c.ByHost(host)
		if got.ID != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", host, got.ID, want)
		}
		if !ok && got.Class != ClassUnknown {
			t.Errorf("%q has class %s", host, got.Class)
		}
	}
}

func TestLaterEntriesReplaceEarlierOnes(t *testing.T) {
	c := NewCatalogue([]Destination{
		{ID: "a", Hosts: []string{"a.example"}, Class: Unapproved},
		{ID: "a", Hosts: []string{"a.example"}, Class: Approved},
	})
	if d, _ := c.ByID("a"); d.Class != Approved || len(c.Destinations()) != 1 {
		t.Errorf("got %+v of %d", d, len(c.Destinations()))
	}
	if _, ok := c.ByID("b"); ok {
		t.Error("found an id that is not there")
	}
}

func TestCatalogueChecksItsEntries(t *testing.T) {
	for name, d := range map[string]Destination{
		"no id":              {Name: "x", Hosts: []string{"x.example"}},
		"no name":            {ID: "x", Hosts: []string{"x.example"}},
		"no host":            {ID: "x", Name: "x"},
		"a scheme":           {ID: "x", Name: "x", Hosts: []string{"https://x.example"}},
		"a path":             {ID: "x", Name: "x", Hosts: []string{"x.example/chat"}},
		"a top-level domain": {ID: "x", Name: "x", Hosts: []string{"*.com"}},
		"a star inside":      {ID: "x", Name: "x", Hosts: []string{"a.*.example"}},
		"a long country":     {ID: "x", Name: "x", Hosts: []string{"x.example"}, Country: "NLD"},
	} {
		if len(CheckDestinations([]Destination{d})) == 0 {
			t.Errorf("%s is accepted", name)
		}
	}
	good := Destination{ID: "x", Name: "x", Hosts: []string{"x.example", "*.x.example"}, Country: "NL"}
	if issues := CheckDestinations([]Destination{good}); len(issues) > 0 {
		t.Errorf("refused: %+v", issues)
	}
	if len(CheckDestinations([]Destination{good, good})) == 0 {
		t.Error("the same entry twice is accepted")
	}
}
