package policy

// Unread is why a file, or a part of one, could not be looked into.
type Unread uint8

// The reasons. FileRead: all of it was read. FileImage: a picture, without the means
// to read its text. FileLate: reading it took too long.
const (
	FileRead Unread = iota
	FileImage
	FileUnknown
	FileEncrypted
	FileBroken
	FileTooLarge
	FileLate
)

// OnUnread is what a policy does with a file that could not be looked into wholly.
type OnUnread uint8

// The answers, strictest first.
const (
	UnreadBlock OnUnread = iota
	UnreadJustify
	UnreadWarn
	UnreadLog
)

// FirstCheck is where a text is looked at first.
type FirstCheck uint8

// The places. With CheckDevice a text in which the rules on the device find nothing
// never leaves the device for the check.
const (
	CheckServer FirstCheck = iota
	CheckDevice
)

var (
	unreadNames     = []string{"", "image", "unknown_type", "encrypted", "broken", "too_large", "too_slow"}
	onUnreadNames   = []string{"block", "justify", "warn", "log"}
	firstCheckNames = []string{"server", "device"}
	onUnreadActions = [...]Action{Block, Justify, Warn, Log}
)

// String is the canonical name, such as "encrypted", or "".
func (u Unread) String() string { return unreadNames[u] }

// MarshalText writes the canonical name.
func (u Unread) MarshalText() ([]byte, error) { return []byte(unreadNames[u]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (u *Unread) UnmarshalText(b []byte) error { return parseName(u, unreadNames, b) }

// String is the canonical name, such as "block".
func (o OnUnread) String() string { return onUnreadNames[o] }

// MarshalText writes the canonical name.
func (o OnUnread) MarshalText() ([]byte, error) { return []byte(onUnreadNames[o]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (o *OnUnread) UnmarshalText(b []byte) error { return parseName(o, onUnreadNames, b) }

// Action is what the answer comes to.
func (o OnUnread) Action() Action { return onUnreadActions[o] }

// String is the canonical name, such as "device".
func (c FirstCheck) String() string { return firstCheckNames[c] }

// MarshalText writes the canonical name.
func (c FirstCheck) MarshalText() ([]byte, error) { return []byte(firstCheckNames[c]), nil }

// UnmarshalText accepts a canonical name and nothing else.
func (c *FirstCheck) UnmarshalText(b []byte) error { return parseName(c, firstCheckNames, b) }

// UnreadRule is the id of the rule that every policy has by itself: what could not be
// looked into is not taken for clean. It holds for every destination that is not
// approved; Policy.UnreadFiles says what it does.
const UnreadRule = "bestand-niet-gelezen"

// unreadRule is that rule.
func (p *Policy) unreadRule() *Rule {
	r := &Rule{ID: UnreadRule, Then: Then{Action: p.UnreadFiles.Action(), Message: "bestand-stop", Severity: SeverityMedium, Offers: []Offer{Redirect}}}
	if r.Then.Action < Block {
		r.Then.Message = "bestand-let-op"
		r.Then.Override.Allow = true
	}
	if r.Then.Action == Justify {
		r.Then.Override.Reasons = []Reason{Fictief, EigenGegevens, Toestemming, Spoed, Openbaar}
	}
	return r
}
