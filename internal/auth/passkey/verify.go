package passkey

import (
	"encoding/base64"
	"errors"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Registration is what a browser answers to Create.
type Registration struct {
	ID, ClientData, Attestation []byte
	Transports                  []string
}

// Assertion is what a browser answers to Ask.
type Assertion struct {
	ID, ClientData, AuthenticatorData, Signature, Handle []byte
}

// ErrRefused says that an answer does not prove what it should: another origin or
// challenge, no user verification, a wrong signature, or no answer at all. The
// library's reasons quote the answer and go no further.
var ErrRefused = errors.New("the answer of the authenticator was refused")

// ErrCloned says that the answer is right, but that the authenticator counted
// backwards: there may be a copy of its key.
var ErrCloned = errors.New("the authenticator counts backwards")

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// Register verifies a new passkey of the user (section 7.1). Attestation is not
// looked at. Returns ErrRefused.
func (p *Party) Register(u User, challenge string, r Registration) (Credential, error) {
	response := protocol.CredentialCreationResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{Credential: protocol.Credential{ID: encode(r.ID), Type: string(protocol.PublicKeyCredentialType)}, RawID: r.ID},
		AttestationResponse: protocol.AuthenticatorAttestationResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: r.ClientData}, AttestationObject: r.Attestation, Transports: r.Transports,
		},
	}
	parsed, err := response.Parse()
	if err != nil {
		return Credential{}, ErrRefused
	}
	made, err := p.web.CreateCredential(known{user: u}, webauthn.SessionData{
		Challenge: challenge, UserID: []byte(u.Handle), UserVerification: protocol.VerificationRequired, CredParams: algorithms,
	}, parsed)
	if err != nil {
		return Credential{}, ErrRefused
	}
	return Credential{
		ID: made.ID, PublicKey: made.PublicKey, SignCount: made.Authenticator.SignCount,
		Eligible: made.Flags.BackupEligible, BackedUp: made.Flags.BackupState, Transports: r.Transports,
	}, nil
}

// Verify checks that the passkey of the user with the handle answered the challenge
// now (section 7.2), and returns it as it is after. Returns ErrRefused and ErrCloned.
func (p *Party) Verify(handle string, c Credential, challenge string, a Assertion) (Credential, error) {
	response := protocol.CredentialAssertionResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{Credential: protocol.Credential{ID: encode(a.ID), Type: string(protocol.PublicKeyCredentialType)}, RawID: a.ID},
		AssertionResponse: protocol.AuthenticatorAssertionResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: a.ClientData}, AuthenticatorData: a.AuthenticatorData, Signature: a.Signature, UserHandle: a.Handle,
		},
	}
	parsed, err := response.Parse()
	if err != nil {
		return Credential{}, ErrRefused
	}
	user := known{User{Handle: handle}, []webauthn.Credential{c.stored()}}
	used, err := p.web.ValidateLogin(user, webauthn.SessionData{
		Challenge: challenge, UserID: []byte(handle), UserVerification: protocol.VerificationRequired,
	}, parsed)
	if err != nil {
		return Credential{}, ErrRefused
	}
	if used.Authenticator.CloneWarning {
		return Credential{}, ErrCloned
	}
	c.SignCount, c.BackedUp = used.Authenticator.SignCount, used.Flags.BackupState
	return c, nil
}
