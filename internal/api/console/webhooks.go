package console

import (
	"net/http"

	"dijkwacht/internal/outbox"
	"dijkwacht/internal/webhook"
)

type webhookView struct {
	ID        string   `json:"id"`
	URL       string   `json:"url"`
	Label     string   `json:"label"`
	Events    []string `json:"events"`
	Enabled   bool     `json:"enabled"`
	CreatedAt string   `json:"created_at"`
	Rev       int64    `json:"rev"`
	// Secret signs the messages; it is shown once.
	Secret string `json:"secret,omitempty"`
}

func viewWebhook(w webhook.Webhook) webhookView {
	return webhookView{ID: w.ID, URL: w.URL, Label: w.Label, Events: append([]string{}, w.Events...), Enabled: w.Enabled, CreatedAt: stamp(w.CreatedAt), Rev: w.Rev}
}

// readWebhook reads the members that were sent, as a change.
func readWebhook(k call) (func(*webhook.Webhook), error) {
	b := k.body
	url, label, enabled := b.String("url", 2000), b.String("label", 200), b.Bool("enabled")
	events := b.Strings("events", len(outbox.Types), func(s string) bool { return s != "" })
	b.Only("url", "label", "enabled", "events")
	return func(w *webhook.Webhook) {
		if b.Has("url") {
			w.URL = url
		}
		if b.Has("label") {
			w.Label = label
		}
		if b.Has("enabled") {
			w.Enabled = enabled
		}
		if b.Has("events") {
			w.Events = events
		}
	}, b.Err()
}

func (a *API) webhooks(k call) (reply, error) {
	found, err := a.Webhooks.List(k.Request.Context(), k.who)
	views := []webhookView{}
	for _, w := range found {
		views = append(views, viewWebhook(w))
	}
	return reply{status: http.StatusOK, body: list{views, nil}}, err
}

func (a *API) webhookByID(k call) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	w, err := a.Webhooks.Webhook(k.Request.Context(), k.who, id)
	return reply{status: http.StatusOK, body: viewWebhook(w), rev: w.Rev}, err
}

// addWebhook adds one and shows its secret once.
func (a *API) addWebhook(k call) (reply, error) {
	k.body.Require("url", "events")
	edit, err := readWebhook(k)
	if err != nil {
		return reply{}, err
	}
	w := webhook.Webhook{Enabled: true}
	edit(&w)
	w, secret, err := a.Webhooks.Add(k.Request.Context(), k.who, w)
	if err != nil {
		return reply{}, err
	}
	return shownOnce(http.StatusCreated, w, secret), nil
}

// shownOnce is an answer that shows the secret, and that without it for who asks again.
func shownOnce(status int, w webhook.Webhook, secret string) reply {
	again := viewWebhook(w)
	shown := again
	shown.Secret = secret
	return reply{status: status, body: shown, rev: w.Rev, repeat: again}
}

// renewWebhook gives one a new secret and shows it once.
func (a *API) renewWebhook(k call, rev int64) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	w, secret, err := a.Webhooks.Renew(k.Request.Context(), k.who, id, rev)
	if err != nil {
		return reply{}, err
	}
	return shownOnce(http.StatusOK, w, secret), nil
}

func (a *API) changeWebhook(k call, rev int64) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	edit, err := readWebhook(k)
	if err != nil {
		return reply{}, err
	}
	w, err := a.Webhooks.Change(k.Request.Context(), k.who, id, rev, edit)
	return reply{status: http.StatusOK, body: viewWebhook(w), rev: w.Rev}, err
}

func (a *API) removeWebhook(k call, rev int64) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusNoContent}, a.Webhooks.Remove(k.Request.Context(), k.who, id, rev)
}

// testWebhook sends a notice that says only that it is a test.
func (a *API) testWebhook(k call) (reply, error) {
	id, err := idOf(k, webhook.PrefixWebhook)
	if err != nil {
		return reply{}, err
	}
	m, err := a.Webhooks.Test(k.Request.Context(), k.who, id)
	return reply{status: http.StatusAccepted, body: viewDelivery(m)}, err
}
