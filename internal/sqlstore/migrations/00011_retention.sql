-- Retention: how long each kind of data is kept, what is held for a legal reason,
-- and what had to leave before its term.

-- +goose Up
CREATE TABLE retention_settings (
    org_id TEXT   NOT NULL PRIMARY KEY REFERENCES organisations (id),
    rev    BIGINT NOT NULL,
    body   TEXT   NOT NULL
){{keyed}};

-- A hold stops the deletion of what it covers.
CREATE TABLE legal_holds (
    org_id      TEXT   NOT NULL REFERENCES organisations (id),
    id          TEXT   NOT NULL,
    incident_id TEXT   NOT NULL, -- '': everything of the organisation
    until       BIGINT NOT NULL, -- 0: until it is lifted
    ended_at    BIGINT NOT NULL,
    rev         BIGINT NOT NULL,
    body        TEXT   NOT NULL,
    PRIMARY KEY (org_id, id)
);
CREATE INDEX legal_holds_incident ON legal_holds (org_id, incident_id);

-- The counts of event_counts whose events are gone.
CREATE TABLE past_event_counts (
    org_id            TEXT   NOT NULL REFERENCES organisations (id),
    day               BIGINT NOT NULL,
    destination_id    TEXT   NOT NULL,
    destination_class TEXT   NOT NULL,
    action            TEXT   NOT NULL,
    channel           TEXT   NOT NULL,
    severity          BIGINT NOT NULL,
    department_id     TEXT   NOT NULL,
    outcome           TEXT   NOT NULL,
    n                 BIGINT NOT NULL,
    PRIMARY KEY (org_id, day, destination_id, destination_class, action, channel, severity, department_id, outcome)
);

-- What left the register before its term: the object, and the entries of the chain
-- about it up to this one.
CREATE TABLE erasures (
    org_id TEXT   NOT NULL REFERENCES organisations (id),
    object TEXT   NOT NULL{{bytewise}},
    upto   BIGINT NOT NULL,
    at     BIGINT NOT NULL,
    PRIMARY KEY (org_id, object, upto)
){{keyed}};
{{evidence "erasures"}}

-- All entries about one thing. The organisation comes last: with it in front, a
-- PostgreSQL that has no statistics yet takes this index for the primary key, and reads
-- the whole chain for each row that refers to an entry.
CREATE INDEX chain_objects ON chain_entries (object, org_id);

{{isolate "retention_settings"}}
{{isolate "legal_holds"}}
{{isolate "past_event_counts"}}
{{isolate "erasures"}}

{{if postgres}}
-- Retention deletes notifications with their incident; nobody changes them.
DROP TRIGGER notifications_fixed ON notifications;
{{fixed "notifications"}}

-- The service may delete evidence by these views alone, which show what is older
-- than the shortest term that can be set (by the clock of the database), and what
-- is in erasures.
-- +goose StatementBegin
CREATE FUNCTION days_ago(days int) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (extract(epoch FROM now()) * 1000)::bigint - days * 86400000::bigint
$$;
-- +goose StatementEnd
CREATE VIEW past_events AS SELECT * FROM events e
    WHERE e.at < days_ago(28) OR EXISTS (SELECT 1 FROM erasures x WHERE x.org_id = e.org_id AND x.object = e.id);
CREATE VIEW past_outcomes AS SELECT * FROM outcomes o
    WHERE EXISTS (SELECT 1 FROM past_events e WHERE e.org_id = o.org_id AND e.id = o.event_id);
CREATE VIEW past_decisions AS SELECT * FROM decisions d
    WHERE EXISTS (SELECT 1 FROM past_events e WHERE e.org_id = d.org_id AND e.id = d.event_id);
CREATE VIEW past_chain_payloads AS SELECT * FROM chain_payloads p
    WHERE EXISTS (SELECT 1 FROM chain_entries c WHERE c.org_id = p.org_id AND c.seq = p.seq AND (
        c.at < days_ago(CASE WHEN c.action IN ('event.recorded', 'outcome.recorded', 'grouping.changed', 'feedback.given', 'break_glass.granted') THEN 28 ELSE 3 * 365 END)
        OR EXISTS (SELECT 1 FROM erasures x WHERE x.org_id = c.org_id AND x.object = c.object AND c.seq <= x.upto)));

-- drop_event_partitions drops the months that ended before a time (Unix
-- milliseconds) and in which nothing is left, and returns how many.
-- +goose StatementBegin
CREATE FUNCTION drop_event_partitions(before bigint) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT SET lock_timeout = '1s' AS $$
DECLARE
    part name;
    filled boolean;
    dropped int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('dijkwacht.event_partitions'));
    FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'events'::regclass AND c.relname ~ '^events_[0-9]{4}_[0-9]{2}$'
        AND (extract(epoch FROM to_date(substr(c.relname, 8), 'YYYY_MM') + interval '1 month') * 1000)::bigint < least(before, days_ago(28))
        ORDER BY 1 LOOP
        BEGIN
            EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', part); -- to see the rows of every organisation
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', part) INTO filled;
            IF filled THEN
                EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
            ELSE
                EXECUTE format('ALTER TABLE events DETACH PARTITION %I', part);
                EXECUTE format('DROP TABLE %I', part);
                dropped := dropped + 1;
            END IF;
        EXCEPTION WHEN lock_not_available THEN
            NULL; -- it is in use: next time
        END;
    END LOOP;
    RETURN dropped;
END $$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION drop_event_partitions(bigint) FROM PUBLIC;
{{end}}
