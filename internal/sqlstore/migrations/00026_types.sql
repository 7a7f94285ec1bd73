-- Which types of findings an event and an incident have, as a set in one number, so that
-- they are found and counted by it. The bits are those of typeBits in event_types.go.

-- +goose Up
ALTER TABLE events ADD COLUMN types BIGINT NOT NULL DEFAULT 0;
ALTER TABLE incidents ADD COLUMN types BIGINT NOT NULL DEFAULT 0;

CREATE TABLE type_bits (name TEXT NOT NULL PRIMARY KEY, bit BIGINT NOT NULL);
INSERT INTO type_bits (name, bit) VALUES
    ('person_name', 1), ('date_of_birth', 2), ('age', 4), ('bsn', 8), ('patient_number', 16),
    ('insurance_number', 32), ('agb_code', 64), ('big_number', 128), ('uzi_number', 256), ('passport', 512),
    ('id_card', 1024), ('driving_licence', 2048), ('licence_plate', 4096), ('other', 8192), ('address', 16384),
    ('postcode', 32768), ('city', 65536), ('phone', 131072), ('email', 262144), ('url', 524288),
    ('ip_address', 1048576), ('iban', 2097152), ('credit_card', 4194304), ('vat_number', 8388608), ('kvk_number', 16777216),
    ('diagnosis', 33554432), ('medication', 67108864), ('lab_value', 134217728), ('treatment', 268435456), ('mental_health', 536870912),
    ('secret_api_key', 1073741824), ('secret_password', 2147483648), ('secret_private_key', 4294967296), ('date', 8589934592), ('organisation', 17179869184),
    ('hospital', 34359738368);
{{if postgres}}
ALTER TABLE incidents NO FORCE ROW LEVEL SECURITY;
ALTER TABLE events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days NO FORCE ROW LEVEL SECURITY;
{{end}}
-- The column repeats what the body says: what is evidence does not change by it.
{{if postgres}}DROP TRIGGER events_fixed ON events;{{else}}DROP TRIGGER events_fixed;{{end}}
{{if postgres}}
UPDATE events SET types = COALESCE((SELECT SUM(b.bit) FROM type_bits b WHERE b.name IN (SELECT f->>'type' FROM jsonb_array_elements(COALESCE(NULLIF(body::jsonb->'types', 'null'), '[]')) f)), 0);
UPDATE incidents SET types = COALESCE((SELECT SUM(b.bit) FROM type_bits b WHERE b.name IN (SELECT f->>'type' FROM jsonb_array_elements(COALESCE(NULLIF(body::jsonb->'types', 'null'), '[]')) f)), 0);
{{else}}
UPDATE events SET types = COALESCE((SELECT SUM(b.bit) FROM type_bits b WHERE b.name IN (SELECT json_extract(f.value, '$.type') FROM json_each(events.body, '$.types') f)), 0);
UPDATE incidents SET types = COALESCE((SELECT SUM(b.bit) FROM type_bits b WHERE b.name IN (SELECT json_extract(f.value, '$.type') FROM json_each(incidents.body, '$.types') f)), 0);
{{end}}
{{fixed "events"}}
DROP TABLE type_bits;
-- Days are packed anew, with types.
DELETE FROM event_days;
DROP INDEX incidents_facets;
CREATE INDEX incidents_facets ON incidents (org_id, facets, id, types);
{{if postgres}}
ALTER TABLE incidents FORCE ROW LEVEL SECURITY;
ALTER TABLE events FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days FORCE ROW LEVEL SECURITY;
{{end}}
