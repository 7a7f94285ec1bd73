package policy

import (
	"fmt"
	"strings"
)

// CheckDestinations lists what is wrong with a catalogue; nothing when it can be
// used.
func CheckDestinations(list []Destination) []Issue {
	var c checker
	ids, hosts := map[string]bool{}, map[string]bool{}
	for i, d := range list {
		path := fmt.Sprintf("destinations[%d]", i)
		c.id(path+".id", d.ID)
		if ids[d.ID] {
			c.add(path+".id", "another destination has this id")
		}
		ids[d.ID] = true
		if d.Name == "" {
			c.add(path+".name", "a destination needs a name")
		}
		if len(d.Hosts) == 0 {
			c.add(path+".hosts", "a destination needs a host")
		}
		if len(d.Country) != 0 && (len(d.Country) != 2 || strings.ToUpper(d.Country) != d.Country) {
			c.add(path+".country", "want a country code of two capitals")
		}
		for j, host := range d.Hosts {
			c.host(fmt.Sprintf("%s.hosts[%d]", path, j), host)
			if hosts[host] {
				c.add(fmt.Sprintf("%s.hosts[%d]", path, j), "another destination has this host")
			}
			hosts[host] = true
		}
	}
	return c.issues
}

// host accepts a name of at least two labels, with "*." before it if wanted. A
// whole top-level domain is no pattern.
func (c *checker) host(path, pattern string) {
	name := strings.TrimPrefix(pattern, "*.")
	bare := strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-.")
	if bare != "" || !strings.Contains(name, ".") || strings.Contains(name, "..") || strings.HasPrefix(name, ".") || strings.HasSuffix(name, ".") {
		c.add(path, `want a host such as "chat.example.com" or "*.example.com"`)
	}
}
