package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math/bits"
	"time"

	"dijkwacht/internal/chain"
	"dijkwacht/internal/coverage"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var _ coverage.Store = (*Store)(nil)

// Beat implements coverage.Store.
func (s *Store) Beat(ctx context.Context, h coverage.Heartbeat) error {
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	return s.do(ctx, h.OrgID, func(b *batch) error {
		open, err := b.openSince(h)
		if err != nil {
			return err
		}
		n, err := b.changed(`INSERT INTO device_states (org_id, device_id, beat_id, at, extension_version, policy_version, body)
			SELECT org_id, id, $3, $4, $5, $6, $7 FROM devices WHERE org_id = $1 AND id = $2 AND revoked_at = 0
			ON CONFLICT (org_id, device_id) DO UPDATE SET beat_id = excluded.beat_id, at = excluded.at,
				extension_version = excluded.extension_version, policy_version = excluded.policy_version, body = excluded.body
			WHERE excluded.beat_id = '' OR device_states.beat_id <> excluded.beat_id`,
			h.OrgID, h.DeviceID, h.ID, millis(h.At), h.ExtensionVersion, h.PolicyVersion, string(body))
		if err != nil {
			return err
		}
		if n == 0 { // sent again, or no such device
			var one int
			return b.one("SELECT 1 FROM devices WHERE org_id = $1 AND id = $2 AND revoked_at = 0", []any{h.OrgID, h.DeviceID}, &one)
		}
		return b.merge(`INSERT INTO site_counts (org_id, hour, destination_id, adapter_version, observed, inspected, failed, canary_ok, canary_failed, uninspected, open_minutes)`,
			siteRows(h, open), ` ON CONFLICT (org_id, hour, destination_id, adapter_version) DO UPDATE SET
			observed = site_counts.observed + excluded.observed, inspected = site_counts.inspected + excluded.inspected,
			failed = site_counts.failed + excluded.failed, canary_ok = site_counts.canary_ok + excluded.canary_ok,
			canary_failed = site_counts.canary_failed + excluded.canary_failed, uninspected = site_counts.uninspected + excluded.uninspected,
			open_minutes = site_counts.open_minutes | excluded.open_minutes`)
	})
}

// openSince is from when on messages may have passed without being looked at, of
// which the heartbeat tells; its own time when none did.
func (b *batch) openSince(h coverage.Heartbeat) (time.Time, error) {
	if h.Uninspected == 0 {
		return h.At, nil
	}
	var before int64
	err := b.one("SELECT at FROM device_states WHERE org_id = $1 AND device_id = $2", []any{h.OrgID, h.DeviceID}, &before)
	if err != nil && !errors.Is(err, fault.E(fault.NotFound)) {
		return h.At, err
	}
	return h.OpenSince(instant(before)), nil
}

// siteRows are what a heartbeat adds to the counts of its hour, a row for each site,
// as one statement may name a row once. Open is from when on messages may have passed
// without being looked at.
func siteRows(h coverage.Heartbeat, open time.Time) [][]any {
	type key struct{ destination, adapter string }
	hour := millis(h.At.UTC().Truncate(time.Hour))
	at := map[key]int{}
	var rows [][]any
	for _, site := range h.Sites {
		ok, failed := flag(site.Canary == coverage.CanaryOK), flag(site.Canary == coverage.CanaryFail)
		k := key{site.Destination, site.AdapterVersion}
		added := []int{site.Observed, site.Inspected, site.Failed, ok, failed}
		i, known := at[k]
		if !known {
			i, at[k] = len(rows), len(rows)
			rows = append(rows, []any{h.OrgID, hour, k.destination, k.adapter, 0, 0, 0, 0, 0, 0, 0})
		}
		for n, v := range added {
			rows[i][4+n] = rows[i][4+n].(int) + v
		}
	}
	if h.Uninspected > 0 {
		for begin, minutes := range coverage.OpenMinutes(open, h.At) {
			messages := 0
			if millis(begin) == hour {
				messages = h.Uninspected
			}
			rows = append(rows, []any{h.OrgID, millis(begin), "", "", 0, 0, 0, 0, 0, messages, minutes})
		}
	}
	return rows
}

