package app

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/council"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/register/rights"
	"dijkwacht/internal/report"
	"dijkwacht/internal/setup"
)

// How often the fleet looks what the works council should hear of, and which requests
// of employees wait.
const (
	watchEvery  = time.Minute
	remindEvery = 10 * time.Minute
)

// councilParts are the parts of the service for the works council.
type councilParts struct {
	council *council.Service
}

// wireCouncil builds them, and lets what it did not agree to wait.
func (a *App) wireCouncil() {
	a.council = council.New(council.Deps{
		Store: a.store, Gate: a.gate, Recipients: a.recipients, Letters: a.councilLetters, Smallest: report.DefaultCell,
		Waiting: []func(context.Context, string) error{
			func(ctx context.Context, org string) error { return a.retention.ApplyAgreed(ctx, org) },
			func(ctx context.Context, org string) error { return a.people.ApplyAgreed(ctx, org) },
		},
		Clean: a.isClean, Now: a.opts.Now, Random: rand.Reader,
	})
	a.retention.Agreed = a.council.AgreedTerms
}

// firstRun keeps what the organisation says of itself, and what its works council
// agreed on.
func (a *App) firstRun() *setup.Service {
	s := setup.New(a.store, a.gate, a.opts.Now)
	s.Consent, s.Clean = a.council, a.isClean
	return s
}

// recipients lists the ways by which something leaves for others.
func (a *App) recipients(ctx context.Context, org string) ([]string, error) {
	var list []string
	if a.mailer != nil {
		list = append(list, "mail")
	}
	if a.syslog {
		list = append(list, "syslog")
	}
	hooks, err := a.store.Webhooks(ctx, org)
	if err != nil {
		return nil, err
	}
	if len(hooks) > 0 {
		list = append(list, "webhook")
	}
	keys, err := a.store.APIKeys(ctx, org)
	for _, k := range keys {
		if !k.RevokedAt.IsZero() || !k.ExpiresAt.IsZero() && !a.opts.Now().Before(k.ExpiresAt) {
			continue
		}
		for _, scope := range k.Scopes {
			if seen := programSight[scope]; seen != "" && !slices.Contains(list, seen) {
				list = append(list, seen)
			}
		}
	}
	return list, err
}

// programSight are the scopes of keys by which programs see something about staff.
var programSight = map[ident.KeyScope]string{ident.ScopeIncidentsRead: "api_incidents", ident.ScopeDevicesRead: "api_devices"}

func (a *App) councilJobs() []jobs.Job {
	return []jobs.Job{
		{Name: "council.watch", Schedule: jobs.Every(watchEvery), Work: func(ctx context.Context, r jobs.Run) error {
			return a.council.Watch(ctx, r.OrgID)
		}},
		{Name: "council.forget", Schedule: jobs.Daily{Hour: 4, Minute: 5}, Work: func(ctx context.Context, r jobs.Run) error {
			return a.council.Forget(ctx, r.OrgID)
		}},
		{Name: "rights.remind", Schedule: jobs.Every(remindEvery), Work: a.remindRights},
	}
}

// councilLetters are the mails about notices: to the members of the works council, and
// their own remarks to the officer.
func (a *App) councilLetters(ctx context.Context, org string, list []council.Notice) ([]outbox.Message, error) {
	var told, remarks []council.Notice
	for _, n := range list {
		if n.Kind == council.Remarked {
			remarks = append(remarks, n)
		} else {
			told = append(told, n)
		}
	}
	var messages []outbox.Message
	for _, part := range []struct {
		notices []council.Notice
		roles   []ident.Role
	}{{told, []ident.Role{ident.WorksCouncil}}, {remarks, []ident.Role{ident.FG, ident.DeputyFG}}} {
		if len(part.notices) == 0 || a.mailer == nil {
			continue
		}
		people, err := a.holders(ctx, org, part.roles...)
		if err != nil {
			return nil, err
		}
		for _, u := range people {
			m, err := a.outbox.Make(org, "council:"+part.notices[0].ID+":"+u.ID, outbox.Mail, u.ID, "council.notice", a.councilLetter(u, part.notices))
			if err != nil {
				return nil, err
			}
			messages = append(messages, m)
		}
	}
	return messages, nil
}

