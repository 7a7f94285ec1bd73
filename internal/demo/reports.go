package demo

import (
	"context"
	"math/rand/v2"
	"time"
)

// reported is how long before the present devices began to tell what they see; of the
// past before it nothing shows.
const reported = 8 * 24 * time.Hour

// report has devices tell what they saw, and in the end two people use their rights.
func (s Story) report(ctx context.Context, devices []*device, now time.Time) error {
	dice := rand.New(rand.NewPCG(13, uint64(s.Clock.Now().Unix()))) // its own: the story goes on as it would
	left := now.Sub(s.Clock.Now())
	if left > reported {
		return nil
	}
	missing := ""
	if left < reported/2 {
		missing = "claude"
	}
	for _, d := range devices {
		if err := d.beat(ctx, d.ID+"-0", dice, missing); err != nil {
			return err
		}
	}
	return nil
}

// beat tells what the browser saw leave in the last while, as the extension does. On
// a site that changed overnight its eyes may miss some.
func (d *device) beat(ctx context.Context, person string, dice *rand.Rand, missing string) error {
	token, err := d.token(ctx, person)
	if err != nil {
		return err
	}
	sites := []any{}
	for _, name := range []string{"chatgpt", "copilot", "gemini", "claude"} {
		seen := 1 + dice.IntN(9)
		inspected := seen
		if name == missing && seen > 3 {
			inspected = seen - 1
		}
		sites = append(sites, map[string]any{"destination_id": name, "adapter_version": "1.0", "observed": seen, "inspected": inspected, "canary": "ok"})
	}
	return d.post(ctx, "/api/v1/ext/heartbeat", token, map[string]any{"extension_version": "1.0", "policy_version": 1, "sites": sites, "queue": 0, "uninspected": 0}, nil)
}

// ask uses a right of who sits at the device.
func (d *device) ask(ctx context.Context, person, kind, ground string) error {
	token, err := d.token(ctx, person)
	if err != nil {
		return err
	}
	return d.post(ctx, "/api/v1/ext/me/requests", token, map[string]string{"kind": kind, "ground": ground, "user_hint": person}, nil)
}
