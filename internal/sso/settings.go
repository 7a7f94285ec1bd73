package sso

import (
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Factor says how a second factor is known to have been asked for.
type Factor string

// The ways.
const (
	// FactorProvider trusts the provider: its own rules let nobody in without one, such
	// as Conditional Access of Entra ID.
	FactorProvider Factor = "provider"
	// FactorACR asks for one of Settings.ACR and wants it in the token.
	FactorACR Factor = "acr"
	// FactorAMR wants a method in the token that is a second factor (RFC 8176).
	FactorAMR Factor = "amr"
)

// Settings are what an organisation says about its identity provider.
type Settings struct {
	OrgID string `json:"-"`
	// Enabled lets people sign in. An owner says so.
	Enabled bool `json:"enabled"`
	// Label is the name of the provider on the page to sign in, "" for none.
	Label string `json:"label"`
	// Issuer is the provider's own name for itself, exactly as in its tokens.
	Issuer   string `json:"issuer"`
	ClientID string `json:"client_id"`
	// Secret is the client secret, sealed to the key of the installation.
	Secret string `json:"secret"`
	// Scopes are asked for besides "openid".
	Scopes []string `json:"scopes"`
	// GroupsClaim holds the groups; a path with dots goes into objects.
	GroupsClaim string `json:"groups_claim"`
	// AddressClaim holds the mail address: "email", which the provider must have
	// verified, or a name that only administrators give, such as "preferred_username".
	AddressClaim string `json:"address_claim"`
	// Domains are those of mail addresses of the organisation; others are refused.
	// None: all.
	Domains []string `json:"domains"`
	Factor  Factor   `json:"factor"`
	ACR     []string `json:"acr"`
	// Roles says which groups give which roles.
	Roles     []Mapping `json:"roles"`
	ChangedAt time.Time `json:"changed_at"`
	Rev       int64     `json:"rev"`
}

// Mapping gives everybody in a group a role.
type Mapping struct {
	Group string     `json:"group"`
	Role  ident.Role `json:"role"`
	// DepartmentID is where the role counts, "" for the whole organisation.
	DepartmentID string `json:"department_id,omitempty"`
}

// Limits of settings.
const (
	MaxMappings = 200
	MaxText     = 256
	MaxURL      = 512
	MaxList     = 20
)

// addressClaims are those that may hold the address.
var addressClaims = []string{"email", "preferred_username", "upn"}

var (
	claimForm = regexp.MustCompile(`^[A-Za-z0-9_:/.-]{1,128}$`)
	scopeForm = regexp.MustCompile(`^[A-Za-z0-9_:/.-]{1,128}$`)
	plainForm = regexp.MustCompile(`^[\x21-\x7e]{1,256}$`)
)

// NewSettings are those of an organisation that made none.
func NewSettings(org string) Settings {
	return Settings{OrgID: org, Scopes: []string{"profile", "email"}, GroupsClaim: "groups", AddressClaim: "email"}
}

// Ready reports whether everything is there for people to sign in.
func (s Settings) Ready() bool {
	return s.Issuer != "" && s.ClientID != "" && s.Secret != "" && s.Factor != "" && len(s.Roles) > 0
}

// check normalises the connection. Inside says whether a provider may stand at an
// address that is not on the public internet.
func (s *Settings) check(inside Networks) error {
	var faults []fault.Field
	wrong := func(member, code string) { faults = append(faults, fault.Field{Pointer: "/" + member, Code: code}) }
	if s.Label != "" {
		if s.Label = ident.CleanName(s.Label, 80); s.Label == "" {
			wrong("label", "format")
		}
	}
	if code := inside.checkURL(s.Issuer); code != "" {
		wrong("issuer", code)
	} else if shared(s.Issuer) {
		wrong("issuer", "enum")
	}
	if s.ClientID != "" && !plainForm.MatchString(s.ClientID) {
		wrong("client_id", "format")
	}
	if len(s.Scopes) > MaxList || slices.ContainsFunc(s.Scopes, func(v string) bool { return !scopeForm.MatchString(v) }) {
		wrong("scopes", "format")
	}
	if !claimForm.MatchString(s.GroupsClaim) {
		wrong("groups_claim", "format")
	}
	if !slices.Contains(addressClaims, s.AddressClaim) {
		wrong("address_claim", "enum")
	}
	switch s.Factor {
	case FactorACR:
		if len(s.ACR) == 0 {
			wrong("acr", "required")
		}
	case "", FactorProvider, FactorAMR:
	default:
		wrong("factor", "enum")
	}
	if len(s.ACR) > MaxList || slices.ContainsFunc(s.ACR, func(v string) bool { return !plainForm.MatchString(v) }) {
		wrong("acr", "format")
	}
	for i, d := range s.Domains {
		if s.Domains[i] = strings.ToLower(strings.TrimSpace(d)); ident.FoldEmail("a@"+s.Domains[i]) == "" {
			wrong("domains", "format")
			break
		}
	}
	slices.Sort(s.Domains)
	if s.Domains = slices.Compact(s.Domains); len(s.Domains) > MaxList {
		wrong("domains", "range")
	}
	if faults != nil {
		return fault.E(fault.RequestInvalid, faults...)
	}
	return nil
}

// shared reports whether the issuer is an address of Entra ID that is for all tenants:
// anybody with a Microsoft account could come in by it.
func shared(issuer string) bool {
	u, err := url.Parse(issuer)
	if err != nil {
		return true
	}
	first, _, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	return microsoft(issuer) && slices.Contains([]string{"", "common", "organizations", "consumers"}, first)
}

// microsoft reports whether the issuer is Entra ID.
func microsoft(issuer string) bool {
	u, err := url.Parse(issuer)
	return err == nil && strings.HasPrefix(u.Hostname(), "login.microsoftonline.")
}

// checkMappings reports what is wrong with the mappings, by member of the API.
func checkMappings(list []Mapping) error {
	var faults []fault.Field
	if len(list) > MaxMappings {
		return fault.E(fault.RequestInvalid, fault.Field{Pointer: "/roles", Code: "range"})
	}
	seen := map[Mapping]bool{}
	for i := range list {
		m := &list[i]
		at := "/roles/" + strconv.Itoa(i)
		m.Group = strings.TrimSpace(m.Group)
		if group := ident.CleanName(m.Group, MaxText); group == "" || group != m.Group {
			faults = append(faults, fault.Field{Pointer: at + "/group", Code: "format"})
		}
		if !m.Role.Known() {
			faults = append(faults, fault.Field{Pointer: at + "/role", Code: "enum"})
			continue
		}
		department, whole := m.Role.Scoped()
		switch {
		case m.DepartmentID == "" && !whole:
			faults = append(faults, fault.Field{Pointer: at + "/department_id", Code: "required"})
		case m.DepartmentID != "" && !department:
			faults = append(faults, fault.Field{Pointer: at + "/department_id", Code: "range"})
		case seen[*m]:
			faults = append(faults, fault.Field{Pointer: at + "/group", Code: "taken"})
		}
		seen[*m] = true
	}
	if faults != nil {
		return fault.E(fault.RequestInvalid, faults...)
	}
	return nil
}

// Networks are those besides the public internet in which a provider may stand.
type Networks []netip.Prefix

// contains reports whether the address is in one of the networks.
func (n Networks) contains(ip netip.Addr) bool {
	ip = ip.Unmap()
	return slices.ContainsFunc(n, func(p netip.Prefix) bool { return p.Contains(ip) })
}

// checkURL is what is wrong with an address of a provider, "" for nothing. It is https,
// but on this machine where that is one of the networks.
func (n Networks) checkURL(text string) string {
	u, err := url.Parse(text)
	if err != nil || len(text) > MaxURL || u.Host == "" || u.User != nil || u.Fragment != "" || u.RawQuery != "" {
		return "format"
	}
	switch ip, err := netip.ParseAddr(u.Hostname()); {
	case u.Scheme == "https":
	case u.Scheme == "http" && err == nil && ip.IsLoopback() && n.contains(ip):
	default:
		return "format"
	}
	return ""
}
