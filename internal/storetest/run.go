package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dijkwacht/internal/approval"
	"dijkwacht/internal/audit"
	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/content"
	"dijkwacht/internal/council"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/idempotency"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/provision"
	"dijkwacht/internal/publish"
	"dijkwacht/internal/register"
	"dijkwacht/internal/register/breakglass"
	"dijkwacht/internal/register/casework"
	"dijkwacht/internal/register/feedback"
	"dijkwacht/internal/register/inquiry"
	"dijkwacht/internal/register/retention"
	"dijkwacht/internal/register/reveal"
	"dijkwacht/internal/register/rights"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/savedview"
	"dijkwacht/internal/setup"
	"dijkwacht/internal/sso"
	"dijkwacht/internal/webhook"
)

// Store is everything that a store does.
type Store interface {
	approval.Store
	audit.Store
	jobs.Store
	ident.Store
	ident.PeopleStore
	auth.Store
	auth.SessionStore
	sso.Store
	auth.SecretStore
	auth.PasskeyStore
	auth.RevocationStore
	auth.APIKeyStore
	provision.Store
	idempotency.Store
	publish.Store
	publish.Vectors
	content.Store
	register.Store
	casework.Store
	breakglass.Store
	feedback.Store
	savedview.Store
	setup.Store
	setup.TrialStore
	inquiry.Store
	retention.Store
	reveal.Store
	rights.Store
	weekly.Store
	outbox.Store
	webhook.HookStore
	coverage.Store
	council.Store
	Ping(ctx context.Context) error
	CheckHead(ctx context.Context, org string) error
	SumEventDays(ctx context.Context, org string, now time.Time) error
	SumIncidents(ctx context.Context, org string, now time.Time) error
	Close() error
}

// Backend is an engine with one database, empty at first.
type Backend interface {
	// Open opens the database once more, as another process would.
	Open(t testing.TB) Store
	// Exec runs a statement past the store, as somebody with the file would.
	Exec(statement string) error
}

// Run runs the suite. Each test gets a back end of its own.
func Run(t *testing.T, fresh func(t testing.TB) Backend) {
	for name, test := range map[string]func(*testing.T, *world){
		"identity": testIdentity, "signing keys and assertions": testAuth, "policy versions": testPublish, "policy drafts": testDrafts, "content updates": testContent,
		"writes": testWrites, "failures among other changes": testFailuresAmongOthers, "events": testEvents, "incidents": testIncidents, "cases": testCases, "tallies": testTallies,
		"tenancy": testTenancy, "reach": testReach, "concurrency": testConcurrency, "chain": testChain, "closing": testClosing,
		"people": testPeople, "departments": testDepartments, "sessions": testSessions, "one-time links": testLinks, "passkeys": testPasskeys, "sign-ins at devices": testDeviceSignIns, "single sign-on": testSSO, "tenancy of people": testPeopleTenancy, "idempotency": testIdempotency,
		"plans of jobs": testJobPlans, "leases of jobs": testJobLeases, "a race for a job": testJobRace, "runners of jobs": testJobRunners,
		"approvals": testApprovals, "checkpoints": testCheckpoints, "entries": testEntries,
		"feedback": testFeedback, "saved views": testSavedViews, "the first run": testSetup, "the trial before it": testTrial, "services in use": testDestinationUse, "emergencies": testGrants, "questions to senders": testQuestions, "rights of employees": testRights, "reveals": testReveals,
		"terms and holds": testTerms, "terms of reports": testReportTerms, "retention": testRetention, "retention of incidents": testIncidentRetention, "retention in pieces": testRetentionInPieces, "erasure": testErasure,
		"hot state without its keeper": testHot, "coverage": testCoverage, "lists of events": testLists, "lists of incidents": testIncidentLists,
		"reports": testReports, "rows of reports": testReportRows, "outbox": testOutbox, "API keys": testAPIKeys, "people of a directory": testDirectoryPeople, "groups of a directory": testDirectoryGroups, "webhooks": testWebhooks, "the window of the works council": testCouncil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newWorld(t, fresh(t)))
		})
	}
}

