package passkey

import (
	"encoding/json"
	"errors"
	"net"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/protocol/webauthncose"
	"github.com/go-webauthn/webauthn/webauthn"
)

// ChallengeLife is how long a person has for a ceremony.
const ChallengeLife = 5 * time.Minute

// Party is the relying party: this service at its public address.
type Party struct{ web *webauthn.WebAuthn }

// ErrAddress says that there are no passkeys for the public address: browsers make
// them for https with a name, and for http://localhost.
var ErrAddress = errors.New("passkeys need a public address with a name, over https or on localhost")

// NewParty is the relying party of the public address. Its host is the id, so
// passkeys stay behind when that changes. Returns ErrAddress.
func NewParty(public string) (*Party, error) {
	u, err := url.Parse(public)
	if err != nil || net.ParseIP(u.Hostname()) != nil || u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost") {
		return nil, ErrAddress
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: "Dijkwacht", RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: protocol.ResidentKeyRequired(), UserVerification: protocol.VerificationRequired,
		},
	})
	if err != nil {
		return nil, ErrAddress
	}
	return &Party{web}, nil
}

// algorithms are the signatures that we take, best first; the last is what Windows
// Hello makes with older chips.
var algorithms = []protocol.CredentialParameter{
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgES256},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgEdDSA},
	{Type: protocol.PublicKeyCredentialType, Algorithm: webauthncose.AlgRS256},
}

// User is for whom a passkey is made.
type User struct {
	// Handle comes back with each sign-in. It tells nothing of the person.
	Handle string
	// Name is the address to sign in with, Shown the person's name.
	Name, Shown string
}

// Credential is what is kept of a passkey. Nothing in it is secret.
type Credential struct {
	ID, PublicKey []byte
	// SignCount is the authenticator's counter, 0 for one that does not count.
	SignCount uint32
	// Eligible says that it may be on several devices, BackedUp that it is.
	Eligible, BackedUp bool
	// Transports are how browsers reach the authenticator, such as "internal".
	Transports []string
}

// known is a user with credentials, as the library asks for them.
type known struct {
	user        User
	credentials []webauthn.Credential
}

func (k known) WebAuthnID() []byte                         { return []byte(k.user.Handle) }
func (k known) WebAuthnName() string                       { return k.user.Name }
func (k known) WebAuthnDisplayName() string                { return k.user.Shown }
func (k known) WebAuthnCredentials() []webauthn.Credential { return k.credentials }

func (c Credential) stored() webauthn.Credential {
	return webauthn.Credential{
		ID: c.ID, PublicKey: c.PublicKey, Transport: transports(c.Transports),
		Flags:         webauthn.CredentialFlags{UserPresent: true, UserVerified: true, BackupEligible: c.Eligible, BackupState: c.BackedUp},
		Authenticator: webauthn.Authenticator{SignCount: c.SignCount},
	}
}

func transports(names []string) []protocol.AuthenticatorTransport {
	list := make([]protocol.AuthenticatorTransport, len(names))
	for i, name := range names {
		list[i] = protocol.AuthenticatorTransport(name)
	}
	return list
}

func descriptors(list []Credential) []protocol.CredentialDescriptor {
	all := make([]protocol.CredentialDescriptor, len(list))
	for i, c := range list {
		stored := c.stored()
		all[i] = stored.Descriptor()
	}
	return all
}

// Options are what a page gives to its browser: PublicKeyCredentialCreationOptionsJSON
// or PublicKeyCredentialRequestOptionsJSON.
type Options = json.RawMessage

// Create makes the options for a new passkey of the user, on an authenticator that
// has none of these yet, and the challenge in them.
func (p *Party) Create(u User, have []Credential) (options Options, challenge string, err error) {
	creation, session, err := p.web.BeginRegistration(known{user: u}, webauthn.WithExclusions(descriptors(have)), webauthn.WithCredentialParameters(algorithms))
	if err != nil {
		return nil, "", err
	}
	creation.Response.Timeout = int(ChallengeLife.Milliseconds())
	options, err = json.Marshal(creation.Response)
	return options, session.Challenge, err
}

// Ask makes the options to sign in with whichever of the passkeys, or with any that
// the browser has for this service, and the challenge in them.
func (p *Party) Ask(have []Credential) (options Options, challenge string, err error) {
	assertion, session, err := p.web.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, "", err
	}
	assertion.Response.Timeout, assertion.Response.AllowedCredentials = int(ChallengeLife.Milliseconds()), descriptors(have)
	options, err = json.Marshal(assertion.Response)
	return options, session.Challenge, err
}
