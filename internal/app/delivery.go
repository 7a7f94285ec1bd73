package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/register/clock"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/siem"
	"dijkwacht/internal/webhook"
)

// How often the fleet looks at what happened, and at what waits to go out.
const (
	followEvery  = 5 * time.Second
	deliverEvery = 10 * time.Second
)

// deliveryParts are the parts of the service that speak to the world outside.
type deliveryParts struct {
	reports  *weekly.Service
	outbox   *outbox.Service
	webhooks *webhook.Service
	mailer   *mail.Sender // nil without a mail server
	syslog   bool
}

// Outside is how the service reaches the world outside; the zero value is the network.
// Tests put their own in.
type Outside struct {
	// DialWebhook connects to webhooks; nil only to the public internet.
	DialWebhook func(ctx context.Context, network, address string) (net.Conn, error)
	// Transport holds settings of TLS towards webhooks.
	Transport *http.Transport
}

// wireDelivery builds them.
func (a *App) wireDelivery() error {
	senders := map[outbox.Kind]outbox.Sender{}
	server, ok, err := a.cfg.MailServer()
	if err != nil {
		return err
	}
	if ok {
		security := mail.TLS
		if server.STARTTLS {
			security = mail.STARTTLS
		}
		a.mailer = mail.NewSender(mail.Server{
			Host: server.Host, Port: server.Port, Security: security, TLS: server.TLS, Username: server.Username, Password: server.Password, From: server.From,
		})
		senders[outbox.Mail] = a.mailer
	}
	collector, ok, err := a.cfg.SyslogServer()
	if err != nil {
		return err
	}
	if a.syslog = ok; ok {
		senders[outbox.Syslog] = siem.NewSender(a.siemSettings(collector.Address, collector.CEF, siem.Settings{TLS: collector.TLS}))
	}
	dial := a.opts.Outside.DialWebhook
	if dial == nil {
		dial = webhook.PublicDialer()
	}
	senders[outbox.Webhook] = webhook.NewSender(a.store, a.openHook, dial, a.opts.Outside.Transport, a.opts.Now)
	a.outbox = outbox.New(a.store, senders, a.opts.Now, rand.Reader)
	a.webhooks = webhook.New(a.store, a.gate, a.outbox, webhook.Safe{Seal: a.sealHook, Open: a.openHook}, a.opts.Now, rand.Reader)
	return nil
}

func (a *App) siemSettings(address string, cef bool, s siem.Settings) siem.Settings {
	s.Address, s.Format, s.Version = address, siem.Structured, a.opts.Version
	if cef {
		s.Format = siem.CEF
	}
	s.Hostname, _ = os.Hostname() // "-" when it has none
	return s
}

func (a *App) sealHook(secret, id string) (string, error) {
	return a.sealer.Seal([]byte(secret), id, rand.Reader)
}

func (a *App) openHook(sealed, id string) (string, error) {
	secret, err := a.sealer.Open(sealed, id)
	return string(secret), err
}

// deliveryJobs are the periodic work on what goes out.
func (a *App) deliveryJobs() []jobs.Job {
	return []jobs.Job{
		{Name: "outbox.follow", Schedule: jobs.Every(followEvery), Work: func(ctx context.Context, r jobs.Run) error {
			if err := a.tellCheckpoint(ctx, r); err != nil {
				return err
			}
			return a.outbox.Follow(ctx, r.OrgID, func(ctx context.Context, n outbox.Notice) ([]outbox.Message, error) { return a.tell(ctx, r, n) })
		}},
		{Name: "outbox.deliver", Schedule: jobs.Every(deliverEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.outbox.Deliver(ctx, r.OrgID)
		}},
		{Name: "outbox.forget", Schedule: jobs.Daily{Hour: 4}, Work: func(ctx context.Context, r jobs.Run) error {
			return a.outbox.Forget(ctx, r.OrgID)
		}},
	}
}