// OpenMinutes implements coverage.Store.
func (s *Store) OpenMinutes(ctx context.Context, org string, from, to time.Time) (int, error) {
	n := 0
	err := s.query(ctx, org, "SELECT open_minutes FROM site_counts WHERE org_id = $1 AND hour >= $2 AND hour < $3 AND open_minutes <> 0",
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) error {
			var minutes int64
			err := rows.Scan(&minutes)
			n += bits.OnesCount64(uint64(minutes))
			return err
		})
	return n, err
}

// Fleet implements coverage.Store.
func (s *Store) Fleet(ctx context.Context, org string) ([]coverage.Device, error) {
	var list []coverage.Device
	err := s.query(ctx, org, `SELECT d.id, d.workstation, d.department_id, d.user_groups, d.enrolled_at, d.seen_on, d.extension_version, h.at, h.body
		FROM devices d LEFT JOIN device_states h ON h.org_id = d.org_id AND h.device_id = d.id
		WHERE d.org_id = $1 AND d.revoked_at = 0 ORDER BY d.id`, []any{org}, func(rows *sql.Rows) error {
		d, err := scanFleet(org, rows)
		list = append(list, d)
		return err
	})
	return list, err
}

func scanFleet(org string, rows *sql.Rows) (d coverage.Device, err error) {
	var groups string
	var enrolled, seen int64
	var at sql.NullInt64
	var body sql.NullString
	if err := rows.Scan(&d.ID, &d.Workstation, &d.DepartmentID, &groups, &enrolled, &seen, &d.Version, &at, &body); err != nil {
		return d, err
	}
	d.EnrolledAt, d.SeenOn = instant(enrolled), instant(seen)
	if at.Valid {
		h := coverage.Heartbeat{OrgID: org, DeviceID: d.ID, At: instant(at.Int64)}
		if err := decode(body.String, &h); err != nil {
			return d, err
		}
		d.Last = &h
	}
	return d, decode(groups, &d.Groups)
}

// SiteCounts implements coverage.Store.
func (s *Store) SiteCounts(ctx context.Context, org string, from, to time.Time) ([]coverage.SiteCount, error) {
	var list []coverage.SiteCount
	err := s.query(ctx, org, `SELECT destination_id, adapter_version, CAST(SUM(observed) AS BIGINT), CAST(SUM(inspected) AS BIGINT), CAST(SUM(failed) AS BIGINT),
		CAST(SUM(canary_ok) AS BIGINT), CAST(SUM(canary_failed) AS BIGINT), CAST(SUM(uninspected) AS BIGINT)
		FROM site_counts WHERE org_id = $1 AND hour >= $2 AND hour < $3 GROUP BY destination_id, adapter_version ORDER BY destination_id, adapter_version`,
		[]any{org, millis(from), millis(to)}, func(rows *sql.Rows) error {
			var c coverage.SiteCount
			err := rows.Scan(&c.Destination, &c.AdapterVersion, &c.Observed, &c.Inspected, &c.Failed, &c.CanaryOK, &c.CanaryFailed, &c.Uninspected)
			list = append(list, c)
			return err
		})
	return list, err
}

// EndDevices implements coverage.Store.
func (s *Store) EndDevices(ctx context.Context, org string, ids []string, at time.Time, entry func(string) (chain.Draft, error)) error {
	if len(ids) == 0 {
		return nil
	}
	return s.do(ctx, org, func(b *batch) error {
		for _, id := range ids {
			n, err := b.changed("UPDATE devices SET revoked_at = $1, revoked_for = $2 WHERE org_id = $3 AND id = $4 AND revoked_at = 0",
				millis(at), string(ident.Replaced), org, id)
			if err != nil {
				return err
			}
			if n == 0 {
				continue
			}
			draft, err := entry(id)
			if err != nil {
				return err
			}
			if err := b.appendEntry(org, draft); err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetCounts implements coverage.Store.
func (s *Store) ForgetCounts(ctx context.Context, org string, before time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("DELETE FROM site_counts WHERE org_id = $1 AND hour < $2", org, millis(before))
	})
}

// setWorkstation names the machine of a device.
func (b *batch) setWorkstation(d ident.Device) error {
	if d.Workstation == "" {
		return nil
	}
	return b.exec("UPDATE devices SET workstation = $1 WHERE org_id = $2 AND id = $3", d.Workstation, d.OrgID, d.ID)
}
