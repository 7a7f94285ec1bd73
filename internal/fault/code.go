package fault

import "net/http"

// Code is the stable name of a failure, the same in answers, logs and metrics.
type Code string

// The codes. Clients may rely on them; new ones may be added.
const (
	Internal            Code = "internal"
	RequestMalformed    Code = "request.malformed"
	RequestInvalid      Code = "request.invalid"
	RequestTooLarge     Code = "request.too_large"
	RequestMediaType    Code = "request.media_type"
	RequestTimeout      Code = "request.timeout"
	RouteNotFound       Code = "route.not_found"
	RouteMethod         Code = "route.method_not_allowed"
	AuthRequired        Code = "auth.token_required"
	AuthTokenInvalid    Code = "auth.token_invalid"
	AuthTokenExpired    Code = "auth.token_expired"
	AuthAssertion       Code = "auth.assertion_invalid"
	AuthAssertionReused Code = "auth.assertion_reused"
	AuthClockSkew       Code = "auth.clock_skew"
	AuthEnrolmentKey    Code = "auth.enrolment_key_invalid"
	AuthGroup           Code = "auth.group_not_granted"
	AuthDeviceRevoked   Code = "auth.device_revoked"
	IdempotencyMismatch Code = "idempotency.mismatch"
	RegisterUnavailable Code = "register.unavailable"
	StoreUnavailable    Code = "store.unavailable"
	// RegisterDamaged means that the chain of the register is not whole.
	RegisterDamaged     Code = "register.damaged"
	OutcomeUnknown      Code = "outcome.decision_unknown"
	OutcomeConflict     Code = "outcome.already_recorded"
	OutcomePersonalText Code = "outcome.text_holds_finding"
	NotFound            Code = "resource.not_found"
	RateLimitExceeded   Code = "ratelimit.exceeded"
	ServiceBusy         Code = "service.busy"

	Conflict         Code = "resource.conflict"
	PermissionDenied Code = "permission.denied"
	StepUpRequired   Code = "auth.step_up_required"
	StepUpElsewhere  Code = "auth.step_up_elsewhere"
	SessionRequired  Code = "auth.session_required"
	HTTPSRequired    Code = "auth.https_required"
	SignInRefused    Code = "auth.sign_in_refused"
	LinkInvalid      Code = "auth.link_invalid"
	PasswordUnfit    Code = "auth.password_unfit"
	// PasskeyRefused is about a new passkey; one that signs in is SignInRefused.
	PasskeyRefused       Code = "auth.passkey_refused"
	PasskeyKnown         Code = "auth.passkey_known"
	PasskeyLimit         Code = "auth.passkey_limit"
	PasskeyUnavailable   Code = "auth.passkey_unavailable"
	LastFactor           Code = "auth.last_factor"
	PreconditionRequired Code = "request.if_match_required"
	PreconditionFailed   Code = "resource.changed"
	IdempotencyRequired  Code = "idempotency.key_required"
	IdempotencyBusy      Code = "idempotency.in_progress"
	CrossOrigin          Code = "request.cross_origin"
	RoleConflict         Code = "people.roles_conflict"
	LastOwner            Code = "people.last_owner"
	OwnAccount           Code = "people.own_account"
	RoleManaged          Code = "people.role_by_group"
	// KeyRefused and KeyNetwork are about API keys.
	KeyRefused Code = "auth.key_refused"
	KeyNetwork Code = "auth.key_network"
	// Unsupported is a part of a standard protocol that is not here.
	Unsupported Code = "request.unsupported"

	ApprovalRequired Code = "approval.required"
	ApprovalClosed   Code = "approval.closed"
	ApprovalOpen     Code = "approval.already_open"
	ApprovalChanged  Code = "approval.object_changed"
	ApprovalSelf     Code = "approval.same_person"
	ApprovalRole     Code = "approval.same_role"
	TextRefused      Code = "request.text_holds_finding"

	IncidentIllegal  Code = "incident.illegal_transition"
	IncidentNotReady Code = "incident.not_ready"

	FileUnsupported Code = "inspect.unsupported_type"

	RevealPurpose        Code = "reveal.purpose_refused"
	BreakGlassNotOffered Code = "break_glass.not_offered"
	BelowK               Code = "privacy.below_k"

	PolicyInvalid    Code = "policy.invalid"
	PolicyTestFailed Code = "policy.test_failed"
	PolicyUntested   Code = "policy.rule_untested"
	PolicyUnchanged  Code = "policy.unchanged"
	PolicyScheduled  Code = "policy.scheduled"
)

type meaning struct {
	status int
	title  string
	detail string
}

