package weekly

import (
	"context"
	"slices"
	"time"

	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/report"
)

// maxRecipients bounds a schedule.
const maxRecipients = 50

func location(o ident.Organisation) (*time.Location, error) { return time.LoadLocation(o.TimeZone) }

// Schedules lists all. Returns fault.PermissionDenied.
func (s *Service) Schedules(ctx context.Context, p ident.Principal) ([]Schedule, error) {
	if err := p.Require(ident.ReportsManage); err != nil {
		return nil, err
	}
	return s.Store.Schedules(ctx, p.OrgID)
}

// Schedule finds one. Returns fault.PermissionDenied and fault.NotFound.
func (s *Service) Schedule(ctx context.Context, p ident.Principal, id string) (Schedule, error) {
	if err := p.Require(ident.ReportsManage); err != nil {
		return Schedule{}, err
	}
	return s.Store.Schedule(ctx, p.OrgID, id)
}

// AddSchedule adds one. Returns fault.PermissionDenied and fault.RequestInvalid.
func (s *Service) AddSchedule(ctx context.Context, p ident.Principal, c Schedule) (Schedule, error) {
	const action = "report_schedule.created"
	if err := s.Gate.Check(ctx, p, action, "", p.Require(ident.ReportsManage)); err != nil {
		return c, err
	}
	now := s.Now()
	id, err := ident.NewID(PrefixSchedule, now, s.Random)
	if err != nil {
		return c, err
	}
	c.OrgID, c.ID, c.CreatedAt, c.Rev, c.SentWeek = p.OrgID, id, now, 1, ""
	return s.saveSchedule(ctx, p, action, c)
}

// ChangeSchedule changes revision rev. Returns fault.PermissionDenied,
// fault.NotFound, fault.PreconditionFailed and fault.RequestInvalid.
func (s *Service) ChangeSchedule(ctx context.Context, p ident.Principal, id string, rev int64, change func(*Schedule)) (Schedule, error) {
	const action = "report_schedule.updated"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.ReportsManage)); err != nil {
		return Schedule{}, err
	}
	c, err := s.Store.Schedule(ctx, p.OrgID, id)
	if err != nil {
		return c, err
	}
	if c.Rev != rev {
		return c, fault.E(fault.PreconditionFailed)
	}
	change(&c)
	c.OrgID, c.ID, c.Rev = p.OrgID, id, rev+1
	return s.saveSchedule(ctx, p, action, c)
}

func (s *Service) saveSchedule(ctx context.Context, p ident.Principal, action string, c Schedule) (Schedule, error) {
	if err := s.check(ctx, &c); err != nil {
		return c, err
	}
	entry, err := p.Draft(action, c.ID, c.Rev, ident.OutcomeDone, c, s.Now())
	if err != nil {
		return c, err
	}
	return c, s.Store.SaveSchedule(ctx, c, entry)
}

// check normalises a schedule.
func (s *Service) check(ctx context.Context, c *Schedule) error {
	var faults []fault.Field
	bad := func(when bool, pointer, code string) {
		if when {
			faults = append(faults, fault.Field{Pointer: pointer, Code: code})
		}
	}
	bad(!report.IsAudience(string(c.Audience)), "/audience", "enum")
	bad(!slices.Contains(ident.Languages, c.Language), "/language", "enum")
	bad((c.Audience == report.WardManagers) != (c.Department != ""), "/department_id", "required")
	bad(len(c.Users)+len(c.Addresses) == 0, "/users", "required")
	bad(len(c.Users)+len(c.Addresses) > maxRecipients, "/users", "range")
	settings, err := s.Store.MailSettings(ctx, c.OrgID)
	if err != nil {
		return err
	}
	for i, address := range c.Addresses {
		c.Addresses[i] = ident.FoldEmail(address)
		bad(c.Addresses[i] == "", "/addresses", "format")
		bad(c.Addresses[i] != "" && !settings.Allows(c.Addresses[i]), "/addresses", "invalid")
	}
	if faults != nil {
		return fault.E(fault.RequestInvalid, faults...)
	}
	slices.Sort(c.Users)
	slices.Sort(c.Addresses)
	c.Users, c.Addresses = slices.Compact(append([]string{}, c.Users...)), slices.Compact(append([]string{}, c.Addresses...))
	if _, err := s.path(ctx, c.OrgID, c.Department); err != nil {
		return err
	}
	return s.known(ctx, c.OrgID, *c)
}

// RemoveSchedule removes revision rev. Returns the faults of ChangeSchedule.
func (s *Service) RemoveSchedule(ctx context.Context, p ident.Principal, id string, rev int64) error {
	const action = "report_schedule.removed"
	if err := s.Gate.Check(ctx, p, action, id, p.Require(ident.ReportsManage)); err != nil {
		return err
	}
	if _, err := s.Store.Schedule(ctx, p.OrgID, id); err != nil {
		return err
	}
	entry, err := p.Draft(action, id, rev, ident.OutcomeDone, nil, s.Now())
	if err != nil {
		return err
	}
	return s.Store.RemoveSchedule(ctx, p.OrgID, id, rev, entry)
}

// MailSettings shows what the organisation says about its mail. Returns
// fault.PermissionDenied.
func (s *Service) MailSettings(ctx context.Context, p ident.Principal) (mail.Settings, error) {
	if err := p.Require(ident.SettingsRead); err != nil {
		return mail.Settings{}, err
	}
	return s.Store.MailSettings(ctx, p.OrgID)
}

// SetMailSettings changes revision rev. Returns fault.PermissionDenied,
// fault.PreconditionFailed and fault.RequestInvalid.
func (s *Service) SetMailSettings(ctx context.Context, p ident.Principal, rev int64, change func(*mail.Settings)) (mail.Settings, error) {
	const action = "mail_settings.updated"
	if err := s.Gate.Check(ctx, p, action, p.OrgID, p.Require(ident.SettingsManage)); err != nil {
		return mail.Settings{}, err
	}
	m, err := s.Store.MailSettings(ctx, p.OrgID)
	if err != nil {
		return m, err
	}
	if m.Rev != rev {
		return m, fault.E(fault.PreconditionFailed)
	}
	change(&m)
	if m, err = m.Check(); err != nil {
		return m, err
	}
	now := s.Now()
	m.OrgID, m.Rev, m.ChangedAt = p.OrgID, rev+1, now
	entry, err := p.Draft(action, p.OrgID, m.Rev, ident.OutcomeDone, m, now)
	if err != nil {
		return m, err
	}
	return m, s.Store.SaveMailSettings(ctx, m, entry)
}
