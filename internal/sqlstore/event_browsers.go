package sqlstore

import "context"

// browserOf is SQL for the browser of event e, which is that of its device: a device
// is an extension in one browser, and never changes it.
// Who asks for it joins the device.
const (
	browserOf  = "d.browser"
	joinDevice = "JOIN devices d ON d.org_id = e.org_id AND d.id = e.device_id "
)

// Browsers implements casework.Store.
func (s *Store) Browsers(ctx context.Context, org string, devices int) ([]string, error) {
	return s.ids(ctx, org, "SELECT browser FROM devices WHERE org_id = $1 AND browser <> '' AND revoked_at = 0 GROUP BY browser HAVING COUNT(*) >= $2 ORDER BY browser", org, devices)
}
