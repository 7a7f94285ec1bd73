package weekly

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report"
)

// TroubleKind is what went wrong with a report.
type TroubleKind string

// The kinds.
const (
	NotMade      TroubleKind = "not_made"      // it is due and was not kept
	NotSent      TroubleKind = "not_sent"      // a schedule is due and put nothing in the outbox
	NotDelivered TroubleKind = "not_delivered" // a letter was refused, or is tried in vain for hours
)

// Trouble is a report that failed, as long as it does.
type Trouble struct {
	Kind TroubleKind `json:"kind"`
	// Week is "" for a letter of which only that is known.
	Week string `json:"iso_week,omitempty"`
}

const (
	// troubleGrace is how long after it was due a report may be on its way.
	troubleGrace = 15 * time.Minute
	// troubleTries are the attempts after which a letter has waited for hours.
	troubleTries = 4
	// troubleAge is how long a letter that was not delivered is told of.
	troubleAge = 14 * 24 * time.Hour
	// troubleAbout is what the letters about trouble are about.
	troubleAbout = "report.failed"
	lettersSeen  = 200
)

// Troubles lists the reports that failed and still do. Returns fault.PermissionDenied.
func (s *Service) Troubles(ctx context.Context, p ident.Principal) ([]Trouble, error) {
	if err := p.Require(ident.ReportsManage); err != nil {
		return nil, err
	}
	o, err := s.Store.Organisation(ctx, p.OrgID)
	if err != nil {
		return nil, err
	}
	loc, err := location(o)
	if err != nil {
		return nil, err
	}
	return s.troubles(ctx, o, loc)
}

func (s *Service) troubles(ctx context.Context, o ident.Organisation, loc *time.Location) ([]Trouble, error) {
	list := []Trouble{}
	add := func(kind TroubleKind, week string) {
		if t := (Trouble{kind, week}); !slices.Contains(list, t) {
			list = append(list, t)
		}
	}
	now := s.Now().Add(-troubleGrace)
	week := report.WeekOf(now, loc).Before()
	if _, end := week.Bounds(loc); o.CreatedAt.Before(end) && !now.Before(monday.Next(end.Add(-time.Millisecond), loc)) {
		_, err := s.Store.StoredReport(ctx, o.ID, week.String(), 0)
		if errors.Is(err, fault.E(fault.NotFound)) {
			add(NotMade, week.String())
		} else if err != nil {
			return nil, err
		}
	}
	schedules, err := s.Store.Schedules(ctx, o.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range schedules {
		if weeks := c.dueWeeks(now, loc); c.Enabled && len(weeks) > 0 {
			add(NotSent, weeks[0].String())
		}
	}
	letters, err := s.Outbox.Sent(ctx, o.ID, "", "", lettersSeen)
	for _, m := range letters {
		stuck := m.State == outbox.Failed || m.State == outbox.Waiting && m.Attempts >= troubleTries
		if m.Kind == outbox.Mail && m.About == outbox.ReportReady && stuck && now.Sub(m.CreatedAt) < troubleAge {
			add(NotDelivered, weekOfKey(m.Key))
		}
	}
	return list, err
}

// weekOfKey finds the week in the key of a letter; see write.
func weekOfKey(key string) string {
	for part := range strings.SplitSeq(key, ":") {
		if _, err := report.ParseWeek(part); err == nil {
			return part
		}
	}
	return ""
}

// troubleRoles are those whom a report that failed concerns: who answers for it, and
// who keeps the service running.
var troubleRoles = []ident.Role{ident.FG, ident.DeputyFG, ident.ITAdmin}

// tellTroubles writes to them, once about each kind and week. That the mail itself is
// away they see in the console.
func (s *Service) tellTroubles(ctx context.Context, org string, loc *time.Location) error {
	o, err := s.Store.Organisation(ctx, org)
	if err != nil {
		return err
	}
	list, err := s.troubles(ctx, o, loc)
	if err != nil || len(list) == 0 {
		return err
	}
	people, err := s.concerned(ctx, org)
	if err != nil {
		return err
	}
	var letters []outbox.Message
	for _, t := range list {
		for _, u := range people {
			m, err := s.Outbox.Make(org, "report-failed:"+string(t.Kind)+":"+t.Week+":"+u.ID, outbox.Mail, u.ID, troubleAbout, s.troubleLetter(t, u))
			if err != nil {
				return err
			}
			letters = append(letters, m)
		}
	}
	return s.Outbox.Add(ctx, org, letters...)
}

// concerned are the users with one of troubleRoles who have an address.
func (s *Service) concerned(ctx context.Context, org string) ([]ident.User, error) {
	bindings, err := s.Store.Bindings(ctx, org, "", "", 10_000)
	if err != nil {
		return nil, err
	}
	var list []ident.User
	seen := map[string]bool{}
	for _, b := range bindings {
		if seen[b.UserID] || !slices.Contains(troubleRoles, b.Role) || !b.InForce(s.Now()) {
			continue
		}
		seen[b.UserID] = true
		u, err := s.Store.User(ctx, org, b.UserID)
		if err != nil {
			return nil, err
		}
		if u.State != ident.UserDisabled && u.Email != "" {
			list = append(list, u)
		}
	}
	return list, nil
}

// troubleWords say what is wrong and what to do, in Dutch and English.
var troubleWords = map[TroubleKind][2]string{
	NotMade: {
		"Het weekrapport is nog niet gemaakt. Dijkwacht probeert het elke minuut opnieuw. Lukt het niet? Laat de beheerder dan in het logboek van de server kijken.",
		"The weekly report has not been made yet. Dijkwacht tries again every minute. Does it keep failing? Then let the administrator look at the log of the server.",
	},
	NotSent: {
		"Het weekrapport is nog niet verstuurd. Dijkwacht probeert het elke minuut opnieuw. Lukt het niet? Laat de beheerder dan in het logboek van de server kijken.",
		"The weekly report has not been sent yet. Dijkwacht tries again every minute. Does it keep failing? Then let the administrator look at the log of the server.",
	},
	NotDelivered: {
		"Het weekrapport is bij iemand niet aangekomen. Kijk of het adres klopt en of de mailserver werkt. Het rapport zelf staat in de console.",
		"The weekly report did not arrive at somebody. See whether the address is right and the mail server works. The report itself is in the console.",
	},
}

func (s *Service) troubleLetter(t Trouble, u ident.User) mail.Letter {
	l := mail.Letter{To: u.Email, Language: u.Locale}
	words, link := troubleWords[t.Kind], s.Console+"/console/rapporten"
	if u.Locale == "en" {
		l.Subject, l.Text = strings.TrimSpace("AI guard: the weekly report failed "+t.Week), words[1]+"\n\n"+link+"\n"
		return l
	}
	l.Subject, l.Text = strings.TrimSpace("AI-bewaking: het weekrapport is mislukt "+t.Week), words[0]+"\n\n"+link+"\n"
	return l
}
