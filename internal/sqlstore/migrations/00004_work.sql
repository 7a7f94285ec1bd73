-- Approvals, jobs and signed checkpoints of the chain.

-- +goose Up
CREATE TABLE approvals (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    id         TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    object     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    rev        BIGINT NOT NULL,
    body       TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
-- One request at a time for the same thing.
CREATE UNIQUE INDEX approvals_live ON approvals (org_id, kind, object) WHERE state IN ('open', 'approved');
CREATE INDEX approvals_expiry ON approvals (org_id, expires_at) WHERE state IN ('open', 'approved');

CREATE TABLE jobs (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    name        TEXT   NOT NULL,
    schedule    TEXT   NOT NULL,
    next_run    BIGINT NOT NULL,
    not_before  BIGINT NOT NULL DEFAULT 0,
    holder      TEXT   NOT NULL DEFAULT '',
    lease_until BIGINT NOT NULL DEFAULT 0,
    fence       BIGINT NOT NULL DEFAULT 0,
    attempts    BIGINT NOT NULL DEFAULT 0,
    failure     TEXT   NOT NULL DEFAULT '',
    last_run    BIGINT NOT NULL DEFAULT 0,
    last_due    BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, name)
);

CREATE TABLE checkpoints (
    org_id    TEXT   NOT NULL REFERENCES organisations (id),
    seq       BIGINT NOT NULL,
    hash      TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    key_id    TEXT   NOT NULL,
    signature TEXT   NOT NULL,
    PRIMARY KEY (org_id, seq)
);

-- The few entries that the log of acts shows, out of the many that devices make.
CREATE INDEX chain_acts ON chain_entries (org_id, seq)
    WHERE role <> 'device' AND action NOT IN ('incident.opened', 'incident.grew', 'incident.settled');

{{isolate "approvals"}}
{{isolate "jobs"}}
{{isolate "checkpoints"}}

{{evidence "checkpoints"}}
