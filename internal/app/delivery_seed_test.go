package app

import (
	"dijkwacht/internal/ident"
	"dijkwacht/internal/outbox"
	"dijkwacht/internal/report"
	"dijkwacht/internal/report/weekly"
	"dijkwacht/internal/webhook"
)

// seedSchedule sends a user the report of the board.
func (s *service) seedSchedule(org, user string) string {
	s.t.Helper()
	c, err := s.app.reports.AddSchedule(s.t.Context(), ident.Operator(org), weekly.Schedule{Audience: report.Board, Language: "nl", Hour: 7, Users: []string{user}, Enabled: true})
	if err != nil {
		s.t.Fatal(err)
	}
	return c.ID
}

// seedWebhook adds a webhook that nothing is sent to.
func (s *service) seedWebhook(org string) string {
	s.t.Helper()
	w, _, err := s.app.webhooks.Add(s.t.Context(), ident.Operator(org), webhook.Webhook{URL: "https://haak.example.nl/", Events: []string{outbox.IncidentOpened}})
	if err != nil {
		s.t.Fatal(err)
	}
	return w.ID
}

// seedDelivery is a message to a webhook that was given up.
func (s *service) seedDelivery(org string) string {
	s.t.Helper()
	m, err := s.app.webhooks.Test(s.t.Context(), ident.Operator(org), s.seedWebhook(org))
	if err == nil {
		m.State, m.SettledAt, m.Answer = outbox.Failed, s.clock(), "http 500"
		err = s.app.store.SettleMessage(s.t.Context(), m)
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return m.ID
}
