-- What the works council is told, and what waits for its consent.

-- +goose Up
ALTER TABLE organisations ADD COLUMN council_waits BIGINT NOT NULL DEFAULT 0;

CREATE TABLE council_watch (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    body   TEXT   NOT NULL
){{keyed}};

CREATE TABLE council_notices (
    org_id   TEXT   NOT NULL REFERENCES organisations (id),
    id       TEXT   NOT NULL,
    once_key TEXT   NOT NULL,
    at       BIGINT NOT NULL,
    kind     TEXT   NOT NULL,
    body     TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, once_key)
);
CREATE INDEX council_notices_time ON council_notices (org_id, at);

CREATE TABLE council_reads (
    org_id    TEXT   NOT NULL,
    user_id   TEXT   NOT NULL,
    notice_id TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (org_id, user_id, notice_id),
    FOREIGN KEY (org_id, notice_id) REFERENCES council_notices (org_id, id),
    FOREIGN KEY (org_id, user_id) REFERENCES users (org_id, id)
);

{{isolate "council_watch"}}
{{isolate "council_notices"}}
{{isolate "council_reads"}}
