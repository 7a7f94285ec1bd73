package mail

import (
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

// Settings are what an organisation says about its mail. The server and its password
// are the installation's.
type Settings struct {
	OrgID string `json:"-"`
	// Sender is the name that recipients see.
	Sender string `json:"sender"`
	// Domains are those to which mail may go besides the addresses of users.
	Domains []string `json:"domains"`
	// ReplyTo is where answers go, "" for nowhere.
	ReplyTo   string    `json:"reply_to,omitempty"`
	ChangedAt time.Time `json:"changed_at"`
	Rev       int64     `json:"rev"`
}

// maxDomains bounds the list.
const maxDomains = 20

// Check normalises the settings. Returns fault.RequestInvalid.
func (s Settings) Check() (Settings, error) {
	var faults []fault.Field
	if s.Sender != "" {
		if s.Sender = ident.CleanName(s.Sender, ident.MaxName); s.Sender == "" {
			faults = append(faults, fault.Field{Pointer: "/sender", Code: "format"})
		}
	}
	if s.ReplyTo != "" {
		if s.ReplyTo = ident.FoldEmail(s.ReplyTo); s.ReplyTo == "" {
			faults = append(faults, fault.Field{Pointer: "/reply_to", Code: "format"})
		}
	}
	domains := []string{}
	for _, d := range s.Domains {
		d = strings.ToLower(strings.TrimSpace(d))
		if ident.FoldEmail("a@"+d) == "" || !strings.Contains(d, ".") || len(d) > 253 {
			faults = append(faults, fault.Field{Pointer: "/domains", Code: "format"})
			break
		}
		domains = append(domains, d)
	}
	slices.Sort(domains)
	if s.Domains = slices.Compact(domains); len(s.Domains) > maxDomains {
		faults = append(faults, fault.Field{Pointer: "/domains", Code: "range"})
	}
	if faults != nil {
		return s, fault.E(fault.RequestInvalid, faults...)
	}
	return s, nil
}

// Allows reports whether mail may go to an address that is not a user's.
func (s Settings) Allows(address string) bool {
	_, domain, found := strings.Cut(address, "@")
	return found && slices.Contains(s.Domains, strings.ToLower(domain))
}
