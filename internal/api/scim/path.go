package scim

import (
	"encoding/json"
	"strings"
)

// path names an attribute: [schema ":"] attr ["[" filter "]"] ["." sub], RFC 7644
// figure 7. Names are in lower case, because SCIM compares them so.
type path struct {
	schema, attr string
	// filter selects values of an attribute that has several.
	filter []comparison
	sub    string
}

// comparison is attr eq value.
type comparison struct {
	path  path
	value any // string, bool, float64 or nil
}

// Limits of what is parsed.
const (
	maxExpression = 1024
	maxTerms      = 8
)

// The schemas.
const (
	userSchema  = "urn:ietf:params:scim:schemas:core:2.0:User"
	groupSchema = "urn:ietf:params:scim:schemas:core:2.0:Group"
)

// parser reads paths and filters. What it cannot read it says by ok being false.
type parser struct {
	s string
	i int
}

// parsePath reads a path of a PATCH operation.
func parsePath(s string) (path, error) {
	p := parser{s: s}
	v, ok := p.path(true)
	if len(s) > maxExpression || !ok || p.i != len(s) {
		return path{}, badPath("The path is not one of an attribute, as in name.givenName or emails[type eq \"work\"].value.")
	}
	return v, nil
}

// parseFilter reads attr eq value, several of them with "and" between.
func parseFilter(s string) ([]comparison, error) {
	p := parser{s: s}
	list, ok := p.terms(true)
	if len(s) > maxExpression || !ok || p.i != len(s) {
		return nil, badFilter("Filters compare attributes with eq, and join comparisons with and. Nothing else is supported.")
	}
	return list, nil
}

func (p *parser) terms(outer bool) (list []comparison, ok bool) {
	for {
		c, ok := p.comparison(outer)
		if list = append(list, c); !ok || len(list) > maxTerms {
			return nil, false
		}
		if !p.word("and") {
			return list, true
		}
	}
}

func (p *parser) comparison(outer bool) (c comparison, ok bool) {
	if c.path, ok = p.path(outer); !ok || !p.word("eq") {
		return c, false
	}
	c.value, ok = p.value()
	return c, ok
}

// word reads a word between spaces, whatever the case of its letters.
func (p *parser) word(w string) bool {
	rest := strings.TrimLeft(p.s[p.i:], " ")
	after, found := "", false
	if len(rest) > len(w) && strings.EqualFold(rest[:len(w)], w) && len(rest) < len(p.s)-p.i {
		after, found = rest[len(w):], rest[len(w)] == ' '
	}
	if !found {
		return false
	}
	p.i = len(p.s) - len(strings.TrimLeft(after, " "))
	return true
}

// path reads an attribute; only an outer one has a filter of its own.
func (p *parser) path(outer bool) (v path, ok bool) {
	if len(p.s)-p.i > 4 && strings.EqualFold(p.s[p.i:p.i+4], "urn:") {
		end := p.i + strings.IndexAny(p.s[p.i:]+" ", " [")
		colon := strings.LastIndexByte(p.s[p.i:end], ':')
		v.schema = strings.ToLower(p.s[p.i : p.i+colon])
		p.i += colon + 1
	}
	if v.attr = p.name(); v.attr == "" {
		return v, false
	}
	if outer && p.next('[') {
		if v.filter, ok = p.terms(false); !ok || !p.next(']') {
			return v, false
		}
	}
	if p.next('.') {
		if v.sub = p.name(); v.sub == "" {
			return v, false
		}
	}
	return v, true
}

func (p *parser) next(c byte) bool {
	if p.i < len(p.s) && p.s[p.i] == c {
		p.i++
		return true
	}
	return false
}

// name reads ALPHA *(nameChar), and "$ref".
func (p *parser) name() string {
	start := p.i
	for p.i < len(p.s) {
		c := p.s[p.i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '$' && p.i == start
		if !letter && (p.i == start || c != '-' && c != '_' && (c < '0' || c > '9')) {
			break
		}
		p.i++
	}
	return strings.ToLower(p.s[start:p.i])
}

// value reads a JSON string, number, true, false or null.
func (p *parser) value() (v any, ok bool) {
	end := p.i
	if end < len(p.s) && p.s[end] == '"' {
		for end++; end < len(p.s) && p.s[end] != '"'; end++ {
			if p.s[end] == '\\' {
				end++
			}
		}
		end++
	} else {
		for end < len(p.s) && p.s[end] != ' ' && p.s[end] != ']' {
			end++
		}
	}
	if end > len(p.s) || json.Unmarshal([]byte(p.s[p.i:end]), &v) != nil {
		return nil, false
	}
	switch v.(type) {
	case map[string]any, []any:
		return nil, false
	}
	p.i = end
	return v, true
}

// foreign reports whether the attribute belongs to an extension, which is not kept.
// Returns an error for a schema of the core that is not the one at hand.
func (v path) foreign(schema string) (bool, error) {
	if v.schema == "" || v.schema == strings.ToLower(schema) {
		return false, nil
	}
	if strings.HasPrefix(v.schema, "urn:ietf:params:scim:schemas:core:") {
		return false, badPath("The path names another resource.")
	}
	return true, nil
}