// tell makes the messages about something that happened: to the webhooks that want
// it, to the log collector, and of the clock to those who decide.
func (a *App) tell(ctx context.Context, r jobs.Run, n outbox.Notice) ([]outbox.Message, error) {
	hooks, err := a.store.Webhooks(ctx, r.OrgID)
	if err != nil {
		return nil, err
	}
	var list []outbox.Message
	add := func(kind outbox.Kind, target string, body any) error {
		m, err := a.outbox.Make(r.OrgID, fmt.Sprintf("%s:%s:%d", kind, target, n.Seq), kind, target, n.Type, body)
		list = append(list, m)
		return err
	}
	for _, h := range hooks {
		if h.Wants(n.Type) {
			if err := add(outbox.Webhook, h.ID, n); err != nil {
				return nil, err
			}
		}
	}
	if a.syslog {
		if err := add(outbox.Syslog, "syslog", n); err != nil {
			return nil, err
		}
	}
	if n.Type != outbox.IncidentClockWarning || a.mailer == nil {
		return list, nil
	}
	officers, err := a.officers(ctx, r.OrgID)
	if err != nil {
		return nil, err
	}
	for _, u := range officers {
		if err := add(outbox.Mail, u.ID, a.clockLetter(r, u, n)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// tellCheckpoint tells of the newest signed end of the chain, each once: who keeps it
// can prove later that nothing before it was changed.
func (a *App) tellCheckpoint(ctx context.Context, r jobs.Run) error {
	c, err := a.audit.Newest(ctx, r.OrgID)
	if err != nil || c.Seq == 0 {
		return err
	}
	list, err := a.tell(ctx, r, outbox.Notice{Type: outbox.AuditCheckpoint, At: c.At, Data: outbox.Data{Organisation: r.OrgID, Seq: c.Seq, Hash: c.Hash, KeyID: c.KeyID}})
	if err != nil {
		return err
	}
	for i := range list {
		list[i].Key = fmt.Sprintf("checkpoint:%s:%d", list[i].Target, c.Seq)
	}
	return a.outbox.Add(ctx, r.OrgID, list...)
}

// officers are those who decide on notifying: the data protection officer and the
// deputy.
func (a *App) officers(ctx context.Context, org string) ([]ident.User, error) {
	return a.holders(ctx, org, ident.FG, ident.DeputyFG)
}

// clockLetter warns that a term runs out. It says which case and how long, nothing of
// what happened.
func (a *App) clockLetter(r jobs.Run, u ident.User, n outbox.Notice) mail.Letter {
	deadline := n.Data.DeadlineAt
	if t, err := time.Parse(time.RFC3339, deadline); err == nil {
		deadline = t.In(r.Location).Format("2006-01-02 15:04")
	}
	link := a.cfg.PublicURL + "/console/incidenten?open=" + n.Data.Incident
	l := mail.Letter{To: u.Email, Language: u.Locale}
	if u.Locale == "en" {
		l.Subject = fmt.Sprintf("AI guard: %d hours of a term have passed", n.Data.Hours)
		l.Text = fmt.Sprintf("The term of a case runs until %s (%s). %d hours of it have passed.\n\nDecide on the case, or say that you saw this. Then the reminders stop; the term runs on.\n\n%s\n\nThis mail comes again every %s until somebody says so.\n", deadline, r.Location, n.Data.Hours, link, repeatWords("en"))
		return l
	}
	l.Subject = fmt.Sprintf("AI-bewaking: %d uur van een termijn zijn voorbij", n.Data.Hours)
	l.Text = fmt.Sprintf("De termijn van een zaak loopt tot %s (%s). Er zijn %d uur voorbij.\n\nBeslis over de zaak, of laat weten dat u dit zag. Dan stoppen de herinneringen; de termijn loopt door.\n\n%s\n\nDeze mail komt elke %s terug tot iemand dat doet.\n", deadline, r.Location, n.Data.Hours, link, repeatWords("nl"))
	return l
}

func repeatWords(language string) string {
	minutes := int(clock.RepeatEvery / time.Minute)
	if language == "en" {
		return fmt.Sprintf("%d minutes", minutes)
	}
	return fmt.Sprintf("%d minuten", minutes)
}
