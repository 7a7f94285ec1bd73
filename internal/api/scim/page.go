package scim

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dijkwacht/internal/provision"
)

// selection is which attributes of resources are shown (RFC 7644 section 3.9), by their
// names in lower case.
type selection struct {
	only, without []string
}

// selection reads attributes and excludedAttributes.
func (k call) selection() (selection, error) {
	s := selection{names(k.Query("attributes")), names(k.Query("excludedAttributes"))}
	if s.only != nil && s.without != nil {
		return s, badValue("attributes and excludedAttributes do not go together.")
	}
	return s, nil
}

// names are the attributes of a list, without their parts.
func names(list string) (out []string) {
	for name := range strings.SplitSeq(list, ",") {
		p, err := parsePath(strings.TrimSpace(name))
		if err == nil {
			out = append(out, p.attr)
		}
	}
	return out
}

// hides reports whether an attribute is not shown.
func (s selection) hides(name string) bool {
	return slices.Contains(s.without, name) || s.only != nil && !slices.Contains(s.only, name)
}

// shown leaves out what is not asked for; id and schemas are always there.
func (s selection) shown(v object) object {
	for name := range v {
		if name != "id" && name != "schemas" && s.hides(strings.ToLower(name)) {
			delete(v, name)
		}
	}
	return v
}

// page is what a list is asked for.
type page struct {
	selection
	filter       []comparison
	start, count int
}

// defaultCount is how many resources a list gives when nobody says.
const defaultCount = 100

// page reads the parameters of a list (RFC 7644 section 3.4.2). Numbers that are too
// small count as the smallest, as the standard has it.
func (k call) page() (p page, err error) {
	if p.selection, err = k.selection(); err != nil {
		return p, err
	}
	if k.Query("sortBy") != "" {
		return p, problem{http.StatusNotImplemented, "", "Sorting is not supported."}
	}
	if f := k.Query("filter"); f != "" {
		if p.filter, err = parseFilter(f); err != nil {
			return p, err
		}
	}
	if p.start, err = k.number("startIndex", 1, 1); err != nil {
		return p, err
	}
	if p.count, err = k.number("count", defaultCount, 0); err != nil {
		return p, err
	}
	p.count = min(p.count, provision.MaxPage)
	return p, nil
}

func (k call) number(name string, otherwise, least int) (int, error) {
	text := k.Query(name)
	if text == "" {
		return otherwise, nil
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0, badValue("startIndex and count are numbers.")
	}
	return max(int(n), least), nil
}

func (p page) reply(list []object, total int) reply {
	return reply{status: http.StatusOK, body: object{
		"schemas":      []string{"urn:ietf:params:scim:api:messages:2.0:ListResponse"},
		"totalResults": total, "startIndex": p.start, "itemsPerPage": len(list), "Resources": list,
	}}
}
