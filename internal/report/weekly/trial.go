package weekly

import (
	"context"
	"fmt"

	"dijkwacht/internal/ident"
	"dijkwacht/internal/mail"
	"dijkwacht/internal/outbox"
)

// TestLetter is a mail to who asks, that says only that mail arrives. The caller
// hands it to the mail server and sees what comes of it. Returns
// fault.PermissionDenied.
func (s *Service) TestLetter(ctx context.Context, p ident.Principal, to ident.User) (outbox.Message, error) {
	if err := s.Gate.Check(ctx, p, "mail.tested", p.OrgID, p.Require(ident.SettingsManage)); err != nil {
		return outbox.Message{}, err
	}
	settings, err := s.Store.MailSettings(ctx, p.OrgID)
	if err != nil {
		return outbox.Message{}, err
	}
	l := mail.Letter{To: to.Email, Sender: settings.Sender, ReplyTo: settings.ReplyTo, Language: to.Locale}
	l.Subject, l.Text = "Proefmail van de AI-bewaking", "Deze mail is een proef. Mail van Dijkwacht komt bij u aan.\n"
	if to.Locale == "en" {
		l.Subject, l.Text = "Test mail of the AI guard", "This mail is a test. Mail of Dijkwacht reaches you.\n"
	}
	m, err := s.Outbox.Make(p.OrgID, "", outbox.Mail, to.ID, "mail.test", l)
	m.Key = fmt.Sprintf("mail-test:%s", m.ID)
	return m, err
}
