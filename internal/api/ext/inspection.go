package ext

import (
	"github.com/gin-gonic/gin"

	"dijkwacht/internal/api/wire"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/text"
)

// maxUnits is the longest text, in UTF-16 code units.
const maxUnits = 1 << 20

// inspection is a request to look at a text, decoded and checked.
type inspection struct {
	requestID    string
	destination  policy.Destination
	channel      policy.Channel
	language     policy.Language
	conversation string
	text         string
	units        int
	offsets      text.Unit
	redact       bool
	explain      bool
	// trial is what holds for the device before the legal gate is passed.
	trial setup.Standing
	// active is the policy that decides, the same until the answer.
	active publish.Active
	// grant lets the text past in an emergency; the zero Grant when none does.
	grant breakglass.Grant
}

// unlisted is the stored destination of hosts that are in no catalogue; the host
// itself is not kept.
const unlisted = "unlisted"

func (in *inspection) destinationID() string {
	if in.destination.ID == "" {
		return unlisted
	}
	return in.destination.ID
}

func (in *inspection) decisionID(c auth.Caller) string {
	return ident.DecisionID(c.DeviceID, in.requestID)
}

func (a *API) readInspection(c *gin.Context) (*inspection, func(), error) {
	o, release, err := wire.Read(c, wire.MaxInspectBody)
	if err != nil {
		return nil, nil, err
	}
	caller := callerOf(c)
	in := &inspection{offsets: text.UTF16, active: a.Policies.For(caller.OrgID, caller.DepartmentID)}
	o.Require("request_id", "channel", "text")
	if in.requestID = o.String("request_id", 26); o.Has("request_id") && in.requestID != "" && !ident.IsULID(in.requestID) {
		o.Fail("request_id", "format")
	}
	in.destination = destinationOf(in.active.Catalogue, o)
	o.Enum("channel", &in.channel)
	if in.channel == policy.File {
		o.Fail("channel", "enum")
	}
	if o.Has("lang_hint") {
		o.OneOf("lang_hint", "nl", "en")
		o.Enum("lang_hint", &in.language)
	}
	in.conversation = o.String("conversation_key", 128)
	o.String("page_kind", 32)
	o.Int("client_policy_version", 0, 1<<53)
	if o.OneOf("offsets", "utf16", "codepoint") == "codepoint" {
		in.offsets = text.CodePoints
	}
	in.redact, in.explain = o.Bool("redact"), o.Bool("explain")
	in.text = o.String("text", wire.MaxInspectBody)
	in.units = text.UTF16Len(in.text)
	err = o.Err()
	if in.units > maxUnits {
		err = fault.E(fault.RequestTooLarge)
	}
	if err != nil {
		release()
		return nil, nil, err
	}
	in.trial = a.Trial.Of(c.Request.Context(), caller.OrgID, caller.DeviceID)
	return in, release, nil
}

// destinationOf looks up where the text is going. A host that is in the catalogue
// counts more than an id; without either match the class is unknown.
func destinationOf(catalogue *policy.Catalogue, o wire.Object) policy.Destination {
	if !o.Has("host") && !o.Has("destination_id") {
		o.Fail("host", "required")
	}
	host, id := o.String("host", 253), o.String("destination_id", 64)
	if d, ok := catalogue.ByHost(host); ok {
		return d
	}
	if host != "" {
		// An id must not lend its class to a host that is not its own.
		return policy.Destination{}
	}
	d, _ := catalogue.ByID(id)
	return d
}
