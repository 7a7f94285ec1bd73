-- Programs with API keys, and the people and groups that an identity provider sends.

-- +goose Up
CREATE TABLE api_keys (
    org_id        TEXT   NOT NULL REFERENCES organisations (id),
    id            TEXT{{bytewise}} NOT NULL,
    hash          TEXT   NOT NULL UNIQUE,
    old_hash      TEXT   NOT NULL DEFAULT '', -- of the key before the last rotation
    old_until     BIGINT NOT NULL DEFAULT 0,
    name          TEXT   NOT NULL,
    scopes        TEXT   NOT NULL, -- JSON
    department_id TEXT   NOT NULL, -- '': the whole organisation
    networks      TEXT   NOT NULL, -- JSON; empty: all
    created_at    BIGINT NOT NULL,
    created_by    TEXT   NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT NOT NULL DEFAULT 0,
    last_used_at  BIGINT NOT NULL DEFAULT 0,
    rev           BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX api_keys_old ON api_keys (old_hash) WHERE old_hash <> '';

-- What a directory says of a user of the organisation. The account is in users.
CREATE TABLE directory_users (
    org_id      TEXT   NOT NULL,
    user_id     TEXT{{bytewise}} NOT NULL,
    user_name   TEXT   NOT NULL,
    name_key    TEXT   NOT NULL, -- user_name as it is compared
    external_id TEXT   NOT NULL,
    given_name  TEXT   NOT NULL,
    family_name TEXT   NOT NULL,
    formatted   TEXT   NOT NULL,
    display     TEXT   NOT NULL,
    mail        TEXT   NOT NULL, -- as it was sent
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id),
    UNIQUE (org_id, name_key),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);
CREATE INDEX directory_users_external ON directory_users (org_id, external_id);

CREATE TABLE directory_groups (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT{{bytewise}} NOT NULL,
    name        TEXT   NOT NULL,
    name_key    TEXT   NOT NULL,
    external_id TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    changed_at  BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, name_key)
);
CREATE INDEX directory_groups_external ON directory_groups (org_id, external_id);

CREATE TABLE directory_members (
    org_id   TEXT NOT NULL,
    group_id TEXT NOT NULL,
    user_id  TEXT NOT NULL,
    PRIMARY KEY (org_id, group_id, user_id),
    FOREIGN KEY (org_id, group_id) REFERENCES directory_groups (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
){{keyed}};
CREATE INDEX directory_members_user ON directory_members (org_id, user_id);

{{isolate "api_keys" "looked_up => true"}}
{{isolate "directory_users"}}
{{isolate "directory_groups"}}
{{isolate "directory_members"}}
