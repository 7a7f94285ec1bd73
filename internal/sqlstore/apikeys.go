package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"dijkwacht/internal/auth"
	"dijkwacht/internal/chain"
	"dijkwacht/internal/fault"
	"dijkwacht/internal/ident"
)

var _ auth.APIKeyStore = (*Store)(nil)

const apiKeyColumns = "org_id, id, hash, old_hash, old_until, name, scopes, department_id, networks, created_at, created_by, expires_at, revoked_at, last_used_at, rev"

func scanAPIKey(rows *sql.Rows) (k ident.APIKey, err error) {
	var oldUntil, created, expires, revoked, used int64
	var scopes, networks string
	err = rows.Scan(&k.OrgID, &k.ID, &k.Hash, &k.OldHash, &oldUntil, &k.Name, &scopes, &k.DepartmentID, &networks, &created, &k.CreatedBy, &expires, &revoked, &used, &k.Rev)
	if err != nil {
		return k, err
	}
	k.OldUntil, k.CreatedAt, k.ExpiresAt, k.RevokedAt, k.LastUsedAt = instant(oldUntil), instant(created), instant(expires), instant(revoked), instant(used)
	if err := decode(scopes, &k.Scopes); err != nil {
		return k, err
	}
	return k, decode(networks, &k.Networks)
}

// AddAPIKey implements auth.APIKeyStore.
func (s *Store) AddAPIKey(ctx context.Context, k ident.APIKey, entry chain.Draft) error {
	scopes, err := json.Marshal(k.Scopes)
	if err != nil {
		return err
	}
	networks, err := json.Marshal(k.Networks)
	if err != nil {
		return err
	}
	return s.do(ctx, k.OrgID, func(b *batch) error {
		if err := b.checkDepartment(k.OrgID, k.DepartmentID); err != nil {
			return err
		}
		if err := b.exec(`INSERT INTO api_keys (org_id, id, hash, name, scopes, department_id, networks, created_at, created_by, expires_at, rev)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
			k.OrgID, k.ID, k.Hash, k.Name, string(scopes), k.DepartmentID, string(networks), millis(k.CreatedAt), k.CreatedBy, millis(k.ExpiresAt), k.Rev); err != nil {
			return err
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// APIKeys implements auth.APIKeyStore.
func (s *Store) APIKeys(ctx context.Context, org string) (list []ident.APIKey, err error) {
	err = s.query(ctx, org, "SELECT "+apiKeyColumns+" FROM api_keys WHERE org_id = $1 ORDER BY id", []any{org}, func(rows *sql.Rows) error {
		k, err := scanAPIKey(rows)
		list = append(list, k)
		return err
	})
	return list, err
}

// APIKey implements auth.APIKeyStore.
func (s *Store) APIKey(ctx context.Context, org, id string) (ident.APIKey, error) {
	return only(ctx, s, org, "SELECT "+apiKeyColumns+" FROM api_keys WHERE org_id = $1 AND id = $2", []any{org, id}, scanAPIKey)
}

// APIKeyByHash implements auth.APIKeyStore.
func (s *Store) APIKeyByHash(ctx context.Context, hash string) (ident.APIKey, error) {
	return only(ctx, s, anyOrganisation, "SELECT "+apiKeyColumns+" FROM api_keys WHERE hash = $1 OR old_hash = $1 AND old_hash <> ''", []any{hash}, scanAPIKey)
}

// ChangeAPIKey implements auth.APIKeyStore.
func (s *Store) ChangeAPIKey(ctx context.Context, k ident.APIKey, entry chain.Draft) error {
	return s.do(ctx, k.OrgID, func(b *batch) error {
		n, err := b.changed(`UPDATE api_keys SET hash = $1, old_hash = $2, old_until = $3, expires_at = $4, revoked_at = $5, rev = $6
			WHERE org_id = $7 AND id = $8 AND rev = $9`,
			k.Hash, k.OldHash, millis(k.OldUntil), millis(k.ExpiresAt), millis(k.RevokedAt), k.Rev, k.OrgID, k.ID, k.Rev-1)
		if err != nil {
			return err
		}
		if n == 0 {
			var rev int64
			if err := b.one("SELECT rev FROM api_keys WHERE org_id = $1 AND id = $2", []any{k.OrgID, k.ID}, &rev); err != nil {
				return err
			}
			return fault.E(fault.PreconditionFailed)
		}
		return b.appendEntry(k.OrgID, entry)
	})
}

// TouchAPIKey implements auth.APIKeyStore.
func (s *Store) TouchAPIKey(ctx context.Context, org, id string, at time.Time) error {
	return s.do(ctx, org, func(b *batch) error {
		return b.exec("UPDATE api_keys SET last_used_at = $1 WHERE org_id = $2 AND id = $3 AND last_used_at < $4", millis(at), org, id, millis(at))
	})
}
