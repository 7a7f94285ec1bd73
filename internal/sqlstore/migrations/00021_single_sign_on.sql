-- Sign-in by the identity provider of an organisation.

-- +goose Up
CREATE TABLE sso_settings (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
);

-- Who at the provider is which user. Provider and person are hashes: nothing reads them.
CREATE TABLE sso_people (
    org_id    TEXT   NOT NULL,
    subject   TEXT   NOT NULL,
    provider  TEXT   NOT NULL,
    user_id   TEXT   NOT NULL,
    linked_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, subject),
    UNIQUE (org_id, user_id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);

-- Whether the person may sign in by the provider.
ALTER TABLE users ADD COLUMN sso BIGINT NOT NULL DEFAULT 0;
-- Where a role comes from: '' by hand, 'sso' from a group of the provider.
ALTER TABLE role_bindings ADD COLUMN origin TEXT NOT NULL DEFAULT '';

-- Of a session that the provider began: what it gave, sealed; who and which session
-- of its own, as hashes; when it was last asked, and when it last answered.
ALTER TABLE sessions ADD COLUMN sso TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN sso_subject TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN sso_sid TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN checked_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN reached_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sessions_sso ON sessions (org_id, sso_subject) WHERE sso_subject <> '';

{{isolate "sso_settings" "looked_up => true"}}
{{isolate "sso_people"}}
