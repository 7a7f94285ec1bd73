-- The first schema. Every table but organisations and signing_keys belongs to one
-- organisation, and its key begins with org_id. On PostgreSQL organisations are
-- isolated from one another, and events divided by month.

-- +goose Up
{{if postgres}}
-- +goose StatementBegin
-- Rows of an isolated table are seen and written only while the setting dijkwacht.org
-- names their organisation; those of a looked_up table are also read, not written,
-- before the organisation is known, while the setting is '*'.
CREATE FUNCTION isolate(target regclass, looked_up boolean DEFAULT false, key text DEFAULT 'org_id') RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', target);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', target);
    EXECUTE format('CREATE POLICY own_organisation ON %s USING (%I = (SELECT current_setting(''dijkwacht.org'', true)))', target, key);
    IF looked_up THEN
        EXECUTE format('CREATE POLICY look_up ON %s FOR SELECT USING ((SELECT current_setting(''dijkwacht.org'', true)) = ''*'')', target);
    END IF;
END $$;
-- +goose StatementEnd

{{end}}
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
    id                TEXT{{bytewise}} NOT NULL,
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
{{if postgres}}
) PARTITION BY RANGE (id);
CREATE TABLE events_default PARTITION OF events DEFAULT;
{{else}}
);
{{end}}
CREATE INDEX events_incident ON events (org_id, incident_id, id);
CREATE INDEX events_subject ON events (org_id, subject, at);
CREATE INDEX events_time ON events (org_id, at, id);

-- Each decision has one event: the lock that makes a retry harmless, apart from the
-- events because a key of theirs would have to hold the column they are divided by.
CREATE TABLE decisions (
    org_id   TEXT NOT NULL,
    id       TEXT NOT NULL,
    event_id TEXT{{bytewise}} NOT NULL,
    PRIMARY KEY (org_id, id)
){{keyed}};

CREATE TABLE outcomes (
    org_id      TEXT   NOT NULL,
    event_id    TEXT{{bytewise}} NOT NULL,
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
){{keyed}};

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

{{isolate "organisations" "looked_up => true, key => 'id'"}}
{{isolate "enrolment_keys" "looked_up => true"}}
{{isolate "devices" "looked_up => true"}}
{{isolate "pseudonym_keys"}}
{{isolate "used_assertions"}}
{{isolate "policy_versions"}}
{{isolate "incidents"}}
{{isolate "events"}}
{{isolate "decisions"}}
{{isolate "outcomes"}}
{{isolate "counters"}}
{{isolate "allowed_features"}}
{{isolate "chain_heads"}}
{{isolate "chain_entries"}}
{{isolate "chain_payloads"}}

{{if postgres}}
SELECT isolate('events_default');

-- +goose StatementBegin
-- ulid_time is the first ten characters of the ULIDs of a time.
CREATE FUNCTION ulid_time(at timestamptz) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    ms bigint := (extract(epoch FROM at) * 1000)::bigint;
    digits text := '';
BEGIN
    FOR i IN 1..10 LOOP
        digits := substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (ms % 32)::int + 1, 1) || digits;
        ms := ms / 32;
    END LOOP;
    RETURN digits;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
-- add_event_partitions makes the partitions of the month of a time (Unix
-- milliseconds) and of so many months after it, and returns how many were new. A
-- month whose first events are in the default partition already stays there. The
-- service may call it: it runs as the owner.
CREATE FUNCTION add_event_partitions(at bigint, ahead int) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
    month timestamptz := date_trunc('month', to_timestamp(at / 1000.0), 'UTC');
    following timestamptz;
    name text;
    taken boolean;
    made int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('dijkwacht.event_partitions'));
    FOR i IN 0..ahead LOOP
        following := date_trunc('month', month + interval '32 days', 'UTC');
        name := 'events_' || to_char(month AT TIME ZONE 'UTC', 'YYYY_MM');
        IF to_regclass(name) IS NULL THEN
            BEGIN
                EXECUTE format('CREATE TABLE %I PARTITION OF events FOR VALUES FROM (%L) TO (%L)', name, 'evt_' || ulid_time(month), 'evt_' || ulid_time(following));
                EXECUTE format('SELECT isolate(%L)', name);
                made := made + 1;
            EXCEPTION WHEN check_violation THEN
                NULL; -- the default partition has rows of this month
            END;
        END IF;
        month := following;
    END LOOP;
    RETURN made;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION add_event_partitions(bigint, int) FROM PUBLIC;

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% on % is not possible', TG_OP, TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
{{end}}

-- What is evidence is never changed. The chain is never shortened either; events,
-- outcomes and payloads are deleted by retention alone.
{{evidence "chain_entries"}}
{{fixed "chain_payloads"}}
{{fixed "events"}}
{{fixed "outcomes"}}