// world is a store with an organisation and a device in it.
type world struct {
	backend Backend
	store   Store
	ctx     context.Context
	now     time.Time
	org     string
	device  string
	serial  int
}

func newWorld(t testing.TB, b Backend) *world {
	w := &world{backend: b, store: b.Open(t), ctx: t.Context(), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	w.org, w.device = w.addOrganisation(t)
	return w
}

// addOrganisation adds one with a key and a device, and returns the ids of it and
// the device.
func (w *world) addOrganisation(t testing.TB) (org, device string) {
	t.Helper()
	org = w.id(ident.PrefixOrganisation)
	must(t, w.store.CreateOrganisation(w.ctx, ident.Organisation{ID: org, Name: "Ziekenhuis", CreatedAt: w.now}, w.entry("organisation.created", org)))
	key := w.addKey(t, org)
	d, err := w.store.Enrol(w.ctx, key.Hash, ident.Device{ID: w.id(ident.PrefixDevice), EnrolledAt: w.now}, w.entry("device.enrolled", "dev"))
	must(t, err)
	return org, d.ID
}

func (w *world) addKey(t testing.TB, org string) ident.EnrolmentKey {
	t.Helper()
	k := ident.EnrolmentKey{OrgID: org, ID: w.id(ident.PrefixEnrolmentKey), Label: "SEH", CreatedAt: w.now}
	k.Hash = auth.HashEnrolmentKey(k.ID)
	must(t, w.store.AddEnrolmentKey(w.ctx, k, w.entry("enrolment_key.created", k.ID)))
	return k
}

// id makes ids of the time now that sort in the order in which they were made.
func (w *world) id(prefix string) string {
	w.serial++
	return fmt.Sprintf("%s01M83T4CM00000000000%06d", prefix, w.serial)
}

func (w *world) entry(action, object string) chain.Draft {
	return chain.Draft{At: w.now, Actor: "test", Role: "system", Action: action, Object: object, Rev: 1, Payload: []byte(`{"a":1}`)}
}

// event is an event that the store accepts.
func (w *world) event() register.Event {
	return register.Event{
		OrgID: w.org, ID: w.id(ident.PrefixEvent), DecisionID: w.id(ident.PrefixDecision), RequestID: w.id(""), DeviceID: w.device,
		At: w.now, Destination: "chatgpt", Subject: "Reiger-7KQ2M", Features: []byte(`{"n":1}`), PolicyVersion: 1,
		Types: []register.TypeCount{{Type: "bsn", Group: "identity", Count: 1, Distinct: 1}},
	}
}

func (w *world) incident(number int) register.Incident {
	return register.Incident{
		OrgID: w.org, ID: w.id(ident.PrefixIncident), Number: register.Number{Year: 2026, Seq: number}, Kind: register.KindPrivacy,
		State: register.Detected, Destination: "chatgpt", Subject: "Reiger-7KQ2M", Conversation: "c1",
		OccurredFrom: w.now, OccurredTo: w.now, DetectedAt: w.now, Events: 1, Rev: 1,
	}
}

// insert adds an event as the register does.
func insert(tx register.Tx, e register.Event) error {
	fresh, err := tx.Claim(e.DecisionID, e.ID)
	if err == nil && !fresh {
		err = fault.E(fault.IdempotencyMismatch)
	}
	if err != nil {
		return err
	}
	return tx.InsertEvent(e)
}

// write runs one change of the first organisation and expects that it stays.
func (w *world) write(t testing.TB, change func(register.Tx) error) {
	t.Helper()
	must(t, w.store.Write(w.ctx, w.org, change))
}

func (w *world) verify(t testing.TB, org string) chain.Report {
	t.Helper()
	report, err := register.New(w.store, func() time.Time { return w.now }, nil).Verify(w.ctx, org)
	must(t, err)
	return report
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
