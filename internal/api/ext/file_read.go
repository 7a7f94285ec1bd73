package ext

import (
	"slices"
	"strings"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/extract"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/text"
)

// fileInspection reads what is said about a file.
func (a *API) fileInspection(up *upload, caller auth.Caller) (*inspection, error) {
	o := up.meta
	in := &inspection{channel: policy.File, active: a.Policies.For(caller.OrgID, caller.DepartmentID)}
	o.Require("request_id", "channel")
	if in.requestID = o.String("request_id", 26); o.Has("request_id") && in.requestID != "" && !ident.IsULID(in.requestID) {
		o.Fail("request_id", "format")
	}
	in.destination = destinationOf(in.active.Catalogue, o)
	o.OneOf("channel", "file", "typed", "paste", "drop", "voice", "autosave")
	if o.Has("lang_hint") {
		o.OneOf("lang_hint", "nl", "en")
		o.Enum("lang_hint", &in.language)
	}
	in.conversation = o.String("conversation_key", 128)
	o.String("page_kind", 32)
	o.Int("client_policy_version", 0, 1<<53)
	o.String("mime", 128)
	if o.Has("size") && o.Int("size", 0, extract.MaxFile) != int64(up.size) {
		o.Fail("size", "invalid")
	}
	if err := o.Err(); err != nil {
		return nil, err
	}
	return in, nil
}

// unreadOf is the reason that counts most of those in a document.
func unreadOf(d *extract.Document) policy.Unread {
	worst := policy.FileRead
	for _, u := range d.Unread {
		var reason policy.Unread
		if reason.UnmarshalText([]byte(u.Reason)) == nil {
			worst = max(worst, reason)
		}
	}
	return worst
}

// maxPiece is the longest text that is looked at in one go, in bytes.
const maxPiece = 1 << 20

// laidOut is a document as the texts that are looked at: its parts behind one another,
// so that what belongs together is found together.
type laidOut struct {
	pieces []string
	// places holds for each piece where its parts begin, in order.
	places [][]place
	units  int
}

// place is where a part begins in a piece.
type place struct {
	at   int
	part *extract.Part
}

// between sets parts apart.
const between = "\n\n"

// layOut puts the parts of a document behind one another. A part too long for one
// piece is cut where a line ends.
func layOut(d *extract.Document) *laidOut {
	out := &laidOut{}
	var b strings.Builder
	var places []place
	flush := func() {
		if b.Len() > 0 {
			out.pieces, out.places = append(out.pieces, b.String()), append(out.places, places)
		}
		b, places = strings.Builder{}, nil
	}
	for i := range d.Parts {
		p := &d.Parts[i]
		p.Text = strings.ToValidUTF8(p.Text, "\ufffd")
		out.units += text.UTF16Len(p.Text)
		for rest := p.Text; rest != ""; {
			if b.Len() > 0 && b.Len()+len(rest) > maxPiece {
				flush()
			}
			cut := cutAt(rest)
			places = append(places, place{b.Len(), p})
			b.WriteString(rest[:cut] + between)
			rest = rest[cut:]
		}
	}
	flush()
	return out
}

// cutAt is how much of the text goes into one piece.
func cutAt(s string) int {
	if len(s) <= maxPiece {
		return len(s)
	}
	if line := strings.LastIndexByte(s[:maxPiece], '\n'); line > maxPiece/2 {
		return line + 1
	}
	cut := maxPiece
	for s[cut]&0xc0 == 0x80 {
		cut--
	}
	return cut
}

// partAt is the part in which an offset of a piece lies.
func (l *laidOut) partAt(piece, at int) *extract.Part {
	places := l.places[piece]
	i, exact := slices.BinarySearchFunc(places, at, func(p place, at int) int { return p.at - at })
	if !exact {
		i--
	}
	return places[max(i, 0)].part
}
