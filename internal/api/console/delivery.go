package console

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/webhook"
)

// DeliveryDeps are what speaks to the world outside.
type DeliveryDeps struct {
	Reports  *weekly.Service
	Webhooks *webhook.Service
	// Mailer is nil without a mail server.
	Mailer *mail.Sender
}

func (a *API) deliveryRoutes(g gin.IRouter) {
	g.GET("/reports/weekly", a.of(a.weeklyReports))
	g.GET("/reports/weekly/:week", a.weeklyReport)
	g.POST("/reports/weekly/:week/generate", a.once(noBody, a.generateReport))
	g.POST("/reports/weekly/:week/send", a.once(jsonObject, a.sendReport))
	g.GET("/reports/ai-literacy", a.literacyEvidence)
	g.GET("/report-schedules", a.of(a.reportSchedules))
	g.POST("/report-schedules", a.once(jsonObject, a.addReportSchedule))
	g.GET("/report-schedules/:id", a.of(a.reportSchedule))
	g.PATCH("/report-schedules/:id", a.change(jsonObject, a.changeReportSchedule))
	g.DELETE("/report-schedules/:id", a.change(noBody, a.removeReportSchedule))

	g.GET("/webhooks", a.of(a.webhooks))
	g.POST("/webhooks", a.once(jsonObject, a.addWebhook))
	g.GET("/webhooks/:id", a.of(a.webhookByID))
	g.PATCH("/webhooks/:id", a.change(jsonObject, a.changeWebhook))
	g.DELETE("/webhooks/:id", a.change(noBody, a.removeWebhook))
	g.POST("/webhooks/:id/renew", a.change(noBody, a.renewWebhook))
	g.POST("/webhooks/:id/test", a.once(noBody, a.testWebhook))
	g.GET("/webhooks/:id/deliveries", a.of(a.webhookDeliveries))
	g.GET("/deliveries", a.of(a.deliveries))
	g.POST("/deliveries/:id/redeliver", a.once(noBody, a.redeliver))

	g.GET("/settings/mail", a.of(a.mailSettings))
	g.PATCH("/settings/mail", a.change(jsonObject, a.changeMailSettings))
	g.POST("/settings/mail/test", a.once(noBody, a.testMail))
}

type deliveryView struct {
	ID        string       `json:"id"`
	Kind      outbox.Kind  `json:"kind"`
	Target    string       `json:"target"`
	About     string       `json:"about"`
	State     outbox.State `json:"state"`
	Attempts  int          `json:"attempts"`
	Answer    *string      `json:"answer"`
	CreatedAt string       `json:"created_at"`
	DueAt     *string      `json:"due_at"`
	SettledAt *string      `json:"settled_at"`
}

func viewDelivery(m outbox.Message) deliveryView {
	v := deliveryView{ID: m.ID, Kind: m.Kind, Target: m.Target, About: m.About, State: m.State, Attempts: m.Attempts, Answer: orNil(m.Answer), CreatedAt: stamp(m.CreatedAt), SettledAt: when(m.SettledAt)}
	if m.State == outbox.Waiting {
		v.DueAt = when(m.DueAt)
	}
	return v
}

// deliveryPage lists a page of deliveries.
func (a *API) deliveryPage(k call, find func(before string, limit int) ([]outbox.Message, error)) (reply, error) {
	if err := onlyQuery(k, "cursor", "limit"); err != nil {
		return reply{}, err
	}
	binding := append(queryBinding(k), k.Param("id"))
	before, limit, err := a.Cursors.Page(k.Context, binding...)
	if err != nil {
		return reply{}, err
	}
	found, err := find(before, limit)
	if err != nil {
		return reply{}, err
	}
	views, last := []deliveryView{}, ""
	for _, m := range found {
		views, last = append(views, viewDelivery(m)), m.ID
	}
	return reply{status: http.StatusOK, body: list{views, a.Cursors.Next(k.Context, len(found) == limit, last, binding...)}}, nil
}

// deliveries lists what went out or waits to, newest first.
func (a *API) deliveries(k call) (reply, error) {
	return a.deliveryPage(k, func(before string, limit int) ([]outbox.Message, error) {
		return a.Webhooks.All(k.Request.Context(), k.who, before, limit)
	})
}

func (a *API) webhookDeliveries(k call) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	return a.deliveryPage(k, func(before string, limit int) ([]outbox.Message, error) {
		return a.Webhooks.Deliveries(k.Request.Context(), k.who, id, before, limit)
	})
}

// redeliver sends a delivery again, with the same id.
func (a *API) redeliver(k call) (reply, error) {
	id, err := idOf(k, outbox.PrefixMessage)
	if err != nil {
		return reply{}, err
	}
	m, err := a.Webhooks.Redeliver(k.Request.Context(), k.who, id)
	return reply{status: http.StatusAccepted, body: viewDelivery(m)}, err
}

type mailView struct {
	Configured bool     `json:"configured"`
	Host       *string  `json:"host"`
	Port       *int     `json:"port"`
	Security   *string  `json:"security"`
	From       *string  `json:"from"`
	Sender     string   `json:"sender"`
	ReplyTo    *string  `json:"reply_to"`
	Domains    []string `json:"domains"`
	Rev        int64    `json:"rev"`
}

// mailReply has one more than the revision as its tag: settings that nobody made
// have one too.
func (a *API) mailReply(m mail.Settings, err error) (reply, error) {
	v := mailView{Configured: a.Mailer != nil, Sender: m.Sender, ReplyTo: orNil(m.ReplyTo), Domains: append([]string{}, m.Domains...), Rev: m.Rev}
	if a.Mailer != nil {
		s := a.Mailer.Server()
		security := string(s.Security)
		v.Host, v.Port, v.Security, v.From = &s.Host, &s.Port, &security, &s.From
	}
	return reply{status: http.StatusOK, body: v, rev: m.Rev + 1}, err
}

func (a *API) mailSettings(k call) (reply, error) {
	return a.mailReply(a.Reports.MailSettings(k.Request.Context(), k.who))
}

func (a *API) changeMailSettings(k call, rev int64) (reply, error) {
	sender, replyTo := k.body.String("sender", 200), k.body.String("reply_to", ident.MaxEmail)
	domains := k.body.Strings("domains", 20, func(s string) bool { return s != "" && len(s) < 254 })
	k.body.Only("sender", "reply_to", "domains")
	if err := k.body.Err(); err != nil {
		return reply{}, err
	}
	return a.mailReply(a.Reports.SetMailSettings(k.Request.Context(), k.who, rev-1, func(m *mail.Settings) {
		if k.body.Has("sender") {
			m.Sender = sender
		}
		if k.body.Has("reply_to") {
			m.ReplyTo = replyTo
		}
		if k.body.Has("domains") {
			m.Domains = domains
		}
	}))
}

// testTime bounds the wait for the mail server.
const testTime = 25 * time.Second

// testMail sends a mail to who asks, and says what came of it.
func (a *API) testMail(k call) (reply, error) {
	ctx, cancel := context.WithTimeout(k.Request.Context(), testTime)
	defer cancel()
	m, err := a.Reports.TestLetter(ctx, k.who, k.user)
	if err == nil && (a.Mailer == nil || k.user.Email == "") {
		err = errNoMail()
	}
	if err != nil {
		return reply{}, err
	}
	answer := "ok"
	if err := a.Mailer.Send(ctx, m); err != nil {
		answer = outbox.AnswerOf(err)
	}
	return reply{status: http.StatusOK, body: struct {
		Delivered bool   `json:"delivered"`
		Answer    string `json:"answer"`
	}{answer == "ok", answer}}, nil
}
