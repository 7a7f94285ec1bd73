package ident

import (
	"io"
	"slices"
	"time"

	"dijkwacht/internal/fault"
)

// Organisation is a tenant. Everything else belongs to exactly one.
type Organisation struct {
	ID        string
	Name      string
	CreatedAt time.Time
	// Language is the one of reports and of screens of people who chose none.
	Language string
	// TimeZone is the IANA name of the zone whose wall clock the organisation goes
	// by.
	TimeZone string
	// CouncilApproves lets the works council approve reveals.
	CouncilApproves bool
	// CouncilWaits says that the opposite of CouncilApproves was asked for, and waits for
	// the consent of the works council.
	CouncilWaits bool
	Rev          int64
}

// NewOrganisation is an organisation with the settings of a first start. Returns
// fault.RequestInvalid for a name that is empty or too long.
func NewOrganisation(name string, now time.Time, random io.Reader) (Organisation, error) {
	id, err := NewID(PrefixOrganisation, now, random)
	if err != nil {
		return Organisation{}, err
	}
	o := Organisation{ID: id, Name: name, CreatedAt: now, Language: "nl", TimeZone: "Europe/Amsterdam", Rev: 1}
	return o, o.check()
}

// check reports what is wrong with the settings, by member of the API.
func (o *Organisation) check() error {
	var fields []fault.Field
	if o.Name = CleanName(o.Name, MaxName); o.Name == "" {
		fields = append(fields, fault.Field{Pointer: "/name", Code: "format"})
	}
	if !slices.Contains(Languages, o.Language) {
		fields = append(fields, fault.Field{Pointer: "/language", Code: "enum"})
	}
	if _, err := time.LoadLocation(o.TimeZone); err != nil || o.TimeZone == "" || o.TimeZone == "Local" {
		fields = append(fields, fault.Field{Pointer: "/time_zone", Code: "enum"})
	}
	if len(fields) > 0 {
		return fault.E(fault.RequestInvalid, fields...)
	}
	return nil
}

// PublicKey is a P-256 public key by its coordinates, base64url without padding
// (RFC 7518 section 6.2.1).
type PublicKey struct {
	X, Y string
}

// Client is the software of a device, in words from closed lists and numbers.
type Client struct {
	Browser, BrowserVersion, OS, ExtensionVersion string
}

// Browsers are the words for browsers that a client may have.
func Browsers() []string { return append(slices.Clone(browsers), other) }

// other is the word for what is in no list.
const other = "other"

var (
	browsers = []string{"chrome", "chromium", "edge", "firefox", "brave", "opera", "vivaldi"}
	systems  = []string{"windows", "mac", "linux", "cros", "android"}
)
