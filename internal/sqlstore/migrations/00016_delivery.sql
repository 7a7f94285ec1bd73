-- What goes to the world outside: messages that wait, and where they go.

-- +goose Up
-- A message is delivered at least once. Its key makes it one message, however often
-- and by however many servers it is put here.
CREATE TABLE outbox (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    id         TEXT   NOT NULL,
    once_key   TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    target     TEXT   NOT NULL,
    about      TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    due_at     BIGINT NOT NULL,
    attempts   BIGINT NOT NULL DEFAULT 0,
    settled_at BIGINT NOT NULL DEFAULT 0,
    answer     TEXT   NOT NULL DEFAULT '',
    body       TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, once_key)
);
CREATE INDEX outbox_due ON outbox (org_id, due_at) WHERE state = 'waiting';
CREATE INDEX outbox_target ON outbox (org_id, target, id);
CREATE INDEX outbox_settled ON outbox (org_id, settled_at) WHERE settled_at > 0;

-- Up to which entry of the chain messages were made.
CREATE TABLE outbox_position (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    seq    BIGINT NOT NULL
);

CREATE TABLE webhooks (
    org_id TEXT   NOT NULL REFERENCES organisations (id),
    id     TEXT   NOT NULL,
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE mail_settings (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
);

{{isolate "outbox"}}
{{isolate "outbox_position"}}
{{isolate "webhooks"}}
{{isolate "mail_settings"}}