var meanings = map[Code]meaning{
	Internal:            {http.StatusInternalServerError, "Internal error", "Something failed inside the service. Nothing of the request was kept."},
	RequestMalformed:    {http.StatusBadRequest, "Malformed request", "The body is not one well-formed JSON object in UTF-8 with unique member names."},
	RequestInvalid:      {http.StatusBadRequest, "Invalid request", "A member is missing, has the wrong type or is out of range; see errors."},
	RequestTooLarge:     {http.StatusRequestEntityTooLarge, "Request too large", "The body or a member is larger than this endpoint accepts."},
	RequestMediaType:    {http.StatusUnsupportedMediaType, "Unsupported media type", "The body must be of the type that the endpoint takes, JSON in UTF-8, without content encoding."},
	RequestTimeout:      {http.StatusRequestTimeout, "Request timeout", "The body did not arrive in time."},
	RouteNotFound:       {http.StatusNotFound, "Not found", "There is no such resource."},
	RouteMethod:         {http.StatusMethodNotAllowed, "Method not allowed", "The resource does not have this method."},
	AuthRequired:        {http.StatusUnauthorized, "Access token required", "Send a device access token as a bearer token."},
	AuthTokenInvalid:    {http.StatusUnauthorized, "Access token refused", "The access token is not one of this service, or no longer valid."},
	AuthTokenExpired:    {http.StatusUnauthorized, "Access token expired", "Ask for a new access token."},
	AuthAssertion:       {http.StatusUnauthorized, "Assertion refused", "The client assertion is not acceptable."},
	AuthAssertionReused: {http.StatusUnauthorized, "Assertion used before", "Each client assertion works once."},
	AuthClockSkew:       {http.StatusUnauthorized, "Clock is wrong", "The clock of the device differs too much from the server's. Set it, and try again."},
	AuthEnrolmentKey:    {http.StatusUnauthorized, "Enrolment key refused", "The enrolment key is unknown, revoked, expired or used up."},
	AuthGroup:           {http.StatusForbidden, "Group not granted", "The enrolment key does not let devices claim this group. Correct the groups of the device, or those of the key."},
	AuthDeviceRevoked:   {http.StatusForbidden, "Device revoked", "An administrator has revoked this device. Remove the extension's data and enrol as a new device."},
	IdempotencyMismatch: {http.StatusUnprocessableEntity, "Request id used before", "This request id belongs to another attempt."},
	RegisterUnavailable: {http.StatusServiceUnavailable, "Register unavailable", "The breach register cannot be written, so the prompt must not be sent."},
	RegisterDamaged:     {http.StatusConflict, "Register damaged", "The chain of the register is not whole, so no file is signed. Verify the register first."},
	StoreUnavailable:    {http.StatusServiceUnavailable, "Store unavailable", "The store cannot be reached. Try again later."},
	OutcomeUnknown:      {http.StatusNotFound, "Unknown decision", "No decision of this device has this id."},
	OutcomeConflict:     {http.StatusConflict, "Outcome recorded before", "Another outcome of this decision is in the register already."},
	OutcomePersonalText: {http.StatusUnprocessableEntity, "Text refused", "The explanation holds personal data or a secret."},
	NotFound:            {http.StatusNotFound, "Not found", "There is no such resource."},

	Conflict:             {http.StatusConflict, "Conflict", "The resource is not in a state that allows this."},
	PermissionDenied:     {http.StatusForbidden, "Permission denied", "Your roles do not allow this."},
	StepUpRequired:       {http.StatusForbidden, "Confirm who you are", "Give your password and code again, and repeat the request within five minutes."},
	StepUpElsewhere:      {http.StatusConflict, "Confirm at your identity provider", "An identity provider began this session, so it confirms who you are: open /api/v1/auth/login?step_up=true."},
	SessionRequired:      {http.StatusUnauthorized, "Sign in", "There is no session, or it has ended."},
	HTTPSRequired:        {http.StatusForbidden, "https required", "Over http people can sign in on the server's own machine alone. Set the public address to the https address of the service."},
	SignInRefused:        {http.StatusUnauthorized, "Sign-in refused", "The address, password or code is not right, or there were too many attempts. Check them, or wait and try again."},
	LinkInvalid:          {http.StatusNotFound, "Link refused", "The link is not known, was used before or has expired. Ask for a new one."},
	PasswordUnfit:        {http.StatusUnprocessableEntity, "Choose another password", "The password is too short, too long, widely used or equal to the account's own data; see errors."},
	PasskeyRefused:       {http.StatusUnprocessableEntity, "Passkey refused", "The passkey was made for something else, took longer than five minutes or was not confirmed by its user. Try again."},
	PasskeyKnown:         {http.StatusConflict, "Passkey known", "This passkey is registered already."},
	PasskeyLimit:         {http.StatusConflict, "Too many passkeys", "A person has at most ten passkeys. Remove one that is no longer used."},
	PasskeyUnavailable:   {http.StatusConflict, "No passkeys here", "Browsers make passkeys for https addresses with a name, and for http://localhost. Set the public address of the service to one."},
	LastFactor:           {http.StatusConflict, "Last second factor", "Somebody without a second factor cannot sign in. Add another passkey first."},
	PreconditionRequired: {http.StatusPreconditionRequired, "If-Match required", "Send the ETag of the version that you change in If-Match."},
	PreconditionFailed:   {http.StatusPreconditionFailed, "Changed meanwhile", "Somebody has changed the resource since you read it. Read it again."},
	IdempotencyRequired:  {http.StatusBadRequest, "Idempotency-Key required", "Send an Idempotency-Key of 8 to 64 letters, digits, hyphens or underscores."},
	IdempotencyBusy:      {http.StatusConflict, "Request under way", "A request with this Idempotency-Key is being worked on. Try again shortly."},
	CrossOrigin:          {http.StatusForbidden, "Other origin", "The request came from a page of another origin."},
	ServiceBusy:          {http.StatusTooManyRequests, "Busy", "The service does as much as it can at once. Wait as long as Retry-After says, and try again."},
	RateLimitExceeded:    {http.StatusTooManyRequests, "Too many requests", "Wait as long as Retry-After says, and try again."},
	RoleConflict:         {http.StatusConflict, "Roles do not go together", "One person may not hold both halves of a four-eyes pair, nor manage people and see content."},
	LastOwner:            {http.StatusConflict, "Last owner", "The organisation needs an owner who can sign in. Appoint another one first."},
	KeyRefused:           {http.StatusUnauthorized, "API key refused", "The API key is not known, or it was revoked or replaced, or has expired."},
	KeyNetwork:           {http.StatusForbidden, "API key refused from here", "The API key does not work from this network address."},
	Unsupported:          {http.StatusNotImplemented, "Not supported", "The service does not do this part of the protocol."},
	RoleManaged:          {http.StatusConflict, "A group gives this role", "A group of the identity provider gives this role; errors names it. Take the person out of the group there, or change which role the group gives."},
	OwnAccount:           {http.StatusConflict, "Own account", "Nobody changes the roles or the state of the own account. Ask another owner."},

	ApprovalRequired: {http.StatusForbidden, "Approval required", "This needs the approval of a second person. Ask for it first."},
	ApprovalClosed:   {http.StatusConflict, "Approval closed", "The approval was refused, withdrawn or used, has expired, or was not given yet."},
	ApprovalOpen:     {http.StatusConflict, "Approval asked for before", "An approval of exactly this is open already."},
	ApprovalChanged:  {http.StatusConflict, "Object changed", "What was approved has changed since. Ask for approval anew."},
	ApprovalSelf:     {http.StatusForbidden, "Second person required", "Who asks for an approval cannot give it."},
	ApprovalRole:     {http.StatusForbidden, "Other role required", "The approval must come from another role than the one that asked."},
	PolicyInvalid:    {http.StatusUnprocessableEntity, "Policy with mistakes", "The document has mistakes; see errors."},
	PolicyTestFailed: {http.StatusUnprocessableEntity, "Tests failed", "A test of the policy fails; see errors. Correct the policy or the test."},
	PolicyUntested:   {http.StatusUnprocessableEntity, "Rule without tests", "A rule that acts needs a test in which it matches, and one in which it does not; see errors."},
	PolicyUnchanged:  {http.StatusConflict, "Nothing to publish", "The document is the one in force already."},
	PolicyScheduled:  {http.StatusConflict, "A version is scheduled", "A version of this policy waits for its time. Let it come into force, or take it back first."},

	IncidentIllegal:  {http.StatusConflict, "Illegal transition", "The incident cannot go there from where it stands; see allowed."},
	IncidentNotReady: {http.StatusConflict, "Not ready", "Something has to be there before the incident can move; see errors."},

	TextRefused: {http.StatusUnprocessableEntity, "Text refused", "The text holds personal data or a secret. Write it without."},

	FileUnsupported: {http.StatusUnprocessableEntity, "Unsupported type of file", "Files of this type cannot be looked into, so the file must not be sent. The attempt is in the register as blocked."},

	RevealPurpose:        {http.StatusForbidden, "Purpose refused", "Nobody is revealed to judge or punish staff. The register may not be used for that."},
	BreakGlassNotOffered: {http.StatusForbidden, "No emergency exit", "The policy of your organisation offers no emergency exit here."},
	BelowK:               {http.StatusForbidden, "Too few people", "The group is too small to tell anything about without telling about persons."},
}

// Status is the HTTP status of the code.
func (c Code) Status() int { return meanings[c].status }

// Codes lists every code.
func Codes() []Code {
	all := make([]Code, 0, len(meanings))
	for c := range meanings {
		all = append(all, c)
	}
	return all
}
