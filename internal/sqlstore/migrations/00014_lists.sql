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
{{if postgres}}ALTER TABLE incidents FORCE ROW LEVEL SECURITY;{{end}}
DROP INDEX incidents_facets;
CREATE INDEX incidents_facets ON incidents (org_id, facets, id);
