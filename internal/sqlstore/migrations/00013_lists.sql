-- Lists, filters and facets over a million events.

-- +goose Up
-- The counts of a day of event_counts in one piece, also by the hour, so that years
-- are read in milliseconds. A day whose counts change loses its piece until it is
-- made again.
CREATE TABLE event_days (
    org_id TEXT   NOT NULL REFERENCES organisations (id),
    day    BIGINT NOT NULL,
    whole  {{if postgres}}BYTEA{{else}}BLOB{{end}} NOT NULL,
    hours  {{if postgres}}BYTEA{{else}}BLOB{{end}} NOT NULL,
    PRIMARY KEY (org_id, day)
);
{{isolate "event_days"}}
{{if postgres}}
ALTER TABLE event_days ALTER COLUMN whole SET STORAGE EXTERNAL;
ALTER TABLE event_days ALTER COLUMN hours SET STORAGE EXTERNAL;
-- +goose StatementBegin
CREATE FUNCTION forget_event_day() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM event_days d WHERE d.org_id = COALESCE(NEW.org_id, OLD.org_id) AND d.day = COALESCE(NEW.day, OLD.day);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER event_counts_changed AFTER INSERT OR UPDATE OR DELETE ON event_counts FOR EACH ROW EXECUTE FUNCTION forget_event_day();
{{else}}
-- +goose StatementBegin
CREATE TRIGGER event_counts_added AFTER INSERT ON event_counts
BEGIN DELETE FROM event_days WHERE org_id = NEW.org_id AND day = NEW.day; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_counts_changed AFTER UPDATE ON event_counts
BEGIN DELETE FROM event_days WHERE org_id = NEW.org_id AND day = NEW.day; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_counts_removed AFTER DELETE ON event_counts
BEGIN DELETE FROM event_days WHERE org_id = OLD.org_id AND day = OLD.day; END;
-- +goose StatementEnd
{{end}}

-- One index that holds all that events are found by, in the order of lists.
DROP INDEX events_destination;
DROP INDEX events_action;
CREATE INDEX events_listed ON events (org_id, id, destination_id, destination_class, action, channel, severity, department_id);

-- All facets of an incident in one word, so that those that are alike lie together.
ALTER TABLE incidents ADD COLUMN facets TEXT NOT NULL DEFAULT '';
{{if postgres}}ALTER TABLE incidents NO FORCE ROW LEVEL SECURITY;{{end}}
UPDATE incidents SET facets = state || '|' || kind || '|' || ap || '|' || subjects_state || '|' || severity || '|' || destination_id || '|' || destination_class
    || '|' || department_id || '|' || source || '|' || assignee || '|' || needs_review || '|' || awaiting || '|' || CASE WHEN deadline_at > 0 THEN '1' ELSE '0' END;
DROP INDEX incidents_facets;
CREATE INDEX incidents_facets ON incidents (org_id, facets, id);

-- How many incidents have each word of facets.
CREATE TABLE incident_counts (
    org_id TEXT   NOT NULL,
    facets TEXT   NOT NULL,
    n      BIGINT NOT NULL,
    PRIMARY KEY (org_id, facets)
){{keyed}};
INSERT INTO incident_counts (org_id, facets, n) SELECT org_id, facets, COUNT(*) FROM incidents GROUP BY org_id, facets;
{{if postgres}}ALTER TABLE incidents FORCE ROW LEVEL SECURITY;{{end}}
{{isolate "incident_counts"}}
{{if postgres}}
-- +goose StatementBegin
CREATE FUNCTION count_incident() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE incident_counts SET n = n - 1 WHERE org_id = OLD.org_id AND facets = OLD.facets;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO incident_counts AS c (org_id, facets, n) VALUES (NEW.org_id, NEW.facets, 1) ON CONFLICT (org_id, facets) DO UPDATE SET n = c.n + 1;
    END IF;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER incidents_counted AFTER INSERT OR DELETE ON incidents FOR EACH ROW EXECUTE FUNCTION count_incident();
CREATE TRIGGER incidents_recounted AFTER UPDATE ON incidents FOR EACH ROW WHEN (OLD.facets <> NEW.facets) EXECUTE FUNCTION count_incident();
{{else}}
-- +goose StatementBegin
CREATE TRIGGER incidents_added AFTER INSERT ON incidents
BEGIN INSERT INTO incident_counts (org_id, facets, n) VALUES (NEW.org_id, NEW.facets, 1) ON CONFLICT (org_id, facets) DO UPDATE SET n = n + 1; END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incidents_changed AFTER UPDATE ON incidents WHEN OLD.facets <> NEW.facets
BEGIN
    UPDATE incident_counts SET n = n - 1 WHERE org_id = OLD.org_id AND facets = OLD.facets;
    INSERT INTO incident_counts (org_id, facets, n) VALUES (NEW.org_id, NEW.facets, 1) ON CONFLICT (org_id, facets) DO UPDATE SET n = n + 1;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incidents_removed AFTER DELETE ON incidents
BEGIN UPDATE incident_counts SET n = n - 1 WHERE org_id = OLD.org_id AND facets = OLD.facets; END;
-- +goose StatementEnd
{{end}}
