package weekly

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/jobs"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/pdf"
	"dijkwacht/internal/render"
	"dijkwacht/internal/report"
)

// catchUp is how many weeks are made up after a time in which nothing ran.
const catchUp = 5

// SendDue sends every schedule the weeks that are due and that it did not get: after
// a time in which nothing ran each of them, oldest first. One that fails holds up no
// other, and what fails is told to people.
func (s *Service) SendDue(ctx context.Context, org string, loc *time.Location) error {
	failed := s.sendDue(ctx, org, loc)
	if ctx.Err() != nil {
		return failed
	}
	return errors.Join(failed, s.tellTroubles(ctx, org, loc))
}

func (s *Service) sendDue(ctx context.Context, org string, loc *time.Location) error {
	list, err := s.Store.Schedules(ctx, org)
	if err != nil {
		return err
	}
	if err := s.freezeDue(ctx, org, loc); err != nil {
		return err
	}
	var failed error
	for _, schedule := range list {
		if schedule.Enabled {
			failed = errors.Join(failed, s.sendSchedule(ctx, org, schedule, loc))
		}
	}
	return failed
}

// monday is when a week is reported on where no schedule says otherwise.
var monday = jobs.Weekly{Day: time.Monday, Hour: 7}

// freezeDue keeps the report of the last week, also when nobody gets it.
func (s *Service) freezeDue(ctx context.Context, org string, loc *time.Location) error {
	week := report.WeekOf(s.Now(), loc).Before()
	_, end := week.Bounds(loc)
	if s.Now().Before(monday.Next(end.Add(-time.Millisecond), loc)) {
		return nil
	}
	o, err := s.Store.Organisation(ctx, org)
	if err != nil || !o.CreatedAt.Before(end) {
		return err
	}
	_, err = s.Freeze(ctx, org, week)
	return err
}

// DueAt is when a schedule sends a week.
func (c Schedule) DueAt(week report.Week, loc *time.Location) time.Time {
	_, end := week.Bounds(loc)
	return jobs.Weekly{Day: c.Weekday, Hour: c.Hour, Minute: c.Minute}.Next(end.Add(-time.Millisecond), loc)
}

// dueWeeks are those that the schedule was to send before now and did not, oldest
// first.
func (c Schedule) dueWeeks(now time.Time, loc *time.Location) []report.Week {
	week := report.WeekOf(now, loc)
	weeks := []report.Week{}
	for range catchUp {
		week = week.Before()
		if due := c.DueAt(week, loc); !due.After(now) && !due.Before(c.CreatedAt) && week.String() > c.SentWeek {
			weeks = append([]report.Week{week}, weeks...)
		}
	}
	return weeks
}

func (s *Service) sendSchedule(ctx context.Context, org string, c Schedule, loc *time.Location) error {
	weeks := c.dueWeeks(s.Now(), loc)
	for _, week := range weeks {
		letters, err := s.letters(ctx, org, c, week)
		if err == nil {
			err = s.Store.SendScheduled(ctx, org, c.ID, week.String(), letters)
		}
		if err != nil && !errors.Is(err, fault.E(fault.Conflict)) {
			return fmt.Errorf("send report: %w", err)
		}
	}
	return nil
}

// letters are those of a schedule for a week.
func (s *Service) letters(ctx context.Context, org string, c Schedule, week report.Week) ([]outbox.Message, error) {
	r, err := s.Freeze(ctx, org, week)
	if err == nil && c.Department != "" {
		r, err = s.Compute(ctx, org, week, c.Department, r.Revision)
	}
	if err != nil {
		return nil, err
	}
	to, err := s.recipients(ctx, org, c)
	if err != nil {
		return nil, err
	}
	return s.write(ctx, org, r.For(c.Audience), c.Language, to, c.PDF, c.ID+":"+week.String())
}

// recipient is where a letter goes; target is what the outbox shows.
type recipient struct{ target, address string }

// recipients are the users of a schedule who may still read it and have an address,
// and the addresses in domains that are still allowed.
func (s *Service) recipients(ctx context.Context, org string, c Schedule) ([]recipient, error) {
	var list []recipient
	for _, id := range c.Users {
		u, err := s.Store.User(ctx, org, id)
		if errors.Is(err, fault.E(fault.NotFound)) {
			continue
		}
		may := false
		if err == nil {
			may, err = s.mayRead(ctx, u, c)
		}
		if err != nil {
			return nil, err
		}
		if may && u.Email != "" {
			list = append(list, recipient{u.ID, u.Email})
		}
	}
	settings, err := s.Store.MailSettings(ctx, org)
	if err != nil {
		return nil, err
	}
	for _, address := range c.Addresses {
		if settings.Allows(address) {
			list = append(list, recipient{address, address})
		}
	}
	return list, nil
}

// known refuses users who are not there, with fault.NotFound, and those who may not
// read the report, with fault.RequestInvalid.
func (s *Service) known(ctx context.Context, org string, c Schedule) error {
	for _, id := range c.Users {
		u, err := s.Store.User(ctx, org, id)
		if err != nil {
			return err
		}
		may, err := s.mayRead(ctx, u, c)
		if err == nil && !may {
			err = fault.E(fault.RequestInvalid, fault.Field{Pointer: "/users", Code: "invalid"})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// mayRead reports whether the roles of a user still allow the report.
func (s *Service) mayRead(ctx context.Context, u ident.User, c Schedule) (bool, error) {
	if u.State == ident.UserDisabled {
		return false, nil
	}
	bindings, err := s.Store.Bindings(ctx, u.OrgID, u.ID, "", 100)
	if err != nil {
		return false, err
	}
	p := ident.Principal{OrgID: u.OrgID, UserID: u.ID, At: s.Now()}
	for _, b := range bindings {
		p.Bindings = append(p.Bindings, b.Binding)
	}
	path, err := s.path(ctx, u.OrgID, c.Department)
	return err == nil && may(p, c.Audience, path) == nil, err
}

// write makes the letters with a report; key names what they are about.
func (s *Service) write(ctx context.Context, org string, r report.Report, language string, to []recipient, withPDF bool, key string) ([]outbox.Message, error) {
	r = r.WithoutText()
	document, err := r.Document(language)
	if err != nil {
		return nil, err
	}
	settings, err := s.Store.MailSettings(ctx, org)
	if err != nil {
		return nil, err
	}
	var page bytes.Buffer
	if err := render.MailHTML(&page, document); err != nil {
		return nil, err
	}
	letter := mail.Letter{
		Sender: settings.Sender, ReplyTo: settings.ReplyTo, Subject: r.Subject(language), Text: render.Text(document), HTML: page.String(), Language: language,
		Unsubscribe: s.Console + "/console/rapporten",
	}
	if withPDF {
		var file bytes.Buffer
		if err := pdf.Write(&file, document, r.GeneratedAt); err != nil {
			return nil, err
		}
		letter.Files = []mail.Attachment{{Name: "dijkwacht-" + r.ISOWeek + ".pdf", Type: "application/pdf", Content: file.Bytes()}}
	}
	var list []outbox.Message
	for _, t := range to {
		letter.To = t.address
		m, err := s.Outbox.Make(org, "report:"+key+":"+t.target, outbox.Mail, t.target, outbox.ReportReady, letter)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}
