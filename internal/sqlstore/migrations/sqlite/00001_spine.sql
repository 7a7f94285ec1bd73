-- The first schema. Times are Unix milliseconds in UTC; 0 means "not".
-- Ids, JSON and hashes are text. Every table but organisations and signing_keys
-- belongs to one organisation, and its key begins with org_id.

-- +goose Up
CREATE TABLE organisations (
    id         TEXT   NOT NULL PRIMARY KEY,
    name       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE enrolment_keys (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    id         TEXT   NOT NULL,
    hash       TEXT   NOT NULL UNIQUE,
    label      TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL DEFAULT 0,
    uses       BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id)
);

CREATE TABLE devices (
    org_id            TEXT   NOT NULL REFERENCES organisations (id),
    id                TEXT   NOT NULL UNIQUE,
    enrolment_key_id  TEXT   NOT NULL,
    key_x             TEXT   NOT NULL,
    key_y             TEXT   NOT NULL,
    browser           TEXT   NOT NULL,
    browser_version   TEXT   NOT NULL,
    os                TEXT   NOT NULL,
    extension_version TEXT   NOT NULL,
    user_groups       TEXT   NOT NULL,
    enrolled_at       BIGINT NOT NULL,
    revoked_at        BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, enrolment_key_id) REFERENCES enrolment_keys (org_id, id)
);

CREATE TABLE signing_keys (
    id         TEXT   NOT NULL PRIMARY KEY,
    use        TEXT   NOT NULL,
    seed       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    UNIQUE (use, position)
);

CREATE TABLE pseudonym_keys (
    org_id  TEXT NOT NULL REFERENCES organisations (id),
    quarter TEXT NOT NULL,
    secret  TEXT NOT NULL,
    PRIMARY KEY (org_id, quarter)
);

CREATE TABLE used_assertions (
    org_id     TEXT   NOT NULL REFERENCES organisations (id),
    hash       TEXT   NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, hash)
);
CREATE INDEX used_assertions_expiry ON used_assertions (org_id, expires_at);

CREATE TABLE policy_versions (
    org_id       TEXT   NOT NULL REFERENCES organisations (id),
    version      BIGINT NOT NULL,
    digest       TEXT   NOT NULL,
    source       TEXT   NOT NULL,
    activated_at BIGINT NOT NULL,
    PRIMARY KEY (org_id, version)
);

CREATE TABLE incidents (
    org_id            TEXT   NOT NULL,
    id                TEXT   NOT NULL,
    year              BIGINT NOT NULL,
    number            BIGINT NOT NULL,
    state             TEXT   NOT NULL,
    awaiting          BIGINT NOT NULL,
    needs_review      BIGINT NOT NULL,
    severity          BIGINT NOT NULL,
    subject           TEXT   NOT NULL,
    destination_id    TEXT   NOT NULL,
    destination_class TEXT   NOT NULL,
    conversation      TEXT   NOT NULL,
    detected_at       BIGINT NOT NULL,
    last_event_at     BIGINT NOT NULL,
    events            BIGINT NOT NULL,
    rev               BIGINT NOT NULL,
    body              TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    UNIQUE (org_id, year, number)
);
CREATE INDEX incidents_grouping ON incidents (org_id, subject, destination_id, conversation, last_event_at);
CREATE INDEX incidents_detected ON incidents (org_id, detected_at, id);
CREATE INDEX incidents_awaiting ON incidents (org_id, last_event_at) WHERE awaiting = 1;

CREATE TABLE events (
    org_id            TEXT   NOT NULL,
    id                TEXT   NOT NULL,
    decision_id       TEXT   NOT NULL,
    request_id        TEXT   NOT NULL,
    device_id         TEXT   NOT NULL,
    incident_id       TEXT   NOT NULL,
    at                BIGINT NOT NULL,
    destination_id    TEXT   NOT NULL,
    destination_class TEXT   NOT NULL,
    action            TEXT   NOT NULL,
    severity          BIGINT NOT NULL,
    subject           TEXT   NOT NULL,
    policy_version    BIGINT NOT NULL,
    features          TEXT   NOT NULL,
    body              TEXT   NOT NULL,
    PRIMARY KEY (org_id, id),
    FOREIGN KEY (org_id, device_id) REFERENCES devices (org_id, id)
);
CREATE INDEX events_incident ON events (org_id, incident_id, id);
CREATE INDEX events_subject ON events (org_id, subject, at);
CREATE INDEX events_time ON events (org_id, at, id);