// councilLetter says what the notices say: nothing of a person or a case is in them.
func (a *App) councilLetter(u ident.User, list []council.Notice) mail.Letter {
	l := mail.Letter{To: u.Email, Language: u.Locale, Subject: "AI-bewaking: bericht over wat de werkgever ziet"}
	begin, end := "Dit is er veranderd of gebeurd:", "U leest het ook in het venster van de ondernemingsraad:"
	if u.Locale == "en" {
		l.Subject = "AI guard: notice about what the employer sees"
		begin, end = "This changed or happened:", "You also read it in the window of the works council:"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n", begin)
	for _, n := range list {
		fmt.Fprintf(&b, "- %s. %s\n", n.Title(u.Locale), n.Sentence(u.Locale))
	}
	fmt.Fprintf(&b, "\n%s\n%s/console/or-venster\n", end, a.cfg.PublicURL)
	l.Text = b.String()
	return l
}

// remindRights tells the officer of requests of employees that wait for an answer.
func (a *App) remindRights(ctx context.Context, r jobs.Run) error {
	if a.mailer == nil {
		return nil
	}
	due, err := a.rights.Due(ctx, r.OrgID)
	if err != nil || len(due) == 0 {
		return err
	}
	officers, err := a.officers(ctx, r.OrgID)
	if err != nil {
		return err
	}
	var list []outbox.Message
	for _, d := range due {
		for _, u := range officers {
			m, err := a.outbox.Make(r.OrgID, fmt.Sprintf("rights:%s:%d:%s", d.Request.ID, d.Stage, u.ID), outbox.Mail, u.ID, "rights.waiting", a.rightsReminder(r, u, d))
			if err != nil {
				return err
			}
			list = append(list, m)
		}
	}
	return a.outbox.Add(ctx, r.OrgID, list...)
}

// rightsReminder says that a request waits and until when, nothing of who asked what.
func (a *App) rightsReminder(r jobs.Run, u ident.User, d rights.Reminder) mail.Letter {
	until := d.Request.DueAt.In(r.Location).Format("02-01-2006")
	link := a.cfg.PublicURL + "/console/verzoeken?open=" + d.Request.ID
	l := mail.Letter{To: u.Email, Language: u.Locale}
	switch {
	case u.Locale == "en" && d.Overdue:
		l.Subject, l.Text = "AI guard: a request of an employee is overdue", "A request of an employee should have been answered by "+until+"."
	case u.Locale == "en":
		l.Subject, l.Text = "AI guard: a request of an employee waits", "A request of an employee waits for an answer, until "+until+"."
	case d.Overdue:
		l.Subject, l.Text = "AI-bewaking: een verzoek van een medewerker is te laat", "Een verzoek van een medewerker had uiterlijk op "+until+" een antwoord moeten hebben."
	default:
		l.Subject, l.Text = "AI-bewaking: een verzoek van een medewerker wacht", "Een verzoek van een medewerker wacht op antwoord, uiterlijk op "+until+"."
	}
	l.Text += "\n\n" + link + "\n"
	return l
}

// holders are the people with one of the roles who can be mailed.
func (a *App) holders(ctx context.Context, org string, roles ...ident.Role) ([]ident.User, error) {
	bindings, err := a.store.Bindings(ctx, org, "", "", 10_000)
	if err != nil {
		return nil, err
	}
	var list []ident.User
	seen := map[string]bool{}
	for _, b := range bindings {
		if seen[b.UserID] || !slices.Contains(roles, b.Role) || !b.InForce(a.opts.Now()) {
			continue
		}
		seen[b.UserID] = true
		u, err := a.store.User(ctx, org, b.UserID)
		if err != nil {
			return nil, err
		}
		if u.State != ident.UserDisabled && u.Email != "" {
			list = append(list, u)
		}
	}
	return list, nil
}
