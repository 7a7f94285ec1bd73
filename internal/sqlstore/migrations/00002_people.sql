-- People, their roles and sessions, departments.

-- +goose Up
ALTER TABLE organisations ADD COLUMN language TEXT NOT NULL DEFAULT 'nl';
ALTER TABLE organisations ADD COLUMN time_zone TEXT NOT NULL DEFAULT 'Europe/Amsterdam';
ALTER TABLE organisations ADD COLUMN council_approves BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organisations ADD COLUMN rev BIGINT NOT NULL DEFAULT 1;

CREATE TABLE departments (
    org_id        TEXT   NOT NULL REFERENCES organisations (id),
    id            TEXT{{bytewise}} NOT NULL,
    parent_id     TEXT   NOT NULL, -- '': at the top
    code          TEXT   NOT NULL,
    name          TEXT   NOT NULL,
    active_people BIGINT NOT NULL,
    rev           BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE UNIQUE INDEX departments_code ON departments (org_id, code) WHERE code <> '';

CREATE TABLE users (
    org_id          TEXT   NOT NULL REFERENCES organisations (id),
    id              TEXT{{bytewise}} NOT NULL,
    email           TEXT   NOT NULL, -- '': not given yet
    name            TEXT   NOT NULL,
    locale          TEXT   NOT NULL,
    password        TEXT   NOT NULL DEFAULT '', -- PHC string
    code_secret     TEXT   NOT NULL DEFAULT '',
    code_step       BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL,
    disabled_at     BIGINT NOT NULL DEFAULT 0,
    last_sign_in_at BIGINT NOT NULL DEFAULT 0,
    rev             BIGINT NOT NULL,
    PRIMARY KEY (org_id, id)
);
-- One address signs in to one organisation, so this one is over all of them.
CREATE UNIQUE INDEX users_email ON users (email) WHERE email <> '';

CREATE TABLE role_bindings (
    org_id        TEXT   NOT NULL,
    id            TEXT{{bytewise}} NOT NULL,
    user_id       TEXT   NOT NULL,
    role          TEXT   NOT NULL,
    department_id TEXT   NOT NULL, -- '': the whole organisation
    expires_at    BIGINT NOT NULL,
    created_at    BIGINT NOT NULL,
    rev           BIGINT NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, user_id, role, department_id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);

CREATE TABLE sessions (
    org_id        TEXT   NOT NULL,
    hash          TEXT   NOT NULL UNIQUE,
    user_id       TEXT   NOT NULL,
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    stepped_up_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, hash),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);
CREATE INDEX sessions_user ON sessions (org_id, user_id);

-- A link that was used or replaced is deleted.
CREATE TABLE one_time_links (
    org_id      TEXT   NOT NULL,
    hash        TEXT   NOT NULL UNIQUE,
    user_id     TEXT   NOT NULL,
    kind        TEXT   NOT NULL,
    code_secret TEXT   NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);

-- Secrets of the installation, such as the one that signs cursors.
CREATE TABLE secrets (
    name   TEXT NOT NULL PRIMARY KEY,
    secret TEXT NOT NULL
);

{{isolate "departments"}}
{{isolate "users" "looked_up => true"}}
{{isolate "role_bindings"}}
{{isolate "sessions" "looked_up => true"}}
{{isolate "one_time_links" "looked_up => true"}}
