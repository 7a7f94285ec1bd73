-- Which rules matched an event, as a set in one word, so that events are found and
-- counted by it: |one|two|, in the order of the ids. Days are packed in another way.

-- +goose Up
ALTER TABLE events ADD COLUMN rules TEXT NOT NULL DEFAULT '';
ALTER TABLE event_days ADD COLUMN layout BIGINT NOT NULL DEFAULT 0;
{{if postgres}}
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days NO FORCE ROW LEVEL SECURITY;
{{end}}
-- The column repeats what the body says: what is evidence does not change by it.
{{if postgres}}
DROP TRIGGER events_fixed ON events;
UPDATE events SET rules = COALESCE((SELECT '|' || string_agg(h.id, '|' ORDER BY h.id COLLATE "C") || '|'
    FROM (SELECT DISTINCT r->>'id' AS id FROM jsonb_array_elements(COALESCE(NULLIF(body::jsonb->'decision'->'matched_rules', 'null'), '[]')) r) h), '');
{{else}}
DROP TRIGGER events_fixed;
UPDATE events SET rules = COALESCE((SELECT '|' || group_concat(h.id, '|') || '|'
    FROM (SELECT DISTINCT json_extract(r.value, '$.id') AS id FROM json_each(events.body, '$.decision.matched_rules') r ORDER BY 1) h), '');
{{end}}
{{fixed "events"}}
DELETE FROM event_days;

-- How many incidents of some hours are alike: those whose ids begin the same, in one
-- piece. What changes loses its piece until that is made again.
CREATE TABLE incident_sums (
    org_id TEXT   NOT NULL REFERENCES organisations (id),
    piece  TEXT{{bytewise}} NOT NULL,
    sums   {{if postgres}}BYTEA{{else}}BLOB{{end}} NOT NULL,
    PRIMARY KEY (org_id, piece)
);
{{isolate "incident_sums"}}
{{if postgres}}
ALTER TABLE incident_sums ALTER COLUMN sums SET STORAGE EXTERNAL;
-- +goose StatementBegin
CREATE FUNCTION forget_incident_sums() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM incident_sums s WHERE s.org_id = COALESCE(NEW.org_id, OLD.org_id) AND s.piece = substr(COALESCE(NEW.id, OLD.id), 1, 9) COLLATE "C";
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER incidents_unsummed AFTER INSERT OR DELETE ON incidents FOR EACH ROW EXECUTE FUNCTION forget_incident_sums();
CREATE TRIGGER incidents_resummed AFTER UPDATE ON incidents FOR EACH ROW WHEN (OLD.facets <> NEW.facets OR OLD.types <> NEW.types) EXECUTE FUNCTION forget_incident_sums();
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days FORCE ROW LEVEL SECURITY;
{{else}}
-- +goose StatementBegin
CREATE TRIGGER incidents_sums_added AFTER INSERT ON incidents
BEGIN DELETE FROM incident_sums WHERE org_id = NEW.org_id AND piece = substr(NEW.id, 1, 9); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incidents_sums_changed AFTER UPDATE ON incidents WHEN OLD.facets <> NEW.facets OR OLD.types <> NEW.types
BEGIN DELETE FROM incident_sums WHERE org_id = NEW.org_id AND piece = substr(NEW.id, 1, 9); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER incidents_sums_removed AFTER DELETE ON incidents
BEGIN DELETE FROM incident_sums WHERE org_id = OLD.org_id AND piece = substr(OLD.id, 1, 9); END;
-- +goose StatementEnd
{{end}}
