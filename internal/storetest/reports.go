package storetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/policy"
	"dijkwacht/internal/register"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/webhook"
)

func same(t *testing.T, what string, want, got any, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(what, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func fails(t *testing.T, what string, code fault.Code, err error) {
	t.Helper()
	if !errors.Is(err, fault.E(code)) {
		t.Errorf("%s: got %v", what, err)
	}
}

func totals(week string, hits int) report.Past {
	return report.Past{Totals: report.Totals{Week: week, Hits: hits}, Cells: []report.CellTotals{{Units: []string{"a", "b"}, Hits: hits}}}
}

// testReports keeps revisions, partitions and schedules.
func testReports(t *testing.T, w *world) {
	keep := func(week string, revision int) error {
		return w.store.SaveReport(w.ctx, weekly.Stored{
			OrgID: w.org, Week: week, Revision: revision, MadeAt: w.now, Past: totals(week, revision), Body: []byte(`{"iso_week":"` + week + `"}`),
		}, w.entry("report.made", week))
	}
	for _, r := range []struct {
		week     string
		revision int
	}{{"2026-W46", 1}, {"2026-W47", 1}, {"2026-W46", 2}} {
		must(t, keep(r.week, r.revision))
	}
	fails(t, "the same revision", fault.Conflict, keep("2026-W46", 2))
	for revision, want := range map[int]int{0: 2, 1: 1, 2: 2} {
		got, err := w.store.StoredReport(w.ctx, w.org, "2026-W46", revision)
		same(t, fmt.Sprint("revision ", revision), weekly.Stored{OrgID: w.org, Week: "2026-W46", Revision: want, MadeAt: w.now, Past: totals("2026-W46", want), Body: []byte(`{"iso_week":"2026-W46"}`)}, got, err)
	}
	_, err := w.store.StoredReport(w.ctx, w.org, "2026-W46", 3)
	fails(t, "no such revision", fault.NotFound, err)
	list, err := w.store.ReportsFrom(w.ctx, w.org, "2026-W46", 10)
	var weeks []string
	for _, r := range list {
		weeks = append(weeks, fmt.Sprint(r.Week, " ", r.Revision))
	}
	same(t, "newest revisions", []string{"2026-W47 1", "2026-W46 2"}, weeks, err)

	_, err = w.store.Partition(w.ctx, w.org, "2026Q4")
	fails(t, "no partition", fault.NotFound, err)
	for k := 5; k < 7; k++ {
		p := report.Partition{K: k, Cells: []report.Cell{{ID: "a", Units: []string{"a"}, People: 12}}}
		must(t, w.store.SavePartition(w.ctx, w.org, "2026Q4", p))
		got, err := w.store.Partition(w.ctx, w.org, "2026Q4")
		same(t, "partition", p, got, err)
	}
	w.schedules(t)
}

func (w *world) schedules(t *testing.T) {
	c := weekly.Schedule{OrgID: w.org, ID: w.id(weekly.PrefixSchedule), Audience: report.Board, Language: "nl", Hour: 7, Users: []string{"usr_1"}, Addresses: []string{}, Enabled: true, CreatedAt: w.now, Rev: 1}
	must(t, w.store.SaveSchedule(w.ctx, c, w.entry("report_schedule.created", c.ID)))
	c.Rev, c.Hour = 2, 8
	must(t, w.store.SaveSchedule(w.ctx, c, w.entry("report_schedule.updated", c.ID)))
	fails(t, "an old revision", fault.PreconditionFailed, w.store.SaveSchedule(w.ctx, c, w.entry("report_schedule.updated", c.ID)))
	letter := w.message("report:a")
	must(t, w.store.SendScheduled(w.ctx, w.org, c.ID, "2026-W47", []outbox.Message{letter}))
	for _, week := range []string{"2026-W47", "2026-W46"} {
		fails(t, week+" again", fault.Conflict, w.store.SendScheduled(w.ctx, w.org, c.ID, week, []outbox.Message{w.message("report:b")}))
	}
	c.SentWeek = "2026-W47"
	got, err := w.store.Schedule(w.ctx, w.org, c.ID)
	same(t, "schedule", c, got, err)
	all, err := w.store.Schedules(w.ctx, w.org)
	same(t, "schedules", []weekly.Schedule{c}, all, err)
	due, err := w.store.DueMessages(w.ctx, w.org, w.now, 10)
	same(t, "letters", []outbox.Message{letter}, due, err)
	fails(t, "removing an old revision", fault.PreconditionFailed, w.store.RemoveSchedule(w.ctx, w.org, c.ID, 1, w.entry("report_schedule.removed", c.ID)))
	must(t, w.store.RemoveSchedule(w.ctx, w.org, c.ID, 2, w.entry("report_schedule.removed", c.ID)))
	_, err = w.store.Schedule(w.ctx, w.org, c.ID)
	fails(t, "removed", fault.NotFound, err)
}

// testReportRows reads what a report is made of.
func testReportRows(t *testing.T, w *world) {
	e, i := w.event(), w.incident(1)
	e.IncidentID, e.Department, e.Channel = i.ID, "dep_1", policy.Paste
	e.Decision = register.Decision{Action: policy.Warn, Rules: []register.RuleHit{{ID: "a", Action: policy.Warn, Mode: policy.Enforce, Message: "stop~b"}, {ID: "b", Mode: policy.Shadow, Message: "let-op~a"}}}
	late := w.event() // a device kept it for ten days
	late.ID, late.IncidentID = strings.Replace(late.ID, "01M83T4CM0", "01M8X000M0", 1), i.ID
	later := w.event()
	later.At, later.IncidentID, later.Decision.Action = w.now.Add(time.Hour), i.ID, policy.Log
	i.DetectedAt, i.State = w.now.AddDate(0, -2, 0), register.Detected
	reason := policy.Reason(1)
	o := register.Outcome{EventID: e.ID, Rev: 1, Result: register.Sent, Egress: register.EgressFull, OverrideReason: &reason, DecidedMS: 1500, At: w.now, ReceivedAt: w.now}
	second := o
	second.Rev, second.Egress, second.OverrideReason = 2, register.EgressPartial, nil
	lateOutcome := register.Outcome{EventID: late.ID, Rev: 1, Result: register.Cancelled, Egress: register.EgressNone, At: w.now, ReceivedAt: w.now}
	w.write(t, func(tx register.Tx) error {
		return errors.Join(insert(tx, e), insert(tx, later), insert(tx, late), tx.SaveIncident(i), tx.InsertOutcome(o), tx.InsertOutcome(second), tx.InsertOutcome(lateOutcome))
	})
	var got []report.Attempt
	for a, err := range w.store.ReportAttempts(w.ctx, w.org, w.now, w.now.Add(time.Hour)) {
		must(t, err)
		got = append(got, a)
	}
	slices.SortFunc(got, func(a, b report.Attempt) int { return int(b.DecidedMS - a.DecidedMS) })
	same(t, "attempts", []report.Attempt{report.AttemptOf(register.Attempt{Event: e, Outcome: &second}), report.AttemptOf(register.Attempt{Event: late, Outcome: &lateOutcome})}, got, nil)
	same(t, "the text that was tried", "stop~b", got[0].Text, nil)
	warned := 0
	for one, err := range w.store.ReportWarned(w.ctx, w.org, w.now, w.now.Add(2*time.Hour)) {
		must(t, err)
		same(t, "warned", report.Warned{Subject: e.Subject, At: w.now}, one, nil)
		warned++
	}
	same(t, "warnings", 1, warned, nil)
	open := 0
	for _, err := range w.store.ReportIncidents(w.ctx, w.org, w.now, w.now.Add(time.Hour)) {
		must(t, err)
		open++
	}
	same(t, "an old incident that is open", 1, open, nil)
	w.acts(t)
	w.olderApproval(t)
	counts, err := w.store.CoachingCounts(w.ctx, w.org, w.now.AddDate(0, 0, -2), w.now.AddDate(0, 0, 2))
	same(t, "counters that nobody wrote", 0, len(counts), err)
}

func (w *world) acts(t *testing.T) {
	p := ident.Service(w.org, "test")
	for action, detail := range map[string]any{
		"policy.published": map[string]any{"approval_id": "apr_1", "changes": []map[string]string{{"op": "tightens"}, {"op": "loosens"}, {"op": "neutral"}}},
		"approval.spent":   map[string]any{"decided": map[string]any{"roles": []string{"fg", "ciso"}}},
		"reveal.done":      map[string]any{"purpose": "facts_for_ap"}, "user.created": nil,
	} {
		outcome := ident.OutcomeDone
		if detail == nil {
			outcome = ident.OutcomeDenied
		}
		entry, err := p.Draft(action, "x", 3, outcome, detail, w.now)
		must(t, err)
		must(t, w.store.AppendEntry(w.ctx, w.org, entry))
	}
	must(t, w.store.AppendEntry(w.ctx, w.org, w.entry("user.updated", "x"))) // tells a report nothing
	got := map[string]report.Act{}
	for a, err := range w.store.ReportActs(w.ctx, w.org, w.now, w.now.Add(time.Hour)) {
		must(t, err)
		got[a.Action] = a
	}
	act := func(action, outcome string) report.Act {
		return report.Act{At: w.now, Action: action, Object: "x", Role: "system", Outcome: outcome}
	}
	published, revealed := act("policy.published", "done"), act("reveal.done", "done")
	published.Version, published.Effect, published.Approval, revealed.Purpose = 3, report.EffectLoosens, "apr_1", "facts_for_ap"
	spent := act("approval.spent", "done")
	spent.Approvers = "fg, ciso"
	same(t, "acts", map[string]report.Act{"policy.published": published, "approval.spent": spent, "reveal.done": revealed, "user.created": act("user.created", "denied")}, got, nil)
}

// olderApproval reads an act that rests on an approval which was used in an earlier week.
func (w *world) olderApproval(t *testing.T) {
	p, week := ident.Service(w.org, "test"), w.now.AddDate(0, 0, 21)
	for _, e := range []struct {
		action, object, outcome string
		at                      time.Time
		detail                  map[string]any
	}{
		{"approval.spent", "apr_old", ident.OutcomeDone, w.now.AddDate(0, 0, 7), map[string]any{"decided": map[string]any{"roles": []string{"ciso"}}}},
		{"approval.spent", "apr_old", ident.OutcomeDenied, w.now.AddDate(0, 0, 8), nil},
		{"approval.spent", "apr_other", ident.OutcomeDone, w.now.AddDate(0, 0, 7), map[string]any{"decided": map[string]any{"roles": []string{"fg"}}}},
		{"policy.activated", "x", ident.OutcomeDone, week, map[string]any{"approval_id": "apr_old"}},
		{"policy.rolled_back", "x", ident.OutcomeDone, week, map[string]any{"approval_id": "apr_old"}},
	} {
		entry, err := p.Draft(e.action, e.object, 3, e.outcome, e.detail, e.at)
		must(t, err)
		must(t, w.store.AppendEntry(w.ctx, w.org, entry))
	}
	var got []string
	for a, err := range w.store.ReportActs(w.ctx, w.org, week, week.Add(time.Hour)) {
		must(t, err)
		got = append(got, a.Action+" "+a.Approval+a.Approvers)
	}
	slices.Sort(got)
	same(t, "acts on an older approval", []string{"approval.spent ciso", "policy.activated apr_old", "policy.rolled_back apr_old"}, got, nil)
}

func (w *world) message(key string) outbox.Message {
	return outbox.Message{
		OrgID: w.org, ID: w.id(outbox.PrefixMessage), Key: key, Kind: outbox.Mail, Target: "usr_1", About: outbox.ReportReady, State: outbox.Waiting,
		CreatedAt: w.now, DueAt: w.now, Body: []byte(`{"to":"fg@example.nl"}`),
	}
}

// testOutbox keeps messages until they are settled, each key once.
func testOutbox(t *testing.T, w *world) {
	a, b, later := w.message("a"), w.message("b"), w.message("c")
	later.DueAt = w.now.Add(time.Minute)
	must(t, w.store.AddMessages(w.ctx, w.org, []outbox.Message{a, b, later}))
	again := w.message("a")
	must(t, w.store.AddMessages(w.ctx, w.org, []outbox.Message{again}))
	due, err := w.store.DueMessages(w.ctx, w.org, w.now, 10)
	same(t, "due", []outbox.Message{a, b}, due, err)
	a.State, a.SettledAt, a.Attempts, a.Answer = outbox.Delivered, w.now, 1, "ok"
	must(t, w.store.SettleMessage(w.ctx, a))
	got, err := w.store.Message(w.ctx, w.org, a.ID)
	a.Body = []byte("{}") // a letter is not kept
	same(t, "settled", a, got, err)
	fails(t, "settling what is not there", fault.NotFound, w.store.SettleMessage(w.ctx, again))
	page, err := w.store.MessagesTo(w.ctx, w.org, "usr_1", later.ID, 10)
	same(t, "page", []outbox.Message{b, a}, page, err)
	must(t, w.store.ForgetMessages(w.ctx, w.org, w.now.Add(time.Second)))
	page, err = w.store.MessagesTo(w.ctx, w.org, "usr_1", "", 10)
	same(t, "what waits stays", []outbox.Message{later, b}, page, err)
	w.follow(t)
}

func (w *world) follow(t *testing.T) {
	_, err := w.store.Position(w.ctx, w.org)
	fails(t, "never followed", fault.NotFound, err)
	head, err := w.store.Head(w.ctx, w.org)
	must(t, err)
	must(t, w.store.Follow(w.ctx, w.org, -1, head.Seq, nil))
	fails(t, "beginning twice", fault.Conflict, w.store.Follow(w.ctx, w.org, -1, head.Seq, nil))
	must(t, w.store.AppendEntry(w.ctx, w.org, w.entry("alert.raised", "alt_1")))
	must(t, w.store.AppendEntry(w.ctx, w.org, w.entry("note.added", "not_1")))
	list, err := w.store.Notable(w.ctx, w.org, head.Seq, []string{"alert.raised", "x"}, 10)
	if err != nil || len(list) != 1 || list[0].Entry.Object != "alt_1" || string(list[0].Payload) != `{"a":1}` {
		t.Errorf("notable: %+v, %v", list, err)
	}
	fails(t, "from elsewhere", fault.Conflict, w.store.Follow(w.ctx, w.org, head.Seq+1, head.Seq+2, []outbox.Message{w.message("lost")}))
	must(t, w.store.Follow(w.ctx, w.org, head.Seq, head.Seq+2, []outbox.Message{w.message("found")}))
	at, err := w.store.Position(w.ctx, w.org)
	same(t, "position", head.Seq+2, at, err)
}

// testWebhooks keeps webhooks and settings of mail.
func testWebhooks(t *testing.T, w *world) {
	h := webhook.Webhook{OrgID: w.org, ID: w.id(webhook.PrefixWebhook), URL: "https://example.nl", Events: []string{outbox.IncidentOpened}, Enabled: true, Sealed: "x", CreatedAt: w.now, Rev: 1}
	must(t, w.store.SaveWebhook(w.ctx, h, w.entry("webhook.created", h.ID)))
	h.Rev, h.Enabled = 2, false
	must(t, w.store.SaveWebhook(w.ctx, h, w.entry("webhook.updated", h.ID)))
	fails(t, "an old revision", fault.PreconditionFailed, w.store.SaveWebhook(w.ctx, h, w.entry("webhook.updated", h.ID)))
	all, err := w.store.Webhooks(w.ctx, w.org)
	same(t, "webhooks", []webhook.Webhook{h}, all, err)
	must(t, w.store.RemoveWebhook(w.ctx, w.org, h.ID, 2, w.entry("webhook.removed", h.ID)))
	_, err = w.store.Webhook(w.ctx, w.org, h.ID)
	fails(t, "removed", fault.NotFound, err)

	none, err := w.store.MailSettings(w.ctx, w.org)
	same(t, "no settings", mail.Settings{OrgID: w.org, Domains: []string{}}, none, err)
	m := mail.Settings{OrgID: w.org, Sender: "De Linde", Domains: []string{"linde.nl"}, ChangedAt: w.now, Rev: 1}
	must(t, w.store.SaveMailSettings(w.ctx, m, w.entry("mail_settings.updated", w.org)))
	fails(t, "the first revision twice", fault.PreconditionFailed, w.store.SaveMailSettings(w.ctx, m, w.entry("mail_settings.updated", w.org)))
	m.Rev, m.Sender = 2, "Linde"
	must(t, w.store.SaveMailSettings(w.ctx, m, w.entry("mail_settings.updated", w.org)))
	got, err := w.store.MailSettings(w.ctx, w.org)
	same(t, "settings", m, got, err)
}
