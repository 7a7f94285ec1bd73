-- Requests that may be sent twice, with the answer to repeat. Status 0: under way.

-- +goose Up
CREATE TABLE idempotency_keys (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    actor      TEXT   NOT NULL,
    key        TEXT   NOT NULL,
    digest     TEXT   NOT NULL,
    status     BIGINT NOT NULL DEFAULT 0,
    etag       TEXT   NOT NULL DEFAULT '',
    body       TEXT   NOT NULL DEFAULT '',
    created_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, actor, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (org_id, created_at);

{{isolate "idempotency_keys"}}