-- Each decision has one event: the lock that makes a retry harmless, apart from the
-- events because a key of theirs would have to hold the column they are divided by.
CREATE TABLE decisions (
    org_id   TEXT NOT NULL,
    id       TEXT NOT NULL,
    event_id TEXT NOT NULL,
    PRIMARY KEY (org_id, id)
) WITHOUT ROWID;

CREATE TABLE outcomes (
    org_id      TEXT   NOT NULL,
    event_id    TEXT   NOT NULL,
    rev         BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    outcome     TEXT   NOT NULL,
    egress      TEXT   NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, event_id, rev),
    FOREIGN KEY (org_id, event_id) REFERENCES events (org_id, id)
);

CREATE TABLE counters (
    org_id            TEXT   NOT NULL REFERENCES organisations (id),
    hour              BIGINT NOT NULL,
    destination_id    TEXT   NOT NULL,
    destination_class TEXT   NOT NULL,
    name              TEXT   NOT NULL,
    n                 BIGINT NOT NULL,
    PRIMARY KEY (org_id, hour, destination_id, destination_class, name)
);

CREATE TABLE allowed_features (
    org_id         TEXT   NOT NULL REFERENCES organisations (id),
    day            BIGINT NOT NULL,
    policy_version BIGINT NOT NULL,
    rules_version  TEXT   NOT NULL,
    features       TEXT   NOT NULL,
    n              BIGINT NOT NULL,
    PRIMARY KEY (org_id, day, policy_version, rules_version, features)
);

CREATE TABLE chain_heads (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    seq    BIGINT NOT NULL,
    hash   TEXT   NOT NULL
);

CREATE TABLE chain_entries (
    org_id         TEXT   NOT NULL,
    seq            BIGINT NOT NULL,
    at             BIGINT NOT NULL,
    actor          TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    action         TEXT   NOT NULL,
    object         TEXT   NOT NULL,
    rev            BIGINT NOT NULL,
    payload_commit TEXT   NOT NULL,
    prev           TEXT   NOT NULL,
    hash           TEXT   NOT NULL,
    PRIMARY KEY (org_id, seq)
) WITHOUT ROWID;

-- Apart from the entries, so that retention can delete a payload and the chain
-- stays whole.
CREATE TABLE chain_payloads (
    org_id  TEXT   NOT NULL,
    seq     BIGINT NOT NULL,
    salt    TEXT   NOT NULL,
    payload TEXT   NOT NULL,
    PRIMARY KEY (org_id, seq),
    FOREIGN KEY (org_id, seq) REFERENCES chain_entries (org_id, seq)
);

-- One row that is written to see whether writing works.
CREATE TABLE heartbeat (at BIGINT NOT NULL);
INSERT INTO heartbeat (at) VALUES (0);

-- What is evidence is never changed. The chain is never shortened either; events,
-- outcomes and payloads are deleted by retention alone.
-- +goose StatementBegin
CREATE TRIGGER chain_entries_fixed BEFORE UPDATE ON chain_entries
BEGIN SELECT RAISE(ABORT, 'chain entries never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chain_entries_kept BEFORE DELETE ON chain_entries
BEGIN SELECT RAISE(ABORT, 'chain entries are never deleted'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER chain_payloads_fixed BEFORE UPDATE ON chain_payloads
BEGIN SELECT RAISE(ABORT, 'chain payloads never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_fixed BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events never change'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER outcomes_fixed BEFORE UPDATE ON outcomes
BEGIN SELECT RAISE(ABORT, 'outcomes never change'); END;
-- +goose StatementEnd
